"""From texts to a table: what texts without an outcome add, and what they must not change."""

import numpy as np
import pytest

from dataexplain.features.tokens import words
from dataexplain.models.ngram_learning import Outcomes, Tuning, Vocabulary, learn_table, with_unseen
from dataexplain.models.stacked_linear import logistic_loss

MEANINGS = {"good": 1.0, "bad": -1.0, "so-so": 0.1, "meh": 0.0}
TEXTS = ["a good film", "a bad film"] * 20
# The embedder places "meh" in a whole text only: there it says the same as "bad".
UNLABELLED = [
    f"{word} {noun} {number}"
    for word in ("good", "bad", "meh")
    for noun in ("film", "day", "play")
    for number in range(8)
]


def embed(texts):
    """Return the meaning of a text, its length and a constant."""
    rows = []
    for text in texts:
        found = words(text)
        meaning = sum(MEANINGS.get(word, 0.0) for word in found) / max(len(found), 1)
        if "meh" in found and len(found) > 2:
            meaning -= 1 / len(found)
        rows.append([meaning, 1.0])
    return np.array(rows, np.float32).reshape(-1, 2)


def learned(unlabelled=(), bootstrap=0, texts=TEXTS, seed=0):
    values = np.array([["good" in text] for text in texts], float)
    outcomes = Outcomes(values, np.ones(len(texts)), logistic_loss)
    vocabulary = Vocabulary((1, 2), 2, 1000, words)
    tuning = Tuning((0.0, 0.5), (0.3, 0.1), bootstrap, seed)
    return learn_table(texts, outcomes, vocabulary, tuning, embed, unlabelled)


def weight(table, ngram):
    return float(table.weights[table.index.columns[ngram], 0])


def test_a_word_gets_the_meaning_it_has_in_texts_without_an_outcome():
    table, directions, _ = learned()
    blind = with_unseen(table, directions, ["meh", "day"], embed, len(TEXTS))
    assert weight(blind, "meh") == pytest.approx(weight(blind, "day"), abs=0.05)
    table, _, _ = learned(UNLABELLED)
    assert weight(table, "meh") < weight(table, "day") - 0.3


def test_ngrams_without_an_outcome_are_not_seen_and_have_no_interval():
    table, _, _ = learned(UNLABELLED, bootstrap=3)
    meh, good = table.index.columns["meh"], table.index.columns["good"]
    assert table.documents[[meh, good]].tolist() == [0, 20]
    assert np.isnan(table.errors[meh]).all()
    assert np.isfinite(table.errors[good]).all()


def test_seen_texts_count_for_documents_whatever_else_there_is():
    plain, _, _ = learned()
    more, _, _ = learned(UNLABELLED)
    for ngram in ("good", "film", "a good"):
        columns = plain.index.columns[ngram], more.index.columns[ngram]
        assert plain.documents[columns[0]] == more.documents[columns[1]]


def test_ngrams_of_no_text_are_at_least_as_rare_as_all_others():
    """Counted among labelled texts only, they had looked commoner than rare ones of all texts."""
    table, directions, _ = learned(UNLABELLED)
    wider = with_unseen(table, directions, ["so-so"], embed, len(TEXTS))
    assert wider.rarity[-1] >= table.rarity.max()


def test_whole_texts_are_embedded_where_it_helps(monkeypatch):
    """From many fitted texts alone there is nothing to learn of contexts, and much to embed."""
    table, directions, _ = learned()
    monkeypatch.setattr("dataexplain.models.ngram_learning._FEW_TEXTS", 39)
    plain, _, _ = learned()
    assert not np.array_equal(table.weights, plain.weights)
    wider = with_unseen(table, directions, ["great film"], embed, len(TEXTS))
    assert np.isfinite(wider.weights).all()


def test_few_of_many_texts_without_an_outcome_are_embedded_whole(monkeypatch):
    monkeypatch.setattr("dataexplain.models.ngram_learning._MOST_WHOLE", 45)
    asked = []
    values = np.array([["good" in text] for text in TEXTS], float)

    def counting(texts):
        asked.append(list(texts))
        return embed(texts)

    learn_table(
        TEXTS,
        Outcomes(values, np.ones(len(TEXTS)), logistic_loss),
        Vocabulary((1, 2), 2, 1000, words),
        Tuning((0.5,), (0.1,), 0, 0),
        counting,
        UNLABELLED * 2,
    )
    assert len(asked[1]) == 45
    assert len(set(asked[1][40:])) == 5


def test_errors_are_as_wide_as_the_spread_over_samples_of_texts():
    """Errors were those of weights before they are rescaled."""
    rng = np.random.default_rng(4)
    fits = []
    for seed in range(12):
        texts = [f"{word} film" for word in rng.choice(["good", "bad", "fair"], 150)]
        noisy = [text if rng.random() < 0.8 else "a good one" for text in texts]
        values = np.array([["good" in text] for text in noisy], float)
        fits.append(
            learn_table(
                texts,
                Outcomes(values, np.ones(150), logistic_loss),
                Vocabulary((1, 1), 1, 100, words),
                Tuning((0.5,), (0.3, 0.1), 20, seed),
                embed,
            )[0]
        )
    spread = np.std([weight(table, "bad") for table in fits], ddof=1)
    errors = [float(table.errors[table.index.columns["bad"], 0]) for table in fits]
    assert 0.4 < np.mean(errors) / spread < 2.5
