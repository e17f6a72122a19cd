"""Turns of speech in many wordings of one class: a class that is read once is read always."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest

from dataexplain.sentences.grammar import read_by_grammar
from dataexplain.sentences.reading import SentenceReading
from dataexplain.tables import Table, build_table
from tests.sentences.brought_tables import houses
from tests.sentences.newcomer_tables import earners, homes, members, messages, passengers
from tests.sentences.test_grammar import shown

ROWS = 240


def wines() -> Table:
    """Return wines with a taste, of which some columns are called by everyday adjectives."""
    step = np.arange(ROWS)
    return build_table(
        {
            "chlorides": 0.01 + (step % 40) / 400,
            "residual_sugar": 1 + (step % 19),
            "alcohol": 4 + (step % 50) / 10,
            "colour": np.array(["pale", "dark"])[step % 2],
            "quality": 3 + (step % 7),
        },
        "quality",
    )


def days() -> Table:
    """Return days with a weather and rentals of bikes."""
    step = np.arange(ROWS)
    return build_table(
        {
            "season": np.array(["fall", "winter", "spring", "summer"])[step % 4],
            "temp_c": -5 + (step % 36),
            "humidity_pct": 30 + (step % 61),
            "workingday": np.array(["yes", "no"])[step % 2],
            "rentals": 100 + (step * 7) % 900,
        },
        "rentals",
        source="bikes.csv",
    )


def goals() -> Table:
    """Return goals that are more or less complete."""
    step = np.arange(ROWS)
    return build_table(
        {
            "department": np.array(["Finance", "Marketing", "IT"])[step % 3],
            "percent_complete": (step * 13) % 101,
        },
        "percent_complete",
    )


def moods() -> Table:
    """Return texts with one of three feelings."""
    step = np.arange(ROWS)
    texts = np.array(
        [f"{word} {at}" for word in ("lonely you'll", "amazed", "grateful") for at in "abcdef"]
    )
    return build_table(
        {
            "text": texts[step % len(texts)],
            "label": np.array(["joy", "sadness", "surprise"])[step % 3],
        },
        "label",
        text=["text"],
    )


MADE = (wines, days, earners, goals, homes, houses, members, messages, moods, passengers)
TABLES: dict[str, Callable[[], Table]] = {table.__name__: table for table in MADE}


def read(table: str, sentence: str) -> SentenceReading:
    """Read a sentence on one of the tables."""
    made = TABLES[table]()
    return read_by_grammar(sentence, made, np.arange(len(made)))


STRONGER = "interaction up alcohol:4-8.9,colour:dark"
READ = [
    # where an effect is stronger, in whatever form
    *(
        ("wines", sentence, STRONGER)
        for sentence in (
            "alcohol raises the quality of dark ones only, not of pale ones",
            "alcohol lifts quality mostly in dark wines, a lot less so in pale ones",
            "the benefit of alcohol for quality is larger for dark wines",
            "alcohol does more for the quality of dark wines than for that of pale ones",
            "only for dark wines does alcohol raise the quality",
            "dark wines benefit more from alcohol than pale ones",
            "quality rises with alcohol, particularly in dark wines",
            "the more alcohol the better, especially in dark wines",
            "alcohol improves dark wines but not pale ones",
            "alcohol matters much more for quality in dark wines",
            "alcohol mattered for dark ones, but not for pale ones",
            "for dark wines, alcohol matters more than for pale ones",
            "alcohol has a stronger pull on quality in dark wines",
        )
    ),
    ("wines", "the gap between dark and pale shrinks with alcohol", "interaction down colour:dark"),
    ("wines", "the harm of chlorides for quality grows with alcohol",
    "interaction down chlorides:"),
    ("wines", "the effect of alcohol fades as chlorides rise", "interaction down alcohol:"),
    ("passengers", "Getting older does less for the odds of survival in third class",
     "interaction down age:"),
    # verbs and phrases of direction
    ("wines", "chlorides take a toll on quality", "trend down chlorides:"),
    ("wines", "alcohol is good news for quality", "trend up alcohol:"),
    ("wines", "chlorides drag the ratings down", "trend down chlorides:"),
    ("wines", "sugar spoils the wine", "trend down residual_sugar:"),
    ("wines", "quality hinges on alcohol", "no_effect none"),
    ("wines", "colour is beside the point for quality", "no_effect none"),
    ("wines", "at 6 percent alcohol quality shoots up", "threshold up alcohol:"),
    ("wines", "6 is the alcohol where quality takes off", "threshold up alcohol:"),
    ("wines", "dark wines have the edge over pale ones",
     "level_contrast up colour:dark vs pale"),
    ("wines", "dark wines lag behind pale ones", "level_contrast down colour:dark vs pale"),
    ("wines", "dark wines are not as good as pale ones",
     "level_contrast down colour:dark vs pale"),
    ("passengers", "men did not survive as often as women", "level_contrast down sex:male vs"),
    ("days", "winter is our weakest season by a wide margin", "level_contrast down season:winter"),
    ("days", "heat keeps riders at home", "trend down temp_c:"),
    ("goals", "Finance is closer to completion than IT",
     "level_contrast up department:Finance vs IT"),
    ("goals", "Marketing makes less progress than IT",
     "level_contrast down department:Marketing vs IT"),
    # the rest of the rows
    ("wines", "unlike everything else, dark wines are rarely good",
    "level_contrast down colour:dark"),
    ("days", "winter has fewer rentals compared to the other seasons",
     "level_contrast down season:winter"),
    ("days", "when temp_c is under 5 degrees, rentals collapse compared to milder days",
     "level_contrast down temp_c:-5"),
    # adjectives with a bound of their own, and without one
    ("wines", "salty wines (chlorides above 0.08) score lower",
    "level_contrast down chlorides:0.082-"),
    ("wines", "sweet wines, those above 10, are better", "level_contrast up residual_sugar:11-"),
    ("wines", "saltier wines are worse", "trend down chlorides:"),
    ("days", "when it is freezing (below 0 degrees) rentals are lower",
     "level_contrast down temp_c:-0"),
    ("days", "wet days (humidity over 80) cut rentals", "level_contrast down humidity_pct:81-"),
    ("passengers", "Adult men (18 and over) died more often than all other passengers",
     "rule_effect down sex:male,age:18-"),
    # courses that turn
    ("wines", "alcohol has a sweet spot around 6: below it quality goes up, above it it goes down",
     "turning_point down alcohol:"),
    ("wines", "quality rises with alcohol at first and goes down again later on",
     "turning_point down alcohol:"),
    ("wines", "quality has a dip around an alcohol of 6", "turning_point up alcohol:"),
    ("wines", "too little and too much alcohol are both bad", "turning_point down alcohol:"),
    ("wines", "quality is at its best around 6 percent alcohol", "turning_point down alcohol:"),
    # two things after each other, questions with a scope, openings
    ("passengers", "survival was more common among women and less common among older people",
     "level_contrast up sex:female; trend down age:"),
    ("passengers", "Women survived more, and so did the young",
     "level_contrast up sex:female; trend down age:"),
    ("wines", "Among dark wines, does quality rise with alcohol?", "trend up alcohol:"),
    ("wines", "I'm pretty sure that I suspect dark wines are better",
     "level_contrast up colour:dark"),
    # slips of the pen
    ("wines", "qualtiy falls with chlorides", "trend down chlorides:"),
    ("passengers", "older pasengers survived less", "trend down age:"),
    # what texts say
    ("moods", "Somebody who writes amazed is more likely in the surprise class",
     'term_effect up text: "amazed":yes'),
    ("moods", 'If a text contains "grateful", the emotion is less often sad',
     'term_effect down text: "grateful":yes'),
    ("moods", "if the word grateful shows up in it, the label is more often joyful",
     'term_effect up text: "grateful":yes'),
    ("moods", "when somebody says they are alone with it, the label is less often joy",
     "question_effect down text: says they are alone with it:yes"),
    ("moods", "texts that address the reader as \"you\" are more often joy",
     'term_effect up text: "you", "you\'ll":yes'),
    ("messages", "messages claiming that you won are more often spam",
     "question_effect up text: "),
    ("messages", 'the presence of "free" makes spam more likely', "term_effect up text: "),
]  # fmt: skip


@pytest.mark.parametrize(("table", "sentence", "wanted"), READ)
def test_reads(table: str, sentence: str, wanted: str) -> None:
    reading = read(table, sentence)
    assert reading.problem == ""
    for part, expected in zip(shown(reading), wanted.split("; "), strict=True):
        assert part.startswith(expected)


HELD = [
    ("wines", "given equal alcohol, dark wines are better", ("alcohol",)),
    ("wines", "dark wines are better, alcohol being equal", ("alcohol",)),
    ("wines", "comparing wines with identical alcohol, dark ones are better", ("alcohol",)),
]


@pytest.mark.parametrize(("table", "sentence", "held"), HELD)
def test_holds(table: str, sentence: str, held: tuple[str, ...]) -> None:
    assert read(table, sentence).held == held


def test_what_is_left_aside_is_not_held() -> None:
    reading = read("wines", "if you leave alcohol out of account, dark wines are better")
    assert (reading.basis, reading.held) == ("on its own", ())


REFUSED = [
    # one letter more or less is no slip where it is another word
    ("passengers", "planets survived more often", "names nothing"),
    ("wines", "alcohol improves dark wines but makes pale wines worse", "one thing"),
    ("wines", "nothing drives quality as much as alcohol", "compares effects"),
    ("passengers", "women survived more mostly because of their age", "says why"),
    ("wines", "the more alcohol the better, but only up to 6", "another not"),
    ("passengers", "smokers survived less than everyone else", "smokers"),
    ("wines", "organic wines have the edge over the others", "organic"),
    ("wines", "vegan wines (6 percent) are better", "vegan"),
    ("days", "tourists benefit more from heat than locals", ""),
    ("moods", "people who smoke are more often sad", ""),
    ("wines", "quality rises with alcohol, though less so on holidays", ""),
]


@pytest.mark.parametrize(("table", "sentence", "told"), REFUSED)
def test_refuses(table: str, sentence: str, told: str) -> None:
    reading = read(table, sentence)
    assert reading.claims == ()
    assert told in reading.problem


def test_says_what_was_taken_for_what() -> None:
    assert "“qualtiy” is taken for “quality”" in read("wines", "qualtiy falls with alcohol").told


def test_a_number_after_the_name_of_a_column_is_no_age() -> None:
    """ "Scores above 7 mean" was read as people of more than seven years."""
    step = np.arange(ROWS)
    table = build_table(
        {"decile_score": 1 + step % 10, "age": 18 + step % 60, "churn": step % 2},
        "churn",
        positive="1",
    )
    reading = read_by_grammar("decile scores above 7 mean more churn", table, step)
    assert shown(reading) == ("level_contrast up decile_score:8-",)


def test_never_married_men_are_men() -> None:
    """ "Never" of the level "Never-married" was taken to deny the word after it."""
    step = np.arange(ROWS)
    table = build_table(
        {
            "marital": np.array(["Never-married", "Divorced", "Widowed"])[step % 3],
            "sex": np.array(["Male", "Female"])[step % 2],
            "income": np.array(["<=50K", ">50K"])[(step // 2) % 2],
        },
        "income",
        positive=">50K",
    )
    reading = read_by_grammar("divorced men earn more than never married men", table, step)
    assert shown(reading)[0].endswith("vs Never-married,Male")


def test_what_was_boarded_with_is_no_course() -> None:
    """ "Days with humidity over 80 cut rentals" was read as a course from 80 on."""
    reading = read("days", "days with humidity over 80 lower rentals")
    assert reading.claims[0].kind == "level_contrast"
