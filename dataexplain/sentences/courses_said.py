"""Turns of speech for a course that turns or jumps: "has a sweet spot", "is where it jumps"."""

from __future__ import annotations

import re

_NUMBER = r"[$€£]?-?\d[\d.,]*\d|[$€£]?\d"
_ABOUT = r"(?:around|at|near|about|of|somewhere around|roughly at|close to|in the region of)"
_UP = (
    r"(?:rises?|rose|goes up|go up|increases?|climbs?|grows?|improves?|gets? (?:better|higher|"
    r"more)|picks? up|is up)"
)
_DOWN = (
    r"(?:falls?|fell|goes down|go down|decreases?|declines?|drops?|sinks?|worsens?|"
    r"gets? (?:worse|lower|less)|comes down)"
)
_LATER = (
    r"(?:later in life|later on|late in life|in old age|in later years|further on|in the end|"
    r"eventually|later|afterwards|thereafter|after that|from then on)"
)
_FIRST = r"(?:at first|initially|to begin with|early on|to start with|in the beginning|first)"
_WRITTEN: tuple[tuple[str, str], ...] = (
    # "X has a sweet spot around 0.3: below it ..., above it ..."
    (
        r"^(?P<of>.+?) (?:has|have|had) (?:a|its|their) (?:sweet spot|optimum|ideal value|"
        rf"best value|optimal value)(?: for (?P<what>[^,:;]+?))? {_ABOUT} "
        rf"(?P<value>{_NUMBER})(?P<unit> [a-z%]+)?(?P<tail>[:;,–-].*)?$",
        "peak",
    ),
    (
        rf"^(?:the )?(?:sweet spot|optimum|ideal value|best value|optimal value) (?:for|of) "
        rf"(?P<of>.+?) (?:is|lies|sits)(?: {_ABOUT})? (?P<value>{_NUMBER})(?P<unit> [a-z%]+)?"
        rf"(?P<tail>[:;,–-].*)?$",
        "peak",
    ),
)
_SWEET = tuple((re.compile(said, re.IGNORECASE), kind) for said, kind in _WRITTEN)
_BELOW = r"(?:below|under|before|up to|until|to the left of|less than)"
_ABOVE = r"(?:above|over|beyond|after|past|from there|to the right of|more than)"
_HUMP_TOLD = re.compile(
    rf"{_BELOW}\b.*\b{_UP}\b.*{_ABOVE}\b.*\b{_DOWN}\b|{_ABOVE}\b.*\b{_DOWN}\b.*{_BELOW}\b.*\b{_UP}\b",
    re.IGNORECASE,
)
_FIRST_WITH = re.compile(
    rf"\b(?P<verb>{_UP}|{_DOWN}) (?P<along>with [a-z_ ]{{1,40}}?),? {_FIRST}\b", re.IGNORECASE
)
_THEN = re.compile(
    rf",? (?:and|but|then|and then|but then),? (?P<verb>{_UP}|{_DOWN}|goes? (?:back )?down|goes? "
    rf"(?:back )?up)(?: again)?(?: back)? {_LATER}\b",
    re.IGNORECASE,
)
# "35 is the age where the share suddenly jumps"
_IS_WHERE = re.compile(
    rf"^(?P<value>{_NUMBER}) (?P<unit>[a-z]+ )?(?:is|are|was|seems to be) (?:the |an? |that )?"
    rf"(?P<of>[a-z_ ]+?) (?:where|at which|from which|when|beyond which|after which|above which) "
    rf"(?P<rest>.+)$",
    re.IGNORECASE,
)
_WHERE_IS = re.compile(
    rf"^(?:the |an? )?(?P<of>[a-z_ ]+?) of (?P<value>{_NUMBER})(?P<unit> [a-z]+)? (?:is|marks|was) "
    rf"(?:the (?:point|value|mark|place) )?(?:where|at which|from which|when|beyond which) "
    rf"(?P<rest>.+)$",
    re.IGNORECASE,
)
_DIP = re.compile(
    r"\b(?:has|have|shows?|there is) an? (?:clear |slight |marked |visible )?(?:dip|low|trough|"
    r"minimum|low point)(?P<of> in [^,]+?)? (?P<at>around|at|near|about)(?= )",
    re.IGNORECASE,
)
_HUMP = re.compile(
    r"\b(?:has|have|shows?|there is) an? (?:clear |slight |marked |visible )?(?:peak|hump|maximum|"
    r"high point|bump)(?P<of> in [^,]+?)? (?P<at>around|at|near|about)(?= )",
    re.IGNORECASE,
)
_AT_ITS = re.compile(
    r"\b(?:is|are|was|were) at (?:its|their|the) (?:(?P<high>highest|best|peak|maximum|top|most)|"
    r"(?P<low>lowest|worst|minimum|bottom|least))(?: point| level)? (?=(?:around|at|near|about)\b)",
    re.IGNORECASE,
)
_BEST_AT = re.compile(
    r"\b(?:is|are|was|were|works|does|fares?) (?:(?P<high>best|greatest|at most)|(?P<low>worst|"
    r"smallest)) (?=(?:around|near|about)\b)",
    re.IGNORECASE,
)
# "Both very low and very high heat": what lies at both ends.
_ENDS = re.compile(
    r"^(?:both )?(?:(?:very|too|extremely|rather|really) )?(?:low|small|little|few|short|cold|"
    r"young) (?:and|as well as|or) (?:(?:very|too|extremely|rather|really) )?(?:high|large|much|"
    r"many|long|hot|big|old) (?P<of>[a-z_ ]+?) (?:values? )?(?:mean|means|see|have|bring|go with|"
    r"come with|lead to|are bad for|are good for|are (?:both )?bad|are (?:both )?good|raise|"
    r"raises|lower|lowers)(?P<rest>.*)$",
    re.IGNORECASE,
)
# "Neither too little nor too much sugar is best", "medium values of X are best".
_MIDDLE = re.compile(
    r"^(?:a )?(?:medium|moderate|intermediate|middling|average|mid-range|middle) (?:values? of |"
    r"levels? of |amounts? of )?(?P<of>[a-z_ ]+?) (?:is|are|gives?|means?|goes with|brings?|has|"
    r"have) (?:the )?(?:(?P<high>best|highest|most|greatest)|(?P<low>worst|lowest|least))\b"
    r"(?P<rest>.*)$",
    re.IGNORECASE,
)
_HAND_IN_HAND = re.compile(
    r"^(?P<one>.+?) (?:(?:goes?|went|moves?|rises? and falls?) (?:hand in hand|in step|in tandem|"
    r"in lockstep) with (?P<two>.+))$",
    re.IGNORECASE,
)
_AFTER_WHICH = re.compile(
    r",? (?:(?:after|beyond|past|above|from) which|after that|beyond that)(?: point)?,? (?:it|they|"
    r"this|that) (?:[a-z]+ )?(?:hurts?|harms?|falls?|lowers?|is bad|turns bad|becomes? (?:too much|"
    r"bad|harmful|a turn-off|a burden|a problem)|puts? (?:people|riders) off|gets? worse|declines?|"
    r"drops?|goes down)\b[a-z ]*$",
    re.IGNORECASE,
)
# "Age helps, but from 60 on incomes drop"
_HELPS_TILL = re.compile(
    r"^(?P<of>[a-z_ ]+?) (?:helps?|pays?(?: off)?|is good|is an advantage)(?: [a-z_ ]+?)?,? "
    r"(?:but|yet|though|until) (?:only )?(?:from|after|beyond|past|above|"
    rf"over) (?P<value>{_NUMBER})(?: [a-z]+)?(?: on| onwards)?,? (?:[a-z_ ]+ )?(?:drops?|falls?|"
    r"declines?|sinks?|goes down|hurts?|decreases?|gets? worse|shrinks?)(?: again)?$",
    re.IGNORECASE,
)
_LESS = re.compile(r"\b(?:fewer|less|lower|worse|bad|poorer|reduced)\b", re.IGNORECASE)
_DECADE = re.compile(
    r"\b(?:one's |the |his |her |their )?(?P<part>early|mid|late)[- ]?(?P<tens>twenties|thirties|"
    r"forties|fifties|sixties|seventies)\b",
    re.IGNORECASE,
)
_TENS = {"twenties": 20, "thirties": 30, "forties": 40, "fifties": 50, "sixties": 60,
         "seventies": 70}  # fmt: skip
