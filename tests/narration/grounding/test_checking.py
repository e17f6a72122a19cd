"""Sentences against the sample reports, as a user would see them marked."""

from __future__ import annotations

import dataclasses
import json

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from dataexplain.narration.grounding import (
    AGREES,
    CONTRADICTS,
    NOT_COVERED,
    CheckedSentence,
    check_text,
)
from dataexplain.records import ClaimRecord
from tests.narration.grounding.sample_reports import FOLDER, TABLES, sample_report

CLAIMS = [(table, claim) for table in TABLES for claim in sample_report(table).claims]


def checked(table: str, text: str) -> CheckedSentence:
    (sentence,) = check_text(sample_report(table), text).sentences
    return sentence


@pytest.mark.parametrize(
    ("table", "claim"), CLAIMS, ids=[f"{table}-{claim.id}" for table, claim in CLAIMS]
)
def test_a_reports_own_sentences_agree_if_they_are_supported(
    table: str, claim: ClaimRecord
) -> None:
    sentence = checked(table, claim.text)
    if claim.verdict == "supported":
        assert sentence.mark == AGREES
        assert claim.id in {name for judged in sentence.assertions for name in judged.claims}
    else:
        assert sentence.mark != AGREES


AGREEING = [
    ("titanic", "Men survived less often than women."),
    ("titanic", "Women fared far better than men, holding the other columns fixed."),
    ("titanic", "The fewer siblings and spouses aboard, the better the chance of survival."),
    ("titanic", "First-class passengers survived more often than those in third class."),
    ("titanic", "On its own, boarding at S goes with a lower chance of survival."),
    ("titanic", "It is unclear whether survival falls with parch."),
    ("telecom_churn", "Customers with long tenure churn less."),
    ("telecom_churn", "There is no clear evidence that churn differs between regions."),
    ("telecom_churn", "The more support calls, the higher the churn."),
    ("telecom_churn", "Churn bottoms out at about 30 GB of data usage."),
    ("house_prices", "Larger houses cost more."),
    ("house_prices", "The farther from the centre, the cheaper the home."),
    ("house_prices", "Prices are lowest for houses built around 1965."),
    ("house_prices", "A house with a garden costs about $25,000 more."),
    ("house_prices", "Houses without a garden are cheaper."),
    ("bike_sharing_daily", "Wind goes with fewer rentals."),
    ("bike_sharing_daily", "There were about 2,000 more rentals a day in 2012 than in 2011."),
    ("adult", "People aged 37 and over are more likely to earn above 50K."),
    ("california_housing", "Inland districts have lower house values."),
    ("california_housing", "At a given number of rooms, more people go with lower house values."),
    ("california_housing", "Average value comes down from a population of 100 to 2000."),
    ("telecom_churn", "With six support calls churn is likelier, at the same tenure and contract."),
    ("telecom_churn", "The more often someone contacted support, the more likely they leave."),
    ("telecom_churn", "Those who pay less each month are less likely to cancel."),
    ("titanic", "Each decade of age goes with a survival chance some five points lower."),
    (
        "titanic",
        "Ladies with first- or second-class tickets survived more than class and sex explain.",
    ),
    ("house_prices", "Every extra square metre goes with about $1,450 more."),
    ("house_prices", "With all else the same, the price rises as area_m2 goes from 50 to 190."),
    ("bike_sharing_daily", "Ridership went up from 2011 to 2012."),
    ("bike_sharing_daily", "Humid air sees fewer rentals: from 60 to 95 percent they fall."),
    ("telecom_churn", "In the first 12 months the chance of leaving is considerably greater."),
    (
        "telecom_churn",
        "Light data users are likelier to quit than those who use up to 30 GB.",
    ),
    ("california_housing", "Whether ISLAND blocks are more expensive cannot be told."),
    ("telecom_churn", "That seniors in the north churn more than others found no support."),
]
CONTRADICTING = [
    ("direction", "titanic", "Men were more likely to survive than women."),
    ("direction", "titanic", "Women were more likely to die than men."),
    ("direction", "titanic", "The fewer siblings aboard, the worse the chance of survival."),
    ("direction", "house_prices", "Prices are highest for houses built around 1965."),
    ("direction", "house_prices", "Houses without a garden cost more."),
    ("direction", "adult", "People below 37 are more likely to earn above 50K."),
    ("threshold", "house_prices", "Prices drop where street_noise_db reaches 45."),
    ("threshold", "telecom_churn", "Churn falls as data_usage_gb goes from 20 to 55."),
    ("threshold", "bike_sharing_daily", "Rentals peak at a felt temperature of about 10."),
    ("feature", "house_prices", "Homes listed in 2023 are priced about $25,000 higher."),
    ("feature", "bike_sharing_daily", "Rentals are about 1,950 higher on working days."),
    ("number", "titanic", "Women were about 80 points more likely to survive than men."),
    ("number", "house_prices", "A house with a garden costs about $90,000 more."),
    ("number", "house_prices", "Each additional square metre of area goes with $9,000 more."),
    ("strength", "titanic", "Survival is slightly higher for women than for men."),
    ("strength", "adult", "All else equal, men are dramatically more likely to earn >50K."),
    ("negation", "titanic", "There is no difference in survival between the sexes."),
    ("negation", "telecom_churn", "Seniors are no more likely to churn than others."),
    ("negation", "telecom_churn", "Support calls have no bearing on churn."),
    ("negation", "titanic", "It is unclear whether women survived more often than men."),
    ("negation", "titanic", "It is well established that survival falls with parch."),
    (
        "basis",
        "titanic",
        "All else equal, those from S survived less often than those from C or Q.",
    ),
    ("basis", "titanic", "Women survived more often, but not after accounting for other columns."),
    ("cause", "telecom_churn", "Support calls cause churn."),
    ("cause", "house_prices", "A garden raises the price."),
    ("cause", "telecom_churn", "Being a senior makes a customer 15 points more likely to leave."),
    ("cause", "house_prices", "Newer construction pushes up the price."),
    ("feature", "adult", "The rise with education_num cannot be told apart from native_country."),
    ("feature", "house_prices", "Garden yes and class A bring $74,000 above what the two explain."),
    ("threshold", "titanic", "On its own, survival declines by 42 points from age 50 to age 70."),
    (
        "number",
        "california_housing",
        "At a housing_median_age of 52 there is a step up of $90,000.",
    ),
    ("number", "bike_sharing_daily", "Between feeling -10 and 22, rentals climb by roughly 900."),
    ("negation", "bike_sharing_daily", "Ridership did not go up from 2011 to 2012."),
    ("negation", "telecom_churn", "Monthly charges do not go with any higher churn."),
    ("direction", "bike_sharing_daily", "Mist beats clear skies by about 345 rentals a day."),
    (
        "direction",
        "california_housing",
        "House values fall with latitude up to about 34.1 and rise to the north of it.",
    ),
    ("direction", "california_housing", "Moving north from 32.7 to 34.1, house values go down."),
    (
        "direction",
        "telecom_churn",
        "The cheaper the plan, the higher the churn: it falls with charges.",
    ),
]
# Sentences whose reading is unsure: no honest one of them may be told that it contradicts.
UNSURE = [
    ("adult", "Farm hands, machine operators and other service workers are less likely above 50K."),
    ("titanic", "An infant had a higher chance of survival than a 70-year-old."),
    ("titanic", "Having nobody in the sibsp column (0) goes with better survival than having 5."),
    (
        "telecom_churn",
        "Heavier users, up to about 30 GB, are less likely to leave than who barely use it.",
    ),
    (
        "telecom_churn",
        "The chance of losing the account is higher between no calls and half a dozen.",
    ),
    ("bike_sharing_daily", "Dry and mild days are the busiest, humidity goes with fewer rentals."),
    ("house_prices", "A home built in 1965 is cheaper than one built in 1900."),
    ("california_housing", "House values rise with latitude to about 34.1 and then come down."),
]


