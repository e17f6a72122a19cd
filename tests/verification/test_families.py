import dataclasses

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dataexplain.verification.families import correct, interval_levels, p_values_of
from tests.verification.made_evidence import FLAT, TREND, evidence

BASES = ("unadjusted", "adjusted")
chances = st.floats(0.0001, 1) | st.sampled_from([0.001, 0.01, 0.04])
batches = st.lists(
    st.tuples(st.sampled_from("abc"), chances | st.just(float("nan")), chances),
    min_size=1,
    max_size=7,
)


def made(batch):
    claims = [dataclasses.replace(TREND, features=(name,)) for name, _, _ in batch]
    given_evidence = [
        evidence(1.0, adjusted_p=adjusted, unadjusted_p=unadjusted)
        for _, adjusted, unadjusted in batch
    ]
    return claims, given_evidence


def bh_rejects(p, alpha):
    """Benjamini-Hochberg, by its definition."""
    ordered = np.sort(p)
    passing = [
        place for place in range(len(p)) if ordered[place] <= alpha * (place + 1) / len(p) + 1e-12
    ]
    return np.asarray(p) <= (ordered[passing[-1]] if passing else -1.0)


def two_level_rejects(p, groups, alpha):
    """Benjamini & Bogomolov, by its definition; NaN takes no part."""
    p, groups = np.asarray(p), np.asarray(groups)
    rejected = np.zeros(len(p), dtype=bool)
    names = sorted({name for name, value in zip(groups, p, strict=True) if not np.isnan(value)})
    simes = []
    for name in names:
        own = np.sort(p[(groups == name) & ~np.isnan(p)])
        simes.append(np.min(own * len(own) / np.arange(1, len(own) + 1)))
    chosen = bh_rejects(np.array(simes), alpha) if names else np.array([], dtype=bool)
    for name, taken in zip(names, chosen, strict=True):
        if taken:
            places = np.flatnonzero((groups == name) & ~np.isnan(p))
            level = alpha * chosen.sum() / len(names)
            rejected[places] = bh_rejects(p[places], level)
    return rejected


@given(batches, st.sampled_from([0.01, 0.05, 0.2]))
def test_q_says_what_two_families_behind_one_gate_reject(batch, alpha):
    claims, given_evidence = made(batch)
    groups = [claim.family for claim in claims]
    adjusted, unadjusted = (
        [entry.adjusted_p for entry in given_evidence],
        [entry.unadjusted_p for entry in given_evidence],
    )
    opened = two_level_rejects(adjusted + unadjusted, groups * 2, alpha).any()
    found = correct(claims, given_evidence)
    near = 1e-9
    for values, family in ((adjusted, "adjusted"), (unadjusted, "unadjusted")):
        expected = two_level_rejects(values, groups, alpha) & opened
        q = np.array([getattr(entry, family) for entry in found])
        clear = ~(np.abs(q - alpha) < near)
        np.testing.assert_array_equal((q <= alpha)[clear], expected[clear])


@given(batches)
def test_q_is_no_less_than_p_and_untested_claims_stay_untested(batch):
    claims, given_evidence = made(batch)
    for entry, significance in zip(given_evidence, correct(claims, given_evidence), strict=True):
        assert significance.unadjusted >= entry.unadjusted_p - 1e-12
        assert np.isnan(significance.adjusted) == np.isnan(entry.adjusted_p)
        if not np.isnan(entry.adjusted_p):
            assert significance.adjusted >= entry.adjusted_p - 1e-12


def test_a_strong_column_does_not_loosen_the_correction_for_others():
    strong = [("a", 1e-9, 1e-9)] * 10
    claims, given_evidence = made([*strong, ("b", 0.04, 0.04), ("c", 0.5, 0.5)])
    weak = correct(claims, given_evidence)[-2]
    assert weak.adjusted > 0.05


def test_nothing_tested_has_no_q():
    assert correct([], []) == ()
    claims, given_evidence = made([("a", float("nan"), 0.5)])
    assert np.isnan(correct(claims, given_evidence)[0].adjusted)


def test_intervals_of_selected_claims_are_widened_in_the_family_that_decided():
    batch = [("a", 1e-5, 1e-5), ("a", 0.5, 1e-5), ("b", 0.5, 0.5), ("c", 0.5, 0.5)]
    claims, given_evidence = made(batch)
    levels = interval_levels(
        claims,
        given_evidence,
        [True, True, False, False],
        ["adjusted", "unadjusted", "adjusted", "adjusted"],
    )
    one_of_two_in_one_of_three = 1 - 0.05 / 3 / 2
    assert levels == pytest.approx(
        [one_of_two_in_one_of_three, one_of_two_in_one_of_three, 0.95, 0.95]
    )
    assert interval_levels([], [], [], []).size == 0


def test_a_family_of_one_does_not_pass_where_all_tries_together_look_like_noise():
    """Without the gate, one of four families passes noise in almost one run of five."""
    claims = [dataclasses.replace(TREND, features=(name,)) for name in "abcdefgh"]
    claims.append(dataclasses.replace(TREND, kind="threshold", features=("i",)))
    tried = [evidence(1.0, adjusted_p=0.5, unadjusted_p=0.5) for _ in "abcdefgh"]
    tried.append(evidence(1.0, adjusted_p=0.03, unadjusted_p=0.5))
    assert correct(claims, tried)[-1].adjusted > 0.05
    assert correct(claims[-1:], tried[-1:])[0].adjusted == pytest.approx(0.03)
    # one clear finding opens the gate, and the family of one is judged by itself
    tried[0] = evidence(1.0, adjusted_p=1e-6, unadjusted_p=0.5)
    assert correct(claims, tried)[-1].adjusted == pytest.approx(0.03)


