"""Page size: how large report.html is for a table of a hundred columns."""

from __future__ import annotations

import argparse
from typing import Any

import numpy as np
import pandas as pd
from measuring import FIRST_REPORTED_SEED, parser_of, write_json
from planted import EXPLAINED, planted

from dataexplain.records import ReportRecord
from dataexplain.report import render_html
from dataexplain.runs.explaining import explain_table
from dataexplain.tables import build_table

MEGABYTE = 1e6
MOST_MEGABYTES = 2.0


def wide_table(seed: int, columns: int, rows: int) -> pd.DataFrame:
    """Put planted tables side by side, their signals summed to one outcome."""
    generator = np.random.default_rng([seed, rows])
    parts: list[pd.DataFrame] = []
    signal = np.zeros(rows)
    while sum(part.shape[1] for part in parts) < columns:
        population = planted(seed + len(parts))
        part = population.columns(rows, generator)
        signal += population.signal(part)
        parts.append(part.add_prefix(f"t{len(parts)}_"))
    frame = pd.concat(parts, axis=1).iloc[:, :columns]
    signal *= np.sqrt(EXPLAINED) / signal.std()
    frame["y"] = np.round(50 + 10 * (signal + np.sqrt(1 - EXPLAINED) * generator.normal(size=rows)))
    return frame


def sizes(record: ReportRecord) -> dict[str, Any]:
    """Return what the page and the file of the record weigh."""
    with_rows, without = (render_html(record, rows=rows) for rows in (True, False))
    return {
        "page": len(with_rows.encode()) / MEGABYTE,
        "page without example rows": len(without.encode()) / MEGABYTE,
        "claims": record.counts.tried,
        "supported": record.counts.supported,
        "curves": len(record.curves),
    }


def main() -> None:
    parser = parser_of(__doc__)
    parser.add_argument("--first-seed", type=int, default=FIRST_REPORTED_SEED)
    parser.add_argument("--columns", type=int, nargs="+", default=[20, 100])
    parser.add_argument("--rows", type=int, nargs="+", default=[1000])
    options: argparse.Namespace = parser.parse_args()
    print(f"Size of report.html; wanted <= {MOST_MEGABYTES} MB at 100 columns\n")
    print("columns    rows  claims  supported    page  without example rows")
    results = []
    for columns in options.columns:
        for rows in options.rows:
            table = build_table(wide_table(options.first_seed, columns, rows), "y")
            found = sizes(explain_table(table, seed=0))
            print(
                f"{columns:7d} {rows:7d}  {found['claims']:6d}  {found['supported']:9d}"
                f"  {found['page']:6.2f}  {found['page without example rows']:20.2f}",
                flush=True,
            )
            results.append({"columns": columns, "rows": rows, **found})
    write_json(options.json, {"wanted": MOST_MEGABYTES, "results": results})


if __name__ == "__main__":
    main()
