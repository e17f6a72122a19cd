"""Rows as columns of plain text, the same on a terminal and in a pipe."""

from __future__ import annotations

from collections.abc import Collection, Sequence

_GAP = "  "


def aligned(
    header: Sequence[str], rows: Sequence[Sequence[str]], *, right: Collection[int] = ()
) -> str:
    """Return rows under a header, each column as wide as its widest cell.

    Parameters
    ----------
    header : sequence of str
        The names of the columns.
    rows : sequence of sequence of str
        The cells.
    right : collection of int, optional
        The places of columns that are set to the right, such as numbers.

    Examples
    --------
    >>> print(aligned(("model", "size"), [("a", "1 MB"), ("bcdefg", "1,200 MB")], right={1}))
    model       size
    a           1 MB
    bcdefg  1,200 MB
    """
    table = [header, *rows]
    widths = [max(map(len, column)) for column in zip(*table, strict=True)]
    return "\n".join(
        _GAP.join(
            cell.rjust(width) if place in right else cell.ljust(width)
            for place, (cell, width) in enumerate(zip(row, widths, strict=True))
        ).rstrip()
        for row in table
    )
