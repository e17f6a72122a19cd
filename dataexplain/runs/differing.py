"""Two groups of texts -> properties that one has more often, each tested on held-out texts."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass

import numpy as np
import pandas as pd

from dataexplain.errors import ModelNotFoundError
from dataexplain.llm import ChatModel, Embedder, open_embedder
from dataexplain.records import ReportRecord
from dataexplain.runs.audit_file import read_audit
from dataexplain.runs.difference_null_runs import difference_null_runs
from dataexplain.runs.difference_report import JudgedBy, difference_report
from dataexplain.runs.difference_search import search_differences
from dataexplain.runs.difference_wish import DifferenceWish
from dataexplain.runs.earlier_tests import EarlierTests, with_remark
from dataexplain.runs.explaining import explain_table
from dataexplain.runs.importance import ranked
from dataexplain.runs.null_runs import combine, null_run, with_null_runs
from dataexplain.runs.progress import Progress, Silence
from dataexplain.runs.proposers import ModelReaders
from dataexplain.runs.told_apart import told_apart
from dataexplain.runs.two_groups import split_of_groups
from dataexplain.search.discovery_texts import DiscoveryTexts
from dataexplain.tables import Split, Table
from dataexplain.verification.judged_texts import HeldOutTexts, drawn_rows
from dataexplain.verification.judged_vault import JudgedVault, TestedProperty
from dataexplain.verification.vault import group_codes

# Held-out texts of a group that are embedded for each that is judged. The answers to the others
# are foretold, and with so many their chance adds next to nothing to that of the judged ones.
FORETOLD = 20


@dataclass(frozen=True)
class SplitTexts:
    """The texts of both groups on either side of the split, and clusters of discovery texts."""

    split: Split
    discovery: DiscoveryTexts
    held_out: HeldOutTexts
    clusters: Mapping[str, int] | None = None

    @classmethod
    def of(cls, table: Table, text: str, wish: DifferenceWish) -> SplitTexts:
        """Part the texts of a table of two groups.

        Parameters
        ----------
        table : Table
        text : str
            The text column.
        wish : DifferenceWish
        """
        split = split_of_groups(table, text)
        names = (table.classes[0], table.classes[1])
        proposing, testing = (
            _known(table, text, rows) for rows in (split.discovery, split.verification)
        )
        discovery = DiscoveryTexts(
            _texts(table, text, proposing),
            _in_first(table, proposing),
            names,
            wish.goal,
            wish.description,
            text,
        )
        held_out = HeldOutTexts(
            _texts(table, text, testing),
            _in_first(table, testing),
            table.frame.iloc[testing][_covariates(table, text)].reset_index(drop=True),
            clusters=group_codes(table, testing),
            names=names,
            text_name=text,
            group_name=table.target,
        )
        return cls(split, discovery, held_out, _clusters(table, discovery.texts, proposing))

    def embedded(self, embedder: Embedder | None, *, most: int | None, seed: int) -> SplitTexts:
        """Return the same with the embeddings of held-out texts, at most so many of each group.

        Those drawn come first where fewer are drawn to be judged, so that these are the same.
        """
        if embedder is None:
            return self
        held_out = self.held_out
        if most is not None and max(held_out.sizes) > most:
            held_out = _taken(held_out, np.sort(np.concatenate(drawn_rows(held_out, most, seed))))
        texts = list(dict.fromkeys(held_out.texts))
        places = {text: place for place, text in enumerate(texts)}
        vectors = np.asarray(embedder.embed(texts), dtype=np.float64)
        rows = [places[text] for text in held_out.texts]
        held_out = dataclasses.replace(held_out, vectors=vectors[rows])
        return dataclasses.replace(self, held_out=held_out)


def differ_table(
    table: Table,
    text: str,
    wish: DifferenceWish,
    model: ChatModel,
    *,
    embedder: Embedder | None = None,
    earlier: EarlierTests | None = None,
    seed: int = 0,
    title: str | None = None,
    progress: Progress | None = None,
) -> ReportRecord:
    """Find what the texts of one group say more often, and test it on held-out texts.

    Parameters
    ----------
    table : Table
        Of two groups (`two_groups`).
    text : str
        The text column.
    wish : DifferenceWish
    model : ChatModel
        Proposes and judges.
    embedder : Embedder, optional
        Screens what is proposed, and makes each judged text worth more.
    earlier : EarlierTests, optional
        What was tested on these rows before.
    seed : int, default=0
    title : str, optional
    progress : Progress, optional

    Returns
    -------
    ReportRecord

    Raises
    ------
    InputError
        When a group is too small.
    """
    progress = progress or Silence()
    progress.stage("Splitting rows")
    sides = SplitTexts.of(table, text, wish)
    found = search_differences(
        sides.discovery, wish, model, embedder=embedder, seed=seed, progress=progress
    )
    progress.stage("Embedding held-out texts")
    # of texts that people labelled none may go
    most = FORETOLD * wish.judge_rows if wish.audit is None else None
    held_out = sides.embedded(embedder, most=most, seed=seed).held_out
    claims = [listed.claim(held_out) for listed in found.listed]
    earlier = earlier or EarlierTests()
    level = earlier.level_for([claim.id for claim in claims])
    vault = JudgedVault(
        held_out,
        judge=model.name,
        per_group=wish.judge_rows,
        seed=seed,
        floor=wish.floor,
        level=level,
        embedder=embedder,
        reworded=wish.reworded,
        pairs=wish.pairs,
        early_stop=wish.early_stop,
        audit=None if wish.audit is None else read_audit(wish.audit),
    )
    several = "1 property" if len(claims) == 1 else f"{len(claims)} properties"
    progress.stage(f"Judging held-out texts on {several}")
    tested = vault.test(found.listed, model, progress.step)
    null_runs = difference_null_runs(
        found,
        held_out,
        vault.answers,
        wish,
        seed=seed,
        level=level,
        clusters=sides.clusters,
        progress=progress,
    )
    progress.stage("Writing it down")
    first, second = held_out.names
    notes = [*found.notes, *_shared(sides, table), *_drawn(sides, held_out), *_reached(vault)]
    report = difference_report(
        table,
        sides.split,
        ranked(tested),
        JudgedBy(model.name, text, {listed.property: listed.yes_above for listed in found.listed}),
        vault=vault,
        seed=seed,
        title=title or f"What sets {table.target} = {first} apart from {_called(first, second)}",
        notes=notes,
        models=told_apart(vault.joint, _most_judged(tested)),
        settings={"text": text, **wish.settings(), "calls_of_the_race": found.calls},
    )
    return dataclasses.replace(with_remark(report, earlier), null_runs=null_runs)


def differ_by_words(
    table: Table,
    text: str,
    *,
    floor: float | None = None,
    seed: int = 0,
    title: str | None = None,
    earlier: EarlierTests | None = None,
    null_runs: int = 0,
    progress: Progress | None = None,
) -> ReportRecord:
    """Find what words one group's texts use more often; no language model is needed.

    Other columns are held fixed, and nothing is said of them.

    Parameters
    ----------
    table : Table
        Of two groups.
    text : str
        The text column.
    floor : float, optional
    seed : int, default=0
    title : str, optional
    earlier : EarlierTests, optional
    null_runs : int, default=0
        How often the groups are shuffled and everything is done again.
    progress : Progress, optional
    """
    split_of_groups(table, text)
    held = tuple(column.name for column in table.features)
    worded = dataclasses.replace(table, controls=held, chosen_texts=(text,))
    report = explain_table(
        worded,
        seed=seed,
        floor=floor,
        title=title or f"What sets {table.target} = {table.positive} apart, in words",
        progress=progress,
        proposer=ModelReaders(),
        level=(earlier or EarlierTests()).level_for,
    )
    note = "No language model was given: the words of the texts were compared, not what they say."
    report = dataclasses.replace(report, notes=(*report.notes, note))
    report = with_remark(report, earlier or EarlierTests())
    return report if not null_runs else _with_shuffled(report, worded, null_runs, seed, floor)


def _with_shuffled(
    report: ReportRecord, table: Table, runs: int, seed: int, floor: float | None
) -> ReportRecord:
    """Do everything again with the groups shuffled."""
    counts = [
        null_run(table, number, seed=seed, floor=floor, proposer=ModelReaders())
        for number in range(runs)
    ]
    return with_null_runs(report, combine(counts, table))


@contextmanager
def opened_or_none(name: str | None) -> Iterator[Embedder | None]:
    """Give the embedder, or None where none is wanted or installed.

    Parameters
    ----------
    name : str or None
    """
    if name is None:
        yield None
        return
    try:
        embedder = open_embedder(name)
    except ModelNotFoundError:
        yield None
        return
    with embedder:
        yield embedder


def _known(table: Table, text: str, rows: np.ndarray) -> np.ndarray:
    """Return the rows that have a text."""
    cells = table.frame[text].iloc[rows]
    filled = cells.notna().to_numpy() & (cells.astype(str).str.strip() != "").to_numpy()
    return np.asarray(rows[filled])


def _texts(table: Table, text: str, rows: np.ndarray) -> tuple[str, ...]:
    return tuple(table.frame[text].iloc[rows].astype(str))


def _in_first(table: Table, rows: np.ndarray) -> np.ndarray:
    return np.asarray(table.outcome(table.classes[0])[rows] == 1)


def _clusters(table: Table, texts: Sequence[str], rows: np.ndarray) -> Mapping[str, int] | None:
    """Return the cluster in which each text stands first; None without clusters."""
    codes = group_codes(table, rows)
    if codes is None:
        return None
    return dict(zip(reversed(texts), reversed(codes.tolist()), strict=True))


def _taken(held_out: HeldOutTexts, rows: np.ndarray) -> HeldOutTexts:
    return dataclasses.replace(
        held_out,
        texts=tuple(held_out.texts[row] for row in rows),
        in_a=held_out.in_a[rows],
        covariates=held_out.covariates.iloc[rows].reset_index(drop=True),
        clusters=None if held_out.clusters is None else held_out.clusters[rows],
    )


def _covariates(table: Table, text: str) -> list[str]:
    """Return the columns that may explain a difference: no text, and nothing read off this one."""
    return [column.name for column in table.features if column.derived_from != text]


def _called(first: str, second: str) -> str:
    return "all others" if second == f"not {first}" else second


def _shared(sides: SplitTexts, table: Table) -> Iterator[str]:
    """Say how many texts both groups have."""
    texts = (*sides.discovery.texts, *sides.held_out.texts)
    in_first = np.concatenate([sides.discovery.in_a, sides.held_out.in_a])
    frame = pd.DataFrame({"text": texts, "first": in_first}).drop_duplicates()
    both = int(frame["text"].duplicated().sum())
    if both:
        are, them = ("1 text is", "it") if both == 1 else (f"{both:,} texts are", "them")
        yield f"{are} of both groups of {table.target!r}: no proposer saw {them}."


def _drawn(sides: SplitTexts, held_out: HeldOutTexts) -> Iterator[str]:
    known, drawn = len(sides.held_out.texts), len(held_out.texts)
    if drawn < known:
        yield f"Of {known:,} held-out texts {drawn:,} were drawn; all would hardly tell more."


def _reached(vault: JudgedVault) -> Iterator[str]:
    if vault.unasked:
        texts = (
            "1 held-out text was"
            if vault.unasked == 1
            else f"{vault.unasked:,} held-out texts were"
        )
        yield f"The budget ended before {texts} judged."
    if vault.cut:
        yield f"Of {vault.cut:,} long held-out texts only the beginning was judged."
    if vault.instructed:
        texts = "text" if vault.instructed == 1 else "texts"
        yield (
            f"In {vault.instructed:,} held-out {texts}, a passage that tells a reader what to "
            "answer was not shown to the judge."
        )


def _most_judged(tested: Sequence[TestedProperty]) -> tuple[int, int]:
    """Return how many texts of each group were judged on the property that had most."""
    judged = [entry.record.judged for entry in tested]
    return max(judged, key=sum, default=(0, 0))
