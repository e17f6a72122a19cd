"""Rechecks: a fresh sample changes nothing, and planted changes are found as often as stated.

Every report is of a random table with known truths. Rechecked on a fresh sample of the same
population, whatever is called changed is false. Then the effect of one linear column is flipped,
halved or taken away in the population, and the statements about its trend are looked up: each
recheck states how large a difference it would find how often, and that is held against how often
it finds this one, whose size is known.
"""

from __future__ import annotations

import dataclasses
import math
from collections.abc import Iterable
from dataclasses import asdict, dataclass, field

import numpy as np
import pandas as pd
from measuring import Rate, counted, in_parallel, parser_of, with_runs, write_json
from planted import PlantedTable, Truth, planted

from dataexplain.recheck_records import CHANGED, HELD, RecheckedClaimRecord, RecheckRecord
from dataexplain.records import ReportRecord
from dataexplain.runs.explaining import explain_table
from dataexplain.runs.rechecking import recheck
from dataexplain.statistics import Estimate
from dataexplain.statistics.change import power_of
from dataexplain.tables import build_table
from dataexplain.verification.verdicts import SUPPORTED

PREVALENCES: dict[str, float | None] = {"regression": None, "binary 30%": 0.3}
# What becomes of the slope of one column.
FACTORS = {"flipped": -1.0, "gone": 0.0, "halved": 0.5}
MOST_CHANGED = 0.05
BANDS = ((0.0, 0.2), (0.2, 0.5), (0.5, 0.8), (0.8, 0.95), (0.95, 1.01))


@dataclass(frozen=True)
class Run:
    """One report and its rechecks."""

    setting: str
    seed: int
    rows: int
    new_rows: int


@dataclass(frozen=True)
class Found:
    """One statement about the changed column: its stated power, and whether it was found."""

    factor: str
    seed: int
    supported: bool
    kind: str
    truth: float
    estimate: float
    power: float
    status: str
    how: str


@dataclass(frozen=True)
class Outcome:
    """What one report's rechecks came to."""

    setting: str
    seed: int
    fresh: dict[str, int]
    fresh_changed: tuple[str, ...]
    distances: tuple[float, ...]
    planted: tuple[Found, ...] = ()
    bystanders: dict[str, int] = field(default_factory=dict)


def one_run(run: Run) -> Outcome:
    """Explain one table, recheck it on a fresh sample and on a changed population."""
    population = planted(run.seed, prevalence=PREVALENCES[run.setting])
    positive = None if population.prevalence is None else "yes"
    table = build_table(population.draw(run.rows, seed=0), "y", positive=positive)
    report = explain_table(table, seed=run.seed)
    fresh = recheck(report, population.draw(run.new_rows, seed=1), seed=run.seed).record
    changed = [claim for claim in fresh.claims if claim.status == CHANGED]
    outcome = Outcome(
        run.setting,
        run.seed,
        counted_by_status(fresh.claims),
        tuple(f"{claim.kind} {claim.verdict} {claim.how}" for claim in changed),
        tuple(
            claim.difference.effect / claim.difference.standard_error
            for claim in fresh.claims
            if claim.difference is not None and claim.difference.standard_error > 0
        ),
    )
    if population.prevalence is not None:
        return outcome
    return with_planted_change(run, population, report, outcome)


def counted_by_status(claims: Iterable[RecheckedClaimRecord]) -> dict[str, int]:
    """Count statements by status, the supported ones apart."""
    counts: dict[str, int] = {}
    for claim in claims:
        side = "supported" if claim.verdict == SUPPORTED else "other"
        for name in (f"{side} {claim.status}", f"{side} all"):
            counts[name] = counts.get(name, 0) + 1
    return counts


def with_planted_change(
    run: Run, population: PlantedTable, report: ReportRecord, outcome: Outcome
) -> Outcome:
    """Change one column's slope, draw new rows, and see what the recheck says."""
    name = list(FACTORS)[run.seed % len(FACTORS)]
    truth = next(entry for entry in population.truths if entry.kind == "linear")
    frame = changed_rows(population, truth, FACTORS[name], run.new_rows)
    record = recheck(report, frame, seed=run.seed).record
    return dataclasses.replace(
        outcome,
        planted=tuple(about_the_change(report, record, population, truth, name, run.seed)),
        bystanders=counted_by_status(
            claim for claim in record.claims if truth.features[0] not in claim.features
        ),
    )


def changed_rows(population: PlantedTable, truth: Truth, factor: float, rows: int) -> pd.DataFrame:
    """Draw rows of the population whose one column has another slope."""
    frame = population.draw(rows, seed=2)
    slope = slope_of(population, truth)
    frame["y"] = np.round(frame["y"] + (factor - 1) * slope * frame[truth.features[0]], 4)
    return frame


def slope_of(population: PlantedTable, truth: Truth) -> float:
    """Return the outcome's change for one unit of a linear column."""
    share = population.shares[population.truths.index(truth)]
    return 10 * math.sqrt(share) * (1 if truth.direction == "up" else -1)


