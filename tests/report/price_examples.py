"""Reports to render: prices of homes, in dollars and on a log scale."""

from __future__ import annotations

import dataclasses
from typing import Any

from dataexplain.records import (
    CountsRecord,
    ModelRecord,
    OutcomeRecord,
    PartRecord,
    ReportRecord,
)

from .churn_example import churn_report
from .made_records import along, claim, level_curve, numeric_curve


def price_report(**changes: Any) -> ReportRecord:
    """A regression report in dollars."""
    claims = (
        claim(
            "p1",
            "trend",
            "price rises with living_area between 80 and 240: $1,240 more for each 1 m².",
            ("living_area",),
            1243.0,
            118.0,
            "supported",
            unit="$ per m²",
            floor=72.0,
            region={"living_area": {"low": 80.0, "high": 240.0}},
            rank=1,
        ),
        claim(
            "p2",
            "level_contrast",
            "Homes with heating gas cost less than those with a heat pump.",
            ("heating",),
            -31870.0,
            9410.0,
            "supported",
            unit="$",
            floor=11500.0,
            region={"heating": {"levels": ["gas"]}},
            against={"heating": {"levels": ["heat pump"]}},
            rank=2,
        ),
        claim(
            "p3",
            "threshold",
            "price drops where distance_to_centre passes 12.",
            ("distance_to_centre",),
            -9000.0,
            14200.0,
            "inconclusive",
            unit="$",
            floor=11500.0,
            region={"distance_to_centre": {"low": 12.0, "high": None}},
            rows_needed=8000,
            reason="The interval holds zero.",
            rank=3,
        ),
    )
    record = churn_report(
        title="What goes with price",
        target="price",
        task="regression",
        claims=claims,
        counts=CountsRecord(3, 2, 0, 1, 0),
        curves=(
            numeric_curve(
                "living_area", lambda x: 90000 + 1240 * x, 30, 320, unit="m²", missing_value=1.6e5
            ),
            numeric_curve("distance_to_centre", lambda x: 330000 - 4000 * x, 0, 40, unit="km"),
            level_curve(
                "heating",
                {"gas": (231000.0, 400), "heat pump": (262000.0, 190), "oil": (224000.0, 90)},
                spread=7000.0,
            ),
        ),
        outcome=OutcomeRecord("price", "$", 251300.0, 115000.0),
        models=(
            ModelRecord("additive model", "R²", 0.61, (0.57, 0.65), "explanation"),
            ModelRecord("average", "R²", 0.0, (-0.004, 0.0), "dummy"),
            ModelRecord("gradient boosting", "R²", 0.66, (0.62, 0.7), "reference"),
        ),
    )
    return dataclasses.replace(record, **changes)


def log_report(**changes: Any) -> ReportRecord:
    """A report of prices on a log scale."""
    claims = (
        claim(
            "l1",
            "level_contrast",
            "Typical price is lower where heating is gas than where it is a heat pump.",
            ("heating",),
            -0.223,
            0.06,
            "supported",
            unit="$",
            floor=0.046,
            region={"heating": {"levels": ["gas"]}},
            against={"heating": {"levels": ["heat pump"]}},
            rank=1,
        ),
        claim(
            "l2",
            "interaction",
            "Typical price gains more per m² of living_area where heating is a heat pump.",
            ("living_area", "heating"),
            1.2,
            0.3,
            "supported",
            unit="$",
            floor=0.046,
            rank=2,
            parts=(
                PartRecord(
                    "heating is heat pump",
                    1.5,
                    (1.2, 1.8),
                    95,
                    along((50, 120, 300), (11.2, 12.1, 13.0), 0.1),
                ),
                PartRecord(
                    "heating is not heat pump",
                    0.3,
                    (0.1, 0.5),
                    245,
                    along((50, 120, 300), (11.4, 11.6, 11.7), 0.06),
                ),
            ),
        ),
    )
    record = price_report(
        claims=claims,
        counts=CountsRecord(2, 2, 0, 0, 0),
        outcome=OutcomeRecord("price", "$", 12.1, 0.46, scale="log"),
        curves=(
            numeric_curve("living_area", lambda x: 10.9 + 0.0052 * x, 30, 320, unit="m²"),
            level_curve(
                "heating",
                {"gas": (12.05, 400), "heat pump": (12.27, 190), "oil": (11.9, 90)},
                spread=0.03,
            ),
        ),
    )
    return dataclasses.replace(record, **changes)
