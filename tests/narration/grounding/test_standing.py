"""Direction and place against a claim: plain differences, turns, upper bounds."""

from __future__ import annotations

from typing import Any

import pytest

from dataexplain.narration.grounding import AGREES, CONTRADICTS, NOT_COVERED
from tests.narration.grounding.made_claims import (
    PLAIN,
    contrast,
    made_report,
    marks_of,
    trend,
    turning_point,
)

TREATED = made_report(
    PLAIN,
    contrast("treated", ("TRUE",), ("FALSE",), -2.8, plain=11.4),
    levels={"treated": ("FALSE", "TRUE")},
)
V_SHAPED = made_report(
    PLAIN, trend("Age", 40.0, 80.0, 5.0), turning_point("Age", 0.0, 40.0, 80.0, 5.0)
)
TOGETHER: dict[str, Any] = {"features": ("feels_like_c", "temp_c"), "entangled_with": ("temp_c",)}
PEAKED = made_report(
    PLAIN,
    trend("feels_like_c", -5.0, 24.0, 9.0, **TOGETHER),
    turning_point("feels_like_c", -5.0, 24.0, 35.0, -4.0, **TOGETHER),
)


@pytest.mark.parametrize(
    ("text", "mark"),
    [
        ("Taken alone, the cost is higher where treated is TRUE, by about 11.4.", AGREES),
        ("Taken alone, the cost is lower where treated is TRUE.", CONTRADICTS),
        ("All else equal, the cost is lower where treated is TRUE.", AGREES),
        ("All else equal, the cost is higher where treated is TRUE.", CONTRADICTS),
        ("The cost is higher where treated is TRUE.", NOT_COVERED),
        ("On the face of it the treated cost more, but all else equal they do not.", NOT_COVERED),
    ],
)
def test_a_plain_difference_that_goes_the_other_way_is_judged_by_its_own_sign(
    text: str, mark: str
) -> None:
    """A true plain difference contradicted, and so did its opposite (Simpson's paradox)."""
    assert marks_of(TREATED, text) == [mark]


@pytest.mark.parametrize(
    ("text", "mark"),
    [
        ("Average cost rises with Age throughout.", CONTRADICTS),
        ("Average cost always rises with Age.", CONTRADICTS),
        ("Average cost falls at all ages.", CONTRADICTS),
        ("The older, the higher the cost.", CONTRADICTS),
        ("Average cost rises as Age goes from 40 to 80.", AGREES),
        ("Average cost falls as Age goes from 40 to 80.", CONTRADICTS),
        ("Average cost falls with Age.", NOT_COVERED),
        ("Costs are highest at the youngest and the oldest ages.", NOT_COVERED),
        ("Costs are lowest around age 40.", AGREES),
    ],
)
def test_half_of_a_turning_course_is_not_the_whole(text: str, mark: str) -> None:
    """ "Rises with age throughout" agreed with the rising half of a V."""
    assert marks_of(V_SHAPED, text) == [mark]


@pytest.mark.parametrize(
    ("text", "mark"),
    [
        ("Warmer days cost more, but only up to about 24 degrees.", AGREES),
        ("Warmer days cost less, but only up to about 24 degrees.", CONTRADICTS),
        ("Beyond 24 degrees, the cost declines.", AGREES),
    ],
)
def test_an_upper_bound_at_a_turn_is_the_leg_before_it(text: str, mark: str) -> None:
    """ "Only up to about 24 degrees" was of a column with the same unit, and nothing was read."""
    assert marks_of(PEAKED, text) == [mark]
