"""The cells of an input of several columns, read from its lines "name: value"."""

from __future__ import annotations

import re
from collections.abc import Sequence

_NUMBER = re.compile(
    r"(?P<before>[-+−]?)(?:[$€£¥₹] ?)?(?P<after>[-+−]?)"
    r"(?P<digits>(?:[0-9]{1,3}(?:,[0-9]{3})+|[0-9]{1,30})(?:\.[0-9]{0,30})?|\.[0-9]{1,30})"
    r"(?P<power>(?:[eE][-+]?[0-9]{1,2})?)(?: ?[%$€£¥₹])?"
)


class ColumnCells:
    r"""Reads the cells of inputs that were joined from columns.

    Parameters
    ----------
    names : sequence of str
        Of the columns, in the order in which they were joined.

    Examples
    --------
    >>> cells = ColumnCells(["contract", "months", "note"])
    >>> cells.of("contract: monthly\nnote: first line\nsecond line")
    {'contract': 'monthly', 'note': 'first line\nsecond line'}
    """

    def __init__(self, names: Sequence[str]) -> None:
        self.names = tuple(names)
        self._headers = [f"{name}: " for name in names]
        # of "a" and "a: b" the longer one is meant where both could be
        self._longer = {
            place: longer
            for place, header in enumerate(self._headers)
            if len(longer := self._beginning_with(header)) > 1
        }

    def of(self, text: str) -> dict[str, str]:
        """Return the cells of an input by column, trimmed; an empty cell is left out.

        A line that begins with the name of a later column begins its cell, so that a cell of
        several lines ends there too. A text without such lines has no cells.
        """
        starts: list[tuple[int, int, int]] = []
        last, place = -1, 0
        while place >= 0:
            column = self._column_at(text, place, last)
            if column is not None:
                starts.append((column, place, place + len(self._headers[column])))
                last = column
            elsewhere = place if column is None else starts[-1][2]
            line = text.find("\n", elsewhere)
            place = line + 1 if line >= 0 else -1
        ends = [*(start - 1 for _, start, _ in starts[1:]), len(text)]
        return {
            self.names[column]: cell
            for (column, _, begin), end in zip(starts, ends, strict=False)
            if (cell := text[begin:end].strip())
        }

    def _beginning_with(self, header: str) -> list[int]:
        return [place for place, other in enumerate(self._headers) if other.startswith(header)]

    def _column_at(self, text: str, place: int, last: int) -> int | None:
        """Return the column whose name stands at a place, of those after the last one."""
        for column in range(last + 1, len(self._headers)):
            if text.startswith(self._headers[column], place):
                longer = self._longer.get(column, ())
                matching = [
                    one
                    for one in longer
                    if one > last and text.startswith(self._headers[one], place)
                ]
                return max(matching, key=lambda one: len(self._headers[one]), default=column)
        return None


def cell_number(cell: str) -> float | None:
    """Read a cell that is a number, with a sign of money or of percent if need be, or return None.

    Examples
    --------
    >>> cell_number("$1,250.50"), cell_number("-3"), cell_number("12 %"), cell_number("12 months")
    (1250.5, -3.0, 12.0, None)
    """
    found = _NUMBER.fullmatch(cell)
    if found is None or (found["before"] and found["after"]):
        return None
    sign = -1.0 if (found["before"] or found["after"]) in ("-", "−") else 1.0
    return sign * float(found["digits"].replace(",", "") + found["power"])
