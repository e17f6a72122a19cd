import dataclasses

import numpy as np
import pandas as pd
import pytest

from dataexplain.models.adjustment import Adjustment
from dataexplain.models.fitting import fit_models
from dataexplain.readers.proposing import ReadableModels, leaning, propose
from dataexplain.runs.explaining import discover, in_content_order
from dataexplain.runs.floors import floors
from dataexplain.runs.proposers import claimable
from dataexplain.tables import build_table, split_rows
from tests.planted_tables import (
    customers,
    houses,
    houses_discovery,
    rows_of,
)

NO_MODELS = ReadableModels({}, {})


def proposed(frame, **options):
    table, rows = build_table(frame, "y", **options), rows_of(frame, **options)
    chosen = floors(table, np.arange(len(table)), None)
    return propose(rows, table.features, NO_MODELS, chosen)


def test_what_was_planted_is_proposed():
    found = {(claim.kind, claim.features): claim for claim in houses_discovery().claims}
    assert found["trend", ("size",)].direction == "up"
    assert found["level_contrast", ("place",)].features == ("place",)
    steps = [claim for claim in houses_discovery().claims if claim.features == ("age",)]
    assert any(
        claim.direction == "up" and claim.region.conditions[0].low == pytest.approx(0.5, abs=0.4)
        for claim in steps
    )
    assert any(claim.region.conditions[0].missing for claim in houses_discovery().claims)


def test_all_that_is_proposed_leans_its_way_and_says_one_thing():
    found = houses_discovery()
    assert len({claim.id for claim in found.claims}) == len(found.claims)
    for claim in found.claims:
        assert claim.sources
        assert leaning(claim, found.rows) > 1


def test_sources_of_one_thing_are_named_together():
    trend = next(c for c in houses_discovery().claims if c.features == ("size",))
    assert {"additive model", "sparse linear model"} <= set(trend.sources)


@pytest.mark.parametrize("make", [houses, customers])
def test_verification_rows_play_no_part(make):
    """Rows that were not given to the proposers may hold anything: the claims stay the same."""
    frame = make(500)
    table = build_table(frame, frame.columns[-1])
    split = in_content_order(table, split_rows(table))
    poisoned = table.frame.copy()
    for name in poisoned.columns:
        values = poisoned[name].copy()
        if isinstance(values.dtype, pd.CategoricalDtype):
            values.iloc[split.verification] = np.nan
        else:
            values.iloc[split.verification] = -1e9 if name == table.target else np.nan
        poisoned[name] = values
    found = discover(table, seed=0)
    claims = []
    for entry in (table, dataclasses.replace(table, frame=poisoned)):
        models = fit_models(entry, split.discovery, seed=0)
        adjustment = Adjustment.fit(entry, split.discovery, models.additive)
        rows = adjustment.on(entry, split.discovery)
        readable = ReadableModels(models.terms, models.rules)
        claims.append(propose(rows, claimable(entry), readable, found.floors))
    assert claims[0] == claims[1]
    assert claims[0]
    assert claims[0] == found.claims


def test_nothing_is_said_of_a_control():
    table = build_table(houses(500), "price", controls=["size"])
    found = discover(table, seed=0)
    assert found.claims
    for claim in found.claims:
        assert "size" not in (*claim.features, *claim.entangled_with)
    assert "size" in found.rows.names


def test_a_copy_of_a_control_leads_to_no_claim():
    """It once did, with the control taken out of what is held fixed."""
    frame = houses(500).drop(columns="twin")
    frame["copy"] = frame["size"] + 1e-3 * np.random.default_rng(0).normal(size=len(frame))
    found = discover(build_table(frame, "price", controls=["size"]), seed=0)
    assert all("copy" not in claim.features for claim in found.claims)


def test_two_codings_of_one_thing_are_claimed_once_and_together():
    rng = np.random.default_rng(0)
    x = rng.normal(size=600)
    frame = pd.DataFrame({"x": x, "copy": 2 * x + 1, "y": 3 * x + rng.normal(size=600)})
    claims = proposed(frame)
    trends = [claim for claim in claims if claim.kind == "trend"]
    assert len(trends) == 1
    assert {*trends[0].features, *trends[0].entangled_with} == {"x", "copy"}


def test_the_u_and_not_its_threshold_is_proposed_of_a_curve():
    rng = np.random.default_rng(1)
    x = rng.uniform(-2, 2, size=900)
    frame = pd.DataFrame({"x": x, "z": rng.normal(size=900), "y": x**2 + rng.normal(size=900)})
    found = {(claim.kind, claim.direction) for claim in proposed(frame) if claim.features == ("x",)}
    assert ("turning_point", "up") in found
    assert not any(kind == "threshold" for kind, _ in found)


def test_each_class_of_an_outcome_has_claims_of_its_own():
    rng = np.random.default_rng(2)
    x = rng.normal(size=600)
    kind = np.where(x > 0.5, "a", np.where(rng.random(600) < 0.5, "b", "c"))
    frame = pd.DataFrame({"x": x, "z": rng.normal(size=600), "y": kind})
    claims = proposed(frame)
    directions = {claim.outcome_class: claim.direction for claim in claims if "x" in claim.features}
    assert directions["a"] == "up"
    assert {directions["b"], directions["c"]} == {"down"}


def test_a_column_that_works_only_with_another_is_not_called_flat():
    """By itself neither of two factors does anything: their product is all there is."""
    rng = np.random.default_rng(3)
    frame = pd.DataFrame({name: rng.normal(size=2500) for name in ("a", "b", "idle")})
    frame["y"] = frame["a"] * frame["b"] + 0.5 * rng.normal(size=2500)
    table, rows = build_table(frame, "y"), rows_of(frame)
    claims = propose(rows, table.features, NO_MODELS, {None: 0.3})
    kinds = {(claim.kind, frozenset(claim.features)) for claim in claims}
    assert ("interaction", frozenset({"a", "b"})) in kinds or (
        "subgroup",
        frozenset({"a", "b"}),
    ) in kinds
    flat = [features for kind, features in kinds if kind == "no_effect"]
    assert flat == [frozenset({"idle"})]
