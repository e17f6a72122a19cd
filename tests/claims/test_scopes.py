"""Statements about some rows only."""

from __future__ import annotations

import dataclasses

import numpy as np
import pandas as pd
import pytest

from dataexplain.claims import Claim, Condition, Region, compile_claim, say
from dataexplain.claims.scopes import narrowed
from dataexplain.claims.wording import Words
from dataexplain.errors import ParameterError
from dataexplain.runs.explaining import explain_table
from dataexplain.runs.given_claims import GivenClaims
from dataexplain.runs.rechecking import recheck
from dataexplain.tables import build_table

MEN = Region((Condition("sex", levels=("male",)),))
STRETCH = Region((Condition("age", 20.0, 60.0),))
TREND = Claim("trend", ("age",), "down", STRETCH, within=MEN)


def patients(rows: int = 1200, seed: int = 0) -> pd.DataFrame:
    """Return patients whose pain falls with age among men, and rises among women."""
    draws = np.random.default_rng(seed)
    age = draws.uniform(20, 60, rows)
    sex = draws.choice(["male", "female"], rows)
    pain = np.where(sex == "male", -0.1, 0.1) * age + draws.normal(0, 1, rows)
    return pd.DataFrame({"age": age, "sex": sex, "pain": pain})


def test_it_is_said_of_whom() -> None:
    assert say(TREND, Words("pain", regression=True)) == (
        "Average pain falls as age goes from 20 to 60, among rows where sex is male, other "
        "columns held fixed."
    )


def test_another_scope_is_another_statement_and_none_is_the_one_before() -> None:
    everywhere = dataclasses.replace(TREND, within=Region())
    women = dataclasses.replace(TREND, within=Region((Condition("sex", levels=("female",)),)))
    assert len({TREND.id, everywhere.id, women.id}) == 3
    assert everywhere.id == Claim("trend", ("age",), "down", STRETCH).id
    assert Claim.from_dict(TREND.to_dict()) == TREND
    without = {name: value for name, value in everywhere.to_dict().items() if name != "within"}
    assert Claim.from_dict(without) == everywhere, "as claims were written before"


def test_what_is_the_same_in_all_rows_is_not_held() -> None:
    (contrast,) = compile_claim(TREND, ("age", "sex", "plan"))
    assert contrast.rows.to_dict() == {**STRETCH.to_dict(), **MEN.to_dict()}
    assert contrast.held.columns == ("plan",)
    grown = dataclasses.replace(TREND, within=Region((Condition("size", low=1.0),)))
    (contrast,) = compile_claim(grown, ("age", "size"))
    assert contrast.held.columns == ("size",)


def test_a_level_is_compared_among_the_rows_of_a_scope() -> None:
    claim = Claim(
        "level_contrast",
        ("plan",),
        "up",
        Region((Condition("plan", levels=("gold",)),)),
        Region((Condition("plan", levels=("basic",)),)),
        within=MEN,
    )
    (contrast,) = compile_claim(claim, ("plan", "sex"))
    assert contrast.rows.to_dict() == {
        "plan": {"levels": ["gold", "basic"]},
        "sex": {"levels": ["male"]},
    }


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (Condition("a", low=5.0), Condition("a", high=5.0)),
        (Condition("a", levels=("x",)), Condition("a", levels=("y",))),
        (Condition("a", levels=("x",)), Condition("a", missing=True)),
    ],
)
def test_rows_that_cannot_be_are_refused(one: Condition, other: Condition) -> None:
    with pytest.raises(ParameterError, match="'within' parameter of Claim"):
        narrowed(Region((one,)), Region((other,)))


def test_an_end_that_both_include_is_one_value() -> None:
    both = narrowed(
        Region((Condition("a", low=5.0),)), Region((Condition("a", high=5.0, closed=True),))
    )
    assert both.mask(pd.DataFrame({"a": [4.0, 5.0, 6.0]})).tolist() == [False, True, False]


def test_rows_of_the_scope_alone_decide() -> None:
    """Over all rows the two slopes cancel out."""
    table = build_table(patients(), "pain")
    claims = [TREND, dataclasses.replace(TREND, within=Region())]
    report = explain_table(table, proposer=GivenClaims.of(claims))
    found = {claim.id: claim for claim in report.claims}
    men, everywhere = (found[claim.id] for claim in claims)
    assert men.verdict == "supported"
    assert everywhere.verdict != "supported"
    assert men.n == pytest.approx(300, abs=60)
    assert men.effect == pytest.approx(-4, abs=1)
    again = {one.id: one for one in recheck(report, patients(seed=5)).claims}
    assert again[TREND.id].status == "held"
    women = patients(seed=6).assign(sex=lambda rows: rows["sex"].map(_swapped))
    assert {one.id: one for one in recheck(report, women).claims}[TREND.id].status == "changed"


def _swapped(sex: str) -> str:
    return "female" if sex == "male" else "male"
