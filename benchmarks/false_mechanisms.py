"""No false mechanisms: how often a slope passes for a jump, a sum of effects for a subgroup.

Two populations without the mechanism: `threshold` has only linear effects, `subgroup` only
effects of single columns (a line, a step, a saturating curve). Columns are correlated by 0.5.
A claim drawn without looking at the rows is tested alone at p <= 0.05, and the whole pipeline
is asked whether any such claim comes out as supported.
"""

from __future__ import annotations

import argparse
from dataclasses import dataclass

import numpy as np
import pandas as pd
from measuring import Rate, in_parallel, parser_of, with_runs, write_json

from dataexplain.claims import UP, Claim, Condition, Region
from dataexplain.models import AdditiveClassifier, AdditiveRegressor
from dataexplain.models.adjustment import Adjustment
from dataexplain.models.fitting import ExplainedAdditive, model_outcome
from dataexplain.readers.curves import threshold_window
from dataexplain.runs.explaining import discover
from dataexplain.runs.floors import floors
from dataexplain.tables import Split, Table, build_table, split_rows
from dataexplain.verification import TestedClaim, Vault
from dataexplain.verification.verdicts import SUPPORTED

MECHANISMS = ("threshold", "subgroup")
OUTCOMES = ("regression", "binary")
COLUMNS = ("x", "z", "u", "v", "w", "noise")
CORRELATION = 0.5
LEVEL = 0.05
# The size of the test does not hang on the finish of the curves held fixed, its time does.
LIGHT: dict[str, int] = {"outer_bags": 2, "max_rounds": 400}


@dataclass(frozen=True)
class Setting:
    """What one random table is drawn from."""

    mechanism: str
    outcome: str
    rows: int
    seed: int
    whole: bool


@dataclass(frozen=True)
class Answer:
    """What became of one table: None where the pipeline was not asked."""

    p: float
    pipeline: bool | None


def draw(setting: Setting) -> pd.DataFrame:
    """Draw a table in which the mechanism is absent."""
    place = MECHANISMS.index(setting.mechanism), OUTCOMES.index(setting.outcome)
    generator = np.random.default_rng([setting.seed, setting.rows, *place])
    shared = generator.normal(size=(setting.rows, 1))
    own = generator.normal(size=(setting.rows, len(COLUMNS)))
    values = np.sqrt(CORRELATION) * shared + np.sqrt(1 - CORRELATION) * own
    frame = pd.DataFrame(values, columns=list(COLUMNS))
    x, z = frame["x"], frame["z"]
    link = 0.4 * frame["u"] - 0.4 * frame["v"] + 0.3 * frame["w"]
    if setting.mechanism == "threshold":
        link += 0.6 * x + 0.3 * z
    else:
        link += 0.4 * x + 0.5 * (x >= 0.3) + 0.5 * (1 - np.exp(-1.2 * (z + 2)))
    noise = generator.normal(size=setting.rows), generator.random(setting.rows)
    if setting.outcome == "regression":
        frame["y"] = 50 + 10 * (link + noise[0])
    else:
        centred = 1.5 * (link - link.mean()) - 1.0
        frame["y"] = np.where(noise[1] < 1 / (1 + np.exp(-centred)), "yes", "no")
    return frame


def given_claim(setting: Setting, table: Table) -> Claim:
    """Return a claim of the absent mechanism, at places drawn without looking at the outcome."""
    generator = np.random.default_rng([setting.seed, 11])
    outcome_class = table.explained_classes[0]
    a, b = (float(value) for value in generator.uniform(-0.7, 0.7, size=2))
    if setting.mechanism == "threshold":
        return Claim(
            "threshold",
            ("x",),
            UP,
            Region((Condition("x", low=a),)),
            turn=a,
            window=threshold_window(table.frame["x"].to_numpy(), a),
            outcome_class=outcome_class,
        )
    corner = Region((Condition("x", low=a), Condition("z", low=b)))
    return Claim("subgroup", ("x", "z"), UP, corner, outcome_class=outcome_class)


