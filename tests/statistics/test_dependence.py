"""Errors of related rows against brute force, and how often noise passes with and without them."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dataexplain.statistics import partialling_out, shifted_p
from dataexplain.statistics.dependence import effective_times, group_variance, time_variance
from tests.planted_tables import slow_series


def fitted(rng, rows=60, held=3):
    """Draw a regression: d~, its errors, and an orthonormal basis of all that was fitted."""
    design = np.column_stack([np.ones(rows), rng.normal(size=(rows, held))])
    varied, outcome = rng.normal(size=rows), rng.normal(size=rows)
    basis = np.linalg.qr(design)[0]
    left = varied - basis @ (basis.T @ varied)
    whole = np.column_stack([basis, left / np.linalg.norm(left)])
    return left, outcome - whole @ (whole.T @ outcome), whole


@settings(deadline=None, max_examples=40)
@given(st.integers(0, 10_000), st.integers(6, 20))
def test_few_groups_are_corrected_as_the_whole_projection_says(seed, count):
    """CR3 by its definition: (I - H_gg)^-1 of each group, H being the whole projection."""
    rng = np.random.default_rng([seed, 40])
    varied, errors, basis = fitted(rng)
    groups = np.concatenate([np.arange(count), rng.integers(0, count, size=60 - count)])
    projection = basis @ basis.T
    total = 0.0
    for group in range(count):
        own = np.flatnonzero(groups == group)
        corrected = np.linalg.solve(np.eye(len(own)) - projection[np.ix_(own, own)], errors[own])
        total += float(varied[own] @ corrected) ** 2
    found = group_variance(varied, errors, groups, basis)
    assert found.variance == pytest.approx(total * (count - 1) / count, rel=1e-8)
    assert 1 <= found.degrees_of_freedom <= count - 1


def test_a_direction_that_one_group_alone_carries_leaves_a_finite_error():
    """Its errors are all taken by the fit, and the inverse does not exist."""
    rng = np.random.default_rng(41)
    groups = np.repeat(np.arange(10), 6)
    own = (groups == 3) * 1.0
    varied, outcome = rng.normal(size=60), rng.normal(size=60)
    estimate = partialling_out(outcome, varied, own[:, None], clusters=groups)
    without = partialling_out(outcome[own == 0], varied[own == 0], np.empty((54, 0)))
    assert estimate.testable
    assert 0.5 * without.standard_error < estimate.standard_error < 3 * without.standard_error


def test_few_clusters_are_corrected_with_and_without_held_columns():
    """The plain effect of a grouped table once had the uncorrected error at any number."""
    rng = np.random.default_rng(42)
    groups = np.repeat(np.arange(12), 5)
    varied, outcome = rng.normal(size=12)[groups], rng.normal(size=60)
    centred = varied - varied.mean()
    errors = outcome - outcome.mean()
    errors = errors - centred * (centred @ errors) / (centred @ centred)
    taken = group_variance(centred, errors, groups, None).variance
    estimate = partialling_out(outcome, varied, np.empty((60, 0)), clusters=groups)
    assert estimate.standard_error > 1.05 * np.sqrt(taken) / (centred @ centred)


def test_rows_of_one_each_are_unrelated_groups():
    """Groups of one row: CR3 is then HC3 up to the factor (G - 1) / G."""
    rng = np.random.default_rng(43)
    held, varied = rng.normal(size=(40, 2)), rng.normal(size=40)
    outcome = rng.normal(size=40)
    alone = partialling_out(outcome, varied, held)
    grouped = partialling_out(outcome, varied, held, clusters=np.arange(40))
    assert grouped.standard_error == pytest.approx(alone.standard_error * np.sqrt(39 / 40))


def slow_pairs(draws, rows=200):
    """Draw pairs of slow series that have nothing to do with one another."""
    for seed in range(draws):
        rng = np.random.default_rng([seed, 31])
        yield slow_series(rng, rows), slow_series(rng, rows)


def test_slow_series_are_rejected_at_their_level_only_with_times():
    """Two independent AR(1) series of rho 0.9 pass in more than two of five without times."""
    times, nothing = np.arange(200), np.empty((200, 0))
    plain, timed, shifted = [], [], []
    for x, y in slow_pairs(200):
        plain.append(partialling_out(y, x, nothing).p < 0.05)
        timed.append(partialling_out(y, x, nothing, times=times).p < 0.05)
        shifted.append(shifted_p(y - y.mean(), x - x.mean(), times) <= 0.05)
    assert np.mean(plain) > 0.4
    assert np.mean(timed) <= 0.08  # 200 draws at 5%: two standard errors
    assert np.mean(shifted) <= 0.08


def test_slow_effects_are_still_found_and_covered():
    times, nothing = np.arange(200), np.empty((200, 0))
    found = [partialling_out(2 * x + y, x, nothing, times=times) for x, y in slow_pairs(60)]
    covered = [low <= 2 <= high for low, high in (entry.interval for entry in found)]
    assert np.mean(covered) >= 0.9
    assert np.mean([entry.p < 0.05 for entry in found]) > 0.9


def test_unrelated_rows_have_nearly_the_error_they_have_without_times():
    ratios = []
    for seed in range(60):
        rng = np.random.default_rng([seed, 44])
        x, y = rng.normal(size=300), rng.normal(size=300)
        within = time_variance(x, y, np.arange(300)).variance
        ratios.append(within / np.sum((x * y) ** 2))
    assert np.mean(ratios) == pytest.approx(1, abs=0.05)
    assert np.percentile(ratios, 5) > 0.6


def test_the_error_with_times_is_never_smaller():
    for seed in range(20):
        rng = np.random.default_rng([seed, 45])
        x, y = rng.normal(size=80), rng.normal(size=80)
        held = rng.normal(size=(80, 2))
        plain = partialling_out(y, x, held)
        timed = partialling_out(y, x, held, times=np.arange(80))
        assert timed.standard_error >= plain.standard_error * (1 - 1e-9)
        assert timed.effect == pytest.approx(plain.effect)


@settings(deadline=None, max_examples=25)
@given(st.integers(0, 10_000), st.sampled_from(["one a time", "several", "gaps"]))
def test_the_order_of_rows_does_not_matter(seed, kind):
    rng = np.random.default_rng([seed, 46])
    times = {
        "one a time": np.arange(60),
        "several": np.sort(rng.integers(0, 25, size=60)),
        "gaps": np.sort(rng.choice(200, size=60, replace=False)),
    }[kind]
    x, y = slow_series(rng, 60), slow_series(rng, 60)
    mixed = rng.permutation(60)
    first = time_variance(x, y, times)
    second = time_variance(x[mixed], y[mixed], times[mixed])
    assert second.variance == pytest.approx(first.variance, rel=1e-9)
    assert second.degrees_of_freedom == pytest.approx(first.degrees_of_freedom, rel=1e-9)
    assert shifted_p(y, x, times) == shifted_p(y[mixed], x[mixed], times[mixed])


def test_places_without_a_row_hardly_change_the_error():
    rng = np.random.default_rng(47)
    x, y = slow_series(rng, 100), slow_series(rng, 100)
    plain = time_variance(x, y, np.arange(100)).variance
    assert time_variance(x, y, np.arange(100) + 40).variance == pytest.approx(plain, rel=0.1)


def test_slow_series_with_gaps_are_rejected_at_their_level():
    """A stretch without rows, and half of the others left out."""
    rejected = []
    for seed in range(200):
        rng = np.random.default_rng([seed, 52])
        x, y = slow_series(rng, 400), slow_series(rng, 400)
        kept = np.sort(rng.choice(np.r_[0:120, 220:400], size=150, replace=False))
        estimate = partialling_out(y[kept], x[kept], np.empty((150, 0)), times=kept)
        rejected.append(estimate.p < 0.05)
    assert np.mean(rejected) <= 0.09


@pytest.mark.parametrize("rows_a_time", [2, 5])
def test_rows_of_one_time_count_as_the_one_draw_they_share(rows_a_time):
    """A column and an outcome of the day: each day's rows are one draw of both."""
    times = np.repeat(np.arange(120), rows_a_time)
    nothing = np.empty((len(times), 0))
    rejected = []
    for seed in range(150):
        rng = np.random.default_rng([seed, 48])
        x = slow_series(rng, 120)[times]
        y = slow_series(rng, 120)[times] + rng.normal(size=len(times))
        rejected.append(partialling_out(y, x, nothing, times=times).p < 0.05)
    assert np.mean(rejected) <= 0.09


