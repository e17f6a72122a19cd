"""Makes the example reports of this folder again: ``python reports/regenerate.py``.

`difference` and `hypotheses` were made with the embedded model of 1.5B; they are made again with
``--model embedded``, which takes some minutes, and left as they are without.
"""

from __future__ import annotations

import argparse
import os
import tempfile
from pathlib import Path

from dataexplain import Run, describe, differ, explain, hypothesise, verify
from dataexplain.tables.samples import sample_path

FOLDER = Path(__file__).resolve().parent
TARGETS = {"house_prices": "price", "telecom_churn": "churn"}
CUSTOMERS = "telecom customers; churn = left the company"
SENTENCES = (
    "Customers on monthly contracts leave more, even at the same tenure.",
    "Customers with high monthly charges leave more.",
    "Churn does not depend on the region.",
    "Customers with a dog leave less.",
)


def make_report(name: str) -> Run:
    """Explain a sample table as its example report does."""
    return explain(sample_path(name), TARGETS[name])


def make_description() -> Run:
    """Say in a sentence what parcels cost, as the example report does."""
    return describe(sample_path("parcel_fees"), "fee", ["weight_kg", "zone"], null_runs=20)


def main() -> None:
    """Write every example report."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--model", help="make those again that need a language model")
    options = parser.parse_args()
    for name in TARGETS:
        make_report(name).save(FOLDER / name)
    reviews, customers = sample_path("hotel_reviews"), sample_path("telecom_churn")
    # Which words stand together depends on whether MiniLM is installed; here it was.
    explain(reviews, "score", text="text").save(FOLDER / "hotel_reviews")
    with tempfile.TemporaryDirectory() as blind:
        # The reports above would make every sentence an afterthought.
        os.environ["DATAEXPLAIN_CACHE"] = blind
        verify(customers, SENTENCES, "churn").save(FOLDER / "sentences")
        make_description().save(FOLDER / "parcel_fees")
        del os.environ["DATAEXPLAIN_CACHE"]
    if options.model:
        differ(
            reviews,
            "text",
            "source",
            positive="agency",
            goal="what guests of agencies complain about",
            describe="reviews of a hotel",
            model=options.model,
            judge_rows=60,
            race_calls=300,
            keep=4,
            propose=8,
        ).save(FOLDER / "difference")
        hypothesise(customers, "churn", model=options.model, describe=CUSTOMERS).save(
            FOLDER / "hypotheses"
        )


if __name__ == "__main__":
    main()
