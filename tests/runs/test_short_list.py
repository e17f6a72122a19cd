import dataclasses

import numpy as np
import pytest

from dataexplain.claims import Condition
from dataexplain.runs import short_list as listing
from dataexplain.runs.explaining import discover
from dataexplain.runs.hypothesis_rounds import views_of
from dataexplain.runs.short_list import short_list
from dataexplain.search.hypothesis_schema import Hypothesis
from dataexplain.tables import build_table
from tests.planted_tables import customers, doses, flowers, houses

UP, DOWN = "up", "down"


@pytest.fixture(scope="module")
def homes():
    return discover(build_table(houses(600), "price"), seed=0)


def slope(name, direction=UP, outcome_class=None):
    return Hypothesis((Condition(name),), direction, True, outcome_class)


def listed(found, *hypotheses, most=20):
    views = {view.name: view for view in views_of(found.table, found.rows)}
    return short_list(hypotheses, found.table, found.rows, views, found.floors, most)


def test_what_rows_bear_out_is_listed_the_strongest_first(homes):
    north = Hypothesis((Condition("place", levels=("east", "north")),), UP)
    got = listed(homes, slope("garden"), north, slope("size"))
    own = [claim for claim in got.claims if claim.sources == ("language model",)]
    assert [claim.features for claim in own] == [("size",), ("place",)]
    assert all(claim.direction == UP for claim in own)


def test_the_wrong_sign_is_dropped_and_counted_not_turned(homes):
    got = listed(homes, slope("size", DOWN))
    assert got.dropped[listing.CONTRADICTED] == 1
    assert not [
        claim for claim in got.claims if "size" in claim.features and len(claim.features) == 1
    ]


def test_everything_is_listed_or_counted(homes):
    given = [
        slope("size"),
        slope("size"),
        slope("size", DOWN),
        slope("nobody"),
        Hypothesis((Condition("size", low=0.1),), UP),
        Hypothesis((Condition("size", low=0.0), Condition("age", low=0.5)), UP),
        slope("noise"),
        slope("noise", "none"),
        slope("size", "none"),
        slope("place", "none"),
        *[Hypothesis((Condition("age", low=value),), UP) for value in np.linspace(-1, 1.5, 12)],
    ]
    got = listed(homes, *given)
    assert len(given) + got.templates == len(got.claims) + got.dropped.total()
    assert got.dropped[listing.REPEATED] == 1
    assert got.dropped[listing.SAME] >= 1
    assert min(got.dropped.values()) > 0


def test_no_more_are_listed_than_are_wanted(homes):
    given = [slope("size"), Hypothesis((Condition("age", low=0.5),), UP), slope("twin")]
    got = listed(homes, *given, most=1)
    assert [claim.features for claim in got.claims] in ([("size",)], [("age",)])
    assert len(given) + got.templates == 1 + got.dropped.total()
    assert got.dropped[listing.BEYOND] >= 1


def test_two_columns_that_work_together_come_from_templates_and_from_the_model():
    found = discover(build_table(doses(1500), "response"), seed=0)
    pair = Hypothesis((Condition("dose", low=0.7), Condition("heat", low=0.7)), UP)
    alone = listed(found)
    assert ("dose", "heat") in [claim.features for claim in alone.claims]
    assert {claim.sources for claim in alone.claims} == {("templates",)}
    both = listed(found, pair)
    (claim,) = [claim for claim in both.claims if claim.features == ("dose", "heat")]
    assert "language model" in claim.sources


def test_that_a_column_does_not_matter_is_listed_where_it_could_be_shown():
    frame = customers(1600)
    table = build_table({**frame, "score": frame["waiting"] + frame["noise"] * 0}, "score")
    found = discover(table, seed=0, floor=0.5)
    got = listed(found, slope("noise", "none"), slope("waiting", "none"))
    flat = [claim for claim in got.claims if claim.kind == "no_effect"]
    assert [claim.features for claim in flat] == [("noise",)]
    assert flat[0].sources == ("language model",)
    assert got.dropped[listing.NOT_FLAT] == 1


def test_columns_that_cannot_be_told_apart_are_spoken_of_together():
    frame = houses(600)
    frame["copy"] = frame["size"] * 2 + 1
    found = discover(build_table(frame, "price"), seed=0)
    got = listed(found, slope("size"), slope("copy"))
    own = [claim for claim in got.claims if claim.kind == "trend"]
    assert len(own) == 1
    assert {own[0].features[0], *own[0].entangled_with} == {"size", "copy"}
    assert got.dropped[listing.CROWDED] == 1


def test_each_class_has_its_own_hypotheses():
    found = discover(build_table(flowers(500), "kind"), seed=0)
    got = listed(found, slope("length", UP, "rose"), slope("length", UP, "daisy"))
    own = [claim for claim in got.claims if "language model" in claim.sources]
    assert [claim.outcome_class for claim in own] == ["rose"]
    assert got.dropped[listing.CONTRADICTED] == 1


def test_controls_and_words_of_texts_are_not_spoken_of():
    table = build_table(houses(600), "price", controls=("twin",))
    found = discover(table, seed=0)
    assert "twin" not in {view.name for view in views_of(found.table, found.rows)}
    words = tuple(
        dataclasses.replace(column, terms=("late",)) if column.name == "place" else column
        for column in found.table.columns
    )
    worded = dataclasses.replace(found.table, columns=words)
    assert "place" not in {view.name for view in views_of(worded, found.rows)}