def test_rows_of_one_time_that_differ_among_themselves_are_unrelated():
    """What differs within a day is not stretched by how slow the days are."""
    rng = np.random.default_rng(49)
    times, nothing = np.repeat(np.arange(150), 4), np.empty((600, 0))
    x = rng.normal(size=600)
    y = slow_series(rng, 150)[times] + rng.normal(size=600)
    timed = partialling_out(y, x, nothing, times=times)
    plain = partialling_out(y, x, nothing)
    assert timed.standard_error == pytest.approx(plain.standard_error, rel=0.1)


def test_a_shift_that_goes_together_best_has_the_smallest_p():
    rng = np.random.default_rng(50)
    x, other = slow_series(rng, 80), slow_series(rng, 80)
    x, other = x - x.mean(), other - other.mean()
    assert shifted_p(x, x, np.arange(80)) == pytest.approx(1 / 80)
    assert shifted_p(x, -x, np.arange(80)) == pytest.approx(1 / 80)
    assert 1 / 80 <= shifted_p(x, other, np.arange(80)) <= 1
    assert shifted_p(np.zeros(80), x, np.arange(80)) == 1.0


@pytest.mark.parametrize(("count", "inside"), [(30, 8), (60, 8)])
def test_a_few_groups_among_many_are_rejected_at_their_level(count, inside):
    """With 30 groups of unequal size, 8 of them on one side, noise passed in 8 of 100 draws."""
    rejected = []
    for seed in range(400):
        rng = np.random.default_rng([seed, 33])
        groups = np.repeat(np.arange(count), rng.integers(1, 30, size=count))
        varied = (groups < inside) * 1.0
        outcome = rng.normal(size=count)[groups] + rng.normal(size=len(groups))
        nothing = np.empty((len(groups), 0))
        rejected.append(partialling_out(outcome, varied, nothing, clusters=groups).p < 0.05)
    assert np.mean(rejected) <= 0.065


