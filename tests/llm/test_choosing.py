"""Options from tokens, letters or votes."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dataexplain.errors import ParameterError, ReplyError
from dataexplain.llm.choosing import (
    Choice,
    check_options,
    count_votes,
    lettered,
    read_log_probabilities,
    read_vote,
)
from dataexplain.llm.requests import Message, RawReply, Token

YES_NO = {"Yes": "Yes", "No": "No"}


def tokens(pairs):
    likely = tuple((text, math.log(p)) for text, p in pairs)
    return RawReply(likely[0][0], (Token(*likely[0], alternatives=likely),))


def test_all_surface_forms_of_an_option_are_summed():
    found = read_log_probabilities(
        tokens(
            [("Yes", 0.3), (" yes", 0.2), ("YES", 0.1), ("'Yes'", 0.1), ("No", 0.2), ("I", 0.1)]
        ),
        YES_NO,
    )
    assert found.probabilities["Yes"] == pytest.approx(0.7 / 0.9)
    assert found.outside == pytest.approx(0.1)


def test_tokens_that_read_alike_are_all_summed():
    """Of two tokens that are both written "Yes", only the last had counted."""
    found = read_log_probabilities(tokens([("Yes", 0.5), ("Yes", 0.1), ("No", 0.3)]), YES_NO)
    assert found.probabilities["Yes"] == pytest.approx(0.6 / 0.9)
    assert found.outside == pytest.approx(0.1)


def test_a_longer_word_is_not_an_option():
    found = read_log_probabilities(
        tokens([("Yesterday", 0.5), ("Yes", 0.2), ("North", 0.1), ("No", 0.2)]), YES_NO
    )
    assert found.probabilities == {"Yes": pytest.approx(0.5), "No": pytest.approx(0.5)}
    assert found.outside == pytest.approx(0.6)


def test_the_begin_of_a_word_counts_only_where_no_token_is_the_word():
    """`It` may begin `Italy`, or a sentence: it counts only when Italy is no token itself."""
    names = {"Italy": "Italy", "Peru": "Peru"}
    split = read_log_probabilities(tokens([("It", 0.6), ("Peru", 0.3)]), names)
    assert split.probabilities["Italy"] == pytest.approx(2 / 3)
    whole = read_log_probabilities(tokens([("It", 0.6), ("Italy", 0.1), ("Peru", 0.3)]), names)
    assert whole.probabilities["Italy"] == pytest.approx(0.25)


def test_a_token_that_may_begin_two_options_belongs_to_none():
    names = {"rises": "rises", "remains": "remains"}
    found = read_log_probabilities(tokens([("r", 0.5), ("rises", 0.3), ("remains", 0.1)]), names)
    assert found.outside == pytest.approx(0.6)
    assert found.probabilities["rises"] == pytest.approx(0.75)


def test_no_option_among_the_likely_tokens_is_no_answer():
    with pytest.raises(ReplyError, match="'Maybe'"):
        read_log_probabilities(tokens([("Maybe", 0.9)]), YES_NO)
    with pytest.raises(ReplyError):
        read_log_probabilities(RawReply("Yes"), YES_NO)


@given(
    st.lists(
        st.tuples(
            st.sampled_from(["Yes", "No", " yes", "no.", "Y", "N", "Maybe", "", "\n", "Nope"]),
            st.floats(0.0001, 0.1),
        ),
        min_size=1,
        max_size=10,
        unique_by=lambda pair: pair[0],
    )
)
def test_probabilities_sum_to_one_and_nothing_is_lost(pairs):
    try:
        found = read_log_probabilities(tokens(pairs), YES_NO)
    except ReplyError:
        return
    assert math.fsum(found.probabilities.values()) == pytest.approx(1)
    assert 0 <= found.outside < 1


def test_options_that_begin_alike_are_asked_for_by_letter():
    asked, names = lettered([Message("user", "Then?")], ["rises", "rises strongly", "falls"])
    assert names == {"A": "rises", "B": "rises strongly", "C": "falls"}
    assert asked[0].content == (
        "Then?\n\nAnswer with one letter: A = rises, B = rises strongly, C = falls."
    )
    found = read_log_probabilities(tokens([("A", 0.2), (" B", 0.6), ("C", 0.2)]), names)
    assert found.best == "rises strongly"


@pytest.mark.parametrize(
    "options", [["Yes"], "Yes", ["Yes", "yes"], ["Yes", "Yes."], ["Yes", "..."], ["a"] * 27, []]
)
def test_options_that_cannot_be_told_apart_are_refused(options):
    with pytest.raises(ParameterError, match="options"):
        check_options(options)


def test_votes_are_shares_of_those_that_answered():
    votes = [
        read_vote(RawReply(text), YES_NO) for text in ["Yes", "no, never", "YES!", "Well", "Nope"]
    ]
    assert votes == ["Yes", "No", "Yes", None, None]
    found = count_votes(votes, ["Yes", "No"])
    assert found.probabilities["Yes"] == pytest.approx(2 / 3)
    assert found.outside == pytest.approx(0.4)
    assert (found.basis, found.votes) == ("votes", 5)
    with pytest.raises(ReplyError):
        count_votes([None, None], ["Yes", "No"])


def test_a_vote_is_for_the_longest_option_it_begins_with():
    names = {"A": "A", "A B": "A B"}
    assert read_vote(RawReply("a b c"), names) == "A B"


def test_bounded_log_odds_are_no_surer_than_votes_allow():
    assert Choice({"Yes": 1.0, "No": 0.0}, 0.0, "votes", 5).bounded_log_odds(
        "Yes"
    ) == pytest.approx(math.log(11))
    assert Choice({"Yes": 0.0, "No": 1.0}, 0.0).bounded_log_odds("Yes") == -20
    assert Choice({"Yes": 0.6, "No": 0.4}, 0.0).bounded_log_odds("Yes") == pytest.approx(
        math.log(1.5)
    )


def test_log_odds_of_sure_answers_are_infinite_not_an_error():
    sure = Choice({"Yes": 1.0, "No": 0.0}, 0.0)
    assert sure.log_odds("Yes") == math.inf
    assert sure.log_odds("No") == -math.inf
