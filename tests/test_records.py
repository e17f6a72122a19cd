import dataclasses
import json
from typing import Any

import numpy as np
import pytest

from dataexplain.json_records import Record
from dataexplain.records import (
    SCHEMA,
    AdjustedEffect,
    ClaimRecord,
    CountsRecord,
    CurveRecord,
    HeldOutPoint,
    PieceRecord,
    ReportRecord,
)
from tests.planted_tables import houses_report

CURVE = CurveRecord(
    feature="age",
    role="numeric",
    outcome_class=None,
    values=(1.0, 2.0),
    lower=(0.5, 1.5),
    upper=(1.5, 2.5),
    rows=(10, 20),
    importance=0.5,
    edges=(0.0, 1.0, 2.0),
    pieces=(PieceRecord(1.5, 30, low=0.0, high=2.0),),
    held_out=(HeldOutPoint(1.0, (0.9, 1.1), 12, x=0.5),),
)


def through_json(record):
    return type(record).from_dict(json.loads(json.dumps(record.to_dict())))


@pytest.mark.parametrize(
    "record",
    [
        AdjustedEffect(1.0, (0.5, 1.5), 0.01, 0.9),
        CountsRecord(4, 1, 1, 1, 1),
        PieceRecord(1.0, 5, levels=("a", "b")),
        CURVE,
    ],
    ids=lambda record: type(record).__name__,
)
def test_a_record_survives_json_as_itself(record):
    again = through_json(record)
    assert again == record
    assert type(again) is type(record)


def test_nested_records_and_tuples_come_back_as_what_they_were():
    again = through_json(CURVE)
    assert isinstance(again.pieces[0], PieceRecord)
    assert isinstance(again.held_out[0].interval, tuple)
    assert isinstance(again.values, tuple)


def test_a_real_report_survives_json():
    report = houses_report()
    again = through_json(report)
    assert again == report
    assert isinstance(again.claims[0], ClaimRecord)
    assert isinstance(again.claims[0].adjusted, AdjustedEffect)
    assert again.schema == SCHEMA
    assert next(iter(again.to_dict())) == "schema"


def test_numbers_of_numpy_become_plain_ones():
    values = CountsRecord(*map(np.int64, (4, 1, 1, 1, 1))).to_dict()
    assert {type(value) for value in values.values()} == {int}
    effect = AdjustedEffect(np.float64(1), (np.float64(0), np.float64(2)), np.float64(0.5), 1.0)
    assert json.loads(json.dumps(effect.to_dict()))["interval"] == [0.0, 2.0]


def test_unknown_keys_are_left_out_and_absent_ones_take_their_default():
    values = CURVE.to_dict() | {"later": 1}
    del values["merge_error"], values["pieces"]
    again = CurveRecord.from_dict(values)
    assert (again.merge_error, again.pieces) == (0.0, ())


def test_a_missing_key_is_named():
    values = CURVE.to_dict()
    del values["importance"]
    with pytest.raises(KeyError, match=r"CurveRecord\.importance"):
        CurveRecord.from_dict(values)


def records(kind=Record):
    for entry in kind.__subclasses__():
        yield entry
        yield from records(entry)


def named(kind):
    return f"{kind.__module__}.{kind.__qualname__}"


@pytest.mark.parametrize("kind", sorted(set(records()), key=named), ids=named)
def test_every_record_is_frozen(kind):
    parameters: Any = kind.__dataclass_params__
    assert parameters.frozen
    assert kind is not ReportRecord or "schema" in {
        entry.name for entry in dataclasses.fields(kind)
    }