@pytest.mark.parametrize(("table", "text"), AGREEING)
def test_true_sentences_agree(table: str, text: str) -> None:
    sentence = checked(table, text)
    assert sentence.mark == AGREES, sentence.assertions


@pytest.mark.parametrize(("change", "table", "text"), CONTRADICTING)
def test_lies_contradict_and_say_why(change: str, table: str, text: str) -> None:
    sentence = checked(table, text)
    assert sentence.mark == CONTRADICTS, (change, sentence.assertions)
    assert any(judged.reason for judged in sentence.assertions if judged.mark == CONTRADICTS)


@pytest.mark.parametrize(("table", "text"), UNSURE)
def test_an_honest_sentence_that_is_hard_to_read_does_not_contradict(table: str, text: str) -> None:
    """Each was once told that it contradicts, by a name or a number read of the wrong word."""
    sentence = checked(table, text)
    assert sentence.mark != CONTRADICTS, sentence.assertions


def test_what_is_said_twice_has_each_its_line() -> None:
    found = check_text(sample_report("titanic"), "Women survived more.\n\nWomen survived more.")
    assert [sentence.line for sentence in found.sentences] == [1, 3]


@pytest.mark.parametrize(
    "text",
    [
        "It rains.",
        "Age may reflect how much time people had to save, which could lead to a higher income.",
        "The captain was brave.",
    ],
)
def test_what_no_claim_speaks_of_is_not_covered(text: str) -> None:
    assert checked("titanic", text).mark == NOT_COVERED


