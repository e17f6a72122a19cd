import dataclasses
from itertools import pairwise

import numpy as np
import pandas as pd
import pytest

from dataexplain.claims import DOWN, NONE, UP, Claim, Condition, Membership, Position, Region
from dataexplain.statistics import equivalence_p, shifted_p
from dataexplain.verification.evidence import FEW_EVENTS
from dataexplain.verification.measuring import gather
from tests.planted_tables import rows_of


def generator():
    return np.random.default_rng(0)


def drawn(rows=600, seed=0):
    rng = np.random.default_rng([seed, 20])
    frame = pd.DataFrame({"x": rng.normal(size=rows), "z": rng.normal(size=rows)})
    frame["y"] = 2 * frame["x"] + rng.normal(size=rows)
    return frame, rng


def above(cut, direction=UP, column="x", **more):
    region = Region((Condition(column, low=cut),))
    return Claim("level_contrast", (column,), direction, region, **more)


def trend(direction=UP, column="x"):
    return Claim(
        "trend", (column,), direction, Region((Condition(column, -2.0, 2.0, closed=True),))
    )


def test_both_effects_of_a_claim_are_measured():
    frame, rng = drawn()
    frame["z"] = frame["x"] + 0.5 * rng.normal(size=len(frame))
    rows = rows_of(frame)
    found = gather(trend(column="z"), rows, generator())
    assert found.unadjusted.effect > 5
    assert abs(found.adjusted.effect) < 4 * found.adjusted.standard_error
    inside = frame[frame["z"].between(-2, 2)]
    left = 1 - np.corrcoef(inside["x"], inside["z"])[0, 1] ** 2
    assert found.adjusted.overlap == pytest.approx(left, abs=1e-6)
    assert (found.problem, found.shuffled) == ("", False)


@pytest.mark.parametrize(("direction", "agrees"), [(UP, True), (DOWN, False)])
def test_the_stated_sign_is_compared(direction, agrees):
    frame, _ = drawn()
    found = gather(trend(direction), rows_of(frame), generator())
    assert found.signs_agree is found.unadjusted_signs_agree is agrees
    assert found.sign == (1 if agrees else -1)


def test_a_conjunction_is_as_weak_as_its_weakest_part():
    frame, rng = drawn(1500)
    frame["y"] = np.maximum(frame["x"], 0) * 4 + rng.normal(size=1500)  # flat, then rising
    region = Region((Condition("x", -2.0, 2.0, closed=True),))
    claim = Claim("turning_point", ("x",), UP, region, turn=0.0)
    found = gather(claim, rows_of(frame), generator())
    assert found.adjusted_p > 0.001
    assert abs(found.adjusted.effect) < 1
    assert found.sign == -1  # the falling side is what fails


def test_on_its_own_too_a_conjunction_is_as_weak_as_its_weakest_part():
    """A turn whose one side did not matter was once supported by the size of the other side."""
    rng = np.random.default_rng(0)
    x = rng.normal(size=6000)
    z = np.where(x < 0, -x, 0.0) + 0.5 * rng.normal(size=6000)
    y = 0.1 * np.maximum(x, 0) + 3 * z + 0.3 * rng.normal(size=6000)
    rows = rows_of({"x": x, "z": z, "y": y}, signals={"z": lambda z: 3 * z})
    region = Region((Condition("x", -2.0, 2.0, closed=True),))
    found = gather(Claim("turning_point", ("x",), UP, region, turn=0.0), rows, generator())
    assert (found.sign, found.unadjusted_sign) == (-1, 1)
    assert 0 < found.unadjusted.effect < 0.5
    assert found.unadjusted_p == found.unadjusted.p


def test_what_the_other_columns_foretell_cannot_be_tested():
    frame, rng = drawn()
    frame["copy"] = frame["x"] + 0.01 * rng.normal(size=len(frame))
    found = gather(trend(), rows_of(frame), generator())
    assert "foretell" in found.problem
    assert np.isnan(found.adjusted_p)
    assert found.unadjusted_p < 1e-10


