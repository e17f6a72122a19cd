"""What a group is compared with where that is only the rest: "unlike everyone else"."""

from __future__ import annotations

import re

from dataexplain.sentences.leftover_words import ROW_WORDS

_ROWS = "|".join(sorted(ROW_WORDS | {"areas", "texts", "wines", "assets", "seasons", "groups"}))
_ALL = r"(?:all |the |any |every |most |of )*"
_REST = (
    rf"(?:{_ALL}(?:rest|remainder)(?: of (?:the |all |them|us|these |those )?(?:[a-z]+)?)?"
    rf"|{_ALL}(?:others?|remaining)(?: (?:{_ROWS}|of them))?"
    r"|(?:everyone|everybody|anyone|anybody|everything|anything|someone|somebody) else"
    r"|(?:everywhere|anywhere|somewhere) else|elsewhere"
    rf"|(?:the )?(?:average|normal|usual|ordinary|typical|general) (?:{_ROWS}|population|public|"
    r"rate|level)|(?:the )?average)"
)
_DO = r"(?: (?:do|does|did|are|is|were|was|have|has|had|would|will))?"
_PLACE = (
    r"(?:for |in |on |at |of |with |from |among |amongst |it (?:is|does|was|did) (?:for |in )?)?"
)
_THERE = rf"(?:(?:they|it|he|she|those) (?:do|does|did|are|is|were|was) )?{_PLACE}"
_ABOARD = r"(?: (?:on board|aboard|around|on the ship|in (?:the|this) (?:data|table)))?"
_COMPARED = (
    r"(?:(?:as |when |if )?(?:compared|comparing) (?:to|with|against)|in comparison (?:to|with)|"
    r"in contrast to|by contrast (?:to|with)|contrary to|as opposed to|relative to|versus|vs\.?|"
    r"as against|set against|measured against|unlike|different(?:ly)? from)"
)
_THAN_REST = re.compile(
    rf",? (?:(?:far )?(?:more|less) so )?(?:, far more )?than "
    rf"{_THERE}{_REST}{_DO}{_ABOARD}(?=$|[,;.:!?)]| "
    r"(?:even|when|while|if|after|once|with|at|given|regardless|holding|controlling|by)\b)",
    re.IGNORECASE,
)
_AGAINST_REST = re.compile(rf",? {_COMPARED} {_THERE}{_REST}{_DO}(?=$|[,;.:!?)])", re.IGNORECASE)
_OPENED = re.compile(rf"^{_COMPARED} {_THERE}{_REST}, ", re.IGNORECASE)
_OF_ALL = re.compile(
    rf"(?<=[a-z]) (?:of (?:them )?all|out of all|of any|among all|overall)(?: (?:the |these )?"
    rf"(?:{_ROWS}))?(?=$|[,;.])",
    re.IGNORECASE,
)
_SUPERLATIVE = re.compile(
    r"\b(?:most|least|highest|lowest|best|worst|fewest|[a-z]+est) ?(?:[a-z]+ ?){0,3}$",
    re.IGNORECASE,
)
_MORE = re.compile(
    r"\b(?:more|less|fewer|higher|lower|better|worse|rarely|seldom|never|hardly|[a-z]{3,}er)\b",
    re.IGNORECASE,
)


def without_rest(text: str) -> str:
    """Return a text without the part that compares with all the rest, which goes without saying.

    "Than others" stays where nothing else says that there is more or less.

    Parameters
    ----------
    text : str

    Examples
    --------
    >>> without_rest("racks cost more than everything else does")
    'racks cost more'
    >>> without_rest("Unlike the rest, under 25s rarely earn much")
    'under 25s rarely earn much'
    """
    if _MORE.search(text) is not None:
        text = _OPENED.sub("", text)
        text = _THAN_REST.sub("", text)
        text = _AGAINST_REST.sub("", text)
    found = _OF_ALL.search(text)
    if found is not None and _SUPERLATIVE.search(text[: found.start()]):
        text = text[: found.start()] + text[found.end() :]
    return text
