"""What is told of the effect that does not decide."""

from __future__ import annotations

import dataclasses

import pytest

from dataexplain.claims import UNADJUSTED
from dataexplain.verification.other_effect import with_others_held
from tests.verification.made_evidence import FLAT, TREND, estimate, evidence

FLOOR = 0.5
PLAIN = dataclasses.replace(TREND, rests_on=UNADJUSTED)
PLAIN_FLAT = dataclasses.replace(FLAT, rests_on=UNADJUSTED)


@pytest.mark.parametrize(
    ("held", "verdict", "told"),
    [
        (1.0, "supported", "It stays"),
        (-1.0, "supported", "the other way round"),
        (0.1, "supported", "smaller than what would matter"),
        (0.45, "supported", "is open"),
        (1.0, "not_supported", "point the way that is said"),
        (-1.0, "not_supported", ""),
        (0.1, "inconclusive", ""),
    ],
)
def test_it_is_told_where_it_is_otherwise(held: float, verdict: str, told: str) -> None:
    said = with_others_held(PLAIN, evidence(held, 1.0), verdict, FLOOR)
    assert (told in said) if told else not said


def test_that_nothing_is_left_to_compare_is_told() -> None:
    made = evidence(1.0, problem="the other columns foretell it")
    assert with_others_held(PLAIN, made, "supported", FLOOR) == (
        "With the other columns held fixed it cannot be tested: the other columns foretell it."
    )


@pytest.mark.parametrize(
    ("held", "verdict", "told"),
    [
        (1.0, "supported", "does matter"),
        (0.0, "supported", ""),
        (0.0, "not_supported", "nothing of it matters"),
        (1.0, "not_supported", ""),
    ],
)
def test_a_column_that_matters_on_one_basis_alone_is_told_of(
    held: float, verdict: str, told: str
) -> None:
    made = evidence(held, each=((estimate(held), estimate(0.0)), (estimate(0.0), estimate(0.0))))
    said = with_others_held(PLAIN_FLAT, made, verdict, FLOOR)
    assert (told in said) if told else not said
