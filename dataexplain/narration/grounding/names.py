"""What columns, levels and the outcome of a report may be called in a text."""

from __future__ import annotations

import functools
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

from dataexplain.narration.grounding.sentences import without_markup
from dataexplain.narration.grounding.vocabulary import (
    ABBREVIATIONS,
    DIRECTIONS,
    ENGLISH,
    GENERIC,
    NO,
    OPPOSITES,
    PLAIN_DIRECTIONS,
    SEXES,
    UNIT_WORDS,
    UNITS,
    YES,
    word_set,
)
from dataexplain.narration.grounding.words import consonants, stem, tokens
from dataexplain.records import ReportRecord

COLUMN, LEVEL, OUTCOME, UNIT = "column", "level", "outcome", "unit"
_LEAST_LETTERS = 4
_NO_PART = GENERIC | ENGLISH | frozenset(DIRECTIONS) | frozenset(PLAIN_DIRECTIONS)
# Endings that make another word of a name: "mist", "misty".
_ENDINGS = word_set("y ed ing er al ly ic")
# What begins an English word ("in-come"), so that the rest of it is no part of a name.
_PREFIXES = word_set("in re un de dis mis en ex pre out over sub con pro per") | {""}
YEARS = word_set("year built construction yr")
_NUMERIC = ("numeric", "ordinal", "date", "time")
# How many times its size a column may go beyond the values that claims name.
_BEYOND_RANGE = 20.0
_SKIPPED = ("ignored", "identifier", "text")


@dataclass(frozen=True)
class Name:
    """One way to speak of a column, a level of it, or the outcome.

    `words` are stems. `sign` is -1 where the words say the outcome's opposite. A `loose` name
    counts only beside its column, or beside the outcome; `level` is the full name of the level,
    or of the outcome's class.
    """

    words: tuple[str, ...]
    kind: str
    column: str = ""
    level: str = ""
    sign: int = 1
    loose: bool = False


