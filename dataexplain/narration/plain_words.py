"""Plain words for columns, regions, outcomes and amounts, from a report's records alone."""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from dataexplain.claims.region import Condition, Region
from dataexplain.claims.wording import Words, listed, number
from dataexplain.records import ClaimRecord, ReportRecord

# A class that only says that the outcome happened is not named.
_HAPPENED = frozenset({"yes", "true", "1", "y", "t"})
# Effects of these kinds are of their weaker part, or none: their size is no size of the pattern.
WITHOUT_SIZE = frozenset({"turning_point", "no_effect"})
_LONGEST_NAME = 60
_PLAIN_NAME = re.compile(r"[\w .:/%()&'+<>=-]+")
_DATES = "date"
_CURRENCIES = frozenset("$€£¥")
# Beyond this a power of e is not a number that anybody reads, and soon no float.
_LARGEST = 300.0


@dataclass(frozen=True)
class PlainWords:
    r"""How one report's columns, regions and amounts are called in plain words.

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
        name = self.report.outcome.name
        if outcome_class is None:
            average = "typical" if self.report.outcome.scale == "log" else "average"
            return f"{average} {self.column(name)}"
        happened = outcome_class.strip().lower() in _HAPPENED
        if happened and name in self.glossary:
            return f"the chance of “{self.glossary[name]}”"
        if happened:
            return f"the chance of {self.column(name)}"
        return f"the chance of {self.column(name)} = {readable(outcome_class)}"

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

    def amount(self, claim: ClaimRecord) -> str:
        """Write the size of a claim's effect with the digits that its interval allows."""
        if claim.effect is None or not math.isfinite(claim.effect):
            return ""
        return self.difference(claim.effect, shown_interval(claim))

    def signed(self, claim: ClaimRecord) -> str:
        """Write a claim's effect with its sign and interval; empty where it has no size."""
        overshoots = self.report.task != "regression" and abs(claim.effect or 0.0) > 1
        if claim.effect is None or claim.kind in WITHOUT_SIZE or overshoots:
            return ""
        sign = "−" if claim.effect < 0 else "+"
        text = f"{sign}{self.amount(claim)}"
        interval = shown_interval(claim)
        if interval is None:
            return text
        low, high = (
            f"{'−' if end < 0 else '+'}{self.difference(end, interval)}" for end in interval
        )
        return f"{text} (from {low.removesuffix(' points')} to {high})"

    def difference(self, value: float, interval: tuple[float, float] | None) -> str:
        """Write the size of a difference, rounded as its interval allows, without its sign.

        Parameters
        ----------
        value : float
            In the outcome's units, as records hold it.
        interval : tuple of float, optional
        """
        outcome = self.report.outcome
        low, high = (value, value) if interval is None else interval
        if self.report.task != "regression":
            text = number(_rounded(abs(value), abs(high - low) / 2) * 100)
            return f"{text} {'point' if text == '1' else 'points'}"
        if outcome.scale == "log":
            value, low, high = (math.expm1(min(entry, _LARGEST)) for entry in (value, low, high))
            return f"{number(_rounded(abs(value), abs(high - low) / 2) * 100)}%"
        size = _rounded(abs(value), abs(high - low) / 2)
        if outcome.unit in _CURRENCIES:
            return number(size, outcome.unit, digits=4)
        unit = "" if outcome.unit == outcome.name else outcome.unit
        return f"{number(size, digits=4)} {unit}".strip()

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
                self.column(entry.name): dict(zip(entry.scores, entry.levels, strict=True))
                for entry in columns
                if entry.scores and entry.levels != tuple(f"{score:g}" for score in entry.scores)
            },
            dates=frozenset(self.column(entry.name) for entry in columns if entry.role == _DATES),
        )


def shown_interval(claim: ClaimRecord) -> tuple[float, float] | None:
    """Return the interval that the claim's card shows: adjusted for selection where there is one.

    Parameters
    ----------
    claim : ClaimRecord
    """
    return claim.interval_selected or claim.interval


def readable(name: str) -> str:
    """Return a name of the user's file on one line: a strange one in quotes, a long one cut.

    Parameters
    ----------
    name : str
    """
    line = " ".join(re.sub(r"[\x00-\x1f\x7f`]", " ", name).split())
    if len(line) > _LONGEST_NAME:
        line = f"{line[: _LONGEST_NAME - 1]}…"
    plain = line.replace("_", " ").strip()
    is_plain = plain and line == name and _PLAIN_NAME.fullmatch(plain) and plain.count(" ") < 4
    return plain if is_plain else f"“{line.replace('“', '').replace('”', '')}”"


def _rounded(size: float, half_width: float) -> float:
    """Round to the digits that half an interval's half width tells apart; one stays at least."""
    if not size > 0 or not math.isfinite(size):
        return size
    finest = math.floor(math.log10(size))
    if half_width > 0 and math.isfinite(half_width):
        finest = min(finest, math.floor(math.log10(half_width / 2)))
    else:
        finest -= 2
    return round(size, -finest)
