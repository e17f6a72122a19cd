import dataclasses

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dataexplain.claims import DOWN, UP, Claim, Condition, Region
from dataexplain.readers.agreement import jaccard, merge_claims

FRAME = pd.DataFrame(
    {
        "x": np.tile(np.linspace(0, 10, 50), 4),
        "z": np.repeat(np.linspace(0, 10, 50), 4),
        "plan": pd.Categorical(np.tile(["a", "b", "c", "d"], 50)),
    }
)


def claim(kind, direction, *conditions, source="one", outcome_class=None):
    return Claim(
        kind,
        tuple(condition.column for condition in conditions),
        direction,
        Region(conditions),
        outcome_class=outcome_class,
        sources=(source,),
    )


def above(column, value):
    return Condition(column, low=value)


def below(column, value):
    return Condition(column, high=value)


SAME = {
    "nearly one region": (
        claim("level_contrast", UP, above("x", 4.0)),
        claim("level_contrast", UP, above("x", 5.0)),
    ),
    "the complement": (
        claim("level_contrast", UP, above("x", 5.0)),
        claim("level_contrast", DOWN, below("x", 5.0)),
    ),
    "levels and their complement": (
        claim("level_contrast", UP, Condition("plan", levels=("a", "b"))),
        claim("level_contrast", DOWN, Condition("plan", levels=("c", "d"))),
    ),
    "a trend and a split": (
        claim("trend", UP, Condition("x", 0.0, 10.0)),
        claim("level_contrast", UP, above("x", 5.0)),
    ),
    "a trend and a low side": (
        claim("trend", UP, Condition("x", 0.0, 10.0)),
        claim("level_contrast", DOWN, below("x", 5.0)),
    ),
    "one corner": (
        claim("subgroup", UP, above("x", 5.0), above("z", 5.0)),
        claim("subgroup", UP, above("z", 6.0), above("x", 5.0)),
    ),
    "the opposite corner": (
        claim("subgroup", UP, above("x", 5.0), above("z", 5.0)),
        claim("subgroup", UP, below("x", 5.0), below("z", 5.0)),
    ),
    "the neighbour the other way": (
        claim("subgroup", UP, above("x", 5.0), above("z", 5.0)),
        claim("subgroup", DOWN, below("x", 5.0), above("z", 5.0)),
    ),
}
OTHER = {
    "another direction": (
        claim("level_contrast", UP, above("x", 5.0)),
        claim("level_contrast", DOWN, above("x", 5.0)),
    ),
    "another column": (
        claim("trend", UP, Condition("x", 0.0, 10.0)),
        claim("trend", UP, Condition("z", 0.0, 10.0)),
    ),
    "another class": (
        claim("trend", UP, Condition("x", 0.0, 10.0), outcome_class="a"),
        claim("trend", UP, Condition("x", 0.0, 10.0), outcome_class="b"),
    ),
    "another stretch": (
        claim("trend", UP, Condition("x", 0.0, 4.0)),
        claim("trend", UP, Condition("x", 5.0, 10.0)),
    ),
    "a trend against the split": (
        claim("trend", UP, Condition("x", 0.0, 10.0)),
        claim("level_contrast", UP, below("x", 5.0)),
    ),
    "missing cells": (
        claim("trend", UP, Condition("x", 0.0, 10.0)),
        claim("level_contrast", UP, Condition("x", missing=True)),
    ),
    "the neighbour the same way": (
        claim("subgroup", UP, above("x", 5.0), above("z", 5.0)),
        claim("subgroup", UP, below("x", 5.0), above("z", 5.0)),
    ),
    "the opposite corner the other way": (
        claim("subgroup", UP, above("x", 5.0), above("z", 5.0)),
        claim("subgroup", DOWN, below("x", 5.0), below("z", 5.0)),
    ),
}


@pytest.mark.parametrize("pair", SAME.values(), ids=SAME)
def test_what_says_one_thing_merges_and_names_all_sources(pair):
    first, second = pair[0], Claim(**{**vars(pair[1]), "sources": ("two", "one")})
    for one, two in ((first, second), (second, first)):
        (merged,) = merge_claims([one, two], FRAME)
        assert merged.id == one.id
        assert merged.sources == tuple(dict.fromkeys(one.sources + two.sources))


@pytest.mark.parametrize("pair", OTHER.values(), ids=OTHER)
def test_what_says_something_else_stays(pair):
    assert merge_claims(pair, FRAME) == pair


def test_merging_again_changes_nothing():
    every = [entry for pair in (*SAME.values(), *OTHER.values()) for entry in pair]
    once = merge_claims(every, FRAME)
    assert merge_claims(once, FRAME) == once
    assert {source for entry in once for source in entry.sources} == {"one"}


@given(st.lists(st.booleans(), min_size=1, max_size=20), st.randoms(use_true_random=False))
def test_the_overlap_of_sets_lies_between_none_and_all(flags, random):
    first = np.array(flags)
    second = np.array([random.random() < 0.5 for _ in flags])
    assert 0 <= jaccard(first, second) == jaccard(second, first) <= 1
    assert jaccard(first, first) == 1
    if first.any():
        assert jaccard(first, ~first) == 0


def test_a_contrast_at_the_end_of_a_turn_joins_the_turning_point():
    """Reports said "falls up to 30 and rises beyond it" and "higher where it is 48 or more"."""
    frame = pd.DataFrame({"usage": np.linspace(0, 60, 61)})
    stretch = Region((Condition("usage", 0.0, 60.0, closed=True),))
    turn = Claim("turning_point", ("usage",), "up", stretch, turn=30.0, sources=("curve",))
    end = Claim(
        "level_contrast",
        ("usage",),
        "up",
        Region((Condition("usage", low=48.0),)),
        sources=("tree",),
    )
    (merged,) = merge_claims([turn, end], frame)
    assert merged.kind == "turning_point"
    assert merged.sources == ("curve", "tree")
    opposite = dataclasses.replace(end, direction="down")
    assert len(merge_claims([turn, opposite], frame)) == 2
