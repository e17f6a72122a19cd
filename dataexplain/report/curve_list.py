"""Every column's curve, the weightiest first, drawn and in words."""

from __future__ import annotations

from typing import Any

from dataexplain.records import CurveRecord, ReportRecord
from dataexplain.report.charts import feature_chart
from dataexplain.report.formatting import count, finite, listed, number, share
from dataexplain.report.outcome_format import average_of, outcome_format, outcome_words

# Beyond this the page names what it leaves to report.json: it has to stay small enough to mail.
MOST_CURVE_CHARTS = 120
CURVES_BEFORE_THE_FOLD = 12


def curves_context(record: ReportRecord) -> dict[str, Any]:
    """Return the curves with their charts and pieces, those of little weight apart.

    Parameters
    ----------
    record : ReportRecord
    """
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
        "average_word": outcome_format(record).average_word,
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
