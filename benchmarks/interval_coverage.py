"""Intervals: the share of 95% intervals that hold the population's value of the fixed claim.

Claims are read from discovery rows of a random table and measured on its verification rows;
the truth of each is its functional in a million further rows of the same population, whose
outcome is known without noise. `interval` is asked of all tested claims, `interval_selected`
of the supported ones: its false coverage is the mean over tables of the share that misses.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from typing import Any

import numpy as np
from extended import PLANTED, SETTINGS, population_of
from measuring import Rate, counted, in_parallel, parser_of, with_runs, write_json
from planted import PlantedTable
from population import Question, functionals
from tested import ADJUSTED, verified

from dataexplain.claims import NONE, Contrast, compile_claim
from dataexplain.runs.explaining import discover
from dataexplain.verification import TestedClaim
from dataexplain.verification.verdicts import SUPPORTED

WANTED = (0.93, 0.97)
MOST_FALSE = 0.05


@dataclass(frozen=True)
class Task:
    """One population, with tables of several sizes drawn from it."""

    setting: str
    seed: int
    sizes: tuple[int, ...]
    population_rows: int


@dataclass(frozen=True)
class Interval:
    """One claim's intervals beside the truth, in standard errors from the estimate."""

    setting: str
    rows: int
    seed: int
    kind: str
    features: tuple[str, ...]
    basis: str
    supported: bool
    effect: float
    truth: float
    distance: float
    overlap: float
    covered: bool
    covered_selected: bool


def one_population(task: Task) -> list[Interval]:
    """Explain the tables of one population and look every claim up in it."""
    population = population_of(task.setting, task.seed)
    asked: list[tuple[int, TestedClaim, Question]] = []
    for rows in task.sizes:
        found = discover(population.table(population.draw(rows)), seed=0)
        for entry in verified(found):
            if not math.isnan(entry.estimate.interval[0]):
                adjusted = entry.verdict.basis == ADJUSTED
                question = Question(measured_contrast(entry, found.rows.names), adjusted)
                asked.append((rows, entry, question))
    truths = looked_up(population, task, asked)
    return [
        compared(task, rows, entry, truth)
        for (rows, entry, _), truth in zip(asked, truths, strict=True)
        if not math.isnan(truth)
    ]


def looked_up(
    population: PlantedTable, task: Task, asked: Sequence[tuple[int, TestedClaim, Question]]
) -> list[float]:
    """Return what each question is worth; with times every table has a population of its own."""
    values = np.empty(len(asked))
    sizes = np.array([rows for rows, _, _ in asked]) if population.timed else np.zeros(len(asked))
    for days in np.unique(sizes):
        places = np.flatnonzero(sizes == days)
        questions = [asked[int(place)][2] for place in places]
        values[places] = functionals(
            population, questions, rows=task.population_rows, days=int(days)
        )
    return [float(value) for value in values]


def measured_contrast(entry: TestedClaim, names: tuple[str, ...]) -> Contrast:
    """Return which contrast of a claim its effect belongs to: signs tell them apart, or effects."""
    contrasts = compile_claim(entry.claim, names)
    if entry.claim.direction == NONE:
        return contrasts[entry.evidence.pieces.index(entry.evidence.adjusted)]
    return next(contrast for contrast in contrasts if contrast.sign == entry.evidence.sign)


def compared(task: Task, rows: int, entry: TestedClaim, truth: float) -> Interval:
    """Hold a claim's intervals against the truth."""
    estimate = entry.estimate
    low, high = estimate.interval
    selected_low, selected_high = entry.interval_selected
    error = estimate.standard_error
    return Interval(
        setting=task.setting,
        rows=rows,
        seed=task.seed,
        kind=entry.claim.kind,
        features=entry.claim.features,
        basis=entry.verdict.basis,
        supported=entry.verdict.verdict == SUPPORTED,
        effect=estimate.effect,
        truth=truth,
        distance=(estimate.effect - truth) / error if error > 0 else 0.0,
        overlap=estimate.overlap,
        covered=low <= truth <= high,
        covered_selected=selected_low <= truth <= selected_high,
    )


