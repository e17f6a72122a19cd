"""Makes the sample tables of this folder, byte for byte the same on every machine.

What is true in them is planted here and stated in the datasheet beside each table.

Run ``python data/make_samples.py`` to write them, with ``--check`` to compare them only.
"""

from __future__ import annotations

import argparse
import csv
import datetime
import io
import random
import re
import sys
import tomllib
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from statistics import NormalDist

FOLDER = Path(__file__).resolve().parent
CHURN_ROWS, CHURN_SEED = 2400, 20240
HOUSE_ROWS, HOUSE_SEED = 1800, 20250
REVIEW_ROWS, REVIEW_SEED = 2400, 20260
PARCEL_ROWS, PARCEL_SEED = 180, 20273
MONTHS = (
    *("January", "February", "March", "April", "May", "June", "July"),
    *("August", "September", "October", "November", "December"),
)
PHRASES = FOLDER / "hotel_phrases.toml"

Row = dict[str, object]


class Draws:
    """Random draws that rest on `random.Random.random` alone, which never changes its stream."""

    def __init__(self, seed: int) -> None:
        self._source = random.Random(seed)
        self._normal = NormalDist()

    def uniform(self, low: float, high: float) -> float:
        """Draw a number evenly from a range."""
        return low + (high - low) * self._source.random()

    def normal(self, mean: float = 0.0, spread: float = 1.0) -> float:
        """Draw a number from a normal distribution."""
        return mean + spread * self._normal.inv_cdf(max(self._source.random(), 1e-12))

    def chance(self, probability: float) -> bool:
        """Draw yes or no."""
        return self._source.random() < probability

    def one_of(self, shares: Mapping[str, float]) -> str:
        """Draw a name by its share."""
        place = self._source.random() * sum(shares.values())
        for name, share in shares.items():
            place -= share
            if place < 0:
                return name
        return name

    def among(self, entries: Sequence[str]) -> str:
        """Draw an entry of a list, all alike."""
        return entries[int(self._source.random() * len(entries))]

    def shuffled(self, entries: Sequence[str]) -> list[str]:
        """Draw an order."""
        keyed = sorted((self._source.random(), place) for place in range(len(entries)))
        return [entries[place] for _, place in keyed]

    def count(self, mean: float, most: int) -> int:
        """Draw a whole number around a mean, at most so many."""
        return min(most, sum(self._source.random() < mean / 20 for _ in range(20)))


def churn_rows() -> Iterator[Row]:
    """Draw the customers of a telephone company; effects add up in points of probability."""
    draws = Draws(CHURN_SEED)
    moods = ("very low", "low", "medium", "high", "very high")
    for number in range(1, CHURN_ROWS + 1):
        tenure = 1 + int(draws.uniform(0, 48))
        contract = draws.one_of({"month-to-month": 0.5, "one year": 0.3, "two year": 0.2})
        charges = round(draws.uniform(20, 120), 1)
        calls = draws.count(2.5, 8)
        senior = draws.chance(0.35)
        usage = round(draws.uniform(0, 60), 1)
        # The bystander: it follows the calls, and has no effect of its own.
        mood = 3.6 - 0.6 * calls + draws.normal(0, 0.85)
        leaves = (
            -0.12
            + 0.055 * calls
            + 0.30 * (tenure < 12)
            + 0.18 * (contract == "month-to-month")
            + 0.30 * ((usage - 30) / 30) ** 2
            + 0.35 * (senior and charges >= 80)
        )
        start = datetime.date(2023, 1, 1) + datetime.timedelta(days=int(draws.uniform(0, 365)))
        yield {
            "customer_id": f"C-{number:05d}",
            "contract_start": start.isoformat(),
            "region": draws.one_of({"north": 0.3, "east": 0.25, "south": 0.25, "west": 0.2}),
            "senior": "yes" if senior else "no",
            "tenure_months": tenure,
            "contract": contract,
            "payment_method": draws.one_of({"card": 0.4, "bank transfer": 0.35, "invoice": 0.25}),
            "monthly_charges": f"${charges:.2f}",
            "data_usage_gb": "" if draws.chance(0.05) else usage,
            "support_calls": calls,
            "satisfaction": moods[min(4, max(0, round(mood)))],
            "churn": "yes" if draws.chance(leaves) else "no",
        }


def house_rows() -> Iterator[Row]:
    """Draw the houses sold in a city; effects add up in dollars."""
    draws = Draws(HOUSE_SEED)
    classes = {"A": 0.08, "B": 0.14, "C": 0.2, "D": 0.22, "E": 0.18, "F": 0.11, "G": 0.07}
    for number in range(1, HOUSE_ROWS + 1):
        area = round(min(220.0, max(30.0, draws.normal(110, 32))))
        # The bystander: it follows the area, and has no effect of its own.
        rooms = min(9, max(1, round(area / 26 + draws.normal(0, 0.75))))
        distance = round(draws.uniform(0.3, 20.0), 1)
        built = 1900 + int(draws.uniform(0, 124))
        energy = draws.one_of(classes)
        garden = draws.chance(0.45)
        noise = round(draws.uniform(40, 80))
        price = (
            150_000
            + 1_500 * area
            - 4_000 * distance
            + 110_000 * ((built - 1965) / 60) ** 2
            + 45_000 * (energy in "AB")
            - 45_000 * (noise >= 65)
            + 75_000 * (garden and distance < 6)
            + draws.normal(0, 38_000)
        )
        listed = datetime.date(2022, 1, 1) + datetime.timedelta(days=int(draws.uniform(0, 730)))
        yield {
            "house_id": f"H{number:04d}",
            "listed_on": listed.isoformat(),
            "area_m2": area,
            "rooms": rooms,
            "floor": draws.count(2.0, 6),
            "year_built": built,
            "energy_class": "n/a" if draws.chance(0.04) else energy,
            "garden": "yes" if garden else "no",
            "distance_km": distance,
            "street_noise_db": noise,
            "heating": draws.one_of({"gas": 0.5, "district": 0.3, "heat pump": 0.2}),
            "price": f"${max(40_000, round(price / 500) * 500):,}",
        }


