"""Pairs of which everybody knows the direction: what a model's leanings are calibrated on.

A small model knows directions but says so with log-odds near 0, and leans to one answer. What it
says of these pairs tells how far apart its "higher" and "lower" lie.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class EverydayDirection:
    """A column that grows, or its levels, and whether the outcome is then higher."""

    columns: str
    column: str
    levels: tuple[str, str] | None
    outcome: str
    higher: bool


EVERYDAY_DIRECTIONS = (
    EverydayDirection(
        "outdoor_temp, weekday, ice_cream_sales",
        "outdoor_temp",
        None,
        "average ice_cream_sales",
        True,
    ),
    EverydayDirection(
        "outdoor_temp, floor_area, heating_cost",
        "outdoor_temp",
        None,
        "average heating_cost",
        False,
    ),
    EverydayDirection("height_cm, sex, weight_kg", "height_cm", None, "average weight_kg", True),
    EverydayDirection(
        "mileage, brand, resale_value", "mileage", None, "average resale_value", False
    ),
    EverydayDirection(
        "hours_studied, school, passed_exam",
        "hours_studied",
        None,
        "the probability that passed_exam is yes",
        True,
    ),
    EverydayDirection(
        "altitude_m, season, air_pressure", "altitude_m", None, "average air_pressure", False
    ),
    EverydayDirection(
        "engine_power, fuel, top_speed", "engine_power", None, "average top_speed", True
    ),
    EverydayDirection(
        "vaccinated, region, infected",
        "vaccinated",
        ("yes", "no"),
        "the probability that infected is yes",
        False,
    ),
    EverydayDirection(
        "rainfall_mm, month, river_level", "rainfall_mm", None, "average river_level", True
    ),
    EverydayDirection(
        "road_condition, speed, braking_distance",
        "road_condition",
        ("dry", "icy"),
        "average braking_distance",
        False,
    ),
    EverydayDirection("pages, language, days_to_read", "pages", None, "average days_to_read", True),
    EverydayDirection(
        "sleep_hours, job, tiredness_score", "sleep_hours", None, "average tiredness_score", False
    ),
    EverydayDirection(
        "passengers, airline, boarding_minutes",
        "passengers",
        None,
        "average boarding_minutes",
        True,
    ),
    EverydayDirection(
        "battery_age_years, brand, battery_life_hours",
        "battery_age_years",
        None,
        "average battery_life_hours",
        False,
    ),
    EverydayDirection(
        "seat_class, route, ticket_cost",
        "seat_class",
        ("business", "economy"),
        "average ticket_cost",
        True,
    ),
    EverydayDirection(
        "distance_from_router, device, wifi_speed",
        "distance_from_router",
        None,
        "average wifi_speed",
        False,
    ),
)
