"""Null runs: the outcome shuffled and everything done again, to see what noise would pass."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable, Mapping
from typing import Any

import numpy as np
from threadpoolctl import threadpool_limits

from dataexplain.claims import NONE
from dataexplain.randomness import generator_for, seed_for
from dataexplain.records import NullRunsRecord, ReportRecord
from dataexplain.runs.explaining import discover, in_content_order
from dataexplain.runs.proposers import Proposer
from dataexplain.statistics.permuting import blocks_shuffled, shuffled, time_blocks
from dataexplain.tables import Role, Split, Table, split_rows
from dataexplain.verification import Vault
from dataexplain.verification.vault import group_codes
from dataexplain.verification.verdicts import SUPPORTED


def null_run(
    table: Table,
    number: int,
    *,
    seed: int,
    floor: float | None,
    proposer: Proposer | None = None,
) -> dict[str, Any]:
    """Shuffle the outcome, propose and test again, and count what came out.

    The same rows propose and the same rows test as in the run itself, and nothing that was learnt
    there is used again. A run depends on nothing but its arguments. Claims that a column does not
    matter are tested, but not counted: of a shuffled outcome they are true.

    Parameters
    ----------
    table : Table
    number : int
        Which of the runs this is.
    seed : int
    floor : float, optional
        As for the run itself.
    proposer : Proposer, optional
        Where claims come from; by default they are read off the models.

    Returns
    -------
    dict
        `number`, and how many claims were `tried`, `supported`, and supported with other columns
        held fixed (`adjusted`).

    Examples
    --------
    >>> from dataexplain.tables import build_table
    >>> dose = [1, 2, 3, 4, 5] * 20
    >>> pain = [9 - level + place % 3 for place, level in enumerate(dose)]
    >>> null_run(build_table({"dose": dose, "pain": pain}, "pain"), 0, seed=0, floor=None)
    {'number': 0, 'tried': ..., 'supported': 0, 'adjusted': 0}
    """
    with threadpool_limits(limits=1):
        split = split_rows(table)
        noise = shuffle_outcome(table, split, generator_for(seed, f"null run {number}"))
        run_seed = seed_for(seed, f"models of null run {number}")
        found = discover(noise, seed=run_seed, floor=floor, split=split, proposer=proposer)
        vault = Vault(found.table, found.split, found.adjustment, found.floors, run_seed)
        # that a column does not matter is true of a shuffled outcome: no noise passes there
        verdicts = [
            entry.verdict for entry in vault.test(found.claims) if entry.claim.direction != NONE
        ]
    held = [verdict for verdict in verdicts if verdict.verdict == SUPPORTED]
    return {
        "number": number,
        "tried": len(verdicts),
        "supported": len(held),
        "adjusted": sum(verdict.basis == "adjusted" for verdict in held),
    }


def combine(results: Iterable[Mapping[str, Any]], table: Table) -> NullRunsRecord:
    """Put the counts of null runs together, in the order of their numbers.

    Parameters
    ----------
    results : iterable of mapping
        What `null_run` returned, in any order.
    table : Table

    Returns
    -------
    NullRunsRecord

    Examples
    --------
    >>> from dataexplain.tables import build_table
    >>> table = build_table({"dose": [1, 2, 2, 3] * 10, "cured": ["no", "yes"] * 20}, "cured")
    >>> counts = {"tried": 4, "supported": 1, "adjusted": 0}
    >>> combine([{"number": 1, **counts}, {"number": 0, **counts, "tried": 2}], table).tried
    (2, 4)
    """
    ordered = sorted(results, key=lambda result: int(result["number"]))
    return NullRunsRecord(
        runs=len(ordered),
        tried=tuple(int(result["tried"]) for result in ordered),
        supported=tuple(int(result["supported"]) for result in ordered),
        adjusted=tuple(int(result["adjusted"]) for result in ordered),
        method=_method(table),
    )


def with_null_runs(report: ReportRecord, record: NullRunsRecord) -> ReportRecord:
    """Return the report with its null runs."""
    return dataclasses.replace(report, null_runs=record)


def shuffle_outcome(table: Table, split: Split, generator: np.random.Generator) -> Table:
    """Return the table with its outcome read off in another order.

    Rows that propose exchange outcomes among themselves, and so do those that test: each side
    keeps its classes and its average, as the split gave them. Whole groups change places where
    there are groups, else whole blocks of time where there is a time.

    Parameters
    ----------
    table : Table
    split : Split
    generator : numpy.random.Generator

    Returns
    -------
    Table

    Examples
    --------
    >>> from dataexplain.tables import build_table
    >>> table = build_table({"dose": [1, 2, 2, 3] * 10, "pain": np.arange(40.0)}, "pain")
    >>> noise = shuffle_outcome(table, split_rows(table), np.random.default_rng(0))
    >>> bool((noise.outcome() == table.outcome()).all()), float(noise.outcome().sum())
    (False, 780.0)
    """
    taken = np.arange(len(table))
    weights = table.weights()
    ordered = in_content_order(table, split)
    for side in (ordered.discovery, ordered.verification):
        # a row without weight counts nowhere, so its outcome must not go where it would
        rows = side if weights is None else side[weights[side] > 0]
        taken[rows] = rows[_order(table, rows, generator)]
    frame = table.frame.copy(deep=False)
    outcome = frame[table.target]
    frame[table.target] = outcome.take(taken).set_axis(outcome.index)
    return dataclasses.replace(table, frame=frame)


def _order(table: Table, rows: np.ndarray, generator: np.random.Generator) -> np.ndarray:
    """Return the order in which some rows take their outcomes from one another."""
    groups = group_codes(table, rows)
    if table.row_times is None:
        if groups is None:
            return shuffled(len(rows), generator)
        return blocks_shuffled(groups, generator)
    times = table.row_times[rows]
    blocks = time_blocks(times, generator) if groups is None else groups
    in_time = np.argsort(times, kind="stable")
    order = np.empty(len(rows), dtype=np.int64)
    order[in_time] = in_time[blocks_shuffled(blocks[in_time], generator)]
    return order


def _method(table: Table) -> str:
    """Say how the outcome was shuffled."""
    by_role = {column.role: column.name for column in table.columns}
    where = "among the rows that propose and among those that test"
    if Role.GROUP in by_role:
        return f"The outcome changed places by whole groups of {by_role[Role.GROUP]!r}, {where}."
    if Role.TIME in by_role:
        return (
            f"The outcome changed places by whole blocks of consecutive {by_role[Role.TIME]!r}, "
            f"{where}; a block is about the root of the number of different times long."
        )
    return f"The outcome was shuffled between rows, {where}."
