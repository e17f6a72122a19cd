"""Which chart belongs to what: curves for claims and features, intervals, scores, counts."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping, Sequence
from typing import Any

from dataexplain.records import (
    ClaimRecord,
    CountsRecord,
    CurveRecord,
    ModelRecord,
    ReportRecord,
)
from dataexplain.report.curve_charts import WIDTH, ChartWords, curve_chart
from dataexplain.report.formatting import (
    count,
    counted,
    finite,
    finite_pair,
    listed,
    number,
    shortened,
)
from dataexplain.report.marks import Chart, Mark, rectangle
from dataexplain.report.outcome_format import average_of, outcome_format, outcome_words
from dataexplain.report.part_charts import sides_chart
from dataexplain.report.row_charts import Ground, Line, level_chart, row_chart

# Kinds that say that one effect differs between two sides of another column.
SIDED_KINDS = frozenset({"interaction", "drift"})
_PAIR_PLOT_HEIGHT = 84.0


def feature_chart(record: ReportRecord, curve: CurveRecord) -> Chart | None:
    """Return the chart of one curve, without a region."""
    title = f"{outcome_words(record, curve.outcome_class)} by {curve.feature}"
    return _any_curve(record, curve, title, {}, {})


def claim_charts(
    record: ReportRecord, claim: ClaimRecord, curves: Mapping[str, Sequence[CurveRecord]]
) -> list[Chart]:
    """Return the curves of a claim's columns with the claim's region marked on each."""
    sides = _sides(record, claim)
    if sides is not None:
        return [sides]
    charts = []
    # Columns that a claim is only entangled with have no region to mark.
    shown = [feature for feature in claim.features if feature in claim.region] or claim.features
    for feature in shown[:2]:
        curve = _curve_for(claim, curves.get(feature, ()))
        if curve is None:
            continue
        chart = _any_curve(
            record,
            curve,
            claim.text,
            _drawn_region(claim, feature, curve),
            claim.against.get(feature) or {},
            turn=finite(claim.turn) if len(shown) == 1 else None,
            small=len(shown) > 1,
        )
        if chart is not None:
            charts.append(_with_tail_rows(chart, claim))
    return charts


def _sides(record: ReportRecord, claim: ClaimRecord) -> Chart | None:
    """Return the two lines of a claim that an effect depends on something, where it has them."""
    if claim.kind not in SIDED_KINDS:
        return None
    along = next(
        (name for name in claim.features if record.roles.get(name) != "time"), record.target
    )
    upwards = outcome_words(record, claim.outcome_class)
    unit = next((column.unit for column in record.columns if column.name == along), None)
    across = shortened(along, 40) + (f" ({unit})" if unit else "")
    return sides_chart(
        claim.parts, outcome_format(record), ChartWords(claim.text, across, upwards), unit=unit
    )


def _drawn_region(claim: ClaimRecord, feature: str, curve: CurveRecord) -> Mapping[str, Any]:
    """Close the open end of a tail, so that the axis reaches as far as its few rows do."""
    region = dict(claim.region.get(feature) or {})
    known = [edge for edge in map(finite, curve.edges) if edge is not None]
    if claim.kind == "tail" and known and ("low" in region or "high" in region):
        for name, end in (("low", known[0]), ("high", known[-1])):
            region[name] = end if finite(region.get(name)) is None else region[name]
    return region


def _with_tail_rows(chart: Chart, claim: ClaimRecord) -> Chart:
    """Say under the chart of a tail how few its rows are."""
    if claim.kind != "tail" or not claim.sides:
        return chart
    rows = (
        f"The marked tail holds {count(claim.sides[0])} of the {counted(claim.n, 'row')} compared."
    )
    return dataclasses.replace(chart, caption=f"{rows} {chart.caption}".strip())


def _curve_for(claim: ClaimRecord, curves: Sequence[CurveRecord]) -> CurveRecord | None:
    for curve in curves:
        if curve.outcome_class == claim.outcome_class:
            return curve
    for curve in curves:
        if curve.outcome_class is None or claim.outcome_class is None:
            return curve
    return None


def _any_curve(
    record: ReportRecord,
    curve: CurveRecord,
    title: str,
    region: Mapping[str, Any],
    against: Mapping[str, Any],
    *,
    turn: float | None = None,
    small: bool = False,
) -> Chart | None:
    outcome = outcome_format(record)
    feature = shortened(curve.feature, 40)
    upwards = outcome_words(record, curve.outcome_class)
    average = average_of(record, curve.outcome_class)
    if curve.levels:
        return level_chart(
            curve,
            outcome,
            ChartWords(title, shortened(f"{upwards}, by {feature}", 44), ""),
            marked=frozenset(map(str, region.get("levels") or ())),
            compared=frozenset(map(str, against.get("levels") or ())),
            missing_marked=bool(region.get("missing")),
            average=average,
        )
    unit = f" ({curve.unit})" if curve.unit else ""
    return curve_chart(
        curve,
        outcome,
        ChartWords(title, feature + unit, upwards),
        region=region,
        against=against,
        turn=turn,
        average=average,
        **({"plot_height": _PAIR_PLOT_HEIGHT} if small else {}),
    )


def effect_chart(
    record: ReportRecord, claim: ClaimRecord, shown: Sequence[Any] | None
) -> Chart | None:
    """Return the interval plot of a claim: zero, the floor, both effects.

    Parameters
    ----------
    record : ReportRecord
    claim : ClaimRecord
    shown : (float, float) or None
        The interval of the effect that the verdict rests on.
    """
    outcome = outcome_format(record)
    rows = []
    held = "held as named" if claim.held_by_name else "others held fixed"
    for basis, label in (("adjusted", held), ("unadjusted", "on its own")):
        measured = claim.adjusted if basis == "adjusted" else claim.unadjusted
        if measured is None:
            continue
        interval = shown if claim.basis == basis else measured.interval
        rows.append(
            Line(
                label,
                None,
                held_out=finite(measured.effect),
                held_out_interval=finite_pair(interval),
                strong=claim.basis == basis,
            )
        )
    if not rows and finite(claim.effect) is not None:
        effect = finite(claim.effect)
        rows.append(Line("effect", None, held_out=effect, held_out_interval=finite_pair(shown)))
    floor = finite(claim.floor) or 0.0
    ground = Ground(
        line=0.0,
        band=(-floor, floor) if floor > 0 else None,
        tick_maker=outcome.difference_ticks,
        must_show=(-floor * 1.4, floor * 1.4, 0.0),
    )
    return row_chart(
        rows,
        ground,
        ChartWords(f"Effect with its interval: {claim.text}", "", ""),
        label_width=118.0,
        description=(
            f"{outcome.difference(claim.effect, shown)} {outcome.interval(shown, claim.effect)}; "
            f"the shaded band is too small to matter, {outcome.interval((-floor, floor))}."
        ),
    )


def model_chart(models: Sequence[ModelRecord], metric: str) -> Chart | None:
    """Return the scores of all models on one metric, with intervals.

    Examples
    --------
    >>> model_chart([ModelRecord("additive", "AUC", 0.8, (0.78, 0.82))], "AUC").description
    'additive: 0.800.'
    """
    chosen = [model for model in models if model.metric == metric]
    lines = [
        Line(
            model.name,
            None,
            held_out=finite(model.score),
            held_out_interval=finite_pair(model.interval),
            strong=model.role == "explanation",
            note="" if finite(model.score) is None else score(model.score),
        )
        for model in chosen
    ]
    return row_chart(
        lines,
        Ground(),
        ChartWords(f"{metric} of each model on verification rows", shortened(metric, 40), ""),
        label_width=150.0,
        description=listed([f"{model.name}: {score(model.score)}" for model in chosen]) + ".",
    )


def score(value: Any) -> str:
    """Return a model's score.

    Examples
    --------
    >>> score(0.84219), score(1520.4)
    ('0.842', '1,520')
    """
    known = finite(value)
    if known is None or abs(known) >= 10:
        return number(known, 4) if known is None or abs(known) < 1000 else f"{known:,.0f}"
    return f"{known:.3f}".replace("-", "\N{MINUS SIGN}")


def counts_chart(counts: CountsRecord) -> Chart | None:
    """Return a bar of all statements tried, in parts by verdict.

    Examples
    --------
    >>> counts_chart(CountsRecord(3, 2, 1, 0, 0)).description
    '2 supported, 1 not supported.'
    """
    parts = [
        (verdict, getattr(counts, verdict))
        for verdict in ("supported", "inconclusive", "not_supported", "unverifiable")
        if getattr(counts, verdict) > 0
    ]
    total = sum(amount for _, amount in parts)
    if not total:
        return None
    marks: list[Mark] = []
    place, gap = 0.0, 2.0
    room = WIDTH * 2 - gap * (len(parts) - 1)
    for verdict, amount in parts:
        width = room * amount / total
        marks.append(rectangle(f"part {verdict}", place, 0, width, 10))
        place += width + gap
    return Chart(
        WIDTH * 2,
        10,
        f"{counted(total, 'statement')} by verdict",
        ", ".join(f"{amount} {verdict.replace('_', ' ')}" for verdict, amount in parts) + ".",
        tuple(marks),
    )
