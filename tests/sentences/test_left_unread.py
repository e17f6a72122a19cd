"""What a sentence says and a reading would leave out is refused: a part is no test of all."""

from __future__ import annotations

import numpy as np
import pytest

from dataexplain.sentences.grammar import read_by_grammar
from dataexplain.sentences.reading import SentenceReading
from dataexplain.tables import Table, build_table
from tests.sentences.test_grammar import shown

ROWS = 240
STEP = np.arange(ROWS)


def pupils() -> Table:
    """Return pupils with an education in levels and in years, and a mark."""
    return build_table(
        {
            "education": np.array(["Night-school", "Masters", "College"])[STEP % 3],
            "education_years": 8 + STEP % 11,
            "age": 20 + STEP % 45,
            "hours": 1 + STEP % 39,
            "mark": (STEP * 7) % 41,
        },
        "mark",
    )


def flats() -> Table:
    """Return flats with an age in years and in three levels, and a rent."""
    return build_table(
        {
            "age": STEP % 80,
            "age_class": np.array(["Less than 20", "20 - 50", "Greater than 50"])[STEP % 3],
            "state": np.array(["In Repair", "Rented", "Empty"])[STEP % 3],
            "storey": np.array(["low", "middle", "top"])[STEP % 3],
            "noise": 20 + STEP % 60,
            "rent": 300 + (STEP * 13) % 900,
        },
        "rent",
    )


def read(table: Table, sentence: str) -> SentenceReading:
    """Read a sentence on a table."""
    return read_by_grammar(sentence, table, np.arange(len(table)))


@pytest.mark.parametrize(
    "sentence",
    [
        "marks rise with hours, also among people of equal age and equal schooling",
        "among people of the same age and the same schooling marks rise with hours",
    ],
)
def test_equal_schooling_is_held(sentence: str) -> None:
    """ "Equal schooling" selected the level "Night-school", with the age alone held fixed."""
    reading = read(pupils(), sentence)
    assert shown(reading) == ("trend up hours:1-39",)
    assert set(reading.held) == {"age", "education_years"}


def test_a_common_word_selects_no_level() -> None:
    """ "School" alone selected "Night-school", the one level that has the word."""
    assert read(pupils(), "marks are higher for people in school").claims == ()


def test_the_most_of_a_group_is_no_course_within_it() -> None:
    """The group that has the most of all age classes was read as a course of the age inside it."""
    said = "The Greater than 50 ones have the highest rent of the three age classes"
    assert not any(claim.kind == "trend" for claim in read(flats(), said).claims)


@pytest.mark.parametrize(
    "sentence",
    [
        "Among flats of 40 the rent is higher with noise, 77 of all",
        "rent falls with age, 12 in the end",
        "rent falls with age by and large thirty",
    ],
)
def test_no_number_is_dropped(sentence: str) -> None:
    """ "Once it turns 30 there is a rise" was read as a trend, the number left out."""
    assert "could not be read" in read(flats(), sentence).problem


def test_only_is_not_dropped() -> None:
    """ "Is good for reds only" was read as a course among these, nothing said of the others."""
    reading = read(flats(), "among top ones rent rises with age only")
    assert "other rows" in reading.problem


def test_the_second_group_is_not_dropped() -> None:
    """A second group called like the outcome was left out: all other rows stood in its place."""
    reading = read(flats(), "flats that are In Repair are dearer than the costly ones")
    assert "not clear which rows" in reading.problem


def test_backslashes_in_a_level_escape_nothing() -> None:
    """A level "A\\A" whose initials are written out was taken for a broken pattern."""
    table = build_table({"kind": ["B", "A\\A"] * 30, "rent": range(60)}, "rent")
    assert read(table, "the AA ones have a higher rent").problem == ""
