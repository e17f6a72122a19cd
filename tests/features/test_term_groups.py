"""Which groups of terms are found, and which are not."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dataexplain.features.term_function_words import is_function_term
from dataexplain.features.term_groups import (
    MOST_FUNCTION_GROUPS,
    MOST_GROUPS,
    MOST_TERMS_A_GROUP,
    find_term_groups,
    strongest_term,
)
from dataexplain.features.text_columns import read_off_texts
from dataexplain.tables import build_table
from tests.features.planted_reviews import BAD, GOOD, reviews


def _with_fill(words: np.ndarray, generator: np.random.Generator) -> str:
    """Return a text of some words among idle ones, so that its length says nothing."""
    fill = [f"w{number}" for number in generator.integers(0, 300, generator.integers(1, 15))]
    return " ".join(generator.permutation([*words, *fill]))


def test_planted_phrases_are_found_and_idle_ones_are_not() -> None:
    texts, stars = reviews(1_500)
    groups = find_term_groups(texts, stars[:, None])
    named = [" ".join(group) for group in groups]
    for phrase in (*GOOD, *BAD):
        words = [word for word in phrase.split() if not is_function_term(word)]
        assert any(any(word in name.split() for word in words) for name in named), phrase
    assert not any(word in name.split() for name in named for word in ("blue", "manual", "train"))


def test_noise_gives_next_to_nothing() -> None:
    texts, _ = reviews(1_500)
    found = [
        len(find_term_groups(texts, np.random.default_rng(seed).normal(size=(1_500, 1))))
        for seed in range(10)
    ]
    assert np.mean(found) <= 1.5


def test_a_word_inside_a_phrase_is_not_told_twice() -> None:
    texts, stars = reviews(1_500)
    groups = find_term_groups(texts, stars[:, None])
    words = [word for group in groups for term in group for word in term.split()]
    assert len(words) == len(set(words))


def test_what_length_explains_is_no_finding() -> None:
    """ "and" stands in most long texts, and the outcome follows the length alone."""
    generator = np.random.default_rng(0)
    lengths = generator.integers(2, 30, 1_000)
    fill = [f"w{place}" for place in range(400)]
    texts = [
        " ".join(generator.choice([*fill, "plus", "plus", "plus"], length)) for length in lengths
    ]
    outcome = (np.log1p(lengths) + generator.normal(0, 0.3, 1_000))[:, None]
    assert not any("plus" in group for group in find_term_groups(texts, outcome))


def test_order_of_rows_does_not_matter() -> None:
    texts, stars = reviews(600)
    order = np.random.default_rng(1).permutation(600)
    shuffled = find_term_groups([texts[place] for place in order], stars[order][:, None])
    assert shuffled == find_term_groups(texts, stars[:, None])


def test_weights_of_zero_are_rows_left_out() -> None:
    texts, stars = reviews(800)
    weights = np.ones(800)
    noise = np.random.default_rng(2).permutation(stars[:400])
    both = find_term_groups(
        [*texts, *texts[:400]],
        np.concatenate([stars, noise])[:, None],
        weights=np.concatenate([weights, np.full(400, 1e-12)]),
    )
    alone = find_term_groups(texts, stars[:, None])
    assert {group[0] for group in alone} <= {group[0] for group in both}


def test_every_class_has_its_words() -> None:
    generator = np.random.default_rng(0)
    kinds = generator.integers(0, 3, 900)
    own = np.array(["goal", "stocks", "quake"])
    texts = [
        f"{own[kind] if generator.random() < 0.5 else 'today'} report {generator.integers(99)}"
        for kind in kinds
    ]
    groups = find_term_groups(texts, (kinds[:, None] == np.arange(3)).astype(float))
    named = {term.split()[0] for group in groups for term in group}
    assert named >= set(own)


def test_meaning_merges_words_of_one_direction_only() -> None:
    generator = np.random.default_rng(0)
    words = ["refund", "reimburse", "praise"]
    mentioned = generator.random((900, 3)) < 0.1
    texts = [_with_fill(np.array(words)[row], generator) for row in mentioned]
    outcome = (mentioned @ np.array([-1.0, -1.0, 1.0]) + generator.normal(0, 0.5, 900))[:, None]
    apart = find_term_groups(texts, outcome)
    assert {len(group) for group in apart} == {1}

    def alike(terms: Sequence[str]) -> np.ndarray:
        vectors = np.eye(len(terms) + 1)[1:]
        vectors[[term in words for term in terms]] = np.eye(len(terms) + 1)[0]
        return vectors

    together = find_term_groups(texts, outcome, meaning=alike)
    assert {frozenset(group) for group in together} == {
        frozenset({"refund", "reimburse"}),
        frozenset({"praise"}),
    }


def _named_in(
    blocks: Sequence[tuple[Sequence[str], int, float]],
) -> tuple[list[str], np.ndarray]:
    """Return texts and an outcome: words, in how many texts, and how sure those are as one."""
    generator = np.random.default_rng(0)
    outcome = generator.normal(size=1_200)
    texts: list[str] = []
    for own, rows, z in blocks:
        part = slice(len(texts), len(texts) + rows)
        outcome[part] += z / np.sqrt(rows) - outcome[part].mean()
        texts += [_with_fill(np.array(own), generator) for _ in range(rows)]
    rest = len(texts)
    outcome[rest:] -= outcome[rest:].mean() + outcome[:rest].sum() / (len(outcome) - rest)
    texts += [_with_fill(np.array([]), generator) for _ in range(1_200 - rest)]
    return texts, outcome[:, None]


def test_words_that_are_sure_only_together_are_found() -> None:
    """Several forms split the evidence: a group had to be begun by one that is sure alone."""
    forms = ("refunds", "refunded", "refund", "refunding")
    texts, outcome = _named_in([([form], 60, 2.2) for form in forms])
    groups = find_term_groups(texts, outcome)
    assert any(set(group) == set(forms) for group in groups)


def test_words_that_were_picked_need_to_be_surer_than_one_word() -> None:
    third = 2.7 / np.sqrt(3)
    picked = [(["refund"], 30, third), (["refund", "refunds"], 30, third), (["refunds"], 30, third)]
    texts, outcome = _named_in([*picked, (["waiter"], 90, 2.7)])
    named = {term for group in find_term_groups(texts, outcome) for term in group}
    assert "waiter" in named
    assert not named & {"refund", "refunds"}


def test_a_word_that_stands_for_what_is_held_is_no_finding() -> None:
    generator = np.random.default_rng(0)
    shop = generator.random(1_000) < 0.4
    texts = [
        _with_fill(np.array(["parcel"] if place and generator.random() < 0.8 else []), generator)
        for place in shop
    ]
    outcome = (shop + generator.normal(0, 0.5, 1_000))[:, None]
    assert find_term_groups(texts, outcome)[0] == ("parcel",)
    held = find_term_groups(texts, outcome, held=shop[:, None].astype(float))
    assert ("parcel",) not in held
    data = {"text": texts, "shop": np.where(shop, "a", "b"), "y": outcome[:, 0]}
    for names, found in ((["text", "y"], True), (["text", "shop", "y"], False)):
        table = build_table({name: data[name] for name in names}, "y", text=["text"])
        wide = read_off_texts(table, np.arange(1_000))
        assert any("parcel" in column.terms for column in wide.columns) == found


def test_function_words_do_not_fill_the_list() -> None:
    generator = np.random.default_rng(0)
    own = ["i", "you", "the", "of", "but", "with", "from", "she"]
    mentioned = generator.random((2_000, len(own))) < 0.2
    texts = [_with_fill(np.array(own)[row], generator) for row in mentioned]
    outcome = (mentioned.sum(axis=1) * 0.5 + generator.normal(0, 0.5, 2_000))[:, None]
    groups = find_term_groups(texts, outcome)
    functions = [group for group in groups if all(is_function_term(term) for term in group)]
    assert 0 < len(functions) <= MOST_FUNCTION_GROUPS


@given(
    st.lists(st.text(st.characters(codec="utf-8"), max_size=12), min_size=0, max_size=60).map(
        lambda texts: texts * 2
    )
)
@settings(max_examples=40)
def test_any_texts_are_read(texts: list[str]) -> None:
    outcome = np.arange(float(len(texts)))[:, None]
    groups = find_term_groups(texts, outcome)
    assert len(groups) <= MOST_GROUPS
    assert all(1 <= len(group) <= MOST_TERMS_A_GROUP for group in groups)


@pytest.mark.parametrize("texts", [[], [""] * 5, ["same"] * 5, ["???"] * 5])
def test_texts_without_words_to_tell_apart_have_no_strongest_term(texts: list[str]) -> None:
    assert strongest_term(texts, np.arange(float(len(texts)))[:, None]) is None