@dataclass(frozen=True)
class Naming:
    """All names of one report.

    Parameters
    ----------
    report : ReportRecord
    glossary : mapping of str to str
        The user's words for columns and the outcome.
    """

    report: ReportRecord
    glossary: Mapping[str, str]

    @cached_property
    def columns(self) -> tuple[str, ...]:
        """The columns that can be spoken of: those of the report and of its claims."""
        listed = [column.name for column in self.report.columns if column.role not in _SKIPPED]
        claimed = [name for claim in self.report.claims for name in claim.features]
        names = dict.fromkeys([*listed, *claimed])
        return tuple(name for name in names if name != self.report.outcome.name)

    @cached_property
    def claimed(self) -> frozenset[str]:
        """The columns that claims are about first."""
        return frozenset(claim.features[0] for claim in self.report.claims if claim.features)

    @cached_property
    def levels(self) -> dict[str, tuple[str, ...]]:
        """The known levels of each column: those listed, and those that claims name."""
        known: dict[str, dict[str, None]] = {name: {} for name in self.columns}
        for column in self.report.columns:
            if column.name in known:
                known[column.name].update(dict.fromkeys(column.levels))
        for claim in self.report.claims:
            for region in (claim.region, claim.against):
                for name, entry in region.items():
                    levels = [str(level) for level in entry.get("levels", ())]
                    known.setdefault(name, {}).update(dict.fromkeys(levels))
        return {name: tuple(levels) for name, levels in known.items()}

    @cached_property
    def scores(self) -> dict[str, dict[str, float]]:
        """The score of each level of an ordinal column."""
        return {
            column.name: dict(zip(column.levels, column.scores, strict=False))
            for column in self.report.columns
            if column.scores
        }

    @cached_property
    def units(self) -> dict[str, str]:
        """The unit of each column that has one in its name or its record."""
        found = {}
        for column in self.report.columns:
            last = stem(_split(column.name)[-1]) if _split(column.name) else ""
            if column.unit or last in UNITS:
                found[column.name] = column.unit or last
        return found

    @cached_property
    def age(self) -> str | None:
        """The one column of people's ages, if there is one."""
        found = [name for name in self.columns if _split(name)[-1:] == ("age",)]
        alone = [name for name in found if len(_split(name)) == 1]
        return alone[0] if len(alone) == 1 else None

    @cached_property
    def year(self) -> str | None:
        """The one numeric column of years, if there is one."""
        found = [name for name in self.columns if self.numeric(name) and YEARS & {*_split(name)}]
        return found[0] if len(found) == 1 else None

    def sharing_unit(self, column: str) -> tuple[str, ...]:
        """Return the columns that have the unit of a column, itself among them."""
        unit = self.units.get(column)
        return tuple(name for name in self.columns if self.units.get(name) == unit)

    @cached_property
    def binary(self) -> bool:
        """Whether the outcome has classes."""
        return bool(self.report.outcome.classes)

    def numeric(self, column: str) -> bool:
        """Whether a column's values are numbers or stand in an order."""
        return column in self._numeric

    @cached_property
    def _numeric(self) -> frozenset[str]:
        """The columns of numbers, and those that a claim gives bounds of."""
        kept = {entry.name for entry in self.report.columns if entry.role in _NUMERIC}
        bounded = {
            name
            for claim in self.report.claims
            for name, entry in claim.region.items()
            if entry.get("low") is not None or entry.get("high") is not None
        }
        return frozenset(kept | bounded)

    @cached_property
    def ranges(self) -> dict[str, tuple[float, float]]:
        """The least and the greatest value of each column that claims name."""
        seen: dict[str, list[float]] = {}
        for claim in self.report.claims:
            for name, entry in claim.region.items():
                ends = (entry.get("low"), entry.get("high"))
                seen.setdefault(name, []).extend(float(end) for end in ends if end is not None)
            if claim.turn is not None:
                seen.setdefault(claim.features[0], []).append(claim.turn)
        return {name: (min(ends), max(ends)) for name, ends in seen.items() if ends}

    def plausible(self, column: str, value: float) -> bool:
        """Return whether a value could be one of a column, by those that claims name of it."""
        if column not in self.ranges:
            return True
        low, high = self.ranges[column]
        reach = _BEYOND_RANGE * max(high - low, abs(low), abs(high))
        return low - reach <= value <= high + reach

    def yes_level(self, column: str, *, yes: bool = True) -> str | None:
        """Return the level of a two-level column that says yes (or no), if it has one."""
        levels = self.levels.get(column, ())
        words = YES if yes else NO
        found = [level for level in levels if level.lower() in words]
        return found[0] if found and len(levels) == 2 else None

    @cached_property
    def _parts_of_words(self) -> dict[str, str]:
        return {}

    def column_in_part(self, word: str) -> str | None:
        """Return the one column of whose name a word is the beginning or end of a part.

        "weather" is the column "weathersit" where no other name begins like that.
        """
        if word not in self._parts_of_words:
            self._parts_of_words[word] = self._column_in_part(word)
        return self._parts_of_words[word] or None

    def _column_in_part(self, word: str) -> str:
        if len(word) < _LEAST_LETTERS or word in _NO_PART or word in self.outcome_words:
            return ""
        found = {
            column
            for column in self.columns
            for part in _split(column)
            if (len(part) - len(word) >= 2 and part.startswith(word))
            or (part.endswith(word) and part.removesuffix(word) not in _PREFIXES)
        }
        return found.pop() if len(found) == 1 else ""

    def name_parts(self, column: str) -> tuple[str, ...]:
        """Return the stems of a column's name, abbreviations written out too."""
        words = [stem(word) for word in _split(column)]
        longer = (part for word in words for part in ABBREVIATIONS.get(word, ()))
        return (*words, *longer)

    @cached_property
    def by_first_letter(self) -> dict[str, tuple[Name, ...]]:
        """All names under the first letter of their first word, longest first."""
        found: dict[str, dict[Name, None]] = {}
        for name in (*self._outcome_names(), *self._column_names(), *self._level_names()):
            if name.words:
                found.setdefault(name.words[0][0], {})[name] = None
        return {
            letter: tuple(sorted(names, key=lambda name: -len(name.words)))
            for letter, names in found.items()
        }

    @cached_property
    def _begun(self) -> dict[tuple[str, str], tuple[Name, ...]]:
        return {}

    def beginning_with(self, stemmed: str, word: str) -> tuple[Name, ...]:
        """Return the names whose first word is a word or its stem, longest first."""
        key = (stemmed, word)
        if key not in self._begun:
            self._begun[key] = tuple(
                name
                for name in self.by_first_letter.get(stemmed[:1], ())
                if same_word(name, 0, stemmed) or same_word(name, 0, word)
            )
        return self._begun[key]

    @cached_property
    def outcome_words(self) -> frozenset[str]:
        """The stems of the outcome's own name."""
        return frozenset(map(stem, _split(self.report.outcome.name)))

    def _column_names(self) -> Iterator[Name]:
        every = {name: [stem(word) for word in _split(name)] for name in self.columns}
        whole = {tuple(words) for words in every.values()}
        shared = Counter(word for words in every.values() for word in set(words))
        for name, words in every.items():
            if not words:
                continue  # a name of signs alone cannot be spoken of
            kept = words[:-1] if words[-1] in UNITS and len(words) > 1 else words
            for variant in {tuple(words), tuple(kept)}:
                yield from _spelled(variant, COLUMN, name)
                yield Name(("".join(variant),), COLUMN, name)
            for word in kept:
                alone = shared[word] == 1 and word not in GENERIC and len(word) >= 3
                if alone and (word,) not in whole - {tuple(words)}:
                    own = word not in self.outcome_words
                    if own and len(kept) > 1:
                        yield from _spelled((word,), COLUMN, name)
            if words[-1] in UNITS and len(words) > 1:
                for unit in (words[-1], *UNIT_WORDS.get(words[-1], ())):
                    yield Name(tuple(map(stem, _split(unit))), UNIT, name)
            said = self.glossary.get(name)
            if said:
                yield Name(tuple(map(stem, _split(said))), COLUMN, name)

    def _level_names(self) -> Iterator[Name]:
        holders = Counter(
            tuple(_split(level)) for levels in self.levels.values() for level in set(levels)
        )
        # one telling word of a level of several
        parts = Counter(
            stem(word)
            for levels in self.levels.values()
            for level in levels
            for word in _split(level)
        )
        plain = {stem(word) for name in self.columns for word in _split(name)} | _NO_PART
        for column, levels in self.levels.items():
            for level in levels:
                if _is_number(level) and column in self.scores:
                    continue  # a number on a scale is read as a number
                words = tuple(map(stem, _split(level)))
                english = all(word in ENGLISH for word in words)
                english = english or (len(words) == 1 and len(words[0]) < 3)
                loose = english or holders[tuple(_split(level))] > 1 or _is_number(level)
                loose = loose and not _is_year(level)
                yield Name(words, LEVEL, column, level, loose=loose)
                for word in words if len(words) > 1 else ():
                    if word not in plain and parts[word] == 1 and len(word) > _LEAST_LETTERS - 1:
                        yield from (
                            Name(name.words, LEVEL, column, level)
                            for name in _spelled((word,), LEVEL, column)
                            if len(name.words[0]) > _LEAST_LETTERS
                        )
                for word in SEXES.get(level.lower(), ()):
                    yield Name((stem(word),), LEVEL, column, level)

    def _outcome_names(self) -> Iterator[Name]:
        outcome = self.report.outcome
        words = tuple(map(stem, _split(outcome.name)))
        texts = [words, (("".join(words)),)]
        known = {stem(word) for name in self.columns for word in _split(name)}
        texts += [(word,) for word in words if word not in known | GENERIC and len(word) > 2]
        said = self.glossary.get(outcome.name)
        if said:
            texts.append(tuple(map(stem, _split(said))))
        for text in texts:
            yield from _spelled(tuple(text), OUTCOME, outcome.name)
        for classes in outcome.classes:
            sign = -1 if outcome.positive is not None and classes != outcome.positive else 1
            yield from self._class_names(classes, words, sign)
            yield from _bound_names(classes, sign)
        yield from self._opposites(words)

    def _class_names(self, name: str, outcome: tuple[str, ...], sign: int) -> Iterator[Name]:
        """Yield a class as it is told: "rating = 3", "a rating of 3", its own name alone."""
        own = tuple(map(stem, _split(name)))
        for link in ("=", "is", ":", "of"):
            yield Name((*outcome, link, *own), OUTCOME, level=name, sign=sign)
        several = len(self.report.outcome.classes) > 2
        if several:
            yield Name((*outcome, *own), OUTCOME, level=name)
            yield Name((*own, *outcome), OUTCOME, level=name)
        plain = name.lower() in YES | NO or _is_number(name)
        if several or not plain:
            yield Name(own, OUTCOME, level=name, sign=sign, loose=plain)
        if several and any(word[0].isalpha() for word in own):  # "high | risk" is "high risk"
            spoken = tuple(word for word in own if word[0].isalnum())
            yield Name(spoken, OUTCOME, level=name, loose=plain)

    def _opposites(self, words: tuple[str, ...]) -> Iterator[Name]:
        """Yield general words for a two-class outcome and its opposite."""
        if not self.binary:
            return
        positive = self.report.outcome.positive or ""
        own = {*words, stem(positive.lower())}
        for first, second in OPPOSITES:
            for same, other in ((first, second), (second, first)):
                if own & {stem(word) for word in same}:
                    yield from (Name((stem(word),), OUTCOME, sign=1) for word in same)
                    yield from (Name((stem(word),), OUTCOME, sign=-1) for word in other)


