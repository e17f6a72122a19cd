"""A tested claim as the report holds it."""

from __future__ import annotations

from dataexplain.claims import UNADJUSTED, Claim, Words, compile_claim, say
from dataexplain.claims.text_readings import text_reading
from dataexplain.claims.wording import number
from dataexplain.features.term_display import shown_term
from dataexplain.models.adjustment import AdjustedRows
from dataexplain.readers.fidelity import is_faithful
from dataexplain.records import ClaimRecord, PartRecord
from dataexplain.runs.effect_texts import effect_text
from dataexplain.runs.importance import ranked
from dataexplain.runs.measured_effects import (
    adjusted_effect,
    both_effects,
    known_interval,
    known_number,
    unadjusted_effect,
)
from dataexplain.runs.passages import HeldOutTexts
from dataexplain.tables import Column, OutcomeScale, Role, Table, Task
from dataexplain.verification import TestedClaim, Vault
from dataexplain.verification.other_effect import with_others_held
from dataexplain.verification.parts import Part
from dataexplain.verification.verdicts import SUPPORTED

EXAMPLE_COLUMNS = 6


def claim_records(
    table: Table,
    tested: tuple[TestedClaim, ...],
    discovery: AdjustedRows,
    vault: Vault,
    examples: int,
) -> tuple[ClaimRecord, ...]:
    """Write tested claims down, the most telling first.

    Parameters
    ----------
    table : Table
    tested : tuple of TestedClaim
    discovery : AdjustedRows
        The rows the claims were read from, for their fidelity.
    vault : Vault
    examples : int
        Example rows a claim.
    """
    words = words_of(table)
    texts = HeldOutTexts(table, vault, discovery)
    return tuple(
        _record(table, entry, rank, words, texts, examples)
        for rank, entry in enumerate(ranked(tested), start=1)
    )


def words_of(table: Table) -> Words:
    """Return how the table's outcome and columns are called."""
    scale = table.outcome_scale
    return Words(
        target=table.target,
        average="typical" if scale.name == "log" else "average",
        capped=_capped(scale) if scale.name == "capped" else "",
        regression=table.task is Task.REGRESSION,
        units={column.name: column.unit for column in table.columns if column.unit},
        scales={
            column.name: dict(zip(column.scores, column.levels, strict=True))
            for column in table.columns
            if column.role is Role.ORDINAL and column.scores and not _numeric(column)
        },
        readings={
            column.name: text_reading(
                column.derived_from or "", map(shown_term, column.terms), column.asked
            )
            for column in table.columns
            if column.says_of_text
        },
        dates=frozenset(
            column.name for column in table.columns if table.frame[column.name].dtype.kind == "M"
        ),
    )


def _capped(scale: OutcomeScale) -> str:
    """Say within which bounds an outcome is averaged; a bound of zero goes without saying."""
    low, high = (None if end is None else number(end) for end in (scale.low, scale.high))
    return f" (capped at {high})" if scale.low == 0 else f" (capped at {low} and {high})"


def _numeric(column: Column) -> bool:
    """Tell whether an ordinal column's labels are just its numbers."""
    return column.levels == tuple(f"{score:g}" for score in column.scores)


def unit_of(table: Table) -> str:
    """Return the unit of effects: the target's own, its name, or probability.

    Examples
    --------
    >>> from dataexplain.tables import build_table
    >>> price = [f"${1000 + 7 * n}" for n in range(40)]
    >>> unit_of(build_table({"rooms": [1, 2, 3, 4] * 10, "price": price}, "price"))
    '$'
    """
    if table.task is not Task.REGRESSION:
        return "probability"
    return table.column(table.target).unit or table.target


