import numpy as np
import pandas as pd
import pytest

from dataexplain.readers.flat_columns import read_flat_columns
from dataexplain.tables import Column, Role, build_table
from tests.planted_tables import rows_of, verdicts_on

FLOOR = 0.25


def drawn(rows=6000, seed=0):
    """`x` matters and `weak` does by more than the floor; `p` and `q` move together and do not."""
    rng = np.random.default_rng([seed, 64])
    frame = pd.DataFrame({name: rng.normal(size=rows) for name in ("x", "weak", "noise", "p")})
    frame["q"] = frame["p"] + 0.05 * rng.normal(size=rows)
    frame["plan"] = rng.choice(["gold", "basic", "trial"], size=rows)
    frame["y"] = 0.6 * frame["x"] + 0.3 * frame["weak"] + rng.normal(size=rows)
    return frame


def rows_and_claims(frame, floor=FLOOR):
    rows = rows_of(frame, signals={"x": lambda x: 0.6 * x, "weak": lambda weak: 0.3 * weak})
    claims = read_flat_columns(rows, build_table(frame, "y").features, floor, None)
    return rows, {frozenset((*claim.features, *claim.entangled_with)): claim for claim in claims}


@pytest.fixture(scope="module")
def halves():
    frame = drawn()
    return frame.iloc[:3000], frame.iloc[3000:].reset_index(drop=True)


def test_what_does_not_matter_is_proposed_and_supported(halves):
    _, claims = rows_and_claims(halves[0])
    assert set(claims) == {frozenset({"noise"}), frozenset({"plan"}), frozenset({"p", "q"})}
    later, _ = rows_and_claims(halves[1])
    for decided in verdicts_on(list(claims.values()), later, FLOOR):
        assert (decided.verdict, decided.basis) == ("supported", "adjusted")


def test_columns_that_cannot_be_told_apart_are_spoken_of_together(halves):
    _, claims = rows_and_claims(halves[0])
    claim = claims[frozenset({"p", "q"})]
    assert (claim.features, claim.entangled_with) == (("p",), ("q",))
    assert {piece.columns for piece in claim.pieces} == {("p",), ("q",)}


def test_one_piece_a_stretch_or_level_and_all_rows_in_one(halves):
    rows, claims = rows_and_claims(halves[0])
    for name in ("noise", "plan"):
        pieces = claims[frozenset({name})].pieces
        inside = np.sum([piece.mask(rows.frame) for piece in pieces], axis=0)
        assert (inside == 1).all()
    levels = [piece.conditions[0].levels for piece in claims[frozenset({"plan"})].pieces]
    assert sorted(levels) == [("basic",), ("gold",), ("trial",)]


def test_missing_cells_and_rare_levels_are_pieces_too():
    rng = np.random.default_rng(66)
    frame = drawn(4000)[["x", "noise", "plan", "y"]]
    frame.loc[rng.random(4000) < 0.2, "noise"] = np.nan
    rare = rng.random(4000)
    frame["plan"] = np.where(rare < 0.01, "rare", np.where(rare < 0.02, "odd", frame["plan"]))
    rows, claims = rows_and_claims(frame, floor=0.6)
    for name in ("noise", "plan"):
        pieces = claims[frozenset({name})].pieces
        assert (np.sum([piece.mask(rows.frame) for piece in pieces], axis=0) == 1).all()
    assert any(piece.conditions[0].missing for piece in claims[frozenset({"noise"})].pieces)


def test_few_rows_or_no_floor_show_nothing():
    frame = drawn(400)
    assert rows_and_claims(frame)[1] == {}
    assert rows_and_claims(drawn(3000), floor=0.0)[1] == {}


def test_an_effect_that_the_average_hides_is_not_called_flat():
    """A square has no slope: each stretch is compared with the rest of the column."""
    frame = drawn(3000)
    frame["y"] += 0.3 * frame["noise"] ** 2
    assert frozenset({"noise"}) not in rows_and_claims(frame)[1]


def test_an_effect_that_another_column_cancels_is_not_called_flat():
    """Held fixed it matters, by itself it does not: both must be flat."""
    rng = np.random.default_rng(67)
    frame = drawn(3000)
    frame["noise"] = -frame["x"] + rng.normal(size=3000)
    frame["y"] = 0.6 * frame["x"] + 0.6 * frame["noise"] + rng.normal(size=3000)
    rows = rows_of(frame, signals={"x": lambda x: 0.6 * x, "noise": lambda noise: 0.6 * noise})
    claims = read_flat_columns(rows, build_table(frame, "y").features, 0.25, None)
    named = {name for claim in claims for name in claim.features}
    assert "plan" in named
    assert not {"x", "noise"} & named


def test_a_bystander_is_not_called_flat():
    """By itself it goes with the outcome, however flat it is beside its cause."""
    rng = np.random.default_rng(68)
    frame = drawn(3000)
    frame["noise"] = 0.7 * frame["x"] + 0.7 * rng.normal(size=3000)
    claims = rows_and_claims(frame)[1]
    assert frozenset({"plan"}) in claims
    assert frozenset({"noise"}) not in claims


def test_a_column_without_any_known_value_is_not_spoken_of():
    """A column that is missing in all discovery rows ended in an IndexError."""
    rng = np.random.default_rng(31)
    x = rng.normal(size=400)
    rows = rows_of({"x": x, "z": rng.normal(size=400), "y": rng.normal(size=400)})
    rows.frame["z"] = np.nan
    columns = tuple(Column(name, Role.NUMERIC, distinct=400) for name in ("x", "z"))
    claims = read_flat_columns(rows, columns, 1.0, None)
    assert "z" not in {name for claim in claims for name in claim.features}
