"""Tabular data in, tables with read columns and two sets of rows out."""

from dataexplain.tables.outcome_scale import OutcomeScale
from dataexplain.tables.reading import as_frame, read_frame
from dataexplain.tables.schema import build_table
from dataexplain.tables.splitting import Split, split_rows
from dataexplain.tables.table import Column, Role, Table, Task

__all__ = [
    "Column",
    "OutcomeScale",
    "Role",
    "Split",
    "Table",
    "Task",
    "as_frame",
    "build_table",
    "read_frame",
    "split_rows",
]
