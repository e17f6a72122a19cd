"""Whether a planted surprise is found: tables where one effect goes against common sense.

Twenty tables with named columns; every effect goes the way everybody would expect but one, which
is reversed. Each table is explained, and a language model is asked what it expects of each column
that a supported statement is about: blind, as reports do it, and after it was shown what was
found. The reversed column should be the most surprising one.

Scores are written to ``benchmarks/scores/planted-surprises-MODEL.csv`` (table, column,
probabilities; no text), and ``--replay`` analyses them again without asking. A run stops at
``--budget`` calls.
"""

from __future__ import annotations

import csv
import dataclasses
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pandas as pd
from measuring import FIRST_REPORTED_SEED, parser_of, write_json

from dataexplain import explain
from dataexplain.llm import Budget, ChatModel, open_model
from dataexplain.narration.expectation_questions import claim_questions
from dataexplain.narration.expectations import ask_expectations
from dataexplain.narration.findings import PLAIN, Emphasis, finding
from dataexplain.narration.plain_words import PlainWords
from dataexplain.narration.surprises import LEAST_AGREEMENT, LEAST_SCORE
from dataexplain.records import ClaimRecord, ReportRecord

ROWS = 900
NOISE = 1.0
SCORES = Path(__file__).parent / "scores"


@dataclass(frozen=True)
class Planted:
    """A table: what everybody expects of each column, and the one that is turned around."""

    outcome: str
    expected: dict[str, int]
    reversed: str


TABLES = (
    Planted("monthly_salary", {"years_of_experience": 1, "education_years": 1,
                               "sick_days": -1, "responsibility_level": 1}, "education_years"),
    Planted("apartment_rent", {"living_area": 1, "number_of_rooms": 1,
                               "distance_to_center": -1, "street_noise": -1}, "living_area"),
    Planted("crop_yield", {"fertilizer_kg": 1, "irrigation_mm": 1, "weed_density": -1,
                           "pest_count": -1}, "fertilizer_kg"),
    Planted("blood_pressure", {"age_years": 1, "salt_intake": 1, "exercise_hours": -1,
                               "stress_level": 1}, "exercise_hours"),
    Planted("exam_score", {"lessons_attended": 1, "homework_hours": 1, "class_size": -1,
                           "days_absent": -1}, "lessons_attended"),
    Planted("fuel_consumption", {"vehicle_weight": 1, "engine_size": 1, "tire_pressure": -1,
                                 "driving_speed": 1}, "vehicle_weight"),
    Planted("customer_satisfaction", {"waiting_minutes": -1, "staff_friendliness": 1,
                                      "food_quality": 1, "complaints": -1}, "waiting_minutes"),
    Planted("lung_capacity", {"cigarettes_per_day": -1, "swimming_hours": 1, "air_pollution": -1,
                              "body_height": 1}, "cigarettes_per_day"),
    Planted("machine_failures", {"operating_hours": 1, "maintenance_visits": -1, "vibration": 1,
                                 "operator_training": -1}, "maintenance_visits"),
    Planted("hotel_rating", {"room_cleanliness": 1, "breakfast_quality": 1, "noise_at_night": -1,
                             "price_per_night": -1}, "room_cleanliness"),
    Planted("electricity_demand", {"air_conditioners": 1, "population": 1, "solar_panels": -1,
                                   "insulation_quality": -1}, "population"),
    Planted("delivery_delay", {"traffic_density": 1, "distance_km": 1, "number_of_couriers": -1,
                               "snow_depth": 1}, "snow_depth"),
    Planted("fish_population", {"water_quality": 1, "fishing_boats": -1, "food_supply": 1,
                                "plastic_waste": -1}, "fishing_boats"),
    Planted("marathon_time", {"weekly_training_km": -1, "body_mass_index": 1, "runner_age": 1,
                              "hill_meters": 1}, "weekly_training_km"),
    Planted("loan_default_risk", {"monthly_income": -1, "existing_debt": 1, "missed_payments": 1,
                                  "savings": -1}, "missed_payments"),
    Planted("website_visits", {"advertising_budget": 1, "page_load_seconds": -1,
                               "newsletter_subscribers": 1, "outage_minutes": -1},
            "advertising_budget"),
    Planted("wound_healing_days", {"infection_severity": 1, "patient_age": 1,
                                   "nutrition_quality": -1, "wound_size": 1},
            "infection_severity"),
    Planted("concert_attendance", {"band_popularity": 1, "ticket_price": -1, "rain_mm": -1,
                                   "posters_hung": 1}, "band_popularity"),
    Planted("accident_count", {"drivers_drunk": 1, "road_lighting": -1, "ice_on_road": 1,
                               "speed_cameras": -1}, "drivers_drunk"),
    Planted("milk_production", {"feed_quality": 1, "cow_illness": -1, "barn_comfort": 1,
                                "heat_stress": -1}, "cow_illness"),
)  # fmt: skip


