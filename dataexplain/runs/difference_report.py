"""Tested differences of two groups of texts -> the report record."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from dataexplain.claims import Words, compile_claim, say
from dataexplain.claims.text_readings import TextReading, text_reading
from dataexplain.features.term_display import shown_term
from dataexplain.features.text_columns import LEVELS
from dataexplain.records import (
    ClaimRecord,
    ColumnRecord,
    CountsRecord,
    ModelRecord,
    OutcomeRecord,
    ReportRecord,
    SplitRecord,
)
from dataexplain.runs.assembling import package_versions
from dataexplain.runs.claim_records import with_role
from dataexplain.runs.column_overview import column_record
from dataexplain.runs.measured_effects import (
    adjusted_effect,
    both_effects,
    known_interval,
    known_number,
    unadjusted_effect,
)
from dataexplain.runs.same_rows import row_sketch
from dataexplain.search.counted_words import counted_words
from dataexplain.tables import Role, Split, Table
from dataexplain.verification.families import ALPHA
from dataexplain.verification.judged_vault import JudgedVault, TestedProperty


@dataclass(frozen=True)
class JudgedBy:
    """Who judged texts of which column, and where yes begins for each property."""

    judge: str
    text: str
    yes_above: Mapping[str, float]


def difference_report(
    table: Table,
    split: Split,
    tested: Sequence[TestedProperty],
    judged: JudgedBy,
    *,
    vault: JudgedVault,
    seed: int,
    title: str,
    notes: Sequence[str] = (),
    models: Sequence[ModelRecord] = (),
    settings: Mapping[str, Any] | None = None,
) -> ReportRecord:
    """Write tested properties down as the record that every form of the report is made from.

    Parameters
    ----------
    table : Table
        Of two groups.
    split : Split
    tested : sequence of TestedProperty
        The most telling first.
    judged : JudgedBy
    vault : JudgedVault
        Sealed.
    seed : int
    title : str
    notes : sequence of str, default=()
    models : sequence of ModelRecord, default=()
        How well the groups are told apart.
    settings : mapping, optional
        What else was asked for.

    Returns
    -------
    ReportRecord
    """
    verdicts = [entry.verdict.verdict for entry in tested]
    columns = [_judged_column(judged, entry, table) for entry in tested]
    words = _words(table, judged, tested)
    held = tuple(column.name for column in table.features)
    return ReportRecord(
        title=title,
        target=table.target,
        task=table.task.value,
        roles={column.name: column.role.value for column in table.columns},
        claims=tuple(
            _claim(table, entry, rank, words, held) for rank, entry in enumerate(tested, start=1)
        ),
        faults=(),
        counts=CountsRecord(
            tried=len(verdicts),
            supported=verdicts.count("supported"),
            not_supported=verdicts.count("not_supported"),
            inconclusive=verdicts.count("inconclusive"),
            unverifiable=verdicts.count("unverifiable"),
        ),
        models=tuple(models),
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
        columns=(*map(column_record, table.columns), *columns),
        curves=(),
        settings={
            "false_discovery_rate": ALPHA,
            "source": Path(table.source).name,
            "recode": list(table.recoded),
            "group": with_role(table, Role.GROUP),
            "time": with_role(table, Role.TIME),
            "positive": table.positive,
            **(settings or {}),
        },
        notes=(*table.notes, *notes),
        ledger=tuple(entry.to_dict() for entry in vault.ledger),
    )


def _outcome(table: Table) -> OutcomeRecord:
    counts = table.frame[table.target].value_counts()
    mean, spread = table.outcome_moments(table.positive, table.frame.index.to_numpy())
    return OutcomeRecord(
        name=table.target,
        unit="probability",
        mean=mean,
        spread=spread,
        classes=table.classes,
        class_rows=tuple(int(counts[name]) for name in table.classes),
        positive=table.positive,
    )


def _judged_column(judged: JudgedBy, entry: TestedProperty, table: Table) -> ColumnRecord:
    record = entry.record
    terms = counted_words(record.property)
    if terms:
        return ColumnRecord(
            name=entry.claim.features[0],
            role=Role.BOOLEAN.value,
            missing=int(table.frame[judged.text].isna().sum()),
            distinct=2,
            note="Looked up by code.",
            levels=LEVELS,
            derived_from=judged.text,
            terms=terms,
        )
    return ColumnRecord(
        name=entry.claim.features[0],
        role=Role.BOOLEAN.value,
        missing=len(table) - sum(record.judged),
        distinct=2,
        note=f"Judged by {judged.judge}.",
        levels=LEVELS,
        derived_from=judged.text,
        asked=record.property,
        judge=judged.judge,
        yes_above=known_number(judged.yes_above[record.property]),
    )


def _words(table: Table, judged: JudgedBy, tested: Sequence[TestedProperty]) -> Words:
    return Words(
        target=table.target,
        regression=False,
        readings={
            entry.claim.features[0]: _reading(judged.text, entry.record.property)
            for entry in tested
        },
    )


def _reading(text: str, property: str) -> TextReading:
    terms = counted_words(property)
    return text_reading(text, map(shown_term, terms), "" if terms else property)


def _claim(
    table: Table, entry: TestedProperty, rank: int, words: Words, held: tuple[str, ...]
) -> ClaimRecord:
    claim, evidence, verdict, estimate = entry.claim, entry.evidence, entry.verdict, entry.estimate
    contrasts = compile_claim(claim, held)
    return ClaimRecord(
        id=claim.id,
        kind=claim.kind,
        text=say(
            claim,
            words,
            basis=verdict.basis,
            open_question=verdict.adjusted_open,
            held=bool(entry.record.strata),
        ),
        features=claim.features,
        direction=claim.direction,
        outcome_class=None,
        region=claim.region.to_dict(),
        against=claim.against.to_dict(),
        estimand={
            "contrasts": [contrast.to_dict() for contrast in contrasts],
            "measured": [both_effects(*both) for both in evidence.each],
            "combined_by": "largest p",
            "rows": "verification",
            "held_fixed": [stratum.column for stratum in entry.record.strata],
            "outcome": claim.features[0],
            "task": table.task.value,
            "basis": verdict.basis,
            "group": with_role(table, Role.GROUP),
            "time": with_role(table, Role.TIME),
            "floor": entry.floor,
            "judge": entry.record.judge,
        },
        effect=known_number(estimate.effect),
        unit="probability",
        interval=known_interval(estimate.interval),
        interval_selected=known_interval(entry.interval_selected),
        unadjusted=unadjusted_effect(evidence.unadjusted, evidence.unadjusted_p),
        adjusted=adjusted_effect(evidence.adjusted, evidence.adjusted_p),
        basis=verdict.basis,
        p=known_number(entry.p),
        q=known_number(verdict.q),
        n=estimate.n,
        floor=entry.floor,
        verdict=verdict.verdict,
        reason=verdict.reason,
        fidelity=True,
        sources=claim.sources,
        rank=rank,
        family=claim.family,
        rows_needed=verdict.rows_needed,
        sides=evidence.sides,
        passages=entry.passages,
        judged=entry.record,
    )
