"""Texts in which the outcome is written."""

from __future__ import annotations

import numpy as np
import pandas as pd

from tests.faults.looking import faults_in


def letters(rows: int = 400) -> pd.DataFrame:
    rng = np.random.default_rng(rows)
    words = np.array(["the", "water", "house", "was", "seen", "by", "people", "on", "long", "days"])
    texts = [" ".join(rng.permutation(words)) + f" {place}" for place in range(rows)]
    kind = rng.choice(["complaint", "praise", "question"], rows)
    return pd.DataFrame({"text": texts, "length": rng.normal(size=rows), "kind": kind})


def test_texts_without_the_label() -> None:
    assert not faults_in(letters(), "kind")


def test_a_class_named_in_its_texts() -> None:
    frame = letters()
    named = frame["kind"] == "complaint"
    frame.loc[named, "text"] = "A Complaint: " + frame.loc[named, "text"]
    fault = faults_in(frame, "kind")["label_in_text-text"]
    assert "contains “complaint”, 100% have kind = complaint" in fault.text


def test_a_word_in_all_texts_tells_nothing() -> None:
    frame = letters()
    frame["text"] = "complaint or not " + frame["text"]
    assert not faults_in(frame, "kind")


def test_the_outcomes_own_name_in_texts() -> None:
    frame = letters().rename(columns={"kind": "churn"})
    frame["churn"] = np.where(frame["churn"] == "praise", "yes", "no")
    frame.loc[frame["churn"] == "yes", "text"] += " churn expected"
    assert "label_in_text-text" in faults_in(frame, "churn")


def test_the_number_itself_in_texts() -> None:
    frame = letters().drop(columns="kind")
    frame["price"] = np.random.default_rng(1).integers(1000, 9000, len(frame)).astype(float)
    assert not faults_in(frame, "price")
    frame["text"] += [f" for {price:,.0f} only" for price in frame["price"]]
    assert (
        "100% of the texts of 'text' contain"
        in faults_in(frame, "price")["label_in_text-text"].text
    )


def test_signs_of_patterns_in_labels_are_plain_signs() -> None:
    frame = letters()
    frame["kind"] = frame["kind"].map({"complaint": "a(b", "praise": "c++", "question": ".*x"})
    assert not faults_in(frame, "kind")
