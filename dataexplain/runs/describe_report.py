"""Tested sentences -> the report record."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from dataexplain.claims import Words, say
from dataexplain.llm import ChatModel
from dataexplain.operations.numbered_columns import numbered_columns
from dataexplain.records import (
    ClaimRecord,
    CountsRecord,
    LanguageModelRecord,
    OutcomeRecord,
    ReportRecord,
    SplitRecord,
)
from dataexplain.runs.assembling import package_versions
from dataexplain.runs.describe_reading import OpenedPairs
from dataexplain.runs.measured_effects import known_interval, known_number
from dataexplain.runs.same_rows import row_sketch
from dataexplain.runs.sentences_again import TEXT_TASK
from dataexplain.search.prompts.answering_form import AnsweringForm
from dataexplain.tables import Split, Task
from dataexplain.tables.pair_reading import ReadPairs
from dataexplain.verification.families import ALPHA
from dataexplain.verification.prompt_vault import PromptVault, TestedPrompt
from dataexplain.verification.verdicts import (
    INCONCLUSIVE,
    NOT_SUPPORTED,
    SUPPORTED,
    UNVERIFIABLE,
)


def description_report(
    opened: OpenedPairs,
    split: Split,
    tested: Sequence[TestedPrompt],
    *,
    form: AnsweringForm,
    vault: PromptVault,
    seed: int,
    title: str,
    notes: Sequence[str] = (),
    settings: Mapping[str, Any] | None = None,
    model: ChatModel | None = None,
) -> ReportRecord:
    """Write tested sentences down as the record that every form of the report is made from.

    Parameters
    ----------
    opened : OpenedPairs
    split : Split
    tested : sequence of TestedPrompt
        The most telling first.
    form : AnsweringForm
        Whether outputs are classes.
    vault : PromptVault
        Sealed.
    seed : int
    title : str
    notes : sequence of str, default=()
    settings : mapping, optional
        What else was asked for.
    model : ChatModel, optional
        The model that was asked.

    Returns
    -------
    ReportRecord
    """
    read = opened.read
    task = task_of(form)
    return ReportRecord(
        title=title,
        target=read.output_name,
        task=task,
        roles={column.name: column.role for column in opened.columns},
        claims=tuple(_claim(entry, rank, task, read) for rank, entry in enumerate(tested, start=1)),
        faults=(),
        counts=_counts(tested),
        models=(),
        splits=_splits(opened, split),
        seed=seed,
        versions=package_versions(),
        outcome=outcome_record(read, form),
        columns=opened.columns,
        curves=(),
        settings={
            "false_discovery_rate": ALPHA,
            "source": Path(read.source).name,
            "input": list(read.input_names),
            "output": read.output_name,
            "outputs_are": form.kind,
            **(settings or {}),
        },
        notes=(*read.notes, *notes),
        ledger=tuple(entry.to_dict() for entry in vault.ledger),
        language_model=None if model is None else model_record(model),
    )


def task_of(form: AnsweringForm) -> str:
    """Return what kind of outcome it is: classes, or texts."""
    return Task.MULTICLASS.value if form.classes else TEXT_TASK


def outcome_record(read: ReadPairs, form: AnsweringForm) -> OutcomeRecord:
    """Return the outputs in one line: `mean` is the share of the commonest one.

    Parameters
    ----------
    read : ReadPairs
    form : AnsweringForm

    Examples
    --------
    >>> from dataexplain.tables.pair_reading import read_pairs
    >>> read = read_pairs({"in": range(20), "out": ["yes", "no", "no", "no"] * 5}, ["in"], "out")
    >>> found = outcome_record(read, AnsweringForm("classes", ("no", "yes")))
    >>> found.class_rows, found.mean
    ((15, 5), 0.75)
    """
    outputs = [form.class_of(text) or text.strip() for text in read.pairs.outputs]
    counted = Counter(outputs)
    commonest = counted.most_common(1)[0][1] / len(outputs)
    return OutcomeRecord(
        name=read.output_name,
        unit="probability",
        mean=commonest,
        spread=math.sqrt(commonest * (1 - commonest)),
        classes=form.classes,
        class_rows=tuple(counted[name] for name in form.classes),
    )


def model_record(model: ChatModel) -> LanguageModelRecord:
    """Return who was asked; it was not asked what it expects of statements."""
    used = (
        f"{model.name} proposed sentences and was given them with the inputs; it decides no "
        f"verdict. Spent on it: {model.budget.sentence()}."
    )
    return LanguageModelRecord(
        name=model.name,
        backend=model.backend.name,
        fingerprint=model.backend.fingerprint,
        prompts=(),
        asked=0,
        no_answers=0,
        unasked=0,
        notes=(used, *model.notes),
    )


def _counts(tested: Sequence[TestedPrompt]) -> CountsRecord:
    verdicts = [entry.verdict.verdict for entry in tested]
    return CountsRecord(
        tried=len(verdicts),
        supported=verdicts.count(SUPPORTED),
        not_supported=verdicts.count(NOT_SUPPORTED),
        inconclusive=verdicts.count(INCONCLUSIVE),
        unverifiable=verdicts.count(UNVERIFIABLE),
    )


def _splits(opened: OpenedPairs, split: Split) -> SplitRecord:
    read = opened.read
    output = next(column for column in opened.columns if column.name == read.output_name)
    return SplitRecord(
        rows_read=read.rows_read,
        rows_without_target=output.missing,
        discovery=len(split.discovery),
        verification=len(split.verification),
        method=split.method,
        data_hash=read.data_hash,
        split_hash=split.split_hash,
        row_sketch=row_sketch(read.row_keys),
    )


def _claim(entry: TestedPrompt, rank: int, task: str, read: ReadPairs) -> ClaimRecord:
    claim, verdict, estimate = entry.claim, entry.verdict, entry.estimate
    return ClaimRecord(
        id=claim.id,
        kind=claim.kind,
        text=say(claim, Words(target=read.output_name, regression=False), basis=verdict.basis),
        features=claim.features,
        direction=claim.direction,
        outcome_class=None,
        region=claim.region.to_dict(),
        against=claim.against.to_dict(),
        estimand={
            # nothing of the table varies: chances of the right output are compared
            "contrasts": [],
            "combined_by": "largest p",
            "rows": "verification",
            "held_fixed": [],
            "outcome": read.output_name,
            "task": task,
            "basis": verdict.basis,
            "floor": entry.floor,
            "source": entry.record.source,
            "model": entry.record.model,
        },
        effect=known_number(estimate.effect),
        unit="probability",
        interval=_possible(estimate.interval),
        interval_selected=_possible(entry.interval_selected),
        # the smallest gain that decides: no column is held fixed, so there is no second effect
        unadjusted=None,
        adjusted=None,
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
        prompted=replace(
            entry.record,
            numbers=numbered_columns(entry.record.sentence, read.pairs.inputs, read.input_names),
        ),
    )


def _possible(interval: tuple[float, float]) -> tuple[float, float] | None:
    """Cut an interval off where no gain can be."""
    known = known_interval(interval)
    return None if known is None else (max(known[0], -1.0), min(known[1], 1.0))
