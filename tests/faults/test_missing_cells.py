"""Cells that are missing because of the outcome."""

from __future__ import annotations

import numpy as np

from tests.faults.looking import faults_in, people, some


def test_missing_with_the_outcome() -> None:
    frame = people()
    rng = np.random.default_rng(0)
    gone = (frame["ill"] == "yes") & (rng.random(len(frame)) < 0.7)
    frame["height"] = frame["height"].mask(gone)
    fault = faults_in(frame, "ill")["missing_with_outcome-height"]
    assert fault.rows == gone.sum()
    assert "the probability of ill = yes is 100% there" in fault.text


def test_missing_by_chance() -> None:
    frame = people()
    frame["height"] = frame["height"].mask(some(len(frame), 0.3))
    assert not faults_in(frame, "ill")


def test_missing_numbers_of_a_numeric_outcome_in_an_unused_column() -> None:
    rng = np.random.default_rng(1)
    y = rng.normal(size=600)
    notes = np.where(y > 0.5, [f"a note on case {place} of them" for place in range(600)], "")
    found = faults_in({"x": rng.normal(size=600), "note": notes, "y": y})
    assert "average y is" in found["missing_with_outcome-note"].text


def test_levels_are_in_the_outcomes_own_units_on_any_scale() -> None:
    rng = np.random.default_rng(2)
    y = np.exp(rng.normal(3, 1, 600))
    frame = {"x": rng.normal(size=600), "z": np.where(y > 40, np.nan, rng.normal(size=600)), "y": y}
    found = faults_in(frame, scale="log")["missing_with_outcome-z"]
    assert "typical y is 71.7 there and 13 where" in found.text
    assert "average y is" in faults_in(frame, scale="plain")["missing_with_outcome-z"].text