def _bound_names(classes: str, sign: int) -> Iterator[Name]:
    """Yield how a class such as ">50K" is said in words."""
    found = tokens(classes)
    if not found or found[-1].value is None or len(found) != 2:
        return
    number = found[-1].word
    above = found[0].word.startswith(">")
    before = (
        "over", "above", "more than", "exceeding", "exceed", "exceeds", "greater than", "beyond",
        "at least", "upwards of", "higher than",
    )  # fmt: skip
    under = ("below", "under", "at most", "up to", "less than", "no more than", "not above")
    for phrase in before if above else under:
        yield Name((*map(stem, phrase.split()), number), OUTCOME, level=classes, sign=sign)
    for phrase in before if not above else under:
        yield Name((*map(stem, phrase.split()), number), OUTCOME, level=classes, sign=-sign)
    for word, way in (("more", sign if above else -sign), ("less", -sign if above else sign)):
        yield Name((number, "or", word), OUTCOME, level=classes, sign=way)


def _spelled(words: tuple[str, ...], kind: str, column: str) -> Iterator[Name]:
    """Yield a name, and the name with one abbreviation written out."""
    yield Name(words, kind, column)
    for place, word in enumerate(words):
        for longer in ABBREVIATIONS.get(word, ()):
            parts = tuple(map(stem, longer.split()))
            yield Name((*words[:place], *parts, *words[place + 1 :]), kind, column)


