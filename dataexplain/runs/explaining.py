"""The main job: a table in, tested claims and a report record out, in the order of the design."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from threadpoolctl import threadpool_limits

from dataexplain.claims import Claim
from dataexplain.errors import InputError
from dataexplain.faults import find_faults
from dataexplain.models.adjustment import AdjustedRows, Adjustment
from dataexplain.models.fitting import FittedModels, fit_models
from dataexplain.models.screening import screen
from dataexplain.randomness import generator_for
from dataexplain.readers.proposing import ReadableModels
from dataexplain.records import ReportRecord, ScreenRecord
from dataexplain.runs.assembling import assemble
from dataexplain.runs.claim_records import with_role
from dataexplain.runs.floors import floors
from dataexplain.runs.progress import Progress, Silence
from dataexplain.runs.proposers import ModelReaders, Proposer
from dataexplain.runs.screened import with_screen
from dataexplain.tables import Role, Split, Table, split_rows
from dataexplain.verification import TestedClaim, Vault
from dataexplain.verification.evidence import FEW_CLUSTERS
from dataexplain.verification.families import ALPHA
from dataexplain.verification.vault import group_codes

# Shapes are read from at most so many discovery rows; the verification uses all of its own.
READ_ROWS = 10_000


Level = Callable[[Sequence[str]], float]


def at_once(_claims: Sequence[str]) -> float:
    """Return the level of a first batch."""
    return ALPHA


@dataclass(frozen=True)
class Discovery:
    """What was learnt before any verification row was looked at; `table` as it was learnt on."""

    table: Table
    split: Split
    models: FittedModels
    adjustment: Adjustment
    rows: AdjustedRows
    claims: tuple[Claim, ...]
    floors: dict[str | None, float]
    screened: ScreenRecord | None = None


def discover(
    table: Table,
    *,
    seed: int,
    floor: float | None = None,
    progress: Progress | None = None,
    split: Split | None = None,
    proposer: Proposer | None = None,
) -> Discovery:
    """Split the rows, fit the models on one side, and read claims off them.

    Parameters
    ----------
    table : Table
    seed : int
        For the models and the sample of rows that is read.
    floor : float, optional
        The smallest effect worth a statement, in the outcome's units.
    progress : Progress, optional
    split : Split, optional
        Which rows propose and which test, where that is not the table's own split.
    proposer : Proposer, optional
        Where claims come from; by default they are read off the models.

    Returns
    -------
    Discovery

    Raises
    ------
    InputError
        When there are too few rows or groups to set some apart.

    Examples
    --------
    >>> from dataexplain.tables import build_table
    >>> dose = [1, 2, 3, 4, 5] * 40
    >>> pain = [9 - level + place % 3 for place, level in enumerate(dose)]
    >>> found = discover(build_table({"dose": dose, "pain": pain}, "pain"), seed=0)
    >>> found.claims[0].kind, found.claims[0].direction, len(found.rows.frame)
    ('trend', 'down', 100)
    """
    progress, proposer = progress or Silence(), proposer or ModelReaders()
    progress.stage("Splitting rows")
    split = in_content_order(table, split or split_rows(table))
    _check_groups(table, split)
    table = proposer.with_columns(table, split.discovery)
    _check_features(table)
    table, screened = screen(table, split.discovery)
    models = fit_models(
        table,
        split.discovery,
        seed=seed,
        progress=lambda name: progress.stage(f"Fitting the {name}"),
    )
    progress.stage("Reading the models")
    adjustment = Adjustment.fit(table, split.discovery, models.additive)
    chosen = sampled(split.discovery, READ_ROWS, seed)
    rows = adjustment.on(table, chosen, group_codes(table, chosen))
    chosen_floors = floors(table, split.discovery, floor)
    readable = ReadableModels(models.terms, models.rules)
    claims = proposer.claims(table, rows, readable, chosen_floors)
    return Discovery(table, split, models, adjustment, rows, claims, chosen_floors, screened)


def explain_table(
    table: Table,
    *,
    seed: int = 0,
    floor: float | None = None,
    title: str | None = None,
    examples: int = 3,
    progress: Progress | None = None,
    proposer: Proposer | None = None,
    level: Level = at_once,
) -> ReportRecord:
    """Explain a table: propose on discovery rows, test on verification rows, report.

    Parameters
    ----------
    table : Table
    seed : int, default=0
        For models and shuffles; the split of rows does not depend on it.
    floor : float, optional
        The smallest effect worth a statement, in the outcome's units.
    title : str, optional
    examples : int, default=3
        Example rows a claim.
    progress : Progress, optional
    proposer : Proposer, optional
        Where claims come from; by default they are read off the models.
    level : callable, optional
        Gives, from the ids of all claims, the false discovery rate that they may spend: less than
        0.05 where these rows were asked before.

    Returns
    -------
    ReportRecord

    Examples
    --------
    >>> from dataexplain.tables import build_table
    >>> dose = [1, 2, 3, 4, 5] * 20
    >>> pain = [9 - level + place % 3 for place, level in enumerate(dose)]
    >>> report = explain_table(build_table({"dose": dose, "pain": pain}, "pain"))
    >>> report.claims[0].verdict, report.claims[0].direction
    ('supported', 'down')
    """
    # many small products: threads would cost more than they bring, most of all on a busy machine
    with threadpool_limits(limits=1):
        silent = progress or Silence()
        return _explain(table, seed, floor, title, examples, silent, proposer, level)


def _explain(
    table: Table,
    seed: int,
    floor: float | None,
    title: str | None,
    examples: int,
    progress: Progress,
    proposer: Proposer | None,
    level: Level,
) -> ReportRecord:
    found = discover(table, seed=seed, floor=floor, progress=progress, proposer=proposer)
    table = found.table
    progress.stage("Looking for faults in the data")
    faults = find_faults(table, found.rows)
    claims = "1 claim" if len(found.claims) == 1 else f"{len(found.claims)} claims"
    progress.stage(f"Testing {claims} on held-out rows")
    spent = level([claim.id for claim in found.claims])
    vault = Vault(table, found.split, found.adjustment, found.floors, seed, spent)
    tested: Sequence[TestedClaim] = vault.test(found.claims, progress.step)
    progress.stage("Writing it down")
    report = assemble(
        table,
        split=found.split,
        models=found.models,
        discovery=found.rows,
        vault=vault,
        tested=tested,
        floors=found.floors,
        seed=seed,
        title=title or f"What explains {table.target}",
        examples=examples,
        faults=faults,
    )
    return with_screen(report, found.screened)


def _check_groups(table: Table, split: Split) -> None:
    """Refuse a group column that leaves too few groups to decide about any claim."""
    codes = group_codes(table, split.verification)
    if codes is not None and (groups := len(np.unique(codes))) < FEW_CLUSTERS:
        raise InputError(
            f"Its groups leave {groups} to test claims on, too few to decide about any.",
            file=table.source,
            column=next(column.name for column in table.columns if column.role is Role.GROUP),
            remedy=f"Give a column with at least {2 * FEW_CLUSTERS} groups, or none.",
        )


def _check_features(table: Table) -> None:
    """Refuse a table of texts that do not differ in any word."""
    if not table.features:
        name = with_role(table, Role.TEXT)
        raise InputError(
            "No word of it can be told from the others on the rows that propose, and no other "
            "column is left that could explain the target.",
            file=table.source,
            column=name,
            remedy="Give texts that differ, or other columns.",
        )


def in_content_order(table: Table, split: Split) -> Split:
    """Return the split with its rows ordered by content, so that the file's order is forgotten.

    Examples
    --------
    >>> from dataexplain.tables import build_table
    >>> table = build_table({"dose": [1, 2, 3, 4] * 10, "cured": ["no", "yes"] * 20}, "cured")
    >>> split = split_rows(table)
    >>> ordered = in_content_order(table, split)
    >>> sorted(ordered.discovery.tolist()) == split.discovery.tolist()
    True
    """
    keys = table.row_keys
    if keys is None:
        return split

    def ordered(rows: np.ndarray) -> np.ndarray:
        return rows[np.argsort(keys[rows], kind="stable")]

    return dataclasses.replace(
        split, discovery=ordered(split.discovery), verification=ordered(split.verification)
    )


def sampled(rows: np.ndarray, most: int, seed: int) -> np.ndarray:
    """Return the rows as they are, or a sample in random order where there are too many.

    Examples
    --------
    >>> sampled(np.array([2, 5, 7]), 3, seed=0).tolist()
    [2, 5, 7]
    """
    if len(rows) <= most:
        return rows
    return np.asarray(generator_for(seed, "rows read").choice(rows, most, replace=False))
