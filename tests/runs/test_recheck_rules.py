from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dataexplain.runs.recheck_rules import Pair, change_p, decide, leading, new_p
from dataexplain.statistics import Estimate
from dataexplain.statistics.change import change

FLOOR = 1.0


def estimate(effect: float, error: float = 0.3, n: int = 200) -> Estimate:
    return Estimate.from_standard_error(effect, error, degrees_of_freedom=math.inf, n=n)


def pair(
    old: float,
    new: float,
    *,
    sign: int = 1,
    null: str = "sign",
    errors: tuple[float, float] = (0.3, 0.3),
) -> Pair:
    sides = estimate(old, errors[0]), estimate(new, errors[1])
    return Pair(sign, null, *sides, change(*sides))


def decided(*pairs: Pair, verdict: str = "supported"):
    return decide(
        pairs,
        floor=FLOOR,
        change_q=change_p(pairs),
        new_q=new_p(pairs, FLOOR),
        old_verdict=verdict,
    )


@pytest.mark.parametrize(
    ("old", "new", "status", "how"),
    [
        (4.0, 4.2, "held", ""),
        (4.0, 2.0, "changed", "weaker"),
        (4.0, 9.0, "changed", "stronger"),
        (4.0, 0.1, "changed", "vanished"),
        (4.0, -3.0, "changed", "reversed"),
        (1.2, 0.9, "too_few_rows", ""),
    ],
)
@pytest.mark.parametrize("sign", [1, -1])
def test_a_supported_statement(sign: int, old: float, new: float, status: str, how: str) -> None:
    found = decided(pair(sign * old, sign * new, sign=sign))
    assert (found.status, found.how) == (status, how)


def test_a_wide_new_interval_is_too_few_rows_and_says_how_many() -> None:
    found = decided(pair(3.0, 2.0, errors=(0.5, 1.5)))
    assert (found.status, found.new_verdict) == ("too_few_rows", "inconclusive")
    # old and new together say 2.9: 2.8 errors of that need (2.8 * 1.5 / 2.9) ** 2 as many rows
    assert found.rows_needed == pytest.approx(200 * (2.8 * 1.5 / 2.9) ** 2, rel=0.01)


def test_rows_needed_do_not_believe_a_large_old_effect() -> None:
    """An old estimate of little precision says little about how many rows it would take."""
    needed = decided(pair(12.0, 1.5, errors=(6.0, 1.0))).rows_needed
    assert needed == pytest.approx(200 * (2.8 / 1.784) ** 2, rel=0.01)


def test_a_significant_difference_too_small_to_matter_is_no_change() -> None:
    found = decided(pair(5.0, 4.6, errors=(0.01, 0.01)))
    assert found.status == "held"
    assert "less than what would matter" in found.reason


def test_a_small_difference_across_the_floor_is_a_change() -> None:
    found = decided(pair(1.1, 0.9, errors=(0.01, 0.01)))
    assert (found.status, found.how) == ("changed", "vanished")


def test_an_effect_that_may_be_none_has_vanished_rather_than_weakened() -> None:
    found = decided(pair(8.0, 1.5, errors=(0.5, 1.0)))
    assert (found.status, found.how) == ("changed", "vanished")


def test_a_sure_refusal_beside_a_loose_old_estimate_is_no_change() -> None:
    found = decided(pair(3.0, 0.2, errors=(1.6, 0.1)))
    assert (found.status, found.new_verdict) == ("too_few_rows", "not_supported")
    assert "old report were too few" in found.reason
    assert found.rows_needed is None


def test_what_was_open_and_is_shown_now_is_held_and_no_change() -> None:
    found = decided(pair(2.0, 3.0, errors=(2.0, 0.3)), verdict="inconclusive")
    assert (found.status, found.new_verdict) == ("held", "supported")
    assert "was open" in found.reason


def test_what_was_refused_and_is_refused_again_is_held() -> None:
    found = decided(pair(0.1, 0.0), verdict="not_supported")
    assert (found.status, found.new_verdict) == ("held", "not_supported")


def test_what_was_refused_and_appears_has_changed() -> None:
    found = decided(pair(0.1, 4.0), verdict="not_supported")
    assert (found.status, found.how) == ("changed", "appeared")


def test_one_side_of_a_turn_that_changes_changes_the_statement() -> None:
    found = decided(pair(4.0, 4.1), pair(-4.0, 0.2, sign=-1))
    assert (found.status, found.how) == ("changed", "vanished")


def test_every_side_of_a_turn_has_to_hold() -> None:
    found = decided(pair(4.0, 4.1), pair(-1.2, -0.8, sign=-1))
    assert found.status == "too_few_rows"


def test_of_a_side_without_an_old_estimate_only_the_new_one_counts() -> None:
    unknown = Pair(-1, "sign", None, estimate(-4.0), None)
    assert decided(pair(4.0, 4.1), unknown).status == "held"
    assert leading([unknown, pair(4.0, 4.1)]) == 1


def test_no_change_can_be_told_without_old_estimates() -> None:
    unknown = Pair(1, "sign", None, estimate(4.0), None)
    assert math.isnan(change_p([unknown]))
    assert decided(unknown).status == "held"


@pytest.mark.parametrize(
    ("new", "error", "status", "how"),
    [
        (0.0, 0.2, "held", ""),
        (0.5, 0.9, "too_few_rows", ""),
        (3.0, 0.2, "changed", "appeared"),
        (0.6, 0.01, "held", ""),
    ],
)
def test_a_statement_of_no_effect(new: float, error: float, status: str, how: str) -> None:
    pieces = [
        pair(0.0, 0.1, null="equivalence", errors=(0.2, 0.2)),
        pair(0.1, new, null="equivalence", errors=(0.05, error)),
    ]
    found = decided(*pieces)
    assert (found.status, found.how) == (status, how)


def test_a_statement_of_no_effect_with_floor_zero_is_never_shown() -> None:
    assert new_p([pair(0.0, 0.0, null="equivalence")], 0.0) == 1.0


@given(st.floats(-9, 9), st.floats(-9, 9), st.floats(0.01, 9), st.floats(0.01, 9))
def test_mirrored_outcomes_mirror_nothing_but_signs(
    old: float, new: float, first: float, second: float
) -> None:
    here = decided(pair(old, new, errors=(first, second)))
    there = decided(pair(-old, -new, sign=-1, errors=(first, second)))
    assert here == there
    assert (here.how != "") == (here.status == "changed")