def about_the_change(
    report: ReportRecord,
    record: RecheckRecord,
    population: PlantedTable,
    truth: Truth,
    name: str,
    seed: int,
) -> Iterable[Found]:
    """Yield each adjusted trend of the changed column with the power that was stated for it."""
    estimands = {claim.id: claim.estimand for claim in report.claims}
    for claim in record.claims:
        if claim.kind != "trend" or claim.features != truth.features or not claim.difference:
            continue
        if claim.basis != "adjusted":
            continue
        position = estimands[claim.id]["contrasts"][0]["varies"]["position"]
        stretch = position["high"] - position["low"]
        size = (FACTORS[name] - 1) * slope_of(population, truth) * stretch
        difference = claim.difference
        degrees = difference.degrees_of_freedom
        error = Estimate.from_standard_error(
            0.0,
            difference.standard_error,
            degrees_of_freedom=math.inf if degrees is None else degrees,
            n=1,
        )
        yield Found(
            name,
            seed,
            claim.verdict == SUPPORTED,
            claim.kind,
            size,
            difference.effect,
            power_of(size, error, difference.level),
            claim.status,
            claim.how,
        )


def print_fresh(outcomes: list[Outcome]) -> list[dict[str, object]]:
    """Print how much of what did not change is called changed."""
    print(f"Fresh samples; wanted: share changed <= {MOST_CHANGED}\n")
    results: list[dict[str, object]] = []
    for setting in [*PREVALENCES, "all"]:
        chosen = [entry for entry in outcomes if setting in (entry.setting, "all")]
        if not chosen:
            continue
        print(f"{setting}: {len(chosen)} reports")
        for side in ("supported", "other"):
            total = sum(entry.fresh.get(f"{side} all", 0) for entry in chosen)
            for status in (CHANGED, HELD):
                times = sum(entry.fresh.get(f"{side} {status}", 0) for entry in chosen)
                rate = Rate(times, total)
                print(f"  {side:9} statements {status:8} {rate}")
                results.append(
                    {"setting": setting, "side": side, "status": status, **rate.to_dict()}
                )
        reports = Rate(sum(bool(entry.fresh_changed) for entry in chosen), len(chosen))
        print(f"  reports with any changed      {reports}")
        results.append({"setting": setting, "side": "reports", **reports.to_dict()})
        distances = np.concatenate([entry.distances for entry in chosen])
        print(
            f"  differences in standard errors: mean {distances.mean():.3f}, "
            f"deviation {distances.std():.3f}\n"
        )
    return results


def print_planted(outcomes: list[Outcome]) -> list[dict[str, object]]:
    """Print how often planted changes are found, beside how often they should be."""
    found = [entry for outcome in outcomes for entry in outcome.planted]
    print("Planted changes of one slope; wanted: found as often as stated\n")
    results: list[dict[str, object]] = []
    groups = [(name, [entry for entry in found if entry.factor == name]) for name in FACTORS]
    groups += [
        (f"stated {low:.2f}-{high:.2f}", [e for e in found if low <= e.power < high])
        for low, high in BANDS
    ]
    groups.append(("all", found))
    for name, chosen in groups:
        if not chosen:
            continue
        rate = Rate(sum(entry.status == CHANGED for entry in chosen), len(chosen))
        stated = float(np.mean([entry.power for entry in chosen]))
        ways = sorted({entry.how for entry in chosen if entry.how})
        hows = {how: sum(entry.how == how for entry in chosen) for how in ways}
        print(f"{name:20} found {rate}   stated {stated:.3f}   {hows}")
        results.append({"group": name, "stated": stated, "how": hows, **rate.to_dict()})
    total = sum(
        count
        for outcome in outcomes
        for name, count in outcome.bystanders.items()
        if name.endswith(" all")
    )
    times = sum(
        count
        for outcome in outcomes
        for name, count in outcome.bystanders.items()
        if name.endswith(f" {CHANGED}")
    )
    rate = Rate(times, total)
    print(f"\nother columns' statements called changed beside it: {rate}")
    results.append({"group": "other columns", **rate.to_dict()})
    return results


def main() -> None:
    parser = with_runs(parser_of(__doc__))
    parser.add_argument("--runs", type=int, default=40, help="reports of each setting")
    parser.add_argument("--rows", type=int, default=1500, help="rows of a report")
    parser.add_argument("--new-rows", type=int, default=1500, help="rows of a recheck")
    parser.add_argument("--settings", nargs="+", choices=list(PREVALENCES))
    options = parser.parse_args()
    runs = [
        Run(setting, options.first_seed + place, options.rows, options.new_rows)
        for setting in options.settings or PREVALENCES
        for place in range(options.runs)
    ]
    outcomes = list(counted(in_parallel(one_run, runs, jobs=options.jobs), len(runs)))
    fresh = print_fresh(outcomes)
    changed = print_planted(outcomes) if any(entry.planted for entry in outcomes) else []
    write_json(
        options.json,
        {"fresh": fresh, "planted": changed, "runs": [asdict(entry) for entry in outcomes]},
    )


if __name__ == "__main__":
    main()
