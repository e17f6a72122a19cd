"""Which chart belongs to what: curves for claims and features, intervals, scores, counts."""

from __future__ import annotations

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
    OutcomeFormat,
    counted,
    finite,
    finite_pair,
    listed,
    number,
    shortened,
)
from dataexplain.report.marks import Chart, Mark, rectangle
from dataexplain.report.row_charts import Ground, Line, level_chart, row_chart

_PAIR_PLOT_HEIGHT = 84.0


def outcome_format(record: ReportRecord) -> OutcomeFormat:
    """Return how the report writes its outcome.

    A class is explained by its rate, a number in its own unit.
    """
    if record.task != "regression":
        return OutcomeFormat(probability=True)
    unit = record.outcome.unit
    return OutcomeFormat(probability=False, unit=unit, unit_is_name=unit == record.target)


def outcome_words(record: ReportRecord, outcome_class: str | None) -> str:
    """Return what the upright axis of a curve shows."""
    target = shortened(record.target, 24)
    if record.task == "regression":
        # A number without a unit of its own is measured in itself.
        known = record.outcome.unit not in {"", record.target}
        unit = f" ({record.outcome.unit})" if known else ""
        return f"Average {target}{unit}"
    explained = outcome_class if outcome_class is not None else record.outcome.positive
    return f"Rate of {target}" + (f" = {shortened(explained, 16)}" if explained else "")


def average_of(record: ReportRecord, outcome_class: str | None) -> float | None:
    """Return the outcome's average, or the rate of the class that a curve explains."""
    outcome = record.outcome
    if outcome_class is None or outcome_class == outcome.positive:
        return finite(outcome.mean)
    rows = dict(zip(outcome.classes, outcome.class_rows, strict=False))
    total = sum(rows.values())
    return rows[outcome_class] / total if total and outcome_class in rows else None


def feature_chart(record: ReportRecord, curve: CurveRecord) -> Chart | None:
    """Return the chart of one curve, without a region."""
    title = f"{outcome_words(record, curve.outcome_class)} by {curve.feature}"
    return _any_curve(record, curve, title, {}, {})


def claim_charts(
    record: ReportRecord, claim: ClaimRecord, curves: Mapping[str, Sequence[CurveRecord]]
) -> list[Chart]:
    """Return the curves of a claim's columns with the claim's region marked on each."""
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
            claim.region.get(feature) or {},
            claim.against.get(feature) or {},
            turn=finite(claim.turn) if len(shown) == 1 else None,
            small=len(shown) > 1,
        )
        if chart is not None:
            charts.append(chart)
    return charts


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
    for basis, label in (("adjusted", "others held fixed"), ("unadjusted", "on its own")):
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
    unit = "" if outcome.probability else outcome.unit
    ground = Ground(
        line=0.0,
        band=(-floor, floor) if floor > 0 else None,
        unit=unit,
        factor=outcome.scale,
        must_show=(-floor * 1.4, floor * 1.4, 0.0),
    )
    return row_chart(
        rows,
        ground,
        ChartWords(f"Effect with its interval: {claim.text}", "", ""),
        label_width=118.0,
        description=(
            f"{outcome.difference(claim.effect, shown)} {outcome.interval(shown, claim.effect)}; "
            f"the shaded band is too small to matter, {outcome.difference(floor, sign=False)} "
            "to either side of zero."
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