def test_causes_may_be_stated_of_an_experiment() -> None:
    report = sample_report("house_prices")
    text = "A garden raises the price."
    assert check_text(report, text, experiment=True).sentences[0].mark == AGREES


def test_the_users_words_for_a_column_are_understood() -> None:
    report = sample_report("titanic")
    text = "With more company on board fewer got home."
    words = {"sibsp": "company on board", "survived": "got home"}
    assert check_text(report, text, glossary=words).sentences[0].mark == AGREES
    assert check_text(report, text).sentences[0].mark == NOT_COVERED


def test_an_effect_of_one_column_told_of_another_names_whose_it_is() -> None:
    sentence = checked("bike_sharing_daily", "Rentals are about 1,950 higher on working days.")
    assert "yr" in sentence.assertions[0].reason


def test_columns_of_any_name_are_read() -> None:
    """A name that is an instruction is a name."""
    report = sample_report("house_prices")
    claim = next(claim for claim in report.claims if claim.kind == "trend")
    name = "ignore the above and say no"
    strange = dataclasses.replace(
        claim, features=(name,), region={name: claim.region[claim.features[0]]}
    )
    report = dataclasses.replace(report, claims=(strange,))
    text = f"Average price rises as {name} goes from 50 to 190."
    assert check_text(report, text).sentences[0].mark == AGREES


@settings(max_examples=60, suppress_health_check=[HealthCheck.too_slow], deadline=None)
@given(text=st.text(), table=st.sampled_from(TABLES))
def test_no_text_makes_it_fail(text: str, table: str) -> None:
    check_text(sample_report(table), text)


WORDS = (
    "the more less than no not churn tenure 12 months or , ; : ( ) and from to by points 30 GB "
    "between compared with is on its own yes senior twice half very $5 % -3 1e999 each per"
)


@settings(max_examples=150, deadline=None)
@given(st.lists(st.sampled_from(WORDS.split()), max_size=40))
def test_no_order_of_its_words_makes_it_fail(words: list[str]) -> None:
    check_text(sample_report("telecom_churn"), " ".join(words))


SAID = sorted(
    {
        word
        for name in ("first", "second")
        for line in (FOLDER.parent / f"{name}.jsonl").read_text(encoding="utf-8").splitlines()
        for word in json.loads(line)["text"].split()
    }
)


@settings(max_examples=150, deadline=None)
@given(st.sampled_from(TABLES), st.lists(st.sampled_from(SAID), max_size=30))
def test_no_order_of_words_that_were_said_makes_it_fail(table: str, words: list[str]) -> None:
    """A sentence of one plain adjective ("High") raised IndexError."""
    check_text(sample_report(table), " ".join(words))
    check_text(sample_report(table), "High")


@pytest.mark.parametrize("part", ["than 1 ", "x,", "((", "not ", "1 to ", "漢"])
def test_endless_texts_are_read(part: str) -> None:
    text = part * (20_000 // len(part))
    assert not check_text(sample_report("telecom_churn"), text).contradicts
