"""Adjectives that speak of a column: "salty" of chlorides, "crowded" of a population."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from dataexplain.narration.grounding.directions import THE_OUTCOME, own_column
from dataexplain.narration.grounding.names import Naming
from dataexplain.narration.grounding.vocabulary import COMPARATIVES
from dataexplain.narration.grounding.words import stem, tokens
from dataexplain.sentences.leftover_words import ROW_WORDS
from dataexplain.sentences.plain_forms import SIZES

# Parts of a column's name, adjectives that say much of it, adjectives that say little.
_SAID: tuple[tuple[str, str, str], ...] = (
    ("bmi weight", "fat obese overweight plump chubby corpulent stout hefty",
     "thin slim skinny slender lean underweight"),
    ("chloride chlorides salt", "salty saline", "saltless"),
    ("sugar", "sugary sweet", "unsweetened dry"),
    ("acidity", "acidic sour tart tangy", ""),
    ("alcohol", "boozy potent", ""),
    ("population density", "crowded populous dense packed", "sparse uncrowded"),
    ("income salary wealth", "rich wealthy affluent prosperous posh",
     "poor deprived impoverished"),
    ("temp temperature", "hot warm scorching sweltering balmy boiling torrid",
     "cold chilly cool icy freezing frosty wintry frigid"),
    ("wind windspeed", "windy breezy blustery stormy gusty", "calm windless"),
    ("hum humidity", "humid wet muggy damp sticky clammy moist sultry", "dry arid"),
    ("fare price cost charge", "expensive dear costly pricey steep posh",
     "cheap inexpensive affordable"),
    ("age", "old elderly aged senior adult grown mature grownup grown-up aging ageing",
     "young youthful underage"),
    ("tenure", "loyal long-standing longtime long-time", "new recent"),
    ("housing house building", "old aged vintage", "new modern newly-built recent"),
    ("latitude", "northern northerly", "southern southerly"),
    ("longitude", "eastern easterly", "western westerly"),
    ("hour hours", "hard-working hardworking busy full-time overworked", "part-time"),
    ("education schooling", "educated schooled learned well-educated", "uneducated unschooled"),
    ("prior priors conviction convictions", "repeat habitual", "first-time"),
    ("area size sqft surface", "spacious roomy", "tiny cramped"),
)  # fmt: skip
_GROWN = re.compile(
    r"\b(?:adult|grown|grown-up|grownup|fully grown) (?P<who>men|women|males|females|passengers|"
    r"people|persons|customers|patients|defendants|ladies)\b",
    re.IGNORECASE,
)
# People of an age, where a bound tells which: "infants (under 2)"
_LIFE = dict.fromkeys(("infants", "babies", "toddlers", "kids", "children", "minors", "teenagers",
                       "teens", "youngsters"), "young")  # fmt: skip
_LIFE |= dict.fromkeys(("seniors", "pensioners", "retirees", "adults", "grown-ups"), "old")
_OF_AN_AGE = re.compile(rf"\b(?P<who>{'|'.join(_LIFE)})\b(?= ?\([^)]*\d)", re.IGNORECASE)
# Nouns for people that say the same as such an adjective.
_PEOPLE = {
    "part-timers": "part-time people", "part timers": "part-time people",
    "full-timers": "full-time people", "full timers": "full-time people",
    "first-timers": "first-time people", "first timers": "first-time people",
    "workaholics": "hard-working people", "repeat offenders": "repeat people",
    "oldies": "old people", "youngsters": "young people", "youths": "young people",
    "the elderly": "the old people", "the obese": "the obese people",
    "the rich": "the rich people", "the poor": "the poor people", "the aged": "the old people",
    "old people": "old people", "newcomers": "new people", "old hands": "loyal people",
}  # fmt: skip
_UNITS = (
    r"(?: ?(?:years?(?: old| of age)?|degrees?(?: celsius)?|°c?|km/?h|kmh|percent|%|hours?(?: (?:a|"
    r"per) week| weekly)?|months?|dollars|people|inhabitants|kg|g|mm|or|and|more|less|over|older|"
    r"younger|up|plus|above|below|under|fewer|higher|lower|\+))*"
)
_BOUND = (
    r"(?:(?:from|over|under|above|below|at least|at most|more than|less than|fewer than|up to|"
    r"between|older than|younger than|beyond|no more than|not more than|exceeding|of|only|>=?|<=?|"
    r"≥|≤|aged?|at|a|an) )*[$€£]?-?\d[\d.,]*k?(?: ?(?:to|and|-|–) ?[$€£]?-?\d[\d.,]*k?)?"
)
_NONE = re.compile(r"(?:no|zero|without)\b", re.IGNORECASE)
_THAT_IS = (
    r"(?:(?:that is|i\.? ?e\.?|meaning|say|namely|defined as|so|e\.? ?g\.?)(?: to say)?,? )?"
    r"(?:those |the ones |people |ones )?(?:with |of |at |having |who are |that are |aged )?"
)
_WHO = ROW_WORDS | {"men", "women", "girls", "boys", "ladies", "males", "females", "ones"}
_ROW = rf"(?:{'|'.join(sorted(_WHO, key=len, reverse=True))})"
# "Mild" is less cold and less hot: it says no way, only which column is meant.
_EITHER_WAY = {"milder": "temp temperature"}
_THAN = re.compile(
    rf",? (?:than|(?:as )?compared (?:to|with)|unlike|versus|relative to) (?:on |in |for |at )?"
    rf"(?:the )?(?P<word>[a-z]+er) {_ROW}(?: do| does| did| have| are)?(?=$|[,;.])",
    re.IGNORECASE,
)


_RANGE = re.compile(r"\d ?(?:to|and|-|–) ?[$€£]?\d|\bbetween\b", re.IGNORECASE)


@dataclass(frozen=True)
class Adjective:
    """A form of an adjective, the column it speaks of, the way, and whether it compares."""

    word: str
    column: str
    sign: int
    degree: str = ""


def adjectives_of(naming: Naming) -> Iterator[Adjective]:
    """Yield the adjectives that speak of one column of numbers of a table.

    Parameters
    ----------
    naming : Naming
    """
    for parts, much, little in _SAID:
        column = _only_column(frozenset(parts.split()), naming)
        if column is None:
            continue
        for words, sign in ((much, 1), (little, -1)):
            for word in words.split():
                yield Adjective(word, column, sign)
                for degree, ending in (("er", "er"), ("est", "est")):
                    yield Adjective(_inflected(word, ending), column, sign, degree)


def with_adjectives_named(text: str, naming: Naming) -> str:
    """Return a text in which adjectives that tables do not know are told by their column.

    Parameters
    ----------
    text : str
    naming : Naming
    """
    own = {entry.word: entry for entry in adjectives_of(naming)}
    if not own:
        return text
    if naming.age is not None:
        text = _OF_AN_AGE.sub(lambda match: f"{_LIFE[match['who'].lower()]} people", text)
    text = re.sub(
        rf"\b(?:{'|'.join(sorted(map(re.escape, _PEOPLE), key=len, reverse=True))})\b",
        lambda match: _people(match[0], own),
        text,
        flags=re.IGNORECASE,
    )
    said = "|".join(sorted(map(re.escape, own), key=len, reverse=True))
    text = _without_glossed(text, said, own)
    if naming.age is not None:
        text = _GROWN.sub(rf"\g<who> with {naming.age} 18 or more", text)
    text = _THAN.sub(lambda match: _without_other_side(match, own, naming), text)
    known = {word for word in own if not _is_known(word, naming)}
    if known:
        said = "|".join(sorted(map(re.escape, known), key=len, reverse=True))
        text = re.sub(
            rf"\b(?:(?P<more>more|less) )?(?P<word>{said})(?P<ahead>,? (?={_ROW}\b))?(?![\w-])",
            lambda match: _named(match, own),
            text,
            flags=re.IGNORECASE,
        )
    return text


def _people(said: str, own: dict[str, Adjective]) -> str:
    written = _PEOPLE[said.lower()]
    adjective = written.removeprefix("the ").partition(" ")[0]
    return written.removeprefix("the ") if adjective in own else said


def _without_glossed(text: str, said: str, own: dict[str, Adjective]) -> str:
    """Return a text without adjectives whose bound is told: "thin patients (bmi under 25)"."""

    def bounded(match: re.Match[str]) -> str:
        column = own[match["word"].lower()].column
        spoken = rf"(?:a |an |the |their |its )*{_spoken(column)}(?: (?:is|are|was|of|being))?"
        bound = re.sub(rf"^{spoken} ", "", match["bound"].strip(), flags=re.IGNORECASE)
        bound = re.sub(r"^(?:a|an|of|at|aged?|only) ", "", bound.strip(), flags=re.IGNORECASE)
        noun = (match["noun"] or "").strip()
        noun = "days" if noun.lower() == "weather" else noun
        end = match.groupdict().get("end") or ""
        following = text[match.end() :]
        end = "" if not following.strip() else f"{end} " if following[:1].isalpha() else end
        none = _NONE.match(bound) is not None
        told = f"{noun} without {column}" if none else f"{noun} with {column} {bound}"
        told = told.strip()
        return f"{told}{end}"

    columns = "|".join(sorted({_spoken(entry.column) for entry in own.values()}, key=len))
    named = rf"(?:(?:a |an |the |their |its )*(?:{columns})(?: (?:is|are|was|of|being))? )?"
    noun = rf"(?P<noun> {_ROW}| (?!with\b)[a-z]+s)?"
    none = rf"(?:no|zero|without(?: any)?) (?:{columns})"
    bound = rf"(?P<bound>{none}|{named}{_BOUND}{_UNITS}(?: {_spoken_any(columns)})?)"
    word = rf"\b(?:the )?(?P<word>{said})"
    forms = (
        rf"{word}{noun} ?\((?:{_THAT_IS}){bound}\)",
        rf"{word}{noun},? ?(?:, |- |– ){_THAT_IS}{bound}(?P<end>,|$| -)",
        rf"{word}{noun} (?:(?:with|of|at|on|having|who have|that have) )?(?P<bound>(?:a |an )?"
        rf"(?:(?:{columns})(?: (?:is|are|was|of|being))? {_BOUND}{_UNITS}|{_BOUND} (?:{columns})"
        rf"{_UNITS}))",
    )
    for form in forms:
        text = re.sub(
            form,
            lambda match: bounded(match) if _agrees(match, own) else match[0],
            text,
            flags=re.IGNORECASE,
        )
    return " ".join(text.split())


def _without_other_side(match: re.Match[str], own: dict[str, Adjective], naming: Naming) -> str:
    """Return nothing for "compared to milder days" where a bound on that column stands before."""
    word = match["word"].lower()
    hint = own_column(word, (), naming)
    column = own[word].column if word in own else hint[0] if hint is not None else None
    if column is None and word in _EITHER_WAY:
        column = _only_column(frozenset(_EITHER_WAY[word].split()), naming)
    if column is None or column == THE_OUTCOME:
        return match[0]
    bounded = rf"\b{_spoken(column)}[^,;]*\d"
    before = match.string[: match.start()]
    found = re.search(bounded, before, re.IGNORECASE)
    if found is None or _RANGE.search(before[found.start() :]) is not None:
        return match[0]  # beside a range there are other rows on both sides
    return ""


def _spoken_any(columns: str) -> str:
    return rf"(?:of )?(?:{columns})"


def _agrees(match: re.Match[str], own: dict[str, Adjective]) -> bool:
    """Return whether the bound is of the adjective's own column, or of none that is named."""
    entry = own[match["word"].lower()]
    others = {other.column for other in own.values()} - {entry.column}
    bound = match["bound"].lower()
    return not any(re.search(rf"\b{_spoken(other)}\b", bound) for other in others)


