"""What a language model proposes, made usable where it can be, and refused where it cannot.

Small models parrot the examples ("has the word 'iraq'"), compare ("is more positive than B") and
speak of the groups they were shown, or give the prompt's own words back. A single text can be
asked about none of this.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from dataexplain.features.question_wording import as_property, same_wording

_MOST_CHARACTERS = 120
_MOST_COPIED_WORDS = 5
# The examples of the prompt, and the words it asks with: given back, they are no finding.
EXAMPLES = ("mentions a ferry", "expresses regret", "is about gardening")
_EMPTY = re.compile(
    r"(?:(?:a|about|an|and|any|certain|context|continues|has|have|in|is|its|kind|manner|mentions?|of"
    r"|or|property|purpose|some|something|speaks?|specific|subject|text|the|theme|this|tone|topic"
    r"|with)\s?)+"
)
_BEHIND_COMPARISON = re.compile(
    r"[,;]?\s+(?:than|compared (?:to|with)|in comparison (?:to|with)|as opposed to|rather than"
    r"|unlike)\b.*$",
    re.IGNORECASE,
)
_MORE = re.compile(r"\b(?:much |far )?more\s+(?=\w)", re.IGNORECASE)
_REASONS = (
    (
        re.compile(
            r"\b(?:less|fewer|better|worse|longer|shorter|higher|lower|larger|smaller|stronger"
            r"|weaker|greater|older|newer|simpler|easier|harder|most|least)\b",
            re.IGNORECASE,
        ),
        "it compares",
    ),
    (
        re.compile(
            r"\b(?:groups?|other texts?|both|texts|examples?|class|label(?:l?ed)?|category [ab])\b",
            re.IGNORECASE,
        ),
        "it speaks of groups, not of one text",
    ),
    (
        re.compile(
            r"\b(?:words?|phrases?|keywords?|terms?|strings?|tokens?|letters?)\s+"
            r"(?:[\"'“‘«]|like\b|such as\b|is\b|are\b)|[\"“”«»]|(?<!\w)['‘][^'’]+['’](?!\w)",
            re.IGNORECASE,
        ),
        "it only names a word that the texts hold",
    ),
    (
        re.compile(
            r"\b(?:ignore|instructions?|answer|respond|reply with|yes or no|json|prompt)\b",
            re.IGNORECASE,
        ),
        "it reads like an instruction",
    ),
)


def usable(proposed: str, examples: Sequence[str]) -> tuple[str | None, str]:
    """Return a proposal as a property, or why there is none.

    Parameters
    ----------
    proposed : str
    examples : sequence of str
        The texts that the model was shown.

    Returns
    -------
    property : str or None
    reason : str
        Empty where there is a property.

    Examples
    --------
    >>> usable("The text has a more positive tone than group B.", [])
    ('has a positive tone', '')
    >>> usable("has the phrase 'iraq'", [])
    (None, 'it only names a word that the texts hold')
    >>> usable("is shorter", [])
    (None, 'it compares')
    >>> usable("is about a topic", [])
    (None, 'it repeats what was asked')
    """
    line = " ".join(proposed.split())
    if not line or "\n" in proposed.strip():
        return None, "it is not one line of words"
    plain = _MORE.sub("", _BEHIND_COMPARISON.sub("", line.rstrip(" .?!")))
    property = as_property(plain + "?" * line.endswith("?"))
    if len(property) > _MOST_CHARACTERS:
        return None, "it is too long"
    said = same_wording(property)
    if len(said.split()) < 2:
        return None, "it is a single word"
    if said in EXAMPLES or _EMPTY.fullmatch(said):
        return None, "it repeats what was asked"
    for pattern, reason in _REASONS:
        if pattern.search(property):
            return None, reason
    if any(_copied(property, example) for example in examples):
        return None, "it copies a text"
    return property, ""


def _copied(property: str, example: str) -> bool:
    said, shown = same_wording(property).split(), f" {same_wording(example)} "
    runs = range(len(said) - _MOST_COPIED_WORDS + 1)
    return any(f" {' '.join(said[at : at + _MOST_COPIED_WORDS])} " in shown for at in runs)
