"""Sentences as analysts type them: sloppy, in everyday words, each a class that was misread."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest

from dataexplain.sentences.everyday_phrases import in_plain_words
from dataexplain.sentences.grammar import read_by_grammar
from dataexplain.sentences.reading import SentenceReading
from dataexplain.tables import Table, build_table
from tests.sentences.newcomer_tables import (
    earners,
    homes,
    members,
    messages,
    musicians,
    passengers,
)
from tests.sentences.test_grammar import shown

TABLES: dict[str, Callable[[], Table]] = {
    table.__name__: table for table in (earners, homes, members, messages, musicians, passengers)
}


def read(table: str, sentence: str) -> SentenceReading:
    """Read a sentence on one of the tables."""
    made = TABLES[table]()
    return read_by_grammar(sentence, made, np.arange(len(made)))


READ = [
    ("passengers", "women and kids had better odds of surviving",
     "level_contrast up sex:female; level_contrast up age:-18"),
    ("passengers", "class makes a bigger difference for women than for men",
     "interaction up pclass:1-3,sex:female"),
    ("passengers", "people who embarked at Cherbourg survived more often than others",
     "level_contrast up embarked:C"),
    ("passengers", "survival drops off with age", "trend down age:1-78"),
    ("homes", "areas with more people have lower prices", "trend down population:100-4900"),
    ("homes", "inland homes cost less even where incomes are the same",
     "level_contrast down shore:inland"),
    ("homes", "homes heated by gas are cheaper than those with a heat pump",
     "level_contrast down heating:gas vs heat pump"),
    ("homes", "prices first rise with income, then fall", "turning_point down "),
    ("members", "unhappy customers churn more", "trend down satisfaction:1-5"),
    ("members", "customers with a 2 year contract churn less",
     "level_contrast down contract:two year"),
    ("members", "customers who joined less than 12 months ago churn more",
     "level_contrast up tenure_months:-12"),
    ("members", "long-standing customers are less likely to quit", "trend down tenure_months:"),
    ("musicians", "musicians with many awards have fewer injuries", "trend down total_awards:"),
    ("musicians", "people who compete have more injuries",
     "level_contrast up participation_in_competitions:True"),
    ("musicians", "shows at a jazz club bring more injuries",
     "level_contrast up venue_type:jazz_club"),
    ("passengers", "people w/o a recorded fare survived less", "level_contrast down fare:missing"),
    ("passengers", "babies under 5 survived more often", "level_contrast up age:-5"),
    ("passengers", "age doesnt matter once you know the sex", "no_effect none"),
    ("homes", "bigger populations go with higher prices", "trend up population:"),
    ("homes", "rich areas have expensive homes", "trend up median_income:"),
    ("homes", "homes with district heating sell for more than gas heated ones",
     "level_contrast up heating:district vs gas"),
    ("members", "a tenure above 60 makes customers stay", "level_contrast down tenure_months:61-"),
    ("musicians", "people with many awards get injured less", "trend down total_awards:"),
    ("messages", 'messages with "free" are more often spam', 'term_effect up text: "free":yes'),
    ("earners", "people with a phd earn the most", "level_contrast up education:Doctorate"),
    ("earners", "income peaks in middle age", "turning_point down age:"),
    ("messages", "texts that mention a prize are mostly spam",
     'term_effect up text: "prize", "prizes":yes'),
    ("messages", "spam messages are longer", "trend up words in text:"),
    ("messages", "urgent sounding messages are more often spam",
     "question_effect up text: sounds urgent:yes"),
    ("messages", "messages asking you to call a number are more often spam",
     "question_effect up text: is asking you to call a number:yes"),
    ("messages", "messages that say staff was friendly are less often spam",
     "question_effect down text: says staff was friendly:yes"),
]  # fmt: skip


@pytest.mark.parametrize(("table", "sentence", "expected"), READ)
def test_reads(table: str, sentence: str, expected: str) -> None:
    reading = read(table, sentence)
    assert reading.problem == ""
    assert "; ".join(shown(reading)).startswith(expected)


def test_first_of_a_course_is_no_number() -> None:
    """ "First rises, then falls" was read as a turn at the value 1."""
    reading = read("homes", "prices first rise with income, then fall")
    assert reading.claims[0].turn is not None
    assert reading.claims[0].turn > 2
    assert reading.left_open == "turn"


def test_identifiers_are_not_named_by_the_rows() -> None:
    """ "Musicians with many awards" made a second claim, about the column "musician_id"."""
    (claim,) = read("musicians", "musicians with many awards have fewer injuries").claims
    assert claim.features == ("total_awards",)


def test_a_step_is_no_value() -> None:
    """The 10 of "a 10 dollar higher charge" was read as the one value at which churn is lower."""
    (claim,) = read("members", "a 10 dollar higher monthly charge means more churn").claims
    assert (claim.kind, claim.direction) == ("trend", "up")


def test_an_initial_needs_a_proper_name() -> None:
    """ "Energy efficient homes" was read as the energy class E."""
    reading = read("passengers", "people who embarked grandly survived less")
    assert "grandly" in reading.problem


@pytest.mark.parametrize(
    ("table", "sentence", "reason"),
    [
        ("earners", "people with a bachelors or higher earn more", "no order"),
        ("homes", "price rises with income and then flattens", "flattens out"),
        ("homes", "homes near good schools cost more than inland homes", "schools"),
        ("members", "male customers churn more", "names no column"),
        ("homes", "taller homes cost more", "taller"),
        ("members", "unhappy customers with kids churn more", "kids"),
        ("earners", "more doctoring means more income", "doctoring"),
    ],
)
def test_refuses(table: str, sentence: str, reason: str) -> None:
    reading = read(table, sentence)
    assert reading.claims == ()
    assert reason in reading.problem


def test_a_sex_that_no_column_tells_is_told() -> None:
    """The men of "men with a two year contract" were left out without a word."""
    told = read("members", "men with a two year contract leave less").told
    assert "“Men” is taken to be all rows" in told
    assert "all rows" not in read("passengers", "men survived less").told


def test_the_most_is_told_to_be_more_than_the_others_together() -> None:
    """ "Earn the most" was told as if it said no more than "earn more"."""
    assert "all others together" in read("earners", "people with a phd earn the most").told


@pytest.mark.parametrize(
    ("table", "sentence", "needs"),
    [
        ("members", "smoking customers churn more", "a column about “smoking”"),
        ("homes", "taller homes cost more", "a column that tells how tall the rows are"),
        (
            "members",
            "divorced customers churn more",
            "a column that tells of which rows “divorced” is true",
        ),
    ],
)
def test_what_is_needed_is_a_column(table: str, sentence: str, needs: str) -> None:
    """It was the unknown word alone: "What would be needed: older."."""
    assert read(table, sentence).needs == needs


def test_inverted_u_rises_first() -> None:
    """The "U-shaped" within "inverted U-shaped" was found first, so that the turn was reversed."""
    for said in ("inverted U-shaped", "U-shaped"):
        (claim,) = read("earners", f"income is {said} in age").claims
        assert claim.direction == ("down" if said.startswith("inverted") else "up")


@pytest.mark.parametrize(
    ("said", "written"),
    [
        ("rentals drop off with age", "rentals falls with age"),
        ("it doesnt matter", "it does not matter"),
        ("density tells you nothing about quality", "density does not matter for quality"),
        ("cold weather lowers sales", "cold days lowers sales"),
    ],
)
def test_plain_words(said: str, written: str) -> None:
    assert in_plain_words(said) == written


def test_amounts_of_what_resembles_a_level_are_refused() -> None:
    """ "More schooling" was read as the level "Prof-school"."""
    data = {
        "education": ["Prof-school", "Bachelors"] * 20,
        "rich": ["yes", "no"] * 20,
        "older_habits": range(40),
        "age": list(range(20, 60)),
    }
    table = build_table(data, "rich")
    assert "no order" in read_by_grammar("more schooling makes rich", table, np.arange(40)).problem
    (claim,) = read_by_grammar("older people are richer", table, np.arange(40)).claims
    assert claim.features == ("age",)


def test_levels_in_capitals_are_no_pronouns() -> None:
    """The "IT" of "IT assets cost more than those in HR" was lost, so that HR was turned round."""
    data = {"department": ["IT", "HR", "Sales"] * 20, "cost": range(60)}
    table = build_table(data, "cost")
    reading = read_by_grammar("IT assets cost more than those in HR", table, np.arange(60))
    assert shown(reading) == ("level_contrast up department:IT vs HR",)
