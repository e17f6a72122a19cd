"""One column has no effect of its own, all other effects are real: what is said about it.

The outcome is drawn with all effects. Then one column is drawn anew from its distribution given
all the others, so that nothing of the outcome is left in it that they do not hold. A supported
adjusted claim about it is false, be it alone or in an interaction or a subgroup; claims that say
it has no effect are true.

In `known` populations the draw is exact. In open tables a forest finds rows alike on the other
columns: the outcome has no part in that, so a drawn column has no effect of its own there either,
but it goes with the others only about as the real one did, and donors are rows of the same table.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pandas as pd
from conditional import LEVELS, NUMBERS, OUTCOMES, Known, redrawn_by_forest
from measuring import Rate, counted, data_folder, in_parallel, parser_of, with_runs, write_json
from open_tables import OPEN_TABLES, OpenTable
from tested import ADJUSTED, effects_supported, explained

from dataexplain.tables import Role, Table, build_table

MOST_RUNS = 0.05
KNOWN = tuple(f"known {outcome}" for outcome in OUTCOMES)
REDRAWN_ROLES = frozenset({Role.NUMERIC, Role.ORDINAL, Role.CATEGORICAL, Role.BOOLEAN})


@dataclass(frozen=True)
class Run:
    """One table with one column drawn anew."""

    source: str
    rows: int
    seed: int
    folder: Path | None


@dataclass(frozen=True)
class Answer:
    """What was supported about that column, and how much about the others."""

    run: Run
    column: str
    about_it: tuple[str, ...]
    of_a_group: int
    about_others: int


def known_table(run: Run) -> tuple[Table, str]:
    """Draw a population, a table of it, and one of its columns anew."""
    place = KNOWN.index(run.source)
    generator = np.random.default_rng([run.seed, run.rows, place, 17])
    population = Known.drawn(generator)
    beneath = population.beneath(run.rows, generator)
    outcome = population.outcome(beneath, OUTCOMES[place], generator)
    column = str(generator.choice([*NUMBERS, *LEVELS]))
    frame = population.seen(population.redrawn(beneath, column, generator))
    frame["y"] = outcome
    positive = "yes" if OUTCOMES[place] == "binary" else None
    return build_table(frame, "y", positive=positive), column


def open_table(run: Run) -> tuple[Table, str]:
    """Sample an open table and draw one of its columns anew."""
    assert run.folder is not None
    source = OPEN_TABLES[run.source]
    generator = np.random.default_rng([run.seed, sorted(OPEN_TABLES).index(run.source), 17])
    frame = source.read(run.folder)
    rows = generator.permutation(len(frame))[: run.rows]
    frame = frame.iloc[rows].reset_index(drop=True)
    frame = frame[frame[source.target].notna()].reset_index(drop=True)
    column = str(generator.choice(redrawable(source, frame)))
    kept = frame.drop(columns=list(source.ignore))
    frame[column] = redrawn_by_forest(kept, column, source.target, generator)
    return build_table(frame, source.target, ignore=source.ignore), column


def redrawable(source: OpenTable, frame: pd.DataFrame) -> list[str]:
    """Return the columns that claims may be about, no dates among them."""
    table = build_table(frame, source.target, ignore=source.ignore)
    return [
        column.name
        for column in table.features
        if column.derived_from is None and column.role in REDRAWN_ROLES
    ]


def one_run(run: Run) -> Answer:
    """Explain one table and look for claims about the column that was drawn anew."""
    table, column = known_table(run) if run.source in KNOWN else open_table(run)
    found = [
        entry for entry in effects_supported(explained(table)) if entry.verdict.basis == ADJUSTED
    ]
    about = [entry for entry in found if column in entry.claim.features]
    # said of columns that cannot be told apart, it is true where one of them has an effect
    alone = [entry for entry in about if not entry.claim.entangled_with]
    return Answer(
        run,
        column,
        tuple(entry.claim.kind for entry in alone),
        len(about) - len(alone),
        len(found) - len(about),
    )


def show(label: str, answers: Sequence[Answer]) -> dict[str, object]:
    """Print one line and return it."""
    rate = Rate(sum(bool(entry.about_it) for entry in answers), len(answers))
    others = sum(entry.about_others for entry in answers)
    grouped = sum(entry.of_a_group for entry in answers)
    kinds = dict(Counter(kind for entry in answers for kind in entry.about_it))
    print(f"{label:28} {rate}  {others:6d} {grouped:6d}   {kinds or ''}", flush=True)
    return {
        "source": label,
        **rate.to_dict(),
        "about_others": others,
        "of_a_group": grouped,
        "kinds": kinds,
    }


def main() -> None:
    parser = with_runs(parser_of(__doc__, data=True))
    parser.add_argument("--runs", type=int, default=240, help="known populations, all together")
    parser.add_argument("--open-runs", type=int, default=210, help="open tables, all together")
    parser.add_argument("--rows", type=int, nargs="+", default=[500, 2000, 4000])
    parser.add_argument("--open-rows", type=int, default=1000, help="rows of an open table")
    parser.add_argument("--tables", nargs="+", choices=list(OPEN_TABLES), default=list(OPEN_TABLES))
    options = parser.parse_args()
    folder = data_folder(options.data) if options.open_runs else None
    known = [(name, rows) for name in KNOWN for rows in options.rows]
    runs = [
        Run(*known[place % len(known)], options.first_seed + place // len(known), None)
        for place in range(options.runs)
    ]
    names = options.tables
    runs += [
        Run(
            names[place % len(names)],
            options.open_rows,
            options.first_seed + place // len(names),
            folder,
        )
        for place in range(options.open_runs)
    ]
    answers = list(counted(in_parallel(one_run, runs, jobs=options.jobs), len(runs)))
    print("Runs with a supported adjusted claim about the column without an effect of its own;")
    print(f"wanted: at most {MOST_RUNS}. Beside it all supported adjusted claims about other")
    print("columns, and claims about it together with others that it cannot be told apart from.\n")
    print(f"{'':28} {'runs with a claim about it':31} others groups   kinds")
    results = []
    for name in [*KNOWN, *names]:
        own = [entry for entry in answers if entry.run.source == name]
        sizes = sorted({entry.run.rows for entry in own})
        for rows in sizes:
            chosen = [entry for entry in own if entry.run.rows == rows]
            results.append(show(f"{name}, {rows} rows", chosen))
    for label, chosen in (
        ("all known", [entry for entry in answers if entry.run.source in KNOWN]),
        ("all open", [entry for entry in answers if entry.run.source not in KNOWN]),
    ):
        if chosen:
            results.append(show(label, chosen))
    passed = [
        {
            "source": entry.run.source,
            "rows": entry.run.rows,
            "seed": entry.run.seed,
            "column": entry.column,
            "kinds": entry.about_it,
        }
        for entry in answers
        if entry.about_it
    ]
    write_json(options.json, {"results": results, "passed": passed})


if __name__ == "__main__":
    main()
