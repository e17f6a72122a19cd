import numpy as np
import pytest

from dataexplain.models.fitting import ADDITIVE, RULES, SPARSE, TREE, fit_models, model_outcome
from dataexplain.tables import build_table
from tests.planted_tables import customers, flowers, houses


def tables():
    return {
        "regression": build_table(houses(300), "price"),
        "binary": build_table(customers(300), "left", positive="no"),
        "multiclass": build_table(flowers(300), "kind"),
    }


@pytest.mark.parametrize("task", ["regression", "binary", "multiclass"])
def test_every_model_speaks_of_the_classes_that_claims_are_about(task):
    table = tables()[task]
    rows = np.arange(0, len(table), 2)
    told = []
    models = fit_models(table, rows, seed=0, progress=told.append)
    assert told == [ADDITIVE, SPARSE, RULES, TREE] == list(models.estimators)
    assert models.names == tuple(column.name for column in table.features)
    assert models.rows_used == len(rows)
    for keyed in (models.additive.intercept_, models.terms, models.rules):
        assert set(keyed) == set(table.explained_classes)
    for name in table.explained_classes:
        assert {curve.feature for curve in models.additive.curves(name)} == set(models.names)
        assert set(models.rules[name]) == {RULES, TREE}
        X = table.frame.iloc[rows][list(models.names)]
        assert models.additive.contributions(X, name).shape == (len(rows), len(models.names))


def test_the_explained_class_is_the_one_that_models_foretell():
    """With `positive="no"` a longer wait must lower what is explained."""
    table = tables()["binary"]
    models = fit_models(table, np.arange(len(table)), seed=0)
    X = table.frame[list(models.names)]
    parts = models.additive.contributions(X, "no")[:, models.names.index("waiting")]
    assert np.corrcoef(parts, X["waiting"])[0, 1] < -0.8


def test_the_outcome_is_given_as_models_see_it():
    every = tables()
    assert model_outcome(every["regression"], np.arange(3)).dtype == np.float64
    binary = model_outcome(every["binary"], np.arange(300))
    np.testing.assert_array_equal(binary, (customers(300)["left"] == "no").astype(int))
    classes = model_outcome(every["multiclass"], np.arange(300))
    assert classes.tolist() == flowers(300)["kind"].tolist()


def test_only_the_rows_given_are_fitted_on():
    table = tables()["regression"]
    first = fit_models(table, np.arange(150), seed=0)
    price = table.frame["price"].copy()
    price[150:] = 1e6
    poisoned = build_table(houses(300).assign(price=price), "price")
    second = fit_models(poisoned, np.arange(150), seed=0)
    assert first.additive.intercept_ == second.additive.intercept_
    assert first.terms == second.terms
