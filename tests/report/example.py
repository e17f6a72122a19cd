"""Reports to render: a churn table, a price table in dollars, and a wide one for the size."""

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
    HeldOutPoint,
    ModelRecord,
    NullRunsRecord,
    OutcomeRecord,
    PartRecord,
    PieceRecord,
    ReportRecord,
    ScreenRecord,
    SplitRecord,
    UnadjustedEffect,
)

HOSTILE = (
    "<script>alert(1)</script></style><img src=x onerror=alert(2)>\"'\n=cmd()|calc {{7*7}} "
    "{% raw %} javascript:alert(3) ](http://example.org) | 😀 \u202e\x00`**_"
)

VERDICTS = ("supported", "not_supported", "inconclusive", "unverifiable")


def numeric_curve(
    feature: str,
    shape: Any,
    low: float,
    high: float,
    *,
    steps: int = 120,
    seed: int = 0,
    **more: Any,
) -> CurveRecord:
    """A curve with its held-out dots, drawn around a known shape."""
    generator = np.random.default_rng(seed)
    edges = np.linspace(low, high, steps + 1)
    middles = (edges[1:] + edges[:-1]) / 2
    values = np.vectorize(shape, otypes=[float])(middles)
    spread = float(np.ptp(values)) * 0.06 + 1e-6
    values = values + generator.normal(0, spread / 6, steps)
    width = spread * (1 + 0.6 * np.abs(np.linspace(-1, 1, steps)))
    places = np.linspace(low, high, 11)
    centres = (places[1:] + places[:-1]) / 2
    means = np.vectorize(shape, otypes=[float])(centres) + generator.normal(0, spread / 2, 10)
    return CurveRecord(
        feature=feature,
        role="numeric",
        outcome_class=more.pop("outcome_class", None),
        values=tuple(values.tolist()),
        lower=tuple((values - width).tolist()),
        upper=tuple((values + width).tolist()),
        rows=tuple(generator.integers(5, 60, steps).tolist()),
        edges=tuple(edges.tolist()),
        importance=more.pop("importance", float(np.std(values))),
        pieces=tuple(
            PieceRecord(float(np.mean(part)), 400, low=float(ends[0]), high=float(ends[-1]))
            for part, ends in zip(np.array_split(values, 4), np.array_split(edges, 4), strict=True)
        ),
        held_out=tuple(
            HeldOutPoint(float(mean), (float(mean - spread), float(mean + spread)), 320, x=float(x))
            for mean, x in zip(means, centres, strict=True)
        ),
        **more,
    )


def level_curve(
    feature: str, levels: dict[str, tuple[float, int]], *, spread: float = 0.012, **more: Any
) -> CurveRecord:
    """A curve over levels: {level: (value, rows)}."""
    values = [value for value, _ in levels.values()]
    return CurveRecord(
        feature=feature,
        role=more.pop("role", "categorical"),
        outcome_class=more.pop("outcome_class", None),
        values=tuple(values),
        lower=tuple(value - spread for value in values),
        upper=tuple(value + spread for value in values),
        rows=tuple(rows for _, rows in levels.values()),
        levels=tuple(levels),
        importance=more.pop("importance", float(np.std(values))),
        pieces=tuple(
            PieceRecord(value, rows, levels=(level,)) for level, (value, rows) in levels.items()
        ),
        held_out=tuple(
            HeldOutPoint(
                value + spread * 0.6,
                (value - spread * 1.4, value + spread * 2.6),
                rows // 2,
                level=level,
            )
            for level, (value, rows) in levels.items()
        ),
        **more,
    )


def claim(
    identity: str,
    kind: str,
    text: str,
    features: tuple[str, ...],
    effect: float | None,
    half_width: float,
    verdict: str,
    **more: Any,
) -> ClaimRecord:
    """A claim whose two effects lie close to the given one."""
    known = effect is not None
    centre = effect or 0.0
    interval = (centre - half_width, centre + half_width)
    values: dict[str, Any] = {
        "direction": "up" if centre > 0 else "down",
        "outcome_class": None,
        "region": {},
        "estimand": {"contrasts": []},
        "unit": "points",
        "interval": interval if known else None,
        "interval_selected": (centre - 1.25 * half_width, centre + 1.25 * half_width)
        if verdict == "supported"
        else None,
        "unadjusted": UnadjustedEffect(
            centre * 1.4, (centre * 1.4 - half_width, centre * 1.4 + half_width), 0.0004
        )
        if known
        else None,
        "adjusted": AdjustedEffect(centre, interval, 0.002, 0.62) if known else None,
        "basis": "adjusted",
        "p": 0.0004 if known else None,
        "q": (0.0021 if verdict == "supported" else 0.31) if known else None,
        "n": 3522,
        "floor": 0.027,
        "reason": "",
        "fidelity": True,
        "sources": ("additive model",),
    }
    return ClaimRecord(
        id=identity,
        kind=kind,
        text=text,
        features=features,
        effect=effect,
        verdict=verdict,
        **(values | more),
    )


