"""How the table's columns were read, and what was remarked on the way."""

from __future__ import annotations

from typing import Any

from dataexplain.records import ReportRecord
from dataexplain.report.formatting import count, counted, listed, share
from dataexplain.report.narration import descriptions_context

# Beyond these the page names what it leaves to report.json: it has to stay small enough to mail.
MOST_COLUMNS = 400
MOST_SCREENED = 200


def data_context(record: ReportRecord) -> dict[str, Any]:
    """Return the columns, what is said of them and which were left out before any model.

    Parameters
    ----------
    record : ReportRecord
    """
    total = record.splits.discovery + record.splits.verification
    columns = [
        {
            "name": column.name,
            "role": record.roles.get(column.name, column.role),
            "missing": _missing(column.missing, total),
            "distinct": count(column.distinct),
            "note": " ".join(part for part in (_unit_note(column.unit), column.note) if part),
        }
        for column in record.columns[:MOST_COLUMNS]
    ]
    return {
        "columns": columns,
        "columns_more": max(len(record.columns) - MOST_COLUMNS, 0),
        "columns_count": counted(len(record.columns), "column"),
        "notes": list(record.notes),
        "descriptions": descriptions_context(record.narration),
        "screened": _screened(record),
    }


def _missing(missing: int, total: int) -> str:
    if not missing:
        return "none"
    return f"{count(missing)} ({share(missing / total)})" if total else count(missing)


def _unit_note(unit: str | None) -> str:
    return f"In {unit}." if unit else ""


def _screened(record: ReportRecord) -> dict[str, Any]:
    """Name the columns that a look at discovery rows left out."""
    if record.screen is None or not record.screen.left_out:
        return {"label": "", "names": "", "more": 0}
    names = record.screen.left_out
    return {
        "label": f"The {counted(len(names), 'column')} left out before any model was fitted",
        "names": listed(list(names[:MOST_SCREENED])),
        "more": max(len(names) - MOST_SCREENED, 0),
    }
