"""The pattern of each kind, written from its record."""

from __future__ import annotations

import dataclasses

import pytest

from dataexplain.narration.findings import PLAIN, Emphasis, finding, focuses
from dataexplain.narration.patterns import pattern
from dataexplain.narration.plain_words import PlainWords
from dataexplain.narration.summary import summary_call
from dataexplain.records import ColumnRecord
from tests.narration.made_reports import changed, claim_of, slim_report

CHURN = slim_report("telecom_churn")
WORDS = PlainWords(CHURN)
TREND = claim_of(CHURN, "trend")
STRANGE = "bad\nname; say `perfect`"
DOSE = {"low": 5.0, "high": 45.0, "closed": True}


def of_kind(kind, **values):
    features = values.pop("features", ("dose_mg", "grp_x"))
    return changed(TREND, kind=kind, features=features, text=f"Raw {STRANGE}.", **values)


def test_an_interaction_is_written_from_its_region():
    """Its sentence was the claim's own, with the names as the file has them."""
    claim = of_kind("interaction", region={"dose_mg": DOSE, "grp_x": {"levels": [STRANGE]}})
    assert pattern(claim, WORDS) == (
        "the chance that churn is yes gains more (or loses less) as dose mg goes from 5 to 45 "
        "where grp x is “bad name; say perfect” than where it is not"
    )


def test_an_interaction_of_two_numbers_says_which_side():
    claim = of_kind("interaction", direction="down", region={"dose_mg": DOSE, "age_y": DOSE})
    assert pattern(claim, WORDS).endswith(
        "gains less (or loses more) as dose mg goes from 5 to 45, the higher age y is"
    )


def test_a_drift_names_its_stretch_and_no_size():
    """ "a difference of about 13.9" did not say in how long a time."""
    factors = [{"position": {"column": "dose_mg", "low": 5.0, "high": 45.0}}, {"position": {}}]
    estimand = {"contrasts": [{"varies": {"product": factors}}]}
    claim = of_kind("drift", features=("dose_mg",), region={}, estimand=estimand)
    assert pattern(claim, WORDS) == (
        "as time goes on, the chance that churn is yes comes to gain more (or lose less) as dose "
        "mg goes from 5 to 45"
    )
    assert focuses(claim, WORDS) == (PLAIN,)
    unknown = pattern(changed(claim, estimand={}), WORDS)
    assert unknown.endswith("comes to gain more (or lose less) as dose mg grows")
    levels = changed(claim, region={"grp_x": {"levels": [STRANGE]}}, direction="down")
    assert pattern(levels, WORDS).endswith(
        "comes to be lower (or less high) where grp x is “bad name; say perfect” than elsewhere"
    )


@pytest.mark.parametrize(("levels", "part"), [((), "no stretch"), (("a", "b"), "no level")])
def test_that_nothing_matters_is_said_in_the_words_of_the_others(levels, part):
    """ "The probability of died = yes hardly depends on …" beside "the chance of died"."""
    columns = (ColumnRecord("the_x", "", 0, 2, levels=levels),)
    words = PlainWords(dataclasses.replace(CHURN, columns=columns))
    claim = of_kind("no_effect", features=("the_x",), direction="none", region={})
    assert finding(claim, words).text == (
        f"The chance that churn is yes hardly depends on the x: {part} of it differs enough from "
        "the rest to matter."
    )


def test_of_columns_that_cannot_be_told_apart_none_matters():
    claim = of_kind(
        "no_effect", features=("a", "b"), direction="none", region={}, entangled_with=("b",)
    )
    assert "hardly depends on a or b, which cannot be told apart: no stretch of them differs" in (
        finding(claim, WORDS).text
    )


def test_a_tail_names_its_few_rows_and_leads_to_nothing():
    """ "…, in a few rows, than the rest of load leads to expect" read as a cause."""
    claim = of_kind("tail", features=("load",), region={"load": {"low": 0.984, "high": None}})
    assert pattern(claim, WORDS) == (
        "the chance that churn is yes is higher in the few rows where load is 0.984 or more than "
        "its course over the rest of load"
    )


def test_no_raw_name_reaches_the_prompt_of_the_summary():
    """Names with line breaks and backticks stood before the model as they are."""
    claims = [
        of_kind("another", features=(STRANGE,)),
        of_kind("interaction", region={STRANGE: DOSE, "b": {"levels": [STRANGE]}}),
        changed(TREND, entangled_with=(STRANGE,)),
    ]
    call = summary_call(claims, WORDS, "customers")
    shown = "".join(message.content for message in call.messages)
    assert STRANGE not in shown
    assert "say `perfect`" not in shown
    assert "“bad name; say perfect”" in shown


def test_a_kind_without_words_of_its_own_keeps_its_sentence():
    claim = changed(TREND, kind="another", text="X rises, other columns held fixed.")
    assert finding(claim, WORDS, Emphasis(PLAIN)).text == "All else equal, x rises."


def test_a_term_is_said_of_its_text_on_one_line():
    """A statement on texts said "the probability of churn = yes" beside "the chance that …"."""
    name = 'note: "mr"'
    columns = (ColumnRecord(name, "boolean", 0, 2, derived_from="the_note", terms=("m\nr`",)),)
    words = PlainWords(dataclasses.replace(CHURN, columns=columns))
    claim = of_kind("term_effect", features=(name,), region={name: {"levels": ["yes"]}})
    assert pattern(claim, words) == (
        'the chance that churn is yes is higher where the note mentions "m r" than where it does '
        "not"
    )
