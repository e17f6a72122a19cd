import numpy as np
import pandas as pd

from dataexplain.readers.entanglement import entangled_columns
from tests.planted_tables import rows_of


def bound(frame, **options):
    rows = rows_of(frame, **options)
    return entangled_columns(rows, None, rows.names)


def drawn(rows=800):
    rng = np.random.default_rng(2)
    frame = pd.DataFrame({"x": rng.normal(size=rows), "z": rng.normal(size=rows)})
    frame["y"] = rng.normal(size=rows)
    return frame, rng


def test_a_copy_is_entangled_and_nothing_else_is():
    frame, rng = drawn()
    frame["copy"] = 3 - 2 * frame["x"] + 0.01 * rng.normal(size=len(frame))
    assert bound(frame) == {"x": ("copy",), "z": (), "copy": ("x",)}


def test_a_correlation_of_nine_tenths_is_not():
    frame, rng = drawn()
    frame["near"] = 0.9 * frame["x"] + np.sqrt(1 - 0.81) * rng.normal(size=len(frame))
    assert bound(frame) == {"x": (), "z": (), "near": ()}


def test_two_codings_of_one_thing_are():
    """As `education` and `education_num` of the census table."""
    frame, rng = drawn(1500)
    years = rng.integers(1, 7, size=len(frame))
    names = np.array(["none", "primary", "lower", "upper", "college", "doctor"])
    frame["school"], frame["years"] = names[years - 1], years + 0.0
    found = bound(frame, roles={"school": "categorical", "years": "numeric"})
    assert found["years"] == ("school",)
    assert found["school"] == ("years",) or found["school"] == ()
    assert found["x"] == found["z"] == ()


def test_a_sum_is_entangled_with_its_parts():
    frame, rng = drawn()
    frame["total"] = frame["x"] + frame["z"] + 0.01 * rng.normal(size=len(frame))
    found = bound(frame)
    assert found["total"]
    assert set(found["total"]) <= {"x", "z"}


def test_a_control_is_never_released():
    """A copy of a control once became a claim with the control no longer held fixed."""
    frame, rng = drawn()
    frame["copy"] = frame["x"] + 0.01 * rng.normal(size=len(frame))
    rows = rows_of(frame)
    assert entangled_columns(rows, None, ("x", "z"))["x"] == ()
    assert entangled_columns(rows, None, ("x", "z", "copy"))["x"] == ("copy",)


def test_more_columns_than_rows_name_no_group():
    """A hundred columns of 150 rows took a minute to find that all foretell all."""
    rng = np.random.default_rng(3)
    frame = pd.DataFrame(rng.normal(size=(150, 100)), columns=[f"c{n}" for n in range(100)])
    frame["y"] = rng.normal(size=150)
    assert set(bound(frame).values()) == {()}
