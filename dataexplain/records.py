"""The report as plain records: what `report.json` holds, and all that rendering may read.

Every record is frozen and knows `to_dict` and `from_dict`; nothing here computes.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from dataexplain.json_records import Record
from dataexplain.judged_records import JudgedRecord, SentenceRecord
from dataexplain.narration_records import NarrationRecord, SurpriseRecord
from dataexplain.prompt_records import PromptRecord

SCHEMA = "dataexplain.report/1"


@dataclass(frozen=True)
class AdjustedEffect(Record):
    """The effect with the other columns held fixed; `overlap` is var(d~) / var(d).

    `degrees_of_freedom` are those of the t distribution, None for the normal one.
    """

    effect: float
    interval: tuple[float, float]
    p: float
    overlap: float
    standard_error: float | None = None
    degrees_of_freedom: float | None = None
    method: str = ""


@dataclass(frozen=True)
class UnadjustedEffect(Record):
    """The plain difference."""

    effect: float
    interval: tuple[float, float]
    p: float
    standard_error: float | None = None
    degrees_of_freedom: float | None = None
    method: str = ""


@dataclass(frozen=True)
class HeldOutPoint(Record):
    """Verification rows of one stretch (or level): their average outcome, others held fixed."""

    mean: float
    interval: tuple[float, float]
    rows: int
    x: float | None = None
    level: str | None = None


@dataclass(frozen=True)
class PartRecord(Record):
    """One part of a claim as measured on verification rows.

    Of an interaction or a drift one side of the column that another's effect depends on, with
    that effect there and the averages along the other column; of `no_effect` one stretch of the
    curve against the rest. The interval is at 95%, for looking: the verdict is the claim's.
    """

    label: str
    effect: float
    interval: tuple[float, float]
    rows: int
    points: tuple[HeldOutPoint, ...] = ()


@dataclass(frozen=True)
class ExpectationRecord(Record):
    """What a language model expected of a claim, asked before anything was shown to it.

    `probability` is what it gave to the direction that the claim states, calibrated on pairs of
    which everybody knows the direction; `question` is what it was asked, without the choice of
    answers. `agreement` is the share of phrasings that lean the same way. `shape` is "steadily",
    "suddenly" or "back", `size` "slightly", "moderately" or "strongly"; empty where not asked.
    """

    probability: float
    question: str
    agreement: float | None = None
    shape: str = ""
    size: str = ""


@dataclass(frozen=True)
class TermRecord(Record):
    """A term of a statement about texts, and how many held-out texts mention it."""

    term: str
    texts: int


@dataclass(frozen=True)
class PassageRecord(Record):
    """A part of a held-out text that mentions terms of a statement.

    `marks` are the places of the terms in `text`, first sign included, last one not. `agrees`
    says whether its row's outcome is as the statement leads to expect.
    """

    text: str
    marks: tuple[tuple[int, int], ...]
    outcome: str
    agrees: bool


@dataclass(frozen=True)
class ClaimRecord(Record):
    """One statement with its test.

    `region` maps a column to ``{"low": a, "high": b}`` (None: unbounded; low included,
    high excluded), ``{"levels": [...]}`` or ``{"missing": true}``. `effect`, `floor` and all
    intervals are in the outcome's units; a probability is a fraction in [0, 1].
    """

    id: str
    kind: str
    text: str
    features: tuple[str, ...]
    direction: str
    outcome_class: str | None
    region: dict[str, Any]
    estimand: dict[str, Any]
    effect: float | None
    unit: str
    interval: tuple[float, float] | None
    interval_selected: tuple[float, float] | None
    unadjusted: UnadjustedEffect | None
    adjusted: AdjustedEffect | None
    basis: str
    p: float | None
    q: float | None
    n: int
    floor: float
    verdict: str
    reason: str
    fidelity: bool
    sources: tuple[str, ...]
    stability: float | None = None
    rank: int = 0
    family: str = ""
    effect_text: str = ""
    against: dict[str, Any] = field(default_factory=dict)
    turn: float | None = None
    entangled_with: tuple[str, ...] = ()
    rows_needed: int | None = None
    sides: tuple[int, int] | None = None
    examples: tuple[dict[str, Any], ...] = ()
    parts: tuple[PartRecord, ...] = ()
    expectation: ExpectationRecord | None = None
    terms: tuple[TermRecord, ...] = ()
    passages: tuple[PassageRecord, ...] = ()
    judged: JudgedRecord | None = None
    prompted: PromptRecord | None = None

    @property
    def held_by_name(self) -> tuple[str, ...]:
        """The columns that it says itself are held fixed; empty where all others are."""
        return tuple(self.estimand.get("held_by_name", ()))

    @property
    def speaks_plainly(self) -> bool:
        """Whether it speaks of the plain difference, so that the other effect decides nothing."""
        return self.estimand.get("rests_on") == "unadjusted"


@dataclass(frozen=True)
class PieceRecord(Record):
    """A stretch of a curve merged to one value; `low`/`high` for numbers, `levels` else."""

    value: float
    rows: int
    low: float | None = None
    high: float | None = None
    levels: tuple[str, ...] = ()


@dataclass(frozen=True)
class CurveRecord(Record):
    """What the additive model says of one feature, in the outcome's units.

    A numeric curve has ``len(edges) == len(values) + 1``: `values[i]` holds on
    ``[edges[i], edges[i + 1])``. A curve over levels has one value a level. `lower` and `upper`
    are the spread over refits, not a confidence interval.
    """

    feature: str
    role: str
    outcome_class: str | None
    values: tuple[float, ...]
    lower: tuple[float, ...]
    upper: tuple[float, ...]
    rows: tuple[int, ...]
    importance: float
    edges: tuple[float, ...] = ()
    levels: tuple[str, ...] = ()
    missing_value: float | None = None
    missing_rows: int = 0
    pieces: tuple[PieceRecord, ...] = ()
    merge_error: float = 0.0
    held_out: tuple[HeldOutPoint, ...] = ()
    unit: str | None = None
    flat: tuple[tuple[float, float], ...] = ()


@dataclass(frozen=True)
class ModelRecord(Record):
    """A model's score on verification rows; `role` is explanation, dummy or reference."""

    name: str
    metric: str
    score: float
    interval: tuple[float, float]
    role: str = "explanation"
    text: str = ""


