"""Sentences as strangers type them; each is of a sort that was refused, or read as another one."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest

from dataexplain.sentences.grammar import read_by_grammar
from dataexplain.sentences.reading import SentenceReading
from dataexplain.tables import Table, build_table
from tests.sentences.brought_tables import churn, houses, reviews, risks, ships
from tests.sentences.newcomer_tables import homes, members, messages, passengers
from tests.sentences.test_grammar import shown

ROWS = 240


def people() -> Table:
    """Return people with a country and an education in initials, and an income in two classes."""
    step = np.arange(ROWS)
    return build_table(
        {
            "country": np.array(["United-States", "Outlying-US(Guam)", "Cuba"])[step % 3],
            "education": np.array(["HS-grad", "Prof-school", "Masters"])[step % 3],
            "workclass": np.array(["Private", "Without-pay", "Never-worked", "State"])[step % 4],
            "capital_gain": (step % 5) * 1000,
            "juv_fel_count": step % 4,
            "hours_per_week": 20 + step % 41,
            "age": 18 + step % 60,
            "income": np.array(["<=50K", ">50K"])[step % 2],
        },
        "income",
        positive=">50K",
        source="people.csv",
    )


def patients() -> Table:
    """Return patients of whom the outcome's name says nothing, and one column names the illness."""
    step = np.arange(ROWS)
    return build_table(
        {
            "pregnancies": step % 9,
            "diabetes_pedigree": (step % 17) / 10,
            "age": 20 + step % 50,
            "outcome": step % 2,
        },
        "outcome",
        positive="1",
    )


def seasons() -> Table:
    """Return days with a season that is a word for falling, too, and a month."""
    step = np.arange(ROWS)
    return build_table(
        {
            "season": np.array(["fall", "winter", "spring", "summer"])[step % 4],
            "mnth": 1 + step % 12,
            "temp_c": (step % 30) * 1.0,
            "workingday": step % 2,
            "rentals": step * 3 % 101,
        },
        "rentals",
        source="bikes.csv",
    )


TABLES: dict[str, Callable[[], Table]] = {
    made.__name__: made
    for made in (people, patients, seasons, churn, houses, reviews, risks, ships, homes, members,
                 messages, passengers)
}  # fmt: skip


def read(table: str, sentence: str) -> SentenceReading:
    """Read a sentence on one of the tables."""
    made = TABLES[table]()
    return read_by_grammar(sentence, made, np.arange(len(made)))


READ = [
    # initials, in the table or in the sentence
    ("people", "People from the US earn over 50K more often", "level_contrast up country:United"),
    ("people", "High school graduates are less likely to earn over 50K",
     "level_contrast down education:HS-grad"),
    # abbreviated parts of names
    ("people", "people with juvenile felonies on record earn over 50K less often",
     "trend down juv_fel_count"),
    # a word of grammar or a verb is no level that has it
    ("people", "People without capital gains are less likely to earn over 50K",
     "level_contrast down capital_gain:-1"),
    ("people", "The odds of a high income grow with the number of hours worked per week",
     "trend up hours_per_week"),
    ("people", "people reach 50K more often with age", "trend up age"),
    # an outcome whose name says nothing is called by the illness that another column is about
    ("patients", "Women with five or more pregnancies have diabetes more often",
     "level_contrast up pregnancies:5-"),
    ("patients", "Diabetes becomes more common with every pregnancy", "trend up pregnancies"),
    ("patients", "Women who never had a pregnancy are less often diabetic",
     "level_contrast down pregnancies:-1"),
    ("patients", "A higher diabetes pedigree means more diabetes", "trend up diabetes_pedigree"),
    # superlatives compare with all others together
    ("seasons", "September is the busiest month", "level_contrast up mnth:9-9"),
    ("seasons", "Spring is worse for rentals than fall",
     "level_contrast down season:spring vs fall"),
    ("seasons", "each additional degree brings more riders", "trend up temp_c"),
    ("seasons", "There is no difference between working days and days off in rentals",
     "no_effect none"),
    ("seasons", "temperature has a stronger effect on rentals on working days than on days off",
     "interaction up temp_c:0-29,workingday:1"),
    ("seasons", "rentals jump once temp_c hits 12", "threshold up temp_c:12- at 12"),
    # questions with yes or no for an answer
    ("ships", "do women survive more often than men?", "level_contrast up sex:female vs male"),
    ("ships", "Is it true that women survive more often?", "level_contrast up sex:female"),
    ("passengers", "Being female helped less in third class",
     "interaction down sex:female,pclass:3"),
    ("passengers", "Women made it more often", "level_contrast up sex:female"),
    ("passengers", "Passengers who got on in Cherbourg were luckier than those from Southampton",
     "level_contrast up embarked:C vs S"),
    ("passengers", "If you were a man in second class, your chances were poor",
     "rule_effect down sex:male,pclass:2-2"),
    ("passengers", "Once you account for class, sex makes no difference to survival",
     "no_effect none"),
    ("passengers", "People over 45 rarely survive", "level_contrast down age:46-"),
    ("passengers", "Under-25s survive more than anyone else", "level_contrast up age:-25"),
    ("members", "Customers on a monthly plan churn the most",
     "level_contrast up contract:month-to-month"),
    ("members", "Paying over $90 a month drives people away",
     "level_contrast up monthly_charges:90-"),
    ("members", "Churn falls the longer people have been with us", "trend down tenure_months"),
    ("homes", "more populous areas are cheaper", "trend down population"),
    ("houses", "big houses cost more", "trend up area_m2"),
    ("houses", "houses older than 40 years are cheaper", "level_contrast down house_age:41-"),
    ("messages", "If a message contains the word 'free' it is more likely spam",
     'term_effect up text: "free":yes'),
    ("messages", "\"prize\" appears more often in spam", 'term_effect up text: "prize":yes'),
    ("messages", "Spam messages mention \"prize\" more often than ham",
     'term_effect up text: "prize":yes'),
    ("messages", "Messages in which the sender apologises are spam more often",
     "question_effect up text: apologises:yes"),
    ("messages", "Messages in capital letters are more often spam",
     "question_effect up text: is in capital letters:yes"),
    ("messages", "Messages with an exclamation mark are more often spam",
     "question_effect up text: contains an exclamation mark:yes"),
    ("messages", "messages with the word call in their text are mostly spam",
     'term_effect up text: "call":yes'),
]  # fmt: skip


