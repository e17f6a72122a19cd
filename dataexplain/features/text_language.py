"""A cheap guess at the language of a text: its script, or common words of a few languages."""

from __future__ import annotations

import unicodedata
from collections import Counter
from functools import lru_cache

from dataexplain.features.tokens import words

UNKNOWN = "unknown"
# So many words, or signs of another script, are looked at.
_LOOKED_AT = 200
# Words that are among the commonest of their language, and of no other one here.
_COMMONEST = {
    "English": "the and of is was with that this for are have not it you",
    "German": "der die und das ist nicht mit ein ich zu auf den sich auch",
    "French": "le les et est des une pas je que pour dans vous sur avec",
    "Spanish": "el los y es una no por con para las muy pero como del",
    "Italian": "il di che è non per gli sono della anche ma più nel questo",
    "Portuguese": "o os não uma com para em do da mais mas muito você são",
    "Dutch": "het een en van niet ik dat zijn voor op met maar ook te",
}
_LANGUAGES: dict[str, tuple[str, ...]] = {}
for _language, _words in _COMMONEST.items():
    for _word in _words.split():
        _LANGUAGES[_word] = (*_LANGUAGES.get(_word, ()), _language)


def language_of(text: str) -> str:
    """Guess the language of a text; a script that is not Latin stands for its languages.

    Parameters
    ----------
    text : str

    Returns
    -------
    str
        "unknown" where no common word tells.

    Examples
    --------
    >>> language_of("The room was clean and quiet."), language_of("Das Zimmer ist nicht sauber.")
    ('English', 'German')
    >>> language_of("Очень хорошо"), language_of("zzz")
    ('Cyrillic', 'unknown')
    """
    script = _script(text[: 10 * _LOOKED_AT])
    if script != "Latin":
        return script
    votes: Counter[str] = Counter()
    for word in words(text[: 10 * _LOOKED_AT])[:_LOOKED_AT]:
        votes.update(_LANGUAGES.get(word, ()))
    (first, most), *rest = [*votes.most_common(2), (UNKNOWN, 0)]
    return first if most > (rest[0][1] if rest else 0) else UNKNOWN


def _script(text: str) -> str:
    """Return the script of most letters; Latin where there are none."""
    letters = (sign for sign in text if sign.isalpha() and not sign.isascii())
    others = Counter(_script_of(sign) for sign in letters)
    others["Latin"] += sum(sign.isascii() and sign.isalpha() for sign in text)
    return max(others, key=lambda name: (others[name], name == "Latin"))


@lru_cache(maxsize=4096)
def _script_of(sign: str) -> str:
    """Return the first word of a letter's name: LATIN, CYRILLIC, CJK."""
    first = unicodedata.name(sign, "LATIN").partition(" ")[0]
    return "CJK" if first in {"CJK", "HIRAGANA", "KATAKANA"} else first.capitalize()
