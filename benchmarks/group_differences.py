"""Is the known difference of two groups of texts found, and what verdict does it get.

The 11 open pairs of ``d5_binary``, of each of which a person wrote down in a line what sets the
first group apart. A property counts as that difference where it holds one of the strict key terms
below, is said of the right group, and denies nothing; the terms were written down before any run.
Half of the texts propose, half test, and no pair takes more than its part of ``--budget`` calls.

What came out is written to ``benchmarks/scores/group_differences-MODEL.csv``: a line for each
property that was tested. ``--replay`` reads it again without asking. ``--proxy`` asks no language
model at all: it ranks the bank of properties by embeddings alone.
"""

from __future__ import annotations

import csv
import re
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, fields
from pathlib import Path

import pandas as pd
from measuring import FIRST_REPORTED_SEED, Rate, data_folder, parser_of, write_json

from dataexplain.llm import Budget, open_embedder, open_model
from dataexplain.records import ReportRecord
from dataexplain.runs.difference_wish import DifferenceWish
from dataexplain.runs.differing import SplitTexts, differ_table
from dataexplain.runs.opening import open_table
from dataexplain.runs.two_groups import two_groups
from dataexplain.search.property_bank import load_properties
from dataexplain.search.screening import screened
from dataexplain.tables import Table

SCORES = Path(__file__).parent / "scores"
TOP = 5
# What a person wrote of each pair, and the strict key terms: all of a tuple have to be there.
TRUTHS: dict[str, tuple[str, tuple[str, ...]]] = {
    "d3_0": ("contains irony", (r"\b(irony|ironic|ironically|sarcas\w+)\b",)),
    "d3_1": (
        "is a more objective description of what happened",
        (r"\b(objective\w*|factual\w*|facts?|neutral\w*|impersonal\w*)\b",),
    ),
    "d3_2": ("contains subjective opinion", (r"\b(subjective\w*|opinions?|opinionated|biased)\b",)),
    "d3_18": (
        "contains offensive content",
        (r"\b(offensive\w*|toxic|abusive|insult\w*|vulgar\w*|profan\w+|swear\w*|curs\w+)\b",),
    ),
    "d3_30": ("is about world news", (r"\b(world|international\w*|foreign|global)\b",)),
    "d3_31": ("is about sports news", (r"\bsports?\b",)),
    "d3_32": (
        "is related to business",
        (r"\b(business\w*|econom\w+|financ\w+|compan(y|ies)|corporate)\b",),
    ),
    "d3_33": ("is related to technology", (r"\b(technolog\w+|tech|software|computers?)\b",)),
    "d3_44": ("is a spam", (r"\b(spam|advertis\w+|promot\w+|unsolicited|unwanted)\b",)),
    "d3_45": (
        "asks for factual information",
        (r"\b(ask\w*|request\w*|seek\w*|question\w*)\b", r"\b(facts?|factual|information)\b"),
    ),
    "d3_46": (
        "asks for an opinion",
        (r"\b(ask\w*|request\w*|seek\w*|question\w*)\b", r"\b(opinions?|views?)\b"),
    ),
}
_DENIES = re.compile(r"\b(not|no|never|without|lacks?|free of|rather than)\b")


@dataclass(frozen=True)
class Found:
    """One property that was tested of one pair."""

    pair: str
    rank: int
    property: str
    source: str
    more_in_first: bool
    verdict: str
    effect: float
    low: float
    high: float
    calls: int


def is_right(found: Found) -> bool:
    """Return whether a property that was tested is what the person wrote."""
    return found.more_in_first and is_true(found.pair, found.property)


def is_true(pair: str, property: str) -> bool:
    """Return whether a property holds the key terms of a pair, and denies nothing."""
    said = property.lower()
    return not _DENIES.search(said) and all(re.search(term, said) for term in TRUTHS[pair][1])


def table_of(folder: Path, pair: str) -> Table:
    """Return a pair as a table of two groups, the one that is described first."""
    rows = pd.read_csv(folder / "d5_binary" / f"{pair}.csv", keep_default_na=False)
    rows.columns = ["text", "group"]
    return two_groups(open_table(rows, "group", text=("text",)), "yes")


def found_in(report: ReportRecord, pair: str, calls: int) -> Iterator[Found]:
    """Yield what was tested, the most telling first."""
    nan = float("nan")
    for claim in report.claims:
        assert claim.judged is not None
        low, high = claim.interval or (nan, nan)
        yield Found(
            pair,
            claim.rank,
            claim.judged.property,
            claim.judged.source,
            claim.direction == "up",
            claim.verdict,
            nan if claim.effect is None else claim.effect,
            low,
            high,
            calls,
        )


