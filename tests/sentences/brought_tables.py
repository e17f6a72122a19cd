"""Small tables that sentences are brought to."""

from __future__ import annotations

from functools import cache

import numpy as np

from dataexplain.randomness import generator_for
from dataexplain.tables import Table, build_table

ROWS = 600


@cache
def churn() -> Table:
    """Return customers with contracts, tenure and charges, and whether they left."""
    draw = generator_for(0, "tests.sentences.churn")
    return build_table(
        {
            "tenure": draw.integers(0, 72, ROWS),
            "contract": draw.choice(["month-to-month", "one year", "two year"], ROWS),
            "monthly_charges": draw.normal(60, 15, ROWS).round(2),
            "internet": draw.choice(["DSL", "fiber optic", "none"], ROWS),
            "senior": draw.choice(["yes", "no"], ROWS),
            "support_calls": draw.integers(0, 6, ROWS),
            "paperless_billing": draw.choice(["yes", "no"], ROWS),
            "gender": draw.choice(["male", "female"], ROWS),
            "customer_id": [f"c{number:05d}" for number in range(ROWS)],
            "churn": draw.choice(["yes", "no"], ROWS),
        },
        "churn",
        source="churn.csv",
    )


@cache
def reviews() -> Table:
    """Return texts with a region and stars."""
    draw = generator_for(0, "tests.sentences.reviews")
    known = ["refund", "refunds", "money", "back", "noise", "noisy", "good", "slow", "late"]
    lengths = draw.integers(3, 12, ROWS)
    return build_table(
        {
            "text": [" ".join(draw.choice(known, length)) for length in lengths],
            "region": draw.choice(["north", "south"], ROWS),
            "stars": draw.integers(1, 6, ROWS),
        },
        "stars",
        text=["text"],
        source="reviews.csv",
    )


@cache
def houses() -> Table:
    """Return houses with numbers of rooms, their age, a place and a price."""
    draw = generator_for(0, "tests.sentences.houses")
    return build_table(
        {
            "area_m2": draw.normal(100, 25, ROWS).round(1),
            "rooms": draw.integers(1, 9, ROWS),
            "house_age": draw.integers(0, 90, ROWS),
            "place": draw.choice(["coast", "city", "village"], ROWS),
            "garden": draw.choice(["yes", "no"], ROWS),
            "condition": draw.choice(["poor", "fair", "good"], ROWS),
            "income": [f"${value:,.0f}" for value in draw.normal(50_000, 12_000, ROWS)],
            "price": draw.normal(300_000, 60_000, ROWS).round(-2),
        },
        "price",
        source="houses.csv",
    )


@cache
def ships() -> Table:
    """Return passengers with class, sex, age with gaps and fare, and whether they survived."""
    draw = generator_for(0, "tests.sentences.ships")
    age = draw.normal(30, 13, ROWS).clip(1, 80).round()
    return build_table(
        {
            "pclass": draw.integers(1, 4, ROWS),
            "sex": draw.choice(["female", "male"], ROWS),
            "age": np.where(draw.random(ROWS) < 0.15, np.nan, age),
            "fare": draw.gamma(2.0, 20.0, ROWS).round(2),
            "survived": draw.integers(0, 2, ROWS),
        },
        "survived",
        source="passengers.csv",
    )


@cache
def risks() -> Table:
    """Return a target of three classes."""
    draw = generator_for(0, "tests.sentences.risks")
    return build_table(
        {
            "dose": draw.normal(5, 2, ROWS).round(2),
            "ward": draw.choice(["A1", "B2"], ROWS),
            "risk": draw.choice(["low", "medium", "high"], ROWS),
        },
        "risk",
        source="risks.csv",
    )
