"""Truth found: how much of what is true of a random table is found, and how much is false.

Beside the tool stands an oracle that is told the true statements and tests them on the same
verification rows with the same test and correction. Run with ``--help`` for the options.
"""

from __future__ import annotations

import argparse
import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
from planted import PlantedTable, Truth, planted

from dataexplain.claims import Claim, Condition, Region
from dataexplain.randomness import generator_for
from dataexplain.readers.agreement import jaccard
from dataexplain.readers.curves import threshold_window
from dataexplain.runs.explaining import Discovery, discover
from dataexplain.runs.floors import floors
from dataexplain.tables import Table, build_table
from dataexplain.verification import TestedClaim, Vault

SETTINGS: tuple[tuple[str, float | None], ...] = (
    ("regression", None),
    ("binary 50%", 0.5),
    ("binary 10%", 0.1),
    ("binary 2%", 0.02),
)
TAIL = 0.01


@dataclass
class Tally:
    """Counts over the tables of one setting."""

    tables: int = 0
    oracle: int = 0
    found_of_oracle: int = 0
    hits: int = 0
    truths: int = 0
    supported: int = 0
    false: int = 0
    features: int = 0
    false_features: int = 0


def true_claim(truth: Truth, frame: pd.DataFrame, outcome_class: str | None) -> Claim:
    """Say a planted truth as a claim."""
    names = truth.features
    if truth.kind == "categorical":
        others = tuple(set(truth.parameters["levels"]) - set(truth.parameters["raised"]))
        raised = Region((Condition(names[0], levels=tuple(truth.parameters["raised"])),))
        rest = Region((Condition(names[0], levels=others),))
        return Claim(
            "level_contrast",
            names,
            truth.direction,
            raised,
            against=rest,
            outcome_class=outcome_class,
        )
    if truth.kind == "subgroup":
        return Claim(
            "subgroup",
            names,
            truth.direction,
            Region.from_dict(truth.region),
            outcome_class=outcome_class,
        )
    values = frame[names[0]].to_numpy()
    low, high = (float(v) for v in np.quantile(values, [TAIL, 1 - TAIL]))
    if truth.kind == "step":
        turn = truth.parameters["t"]
        return Claim(
            "threshold",
            names,
            truth.direction,
            Region((Condition(names[0], low=turn),)),
            turn=turn,
            window=threshold_window(values, turn),
            outcome_class=outcome_class,
        )
    stretch = Region((Condition(names[0], low, high, closed=True),))
    if truth.kind == "u":
        return Claim(
            "turning_point",
            names,
            truth.direction,
            stretch,
            turn=truth.parameters["t"],
            outcome_class=outcome_class,
        )
    return Claim("trend", names, truth.direction, stretch, outcome_class=outcome_class)


def is_hit(claim: Claim, true: Claim, frame: pd.DataFrame) -> bool:
    """Tell whether a claim names the same columns, direction and (half of the) region."""
    if set(claim.features) != set(true.features):
        return False
    shapes = {"turning_point"} & {claim.kind, true.kind}
    if shapes and claim.kind != true.kind:
        return False
    first, second = claim.region.mask(frame), true.region.mask(frame)
    if claim.direction == true.direction:
        return jaccard(first, second) >= 0.5
    # "A lower than the rest" says "the rest higher than A"
    flipped = claim.kind == "level_contrast"
    return flipped and jaccard(~first, second) >= 0.5


def is_false(claim: Claim, population: PlantedTable) -> bool:
    """Tell whether a claim speaks of a column without an effect, or against the planted one."""
    if set(claim.features) & set(population.null_columns):
        return True
    if claim.kind == "subgroup":
        pairs = [set(t.features) for t in population.truths if t.kind == "subgroup"]
        return set(claim.features) not in pairs
    truth = next(t for t in population.truths if claim.features[0] in t.features)
    if claim.kind == "threshold":
        return truth.kind in {"linear"}
    condition = claim.region.conditions[0]
    if claim.kind == "trend" and truth.kind in {"linear", "step", "saturating"}:
        return claim.direction != truth.direction
    if claim.kind == "level_contrast" and truth.kind in {"linear", "step", "saturating"}:
        upper = condition.high is None and not condition.missing
        return (claim.direction == truth.direction) != upper
    return False


