"""The card of a curve over numbers: a dozen pieces, and what code computed of all its steps."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence

from dataexplain.readers.cards.curve_heading import (
    EffectScale,
    effect_scale,
    half_width,
    heading,
    missing_line,
)
from dataexplain.readers.cards.curve_steps import (
    Steps,
    jumps,
    merged,
    steps_of,
    turning_points,
)
from dataexplain.readers.cards.level_card import level_card
from dataexplain.readers.cards.monotonicity import direction_of_steps
from dataexplain.readers.cards.places import Places
from dataexplain.readers.cards.token_counts import first_that_fits
from dataexplain.records import ColumnRecord, CurveRecord, HeldOutPoint, OutcomeRecord

# Pieces and held-out points of a draft, from the fullest on.
_SIZES = (
    *((12, points) for points in (12, 8, 6, 4, 3, 2)),
    *((pieces, 2) for pieces in (10, 9, 8, 7, 6, 5)),
    *((pieces, 0) for pieces in (5, 4, 3, 2)),
)
_MOST_TURNS = 4
_MOST_FLAT = 3


def curve_card(
    curve: CurveRecord, outcome: OutcomeRecord, column: ColumnRecord | None = None
) -> str:
    """Return a curve as a card of at most 350 tokens (`tokens`), in Markdown.

    Parameters
    ----------
    curve : CurveRecord
        Over numbers or levels.
    outcome : OutcomeRecord
    column : ColumnRecord, optional
        Gives the labels of an ordinal column.

    Returns
    -------
    str
        Without a line break at the end. Names and levels are quoted; a level of the outcome is
        said once, everything else is relative to it.

    Examples
    --------
    >>> curve = CurveRecord(
    ...     "age", "numeric", "yes", (0.1, 0.3), (0.08, 0.26), (0.12, 0.34), (50, 50), 0.1,
    ...     edges=(18.0, 39.5, 90.0),
    ... )
    >>> print(curve_card(curve, OutcomeRecord("ill", "probability", 0.2, 0.4, ("no", "yes"))))
    **"age"**: effect on the rate of "ill" = "yes", 100 rows, importance 10 percentage points
    Effects in percentage points against 20%, the average.
    <BLANKLINE>
    range | effect | ± | rows
    --|--|--|--
    18 to 39 | -10 | 2 | 50
    40 to 90 | +10 | 4 | 50
    <BLANKLINE>
    - ±: spread over refits (2 standard deviations), no confidence interval; widest 40 to 90.
    - Rises throughout, from -10 to +10.
    - Largest jumps: +20 between 39 and 40.
    """
    if curve.levels:
        return level_card(curve, outcome)
    return first_that_fits(_drafts(curve, outcome, Places(curve, column)))


def curve_facts(
    curve: CurveRecord, outcome: OutcomeRecord, column: ColumnRecord | None = None
) -> list[str]:
    """Return only the computed facts of a curve over numbers, a line each."""
    steps = steps_of(curve)
    scale = effect_scale(curve, steps, outcome)
    pieces, _ = merged(steps)
    return _facts(curve, steps, pieces, scale, Places(curve, column))


def _drafts(curve: CurveRecord, outcome: OutcomeRecord, places: Places) -> Iterator[str]:
    steps = steps_of(curve)
    scale = effect_scale(curve, steps, outcome)
    top = heading(curve, outcome, scale)
    if not len(steps):
        yield "\n".join([*top, "", "- No known value.", *missing_line(curve, scale)])
        return
    for most, points in _SIZES:
        pieces, error = merged(steps, most)
        lines = [*top, "", *_table(pieces, scale, places), "", _spread_line(steps, places)]
        lines += _error_line(steps, pieces, error, scale)
        lines += _facts(curve, steps, pieces, scale, places)
        lines += _held_out(curve.held_out, points, scale, places)
        yield "\n".join(lines)


def _table(pieces: Steps, scale: EffectScale, places: Places) -> list[str]:
    # pieces follow one another: where one begins, the one above it ends
    name = "from (to the next)" if places.half_open else "range"
    counted = bool(pieces.rows.sum() > 0)
    lines = [f"{name} | effect | ±{' | rows' * counted}", f"--|--|--{'|--' * counted}"]
    for low, high, value, half, rows in zip(
        pieces.lows, pieces.highs, pieces.values, pieces.halves, pieces.rows, strict=True
    ):
        begins_only = places.half_open and high != pieces.highs[-1]
        stretch = (
            places.edge(float(low)) if begins_only else places.stretch(float(low), float(high))
        )
        count = f" | {rows:,.0f}" if counted else ""
        lines.append(f"{stretch} | {scale.effect(value)} | {half_width(half, scale)}{count}")
    return lines


def _spread_line(steps: Steps, places: Places) -> str:
    text = "- ±: spread over refits (2 standard deviations), no confidence interval"
    known = [place for place in range(len(steps)) if math.isfinite(steps.halves[place])]
    if len(known) < 2:
        return f"{text}."
    widest = max(known, key=lambda place: float(steps.halves[place]))
    where = places.stretch(float(steps.lows[widest]), float(steps.highs[widest]))
    return f"{text}; widest {where}."


def _error_line(steps: Steps, pieces: Steps, error: float, scale: EffectScale) -> list[str]:
    if len(pieces) == len(steps):
        return []
    largest = scale.change(error, sign=False)
    return [f"- {len(steps):,} steps of the model merged, each off by {largest} at most."]


def _facts(
    curve: CurveRecord, steps: Steps, pieces: Steps, scale: EffectScale, places: Places
) -> list[str]:
    if not len(steps):
        return missing_line(curve, scale)
    lines = [_direction_line(steps, pieces, scale, places)]
    found = [f"{scale.change(change)} {places.cut(edge)}" for edge, change in jumps(steps)]
    if found:
        lines.append(f"- Largest jumps: {', '.join(found)}.")
    flat = [places.stretch_between(low, high) for low, high in curve.flat[:_MOST_FLAT]]
    if flat:
        lines.append(f"- Flat: {', '.join(flat)}.")
    return lines + missing_line(curve, scale)


def _direction_line(steps: Steps, pieces: Steps, scale: EffectScale, places: Places) -> str:
    """Say which way the curve goes, and its highest and lowest places."""
    way = direction_of_steps(steps.values, steps.values - steps.halves, steps.values + steps.halves)
    if way.rises and way.falls:
        return "- Constant."
    ends = f"from {scale.effect(steps.values[0])} to {scale.effect(steps.values[-1])}"
    doubt = "; within the spread it could be constant" if way.may_rise and way.may_fall else ""
    if way.rises or way.falls:
        return f"- {'Rises' if way.rises else 'Falls'} throughout, {ends}{doubt}."
    extremes = ", ".join(
        f"{word} {scale.effect(pieces.values[place])} "
        f"({places.stretch(float(pieces.lows[place]), float(pieces.highs[place]))})"
        for word, place in (
            ("highest", int(pieces.values.argmax())),
            ("lowest", int(pieces.values.argmin())),
        )
    )
    admitted, turns = _admitted(way.may_rise, way.may_fall), _turns(pieces, places)
    return f"- Not monotone{admitted}; {extremes}.{turns}"


def _admitted(may_rise: bool, may_fall: bool) -> str:
    if may_rise and may_fall:
        return ", but within the spread it could be constant"
    if may_rise or may_fall:
        return f", but a {'rising' if may_rise else 'falling'} curve fits within the spread"
    return ", nor within the spread"


def _turns(pieces: Steps, places: Places) -> str:
    found = turning_points(pieces)
    told = [
        f"{'peak' if peak else 'valley'} "
        + places.stretch(float(pieces.lows[place]), float(pieces.highs[place]))
        for place, peak in found[:_MOST_TURNS]
    ]
    more = f" and {len(found) - _MOST_TURNS} more" if len(found) > _MOST_TURNS else ""
    return f" Turns: {', '.join(told)}{more}." if told else ""


def _held_out(
    points: Sequence[HeldOutPoint], most: int, scale: EffectScale, places: Places
) -> list[str]:
    known = [
        point
        for point in points
        if point.x is not None and all(map(math.isfinite, (point.x, point.mean, *point.interval)))
    ]
    if not known or not most:
        return []
    # evenly along the column, both ends among them
    count = min(most, len(known))
    chosen = sorted({round(place * (len(known) - 1) / max(count - 1, 1)) for place in range(count)})
    told = [
        f"{places.value(known[place].x or 0.0)}: {scale.measured(known[place])}" for place in chosen
    ]
    return [f"- Held-out averages (95% interval) near {'; '.join(told)}."]
