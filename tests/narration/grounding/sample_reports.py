"""The sample reports that sentences are checked against."""

from __future__ import annotations

import functools
import json
from pathlib import Path

from dataexplain.narration.grounding.names import Naming
from dataexplain.records import ReportRecord

FOLDER = Path(__file__).parents[3] / "benchmarks" / "check_text" / "reports"
TABLES = tuple(sorted(path.stem for path in FOLDER.glob("*.json")))


@functools.cache
def sample_report(table: str) -> ReportRecord:
    """Return the report of a sample table."""
    values = json.loads((FOLDER / f"{table}.json").read_text(encoding="utf-8"))
    return ReportRecord.from_dict(values)


@functools.cache
def sample_naming(table: str) -> Naming:
    """Return the names of a sample table."""
    return Naming(sample_report(table), {})
