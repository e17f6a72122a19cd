"""Old reports against new rows, end to end: held, changed, drifted, lacking, refused."""

from __future__ import annotations

import dataclasses
import json
from collections.abc import Callable
from functools import cache
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from dataexplain.errors import ColumnNotFoundError, InputError, ParameterError, TargetError
from dataexplain.recheck_records import RecheckRecord
from dataexplain.report.recheck_page import headline
from dataexplain.runs.explaining import explain_table
from dataexplain.runs.rechecking import Recheck, recheck
from dataexplain.runs.same_rows import row_sketch
from dataexplain.tables import build_table
from tests.planted_tables import customers, customers_report, houses, houses_report


def next_month(edit: Callable[[pd.DataFrame], pd.DataFrame] = lambda frame: frame) -> Recheck:
    """Recheck the houses on as many new ones, after an edit of these."""
    return recheck(houses_report(), edit(houses(700, seed=5)))


@cache
def fresh() -> Recheck:
    return next_month()


def statuses(found: Recheck, feature: str) -> list[tuple[str, str]]:
    return [
        (claim.status, claim.how)
        for claim in found.claims
        if claim.features == (feature,) and claim.verdict == "supported"
    ]


def column(found: Recheck, name: str) -> tuple[str, str]:
    record = next(entry for entry in found.record.columns if entry.name == name)
    return record.status, record.text


def test_a_fresh_sample_changes_nothing_and_most_holds() -> None:
    counts = fresh().record.counts
    assert counts.changed == counts.not_possible == 0
    assert counts.held >= counts.total - 1 > 2
    assert fresh().record.warning == ""


def test_every_statement_is_there_in_the_order_of_the_report() -> None:
    assert [claim.id for claim in fresh().claims] == [claim.id for claim in houses_report().claims]


def test_old_effects_are_those_of_the_report() -> None:
    for again, claim in zip(fresh().claims, houses_report().claims, strict=True):
        if again.old is not None and not again.parts:
            assert again.old.effect == pytest.approx(claim.effect)


def test_a_flipped_effect_is_found_and_nothing_else() -> None:
    def flip(frame: pd.DataFrame) -> pd.DataFrame:
        return frame.assign(price=frame["price"] - 16 * frame["size"])

    found = next_month(flip)
    assert statuses(found, "size") == [("changed", "reversed")]
    others = [claim for claim in found.claims if "size" not in claim.features]
    assert all(claim.status != "changed" for claim in others if claim.verdict == "supported")


def test_the_order_of_rows_and_columns_does_not_matter() -> None:
    found = next_month(lambda frame: frame.iloc[::-1, ::-1].reset_index(drop=True))
    assert found.record.to_dict() == fresh().record.to_dict() | {
        "new": found.record.to_dict()["new"],
        "columns": found.record.to_dict()["columns"],
    }


def test_the_same_rows_confirm_nothing() -> None:
    found = recheck(houses_report(), houses())
    assert "confirms nothing" in found.record.warning
    assert found.record.shared_rows == 1.0


def test_old_rows_among_new_ones_are_seen_from_the_sketch() -> None:
    keys = build_table(houses(), "price").row_keys
    assert keys is not None
    report = houses_report()
    splits = dataclasses.replace(report.splits, row_sketch=row_sketch(keys))
    mixed = pd.concat([houses().head(350), houses(350, seed=5)], ignore_index=True)
    found = recheck(dataclasses.replace(report, splits=splits), mixed)
    assert found.record.shared_rows == pytest.approx(0.5, abs=0.12)
    assert "are among these" in found.record.warning


def test_a_column_that_is_gone_or_has_words_or_is_constant() -> None:
    def spoil(frame: pd.DataFrame) -> pd.DataFrame:
        return frame.drop(columns="size").assign(
            place="north", garden=[f"w{n % 7}" for n in range(len(frame))], extra=1.5
        )

    found = next_month(spoil)
    assert column(found, "size") == ("missing", "It is missing.")
    assert column(found, "place") == ("unusable", "It does not vary.")
    assert column(found, "garden")[0] == "unusable"
    assert "is not a number" in column(found, "garden")[1]
    assert column(found, "extra")[0] == "new"
    assert statuses(found, "size") == [("not_possible", "")]
    assert statuses(found, "place")[0] == ("not_possible", "")
    age = next(claim for claim in found.claims if claim.features == ("age",))
    assert any("'size'" in caution for caution in age.cautions)
    assert not any("'place'" in caution for caution in age.cautions)


def test_levels_that_are_gone_or_new_are_named() -> None:
    def rename(frame: pd.DataFrame) -> pd.DataFrame:
        return frame.assign(place=frame["place"].replace({"north": "up", "east": "right"}))

    found = next_month(rename)
    status, text = column(found, "place")
    assert status == "drifted"
    assert "New: 'right', 'up'." in text
    assert "No longer there: 'east', 'north'." in text
    claims = [claim for claim in found.claims if claim.features == ("place",)]
    assert any(claim.status == "not_possible" and "never" in claim.reason for claim in claims)


def test_a_shifted_column_has_drifted_and_says_by_how_much() -> None:
    found = next_month(lambda frame: frame.assign(twin=frame["twin"] + 2))
    status, text = column(found, "twin")
    assert status == "drifted"
    assert "of the rows lie elsewhere" in text
    assert "beyond the old range" in text


