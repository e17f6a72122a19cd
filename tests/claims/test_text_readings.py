"""What is said of a text where a column says yes, no or nothing."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dataexplain.claims.text_readings import Judged, Mention, as_predicate, denied, text_reading


@pytest.mark.parametrize(
    ("asked", "denial", "otherwise", "as_said"),
    [
        ("is about sports", "is not about sports", "it is not", "it is"),
        ("was written by a child", "was not written by a child", "it was not", "it was"),
        ("might be a joke", "might not be a joke", "it might not", "it might"),
        ("can be read", "cannot be read", "it cannot", "it can"),
        ("has a date", "does not have a date", "it does not", "it does"),
        ("has been edited", "has not been edited", "it has not", "it has"),
        ("carries a date", "does not carry a date", "it does not", "it does"),
        ("discusses money", "does not discuss money", "it does not", "it does"),
        ("focuses on food", "does not focus on food", "it does not", "it does"),
        ("teaches", "does not teach", "it does not", "it does"),
        ("ties it up", "does not tie it up", "it does not", "it does"),
        ("clearly expresses joy", "does not clearly express joy", "it does not", "it does"),
        ("also names a price", "does not also name a price", "it does not", "it does"),
        ("does its job", "does not do its job", "it does not", "it does"),
        (
            'answers "Does the guest complain?" with yes',
            'does not answer "Does the guest complain?" with yes',
            "it does not",
            "it does",
        ),
    ],
)
def test_a_property_is_denied_in_the_words_of_its_verb(
    asked: str, denial: str, otherwise: str, as_said: str
) -> None:
    reading = Judged("review", asked)
    assert reading.said == f"review, as judged, {asked}"
    assert reading.denied == f"review, as judged, {denial}"
    assert (reading.otherwise, reading.as_said) == (otherwise, as_said)


@pytest.mark.parametrize(
    ("asked", "denial", "otherwise", "as_said"),
    [
        ("does not mention a price", "does mention a price", "it does", "it does not"),
        ("doesn't mention a price", "does mention a price", "it does", "it does not"),
        ("doesn’t mention a price", "does mention a price", "it does", "it does not"),
        ("never mentions a price", "does mention a price", "it does", "it does not"),
        ("is not rude", "is rude", "it is", "it is not"),
        ("isn't rude", "is rude", "it is", "it is not"),
        ("is never rude", "is rude", "it is", "it is not"),
        ("cannot be read", "can be read", "it can", "it cannot"),
        ("has not been read", "has been read", "it has", "it has not"),
    ],
)
def test_what_denies_already_is_not_denied_twice(
    asked: str, denial: str, otherwise: str, as_said: str
) -> None:
    """ "does not mention a price" was denied as "does not do not mention a price"."""
    reading = Judged("review", asked)
    assert reading.denied == f"review, as judged, {denial}"
    assert (reading.otherwise, reading.as_said) == (otherwise, as_said)


@pytest.mark.parametrize(
    "asked",
    ["noise", "business talk", "this is bad", "obvious lies", "提到退款", "erwähnt Lärm", "?", "A"],
)
def test_what_begins_with_no_verb_is_quoted(asked: str) -> None:
    """The property "noise" made "where review, as judged, noise"."""
    reading = Judged("review", asked)
    assert reading.said == f'review, as judged, fits "{asked}"'
    assert reading.denied == f'review, as judged, does not fit "{asked}"'
    assert (reading.otherwise, reading.as_said) == ("it does not", "it does")


@pytest.mark.parametrize("asked", ["praises and blames", "is rude or asks for money"])
def test_two_verbs_are_denied_together(asked: str) -> None:
    """Denying the first verb alone left the second one standing."""
    assert denied(asked) == f'does not fit "{asked}"'


def test_a_sentence_does_not_go_on_with_a_capital() -> None:
    assert as_predicate("Mentions a refund") == "mentions a refund"
    assert as_predicate("NASA is named") == 'fits "NASA is named"'


def test_judged_is_not_mentioned() -> None:
    reading = Judged("review", "names a price")
    assert (reading.known, reading.unknown) == ("review was judged", "review was not judged")
    shown = (reading.said, reading.denied, reading.otherwise, reading.known, reading.unknown)
    assert not any("mention" in text for text in shown)


def test_a_column_is_read_by_what_was_asked_before_its_words() -> None:
    assert text_reading("review", ["refund"], "") == Mention("review", ("refund",))
    assert text_reading("review", ["refund"], "is rude") == Judged("review", "is rude")


@pytest.mark.parametrize(
    ("terms", "said", "denial", "otherwise"),
    [
        (("a",), 't mentions "a"', 't does not mention "a"', "it does not"),
        (
            ("a", "b", "c"),
            't mentions "a", "b" or "c"',
            't mentions neither "a", "b" nor "c"',
            "it mentions none of them",
        ),
    ],
)
def test_words_are_listed(terms: tuple[str, ...], said: str, denial: str, otherwise: str) -> None:
    reading = Mention("t", terms)
    assert (reading.said, reading.denied, reading.otherwise) == (said, denial, otherwise)
    assert (reading.known, reading.unknown) == ("t is known", "t is missing")


@given(st.text(min_size=1, max_size=40))
def test_whatever_is_asked_its_two_sides_differ(asked: str) -> None:
    reading = Judged("t", asked)
    assert reading.said != reading.denied
    assert {reading.otherwise.endswith(" not"), reading.as_said.endswith(" not")} == {
        True,
        False,
    } or "cannot" in (reading.otherwise[3:], reading.as_said[3:])
