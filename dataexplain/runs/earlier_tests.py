"""What a table's verification rows were asked before: later questions pay for earlier ones.

One small file a table in the user's cache folder, under the hash of its rows. It holds the ids of
statements and their verdicts, no cell of the table. The first batch has the whole level; each
batch after it is an afterthought, at the level that LORD++ leaves for it
(`dataexplain.statistics.online`), and changes no verdict that was given before.
"""

from __future__ import annotations

import datetime
import json
from collections.abc import Iterable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Protocol

import numpy as np

from dataexplain.atomic_files import write_whole
from dataexplain.errors import StoreError
from dataexplain.json_records import Record
from dataexplain.llm.weights.folders import base_folder
from dataexplain.records import ClaimRecord, ReportRecord
from dataexplain.runs.same_rows import shared_share
from dataexplain.statistics.online import lord_levels
from dataexplain.verification.families import ALPHA
from dataexplain.verification.verdicts import SUPPORTED

FOLDER = "tested"
# From so many common rows on, a table is no new one.
SAME_ROWS = 0.05


@dataclass(frozen=True)
class TestedBatch(Record):
    """Statements that were tested together, which of them held, and when."""

    __test__ = False

    day: str
    title: str
    claims: tuple[str, ...]
    supported: tuple[str, ...]


@dataclass(frozen=True)
class EarlierTests(Record):
    """All batches of one table, the first one first.

    `sketch` holds the smallest keys of its rows, by which most of it is known again.

    Examples
    --------
    >>> first = TestedBatch("2026-01-05", "What explains churn", ("trend-1", "trend-2"), ())
    >>> asked = EarlierTests((), (first,))
    >>> asked.level_for(["trend-2", "trend-1"]), round(asked.level_for(["trend-3"]), 4)
    (0.05, 0.0152)
    """

    sketch: tuple[str, ...] = ()
    batches: tuple[TestedBatch, ...] = ()

    def before(self, claims: Iterable[str]) -> tuple[TestedBatch, ...]:
        """Return the batches before one that asks the same: asked again, it costs nothing."""
        wanted = frozenset(claims)
        for place, batch in enumerate(self.batches):
            if frozenset(batch.claims) == wanted:
                return self.batches[:place]
        return self.batches

    def level_for(self, claims: Iterable[str]) -> float:
        """Return the level at which a batch may be tested."""
        before = self.before(claims)
        if not before:
            return ALPHA
        return float(lord_levels([bool(batch.supported) for batch in before[1:]])[-1])

    def remark(self, claims: Iterable[str]) -> str:
        """Say why a batch is an afterthought; empty where it is the first."""
        before = self.before(claims)
        if not before:
            return ""
        first, level = before[0], self.level_for(claims)
        tested = sum(len(batch.claims) for batch in before)
        statements = "1 statement was" if tested == 1 else f"{tested:,} statements were"
        return (
            f"Post hoc: {statements} tested on these rows before, first on {first.day}, and who "
            f"has seen that is no longer blind. So the level is {level:.2g} instead of "
            f"{ALPHA:g}; rows that nobody has looked at would settle it better."
        )


def with_remark(report: ReportRecord, earlier: EarlierTests) -> ReportRecord:
    """Return a report with the note that it is an afterthought, where it is one.

    Parameters
    ----------
    report : ReportRecord
    earlier : EarlierTests
        What was tested on its rows before.
    """
    remark = earlier.remark([claim.id for claim in report.claims]) if report.claims else ""
    return replace(report, notes=(*report.notes, remark)) if remark else report


class KnownRows(Protocol):
    """Rows that are known by their content: a table, or pairs read from one."""

    @property
    def data_hash(self) -> str:
        """Of the whole table."""
        ...

    @property
    def row_keys(self) -> np.ndarray | None:
        """A number for each row, by its content."""
        ...


def earlier_tests(table: KnownRows) -> EarlierTests:
    """Return what was tested on a table before, or on one with many of the same rows.

    Parameters
    ----------
    table : KnownRows

    Raises
    ------
    StoreError
        When a file cannot be read.
    """
    own = _file(table.data_hash)
    if own.exists():
        return _read(own)
    if table.row_keys is not None and own.parent.is_dir():
        for path in sorted(own.parent.glob("*.json")):
            found = _read(path)
            if (shared_share(found.sketch, table.row_keys) or 0.0) > SAME_ROWS:
                return found
    return EarlierTests()


def remember_tests(report: ReportRecord, known: EarlierTests | None = None) -> None:
    """Note what a report tested, before anybody opens it.

    Parameters
    ----------
    report : ReportRecord
    known : EarlierTests, optional
        What was tested before, on a table with other rows besides.

    Raises
    ------
    StoreError
        When the file cannot be written.
    """
    if not any(map(_looked_at_rows, report.claims)):
        return
    path = _file(report.splits.data_hash)
    found = _read(path) if path.exists() else known or EarlierTests()
    claims = tuple(claim.id for claim in report.claims)
    if any(frozenset(batch.claims) == frozenset(claims) for batch in found.batches):
        return
    held = tuple(claim.id for claim in report.claims if claim.verdict == SUPPORTED)
    day = datetime.datetime.now(tz=datetime.UTC).date().isoformat()
    batch = TestedBatch(day, report.title, claims, held)
    text = json.dumps(
        EarlierTests(report.splits.row_sketch, (*found.batches, batch)).to_dict(), indent=1
    )
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        write_whole(path, text + "\n")
    except OSError as error:
        raise StoreError(f"{path}: What was tested cannot be noted: {error}.") from error


def _looked_at_rows(claim: ClaimRecord) -> bool:
    """Tell whether a verification row had a say: of some claims no row was asked about."""
    if claim.prompted is not None:
        return claim.prompted.rows > 0
    return claim.judged is None or sum(claim.judged.judged) > 0


def _file(data_hash: str) -> Path:
    return base_folder() / FOLDER / f"{data_hash}.json"


def _read(path: Path) -> EarlierTests:
    try:
        return EarlierTests.from_dict(json.loads(path.read_text(encoding="utf-8")))
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise StoreError(
            f"{path}: What was tested before cannot be read: {error}. Remove the file, and what "
            "it noted is forgotten."
        ) from error
