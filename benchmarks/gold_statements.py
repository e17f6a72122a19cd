"""How much of what others hold to be true of small tables is found, missed, and said beyond it.

InsightBench's tables come with gold insights in prose, DiscoveryBench's synthetic ones with gold
hypotheses as formulas. Each question is put as an outcome to explain. A gold statement is found if
a supported claim names its columns and, where the gold names one, its level or direction. What
cannot be said as a statement about an outcome (counts of rows, advice) is listed as out of reach.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import Any

import pandas as pd
from measuring import data_folder, in_parallel, parser_of, write_json

from dataexplain.errors import InputError
from dataexplain.records import ClaimRecord
from dataexplain.runs.explaining import explain_table
from dataexplain.tables import build_table, read_frame


@dataclass(frozen=True)
class Gold:
    """A statement to be found.

    Parameters
    ----------
    text : str
    columns : tuple of str
        All must be named by one supported claim (any part of a date stands for it).
    level : str
        Named in the claim's region, where the gold names it.
    direction : str
        "up", "down", "none" (it does not matter), or empty.
    """

    text: str
    columns: tuple[str, ...]
    level: str = ""
    direction: str = ""


@dataclass(frozen=True)
class Question:
    """One outcome of one table, and what gold says of it.

    Parameters
    ----------
    table : str
        Path below the data folder.
    target : str
    gold : tuple of Gold
    days : tuple of str
        Two date columns whose distance in days is the target.
    ignore : tuple of str
    out_of_reach : tuple of str
        Gold statements about this table that no outcome could be chosen for.
    """

    table: str
    target: str
    gold: tuple[Gold, ...]
    days: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()
    out_of_reach: tuple[str, ...] = field(default=())


INCIDENT_IDS = ("number", "sys_updated_on", "sys_updated_by", "closed_by")
INSIGHTS = (
    Question(
        "insightbench/flag-1.csv",
        "category",
        (Gold("most hardware incidents are in Australia", ("location",), "Australia", "up"),),
        ignore=(*INCIDENT_IDS, "assignment_group"),
        out_of_reach=(
            "hardware incidents are more than others (a count)",
            "printer malfunctions are predominant in the descriptions (text)",
            "most hardware incidents are about printers (text)",
            "hardware incidents do not increase over time (a count)",
            "Printer546 causes most issues (text)",
        ),
    ),
    Question(
        "insightbench/flag-13.csv",
        "time_to_resolution",
        (
            Gold("time to resolution is uniform over time", ("opened_at",), "", "none"),
            Gold("productivity is uniform across agents", ("assigned_to",), "", "none"),
        ),
        days=("opened_at", "closed_at"),
        ignore=(*INCIDENT_IDS, "closed_at"),
        out_of_reach=(
            "the number of incidents increases (a count)",
            "the increase is most pronounced in network (a count)",
            "implement scalable solutions (advice)",
        ),
    ),
    Question(
        "insightbench/flag-17.csv",
        "cost",
        (
            Gold("asset costs are higher in HR", ("department",), "HR", "up"),
            Gold("computers and servers cost most", ("model_category",), "", "up"),
            Gold("high-cost categories sit in HR", ("department", "model_category"), "HR"),
        ),
        ignore=("asset_tag", "serial_number", "sys_updated_on", "display_name"),
        out_of_reach=(
            "cost is weakly correlated with the number of users (a count)",
            "HR has too many computers a user (a count)",
        ),
    ),
    Question(
        "insightbench/flag-24.csv",
        "processing_days",
        (
            Gold("processing times differ by department", ("department",)),
            Gold("they are uniform across categories", ("category",), "", "none"),
            Gold("lower amounts are processed faster", ("amount",), "", "up"),
        ),
        days=("opened_at", "processed_date"),
        ignore=("number", "processed_date", "source_id"),
    ),
    Question(
        "insightbench/flag-3.csv",
        "assigned_to",
        (),
        ignore=INCIDENT_IDS,
        out_of_reach=(
            "one agent is assigned more incidents than others (a count)",
            "a specific agent is (a count)",
            "assignments are unbalanced from the beginning (a count)",
        ),
    ),
    Question(
        "insightbench/flag-30.csv",
        "duration_days",
        (
            Gold("goals are shorter in Finance", ("department",), "Finance", "down"),
            Gold("cost-reduction goals are shorter", ("category",), "Cost Reduction", "down"),
        ),
        days=("start_date", "end_date"),
        ignore=("sys_id", "end_date"),
        out_of_reach=("priorities are uniform in Finance (a distribution)",),
    ),
    Question(
        "insightbench/flag-30.csv",
        "category",
        (Gold("cost reduction dominates in Finance", ("department",), "Finance", "up"),),
        ignore=("sys_id",),
    ),
)


def discoveries(folder: Path) -> list[Question]:
    """Return a question a gold hypothesis: each of its columns must be named.

    Only the formula's own columns count as gold; that two stand in one product is not asked.
    """
    questions = []
    for path in sorted((folder / "discoverybench").glob("*/metadata_*.json")):
        metadata = json.loads(path.read_text(encoding="utf-8"))
        for entry in _flat(metadata["queries"]):
            target = entry["target_col"]
            gold = tuple(
                Gold(f"{target} depends on {column}", (column,))
                for column in entry["relevant_cols"]
                if column != target and column in entry["true_hypothesis_expr"]
            )
            table = path.parent.relative_to(folder) / "data.csv"
            questions.append(Question(table.as_posix(), target, gold))
    return questions


def _flat(entries: Any) -> list[dict[str, Any]]:
    if isinstance(entries, dict):
        return [entries]
    return [query for entry in entries for query in _flat(entry)]


def ask(question: Question, folder: Path) -> dict[str, Any]:
    """Explain one question's outcome and hold the supported claims against its gold."""
    frame = read_frame(folder / question.table)
    ignore = [name for name in question.ignore if name in frame.columns]
    if question.days:
        first, last = (pd.to_datetime(frame[name], format="mixed") for name in question.days)
        frame[question.target] = (last - first).dt.total_seconds() / 86400
    roles = {question.target: "categorical"} if question.target == "assigned_to" else {}
    try:
        table = build_table(frame, question.target, ignore=ignore, roles=roles)
        claims = explain_table(table, examples=0).claims
    except InputError as error:
        return _refused(question, str(error))
    supported = [claim for claim in claims if claim.verdict == "supported"]
    tried = [claim for claim in claims if claim.verdict != "supported"]
    golden = {column for gold in question.gold for column in gold.columns}
    return {
        "table": question.table,
        "target": question.target,
        "found": [gold.text for gold in question.gold if _named(gold, supported)],
        "open": [
            gold.text
            for gold in question.gold
            if not _named(gold, supported) and _named(gold, tried)
        ],
        "missed": [gold.text for gold in question.gold if not _named(gold, list(claims))],
        "extra": [
            claim.text
            for claim in supported
            if claim.kind != "no_effect" and not golden & set(map(_origin, claim.features))
        ],
        "no_effect": sum(claim.kind == "no_effect" for claim in supported),
        "out_of_reach": list(question.out_of_reach),
        "supported": [claim.text for claim in supported],
    }