@dataclass(frozen=True)
class ColumnRecord(Record):
    """How one column of the table was read; an ordinal level is measured by its score.

    `derived_from` is the date or text column that this one was taken from. With `terms` it says
    yes where the text mentions any of them, and with `asked` where a judge said that it has that
    property (`judge` is its name, and its answers count as yes above the log-odds `yes_above`);
    without either it counts the words of the text.
    """

    name: str
    role: str
    missing: int
    distinct: int
    note: str = ""
    unit: str | None = None
    levels: tuple[str, ...] = ()
    scores: tuple[float, ...] = ()
    derived_from: str | None = None
    terms: tuple[str, ...] = ()
    asked: str = ""
    judge: str = ""
    yes_above: float | None = None


@dataclass(frozen=True)
class OutcomeRecord(Record):
    """The outcome in one line: `mean` is the average, or the rate of the explained class.

    `scale` is "plain", "capped" (values beyond `bounds` count as the bound) or "log" (effects,
    floors, mean and spread are differences of natural logarithms; `offset` was added before).
    """

    name: str
    unit: str
    mean: float
    spread: float
    classes: tuple[str, ...] = ()
    class_rows: tuple[int, ...] = ()
    positive: str | None = None
    scale: str = "plain"
    bounds: tuple[float | None, float | None] = (None, None)
    offset: float = 0.0