@functools.lru_cache(maxsize=4096)
def _split(name: str) -> tuple[str, ...]:
    signs = {".", "-", "/", "(", ")"}
    # as a text has it once its markup is gone
    plain = tokens(without_markup(name)) or tokens(name)
    return tuple(token.word for token in plain if token.word not in signs)


def _is_number(level: str) -> bool:
    found = tokens(level)
    return len(found) == 1 and found[0].value is not None


def _is_year(level: str) -> bool:
    found = tokens(level)
    return _is_number(level) and 1000 <= (found[0].value or 0) <= 2999


def same_word(name: Name, place: int, word: str) -> bool:
    """Return whether a word of a text is a name's word, also where the name shortens it.

    Examples
    --------
    >>> same_word(Name(("cnt",), OUTCOME), 0, "count")
    True
    >>> same_word(Name(("exec", "managerial"), LEVEL), 0, "executive")
    True
    """
    own = name.words[place]
    if own == word:
        return True
    if len(word) < _LEAST_LETTERS or len(own) < 2 or own[0] != word[0]:
        return False
    if own == consonants(word):
        return True
    if len(own) >= _LEAST_LETTERS and word.startswith(own) and word[len(own) :] in _ENDINGS:
        return True
    # of a level in several shortened words, each need only begin like the word, or be within it
    return name.kind == LEVEL and len(name.words) > 1 and _is_within(own, word)


def _is_within(own: str, word: str) -> bool:
    letters = iter(word)
    shortened = len(own) < len(word)
    return shortened and (word.startswith(own) or (len(own) > 3 and all(x in letters for x in own)))
