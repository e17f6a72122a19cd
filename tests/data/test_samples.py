"""The sample tables: made again byte for byte, found, and explained as they were planted."""

from __future__ import annotations

import importlib.util
from pathlib import Path
from types import ModuleType

import pytest

from dataexplain import ParameterError, read_report
from dataexplain.records import ClaimRecord, ReportRecord
from dataexplain.tables.samples import SAMPLES, sample_path

ROOT = Path(__file__).parents[2]
TARGETS = {"house_prices": "price", "telecom_churn": "churn"}
PLANTED = {
    "telecom_churn": (
        ("trend", {"support_calls"}, "up"),
        ("threshold", {"tenure_months"}, "down"),
        ("turning_point", {"data_usage_gb"}, None),
        ("level_contrast", {"contract"}, "up"),
        ("subgroup", {"senior", "monthly_charges"}, "up"),
    ),
    "house_prices": (
        ("trend", {"area_m2"}, "up"),
        ("trend", {"distance_km"}, "down"),
        ("turning_point", {"year_built"}, None),
        ("level_contrast", {"energy_class"}, "up"),
        ("threshold", {"street_noise_db"}, "down"),
        ("subgroup", {"garden", "distance_km"}, "up"),
    ),
}
WITHOUT_EFFECT = {
    "telecom_churn": {"satisfaction", "region", "payment_method", "contract_start"},
    "house_prices": {"rooms", "floor", "heating", "listed_on"},
}


def loaded(path: Path) -> ModuleType:
    """Import a script that lies outside the package."""
    description = importlib.util.spec_from_file_location(path.stem, path)
    assert description is not None
    assert description.loader is not None
    module = importlib.util.module_from_spec(description)
    description.loader.exec_module(module)
    return module


@pytest.fixture(scope="module")
def make_samples() -> ModuleType:
    return loaded(ROOT / "data" / "make_samples.py")


def test_the_committed_samples_are_what_the_script_writes(make_samples: ModuleType) -> None:
    assert make_samples.main(["--check"]) == 0


def test_a_difference_is_seen(
    make_samples: ModuleType, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert make_samples.main(["--folder", str(tmp_path)]) == 0
    assert make_samples.main(["--folder", str(tmp_path), "--check"]) == 0
    path = tmp_path / "house_prices.csv"
    path.write_bytes(path.read_bytes().replace(b"gas", b"gaz", 1))
    assert make_samples.main(["--folder", str(tmp_path), "--check"]) == 1
    assert "house_prices.csv" in capsys.readouterr().err


@pytest.mark.parametrize("name", SAMPLES)
def test_samples_are_found_and_have_a_datasheet(name: str) -> None:
    path = sample_path(name)
    sheet = (ROOT / "data" / f"{name}.md").read_text(encoding="utf-8")
    with path.open(encoding="utf-8") as file:
        header = file.readline().strip().split(",")
        rows = sum(1 for _ in file)
    assert f"{rows:,} " in sheet
    assert all(f"`{column}`" in sheet for column in header)


def test_an_unknown_sample_is_a_parameter_error() -> None:
    with pytest.raises(ParameterError, match="one of hotel_reviews, house_prices, parcel_fees"):
        sample_path("iris")


def planted_claims(name: str, report: ReportRecord) -> dict[int, list[ClaimRecord]]:
    """Return the supported claims that say each planted truth."""
    adjusted = [
        claim
        for claim in report.claims
        if claim.verdict == "supported" and claim.basis == "adjusted"
    ]
    return {
        place: [
            claim
            for claim in adjusted
            if claim.kind == kind
            and set(claim.features) == features
            and direction in (None, claim.direction)
        ]
        for place, (kind, features, direction) in enumerate(PLANTED[name])
    }


@pytest.mark.parametrize("name", PLANTED)
def test_the_example_report_says_what_was_planted(name: str) -> None:
    report = read_report(ROOT / "reports" / name)
    found = planted_claims(name, report)
    assert not [PLANTED[name][place] for place, claims in found.items() if not claims]
    for claim in report.claims:
        if claim.verdict == "supported" and claim.basis == "adjusted":
            assert not {column.split(".")[0] for column in claim.features} & WITHOUT_EFFECT[name]


@pytest.mark.parametrize("name", SAMPLES)
def test_the_example_report_holds_no_path_of_a_machine(name: str) -> None:
    report = read_report(ROOT / "reports" / name)
    assert report.settings["source"] == f"{name}.csv"
    for path in (ROOT / "reports" / name).iterdir():
        text = path.read_text(encoding="utf-8")
        assert str(ROOT) not in text
        assert "/home/" not in text


def test_the_tariff_of_the_parcels_is_found_and_its_exceptions_are_shown() -> None:
    (claim,) = read_report(ROOT / "reports" / "parcel_fees").claims
    told = claim.prompted
    assert told is not None
    assert (claim.verdict, told.basis, told.rule) == (
        "supported",
        "code",
        "twice the first number plus 5 times the second number plus 4",
    )
    waived = [row for row in told.failures if row.output == "0"]
    assert waived
    assert 0.8 < told.right / told.asked < 1


def test_the_report_on_parcels_comes_again() -> None:
    committed = read_report(ROOT / "reports" / "parcel_fees")
    made = loaded(ROOT / "reports" / "regenerate.py").make_description().report
    assert [(claim.id, claim.verdict) for claim in made.claims] == [
        (claim.id, claim.verdict) for claim in committed.claims
    ]


@pytest.mark.slow
@pytest.mark.parametrize("name", PLANTED)
def test_the_example_report_comes_again(name: str) -> None:
    committed = read_report(ROOT / "reports" / name)
    made = loaded(ROOT / "reports" / "regenerate.py").make_report(name).report
    assert [(claim.id, claim.verdict) for claim in made.claims] == [
        (claim.id, claim.verdict) for claim in committed.claims
    ]
    assert made.splits == committed.splits
