import dataclasses
import math

import pytest

from dataexplain.claims import Claim, Condition, Region
from dataexplain.statistics import Estimate
from dataexplain.verification.families import Significance
from dataexplain.verification.verdicts import decide
from tests.verification.made_evidence import TREND, evidence

FLOOR = 0.5
NAN = float("nan")


def verdict(made, claim=TREND, floor=FLOOR):
    return decide(claim, made, Significance(made.adjusted_p, made.unadjusted_p), floor)


def test_a_clear_effect_above_the_floor_is_supported():
    decided = verdict(evidence(1.0))
    assert (decided.verdict, decided.basis) == ("supported", "adjusted")
    assert decided.q <= 0.05
    assert decided.reason.endswith(".")


@pytest.mark.parametrize(
    ("adjusted", "expected", "reason"),
    [
        (0.01, "not_supported", "smaller than what would matter"),
        (-1.0, "not_supported", "the opposite"),
        (-0.45, "not_supported", "opposite"),
        (0.4, "inconclusive", "whether it is large enough to matter is open"),
    ],
)
def test_below_the_floor_nothing_is_supported(adjusted, expected, reason):
    decided = verdict(evidence(adjusted))
    assert decided.verdict == expected
    assert reason in decided.reason


def test_an_effect_that_could_be_chance_is_inconclusive_with_the_rows_it_would_take():
    decided = verdict(evidence(0.6, error=0.4))
    assert decided.verdict == "inconclusive"
    assert "could be chance" in decided.reason
    # 80% power: 2.8 standard errors, each shrinking with the root of the rows
    assert decided.rows_needed == math.ceil(500 * (2.8 * 0.4 / 0.6) ** 2)


def test_rows_are_named_only_where_more_of_them_would_settle_it():
    assert verdict(evidence(0.49999999, error=0.4)).rows_needed is None
    large = verdict(evidence(0.6, error=0.25))
    assert large.rows_needed is None or large.rows_needed > 500


def test_the_floor_decides_what_matters():
    assert verdict(evidence(0.4), floor=0.3).verdict == "supported"
    assert verdict(evidence(0.4), floor=0.0).verdict == "supported"
    assert verdict(evidence(0.4), floor=0.9).verdict == "not_supported"


def test_the_stated_sign_counts():
    down = dataclasses.replace(TREND, direction="down")
    made = evidence(
        1.0, sign=-1, unadjusted_sign=-1, signs_agree=False, unadjusted_signs_agree=False
    )
    assert verdict(made, down).verdict == "not_supported"
    falling = evidence(
        -1.0, sign=-1, unadjusted_sign=-1, signs_agree=True, unadjusted_signs_agree=True
    )
    assert verdict(falling, down).verdict == "supported"


def test_a_conjunction_needs_the_sign_of_every_part():
    assert verdict(evidence(1.0, signs_agree=False, unadjusted_signs_agree=False)).verdict != (
        "supported"
    )


def test_a_bystander_holds_only_on_its_own():
    decided = verdict(evidence(0.0, unadjusted=2.0))
    assert (decided.verdict, decided.basis) == ("supported", "unadjusted")
    assert not decided.adjusted_open
    assert "smaller than what would matter" in decided.reason


def test_whether_a_bystander_has_an_effect_of_its_own_may_stay_open():
    decided = verdict(evidence(0.4, unadjusted=2.0, error=0.3))
    assert (decided.basis, decided.adjusted_open) == ("unadjusted", True)


@pytest.mark.parametrize("kind", ["threshold", "subgroup"])
def test_mechanisms_are_never_supported_by_the_plain_difference(kind):
    claim = Claim(kind, ("x",), "up", Region((Condition("x", low=0.0),)), turn=0.0)
    assert verdict(evidence(0.0, unadjusted=2.0), claim).verdict == "not_supported"


def test_a_claim_without_overlap_is_unverifiable_or_said_on_its_own():
    nothing = Estimate.untestable(NAN, 500, overlap=0.0)
    made = evidence(0.0, unadjusted=0.1, adjusted_p=NAN, signs_agree=False)
    made = dataclasses.replace(made, adjusted=nothing, problem="the other columns foretell it")
    decided = verdict(made)
    assert decided.verdict == "unverifiable"
    assert decided.reason == "The other columns foretell it."
    assert math.isnan(decided.q)
    alone = dataclasses.replace(made, unadjusted=evidence(2.0).adjusted, unadjusted_p=1e-9)
    decided = verdict(alone)
    assert (decided.verdict, decided.basis, decided.adjusted_open) == (
        "supported",
        "unadjusted",
        True,
    )


def test_small_counts_are_named():
    decided = verdict(evidence(0.6, error=0.4, shuffled=True, events=7))
    assert "Only 7 rows or events" in decided.reason


def test_a_small_q_is_needed_not_a_small_p():
    made = evidence(1.0)
    decided = decide(TREND, made, Significance(0.06, 0.06), FLOOR)
    assert decided.verdict == "inconclusive"
    assert decided.q == 0.06
