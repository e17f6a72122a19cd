"""What a model says of texts -> a predicate of one text, beginning with a verb.

"The texts in group A mostly mention refunds", "mentioning refunds" and "a refund request" become
"mentions refunds" and "is a refund request".
"""

from __future__ import annotations

import re

from dataexplain.features.question_wording import as_property

_LABEL = re.compile(r"^\W*(?:property|predicate|answer|group [ab12]|[0-9]{1,3}[.):])\W+", re.I)
_TEXTS = r"(?:texts?|sentences?|messages?|reviews?|documents?|posts?|tweets?|ones|they|it|authors?)"
_SUBJECT = re.compile(
    rf"^(?:(?:all|most|many|each|every|both|some|the|these|this|of)\s+)*{_TEXTS}"
    r"(?:\s+(?:in|of|from|that are in)\s+(?:the\s+)?(?:group\s+\w+|first group|second group|other"
    r" group))?\s+(?!of\b|about\b)",
    re.IGNORECASE,
)
_GROUP_SUBJECT = re.compile(r"^(?:the\s+)?(?:group\s+[ab12]|(?:first|second) group)\s+", re.I)
_HEDGE = re.compile(
    r"^(?:mostly|mainly|generally|often|usually|typically|primarily|frequently|predominantly"
    r"|commonly|largely|all|both|likely|tend to|may|might|can|could|that|which|who)\s+",
    re.IGNORECASE,
)
_VERBS = """
address advertise advise aim announce answer appeal appear argue ask attack blame celebrate
challenge claim comment complain compliment confess congratulate consist contain convey cover
criticise criticize defend demand deny depict describe discuss display doubt emphasise emphasize
encourage evaluate evoke exaggerate explain explore express feature focus give greet have highlight
include indicate inform insult invite involve joke judge lack lament list make mention mock narrate
offer oppose persuade plead point portray praise present promise promote propose provide question
quote recall recommend recount refer reflect regret reject relate report request respond review
reveal seek sell show sound speak state suggest summarise summarize support swear talk teach tell
thank threaten try urge use voice warn wish worry write
"""
_BASES = frozenset(_VERBS.split())
_BASE_OF_GERUND = {
    form: verb
    for verb in _BASES
    for form in ([f"{verb[:-1]}ing"] if verb.endswith("e") else [f"{verb}ing"])
} | {"being": "be", "having": "have", "referring": "refer", "regretting": "regret"}
_LONG = 8
# Where a long predicate begins to say of what: "expresses joy" is what "for the film" follows.
_OF_WHAT = re.compile(
    r"(?<=\w)\s+(?:about|across|as|because|by|for|from|in|on|regarding|through|towards?|when|while|with)\s"
)
_ARTICLE = re.compile(r"^(?:a|an|the|not|very|highly|in|written|from|for|likely|full of)\s", re.I)
_ADJECTIVE = re.compile(
    r"\w+(?:al|ive|ous|ful|less|ic|ical|able|ible|ent|ant|ed|ary|ory|ish|like|free)$", re.I
)
_MANNER = re.compile(
    r"\b(?:tone|style|language|mood|sentiment|emotions?|feelings?|attitude|opinions?|humou?r)$",
    re.I,
)
_ONE = re.compile(r"\b(?:tone|style|mood|sentiment|attitude|opinion|feeling)$", re.IGNORECASE)
_AND_VERB = re.compile(rf"\b(?P<and>and|or) (?P<verb>{'|'.join(sorted(_BASES))}) (?=\w)")
_FINITE = re.compile(r"^(?:\w+ly\s+)?(?:is|was|has|does|can|could|would|will|should|\w+s)\b", re.I)


def as_predicate(said: str) -> str:
    """Return what was said as a predicate, as far as rules can tell.

    Parameters
    ----------
    said : str
        A line.

    Examples
    --------
    >>> as_predicate("1. The texts in group A mostly mention refunds.")
    'mentions refunds'
    >>> as_predicate("expressing regret"), as_predicate("are sarcastic"), as_predicate("sarcastic")
    ('expresses regret', 'is sarcastic', 'is sarcastic')
    >>> as_predicate("positive sentiment")
    'has a positive sentiment'
    >>> as_predicate("a complaint about a delay"), as_predicate("Is it about sports?")
    ('is a complaint about a delay', 'is about sports')
    """
    question = said.rstrip().endswith("?")
    line = _bare(said)
    if question:
        return as_property(f"{line}?")
    before = ""
    while before != line:
        before = line
        line = _HEDGE.sub("", _GROUP_SUBJECT.sub("", _SUBJECT.sub("", line)))
    return _finite(line)


def without_details(predicate: str) -> str:
    """Return a long predicate up to where it says of what, if it says enough until then.

    Examples
    --------
    >>> without_details("expresses a sense of joy for the film's themes and characters")
    'expresses a sense of joy'
    >>> without_details("asks for help")
    'asks for help'
    """
    if len(predicate.split()) <= _LONG:
        return predicate
    ends = (found.start() for found in _OF_WHAT.finditer(predicate))
    return next((predicate[:end] for end in ends if predicate[:end].count(" ") > 1), predicate)


def _bare(said: str) -> str:
    """Return a line without bullets, labels, quotation marks around it and the full stop."""
    printed = "".join(sign if sign.isprintable() else " " for sign in said)
    line = " ".join(printed.split()).lstrip("-*•> ")
    line = _LABEL.sub("", line).rstrip(" .?!…")
    if len(line) > 1 and line[0] in "\"'“" and line[-1] in "\"'”":
        line = line[1:-1].rstrip(" .?!…")
    return line


def _finite(line: str) -> str:
    first, _, rest = line.partition(" ")
    verb = first.lower()
    if verb in ("are", "were", "be"):
        return f"is {_joined_verbs(rest)}".rstrip()
    if verb in _BASE_OF_GERUND:
        return _third_person(f"{_BASE_OF_GERUND[verb]} {rest}")
    if verb in _BASES and not _is_noun_phrase(rest):
        return _third_person(f"{verb} {_joined_verbs(rest)}")
    if verb in ("about", "on") and rest:
        return f"is about {rest}"
    if _MANNER.search(line) and not _FINITE.match(line):
        article = f"{'an' if verb[0] in 'aeiou' else 'a'} " if _ONE.search(line) else ""
        return f"has {article}{verb} {rest}".rstrip()
    if _ARTICLE.match(line) or (_ADJECTIVE.fullmatch(first) and not _FINITE.match(line)):
        return f"is {line[0].lower()}{line[1:]}"
    return f"{line[0].lower()}{line[1:]}" if _FINITE.match(line) else line


def _is_noun_phrase(rest: str) -> bool:
    """Tell "review of a film" from "review a film": what a verb is said of has no "of" before."""
    return rest.startswith(("of ", "by "))


def _joined_verbs(rest: str) -> str:
    """Return what follows a plural verb with further verbs made singular: "and expresses joy"."""
    return _AND_VERB.sub(lambda found: f"{found['and']} {_third_person(found['verb'])} ", rest)


def _third_person(words: str) -> str:
    return as_property(f"does the text {words}".rstrip())