@dataclass(frozen=True)
class FaultRecord(Record):
    """Something odd in the data that a reader should know: found and reported, never mended.

    `rows` counts the table's rows concerned, of which `row_numbers` names some, counted from 1
    as in the file without its header. `recode` is what `--recode` would take to mend it, empty
    where nothing would. `claims` are the ids of the statements it touches. `chart` counts rows by
    value: ``{"labels": [...], "rows": [...], "marked": [positions]}``, or is empty.
    """

    column: str | None
    kind: str
    text: str
    id: str = ""
    severity: str = "warning"
    columns: tuple[str, ...] = ()
    values: tuple[str, ...] = ()
    rows: int = 0
    row_numbers: tuple[int, ...] = ()
    recode: str = ""
    remedy: str = ""
    claims: tuple[str, ...] = ()
    evidence: dict[str, Any] = field(default_factory=dict)
    chart: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class NullRunsRecord(Record):
    """What came out when the outcome was shuffled and everything was done again.

    `tried` and `supported` hold one count for each run; `adjusted` those supported with other
    columns held fixed. `method` says how the outcome was shuffled.
    """

    runs: int
    tried: tuple[int, ...]
    supported: tuple[int, ...]
    adjusted: tuple[int, ...]
    method: str


@dataclass(frozen=True)
class ScreenRecord(Record):
    """Columns that were looked at on discovery rows only, and left out before any model."""

    columns: int
    kept: int
    left_out: tuple[str, ...]
    method: str


@dataclass(frozen=True)
class CountsRecord(Record):
    """How many claims were tried, and what became of them."""

    tried: int
    supported: int
    not_supported: int
    inconclusive: int
    unverifiable: int


@dataclass(frozen=True)
class SplitRecord(Record):
    """Which rows proposed and which rows tested.

    `row_sketch` holds the smallest keys of rows, by which a recheck knows them again.
    """

    rows_read: int
    rows_without_target: int
    discovery: int
    verification: int
    method: str
    data_hash: str
    split_hash: str
    left_out: int = 0
    row_sketch: tuple[str, ...] = ()


@dataclass(frozen=True)
class LanguageModelRecord(Record):
    """The language model that was asked, and of how many claims.

    `prompts` are names and versions; `no_answers` counts the claims asked about in vain, and
    `unasked` those that the budget did not reach.
    """

    name: str
    backend: str
    fingerprint: str
    prompts: tuple[str, ...]
    asked: int
    no_answers: int
    unasked: int
    notes: tuple[str, ...] = ()


@dataclass(frozen=True)
class ReportRecord(Record):
    """Everything a report says: the canonical content of `report.json`.

    `ledger` lists every hypothesis that was put to the verification rows, kept apart from the
    claims so that nothing tried can be lost from the count. `entangled` are groups of columns that
    cannot be told apart; `stability_runs` is the number of refits behind each claim's `stability`.
    """

    title: str
    target: str
    task: str
    roles: dict[str, str]
    claims: tuple[ClaimRecord, ...]
    faults: tuple[FaultRecord, ...]
    counts: CountsRecord
    models: tuple[ModelRecord, ...]
    splits: SplitRecord
    seed: int
    versions: dict[str, str]
    outcome: OutcomeRecord
    columns: tuple[ColumnRecord, ...]
    curves: tuple[CurveRecord, ...]
    settings: dict[str, Any]
    notes: tuple[str, ...] = ()
    null_runs: NullRunsRecord | None = None
    stability_runs: int = 0
    ledger: tuple[dict[str, Any], ...] = ()
    entangled: tuple[tuple[str, ...], ...] = ()
    screen: ScreenRecord | None = None
    language_model: LanguageModelRecord | None = None
    narration: NarrationRecord | None = None
    surprises: tuple[SurpriseRecord, ...] = ()
    sentences: tuple[SentenceRecord, ...] = ()
    schema: str = SCHEMA

    def to_dict(self) -> dict[str, Any]:
        """Return the report as JSON-ready values, the schema first."""
        values = super().to_dict()
        return {"schema": values.pop("schema"), **values}
