"""The sentences that claims are told in, read back: nothing is looked for, each part must fit."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace

from dataexplain.claims import Claim, Condition, Factor, Membership, Position, Region, Words
from dataexplain.claims.wording import MENTIONED
from dataexplain.sentences.building import Building

_WAYS = {"rises": 1, "falls": -1, "higher": 1, "lower": -1, "jumps up": 1, "drops": -1,
         "more (or loses less)": 1, "less (or loses more)": -1, "gain more (or lose less)": 1,
         "gain less (or lose more)": -1, "be higher (or less low)": 1,
         "be lower (or less high)": -1}  # fmt: skip
_FORMS: tuple[tuple[str, re.Pattern[str]], ...] = tuple(
    (name, re.compile(pattern, re.DOTALL))
    for name, pattern in (
        ("trend", r"(?P<way>rises|falls) (?P<change>as .+)"),
        ("turn", r"(?P<before>rises|falls) with (?P<column>.+) up to about (?P<value>.+) and "
                 r"(?P<way>rises|falls) beyond it"),
        ("jump", r"(?P<way>jumps up|drops) where (?P<column>.+) reaches (?P<value>.+), beyond any "
                 r"steady slope"),
        ("tail", r"is (?P<way>higher|lower) in the few rows where (?P<region>.+) than the course "
                 r"over the rest of .+ leads to expect"),
        ("subgroup", r"is (?P<way>higher|lower) where (?P<region>.+) than these conditions explain "
                     r"one by one"),
        ("rule_effect", r"is (?P<way>higher|lower) where (?P<region>.+) than elsewhere"),
        ("contrast", r"is (?P<way>higher|lower) where (?P<region>.+) than where (?P<other>.+)"),
        ("by_side", r"gains (?P<way>more \(or loses less\)|less \(or loses more\)) (?P<change>.+) "
                    r"where (?P<region>.+) than where (?P<other>.+)"),
        ("by_height", r"gains (?P<way>more \(or loses less\)|less \(or loses more\)) "
                      r"(?P<change>.+), the higher (?P<column>.+) is"),
        ("nothing", r"hardly depends on (?P<column>.+): no (?:level|stretch) of it differs enough "
                    r"from the rest to matter"),
        ("drift", r"comes to (?P<way>gain .+?\)|be .+?\)) (?P<change>.+)"),
    )
)  # fmt: skip
_NUMBER = re.compile(r"^-?[$€£¥]?-?[\d,]+(?:\.\d+)?(?:e[+-]?\d+)?%?$")
_ELSEWHERE = " than elsewhere"


@dataclass(frozen=True)
class OwnSentences:
    """Reads what claims about a table are told as.

    Parameters
    ----------
    building : Building
        Of any class: that of the sentence is taken.
    words : Words
        In which claims are told.
    """

    building: Building
    words: Words

    def claim(self, sentence: str) -> Claim | None:
        """Return the claim that is told in exactly this sentence, None where none is.

        Parameters
        ----------
        sentence : str
            Without a full stop.
        """
        plain = sentence.strip().removeprefix("As").removeprefix("as")
        drifts = plain.startswith(" time goes on, ")
        rest = plain.removeprefix(" time goes on, ") if drifts else sentence.strip()
        for name in self.building.table.explained_classes:
            outcome = self.words.outcome(name)
            if rest[: len(outcome)].lower() == outcome.lower():
                own = OwnSentences(replace(self.building, outcome_class=name), self.words)
                return own._said_of(rest[len(outcome) :].strip())
        return None

    def _said_of(self, said: str) -> Claim | None:
        for name, pattern in _FORMS:
            match = pattern.fullmatch(said)
            if match is not None:
                groups = match.groupdict()
                claim = _MAKERS[name](self, _WAYS.get(groups.get("way") or "", 0), groups)
                if claim is not None:
                    return claim
        return None

    def trend(self, sign: int, groups: dict[str, str]) -> Claim | None:
        """Read a trend."""
        factor = self._factor(groups["change"])
        if not isinstance(factor, Position):
            return None
        return self.building.trend(factor.column, sign, factor.low, factor.high)

    def turn(self, sign: int, groups: dict[str, str]) -> Claim | None:
        """Read a turning point."""
        value = self._value(groups["column"], groups["value"])
        if value is None or groups["before"] == groups["way"]:
            return None
        return self.building.turning_point(groups["column"], sign, value)

    def jump(self, sign: int, groups: dict[str, str]) -> Claim | None:
        """Read a threshold."""
        value = self._value(groups["column"], groups["value"])
        return None if value is None else self.building.threshold(groups["column"], sign, value)

    def tail(self, sign: int, groups: dict[str, str]) -> Claim | None:
        """Read a tail."""
        conditions = self._region(groups["region"])
        single = conditions is not None and len(conditions) == 1 and not conditions[0].levels
        return self.building.tail(sign, conditions[0]) if conditions and single else None

    def subgroup(self, sign: int, groups: dict[str, str]) -> Claim | None:
        """Read a subgroup."""
        conditions = self._region(groups["region"])
        return self.building.rule(conditions, sign, "subgroup") if conditions else None

    def rule(self, sign: int, groups: dict[str, str]) -> Claim | None:
        """Read the effect of a rule."""
        conditions = self._region(groups["region"])
        return self.building.rule(conditions, sign) if conditions else None

    def contrast(self, sign: int, groups: dict[str, str]) -> Claim | None:
        """Read a contrast of levels, of two sides of a value, or of what texts say."""
        conditions = self._region(groups["region"])
        if conditions is None or len(conditions) != 1:
            return None
        (condition,) = conditions
        if groups["other"] == self.words.opposite(Region(conditions)):
            return self.building.contrast(condition, sign)
        levels = self._levels(condition.column, groups["other"].removeprefix("it is "))
        return self.building.contrast(condition, sign, levels) if levels else None

    def by_side(self, sign: int, groups: dict[str, str]) -> Claim | None:
        """Read an interaction with the rows of a condition."""
        first, conditions = self._factor(groups["change"]), self._region(groups["region"])
        if first is None or conditions is None:
            return None
        return self.building.interaction(first, Membership(Region(conditions)), sign)

    def by_height(self, sign: int, groups: dict[str, str]) -> Claim | None:
        """Read an interaction with a column of numbers."""
        first = self._factor(groups["change"])
        second = self._position(groups["column"])
        if first is None or second is None:
            return None
        return self.building.interaction(first, second, sign)

    def nothing(self, sign: int, groups: dict[str, str]) -> Claim | None:
        """Read that a column does not matter, whichever way."""
        del sign
        known = groups["column"] in self._names
        return self.building.no_effect(groups["column"]) if known else None

    def drift(self, sign: int, groups: dict[str, str]) -> Claim | None:
        """Read that an effect changes in the course of time."""
        change = groups["change"].removesuffix(_ELSEWHERE)
        first, clock = self._factor(change), self.building.clock
        if first is None or clock is None:
            return None
        return self.building.drift(first, clock, sign)

    @property
    def _names(self) -> list[str]:
        names = [column.name for column in self.building.table.features]
        return sorted(names, key=len, reverse=True)

    def _position(self, name: str) -> Position | None:
        known = name in self._names and not self.building.table.column(name).nominal
        return self.building.position(name) if known else None

    def _factor(self, change: str) -> Factor | None:
        """Read "as age goes from 20 to 60", or "where sex is female"."""
        if change.startswith("where "):
            conditions = self._region(change.removeprefix("where "))
            return None if conditions is None else Membership(Region(conditions))
        for name in self._names:
            match = re.fullmatch(rf"as {re.escape(name)} goes from (.+) to (.+)", change)
            if match is not None:
                low, high = self._value(name, match[1]), self._value(name, match[2])
                if low is not None and high is not None and low < high:
                    return Position(name, low, high)
        return None

    def _region(self, text: str) -> tuple[Condition, ...] | None:
        """Read conditions joined by "and", each about another column."""
        for condition, rest in self._first_conditions(text):
            if not rest:
                return (condition,)
            if rest.startswith(" and "):
                others = self._region(rest.removeprefix(" and "))
                told = {entry.column for entry in others or ()}
                if others is not None and condition.column not in told:
                    return (condition, *others)
        return None

    def _first_conditions(self, text: str) -> Iterator[tuple[Condition, str]]:
        """Yield each way to read the beginning of a text as a condition, and what follows it."""
        for name, reading in self.words.readings.items():
            for said, condition in (
                (reading.denied, Condition(name, levels=("no",))),
                (reading.said, Condition(name, levels=(MENTIONED,))),
                (reading.unknown, Condition(name, missing=True)),
            ):
                if text.startswith(said):
                    yield condition, text[len(said) :]
        for name in self._names:
            if text.startswith(f"{name} is "):
                yield from self._conditions(name, text[len(name) + len(" is ") :])

    def _conditions(self, name: str, said: str) -> Iterator[tuple[Condition, str]]:
        ends = [match.start() for match in re.finditer(" and ", said)]
        for end in [*reversed(ends), len(said)] if ends else [len(said)]:
            condition = self._condition(name, said[:end])
            if condition is not None:
                yield condition, said[end:]

    def _condition(self, name: str, said: str) -> Condition | None:
        if said == "missing":
            return Condition(name, missing=True)
        column = self.building.table.column(name)
        if column.nominal:
            levels = self._levels(name, said)
            return Condition(name, levels=levels) if levels else None
        between = re.fullmatch(r"between (.+) and (.+)", said)
        if between is not None:
            low, high = self._value(name, between[1]), self._value(name, between[2])
            if low is not None and high is not None:
                return Condition(name, low, high, closed=True)
        labelled = self._labelled(name, said)
        if labelled is not None:
            return labelled
        if said.endswith(" or more"):
            low = self._value(name, said.removesuffix(" or more"))
            return None if low is None else Condition(name, low=low)
        high = self._value(name, said.removeprefix("below ")) if said.startswith("below ") else None
        return None if high is None else Condition(name, high=high)

    def _labelled(self, name: str, said: str) -> Condition | None:
        """Read the levels at one end of an ordinal column of words."""
        labels = self.words.scales.get(name)
        if not labels:
            return None
        named = _split_levels(said, list(labels.values()))
        ranked = sorted(labels)
        inside = [score for score in ranked if labels[score] in (named or ())]
        if inside and inside == ranked[-len(inside) :]:
            return Condition(name, low=inside[0])
        if inside and inside == ranked[: len(inside)]:
            return Condition(name, high=ranked[len(inside)])
        return None

    def _levels(self, name: str, said: str) -> tuple[str, ...] | None:
        return _split_levels(said, list(self.building.table.column(name).levels))

    def _value(self, name: str, said: str) -> float | None:
        if name not in self._names or self.building.table.column(name).nominal:
            return None
        for score, label in self.words.scales.get(name, {}).items():
            if label == said:
                return score
        if not _NUMBER.match(said):
            return None
        return float(said.translate({ord(sign): None for sign in "$€£¥,%"}))


def _split_levels(said: str, known: list[str]) -> tuple[str, ...] | None:
    """Return the levels of "a, b or c", the longest name first where one begins another."""
    for level in sorted(known, key=len, reverse=True):
        shown = level if level.strip() else repr(level)
        if said == shown:
            return (level,)
        for joint in (", ", " or "):
            if said.startswith(f"{shown}{joint}"):
                rest = _split_levels(said[len(shown) + len(joint) :], known)
                if rest is not None:
                    return (level, *rest)
    return None


_Maker = Callable[[OwnSentences, int, dict[str, str]], Claim | None]
_MAKERS: dict[str, _Maker] = {
    "trend": OwnSentences.trend,
    "turn": OwnSentences.turn,
    "jump": OwnSentences.jump,
    "tail": OwnSentences.tail,
    "subgroup": OwnSentences.subgroup,
    "rule_effect": OwnSentences.rule,
    "contrast": OwnSentences.contrast,
    "by_side": OwnSentences.by_side,
    "by_height": OwnSentences.by_height,
    "nothing": OwnSentences.nothing,
    "drift": OwnSentences.drift,
}
