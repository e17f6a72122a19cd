"""From a report record to a plain dictionary: the only place that picks what is shown.

Templates and Markdown print this dictionary as it stands; they format nothing.
"""

from __future__ import annotations

from collections import defaultdict
from typing import Any

from dataexplain.records import ClaimRecord, CurveRecord, ReportRecord
from dataexplain.report.charts import (
    average_of,
    counts_chart,
    feature_chart,
    outcome_format,
    outcome_words,
)
from dataexplain.report.claim_cards import VERDICTS, anchors, claim_card
from dataexplain.report.formatting import count, counted, finite, listed, number, readable, share
from dataexplain.report.method import method_context
from dataexplain.report.model_quality import models_context

# Beyond these, the page names what it leaves to report.json: it has to stay small enough to mail.
MOST_CLAIM_CHARTS = 100
MOST_CURVE_CHARTS = 120
MOST_CARDS_A_SECTION = 200
MOST_COLUMNS = 400
CURVES_BEFORE_THE_FOLD = 12
_STRONGEST = 3


def report_context(record: ReportRecord, *, rows: bool = True) -> dict[str, Any]:
    """Return what the report shows, as texts, lists and dictionaries.

    Parameters
    ----------
    record : ReportRecord
    rows : bool
        Whether example rows may be shown.

    Returns
    -------
    dict
    """
    ordered = ranked(record.claims)
    claims = list(zip(anchors(ordered), ordered, strict=True))
    curves: dict[str, list[CurveRecord]] = defaultdict(list)
    for curve in record.curves:
        curves[curve.feature].append(curve)
    context: dict[str, Any] = {
        "title": record.title or f"What goes with {record.target}",
        "target": record.target,
        "schema": record.schema,
        "answer": _answer(record, claims),
        "outcome": _outcome(record),
        "sections": _sections(record, claims, curves, rows=rows),
        "curves": _curves(record),
        "models": models_context(record.models),
        "data": _data(record),
        "method": method_context(record),
    }
    return {name: _readable(entry) for name, entry in context.items()}


def ranked(claims: tuple[ClaimRecord, ...]) -> list[ClaimRecord]:
    """Return the claims by rank; those without a rank last, as they came."""
    return sorted(claims, key=lambda claim: claim.rank if claim.rank > 0 else len(claims) + 1e9)


def _readable(value: Any) -> Any:
    if isinstance(value, str):
        return readable(value)
    if isinstance(value, dict):
        return {key: _readable(entry) for key, entry in value.items()}
    if isinstance(value, (list, tuple)):
        return [_readable(entry) for entry in value]
    return value


def _answer(record: ReportRecord, claims: list[tuple[str, ClaimRecord]]) -> dict[str, Any]:
    counts = record.counts
    supported = [(name, claim) for name, claim in claims if claim.verdict == "supported"]
    parts = [f"{count(counts.supported)} held (supported)" if counts.supported else "none held"]
    for amount, words in (
        (counts.not_supported, "did not (not supported)"),
        (counts.inconclusive, "stayed open (inconclusive)"),
        (counts.unverifiable, "could not be tested (unverifiable)"),
    ):
        if amount:
            parts.append(f"{count(amount)} {words}")
    sentence = (
        f"We tried {counted(counts.tried, 'statement')} about “{record.target}” on "
        f"{counted(record.splits.verification, 'row')} that had no part in proposing them: "
        f"{', '.join(parts)}."
    )
    if not counts.tried:
        sentence = f"No statement about “{record.target}” was proposed, so nothing was tested."
    chart = counts_chart(counts)
    return {
        "sentence": sentence,
        "nothing": _nothing(record) if counts.tried and not counts.supported else "",
        "strongest": [
            {"text": claim.text, "anchor": name} for name, claim in supported[:_STRONGEST]
        ],
        "chips": [
            {"verdict": verdict, "label": label, "count": count(getattr(counts, verdict))}
            for verdict, label in VERDICTS.items()
            if verdict in {"supported", "inconclusive", "not_supported"} or getattr(counts, verdict)
        ],
        "chart": None if chart is None else chart.to_dict(),
    }


def _nothing(record: ReportRecord) -> str:
    floors = sorted(claim.floor for claim in record.claims if finite(claim.floor))
    least = outcome_format(record).difference(floors[0], sign=False) if floors else ""
    size = f" an effect of at least {least}" if least else " an effect"
    return (
        f"Nothing is supported: none of the statements showed{size} that these rows can tell "
        "from chance. That is a result too. It does not say that the columns have no effect."
    )