def _example_rows(seed: int = 3) -> tuple[dict[str, Any], ...]:
    generator = np.random.default_rng(seed)
    return tuple(
        {
            "tenure": int(generator.integers(1, 12)),
            "contract": "month-to-month",
            "monthly_charges": round(float(generator.uniform(20, 110)), 2),
            "payment_method": ["electronic check", "mailed check"][index % 2],
            "total_charges": None if index == 1 else round(float(generator.uniform(20, 900)), 2),
            "internet": "fiber optic",
            "senior": "no",
            "churn": ["yes", "no", "yes", "yes"][index],
        }
        for index in range(4)
    )


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
    examples = _example_rows()
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


def wide_report(features: int = 100, claims_each: int = 1) -> ReportRecord:
    """A report with so many features, each with claims of its own and a long curve."""
    curves, claims = [], []
    for index in range(features):
        name = f"measurement_{index:03d}"
        curves.append(
            numeric_curve(
                name,
                lambda x, k=index: 0.2 + 0.1 * np.sin(x * (k % 5) / 9),
                0,
                30,
                steps=256,
                seed=index,
            )
        )
        for turn in range(claims_each):
            claims.append(
                claim(
                    f"w{index}-{turn}" if turn else f"w{index}",
                    "trend",
                    f"Churn rises with {name} between {5 + turn} and 15.",
                    (name,),
                    0.05,
                    0.02,
                    ("supported", "inconclusive")[index % 2],
                    region={name: {"low": 5.0 + turn, "high": 15.0}},
                    examples=_example_rows(index),
                    rank=len(claims) + 1,
                )
            )
    columns = tuple(
        ColumnRecord(curve.feature, "numeric", 3, 812, "Read as a number.") for curve in curves
    )
    supported = sum(entry.verdict == "supported" for entry in claims)
    return churn_report(
        claims=tuple(claims),
        curves=tuple(curves),
        columns=columns,
        counts=CountsRecord(len(claims), supported, 0, len(claims) - supported, 0),
    )


def hostile_report() -> ReportRecord:
    """A report whose every text from the data is an attack."""
    curve = level_curve(HOSTILE, {HOSTILE: (0.4, 10), "=1+1": (0.2, 20), HOSTILE + "2": (0.1, 5)})
    attack = claim(
        HOSTILE,
        "level_contrast",
        f"Churn is higher where {HOSTILE} is {HOSTILE}.",
        (HOSTILE,),
        0.2,
        0.05,
        "supported",
        outcome_class=HOSTILE,
        unit=HOSTILE,
        region={HOSTILE: {"levels": [HOSTILE]}},
        reason=HOSTILE,
        effect_text=HOSTILE,
        sources=(HOSTILE,),
        entangled_with=(HOSTILE,),
        examples=({HOSTILE: HOSTILE, "=sum(A1)": "=cmd()|' /C calc'!A0", "@x": "-2+3"},),
    )
    return churn_report(
        title=HOSTILE,
        target=HOSTILE,
        claims=(attack, dataclasses.replace(attack, verdict="not_supported", kind=HOSTILE)),
        curves=(curve, dataclasses.replace(curve, outcome_class=HOSTILE)),
        columns=(ColumnRecord(HOSTILE, HOSTILE, 1, 2, HOSTILE, HOSTILE),),
        roles={HOSTILE: HOSTILE},
        faults=(FaultRecord(HOSTILE, HOSTILE, HOSTILE),),
        notes=(HOSTILE,),
        models=(ModelRecord(HOSTILE, HOSTILE, 0.7, (0.6, 0.8), "explanation", HOSTILE),),
        outcome=OutcomeRecord(
            HOSTILE, HOSTILE, 0.2, 0.4, classes=("a", HOSTILE), class_rows=(4, 1), positive=HOSTILE
        ),
        settings={HOSTILE: HOSTILE},
        null_runs=NullRunsRecord(2, (4, 4), (1, 0), (0, 0), HOSTILE),
        versions={HOSTILE: HOSTILE},
    )


def along(
    places: Any, means: Any, half_width: float, *, rows: int = 240
) -> tuple[HeldOutPoint, ...]:
    """Averages along a column of numbers or of levels."""
    return tuple(
        HeldOutPoint(
            float(mean),
            (float(mean - half_width), float(mean + half_width)),
            rows,
            **({"level": place} if isinstance(place, str) else {"x": float(place)}),
        )
        for place, mean in zip(places, means, strict=True)
    )


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
            examples=_example_rows(),
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
