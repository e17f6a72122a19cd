"""Pairs from files and frames: texts as written, and what is refused."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from dataexplain.errors import ColumnNotFoundError, InputError, LoadingError, ParameterError
from dataexplain.tables.pair_reading import read_pairs
from dataexplain.tables.schema import build_table

ROWS = [(f"{number:03}", f"{number}.0") for number in range(12)]


def table(**columns: object) -> dict[str, object]:
    return {"given": [row[0] for row in ROWS], "result": [row[1] for row in ROWS], **columns}


def test_zeros_and_decimals_survive_in_text_files(tmp_path: Path) -> None:
    for name, joint in (("pairs.csv", ","), ("pairs.tsv", "\t")):
        path = tmp_path / name
        lines = [joint.join(row) for row in [("given", "result"), *ROWS]]
        path.write_text("\n".join(lines) + "\n", encoding="utf-8")
        pairs = read_pairs(path, ["given"], "result").pairs
        assert pairs.inputs[7] == "007"
        assert pairs.outputs[7] == "7.0"


def test_parquet_and_json_lines_give_the_same_pairs(tmp_path: Path) -> None:
    frame = pd.DataFrame({"given": [row[0] for row in ROWS], "result": np.arange(12) / 2})
    frame.to_parquet(tmp_path / "pairs.parquet")
    lines = [json.dumps(row) for row in frame.to_dict("records")]
    (tmp_path / "pairs.jsonl").write_text("\n".join(lines), encoding="utf-8")
    read = [
        read_pairs(tmp_path / f"pairs.{end}", ["given"], "result") for end in ("parquet", "jsonl")
    ]
    assert read[0].pairs == read[1].pairs == read_pairs(frame, ["given"], "result").pairs
    assert read[0].pairs.outputs[:3] == ("0", "0.5", "1")
    assert read[0].data_hash == read[1].data_hash


def test_the_hash_is_the_one_of_other_commands() -> None:
    data = {"given": list("abcdefghijkl") * 4, "result": ["yes", "no", "no"] * 16}
    read = read_pairs(data, ["given"], "result")
    other = build_table(data, "result")
    assert read.data_hash == other.data_hash
    assert read.row_keys.tolist() == other.row_keys.tolist()


def test_several_inputs_become_named_lines_without_empty_ones() -> None:
    read = read_pairs(table(colour=["red", *[" "] * 11]), ["colour", "given"], "result")
    assert read.pairs.inputs[:2] == ("colour: red\ngiven: 000", "given: 001")
    assert read.input_names == ("colour", "given")


def test_pairs_know_the_columns_where_there_are_several() -> None:
    data = {"a": range(12), "b": range(12), "out": range(12)}
    pairs = read_pairs(data, ["b", "a"], "out").pairs
    assert pairs.columns == ("b", "a")
    assert pairs.take([3]).columns == ("b", "a")
    assert read_pairs(data, ["a"], "out").pairs.columns == ()


def test_rows_without_input_or_output_are_left_out_and_told() -> None:
    data = {"given": ["", *"abcdefghijkl"], "result": ["x", None, *"yzyzyzyzyzy"]}
    read = read_pairs(data, ["given"], "result")
    assert (read.rows_read, read.left_out, len(read.pairs)) == (13, 2, 11)
    assert read.pairs.rows[0] == 2
    assert len(read.row_keys) == 11
    assert "2 rows without an input or an output were left out." in read.notes


def test_contradictory_pairs_are_kept_and_told() -> None:
    data = {"given": ["a", "a ", *"bcdefghijk"], "result": ["1", "2", *"3333333333"]}
    read = read_pairs(data, ["given"], "result")
    assert len(read.pairs) == 12
    assert read.notes == ("1 input has more than one output (2 rows): no rule can give them all.",)


def test_the_same_output_with_other_space_is_no_contradiction() -> None:
    data = {"given": ["a", "a", *"bcdefghijk"], "result": ["1", "1 ", *"3333333333"]}
    assert read_pairs(data, ["given"], "result").notes == ()


def test_long_texts_are_kept_whole() -> None:
    long = "word " * 20_000
    read = read_pairs(table(given=[long + row[0] for row in ROWS]), ["given"], "result")
    assert read.pairs.inputs[3] == long + "003"


@pytest.mark.parametrize(
    ("data", "words"),
    [
        ({"given": ["a"], "result": ["b"]}, "There is only 1 pair."),
        ({"given": list("abc"), "result": list("xyz")}, "There are only 3 pairs."),
        ({"given": [""] * 20, "result": ["x"] * 20}, "There is no pair (20 rows"),
        ({"given": list("abcdefghijkl"), "result": ["x", " x "] * 6}, "All outputs are the same"),
        ({"given": ["a"] * 12, "result": list("abcdefghijkl")}, "All inputs are the same"),
    ],
)
def test_what_no_search_can_use_is_refused(data: dict[str, object], words: str) -> None:
    with pytest.raises(InputError) as error:
        read_pairs(data, ["given"], "result")
    assert words in str(error.value)
    assert error.value.remedy


def test_too_few_pairs_say_how_many_a_search_needs() -> None:
    with pytest.raises(InputError, match="at least 10 pairs"):
        read_pairs({"given": ["a"], "result": ["b"]}, ["given"], "result")


def test_wrong_names_are_met_with_near_ones() -> None:
    with pytest.raises(ColumnNotFoundError, match="Did you mean 'given'"):
        read_pairs(table(), ["givn"], "result")
    with pytest.raises(ColumnNotFoundError, match="Did you mean 'result'"):
        read_pairs(table(), ["given"], "reslt")


def test_the_output_is_no_input() -> None:
    with pytest.raises(InputError, match="both an input and the output"):
        read_pairs(table(), ["given", "result"], "result")


@pytest.mark.parametrize("inputs", [[], ["given", "given"]])
def test_inputs_must_be_different_columns(inputs: list[str]) -> None:
    with pytest.raises(ParameterError, match="inputs"):
        read_pairs(table(), inputs, "result")


def test_one_name_need_not_be_a_list() -> None:
    assert read_pairs(table(), "given", "result").input_names == ("given",)


def test_a_missing_file_is_told(tmp_path: Path) -> None:
    with pytest.raises(LoadingError, match="no such file"):
        read_pairs(tmp_path / "pairs.csv", ["given"], "result")
