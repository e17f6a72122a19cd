"""A report with its names hidden: the same numbers, and no name left."""

from __future__ import annotations

import dataclasses
import re

import pytest

from dataexplain.narration.anonymous import anonymous
from dataexplain.narration.findings import finding
from dataexplain.narration.plain_words import PlainWords
from dataexplain.readers.fact_cards import claim_card
from tests.narration.made_reports import NAMES, changed, claim_of, slim_report, supported

# Words of the templates, which names of columns may be as well.
OWN_WORDS = {"no", "yes", "price", "rooms"}


@pytest.mark.parametrize("name", NAMES)
def test_no_name_is_left_in_what_a_model_is_shown(name):
    report = slim_report(name)
    hidden = anonymous(report)
    words = PlainWords(hidden)
    shown = " ".join(finding(claim, words).text for claim in supported(hidden))
    shown += " ".join(f"{claim.text} {claim_card(claim, hidden)}" for claim in hidden.claims)
    levels = {
        str(level)
        for claim in report.claims
        for region in (claim.region, claim.against)
        for condition in region.values()
        for level in condition.get("levels") or ()
    }
    names = {column.name for column in report.columns} | levels
    for entry in names - OWN_WORDS:
        if len(entry) > 2 and not entry.isdigit():
            assert not re.search(rf"(?<!\w){re.escape(entry)}(?!\w)", shown), entry


@pytest.mark.parametrize("name", NAMES)
def test_numbers_verdicts_and_ids_stay(name):
    report = slim_report(name)
    for one, other in zip(report.claims, anonymous(report).claims, strict=True):
        assert (one.id, one.verdict, one.effect, one.direction) == (
            other.id,
            other.verdict,
            other.effect,
            other.direction,
        )


def test_names_within_names_are_hidden_whole():
    report = slim_report("telecom_churn")
    claim = claim_of(report, "trend")
    text = "The probability of churn = yes rises as support_calls goes from 0 to 6."
    hidden = anonymous(dataclasses.replace(report, claims=(changed(claim, text=text),)))
    assert re.fullmatch(
        r"The probability of y = k2 rises as x\d+ goes from 0 to 6\.", hidden.claims[0].text
    )


def test_names_with_signs_of_patterns_are_hidden():
    report = slim_report("telecom_churn")
    name = "a+b (c.*)"
    claim = changed(
        claim_of(report, "trend"),
        features=(name,),
        region={name: {"low": 0.0, "high": 6.0}},
        text=f"The probability of churn = yes rises as {name} goes from 0 to 6.",
    )
    hidden = anonymous(dataclasses.replace(report, claims=(claim,))).claims[0]
    assert name not in hidden.text
    assert hidden.features == tuple(hidden.region)
