"""The card of a claim: what was said, what held-out rows gave, and what stands around it."""

from __future__ import annotations

import math
from collections.abc import Iterator
from typing import Any

from dataexplain.readers.cards.curve_card import curve_facts
from dataexplain.readers.cards.level_card import level_facts
from dataexplain.readers.cards.outcome_units import OutcomeUnits, in_spreads, units_of
from dataexplain.readers.cards.part_grid import part_grid
from dataexplain.readers.cards.quoting import quoted, sentence
from dataexplain.readers.cards.region_lines import region_lines
from dataexplain.readers.cards.token_counts import first_that_fits
from dataexplain.records import ClaimRecord, CurveRecord, ReportRecord

_LONGEST_TEXT = 600
_MOST_NAMED = 6
# Claims about one column's curve, for which the curve's facts are worth their tokens.
_ABOUT_A_CURVE = frozenset(
    {"trend", "threshold", "turning_point", "level_contrast", "no_effect", "tail"}
)


def claim_card(claim: ClaimRecord, report: ReportRecord) -> str:
    """Return a claim as a card of at most 350 tokens (`tokens`), in Markdown.

    Parameters
    ----------
    claim : ClaimRecord
    report : ReportRecord
        Whose outcome, columns and curves stand around the claim; names are taken from records only.

    Returns
    -------
    str
        Without a line break at the end.
    """
    return first_that_fits(_drafts(claim, report))


def curve_of(claim: ClaimRecord, report: ReportRecord) -> CurveRecord | None:
    """Return the curve that a claim about one column is a statement on."""
    if len(claim.features) != 1:
        return None
    curves = [curve for curve in report.curves if curve.feature == claim.features[0]]
    of_class = [curve for curve in curves if curve.outcome_class == claim.outcome_class]
    return next(iter(of_class or curves), None)


def _drafts(claim: ClaimRecord, report: ReportRecord) -> Iterator[str]:
    units = units_of(report.outcome)
    top = [_said(claim, report), "", *_effects(claim, report, units)]
    around = _around(claim, report)
    rule = region_lines(claim, report, units)
    for points in (5, 3, 0):
        yield "\n".join([*top, *rule, *part_grid(claim, units, points), *around])
    for kept in range(len(around) - 1, -1, -1):
        yield "\n".join([*top, *rule, *around[:kept]])
    yield "\n".join(top)


def _said(claim: ClaimRecord, report: ReportRecord) -> str:
    """Return the claim's text and its verdict."""
    names = [report.target, *claim.features, *claim.entangled_with]
    levels = [level for entry in claim.region.values() for level in _levels(entry)]
    levels += [level for entry in claim.against.values() for level in _levels(entry)]
    classes = [] if claim.outcome_class is None else [claim.outcome_class]
    said = claim.text[:_LONGEST_TEXT]
    # a sentence that a model follows stands in quotes by itself
    text = said if claim.prompted else sentence(said, [*names, *levels, *classes])
    return f"**Claim** ({claim.verdict.replace('_', ' ')}): {text}"


def _levels(entry: Any) -> list[str]:
    if not isinstance(entry, dict):
        return []
    return [level for level in entry.get("levels") or () if isinstance(level, str)]


def _effects(claim: ClaimRecord, report: ReportRecord, units: OutcomeUnits) -> list[str]:
    """Return both effects, the one that the verdict rests on first."""
    held = _held_fixed(claim)
    others = "the other columns"
    if held is not None:
        others = f"{held} other column{'' if held == 1 else 's'}"
    found = [
        (name, entry)
        for name, entry in (
            (f"With {others} held fixed", claim.adjusted),
            ("Plain difference", claim.unadjusted),
        )
        if entry is not None
    ]
    if claim.basis == "unadjusted":
        found.reverse()
    lines = [f"- {name}: {units.effect(entry.effect, entry.interval)}." for name, entry in found]
    if not lines:
        lines.append(f"- Effect: {units.effect(claim.effect, claim.interval)}.")
    size = in_spreads(claim.effect, report.outcome, claim.outcome_class)
    if size is not None and claim.prompted is None:  # a gain is no move of the outcome
        lines.append(f"- Size: {size:.2f} spreads of the outcome.")
    return [*lines, _rows(claim, report)]


def _rows(claim: ClaimRecord, report: ReportRecord) -> str:
    text = f"- Measured on {claim.n:,} held-out rows"
    if claim.sides is not None:
        text += f" ({claim.sides[0]:,} against {claim.sides[1]:,})"
    if claim.stability is not None and math.isfinite(claim.stability):
        text += f"; proposed again in {claim.stability:.0%} of {report.stability_runs} refits"
    return f"{text}."


def _held_fixed(claim: ClaimRecord) -> int | None:
    """Return how many columns were held fixed, as far as the record tells."""
    try:
        return len(claim.estimand["contrasts"][0]["held"]["columns"])
    except (KeyError, IndexError, TypeError):
        return None  # a report made by hand, or an older one


def _around(claim: ClaimRecord, report: ReportRecord) -> list[str]:
    """Return what helps to judge the claim, the most important first."""
    lines = []
    if claim.entangled_with:
        named = ", ".join(quoted(name) for name in claim.entangled_with[:_MOST_NAMED])
        more = len(claim.entangled_with) - _MOST_NAMED
        lines.append(f"- Cannot be told apart from {named}{f' and {more} more' * (more > 0)}.")
    if claim.effect_text:
        lines.append(f"- {sentence(claim.effect_text, claim.features)}")
    curve = curve_of(claim, report) if claim.kind in _ABOUT_A_CURVE else None
    if curve is not None:
        lines += _curve_lines(curve, report)
    if claim.verdict != "supported" and claim.reason:
        lines.append(f"- {sentence(claim.reason, claim.features)}")
    return lines


def _curve_lines(curve: CurveRecord, report: ReportRecord) -> list[str]:
    if curve.levels:
        facts = level_facts(curve, report.outcome)
    else:
        columns = {column.name: column for column in report.columns}
        facts = curve_facts(curve, report.outcome, columns.get(curve.feature))
    return [f"- Curve of {quoted(curve.feature)} against its average:", *(f"  {x}" for x in facts)]