def asked(
    folder: Path,
    model: str,
    budget: int,
    wish: DifferenceWish,
    seed: int,
    pairs: Sequence[str] = tuple(TRUTHS),
) -> list[Found]:
    """Return what was found in every pair, and tell of each as it is done.

    The results kept of pairs that are not asked about now stay.
    """
    path = scores_path(model)
    kept = read_scores(path) if path.exists() and set(pairs) != set(TRUTHS) else []
    every = [one for one in kept if one.pair not in pairs]
    with open_embedder("minilm") as embedder:
        for pair in pairs:
            allowed = Budget(calls=budget // len(TRUTHS))
            with open_model(model, budget=allowed, log=False) as opened:
                table = table_of(folder, pair)
                report = differ_table(table, "text", wish, opened, embedder=embedder, seed=seed)
                spent = opened.tally.calls
            own = list(found_in(report, pair, spent))
            every += own
            write_scores(path, every)
            best = next((one.rank for one in own if is_right(one)), None)
            print(f"{pair}: {TRUTHS[pair][0]}; found at {best}", file=sys.stderr)
            for one in own:
                print(f"   {one.property} [{one.source}] {one.verdict}", file=sys.stderr)
    return every


def by_proxy(folder: Path, seed: int) -> list[dict[str, object]]:
    """Return at which place embeddings alone rank the first true property of the bank."""
    rows: list[dict[str, object]] = []
    with open_embedder("minilm") as embedder:
        for pair, (truth, _) in TRUTHS.items():
            texts = SplitTexts.of(table_of(folder, pair), "text", DifferenceWish()).discovery
            ranked = screened(load_properties(), texts, embedder, most=24, seed=seed).chosen
            places = [
                place
                for place, one in enumerate(ranked, start=1)
                if one.gap > 0 and is_true(pair, one.candidate.property)
            ]
            rows.append({"pair": pair, "truth": truth, "place": places[0] if places else None})
    return rows


def summed_up(found: Sequence[Found]) -> dict[str, object]:
    """Return how many pairs were named in the first place, and among the first five."""
    pairs = {one.pair for one in found}
    first = {one.pair for one in found if one.rank == 1 and is_right(one)}
    among = {one.pair for one in found if one.rank <= TOP and is_right(one)}
    supported = {one.pair for one in found if is_right(one) and one.verdict == "supported"}
    sources: dict[str, int] = {}
    for one in found:
        if is_right(one):
            sources[one.source] = sources.get(one.source, 0) + 1
    return {
        "pairs": len(pairs),
        "first": Rate(len(first), len(pairs)).to_dict(),
        "among_five": Rate(len(among), len(pairs)).to_dict(),
        "supported": Rate(len(supported), len(pairs)).to_dict(),
        "sources": sources,
        "calls": sum({one.pair: one.calls for one in found}.values()),
    }


def scores_path(model: str) -> Path:
    """Return where the results of a model are kept."""
    return SCORES / f"group_differences-{model.rpartition(':')[2]}.csv"


def write_scores(path: Path, found: Sequence[Found]) -> None:
    """Write what was found; a run that is stopped leaves the pairs before."""
    names = [field.name for field in fields(Found)]
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(names)
        writer.writerows([getattr(one, name) for name in names] for one in found)


def read_scores(path: Path) -> list[Found]:
    """Return what was written."""
    return [Found(*row) for row in pd.read_csv(path).itertuples(index=False)]


def main() -> None:
    parser = parser_of(__doc__, data=True)
    parser.add_argument("--model", default="embedded:qwen2.5-coder-1.5b")
    parser.add_argument("--budget", type=int, default=6000, help="calls at most")
    parser.add_argument("--seed", type=int, default=FIRST_REPORTED_SEED)
    parser.add_argument("--pairs", nargs="+", choices=list(TRUTHS), default=list(TRUTHS))
    parser.add_argument("--replay", action="store_true", help="analyse the results kept")
    parser.add_argument("--proxy", action="store_true", help="embeddings alone, no model")
    options = parser.parse_args()
    if options.proxy:
        rows = by_proxy(data_folder(options.data), options.seed)
        print(pd.DataFrame(rows).to_string(index=False))
        write_json(options.json, rows)
        return
    wish = DifferenceWish(
        proposed=8,
        screened=14,
        race_calls=160,
        keep=TOP,
        judge_rows=16,
        reworded=0,
        pairs=0,
    )
    if options.replay:
        found = read_scores(scores_path(options.model))
    else:
        folder = data_folder(options.data)
        found = asked(folder, options.model, options.budget, wish, options.seed, options.pairs)
    shown = pd.DataFrame([{**vars(one), "right": is_right(one)} for one in found])
    print(shown.drop(columns=["calls"]).round(3).to_string(index=False))
    result = summed_up(found)
    print(result)
    write_json(options.json, result)


if __name__ == "__main__":
    main()
