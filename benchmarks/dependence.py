"""Related rows: how often anything is supported where columns and outcome only share a clock.

`time` has columns and an outcome that are each an AR(1) series of their own, a row a day;
`groups` has columns and an outcome that are the same, or nearly so, for all rows of a group. None
has an effect. Each table is explained with its time or group said, and as if nobody knew. The same
tables with effects of two columns added show what is still found. That a column does not matter
is true here and not counted.
"""

from __future__ import annotations

import argparse
import itertools
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd
from measuring import Rate, counted, in_parallel, parser_of, with_runs, write_json
from scipy.signal import lfilter
from tested import ADJUSTED, effects_supported, explained, label_of

from dataexplain.tables import build_table

MOST_RUNS = 0.05
WARMING = 300
OUTCOMES = ("regression", "binary")
# The columns that are given an effect, in standard deviations of the outcome a unit.
EFFECTS: dict[str, dict[str, float]] = {
    "time": {"slow0": 0.8, "quick": 0.5},
    "groups": {"shared0": 0.8, "own": 0.5},
}


@dataclass(frozen=True)
class Design:
    """What a table looks like: how its rows are related, and how many there are."""

    relation: str
    strength: float
    size: int
    equal: bool = True

    def __str__(self) -> str:
        if self.relation == "time":
            return f"AR(1) {self.strength:.2f}, {self.size} days"
        return f"{self.size} groups, {'equal' if self.equal else 'unequal'} sizes"


DESIGNS: dict[str, tuple[Design, ...]] = {
    "time": tuple(
        Design("time", rho, days) for rho in (0.5, 0.7, 0.8, 0.9, 0.95) for days in (200, 400, 1000)
    ),
    "groups": tuple(
        Design("groups", 0.8, groups, equal) for groups in (30, 60, 150) for equal in (True, False)
    ),
}


@dataclass(frozen=True)
class Run:
    """One table."""

    design: Design
    outcome: str
    seed: int
    effects: bool = False
    unsaid: bool = False


@dataclass(frozen=True)
class Answer:
    """What was supported: with the relation said, and as if nobody knew of it."""

    run: Run
    said: tuple[str, ...]
    unsaid: tuple[str, ...] | None
    found: tuple[str, ...]


def series(rho: float, days: int, generator: np.random.Generator) -> np.ndarray:
    """Draw an AR(1) series of variance 1."""
    drawn = lfilter([1.0], [1.0, -rho], generator.normal(size=days + WARMING))[WARMING:]
    return np.asarray(drawn * np.sqrt(1 - rho**2))


def days_table(design: Design, generator: np.random.Generator) -> pd.DataFrame:
    """Draw six slow columns, a quick one, levels that last for days, and a slow outcome `y`."""
    days, rho = design.size, design.strength
    frame = pd.DataFrame({f"slow{place}": series(rho, days, generator) for place in range(6)})
    frame["quick"] = generator.normal(size=days)
    lasting = series(rho, days, generator)
    frame["level"] = np.select([lasting < -0.5, lasting < 0.5], ["low", "middle"], "high")
    frame["y"] = series(rho, days, generator)
    frame["day"] = pd.date_range("2020-01-01", periods=days).astype(str)
    return frame


def groups_table(design: Design, generator: np.random.Generator) -> pd.DataFrame:
    """Draw columns of groups, columns that vary in them too, and an outcome `y` of groups."""
    sizes = np.full(design.size, 6)
    if not design.equal:
        sizes = 1 + generator.geometric(1 / 5, size=design.size)
    group = np.repeat(np.arange(design.size), sizes)
    rows = len(group)

    def shared(share: float) -> np.ndarray:
        common = generator.normal(size=design.size)[group]
        own = generator.normal(size=rows)
        return np.asarray(np.sqrt(share) * common + np.sqrt(1 - share) * own)

    frame = pd.DataFrame({f"shared{place}": shared(1.0) for place in range(4)})
    frame["nearly"], frame["partly"], frame["own"] = shared(0.9), shared(0.5), shared(0.0)
    frame["level"] = generator.choice(["low", "middle", "high"], size=design.size)[group]
    frame["y"] = shared(design.strength)
    frame["group"] = [f"g{place}" for place in group]
    return frame


def draw(run: Run) -> pd.DataFrame:
    """Draw a table; effects are added to what would be there without them."""
    place = DESIGNS[run.design.relation].index(run.design)
    generator = np.random.default_rng([run.seed, place, OUTCOMES.index(run.outcome), 5])
    make = days_table if run.design.relation == "time" else groups_table
    frame = make(run.design, generator)
    if run.effects:
        for name, size in EFFECTS[run.design.relation].items():
            frame["y"] += size * frame[name]
    if run.outcome == "binary":
        frame["y"] = np.where(frame["y"] > 0, "yes", "no")
    return frame


