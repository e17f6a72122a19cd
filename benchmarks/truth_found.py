"""Truth found: how much of what is true of a random table is found, and how much is false.

Beside the tool stands an oracle that is told the true statements and tests exactly these, on the
same verification rows with the same test and correction. A supported claim is false when the
population says otherwise, whose contrasts are worked out on a million further rows without noise.
Settings that begin with "all" have every kind of truth; in them columns without an effect count
as truths too, where the rows can show it to the oracle.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import pandas as pd
from extended import PLANTED, SETTINGS, population_of
from measuring import Rate, counted, in_parallel, parser_of, with_runs, write_json
from planted import PlantedTable
from population import Question, functionals
from tested import ADJUSTED, verified
from true_claims import is_false, is_hit, questions_about, true_claims

from dataexplain.claims import NONE, Position
from dataexplain.runs.explaining import Discovery, discover
from dataexplain.verification import TestedClaim
from dataexplain.verification.verdicts import SUPPORTED


@dataclass(frozen=True)
class Task:
    """One population, with tables of several sizes drawn from it."""

    setting: str
    seed: int
    sizes: tuple[int, ...]
    population_rows: int


@dataclass(frozen=True)
class Found:
    """What became of one truth."""

    kind: str
    oracle: bool
    hit: bool
    tried: bool


@dataclass(frozen=True)
class Said:
    """What the population says of one supported claim.

    Misplaced is an effect of a column that has none of its own, or "it does not matter" of one that
    has: true as it was measured, it may be, but not what was planted.
    """

    kind: str
    basis: str
    false: bool
    misplaced: bool


@dataclass(frozen=True)
class Answer:
    """What became of one table."""

    setting: str
    rows: int
    seed: int
    truths: tuple[Found, ...]
    said: tuple[Said, ...]


@dataclass(frozen=True)
class _Explained:
    """One table with all that was tested on it."""

    rows: int
    frame: pd.DataFrame
    tested: tuple[TestedClaim, ...]
    oracle: tuple[TestedClaim, ...]
    kinds: tuple[str, ...]
    names: tuple[str, ...]


def one_population(task: Task) -> list[Answer]:
    """Explain the tables of one population and look every supported claim up in it."""
    population = population_of(task.setting, task.seed)
    tables = [_explained(population, rows) for rows in task.sizes]
    asked: list[list[tuple[TestedClaim, tuple[Question, ...]]]] = [
        [
            (entry, questions_about(entry, table.names))
            for entry in table.tested
            if entry.verdict.verdict == SUPPORTED
        ]
        for table in tables
    ]
    values = _looked_up(population, task, asked)
    return [
        _compared(population, task, table, supported, values)
        for table, supported in zip(tables, asked, strict=True)
    ]


def _explained(population: PlantedTable, rows: int) -> _Explained:
    table = population.table(population.draw(rows))
    found = discover(table, seed=0)
    frame = found.table.frame
    truths = [
        pair
        for outcome_class in found.table.explained_classes
        for pair in true_claims(
            population, frame.iloc[found.split.discovery], outcome_class, clock_of(found)
        )
    ]
    return _Explained(
        rows,
        frame,
        verified(found),
        verified(found, [claim for _, claim in truths]),
        tuple(kind for kind, _ in truths),
        found.rows.names,
    )


def clock_of(found: Discovery) -> Position | None:
    """Return the time that discovery rows span."""
    times = found.rows.times
    if times is None or found.rows.clock is None:
        return None
    return Position(found.rows.clock, float(times.min()), float(times.max()))


def _looked_up(
    population: PlantedTable,
    task: Task,
    asked: Sequence[Sequence[tuple[TestedClaim, tuple[Question, ...]]]],
) -> dict[Question, float]:
    """Return what each question is worth; with times every table has a population of its own."""
    batches: dict[int, dict[Question, None]] = {}
    for rows, supported in zip(task.sizes, asked, strict=True):
        batch = batches.setdefault(rows if population.timed else 0, {})
        batch.update(dict.fromkeys(question for _, own in supported for question in own))
    values: dict[Question, float] = {}
    for days, batch in batches.items():
        found = functionals(population, list(batch), rows=task.population_rows, days=days)
        values.update(zip(batch, (float(value) for value in found), strict=True))
    return values


def _compared(
    population: PlantedTable,
    task: Task,
    table: _Explained,
    supported: Sequence[tuple[TestedClaim, tuple[Question, ...]]],
    values: dict[Question, float],
) -> Answer:
    nulls = set(population.null_columns)
    said, held = [], []
    for entry, own in supported:
        false = is_false(entry, own, [values[question] for question in own])
        about_null = bool(nulls & set(entry.claim.features))
        misplaced = about_null == (entry.claim.direction != NONE)
        said.append(Said(entry.claim.kind, entry.verdict.basis, false, misplaced))
        if entry.verdict.basis == ADJUSTED and not false:
            held.append(entry)
    truths = tuple(
        Found(
            kind,
            answer.verdict.verdict == SUPPORTED and answer.verdict.basis == ADJUSTED,
            any(is_hit(entry.claim, answer.claim, table.frame) for entry in held),
            any(is_hit(entry.claim, answer.claim, table.frame) for entry in table.tested),
        )
        for kind, answer in zip(table.kinds, table.oracle, strict=True)
        # "none" was not planted in the first populations, and may be said of few rows only
        if kind != "none" or task.setting not in PLANTED
    )
    return Answer(task.setting, table.rows, task.seed, truths, tuple(said))


def recall_of(truths: Sequence[Found]) -> dict[str, object]:
    """Count truths that were found beside those that the oracle found.

    `recall` is hits for each truth that the oracle found, as if both found the same; `of_oracle`
    counts only those hits that the oracle had too.
    """
    oracle = sum(truth.oracle for truth in truths)
    hits = sum(truth.hit for truth in truths)
    both = sum(truth.hit and truth.oracle for truth in truths)
    return {
        "truths": len(truths),
        "hits": hits,
        "oracle": oracle,
        "recall": hits / oracle if oracle else None,
        "of_oracle": Rate(both, oracle).to_dict(),
        "tried": sum(truth.tried for truth in truths),
    }


def false_of(said: Sequence[Said]) -> dict[str, object]:
    """Count supported claims that the population contradicts."""
    adjusted = [entry for entry in said if entry.basis == ADJUSTED]
    return {
        "false": Rate(sum(entry.false for entry in adjusted), len(adjusted)).to_dict(),
        "false_unadjusted": Rate(
            sum(entry.false for entry in said if entry.basis != ADJUSTED),
            len(said) - len(adjusted),
        ).to_dict(),
        "misplaced": sum(entry.misplaced for entry in adjusted),
    }


def show_recall(label: str, truths: Sequence[Found]) -> dict[str, object]:
    """Print one line of recall and return it."""
    values = recall_of(truths)
    recall = values["recall"]
    shown = "     -" if recall is None else f"{recall:6.2f}"
    both = Rate(sum(t.hit and t.oracle for t in truths), sum(t.oracle for t in truths))
    print(
        f"{label:30} {values['hits']:5d}/{values['truths']:<5d} {values['oracle']:6d} {shown}"
        f"  {both!s:32} {values['tried']:6d}",
        flush=True,
    )
    return {"label": label, **values}


def show_false(label: str, said: Sequence[Said]) -> dict[str, object]:
    """Print one line of false shares and return it."""
    values = false_of(said)
    adjusted = [entry for entry in said if entry.basis == ADJUSTED]
    alone = [entry for entry in said if entry.basis != ADJUSTED]
    rates = [Rate(sum(e.false for e in part), len(part)) for part in (adjusted, alone)]
    print(f"{label:30} {rates[0]!s:32} {rates[1]!s:32} {values['misplaced']:6d}", flush=True)
    return {"label": label, **values}


def by_kind(answers: Iterable[Answer]) -> tuple[dict[str, list[Found]], dict[str, list[Said]]]:
    """Group truths by what was planted, and supported claims by what they say."""
    truths: defaultdict[str, list[Found]] = defaultdict(list)
    said: defaultdict[str, list[Said]] = defaultdict(list)
    for answer in answers:
        for truth in answer.truths:
            truths[truth.kind].append(truth)
        for entry in answer.said:
            said[entry.kind].append(entry)
    return dict(truths), dict(said)


def report(answers: Sequence[Answer], settings: Sequence[str]) -> dict[str, object]:
    """Print all tables and return them."""
    cells: defaultdict[str, list[Answer]] = defaultdict(list)
    for answer in answers:
        cells[f"{answer.setting}, {answer.rows} rows"].append(answer)
    planted = [answer for answer in answers if answer.setting in PLANTED]
    groups = (("planted", planted), ("all kinds", [a for a in answers if a not in planted]))
    results: dict[str, object] = {}
    print(f"{'recall':30} {'hits/truths':11} oracle recall  {'of these found':32}")
    results["recall"] = [
        show_recall(label, [truth for answer in own for truth in answer.truths])
        for label, own in cells.items()
    ]
    for name, own in groups:
        if own:
            print(f"\nrecall by kind of truth, {name}")
            truths, _ = by_kind(own)
            results[f"recall by kind, {name}"] = [
                show_recall(kind, entries) for kind, entries in truths.items()
            ]
    print(f"\n{'false share':30} {'adjusted':32} {'on its own':32} misplaced")
    results["false"] = [
        show_false(label, [entry for answer in own for entry in answer.said])
        for label, own in cells.items()
    ]
    for name, own in groups:
        if own:
            print(f"\nfalse share by kind of claim, {name}")
            _, said = by_kind(own)
            results[f"false by kind, {name}"] = [
                show_false(kind, entries) for kind, entries in said.items()
            ]
    return {"settings": list(settings), **results}


def main() -> None:
    parser = with_runs(parser_of(__doc__))
    parser.add_argument("--tables", type=int, default=20, help="random tables a setting")
    parser.add_argument("--rows", type=int, nargs="+", default=[500, 2000, 10_000])
    parser.add_argument("--settings", nargs="+", choices=SETTINGS, default=list(SETTINGS))
    parser.add_argument("--population-rows", type=int, default=1_000_000)
    options = parser.parse_args()
    tasks = [
        Task(setting, seed, tuple(options.rows), options.population_rows)
        for setting in options.settings
        for seed in range(options.first_seed, options.first_seed + options.tables)
    ]
    answers: list[Answer] = []
    for answer in counted(in_parallel(one_population, tasks, jobs=options.jobs), len(tasks)):
        answers += answer
    results = report(answers, options.settings)
    write_json(options.json, results)


if __name__ == "__main__":
    main()
