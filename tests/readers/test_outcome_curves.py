import numpy as np
import pandas as pd
import pytest

from dataexplain.models.curve import Curve
from dataexplain.readers.outcome_curves import outcome_curve
from dataexplain.tables import build_table
from tests.planted_tables import rows_of


def drawn(classes=0, rows=400):
    rng = np.random.default_rng(6)
    frame = pd.DataFrame({"x": rng.normal(size=rows), "z": rng.normal(size=rows)})
    frame["y"] = rng.normal(size=rows)
    if classes:
        frame["y"] = rng.choice(["a", "b", "c"][:classes], size=rows)
    table = build_table(frame, "y")
    signals = {"z": lambda z: 0.5 * z}
    return table, rows_of(frame, signals=signals, intercept=0.3)


def curve(scores, missing_rows=0.0):
    scores = np.asarray(scores, dtype=float)
    return Curve(
        feature="x",
        edges=np.linspace(-3, 3, len(scores) + 1),
        levels=(),
        scores=scores,
        bagged_scores=np.array([scores - 0.1, scores + 0.1]),
        rows=np.full(len(scores), 100.0),
        missing_score=-1.0,
        missing_rows=missing_rows,
    )


def test_a_number_is_said_in_its_own_units():
    table, rows = drawn()
    record = outcome_curve(curve([-1.0, 0.0, 2.0]), table.column("x"), rows, None)
    level = 0.3 + 0.5 * rows.frame["z"].mean()
    assert record.values == pytest.approx([level - 1, level, level + 2])
    spread = 0.1 * np.sqrt(2)
    assert record.lower == pytest.approx([value - 2 * spread for value in record.values])
    assert record.importance == pytest.approx(np.mean(np.abs(np.array([-1, 0, 2]) - 1 / 3)))
    assert len(record.edges) == len(record.values) + 1
    assert record.missing_value is None


@pytest.mark.parametrize("classes", [2, 3])
def test_a_class_is_said_as_a_probability(classes):
    table, rows = drawn(classes)
    name = table.explained_classes[0]
    record = outcome_curve(curve([-4.0, 0.0, 4.0], 5.0), table.column("x"), rows, name)
    assert 0 < record.values[0] < record.values[1] < record.values[2] < 1
    link = rows.intercepts[name] + 0.5 * rows.frame["z"].to_numpy()
    if classes == 2:
        assert record.values[2] == pytest.approx(np.mean(1 / (1 + np.exp(-link - 4))), abs=0.01)
    assert record.values[0] < record.missing_value < record.values[1]
    assert record.missing_rows == 5


def test_pieces_cover_the_curve_and_their_error_is_stated():
    table, rows = drawn()
    record = outcome_curve(curve(np.sin(np.arange(60) / 8)), table.column("x"), rows, None)
    assert len(record.pieces) <= 12
    assert record.pieces[0].low == record.edges[0]
    assert record.pieces[-1].high == record.edges[-1]
    assert sum(piece.rows for piece in record.pieces) == sum(record.rows)
    for piece in record.pieces:
        inside = [
            value
            for value, low in zip(record.values, record.edges, strict=False)
            if piece.low <= low < piece.high
        ]
        assert np.abs(np.array(inside) - piece.value).max() <= record.merge_error + 1e-12


def test_a_column_without_any_value_has_no_curve():
    table, rows = drawn()
    assert outcome_curve(curve([]), table.column("x"), rows, None) is None
