"""Why a language model's conjecture may not be shown: it must be hedged, plain, and not refuted."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping

from dataexplain.narration.grounding.causes import causal_words
from dataexplain.narration.grounding.checking import contradiction
from dataexplain.narration.grounding.names import Naming
from dataexplain.narration.grounding.proposing import unhedged_direction
from dataexplain.narration.grounding.reading import hedged, looked_at
from dataexplain.narration.grounding.regions import ClaimBook
from dataexplain.narration.grounding.sentences import sentences
from dataexplain.narration.grounding.vocabulary import FUNCTION_WORDS
from dataexplain.records import ReportRecord

MOST_SENTENCES, MOST_WORDS = 3, 60
# Texts beyond this are refused before they are read.
_LONGEST = 4 * MOST_SENTENCES * MOST_WORDS * 10
_LEASTFUNCTION_WORDS = 0.25
_MARKUP = re.compile(
    r"^\s{0,8}(?:#{1,6}\s|[-*+•]\s|\d{1,3}[.)]\s|>|\|)|```|~~~|`|\*\*|__|\]\(|https?:|www\.|"
    r"</?[a-zA-Z!][^<>]{0,200}>|[{}\\]|\|",
    re.MULTILINE,
)
_QUANTITIES = re.compile(
    r"\d|[%‰½¼¾⅓⅔]|\b(?:two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|thirteen|"
    r"fifteen|"
    r"twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety|hundreds?|thousands?|millions?|"
    r"billions?|dozens?|twice|thrice|doubl(?:e|es|ed|ing)|tripl(?:e|es|ed|ing)|quadrupl\w{1,4}|"
    r"half|"
    r"halves|halved|halving|percent|percentage|per cent|tenfold|twofold|threefold|"
    r"(?:a|one) (?:third|quarter|fifth|tenth|couple)|(?:thirds|quarters|fifths|tenths))\b",
    re.IGNORECASE,
)
_ECHOES = re.compile(
    r"\b(?:as an ai|as a language model|language model|the card|fact card|the prompt|the "
    r"instructions?|"
    r"your instructions?|previous instructions?|instructed|ignore (?:the|all|any|previous)|"
    r"i cannot|i can not|i am sorry|i'm sorry|i apologi[sz]e|i hope|here (?:is|are) (?:a|the|my|"
    r"some|your)|"
    r"sure[,!]|certainly[,!]|of course[,!]|system prompt|as requested|the task|my answer|the "
    r"question asks|"
    r"(?:reason|rival|check|conjecture|hypothesis|answer|explanation) ?:)",
    re.IGNORECASE,
)
_ASIDES = re.compile(
    r"\b(?:the|this|our|my|your) (?:model|report|tool|analysis|system|algorithm|software|result|"
    r"chart) "
    r"(?:is|was|are|works|performs|predicts|shows|proves|can be trusted|may be trusted)\b"
    r"|\b(?:perfect(?:ly)?|flawless|excellent|amazing|impressive|outstanding|brilliant|"
    r"state of the art|world - class|please|dear reader|reader|readers|you|your|trust (?:me|us|"
    r"this)|"
    r"subscribe|click|buy now|contact us|visit)\b",
    re.IGNORECASE,
)
_QUOTED = re.compile(r"[\"“‘'][^\"“”‘’']{1,200}[\"”’']")


def refusal(
    text: str,
    report: ReportRecord,
    *,
    experiment: bool = False,
    glossary: Mapping[str, str] | None = None,
) -> str | None:
    """Return why a conjecture may not be shown, None where it may.

    Parameters
    ----------
    text : str
        What a language model wrote.
    report : ReportRecord
    experiment : bool, default=False
        Whether causes may be stated.
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
    >>> refusal("Pain may fall with dose for another reason.", report) is None
    True
    >>> refusal("It may be that dose is twice as good.", report)
    'it holds a quantity (“twice”)'
    """
    if not text.strip():
        return "it is empty"
    if len(text) > _LONGEST:
        return "it is too long"
    naming = Naming(report, dict(glossary or {}))
    masked = _without_names(text, naming)
    return (
        _of_form(masked)
        or _of_language(masked)
        or _of_content(text, masked, naming, experiment, ClaimBook(report))
        or _against_claims(text, report, glossary)
    )


def _without_names(text: str, naming: Naming) -> str:
    """Return a text without the names of columns and levels: a name may be anything."""
    outcome = naming.report.outcome
    names = {*naming.columns, outcome.name, *outcome.classes}
    names |= {level for levels in naming.levels.values() for level in levels}
    for name in sorted(names, key=len, reverse=True):
        if len(name) > 1:
            # a name that is a word stays a word, such as "no" or "fall"
            whole = re.compile(rf"(?<!\w){re.escape(name)}(?!\w)")
            text = whole.sub("it", text) if not name.isalpha() else text
    return _QUOTED.sub(lambda match: "it" if match.group()[1:-1] in names else match.group(), text)


def _of_form(text: str) -> str | None:
    if _MARKUP.search(text):
        return "it holds markup, code or an address, not plain prose"
    found = sentences(text)
    if len(found) > MOST_SENTENCES:
        return f"it has more than {MOST_SENTENCES} sentences"
    if any(len(sentence.text.split()) > MOST_WORDS for sentence in found):
        return f"a sentence has more than {MOST_WORDS} words"
    return None if found else "it says nothing"


def _of_language(text: str) -> str | None:
    letters = [letter for letter in text if letter.isalpha()]
    if any(not unicodedata.name(letter, "").startswith("LATIN") for letter in letters):
        return "it is written in another script"
    words = re.findall(r"[^\W\d_]+", text.lower())
    common = sum(word in FUNCTION_WORDS for word in words)
    if len(words) < 3 or common < _LEASTFUNCTION_WORDS * len(words):
        return "it is not plain English"
    return None


def _of_content(
    text: str, masked: str, naming: Naming, experiment: bool, book: ClaimBook
) -> str | None:
    if _ECHOES.search(masked):
        return "it repeats the instruction or speaks of itself"
    if _ASIDES.search(masked):
        return "it speaks of things outside the table"
    number = _QUANTITIES.search(masked)
    if number:
        return f"it holds a quantity (“{number.group()}”)"
    for sentence in sentences(text):
        for part in re.split(r"[;—]", sentence.text):
            read = looked_at(part, naming)
            if hedged(read):
                continue
            cause = None if experiment else causal_words(read.found, read.named)
            if cause:
                return f"it states a cause as a fact (“{cause}”)"
        stated = unhedged_direction(sentence.text, naming, book)
        if stated is not None and hedged(looked_at(sentence.text, naming)):
            return f"a part of it states as a fact what nobody found (“{stated}”)"
        if not hedged(looked_at(sentence.text, naming)):
            return "it is not hedged: a sentence states as a fact what may be"
    return None


def _against_claims(
    text: str, report: ReportRecord, glossary: Mapping[str, str] | None
) -> str | None:
    reason = contradiction(report, text, glossary=glossary)
    return None if reason is None else f"it contradicts the report: {reason}"
