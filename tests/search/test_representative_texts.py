"""Which texts a proposer is shown."""

import numpy as np

from dataexplain.models.group_classifier import GroupEvidence, group_evidence
from dataexplain.search.discovery_texts import DiscoveryTexts
from dataexplain.search.representative_texts import DEPTHS, RepresentativeTexts
from tests.features.planted_questions import FOOD, SPORT
from tests.search.group_texts import embedder, two_groups


def ranked(seed=0):
    texts = two_groups().drawn(seed)
    with embedder() as opened:
        vectors = opened.embed(texts.texts)
    return RepresentativeTexts.of(texts, group_evidence(texts.texts, texts.in_a, vectors), seed)


def test_the_most_typical_texts_of_each_group_come_first():
    found = ranked()
    assert sum(SPORT in text for text in found.first[:10]) >= 9
    assert sum(FOOD in text for text in found.second[:10]) >= 9
    assert sorted((*found.first, *found.second)) == sorted(two_groups().texts)


def test_depths_are_taken_in_turn():
    """The first draws are of the most typical, the third of all."""
    texts = [f"text{place}" for place in range(400)]
    evidence = GroupEvidence(np.arange(400.0)[::-1], 0.9)
    both = DiscoveryTexts(tuple(texts), np.arange(400) < 200, ("A", "B"))
    found = RepresentativeTexts.of(both, evidence)
    places = [[texts.index(text) for text in found.drawn(draw, 8)[0]] for draw in range(3)]
    assert max(places[0]) < 12
    assert max(places[1]) < DEPTHS[1] * 200
    assert max(places[2]) > DEPTHS[1] * 200


def test_each_draw_is_another_and_the_same_again():
    found = ranked()
    assert found.drawn(0, 5) == ranked().drawn(0, 5)
    assert found.drawn(0, 5) != found.drawn(3, 5)


def test_few_texts_are_all_shown():
    both = DiscoveryTexts(("one", "two"), np.array([True, False]), ("A", "B"))
    found = RepresentativeTexts.of(both, group_evidence(both.texts, both.in_a))
    assert found.drawn(0, 6) == (("one",), ("two",))
