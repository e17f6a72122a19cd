"""Files of fitted estimators: what is written comes back, what is no such file says why."""

import json
import os

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dataexplain.errors import LoadingError, OutputError
from dataexplain.features.fitted_file import FileForm, refusing_damage

FORM = FileForm("tree of keyphrases", 2)
TEXTS = st.text(st.characters(exclude_categories=["Cs"]))
PARTS = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False)
    | TEXTS,
    lambda inner: st.lists(inner) | st.dictionaries(TEXTS, inner),
)  # fmt: skip


@given(PARTS)
def test_what_json_can_hold_comes_back(tmp_path_factory, part):
    path = tmp_path_factory.mktemp("files") / "tree.json"
    FORM.write(path, {"part": part}, kind="Tree")
    found = FORM.read(path, kind="Tree")
    assert found == {
        "format": "dataexplain tree of keyphrases",
        "version": 2,
        "kind": "Tree",
        "part": part,
    }


def test_half_of_a_character_of_two_comes_back(tmp_path):
    FORM.write(tmp_path / "tree.json", {"text": "\ud800 \x00 \u2028"})
    assert FORM.read(tmp_path / "tree.json")["text"] == "\ud800 \x00 \u2028"


def test_numbers_and_arrays_of_numpy_are_plain(tmp_path):
    parts = {
        "whole": np.int64(3),
        "truth": np.bool_(True),
        "short": np.float32(0.5),
        "inside": {"range": (np.int32(1), np.uint8(2))},
        "array": np.array([[1.5, 2.0]]),
    }
    FORM.write(tmp_path / "tree.json", parts)
    found = FORM.read(tmp_path / "tree.json")
    assert {name: found[name] for name in parts} == {
        "whole": 3,
        "truth": True,
        "short": 0.5,
        "inside": {"range": [1, 2]},
        "array": [[1.5, 2.0]],
    }


def test_each_part_has_a_line(tmp_path):
    FORM.write(tmp_path / "tree.json", {"texts": ["a", "é"], "rows": 3})
    lines = (tmp_path / "tree.json").read_text("utf-8").splitlines()
    assert lines[3:5] == ['"texts": ["a","é"],', '"rows": 3']


@pytest.mark.parametrize(
    "part", [float("nan"), np.float64("inf"), np.array([np.nan]), object(), {1, 2}, {(1,): 2}]
)
def test_what_json_cannot_hold_is_an_output_error(tmp_path, part):
    with pytest.raises(OutputError, match=r"tree\.json: It cannot be written"):
        FORM.write(tmp_path / "tree.json", {"part": part})
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize("name", ["none/tree.json", "", "a\0b"])
def test_a_place_that_cannot_be_written_is_an_output_error(tmp_path, name):
    with pytest.raises(OutputError, match="It cannot be written"):
        FORM.write(tmp_path / name, {})


def test_a_failed_write_leaves_the_old_file(tmp_path, monkeypatch):
    FORM.write(tmp_path / "tree.json", {"nodes": 1})

    def full(*_):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(OutputError, match="No space left on device"):
        FORM.write(tmp_path / "tree.json", {"nodes": 2})
    assert FORM.read(tmp_path / "tree.json")["nodes"] == 1
    assert [entry.name for entry in tmp_path.iterdir()] == ["tree.json"]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "damaged"),
        ("{", "damaged"),
        ("[" * 100_000, "damaged"),
        ('{"format": NaN}', "damaged: NaN is no number of JSON"),
        ("[]", "holds no tree of keyphrases. Name a file that to_json wrote"),
        ("null", "holds no tree of keyphrases"),
        ('{"format": "dataexplain table of n-grams"}', "holds no tree of keyphrases"),
        ('{"format": "dataexplain tree of keyphrases"}', "damaged: it lacks 'version'"),
    ],
)
def test_what_is_no_such_file_is_refused(tmp_path, text, said):
    path = tmp_path / "tree.json"
    path.write_text(text)
    with pytest.raises(LoadingError, match=said) as caught:
        FORM.read(path)
    assert str(path) in str(caught.value)


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"version": 3}, "a newer version of dataexplain, in version 3 .* update dataexplain"),
        ({"version": 1}, "an older version of dataexplain, in version 1 .* fit it again"),
        ({"version": 0}, "damaged: its version is 0"),
        ({"version": "2"}, "damaged: its version is '2'"),
        ({"version": True}, "damaged: its version is True"),
        ({"kind": "Wood"}, "a fitted Wood, not a fitted Tree. Read it with Wood.from_json"),
        ({"kind": None}, "damaged: its kind is None"),
    ],
)
def test_another_version_or_kind_says_so(tmp_path, changes, said):
    path = tmp_path / "tree.json"
    FORM.write(path, {}, kind="Tree")
    path.write_text(json.dumps({**json.loads(path.read_text()), **changes}))
    with pytest.raises(LoadingError, match=said):
        FORM.read(path, kind="Tree")


def test_bytes_that_are_no_text_are_refused(tmp_path):
    (tmp_path / "tree.json").write_bytes(b"\xff\xfe\x00")
    with pytest.raises(LoadingError, match="damaged"):
        FORM.read(tmp_path / "tree.json")


def test_a_file_that_is_not_there_names_one_like_it(tmp_path):
    FORM.write(tmp_path / "trees.json", {})
    with pytest.raises(LoadingError, match=r"no such file. Did you mean 'trees\.json'\?"):
        FORM.read(tmp_path / "tree.json")
    with pytest.raises(LoadingError, match="It cannot be read"):
        FORM.read(tmp_path / "none" / "tree.json")


def test_a_folder_cannot_be_read(tmp_path):
    with pytest.raises(LoadingError, match="It cannot be read"):
        FORM.read(tmp_path)


@pytest.mark.parametrize(
    "damage", [lambda: {}["a"], lambda: [][0], lambda: int("x"), lambda: 1 / 0]
)
def test_parts_of_which_nothing_can_be_made_are_damage(damage):
    said = r"^a\.json: The file is damaged: .*\. Write it again"
    with pytest.raises(LoadingError, match=said), refusing_damage("a.json"):
        damage()


def test_an_error_of_another_kind_comes_through():
    with pytest.raises(LoadingError, match=r"^b\.json: other$"), refusing_damage("a.json"):
        raise LoadingError("other", file="b.json")
