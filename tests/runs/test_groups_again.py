"""Groups of an old report found again."""

from __future__ import annotations

import dataclasses

import pandas as pd
import pytest

import dataexplain
from dataexplain.runs.groups_again import compares_groups, with_the_rest
from tests.runs.judged_groups import differed, reviews


@pytest.fixture(scope="module")
def report():
    return differed()[0].report


def with_classes(report, *classes):
    outcome = dataclasses.replace(report.outcome, classes=classes, positive=classes[0])
    return dataclasses.replace(report, outcome=outcome)


def regions(report, values):
    return with_the_rest(report, pd.DataFrame({"region": values}))["region"].tolist()


def test_a_report_on_two_groups_is_known_as_one(report):
    assert compares_groups(report)
    assert not compares_groups(dataexplain.explain(reviews(), "nights", ignore=["review"]).report)


def test_the_rest_is_called_as_the_report_calls_it(report):
    rest = with_classes(report, "south", "not south")
    assert regions(rest, ["south", "north", "west", "south"]) == [
        "south",
        "not south",
        "not south",
        "south",
    ]


def test_a_missing_group_stays_missing(report):
    found = regions(with_classes(report, "south", "not south"), ["south", None, "west"])
    assert found[0] == "south"
    assert pd.isna(found[1])


def test_two_named_groups_stay_as_they_are(report):
    values = ["south", "north", "west"]
    assert regions(report, values) == values


def test_a_group_of_that_name_is_not_everybody_else(report):
    values = ["south", "not south", "west"]
    assert regions(with_classes(report, "south", "not south"), values) == values


def test_numbers_are_groups_too(report):
    rest = with_classes(report, "1", "not 1")
    assert [str(value) for value in regions(rest, [1, 2, 3])] == ["1", "not 1", "not 1"]
