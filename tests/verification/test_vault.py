import dataclasses

import numpy as np
import pandas as pd
import pytest

from dataexplain.claims import Claim, Condition, Region
from dataexplain.errors import VaultSealedError
from dataexplain.tables import build_table
from dataexplain.verification import Vault
from dataexplain.verification.vault import group_codes
from tests.planted_tables import houses_discovery, houses_table

FLOORS = {None: 1.0}


@pytest.fixture
def vault():
    found = houses_discovery()
    return Vault(houses_table(), found.split, found.adjustment, FLOORS, seed=0)


def test_a_second_batch_is_refused(vault):
    vault.test(houses_discovery().claims[:1])
    with pytest.raises(VaultSealedError, match="need new rows"):
        vault.test(houses_discovery().claims[1:2])


def test_an_empty_batch_seals_too(vault):
    assert vault.test([]) == ()
    with pytest.raises(VaultSealedError):
        vault.test(houses_discovery().claims)


def test_every_hypothesis_stands_in_the_ledger(vault):
    assert vault.ledger == ()
    claims = houses_discovery().claims
    heard = []
    tested = vault.test(claims, lambda done, total: heard.append((done, total)))
    assert heard == [(place, len(claims)) for place in range(1, len(claims) + 1)]
    assert [entry.claim_id for entry in vault.ledger] == [claim.id for claim in claims]
    assert [entry.claim for entry in tested] == list(claims)
    for entry, line in zip(tested, vault.ledger, strict=True):
        np.testing.assert_equal(
            (line.family, line.adjusted_p, line.unadjusted_p),
            (entry.claim.family, entry.evidence.adjusted_p, entry.evidence.unadjusted_p),
        )


def test_planted_effects_are_supported_and_false_claims_are_not(vault):
    def trend(column, direction):
        region = Region((Condition(column, -1.5, 1.5, closed=True),))
        return Claim("trend", (column,), direction, region)

    place = Region((Condition("place", levels=("north", "east")),))
    tested = vault.test(
        [
            trend("size", "up"),
            trend("size", "down"),
            trend("twin", "up"),
            Claim("level_contrast", ("place",), "up", place),
        ]
    )
    right, wrong, twin, level = (entry.verdict for entry in tested)
    assert (right.verdict, right.basis) == ("supported", "adjusted")
    assert wrong.verdict == "not_supported"
    # the bystander: correlated 0.8 with `size`, no effect of its own
    assert (twin.verdict, twin.basis) == ("supported", "unadjusted")
    assert level.verdict == "supported"
    assert tested[0].estimate.effect == pytest.approx(8 * 3, rel=0.2)
    assert tested[3].estimate.effect == pytest.approx(9, rel=0.3)
    assert tested[2].estimate is tested[2].evidence.unadjusted
    assert tested[2].p == tested[2].evidence.unadjusted_p


def test_intervals_are_widened_for_what_was_selected(vault):
    for entry in vault.test(houses_discovery().claims):
        if not entry.estimate.testable:
            continue
        low, high = entry.interval_selected
        plain_low, plain_high = entry.estimate.interval
        assert low <= plain_low < plain_high <= high
        if entry.verdict.verdict != "supported":
            assert (low, high) == pytest.approx((plain_low, plain_high))


def test_only_verification_rows_decide():
    """Other numbers in the discovery rows change nothing once the models are fitted."""
    table, found = houses_table(), houses_discovery()
    poisoned = table.frame.copy()
    poisoned.loc[found.split.discovery, ["price", "size", "noise"]] = 1e7
    other = dataclasses.replace(table, frame=poisoned)
    results = [
        Vault(entry, found.split, found.adjustment, FLOORS, 0).test(found.claims)
        for entry in (table, other)
    ]
    for one, two in zip(*results, strict=True):
        assert one.verdict.verdict == two.verdict.verdict
        np.testing.assert_equal(one.estimate.interval, two.estimate.interval)


def test_examples_are_the_same_few_verification_rows_of_the_region(vault):
    region = Region((Condition("place", levels=("north",)), Condition("size", low=0.0)))
    shown = vault.examples(region, 3, ["size", "place", "price", "garden"])
    assert shown == vault.examples(region, 3, ["size", "place", "price", "garden"])
    assert len(shown) == 3
    held_out = houses_table().frame.iloc[houses_discovery().split.verification]
    prices = {f"{value:.6g}" for value in held_out["price"]}
    for row in shown:
        assert list(row) == ["size", "place", "price", "garden"]
        assert row["place"] == "north"
        assert float(row["size"]) >= 0
        assert row["price"] in prices
        assert row["garden"] == "" or float(row["garden"]) is not None
    lacking = vault.examples(Region((Condition("garden", missing=True),)), 2, ["garden"])
    assert lacking == [{"garden": ""}, {"garden": ""}]


def test_fewer_examples_than_wished_are_all_of_them(vault):
    assert vault.examples(Region((Condition("size", low=99.0),)), 3, ["size"]) == []


def test_what_models_are_scored_on_are_the_verification_rows(vault):
    rows = houses_discovery().split.verification
    frame = houses_table().frame
    np.testing.assert_array_equal(vault.outcomes(), frame["price"].iloc[rows])
    pd.testing.assert_frame_equal(
        vault.features(["age", "size"]), frame.iloc[rows][["age", "size"]]
    )


def test_groups_are_numbered_and_a_table_may_have_none():
    assert group_codes(houses_table(), np.arange(10)) is None
    rng = np.random.default_rng(0)
    frame = {"g": ["a", "b"] * 30, "x": rng.normal(size=60), "y": rng.normal(size=60)}
    table = build_table(frame, "y", group="g")
    assert group_codes(table, np.array([0, 1, 2, 5])).tolist() == [0, 1, 0, 1]


def test_a_row_without_a_group_is_one_of_its_own():
    """A missing group once ended the run with a TypeError of numpy's."""
    rng = np.random.default_rng(0)
    groups = np.array([None, "b", "a", None, "b", *"cdefg" * 11], dtype=object)
    frame = {"g": groups, "x": rng.normal(size=60), "y": rng.normal(size=60)}
    table = build_table(frame, "y", group="g")
    one, two, three, four, five = group_codes(table, np.arange(5))
    assert two == five
    assert len({one, two, three, four}) == 4
