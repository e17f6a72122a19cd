"""Tables as a newcomer brings them: codes of one letter, identifiers, sorts of rows, no sexes."""

from __future__ import annotations

from functools import cache

import numpy as np

from dataexplain.randomness import generator_for
from dataexplain.tables import Table, build_table

ROWS = 400


@cache
def passengers() -> Table:
    """Return passengers with ports of one letter."""
    draw = generator_for(0, "tests.sentences.newcomer.passengers")
    return build_table(
        {
            "pclass": draw.integers(1, 4, ROWS),
            "sex": draw.choice(["female", "male"], ROWS),
            "age": draw.integers(1, 80, ROWS),
            "fare": np.where(
                draw.random(ROWS) < 0.15, np.nan, draw.gamma(2.0, 20.0, ROWS).round(2)
            ),
            "embarked": draw.choice(["S", "C", "Q"], ROWS),
            "survived": draw.integers(0, 2, ROWS),
        },
        "survived",
        source="passengers.csv",
    )


@cache
def homes() -> Table:
    """Return districts with incomes, people and a heating."""
    draw = generator_for(0, "tests.sentences.newcomer.homes")
    return build_table(
        {
            "median_income": draw.normal(4, 1, ROWS).round(2),
            "population": draw.integers(50, 5000, ROWS),
            "heating": draw.choice(["gas", "district", "heat pump"], ROWS),
            "shore": draw.choice(["inland", "near bay"], ROWS),
            "price": draw.normal(300_000, 60_000, ROWS).round(-2),
        },
        "price",
        source="homes.csv",
    )


@cache
def members() -> Table:
    """Return customers with a tenure, a contract and a satisfaction in five words."""
    draw = generator_for(0, "tests.sentences.newcomer.members")
    return build_table(
        {
            "tenure_months": draw.integers(0, 72, ROWS),
            "contract": draw.choice(["month-to-month", "one year", "two year"], ROWS),
            "satisfaction": draw.choice(["very low", "low", "medium", "high", "very high"], ROWS),
            "monthly_charges": draw.normal(60, 15, ROWS).round(2),
            "churn": draw.choice(["yes", "no"], ROWS),
        },
        "churn",
        source="members.csv",
    )


@cache
def musicians() -> Table:
    """Return musicians with an identifier, awards and places they play at."""
    draw = generator_for(0, "tests.sentences.newcomer.musicians")
    return build_table(
        {
            "musician_id": draw.normal(5000, 900, ROWS).round(4),
            "total_awards": draw.integers(0, 50, ROWS),
            "venue_type": draw.choice(["concert_hall", "jazz_club"], ROWS),
            "participation_in_competitions": draw.choice(["True", "False"], ROWS),
            "number_of_past_injuries": draw.integers(0, 9, ROWS),
            "number_of_injuries": np.arange(ROWS) % 23,
        },
        "number_of_injuries",
        source="data.csv",
    )


@cache
def earners() -> Table:
    """Return people with an education in words, without an order."""
    draw = generator_for(0, "tests.sentences.newcomer.earners")
    return build_table(
        {
            "education": draw.choice(["Bachelors", "Masters", "Doctorate", "HS-grad"], ROWS),
            "age": draw.integers(18, 80, ROWS),
            "income": draw.choice(["<=50K", ">50K"], ROWS),
        },
        "income",
        source="people.csv",
    )


@cache
def messages() -> Table:
    """Return texts that are spam or not."""
    draw = generator_for(0, "tests.sentences.newcomer.messages")
    known = ["free", "prize", "prizes", "call", "staff", "was", "friendly", "home", "soon"]
    return build_table(
        {
            "text": [" ".join(draw.choice(known, length)) for length in draw.integers(3, 14, ROWS)],
            "label": draw.choice(["spam", "ham"], ROWS),
        },
        "label",
        text=["text"],
        positive="spam",
        source="sms.csv",
    )
