import numpy as np
import pandas as pd

from dataexplain.records import CurveRecord
from dataexplain.verification.held_out import LEAST_ROWS, POINTS, held_out_points
from tests.planted_tables import houses_report, rows_of


def record(**more):
    known = {
        "feature": "x",
        "role": "numeric",
        "outcome_class": None,
        "values": (-1.0, 0.0, 1.0),
        "lower": (0.0,) * 3,
        "upper": (0.0,) * 3,
        "rows": (1, 1, 1),
        "importance": 1.0,
        "edges": (-9.0, -1.0, 1.0, 9.0),
    }
    return CurveRecord(**{**known, **more})


def drawn(rows=600):
    rng = np.random.default_rng(3)
    frame = pd.DataFrame({"x": rng.normal(size=rows), "z": rng.normal(size=rows)})
    frame["y"] = np.clip(np.round(frame["x"]), -1, 1) + frame["z"] + 0.1 * rng.normal(size=rows)
    return frame


def test_dots_lie_on_the_curve_where_the_model_is_right():
    frame = drawn()

    def truth(x):
        return np.searchsorted([-1.0, 1.0], x, side="right") - 1.0

    frame["y"] = truth(frame["x"]) + frame["z"]
    rows = rows_of(frame, signals={"x": truth, "z": lambda z: z})
    points = held_out_points(record(), rows).held_out
    assert 1 < len(points) <= POINTS
    assert sum(point.rows for point in points) == len(frame)
    assert [point.x for point in points] == sorted(point.x for point in points)
    for point in points[:1] + points[-1:]:
        assert abs(point.mean - truth(np.array([point.x]))[0]) < 0.2
        assert point.interval[0] <= point.mean <= point.interval[1]


def test_dots_leave_the_curve_where_the_model_is_wrong():
    rows = rows_of(drawn(), signals={"z": lambda z: z})
    flat = record(values=(0.0, 0.0, 0.0))
    means = [point.mean for point in held_out_points(flat, rows).held_out]
    assert means[0] < -0.8
    assert means[-1] > 0.8


def test_levels_with_enough_rows_have_a_dot_each():
    frame = drawn(200)
    frame["x"] = np.where(
        np.arange(200) < LEAST_ROWS - 1, "rare", np.where(frame["z"] > 0, "a", "b")
    )
    curve = record(role="categorical", edges=(), levels=("a", "b", "rare"))
    points = held_out_points(curve, rows_of(frame)).held_out
    assert [point.level for point in points] == ["a", "b"]


def test_a_column_with_hardly_any_value_has_none():
    frame = drawn(100)
    frame["x"] = frame["x"].where(np.arange(100) < LEAST_ROWS - 1)
    rows = rows_of(frame, roles={"x": "numeric"})
    assert held_out_points(record(), rows).held_out == ()


def test_dots_of_a_report_lie_near_its_curves():
    """On the scale of the outcome most dots' intervals hold the curve's own value."""
    inside = []
    for curve in houses_report().curves:
        for point in curve.held_out:
            if point.x is None:
                value = curve.values[curve.levels.index(point.level)]
            else:
                place = np.searchsorted(np.asarray(curve.edges[1:-1]), point.x, side="right")
                value = curve.values[int(place)]
            inside.append(abs(value - point.mean) < 6)
    assert np.mean(inside) > 0.9
