"""A report to render with all that a report can hold."""

from __future__ import annotations

import dataclasses
from typing import Any

import numpy as np

from dataexplain.records import (
    ClaimRecord,
    CountsRecord,
    FaultRecord,
    NullRunsRecord,
    PartRecord,
    ReportRecord,
    ScreenRecord,
)

from .churn_example import churn_claims, churn_report
from .made_records import along, claim, example_rows

VERDICTS = ("supported", "not_supported", "inconclusive", "unverifiable")


def odd_claims() -> tuple[ClaimRecord, ...]:
    """A claim of each kind that has parts or a section of its own."""
    months = np.linspace(2, 70, 9)
    plans = ("electronic check", "mailed check", "bank transfer (automatic)")
    return (
        claim(
            "i1",
            "interaction",
            "The probability of churn = yes gains less (or loses more) per 10 more months of "
            "tenure where contract is month-to-month than where it is not.",
            ("tenure", "contract"),
            -0.061,
            0.018,
            "supported",
            region={"contract": {"levels": ["month-to-month"]}},
            sides=(1940, 1582),
            stability=0.9,
            rank=1,
            examples=example_rows(),
            parts=(
                PartRecord(
                    "contract is month-to-month",
                    -0.074,
                    (-0.089, -0.059),
                    1940,
                    along(months, 0.12 + 0.4 * np.exp(-months / 18), 0.03),
                ),
                PartRecord(
                    "contract is one year or two year",
                    -0.013,
                    (-0.026, 0.001),
                    1582,
                    along(months, 0.14 - 0.0008 * months, 0.025),
                ),
            ),
        ),
        claim(
            "d1",
            "drift",
            "As time goes on, the probability of churn = yes gains more (or loses less) where "
            "payment_method is electronic check.",
            ("payment_method", "signed_on"),
            0.058,
            0.022,
            "supported",
            region={"payment_method": {"levels": ["electronic check"]}},
            stability=0.35,
            rank=2,
            parts=(
                PartRecord(
                    "earlier: 2019-01 to 2020-06",
                    0.031,
                    (0.004, 0.058),
                    1760,
                    along(plans, (0.27, 0.24, 0.23), 0.02),
                ),
                PartRecord(
                    "later: 2020-07 to 2021-12",
                    0.089,
                    (0.063, 0.115),
                    1762,
                    along(plans, (0.34, 0.24, 0.22), 0.02),
                ),
            ),
        ),
        claim(
            "n1",
            "no_effect",
            "The probability of churn = yes hardly depends on total_charges: no stretch of it "
            "differs from the rest enough to matter, on its own or with other columns held fixed.",
            ("total_charges",),
            0.011,
            0.009,
            "supported",
            direction="none",
            rank=3,
            parts=tuple(
                PartRecord(label, effect, (effect - 0.012, effect + 0.012), rows)
                for label, effect, rows in (
                    ("total_charges below 400", 0.004, 702),
                    ("total_charges is between 400 and 1400", -0.006, 911),
                    ("total_charges is between 1400 and 3800", 0.011, 1001),
                    ("total_charges is 3800 or more", -0.002, 908),
                )
            ),
        ),
        claim(
            "t1",
            "tail",
            "The probability of churn = yes is higher in the few rows where total_charges is 8000 "
            "or more than the course over the rest of total_charges leads to expect.",
            ("total_charges",),
            0.21,
            0.09,
            "supported",
            region={"total_charges": {"low": 8000.0, "high": None}},
            sides=(31, 3491),
            rank=4,
        ),
        claim(
            "n2",
            "no_effect",
            "The probability of churn = yes hardly depends on age.",
            ("age",),
            0.03,
            0.02,
            "inconclusive",
            direction="none",
            reason="The widest interval reaches beyond the floor of 2.7 points.",
            rank=5,
            parts=(
                PartRecord("age below 44", 0.03, (0.01, 0.05), 1700),
                PartRecord("age is 44 or more", -0.03, (-0.05, -0.01), 1822),
            ),
        ),
        claim(
            "n3",
            "no_effect",
            "The probability of churn = yes hardly depends on internet.",
            ("internet",),
            0.12,
            0.02,
            "not_supported",
            direction="none",
            reason="One stretch differs by more than the floor of 2.7 points.",
            rank=6,
        ),
    )


def faults() -> tuple[FaultRecord, ...]:
    """Two warnings with charts and what they touch, and a note."""
    ages = [str(age) for age in range(18, 100, 3)]
    return (
        FaultRecord(
            "age",
            "sentinel",
            "In 212 rows age is 99, far from the next value of 84, and the outcome breaks off "
            "there: 99 may be a code for missing.",
            id="sentinel-age",
            values=("99",),
            rows=212,
            row_numbers=(4, 17, 203, 871, 1044),
            recode="age=99:missing",
            remedy="If 99 stands for a missing age, say so and run again:",
            claims=("c6", "n2", "no such claim"),
            chart={
                "labels": ages,
                "rows": [
                    *(190 - 4 * (index - 9) ** 2 % 90 for index in range(23)),
                    0,
                    0,
                    0,
                    0,
                    212,
                ],
                "marked": [27],
            },
        ),
        FaultRecord(
            "total_charges",
            "leak",
            "total_charges alone tells the outcome almost without error, which real columns "
            "seldom do: it may be known only after the outcome.",
            id="leak-total",
            columns=("total_charges", "monthly_charges"),
            rows=3522,
            claims=("t1", "n1"),
            remedy="If so, leave it out: --ignore total_charges",
        ),
        FaultRecord(
            None,
            "repeated_rows",
            "22 rows occur more than once.",
            id="repeated",
            severity="note",
            rows=22,
            row_numbers=tuple(range(100, 122)),
            chart={
                "labels": ["once, as most rows do", "twice", "three times"],
                "rows": [6988, 19, 2],
                "marked": [1, 2],
            },
        ),
    )


def full_report(**changes: Any) -> ReportRecord:
    """A report with all that a report can hold."""
    claims = (*odd_claims(), *(dataclasses.replace(c, rank=c.rank + 6) for c in churn_claims()))
    counts = {verdict: sum(c.verdict == verdict for c in claims) for verdict in VERDICTS}
    record = churn_report(
        claims=claims,
        counts=CountsRecord(tried=len(claims), **counts),
        faults=faults(),
        roles={**churn_report().roles, "signed_on": "time"},
        splits=dataclasses.replace(
            churn_report().splits, left_out=64, method="by signed_on: later rows verify"
        ),
        null_runs=NullRunsRecord(
            20,
            (17,) * 12 + (16,) * 8,
            (0,) * 17 + (1, 1, 2),
            (0,) * 19 + (1,),
            "whole months of rows were shuffled",
        ),
        stability_runs=20,
        entangled=(("tenure", "total_charges", "monthly_charges"), ("region", "billing_zone")),
        screen=ScreenRecord(
            5000, 200, tuple(f"gene_{n}" for n in range(4800)), "marginal association, largest p"
        ),
    )
    return dataclasses.replace(record, **changes)
