"""What a sentence says and a reading would leave out is refused: a part is no test of all."""

from __future__ import annotations

import numpy as np
import pytest

from dataexplain.sentences.grammar import read_by_grammar
from dataexplain.sentences.reading import SentenceReading
from dataexplain.tables import Table, build_table
from tests.sentences.newcomer_tables import messages
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
    assert shown(read(flats(), said)) == ("level_contrast up age_class:3-",)
    other = read(flats(), "top ones have the highest rent of all age groups")
    assert "most or the least" in other.problem


@pytest.mark.parametrize(
    "sentence",
    [
        "Among flats of 40 the rent is higher with noise, 77 of all",
        "rent falls with age, 12 in the end",
        "rent falls with age by and large thirty",
        "rent falls with age, 79 in the end",
        "when age reaches thirty there is a sudden rise in rents",
    ],
)
def test_no_number_is_dropped(sentence: str) -> None:
    """ "Once it turns 30 there is a rise" was read as a trend, the number left out."""
    assert "could not be read" in read(flats(), sentence).problem


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("Once noise passes 50 there is a sharp jump in the rent", "threshold up noise:50-"),
        ("Once noise turns 50 there is a sudden drop in rents", "threshold down noise:50-"),
        ("rents go up once the noise is at 40", "level_contrast up noise:40-"),
        (
            "Plotted against age, rents are U-shaped with the bottom near 40",
            "turning_point up age:",
        ),
        (
            "Rents are lowest where noise is 40 and higher for both less and more noise",
            "turning_point up noise:",
        ),
        (
            "noise of 40 gives the lowest rents; less or more than that and the rent is higher",
            "turning_point up noise:",
        ),
    ],
)
def test_a_value_at_which_something_happens_is_read(sentence: str, expected: str) -> None:
    """What happens at a value was read as a course along all of the column, or of that value."""
    (found,) = shown(read(flats(), sentence))
    assert found.startswith(expected)


def test_what_a_column_does_in_each_part_is_read() -> None:
    """ "Rises with age but suffers from noise" was read as rising with both."""
    expected = ("trend up age:0-79", "trend down noise:20-79")
    assert shown(read(flats(), "rent rises with age but suffers from noise")) == expected
    assert "which way" in read(flats(), "flats that suffer from noise have higher rents").problem


def test_only_is_not_dropped() -> None:
    """ "Is good for reds only" was read as a course among these, nothing said of the others."""
    reading = read(flats(), "age is good for the rent of top ones only")
    assert shown(reading) == ("interaction up age:0-79,storey:top",)
    assert "other rows" in read(flats(), "only top ones have higher rents with age").problem


@pytest.mark.parametrize(
    "sentence",
    [
        "flats that are In Repair are dearer than the costly ones",
        "top flats are dearer than the noisy ones",
        "older flats cost more than the quiet ones",
    ],
)
def test_the_second_group_is_not_dropped(sentence: str) -> None:
    """A second group of another sort was left out: all other rows stood in its place."""
    assert "not clear which rows" in read(flats(), sentence).problem


def test_a_second_level_of_three_is_not_dropped() -> None:
    """An effect said to be stronger in one level than in another was tested against the rest."""
    reading = read(flats(), "noise matters more for top flats than for low ones")
    assert "'low' of 'storey'" in reading.problem


@pytest.mark.parametrize(
    "sentence",
    ["In Repair flats cost more than the Rented ones", "Rented ones cost less than Empty"],
)
def test_a_level_called_like_the_outcome_is_a_level(sentence: str) -> None:
    """The level "Rented" was taken for the rent, and left out of what is compared."""
    (claim,) = read(flats(), sentence).claims
    levels = {
        level for part in (claim.region, claim.against) for level in part.conditions[0].levels
    }
    assert len(levels) == 2
    assert "Rented" in levels


