import dataclasses

import pytest

from dataexplain.claims import (
    KINDS,
    Condition,
    Membership,
    Position,
    Product,
    Region,
    compile_claim,
)
from tests.claims.claims_for_tests import one_of_each_kind

COLUMNS = ("age", "plan", "town", "pay")
CLAIMS = one_of_each_kind()
# Kinds that must rise above what their own columns do by themselves.
ABOVE_THEIR_OWN = {"subgroup", "interaction", "drift"}


def test_there_is_an_example_of_every_kind():
    assert {claim.kind for claim in CLAIMS.values()} == set(KINDS)


@pytest.mark.parametrize("claim", CLAIMS.values(), ids=CLAIMS)
def test_all_columns_of_which_nothing_is_said_are_held(claim):
    for contrast in compile_claim(claim, COLUMNS):
        assert set(COLUMNS) - set(claim.features) <= set(contrast.held.columns)
        own_held = set(claim.features) & set(contrast.held.columns)
        assert own_held == (set(claim.features) if claim.kind in ABOVE_THEIR_OWN else set())
        assert contrast.null == ("equivalence" if claim.kind == "no_effect" else "sign")


@pytest.mark.parametrize("claim", CLAIMS.values(), ids=CLAIMS)
def test_what_a_claim_is_entangled_with_is_not_held(claim):
    claim = dataclasses.replace(claim, entangled_with=("town",), outcome_class="yes")
    for contrast in compile_claim(claim, COLUMNS):
        assert "town" not in contrast.held.columns
        assert "pay" in contrast.held.columns
        assert contrast.outcome_class == "yes"


@pytest.mark.parametrize("direction", ["up", "down"])
def test_a_trend_is_the_slope_over_its_stretch(direction):
    claim = one_of_each_kind(direction=direction)["trend"]
    (contrast,) = compile_claim(claim, COLUMNS)
    assert contrast.varies == Position("age", 20.0, 60.0)
    assert contrast.rows == claim.region
    assert contrast.sign == (1 if direction == "up" else -1)


def test_a_threshold_holds_the_smooth_of_its_own_column():
    (contrast,) = compile_claim(CLAIMS["threshold"], COLUMNS)
    assert contrast.varies == Membership(Region((Condition("age", low=40.0),)))
    assert contrast.rows == Region((Condition("age", low=30.0),))
    assert contrast.held.smooth_around == ("age", 40.0)


def test_no_other_kind_holds_a_smooth():
    others = [claim for name, claim in CLAIMS.items() if name != "threshold"]
    compiled = [contrast for claim in others for contrast in compile_claim(claim, COLUMNS)]
    assert all(contrast.held.smooth_around is None for contrast in compiled)


@pytest.mark.parametrize(("direction", "signs"), [("up", [-1, 1]), ("down", [1, -1])])
def test_a_turning_point_is_two_slopes_of_opposite_sign(direction, signs):
    claim = one_of_each_kind(direction=direction)["turning_point"]
    before, after = compile_claim(claim, COLUMNS)
    assert [before.sign, after.sign] == signs
    assert before.varies == Position("age", 20.0, 40.0)
    assert after.varies == Position("age", 40.0, 60.0)
    assert before.rows == Region((Condition("age", 20.0, 40.0, closed=True),))


def test_a_subgroup_holds_its_parts():
    (contrast,) = compile_claim(CLAIMS["subgroup"], COLUMNS)
    assert contrast.held.parts == CLAIMS["subgroup"].region
    assert contrast.rows == Region()


@pytest.mark.parametrize(
    ("name", "rows"),
    [
        ("levels", Region((Condition("age", levels=("a", "b", "c")),))),
        ("levels and the rest", Region()),
        ("missing", Region()),
        ("above", Region((Condition("age"),))),
        ("below", Region((Condition("age"),))),
    ],
)
def test_a_level_contrast_compares_rows_of_both_sides(name, rows):
    (contrast,) = compile_claim(CLAIMS[name], COLUMNS)
    assert contrast.varies == Membership(CLAIMS[name].region)
    assert contrast.rows == rows


@pytest.mark.parametrize("name", ["interaction", "interaction of numbers", "drift"])
def test_a_product_must_rise_above_each_of_its_factors(name):
    claim = dataclasses.replace(CLAIMS[name], beside=(Membership(CLAIMS["subgroup"].region),))
    (contrast,) = compile_claim(claim, COLUMNS)
    assert contrast.varies == Product(*claim.factors)
    assert contrast.held.factors == claim.factors
    assert contrast.held.beside == claim.beside
    assert contrast.rows == Region()


def test_a_tail_must_depart_from_the_course_of_its_own_column():
    (contrast,) = compile_claim(CLAIMS["tail"], COLUMNS)
    assert contrast.varies == Membership(CLAIMS["tail"].region)
    assert (contrast.held.course_of, contrast.held.knots) == ("age", (30.0, 50.0))
    assert contrast.rows == Region((Condition("age"),))


def test_no_effect_is_one_equivalence_for_each_stretch_and_level():
    pieces = (
        Region((Condition("age", high=40.0),)),
        Region((Condition("age", missing=True),)),
        Region((Condition("plan", levels=("gold",)),)),
    )
    claim = dataclasses.replace(CLAIMS["no_effect"], pieces=pieces, entangled_with=("plan",))
    contrasts = compile_claim(claim, COLUMNS)
    assert [contrast.varies for contrast in contrasts] == [Membership(piece) for piece in pieces]
    # a stretch is compared with the known rest, a level or the missing cells with all else
    assert [contrast.rows for contrast in contrasts] == [
        Region((Condition("age"),)),
        Region(),
        Region(),
    ]


def test_what_varies_itself_is_held_by_the_plain_effect_too():
    """Without its own column's course a plain difference of a tail is that of any slope."""
    for name, claim in CLAIMS.items():
        for contrast in compile_claim(claim, COLUMNS):
            plain = contrast.held.of_what_varies
            assert plain.columns == (), name
            assert plain.beside == (), name
            for part in ("smooth_around", "factors", "course_of", "knots"):
                assert getattr(plain, part) == getattr(contrast.held, part), name
