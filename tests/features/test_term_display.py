"""Terms written out, and marked in texts."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from dataexplain.features.ngram_index import NgramIndex
from dataexplain.features.term_display import LONGEST, excerpt, shown_term
from dataexplain.features.tokens import words


def _marked(text: str, *terms: str) -> list[str]:
    shown, marks = excerpt(text, terms)
    return [shown[start:end] for start, end in marks]


def test_words_are_marked_as_they_are_written() -> None:
    assert _marked("REFUND? A refund, unrefunded", "refund") == ["REFUND", "refund"]


def test_a_word_with_an_apostrophe_is_not_its_beginning() -> None:
    assert _marked("I don't, don\u2019t, don", "don") == ["don"]
    assert _marked("I don't, don\u2019t, don", "don't") == ["don't", "don\u2019t"]


def test_names_of_tags_are_no_words() -> None:
    assert _marked('<b class="b">b</b>', "b") == ["b"]
    assert _marked("money</b> back", "money back") == ["money</b> back"]


def test_scripts_without_spaces_are_marked_inside() -> None:
    assert _marked("这个好吃极了", "好 吃") == ["好吃"]
    assert _marked("so👍👍", "👍") == ["👍", "👍"]


def test_the_longest_term_is_marked() -> None:
    assert _marked("my money back please", "money", "money back") == ["money back"]


def test_a_long_text_is_cut_around_the_first_mark() -> None:
    shown, marks = excerpt("before " * 100_000 + "refund" + " after" * 100_000, ["refund"])
    assert len(shown) <= LONGEST + 2
    assert [shown[start:end] for start, end in marks] == ["refund"]
    assert shown.startswith("…before")
    assert shown.endswith("after…")


def test_a_single_endless_word_is_cut() -> None:
    shown, marks = excerpt("x" * 5_000_000, ["refund"])
    assert len(shown) <= LONGEST + 1
    assert marks == ()


def test_terms_of_words_stay_apart() -> None:
    assert shown_term("not good") == "not good"
    assert shown_term("a b") == "a b"


@given(st.text(st.sampled_from("ab'<>/ &;.-_éß好👍1"), max_size=30), st.data())
def test_what_is_counted_is_marked(text: str, data: st.DataObject) -> None:
    own = words(text)
    if not own:
        return
    place = data.draw(st.integers(0, len(own) - 1))
    term = " ".join(own[place : place + data.draw(st.integers(1, 2))])
    assert NgramIndex([term]).count([text]).sum() >= 1
    shown, marks = excerpt(text, [term])
    assert len(shown) > LONGEST or marks
