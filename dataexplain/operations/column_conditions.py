"""What may be so of one column of an input, how it is said, and how it is read again."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from dataexplain.operations.column_cells import cell_number

_QUOTED = r'"(?:[^"\\]|\\.)*"'
_PLAIN_NUMBER = r"-?\d{1,30}(?:\.\d{1,30})?"
_CUT = rf"{_PLAIN_NUMBER}(?:e[+-]?\d{{1,2}})?"
_NAME = r"[^\W\d][\w.-]*"
_VALUE = rf"(?:{_QUOTED}|{_PLAIN_NUMBER})"
CONDITION = (
    rf"(?:{_QUOTED}|{_NAME}) is "
    rf"(?:(?:above|at most) {_CUT}|{_VALUE}(?:, {_VALUE})*(?: or {_VALUE})?)"
)
_PARTS = re.compile(
    rf"({_QUOTED}|{_NAME}) is "
    rf"(?:(above|at most) ({_CUT})|({_VALUE}(?:, {_VALUE})*(?: or {_VALUE})?))"
)


@dataclass(frozen=True)
class Condition:
    """A column is above a cut, at most a cut, or is one of a few values.

    An absent cell, or one that is no number where a cut asks for one, fails it: neither "above 3"
    nor "at most 3" is so of nothing.

    Parameters
    ----------
    column : str
    values : tuple of str, default=()
        What a cell may be, to the letter; empty where there is a cut.
    cut : str, default=""
        As it is written.
    above : bool, default=False
        Whether a cell has to be above the cut; else equal to it or below.

    Examples
    --------
    >>> condition = Condition("months", cut="11")
    >>> condition.said, [condition.holds({"months": cell}) for cell in ("11", "11.5", "many")]
    ('months is at most 11', [True, False, False])
    >>> condition.holds({"years": "1"}), Condition("plan", ("a", "b")).said
    (False, 'plan is "a" or "b"')
    """

    column: str
    values: tuple[str, ...] = ()
    cut: str = ""
    above: bool = False

    @property
    def said(self) -> str:
        """The condition in words."""
        name = shown(self.column, _NAME)
        if self.cut:
            return f"{name} is {'above' if self.above else 'at most'} {self.cut}"
        *before, last = (shown(value, _PLAIN_NUMBER) for value in self.values)
        return f"{name} is {', '.join(before)} or {last}" if before else f"{name} is {last}"

    def holds(self, cells: Mapping[str, str]) -> bool:
        """Tell whether it is so of the cells of an input."""
        cell = cells.get(self.column)
        if cell is None:
            return False
        if not self.cut:
            return cell in self.values
        value = cell_number(cell)
        return value is not None and (value > float(self.cut)) == self.above


def joined(conditions: Sequence[Condition], both: bool) -> str:
    """Say one or two conditions; a comma marks where a list of values ends.

    Examples
    --------
    >>> joined([Condition("plan", ("a", "b")), Condition("months", cut="3", above=True)], True)
    'plan is "a" or "b", and months is above 3'
    """
    listed = any(len(condition.values) > 1 for condition in conditions)
    between = f"{',' if listed else ''} {'and' if both else 'or'} "
    return between.join(condition.said for condition in conditions)


def condition_said(text: str) -> Condition | None:
    """Return the condition that a text says, or None.

    Examples
    --------
    >>> condition_said('plan is "a" or "b"').values, condition_said("it rains")
    (('a', 'b'), None)
    """
    found = _PARTS.fullmatch(text)
    if found is None:
        return None
    column = unshown(found[1])
    if column is None:
        return None
    if found[3]:
        return Condition(column, cut=found[3], above=found[2] == "above")
    read = [unshown(value) for value in re.findall(_VALUE, found[4])]
    values = tuple(value for value in read if value is not None)
    return Condition(column, values) if len(values) == len(read) else None


def shown(text: str, plain: str) -> str:
    r"""Return a text as it stands where it is plain, else in quotes.

    Examples
    --------
    >>> shown("yes", "[a-z]+"), shown('a "b"', "[a-z]+")
    ('yes', '"a \\"b\\""')
    """
    return text if re.fullmatch(plain, text) else json.dumps(text, ensure_ascii=False)


def unshown(text: str) -> str | None:
    r"""Return a text as it was before it was shown, or None where its quotes say nothing.

    Examples
    --------
    >>> unshown("yes"), unshown('"a b"'), unshown('"\\x"')
    ('yes', 'a b', None)
    """
    if not text.startswith('"'):
        return text
    try:
        return str(json.loads(text))
    except json.JSONDecodeError:
        return None