def one_run(run: Run) -> Answer:
    """Explain one table: with its relation said and, where that is asked for, without."""
    frame = draw(run)
    positive = "yes" if run.outcome == "binary" else None
    name = "day" if run.design.relation == "time" else "group"
    time, group = (name, None) if run.design.relation == "time" else (None, name)
    table = build_table(frame, "y", positive=positive, time=time, group=group)
    said = effects_supported(explained(table))
    found = {
        feature
        for entry in said
        if entry.verdict.basis == ADJUSTED
        for feature in entry.claim.features
    }
    unsaid = None
    if run.unsaid:
        bare = build_table(frame.drop(columns=name), "y", positive=positive)
        unsaid = tuple(label_of(entry) for entry in effects_supported(explained(bare)))
    return Answer(run, tuple(label_of(entry) for entry in said), unsaid, tuple(sorted(found)))


def show_null(answers: Sequence[Answer]) -> list[dict[str, object]]:
    """Print how often anything was supported where nothing is true, and return the rates."""
    results: list[dict[str, object]] = []
    for outcome in dict.fromkeys(answer.run.outcome for answer in answers):
        for relation in dict.fromkeys(answer.run.design.relation for answer in answers):
            own = [
                answer
                for answer in answers
                if (answer.run.outcome, answer.run.design.relation) == (outcome, relation)
            ]
            designs = sorted({str(answer.run.design) for answer in own})
            for label in [*designs, "all"]:
                chosen = [entry for entry in own if label in (str(entry.run.design), "all")]
                said = Rate(sum(bool(entry.said) for entry in chosen), len(chosen))
                bare = [bool(entry.unsaid) for entry in chosen if entry.unsaid is not None]
                unsaid = Rate(sum(bare), len(bare))
                print(f"{relation:7} {outcome:10} {label:28} {said}   {unsaid}", flush=True)
                results.append(
                    {
                        "relation": relation,
                        "outcome": outcome,
                        "design": label,
                        "said": said.to_dict(),
                        "unsaid": unsaid.to_dict(),
                    }
                )
            kinds = Counter(kind for entry in own for kind in entry.said)
            print(f"{'':18} by kind, said: {dict(kinds) or 'none'}\n")
    return results


def show_power(answers: Sequence[Answer]) -> list[dict[str, object]]:
    """Print how often the columns with an effect were found, and return the rates."""
    results: list[dict[str, object]] = []
    for outcome in dict.fromkeys(answer.run.outcome for answer in answers):
        for relation, effects in EFFECTS.items():
            own = [
                answer
                for answer in answers
                if (answer.run.outcome, answer.run.design.relation) == (outcome, relation)
            ]
            sizes = sorted({answer.run.design.size for answer in own})
            for name in effects:
                for size in sizes:
                    chosen = [entry for entry in own if entry.run.design.size == size]
                    rate = Rate(sum(name in entry.found for entry in chosen), len(chosen))
                    print(f"{relation:7} {outcome:10} {name:8} {size:6d}  {rate}", flush=True)
                    results.append(
                        {
                            "relation": relation,
                            "outcome": outcome,
                            "column": name,
                            "size": size,
                            **rate.to_dict(),
                        }
                    )
    return results


def runs_of(options: argparse.Namespace) -> list[Run]:
    """Return all runs: for each relation and outcome the designs in turn."""
    runs = []
    for outcome, relation in itertools.product(options.outcomes, options.relations):
        designs = itertools.cycle(DESIGNS[relation])
        for place, design in zip(range(options.runs), designs, strict=False):
            unsaid = place < options.unsaid_runs
            runs.append(Run(design, outcome, options.first_seed + place, unsaid=unsaid))
        for place, design in zip(range(options.power_runs), designs, strict=False):
            runs.append(Run(design, outcome, options.first_seed + place, effects=True))
    return runs


def main() -> None:
    parser = with_runs(parser_of(__doc__))
    parser.add_argument("--runs", type=int, default=210, help="without an effect, a relation")
    parser.add_argument("--unsaid-runs", type=int, default=60, help="of these, as if nobody knew")
    parser.add_argument("--power-runs", type=int, default=60, help="with effects, a relation")
    parser.add_argument("--relations", nargs="+", choices=list(DESIGNS), default=list(DESIGNS))
    parser.add_argument("--outcomes", nargs="+", choices=OUTCOMES, default=["regression"])
    options = parser.parse_args()
    runs = runs_of(options)
    answers = list(counted(in_parallel(one_run, runs, jobs=options.jobs), len(runs)))
    null = [answer for answer in answers if not answer.run.effects]
    power = [answer for answer in answers if answer.run.effects]
    print(f"Runs with anything supported; wanted with the relation said: at most {MOST_RUNS}\n")
    print(f"{'relation':7} {'outcome':10} {'':27} {'relation said':31}   as if nobody knew")
    results = show_null(null)
    print("Columns with an effect that are found, the relation said")
    found = show_power(power)
    passed = [
        {"seed": entry.run.seed, "design": str(entry.run.design), "supported": entry.said}
        for entry in null
        if entry.said
    ]
    write_json(options.json, {"null": results, "power": found, "passed": passed})


if __name__ == "__main__":
    main()
