"""Names and levels are data: shown in quotes, on one line, never longer than a line needs."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable

LONGEST = 60
# What needs no quotes inside a sentence: one word that Markdown leaves as it is.
_PLAIN = re.compile(r"[^\W_](?:[\w.\-]*[^\W_])?")
# What Markdown would read: cells, code, tags, the address of a link.
_MARKDOWN = re.compile(r"[|`]|<(?=[A-Za-z/!?])|(?<=\])\(")


def quoted(name: str, longest: int = LONGEST) -> str:
    r"""Return a text of the user's in quotes, on one line, with nothing that Markdown would read.

    Parameters
    ----------
    name : str
    longest : int, default=60
        Characters kept; an ellipsis stands for the rest.

    Examples
    --------
    >>> print(quoted("age"), quoted('a "big"\n| one'))
    "age" "a \"big\"\n\| one"
    >>> len(quoted("x" * 500))
    62
    """
    kept = name if len(name) <= longest else name[: longest - 1] + "…"
    escaped = json.dumps(kept, ensure_ascii=False)
    return _MARKDOWN.sub(r"\\\g<0>", _visible(escaped))


def sentence(text: str, names: Iterable[str]) -> str:
    r"""Return a sentence on one line, the names in it that are not plain words in quotes.

    Parameters
    ----------
    text : str
    names : iterable of str
        Names and levels that may stand in it.

    Examples
    --------
    >>> print(sentence("Average y rises with my\nname | it.", ["y", "my\nname | it"]))
    Average y rises with "my\nname \| it".
    """
    odd = {name for name in names if name.strip() and not _is_plain(name)}
    if odd:
        longest_first = sorted(odd, key=lambda name: (-len(name), name))
        pattern = "|".join(re.escape(name) for name in longest_first)
        parts = re.split(rf"(?<!\w)({pattern})(?!\w)", text)
    else:
        parts = [text]
    # every second part is a name
    return "".join(
        quoted(part) if place % 2 else _visible(_MARKDOWN.sub(r"\\\g<0>", " ".join(_words(part))))
        for place, part in enumerate(parts)
    )


def _words(part: str) -> list[str]:
    """Split at blanks, keeping whether the part began or ended with one."""
    return re.split(r"\s+", part)


def _is_plain(name: str) -> bool:
    return len(name) <= LONGEST and _PLAIN.fullmatch(name) is not None


def _visible(text: str) -> str:
    return "".join(
        letter if letter.isprintable() else "\N{REPLACEMENT CHARACTER}" for letter in text
    )
