"""Plain words for columns, levels, regions and outcomes, from a report's records alone."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from dataexplain.claims.region import Condition, Region
from dataexplain.claims.text_readings import text_reading
from dataexplain.claims.wording import Words, listed
from dataexplain.narration.amounts import Amounts
from dataexplain.records import ClaimRecord, ReportRecord

# A class that only says that the outcome happened is not named.
_HAPPENED = frozenset({"yes", "true", "1", "y", "t"})
_LONGEST_NAME = 60
_PLAIN_NAME = re.compile(r"[\w .:/%()&'+<>=-]+")
_DATES = "date"
# What joins words of a list, and so would make two levels of one.
_JOINING = re.compile(r"\b(or|and)\b", re.IGNORECASE)


@dataclass(frozen=True)
class PlainWords:
    r"""How one report's columns, regions and outcome are called in plain words.

    Parameters
    ----------
    report : ReportRecord
    glossary : mapping of str to str
        The user's own words for a column or the outcome.

    Examples
    --------
    >>> readable("tenure_months"), readable("say `yes`\nto all")
    ('tenure months', '“say yes to all”')
    """

    report: ReportRecord
    glossary: Mapping[str, str] = field(default_factory=dict)

    def column(self, name: str) -> str:
        """Name a column: by the user's words, or by its own name made readable."""
        return self.glossary.get(name) or readable(name)

    def outcome(self, outcome_class: str | None) -> str:
        """Name the outcome as the subject of a sentence."""
        outcome = self.report.outcome
        if outcome_class is None:
            average = "typical" if outcome.scale == "log" else "average"
            cut = " (far tails capped)" if outcome.scale == "capped" else ""
            return f"{average} {self.column(outcome.name)}{cut}"
        said = self.glossary.get(outcome.name)
        happened = outcome_class.strip().lower() in _HAPPENED and len(outcome.classes) == 2
        if said and happened:
            return f"the chance of “{said}”"
        name = f"“{said}”" if said else self.column(outcome.name)
        return f"the chance that {name} is {readable(outcome_class)}"

    def region(self, region: Mapping[str, Any]) -> str:
        """Write conditions joined by "and"."""
        return self._words.region(self._region(region))

    def levels(self, levels: Iterable[Any]) -> str:
        """Write levels as a list in words."""
        return listed(tuple(readable(str(level)) for level in levels))

    def opposite(self, region: Mapping[str, Any]) -> str:
        """Write what one condition is compared with when nothing else is named."""
        return self._words.opposite(self._region(region))

    def value(self, column: str, value: float) -> str:
        """Write a value of a column, by its label or with its unit."""
        return self._words.value(self.column(column), value)

    @cached_property
    def amounts(self) -> Amounts:
        """How large effects are said to be."""
        return Amounts(self.report)

    def stretch(self, column: str, low: float, high: float) -> str:
        """Write a way along a column: "as age goes from 20 to 60"."""
        ends = f"from {self.value(column, low)} to {self.value(column, high)}"
        return f"as {self.column(column)} goes {ends}"

    def quoted(self, claim: ClaimRecord, text: str) -> str:
        """Write a text on one line, with the strange names and levels of a claim in quotes."""
        regions = (*claim.region.values(), *claim.against.values())
        levels = [str(level) for entry in regions for level in entry.get("levels") or ()]
        names = {*claim.features, *levels, claim.outcome_class or "", self.report.outcome.name}
        strange = sorted((name for name in names if _is_quoted(name)), key=len, reverse=True)
        if strange:
            text = re.sub("|".join(map(re.escape, strange)), lambda name: readable(name[0]), text)
        return _on_one_line(text)

    def _region(self, region: Mapping[str, Any]) -> Region:
        return Region(tuple(self._condition(name, found) for name, found in region.items()))

    def _condition(self, name: str, found: Mapping[str, Any]) -> Condition:
        return Condition(
            self.column(name),
            low=found.get("low"),
            high=found.get("high"),
            levels=tuple(readable(str(level)) for level in found.get("levels") or ()),
            missing=bool(found.get("missing")),
            closed=bool(found.get("closed")),
        )

    @cached_property
    def _words(self) -> Words:
        columns = self.report.columns
        return Words(
            self.report.outcome.name,
            self.report.task == "regression",
            units={self.column(entry.name): entry.unit for entry in columns if entry.unit},
            scales={
                self.column(entry.name): dict(
                    zip(entry.scores, map(readable, entry.levels), strict=True)
                )
                for entry in columns
                if entry.scores and entry.levels != tuple(f"{score:g}" for score in entry.scores)
            },
            readings={
                self.column(entry.name): text_reading(
                    self.column(entry.derived_from or ""),
                    map(_on_one_line, entry.terms),
                    _on_one_line(entry.asked),
                )
                for entry in columns
                if entry.terms or entry.asked
            },
            dates=frozenset(self.column(entry.name) for entry in columns if entry.role == _DATES),
        )


def readable(name: str) -> str:
    """Return a name of the user's file on one line: a strange one in quotes, a long one cut.

    Parameters
    ----------
    name : str

    Examples
    --------
    >>> readable("rain_or_snow"), readable("new, york"), readable("two year")
    ('“rain or snow”', '“new, york”', 'two year')
    """
    line = _on_one_line(name)
    if len(line) > _LONGEST_NAME:
        line = f"{line[: _LONGEST_NAME - 1]}…"
    plain = line.replace("_", " ").strip()
    if not plain or line != name or not _PLAIN_NAME.fullmatch(plain) or plain.count(" ") >= 4:
        return f"“{line.replace('“', '').replace('”', '')}”"
    return f"“{plain}”" if _JOINING.search(plain) else plain


def _on_one_line(text: str) -> str:
    return " ".join(re.sub(r"[\x00-\x1f\x7f`]", " ", text).split())


def _is_quoted(name: str) -> bool:
    return bool(name.strip()) and readable(name).startswith("“")