@pytest.mark.parametrize("inside", [0, 1, 2])
def test_too_few_rows_on_one_side_cannot_be_tested(inside):
    frame, _ = drawn(200)
    frame["x"] = np.where(np.arange(200) < inside, 5.0, frame["x"].clip(-3, 3))
    found = gather(above(4.0), rows_of(frame), generator())
    rows = "row lies" if inside == 1 else "rows lie"
    assert found.problem == f"only {inside} verification {rows} on one side of it"
    assert np.isnan(found.adjusted_p)
    assert np.isnan(found.unadjusted_p)


def test_too_few_events_on_one_side_cannot_be_tested():
    frame, rng = drawn(400)
    frame["x"] = np.where(np.arange(400) < 20, 5.0, frame["x"].clip(-3, 3))
    frame["y"] = np.where(rng.random(400) < 0.05, "yes", "no")
    rows = rows_of(frame, positive="yes")
    found = gather(above(4.0, outcome_class="yes"), rows, generator())
    assert "too few verification rows have this outcome" in found.problem


def test_few_rows_on_a_side_are_shuffled():
    """The p-value of 8 skewed rows among 300 is that of shuffles, and no smaller."""
    frame, rng = drawn(300)
    frame["x"] = np.where(np.arange(300) < 8, 5.0, frame["x"].clip(-3, 3))
    frame["y"] = rng.exponential(size=300) ** 2
    rows = rows_of(frame)
    found = gather(above(4.0), rows, generator())
    assert found.shuffled
    assert found.events == 8 < FEW_EVENTS
    assert found.adjusted_p >= found.adjusted.p
    assert found.adjusted_p == gather(above(4.0), rows, generator()).adjusted_p


def test_few_rows_are_rejected_at_their_level():
    rejected = []
    for seed in range(120):
        frame, rng = drawn(120, seed)
        frame["x"] = np.where(np.arange(120) < 6, 5.0, frame["x"].clip(-3, 3))
        frame["y"] = rng.exponential(size=120) ** 2
        rejected.append(gather(above(4.0), rows_of(frame), generator()).adjusted_p <= 0.05)
    assert np.mean(rejected) <= 0.1


