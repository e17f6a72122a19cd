"""The questions about what a model expects: built from names of columns and levels alone."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from dataexplain.llm.prompt_files import prompt
from dataexplain.llm.requests import Message
from dataexplain.narration.everyday_directions import EVERYDAY_DIRECTIONS
from dataexplain.records import ClaimRecord, ReportRecord

HIGHER, LOWER = DIRECTIONS = ("higher", "lower")
SHAPES = ("steadily", "suddenly", "back")
SIZES = ("slightly", "moderately", "strongly")
# Which answer stands first sways a small model, and so do the words around it: the phrasings differ
# in both, and each is put of a situation and of its opposite, of which the difference counts.
PHRASINGS = {
    "expectation_completion": DIRECTIONS,
    "expectation_question": DIRECTIONS[::-1],
}
SIDES = 2
_LARGER, _SMALLER, _RATHER = "is larger", "is smaller", " rather than "
UNDESCRIBED = "not described"
_KINDS = frozenset({"trend", "threshold", "level_contrast", "no_effect"})
_MOST_COLUMNS = 30
# A longer list of levels would bury the question.
_MOST_LEVELS = 4


@dataclass(frozen=True)
class Question:
    """One situation in which an outcome may be higher or lower.

    Parameters
    ----------
    columns, situation, opposite, outcome, description : str
        As they stand in the prompt.
    claim : str, optional
        The id of the claim that it is about; None is a pair that everybody knows.
    upwards : bool, default=True
        Whether "higher" is the direction that the claim states, or that everybody knows.
    column : str
        The column that grows, where it is one of numbers.
    """

    columns: str
    situation: str
    opposite: str
    outcome: str
    description: str = UNDESCRIBED
    claim: str | None = None
    upwards: bool = True
    column: str = ""

    def conversations(self) -> Iterator[tuple[Message, ...]]:
        """Yield the question in each phrasing, of the situation and then of its opposite."""
        for name, (first, second) in PHRASINGS.items():
            for situation in (self.situation, self.opposite):
                yield prompt(name).fill(
                    columns=self.columns,
                    description=self.description,
                    situation=situation,
                    outcome=self.outcome,
                    first=first,
                    second=second,
                )

    def about_growth(self, name: str) -> tuple[Message, ...]:
        """Return the question how, or how much, the outcome changes as the column grows."""
        return prompt(name).fill(
            columns=self.columns,
            description=self.description,
            column=self.column,
            outcome=self.outcome,
        )


def everyday_questions() -> tuple[Question, ...]:
    """Return the questions of which everybody knows the answer."""
    return tuple(
        Question(
            entry.columns,
            *_both(entry.column, entry.levels),
            f"{entry.outcome}",
            upwards=entry.higher,
        )
        for entry in EVERYDAY_DIRECTIONS
    )


def claim_questions(
    report: ReportRecord, most: int, *, description: str = ""
) -> tuple[Question, ...]:
    """Return what to ask about the leading supported claims of one column each.

    Parameters
    ----------
    report : ReportRecord
    most : int
        Claims asked about.
    description : str, default=""
        The user's words for the table.
    """
    of_levels = {column.name for column in report.columns if column.levels and not column.scores}
    claims = [
        claim
        for claim in report.claims
        # levels have no direction that could be missing
        if is_asked(claim) and not (claim.kind == "no_effect" and claim.features[0] in of_levels)
    ][:most]
    return tuple(_question(claim, report, description or UNDESCRIBED) for claim in claims)


def is_asked(claim: ClaimRecord) -> bool:
    """Tell whether a claim states something that one may expect: a direction of one column."""
    single = len(claim.features) == 1 and claim.kind in _KINDS and not claim.entangled_with
    region = claim.region.get(claim.features[0], {}) if claim.features else {}
    if claim.kind == "no_effect" and region.get("levels"):
        return False
    if claim.kind == "level_contrast" and None not in (region.get("low"), region.get("high")):
        return False  # a stretch in the middle is neither larger nor smaller
    return claim.verdict == "supported" and single and not region.get("missing")


def outcome_higher(claim: ClaimRecord) -> bool:
    """Tell whether a claim says that the outcome is higher where its situation holds."""
    region = claim.region.get(claim.features[0], {})
    upwards = claim.direction == "up"
    if region.get("levels"):
        return upwards
    below = claim.kind != "trend" and region.get("low") is None and region.get("high") is not None
    return upwards != below  # the claim is about the side of smaller values


def _question(claim: ClaimRecord, report: ReportRecord, description: str) -> Question:
    name = claim.features[0]
    region = claim.region.get(name, {})
    levels = None
    if region.get("levels"):
        against = claim.against.get(name, {}).get("levels") or ()
        is_short = 0 < len(against) <= _MOST_LEVELS
        rest = _either(against) if is_short else "something else"
        levels = (_either(region["levels"]), rest)
    outcome = f"average {report.outcome.name}"
    if claim.outcome_class is not None:
        outcome = f"the probability that {report.outcome.name} is {claim.outcome_class}"
    upwards = outcome_higher(claim) if claim.kind != "no_effect" else True
    return Question(
        _columns(report),
        *_both(name, levels),
        outcome,
        description,
        claim.id,
        upwards,
        "" if levels else name,
    )


def _both(column: str, levels: tuple[str, str] | None) -> tuple[str, str]:
    """Return a situation and its opposite: a column grows or shrinks, or levels change places."""
    if levels is None:
        return f"When {column} {_LARGER}", f"When {column} {_SMALLER}"
    one, other = levels
    return f"When {column} is {one}{_RATHER}{other}", f"When {column} is {other}{_RATHER}{one}"


def _columns(report: ReportRecord) -> str:
    names = [column.name for column in report.columns]
    more = ", and others" if len(names) > _MOST_COLUMNS else ""
    return f"{', '.join(names[:_MOST_COLUMNS])}{more}"


def _either(levels: Sequence[Any]) -> str:
    names = [str(level) for level in levels]
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} or {names[-1]}"
