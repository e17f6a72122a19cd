from __future__ import annotations

import pytest

from dataexplain.narration.grounding.mentions import mentions
from dataexplain.narration.grounding.names import LEVEL, OUTCOME, Naming
from dataexplain.narration.grounding.words import tokens
from tests.narration.grounding.sample_reports import sample_naming, sample_report


def named(table: str, text: str) -> set[tuple[str, str]]:
    found = mentions(tokens(text), sample_naming(table))
    return {(mention.column, mention.level) for mention in found if mention.kind != OUTCOME}


@pytest.mark.parametrize(
    ("table", "text", "expected"),
    [
        ("house_prices", "the area_m2", ("area_m2", "")),
        ("house_prices", "the floor area", ("area_m2", "")),
        ("house_prices", "street noise", ("street_noise_db", "")),
        ("telecom_churn", "support calls", ("support_calls", "")),
        ("telecom_churn", "supportCalls", ("support_calls", "")),
        ("bike_sharing_daily", "in clear weather", ("weathersit", "clear")),
        ("bike_sharing_daily", "wind speed", ("windspeed_kmh", "")),
        ("bike_sharing_daily", "in the fall", ("season", "fall")),
        ("titanic", "women", ("sex", "female")),
        ("titanic", "siblings and spouses", ("sibsp", "")),
        ("adult", "executive managerial jobs", ("occupation", "Exec-managerial")),
        ("adult", "wives", ("relationship", "Wife")),
    ],
)
def test_names_are_found(table: str, text: str, expected: tuple[str, str]) -> None:
    assert expected in named(table, text)


@pytest.mark.parametrize(
    ("table", "text"),
    [
        ("bike_sharing_daily", "rentals fall when it is late"),
        ("bike_sharing_daily", "no clear evidence"),
        ("titanic", "passengers fared badly"),
        ("house_prices", "A price is no more"),
    ],
)
def test_plain_english_is_no_name(table: str, text: str) -> None:
    """ "fared" was read as the fare, "no more" beside a column as its level "no"."""
    assert named(table, text) == set()


def test_a_level_like_no_counts_only_where_it_ends_what_is_said_of_its_column() -> None:
    assert ("senior", "no") in named("telecom_churn", "where senior is no than yes")
    assert ("senior", "no") not in named("telecom_churn", "seniors are no more likely to leave")


def test_other_columns_are_no_level_other() -> None:
    found = mentions(tokens("race is White or Other, other columns"), sample_naming("adult"))
    assert sum(mention.kind == LEVEL and mention.level == "Other" for mention in found) == 1


def test_the_users_words_are_names() -> None:
    naming = Naming(sample_report("titanic"), {"survived": "got home", "sibsp": "company"})
    found = mentions(tokens("with company they got home"), naming)
    assert {mention.column for mention in found} == {"sibsp", "survived"}
