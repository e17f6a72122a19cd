"""Clusters in which one group leads."""

import numpy as np

from dataexplain.llm import Budget, ChatModel, Scripted
from dataexplain.search.cluster_proposals import estimate_naming, propose_by_clusters
from dataexplain.search.discovery_texts import DiscoveryTexts
from tests.features.planted_questions import FOOD, SPORT
from tests.search.group_texts import embedder, two_groups


def clusters(reply=None, **options):
    model = None if reply is None else ChatModel(Scripted(reply), **options)
    with embedder() as opened:
        found = propose_by_clusters(two_groups(100), opened, model, wanted=6)
    if model is not None:
        model.close()
    return found


def test_a_cluster_is_told_by_its_words():
    found = clusters()
    terms = {term for candidate in found.candidates for term in candidate.terms}
    assert {SPORT, FOOD} & terms
    assert all(entry.property.startswith("has to do with") for entry in found.candidates)


def test_a_model_says_what_a_cluster_is_about():
    found = clusters(lambda _: '{"completion": "matches and their scores"}')
    properties = [candidate.property for candidate in found.candidates]
    assert properties[0] == "is about matches and their scores"
    assert len(properties) == len(set(properties))


def test_an_answer_that_is_none_leaves_the_words():
    found = clusters(lambda _: '{"completion": "group A"}')
    assert all(entry.property.startswith("has to do with") for entry in found.candidates)
    assert "it speaks of groups" in found.notes[0]


def test_a_budget_that_ends_leaves_the_words():
    found = clusters(lambda _: '{"completion": "matches"}', budget=Budget(calls=0))
    assert found.candidates
    assert "The budget ended" in found.notes[0]


def test_a_group_that_leads_nowhere_has_no_cluster():
    texts = two_groups(100)
    mixed = DiscoveryTexts(texts.texts, np.arange(200) % 2 == 0, texts.names)
    with embedder() as opened:
        found = propose_by_clusters(mixed, opened, wanted=6)
    assert len(found.candidates) <= 2


def test_what_is_missing_is_said():
    assert "Without an embedder" in propose_by_clusters(two_groups(), None).notes[0]
    alone = DiscoveryTexts(("a", "b"), np.array([True, True]), ("A", "B"))
    with embedder() as opened:
        assert "no text of its own" in propose_by_clusters(alone, opened).notes[0]


def test_no_more_is_asked_than_was_estimated():
    with ChatModel(Scripted(lambda _: '{"completion": "matches"}')) as model, embedder() as opened:
        estimate = estimate_naming(two_groups(100), model, wanted=6)
        propose_by_clusters(two_groups(100), opened, model, wanted=6)
        assert 0 < model.tally.calls <= estimate.largest.calls
