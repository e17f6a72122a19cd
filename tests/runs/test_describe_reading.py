"""From a table to pairs, with what a report says of the columns."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from dataexplain.errors import ColumnNotFoundError, InputError, ParameterError
from dataexplain.runs.describe_reading import open_pairs

TABLE: dict[str, Any] = {
    "question": [f"{n:02} and 1" for n in range(12)],
    "hint": ["x", None] * 6,
    "answer": range(1, 13),
}


def test_without_input_columns_all_others_are_the_input() -> None:
    opened = open_pairs(TABLE, (), "answer")
    assert opened.read.input_names == ("question", "hint")
    assert opened.read.pairs.inputs[0] == "question: 00 and 1\nhint: x"
    assert opened.read.pairs.inputs[1] == "question: 01 and 1"


def test_columns_that_take_no_part_are_named_as_ignored() -> None:
    opened = open_pairs(TABLE, ["question"], "answer")
    assert [(one.name, one.role) for one in opened.columns] == [
        ("question", "text"),
        ("hint", "ignored"),
        ("answer", "target"),
    ]
    assert opened.columns[1].missing == 6
    assert opened.columns[2].distinct == 12


def test_a_file_is_called_by_its_name_without_its_folder(tmp_path: Path) -> None:
    path = tmp_path / "pairs.csv"
    pd.DataFrame(TABLE).to_csv(path, index=False)
    opened = open_pairs(path, ["question"], "answer")
    assert opened.read.source == "pairs.csv"
    assert opened.read.pairs.inputs[0] == "00 and 1"


def test_remarks_on_the_file_are_kept(tmp_path: Path) -> None:
    """A regression: notes of the reading were lost when the frame was copied."""
    path = tmp_path / "pairs.csv"
    path.write_bytes(pd.DataFrame(TABLE).assign(hint="é").to_csv(index=False).encode("latin-1"))
    notes = open_pairs(path, ["question"], "answer").read.notes
    assert any("was read as" in note for note in notes)


@pytest.mark.parametrize("output", ["anwser", "nothing at all"])
def test_columns_that_are_not_there_are_asked_back(output: str) -> None:
    with pytest.raises(ColumnNotFoundError, match=output):
        open_pairs(TABLE, (), output)
    with pytest.raises(ColumnNotFoundError, match="quetsion"):
        open_pairs(TABLE, ["quetsion"], "answer")


def test_one_column_cannot_be_input_and_output() -> None:
    with pytest.raises(InputError, match="both an input and the output"):
        open_pairs(TABLE, ["question", "answer"], "answer")


def test_a_table_of_one_column_has_no_inputs() -> None:
    with pytest.raises(InputError, match="only column"):
        open_pairs({"answer": range(20)}, (), "answer")


def test_a_sheet_is_for_files() -> None:
    with pytest.raises(ParameterError, match="sheet"):
        open_pairs(TABLE, (), "answer", sheet="first")