@dataclass(frozen=True)
class Score:
    """What a model gave to the direction that was found, blind and in hindsight."""

    table: int
    column: str
    reversed: int
    blind: float
    blind_agreement: float
    hindsight: float


def made(planted: Planted, seed: int) -> pd.DataFrame:
    """Draw a table: independent columns, effects between a third and one spread each."""
    generator = np.random.default_rng(seed)
    outcome = generator.normal(0, NOISE, ROWS)
    columns = {}
    for name, sign in planted.expected.items():
        values = generator.gamma(6.0, 1.0, ROWS)
        turned = -sign if name == planted.reversed else sign
        size = generator.uniform(0.35, 0.8)
        outcome += turned * size * (values - values.mean()) / values.std()
        columns[name] = np.round(values * generator.choice([1, 5, 20]), 2)
    return pd.DataFrame({**columns, planted.outcome: np.round(100 + 10 * outcome, 2)})


def leading(report: ReportRecord) -> ReportRecord:
    """Return the report with one supported statement a column."""
    claims: dict[tuple[str, ...], ClaimRecord] = {}
    for claim in report.claims:
        if claim.verdict == "supported" and claim.kind in {"trend", "threshold", "level_contrast"}:
            claims.setdefault(claim.features, claim)
    return dataclasses.replace(report, claims=tuple(claims.values()))


def ask(model: ChatModel, seed: int) -> Iterator[Score]:
    """Yield the scores of every table, as far as the budget goes."""
    for number, planted in enumerate(TABLES):
        report = leading(explain(made(planted, seed + number), planted.outcome).report)
        words = PlainWords(report)
        found = " ".join(finding(c, words, Emphasis(PLAIN)).text for c in report.claims)
        asked = {}
        for way, description in (("blind", ""), ("hindsight", f"measured in it: {found}")):
            questions = [
                dataclasses.replace(question, column="")
                for question in claim_questions(report, 10, description=description)
            ]
            answers = ask_expectations(questions, model)
            if answers.ended is not None:
                print(f"The budget ended at table {number}.", file=sys.stderr)
                return
            asked[way] = {
                question.claim: answers.expected[question].record(question)
                for question in questions
                if question in answers.expected
            }
        for claim in report.claims:
            blind, hindsight = (asked[way].get(claim.id) for way in ("blind", "hindsight"))
            if blind is None or hindsight is None:
                continue
            column = claim.features[0]
            yield Score(
                number, column, int(column == planted.reversed), blind.probability,
                blind.agreement or 0.0, hindsight.probability,
            )  # fmt: skip
        print(f"{planted.outcome} is done.", file=sys.stderr)


def analysed(scores: pd.DataFrame) -> dict[str, float]:
    """Return how often the reversed column is the most surprising, and what else is listed."""
    measured: dict[str, float] = {"tables": float(scores["table"].nunique())}
    for way in ("blind", "hindsight"):
        ranks = scores.groupby("table")[way].rank(method="average")
        measured[f"{way}: ranked first"] = float((ranks[scores["reversed"] == 1] == 1).mean())
        measured[f"{way}: mean rank"] = float(ranks[scores["reversed"] == 1].mean())
        measured[f"{way}: right of the others"] = float(
            (scores.loc[scores["reversed"] == 0, way] > 0.5).mean()
        )
    listed = (1 - scores["blind"] >= LEAST_SCORE) & (scores["blind_agreement"] >= LEAST_AGREEMENT)
    measured["listed, reversed"] = float(listed[scores["reversed"] == 1].mean())
    measured["listed, others"] = float(listed[scores["reversed"] == 0].mean())
    return measured


def main() -> None:
    parser = parser_of(__doc__)
    parser.add_argument("--model", default="embedded:qwen2.5-coder-1.5b")
    parser.add_argument("--budget", type=int, default=6000, help="calls at most")
    parser.add_argument("--seed", type=int, default=FIRST_REPORTED_SEED)
    parser.add_argument("--replay", action="store_true", help="analyse the scores kept")
    options = parser.parse_args()
    kept = SCORES / f"planted-surprises-{options.model.rpartition(':')[2]}.csv"
    if not options.replay:
        with open_model(options.model, budget=Budget(calls=options.budget), log=False) as model:
            scores = list(ask(model, options.seed))
        kept.parent.mkdir(exist_ok=True)
        with kept.open("w", encoding="utf-8", newline="") as file:
            writer = csv.writer(file)
            writer.writerow(Score.__annotations__)
            writer.writerows(vars(score).values() for score in scores)
    measured = analysed(pd.read_csv(kept))
    for name, value in measured.items():
        print(f"{name:28s} {value:.3f}")
    write_json(options.json, [measured])


if __name__ == "__main__":
    main()
