"""What a user wants of the words of a report, checked before any work is done."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from dataexplain.errors import ParameterError, did_you_mean

MOST_CLAIMS = 10
UP, DOWN, NOTHING = "up", "down", "none"
# What a user may write for each direction.
_DIRECTIONS = {
    UP: ("up", "higher", "rises", "more", "+"),
    DOWN: ("down", "lower", "falls", "less", "-"),
    NOTHING: ("none", "no effect", "nothing", "0"),
}
_NAMED = re.compile(r"^\s*(?P<name>[^=]+?)\s*=\s*(?P<words>.+?)\s*$", re.DOTALL)
_OWNER = "explain"
_OPTIONS = ("describe", "narrate", "anonymise", "experiment", "expect")


@dataclass(frozen=True)
class DeclaredExpectation:
    """What the user expects of a column: "up", "down" or "none" for the outcome.

    `level` is the level that is compared with the others; None is a column that grows.
    """

    column: str
    direction: str
    level: str | None = None


@dataclass(frozen=True)
class NarrationWish:
    """How a report shall be put into words.

    Parameters
    ----------
    describe : str, default=""
        What the table is, and what columns mean: parts between semicolons, those of the form
        ``column = words`` on a column or the outcome.
    most : int, default=10
        How many leading claims are put into words.
    anonymise : bool, default=False
        Whether the model chooses its emphasis with names and levels hidden.
    experiment : bool, default=False
        Whether columns were set by an experiment, so that a cause may be spoken of.
    expect : tuple of str
        What the user expects, such as "asthma: up" or "sex=male: down".
    """

    describe: str = ""
    most: int = MOST_CLAIMS
    anonymise: bool = False
    experiment: bool = False
    expect: tuple[str, ...] = field(default=())

    def __post_init__(self) -> None:
        if isinstance(self.most, bool) or not isinstance(self.most, int) or self.most < 0:
            raise ParameterError("narrate", _OWNER, "a whole number of 0 or more", self.most)
        if not isinstance(self.describe, str):
            raise ParameterError("describe", _OWNER, "a text", self.describe)
        if isinstance(self.expect, str) or not all(isinstance(text, str) for text in self.expect):
            raise ParameterError("expect", _OWNER, "texts such as 'asthma: up'", self.expect)

    def determinants(self) -> dict[str, Any]:
        """Return what the words of a report depend on, as JSON."""
        return {
            "describe": self.describe,
            "most": self.most,
            "anonymise": self.anonymise,
            "experiment": self.experiment,
            "expect": list(self.expect),
        }


def narration_wish(options: Mapping[str, Any]) -> NarrationWish:
    """Return the wish that the options of `explain` state; others are left alone.

    Parameters
    ----------
    options : mapping of str to object

    Examples
    --------
    >>> narration_wish({"narrate": 30, "expect": ["age: up"], "seed": 1}).most
    30
    """
    given = {name: options[name] for name in _OPTIONS if name in options}
    if not isinstance(given.get("expect", ()), (list, tuple)):
        raise ParameterError("expect", _OWNER, "a list of texts", given["expect"])
    return NarrationWish(
        describe=given.get("describe", ""),
        most=given.get("narrate", MOST_CLAIMS),
        anonymise=given.get("anonymise", False),
        experiment=given.get("experiment", False),
        expect=tuple(given.get("expect", ())),
    )


def read_descriptions(describe: str, names: Iterable[str]) -> dict[str, str]:
    """Return the user's words: for the table under "", for columns under their names.

    Parameters
    ----------
    describe : str
    names : iterable of str
        The columns of the table, the outcome among them.

    Raises
    ------
    ParameterError
        For words on a column that there is not.

    Examples
    --------
    >>> read_descriptions("patients; died = died in hospital", ["age", "died"])
    {'': 'patients', 'died': 'died in hospital'}
    """
    known = list(names)
    descriptions: dict[str, str] = {}
    for part in describe.split(";"):
        text = " ".join(part.split())
        named = _NAMED.match(text)
        if named is None:
            if text:
                descriptions[""] = "; ".join(filter(None, (descriptions.get(""), text)))
            continue
        name = _column(named["name"], known, "describe", text)
        if descriptions.get(name, named["words"]) != named["words"]:
            raise ParameterError("describe", _OWNER, f"one meaning for {name!r}", describe)
        descriptions[name] = named["words"]
    return descriptions


def read_expectations(
    wishes: Iterable[str], names: Iterable[str], levels: Mapping[str, Iterable[str]]
) -> tuple[DeclaredExpectation, ...]:
    """Return what the user declared.

    Parameters
    ----------
    wishes : iterable of str
        Such as "asthma: up", "sex=male: down" or "fare: none".
    names : iterable of str
        The columns that may be spoken of.
    levels : mapping of str to iterable of str
        The levels of those that have some.

    Raises
    ------
    ParameterError
        For another form, a column or level that there is not, or two wishes on one.

    Examples
    --------
    >>> read_expectations(["asthma: up"], ["asthma", "age"], {})
    (DeclaredExpectation(column='asthma', direction='up', level=None),)
    """
    known = list(names)
    found: dict[tuple[str, str | None], DeclaredExpectation] = {}
    for wish in wishes:
        where, separator, said = wish.rpartition(":")
        direction = _direction(said)
        if not separator or not where.strip() or direction is None:
            expected = "of the form 'column: up', 'column=level: down' or 'column: none'"
            raise ParameterError("expect", _OWNER, expected, wish)
        declared = _declared(where.strip(), direction, known, levels, wish)
        place = (declared.column, declared.level)
        if found.setdefault(place, declared) != declared:
            raise ParameterError("expect", _OWNER, f"one direction for {where.strip()!r}", wish)
    return tuple(found.values())


def _declared(
    where: str,
    direction: str,
    known: list[str],
    levels: Mapping[str, Iterable[str]],
    wish: str,
) -> DeclaredExpectation:
    if where in known:
        return DeclaredExpectation(where, direction)
    name, separator, level = where.partition("=")
    column = _column(name.strip(), known, "expect", wish)
    if not separator:
        return DeclaredExpectation(column, direction)
    own = [str(entry) for entry in levels.get(column, ())]
    if own and level.strip() not in own:
        expected = f"about a level of {column!r}{_hint(level.strip(), own)}"
        raise ParameterError("expect", _OWNER, expected, wish)
    return DeclaredExpectation(column, direction, level.strip())


def _direction(said: str) -> str | None:
    word = " ".join(said.lower().split())
    return next((name for name, words in _DIRECTIONS.items() if word in words), None)


def _column(name: str, known: list[str], parameter: str, wish: str) -> str:
    if name not in known:
        expected = f"about a column of the table{_hint(name, known)}"
        raise ParameterError(parameter, _OWNER, expected, wish)
    return name


def _hint(name: str, known: list[str]) -> str:
    hint = did_you_mean(name, known)
    return f" ({hint})" if hint else ""