def _outcome(record: ReportRecord) -> dict[str, str]:
    outcome, format_ = record.outcome, outcome_format(record)
    if record.task == "regression":
        line = f"“{outcome.name}” averages {format_.level(outcome.mean)}"
        if finite(outcome.spread) is not None:
            line += f", with a standard deviation of {format_.level(outcome.spread)}"
    elif record.task == "binary" and outcome.positive is not None:
        line = f"“{outcome.name}” is “{outcome.positive}” in {share(outcome.mean, 3)} of the rows"
    else:
        total = sum(outcome.class_rows) or 1
        shares = [
            f"“{name}” ({share(rows / total)})"
            for name, rows in zip(outcome.classes[:8], outcome.class_rows, strict=False)
        ]
        more = len(outcome.classes) - len(shares)
        shares += [counted(more, "more class", "more classes")] if more > 0 else []
        line = f"“{outcome.name}” is one of {listed(shares)}"
    return {"line": line + "."}


def _sections(
    record: ReportRecord,
    claims: list[tuple[str, ClaimRecord]],
    curves: dict[str, list[CurveRecord]],
    *,
    rows: bool,
) -> dict[str, dict[str, Any]]:
    sections: dict[str, dict[str, Any]] = {}
    charts_left = MOST_CLAIM_CHARTS
    for verdict in VERDICTS:
        chosen = [(name, claim) for name, claim in claims if claim.verdict == verdict]
        cards = []
        for place, (name, claim) in enumerate(chosen[:MOST_CARDS_A_SECTION], start=1):
            card = claim_card(
                record,
                claim,
                curves,
                anchor=name,
                place=place,
                rows=rows and verdict in {"supported", "inconclusive"},
                charts=charts_left > 0 and verdict in {"supported", "inconclusive"},
            )
            charts_left -= len(card["charts"])
            cards.append(card)
        sections[verdict] = {
            "cards": cards,
            "count": count(len(chosen)),
            "more": max(len(chosen) - len(cards), 0),
        }
    return sections


def _curves(record: ReportRecord) -> dict[str, Any]:
    ordered = sorted(record.curves, key=lambda curve: -(finite(curve.importance) or 0.0))
    largest = max((finite(curve.importance) or 0.0 for curve in ordered), default=0.0)
    entries = []
    for place, curve in enumerate(ordered):
        chart = feature_chart(record, curve) if place < MOST_CURVE_CHARTS else None
        weight = (finite(curve.importance) or 0.0) / largest if largest > 0 else 0.0
        entries.append(
            {
                "id": f"curve-{place + 1}",
                "feature": curve.feature,
                "outcome_class": curve.outcome_class if record.task == "multiclass" else None,
                "shows": outcome_words(record, curve.outcome_class),
                "weight": share(weight),
                "flat": listed([f"{low:.6g} to {high:.6g}" for low, high in curve.flat]),
                "chart": None if chart is None else chart.to_dict(),
                "pieces": _pieces(record, curve),
            }
        )
    return {
        "shown": entries[:CURVES_BEFORE_THE_FOLD],
        "folded": entries[CURVES_BEFORE_THE_FOLD:],
        "average": outcome_format(record).level(average_of(record, None)),
    }


def _pieces(record: ReportRecord, curve: CurveRecord) -> list[tuple[str, str, str]]:
    """Return a curve in words: (where, level of the outcome, rows)."""
    outcome = outcome_format(record)
    pieces = []
    for piece in curve.pieces:
        if piece.levels:
            where = listed(list(piece.levels[:6]))
            where += f" and {len(piece.levels) - 6} more" if len(piece.levels) > 6 else ""
        else:
            low, high = finite(piece.low), finite(piece.high)
            if low is None:
                where = "all" if high is None else f"below {number(high)}"
            else:
                where = (
                    f"{number(low)} to {number(high)}"
                    if high is not None
                    else f"from {number(low)}"
                )
        pieces.append((where, outcome.level(piece.value), count(piece.rows)))
    if finite(curve.missing_value) is not None:
        pieces.append(("missing", outcome.level(curve.missing_value), count(curve.missing_rows)))
    return pieces


def _data(record: ReportRecord) -> dict[str, Any]:
    total = record.splits.discovery + record.splits.verification
    columns = [
        {
            "name": column.name,
            "role": record.roles.get(column.name, column.role),
            "missing": _missing(column.missing, total),
            "distinct": count(column.distinct),
            "note": " ".join(part for part in (_unit_note(column.unit), column.note) if part),
        }
        for column in record.columns[:MOST_COLUMNS]
    ]
    return {
        "columns": columns,
        "columns_more": max(len(record.columns) - MOST_COLUMNS, 0),
        "columns_count": counted(len(record.columns), "column"),
        "faults": [
            {"column": fault.column, "kind": fault.kind.replace("_", " "), "text": fault.text}
            for fault in record.faults
        ],
        "notes": list(record.notes),
    }


def _missing(missing: int, total: int) -> str:
    if not missing:
        return "none"
    return f"{count(missing)} ({share(missing / total)})" if total else count(missing)


def _unit_note(unit: str | None) -> str:
    return f"In {unit}." if unit else ""
