"""What a user wants of the words of a report, checked before any work is done."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from dataexplain.errors import ParameterError
from dataexplain.narration.declared import checked_column

MOST_CLAIMS = 10
_NAMED = re.compile(r"^\s*(?P<name>[^=]+?)\s*=\s*(?P<words>.+?)\s*$", re.DOTALL)
_OWNER = "explain"
_OPTIONS = ("describe", "narrate", "anonymise", "experiment", "expect")


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
        name = checked_column(named["name"], known, "describe", text)
        if descriptions.get(name, named["words"]) != named["words"]:
            raise ParameterError("describe", _OWNER, f"one meaning for {name!r}", describe)
        descriptions[name] = named["words"]
    return descriptions
