"""The screen of a wide table, as the report tells of it."""

from __future__ import annotations

import dataclasses

from dataexplain.records import ReportRecord, ScreenRecord


def with_screen(report: ReportRecord, record: ScreenRecord | None) -> ReportRecord:
    """Return the report with its screen: a record, a line of the ledger, and a note.

    Parameters
    ----------
    report : ReportRecord
    record : ScreenRecord or None
        None leaves the report as it is.

    Returns
    -------
    ReportRecord

    Examples
    --------
    >>> screen_line(ScreenRecord(5000, 200, ("a",) * 4800, "By their tenths."))
    {'screened': 5000, 'kept': 200, 'left_out': 4800, 'rows': 'discovery'}
    """
    if record is None:
        return report
    note = (
        f"Of {record.columns:,} columns {record.kept:,} were fitted; the other "
        f"{len(record.left_out):,} were left out by a screen and are held fixed by no claim."
    )
    return dataclasses.replace(
        report,
        screen=record,
        ledger=(screen_line(record), *report.ledger),
        notes=(*report.notes, note),
    )


def screen_line(record: ScreenRecord) -> dict[str, object]:
    """Return the screen as the ledger counts it."""
    return {
        "screened": record.columns,
        "kept": record.kept,
        "left_out": len(record.left_out),
        "rows": "discovery",
    }
