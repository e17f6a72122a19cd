"""Stability: how often a claim comes back when half of the discovery rows propose alone."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable, Mapping
from typing import Any

import numpy as np
from threadpoolctl import threadpool_limits

from dataexplain.claims import NONE, Claim, Region
from dataexplain.claims.contrast import Factor, Product, varies_from_dict
from dataexplain.randomness import generator_for, seed_for
from dataexplain.readers.returning import come_back
from dataexplain.records import ClaimRecord, ReportRecord
from dataexplain.runs.explaining import discover, in_content_order
from dataexplain.runs.same_words import SameWords, with_words
from dataexplain.statistics.permuting import time_blocks
from dataexplain.tables import Table, Task, split_rows
from dataexplain.verification.vault import group_codes

# Regions are compared on at most so many rows.
COMPARED_ROWS = 10_000


def refit(
    table: Table, number: int, *, seed: int, floor: float | None = None
) -> list[dict[str, Any]]:
    """Propose claims again from half of the discovery rows, drawn without replacement.

    No verification row is looked at. A refit depends on nothing but its arguments.

    Parameters
    ----------
    table : Table
    number : int
        Which of the refits this is.
    seed : int
    floor : float, optional
        As for the run itself.

    Returns
    -------
    list of dict
        The claims proposed, as `Claim.to_dict` writes them, with the words of their columns.

    Examples
    --------
    >>> from dataexplain.tables import build_table
    >>> dose = [1, 2, 3, 4, 5] * 40
    >>> pain = [9 - level + place % 3 for place, level in enumerate(dose)]
    >>> claims = refit(build_table({"dose": dose, "pain": pain}, "pain"), 0, seed=0)
    >>> claims[0]["kind"], claims[0]["features"], claims[0]["direction"]
    ('trend', ['dose'], 'down')
    """
    with threadpool_limits(limits=1):
        split = in_content_order(table, split_rows(table))
        half = half_of_rows(table, split.discovery, generator_for(seed, f"refit {number}"))
        found = discover(
            table,
            seed=seed_for(seed, f"models of refit {number}"),
            floor=floor,
            split=dataclasses.replace(split, discovery=half),
        )
    return [with_words(claim, found.table) for claim in found.claims]


def stabilities(
    report: ReportRecord, refits: Iterable[Iterable[Mapping[str, Any]]], table: Table
) -> dict[str, float]:
    """Return the share of refits in which each claim came back.

    Left out are claims that a column does not matter: half of the rows often cannot show it, so
    that they would seem unstable for nothing but their need of rows.

    Parameters
    ----------
    report : ReportRecord
        Whose claims they are.
    refits : iterable of iterable of mapping
        What `refit` returned, at least one.
    table : Table
        Its rows tell which regions are the same.

    Returns
    -------
    dict of str to float
        By the id of the claim.

    Examples
    --------
    >>> from dataexplain.runs.explaining import explain_table
    >>> from dataexplain.tables import build_table
    >>> dose = [1, 2, 3, 4, 5] * 40
    >>> pain = [9 - level + place % 3 for place, level in enumerate(dose)]
    >>> table = build_table({"dose": dose, "pain": pain}, "pain")
    >>> report = explain_table(table, examples=0)
    >>> set(stabilities(report, [refit(table, 0, seed=0), []], table).values())
    {0.5}
    """
    records = [record for record in report.claims if record.direction != NONE]
    own = [proposed_claim(record) for record in records]
    step = -(-len(table) // COMPARED_ROWS)
    words = SameWords.of(table, report.columns, np.arange(0, len(table), step))
    back = [
        come_back(own, [words.claim(entry) for entry in refit], words.frame) for refit in refits
    ]
    shares = np.mean(np.array(back, dtype=np.float64).reshape(len(back), len(own)), axis=0)
    return {record.id: float(share) for record, share in zip(records, shares, strict=True)}


def with_stability(report: ReportRecord, shares: Mapping[str, float], runs: int) -> ReportRecord:
    """Return the report with each claim's stability, and the number of refits behind it."""
    claims = tuple(
        dataclasses.replace(claim, stability=shares.get(claim.id)) for claim in report.claims
    )
    return dataclasses.replace(report, claims=claims, stability_runs=runs)


def proposed_claim(record: ClaimRecord) -> Claim:
    """Return the claim that a report's record was made of, as far as it says what is denoted."""
    bound = len(record.features) - len(record.entangled_with)
    return Claim(
        record.kind,
        record.features[:bound],
        record.direction,
        Region.from_dict(record.region),
        against=Region.from_dict(record.against),
        turn=record.turn,
        outcome_class=record.outcome_class,
        entangled_with=record.entangled_with,
        factors=_factors(record),
    )


def _factors(record: ClaimRecord) -> tuple[Factor, ...]:
    """Return what an interaction is made of: the factors of the product it was measured by."""
    for contrast in record.estimand.get("contrasts", ()):
        varies = varies_from_dict(contrast["varies"])
        if isinstance(varies, Product):
            return varies.factors
    return ()


def half_of_rows(table: Table, rows: np.ndarray, generator: np.random.Generator) -> np.ndarray:
    """Draw half of some rows: whole groups or blocks of time, else of each class its half.

    No class is lost: where a half lacks one, the next unit that has it is taken too.

    Parameters
    ----------
    table : Table
    rows : ndarray of int
        Discovery rows.
    generator : numpy.random.Generator

    Returns
    -------
    ndarray of int
        Some of `rows`, in their order.

    Examples
    --------
    >>> from dataexplain.tables import build_table
    >>> table = build_table({"dose": [1, 2, 2, 3] * 10, "cured": ["no", "yes"] * 20}, "cured")
    >>> half = half_of_rows(table, np.arange(40), np.random.default_rng(0))
    >>> len(half), int((half % 2).sum())
    (20, 10)
    """
    weights = table.weights()
    if weights is not None:
        rows = rows[weights[rows] > 0]
    units = _units(table, rows, generator)
    place = generator.permutation(units.max() + 1)[units]
    classes = _classes(table, rows)
    order = np.argsort(place, kind="stable")
    if units.max() + 1 == len(rows):
        # single rows: of each class its half
        ordered = order[np.argsort(classes[order], kind="stable")]
        sizes = np.bincount(classes)
        rank = np.arange(len(rows)) - np.repeat(np.cumsum(sizes) - sizes, sizes)
        return np.asarray(rows[np.sort(ordered[rank < (np.repeat(sizes, sizes) + 1) // 2])])
    taken = place <= place[order[(len(rows) - 1) // 2]]
    for lacking in np.setdiff1d(classes, classes[taken]):
        taken |= place == place[classes == lacking].min()
    return np.asarray(rows[taken])


def _units(table: Table, rows: np.ndarray, generator: np.random.Generator) -> np.ndarray:
    """Return what stays together: the group of each row, or its block of time, or itself."""
    groups = group_codes(table, rows)
    if groups is not None:
        return groups
    if table.row_times is not None:
        return time_blocks(table.row_times[rows], generator)
    return np.arange(len(rows))


def _classes(table: Table, rows: np.ndarray) -> np.ndarray:
    if table.task is Task.REGRESSION:
        return np.zeros(len(rows), dtype=np.int64)
    return np.asarray(table.frame[table.target].cat.codes.iloc[rows], dtype=np.int64)
