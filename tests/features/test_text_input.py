"""What counts as texts, and what is refused."""

import numpy as np
import pandas as pd
import polars as pl
import pytest

from dataexplain.errors import InputError, ParameterError
from dataexplain.features.text_input import read_texts

TEXTS = ["good", "", "bad"]


@pytest.mark.parametrize(
    "given",
    [
        TEXTS,
        tuple(TEXTS),
        np.array(TEXTS),
        np.array(TEXTS, dtype=object)[:, None],
        pd.Series(TEXTS),
        pd.Series(TEXTS, dtype="string"),
        pd.DataFrame({"review": TEXTS}),
        pl.Series(TEXTS),
    ],
    ids=lambda given: type(given).__name__,
)
def test_every_form_of_one_column_is_read(given):
    assert read_texts(given, "AugLinearClassifier") == TEXTS


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        (None, "a missing value"),
        (float("nan"), "a missing value"),
        (pd.NA, "a missing value"),
        (3, "3 of type int"),
    ],
)
def test_a_row_that_is_no_text_is_named(wrong, said):
    with pytest.raises(InputError, match=f"row 2: AugTree needs a text, and there is {said}"):
        read_texts(["good", wrong], "AugTree")


@pytest.mark.parametrize("wrong", ["one text", pd.DataFrame({"a": ["x"], "b": ["y"]}), 3])
def test_what_is_no_column_is_refused(wrong):
    with pytest.raises(ParameterError, match="'X'"):
        read_texts(wrong, "AugTree")
