import numpy as np
import pandas as pd
import pytest

from dataexplain.claims import Contrast
from dataexplain.runs.claim_records import unit_of, words_of
from dataexplain.runs.explaining import explain_table
from dataexplain.tables import build_table
from tests.planted_tables import (
    customers_report,
    doses_report,
    houses_discovery,
    houses_report,
    houses_table,
    meters_report,
)


def test_a_claim_can_be_measured_again_from_its_record():
    """What `recheck` needs stands in `estimand`: the same rows give the same effect."""
    found = houses_discovery()
    rows = found.adjustment.on(houses_table(), found.split.verification)
    for claim in houses_report().claims:
        contrasts = [Contrast.from_dict(entry) for entry in claim.estimand["contrasts"]]
        effects = [rows.adjusted(contrast).effect for contrast in contrasts]
        assert claim.adjusted is not None
        assert np.isclose(effects, claim.adjusted.effect).any()
        held = {name for contrast in contrasts for name in contrast.held.columns}
        assert claim.estimand["held_fixed"] == sorted(held)


def test_the_effect_shown_is_the_one_the_verdict_rests_on():
    for claim in (*houses_report().claims, *customers_report().claims):
        shown = claim.adjusted if claim.basis == "adjusted" else claim.unadjusted
        assert (claim.effect, claim.interval, claim.p) == (shown.effect, shown.interval, shown.p)
        assert claim.interval_selected[0] <= claim.interval[0]
        if claim.verdict == "supported":
            assert claim.q <= 0.05
            assert abs(claim.effect) >= claim.floor


def test_only_supported_claims_show_rows():
    for claim in houses_report().claims:
        assert len(claim.examples) == (3 if claim.verdict == "supported" else 0)
        for row in claim.examples:
            assert set(claim.features) <= set(row)
            assert "price" in row


def test_claims_are_numbered_in_the_order_of_the_report():
    claims = houses_report().claims
    assert [claim.rank for claim in claims] == list(range(1, len(claims) + 1))
    order = ["supported", "inconclusive", "not_supported", "unverifiable"]
    places = [order.index(claim.verdict) for claim in claims]
    assert places == sorted(places)


@pytest.fixture
def priced():
    sizes = ["small", "medium", "large"] * 20
    prices = [f"${10 + place % 7}.{place % 10}0" for place in range(60)]
    return build_table(
        {"size": sizes, "share": ["5%", "10%", "20%"] * 20, "price": prices}, "price"
    )


def test_units_and_scales_come_from_the_table(priced):
    words = words_of(priced)
    assert words.regression
    assert words.units["share"] == "%"
    assert list(words.scales["size"].values()) == ["small", "medium", "large"]
    assert unit_of(priced) == "$"
    assert unit_of(houses_table()) == "price"
    assert customers_report().outcome.unit == "probability"


def test_a_line_that_overshoots_a_probability_is_said_to():
    """ "+90 points, from 58 to 121" stood on a card; cut at 100 it looked far too certain."""
    rng = np.random.default_rng(0)
    x = rng.normal(size=400)
    frame = pd.DataFrame({"x": x, "other": rng.normal(size=400)})
    frame["y"] = np.where(x + 0.4 * rng.normal(size=400) > 0, "yes", "no")
    report = explain_table(build_table(frame, "y", positive="yes"))
    trends = [claim for claim in report.claims if claim.kind == "trend" and claim.interval]
    assert trends
    for claim in trends:
        overshoots = max(abs(end) for end in claim.interval) > 1
        assert ("overshoots" in claim.effect_text) == overshoots
        assert claim.interval[0] < claim.interval[1]


def of_kind(report, kind):
    return next(claim for claim in report.claims if claim.kind == kind)


def test_both_sides_of_an_interaction_stand_in_its_record():
    claim = of_kind(doses_report(), "interaction")
    below, above = claim.parts
    assert below.label.startswith("heat is below ")
    assert above.label.endswith(" or more")
    assert above.label.startswith("heat is ")
    assert above.effect > below.effect
    assert below.rows + above.rows == claim.n
    assert len(below.points) > 3
    assert claim.effect_text.startswith("The effect is the difference between what is gained where")


def test_the_stretches_of_a_flat_column_stand_in_its_record():
    claim = of_kind(doses_report(), "no_effect")
    assert (claim.direction, claim.verdict) == ("none", "supported")
    assert len(claim.parts) >= 3
    assert all(part.label.startswith("noise is ") for part in claim.parts)
    for part in claim.parts:
        assert -claim.floor < part.interval[0] < part.interval[1] < claim.floor
    # the one that comes closest is the one the card shows
    assert claim.effect in {part.effect for part in claim.parts}
    assert claim.effect_text.endswith("comes closest to mattering.")
    nulls = {entry["null"] for entry in claim.estimand["contrasts"]}
    assert nulls == {"equivalence"}


def test_a_tail_says_of_how_few_rows_it_speaks():
    claim = of_kind(doses_report(), "tail")
    inside, outside = claim.sides
    assert claim.effect_text.startswith(f"{inside:,} of {inside + outside:,} held-out rows lie")
    assert inside < 0.1 * outside
    assert claim.parts == ()


def test_earlier_and_later_rows_stand_in_the_record_of_a_drift():
    claim = of_kind(meters_report(), "drift")
    earlier, later = claim.parts
    assert earlier.label.startswith("before 2019-")
    assert later.label == earlier.label.replace("before", "from")
    assert later.effect > earlier.effect > 0
    assert "in a time as long as from 2018-01-01 to 20" in claim.effect_text
    assert claim.estimand["time"] == "day"


def test_every_claim_names_the_contrasts_it_compiles_to():
    for report in (doses_report(), meters_report()):
        for claim in report.claims:
            for entry in claim.estimand["contrasts"]:
                assert Contrast.from_dict(entry).to_dict() == entry
