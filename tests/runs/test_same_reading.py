from __future__ import annotations

import dataclasses

import numpy as np
import pandas as pd
import pytest

from dataexplain.errors import TargetError
from dataexplain.records import ColumnRecord, OutcomeRecord, ReportRecord
from dataexplain.runs.same_reading import read_as_before
from dataexplain.tables import Role, build_table
from tests.planted_tables import flowers, flowers_report, houses_report


def report_of(frame: pd.DataFrame, target: str, **options: object) -> ReportRecord:
    """Return a report that read a table, without claims: only the reading matters here."""
    table = build_table(frame, target, **options)  # type: ignore[arg-type]
    return dataclasses.replace(
        houses_report(),
        target=target,
        task=table.task.value,
        roles={column.name: column.role.value for column in table.columns},
        outcome=OutcomeRecord(target, "", 0.0, 1.0, classes=table.classes, positive=table.positive),
        columns=tuple(
            ColumnRecord(
                c.name, c.role.value, c.missing, c.distinct, c.note, c.unit, c.levels, c.scores
            )
            for c in table.columns
        ),
    )


def survey(rows: int = 60, seed: int = 0) -> pd.DataFrame:
    generator = np.random.default_rng(seed)
    return pd.DataFrame(
        {
            "mood": generator.choice(["low", "medium", "high"], rows),
            "stars": generator.choice([1, 2, 3, 4], rows),
            "code": generator.choice(["1", "2"], rows),
            "day": pd.date_range("2024-01-01", periods=rows, freq="9D").astype(str),
            "size": generator.normal(size=rows).round(3),
            "y": generator.normal(size=rows).round(3),
        }
    )


def test_scores_of_words_are_the_old_ones() -> None:
    report = report_of(survey(), "y")
    new = survey().assign(mood=["low", "high"] * 30)
    found = read_as_before(report, new, ["mood"])
    assert found.table.frame["mood"].tolist() == [1.0, 3.0] * 30
    assert found.table.column("mood").role is Role.ORDINAL
    assert found.table.column("mood").levels == ("low", "medium", "high")


def test_a_word_that_the_scale_does_not_know_is_missing() -> None:
    new = survey().assign(mood=["low", "high", "extremely high"] * 20)
    found = read_as_before(report_of(survey(), "y"), new, ["mood"])
    assert found.table.frame["mood"].isna().sum() == 20


def test_numbers_stay_numbers_and_codes_stay_codes() -> None:
    report = report_of(survey(), "y")
    new = survey().assign(stars=[1.5, 7.25] * 30, code=["1", "2", "3"] * 20)
    found = read_as_before(report, new, ["stars", "code"])
    assert found.table.frame["stars"].tolist() == [1.5, 7.25] * 30
    assert sorted(found.table.frame["code"].astype(str).unique()) == ["1", "2", "3"]


def test_parts_of_a_date_come_with_the_date() -> None:
    report = report_of(survey(), "y")
    found = read_as_before(report, survey(), ["day.month"])
    assert [column.name for column in found.table.features] == ["day.month"]
    assert found.table.frame["day.month"].max() == 12
    january = survey().assign(day="2024-01-05")
    gone = read_as_before(report, january.assign(size=survey()["size"]), ["day.month", "size"])
    assert gone.unusable == {"day.month": "does not vary"}


def test_only_needed_columns_are_features_in_the_order_of_the_report() -> None:
    report = report_of(survey(), "y")
    found = read_as_before(report, survey().iloc[:, ::-1].assign(more="x"), ["size", "mood"])
    assert [column.name for column in found.table.features] == ["mood", "size"]
    assert found.extra == ("more",)


def test_a_target_of_many_values_stays_a_number_with_few() -> None:
    new = survey().assign(y=[1.0, 2.0] * 30)
    found = read_as_before(report_of(survey(), "y"), new, ["size"])
    assert found.table.task.value == "regression"


def test_capping_uses_the_old_bounds() -> None:
    report = report_of(survey(), "y")
    outcome = dataclasses.replace(report.outcome, scale="capped", bounds=(-0.5, 0.25))
    capped = dataclasses.replace(report, outcome=outcome)
    values = read_as_before(capped, survey(), ["size"]).table.outcome()
    assert (values.min(), values.max()) == (-0.5, 0.25)
    plain = read_as_before(report, survey(), ["size"]).table.outcome()
    assert plain.max() > 0.25


def test_logarithms_use_the_old_offset_and_refuse_what_is_too_small() -> None:
    report = report_of(survey(), "y")
    outcome = dataclasses.replace(report.outcome, scale="log", offset=1.0)
    logged = dataclasses.replace(report, outcome=outcome)
    new = survey().assign(y=np.arange(60.0))
    values = read_as_before(logged, new, ["size"]).table.outcome()
    assert np.allclose(values, np.log1p(np.arange(60.0)))
    with pytest.raises(TargetError, match="logarithms of the target plus 1"):
        read_as_before(logged, new.assign(y=np.arange(60.0) - 5), ["size"])


def test_recodings_are_applied_and_need_not_occur() -> None:
    report = report_of(survey(), "y")
    settings = {
        **report.settings,
        "recode": ["stars=4:missing", "gone=1:missing", "size=99:missing"],
    }
    recoded = dataclasses.replace(report, settings=settings)
    found = read_as_before(recoded, survey(), ["stars", "size"])
    assert found.table.frame["stars"].isna().sum() == (survey()["stars"] == 4).sum() > 0


def test_a_class_less_is_another_outcome() -> None:
    frame = flowers(200)
    two = frame[frame["kind"] != "rose"].reset_index(drop=True)
    with pytest.raises(TargetError, match="Only 2 of the report's 3 classes"):
        read_as_before(flowers_report(), two, ["length"])


def judged_report() -> ReportRecord:
    """Return a report with a text, and what a judge said of it."""
    frame = survey().assign(review=[f"room {n} was fine" for n in range(60)])
    report = report_of(frame, "y", text=["review"])
    asked = ColumnRecord(
        "review: is sad",
        "boolean",
        9,
        2,
        levels=("no", "yes"),
        derived_from="review",
        asked="is sad",
    )
    return dataclasses.replace(report, columns=(*report.columns, asked))


@pytest.mark.parametrize("taken", [False, True])
def test_what_a_judge_said_would_have_to_be_asked_again(taken: bool) -> None:
    """A column of new rows that happened to bear the name was taken for the judge's answers."""
    new = survey(seed=1).assign(review=[f"room {n} was loud" for n in range(60)])
    if taken:
        new["review: is sad"] = ["yes", "no"] * 30
    found = read_as_before(judged_report(), new, ["size", "review: is sad"])
    assert found.unusable == {
        "review: is sad": "would have to be judged by a language model (--model)"
    }
    assert [column.name for column in found.table.features] == ["size"]
