"""Rows of several columns as pairs, for tests of rules on columns."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from dataexplain.tables.pair_reading import read_pairs
from dataexplain.tables.pairs import Pairs


def rows_of(columns: Mapping[str, Sequence[object]], outputs: Sequence[object]) -> Pairs:
    """Return the rows of a table as pairs, read as a file is."""
    table = {**columns, "the output": outputs}
    return read_pairs(table, list(columns), "the output", least=1).pairs
