"""Texts of two sides in which no word leads by too much."""

from collections import Counter

from hypothesis import given
from hypothesis import strategies as st

from dataexplain.features.term_function_words import ENGLISH
from dataexplain.features.tokens import words
from dataexplain.search.lexical_diversity import diverse_sides, stem

TEXTS = st.lists(
    st.lists(st.sampled_from(["film", "films", "plot", "the", "play"]), min_size=1).map(" ".join),
    max_size=20,
)


def stems(texts):
    return Counter(
        entry
        for text in texts
        for entry in {stem(word) for word in words(text) if word not in ENGLISH}
    )


@given(TEXTS, TEXTS, st.integers(0, 12))
def test_no_word_leads_by_more_than_the_cap(first, second, count):
    sides = diverse_sides(first, second, count)
    one, two = map(stems, sides)
    most = count // 4 + 1
    assert all(abs(one[word] - two[word]) <= most for word in one | two)
    assert all(len(side) <= count for side in sides)
    assert set(sides[0]) <= set(first)


def test_a_word_of_both_sides_sets_nothing_apart():
    films = [f"film number{place}" for place in range(8)]
    plays = [f"film play{place}" for place in range(8)]
    assert [len(side) for side in diverse_sides(films, plays, 8)] == [8, 8]


def test_forms_of_a_word_count_together():
    first, _ = diverse_sides(["a prize", "prizes", "the prize", "luck"], [], 4)
    assert first == ("a prize", "prizes", "luck")


def test_function_words_lead_as_they_like():
    texts = [f"the one{place}" for place in range(8)]
    assert len(diverse_sides(texts, [], 8)[0]) == 8