@pytest.mark.parametrize(
    ("sentence", "words"),
    [
        ('Messages calling it a "prize" or "free" are spam more often', ("prize", "free")),
        ('If "free" or "home" shows up in a message, it is more often spam', ("free", "home")),
        ("Messages in which the word prize appears are more often spam", ("prize",)),
        ('Senders who bring up "home" are more often spam', ("home",)),
        ('Spam is more likely when the message says "home"', ("home",)),
    ],
)
def test_a_quoted_word_needs_no_judge(sentence: str, words: tuple[str, ...]) -> None:
    """A quoted word was made a property that a judge would have to look for."""
    reading = read(messages(), sentence)
    assert reading.asked == ()
    assert set(words) <= set(reading.words[0].terms)


@pytest.mark.parametrize(
    ("sentence", "reason"),
    [
        ("Spam messages written by women get fewer comments", "comments"),
        ('messages that use "free" twice are spam more often', "how often"),
        ("messages with 10 words or more are spam more often", "counts within texts"),
    ],
)
def test_what_texts_have_more_of_is_no_class(sentence: str, reason: str) -> None:
    """Fewer comments on texts of a class were read as fewer texts of that class."""
    reading = read(messages(), sentence)
    assert reading.claims == ()
    assert reason in reading.problem


def test_over_a_value_leaves_it_out_at_the_end_of_a_column() -> None:
    """ "Older than 60" took those of 60 in, as few of all rows are, though many of the older."""
    age = np.concatenate([np.full(4, 60.0), [60.5, 62.0, 63.0, 70.0, 71.5], np.arange(391) / 8])
    table = build_table({"age": age, "rent": np.arange(400)}, "rent")
    (claim,) = read(table, "those older than 60 have a higher rent than younger ones").claims
    assert claim.region.conditions[0].low == pytest.approx(60.5, abs=0.49)


@pytest.mark.parametrize(
    ("sentence", "reason"),
    [
        ("rent rises with age, not with noise", "not so"),
        ("rent rises with age and not noise", "not so"),
        ("top flats cost more, yet low flats did not", "did not"),
    ],
)
def test_a_denied_half_is_not_dropped(sentence: str, reason: str) -> None:
    """ "Rises with age, not with noise" was read as rising with both."""
    assert reason in read(flats(), sentence).problem


def test_what_is_set_against_another_is_not_read_the_same_way() -> None:
    """ "A is bad for it but B is good" was read as bad of both."""
    problem = read(flats(), "noise lowers the rent but age is good").problem
    assert "sets one thing against another" in problem


def test_beside_a_range_the_rest_is_no_one_side() -> None:
    """ "Aged 30 to 50 ... than younger ones" was held against all others, older ones too."""
    assert (
        "not clear which rows"
        in read(flats(), "flats aged 30 to 50 cost more than younger flats").problem
    )
    expected = ("level_contrast up age:51-",)
    assert shown(read(flats(), "flats older than 50 cost more than younger flats")) == expected


def test_a_jump_that_no_claim_tells_is_refused() -> None:
    """A sharp rise once a value is reached was tested as more above it than below."""
    said = "rent rises sharply once the noise reaches 50"
    assert not any(claim.kind == "level_contrast" for claim in read(flats(), said).claims)


def test_strong_rows_name_a_column_or_nothing() -> None:
    """ "Noisy but strong flats" was read of the noise alone."""
    assert "stronger" in read(flats(), "noisier but strong flats cost more").problem


def test_backslashes_in_a_level_escape_nothing() -> None:
    """A level "A\\A" whose initials are written out was taken for a broken pattern."""
    table = build_table({"kind": ["B", "A\\A"] * 30, "rent": range(60)}, "rent")
    assert read(table, "the AA ones have a higher rent").problem == ""


@pytest.mark.parametrize(
    "sentence",
    [
        "rent drops off sharply after the first year",
        "rent is lower in the second year",
        "after one year the rent is lower",
        "the rent is higher before two years",
    ],
)
def test_a_time_is_no_level_that_has_the_same_word(sentence: str) -> None:
    """ "After the first year" was read as contracts of one year or two."""
    data = {"contract": ["monthly", "one year", "two year"] * 20, "rent": range(60)}
    assert not read(build_table(data, "rent"), sentence).claims


