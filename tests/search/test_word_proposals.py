"""Words that one group uses more, as properties."""

import numpy as np

from dataexplain.search.discovery_texts import DiscoveryTexts
from dataexplain.search.word_proposals import propose_by_words
from tests.features.planted_questions import FOOD, SPORT
from tests.search.group_texts import embedder, two_groups


def test_the_words_of_both_groups_are_proposed():
    found = propose_by_words(two_groups(100))
    terms = {term for candidate in found.candidates for term in candidate.terms}
    assert {SPORT, FOOD} <= terms
    assert found.candidates[0].property.startswith('mentions "')


def test_controls_have_or_lack_a_word():
    for candidate in propose_by_words(two_groups(100)).candidates:
        assert candidate.having
        assert candidate.lacking
        for text in candidate.having:
            assert any(term in text for term in candidate.terms)
        for text in candidate.lacking:
            assert not any(term in text.split() for term in candidate.terms)


def test_words_that_mean_alike_may_be_one_group():
    with embedder() as opened:
        assert propose_by_words(two_groups(100), opened).candidates


def test_of_few_texts_single_words_are_proposed():
    texts = DiscoveryTexts(("a goal", "goal", "cake", "my cake"), np.arange(4) < 2, ("A", "B"))
    found = propose_by_words(texts, wanted=2)
    assert [candidate.terms for candidate in found.candidates] == [("goal",), ("cake",)]


def test_no_more_than_are_wanted():
    assert len(propose_by_words(two_groups(100), wanted=1).candidates) == 1


def test_no_word_and_no_second_group_are_said():
    alike = DiscoveryTexts(("!", "?"), np.array([True, False]), ("A", "B"))
    assert "No word" in propose_by_words(alike).notes[0]
    alone = DiscoveryTexts(("a", "b"), np.array([True, True]), ("A", "B"))
    assert "no text of its own" in propose_by_words(alone).notes[0]
