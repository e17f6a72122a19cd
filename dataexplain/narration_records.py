"""What words say of claims: findings that code wrote, conjectures, surprises.

The records are frozen and compute nothing, like those of `dataexplain.records`.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from dataexplain.json_records import Record

FINDING = "finding"
CONJECTURE = "conjecture"
# What a sentence is for: the pattern itself, what may explain it, what else may, how to tell.
PATTERN, REASON, RIVAL, CHECK = "pattern", "reason", "rival", "check"


@dataclass(frozen=True)
class NumberRecord(Record):
    """A number of a sentence and where it stands: a claim by id, and the field of its record.

    `value` is as the field has it, in the outcome's units; a field inside others is written with
    dots and positions, such as ``region.age.low`` or ``interval.0``.
    """

    value: float
    claim: str
    field: str


@dataclass(frozen=True)
class SentenceRecord(Record):
    """One sentence. `kind` is "finding" (written by code, true of its claims) or "conjecture".

    `part` says what it is for: "pattern", or "reason", "rival" and "check" of a conjecture.
    `memory` marks what a language model could say only because it knew the names.
    """

    kind: str
    text: str
    claims: tuple[str, ...]
    numbers: tuple[NumberRecord, ...] = ()
    part: str = PATTERN
    memory: bool = False


@dataclass(frozen=True)
class DroppedRecord(Record):
    """What a language model wrote and the report does not say, with the reason."""

    text: str
    reason: str


@dataclass(frozen=True)
class NarrationRecord(Record):
    """The words of a report: a paragraph over all, and sentences on claims, by their ids.

    `source` is the name of the language model, or "template" where none was asked. `descriptions`
    are the user's own words: of the table under "", of columns and outcome under their names.
    `uncompared` is what the user expected and no supported statement answers.
    """

    summary: tuple[SentenceRecord, ...] = ()
    claims: dict[str, tuple[SentenceRecord, ...]] = field(default_factory=dict)
    dropped: tuple[DroppedRecord, ...] = ()
    source: str = "template"
    descriptions: dict[str, str] = field(default_factory=dict)
    uncompared: tuple[str, ...] = ()


@dataclass(frozen=True)
class SurpriseRecord(Record):
    """An expectation that held-out rows speak against.

    `expected` and `found` are "higher", "lower" or "no effect" (of the outcome, where the claim
    says it is different); `found` is also "lower then higher" or "higher then lower". `score` is
    between 0 and 1, larger the more surprising. `by` is who expected it: the language model's
    name, or "the user".
    """

    feature: str
    expected: str
    found: str
    score: float
    claim: str
    text: str
    by: str = ""
