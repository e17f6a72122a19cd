"""The split: exact shares, and nothing but content decides."""

from __future__ import annotations

import hashlib
from collections import Counter
from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dataexplain.errors import InputError, ParameterError
from dataexplain.tables import Split, Table, build_table, split_rows


def sample(rows: int = 200, seed: int = 0) -> pd.DataFrame:
    rng = np.random.default_rng(seed)
    return pd.DataFrame(
        {
            "y": rng.choice(["no", "yes"], rows, p=[0.8, 0.2]),
            "x": rng.integers(0, 12, rows),
            "c": rng.choice(["a", "b", ""], rows),
            "g": rng.integers(0, 30, rows),
        }
    )


def content(table: Table, places: np.ndarray) -> Counter[tuple[str, ...]]:
    rows = table.frame.iloc[places][["y", "x", "c", "g"]].astype(str)
    return Counter(rows.itertuples(index=False, name=None))


def test_the_sides_cover_all_rows_once() -> None:
    table = build_table(sample(), "y")
    split = split_rows(table)
    together = np.concatenate([split.discovery, split.verification])
    assert np.sort(together).tolist() == list(range(200))
    assert (np.diff(split.verification) > 0).all()


@pytest.mark.parametrize("share", [0.2, 0.5, 0.7])
def test_shares_are_exact_in_every_class(share: float) -> None:
    table = build_table(sample(), "y")
    split = split_rows(table, verification_share=share)
    assert len(split.verification) == round(200 * share)
    for level in table.classes:
        inside = table.outcome(level)
        assert abs(inside[split.verification].sum() - share * inside.sum()) <= 1


