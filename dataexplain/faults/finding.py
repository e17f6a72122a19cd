"""All checks on a table, one after the other."""

from __future__ import annotations

import numpy as np

from dataexplain.faults.after_outcome import after_outcome_faults
from dataexplain.faults.capping import capping_faults
from dataexplain.faults.constants import constant_faults
from dataexplain.faults.copies import copy_faults
from dataexplain.faults.duplicates import duplicate_fault
from dataexplain.faults.heaping import find_heaping, heaping_fault
from dataexplain.faults.label_in_text import label_faults
from dataexplain.faults.leaks import leak_faults
from dataexplain.faults.missing_cells import missing_faults
from dataexplain.faults.sentinels import sentinel_faults
from dataexplain.faults.spikes import spike_fault
from dataexplain.faults.value_counts import ValueCounts, counted_columns
from dataexplain.faults.zeros import zero_faults
from dataexplain.models.adjustment import AdjustedRows
from dataexplain.records import FaultRecord
from dataexplain.tables import Table

_SEVERITIES = ("warning", "note")


def find_faults(table: Table, rows: AdjustedRows) -> tuple[FaultRecord, ...]:
    """Look for everything odd in a table; nothing is changed.

    Checks of columns alone (the target's own values among them) look at all rows of the table,
    checks of a column against the outcome at discovery rows only, so that verification rows still
    decide about statements afresh.

    Parameters
    ----------
    table : Table
    rows : AdjustedRows
        Discovery rows.

    Returns
    -------
    tuple of FaultRecord
        Warnings first; `claims` is empty, see `touching`.
    """
    codes, columns = _codes(table, rows)
    faults = [
        *leak_faults(table, rows),
        *codes,
        *_shapes(table, columns),
        duplicate_fault(table),
        *copy_faults(table),
        *label_faults(table, rows),
        *missing_faults(table, rows),
        *after_outcome_faults(table),
        *constant_faults(table),
    ]
    found = [fault for fault in faults if fault is not None]
    return tuple(sorted(found, key=lambda fault: _SEVERITIES.index(fault.severity)))


def _codes(table: Table, rows: AdjustedRows) -> tuple[list[FaultRecord], list[ValueCounts]]:
    """Return codes for missing, and the counts of all columns without these codes."""
    found: list[FaultRecord] = []
    columns: list[ValueCounts] = []
    for counts in counted_columns(table):
        codes = sentinel_faults(table, rows, counts)
        found += codes
        columns.append(_without(counts, codes))
    zeros = zero_faults(table, rows, columns)
    return found + zeros, [
        _without(counts, [fault for fault in zeros if fault.column == counts.name])
        for counts in columns
    ]


def _without(counts: ValueCounts, faults: list[FaultRecord]) -> ValueCounts:
    return counts.without(np.array([float(fault.values[0]) for fault in faults]))


def _shapes(table: Table, columns: list[ValueCounts]) -> list[FaultRecord]:
    """Return rounding, filled-in values and cut-off ends of each column."""
    found: list[FaultRecord | None] = []
    for counts in columns:
        heaping = find_heaping(counts)
        if heaping is not None:
            found.append(heaping_fault(table, counts, heaping))
        found.append(spike_fault(table, counts, heaping))
        found += capping_faults(table, counts)
    return [fault for fault in found if fault is not None]
