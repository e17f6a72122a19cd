"""The open tables that programs here read, each with the outcome that is explained."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from dataexplain.tables import read_frame


@dataclass(frozen=True)
class OpenTable:
    """One table in the folder `tabular`.

    Parameters
    ----------
    name : str
        Of the file, without its ending.
    target : str
    ignore : tuple of str
        Columns that say the outcome in other words, or which rows somebody held out.
    """

    name: str
    target: str
    ignore: tuple[str, ...] = ()

    def path(self, folder: Path) -> Path:
        """Return where the table lies."""
        return folder / "tabular" / f"{self.name}.csv"

    def read(self, folder: Path) -> pd.DataFrame:
        """Return the table as its file has it."""
        return read_frame(self.path(folder))


OPEN_TABLES: dict[str, OpenTable] = {
    table.name: table
    for table in (
        OpenTable("adult", "income", ("split",)),
        OpenTable("bike_sharing_daily", "cnt", ("casual", "registered")),
        OpenTable("california_housing", "median_house_value"),
        OpenTable("compas", "two_year_recid"),
        OpenTable("pima_diabetes", "outcome"),
        OpenTable("titanic", "survived"),
        OpenTable("wine_quality", "quality"),
    )
}