@pytest.mark.parametrize("count", [20, 40])
def test_columns_of_the_group_are_rejected_at_their_level_only_with_groups(count):
    """Both d and the outcome are shared by all rows of a group, whose sizes differ."""
    plain, grouped = [], []
    for seed in range(200):
        rng = np.random.default_rng([seed, 51])
        groups = np.repeat(np.arange(count), rng.integers(2, 15, size=count))
        varied = rng.normal(size=count)[groups]
        outcome = rng.normal(size=count)[groups] + rng.normal(size=len(groups))
        held = rng.normal(size=(len(groups), 2))
        plain.append(partialling_out(outcome, varied, held).p < 0.05)
        grouped.append(partialling_out(outcome, varied, held, clusters=groups).p < 0.05)
    assert np.mean(plain) > 0.2
    assert np.mean(grouped) <= 0.08


def test_a_slow_series_tells_as_much_as_few_unrelated_times():
    """Of unrelated times each tells something of its own, of slow ones only a few do."""
    times = np.arange(400)
    counted = {0.0: [], 0.9: []}
    for rho, found in counted.items():
        for seed in range(40):
            rng = np.random.default_rng([seed, 53])
            found.append(effective_times(slow_series(rng, 400, rho), times))
    assert np.median(counted[0.9]) < 0.3 * np.median(counted[0.0])
    assert np.median(counted[0.0]) > 100
    assert effective_times(np.full(400, 3.0), times) == 0.0
