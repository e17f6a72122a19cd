from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from dataexplain.errors import InputError
from dataexplain.models.fitting import ExplainedAdditive
from dataexplain.runs.cross_fitting import CrossFitted, cross_fitted_rows, folds
from dataexplain.tables import build_table
from tests.planted_tables import customers, houses


class Constant:
    """A fitted model that says the same of every row."""

    def __init__(self, value: float) -> None:
        self.value = value
        self.intercept_ = {None: value}
        self.curves_ = {None: ()}

    def contributions(self, X: pd.DataFrame, key: str | None) -> np.ndarray:
        return np.full(X.shape, self.value)


def test_each_row_is_spoken_of_by_the_model_that_did_not_see_it() -> None:
    models = tuple(ExplainedAdditive(Constant(value), {None: None}) for value in (1.0, 3.0))
    fitted = CrossFitted(models, np.array([0, 1, 1, 0]))
    frame = pd.DataFrame({"x": [0.0, 1.0, 2.0]}, index=[3, 1, 0])
    assert fitted.contributions(frame, None)[:, 0].tolist() == [1.0, 3.0, 1.0]
    assert fitted.intercept_ == {None: 2.0}


def test_folds_are_halves_with_the_same_outcomes() -> None:
    table = build_table(customers(400), "left")
    fold_of = folds(table)
    assert np.bincount(fold_of).tolist() == [200, 200]
    rates = [table.outcome("yes")[fold_of == fold].mean() for fold in (0, 1)]
    assert abs(rates[0] - rates[1]) < 0.01


def test_folds_follow_the_content_and_not_the_order() -> None:
    frame = houses(300)
    forwards = folds(build_table(frame, "price"))
    backwards = folds(build_table(frame.iloc[::-1].reset_index(drop=True), "price"))
    assert (forwards == backwards[::-1]).all()


def test_groups_stay_together() -> None:
    frame = houses(300).assign(town=[f"t{n % 30}" for n in range(300)])
    fold_of = folds(build_table(frame, "price", group="town"))
    sides = pd.Series(fold_of).groupby(frame["town"]).nunique()
    assert (sides == 1).all()
    assert 0.3 < fold_of.mean() < 0.7


def test_times_are_stretches() -> None:
    generator = np.random.default_rng(0)
    frame = houses(300).assign(day=generator.permutation(300))
    fold_of = folds(build_table(frame, "price", time="day"))
    assert frame["day"][fold_of == 0].max() < frame["day"][fold_of == 1].min()


def test_one_group_alone_cannot_be_divided() -> None:
    frame = houses(100).assign(town="t")
    frame.loc[0, "town"] = "u"
    with pytest.raises(InputError, match="their groups or times are too few"):
        cross_fitted_rows(build_table(frame, "price", group="town"), seed=0)
