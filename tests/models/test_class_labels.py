"""Class labels in files: their type comes back, and what JSON does not know is refused."""

import json

import numpy as np
import pytest

from dataexplain.errors import ParameterError
from dataexplain.models.class_labels import labels_from_dict, labels_to_dict


@pytest.mark.parametrize(
    "labels",
    [
        np.array(["no", "yes"]),
        np.array(["no", "yes"], dtype=object),
        np.array([3, 7], dtype=np.int16),
        np.array([0.5, 2.0], dtype=np.float32),
        np.array([False, True]),
    ],
)
def test_labels_come_back_with_their_type(labels):
    part = json.loads(json.dumps(labels_to_dict(labels, "AugTreeClassifier")))
    again = labels_from_dict(part)
    assert again.dtype == labels.dtype
    assert again.tolist() == labels.tolist()


@pytest.mark.parametrize(
    "labels",
    [
        np.array(["2024-01-01", "2024-02-01"], dtype="datetime64[D]"),
        np.array(["2024-01-01", "2024-02-01"], dtype="datetime64[ns]"),  # whole numbers as a list
        np.array([1, 2], dtype="timedelta64[s]"),
        np.array([b"a", b"b"]),
        np.array([1j, 2j]),
        np.array([(1,), None], dtype=object),
    ],
)
def test_labels_that_json_does_not_know_are_refused(labels):
    with pytest.raises(ParameterError, match="texts, numbers or truth values"):
        labels_to_dict(labels, "AugTreeClassifier")


@pytest.mark.parametrize(
    "part",
    [
        None,
        {},
        {"labels": ["a"], "type": "<U1"},
        {"labels": ["a", "a"], "type": "<U1"},
        {"labels": [["a", "b"]], "type": "<U1"},
        {"labels": ["a", "b"], "type": "no type"},
        {"labels": ["a", "b"], "type": "<f8"},
        {"labels": [1, 2], "type": "<M8[D]"},
        {"labels": ["a", None], "type": "|O"},
    ],
)
def test_a_part_that_holds_no_labels_is_refused(part):
    with pytest.raises((KeyError, TypeError, ValueError)):
        labels_from_dict(part)
