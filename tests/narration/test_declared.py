"""What a user expects of columns and levels: read before any work, refused with the remedy."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dataexplain.errors import ParameterError
from dataexplain.narration.declared import DeclaredExpectation, check_orders, read_expectations
from dataexplain.narration.narrator import check_wish
from dataexplain.narration.wishes import NarrationWish
from dataexplain.records import ColumnRecord


def column(name, *levels, scores=()):
    return ColumnRecord(name, "", 0, 0, levels=levels, scores=scores)


AGE, DIED, SEX = column("age"), column("died", "no", "yes"), column("sex", "female", "male")
ASTHMA = column("asthma", "no", "yes")
QUALITY = column("quality", "poor", "fair", "good", scores=(1.0, 2.0, 3.0))
COLUMNS = (AGE, ASTHMA, DIED, SEX, QUALITY)


@pytest.mark.parametrize(
    ("wish", "found"),
    [
        ("asthma: up", DeclaredExpectation("asthma", "up")),
        ("asthma:Falls", DeclaredExpectation("asthma", "down")),
        (" age : no effect ", DeclaredExpectation("age", "none")),
        ("asthma=yes: down", DeclaredExpectation("asthma", "down", "yes")),
    ],
)
def test_what_is_expected(wish, found):
    assert read_expectations([wish], COLUMNS) == (found,)


def test_a_name_may_hold_colons_and_equals_signs():
    columns = (column("a: b=c"), column("x"))
    assert read_expectations(["a: b=c: up"], columns) == (DeclaredExpectation("a: b=c", "up"),)


@pytest.mark.parametrize("wish", ["asthma", "asthma: maybe", ": up", "asthma: up: ", "up"])
def test_another_form_is_refused(wish):
    with pytest.raises(ParameterError, match="of the form 'column: up'"):
        read_expectations([wish], COLUMNS)


def test_columns_and_levels_that_there_are_not():
    with pytest.raises(ParameterError, match="Did you mean 'asthma'"):
        read_expectations(["astma: up"], COLUMNS)
    with pytest.raises(ParameterError, match="about a level of 'asthma'"):
        read_expectations(["asthma=maybe: up"], COLUMNS)


def test_one_column_has_one_direction():
    assert len(read_expectations(["age: up", "age: up"], COLUMNS)) == 1
    with pytest.raises(ParameterError, match="one direction for 'age'"):
        read_expectations(["age: up", "age: down"], COLUMNS)


@pytest.mark.parametrize("wish", ["sex: up", "sex: down"])
def test_a_direction_of_levels_without_an_order_is_refused_with_the_remedy(wish):
    """ "sex: up" was taken for "larger" and compared with whatever level stood first."""
    declared = read_expectations([wish], COLUMNS)
    remedy = f"no order: write 'sex=male: {wish[5:]}'"
    with pytest.raises(ParameterError, match=remedy):
        check_orders(declared, COLUMNS)


@pytest.mark.parametrize(
    "wish", ["sex: none", "sex=male: up", "quality: up", "died: up", "age: up"]
)
def test_what_has_an_order_or_needs_none_is_taken(wish):
    check_orders(read_expectations([wish], COLUMNS), COLUMNS)


def test_the_order_is_checked_before_the_work_where_the_scores_are_known():
    """Without scores an ordinal column of words cannot be told from one without an order."""
    names, levels = ["sex"], {"sex": ("female", "male")}
    wish = NarrationWish(expect=("sex: up",))
    check_wish(wish, names, levels)
    with pytest.raises(ParameterError, match="no order"):
        check_wish(wish, names, levels, {})
    check_wish(wish, names, levels, {"sex": (1.0, 2.0)})


def test_a_column_of_numbers_has_no_level_but_missing():
    """ "feels_like_c=banana: up" was accepted in silence and compared with nothing."""
    assert read_expectations(["age=missing: up"], COLUMNS)[0].level == "missing"
    with pytest.raises(ParameterError, match="'age', which has no levels"):
        read_expectations(["age=banana: up"], COLUMNS)


@pytest.mark.parametrize(
    "wishes",
    [
        ["asthma: up", "asthma=no: up"],
        ["asthma: up", "asthma=yes: down"],
        ["sex=male: up", "sex=female: up"],
        ["sex=male: none", "sex=female: up"],
    ],
)
def test_two_wishes_that_cannot_both_be_true_are_refused(wishes):
    """ "smoker: up" and "smoker=no: up" were both taken, and both were "surprised"."""
    with pytest.raises(ParameterError, match="one direction for"):
        read_expectations(wishes, COLUMNS)


@pytest.mark.parametrize(
    "wishes",
    [
        ["asthma: up", "asthma=no: down"],
        ["quality=poor: up", "quality=good: up", "quality: up"],
        ["asthma=missing: up", "asthma: down"],
    ],
)
def test_wishes_that_can_both_be_true_are_taken(wishes):
    assert len(read_expectations(wishes, COLUMNS)) == len(wishes)


@given(st.text(max_size=60))
def test_any_wish_is_read_or_refused(text):
    try:
        found = read_expectations([text], COLUMNS)
    except ParameterError:
        return
    assert all(wish.column in {entry.name for entry in COLUMNS} for wish in found)