def _refused(question: Question, reason: str) -> dict[str, Any]:
    """Return the answer to a question that the table cannot be asked: all gold is missed."""
    return {
        "table": question.table,
        "target": question.target,
        **{name: [] for name in ("found", "open", "extra", "supported")},
        "missed": [gold.text for gold in question.gold],
        "no_effect": 0,
        "out_of_reach": list(question.out_of_reach),
        "refused": reason,
    }


def _named(gold: Gold, claims: list[ClaimRecord]) -> bool:
    return any(
        set(gold.columns) <= set(map(_origin, claim.features))
        and (not gold.level or gold.level in json.dumps(claim.region))
        and (not gold.direction or gold.direction == claim.direction)
        and (gold.direction == "none") == (claim.kind == "no_effect")
        for claim in claims
    )


def _origin(feature: str) -> str:
    """Return the date column that a part was taken from, or the column itself."""
    name, _, part = feature.rpartition(".")
    return name if part in {"year", "month", "weekday"} else feature


def show(answer: dict[str, Any], *, verbose: bool) -> None:
    """Print one question's answer."""
    print(f"{answer['table']}: {answer['target']} {answer.get('refused', '')}")
    for what in ("found", "open", "missed", "extra", "out_of_reach"):
        for text in answer[what]:
            print(f"  {what.replace('_', ' '):12s} {text}")
    if verbose:
        for text in answer["supported"]:
            print(f"  {'supported':12s} {text}")


def main() -> None:
    """Ask all questions and print what was found, missed and said beyond."""
    parser = parser_of(__doc__, data=True)
    parser.add_argument("--jobs", type=int, default=1, help="processes")
    parser.add_argument("--verbose", action="store_true", help="print every supported claim")
    options = parser.parse_args()
    folder = data_folder(options.data)
    questions = [*INSIGHTS, *discoveries(folder)]
    answers = list(in_parallel(partial(ask, folder=folder), questions, jobs=options.jobs))
    for answer in answers:
        show(answer, verbose=options.verbose)
    for source in ("insightbench", "discoverybench"):
        own = [answer for answer in answers if answer["table"].startswith(source)]
        counts = {
            what: sum(len(answer[what]) for answer in own)
            for what in ("found", "open", "missed", "extra", "out_of_reach")
        }
        print(source, counts)
    write_json(options.json, answers)


if __name__ == "__main__":
    main()
