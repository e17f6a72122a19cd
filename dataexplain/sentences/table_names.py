"""What the columns, levels and the outcome of a table may be called in a sentence."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property

from dataexplain.narration.grounding.names import LEVEL, OUTCOME, Name, Naming
from dataexplain.narration.grounding.vocabulary import (
    COMPARATIVES,
    ENGLISH,
    FUNCTION_WORDS,
    GENERIC,
    NO,
    UNITS,
    YES,
    word_set,
)
from dataexplain.narration.grounding.vocabulary import SEVERAL as SEVERAL_WORDS
from dataexplain.narration.grounding.words import stem, tokens
from dataexplain.records import (
    ColumnRecord,
    CountsRecord,
    OutcomeRecord,
    ReportRecord,
    SplitRecord,
)
from dataexplain.sentences.everyday_names import is_common_head
from dataexplain.sentences.leftover_words import ROW_WORDS
from dataexplain.sentences.outcome_words import OutcomeFamily, families_of, words_of
from dataexplain.tables import Column, Table

# Between levels that one word names together.
SEVERAL = "\x1f"
_LEAST_LETTERS = 4
_LONGEST_ENDING = 3
_ROW_STEMS = frozenset(map(stem, ROW_WORDS)) | {"other"}
# What ends the name of a column that only numbers things.
_NUMBERED = {("id",), ("uuid",), ("key",), ("code",), ("identifier",)}
_VERBS = word_set("work live living use call visit pay")
# Alone these do not stand for a level that has them: "without", "worked", "clean".
_SAYS_NO_LEVEL = frozenset(
    map(stem, FUNCTION_WORDS | _VERBS | word_set("worked working lived called visited paid alone"))
)
# What makes a level the opposite of what its other words say: "Never-married".
DENYING = word_set("never not non no without un ex former")


@dataclass(frozen=True)
class TableNaming(Naming):
    """All names of a table.

    Parameters
    ----------
    report : ReportRecord
        A record of the columns and the outcome, without claims.
    glossary : mapping of str to str
        The user's words for columns and the outcome.
    families : tuple of OutcomeFamily
        What the outcome may be called.
    further : tuple of Name
        Names found for words of one sentence.
    spans : mapping of str to (float, float)
        The least and the greatest value of each column of numbers.
    """

    families: tuple[OutcomeFamily, ...] = ()
    further: tuple[Name, ...] = ()
    spans: Mapping[str, tuple[float, float]] = field(default_factory=dict)

    @cached_property
    def binary(self) -> bool:
        """Whether words may say the outcome's opposite: "cheap" does of a price, too."""
        return True

    @cached_property
    def ranges(self) -> dict[str, tuple[float, float]]:
        """The least and the greatest value of each column of numbers."""
        return dict(self.spans)

    def _outcome_names(self) -> Iterator[Name]:
        for name in super()._outcome_names():
            yield name if name.level else replace(name, sign=name.sign * self.own_way)
        if len(self.outcome_words) == 1:  # "injuries" of number_of_injuries, past ones beside it
            yield Name(tuple(self.outcome_words), OUTCOME, sign=self.own_way)
        known = {
            stem(word)
            for name in self.columns
            for word in _words(name)[:2]
            if len(_words(name)) == 1
        }
        for family in self.families:
            for sign, said in ((1, family.much), (-1, family.little)):
                for word in sorted(said):
                    parts = tuple(map(stem, _words(word)))
                    if not set(parts) & known and not self._is_compared(word):
                        yield Name(parts, OUTCOME, sign=sign * self._way(family))

    def _column_names(self) -> Iterator[Name]:
        """Leave a word that the outcome is called by to it, where a column only has it too."""
        own = {
            tuple(map(stem, _words(word)))
            for family in self.families
            for word in family.much | family.little
        } | {name.words for name in self.further}
        for name in super()._column_names():
            every = tuple(map(stem, _words(name.column)))
            whole = name.words in (every, tuple(word for word in every if word not in UNITS))
            rows = set(name.words) <= _ROW_STEMS  # the houses are no "house_age"
            rows = rows or every[-1:] in _NUMBERED  # nor are musicians a "musician_id"
            if whole or not (rows or name.words in own):
                yield name

    def _column_in_part(self, word: str) -> str:
        """Return no column for a unit: the months of "12 months" are no "monthly charges"."""
        return "" if stem(word) in UNITS | _VERBS else super()._column_in_part(word)

    @cached_property
    def outcome_words(self) -> frozenset[str]:
        """The stems of the outcome's own name, without those that only count: "two year"."""
        words = super().outcome_words
        telling = {word for word in words if word not in UNITS | GENERIC | set(SEVERAL_WORDS)}
        return frozenset(telling) or words

    def _is_compared(self, word: str) -> bool:
        """Return whether a word such as "cheap" says a way of the outcome by itself."""
        hints = (set(map(stem, hint.split())) for hint, _ in COMPARATIVES.get(word, ()))
        return any(len(parts) == 1 and parts <= self.outcome_words for parts in hints)

    def _opposites(self, words: tuple[str, ...]) -> Iterator[Name]:
        """Yield nothing: the families say what an outcome's opposite is called."""
        del words
        yield from ()

    @cached_property
    def own_way(self) -> int:
        """-1 where the class that is explained says that the outcome is not so: "churn = no"."""
        return -1 if self._positive in NO else 1

    def _way(self, family: OutcomeFamily) -> int:
        """Return -1 where the class that is explained stands for little of the outcome."""
        under = self._positive.startswith(("<", "≤"))
        return -1 if under or self._positive in family.little else self.own_way

    @property
    def _positive(self) -> str:
        return (self.report.outcome.positive or "").lower()

    def _level_names(self) -> Iterator[Name]:
        for name in super()._level_names():
            in_part = name.words != tuple(map(stem, _words(name.level)))
            common = set(name.words) <= _SAYS_NO_LEVEL or all(map(is_common_head, name.words))
            if not (in_part and (common or name.words in self._whole)):
                yield name
        yield from self._groups_of_levels()
        yield from self._contested_levels()
        yield from self.further

    def is_contested(self, level: str) -> bool:
        """Return whether a level is one word, with a capital, that the outcome is called by."""
        told = level[:1].isupper() and level.isalpha() and not level.isupper()
        own = words_of(self.families)
        return told and (level.lower() in own or self._is_form_of_outcome(level.lower()))

    def _is_form_of_outcome(self, word: str) -> bool:
        return any(
            word.startswith(own) and len(word) - len(own) <= _LONGEST_ENDING
            for own in self.outcome_words
        )

    def _contested_levels(self) -> Iterator[Name]:
        """Yield "state Completed", where the outcome is how much is completed."""
        for column, levels in self.levels.items():
            for level in filter(self.is_contested, levels):
                words = (*_words(column), *_words(level))
                yield Name(tuple(map(stem, words)), LEVEL, column, level)

    @cached_property
    def _whole(self) -> frozenset[tuple[str, ...]]:
        """The stems of whole levels: no part of another one stands for that."""
        every = (level for levels in self.levels.values() for level in levels)
        return frozenset(tuple(map(stem, _words(level))) for level in every)

    def _groups_of_levels(self) -> Iterator[Name]:
        """Yield a word that several levels of one column share: "married"."""
        holders: dict[str, dict[str, list[str]]] = {}
        for column, levels in self.levels.items():
            for level in levels:
                for word in affirmed(_words(level)):
                    holders.setdefault(word, {}).setdefault(column, []).append(level)
        named = {stem(word) for name in self.columns for word in _words(name)}
        for word, columns in holders.items():
            plain = word in named | ENGLISH | YES | NO or len(word) < _LEAST_LETTERS
            plain = plain or is_common_head(word)
            if len(columns) != 1 or plain or not word.isalpha():
                continue
            ((column, own),) = columns.items()
            if 1 < len(own) < len(self.levels[column]) and column not in self.scores:
                yield Name((word,), LEVEL, column, SEVERAL.join(own))


