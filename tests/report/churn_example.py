"""A report to render: which customers leave, with all verdicts."""

from __future__ import annotations

import dataclasses
from typing import Any

import numpy as np

from dataexplain.records import (
    AdjustedEffect,
    ClaimRecord,
    ColumnRecord,
    CountsRecord,
    CurveRecord,
    FaultRecord,
    ModelRecord,
    OutcomeRecord,
    ReportRecord,
    SplitRecord,
    UnadjustedEffect,
)

from .made_records import claim, example_rows, level_curve, numeric_curve


def churn_curves() -> tuple[CurveRecord, ...]:
    return (
        numeric_curve(
            "tenure", lambda x: 0.06 + 0.42 * np.exp(-x / 14), 0, 72, unit="months", importance=0.11
        ),
        level_curve(
            "contract",
            {
                "month-to-month": (0.39, 3875),
                "one year": (0.12, 1473),
                "two year": (0.045, 1695),
            },
            importance=0.09,
        ),
        numeric_curve(
            "monthly_charges",
            lambda x: 0.18 if x < 68 else 0.33,
            18,
            119,
            unit="$",
            seed=2,
            importance=0.07,
        ),
        level_curve(
            "internet",
            {"fiber optic": (0.36, 3096), "DSL": (0.21, 2421), "none": (0.11, 1526)},
            importance=0.06,
        ),
        level_curve(
            "payment_method",
            {
                "electronic check": (0.34, 2365),
                "mailed check": (0.22, 1612),
                "bank transfer (automatic)": (0.2, 1544),
                "credit card (automatic)": (0.19, 1522),
            },
            importance=0.05,
        ),
        numeric_curve(
            "age",
            lambda x: 0.21 + 0.00016 * (x - 44) ** 2,
            18,
            84,
            seed=4,
            importance=0.04,
            unit="years",
        ),
        numeric_curve(
            "total_charges",
            lambda x: 0.3 - 0.00001 * x,
            18,
            8684,
            seed=5,
            unit="$",
            importance=0.03,
            missing_value=0.07,
            missing_rows=11,
        ),
        level_curve(
            "region",
            {
                f"district {index:02d}": (0.22 + 0.008 * (index % 9), 900 - 30 * index)
                for index in range(27)
            },
            importance=0.02,
        ),
        level_curve("senior", {"no": (0.25, 5901), "yes": (0.31, 1142)}, importance=0.015),
    )


def churn_claims() -> tuple[ClaimRecord, ...]:
    examples = example_rows()
    return (
        claim(
            "c1",
            "level_contrast",
            "Customers whose contract is month-to-month leave more often than those with a "
            "contract of two years: 24.1 points more, the other columns held fixed.",
            ("contract",),
            0.241,
            0.036,
            "supported",
            region={"contract": {"levels": ["month-to-month"]}},
            against={"contract": {"levels": ["two year"]}},
            sources=("additive model", "tree", "rules"),
            sides=(1940, 843),
            n=2783,
            stability=1.0,
            rank=1,
            examples=examples,
        ),
        claim(
            "c2",
            "trend",
            "Churn falls as tenure rises from 0 to 24 months: 9.8 points less for every 10 months.",
            ("tenure",),
            -0.098,
            0.014,
            "supported",
            unit="points per 10 months",
            region={"tenure": {"low": 0.0, "high": 24.0}},
            effect_text="9.8 points less for every 10 months",
            sources=("additive model", "sparse linear model"),
            n=1604,
            stability=0.96,
            rank=2,
            examples=examples,
        ),
        claim(
            "c3",
            "threshold",
            "Churn jumps by 11.2 points where monthly_charges reaches 68.",
            ("monthly_charges",),
            0.112,
            0.041,
            "supported",
            region={"monthly_charges": {"low": 68.0, "high": 88.0}},
            against={"monthly_charges": {"low": 48.0, "high": 68.0}},
            sources=("additive model", "tree"),
            sides=(804, 765),
            n=1569,
            stability=0.81,
            rank=3,
            examples=examples,
        ),
        claim(
            "c4",
            "subgroup",
            "Where contract is month-to-month and internet is fiber optic, churn is 7.3 points "
            "higher than the two explain one by one.",
            ("contract", "internet"),
            0.073,
            0.031,
            "supported",
            region={
                "contract": {"levels": ["month-to-month"]},
                "internet": {"levels": ["fiber optic"]},
            },
            sources=("rules",),
            sides=(1065, 2457),
            stability=0.74,
            rank=4,
            examples=examples,
        ),
        claim(
            "c5",
            "level_contrast",
            "On its own, churn is more frequent where senior is yes than where it is no, but not "
            "after accounting for the other columns.",
            ("senior",),
            0.091,
            0.028,
            "supported",
            basis="unadjusted",
            region={"senior": {"levels": ["yes"]}},
            against={"senior": {"levels": ["no"]}},
            unadjusted=UnadjustedEffect(0.091, (0.063, 0.119), 0.0002),
            adjusted=AdjustedEffect(0.008, (-0.021, 0.037), 0.58, 0.83),
            entangled_with=("age",),
            sides=(571, 2951),
            rank=5,
        ),
        claim(
            "c6",
            "turning_point",
            "Churn falls with age until about 44 years, then rises.",
            ("age",),
            0.031,
            0.026,
            "inconclusive",
            region={"age": {"low": 18.0, "high": 84.0}},
            turn=44.0,
            reason="The interval reaches below the floor of 2.7 points.",
            rows_needed=9400,
            rank=6,
            examples=examples,
        ),
        claim(
            "c7",
            "level_contrast",
            "Churn is lower where total_charges is missing.",
            ("total_charges",),
            -0.15,
            0.21,
            "inconclusive",
            region={"total_charges": {"missing": True}},
            reason="Only 5 rows on one side; 20 are needed for this test.",
            sides=(5, 3517),
            rows_needed=14100,
            rank=7,
            fidelity=False,
        ),
        claim(
            "c8",
            "level_contrast",
            "Churn is higher where payment_method is electronic check than elsewhere.",
            ("payment_method",),
            0.036,
            0.022,
            "inconclusive",
            region={"payment_method": {"levels": ["electronic check"]}},
            reason="The interval reaches below the floor of 2.7 points.",
            rows_needed=6100,
            rank=8,
        ),
        claim(
            "c9",
            "level_contrast",
            "Churn is higher in district 08 and district 17 than in district 00.",
            ("region",),
            0.002,
            0.019,
            "not_supported",
            region={"region": {"levels": ["district 08", "district 17"]}},
            against={"region": {"levels": ["district 00"]}},
            reason="The whole interval lies below the floor of 2.7 points.",
            rank=9,
        ),
        claim(
            "c10",
            "trend",
            "Churn falls as total_charges rises from 18 to 8,684.",
            ("total_charges",),
            -0.004,
            0.011,
            "not_supported",
            unit="points per 1,000 $",
            region={"total_charges": {"low": 18.0, "high": None}},
            reason="The whole interval lies above −2.7 points.",
            rank=10,
        ),
        claim(
            "c11",
            "level_contrast",
            "Churn differs between the levels of billing_zone.",
            ("billing_zone",),
            None,
            0.0,
            "unverifiable",
            reason="Given the other columns nothing is left of billing_zone: it is a second "
            "coding of region.",
            entangled_with=("region",),
            n=0,
            rank=11,
        ),
    )


