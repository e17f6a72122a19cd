import numpy as np
import pandas as pd
import pytest

from dataexplain.errors import InputError, ParameterError
from dataexplain.runs.explaining import explain_table, sampled
from dataexplain.tables import build_table
from tests.planted_tables import (
    customers,
    customers_report,
    doses_report,
    houses,
    houses_report,
    houses_table,
    meters,
    meters_report,
)


def said(report):
    """What a reader takes away: which claims, and what became of them."""
    return {(claim.id, claim.verdict, claim.basis) for claim in report.claims}


def supported(report):
    return {
        (claim.features, claim.kind, claim.direction)
        for claim in report.claims
        if claim.verdict == "supported" and claim.basis == "adjusted"
    }


def test_planted_effects_are_found_and_noise_is_not():
    found = supported(houses_report())
    assert (("size",), "trend", "up") in found
    assert (("age",), "level_contrast", "up") in found
    assert any(features == ("place",) for features, _, _ in found)
    assert (("garden",), "level_contrast", "down") in found
    assert not any("noise" in features or "twin" in features for features, _, _ in found)
    assert (("waiting",), "trend", "up") in supported(customers_report())


def test_what_columns_do_together_and_what_does_not_matter_is_found():
    found = supported(doses_report())
    assert (("dose", "heat"), "interaction", "up") in found
    assert (("load",), "tail", "up") in found
    assert (("noise",), "no_effect", "none") in found
    assert {features for features, kind, _ in found if kind == "no_effect"} == {("noise",)}
    assert not any("noise" in features for features, kind, _ in found if kind != "no_effect")


def test_an_effect_that_grows_is_found_and_slow_columns_are_not_credited():
    """`tide` and the outcome are slow and unrelated: by its rows alone it would be a finding."""
    report = meters_report()
    found = supported(report)
    assert (("sun",), "drift", "up") in found
    assert (("sun",), "trend", "up") in found
    assert {features for features, _, _ in found} <= {("sun",), ("wind",)}
    assert report.splits.method == "by 'day': later rows verify, after a gap"
    splits = report.splits
    assert splits.left_out == 800 - splits.discovery - splits.verification > 0
    assert not any(name.startswith("day.year") for name in report.roles)


def test_the_order_of_rows_in_time_changes_nothing():
    mixed = meters().sample(frac=1, random_state=5).reset_index(drop=True)
    again = explain_table(build_table(mixed, "use", time="day"))
    assert again.splits.split_hash == meters_report().splits.split_hash
    assert supported(again) == supported(meters_report())


def test_the_same_table_gives_the_same_report():
    again = explain_table(build_table(houses(), "price"))
    assert again.to_dict() == houses_report().to_dict()


def test_the_order_of_columns_changes_nothing():
    frame = houses()
    turned = frame[list(frame.columns[::-1])]
    again = explain_table(build_table(turned, "price"))
    assert again.splits.split_hash == houses_report().splits.split_hash
    assert said(again) == said(houses_report())


def test_the_order_of_rows_changes_nothing():
    frame = houses().sample(frac=1, random_state=3).reset_index(drop=True)
    again = explain_table(build_table(frame, "price"))
    assert again.splits.split_hash == houses_report().splits.split_hash
    assert supported(again) == supported(houses_report())


def test_another_seed_leaves_the_split_as_it_is():
    again = explain_table(houses_table(), seed=1)
    assert again.seed == 1
    assert again.splits == houses_report().splits
    assert (("size",), "trend", "up") in supported(again)


def test_a_floor_may_be_given():
    """With a huge floor nothing matters, and this is all that may be said."""
    report = explain_table(houses_table(), floor=1e6)
    assert {c.direction for c in report.claims if c.verdict == "supported"} == {"none"}
    assert {claim.floor for claim in report.claims} == {1e6}
    with pytest.raises(ParameterError, match="'floor'"):
        explain_table(houses_table(), floor=-1)


def test_controls_are_held_and_nothing_is_said_of_them():
    report = explain_table(build_table(houses(), "price", controls=["size"]))
    assert report.claims
    for claim in report.claims:
        assert "size" not in claim.features
        assert "size" in claim.estimand["held_fixed"]
    assert not any(
        "twin" in claim.features
        for claim in report.claims
        if claim.basis == "adjusted" and claim.verdict == "supported"
    )


def test_groups_stay_together_and_widen_intervals():
    frame = customers(300)
    copies = pd.concat([frame] * 3, ignore_index=True)
    copies["person"] = np.tile([f"p{place}" for place in range(300)], 3)
    grouped = explain_table(build_table(copies, "left", positive="yes", group="person"))
    alone = explain_table(build_table(copies.drop(columns="person"), "left", positive="yes"))
    assert grouped.splits.verification % 3 == 0
    assert "stay together" in grouped.splits.method

    def width(report):
        claim = next(c for c in report.claims if c.kind == "trend" and c.features == ("waiting",))
        return claim.adjusted.interval[1] - claim.adjusted.interval[0]

    assert width(grouped) > 1.3 * width(alone)