@pytest.mark.parametrize(("groups", "testable"), [(6, False), (30, True)])
def test_few_groups_on_a_side_cannot_be_tested(groups, testable):
    frame, rng = drawn(600)
    clusters = np.repeat(np.arange(groups * 2), 600 // (groups * 2))
    frame["x"] = np.where(clusters < groups, 1.0, 2.0) + rng.uniform(0, 0.1, size=600)
    found = gather(above(1.5), rows_of(frame, clusters=clusters), generator())
    assert (found.problem == "") is testable
    assert testable or "groups" in found.problem


def test_the_sides_are_the_rows_on_either_one():
    frame, _ = drawn(500)
    found = gather(above(1.0), rows_of(frame), generator())
    inside = int((frame["x"] >= 1.0).sum())
    assert found.sides == (inside, 500 - inside)
    assert found.events == inside


def flat(column="z", cuts=(-0.7, 0.7)):
    pieces = tuple(
        Region((Condition(column, low, high),)) for low, high in pairwise([None, *cuts, None])
    )
    return Claim("no_effect", (column,), NONE, Region(), pieces=pieces)


def test_the_p_value_of_no_effect_is_the_largest_of_all_its_parts():
    frame, _ = drawn(2000)
    rows = rows_of(frame, signals={"x": lambda x: 2 * x})
    found = gather(flat(), rows, generator(), floor=0.5)
    assert len(found.pieces) == 3
    ps = [equivalence_p(piece, 0.5) for piece in (*found.pieces, found.unadjusted)]
    assert found.adjusted_p == found.unadjusted_p == max(ps)
    assert found.adjusted in found.pieces
    assert found.adjusted_p == gather(flat(), rows, generator(), floor=0.5).adjusted_p
    reach = [max(abs(end) for end in piece.interval) for piece in found.pieces]
    assert found.adjusted is found.pieces[int(np.argmax(reach))]


def test_no_effect_is_hardly_ever_shown_of_what_matters_just_so():
    """At the floor itself at most one in twenty passes, however many stretches there are."""
    passed = []
    for seed in range(150):
        rng = np.random.default_rng([seed, 71])
        frame = pd.DataFrame({"x": rng.normal(size=600), "z": rng.normal(size=600)})
        frame["y"] = 0.5 * (frame["z"] >= 0.7) + rng.normal(size=600)
        passed.append(gather(flat(), rows_of(frame), generator(), floor=0.5).adjusted_p <= 0.05)
    assert np.mean(passed) <= 0.08


def test_a_bystander_does_matter_on_its_own():
    """Held fixed it has no effect, by itself it has: both must be flat."""
    frame, rng = drawn(2000)
    frame["z"] = frame["x"] + rng.normal(size=2000)
    found = gather(flat(), rows_of(frame), generator(), floor=0.5)
    assert all(equivalence_p(piece, 0.5) < 0.01 for piece in found.pieces)
    assert found.adjusted_p > 0.9


def test_what_the_others_foretell_is_not_called_flat():
    frame, rng = drawn(2000)
    frame["x"] = rng.choice([-1.0, 1.0], size=2000) + 0.1 * rng.normal(size=2000)
    frame["z"] = frame["x"] + 0.1 * rng.normal(size=2000)
    frame["y"] = rng.normal(size=2000)
    halves = flat(cuts=(0.0,))
    found = gather(halves, rows_of(frame), generator(), floor=5.0)
    assert "foretell it too well" in found.problem
    assert np.isnan(found.adjusted_p)
    together = dataclasses.replace(halves, entangled_with=("x",))
    released = gather(together, rows_of(frame), generator(), floor=5.0)
    assert released.problem == ""
    assert released.adjusted_p < 0.01


def test_a_stretch_of_few_rows_shows_nothing():
    frame, _ = drawn(300)
    found = gather(flat(cuts=(2.6,)), rows_of(frame), generator(), floor=5.0)
    assert "rows lie in one stretch" in found.problem
    assert found.scarce
    assert np.isnan(found.adjusted_p)


def test_without_a_floor_nothing_is_too_small_to_matter():
    frame, _ = drawn(2000)
    assert np.isnan(gather(flat(), rows_of(frame), generator()).adjusted_p)


def test_the_sides_of_a_product_are_those_of_its_level():
    frame, _ = drawn(600)
    frame["plan"] = np.where(np.arange(600) < 60, "gold", "basic")
    factors = (
        Position("x", -1.0, 1.0),
        Membership(Region((Condition("plan", levels=("gold",)),))),
    )
    claim = Claim("interaction", ("x", "plan"), UP, Region(), factors=factors)
    assert gather(claim, rows_of(frame), generator()).sides == (60, 540)
    two = Claim(
        "interaction", ("x", "z"), UP, Region(), factors=(factors[0], Position("z", -1.0, 1.0))
    )
    assert sum(gather(two, rows_of(frame), generator()).sides) == 600


def test_few_rows_in_time_are_shifted_not_shuffled():
    """A shuffle would tear apart what rows near in time have in common."""
    times = np.arange(300)
    event = np.where((times >= 140) & (times < 152), "on", "off")
    claim = Claim("level_contrast", ("event",), UP, Region((Condition("event", levels=("on",)),)))
    larger = 0
    for seed in range(12):
        rng = np.random.default_rng([seed, 72])
        slow = np.cumsum(rng.normal(size=300))
        frame = pd.DataFrame({"t": times * 1.0, "x": rng.normal(size=300), "y": slow})
        rows = rows_of(frame.assign(event=event), time="t")
        found = gather(claim, rows, generator())
        on = (event == "on") * 1.0
        p = shifted_p(slow - slow.mean(), on - on.mean(), times)
        assert found.shuffled
        assert found.unadjusted_p == max(p, found.unadjusted.p)
        assert found.adjusted_p >= found.adjusted.p
        larger += found.adjusted_p > found.adjusted.p
    assert larger
