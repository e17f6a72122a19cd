"""Texts -> words. What counts as a word decides what can be said of texts."""

from __future__ import annotations

import html
import re
import sys
import unicodedata
from collections.abc import Callable, Sequence
from functools import lru_cache

Tokenizer = Callable[[str], Sequence[str]]

_ASCII_WORD = re.compile(r"[a-z0-9]+(?:'[a-z0-9]+)*")
_TAG = re.compile(r"</?[a-z!][^<>]*>", re.IGNORECASE)
# Scripts written without spaces: each of their characters is a word, n-grams join them again.
_SPACELESS = (
    "\u3040-\u30ff\u31f0-\u31ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
)


def words(text: str) -> list[str]:
    """Return the words of a text, in lower case and in their order.

    A word is a run of letters, digits and the marks written on them, with apostrophes inside.
    Chinese characters and Japanese kana are a word each, and so is an emoji. Tags of HTML are
    left out and its entities read. Other signs separate words.

    Parameters
    ----------
    text : str

    Returns
    -------
    list of str

    Examples
    --------
    >>> words("I didn't <b>like</b> it -- at all")
    ['i', "didn't", 'like', 'it', 'at', 'all']
    >>> words("好吃 👍")
    ['好', '吃', '👍']
    """
    if "<" in text:
        text = _TAG.sub(" ", text)
    if "&" in text:
        text = html.unescape(text)
    if text.isascii():
        return _ASCII_WORD.findall(text.lower())
    plain = unicodedata.normalize("NFC", text).lower().replace("\u2019", "'")
    return _any_word().findall(plain)


@lru_cache(maxsize=1)
def _any_word() -> re.Pattern[str]:
    """Return the pattern of a word in any script, made when the first text needs it."""
    marks = _ranges(lambda sign: unicodedata.category(sign)[0] == "M")
    pictures = _ranges(lambda sign: unicodedata.category(sign) == "So")
    letter = rf"(?:(?![{_SPACELESS}])[^\W_]|[{marks}])"
    return re.compile(rf"[{_SPACELESS}]|[{pictures}]|{letter}+(?:'{letter}+)*")


def _ranges(belongs: Callable[[str], bool]) -> str:
    """Return the characters that belong, as ranges inside a class of a pattern."""
    ranges: list[str] = []
    start: int | None = None
    for code in range(0x80, min(0x20000, sys.maxunicode)):
        if belongs(chr(code)):
            start = code if start is None else start
        elif start is not None:
            ranges.append(f"{chr(start)}-{chr(code - 1)}")
            start = None
    return "".join(ranges)