def _record(
    table: Table,
    entry: TestedClaim,
    rank: int,
    words: Words,
    texts: HeldOutTexts,
    examples: int,
) -> ClaimRecord:
    vault = texts.vault
    claim, evidence, verdict = entry.claim, entry.evidence, entry.verdict
    estimate = entry.estimate
    shown = verdict.verdict == SUPPORTED and examples > 0
    held = tuple(column.name for column in table.features)
    contrasts = compile_claim(claim, held)
    fixed = sorted({name for entry in contrasts for name in entry.held.columns})
    return ClaimRecord(
        id=claim.id,
        kind=claim.kind,
        text=say(
            claim,
            words,
            basis=verdict.basis,
            open_question=verdict.adjusted_open,
            held=bool(fixed) or bool(claim.entangled_with),
        ),
        features=(*claim.features, *claim.entangled_with),
        direction=claim.direction,
        outcome_class=claim.outcome_class,
        region=claim.region.to_dict(),
        against=claim.against.to_dict(),
        estimand={
            "contrasts": [contrast.to_dict() for contrast in contrasts],
            "measured": [both_effects(*both) for both in evidence.each],
            "combined_by": "largest p",
            "rows": "verification",
            "held_fixed": fixed,
            **({} if claim.held is None else {"held_by_name": list(claim.held)}),
            **({"rests_on": claim.rests_on} if claim.rests_on else {}),
            "outcome": table.target,
            "task": table.task.value,
            "basis": verdict.basis,
            "weights": with_role(table, Role.WEIGHTS),
            "group": with_role(table, Role.GROUP),
            "time": with_role(table, Role.TIME),
            "floor": entry.floor,
            "judge": next(
                filter(None, (table.column(name).judge for name in claim.features)), None
            ),
        },
        effect=known_number(estimate.effect),
        unit=unit_of(table),
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
        reason=_reason(entry, bool(fixed)),
        # what was brought was read from no model
        fidelity=bool(claim.rests_on) or is_faithful(claim, texts.discovery, entry.floor),
        sources=claim.sources,
        rank=rank,
        family=claim.family,
        turn=claim.turn,
        effect_text=effect_text(entry, words, table.task),
        entangled_with=claim.entangled_with,
        rows_needed=verdict.rows_needed,
        sides=evidence.sides,
        examples=texts.example_rows(claim, examples, _columns(table, claim)) if shown else (),
        parts=tuple(_part(claim, part, words) for part in vault.parts(entry)),
        terms=texts.terms(claim),
        passages=texts.passages(claim, examples) if shown else (),
    )


def _part(claim: Claim, part: Part, words: Words) -> PartRecord:
    label = words.region(part.region)
    if claim.kind == "drift":
        condition = part.region.conditions[0]
        bound = condition.high if condition.low is None else condition.low
        assert bound is not None
        when = "before" if condition.low is None else "from"
        label = f"{when} {words.value(condition.column, bound)}"
    return PartRecord(
        label,
        float(part.estimate.effect),
        part.estimate.interval,
        part.estimate.n,
        part.points,
    )


def with_role(table: Table, role: Role) -> str | None:
    """Return the name of the column that has a role, if one has it."""
    return next((column.name for column in table.columns if column.role is role), None)


def _reason(entry: TestedClaim, holds: bool) -> str:
    """Add to a verdict's reason the effect with others held, or what rows were too few for."""
    claim, evidence, verdict = entry.claim, entry.evidence, entry.verdict
    if claim.rests_on == UNADJUSTED and holds:
        beside = with_others_held(claim, evidence, verdict.verdict, entry.floor)
        return " ".join(filter(None, (verdict.reason, beside)))
    if not evidence.thinned or verdict.basis == UNADJUSTED:
        return verdict.reason
    return (
        f"{verdict.reason} With so few rows the other columns are held through the model's "
        "expectation, and one by one only where they are closest."
    )


def _columns(table: Table, claim: Claim) -> list[str]:
    """Return what example rows show: the claim's columns, the target, then a few others.

    In place of what was read off a text stands the text.
    """
    texts = {column.name for column in table.columns if column.role is Role.TEXT}
    shown = [_shown(table.column(name), texts) for name in claim.features]
    others = [name for column in table.features if (name := _shown(column, texts)) not in texts]
    own = list(dict.fromkeys(shown))
    room = max(EXAMPLE_COLUMNS - len(own) - 1, 0)
    return [*own, table.target, *[name for name in others if name not in own][:room]]


def _shown(column: Column, texts: set[str]) -> str:
    return column.derived_from if column.derived_from in texts else column.name
