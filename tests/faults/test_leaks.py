"""Columns that give the outcome away."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from tests.faults.looking import faults_in, people


def leaks(data, target: str, **options) -> dict[str, tuple[str, ...]]:
    return {
        name: fault.columns
        for name, fault in faults_in(data, target, **options).items()
        if fault.kind == "leak"
    }


def numbers(rows: int = 700) -> pd.DataFrame:
    rng = np.random.default_rng(rows)
    frame = pd.DataFrame(rng.normal(size=(rows, 3)).round(4), columns=["a", "b", "c"])
    return frame.assign(y=frame["a"] + rng.normal(size=rows))


def test_clean_tables_have_no_leak() -> None:
    assert not leaks(people(), "ill")
    assert not leaks(numbers(), "y")


@pytest.mark.parametrize("flipped", [0.0, 0.01])
def test_the_outcome_in_another_form(flipped: float) -> None:
    frame = people()
    rng = np.random.default_rng(0)
    told = (frame["ill"] == "yes") ^ (rng.random(len(frame)) < flipped)
    assert leaks(frame.assign(coded=np.where(told, "A7", "B2")), "ill") == {
        "leak-coded": ("coded",)
    }
    scores = told + rng.normal(0, 0.15, len(frame))
    assert leaks(frame.assign(score=scores), "ill") == {"leak-score": ("score",)}


def test_the_outcome_with_noise_and_on_another_scale() -> None:
    frame = numbers()
    noise = np.random.default_rng(1).normal(0, 0.1, len(frame))
    assert leaks(frame.assign(twin=-3 * frame["y"] + noise), "y") == {"leak-twin": ("twin",)}
    assert leaks(frame.assign(bent=np.exp(frame["y"])), "y") == {"leak-bent": ("bent",)}


def test_two_leaks_are_both_named() -> None:
    frame = people()
    one = np.where(frame["ill"] == "yes", "p", "q")
    frame = frame.assign(one=one, two=np.where(one == "p", 1.5, 2.5))
    assert set(leaks(frame, "ill")) == {"leak-one", "leak-two"}


def test_the_verification_rows_are_not_looked_at() -> None:
    frame = people()
    told = np.where(frame["ill"] == "yes", "A", "B")
    told[1::2] = "A"  # known on discovery rows only
    assert leaks(frame.assign(coded=told), "ill")
    told = np.where(frame["ill"] == "yes", "A", "B")
    told[::2] = np.random.default_rng(2).choice(["A", "B"], 400)
    assert not leaks(frame.assign(coded=told), "ill")


def test_parts_that_add_up_to_the_outcome() -> None:
    rng = np.random.default_rng(3)
    parts = rng.gamma(2, 100, (2, 600)).round()
    frame = {"casual": parts[0], "member": parts[1], "heat": rng.normal(size=600)}
    assert leaks({**frame, "y": parts.sum(axis=0)}, "y") == {
        "leak-casual-member": ("casual", "member")
    }
    assert not leaks({**frame, "y": parts.sum(axis=0) + rng.normal(0, 20, 600)}, "y")


def test_a_date_that_only_one_class_has() -> None:
    frame = people()
    days = pd.date_range("2020-01-01", periods=len(frame)).strftime("%Y-%m-%d")
    frame["admitted"] = np.where(frame["ill"] == "yes", days, "")
    assert leaks(frame, "ill") == {"leak-admitted": ("admitted",)}


def test_where_everything_is_easy_nothing_leaks() -> None:
    rng = np.random.default_rng(4)
    kind = rng.choice(["a", "b"], 600)
    far = np.where(kind == "a", 0.0, 6.0)
    frame = {"x": far + rng.normal(size=600), "z": far + rng.normal(0, 2.2, 600), "y": kind}
    assert not leaks(frame, "y")