@pytest.mark.parametrize(("table", "sentence", "expected"), READ)
def test_reads(table: str, sentence: str, expected: str) -> None:
    reading = read(table, sentence)
    assert reading.problem == ""
    assert "; ".join(shown(reading)).startswith(expected)


REFUSED = [
    ("people", "People living in cities earn more when they are older", "cities"),
    ("people", "Two out of three high earners are young", "Two out of three"),
    ("people", "Vegetarians earn more", "vegetarians"),
    ("passengers", "old people sing more", "sing"),
    ("passengers", "people who put on weight come more with age", "weight"),
    ("seasons", "More is better.", "may mean more or less"),
    ("houses", "tall houses cost more", "tall"),
    ("churn", "Women and seniors leave equally often", "some rows only"),
]


@pytest.mark.parametrize(("table", "sentence", "reason"), REFUSED)
def test_refuses(table: str, sentence: str, reason: str) -> None:
    reading = read(table, sentence)
    assert reading.claims == ()
    assert reason in reading.problem


def test_as_often_as_is_no_more_often() -> None:
    """ "About as often as" was read as "more often", of both levels together."""
    reading = read("churn", "DSL customers leave about as often as fiber optic ones")
    assert reading.claims == ()


def test_or_within_one_column_joins_no_columns() -> None:
    """ "Siblings or spouses" are one column, so that no condition is lost."""
    data = {"sibsp": [0, 1, 2] * 80, "parch": [0, 1, 2, 3] * 60, "survived": [0, 1] * 120}
    table = build_table(data, "survived", positive="1")
    sentence = "Those with no siblings or spouses and no parents or children survived less often"
    (claim,) = read_by_grammar(sentence, table, np.arange(240)).claims
    assert set(claim.features) == {"sibsp", "parch"}


def test_the_same_said_twice_is_one_claim() -> None:
    """ "Wind puts people off: the windier the fewer rentals" was read as two claims."""
    reading = read("seasons", "Heat puts people off: the higher the temp_c the fewer rentals")
    assert [(claim.kind, claim.direction) for claim in reading.claims] == [("trend", "down")]


def test_a_text_is_called_by_its_column() -> None:
    """ "Whose charge description mentions cocaine" spoke of a text that was not named by --text."""
    data = {
        "c_charge_desc": ["possession of cocaine", "theft", "battery in the street"] * 60,
        "age": list(range(180)),
        "two_year_recid": [0, 1] * 90,
    }
    table = build_table(data, "two_year_recid", positive="1", text=["c_charge_desc"])
    for sentence in (
        "Defendants whose charge description mentions cocaine reoffend more often",
        "if the c_charge_desc contains the word cocaine, recidivism is higher",
        "charges that mention cocaine go with more recidivism",
    ):
        reading = read_by_grammar(sentence, table, np.arange(180))
        assert reading.problem == "", sentence
        assert [entry.terms for entry in reading.words] == [("cocaine",)]
        assert reading.claims[0].direction == "up"
