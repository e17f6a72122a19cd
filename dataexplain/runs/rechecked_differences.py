"""What set two groups of texts apart in an old report, measured on new texts.

All new rows test: nothing is proposed on them. The judge's answers are parted into yes and no at
the bounds of the report, and both groups are compared as in the vault.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

import numpy as np

from dataexplain.errors import InputError
from dataexplain.features.text_columns import YES
from dataexplain.recheck_records import RecheckedClaimRecord
from dataexplain.records import ClaimRecord, ColumnRecord, ReportRecord
from dataexplain.runs.difference_search import EVEN_ODDS
from dataexplain.runs.old_reports import OldClaim
from dataexplain.runs.progress import Progress
from dataexplain.runs.rechecked_claims import Twice, decided_together, paired
from dataexplain.runs.remeasuring import Remeasured
from dataexplain.runs.same_reading import NewRows
from dataexplain.search.candidate import Candidate
from dataexplain.search.word_proposals import mentions
from dataexplain.tables import Table
from dataexplain.verification.evidence import FEW_EVENTS
from dataexplain.verification.judged_measuring import MeasuredProperty, measure
from dataexplain.verification.judged_texts import HeldOutTexts, ShortListed
from dataexplain.verification.strata import Strata
from dataexplain.verification.vault import group_codes
from dataexplain.verification.verdicts import UNVERIFIABLE

_FEW = f"Fewer than {FEW_EVENTS} judged new texts, or answers of the rarer kind, are in one group."


def recheck_differences(
    claims: Sequence[OldClaim],
    new: NewRows,
    progress: Progress,
    *,
    old: ReportRecord,
    seed: int,
) -> tuple[RecheckedClaimRecord, ...]:
    """Measure every difference of two groups again and decide about each.

    Parameters
    ----------
    claims : sequence of OldClaim
    new : NewRows
        With the judge's answers as columns.
    progress : Progress
    old : ReportRecord
    seed : int
    """
    columns = {column.name: column for column in old.columns}
    texts: dict[str, tuple[HeldOutTexts, Strata, np.ndarray]] = {}
    twice = []
    for done, claim in enumerate(claims, start=1):
        column = columns[claim.record.features[0]]
        problem = _problem(claim.record, column, new)
        if problem:
            twice.append(Twice(claim, (Remeasured(problem=problem),), ()))
        else:
            source = str(column.derived_from)
            if source not in texts:
                texts[source] = _texts(old, new.table, source)
            twice.append(_measured(claim, column, new, *texts[source], seed))
        progress.step(done, len(claims))
    return decided_together(twice, {})


def asked_columns(claims: Sequence[OldClaim]) -> tuple[str, ...]:
    """Return the columns of answers that the judge has to fill again."""
    return tuple(claim.record.features[0] for claim in claims if not refused(claim.record))


def refused(claim: ClaimRecord) -> bool:
    """Tell whether no held-out text was asked, since the judge could not be believed."""
    record = claim.judged
    return record is not None and claim.verdict == UNVERIFIABLE and not any(record.judged)


def needs_judge(claims: Sequence[OldClaim], old: ReportRecord) -> bool:
    """Tell whether a judge has to be asked: code looks words up by itself.

    Parameters
    ----------
    claims : sequence of OldClaim
    old : ReportRecord
    """
    asked = {column.name for column in old.columns if column.asked}
    return any(name in asked for name in asked_columns(claims))


def judged_again_needed(report: ReportRecord, file: str | None) -> InputError:
    """Return the error of a report that nothing can be asked of without a judge.

    Parameters
    ----------
    report : ReportRecord
    file : str or None
    """
    judges = sorted({column.judge for column in report.columns if column.asked} - {""})
    return InputError(
        f"Its statements are about what a language model said of texts ({', '.join(judges)}), so "
        "that the new texts have to be judged too.",
        file=file,
        remedy="Name the model that judges them, such as --model embedded.",
    )


def _problem(claim: ClaimRecord, column: ColumnRecord, new: NewRows) -> str:
    """Say why a difference cannot be asked of the new rows; empty if it can."""
    if refused(claim):
        return f"The new texts were not asked about it. In the report: {claim.reason}"
    if column.asked and column.yes_above is None:
        return "The report has no bound between yes and no: its texts were all answered alike."
    if claim.features[0] in new.unusable:
        why = new.unusable[claim.features[0]]
        # of a judge's answers there is more to say than of a column of the table
        if why == "does not vary":
            why = "was answered alike of all judged texts" if column.asked else "is of no new text"
        return f"{claim.features[0]!r} {why}."
    return ""


def _texts(old: ReportRecord, table: Table, source: str) -> tuple[HeldOutTexts, Strata, np.ndarray]:
    """Return the new texts of both groups, what is held fixed, and their rows."""
    cells = table.frame[source]
    filled = cells.notna().to_numpy() & (cells.astype(str).str.strip() != "").to_numpy()
    rows = np.flatnonzero(filled)
    first = old.outcome.positive or old.outcome.classes[0]
    names = (first, next(name for name in old.outcome.classes if name != first))
    others = [column.name for column in table.features if column.derived_from != source]
    texts = HeldOutTexts(
        tuple(cells.iloc[rows].astype(str)),
        np.asarray(table.frame[table.target].iloc[rows].astype(str) == first),
        table.frame.iloc[rows][others].reset_index(drop=True),
        clusters=group_codes(table, rows),
        names=names,
        text_name=source,
        group_name=table.target,
    )
    return texts, Strata.of(texts), rows


def _measured(
    claim: OldClaim,
    column: ColumnRecord,
    new: NewRows,
    texts: HeldOutTexts,
    strata: Strata,
    rows: np.ndarray,
    seed: int,
) -> Twice:
    answers = new.table.frame[column.name].iloc[rows]
    yes = np.where(answers.isna(), np.nan, np.asarray(answers == YES, dtype=np.float64))
    listed = ShortListed(
        Candidate(column.asked or mentions(column.terms), "report"),
        EVEN_ODDS if column.yes_above is None else column.yes_above,
        claim.record.direction,
    )
    found = measure(texts, listed, yes, strata, seed=seed, floor=claim.record.floor)
    again = _remeasured(claim.record, found, _lacking(claim, new.unusable))
    told = _old_events(claim.record) >= FEW_EVENTS
    return Twice(claim, (again,), paired(claim, (again,), told=told))


def _remeasured(
    claim: ClaimRecord, found: MeasuredProperty, lacking: tuple[str, ...]
) -> Remeasured:
    """Return the effect on the basis of the old verdict, or why there is none."""
    evidence, judged = found.evidence, sum(found.outcome.judged)
    adjusted = claim.basis == "adjusted"
    estimate = evidence.adjusted if adjusted else evidence.unadjusted
    again = Remeasured(rows=judged, events=evidence.events, lacking=lacking if adjusted else ())
    problem = _said(evidence.problem) if adjusted or not estimate.testable else ""
    if evidence.scarce or (not problem and evidence.events < FEW_EVENTS):
        return replace(again, scarce=problem or _FEW)
    return replace(again, problem=problem) if problem else replace(again, estimate=estimate)


def _said(reason: str) -> str:
    """Return a reason of the vault as a sentence about new texts."""
    new = reason.replace("held-out", "new")
    return f"{new[:1].upper()}{new[1:]}." if new else ""


def _lacking(claim: OldClaim, unusable: Mapping[str, str]) -> tuple[str, ...]:
    held = [name for contrast in claim.contrasts for name in contrast.held.columns]
    gone = [name for name in held if unusable.get(name, "does not vary") != "does not vary"]
    return tuple(dict.fromkeys(gone))


def _old_events(claim: ClaimRecord) -> float:
    """Return what the poorer side had in the old report: answers of the rarer kind."""
    record = claim.judged
    if record is None:
        return float("inf")
    pairs = zip(record.shares, record.judged, strict=True)
    rate = sum(share * count for share, count in pairs) / max(sum(record.judged), 1)
    return round(min(rate, 1 - rate) * min(record.judged))
