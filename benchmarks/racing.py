"""Race for the best property with a tenth of the answers that judging all would take.

Replays on tables of what a judge said: in each of 50 orders of the texts, properties race for the
largest leaning between the two groups. A winner is right when its leaning over all texts is within
one standard error (of the best one, over redrawn texts) of the best. Beside the race: the same
budget spread evenly over all properties, and plain successive halving on differences of p(yes).

Nothing is asked. The table of `judged_table.py` is the one of real properties, also with its rows
drawn again to 2,000; those of `question_features.py` have 6 real properties and 24 made up.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pandas as pd
from judged_replays import JudgedTable, headlines, labelled, widened
from measuring import Rate, counted, data_folder, in_parallel, parser_of, with_runs, write_json

from dataexplain.randomness import generator_for
from dataexplain.search.group_gaps import foreseen_leaning, leaning
from dataexplain.search.racing import race

PROPERTIES = 30
LARGER = 2000
# The parts of all answers that may be asked for, on tables as they are and on larger ones.
PARTS, LARGER_PARTS = (0.1,), (0.1, 0.02)
KEPT = (1, 5)
REDRAWN = 200


@dataclass(frozen=True)
class Task:
    """A table, how much of it may be asked for, and the order of the texts."""

    table: JudgedTable
    part: float
    seed: int

    @property
    def budget(self) -> int:
        """How many answers may be asked for."""
        return int(self.part * self.table.log_odds.size)


def standard_errors(table: JudgedTable) -> np.ndarray:
    """Return how much each leaning varies when the texts of both groups are drawn again."""
    draws = generator_for(0, "standard errors")
    sides = [np.flatnonzero(side) for side in (table.in_a, ~table.in_a)]
    redrawn = [
        np.concatenate([draws.choice(side, len(side)) for side in sides]) for _ in range(REDRAWN)
    ]
    leanings = [leaning(table.log_odds[rows], table.in_a[rows]) for rows in redrawn]
    return np.asarray(np.std(leanings, axis=0))


def right_winners(table: JudgedTable) -> np.ndarray:
    """Return which properties are within one standard error of the best."""
    over_all = np.abs(leaning(table.log_odds, table.in_a))
    best = int(np.argmax(over_all))
    return np.asarray(over_all >= over_all[best] - standard_errors(table)[best])


def balanced(table: JudgedTable, seed: int) -> np.ndarray:
    """Return texts in random order, of both groups in turn."""
    draws = generator_for(seed, "order")
    sides = [draws.permutation(np.flatnonzero(side)) for side in (table.in_a, ~table.in_a)]
    pairs = min(map(len, sides))
    return np.column_stack([side[:pairs] for side in sides]).ravel()


def spread_evenly(task: Task) -> int:
    """Return the winner where every property is judged on as many texts."""
    table = task.table
    rows = balanced(table, task.seed)[: task.budget // len(table.properties) // 2 * 2]
    return int(np.argmax(np.abs(foreseen_leaning(table.log_odds[rows], table.in_a[rows]))))


def halved(task: Task) -> int:
    """Return the winner of successive halving by the difference of mean p(yes)."""
    table, live = task.table, np.arange(len(task.table.properties))
    order, judged = balanced(table, task.seed), 0
    probabilities = 0.5 * (1 + np.tanh(table.log_odds / 2))
    rounds = math.ceil(math.log2(len(live)))
    for _ in range(rounds):
        judged += 2 * max(task.budget // rounds // len(live) // 2, 1)
        rows = order[:judged]
        yes, in_a = probabilities[np.ix_(rows, live)], table.in_a[rows]
        gaps = np.abs(yes[in_a].mean(axis=0) - yes[~in_a].mean(axis=0))
        live = live[np.argsort(-gaps, kind="stable")[: math.ceil(len(live) / 2)]]
    return int(live[0])


def replayed(task: Task) -> pd.DataFrame:
    """Return who won in one order of the texts, whom else was kept, and what it took."""
    table = task.table
    spent = task.budget / table.log_odds.size
    lines: list[tuple[str, list[int], float]] = [
        ("evenly", [spread_evenly(task)], spent),
        ("halving", [halved(task)], spent),
    ]
    for keep in KEPT:
        run = race(table.in_a, table.scores(), keep=keep, budget=task.budget, seed=task.seed)
        kept = [raced.place for raced in run.kept]
        lines.append((f"race, {keep} kept", kept, run.calls / run.exhaustive))
    return pd.DataFrame(lines, columns=["way", "kept", "calls"])


def tables(folder: Path, model: str) -> Iterator[tuple[JudgedTable, tuple[float, ...]]]:
    """Yield the tables, each with the parts of its answers that are tried."""
    table = headlines(folder, model)
    if table is not None:
        yield table, PARTS
        yield table.enlarged(LARGER, seed=0), LARGER_PARTS
    for narrow in labelled(folder, model):
        yield widened(narrow, PROPERTIES, seed=0), PARTS


def measured(table: JudgedTable, part: float, seeds: range, jobs: int) -> pd.DataFrame:
    """Return in which replays each way was right."""
    right = right_winners(table)
    tasks = [Task(table, part, seed) for seed in seeds]
    found = pd.concat(counted(in_parallel(replayed, tasks, jobs=jobs), len(tasks)))
    found["winner"] = [bool(right[kept[0]]) for kept in found["kept"]]
    found["among"] = [bool(right[kept].any()) for kept in found["kept"]]
    return found.assign(table=table.name, part=part, right=int(right.sum()))


def rates(found: pd.DataFrame, by: list[str]) -> list[dict[str, object]]:
    """Print and return how often each way was right."""
    lines: list[dict[str, object]] = []
    for names, runs in found.groupby(by, sort=False):
        winner, among = (Rate(int(runs[of].sum()), len(runs)) for of in ("winner", "among"))
        calls = float(runs["calls"].mean())
        told = "  ".join(
            f"{name!s:<{width}}" for name, width in zip(names, (36, 6, 14), strict=True)
        )
        print(f"{told}  {winner}  among kept {among.share:.2f}  calls {calls:.3f}")
        lines.append(
            dict(zip(by, map(str, names), strict=True))
            | {"winner": winner.to_dict(), "among": among.to_dict(), "calls": calls}
        )
    return lines


def main() -> None:
    parser = with_runs(parser_of(__doc__, data=True))
    parser.add_argument("--model", default="embedded:qwen2.5-coder-1.5b")
    parser.add_argument("--replays", type=int, default=50)
    options = parser.parse_args()
    seeds = range(options.first_seed, options.first_seed + options.replays)
    found, lines = [], []
    for table, parts in tables(data_folder(options.data), options.model):
        for part in parts:
            found.append(measured(table, part, seeds, options.jobs))
            lines += rates(found[-1], ["table", "part", "way"])
    made_up = pd.concat(found)
    made_up = made_up[made_up["table"].str.contains(":")]
    print("\nTables with made-up properties together")
    lines += rates(made_up.assign(table="together"), ["table", "part", "way"])
    write_json(options.json, lines)


if __name__ == "__main__":
    main()
