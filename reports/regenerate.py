"""Makes the example reports of this folder again: ``python reports/regenerate.py``."""

from __future__ import annotations

from pathlib import Path

from dataexplain import Run, explain
from dataexplain.tables.samples import sample_path

FOLDER = Path(__file__).resolve().parent
TARGETS = {"house_prices": "price", "telecom_churn": "churn"}
REVIEWS = FOLDER.parent / "data" / "hotel_reviews.csv"


def make_report(name: str) -> Run:
    """Explain a sample table as its example report does."""
    return explain(sample_path(name), TARGETS[name])


def main() -> None:
    """Write every example report."""
    for name in TARGETS:
        make_report(name).save(FOLDER / name)
    # Which words stand together depends on whether MiniLM is installed; here it was.
    explain(REVIEWS, "score", text="text").save(FOLDER / "hotel_reviews")


if __name__ == "__main__":
    main()
