"""Turns of everyday speech, written as the plain forms that the grammar knows."""

from __future__ import annotations

import functools
import re
from collections.abc import Iterable

from dataexplain.narration.grounding.names import Naming
from dataexplain.narration.grounding.words import stem, tokens

_CHANGE = r"(?=(?:rises?|falls?|increases?|decreases?|goes|go|grows?|drops?|climbs?|declines?)\b)"
_WRITTEN: tuple[tuple[str, str], ...] = (
    (r"\bw/o\b", "without"),
    (r"\bw/(?=\s)", "with"),
    # a course that "first rises" has a beginning, no number 1
    (rf"\b(?:at first|first|initially) {_CHANGE}", ""),
    (rf"\b(?P<verb>{_CHANGE}[a-z]+) (?:at first|initially)\b", r"\g<verb>"),
    (r"\b(?P<verb>drop|fall|tail|taper)(?P<end>s|ped|ed|ping|ing)? off\b", r"falls"),
    (r"\bfell off\b", "fell"),
    (r"\b(?:in|around|at|during|for) (?:middle|mid)(?:[- ])(?P<what>age)\b", r"with \g<what>"),
    (r"\b(?:in|around|at|during) midlife\b", "with age"),
    (r"\b(?:whoever|anyone who|anybody who|everyone who|everybody who|someone who)\b", "those who"),
    (r"\b(?:pushes|drives|bumps|brings|jacks) up\b", "raises"),
    (r"\b(?:push|drive|bump|bring|jack) up\b", "raise"),
    (r"\b(?:pushes|drives|drags|brings|pulls) down\b", "lowers"),
    (r"\b(?:push|drive|drag|bring|pull) down\b", "lower"),
    (r"\b(?:kills?|ruins?|destroys?|dents?|hampers?)\b", "lowers"),
    (r"\b(?:adds to|add to) (?=the )", "raises "),
    (r"\bhardly ever\b", "rarely"),
    (
        r"\b(?:nobody|no one|no-one|hardly (?:anyone|anybody)|barely (?:anyone|anybody)|few people)"
        r"(?= [a-z]+s\b)",
        "people less often",
    ),
    (r"\bgoing (?P<way>north|south|east|west)\b", r"going \g<way>wards"),
    (r"\bis (?:rare|uncommon)(?= (?:among|amongst|in|for|with|at|when|where)\b)", "is less common"),
    (r"\bis common(?= (?:among|amongst|in|for|with|at|when|where)\b)", "is more common"),
    (
        r"\b(?:without|with no|lacking) (?:an? |any )?(?:recorded|known|given|registered|listed) "
        r"(?P<what>[a-z]+)\b",
        r"whose \g<what> is missing",
    ),
    (r"\blikely to (?:live|make it)\b", "likely to survive"),
    (r"\b(?:who |that )?pay(?:s|ing)? (?:by|via|using|with) (?=[a-z])", "with "),
    (
        r"\b(?P<what>alcohol|sugar|salt|fat|protein|water|acid|caffeine|fib(?:re|er)) content\b",
        r"\g<what>",
    ),
    (r"\b(?P<verb>does|do|did|is|are|was|were|has|have|had)nt\b", r"\g<verb> not"),
    (r"\b1st\b", "first"),
    (r"\b2nd\b", "second"),
    (r"\b3rd\b", "third"),
    (r"\b(?:tells?|says?) (?:you |us |me )?(?:nothing|little) about\b", "does not matter for"),
    (
        r"\b(?P<shape>(?:inverted |inverse )?U)(?:[- ]shaped)? "
        r"(?:relation|relationship|association)\b",
        r"\g<shape>-shaped course",
    ),
    (r"\b(?P<felt>cold|warm|hot|mild|cool) weather\b", r"\g<felt> days"),
    # a step of so much, not a value: "a 10 km longer distance", "every 5 more years"
    (
        r"\b(?P<each>an?|every|each) \d[\d.,]*[- ]?(?:[a-z]+ )?"
        r"(?=(?:longer|higher|bigger|larger|greater|older|more|additional|extra|further)\b)",
        r"\g<each> ",
    ),
    (
        r"\b(?:who |that )?(?:booked|ordered|bought|purchased) (?:via|through|from|on|with|at)\b",
        "from",
    ),
)
_PATTERNS = tuple((re.compile(said, re.IGNORECASE), written) for said, written in _WRITTEN)
_CENTRE = r"(?:the )?(?:city |town )?(?:centre|center)\b"
_AREAS = r"(?:neighbou?rhoods?|areas?|districts?|blocks?|towns?|regions?|places)"
_WHO = r"(?:who|that|which) "
_BOUND = r"(?:less than|more than|over|under|at least|at most|fewer than|up to|within) \d[\d.,]*"
# Phrases that speak of a column by one part of its name: the part, what is said, what is meant.
_OF_COLUMNS: tuple[tuple[str, str, str], ...] = (
    ("tenure", rf"\b(?:{_WHO})?(?:have |has )?(?:joined|signed up|subscribed|started) "
               rf"(?P<bound>{_BOUND})(?: (?:months?|years?|days?))? ago\b",
     "with {column} {bound}"),
    ("tenure", rf"\b(?:{_WHO})?(?:have|has) been (?:with us|customers|clients|members|around)"
               rf"(?: for)? (?P<bound>{_BOUND})", "with {column} {bound}"),
    ("tenure", r"\b(?:long[- ]standing|long[- ]time|long[- ]term|longtime)(?= [a-z]+s\b)",
     "high {column}"),
    ("tenure", r"\b(?:new|recent)(?= (?:customers|clients|members|subscribers|users)\b)",
     "low {column}"),
    ("night", r"\b(?P<way>short|long) (?:stays|visits|trips)\b", "guests with {way} {column}"),
    ("night", rf"\b(?:{_WHO})?(?:stays?|staying|stayed) (?P<way>longer|shorter)\b",
     "with {way} {column}"),
    ("night", rf"\b(?:{_WHO})?(?:stays?|staying|stayed) (?:for )?(?P<bound>{_BOUND})(?: nights?)?",
     "with {column} {bound}"),
    ("distance", rf"\b(?:close|near|nearer|closer) to {_CENTRE}", "with low {column}"),
    ("distance", rf"\b(?:far|further|farther) (?:away )?from {_CENTRE}", "with high {column}"),
    ("income", rf"\b(?:poor|deprived)(?= {_AREAS}\b)", "low {column}"),
    ("income", rf"\b(?:rich|wealthy|affluent|posh)(?= {_AREAS}\b)", "high {column}"),
    ("floor", r"\b(?:on )?(?:the )?ground floor\b", "with {column} 0"),
    ("population", r"\b(?P<way>more|fewer|many|few) (?:people|inhabitants|residents)\b",
     "{way} {column}"),
)  # fmt: skip
_WAYS = {
    "longer": "more",
    "shorter": "fewer",
    "many": "high",
    "few": "low",
    "short": "low",
    "long": "high",
}
_LEVEL_NUMBERS = {"one": "1", "two": "2", "three": "3", "four": "4", "five": "5"}


