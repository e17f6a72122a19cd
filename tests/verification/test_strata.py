import numpy as np
import pandas as pd
import pytest

from dataexplain.verification.judged_outcome import JudgedOutcome
from dataexplain.verification.strata import COPIES, LANGUAGE, LENGTH, Strata, survivals
from tests.verification.judged_corpora import held_out


def texts(n=200):
    return tuple(f"{'word ' * (1 + row % 30)}{row}" for row in range(n))


def strata_of(values, n=200):
    return Strata.of(held_out(texts(n), covariates=pd.DataFrame({"x": values}))).columns.get("x")


def test_numbers_are_cut_at_their_quintiles_and_keep_their_rank():
    column = strata_of(np.arange(200.0))
    assert np.bincount(column.strata).tolist() == [39, 40, 40, 40, 41]
    assert column.marks.shape == (200, 5)


def test_missing_cells_are_a_stratum():
    values = np.where(np.arange(200) < 30, np.nan, np.arange(200.0))
    column = strata_of(values)
    assert len(np.unique(column.strata[:30])) == 1
    assert column.strata[0] not in column.strata[30:]
    assert np.isfinite(column.marks).all()


@pytest.mark.parametrize(
    "values",
    [
        pd.date_range("2024-01-01", periods=200).to_numpy(),
        pd.Series(pd.date_range("2024-01-01", periods=200, tz="UTC")),
        pd.Series([pd.NaT] * 20 + list(pd.date_range("2024-01-01", periods=180))),
        pd.Categorical(["a", "b"] * 100),
        [True, False] * 100,
        pd.array([1, None] * 100, dtype="Int64"),
        [None, "a", 3.0, "b"] * 50,
    ],
)
def test_cells_of_every_kind_are_cut(values):
    column = strata_of(values)
    assert len(np.unique(column.strata)) > 1
    assert np.isfinite(column.marks).all()


@pytest.mark.parametrize("values", [["a"] * 200, [None] * 200, ["a"] * 195 + list("bcdef")])
def test_what_hardly_varies_is_not_held(values):
    assert strata_of(values) is None


def test_rare_levels_count_with_the_commonest():
    column = strata_of(["a"] * 100 + ["b"] * 80 + list("cdefghijklmnopqrstuv"))
    assert len(np.unique(column.strata)) <= 3


def test_length_language_and_copies_are_held():
    mixed = tuple(
        "the room and the view of it" if row % 2 else "das Zimmer und die Sicht sind nicht da"
        for row in range(40)
    ) + texts(60)
    names = set(Strata.of(held_out(mixed)).columns)
    assert {LENGTH, LANGUAGE, COPIES} <= names
    assert set(Strata.of(held_out(texts())).columns) == {LENGTH}


def test_a_difference_that_a_column_explains_does_not_survive_it():
    rng = np.random.default_rng(0)
    in_a = np.arange(1000) < 500
    town = rng.random(1000) < np.where(in_a, 0.8, 0.2)
    yes = (rng.random(1000) < np.where(town, 0.7, 0.1)) * 1.0
    covariates = pd.DataFrame({"town": town, "day": rng.normal(size=1000)})
    strata = Strata.of(held_out(texts(1000), covariates=covariates))
    found = {entry.column: entry for entry in survivals(JudgedOutcome(yes, in_a), strata)}
    assert not found["town"].survives
    assert found["town"].difference == pytest.approx(0.0, abs=0.1)
    assert found["day"].survives
    assert found[LENGTH].survives


def test_a_column_that_is_the_group_cannot_be_held():
    in_a = np.arange(200) < 100
    strata = Strata.of(held_out(texts(), covariates=pd.DataFrame({"group": in_a})))
    names = [entry.column for entry in survivals(JudgedOutcome(in_a * 1.0, in_a), strata)]
    assert names == [LENGTH]


def test_few_judged_rows_hold_what_tells_the_groups_apart_most():
    in_a = np.arange(200) < 100
    rng = np.random.default_rng(0)
    covariates = pd.DataFrame({f"x{place}": rng.normal(size=200) for place in range(6)})
    covariates["near"] = in_a + rng.normal(size=200)
    strata = Strata.of(held_out(texts(), covariates=covariates))
    held, thinned = strata.together(in_a, 30)
    assert thinned
    assert held.shape == (200, 3)
    near = strata.columns["near"].marks
    assert any(np.array_equal(column, mark) for column in held.T for mark in near.T)
    assert strata.together(in_a, 10_000)[1] is False