def churn_report(**changes: Any) -> ReportRecord:
    """A binary report with all verdicts."""
    claims = churn_claims()
    record = ReportRecord(
        title="What goes with churn",
        target="churn",
        task="binary",
        roles={"churn": "target", "customer_id": "identifier", "tenure": "numeric"},
        claims=claims,
        faults=(
            FaultRecord(
                "total_charges", "missing_together", "11 cells are blank, all where tenure is 0."
            ),
            FaultRecord(None, "repeated_rows", "22 rows occur more than once."),
        ),
        counts=CountsRecord(tried=11, supported=5, not_supported=2, inconclusive=3, unverifiable=1),
        models=(
            ModelRecord("additive model", "AUC", 0.8421, (0.828, 0.856), "explanation"),
            ModelRecord(
                "shallow tree",
                "AUC",
                0.806,
                (0.79, 0.822),
                "explanation",
                text="contract = month-to-month\n├── tenure < 12: 52% (1,021 rows)\n"
                "└── tenure >= 12: 32% (1,204 rows)\ncontract = one year or two year: 7%",
            ),
            ModelRecord("base rate", "AUC", 0.5, (0.5, 0.5), "dummy"),
            ModelRecord("gradient boosting", "AUC", 0.8463, (0.832, 0.86), "reference"),
        ),
        splits=SplitRecord(
            rows_read=7043,
            rows_without_target=11,
            discovery=3510,
            verification=3522,
            method="keyed hash of each row's content, stratified by churn",
            data_hash="sha256:6f1d0c7be0f14a2a",
            split_hash="sha256:b20c95e1a9",
        ),
        seed=0,
        versions={"dataexplain": "0.1.0", "numpy": "2.4.6", "scikit-learn": "1.9.1"},
        outcome=OutcomeRecord(
            "churn",
            "points",
            0.2654,
            0.44,
            classes=("no", "yes"),
            class_rows=(5163, 1869),
            positive="yes",
        ),
        columns=(
            ColumnRecord("customer_id", "identifier", 0, 7032, "Every value occurs once."),
            ColumnRecord("tenure", "numeric", 0, 73, unit="months"),
            ColumnRecord("contract", "categorical", 0, 3),
            ColumnRecord("monthly_charges", "numeric", 0, 1585, "“$1,200” was read as 1200.", "$"),
            ColumnRecord("total_charges", "numeric", 11, 6531, unit="$"),
            ColumnRecord("churn", "target", 0, 2),
        ),
        curves=churn_curves(),
        settings={"false_discovery_rate": 0.05, "floor": None, "positive": "yes", "controls": []},
        notes=("The column customer_id was left out: it names rows.",),
        null_runs=None,
    )
    return dataclasses.replace(record, **changes)
