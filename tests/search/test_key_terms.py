"""The words that one group uses more."""

import numpy as np

from dataexplain.search.key_terms import key_terms, key_terms_by_meaning
from tests.features.planted_questions import FOOD, SPORT
from tests.search.group_texts import embedder, two_groups


def test_the_surest_word_of_each_group_is_first():
    texts = two_groups()
    found = key_terms(texts.texts, texts.in_a)
    assert found.first[0] == SPORT
    assert found.second[0] == FOOD


def test_the_length_of_texts_is_held_fixed():
    """Every word of the longer group looked like a word of that group."""
    generator = np.random.default_rng(0)
    vocabulary = [f"word{place}" for place in range(30)]
    texts = [" ".join(generator.choice(vocabulary, size)) for size in [4] * 100 + [20] * 100]
    found = key_terms(texts, np.arange(200) < 100, most=30)
    assert len(found.second) < 10


def test_terms_share_no_word():
    texts = ["money back", "money back now", "cash money", "money"] * 5 + ["hello there"] * 20
    found = key_terms(texts, np.arange(40) < 20)
    said = [word for term in found.first for word in term.split()]
    assert len(said) == len(set(said))


def test_meaning_finds_words_by_the_texts_they_are_like():
    texts = two_groups()
    with embedder() as opened:
        vectors = opened.embed(texts.texts)
        found = key_terms_by_meaning(texts.texts, texts.in_a, opened, vectors)
    assert SPORT in found.first[0]
    assert FOOD in found.second[0]
    assert not any(sign.isdigit() for term in (*found.first, *found.second) for sign in term)


def test_texts_without_words_have_no_terms():
    found = key_terms(["...", "!!"], np.array([True, False]))
    assert (found.first, found.second) == ((), ())


def test_one_group_alone_has_no_terms():
    assert key_terms(["a goal", "the goal"], np.array([True, True])).first == ()
