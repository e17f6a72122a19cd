"""What `recheck.json` and `comparison.json` hold: an old report held against something new.

The records are frozen and compute nothing, like those of `dataexplain.records`.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from dataexplain.json_records import Record

RECHECK_SCHEMA = "dataexplain.recheck/1"
COMPARISON_SCHEMA = "dataexplain.comparison/1"

HELD = "held"
CHANGED = "changed"
TOO_FEW_ROWS = "too_few_rows"
NOT_POSSIBLE = "not_possible"
STATUSES = (HELD, CHANGED, TOO_FEW_ROWS, NOT_POSSIBLE)

PERSISTED = "persisted"
VANISHED = "vanished"
FLIPPED = "flipped"
NEW = "new"


@dataclass(frozen=True)
class MeasuredRecord(Record):
    """One estimate of a contrast; `degrees_of_freedom` is None for the normal distribution."""

    effect: float
    interval: tuple[float, float]
    p: float | None
    n: int
    standard_error: float
    degrees_of_freedom: float | None = None
    overlap: float | None = None
    method: str = ""


@dataclass(frozen=True)
class DifferenceRecord(Record):
    """New estimate less the old one.

    `level` is what p would have to reach if it were the only change, and `detectable` the smallest
    true difference that would then be found four times out of five.
    """

    effect: float
    interval: tuple[float, float]
    p: float
    q: float
    standard_error: float
    degrees_of_freedom: float | None
    level: float
    detectable: float


@dataclass(frozen=True)
class RecheckedPartRecord(Record):
    """One contrast of a statement that makes several."""

    sign: int
    old: MeasuredRecord | None
    new: MeasuredRecord | None
    difference_p: float | None


@dataclass(frozen=True)
class RecheckedClaimRecord(Record):
    """One statement of the old report, and what new rows say of it.

    `verdict` is the old report's. `status` is held, changed, too_few_rows or not_possible; of a
    change `how` says weaker, stronger, vanished, reversed or appeared. `new_verdict` is what the
    new rows say by themselves: supported, not_supported or inconclusive. Of a statement with
    several contrasts `old`, `new` and `difference` are of the one whose difference tells most.
    """

    id: str
    kind: str
    text: str
    features: tuple[str, ...]
    outcome_class: str | None
    unit: str
    floor: float
    basis: str
    verdict: str
    status: str
    how: str
    new_verdict: str
    reason: str
    old: MeasuredRecord | None
    new: MeasuredRecord | None
    difference: DifferenceRecord | None
    new_q: float | None = None
    rows_needed: int | None = None
    cautions: tuple[str, ...] = ()
    parts: tuple[RecheckedPartRecord, ...] = ()
    rank: int = 0


@dataclass(frozen=True)
class ColumnChangeRecord(Record):
    """How a column of the new rows stands to that of the old report.

    `status` is same, drifted, missing, unusable or new. `moved` is the share of rows that would
    have to lie elsewhere for the two distributions to agree; `outside` the share of new values
    beyond the old range. Shares of missing cells are among rows with a target.
    """

    name: str
    status: str
    text: str
    used: bool = False
    missing_before: float | None = None
    missing_now: float | None = None
    moved: float | None = None
    outside: float | None = None
    q: float | None = None
    new_levels: tuple[str, ...] = ()
    levels_gone: tuple[str, ...] = ()
    unit_before: str | None = None
    unit_now: str | None = None


@dataclass(frozen=True)
class StatusCountsRecord(Record):
    """How many statements have each status."""

    held: int
    changed: int
    too_few_rows: int
    not_possible: int

    @property
    def total(self) -> int:
        """All statements counted."""
        return self.held + self.changed + self.too_few_rows + self.not_possible


@dataclass(frozen=True)
class RowsRecord(Record):
    """Where rows came from, and what their outcome is like."""

    source: str
    rows: int
    data_hash: str
    mean: float
    spread: float


@dataclass(frozen=True)
class RecheckRecord(Record):
    """What new rows say of an old report: the content of `recheck.json`.

    `counts` are of the statements that the old report supports, `other_counts` of the rest.
    `shared_rows` is the share of the old report's rows found among the new ones; None where the
    report does not tell. `warning` is what has to be said before anything else, or is empty.
    """

    title: str
    target: str
    task: str
    unit: str
    claims: tuple[RecheckedClaimRecord, ...]
    counts: StatusCountsRecord
    other_counts: StatusCountsRecord
    columns: tuple[ColumnChangeRecord, ...]
    old: RowsRecord
    new: RowsRecord
    warning: str
    shared_rows: float | None
    notes: tuple[str, ...]
    seed: int
    versions: dict[str, str]
    settings: dict[str, Any]
    scale: str = "plain"
    offset: float = 0.0
    schema: str = RECHECK_SCHEMA

    def to_dict(self) -> dict[str, Any]:
        """Return the record as JSON-ready values, the schema first."""
        values = super().to_dict()
        return {"schema": values.pop("schema"), **values}


@dataclass(frozen=True)
class ComparedSideRecord(Record):
    """A statement as one of two reports has it."""

    id: str
    text: str
    direction: str
    verdict: str
    effect: float | None
    interval: tuple[float, float] | None
    q: float | None
    n: int
    rank: int


@dataclass(frozen=True)
class ComparedClaimRecord(Record):
    """What became of a statement from one report to the other.

    `status` is persisted (supported in both), vanished (in the first only), new (in the second
    only) or flipped (in both, with opposite directions). `overlap` is the share of rows that both
    regions speak of among those that either does. `related` are ids of statements of the other
    report about the same columns that say it in another form.
    """

    status: str
    kind: str
    features: tuple[str, ...]
    outcome_class: str | None
    first: ComparedSideRecord | None
    second: ComparedSideRecord | None
    reason: str
    overlap: float | None = None
    related: tuple[str, ...] = ()


@dataclass(frozen=True)
class ComparedReportRecord(Record):
    """What stands behind one of two reports."""

    title: str
    source: str
    rows: int
    data_hash: str
    tried: int
    supported: int
    mean: float


@dataclass(frozen=True)
class ComparisonRecord(Record):
    """Two reports about one target held side by side: the content of `comparison.json`."""

    target: str
    task: str
    unit: str
    first: ComparedReportRecord
    second: ComparedReportRecord
    claims: tuple[ComparedClaimRecord, ...]
    counts: dict[str, int]
    notes: tuple[str, ...]
    scale: str = "plain"
    offset: float = 0.0
    schema: str = COMPARISON_SCHEMA

    def to_dict(self) -> dict[str, Any]:
        """Return the record as JSON-ready values, the schema first."""
        values = super().to_dict()
        return {"schema": values.pop("schema"), **values}
