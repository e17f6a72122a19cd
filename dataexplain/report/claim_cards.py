"""One claim as a reader meets it: the sentence, its numbers in words, its charts, a few rows."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

from dataexplain.records import ClaimRecord, CurveRecord, ReportRecord
from dataexplain.report.charts import claim_charts, effect_chart
from dataexplain.report.expectations import expectation_text
from dataexplain.report.formatting import (
    count,
    counted,
    finite,
    finite_pair,
    listed,
    p_value,
    roughly,
    share,
    shortened,
)
from dataexplain.report.judged_cards import judged_context
from dataexplain.report.marks import Chart
from dataexplain.report.outcome_format import OutcomeFormat, outcome_format
from dataexplain.report.part_cards import parts_context
from dataexplain.report.prompt_cards import prompted_context
from dataexplain.report.text_passages import passages_context, terms_line

VERDICTS = {
    "supported": "Supported",
    "inconclusive": "Inconclusive",
    "not_supported": "Not supported",
    "unverifiable": "Unverifiable",
}
KINDS = {
    "trend": "Trend",
    "threshold": "Threshold",
    "turning_point": "Turning point",
    "level_contrast": "Comparison of levels",
    "interaction": "Interaction",
    "subgroup": "Subgroup",
    "tail": "Rare values",
    "drift": "Change over time",
    "no_effect": "No effect",
    "term_effect": "Effect of words",
    "question_effect": "Effect of what texts say",
    "rule_effect": "Rule",
    "property_difference": "Difference in a property",
    "prompt_predicts": "Predictive sentence",
}
_BASES = {"adjusted": "Accounting for the other columns", "unadjusted": "On its own"}
# Fewer than this share of refits is worth a caution.
_UNSTABLE = 0.5
_MOST_EXAMPLES, _MOST_EXAMPLE_COLUMNS, _LONGEST_CELL = 4, 7, 60


def anchors(claims: Sequence[ClaimRecord]) -> list[str]:
    """Return an id for each claim's card: letters, digits and dashes, no two alike.

    Examples
    --------
    >>> from types import SimpleNamespace
    >>> anchors([SimpleNamespace(id='c 1"'), SimpleNamespace(id="c-1-")])
    ['claim-c-1-', 'claim-c-1--2']
    """
    taken: dict[str, int] = {}
    result = []
    for claim in claims:
        base = "claim-" + re.sub(r"[^A-Za-z0-9_-]", "-", str(claim.id))[:60]
        name = base
        while name in taken:
            taken[base] += 1
            name = f"{base}-{taken[base]}"
        taken[name] = 1
        result.append(name)
    return result


def claim_card(
    record: ReportRecord,
    claim: ClaimRecord,
    curves: Mapping[str, Sequence[CurveRecord]],
    *,
    anchor: str,
    place: int,
    rows: bool,
    charts: bool,
) -> dict[str, Any]:
    """Return everything a card shows, ready to print.

    Parameters
    ----------
    record : ReportRecord
    claim : ClaimRecord
    curves : mapping
        The curves of each column.
    anchor : str
        The id of the card.
    place : int
        Its place in the ranking, from 1.
    rows, charts : bool
        Whether to show example rows, and charts.

    Returns
    -------
    dict
    """
    outcome = outcome_format(record)
    per = _per(claim.unit)
    plain, selected = finite_pair(claim.interval), finite_pair(claim.interval_selected)
    widened = claim.verdict == "supported" and selected is not None and selected != plain
    shown = selected if widened else plain
    return {
        "anchor": anchor,
        "place": place,
        "kind": KINDS.get(claim.kind, claim.kind.replace("_", " ").capitalize()),
        "sentence": claim.text,
        "verdict": claim.verdict,
        "verdict_label": VERDICTS.get(claim.verdict, claim.verdict),
        "features": _named_columns(record, claim),
        "effect": outcome.difference(claim.effect, shown, per=per),
        "measured": finite(claim.effect) is not None,
        "interval": outcome.interval(shown, claim.effect),
        "interval_note": "interval widened for selection" if widened else "95% interval",
        "effect_text": claim.effect_text.rstrip("."),
        "effects": _effects(claim, outcome, shown),
        "effects_unit": (outcome.difference_unit + per).strip(),
        "parts": parts_context(claim, outcome, charts=charts),
        "facts": _facts(claim, outcome, per, record.stability_runs),
        "cautions": _cautions(claim, record.stability_runs),
        "reason": claim.reason,
        "effect_chart": _plain(effect_chart(record, claim, shown))
        if charts and claim.prompted is None
        else None,
        "charts": [_plain(chart) for chart in claim_charts(record, claim, curves)]
        if charts
        else [],
        "examples": example_rows(record, claim) if rows else None,
        "terms": terms_line(record, claim),
        "passages": passages_context(record, claim) if rows else None,
        "judged": judged_context(claim.judged),
        "prompted": prompted_context(claim.prompted, effect=claim.effect, rows=rows, charts=charts),
    }


def _named_columns(record: ReportRecord, claim: ClaimRecord) -> list[str]:
    """Return a claim's columns; for what is said of a text the text itself."""
    sources = {
        column.name: column.derived_from
        for column in record.columns
        if column.terms or column.asked
    }
    said = {claim.prompted.sentence} if claim.prompted else set()  # which is no column
    return list(
        dict.fromkeys(sources.get(name) or name for name in claim.features if name not in said)
    )


