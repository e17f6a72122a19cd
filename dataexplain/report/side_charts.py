"""Two estimates of one effect, one above the other, with what lies between them."""

from __future__ import annotations

from collections.abc import Sequence

from dataexplain.report.curve_charts import ChartWords
from dataexplain.report.formatting import finite, finite_pair
from dataexplain.report.marks import Chart
from dataexplain.report.outcome_format import OutcomeFormat
from dataexplain.report.row_charts import Ground, Line, row_chart

Side = tuple[str, float | None, tuple[float, float] | None]


def side_chart(
    sides: Sequence[Side], outcome: OutcomeFormat, floor: float, title: str
) -> Chart | None:
    """Return the intervals of several estimates on one axis, or None when there are none.

    Parameters
    ----------
    sides : sequence of (str, float or None, (float, float) or None)
        The name of each estimate, its effect and its interval.
    outcome : OutcomeFormat
    floor : float
        The smallest effect that matters: a band around zero.
    title : str
        The alternative text.

    Examples
    --------
    >>> sides = [("then", 3.0, (2.0, 4.0)), ("now", None, None)]
    >>> chart = side_chart(sides, OutcomeFormat(False), 1.0, "Effect")
    >>> chart.description
    'then: +3.0 from 2.0 to 4.0; now: not measured.'
    """
    lines = [
        Line(
            name,
            None,
            held_out=finite(effect),
            held_out_interval=finite_pair(interval),
            strong=place == 1,
        )
        for place, (name, effect, interval) in enumerate(sides)
    ]
    if all(entry.held_out is None for entry in lines):
        return None
    said = "; ".join(
        " ".join(
            filter(
                None,
                (
                    f"{name}:",
                    outcome.difference(effect, interval),
                    outcome.interval(interval, effect),
                ),
            )
        )
        for name, effect, interval in sides
    )
    known = finite(floor) or 0.0
    ground = Ground(
        line=0.0,
        band=(-known, known) if known > 0 else None,
        tick_maker=outcome.difference_ticks,
        must_show=(-known * 1.4, known * 1.4, 0.0),
    )
    words = ChartWords(title, "", "")
    return row_chart(lines, ground, words, label_width=92.0, description=f"{said}.")
