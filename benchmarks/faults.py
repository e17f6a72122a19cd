"""Faults of data: are they found, and are clean data left alone.

Each run takes a sample of an open table that is clean of one kind of fault, plants that fault into
it at a rate as it occurs, and looks whether the fault is found where it was planted. The same
samples without anything planted, and columns that only look like faults, give the false alarms.
No check looks at a fitted model, so none is fitted.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import numpy as np
import pandas as pd
from measuring import Rate, counted, data_folder, in_parallel, parser_of, with_runs, write_json
from open_tables import OPEN_TABLES

from dataexplain.faults import find_faults
from dataexplain.models.adjustment import Adjustment
from dataexplain.records import FaultRecord
from dataexplain.tables import build_table, split_rows

FOUND, FALSE = 0.9, 0.05
LEAST_ROWS, MOST_ROWS = 300, 6000
LEAST_DISTINCT = 30
# Faults that these tables really have; see docs/design/faults.md.
REAL = {
    "adult": ("sentinel", "capped", "heaping", "duplicates", "near_copy"),
    "california_housing": ("capped",),
    "pima_diabetes": ("sentinel", "heaping"),
    "wine_quality": ("duplicates",),
}
Planter = Callable[[pd.DataFrame, str, np.random.Generator], tuple[pd.DataFrame, str | None]]
Numbers = tuple[np.random.Generator, int]


@dataclass(frozen=True)
class Run:
    """One sample of a table, with a fault or a decoy planted, or as it is."""

    folder: Path
    table: str
    planted: str
    seed: int


@dataclass(frozen=True)
class Answer:
    """What was found: the planted fault, and the kinds of all faults by column."""

    run: Run
    column: str | None
    found: bool
    kinds: tuple[tuple[str, str | None], ...]


class NoCurves:
    """Stands for the additive model, which no check looks at."""

    def __init__(self, classes: tuple[str | None, ...]) -> None:
        self.intercept_: dict[str | None, float] = dict.fromkeys(classes, 0.0)

    def contributions(self, X: pd.DataFrame, outcome_class: str | None = None) -> np.ndarray:
        """Return no contribution of any column."""
        assert outcome_class in self.intercept_
        return np.zeros(X.shape)


@cache
def whole_table(folder: Path, name: str) -> pd.DataFrame:
    source = OPEN_TABLES[name]
    frame = source.read(folder).drop(columns=list(source.ignore))
    return frame.apply(_as_numbers)


def _as_numbers(column: pd.Series) -> pd.Series:
    numbers = pd.to_numeric(column, errors="coerce")
    empty = column.isna() | (column == "")
    return numbers if numbers.notna().eq(~empty).all() else column


def numeric_columns(frame: pd.DataFrame, target: str, distinct: int = LEAST_DISTINCT) -> list[str]:
    return [
        str(name)
        for name in frame.columns
        if name != target and frame[name].dtype.kind in "if" and frame[name].nunique() >= distinct
    ]


def chosen_column(frame: pd.DataFrame, target: str, draw: np.random.Generator) -> str:
    return str(draw.choice(numeric_columns(frame, target)))


def plant_sentinel(
    frame: pd.DataFrame, target: str, draw: np.random.Generator
) -> tuple[pd.DataFrame, str | None]:
    """Write a code that does not occur into a random 0.5% to 20% of the rows."""
    name = chosen_column(frame, target, draw)
    low, high = frame[name].min(), frame[name].max()
    above = [code for code in (99, 999, 9999, 99999, 999999) if code > high][:2]
    below = [-1, -9, -99, -999] if low >= 0 else [code for code in (-999, -9999) if code < low]
    code = float(draw.choice([*above, *below]))
    return _written(frame, name, _some(frame, draw, 0.005, 0.2), code), name


def plant_zeros(
    frame: pd.DataFrame, target: str, draw: np.random.Generator
) -> tuple[pd.DataFrame, str | None]:
    """Write zeros into 1% to 30% of a column that is far from zero."""
    far = [
        name
        for name in numeric_columns(frame, target)
        if frame[name].min() > 0.4 * frame[name].median() > 0
    ]
    if not far:
        return frame, None
    name = str(draw.choice(far))
    return _written(frame, name, _some(frame, draw, 0.01, 0.3), 0), name


def plant_heaping(
    frame: pd.DataFrame, target: str, draw: np.random.Generator
) -> tuple[pd.DataFrame, str | None]:
    """Round 20% to 60% of the rows to fives or tens of a column that has finer values."""
    name = chosen_column(frame, target, draw)
    width = float(frame[name].quantile(0.9) - frame[name].quantile(0.1))
    if width == 0:
        return frame, None
    power = 10.0 ** np.floor(np.log10(width))
    steps = [unit for unit in (power, power / 2, power / 10, power / 20) if 4 <= width / unit <= 40]
    unit = float(draw.choice(steps))
    rounded = (frame[name] / unit).round() * unit
    if frame[name].nunique() < 2.5 * rounded.nunique() or rounded.nunique() < 8:
        return frame, None  # it is as coarse already
    some = _some(frame, draw, 0.2, 0.6)
    return _written(frame, name, some, rounded[some].round(6)), name


def plant_leak(
    frame: pd.DataFrame, target: str, draw: np.random.Generator
) -> tuple[pd.DataFrame, str | None]:
    """Add a column that is the outcome with at most a little noise."""
    outcome = frame[target]
    if outcome.dtype.kind in "if" and outcome.nunique() > 2:
        noise = draw.normal(size=len(frame)) * outcome.std() * draw.uniform(0, 0.1)
        return frame.assign(extra=(outcome + noise) * draw.choice([1, 0.01, -3])), "extra"
    classes = outcome.unique()
    kept = draw.random(len(frame)) > draw.uniform(0, 0.01)
    told = np.where(kept, outcome, draw.choice(classes, len(frame)))
    named = {level: f"group {place}" for place, level in enumerate(classes)}
    return frame.assign(extra=pd.Series(told).map(named).to_numpy()), "extra"


def plant_duplicates(
    frame: pd.DataFrame, target: str, draw: np.random.Generator
) -> tuple[pd.DataFrame, str | None]:
    """Append 1% to 10% of the rows once more."""
    assert target in frame
    count = max(5, int(draw.uniform(0.01, 0.1) * len(frame)))
    rows = np.append(np.arange(len(frame)), draw.choice(len(frame), count, replace=False))
    return frame.iloc[rows].reset_index(drop=True), None


def plant_imputed(
    frame: pd.DataFrame, target: str, draw: np.random.Generator
) -> tuple[pd.DataFrame, str | None]:
    """Replace 5% to 30% of the cells by the average or the median of the others."""
    name = chosen_column(frame, target, draw)
    some = _some(frame, draw, 0.05, 0.3)
    others = frame[name][~some]
    value = round(float(others.mean()), 4)
    if draw.random() < 0.5 and others.median() != others.mode()[0]:
        value = float(others.median())
    return _written(frame, name, some, value), name


def plant_cap(
    frame: pd.DataFrame, target: str, draw: np.random.Generator
) -> tuple[pd.DataFrame, str | None]:
    """Cut off the largest 2% to 10% of a column, or of the outcome where it is a number."""
    number = frame[target].dtype.kind in "if" and frame[target].nunique() >= LEAST_DISTINCT
    name = target if number and draw.random() < 0.5 else chosen_column(frame, target, draw)
    limit = float(frame[name].quantile(1 - draw.uniform(0.02, 0.1)))
    return frame.assign(**{name: frame[name].clip(upper=limit)}), name


def plant_copy(
    frame: pd.DataFrame, target: str, draw: np.random.Generator
) -> tuple[pd.DataFrame, str | None]:
    """Add a column in another unit, with noise of up to 3% of its spread."""
    name = chosen_column(frame, target, draw)
    noise = draw.normal(size=len(frame)) * frame[name].std() * draw.uniform(0, 0.03)
    return frame.assign(extra=frame[name] * 2.54 + 32 + noise), "extra"


PLANTERS: dict[str, tuple[str, Planter]] = {
    "sentinel": ("sentinel", plant_sentinel),
    "impossible zeros": ("sentinel", plant_zeros),
    "heaping": ("heaping", plant_heaping),
    "leak": ("leak", plant_leak),
    "duplicates": ("duplicates", plant_duplicates),
    "imputed": ("imputed", plant_imputed),
    "capped": ("capped", plant_cap),
    "near copy": ("near_copy", plant_copy),
}

# Columns without a fault that look like one. They are named without meaning, so names do not help.
DECOYS: dict[str, Callable[[np.random.Generator, int], np.ndarray]] = {
    "whole numbers 0 to 120, with 99": lambda draw, n: draw.integers(0, 121, n),
    "normal, 60 to 140, with 99": lambda draw, n: draw.normal(100, 12, n).round(),
    "prices with 999 and 99": lambda draw, n: draw.lognormal(6, 1, n).round(),
    "prices with cents": lambda draw, n: draw.lognormal(6, 1, n).round(2),
    "prices that end in 99": lambda draw, n: np.maximum(draw.lognormal(6, 1, n).round(-2), 100) - 1,
    "gamma amounts, 40% zero": lambda draw, n: draw.gamma(1, 50, n) * (draw.random(n) > 0.4),
    "wide amounts, 90% zero": lambda draw, n: (
        draw.lognormal(7, 1.2, n).round() * (draw.random(n) > 0.9)
    ),
    "amounts, 60% zero": lambda draw, n: (
        draw.lognormal(3, 0.8, n).round(1) * (draw.random(n) > 0.6)
    ),
    "counts around 2": lambda draw, n: draw.poisson(2, n),
    "counts around 30": lambda draw, n: draw.poisson(30, n),
    "geometric counts": lambda draw, n: draw.geometric(0.2, n),
    "heavy-tailed counts": lambda draw, n: np.minimum(draw.zipf(1.8, n), 100_000),
    "changes around 0": lambda draw, n: draw.normal(0, 4, n).round(),
    "steps from -3 to 8": lambda draw, n: draw.integers(-3, 9, n),
    "ratings -1, 0 and 1": lambda draw, n: draw.integers(-1, 2, n),
    "answers 1 to 5": lambda draw, n: draw.integers(1, 6, n),
    "shares up to 1": lambda draw, n: draw.beta(2, 2, n).round(3),
    "exponential times": lambda draw, n: draw.exponential(30, n).round(1),
    "years": lambda draw, n: draw.integers(1950, 2024, n),
}


def _some(frame: pd.DataFrame, draw: np.random.Generator, low: float, high: float) -> np.ndarray:
    rate = np.exp(draw.uniform(np.log(low), np.log(high)))
    chosen = np.zeros(len(frame), dtype=bool)
    chosen[draw.choice(len(frame), max(5, int(rate * len(frame))), replace=False)] = True
    return chosen


def _written(
    frame: pd.DataFrame, name: str, rows: np.ndarray, value: float | pd.Series
) -> pd.DataFrame:
    column = frame[name].to_numpy(dtype=np.float64, copy=True)
    column[rows] = value
    return frame.assign(**{name: column})


def one_run(run: Run) -> Answer:
    """Plant, look, and say what was found."""
    draw = np.random.default_rng([run.seed, sorted(OPEN_TABLES).index(run.table)])
    source = OPEN_TABLES[run.table]
    whole = whole_table(run.folder, run.table)
    size = int(np.exp(draw.uniform(np.log(LEAST_ROWS), np.log(MOST_ROWS))))
    frame = whole.iloc[draw.permutation(len(whole))[:size]].reset_index(drop=True)
    column: str | None = None
    if run.planted in PLANTERS:
        kind, planter = PLANTERS[run.planted]
        frame, column = planter(frame, source.target, draw)
        if column is None and kind != "duplicates":
            return Answer(run, None, False, ())
    elif run.planted in DECOYS:
        kind, column = "", "extra"
        frame = frame.assign(extra=DECOYS[run.planted](draw, len(frame)))
    else:
        kind = ""
    faults = faults_of(frame, source.target)
    found = any(fault.kind == kind and (column in (None, *fault.columns)) for fault in faults)
    named = tuple((fault.kind, fault.column) for fault in faults)
    return Answer(run, column, found, named)


def faults_of(frame: pd.DataFrame, target: str) -> tuple[FaultRecord, ...]:
    """Build the table and look for faults, as a run does."""
    table = build_table(frame, target)
    rows = split_rows(table).discovery
    curves = NoCurves(table.explained_classes)
    return find_faults(table, Adjustment.fit(table, rows, curves).on(table, rows))


def clean_of(kind: str, tables: list[str]) -> list[str]:
    return [name for name in tables if kind not in REAL.get(name, ())]


def report_found(answers: list[Answer]) -> list[dict[str, object]]:
    print(f"Planted faults that were found; wanted: >= {FOUND}\n")
    results: list[dict[str, object]] = []
    for planted in PLANTERS:
        chosen = [
            answer
            for answer in answers
            if answer.run.planted == planted and (answer.column or planted == "duplicates")
        ]
        rate = Rate(sum(answer.found for answer in chosen), len(chosen))
        missed = Counter(f"{a.run.table}: {a.column}" for a in chosen if not a.found)
        print(f"{planted:20} {rate}   missed: {dict(missed.most_common(4))}")
        results.append({"planted": planted, **rate.to_dict(), "missed": dict(missed)})
    return results


def report_false(answers: list[Answer], tables: list[str]) -> list[dict[str, object]]:
    print(f"\nUntouched samples of clean tables with an alarm; wanted: <= {FALSE}\n")
    results: list[dict[str, object]] = []
    untouched = [answer for answer in answers if answer.run.planted == "nothing"]
    for kind in dict.fromkeys(kind for kind, _ in PLANTERS.values()):
        for name in [*clean_of(kind, tables), "all"]:
            chosen = [
                answer
                for answer in untouched
                if name in (answer.run.table, "all") and kind not in REAL.get(answer.run.table, ())
            ]
            alarms = [column for a in chosen for found, column in a.kinds if found == kind]
            rate = Rate(sum(kind in dict(answer.kinds) for answer in chosen), len(chosen))
            if name == "all" or rate.times:
                print(f"{kind:12} {name:20} {rate}   {dict(Counter(alarms).most_common(3)) or ''}")
            results.append({"kind": kind, "table": name, **rate.to_dict()})
    print("\nColumns that only look like a fault, with any alarm about them\n")
    for decoy in DECOYS:
        chosen = [answer for answer in answers if answer.run.planted == decoy]
        alarms = [kind for a in chosen for kind, column in a.kinds if column == "extra"]
        alarmed = [any(column == "extra" for _, column in a.kinds) for a in chosen]
        rate = Rate(sum(alarmed), len(chosen))
        print(f"{decoy:34} {rate}   {dict(Counter(alarms)) or ''}")
        results.append({"decoy": decoy, **rate.to_dict(), "kinds": dict(Counter(alarms))})
    return results


def main() -> None:
    parser = with_runs(parser_of(__doc__, data=True))
    parser.add_argument("--runs", type=int, default=40, help="of each table and planted fault")
    parser.add_argument("--tables", nargs="+", choices=list(OPEN_TABLES), default=list(OPEN_TABLES))
    options = parser.parse_args()
    folder = data_folder(options.data)
    wanted = [
        (name, planted)
        for planted, (kind, _) in PLANTERS.items()
        for name in clean_of(kind, options.tables)
    ]
    wanted += [(name, "nothing") for name in options.tables]
    wanted += [
        (options.tables[place % len(options.tables)], decoy) for place, decoy in enumerate(DECOYS)
    ]
    runs = [
        Run(folder, name, planted, options.first_seed + number)
        for name, planted in wanted
        for number in range(options.runs)
    ]
    answers = list(counted(in_parallel(one_run, runs, jobs=options.jobs), len(runs)))
    found = report_found(answers)
    false = report_false(answers, options.tables)
    write_json(options.json, {"found": found, "false": false})


if __name__ == "__main__":
    main()
