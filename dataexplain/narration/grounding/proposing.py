"""What a conjecture asserts beside its hedge, and what it only proposes to look at."""

from __future__ import annotations

import re
from collections.abc import Iterator

from dataexplain.narration.grounding.agreement import judge
from dataexplain.narration.grounding.assertions import AGREES
from dataexplain.narration.grounding.mentions import Mention
from dataexplain.narration.grounding.names import OUTCOME, Naming
from dataexplain.narration.grounding.reading import Read, assertions, hedged, looked_at
from dataexplain.narration.grounding.regions import ClaimBook
from dataexplain.narration.grounding.vocabulary import CHANGES, word_set

# From here on a sentence tells what to look at, and asserts nothing.
_PROPOSALS = re.compile(
    r"\b(?:to (?:see|check|find out|test|ask|learn|tell|determine|know|explore|understand|verify)\b"
    r"|whether\b|if there (?:is|are|was|were)\b"
    r"|(?:might|could|may|can|would|should)(?: also)?(?: be)?(?: (?:useful|worth|good|interesting|"
    r"helpful) (?:to )?)? ?(?:compar|check|test|examin|investigat|explor|look(?:ing)? (?:at|into)|"
    r"ask|stud(?:y|ied|ying)|verif|analy[sz])\w{0,6})",
    re.IGNORECASE,
)
# What a proposal ends with: from here on something is asserted again.
_JOINS = re.compile(
    r"\s*(?:;|:|—|\bas\b(?! (?:a|an|well|if|the result|part|such|though)\b)|\bsince\b|\bbecause\b|"
    r"\b(?:suggest|indicat|show|imply|mean|prov)ing(?: that)?\b|"
    r"\bwhich (?:means?|suggests?|shows?|indicates?|impl(?:y|ies)|proves?|is why)(?: that)?\b|"
    r"\b(?:given|considering|so|in) that\b|\btherefore\b|\bthus\b|\bhence\b|,\s*so\b|\bwhile\b|"
    r"\bwhereas\b|\bbut\b|\balthough\b|\bthough\b|\band\b|\bwith the result\b|,\s*where\b)",
    re.IGNORECASE,
)
_FINITE = word_set(
    "is are was were has have had do does did tend tends tended show shows showed become becomes "
    "became face faces faced enjoy enjoys enjoyed get gets got go goes went stand stands stood"
)
_BEFORE_NOUNS = word_set("the a an of to their his her higher lower more less better worse in for")
_CHANCES = word_set("likely unlikely likelier chance chances odds probability likelihood risk rate")


def without_proposals(text: str) -> str:
    """Return a sentence without what it proposes to compare or to check.

    Examples
    --------
    >>> without_proposals("One might compare the rates of men and women, as men may be older.")
    'One, as men may be older.'
    """
    match = _PROPOSALS.search(text)
    if match is None:
        return text
    rest = _JOINS.search(text, match.end())
    while rest is not None and rest[0].strip() == "and":  # "compare men and women"
        rest = _JOINS.search(text, rest.end())
    kept = text[rest.start() :] if rest is not None else ""
    comma = "," if rest is not None and text[: rest.start()].endswith(",") else ""
    return f"{text[: match.start()].rstrip()}{comma}{kept}"


def unhedged_direction(text: str, naming: Naming, book: ClaimBook) -> str | None:
    """Return the part of a sentence that states a direction of the outcome as found.

    "It may depend on age, as older people were more likely to leave" states what comes after "as".
    What a claim found may be stated.

    Parameters
    ----------
    text : str
        One sentence.
    naming : Naming
    book : ClaimBook
    """
    for part in _parts(without_proposals(text)):
        read = looked_at(part, naming)
        if hedged(read) or not _states_direction(read):
            continue
        judged = [judge(assertion, book) for assertion in assertions(read, naming)]
        if not judged or any(entry.mark != AGREES for entry in judged):
            return part
    return None


def _parts(text: str) -> Iterator[str]:
    """Yield the parts of a sentence that have a verb of their own."""
    begin = 0
    for match in _JOINS.finditer(text):
        if text[begin : match.start()].strip():
            yield text[begin : match.start()].strip(" ,")
        begin = match.end()
    yield text[begin:].strip(" ,")


def _states_direction(read: Read) -> bool:
    """Return whether a part says with a verb which way the outcome goes."""
    words = [token.word for token in read.found]
    outcome = [mention for mention in read.named if mention.kind == OUTCOME]
    if not read.directed or not (outcome or set(words) & _CHANCES):
        return False
    return bool(set(words) & _FINITE) or any(
        _is_verb(at, words, outcome) for at in range(1, len(words))
    )


def _is_verb(at: int, words: list[str], outcome: list[Mention]) -> bool:
    """Return whether a word of change or of the outcome is a verb: "those with more survived"."""
    if words[at - 1] in _BEFORE_NOUNS:
        return False
    spoken = any(mention.start <= at < mention.end for mention in outcome)
    return words[at] in CHANGES or (spoken and words[at].endswith(("ed", "s", "e")))
