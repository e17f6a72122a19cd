"""Two groups of texts that an old report compared, found again among new rows."""

from __future__ import annotations

import numpy as np
import pandas as pd

from dataexplain.records import ReportRecord
from dataexplain.tables.cell_types import as_words
from dataexplain.tables.cells import read_cells

PROPERTY_DIFFERENCE = "property_difference"


def compares_groups(report: ReportRecord) -> bool:
    """Tell whether a report says of two groups of texts what a judge looked for in them."""
    return any(claim.kind == PROPERTY_DIFFERENCE for claim in report.claims)


def with_the_rest(report: ReportRecord, frame: pd.DataFrame) -> pd.DataFrame:
    """Call every group that the report had compared with one of them as the report does.

    Of a report on "north" and "not north", whoever is not of the north is the latter. Other
    reports change nothing.

    Parameters
    ----------
    report : ReportRecord
    frame : DataFrame
        With the target.
    """
    classes = report.outcome.classes
    if not compares_groups(report) or len(classes) != 2:
        return frame
    first = report.outcome.positive or classes[0]
    rest = next(name for name in classes if name != first)
    cells = read_cells(frame[report.target])
    words = as_words(cells)
    if rest != f"not {first}" or rest in words.categories:
        return frame
    others = ~cells.missing & np.asarray(words != first)
    return frame.assign(**{report.target: frame[report.target].astype(object).mask(others, rest)})
