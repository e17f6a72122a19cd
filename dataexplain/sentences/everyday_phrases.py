"""Turns of everyday speech, written as the plain forms that the grammar knows."""

from __future__ import annotations

import functools
import re
from collections.abc import Iterable

from dataexplain.narration.grounding.directions import THE_OUTCOME, own_column
from dataexplain.narration.grounding.names import Naming
from dataexplain.narration.grounding.vocabulary import DIRECTIONS
from dataexplain.narration.grounding.words import stem, tokens
from dataexplain.sentences.initials import with_initials_written
from dataexplain.sentences.leftover_words import ROW_WORDS

_CHANGE = r"(?=(?:rises?|falls?|increases?|decreases?|goes|go|grows?|drops?|climbs?|declines?)\b)"
_WRITTEN: tuple[tuple[str, str], ...] = (
    (r"\bw/o\b", "without"),
    (r"\bw/(?=\s)", "with"),
    (
        r"\b(?P<once>once|as soon as|from when) (?P<of>[^,;\d]{1,40}?) (?:is|are|was|were|turns?) "
        r"(?:at |about |around )?(?=[$€£]?\d)",
        r"\g<once> \g<of> reaches ",
    ),
    (r"\bturn(?:s|ed)? (?=[1-9]\d*\b)", "reaches "),
    # a course that "first rises" has a beginning, no number 1
    (rf"\b(?:at first|first|initially) {_CHANGE}", ""),
    (rf"\b(?P<verb>{_CHANGE}[a-z]+) (?:at first|initially)\b", r"\g<verb>"),
    (r"\b(?P<verb>drop|fall|tail|taper)(?P<end>s|ped|ed|ping|ing)? off\b", r"falls"),
    (r"\bfell off\b", "fell"),
    (r"\b(?:in|around|at|during|for) (?:middle|mid)(?:[- ])(?P<what>age)\b", r"with \g<what>"),
    (r"\b(?:in|around|at|during) midlife\b", "with age"),
    (r"\b(?:whoever|anyone who|anybody who|everyone who|everybody who|someone who)\b", "those who"),
    (r"\b(?:pushes|drives|bumps|brings|jacks) up\b(?! \")", "raises"),
    (r"\b(?:push|drive|bump|bring|jack) up\b(?! \")", "raise"),
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
    (
        r"\b(?:as|when|if|while|where) (?:you|one|we|they|people) (?:go|goes|move|moves|head|heads|"
        r"travel|travels|get|gets)(?: further| farther| up| down)* (?P<way>north|south|east|"
        r"west)\b",
        r"going \g<way>wards",
    ),
    (r"\b(?:towards?|to) the (?P<way>north|south|east|west)\b(?! of)", r"going \g<way>wards"),
    (r"\bgoing (?P<way>north|south|east|west)\b", r"going \g<way>wards"),
    # "near" a value is no place
    (
        r"\bnear (?=(?:an? |the )?(?:[a-z_]+ ){0,2}(?:of )?-?\d)",
        "around ",
    ),
    (r"\b(?:danger|hazard|incidence|prevalence|frequency|likeliness) of\b", "risk of"),
    (
        r"\b(?P<number>\d[\d.,]*)(?P<unit> [a-z]+)? (?:plus|or so and up|and up|upwards)\b",
        r"at least \g<number>\g<unit>",
    ),
    (
        r"\b(?P<over>over|under|above|below)[- ](?P<age>[1-9]\d)s\b",
        r"people \g<over> \g<age> years old",
    ),
    (r"\bproportion(?:ally|ately)\b", ""),
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
    (
        r"\b(?P<have>has|have|had|stands?|stood) (?:almost |practically |virtually |next to |"
        r"hardly (?:a|any) |barely (?:a|any) )?(?:no |little |a slim |slim )?(?:hope|"
        r"chance)(?= of\b|$|,| (?:to|when|if)\b)(?<!a chance)(?<!the chance)",
        r"\g<have> lower odds",
    ),
    (r"\b(?:luckier|better off|more fortunate)\b", "better"),
    (r"\b(?:unluckier|worse off|less fortunate)\b", "worse"),
    (
        r"\b(?:got on|came aboard|got on board|boarded|joined the ship) (?:in|at|from)\b",
        "embarked at",
    ),
    (r"\b(?:is|are|was|were) (?:probably|most likely|mainly|mostly)\b", "are more often"),
    (
        r"\b(?:twice|thrice|several times|many times|far|much|(?:\d+|two|three|four|five|"
        r"ten) times) as (?P<what>likely|often|common|high|many|much|expensive|"
        r"frequent)\b(?P<mid>[^,;]*?) as\b",
        r"more \g<what>\g<mid> than",
    ),
    (
        r"\b(?:half|not nearly|only half|nowhere near) as (?P<what>likely|often|common|high|many|"
        r"much|expensive|frequent)\b(?P<mid>[^,;]*?) as\b",
        r"less \g<what>\g<mid> than",
    ),
    (r"\bmore high\b", "higher"),
    (r"\bless high\b", "lower"),
    (r"\bmore (?:many|much)\b", "more"),
    (r"\bless (?:many|much)\b", "less"),
    (r"\b(?:is|are|was|were|proves|prove) good for\b", "raises"),
    (r"\b(?:is|are|was|were|proves|prove) bad for\b", "lowers"),
    (
        r"\b(?:tops|hits|passes|crosses|surpasses|clears|gets to|goes beyond) (?=[$€£]?-?\d)",
        "reaches ",
    ),
    (
        r"\bwith (?:every|each)(?: additional| extra| further| more| new)? "
        r"(?=[a-z]+(?: [a-z]+)?(?:$|,))",
        "with more ",
    ),
    (r"\bnever (?:got|been|gotten|became|become) (?=[a-z])", "never "),
    (
        r"\b(?:is|was|are|were|being) (?:an? )?(?:real |clear |big |great )?(?:disadvantage|"
        r"handicap)\b(?: for survival)?",
        "lowers the odds",
    ),
    (
        r"\b(?:is|was|are|were|being) (?:an? )?(?:real |clear |big |great )?(?:advantage|asset)\b"
        r"(?: for survival)?",
        "raises the odds",
    ),
    (
        r"\b(?:has|have|had) (?:an? |some )?(?:real |clear |big |large |strong |considerable )?"
        r"(?:effect|influence|impact|bearing)s? on\b",
        "matters for",
    ),
    (
        r"\b(?:makes?|made) a (?:real |clear |big |large |considerable )?difference (?:to|for|"
        r"in)\b",
        "matters for",
    ),
    (r"\bday of the week\b", "weekday"),
    (
        r"\bthan (?:in |on |at |during )?(?:the )?(?:rest of the (?:year|week|time|day)|"
        r"other times(?: of the (?:year|day))?)\b",
        "than otherwise",
    ),
    (r"\b1st\b", "first"),
    (r"\b2nd\b", "second"),
    (r"\b3rd\b", "third"),
    (r"\b(?:tells?|says?) (?:you |us |me )?(?:nothing|little) about\b", "does not matter for"),
    (
        r"\b(?P<shape>(?:inverted |inverse )?U)(?:[- ]shaped)? "
        r"(?:relation|relationship|association)\b",
        r"\g<shape>-shaped course",
    ),
    (r"\b(?P<how>clear|cloudy|gr[ae]y|overcast|sunny) (?:skies|sky)\b", r"\g<how> weather"),
    (r"\b(?P<felt>cold|warm|hot|mild|cool) weather\b", r"\g<felt> days"),
    # numbers in words, where they bound something
    (
        r"\b(?P<bound>at least|at most|more than|less than|fewer than|no more than) twice\b(?! as)",
        r"\g<bound> 2",
    ),
    (r"\b(?P<bound>more than) once\b", r"\g<bound> 1"),
    (
        r"\b(?P<be>is|are|was|were) (?:recorded|given|listed|registered|coded|entered|reported) as "
        r"(?=\d)",
        r"\g<be> ",
    ),
    # numbers in words, where they bound something
    (
        r"\b(?P<bound>at least|at most|more than|less than|fewer than|no more than) twice\b(?! as)",
        r"\g<bound> 2",
    ),
    (r"\bmore than once\b", "more than 1"),
    (
        r"\b(?P<be>is|are|was|were) (?:recorded|given|listed|registered|coded|entered|reported) as "
        r"(?=\d)",
        r"\g<be> ",
    ),
    (r"\b(?P<of>for|on|to|with|of) how (?:many|much|often|likely|high|low)\b", r"\g<of>"),
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
_DIGITS = {
    "one": "1", "two": "2", "three": "3", "four": "4", "five": "5", "six": "6", "seven": "7",
    "eight": "8", "nine": "9", "ten": "10", "twelve": "12", "twenty": "20", "thirty": "30",
    "forty": "40", "fifty": "50", "sixty": "60", "hundred": "100",
}  # fmt: skip
_COUNTED = re.compile(
    r"\b(?P<bound>more than|less than|fewer than|at least|at most|no more than|over|under|up to|"
    rf"exactly) (?P<number>{'|'.join(_DIGITS)})\b(?! (?:of|other)\b)",
    re.IGNORECASE,
)
_PATTERNS = tuple((re.compile(said, re.IGNORECASE), written) for said, written in _WRITTEN)
_CENTRE = r"(?:the )?(?:city |town )?(?:centre|center)\b"
_AREAS = r"(?:neighbou?rhoods?|areas?|districts?|blocks?|towns?|regions?|places)"
_WHO = r"(?:who|that|which) "
_NUMBER = r"-?\d[\d.,]*\d|\d"
_BOUND = (
    r"(?:less than|more than|over|under|at least|at most|fewer than|up to|within) "
    r"(?:\d[\d.,]*|one|two|three|four|five|six|seven|eight|nine|ten)"
)
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
    ("tenure", r"\bthe (?P<way>longer|shorter) [a-z]+ (?:have|has|had) (?:been (?:with us|"
               r"customers|"
               r"clients|members|subscribed|around)|stayed(?: with us)?)\b", "with {way} {column}"),
    ("alcohol", r"\bstronger(?= (?:wines?|beers?|drinks?|ones)\b)", "higher {column}"),
    ("alcohol", r"\b(?:weaker|lighter)(?= (?:wines?|beers?|drinks?|ones)\b)", "lower {column}"),
    ("temp", r"\b(?:each|every) (?:additional |extra |further |more )?degree(?: celsius)?\b",
     "higher {column}"),
    ("night", r"\b(?:who |that )?stay(?:s|ing|ed)? (?:for )?(?:only |just )?(?P<number>\d+|one|two|"
              r"three|four|five) nights?(?: only)?\b", "with {column} {number}"),
    ("night", r"\b(?P<way>short|long) (?:stays|visits|trips)\b", "guests with {way} {column}"),
    ("night", rf"\b(?:{_WHO})?(?:stays?|staying|stayed) (?P<way>longer|shorter)\b",
     "with {way} {column}"),
    ("night", rf"\b(?:{_WHO})?(?:stays?|staying|stayed) (?:for )?(?P<bound>{_BOUND})(?: nights?)?",
     "with {column} {bound}"),
    ("distance", rf"\b(?:close|near|nearer|closer) to {_CENTRE}", "with low {column}"),
    ("distance", rf"\b(?:far|further|farther) (?:away )?from {_CENTRE}", "with high {column}"),
    ("income", rf"\b(?:poor|deprived)(?= {_AREAS}\b)", "low {column}"),
    ("income", rf"\b(?:rich|wealthy|affluent|posh)(?= {_AREAS}\b)", "high {column}"),
    ("fare", r"\b(?:on|with|holding|who (?:had|bought)) (?:an? |their )?tickets? (?:for |of |"
             r"costing |"
             r"that cost |worth |priced )?(?P<bound>less than|more than|over|under|below|above|at "
             r"least|at most|up to) [$€£]?(?P<number>\d[\d.,]*)",
     "with {column} {bound} {number}"),
    ("floor", r"\b(?:on )?(?:the )?ground floor\b", "with {column} 0"),
    ("population", r"\bmore (?:populous|populated|crowded)\b", "more {column}"),
    ("population", r"\bless (?:populous|populated|crowded)\b", "less {column}"),
    ("latitude", r"\b(?:farther|further|more) (?:up )?(?:to the )?north\b", "higher {column}"),
    ("latitude", r"\b(?:farther|further|more) (?:down )?(?:to the )?south\b", "lower {column}"),
    ("longitude", r"\b(?:farther|further|more) (?:to the )?east\b", "higher {column}"),
    ("longitude", r"\b(?:farther|further|more) (?:to the )?west\b", "lower {column}"),
    ("latitude", rf"\bnorth of (?P<number>{_NUMBER})", "with {column} above {number}"),
    ("latitude", rf"\bsouth of (?P<number>{_NUMBER})", "with {column} below {number}"),
    ("longitude", rf"\beast of (?P<number>{_NUMBER})", "with {column} above {number}"),
    ("longitude", rf"\bwest of (?P<number>{_NUMBER})", "with {column} below {number}"),
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
    text = _COUNTED.sub(lambda match: f"{match['bound']} {_DIGITS[match['number'].lower()]}", text)
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
    for level in (entry for every in naming.levels.values() for entry in every):
        if level.lower() in DIRECTIONS:  # "than fall" is the season
            text = re.sub(
                rf"\bthan (?={re.escape(level)}\b)", "than in ", text, flags=re.IGNORECASE
            )
    parts = {token.word for name in naming.columns for token in tokens(name.replace("_", " "))}
    if "contract" in parts and not parts & {"plan", "subscription"}:
        text = _PLANS.sub("contract", text)
    for name in naming.columns:
        if name.lower() in ROW_WORDS:  # "households with ..." are the rows, no number of them
            text = re.sub(rf"^{name} (?=with|who|that|whose|in|where)", "those ", text,
                          flags=re.IGNORECASE)  # fmt: skip
        text = _with_column_first(_written_out(text, name), name, naming)
    text = _COMPARED_WITH.sub(functools.partial(_bounded, naming=naming), text)
    return _with_level_numbers(with_initials_written(text, naming.levels), naming.levels.values())


# A monthly plan is a contract by the month, no "monthly_charges".
_PLANS = re.compile(r"(?<=ly )(?:plan|subscription|deal)(?=s?\b)", re.IGNORECASE)
# "Houses older than 40" are houses with an age above 40.
_COMPARED_WITH = re.compile(
    rf"\b(?:(?:who|that|which) )?(?:(?:is|are|was|were|be|being) )?(?P<how>[a-z]+er) than "
    rf"(?P<number>{_NUMBER})(?: (?:years|months|days|degrees|km|metres|meters)(?: old)?)?\b",
    re.IGNORECASE,
)


_LEAST_PART, _ABBREVIATED = 3, 5
_MEASURES = (
    r"(?:percent|per cent|%|grams?|g|mg|milligrams?|units?|points?|dollars|euros|pounds|years|"
    r"months|days|hours|minutes|degrees|km|kilometres|miles|metres|meters)"
)
_OVER = r"(?P<over>more than|over|at least|fewer than|less than|at most|under|above|below|up to)"


def _written_out(text: str, column: str) -> str:
    """Return a text with "juv_fel_count" for "juvenile felonies"."""
    parts = [part for part in column.lower().split("_") if len(part) >= _LEAST_PART]
    if len(parts) < 2 or not any(len(part) < _ABBREVIATED for part in parts[:2]):
        return text
    said = r"[ -]".join(rf"{re.escape(part)}[a-z]*" for part in parts[:2])
    whole = " ".join(parts[:2])

    def _replaced(match: re.Match[str]) -> str:
        return match[0] if match[0].lower().startswith(whole) else column

    return re.sub(rf"\b{said}\b", _replaced, text, flags=re.IGNORECASE)


def _with_column_first(text: str, column: str, naming: Naming) -> str:
    """Return "residual sugar less than 5" for "less than 5 grams of residual sugar"."""
    if not naming.numeric(column):
        return text
    spoken = re.escape(column.replace("_", " "))
    number = rf"(?P<number>[$€£]?(?:{_NUMBER}))"
    said = rf"\b{_OVER} {number} ?{_MEASURES} (?:of )?(?P<name>{spoken})\b"
    return re.sub(said, r"\g<name> \g<over> \g<number>", text, flags=re.IGNORECASE)


def _bounded(match: re.Match[str], naming: Naming) -> str:
    """Return "with age above 40" for "older than 40", where one column tells how old."""
    found = own_column(match["how"].lower(), (), naming)
    if found is None or found[0] == THE_OUTCOME:
        return match[0]
    over = "above" if found[1] > 0 else "below"
    return f"with {found[0]} {over} {match['number']}"


def _filled(match: re.Match[str], form: str, column: str) -> str:
    parts = {name: said.lower() for name, said in match.groupdict().items() if said}
    if "way" in parts:
        parts["way"] = _WAYS.get(parts["way"], parts["way"])
    for said in {"number", "bound"} & set(parts):
        *before, last = parts[said].split()
        parts[said] = " ".join([*before, _DIGITS.get(last, last)])
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
