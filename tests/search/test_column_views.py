import numpy as np
import pandas as pd
import pytest

from dataexplain.search.column_views import MOST_LEVELS, ColumnView, column_view
from dataexplain.tables import Column, Role


def numbers(*values):
    return pd.Series(values, dtype=np.float64)


def test_levels_are_those_that_the_rows_hold():
    """The column knows all levels of the table, also those of verification rows alone."""
    plan = Column("plan", Role.CATEGORICAL, levels=("basic", "gold", "secret"))
    values = pd.Series(pd.Categorical(["basic"] * 30 + ["gold"] * 20, categories=plan.levels))
    assert column_view(plan, values).line == 'plan: one of "basic" (60%), "gold" (40%)'


def test_rare_levels_and_more_than_a_few_are_left_out():
    names = [f"level {n}" for n in range(20)]
    values = pd.Series([name for name in names for _ in range(15)] + ["rare"] * 3)
    view = column_view(Column("place", Role.CATEGORICAL), values)
    assert len(view.levels) == MOST_LEVELS
    assert "rare" not in view.levels


@pytest.mark.parametrize(
    ("column", "values"),
    [
        (Column("plan", Role.CATEGORICAL), pd.Series(["a"] * 50)),
        (Column("plan", Role.CATEGORICAL), pd.Series([f"only {n}" for n in range(50)])),
        (Column("age", Role.NUMERIC), numbers(*[3.0] * 50)),
        (Column("age", Role.NUMERIC), numbers(*[np.nan] * 50)),
    ],
)
def test_what_does_not_vary_is_nothing_to_speak_of(column, values):
    assert column_view(column, values, (0.0, 1.0)) is None


def test_missing_cells_and_two_values_are_told():
    view = column_view(Column("wet", Role.NUMERIC), numbers(*[0.0, 2.0, np.nan] * 20), (0.0, 2.0))
    assert view.line == "wet: 0 or 2, 33% missing"
    assert view.least_high == 2.0


def test_an_ordinal_column_of_words_is_told_by_its_ends():
    mood = Column("mood", Role.ORDINAL, levels=("bad", "fair", "good"), scores=(1.0, 2.0, 3.0))
    view = column_view(mood, numbers(*[1.0, 2.0, 3.0] * 20), (1.0, 3.0))
    assert view.line == 'mood: a scale, "bad" < "fair" < "good"'
    assert (view.ordered, view.measured) == (True, False)
    assert view.shown(2.0) == "fair"


def test_an_ordinal_column_of_numbers_is_a_number():
    size = Column("size", Role.ORDINAL, levels=("1", "2", "3"), scores=(1.0, 2.0, 3.0))
    assert column_view(size, numbers(*[1.0, 2.0, 3.0] * 20), (1.0, 3.0)).measured


def test_long_cells_and_line_breaks_stay_on_one_line():
    shown = ColumnView("note").shown("first\nsecond " + "long " * 100)
    assert "\n" not in shown
    assert len(shown) == 60
