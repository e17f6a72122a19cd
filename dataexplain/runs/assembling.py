"""Everything a run found -> the report record."""

from __future__ import annotations

import importlib.metadata
import platform
from collections.abc import Mapping, Sequence
from pathlib import Path

import numpy as np

from dataexplain import __version__
from dataexplain.claims.wording import number
from dataexplain.faults import touching
from dataexplain.models.adjustment import AdjustedRows
from dataexplain.models.fitting import FittedModels
from dataexplain.readers.outcome_curves import outcome_curve
from dataexplain.records import (
    CountsRecord,
    CurveRecord,
    FaultRecord,
    OutcomeRecord,
    ReportRecord,
    SplitRecord,
)
from dataexplain.runs.claim_records import claim_records, unit_of, with_role
from dataexplain.runs.column_overview import column_record
from dataexplain.runs.model_scores import model_scores
from dataexplain.runs.same_rows import row_sketch
from dataexplain.tables import Role, Split, Table, Task
from dataexplain.verification import TestedClaim, Vault
from dataexplain.verification.held_out import held_out_points, level_shift

VERSIONED = ("numpy", "scipy", "pandas", "scikit-learn", "interpret-core", "imodels")


def assemble(
    table: Table,
    *,
    split: Split,
    models: FittedModels,
    discovery: AdjustedRows,
    vault: Vault,
    tested: Sequence[TestedClaim],
    floors: Mapping[str | None, float],
    seed: int,
    title: str,
    examples: int,
    faults: Sequence[FaultRecord] = (),
) -> ReportRecord:
    """Write a run down as the record that all forms of the report are rendered from.

    Called after the test: it also scores the models on verification rows.

    Parameters
    ----------
    table : Table
    split : Split
    models : FittedModels
    discovery : AdjustedRows
        The discovery rows that were read, for fidelity and curves.
    vault : Vault
        Sealed.
    tested : sequence of TestedClaim
    floors : mapping of outcome class to float
    seed : int
    title : str
    examples : int
        Example rows a claim.
    faults : sequence of FaultRecord
        What is odd in the data.

    Returns
    -------
    ReportRecord
    """
    claims = claim_records(table, tuple(tested), discovery, vault, examples)
    verdicts = [claim.verdict for claim in claims]
    return ReportRecord(
        title=title,
        target=table.target,
        task=table.task.value,
        roles={column.name: column.role.value for column in table.columns},
        claims=claims,
        faults=touching(faults, claims),
        counts=CountsRecord(
            tried=len(verdicts),
            supported=verdicts.count("supported"),
            not_supported=verdicts.count("not_supported"),
            inconclusive=verdicts.count("inconclusive"),
            unverifiable=verdicts.count("unverifiable"),
        ),
        models=model_scores(table, split, models, vault, seed),
        splits=SplitRecord(
            rows_read=table.rows_read,
            rows_without_target=table.rows_without_target,
            discovery=len(split.discovery),
            verification=len(split.verification),
            method=split.method,
            data_hash=table.data_hash,
            split_hash=split.split_hash,
            left_out=split.left_out,
            row_sketch=() if table.row_keys is None else row_sketch(table.row_keys),
        ),
        seed=seed,
        versions=package_versions(),
        outcome=_outcome(table),
        columns=tuple(column_record(column) for column in table.columns),
        curves=_curves(table, models, discovery, vault),
        settings={
            "floors": {name or table.target: value for name, value in floors.items()},
            "false_discovery_rate": 0.05,
            "controls": list(table.controls),
            "source": Path(table.source).name,
            "recode": list(table.recoded),
            "scale": table.outcome_scale.name,
            "weights": with_role(table, Role.WEIGHTS),
            "group": with_role(table, Role.GROUP),
            "time": with_role(table, Role.TIME),
            "positive": table.positive,
            "ignore": [column.name for column in table.columns if column.role is Role.IGNORED],
        },
        notes=(*_notes(table, split, models), *_shifts(table, vault)),
        ledger=tuple(entry.to_dict() for entry in vault.ledger),
        entangled=_entangled(tested),
    )


def _notes(table: Table, split: Split, models: FittedModels) -> tuple[str, ...]:
    notes = list(table.notes)
    if models.rows_used < len(split.discovery):
        notes.append(
            f"The additive model was fitted on a sample of {models.rows_used:,} of the "
            f"{len(split.discovery):,} discovery rows; claims were tested on all verification rows."
        )
    return tuple(notes)


def _shifts(table: Table, vault: Vault) -> tuple[str, ...]:
    """Say that later rows have another level, where the charts take it out."""
    rows = vault.measured()
    if rows.times is None:
        return ()
    moved = [level_shift(rows, name) for name in table.explained_classes]
    unit = "" if table.task is Task.REGRESSION else " (as a probability)"
    return (
        "In the charts the averages of later rows are moved by "
        f"{', '.join(number(-shift) for shift in moved)}{unit}, to the level that earlier rows "
        "lead to expect.",
    )


def _entangled(tested: Sequence[TestedClaim]) -> tuple[tuple[str, ...], ...]:
    """Return the groups of columns that claims speak of together, the largest of each."""
    groups = {
        frozenset((*entry.claim.features, *entry.claim.entangled_with))
        for entry in tested
        if entry.claim.entangled_with
    }
    whole = [group for group in groups if not any(group < other for other in groups)]
    return tuple(sorted(tuple(sorted(group)) for group in whole))


def _outcome(table: Table) -> OutcomeRecord:
    mean, spread = table.outcome_moments(table.explained_classes[0], np.arange(len(table)))
    counts = table.frame[table.target].astype(str).value_counts()
    scale = table.outcome_scale
    return OutcomeRecord(
        table.target,
        unit_of(table),
        mean,
        spread,
        classes=table.classes,
        class_rows=tuple(int(counts.get(name, 0)) for name in table.classes),
        positive=table.positive,
        scale=scale.name,
        bounds=(scale.low, scale.high),
        offset=scale.offset,
    )


def package_versions() -> dict[str, str]:
    """Return the versions of all that a result depends on."""
    versions = {"dataexplain": __version__, "python": platform.python_version()}
    return versions | {name: importlib.metadata.version(name) for name in VERSIONED}


def _curves(
    table: Table, models: FittedModels, discovery: AdjustedRows, vault: Vault
) -> tuple[CurveRecord, ...]:
    """Return the additive model's curves with held-out averages beside them."""
    records = []
    for outcome_class in table.explained_classes:
        for curve in models.additive.curves(outcome_class):
            column = table.column(curve.feature)
            record = outcome_curve(curve, column, discovery, outcome_class)
            if record is not None:
                records.append(held_out_points(record, vault.measured()))
    return tuple(sorted(records, key=lambda record: -record.importance))