def table_naming(
    table: Table,
    *,
    further: tuple[Name, ...] = (),
    columns: tuple[Column, ...] = (),
    spans: Mapping[str, tuple[float, float]] | None = None,
) -> TableNaming:
    """Return the names of a table's features and outcome.

    Parameters
    ----------
    table : Table
    further : tuple of Name
        Names found for words of one sentence.
    columns : tuple of Column
        Columns that the table does not have yet, read off its texts.
    spans : mapping of str to (float, float), optional
        The least and the greatest value of each column of numbers.

    Examples
    --------
    >>> from dataexplain.tables import build_table
    >>> data = {"plan": ["basic", "pro"] * 15, "churn": ["no", "yes", "no"] * 10}
    >>> table_naming(build_table(data, "churn")).levels
    {'plan': ('basic', 'pro')}
    """
    report = ReportRecord(
        "",
        table.target,
        table.task.value,
        {},
        (),
        (),
        CountsRecord(0, 0, 0, 0, 0),
        (),
        SplitRecord(0, 0, 0, 0, "", "", ""),
        0,
        {},
        OutcomeRecord(
            table.target, _unit(table), 0.0, 0.0, classes=table.classes, positive=table.positive
        ),
        tuple(map(_record, (*table.features, *columns, table.column(table.target)))),
        (),
        {},
    )
    features = [column.name for column in table.features]
    families = families_of(table.target, table.classes, table.source, features)
    return TableNaming(report, {}, families, further, spans or {})


def levels_named(level: str) -> tuple[str, ...]:
    """Return the levels that one name stands for.

    Examples
    --------
    >>> levels_named("basic")
    ('basic',)
    """
    return tuple(level.split(SEVERAL))


def _record(column: Column) -> ColumnRecord:
    return ColumnRecord(
        column.name,
        column.role.value,
        column.missing,
        column.distinct,
        unit=column.unit,
        levels=column.levels,
        scores=column.scores,
        derived_from=column.derived_from,
    )


def _unit(table: Table) -> str:
    return table.column(table.target).unit or ""


def affirmed(words: tuple[str, ...]) -> tuple[str, ...]:
    """Return the stems of words that none before them denies.

    Examples
    --------
    >>> affirmed(("never", "married")), affirmed(("self", "emp", "not", "inc"))
    (('never',), ('self', 'emp', 'not'))
    """
    pairs = zip(words, ("", *words), strict=False)
    return tuple(dict.fromkeys(stem(word) for word, before in pairs if before not in DENYING))


def _words(name: str) -> tuple[str, ...]:
    return tuple(token.word for token in tokens(name.replace("_", " ")) if token.is_word)
