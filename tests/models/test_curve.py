import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dataexplain.models import Curve


def curve(edges=(), levels=(), scores=(), rows=None, missing=(0.5, 2.0)):
    scores = np.array(scores, dtype=float)
    return Curve(
        feature="x",
        edges=np.array(edges, dtype=float),
        levels=tuple(levels),
        scores=scores,
        bagged_scores=scores[None, :],
        rows=np.ones(len(scores)) if rows is None else np.array(rows, dtype=float),
        missing_score=missing[0],
        missing_rows=missing[1],
    )


def test_a_piece_holds_its_lower_edge_and_not_its_upper():
    steps = curve(edges=[0, 1, 2], scores=[-1, 1])
    assert steps.at(np.array([0.0, np.nextafter(1, 0), 1.0, 2.0])).tolist() == [-1, -1, 1, 1]


def test_end_pieces_hold_beyond_what_was_seen():
    steps = curve(edges=[0, 1, 2], scores=[-1, 1])
    assert steps.at(np.array([-np.inf, np.inf])).tolist() == [-1, 1]


def test_missing_and_unseen():
    levels = curve(levels=["a", "b"], scores=[-1, 1])
    assert levels.at(np.array([0.0, 1.0, -1.0, 5.0, np.nan])).tolist() == [-1, 1, 0, 0, 0.5]
    empty = curve()
    assert empty.at(np.array([3.0, np.nan])).tolist() == [0, 0.5]


def test_importance_weighs_pieces_by_rows():
    assert curve(edges=[0, 1, 2], scores=[-1, 3], rows=[6, 2]).importance == pytest.approx(1.3)
    assert curve(missing=(0.5, 0.0)).importance == 0.0


@given(
    st.lists(st.floats(-1e6, 1e6), min_size=2, max_size=20, unique=True).map(sorted),
    st.floats(-1e7, 1e7),
)
def test_every_number_falls_in_the_piece_whose_edges_hold_it(edges, value):
    steps = curve(edges=edges, scores=np.arange(len(edges) - 1))
    piece = int(steps.pieces(np.array([value]))[0])
    assert piece == 0 or edges[piece] <= value
    assert piece == len(edges) - 2 or value < edges[piece + 1]
