"""Claims about columns read off texts become claims about words."""

from __future__ import annotations

import dataclasses

import numpy as np
import pandas as pd
import pytest

from dataexplain.claims import Claim, Condition, Region
from dataexplain.models.additive import AdditiveClassifier
from dataexplain.models.adjustment import AdjustedRows, Adjustment
from dataexplain.readers.term_effects import answered, speak_of_terms, without_echoes
from dataexplain.tables import Column, Role, build_table

FREE = Column("free", Role.BOOLEAN, levels=("no", "yes"), derived_from="text", terms=("free",))
AGE = Column("age", Role.NUMERIC)
JUDGED = Column(
    "free", Role.BOOLEAN, levels=("no", "yes"), derived_from="text", asked="offers something free"
)


@pytest.fixture(scope="module")
def rows() -> AdjustedRows:
    generator = np.random.default_rng(0)
    frame = pd.DataFrame(
        {
            "free": generator.choice(["no", "yes"], 200, p=[0.8, 0.2]),
            "rare": np.where(np.arange(200) < 4, "yes", "no"),
            "age": generator.normal(size=200),
            "spam": generator.choice(["no", "yes"], 200),
        }
    )
    table = build_table(frame, "spam")
    model = AdditiveClassifier(outer_bags=1, max_rounds=5)
    names = [column.name for column in table.features]
    model.fit(table.frame[names], table.outcome("yes").astype(int))
    adjustment = Adjustment.fit(table, np.arange(200), model)
    return adjustment.on(table, np.arange(200))


def _about(kind: str, direction: str, *conditions: Condition) -> Claim:
    region = Region(conditions)
    return Claim(kind, region.columns, direction, region, outcome_class="yes")


def _on(level: str, column: str = "free") -> Condition:
    return Condition(column, levels=(level,))


def _spoken(rows: AdjustedRows, *claims: Claim) -> tuple[Claim, ...]:
    rare = Column("rare", Role.BOOLEAN, derived_from="text", terms=("rare",))
    return speak_of_terms(claims, [FREE, AGE, rare], rows)


@pytest.mark.parametrize(("level", "direction"), [("yes", "up"), ("no", "down")])
def test_a_contrast_of_levels_is_an_effect_of_terms(
    rows: AdjustedRows, level: str, direction: str
) -> None:
    (claim,) = _spoken(rows, _about("level_contrast", direction, _on(level)))
    assert (claim.kind, claim.direction) == ("term_effect", "up")
    assert claim.region.conditions == (_on("yes"),)


def test_a_rule_names_the_corner_where_terms_are_mentioned(rows: AdjustedRows) -> None:
    """It said that the average is higher where a text does not mention something."""
    old = Condition("age", low=1.0)
    (claim,) = _spoken(rows, _about("subgroup", "up", old, _on("no")))
    assert claim.region.conditions == (old, _on("yes"))
    assert claim.direction == "down"


def test_other_columns_keep_their_claims(rows: AdjustedRows) -> None:
    claim = _about("level_contrast", "up", Condition("age", low=1.0))
    assert _spoken(rows, claim) == (claim,)


def test_a_missing_text_is_not_said_of_each_group(rows: AdjustedRows) -> None:
    assert _spoken(rows, _about("level_contrast", "up", Condition("free", missing=True))) == ()


def test_what_no_row_could_test_is_not_said(rows: AdjustedRows) -> None:
    assert _spoken(rows, _about("level_contrast", "up", _on("yes", "rare"))) == ()


def test_of_several_classes_what_follows_goes_unsaid() -> None:
    def effect(outcome_class: str, direction: str) -> Claim:
        region = Region((_on("yes"),))
        return Claim("term_effect", ("free",), direction, region, outcome_class=outcome_class)

    joy, fear, anger = effect("joy", "down"), effect("fear", "up"), effect("anger", "down")
    trend = Claim("trend", ("age",), "up", Region())
    leanings = {joy: 9.0, fear: 5.0, anger: 3.0}
    assert without_echoes([joy, trend, fear, anger], leanings.__getitem__) == (trend, fear)
    leanings[fear] = 1.0
    assert without_echoes([joy, trend, fear, anger], leanings.__getitem__) == (joy, trend)


@pytest.mark.parametrize(("level", "direction"), [("yes", "up"), ("no", "down")])
def test_a_contrast_of_answers_is_an_effect_of_what_texts_say(
    rows: AdjustedRows, level: str, direction: str
) -> None:
    contrast = _about("level_contrast", direction, _on(level))
    (claim,) = speak_of_terms([contrast], [JUDGED, AGE], rows)
    assert (claim.kind, claim.direction) == ("question_effect", "up")
    assert claim.region.conditions == (_on("yes"),)
    assert claim.against == Region()


def test_that_texts_were_not_judged_is_not_said(rows: AdjustedRows) -> None:
    missing = Condition("free", missing=True)
    old = Condition("age", low=1.0)
    claims = [_about("level_contrast", "up", missing), _about("subgroup", "up", old, missing)]
    assert speak_of_terms(claims, [JUDGED, AGE], rows) == ()


def test_a_question_that_no_model_speaks_of_is_answered_the_way_rows_lean() -> None:
    (claim,) = answered([], [JUDGED, AGE, FREE], {}, "yes", lambda claim: -claim.sign * 0.1)
    assert (claim.kind, claim.features, claim.direction) == ("question_effect", ("free",), "down")
    assert claim.region == Region((_on("yes"),))
    assert (claim.outcome_class, claim.sources) == ("yes", ())


def test_a_question_that_models_speak_of_is_not_answered_twice() -> None:
    told = Claim("no_effect", ("free",), "none", Region())
    assert answered([told], [JUDGED], {}, None, lambda claim: claim.sign) == ()
    joined = Claim("subgroup", ("free", "age"), "up", Region((_on("yes"),)))
    assert len(answered([joined], [JUDGED], {}, None, lambda claim: claim.sign)) == 1


def test_what_a_question_is_entangled_with_is_not_held_fixed() -> None:
    (claim,) = answered([], [JUDGED], {"free": ("age",)}, None, lambda claim: claim.sign)
    assert claim.entangled_with == ("age",)


def test_questions_that_cannot_be_told_apart_are_answered_once() -> None:
    """Three questions that a judge answers alike gave three statements about all three."""
    other = dataclasses.replace(JUDGED, name="other", asked="is for nothing")
    bound = {"free": ("other",), "other": ("free",)}
    (claim,) = answered([], [JUDGED, other], bound, None, lambda claim: claim.sign)
    assert (claim.features, claim.entangled_with) == (("free",), ("other",))
    assert answered([claim], [JUDGED, other], bound, None, lambda claim: claim.sign) == ()


@pytest.mark.parametrize("lean", [0.0, float("nan")])
def test_a_question_of_which_rows_say_nothing_has_no_answer(lean: float) -> None:
    assert answered([], [JUDGED], {}, None, lambda _: lean) == ()


def test_of_several_classes_a_question_is_answered_once() -> None:
    region = Region((_on("yes"),))
    joy, fear, anger = (
        Claim("question_effect", ("free",), way, region, outcome_class=name)
        for name, way in (("joy", "down"), ("fear", "up"), ("anger", "down"))
    )
    leanings = {joy: 9.0, fear: 5.0, anger: 3.0}
    assert without_echoes([joy, fear, anger], leanings.__getitem__) == (fear,)
