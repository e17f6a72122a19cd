"""What the words around a number say it is of, tried in order."""

from __future__ import annotations

import re

LOW, HIGH, RANGE, POINT = "low", "high", "range", "point"
EFFECT, INTERVAL, RATE, FACTOR, ROWS, CONFIDENCE, ANY = (
    "effect",
    "interval",
    "rate",
    "factor",
    "rows",
    "confidence",
    "",
)
_N = r"#(\d+)#"
_U = r"(?: (?!#|and |or |to |than |, )[^ ]{1,20}){0,3}?"
_ABOUT = (
    r"(?: (?:about|roughly|around|approximately|approx|nearly|almost|some|the|a|an|average|"
    r"estimated|just|only|age|of|on|as|much|up|to|at|least|more|than|over|under|its|value|~|mark|"
    r"\$|threshold|cutoff|level|\+|another|@)){0,7}"
)
_POINTS = (
    r"(?: - )?(?: more| fewer| less| extra| additional| full)?(?: percentage| percent| %| per "
    r"cent)?(?: -)? (?:points?|pp|pts|ppts)\b"
)
_MORE = (
    r"(?:more|above|higher|older|longer|over|greater|later|up(?! again)|upwards?|beyond|larger|"
    r"bigger|"
    r"warmer|hotter|newer|farther|further|after|heavier|north)"
)
_LESS = (
    r"(?:less|fewer|below|lower|younger|shorter|under|smaller|earlier|down|downwards?|colder|"
    r"cooler|closer|nearer|lighter|south)"
)
# Over and under, where a column's own name stands beside them: "@" is a word of such a name.
_OVER = (
    r"(?:over|above|beyond|past|from|at least|exceed(?:s|ing|ed)?|reach(?:es|ing|ed)?|more than|"
    r"greater than|>|>=|≥)"
)
_UNDER = r"(?:below|under|beneath|up to|at most|less than|fewer than|no more than|<|<=|≤)"
_A_NAME = r"(?: (?:a|an|the)){0,1}(?: @){1,5}(?: (?:of|about|roughly|around|some|=)){0,2}"
_IS = r"@(?: (?:is|are|of|at|stays|was)){0,1}"
# Words between a number and what it is of; a verb ends it.
_GAP = (
    r"(?: (?!#|or |and |than |shows? |has |have |is |are |was |were |goes |go |comes? |who |that |"
    r"where |there )[^ ]{1,14}){0,2}"
)
# Each pattern in the order it is tried; a number belongs to the first that holds it.
PATTERNS: tuple[tuple[str, re.Pattern[str]], ...] = tuple(
    (kind, re.compile(pattern))
    for kind, pattern in (
        (HIGH, rf"(?:first|initial|opening) {_N}(?= @| [a-z])"),
        (ANY, rf"{_N} (?:other|remaining|different|further)\b"),
        (CONFIDENCE, rf"{_N} % (?:confidence|interval|ci|credible|certain|sure)\b"),
        (LOW, rf"{_OVER}{_A_NAME} {_N}(?! (?:or|and) (?:below|less|under|above|more|over))"),
        (HIGH, rf"{_UNDER}{_A_NAME} {_N}(?! (?:or|and) (?:below|less|under|above|more|over))"),
        (HIGH, rf"{_IS} {_UNDER}{_ABOUT} {_N}"),
        (
            INTERVAL,
            r"(?:interval|ci|confidence|range of plausible values|plausible)"
            rf"(?: [^ #]{{1,15}}){{0,5}} {_N}{_U} (?:to|and|-|–|,) {_N}",
        ),
        (
            INTERVAL,
            rf"by (?:(?:between|from|anywhere|something|some|about|roughly) ){{0,3}}{_N}{_U} "
            rf"(?:to|and|-|–) {_N}",
        ),
        (INTERVAL, rf"{_N} (?:to|and|or|-|–) {_N}{_POINTS}"),
        (EFFECT, rf"{_N}{_POINTS}"),
        (FACTOR, rf"{_N} ?(?:-)? ?(?:times|fold|x)\b"),
        (FACTOR, rf"factor (?:of )?{_ABOUT} {_N}"),
        (EFFECT, rf"by{_ABOUT} {_N}"),
        (
            ROWS,
            rf"{_N}(?: (?!#|or |to )[^ ]{{1,14}}){{0,2}} "
            r"(?:rows|records|observations|cases|samples|entries|examples)\b",
        ),
        (
            RANGE,
            rf"(?:from|between){_ABOUT} {_N}{_U} (?:to|and|through|until|up to|-|–){_ABOUT} {_N}",
        ),
        (RANGE, rf"{_N}{_U} (?:to|through|–|-){_ABOUT} {_N}"),
        (LOW, rf"{_N}{_U} (?:or|and) {_MORE}\b"),
        (HIGH, rf"{_N}{_U} (?:or|and) {_LESS}\b"),
        (
            EFFECT,
            rf"{_N}{_GAP} (?:more|less|fewer|higher|lower|extra|"
            rf"cheaper|pricier|"
            r"dearer|additional|increase|decrease|drop|gain|rise|gap|difference|premium|discount|"
            r"uplift|bump|boost|above|below|under|over|reduction|decline|penalty|advantage|on "
            r"average more)\b",
        ),
        (
            EFFECT,
            r"(?:effect|difference|gap|increases?|decreases?|drops?|rise|fall|premium|discount|"
            r"change|gain|"
            r"gains|loss|decline|jump|estimate|margin|advantage|penalty|adds?|adding|added|loses?|"
            r"shaves|knocks|reduction|worth|size|amounts?|step|bump|uplift|contrast)"
            rf"(?: (?:is|was|of|to|:|off|an|extra|by|in)){{0,2}}{_ABOUT} {_N}",
        ),
        (LOW, rf"{_N}(?: ?\+|{_U} (?:plus|onwards?|upwards?)\b)"),
        (
            HIGH,
            rf"(?:at most|no more than|not more than|not exceed(?:ing)?|no later than|no higher "
            rf"than|"
            rf"no longer than|no older than|not above|not over){_ABOUT} {_N}",
        ),
        (
            LOW,
            rf"(?:at least|no less than|not less than|no fewer than|not below|no lower than|"
            rf"no earlier than|no younger than|not under){_ABOUT} {_N}",
        ),
        (
            LOW,
            rf"(?:upwards of|starting (?:at|from)|once past|north of|a minimum of|minimum) "
            rf"?{_ABOUT} {_N}",
        ),
        (HIGH, rf"(?:up to|down to|as far as|a maximum of|short of|maximum|towards?){_ABOUT} {_N}"),
        (LOW, rf"{_MORE} than(?! at | in | on | of | for | that | those ){_ABOUT} {_N}"),
        (HIGH, rf"{_LESS} than(?! at | in | on | of | for | that | those ){_ABOUT} {_N}"),
        (
            LOW,
            r"(?:over|above|exceed(?:s|ing|ed)?|beyond|past|after|since|from|reach(?:es|ing|ed)?|"
            r"hit(?:s|ting)?|pass(?:es|ing|ed)?|cross(?:es|ing|ed)?|tops?|topping|>|> =|>=|≥|"
            r"north of|surpass(?:es|ing|ed)?)"
            rf"{_ABOUT} {_N}",
        ),
        (
            HIGH,
            rf"(?:below|under|beneath|until|till|before|within|inside|<|< =|<=|≤|south of|"
            rf"through){_ABOUT} {_N}",
        ),
        (HIGH, rf"(?<!close )(?<!compared )to{_ABOUT} {_N}"),
        (POINT, rf"(?:at|around|about|near|is|are|was|were|=|:|exactly|of){_ABOUT} {_N}"),
    )
)  # fmt: skip