def flat(name, p):
    claim = dataclasses.replace(FLAT, features=(name,))
    return claim, evidence(0.0, adjusted_p=p, unadjusted_p=p)


def test_that_nothing_matters_does_not_open_the_gate():
    """Columns without effect are many: they say nothing of whether another has one."""
    claims = [dataclasses.replace(TREND, features=(name,)) for name in "abcdefgh"]
    tried = [evidence(1.0, adjusted_p=0.5, unadjusted_p=0.5) for _ in claims]
    claims.append(dataclasses.replace(TREND, kind="threshold", features=("i",)))
    tried.append(evidence(1.0, adjusted_p=0.03, unadjusted_p=0.5))
    alone = correct(claims, tried)
    flats = [flat(name, 1e-9) for name in "uvwxyz"]
    together = correct(
        claims + [claim for claim, _ in flats], tried + [entry for _, entry in flats]
    )
    for one, two in zip(alone, together, strict=False):
        np.testing.assert_equal((two.adjusted, two.unadjusted), (one.adjusted, one.unadjusted))
    assert alone[-1].adjusted > 0.05


def test_that_nothing_matters_needs_no_gate():
    """Where nothing is true of any column, this is what is to be said of all of them."""
    claims = [dataclasses.replace(TREND, features=(name,)) for name in "abcdefgh"]
    tried = [evidence(1.0, adjusted_p=0.9, unadjusted_p=0.9) for _ in claims]
    claim, entry = flat("u", 0.02)
    found = correct([*claims, claim], [*tried, entry])
    assert found[-1].adjusted == pytest.approx(0.02)
    assert np.isnan(found[-1].unadjusted)


def test_that_columns_do_not_matter_is_corrected_among_such_claims():
    claims, entries = zip(
        *(flat(name, p) for name, p in zip("uvw", (0.02, 0.5, 0.9), strict=True)), strict=True
    )
    assert correct(claims, entries)[0].adjusted == pytest.approx(0.06)
    clear = evidence(1.0, adjusted_p=1e-9, unadjusted_p=1e-9)
    beside = correct([TREND, *claims], [clear, *entries])
    assert beside[1].adjusted == pytest.approx(0.06)


def test_intervals_of_flat_columns_are_widened_among_themselves():
    claims, entries = zip(*(flat(name, 0.001) for name in "uv"), strict=True)
    levels = interval_levels(
        [TREND, *claims],
        [evidence(1.0), *entries],
        [False, True, False],
        ["adjusted"] * 3,
    )
    assert levels == pytest.approx([0.95, 1 - 0.05 / 2, 0.95])


def test_interactions_and_subgroups_share_a_family_and_drifts_have_their_own():
    def with_kind(kind, name):
        return dataclasses.replace(TREND, kind=kind, features=(name,))

    first = with_kind("interaction", "a")
    strong = evidence(1.0, adjusted_p=1e-9, unadjusted_p=1e-9)
    weak = evidence(1.0, adjusted_p=0.03, unadjusted_p=0.5)
    poor = evidence(1.0, adjusted_p=0.9, unadjusted_p=0.9)
    for kind, expected in (("subgroup", 0.09), ("drift", 0.03)):
        claims = [TREND, first, with_kind(kind, "b"), with_kind(kind, "c")]
        assert correct(claims, [strong, weak, poor, poor])[1].adjusted == pytest.approx(expected)


def test_a_claim_is_tested_on_the_effect_that_it_rests_on_alone():
    """It would else be counted twice among all that was tried."""
    made = evidence(1.0, adjusted_p=0.001, unadjusted_p=0.04)
    plainly, held = (dataclasses.replace(TREND, rests_on=basis) for basis in BASES)
    assert p_values_of(TREND, made) == (0.001, 0.04)
    np.testing.assert_array_equal(p_values_of(plainly, made), (np.nan, 0.04))
    np.testing.assert_array_equal(p_values_of(held, made), (0.001, np.nan))
    (significance,) = correct([held], [made])
    assert significance.adjusted == 0.001
    assert np.isnan(significance.unadjusted)


def test_a_mechanism_that_speaks_of_the_plain_difference_has_one():
    claim = dataclasses.replace(TREND, kind="threshold", rests_on="unadjusted")
    (significance,) = correct([claim], [evidence(1.0, adjusted_p=0.5, unadjusted_p=0.001)])
    assert significance.unadjusted == 0.001


def test_intervals_of_flat_columns_are_widened_whatever_they_rest_on():
    claims = [dataclasses.replace(FLAT, features=(name,), rests_on="unadjusted") for name in "abcd"]
    batch = [evidence(0.0, adjusted_p=p, unadjusted_p=p) for p in (0.001, 0.5, 0.6, 0.7)]
    levels = interval_levels(claims, batch, [True, False, False, False], ["unadjusted"] * 4)
    assert levels[0] > 0.95
    assert set(levels[1:]) == {0.95}
