"""Lies caught and honest sentences refused by `dataexplain check-text`.

Each line of the file is a JSON object: ``{"table", "label": "honest" or "lie", "change", "claims",
"text"}``. A sentence is marked against the report of its table. Printed are, by change and by
table, how many lies are contradicted, how many are not taken for true (contradicted or not
covered), how many honest sentences are contradicted, and how many agree.
"""

from __future__ import annotations

import argparse
import json
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from dataexplain.narration.grounding import AGREES, CONTRADICTS, check_text
from dataexplain.records import ReportRecord

REPORTS = Path(__file__).parent / "check_text" / "reports"
OPEN = Path(__file__).parent / "check_text" / "first.jsonl"
# One text may be several sentences: the worst of their marks counts.
WORST = ("contradicts", "not covered", "agrees")


@dataclass(frozen=True)
class Marked:
    """A sentence of the file with its mark and the first reason."""

    table: str
    lie: bool
    change: str
    text: str
    mark: str
    reason: str


def marked(path: Path, reports: Path) -> Iterator[Marked]:
    """Yield each sentence of a file with its mark."""
    opened: dict[str, ReportRecord] = {}
    for line in path.read_text(encoding="utf-8").splitlines():
        entry = json.loads(line)
        table = entry["table"]
        if table not in opened:
            values = json.loads((reports / f"{table}.json").read_text(encoding="utf-8"))
            opened[table] = ReportRecord.from_dict(values)
        checked = check_text(opened[table], entry["text"])
        marks = {sentence.mark for sentence in checked.sentences}
        mark = next(mark for mark in WORST if mark in marks)
        reasons = [
            judged.reason
            for sentence in checked.sentences
            for judged in sentence.assertions
            if judged.mark == mark
        ]
        yield Marked(
            table,
            entry["label"] == "lie",
            entry.get("change") or "honest",
            entry["text"],
            mark,
            reasons[0] if reasons else "asserts nothing that could be read",
        )


def shares(found: list[Marked]) -> str:
    """Return one row of the table of results."""
    marks = Counter(entry.mark for entry in found)
    contradicted, agreed = marks[CONTRADICTS], marks[AGREES]
    rows = len(found)
    return (
        f"{rows:>5} {contradicted / rows:>12.3f} {(rows - agreed) / rows:>14.3f} "
        f"{agreed / rows:>8.3f}"
    )


def table_of(found: list[Marked], key: Callable[[Marked], str]) -> Iterator[str]:
    """Yield a row for each group."""
    groups: dict[str, list[Marked]] = defaultdict(list)
    for entry in found:
        groups[key(entry)].append(entry)
    for name in sorted(groups):
        yield f"{name:<32} {shares(groups[name])}"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("sentences", type=Path, nargs="?", default=OPEN)
    parser.add_argument("--reports", type=Path, default=REPORTS)
    parser.add_argument("--missed", action="store_true", help="print what was judged wrongly")
    arguments = parser.parse_args()
    found = list(marked(arguments.sentences, arguments.reports))
    print(f"{'':<32} {'rows':>5} {'contradicted':>12} {'not agreeing':>14} {'agrees':>8}")
    for row in table_of(found, lambda entry: "all lies" if entry.lie else "all honest"):
        print(row)
    for row in table_of(found, lambda entry: f"  {entry.change}"):
        print(row)
    for row in table_of(found, lambda entry: f"  {entry.table} {'lie' if entry.lie else 'honest'}"):
        print(row)
    if arguments.missed:
        for entry in found:
            if entry.lie != (entry.mark == CONTRADICTS):
                print(
                    f"{entry.change} | {entry.mark} | {entry.table} | {entry.text} | {entry.reason}"
                )


if __name__ == "__main__":
    main()