def test_few_rows_are_said_to_be_few_with_the_rows_it_takes() -> None:
    found = recheck(houses_report(), houses(60, seed=5))
    few = [claim for claim in found.claims if claim.status == "too_few_rows"]
    assert few
    assert found.record.counts.changed == 0
    assert any(claim.rows_needed is not None and claim.rows_needed > 20 for claim in few)


def test_very_few_rows_tell_nothing_at_all() -> None:
    found = recheck(houses_report(), houses(30, seed=5))
    assert {claim.status for claim in found.claims} == {"too_few_rows"}


def test_the_explained_class_stays_even_where_another_would_be_chosen() -> None:
    frame = customers(700, seed=5)
    words = {"yes": "no", "no": "yes"}  # now "yes" means what "no" did
    found = recheck(customers_report(), frame.assign(left=frame["left"].map(words)))
    assert ("changed", "reversed") in statuses(found, "waiting")


def test_rows_of_an_unknown_class_are_left_out_and_told() -> None:
    frame = customers(700, seed=5)
    frame.loc[:19, "left"] = "perhaps"
    found = recheck(customers_report(), frame)
    assert found.record.settings["rows_used"] == 680
    assert any("20 rows" in note and "'perhaps'" in note for note in found.record.notes)


def test_rows_without_an_outcome_are_not_counted_as_new_rows() -> None:
    """The headline counted them, and nothing said that they were left out."""
    frame = houses(400, seed=3)
    frame.loc[:99, "price"] = np.nan
    found = recheck(houses_report(), frame)
    assert "on 300 new rows" in headline(found.record)
    assert "100 rows without a value of 'price' left out." in found.record.notes


def test_weights_and_groups_are_taken_from_the_report() -> None:
    frame = houses(400)
    frame["town"] = [f"t{n % 40}" for n in range(400)]
    frame["weight"] = 1.0 + np.arange(400) % 2
    report = explain_table(build_table(frame, "price", group="town", weights="weight"))
    new = houses(400, seed=3).assign(town=[f"u{n % 40}" for n in range(400)], weight=1.0)
    assert recheck(report, new).record.counts.changed == 0
    for name in ("town", "weight"):
        with pytest.raises(
            InputError, match=f"no column '{name}', (in|by) which .* Give rows that have it"
        ):
            recheck(report, new.drop(columns=name))


def test_scores_of_words_are_those_of_the_report() -> None:
    def surveys(levels: list[str], seed: int) -> pd.DataFrame:
        generator = np.random.default_rng(seed)
        mood = generator.integers(0, len(levels), 500)
        known = ["very low", "low", "medium", "high", "very high"]
        height = np.array([known.index(levels[place]) for place in mood])
        y = 10 * height + generator.normal(0, 5, 500)
        x = generator.normal(size=500)
        return pd.DataFrame({"mood": np.array(levels)[mood], "x": x, "y": y})

    everything = ["very low", "low", "medium", "high", "very high"]
    report = explain_table(build_table(surveys(everything, 0), "y"))
    found = recheck(report, surveys(["low", "high", "very high"], 1))
    (claim,) = [
        entry for entry in found.claims if entry.kind == "trend" and entry.features == ("mood",)
    ]
    assert claim.status == "held"
    assert claim.new is not None
    assert claim.old is not None
    assert claim.new.effect == pytest.approx(claim.old.effect, rel=0.1)


@pytest.mark.parametrize(
    ("edit", "error", "message"),
    [
        (lambda f: f.drop(columns="left"), ColumnNotFoundError, "no column 'left'"),
        (lambda f: f.assign(left="yes"), TargetError, "same value in every row"),
        (lambda f: f.assign(left="perhaps"), TargetError, "No row is of a class"),
        (lambda f: f.assign(left=None), TargetError, "Every cell of the target is missing"),
        (lambda f: f.head(8), TargetError, "8 rows"),
        (lambda f: f[["left"]].assign(other=1.5), InputError, "None|No column"),
    ],
)
def test_rows_that_cannot_be_used(
    edit: Callable[[pd.DataFrame], pd.DataFrame], error: type[Exception], message: str
) -> None:
    with pytest.raises(error, match=message):
        recheck(customers_report(), edit(customers(200, seed=5)))


def test_an_empty_file_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "empty.csv"
    path.write_text("", encoding="utf-8")
    with pytest.raises(InputError, match=r"empty\.csv"):
        recheck(houses_report(), path)


@pytest.mark.parametrize(
    ("options", "message"),
    [({"seed": -1}, "seed"), ({"seed": True}, "seed"), ({"sheet": 1}, "sheet")],
)
def test_parameters_are_checked(options: dict[str, int], message: str) -> None:
    with pytest.raises(ParameterError, match=message):
        recheck(houses_report(), houses(100), **options)  # type: ignore[arg-type]


def test_what_is_saved_comes_back(tmp_path: Path) -> None:
    paths = fresh().save(tmp_path / "out")
    assert sorted(path.name for path in (tmp_path / "out").iterdir()) == [
        "recheck.html",
        "recheck.json",
        "recheck.md",
    ]
    values = json.loads(paths["json"].read_text(encoding="utf-8"))
    assert next(iter(values.items())) == ("schema", "dataexplain.recheck/1")
    assert RecheckRecord.from_dict(values).to_dict() == fresh().record.to_dict()
    assert {claim["status"] for claim in values["claims"]} <= {
        "held",
        "changed",
        "too_few_rows",
        "not_possible",
    }
