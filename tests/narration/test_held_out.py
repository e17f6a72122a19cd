"""Which supported statement answers an expectation, and what it says of it."""

from __future__ import annotations

import dataclasses

import pytest

from dataexplain.narration.declared import DeclaredExpectation
from dataexplain.narration.held_out import found_of_question, found_of_wish
from dataexplain.records import ColumnRecord
from tests.narration.made_reports import changed, claim_of, slim_report, with_claims

CHURN = slim_report("telecom_churn")
TREND = claim_of(CHURN, "trend")
COLUMNS = (
    ColumnRecord("yr", "categorical", 0, 2, levels=("2011", "2012")),
    ColumnRecord("state", "categorical", 0, 4, levels=("a", "b", "c", "d")),
    ColumnRecord("sex", "categorical", 0, 2, levels=("female", "male")),
    ColumnRecord("some", "categorical", 5, 2, levels=("x", "y")),
    ColumnRecord("class", "ordinal", 0, 3, levels=("1", "2", "3"), scores=(1.0, 2.0, 3.0)),
    ColumnRecord("wait", "numeric", 9, 50),
    ColumnRecord("joined", "date", 0, 50),
)


def report(*claims):
    return dataclasses.replace(with_claims(CHURN, *claims), columns=COLUMNS)


def contrast(name, region, against=None, direction="up", **values):
    return changed(
        TREND,
        kind="level_contrast",
        features=(name,),
        region={name: region},
        against={} if against is None else {name: {"levels": against}},
        direction=direction,
        turn=None,
        **values,
    )


def trend(name, direction="up", **values):
    region = {name: {"low": 1.0, "high": 9.0}}
    return changed(TREND, features=(name,), region=region, direction=direction, **values)


def way(claims, column, level=None, direction="up"):
    found = found_of_wish(DeclaredExpectation(column, direction, level), report(*claims))
    return None if found is None else found.way


def levels(*names):
    return {"levels": list(names)}


@pytest.mark.parametrize(("own", "other"), [("2012", "2011"), ("2011", "2012")])
def test_a_column_of_two_numbers_grows_from_the_lesser(own, other):
    """ "yr: up" was told "found lower" where 2012 is higher than 2011."""
    found = contrast("yr", levels(own), [other], "up" if own == "2012" else "down")
    assert way([found], "yr") == "higher"


def test_ordered_levels_grow_by_their_scores():
    assert way([contrast("class", levels("1"), ["2", "3"])], "class") == "lower"
    assert way([contrast("class", levels("1", "3"), ["2"])], "class") is None


@pytest.mark.parametrize(
    ("region", "against", "level", "expected"),
    [
        (levels("a", "b"), ["c", "d"], "a", None),
        (levels("a", "b"), ["c", "d"], "c", None),
        (levels("a"), ["b", "c", "d"], "a", "higher"),
        (levels("b", "c", "d"), ["a"], "a", "lower"),
        (levels("b", "c", "d"), None, "a", "lower"),
        (levels("a"), ["b"], "c", None),
    ],
)
def test_a_level_is_answered_by_a_claim_of_it_alone(region, against, level, expected):
    """The effect of a group of four levels was told of one of them."""
    assert way([contrast("state", region, against)], "state", level) == expected


def test_where_cells_are_missing_the_rest_is_not_the_other_level():
    assert way([contrast("some", levels("x"))], "some", "y") is None
    assert way([contrast("sex", levels("male"))], "sex", "female") == "lower"


def test_a_level_of_an_ordinal_column_may_be_named_by_a_bound():
    above = contrast("class", {"low": 3.0, "high": None})
    assert way([above], "class", "3") == "higher"
    assert way([above], "class", "1") is None


def test_missing_cells_are_neither_larger_nor_smaller():
    """ "wait: down" was held against the claim on missing values of it."""
    missing = contrast("wait", {"missing": True})
    assert way([missing], "wait") is None
    assert way([missing, trend("wait", "down")], "wait") == "lower"


def test_missing_cells_are_compared_where_they_are_spoken_of():
    """ "income=missing: down" was accepted and never compared."""
    assert way([contrast("wait", {"missing": True})], "wait", "missing") == "higher"
    assert way([trend("wait")], "wait", "missing") is None


def test_a_side_of_smaller_values_is_turned():
    below = contrast("wait", {"low": None, "high": 20.0}, direction="down")
    found = found_of_wish(DeclaredExpectation("wait", "down"), report(below))
    assert (found.way, found.opposite) == ("higher", True)
    middle = contrast("wait", {"low": 3.0, "high": 20.0})
    assert way([middle], "wait") is None


def test_the_leading_claim_on_a_column_answers():
    """A later claim that contradicted was taken where the leading one agreed."""
    first, second = trend("wait", "up"), trend("wait", "down")
    assert way([first, second], "wait") == "higher"
    assert way([changed(first, verdict="inconclusive"), second], "wait") == "lower"


def test_columns_that_cannot_be_told_apart_are_compared():
    """A claim on "temp" together with "feels" answered nobody."""
    both = trend("wait")
    both = changed(both, features=("wait", "yr"), entangled_with=("yr",))
    assert way([both], "wait") == "higher"
    assert way([both], "yr") is None
    rule = changed(both, entangled_with=(), kind="subgroup")
    assert way([rule], "wait") is None


def test_a_date_is_answered_by_its_years_alone():
    """ "joined: down" was compared with nothing, though later years rise."""
    assert way([trend("joined.month"), trend("joined.year", "down")], "joined") == "lower"
    assert way([trend("joined.month")], "joined") is None


@pytest.mark.parametrize(
    ("direction", "both"), [("up", "lower then higher"), ("down", "higher then lower")]
)
def test_half_of_a_turn_is_not_the_whole(direction, both):
    """ "Age: down" was told "found it higher" from the right half of a V."""
    turn = changed(trend("wait", direction), kind="turning_point", turn=4.0)
    assert way([trend("wait"), turn], "wait") == both
    assert found_of_question(trend("wait"), report(trend("wait"), turn)) is None
    failed = changed(turn, verdict="not_supported")
    assert way([trend("wait"), failed], "wait") == "higher"
    assert found_of_question(trend("wait"), report(trend("wait"), failed)).way == "higher"


def test_a_turn_of_another_class_leaves_a_direction_alone():
    turn = changed(trend("wait"), kind="turning_point", turn=4.0, outcome_class="another")
    assert way([trend("wait"), turn], "wait") == "higher"


def test_levels_without_an_order_answer_only_that_they_do_not_matter():
    found = contrast("state", levels("a"))
    assert way([found], "state", direction="up") is None
    assert way([found], "state", direction="none") == "higher"


def test_that_nothing_matters_answers_every_level():
    nothing = changed(TREND, kind="no_effect", features=("sex",), region={}, direction="none")
    assert way([nothing], "sex", "male") == "no effect"
    assert way([nothing], "sex", "missing") is None
