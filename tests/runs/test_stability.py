import dataclasses
import json

import numpy as np
import pandas as pd
import pytest

from dataexplain.runs import stability
from dataexplain.runs.explaining import explain_table
from dataexplain.runs.stability import (
    half_of_rows,
    proposed_claim,
    refit,
    stabilities,
    with_stability,
)
from dataexplain.tables import build_table, split_rows
from tests.planted_tables import (
    customers,
    flowers,
    houses,
    houses_discovery,
    houses_report,
    houses_table,
)


def half(table, seed=0):
    rows = split_rows(table).discovery
    return rows, half_of_rows(table, rows, np.random.default_rng(seed))


def test_what_is_planted_comes_back_and_noise_less_often():
    refits = [refit(houses_table(), number, seed=0) for number in range(4)]
    shares = stabilities(houses_report(), refits, houses_table())
    claims = {claim.id: claim for claim in houses_report().claims}
    assert shares.keys() == claims.keys()
    by_column = {
        claims[name].features: share
        for name, share in shares.items()
        if claims[name].kind in ("trend", "level_contrast")
    }
    assert by_column["size",] == 1.0
    assert by_column["age",] == 1.0
    assert shares[houses_report().claims[-1].id] < 1.0


def test_a_refit_can_be_had_again_and_travels_as_json():
    table = build_table(customers(300), "left", positive="yes")
    first = refit(table, 2, seed=0)
    assert first
    assert json.loads(json.dumps(first)) == first == refit(table, 2, seed=0)


def test_no_verification_row_is_looked_at(monkeypatch):
    table = build_table(customers(300), "left", positive="yes")
    split = split_rows(table)
    frame = table.frame.copy()
    frame.iloc[split.verification] = frame.iloc[split.verification[::-1]].to_numpy()
    other = dataclasses.replace(table, frame=frame)
    monkeypatch.setattr(stability, "split_rows", lambda _: split)
    assert refit(other, 0, seed=0) == refit(table, 0, seed=0)


def test_a_claim_is_back_in_the_refits_that_propose_it():
    own = [claim.to_dict() for claim in houses_discovery().claims]
    shares = stabilities(houses_report(), [own, [], own, []], houses_table())
    assert set(shares.values()) == {0.5}


def test_a_record_denotes_the_claim_it_was_made_of():
    claims = {claim.id: claim for claim in houses_discovery().claims}
    for record in houses_report().claims:
        again, claim = proposed_claim(record), claims[record.id]
        assert (again.kind, again.features, again.region, again.family) == (
            claim.kind,
            claim.features,
            claim.region,
            claim.family,
        )
        assert again.id == record.id


@pytest.mark.parametrize(("make", "target"), [(houses, "price"), (flowers, "kind")])
def test_half_of_the_rows_and_of_each_class(make, target):
    table = build_table(make(), target)
    rows, chosen = half(table)
    assert len(np.unique(chosen)) == len(chosen)
    assert set(chosen) <= set(rows)
    assert len(chosen) == pytest.approx(len(rows) / 2, abs=3)
    for name in table.classes:
        outcome = table.outcome(name)
        assert outcome[chosen].sum() == pytest.approx(outcome[rows].sum() / 2, abs=1)
    assert set(half(table, seed=1)[1]) != set(chosen)


def test_groups_are_taken_whole():
    frame = houses(400).assign(home=np.repeat([f"h{n}" for n in range(80)], 5))
    table = build_table(frame, "price", group="home")
    rows, chosen = half(table)
    taken = frame["home"].iloc[chosen].value_counts()
    assert (taken == 5).all()
    assert len(chosen) == pytest.approx(len(rows) / 2, abs=5)


def test_a_class_of_one_group_is_not_lost():
    frame = customers(400).assign(person=np.repeat([f"p{n}" for n in range(100)], 4))
    table = build_table(frame, "left", group="person", positive="yes")
    rows = split_rows(table).discovery
    only = frame["person"].iloc[rows].iloc[0]
    frame["left"] = np.where(frame["person"] == only, "yes", "no")
    object.__setattr__(table, "frame", table.frame.assign(left=pd.Categorical(frame["left"])))
    for seed in range(6):
        chosen = half_of_rows(table, rows, np.random.default_rng(seed))
        assert (frame["left"].iloc[chosen] == "yes").any()


def test_blocks_of_time_are_taken_whole():
    rng = np.random.default_rng(0)
    frame = pd.DataFrame({"day": np.arange(800), "x": rng.normal(size=800)})
    frame["y"] = frame["x"] + rng.normal(size=800)
    table = build_table(frame, "y", time="day")
    rows, chosen = half(table)
    assert len(chosen) == pytest.approx(len(rows) / 2, abs=25)
    assert (np.diff(np.sort(chosen)) == 1).mean() > 0.9


def test_shares_stand_in_the_report():
    report = houses_report()
    share = {claim.id: 0.25 for claim in report.claims[:2]}
    marked = with_stability(report, share, 8)
    assert marked.stability_runs == 8
    assert [claim.stability for claim in marked.claims[:3]] == [0.25, 0.25, None]


def test_a_column_that_does_not_matter_has_no_share():
    """Half of the rows often cannot show it: such claims would all seem unstable."""
    table = build_table(houses(400), "price")
    report = explain_table(table, floor=8.0, examples=0)
    flat = {claim.id for claim in report.claims if claim.kind == "no_effect"}
    assert flat
    assert not flat & set(stabilities(report, [[]], table))
