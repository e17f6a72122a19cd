"""Pairs of which everybody knows the direction: what a model's leanings are calibrated on.

A small model knows directions but says so with log-odds near 0, and leans to one answer. What it
says of these pairs tells how far apart its "higher" and "lower" lie.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class EverydayDirection:
    """A situation, an outcome, and whether the outcome is then usually higher."""

    columns: str
    situation: str
    outcome: str
    higher: bool


EVERYDAY_DIRECTIONS = (
    EverydayDirection("outdoor_temp, weekday, ice_cream_sales", "When outdoor_temp is larger",
                      "average ice_cream_sales", True),
    EverydayDirection("outdoor_temp, floor_area, heating_cost", "When outdoor_temp is larger",
                      "average heating_cost", False),
    EverydayDirection("height_cm, sex, weight_kg", "When height_cm is larger",
                      "average weight_kg", True),
    EverydayDirection("mileage, brand, resale_value", "When mileage is larger",
                      "average resale_value", False),
    EverydayDirection("hours_studied, school, passed_exam", "When hours_studied is larger",
                      "the probability that passed_exam is yes", True),
    EverydayDirection("altitude_m, season, air_pressure", "When altitude_m is larger",
                      "average air_pressure", False),
    EverydayDirection("engine_power, fuel, top_speed", "When engine_power is larger",
                      "average top_speed", True),
    EverydayDirection("vaccinated, region, infected", "When vaccinated is yes rather than no",
                      "the probability that infected is yes", False),
    EverydayDirection("rainfall_mm, month, river_level", "When rainfall_mm is larger",
                      "average river_level", True),
    EverydayDirection("road_condition, speed, braking_distance",
                      "When road_condition is dry rather than icy",
                      "average braking_distance", False),
    EverydayDirection("pages, language, days_to_read", "When pages is larger",
                      "average days_to_read", True),
    EverydayDirection("sleep_hours, job, tiredness_score", "When sleep_hours is larger",
                      "average tiredness_score", False),
    EverydayDirection("passengers, airline, boarding_minutes", "When passengers is larger",
                      "average boarding_minutes", True),
    EverydayDirection("battery_age_years, brand, battery_life_hours",
                      "When battery_age_years is larger", "average battery_life_hours", False),
    EverydayDirection("seat_class, route, ticket_cost",
                      "When seat_class is business rather than economy",
                      "average ticket_cost", True),
    EverydayDirection("distance_from_router, device, wifi_speed",
                      "When distance_from_router is larger", "average wifi_speed", False),
)  # fmt: skip
