import dataclasses
import math

import pytest

from dataexplain.claims import Claim, Condition, Region
from dataexplain.statistics import Estimate
from dataexplain.verification.families import Significance
from dataexplain.verification.verdicts import decide, without_contradictions
from tests.verification.made_evidence import FLAT, TREND, estimate, evidence

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


def pieces(*effects, error=0.1):
    return tuple(estimate(effect, error) for effect in effects)


def equivalence(q, *effects, error=0.1, **more):
    """Decide about "it does not matter", its stretches having these effects."""
    parts = pieces(*effects, error=error)
    furthest = max(parts, key=lambda part: abs(part.effect))
    made = evidence(0.0, adjusted_p=q, unadjusted_p=q, pieces=parts, **more)
    made = dataclasses.replace(made, adjusted=furthest)
    return decide(FLAT, made, Significance(q, NAN), FLOOR)


def test_flat_stretches_are_supported():
    decided = equivalence(0.01, 0.1, -0.1, 0.0)
    assert (decided.verdict, decided.basis, decided.q) == ("supported", "adjusted", 0.01)
    assert "stays below what would matter" in decided.reason


@pytest.mark.parametrize("effect", [0.9, -0.9])
def test_one_stretch_that_matters_refutes_the_rest(effect):
    decided = equivalence(0.9, 0.0, effect, 0.0)
    assert decided.verdict == "not_supported"
    assert "where the effect does matter" in decided.reason


def test_too_few_rows_leave_it_open_with_the_rows_it_would_take():
    decided = equivalence(0.3, 0.1, 0.0, error=0.3)
    assert decided.verdict == "inconclusive"
    assert decided.rows_needed == math.ceil(500 * (3.0 * 0.3 / (FLOOR - 0.1)) ** 2)


def test_no_number_of_rows_is_named_where_a_stretch_may_matter():
    decided = equivalence(0.6, 0.55, 0.0, error=0.2)
    assert (decided.verdict, decided.rows_needed) == ("inconclusive", None)
    assert decided.reason == "One stretch or level of it may matter; the rows do not say."


def test_too_little_of_its_own_is_unverifiable_and_too_few_rows_are_inconclusive():
    bound = equivalence(0.01, 0.0, problem="the other columns foretell it too well")
    assert (bound.verdict, math.isnan(bound.q)) == ("unverifiable", True)
    scarce = equivalence(NAN, 0.0, problem="only 3 rows lie in one stretch of it", scarce=True)
    assert scarce.verdict == "inconclusive"


@pytest.mark.parametrize("kind", ["interaction", "tail", "drift"])
def test_new_mechanisms_rest_on_the_adjusted_effect_alone(kind):
    claim = Claim(kind, ("x",), "up", Region((Condition("x", low=0.0),)))
    assert verdict(evidence(1.0), claim).verdict == "supported"
    assert verdict(evidence(0.0, unadjusted=2.0), claim).verdict == "not_supported"


PLAINLY = dataclasses.replace(TREND, rests_on="unadjusted")
HELD = dataclasses.replace(TREND, rests_on="adjusted")


@pytest.mark.parametrize(
    ("adjusted", "unadjusted", "plainly", "held"),
    [
        (-1.0, 1.0, "supported", "not_supported"),
        (1.0, -1.0, "not_supported", "supported"),
        (0.4, 1.0, "supported", "inconclusive"),
        (1.0, 0.4, "inconclusive", "supported"),
    ],
)
def test_a_claim_that_rests_on_one_effect_is_decided_by_it(adjusted, unadjusted, plainly, held):
    """ "Red wines are rated better" was refuted where the sign turns with other columns held."""
    made = evidence(adjusted, unadjusted)
    of_plain, of_held = verdict(made, PLAINLY), verdict(made, HELD)
    assert (of_plain.verdict, of_plain.basis) == (plainly, "unadjusted")
    assert (of_held.verdict, of_held.basis) == (held, "adjusted")


def test_a_plain_claim_needs_nothing_of_the_other_columns():
    made = evidence(1.0, problem="the other columns foretell it", adjusted_p=NAN)
    assert verdict(made, PLAINLY).verdict == "supported"
    assert verdict(made, HELD).verdict == "unverifiable"


def test_that_nothing_matters_on_its_own_says_so():
    flat = dataclasses.replace(FLAT, rests_on="unadjusted")
    made = evidence(0.0, pieces=(estimate(0.0), estimate(0.0)), adjusted_p=0.001)
    decided = verdict(made, flat)
    assert (decided.verdict, decided.basis) == ("supported", "unadjusted")
    assert "held fixed" not in decided.reason


def test_a_plain_claim_that_nothing_compares_is_unverifiable():
    nothing = Estimate.untestable(NAN, 3, overlap=0.0)
    made = dataclasses.replace(evidence(1.0), unadjusted=nothing, unadjusted_p=NAN)
    decided = verdict(made, PLAINLY)
    assert (decided.verdict, decided.basis) == ("unverifiable", "unadjusted")


@pytest.mark.parametrize(
    ("other", "left"),
    [
        ({}, "inconclusive"),
        ({"rests_on": "adjusted", "held": ("z",)}, "supported"),
    ],
)
def test_only_what_rests_on_the_same_contradicts(other, left):
    """That x does not matter by itself was taken back where it matters at one z."""
    flat = dataclasses.replace(FLAT, rests_on="unadjusted")
    trend = dataclasses.replace(TREND, **({"rests_on": "unadjusted"} | other))
    found = [verdict(evidence(0.0, pieces=(estimate(0.0),), adjusted_p=0.001), flat)]
    found.append(verdict(evidence(1.0), trend))
    assert [entry.verdict for entry in found] == ["supported", "supported"]
    assert without_contradictions([flat, trend], found)[0].verdict == left