def test_yearly_ones_and_one_year_contracts_are_levels() -> None:
    data = {"contract": ["monthly", "one year", "two year"] * 20, "rent": range(60)}
    table = build_table(data, "rent")
    assert "one year or two year" in read(table, "yearly contracts have a higher rent").told
    assert "is one year" in read(table, "one year contracts have a higher rent").told


@pytest.mark.parametrize(
    "sentence",
    [
        "rent doubles when the noise goes from 30 to 50",
        "rent is higher if the noise increases from 30 to 50",
    ],
)
def test_going_from_one_value_to_another_is_no_range(sentence: str) -> None:
    """ "Doubles when the area goes from 100 to 200" was tested as 100 to 200 against all else."""
    assert "goes from one value to another" in read(flats(), sentence).problem


def test_what_goes_from_one_number_to_another_is_no_people() -> None:
    """ "The noise goes from 30 to 50" was read as rows with an age from 30 to 50."""
    found = shown(read(flats(), "rent rises as the noise goes from 30 to 50"))
    assert found == ("trend up noise:30-50",)


def test_an_outcome_per_something_is_another_outcome() -> None:
    """ "The price per square metre falls with size" was read as the price falling."""
    assert "another outcome" in read(flats(), "The rent per storey falls with noise").problem


@pytest.mark.parametrize(
    ("sentence", "reason"),
    [
        ("most flats with a high rent are top flats", "how many rows are of a kind"),
        ("top has the highest rent and low the lowest", "another that it has the least"),
        ("top flats cost more because they have less noise", "why there is a difference"),
    ],
)
def test_half_of_a_sentence_is_not_the_whole(sentence: str, reason: str) -> None:
    """Shares, both ends and reasons were read as one difference."""
    assert reason in read(flats(), sentence).problem


def test_the_highest_and_the_lowest_are_two_claims() -> None:
    """ "Highest for A, lowest for B" was read as A or B being higher."""
    table = build_table({"plan": ["basic", "pro", "team"] * 20, "cost": range(60)}, "cost")
    found = read(table, "cost is highest for pro, lowest for team")
    assert shown(found) == ("level_contrast up plan:pro", "level_contrast down plan:team")
    assert found.told.count("The most or the least") == 1


def test_a_peak_and_a_low_are_two_groups() -> None:
    """ "Peak in summer and bottom out in winter" was read as summer or winter being higher."""
    table = build_table(
        {"season": ["spring", "summer", "winter"] * 20, "visits": range(60)}, "visits"
    )
    said = "visits peak in summer and bottom out in winter"
    assert "that it has the least" in read(table, said).problem


def test_what_lies_between_two_others_is_two_claims() -> None:
    """ "Fewer than A but more than B" lost one of both comparisons."""
    table = build_table({"plan": ["basic", "pro", "team"] * 20, "cost": range(60)}, "cost")
    found = read(table, "pro customers have lower costs than team customers but higher than basic")
    assert shown(found) == (
        "level_contrast down plan:pro vs team",
        "level_contrast up plan:pro vs basic",
    )


def leaving() -> Table:
    return build_table(
        {
            "tenure": STEP % 60,
            "senior": np.array(["no", "yes"])[STEP % 2],
            "churn": np.array(["no", "yes", "no"])[STEP % 3],
        },
        "churn",
    )


def test_what_protects_lowers_what_it_protects_from() -> None:
    """ "Protects against churn, especially seniors" was read as raising it."""
    found = read(leaving(), "tenure protects against churn, especially for seniors")
    assert shown(found) == shown(read(leaving(), "tenure lowers churn more for seniors"))
    assert "may mean" in read(leaving(), "tenure protects seniors more than others").problem
