"""Every finding that code can write of a report agrees with it, whatever its outcome and kinds."""

from __future__ import annotations

import pytest

from dataexplain.narration.findings import Emphasis, finding, focuses, strengths
from dataexplain.narration.grounding import AGREES, check_text
from dataexplain.narration.plain_words import PlainWords
from dataexplain.records import OutcomeRecord, ReportRecord
from tests.narration.grounding.made_claims import (
    ANSWERS,
    CAPPED,
    LOGARITHMIC,
    PERCENT,
    PLAIN,
    STARS,
    contrast,
    drift,
    interaction,
    made_claim,
    made_report,
    tail,
    trend,
    turning_point,
)
from tests.narration.grounding.sample_reports import TABLES, sample_report

GARDEN = ("No", "Yes")
PLANS = ("No plan", "Premium (2-year)", "light rain or snow")
NOTHING = (
    "Average cost hardly depends on coin: no level of it differs enough from the rest to matter."
)
GONE = (
    "On its own, average cost falls as dose goes from 5 to 45, but not after accounting for the "
    "other columns."
)


def of_outcome(outcome: OutcomeRecord, size: float) -> ReportRecord:
    """Return a report with most kinds of claims, effects in the outcome's own size."""
    return made_report(
        outcome,
        trend("area_m2", 22.0, 199.0, 1.6 * size),
        trend("building_age_years", 20.0, 99.0, -0.6 * size),
        contrast("garden", GARDEN[1:], GARDEN[:1], 0.3 * size),
        contrast("plan_type", PLANS[:1], PLANS[1:], -0.4 * size, plain=0.5 * size),
        made_claim(
            "level_contrast", "wait (min)", -0.8 * size, region={"wait (min)": {"missing": True}}
        ),
        made_claim(
            "threshold", "humidity", 0.7 * size, region={"humidity": {"low": 60.0}}, turn=60.0
        ),
        turning_point("temp_c", -19.0, 15.0, 39.0, 0.9 * size),
        tail("load", 0.984, 0.8 * size),
        levels={"garden": GARDEN, "plan_type": PLANS},
    )


def of_classes(outcome: OutcomeRecord) -> ReportRecord:
    """Return a report with claims about each class, which go different ways."""
    ways = zip(outcome.classes, (-0.5, 0.4, 0.3), strict=True)
    claims = [
        claim
        for name, effect in ways
        for claim in (
            trend("x", 0.1, 6.0, effect, outcome_class=name),
            contrast("smoker", ("yes",), ("no",), -effect, outcome_class=name),
        )
    ]
    turn = turning_point("age", 1.0, 40.0, 80.0, -0.3, outcome_class=outcome.classes[1])
    return made_report(outcome, *claims, turn, levels={"smoker": ("no", "yes")})


def in_time() -> ReportRecord:
    """Return a report of slopes that differ, between levels and in the course of time."""
    return made_report(
        PLAIN,
        interaction(-16.0),
        trend("x", 0.1, 9.9, 6.0),
        drift("x", -13.0),
        contrast("kind", ("a",), ("b",), 6.0),
        drift("kind", 3.9, ("a",)),
        made_claim("trend", "dose", -5.0, GONE, region={"dose": {"low": 5.0, "high": 45.0}},
                   basis="unadjusted"),
        made_claim("no_effect", "coin", 0.01, NOTHING, direction="none"),
        trend("feels_like_c", -5.0, 24.0, 35.0, features=("feels_like_c", "temp_c", "season"),
              entangled_with=("temp_c", "season")),
        levels={"sex": ("female", "male"), "kind": ("a", "b"), "coin": ("heads", "tails"),
                "season": ("spring", "winter")},
    )  # fmt: skip


REPORTS = {
    **{table: sample_report(table) for table in TABLES},
    "plain outcome": of_outcome(PLAIN, 6.0),
    "log outcome": of_outcome(LOGARITHMIC, 0.7),
    "capped outcome": of_outcome(CAPPED, 90_000.0),
    "percent outcome": of_outcome(PERCENT, 10.0),
    "three classes in numbers": of_classes(STARS),
    "three classes in plain words": of_classes(ANSWERS),
    "interaction and drift": in_time(),
}


@pytest.mark.parametrize("name", REPORTS)
def test_findings_agree(name: str) -> None:
    """Findings of a log outcome, of tails and of classes such as "no" contradicted themselves."""
    report = REPORTS[name]
    words = PlainWords(report)
    said = [
        finding(claim, words, Emphasis(focus, strength, last)).text
        for claim in report.claims
        if claim.verdict == "supported"
        for focus in focuses(claim, words)
        for strength in ("", *strengths(claim, words))
        for last in (False, True)
    ]
    checked = check_text(report, "\n\n".join(said))
    assert [entry for entry in checked.sentences if entry.mark != AGREES] == []
    assert len(checked.sentences) == len(said)