def adjustment_of(table: Table, split: Split) -> Adjustment:
    """Fit what the test alone needs: the additive model, quickly."""
    names = [column.name for column in table.features]
    make = AdditiveRegressor if table.positive is None else AdditiveClassifier
    model = make(random_state=0, **LIGHT).fit(
        table.frame.iloc[split.discovery][names], model_outcome(table, split.discovery)
    )
    keys = {table.explained_classes[0]: next(iter(model.curves_))}
    return Adjustment.fit(table, split.discovery, ExplainedAdditive(model, keys))


def verdicts(
    table: Table, split: Split, adjustment: Adjustment, claims: tuple[Claim, ...]
) -> tuple[TestedClaim, ...]:
    """Test claims on verification rows, as one batch."""
    vault = Vault(table, split, adjustment, floors(table, split.discovery, None), seed=0)
    return vault.test(claims)


def one_table(setting: Setting) -> Answer:
    """Test the given claim alone, and run the pipeline where that is asked for."""
    positive = "yes" if setting.outcome == "binary" else None
    table = build_table(draw(setting), "y", positive=positive)
    claim = given_claim(setting, table)
    if not setting.whole:
        split = split_rows(table)
        alone = verdicts(table, split, adjustment_of(table, split), (claim,))
        return Answer(alone[0].evidence.adjusted_p, None)
    found = discover(table, seed=0)
    alone = verdicts(table, found.split, found.adjustment, (claim,))
    tested = verdicts(table, found.split, found.adjustment, found.claims)
    false = any(
        entry.verdict.verdict == SUPPORTED and entry.claim.kind == setting.mechanism
        for entry in tested
    )
    return Answer(alone[0].evidence.adjusted_p, false)


def main() -> None:
    parser = with_runs(parser_of(__doc__))
    parser.add_argument("--tables", type=int, default=400, help="tables a setting, test alone")
    parser.add_argument("--pipeline-tables", type=int, default=60, help="of these, the pipeline")
    parser.add_argument("--rows", type=int, nargs="+", default=[500, 2000, 10_000])
    parser.add_argument("--mechanisms", nargs="+", choices=MECHANISMS, default=list(MECHANISMS))
    parser.add_argument("--outcomes", nargs="+", choices=OUTCOMES, default=list(OUTCOMES))
    options = parser.parse_args()
    print(f"Share of tables that yield the absent mechanism; wanted: {LEVEL} is in the interval,")
    print("or above it.\n")
    print(f"{'mechanism':10} {'outcome':10} {'rows':>6}  {'test alone, p <= 0.05':34} pipeline")
    results = [
        one_setting(mechanism, outcome, rows, options)
        for mechanism in options.mechanisms
        for outcome in options.outcomes
        for rows in options.rows
    ]
    write_json(options.json, {"level": LEVEL, "results": results})


def one_setting(
    mechanism: str, outcome: str, rows: int, options: argparse.Namespace
) -> dict[str, object]:
    """Run all tables of one setting, print a line and return it."""
    most = max(options.tables, options.pipeline_tables)
    settings = [
        Setting(
            mechanism, outcome, rows, options.first_seed + place, place < options.pipeline_tables
        )
        for place in range(most)
    ]
    answers = list(in_parallel(one_table, settings, jobs=options.jobs))
    tested = [answer.p for answer in answers if not np.isnan(answer.p)]
    asked = [answer.pipeline for answer in answers if answer.pipeline is not None]
    alone = Rate(sum(p <= LEVEL for p in tested), len(tested))
    pipeline = Rate(sum(asked), len(asked))
    print(f"{mechanism:10} {outcome:10} {rows:6d}  {alone!s:34} {pipeline}", flush=True)
    return {
        "mechanism": mechanism,
        "outcome": outcome,
        "rows": rows,
        "alone": alone.to_dict(),
        "pipeline": pipeline.to_dict(),
        "p_values": [round(p, 5) for p in tested],
    }


if __name__ == "__main__":
    main()