def in_plain_words(text: str) -> str:
    """Return a text with turns of everyday speech written plainly.

    Examples
    --------
    >>> in_plain_words("Sales first rise with age, then fall")
    'Sales rise with age, then fall'
    >>> in_plain_words("whoever rents w/o a deposit")
    'those who rents without a deposit'
    """
    for pattern, written in _PATTERNS:
        text = pattern.sub(written, text)
    return " ".join(text.split())


def with_columns_named(text: str, naming: Naming) -> str:
    """Return a text in which phrases that mean a column have its name.

    Parameters
    ----------
    text : str
    naming : Naming
    """
    for part, said, written in _OF_COLUMNS:
        column = _only_column(part, naming)
        if column is not None:
            form = functools.partial(_filled, form=written, column=column)
            text = re.sub(said, form, text, flags=re.IGNORECASE)
    return _with_level_numbers(text, naming.levels.values())


def _filled(match: re.Match[str], form: str, column: str) -> str:
    parts = {name: said.lower() for name, said in match.groupdict().items() if said}
    if "way" in parts:
        parts["way"] = _WAYS.get(parts["way"], parts["way"])
    return form.format(column=column, **parts)


def _only_column(part: str, naming: Naming) -> str | None:
    """Return the one column of numbers with a part in its name."""
    found = [
        name
        for name in naming.columns
        if naming.numeric(name)
        and part in {stem(token.word) for token in tokens(name.replace("_", " "))}
    ]
    return found[0] if len(found) == 1 else None


def _with_level_numbers(text: str, levels: Iterable[Iterable[str]]) -> str:
    """Return "two year" for "2 year" and "2-year", where that is a level."""
    for level in (entry for every in levels for entry in every):
        first, _, rest = level.partition(" ")
        number = _LEVEL_NUMBERS.get(first.lower())
        if number is not None and rest.isalpha():
            text = re.sub(rf"\b{number}[- ]{rest}s?\b", level, text, flags=re.IGNORECASE)
    return text