_PARTS = {"early": 2, "mid": 5, "late": 8}


def with_course_plain(text: str, outcome: str) -> str:
    """Return a text in which turns of speech for a turning or a jumping course are plain.

    Parameters
    ----------
    text : str
    outcome : str
        What the outcome is called, for a sentence that tells only the column.

    Examples
    --------
    >>> with_course_plain("salt has a sweet spot around 0.3", "quality")
    'quality peaks with salt at 0.3'
    >>> with_course_plain("35 is the age where the share suddenly jumps", "income")
    'the share suddenly jumps at age 35'
    >>> with_course_plain("sales rise with age at first and go down again later in life", "sales")
    'sales rise with age and then go down'
    """
    text = _DECADE.sub(
        lambda match: f"age {_TENS[match['tens'].lower()] + _PARTS[match['part'].lower()]}", text
    )
    for pattern, _ in _SWEET:
        found = pattern.match(text)
        groups = found.groupdict() if found is not None else {}
        if found is not None and _is_told(groups.get("tail") or ""):
            what = groups.get("what") or outcome
            return f"{what} peaks with {_bare(groups['of'])} at {groups['value']}"
    for pattern in (_IS_WHERE, _WHERE_IS):
        found = pattern.match(text)
        if found is not None:
            return f"{found['rest']} at {_bare(found['of'])} {found['value']}"
    ends = _ENDS.match(text)
    if ends is not None:
        shape = "peaks" if _LESS.search(text) else "bottoms out"
        return f"{outcome} {shape} with {ends['of'].strip()}"
    middle = _MIDDLE.match(text)
    if middle is not None:
        shape = "peaks" if middle["high"] else "bottoms out"
        return f"{outcome} {shape} with {middle['of'].strip()}"
    text = _HAND_IN_HAND.sub(r"\g<one> rises with \g<two>", text)
    text = _AFTER_WHICH.sub(" and then falls", text)
    then = _HELPS_TILL.match(text)
    if then is not None:
        return f"{outcome} rises with {then['of']} up to {then['value']} and falls beyond it"
    text = _DIP.sub(r"bottoms out \g<at>", text)
    text = _HUMP.sub(r"peaks \g<at>", text)
    text = _AT_ITS.sub(_peaks, text)
    text = _BEST_AT.sub(_peaks, text)
    text = _FIRST_WITH.sub(r"\g<verb> \g<along>", text)
    return _THEN.sub(r" and then \g<verb>", text)


def _peaks(match: re.Match[str]) -> str:
    return "peaks " if match["high"] else "bottoms out "


def _is_told(tail: str) -> bool:
    """Return whether what follows a sweet spot says only what one is."""
    return not tail.strip(" .:;,–-") or _HUMP_TOLD.search(tail) is not None


def _bare(name: str) -> str:
    return re.sub(r"^(?:the|a|an) ", "", name.strip(), flags=re.IGNORECASE)
