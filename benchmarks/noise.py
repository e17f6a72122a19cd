"""Noise stays noise: how often something is supported although the outcome was shuffled.

Each run takes a sample of an open table, permutes its outcome and explains it; whatever is then
supported is false, but for claims that a column does not matter. The claims of one run meet the
default floor and, in a vault of their own, a floor of 0, where nothing but the test stands between
noise and the report.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from measuring import Rate, counted, data_folder, in_parallel, parser_of, with_runs, write_json
from open_tables import OPEN_TABLES
from tested import effects_supported, label_of, verified

from dataexplain.claims import NONE
from dataexplain.runs.explaining import discover
from dataexplain.tables import build_table

FLOORS: dict[str, float | None] = {"default floor": None, "floor 0": 0.0}
MOST_RUNS = 0.05


@dataclass(frozen=True)
class Run:
    """One shuffled sample."""

    folder: Path
    name: str
    rows: int
    seed: int


@dataclass(frozen=True)
class Outcome:
    """What one run let pass: the kinds of the supported claims, by floor."""

    name: str
    seed: int
    tried: int
    supported: dict[str, tuple[str, ...]]


def one_run(run: Run) -> Outcome:
    """Explain a shuffled sample and list what is supported."""
    generator = np.random.default_rng([run.seed, sorted(OPEN_TABLES).index(run.name)])
    source = OPEN_TABLES[run.name]
    frame = source.read(run.folder)
    rows = generator.permutation(len(frame))[: run.rows]
    frame = frame.iloc[rows].reset_index(drop=True)
    shuffled = generator.permutation(len(frame))
    frame[source.target] = frame[source.target].to_numpy()[shuffled]
    table = build_table(frame, source.target, ignore=source.ignore)
    found = discover(table, seed=run.seed)
    supported = {}
    for label, floor in FLOORS.items():
        tested = verified(found, floor=floor, seed=run.seed)
        supported[label] = tuple(label_of(entry) for entry in effects_supported(tested))
    tried = sum(claim.direction != NONE for claim in found.claims)
    return Outcome(run.name, run.seed, tried, supported)


def main() -> None:
    parser = with_runs(parser_of(__doc__, data=True))
    parser.add_argument("--runs", type=int, default=420, help="of all tables together")
    parser.add_argument("--rows", type=int, default=1000, help="rows of a sample")
    parser.add_argument("--tables", nargs="+", choices=list(OPEN_TABLES), default=list(OPEN_TABLES))
    options = parser.parse_args()
    folder = data_folder(options.data)
    names = [options.tables[place % len(options.tables)] for place in range(options.runs)]
    runs = [
        Run(folder, name, options.rows, options.first_seed + place // len(options.tables))
        for place, name in enumerate(names)
    ]
    outcomes = list(counted(in_parallel(one_run, runs, jobs=options.jobs), len(runs)))
    print(f"Shuffled outcomes with any supported claim; wanted: lower limit <= {MOST_RUNS}\n")
    results = []
    for label in FLOORS:
        print(f"{label:20} {'runs with any':31} lower limit  claims tried a run")
        for name in [*options.tables, "all"]:
            chosen = [entry for entry in outcomes if name in (entry.name, "all")]
            rate = Rate(sum(bool(entry.supported[label]) for entry in chosen), len(chosen))
            tried = float(np.mean([entry.tried for entry in chosen])) if chosen else 0.0
            print(f"{name:20} {rate!s:31} {rate.lower_limit:11.3f}  {tried:.1f}")
            results.append({"floor": label, "table": name, **rate.to_dict(), "tried": tried})
        kinds = Counter(kind for entry in outcomes for kind in entry.supported[label])
        print(f"by kind: {dict(kinds) or 'none'}\n")
    passed = [
        {"table": entry.name, "seed": entry.seed, "supported": entry.supported}
        for entry in outcomes
        if any(entry.supported.values())
    ]
    write_json(options.json, {"rows": options.rows, "results": results, "passed": passed})


if __name__ == "__main__":
    main()
