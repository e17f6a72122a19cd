"""Whether a conjecture says nothing beyond the pattern that it should explain."""

from __future__ import annotations

from collections.abc import Mapping

from dataexplain.narration.grounding.mentions import mentions
from dataexplain.narration.grounding.names import OUTCOME, Naming
from dataexplain.narration.grounding.vocabulary import (
    COMPARATIVES,
    DIRECTIONS,
    FREQUENCY_WORDS,
    FUNCTION_WORDS,
    HEDGES,
    PLAIN_DIRECTIONS,
    ROW_NOUNS,
    STRENGTH_FORMS,
    STRENGTH_WORDS,
    word_set,
)
from dataexplain.narration.grounding.words import stem, tokens
from dataexplain.records import ClaimRecord, ReportRecord

# How many words beyond the pattern may stand in what still only repeats it.
_FEW = 1
# Words that only say that there is a pattern, or of what kind the numbers are.
_OF_PATTERNS = word_set(
    "likely unlikely likelihood chance chances probability odds risk rate rates share level levels "
    "number numbers amount value values average mean typical total influence influenced influences "
    "affect affected affects associated association related relation relationship linked link "
    "depend depends depending dependent correlated correlation connected connection pattern effect "
    "impact difference differences different differ differs vary varies varied factor factors "
    "column columns compared comparison certain group groups category categories class tend tends "
    "reason reasons explain explains explained explanation fact due because cause caused causes "
    "result results lead leads held fixed equal constant"
)


def repeats(
    text: str,
    claim: ClaimRecord,
    report: ReportRecord,
    glossary: Mapping[str, str] | None = None,
) -> bool:
    """Return whether a text says nothing beyond the outcome, columns and directions of a claim.

    Parameters
    ----------
    text : str
        A conjecture that should say why a claim holds.
    claim : ClaimRecord
    report : ReportRecord
    glossary : mapping of str to str, optional
        The user's words for columns and the outcome.

    Examples
    --------
    >>> import numpy as np
    >>> from dataexplain.runs.explaining import explain_table
    >>> from dataexplain.tables import build_table
    >>> dose = np.tile([1, 2, 3, 4, 5], 40)
    >>> pain = 9.0 - dose + np.tile([0, 1, 2], 67)[:200]
    >>> report = explain_table(build_table({"dose": dose, "pain": pain}, "pain"))
    >>> repeats("Pain may be lower where the dose is higher.", report.claims[0], report)
    True
    >>> repeats("The drug may block the nerves.", report.claims[0], report)
    False
    """
    naming = Naming(report, dict(glossary or {}))
    found = tokens(text)
    named = mentions(found, naming)
    own = {*claim.features, *claim.entangled_with}
    told = {
        at
        for mention in named
        if mention.kind == OUTCOME or mention.column in own or mention.column == ""
        for at in range(mention.start, mention.end)
    }
    left = {
        stem(token.word)
        for at, token in enumerate(found)
        if at not in told and token.is_word and not _is_of_pattern(token.word)
    }
    speaks = any(mention.kind == OUTCOME for mention in named)
    return len(left) <= (_FEW if speaks else 0)


_SAID = (
    FUNCTION_WORDS
    | HEDGES
    | ROW_NOUNS
    | _OF_PATTERNS
    | frozenset(DIRECTIONS)
    | frozenset(COMPARATIVES)
    | frozenset(PLAIN_DIRECTIONS)
    | frozenset(STRENGTH_FORMS)
    | frozenset(word for phrase in (*STRENGTH_WORDS, *FREQUENCY_WORDS) for word in phrase.split())
)


def _is_of_pattern(word: str) -> bool:
    return word in _SAID or stem(word) in _SAID
