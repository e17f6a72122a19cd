"""Sizes of files as a user writes and reads them."""

from __future__ import annotations

import re

from dataexplain.errors import ParameterError

_UNITS = {"": 1, "B": 1, "KB": 10**3, "MB": 10**6, "GB": 10**9, "TB": 10**12}
_FORM = re.compile(r"(\d+(?:\.\d+)?)\s*([KMGT]?B?)", re.ASCII)


def parse_size(text: str) -> int:
    """Return how many bytes a text means.

    Parameters
    ----------
    text : str
        A number with or without B, KB, MB, GB or TB, in thousands.

    Raises
    ------
    ParameterError

    Examples
    --------
    >>> parse_size("500MB"), parse_size("1.5 gb"), parse_size("20k"), parse_size("0")
    (500000000, 1500000000, 20000, 0)
    """
    found = _FORM.fullmatch(text.strip().upper())
    if not found:
        raise ParameterError("--most", "cache prune", "a size such as 500MB or 2GB", text)
    number, unit = found.groups()
    return int(float(number) * _UNITS[unit if unit.endswith("B") or not unit else f"{unit}B"])


def size_text(size: int) -> str:
    """Return a number of bytes in the unit that suits it.

    Examples
    --------
    >>> size_text(812), size_text(45_056), size_text(5_240_000), size_text(12_300_000_000)
    ('812 B', '45 KB', '5.2 MB', '12.3 GB')
    """
    if size < 1_000:
        return f"{size} B"
    if size < 999_500:
        return f"{size / 1e3:.0f} KB"
    return f"{size / 1e6:.1f} MB" if size < 999_950_000 else f"{size / 1e9:,.1f} GB"