def test_weights_count():
    """Rows of weight 0.001 hardly speak: the effect is that of the others."""
    frame = houses(600).drop(columns=["garden", "age", "place", "twin"])
    rng = np.random.default_rng(0)
    heavy = rng.random(600) < 0.6
    frame["price"] = np.where(heavy, 10, -10) * frame["size"] + rng.normal(size=600)
    frame["w"] = np.where(heavy, 1.0, 0.001)
    report = explain_table(build_table(frame, "price", weights="w"))
    trend = next(claim for claim in report.claims if claim.features == ("size",))
    (position,) = (entry["varies"]["position"] for entry in trend.estimand["contrasts"])
    assert trend.direction == "up"
    assert trend.effect / (position["high"] - position["low"]) == pytest.approx(10, abs=0.5)
    assert report.roles["w"] == "weights"


def test_rows_may_be_kept_out_of_the_report():
    report = explain_table(build_table(customers(300), "left"), examples=0)
    assert report.counts.supported
    assert all(claim.examples == () for claim in report.claims)


def test_stages_and_steps_are_told():
    class Listener:
        stages, steps = [], []

        def stage(self, name):
            self.stages.append(name)

        def step(self, done, total):
            self.steps.append((done, total))

    report = explain_table(build_table(customers(200), "left"), progress=Listener(), title="T")
    assert Listener.stages[0] == "Splitting rows"
    assert Listener.stages[-1] == "Writing it down"
    tried = report.counts.tried
    assert Listener.steps == [(place, tried) for place in range(1, tried + 1)]
    assert report.title == "T"


def test_a_sample_of_rows_is_the_same_each_time():
    rows = np.arange(100) * 3
    assert sampled(rows, 100, 0) is rows
    some = sampled(rows, 10, 0)
    assert len(set(some.tolist()) & set(rows.tolist())) == 10
    assert len(some) == 10
    np.testing.assert_array_equal(some, sampled(rows, 10, 0))
    assert some.tolist() != sampled(rows, 10, 1).tolist()


def test_a_control_that_is_a_date_controls_its_parts():
    """Claims about `day.month` were made although `day` was only to be held fixed."""
    rng = np.random.default_rng(0)
    days = pd.date_range("2020-01-01", periods=400).strftime("%Y-%m-%d")
    frame = pd.DataFrame({"day": days, "x": rng.normal(size=400)})
    frame["y"] = frame["x"] + pd.to_datetime(days).month + rng.normal(size=400)
    report = explain_table(build_table(frame, "y", controls=["day"]))
    assert any(claim.features == ("x",) for claim in report.claims)
    assert not any("day" in name for claim in report.claims for name in claim.features)


def test_weights_reach_rate_floor_and_charts():
    """A class of weight 0.1 had an unweighted rate, and dots far from the weighted curve."""
    rng = np.random.default_rng(1)
    frame = pd.DataFrame({"x": rng.normal(size=600)})
    frame["y"] = np.where(frame["x"] + rng.normal(size=600) > 0, "yes", "no")
    frame["w"] = np.where(frame["y"] == "yes", 0.1, 1.0)
    report = explain_table(build_table(frame, "y", positive="yes", weights="w"))
    assert report.outcome.mean == pytest.approx(0.09, abs=0.02)
    (curve,) = report.curves
    steps = np.searchsorted(curve.edges[1:-1], [dot.x for dot in curve.held_out], side="right")
    away = [dot.mean - curve.values[at] for dot, at in zip(curve.held_out, steps, strict=True)]
    assert abs(np.mean(away)) < 0.05


def test_a_single_feature_is_not_said_to_be_held_beside_others():
    """With nothing to hold fixed the sentence still said "other columns held fixed"."""
    rng = np.random.default_rng(2)
    x = rng.normal(size=300)
    report = explain_table(build_table({"x": x, "y": x + rng.normal(size=300)}, "y"))
    assert report.claims
    assert not any("other columns" in claim.text for claim in report.claims)


def test_a_column_that_decides_the_outcome_is_found():
    """With a standard error of zero the strongest finding of all counted for nothing."""
    rng = np.random.default_rng(3)
    kind = np.array(["A", "B"] * 100)
    frame = {"kind": kind, "noise": rng.normal(size=200), "y": np.where(kind == "A", "no", "yes")}
    report = explain_table(build_table(frame, "y", positive="yes"))
    best = report.claims[0]
    assert (best.features, best.verdict) == (("kind",), "supported")
    assert abs(best.effect) == pytest.approx(1.0)


def test_two_groups_are_refused_with_a_remedy():
    """Every claim came out as unverifiable, which read like a finding of no effect."""
    frame = houses(300).assign(group=np.where(np.arange(300) % 2, "one", "two"))
    target = houses(300).columns[-1]
    with pytest.raises(InputError, match="too few to decide"):
        explain_table(build_table(frame, target, group="group"))