def _named(match: re.Match[str], own: dict[str, Adjective]) -> str:
    entry = own[match["word"].lower()]
    sign = -entry.sign if (match["more"] or "").lower() == "less" else entry.sign
    if entry.degree or match["more"]:
        way = "higher" if sign > 0 else "lower"
        return f"{way} {entry.column}{' ' if match['ahead'] else ''}"
    way = "high" if sign > 0 else "low"
    return f"{way} {entry.column}{' ' if match['ahead'] else ''}"


def _is_known(word: str, naming: Naming) -> bool:
    """Return whether the grammar knows an adjective itself, or it is a word of the table."""
    families = getattr(naming, "families", ())
    if any(word in family.much | family.little for family in families):
        return True
    if word in COMPARATIVES or word in SIZES:
        return True
    names = [*naming.columns, *(level for levels in naming.levels.values() for level in levels)]
    return any(
        stem(token.word) == stem(word) for name in names for token in tokens(name.replace("_", " "))
    )


def _spoken(column: str) -> str:
    """Return how a column is written, or its last telling part."""
    whole = re.escape(column.replace("_", " ")).replace(r"\ ", "[ _]")
    parts = [part for part in column.lower().split("_") if len(part) > 2]
    return rf"(?:{whole}|{re.escape(parts[0])}(?:erature)?s?)" if parts else whole


def _only_column(parts: frozenset[str], naming: Naming) -> str | None:
    """Return the one column of numbers that has a part in its name, a whole name first."""
    numeric = [name for name in naming.columns if naming.numeric(name)]
    whole = [name for name in numeric if name.lower() in parts]
    if len(whole) == 1:
        return whole[0]
    stems = set(map(stem, parts))
    found = [
        name
        for name in numeric
        if stems & {stem(token.word) for token in tokens(name.replace("_", " "))}
    ]
    if len(found) > 1:  # "temp_c" rather than "feels_like_temp": the part comes first
        first = [
            name for name in found if stem(next(iter(tokens(name.replace("_", " ")))).word) in stems
        ]
        found = first if len(first) == 1 else found
    return found[0] if len(found) == 1 else None


def _inflected(word: str, ending: str) -> str:
    if word.endswith("y"):
        return f"{word[:-1]}i{ending}"
    if word.endswith("e"):
        return f"{word}{ending[1:]}"
    doubled = re.search(r"[^aeiou][aeiou][bdgnmt]$", word) is not None and len(word) < 5
    return f"{word}{word[-1]}{ending}" if doubled else f"{word}{ending}"