def summary(intervals: Sequence[Interval], tables: int) -> dict[str, Any]:
    """Count coverage over claims, and false coverage over tables."""
    missed: defaultdict[tuple[str, int, int], list[bool]] = defaultdict(list)
    for entry in intervals:
        if entry.supported:
            missed[entry.setting, entry.rows, entry.seed].append(not entry.covered_selected)
    chosen = [entry for entry in intervals if entry.supported]
    return {
        "coverage": Rate(sum(entry.covered for entry in intervals), len(intervals)),
        "supported": len(chosen),
        # a table without a supported claim has no false coverage
        "false_coverage": sum(float(np.mean(entries)) for entries in missed.values()) / tables,
        "false_pooled": Rate(sum(not entry.covered_selected for entry in chosen), len(chosen)),
        "centre": float(np.mean([entry.distance for entry in intervals])) if intervals else None,
        "spread": float(np.std([entry.distance for entry in intervals])) if intervals else None,
    }


def show(label: str, values: dict[str, Any]) -> None:
    """Print one line of the table."""
    rate: Rate = values["coverage"]
    low, high = rate.interval
    mark = "coverage" if high < WANTED[0] or low > WANTED[1] else ""
    mark += " false" if values["false_coverage"] > MOST_FALSE else ""
    centre, spread = values["centre"], values["spread"]
    shape = "" if centre is None else f"{centre:6.2f} {spread:6.2f}"
    print(
        f"{label:38} {rate!s:31} {shape:13} {values['supported']:9d}"
        f" {values['false_coverage']:6.3f}  {mark.strip()}",
        flush=True,
    )


def groups(intervals: Iterable[Interval], *names: str) -> dict[str, list[Interval]]:
    """Group intervals by the values of some of their fields."""
    grouped: defaultdict[str, list[Interval]] = defaultdict(list)
    for entry in intervals:
        grouped["  ".join(f"{getattr(entry, name)!s:14}" for name in names)].append(entry)
    return dict(grouped)


def main() -> None:
    parser = with_runs(parser_of(__doc__))
    parser.add_argument("--tables", type=int, default=20, help="random tables a setting")
    parser.add_argument("--rows", type=int, nargs="+", default=[500, 2000, 10_000])
    parser.add_argument("--settings", nargs="+", choices=SETTINGS, default=list(PLANTED))
    parser.add_argument("--population-rows", type=int, default=1_000_000)
    options = parser.parse_args()
    seeds = range(options.first_seed, options.first_seed + options.tables)
    tasks = [
        Task(setting, seed, tuple(options.rows), options.population_rows)
        for setting in options.settings
        for seed in seeds
    ]
    intervals: list[Interval] = []
    for answer in counted(in_parallel(one_population, tasks, jobs=options.jobs), len(tasks)):
        intervals += answer
    print(f"95% intervals that hold the truth; wanted {WANTED[0]} to {WANTED[1]}, and false")
    print(f"coverage of the widened ones of supported claims at most {MOST_FALSE}.\n")
    header = f"{'coverage':31} {'mean':>6} {'sd':>6} {'supported':>9} {'false':>6}"
    results = []
    everything = len(tasks) * len(options.rows)
    per_setting, per_size = everything // len(options.settings), everything // len(options.rows)
    by = (
        ((), everything),
        (("setting",), per_setting),
        (("rows",), per_size),
        (("setting", "rows"), options.tables),
        (("kind",), everything),
        (("kind", "rows"), per_size),
        (("kind", "setting"), per_setting),
        (("basis",), everything),
    )
    for names, tables in by:
        print(f"{'by ' + ' and '.join(names) if names else '':38} {header}")
        for label, members in sorted(groups(intervals, *names).items()):
            values = summary(members, tables)
            show(label or "all", values)
            results.append({"by": list(names), "label": label.split(), **_plain(values)})
        print()
    write_json(
        options.json,
        {"results": results, "intervals": [asdict(entry) for entry in intervals]},
    )


def _plain(values: dict[str, Any]) -> dict[str, Any]:
    return {
        name: value.to_dict() if isinstance(value, Rate) else value
        for name, value in values.items()
    }


if __name__ == "__main__":
    main()