def _plain(chart: Chart | None) -> dict[str, Any] | None:
    return None if chart is None else chart.to_dict()


def _per(unit: str) -> str:
    """Take "per 10 months" from a slope's unit; the rest is the outcome's own."""
    _, separator, rest = f" {unit}".partition(" per ")
    return f" per {rest}" if separator else ""


def _effects(
    claim: ClaimRecord, outcome: OutcomeFormat, shown: Sequence[float] | None
) -> list[dict[str, Any]]:
    """Put the effect with the other columns held fixed beside the plain difference."""
    effects = []
    for basis in ("adjusted", "unadjusted"):
        measured = claim.adjusted if basis == "adjusted" else claim.unadjusted
        if measured is None:
            continue
        decides = claim.basis == basis
        interval = shown if decides else finite_pair(measured.interval)
        effects.append(
            {
                "label": _basis_label(claim, basis),
                "decides": decides,
                "effect": outcome.bare_difference(measured.effect, interval),
                "interval": outcome.bare_interval(interval, measured.effect),
                "p": p_value(measured.p),
            }
        )
    return effects


def _basis_label(claim: ClaimRecord, basis: str) -> str:
    named = claim.held_by_name
    if basis == "adjusted" and named:
        return f"Accounting for {listed([shortened(name, _LONGEST_CELL) for name in named])}"
    return _BASES[basis]


def _facts(
    claim: ClaimRecord, outcome: OutcomeFormat, per: str, refits: int
) -> list[tuple[str, str]]:
    """Return the small print of a card as (name, value) pairs; what is not known is left out."""
    facts = []
    if finite(claim.q) is not None:
        facts.append(("q", p_value(claim.q)))
    elif finite(claim.p) is not None:
        facts.append(("p", p_value(claim.p)))
    sides = ""
    if claim.sides and claim.prompted is None:
        sides = f" ({count(claim.sides[0])} against {count(claim.sides[1])})"
    facts.append(("rows", count(claim.n) + sides))
    if finite(claim.floor):
        facts.append(("floor", outcome.difference(claim.floor, sign=False, per=per)))
    if claim.adjusted is not None and finite(claim.adjusted.overlap) is not None:
        facts.append(("overlap", share(claim.adjusted.overlap)))
    if finite(claim.stability) is not None:
        facts.append(("came back in", _refits(claim.stability, refits)))
    if expectation_text(claim):
        facts.append(("the language model expected", expectation_text(claim)))
    if claim.sources and claim.prompted is None:
        facts.append(("read from", listed([str(source) for source in claim.sources])))
    return facts


def _refits(stability: float | None, refits: int) -> str:
    """Say in how many refits a claim came back.

    Examples
    --------
    >>> _refits(0.9, 20), _refits(0.9, 0)
    ('18 of 20 refits', '90% of refits')
    """
    if not refits:
        return f"{share(stability)} of refits"
    back = round((stability or 0.0) * refits)
    return f"{count(back) if back else 'none'} of {counted(refits, 'refit')}"


def _cautions(claim: ClaimRecord, refits: int) -> list[str]:
    cautions = []
    stability = finite(claim.stability)
    if stability is not None and stability < _UNSTABLE and claim.verdict == "supported":
        back = ("only " if stability else "") + _refits(stability, refits)
        cautions.append(
            f"Came back in {back} on half of the rows: with slightly other data it might not "
            "have been proposed."
        )
    if claim.basis == "unadjusted" and claim.verdict == "supported" and not claim.speaks_plainly:
        cautions.append("Holds on its own; not shown once the other columns are accounted for.")
    if claim.basis == "judge":
        cautions.append("Rests on a judge's answers that no person has checked.")
    if claim.entangled_with:
        cautions.append(f"Hard to tell apart from {listed(list(claim.entangled_with))}.")
    if not claim.fidelity:
        cautions.append("The model it was read from does not quite say this.")
    if claim.rows_needed and claim.verdict == "inconclusive":
        cautions.append(
            f"Would take about {roughly(claim.rows_needed)} rows like the {count(claim.n)} "
            "compared here to settle."
        )
    return cautions


def example_rows(record: ReportRecord, claim: ClaimRecord) -> dict[str, Any] | None:
    """Return a few rows the claim speaks of: its own columns and the outcome first."""
    examples = claim.examples[:_MOST_EXAMPLES]
    if not examples:
        return None
    present = {str(name): None for row in examples for name in row}
    first = [name for name in (*claim.features, record.target) if name in present]
    names = list(dict.fromkeys([*first, *present]))
    shown = names[:_MOST_EXAMPLE_COLUMNS]
    return {
        "columns": shown,
        "rows": [[cell_text(row.get(name)) for name in shown] for row in examples],
        "more": counted(len(names) - len(shown), "more column") if len(names) > len(shown) else "",
    }


def cell_text(value: Any) -> str:
    """Return a cell of the table as a text.

    Examples
    --------
    >>> cell_text(1984), cell_text(0.123456), cell_text(None), cell_text("a  b"), cell_text(True)
    ('1984', '0.123456', 'missing', 'a b', 'true')
    """
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, str):
        return shortened(value, _LONGEST_CELL)
    known = finite(value)
    if known is None:
        return "missing"
    if known == round(known) and abs(known) < 1e15:
        return f"{known:.0f}"
    return f"{known:.6g}"