class Sentences:
    """The sentences of reviews, drawn from `hotel_phrases.toml`."""

    def __init__(self, draws: Draws) -> None:
        self._draws = draws
        self._lists = tomllib.loads(PHRASES.read_text(encoding="utf-8"))

    def one(self, theme: str, month: str) -> str:
        """Draw a sentence of a theme, with its words; the month is known."""
        template = self._draws.among(self._lists[theme]["sentences"])
        words = {**self._lists["words"], "month": [month]}
        said = re.sub(r"\{(\w+)\}", lambda slot: self._draws.among(words[slot[1]]), template)
        return said[0].upper() + said[1:]


def review_rows() -> Iterator[Row]:
    """Draw the reviews of a hotel; effects add up in points of the score."""
    draws = Draws(REVIEW_SEED)
    sentences = Sentences(draws)
    for number in range(1, REVIEW_ROWS + 1):
        trip = draws.one_of({"business": 0.35, "couple": 0.3, "family": 0.2, "friends": 0.15})
        source = draws.one_of({"app": 0.4, "website": 0.35, "agency": 0.25})
        length = int(draws.uniform(0, 5))
        chances = {
            "refund": 0.3 if source == "agency" else 0.06,
            "breakfast": 0.28,
            "staff": 0.25,
            "dirt": 0.15,
            "noise": 0.25,
            "parking": 0.04 + 0.08 * length,
            "pool": 0.04 + 0.08 * length,
            "code": 0.35 if source == "app" else 0.07,
            "questions": 0.22,
            "courtesies": 0.2,
        }
        has = {theme: draws.chance(chance) for theme, chance in chances.items()}
        score = (
            7.8
            - 1.8 * has["refund"]
            + 0.9 * has["breakfast"]
            + 0.8 * has["staff"]
            - 1.3 * has["dirt"]
            - 1.9 * (has["noise"] and trip == "business")
            - 1.0 * has["questions"]
            - 0.3 * length
            - 0.5 * (source == "app")
            + draws.normal(0, 0.9)
        )
        themes = [theme for theme in has if has[theme]] + ["fillers"] * length
        visited = datetime.date(2024, 1, 1) + datetime.timedelta(days=int(draws.uniform(0, 366)))
        text = [
            sentences.one(theme, MONTHS[visited.month - 1])
            for theme in ("openings", *draws.shuffled(themes))
        ]
        yield {
            "review_id": f"R{number:04d}",
            "visited_on": visited.isoformat(),
            "source": source,
            "trip": trip,
            "nights": 1 + draws.count(2.5, 9),
            "text": " ".join(text),
            "score": round(min(10.0, max(0.0, score)), 1),
        }


def parcel_rows() -> Iterator[Row]:
    """Draw parcels whose fee follows a tariff, but for some."""
    draws = Draws(PARCEL_SEED)
    for number in range(1, PARCEL_ROWS + 1):
        weight, zone = 1 + int(draws.uniform(0, 30)), 1 + int(draws.uniform(0, 5))
        fee = 2 * weight + 5 * zone + 4
        charged = draws.one_of({"tariff": 0.9, "waived": 0.04, "bulky": 0.04, "mistyped": 0.02})
        changes = {"tariff": fee, "waived": 0, "bulky": fee + 15, "mistyped": fee + 1}
        shipped = datetime.date(2024, 3, 1) + datetime.timedelta(days=int(draws.uniform(0, 90)))
        yield {
            "parcel_id": f"P-{number:04d}",
            "shipped": shipped.isoformat(),
            "weight_kg": weight,
            "zone": zone,
            "fee": changes[charged],
        }


SAMPLES: dict[str, Callable[[], Iterator[Row]]] = {
    "telecom_churn.csv": churn_rows,
    "house_prices.csv": house_rows,
    "hotel_reviews.csv": review_rows,
    "parcel_fees.csv": parcel_rows,
}


def content(rows: Iterator[Row]) -> bytes:
    """Return the rows as a CSV file."""
    records = list(rows)
    text = io.StringIO()
    writer = csv.DictWriter(text, fieldnames=list(records[0]), lineterminator="\n")
    writer.writeheader()
    writer.writerows(records)
    return text.getvalue().encode("utf-8")


def main(arguments: Sequence[str] | None = None) -> int:
    """Write the samples, or say which of them differ from what would be written."""
    parser = argparse.ArgumentParser(description="Makes the sample tables of this folder.")
    parser.add_argument("--check", action="store_true", help="compare only; exit 1 on a difference")
    parser.add_argument("--folder", type=Path, default=FOLDER, help="where the tables lie")
    chosen = parser.parse_args(arguments)
    different = []
    for name, rows in SAMPLES.items():
        path = chosen.folder / name
        made = content(rows())
        if chosen.check:
            if not path.exists() or path.read_bytes() != made:
                different.append(name)
        else:
            path.write_bytes(made)
            print(f"{path.name}: {len(made):,} bytes")
    for name in different:
        print(f"{name} is not what make_samples.py writes", file=sys.stderr)
    return 1 if different else 0


if __name__ == "__main__":
    raise SystemExit(main())
