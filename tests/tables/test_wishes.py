"""What was asked of columns, and contradictions in it."""

from __future__ import annotations

import pytest

from dataexplain.errors import ColumnNotFoundError, DataExplainError, RoleError
from dataexplain.tables.table import Role
from dataexplain.tables.wishes import Wishes, gather_wishes


def gather(**changes: object) -> Wishes:
    asked: dict[str, object] = {"roles": {}, "ignore": (), "single": {}, "controls": ()}
    return gather_wishes(names=["y", "age", "zip"], target="y", file="a.csv", **(asked | changes))


def test_wishes_are_gathered() -> None:
    wishes = gather(
        roles={"y": "numeric", "age": "ordinal"}, ignore=["zip"], controls=["age", "age"]
    )
    assert wishes.roles == {"age": Role.ORDINAL, "zip": Role.IGNORED}
    assert wishes.outcome is Role.NUMERIC
    assert wishes.controls == ("age",)


def test_one_thing_may_be_asked_twice() -> None:
    assert gather(roles={"zip": "group"}, single={Role.GROUP: "zip"}).roles == {"zip": Role.GROUP}


@pytest.mark.parametrize(
    ("changes", "error", "message"),
    [
        ({"roles": {"aeg": "numeric"}}, ColumnNotFoundError, "no column 'aeg'. Did you mean 'age'"),
        ({"ignore": ["aeg"]}, ColumnNotFoundError, "Did you mean 'age'"),
        ({"controls": ["aeg"]}, ColumnNotFoundError, "Did you mean 'age'"),
        ({"single": {Role.TIME: "aeg"}}, ColumnNotFoundError, "Did you mean 'age'"),
        ({"roles": {"age": "nominal"}}, RoleError, "no role 'nominal'"),
        ({"roles": {"age": "numeric"}, "ignore": ["age"]}, RoleError, "both ignored and numeric"),
        ({"ignore": ["y"]}, RoleError, "target cannot be ignored"),
        ({"single": {Role.GROUP: "y"}}, RoleError, "target cannot be group"),
        ({"controls": ["y"]}, RoleError, "it is the target"),
        ({"controls": ["age"], "ignore": ["age"]}, RoleError, "it is ignored"),
        ({"roles": {"age": "group", "zip": "group"}}, RoleError, "cannot be group: 'age' is"),
    ],
)
def test_contradictions(
    changes: dict[str, object], error: type[DataExplainError], message: str
) -> None:
    with pytest.raises(error, match=message):
        gather(**changes)


def test_a_missing_target_names_the_closest() -> None:
    with pytest.raises(ColumnNotFoundError, match=r"a\.csv: .*'agee'\. Did you mean 'age'\?"):
        gather_wishes(["age"], "agee", {}, (), {}, (), "a.csv")