def test_shares_are_near_in_every_tenth_of_a_number() -> None:
    frame = sample()
    frame["y"] = np.random.default_rng(1).normal(size=200)
    table = build_table(frame, "y")
    split = split_rows(table)
    rank = pd.Series(table.outcome()).rank().to_numpy()
    tenths = np.bincount(((rank[split.verification] - 1) // 20).astype(int))
    assert tenths.tolist() == [10] * 10
    assert "tenth" in split.method


@settings(deadline=None, max_examples=30)
@given(st.integers(0, 2**32 - 1), st.permutations(["y", "x", "c", "g"]))
def test_the_order_of_rows_and_columns_does_not_matter(seed: int, names: list[str]) -> None:
    frame = sample(60)
    shuffled = frame.sample(frac=1, random_state=seed)[names]
    table, other = build_table(frame, "y"), build_table(shuffled, "y")
    split, again = split_rows(table), split_rows(other)
    assert content(table, split.verification) == content(other, again.verification)
    assert split.split_hash == again.split_hash
    assert table.data_hash == other.data_hash


def test_identical_rows_are_divided_like_others() -> None:
    frame = pd.DataFrame({"y": ["a", "b"] * 50, "x": [1, 2] * 50})
    split = split_rows(build_table(frame, "y"))
    assert np.bincount(split.verification % 2).tolist() == [25, 25]


def test_another_table_is_another_draw() -> None:
    first, second = (split_rows(build_table(sample(seed=seed), "y")) for seed in (0, 1))
    assert first.split_hash != second.split_hash
    assert first.verification.tolist() != second.verification.tolist()


def test_membership_looks_like_chance() -> None:
    rng = np.random.default_rng(0)
    frame = pd.DataFrame({"y": np.tile(["a", "b"], 5000), "x": rng.normal(size=10_000)})
    split = split_rows(build_table(frame, "y"))
    verifies = np.isin(np.arange(10_000), split.verification)
    assert abs(np.corrcoef(verifies, frame["x"])[0, 1]) < 0.03
    assert abs(verifies[:5000].mean() - 0.5) < 0.03


def grouped(frame: pd.DataFrame) -> tuple[Table, Split]:
    table = build_table(frame, "y", group="g")
    return table, split_rows(table)


def test_groups_stay_together() -> None:
    table, split = grouped(sample())
    sides = [set(table.frame["g"].iloc[side]) for side in (split.discovery, split.verification)]
    assert not sides[0] & sides[1]
    assert abs(len(split.verification) - 100) <= 10
    assert "rows of one group stay together" in split.method


def test_a_group_is_drawn_by_its_name_alone() -> None:
    table, split = grouped(sample(seed=0))
    other, again = grouped(sample(seed=0).assign(x=lambda frame: frame["x"] * 3 + 1))
    assert set(table.frame["g"].iloc[split.verification]) == set(
        other.frame["g"].iloc[again.verification]
    )


@pytest.mark.parametrize("large", range(4))
def test_no_side_is_empty_beside_a_large_group(large: int) -> None:
    frame = sample().assign(g=[f"small {i % 5}" for i in range(200)])
    frame.loc[20:, "g"] = f"large {large}"
    _, split = grouped(frame)
    assert len(split.discovery) > 0
    assert len(split.verification) > 0


def test_rows_without_a_group_stand_alone() -> None:
    frame = sample().assign(g="")
    frame.loc[:9, "g"] = "one"
    _, split = grouped(frame)
    assert abs(len(split.verification) - 100) <= 5


def test_one_group_cannot_be_divided() -> None:
    with pytest.raises(InputError, match="too few groups in 'g'"):
        grouped(sample().assign(g="one"))


@pytest.mark.parametrize("share", [0, 1, -0.5, 2.0, float("nan")])
def test_the_share_is_between_0_and_1(share: float) -> None:
    with pytest.raises(ParameterError, match="verification_share"):
        split_rows(build_table(sample(), "y"), verification_share=share)


def test_a_share_that_leaves_a_side_empty() -> None:
    with pytest.raises(InputError, match="too few rows"):
        split_rows(build_table(sample(), "y"), verification_share=1e-9)


def test_a_table_without_keys_is_split_by_its_frame() -> None:
    table = replace(build_table(sample(), "y"), row_keys=None)
    split = split_rows(table)
    assert len(split.verification) == 100
    assert split.split_hash == split_rows(table).split_hash


def test_the_draw_is_frozen() -> None:
    """Another draw on known data would let a user try again: it must never change unseen."""
    frame = pd.DataFrame({"y": ["a", "b"] * 20, "x": np.arange(40) / 8, "c": list("pqrst") * 8})
    split = split_rows(build_table(frame, "y"))
    digest = hashlib.sha256(split.verification.astype("<i8").tobytes()).hexdigest()
    assert digest[:16] == "5294f7bcc1e89f42"


def test_one_group_names_its_column_and_a_remedy_that_exists() -> None:
    """The error told users of the command line to give "another share", which they cannot."""
    with pytest.raises(InputError) as caught:
        grouped(sample().assign(g="one"))
    assert caught.value.column == "g"
    assert caught.value.remedy == "Give a column with more groups, or none."


def test_a_class_that_lies_in_one_group_is_refused_with_a_remedy():
    """Groups put all rows of a class on one side, and models failed with a KeyError."""
    rng = np.random.default_rng(0)
    group = np.repeat(np.arange(20), 10)
    outcome = np.where(group == 3, "rare", np.where(rng.random(200) < 0.5, "a", "b"))
    frame = {"x": rng.normal(size=200).round(1), "g": [f"g{n}" for n in group], "y": outcome}
    table = build_table(frame, "y", group="g")
    with pytest.raises(InputError, match="no row of class 'rare'"):
        split_rows(table)


def timed(times, **columns) -> Table:
    rng = np.random.default_rng(0)
    x = rng.integers(0, 12, len(times))
    data = {"t": times, "x": x, "y": rng.normal(size=len(times)), **columns}
    return build_table(data, "y", time="t", group="g" if "g" in columns else None)


def test_later_rows_verify_after_a_gap() -> None:
    table = timed(np.arange(200)[::-1])
    split = split_rows(table)
    times = table.row_times
    assert times[split.discovery].max() == 92
    assert times[split.verification].min() == 99
    assert split.left_out == 200 - len(split.discovery) - len(split.verification) == 6
    assert split.method == "by 't': later rows verify, after a gap"


def test_later_groups_verify_whole() -> None:
    groups = [f"g{place % 30}" for place in range(300)]
    table = timed(np.arange(300), g=groups)
    split = split_rows(table)
    names = table.frame["g"].to_numpy()
    assert not set(names[split.discovery]) & set(names[split.verification])
    assert table.row_times[split.discovery].max() < table.row_times[split.verification].min()
    assert split.method.endswith("; no group of 'g' is on both sides")
    assert split.left_out > 100


@pytest.mark.parametrize("distinct", [2, 6])
def test_too_few_distinct_times_are_refused(distinct: int) -> None:
    with pytest.raises(InputError, match=r"distinct times.*, too few") as caught:
        split_rows(timed(np.arange(200) % distinct))
    assert caught.value.column == "t"
    assert caught.value.remedy.endswith("distinct times, or none.")


def test_one_earlier_time_is_refused() -> None:
    """With all earlier rows of one time, its course had no length and a spectrum no rows."""
    times = np.append(np.zeros(150), np.arange(1, 51))
    with pytest.raises(InputError, match="earlier ones 1, too few") as caught:
        split_rows(timed(times))
    assert caught.value.column == "t"


def test_as_many_times_as_the_remedy_asks_for_are_enough() -> None:
    with pytest.raises(InputError) as caught:
        split_rows(timed(np.arange(200) % 4))
    wanted = int("".join(filter(str.isdigit, caught.value.remedy)))
    assert len(split_rows(timed(np.arange(200) % wanted)).discovery)


def test_one_group_in_time_is_refused_with_its_column() -> None:
    """The error spoke of "0 distinct times" where no group was left to verify."""
    with pytest.raises(InputError, match="one side stays empty") as caught:
        split_rows(timed(np.arange(200), g=["one"] * 200))
    assert caught.value.column == "g"


def test_a_class_that_is_gone_later_is_refused() -> None:
    times = np.arange(200)
    outcome = np.where(times < 60, "old", np.where(times % 2, "a", "b"))
    table = build_table({"t": times, "x": times % 7, "y": outcome}, "y", time="t")
    with pytest.raises(InputError, match="no row of class 'old'"):
        split_rows(table)
