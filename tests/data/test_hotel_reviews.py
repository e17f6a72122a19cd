"""The sample of reviews: what its datasheet says is true of it."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

DATA = Path(__file__).parents[2] / "data"
PHRASES = tomllib.loads((DATA / "hotel_phrases.toml").read_text(encoding="utf-8"))
MARKED = {name: theme["markers"] for name, theme in PHRASES.items() if "markers" in theme}
# Per sentence that means nothing, and per thing mentioned.
PLANTED = {
    "refund": -1.8,
    "breakfast": 0.9,
    "staff": 0.8,
    "dirt": -1.3,
    "noise": 0.0,
    "noise, business": -1.9,
    "question": -1.0,
    "courtesy": 0.0,
    "parking": 0.0,
    "pool": 0.0,
    "code": 0.0,
    "length": -0.3,
    "app": -0.5,
    "agency": 0.0,
    "business": 0.0,
}


@pytest.fixture(scope="module")
def reviews() -> pd.DataFrame:
    return pd.read_csv(DATA / "hotel_reviews.csv")


@pytest.fixture(scope="module")
def things(reviews: pd.DataFrame) -> pd.DataFrame:
    """What each review mentions, read off its text."""
    lower = reviews["text"].str.lower()
    found = pd.DataFrame({name: lower.str.contains("|".join(MARKED[name])) for name in MARKED})
    found["question"] = reviews["text"].str.contains("?", regex=False)
    found["courtesy"] = lower.str.contains("|".join(map(courtesy, courtesies())))
    # The opening and what is mentioned are a sentence each; the rest means nothing.
    found["length"] = lower.str.count(r"[.?]") - 1 - found.sum(axis=1)
    found["business"] = reviews["trip"] == "business"
    found["noise, business"] = found["noise"] & found["business"]
    found["app"], found["agency"] = (reviews["source"] == name for name in ("app", "agency"))
    return found.astype(float)


def courtesies() -> list[str]:
    return list(PHRASES["courtesies"]["sentences"])


def courtesy(sentence: str) -> str:
    """Return a pattern of a sentence, whatever stands in its slots."""
    return re.sub(r"\\\{\w+\\\}", ".+?", re.escape(sentence.lower().rstrip(".")))


def test_it_is_small_and_its_rows_are_distinct(reviews: pd.DataFrame) -> None:
    assert (DATA / "hotel_reviews.csv").stat().st_size < 600_000
    assert len(reviews) == 2400
    assert reviews["review_id"].is_unique
    assert reviews["text"].duplicated().mean() < 0.01


def test_the_datasheet_tells_rows_columns_and_phrases(reviews: pd.DataFrame) -> None:
    sheet = (DATA / "hotel_reviews.md").read_text(encoding="utf-8")
    assert f"{len(reviews):,} " in sheet
    assert all(f"`{column}`" in sheet for column in reviews)
    assert all(marker in sheet for markers in MARKED.values() for marker in markers)


def test_every_sentence_of_a_kind_has_its_phrase_and_no_other_sentence_has_it() -> None:
    for name, markers in MARKED.items():
        for theme, entry in PHRASES.items():
            for sentence in entry.get("sentences", ()):
                has = any(marker in sentence.lower() for marker in markers)
                assert has == (theme == name), sentence
    put_in = [text for entry in PHRASES["words"].values() for text in entry]
    assert not [text for text in put_in for markers in MARKED.values() if text in markers]


def test_every_slot_has_words_and_all_words_are_used() -> None:
    sentences = [text for theme in PHRASES.values() for text in theme.get("sentences", ())]
    slots = {slot for text in sentences for slot in re.findall(r"\{(\w+)\}", text)}
    assert slots - {"month"} == set(PHRASES["words"])


def test_questions_and_courtesies_share_no_word_that_tells_them() -> None:
    """No word may be in most of them: a judge has to read what they do, not what they say."""
    for theme in ("questions", "courtesies"):
        sentences = [
            set(re.findall(r"\w+", re.sub(r"\{\w+\}", "", text.lower())))
            for text in PHRASES[theme]["sentences"]
        ]
        elsewhere = {
            word
            for name, entry in PHRASES.items()
            for text in entry.get("sentences", ())
            if name != theme
            for word in re.findall(r"\w+", text.lower())
        }
        for word in set.union(*sentences) - elsewhere:
            assert sum(word in found for found in sentences) <= 0.25 * len(sentences), word


def test_effects_are_those_of_the_datasheet(reviews: pd.DataFrame, things: pd.DataFrame) -> None:
    design = np.column_stack([np.ones(len(things)), things[list(PLANTED)]])
    score = reviews["score"].to_numpy()
    found, squares, *_ = np.linalg.lstsq(design, score)
    variance = squares[0] / (len(score) - design.shape[1])
    errors = np.sqrt(variance * np.linalg.inv(design.T @ design).diagonal())
    assert found[0] == pytest.approx(7.8, abs=4 * errors[0])
    for name, value, error in zip(PLANTED, found[1:], errors[1:], strict=True):
        assert value == pytest.approx(PLANTED[name], abs=3.5 * error), name
    assert np.sqrt(variance) == pytest.approx(0.9, abs=0.05)


def test_bystanders_look_as_if_they_mattered(reviews: pd.DataFrame, things: pd.DataFrame) -> None:
    """Length and source confound: on their own these have a clear difference, and none is real."""
    for name in ("parking", "pool", "code"):
        has = things[name] == 1
        assert reviews["score"][has].mean() < reviews["score"][~has].mean() - 0.2
    agency, website = (
        reviews["score"][reviews["source"] == name].mean() for name in ("agency", "website")
    )
    assert agency < website - 0.2


def test_few_scores_are_cut_off(reviews: pd.DataFrame) -> None:
    assert reviews["score"].isin([0.0, 10.0]).mean() < 0.01
