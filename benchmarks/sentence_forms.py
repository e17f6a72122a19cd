"""The sentences of `user_sentences.py`: what each says, and which rows that means.

The form of the file is told at its top. Rows are found here with pandas alone, by nothing that the
package uses to find them.
"""

from __future__ import annotations

import operator
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import yaml

FOLDER = Path(__file__).parent / "user_sentences"
FIRST, SECOND, THIRD, FOURTH = "first", "second", "third", "fourth"
FILES = {
    FIRST: FOLDER / "sentences.yaml",
    SECOND: FOLDER / "second.yaml",
    THIRD: FOLDER / "third.yaml",
    FOURTH: FOLDER / "fourth.yaml",
}
TRUE, FALSE, WEAK, UNTESTABLE = "true", "false", "weak", "untestable"
TRUTHS = (TRUE, FALSE, WEAK, UNTESTABLE)
# Among the columns: the number of words in the text.
LENGTH = "length"
ALL = "all"
MISSING = "missing"
# What a sentence may leave unsaid: where a course turns, which way the stronger effect goes.
OPEN_TURN, OPEN_SIGN = "turn", "sign"
BOUNDS = {"above": operator.gt, "below": operator.lt, "from": operator.ge, "to": operator.le}

Conditions = Mapping[str, Any]


@dataclass(frozen=True)
class OpenSet:
    """A file of the open data with the outcome that its sentences speak of.

    Parameters
    ----------
    name : str
    file : str
    target : str
    positive : str
        The class meant; empty where the outcome is a number or each sentence names its class.
    text : str
        The column of texts; empty without any.
    drop : tuple of str
        Columns that are dropped first: parts of the outcome, or which rows somebody held out.
    """

    name: str
    file: str
    target: str
    positive: str = ""
    text: str = ""
    drop: tuple[str, ...] = ()

    def read(self, folder: Path) -> pd.DataFrame:
        """Return the rows as the file has them."""
        texts = self.file.startswith("text/")
        frame = pd.read_csv(folder / self.file, keep_default_na=not texts)
        return frame.drop(columns=list(self.drop))


@dataclass(frozen=True)
class Part:
    """One thing that a sentence says; see the top of the file of sentences."""

    kind: str
    direction: str = ""
    column: str = ""
    where: Conditions = field(default_factory=dict)
    against: Conditions = field(default_factory=dict)
    among: Conditions = field(default_factory=dict)
    turn: float = np.nan
    first: Conditions = field(default_factory=dict)
    second: Conditions = field(default_factory=dict)
    judged: tuple[str, ...] = ()
    outcome_class: str = ""
    open: str = ""

    @property
    def columns(self) -> tuple[str, ...]:
        """The columns of which any may stand for the one it is about."""
        return alternatives(self.column)


@dataclass(frozen=True)
class UserSentence:
    """A sentence with its truth and every reading of it that is right, each of several parts."""

    id: str
    table: OpenSet
    sentence: str
    truth: str
    why: str = ""
    held: tuple[str, ...] = ()
    readings: tuple[tuple[Part, ...], ...] = ()

    @property
    def type(self) -> str:
        """What sort of sentence it is, in the tables that are printed."""
        if self.truth == UNTESTABLE:
            return UNTESTABLE
        parts = self.readings[0]
        if parts[0].judged:
            return "judged property"
        if "words" in parts[0].where or parts[0].column == LENGTH:
            return "words of texts"
        if len(parts) > 1:
            return "several claims"
        kind = parts[0].kind.replace("_", " ")
        return f"{kind}, held" if self.held else kind


def read_sentences(chosen: str = SECOND) -> list[UserSentence]:
    """Return the sentences of one set of the benchmark."""
    content = yaml.safe_load(FILES[chosen].read_text(encoding="utf-8"))
    sets = {
        name: OpenSet(name, **{**entry, "drop": tuple(entry.get("drop", ()))})
        for name, entry in content["tables"].items()
    }
    return [_sentence(entry, sets) for entry in content["sentences"]]


def _sentence(entry: dict[str, Any], sets: Mapping[str, OpenSet]) -> UserSentence:
    held = entry.get("held", ())
    readings = [entry["parts"], *entry.get("also", ())] if "parts" in entry else []
    return UserSentence(
        id=entry["id"],
        table=sets[entry["table"]],
        sentence=entry["sentence"],
        # YAML takes true and false for answers of its own
        truth=str(entry["truth"]).lower(),
        why=entry.get("why", ""),
        held=(held,) if isinstance(held, str) else tuple(held),
        readings=tuple(tuple(_part(part) for part in parts) for parts in readings),
    )


def _part(entry: dict[str, Any]) -> Part:
    values = {("outcome_class" if name == "class" else name): entry[name] for name in entry}
    return Part(**{**values, "judged": tuple(entry.get("judged", ()))})


def alternatives(name: str) -> tuple[str, ...]:
    """Return the columns of which any will do.

    Examples
    --------
    >>> alternatives("temp_c|feels_like_c")
    ('temp_c', 'feels_like_c')
    """
    return tuple(name.split("|"))


def mask(frame: pd.DataFrame, conditions: Conditions, text: str = "") -> np.ndarray:
    """Return which rows satisfy all conditions; without any, all do.

    Examples
    --------
    >>> frame = pd.DataFrame({"age": [20, 60], "says": ["Free!", "freely"]})
    >>> mask(frame, {"age": {"above": 20}}).tolist()
    [False, True]
    >>> mask(frame, {"words": ["free"]}, "says").tolist()
    [True, False]
    """
    inside = np.ones(len(frame), dtype=bool)
    for name, wanted in conditions.items():
        if name == "words":
            any_word = "|".join(re.escape(word) for word in wanted)
            inside &= _shows(frame[text], rf"(?i)(?<!\w)(?:{any_word})(?!\w)")
        elif name == "shows":
            inside &= _shows(frame[text], wanted)
        elif wanted == MISSING:
            inside &= frame[name].isna().to_numpy()
        elif isinstance(wanted, Mapping):
            for bound, value in wanted.items():
                inside &= BOUNDS[bound](frame[name], value).to_numpy()
        else:
            inside &= frame[name].astype(str).isin(wanted).to_numpy()
    return inside


def known(frame: pd.DataFrame, conditions: Conditions) -> np.ndarray:
    """Return the rows of which it is known whether they satisfy the conditions."""
    columns = [name for name in conditions if name in frame and conditions[name] != MISSING]
    return np.asarray(frame[columns].notna().all(axis=1))


def sides(frame: pd.DataFrame, part: Part, text: str) -> tuple[np.ndarray, np.ndarray]:
    """Return the two sets of rows that a difference compares."""
    among = mask(frame, part.among, text)
    where = mask(frame, part.where, text) & among
    other = mask(frame, part.against, text) if part.against else ~where & known(frame, part.where)
    return where, other & among & ~where


def _shows(texts: pd.Series, pattern: str) -> np.ndarray:
    return np.array([bool(re.search(pattern, str(text))) for text in texts])
