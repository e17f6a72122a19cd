"""The published table of words of strength and frequency, as Markdown."""

from __future__ import annotations

import math

from dataexplain.narration.strength import FREQUENCIES, STRENGTHS, WordRange


def published_table() -> str:
    """Return both tables as they stand in ``docs/design/grounding.md``.

    Examples
    --------
    >>> print(published_table().splitlines()[2])
    | slightly, a little, a bit, marginally, modestly, mildly | 0 to 0.35 |
    """
    strengths = ["| strength | effect in spreads of the outcome |", "|---|---|"]
    strengths += [f"| {', '.join(entry.words)} | {_range(entry)} |" for entry in STRENGTHS]
    rates = ["| frequency | rate |", "|---|---|"]
    rates += [f"| {', '.join(entry.words)} | {_range(entry)} |" for entry in FREQUENCIES]
    return "\n".join([*strengths, "", *rates])


def _range(entry: WordRange) -> str:
    if math.isinf(entry.high):
        return f"{entry.low:g} and more"
    return f"{entry.low:g} to {entry.high:g}"
