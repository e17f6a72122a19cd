"""What a report says of sentences that were brought, and of properties that a judge looked for."""

from __future__ import annotations

from dataclasses import dataclass

from dataexplain.json_records import Record


@dataclass(frozen=True)
class SentenceRecord(Record):
    """A sentence that somebody brought, how it was read, and what became of it.

    `told` says the reading in words and `read_by` who read it: "grammar" or a model's name.
    `claims` are the ids of the statements that it was read as; all must hold for it to hold.
    `needs` names the column that would be needed where the table cannot answer, and `nearby` is a
    plain sentence on a column it names, which can be tested. `rows` says whose
    rows tested it, and `post_hoc` why it counts as an afterthought, empty where it does not.
    `verdict` is that of a claim; `answer` says it in a sentence.
    """

    text: str
    told: str
    read_by: str
    claims: tuple[str, ...]
    verdict: str
    answer: str
    needs: str = ""
    rows: str = ""
    post_hoc: str = ""
    nearby: str = ""


@dataclass(frozen=True)
class StratumRecord(Record):
    """A property's difference between two groups with one column held fixed."""

    column: str
    difference: float
    interval: tuple[float, float]
    survives: bool


@dataclass(frozen=True)
class KeywordRecord(Record):
    """The best rule of words found on discovery rows, beside which a property is measured.

    `difference` is how much more often A's texts follow the rule; `adds` is what the property
    tells of the group with the rule held fixed, in points of the share that is said to have it.
    """

    terms: tuple[str, ...]
    difference: float
    adds: float
    interval: tuple[float, float]


@dataclass(frozen=True)
class AuditRecord(Record):
    """How often the judge was right where people had labelled texts, in A and in B."""

    labels: tuple[int, int]
    sensitivity: tuple[float, float]
    specificity: tuple[float, float]


@dataclass(frozen=True)
class JudgedRecord(Record):
    """How a property that a judge looked for was compared between two groups of texts.

    Every pair holds group A's value first. `judged` counts the texts that were judged and `texts`
    all held-out texts, over which a probe predicts the rest; `effective` is how many judged texts
    the estimate is worth for each that was paid. `controls` counts the pairs of a text that is
    known to have the property and one that has not which the judge put in order, and all of them.
    `rewordings` is the band of the difference over other wordings of the question, `swapped` the
    difference of pairwise answers in both orders. `basis` is "judge", or "audit" where people's
    labels stand in the interval, or "code" where the property is that words occur: these were
    looked up in all texts, and `judge` is empty. `joint_gain` is what it adds to the properties
    before it, in AUC.
    """

    property: str
    judge: str
    source: str
    groups: tuple[str, str]
    shares: tuple[float, float]
    judged: tuple[int, int]
    texts: tuple[int, int]
    effective: float
    basis: str = "judge"
    mode: str = "fixed"
    controls: tuple[int, int] | None = None
    rewordings: tuple[float, float] | None = None
    swapped: float | None = None
    keyword: KeywordRecord | None = None
    strata: tuple[StratumRecord, ...] = ()
    audit: AuditRecord | None = None
    joint_gain: float | None = None
