"""Columns that cannot tell rows apart, and features that only tell them apart."""

from __future__ import annotations

import numpy as np

from tests.faults.looking import faults_in, people


def test_one_value_and_nothing() -> None:
    found = faults_in(people().assign(country="NL", empty=None), "ill")
    assert "the same value in every row" in found["constant-country"].text
    assert "Every cell of 'empty' is missing" in found["constant-empty"].text


def test_one_value_beside_empty_cells_can_be_given_a_word() -> None:
    frame = people()
    frame["pool"] = np.where(np.arange(len(frame)) < 90, "yes", None)
    fault = faults_in(frame, "ill")["constant-pool"]
    assert (
        fault.text == "'pool' holds 'yes' in 90 rows and nothing else, so nothing can be said "
        "about it."
    )
    assert fault.recode == "pool=missing:no"
    assert "constant-pool" not in faults_in(frame, "ill", recode=[fault.recode])


def test_hardly_another_value() -> None:
    frame = people(2000)
    frame["flag"] = np.where(np.isin(np.arange(2000), [7, 99]), "b", "a")
    fault = faults_in(frame, "ill")["near_constant-flag"]
    assert (fault.rows, fault.row_numbers) == (2, (8, 100))


def test_a_rising_number_without_repeats_is_only_a_number() -> None:
    frame = people()
    steps = np.random.default_rng(0).integers(1, 5, len(frame))
    frame["visit"] = 1000 + np.cumsum(steps)
    assert "near_unique-visit" in faults_in(frame, "ill")
    frame["visit"] = frame["visit"].sample(frac=1, random_state=1).to_numpy()
    assert "near_unique-visit" not in faults_in(frame, "ill")


def test_an_identifier_is_no_feature_and_no_fault() -> None:
    frame = people()
    frame.insert(0, "person_id", np.arange(len(frame)) + 5)
    assert not faults_in(frame, "ill")
