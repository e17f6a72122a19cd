"""No false mechanisms: how often additive effects pass for a jump, a tail, or an interplay.

Populations without the mechanism: `threshold` has only linear effects, `subgroup` and
`interaction` only effects of single columns (a line, a step, a saturating curve), and the same two
"of squares" an outcome of x^2 + z^2, whose curves could pass for the product of x and z. In `tail`
x is linear and the columns that go with it are bent; `by level` claims that the slope of x, which
has a bend, is another one in levels that go with x. Columns are correlated by 0.5. A claim drawn
without looking at the rows is tested alone at p <= 0.05, and the whole pipeline is asked whether
any such claim comes out as supported.
"""

from __future__ import annotations

import argparse
from dataclasses import dataclass

import numpy as np
import pandas as pd
from measuring import Rate, in_parallel, parser_of, with_runs, write_json
from tested import effects_supported, verified

from dataexplain.claims import UP, Claim, Condition, Membership, Position, Region
from dataexplain.claims.kinds import INTERPLAY
from dataexplain.models import AdditiveClassifier, AdditiveRegressor
from dataexplain.models.adjustment import Adjustment
from dataexplain.models.fitting import ExplainedAdditive, model_outcome
from dataexplain.readers.curves import threshold_window
from dataexplain.readers.tails import KNOTS
from dataexplain.runs.explaining import discover
from dataexplain.runs.floors import floors
from dataexplain.tables import Split, Table, build_table, split_rows
from dataexplain.verification import Vault

# What is claimed under each name.
KINDS: dict[str, str] = {
    "threshold": "threshold",
    "subgroup": "subgroup",
    "interaction": "interaction",
    "subgroup of squares": "subgroup",
    "interaction of squares": "interaction",
    "by level": "interaction",
    "tail": "tail",
}
MECHANISMS = tuple(KINDS)
SQUARES = frozenset({"subgroup of squares", "interaction of squares"})
# Levels are cut from a normal here.
LEVEL_CUT = 0.3
TAIL_SHARES = (0.01, 0.05)
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
    link = 0.4 * frame["u"] - 0.4 * frame["v"] + 0.3 * frame["w"] + own_effects(setting, frame)
    if setting.mechanism == "by level":
        # no random number is drawn for it, so that other tables stay as they were
        frame["z"] = np.where(frame["z"] > LEVEL_CUT, "above", "below")
    noise = generator.normal(size=setting.rows), generator.random(setting.rows)
    if setting.outcome == "regression":
        frame["y"] = 50 + 10 * (link + noise[0])
    else:
        centred = 1.5 * (link - link.mean()) - 1.0
        frame["y"] = np.where(noise[1] < 1 / (1 + np.exp(-centred)), "yes", "no")
    return frame


def own_effects(setting: Setting, frame: pd.DataFrame) -> np.ndarray:
    """Return what x and z do, each by itself."""
    x, z = frame["x"].to_numpy(), frame["z"].to_numpy()
    if setting.mechanism == "threshold":
        return np.asarray(0.6 * x + 0.3 * z)
    if setting.mechanism == "tail":
        return np.asarray(0.6 * x + 0.3 * z**2 + 0.5 * (frame["u"].to_numpy() >= 0.3))
    if setting.mechanism in SQUARES:
        return np.asarray(0.5 * (x**2 + z**2))
    if setting.mechanism == "by level":
        return np.asarray(0.5 * x**2 + 0.5 * (z > LEVEL_CUT))
    return np.asarray(0.4 * x + 0.5 * (x >= 0.3) + 0.5 * (1 - np.exp(-1.2 * (z + 2))))


def given_claim(setting: Setting, table: Table) -> Claim:
    """Return a claim of the absent mechanism, at places drawn without looking at the outcome."""
    generator = np.random.default_rng([setting.seed, 11])
    outcome_class = table.explained_classes[0]
    a, b = (float(value) for value in generator.uniform(-0.7, 0.7, size=2))
    x, kind = table.frame["x"].to_numpy(), KINDS[setting.mechanism]
    above = Condition("x", low=a)
    if kind == "threshold":
        window = threshold_window(x, a)
        return Claim(
            kind,
            ("x",),
            UP,
            Region((above,)),
            turn=a,
            window=window,
            outcome_class=outcome_class,
        )
    if kind == "tail":
        cut = float(np.quantile(x, 1 - generator.uniform(*TAIL_SHARES)))
        knots = tuple(float(knot) for knot in np.quantile(x, KNOTS))
        tail = Region((Condition("x", low=cut),))
        return Claim(kind, ("x",), UP, tail, knots=knots, outcome_class=outcome_class)
    if kind == "subgroup":
        corner = Region((above, Condition("z", low=b)))
        return Claim(kind, ("x", "z"), UP, corner, outcome_class=outcome_class)
    along = Position("x", a - 0.8, a + 0.8)
    if setting.mechanism == "by level":
        level = Condition("z", levels=("above",))
        factor: Membership | Position = Membership(Region((level,)))
    else:
        factor, level = Position("z", b - 0.8, b + 0.8), Condition("z", b - 0.8, b + 0.8)
    corner = Region((Condition("x", a - 0.8, a + 0.8), level))
    return Claim(kind, ("x", "z"), UP, corner, factors=(along, factor), outcome_class=outcome_class)


def adjustment_of(table: Table, split: Split) -> Adjustment:
    """Fit what the test alone needs: the additive model, quickly."""
    names = [column.name for column in table.features]
    make = AdditiveRegressor if table.positive is None else AdditiveClassifier
    model = make(random_state=0, **LIGHT).fit(
        table.frame.iloc[split.discovery][names], model_outcome(table, split.discovery)
    )
    keys = {table.explained_classes[0]: next(iter(model.curves_))}
    return Adjustment.fit(table, split.discovery, ExplainedAdditive(model, keys))


def one_table(setting: Setting) -> Answer:
    """Test the given claim alone, and run the pipeline where that is asked for."""
    positive = "yes" if setting.outcome == "binary" else None
    table = build_table(draw(setting), "y", positive=positive)
    claim = given_claim(setting, table)
    if not setting.whole:
        split = split_rows(table)
        chosen = floors(table, split.discovery, None)
        alone = Vault(table, split, adjustment_of(table, split), chosen, seed=0).test((claim,))
        return Answer(alone[0].evidence.adjusted_p, None)
    found = discover(table, seed=0)
    alone = verified(found, (claim,))
    false = any(is_absent(entry.claim, claim) for entry in effects_supported(verified(found)))
    return Answer(alone[0].evidence.adjusted_p, false)


def is_absent(claim: Claim, given: Claim) -> bool:
    """Tell whether a claim is of the mechanism that the population lacks."""
    if given.kind in INTERPLAY:
        return claim.kind in INTERPLAY
    # other columns than x have bends and jumps where there is no tail
    return claim.kind == given.kind and (given.kind != "tail" or claim.features == given.features)


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
    print(f"{'mechanism':22} {'outcome':10} {'rows':>6}  {'test alone, p <= 0.05':34} pipeline")
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
    print(f"{mechanism:22} {outcome:10} {rows:6d}  {alone!s:34} {pipeline}", flush=True)
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