def test_claims(
    table: Table, found: Discovery, claims: tuple[Claim, ...]
) -> tuple[TestedClaim, ...]:
    """Test claims on the verification rows, as one batch."""
    vault = Vault(
        table, found.split, found.adjustment, floors(table, found.split.discovery, None), 0
    )
    return vault.test(claims)


def one_table(population: PlantedTable, rows: int, tally: Tally) -> list[dict[str, Any]]:
    """Explain one random table and count."""
    frame = population.draw(rows)
    table = build_table(frame, "y", positive=None if population.prevalence is None else "yes")
    found = discover(table, seed=0)
    tested = test_claims(table, found, found.claims)
    outcome_class = table.explained_classes[0]
    true = tuple(true_claim(t, frame, outcome_class) for t in population.truths)
    oracle = test_claims(table, found, true)
    supported = [
        t for t in tested if t.verdict.verdict == "supported" and t.verdict.basis == "adjusted"
    ]
    tally.tables += 1
    tally.truths += len(true)
    details = []
    for answer, truth in zip(oracle, population.truths, strict=True):
        hit = any(is_hit(t.claim, answer.claim, table.frame) for t in supported)
        tried = any(is_hit(t.claim, answer.claim, table.frame) for t in tested)
        held = answer.verdict.verdict == "supported" and answer.verdict.basis == "adjusted"
        tally.hits += hit
        tally.oracle += held
        tally.found_of_oracle += hit and held
        details.append({"kind": truth.kind, "oracle": held, "hit": hit, "tried": tried})
    false = [t for t in supported if is_false(t.claim, population)]
    tally.supported += len(supported)
    tally.false += len(false)
    tally.features += len({name for t in supported for name in t.claim.features})
    tally.false_features += len(
        {name for t in false for name in t.claim.features} & set(population.null_columns)
    )
    details += [
        {"false": t.claim.kind, "null": bool(set(t.claim.features) & set(population.null_columns))}
        for t in false
    ]
    return details


def main() -> None:
    """Run the benchmark and print its table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--tables", type=int, default=20, help="random tables a setting")
    parser.add_argument("--first-seed", type=int, default=100)
    parser.add_argument("--rows", type=int, nargs="+", default=[500, 2000, 10_000])
    parser.add_argument("--settings", nargs="+", default=[name for name, _ in SETTINGS])
    parser.add_argument("--json", type=Path)
    options = parser.parse_args()
    generator_for(0, "truth found")
    results = []
    print("setting       rows  hits/truths  oracle  recall  supported  false  by feature")
    for name, prevalence in SETTINGS:
        if name not in options.settings:
            continue
        for rows in options.rows:
            tally, details = Tally(), []
            for seed in range(options.first_seed, options.first_seed + options.tables):
                details += one_table(planted(seed, prevalence=prevalence), rows, tally)
            recall = tally.hits / tally.oracle if tally.oracle else float("nan")
            share = tally.false / tally.supported if tally.supported else 0.0
            by_feature = tally.false_features / tally.features if tally.features else 0.0
            print(
                f"{name:12s}{rows:6d}  {tally.hits:4d}/{tally.truths:<4d}  {tally.oracle:6d}"
                f"  {recall:6.2f}  {tally.supported:9d}  {share:5.3f}  {by_feature:10.3f}",
                flush=True,
            )
            results.append({"setting": name, "rows": rows, **vars(tally), "details": details})
    if options.json:
        options.json.write_text(json.dumps(results, indent=1), encoding="utf-8")


if __name__ == "__main__":
    main()
