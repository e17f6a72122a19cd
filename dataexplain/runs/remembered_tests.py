"""Tests on a table held against what its rows were asked before, and noted for what comes after."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from dataexplain.records import ReportRecord
from dataexplain.runs.difference_wish import DifferenceWish
from dataexplain.runs.differing import differ_by_words, differ_table, opened_or_none
from dataexplain.runs.earlier_tests import earlier_tests, remember_tests
from dataexplain.runs.explanation import Wanted
from dataexplain.runs.language_model import ModelWish
from dataexplain.runs.progress import Progress
from dataexplain.runs.verifying import verify_table
from dataexplain.tables import Table


def verify_and_remember(
    table: Table, sentences: Sequence[str], model: ModelWish | None, **options: Any
) -> ReportRecord:
    """Test sentences, and note in the user's cache folder that they were tested.

    Parameters
    ----------
    table : Table
    sentences : sequence of str
    model : ModelWish or None
    **options
        Further arguments of `verify_table`.

    Returns
    -------
    ReportRecord
    """
    earlier = earlier_tests(table)
    with Wanted(model=model).opened_model(table.target) as opened:
        report = verify_table(table, sentences, model=opened, earlier=earlier, **options)
    remember_tests(report, earlier)
    return report


def differ_and_remember(
    table: Table,
    text: str,
    wanted: DifferenceWish,
    model: ModelWish | None,
    *,
    embedder: str | None = "minilm",
    seed: int = 0,
    title: str | None = None,
    progress: Progress | None = None,
) -> ReportRecord:
    """Compare two groups of texts, and note in the user's cache folder what was tested.

    Parameters
    ----------
    table : Table
        Of two groups.
    text : str
        The text column.
    wanted : DifferenceWish
    model : ModelWish or None
        Without one, words are compared.
    embedder : str or None, default="minilm"
    seed : int, default=0
    title : str, optional
    progress : Progress, optional

    Returns
    -------
    ReportRecord
    """
    earlier = earlier_tests(table)
    with Wanted(model=model).opened_model(table.target) as opened:
        if opened is None:
            report = differ_by_words(
                table,
                text,
                floor=wanted.floor,
                seed=seed,
                title=title,
                earlier=earlier,
                null_runs=wanted.null_runs,
                progress=progress,
            )
        else:
            with opened_or_none(embedder) as vectors:
                report = differ_table(
                    table,
                    text,
                    wanted,
                    opened,
                    embedder=vectors,
                    earlier=earlier,
                    seed=seed,
                    title=title,
                    progress=progress,
                )
    remember_tests(report, earlier)
    return report
