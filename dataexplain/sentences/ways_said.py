"""Turns of speech for more and less: "shoots up", "takes a toll on", "has the edge over"."""

from __future__ import annotations

import re
from collections.abc import Iterable

from dataexplain.narration.grounding.vocabulary import word_set
from dataexplain.sentences.leftover_words import ROW_WORDS
from dataexplain.sentences.outcome_words import OutcomeFamily

# Phrasal verbs, each as its forms: the present, that of he and she, the past, the participle.
_JUMPING = (
    "shoot/shoots/shot/shooting up", "take/takes/took/taking off", "rocket/rockets/rocketed up",
    "rocket/rockets/rocketed/rocketing", "go/goes/went/going through the roof",
    "make/makes/made a (?:big |sudden |sharp )?(?:jump|leap)", "zoom/zooms/zoomed up",
    "spike/spikes/spiked up", "leap/leaps/leaped/leapt up",
    "take/takes/took a (?:big |sudden |sharp )?(?:jump|leap)(?: up(?:wards)?)?",
)  # fmt: skip
_RISING = (
    "pick/picks/picked/picking up", "edge/edges/edged/edging up", "creep/creeps/crept/creeping up",
    "tick/ticks/ticked/ticking up", "inch/inches/inched up", "move/moves/moved/moving up",
    "head/heads/headed up", "trend/trends/trended up", "balloon/balloons/ballooned/ballooning",
    "snowball/snowballs/snowballed", "mushroom/mushrooms/mushroomed", "ratchet/ratchets up",
    "go/goes/went/going uphill", "rally/rallies/rallied", "get/gets/got higher",
    "build/builds/built up", "multiply/multiplies/multiplied", "flourish/flourishes/flourished",
)  # fmt: skip
_FALLING = (
    "nosedive/nosedives/nosedived/nosediving", "tank/tanks/tanked", "crater/craters/cratered",
    "take/takes/took/taking a (?:big |sharp |real |serious )?(?:nosedive|dive|hit|tumble|knock|"
    "beating|plunge|dip)",
    "go/goes/went/going downhill", "come/comes/came/coming down", "go/goes/went/going south",
    "tail/tails/tailed/tailing off", "taper/tapers/tapered off", "peter/peters/petered out",
    "fade/fades/faded/fading(?: away)?", "dry/dries/dried/drying up", "ebb/ebbs/ebbed",
    "melt/melts/melted away", "evaporate/evaporates/evaporated", "subside/subsides/subsided",
    "edge/edges/edged down", "creep/creeps/crept down", "tick/ticks/ticked down",
    "inch/inches/inched down", "head/heads/headed down", "get/gets/got lower",
    "thin/thins/thinned out", "become/becomes a turn-off", "wither/withers/withered",
    "crumble/crumbles/crumbled",
    "go/goes/went down the drain", "hit/hits rock bottom", "deteriorate/deteriorates/deteriorated",
)  # fmt: skip
# What is done to the outcome.
_RAISES = (
    "do/does/did/doing wonders for", "give/gives/gave a (?:big |real )?(?:boost|lift) to",
    "be good news for", "be (?:very |really |quite )?good for", "prop/props/propped up",
    "bump/bumps/bumped up", "nudge/nudges/nudged up",
    "work/works/worked in favou?r of", "contribute/contributes/contributed to (?:a |an )?(?:higher|"
    "greater|better|more)", "be a (?:boon|blessing|plus|bonus) (?:for|to)", "do/does/did good to",
    "ratchet/ratchets/ratcheted up", "feed/feeds/fed into", "pump/pumps/pumped up",
    "guarantee/guarantees/guaranteed", "be a guarantee (?:of|for)",
    "be a (?:red flag|warning sign|risk factor|sure sign|recipe) (?:for|of)",
    "help/helps/helped along", "enhance/enhances/enhanced/enhancing",
)  # fmt: skip
_LOWERS = (
    "spoil/spoils/spoiled/spoilt/spoiling", "ruin/ruins/ruined/ruining",
    "wreck/wrecks/wrecked/wrecking", "weigh/weighs/weighed/weighing on",
    "weigh/weighs/weighed/weighing down on", "be bad news for",
    "be (?:very |really |quite )?bad for", "be a (?:drag|damper|burden) on",
    "eat/eats/ate/eating into", "cut/cuts/cutting into", "take/takes/took a toll on",
    "take/takes/took its toll on", "hold/holds/held back", "do/does/did harm to",
    "put/puts a damper on", "dampen/dampens/dampened", "undermine/undermines/undermined",
    "chip/chips/chipped away at", "detract/detracts/detracted from", "worsen/worsens/worsened",
    "impair/impairs/impaired", "damage/damages/damaged/damaging", "erode/erodes/eroded",
    "drag/drags/dragged/dragging down", "compromise/compromises/compromised",
    "work/works/worked against", "be (?:poison|fatal|toxic) (?:for|to)", "dent/dents/dented",
)  # fmt: skip
_HINGES = (
    "hinge/hinges/hinged (?:up)?on", "hang/hangs/hung on", "turn/turns/turned on",
    "come/comes/came down to", "boil/boils/boiled down to", "be a (?:matter|question) of",
    "be (?:largely |mostly |mainly |all )?down to", "revolve/revolves/revolved around",
    "be tied to", "be bound up with", "have/has/had (?:something|a lot|much|plenty) to do with",
    "rest/rests/rested on",
)  # fmt: skip
_NOTHING = (
    "be beside the point for", "be neither here nor there for", "be of no (?:consequence|"
    "importance|relevance|account|significance) (?:for|to)", "count/counts/counted for nothing "
    "(?:for|in|with)", "cut/cuts no ice (?:for|with)", "be meaningless for",
    "be no factor (?:for|in)", "(?:do|does|did) not care (?:about|for)",
    "play/plays/played no part (?:for|in)", "have/has/had no say in", "be unimportant for",
    "make/makes/made no odds (?:for|to)", "have/has/had zero (?:effect|influence|impact) on",
    "have/has/had (?:next to nothing|nothing whatsoever|nothing at all) to do with",
    "be of little (?:consequence|importance|relevance) (?:for|to)", "say/says/said nothing about",
    "have/has/had (?:hardly|scarcely|barely) any (?:effect|influence|impact|bearing) on",
    "leave/leaves/left cold", "be not a factor (?:for|in)", "be without (?:any )?(?:effect|"
    "influence|impact) on", "have/has/had no business with", "be not (?:important|relevant) for",
)  # fmt: skip
# Of two groups: whose outcome is the better one.
_AHEAD = (
    "have/has/had the (?:edge|upper hand|advantage) over", "come/comes/came out ahead of",
    "come/comes/came off better than", "have/has/had it better than", "have/has/had it easier than",
    "be ahead of", "outdo/outdoes/outdid", "outshine/outshines/outshone",
    "outclass/outclasses/outclassed", "outscore/outscores/outscored", "beat/beats",
    "have/has/had a (?:[a-z]+ )?(?:edge|advantage|lead) over",
    "outperform/outperforms/outperformed", "outrank/outranks/outranked", "be superior to",
    "surpass/surpasses/surpassed", "do/does/did better than", "fare/fares/fared better than",
)  # fmt: skip
_BEHIND = (
    "trail/trails/trailed(?: behind)?", "lag/lags/lagged(?: behind)?", "lose/loses/lost out to",
    "come/comes/came off worse than", "have/has/had it worse than", "have/has/had it harder than",
    "fall/falls/fell short of", "fall/falls/fell behind", "be behind", "be inferior to",
    "be at a disadvantage (?:to|against|compared (?:to|with)|relative to|over)",
    "do/does/did worse than", "fare/fares/fared worse than", "be outdone by", "be no match for",
)  # fmt: skip
_BE = "be/is/are/was/were/being/been"
_INTENSIFIED = re.compile(
    r"\b(?:even|much|far|a lot|lots|way|a good deal|a great deal|significantly|considerably|"
    r"markedly|noticeably|substantially|vastly|decidedly|distinctly|rather|somewhat|slightly|"
    r"a bit|a little|clearly|notably|appreciably|dramatically|massively|hugely|still) "
    r"(?=(?:more|less|fewer|better|worse|higher|lower|stronger|weaker|larger|smaller|bigger|"
    r"greater|harder|older|younger|cheaper|pricier|dearer|longer|shorter)\b)",
    re.IGNORECASE,
)
# "Drags the ratings down", "sends prices soaring".
_MOVED = re.compile(
    r"\b(?:drags?|dragged|pulls?|pulled|pushe?s?|pushed|drives?|drove|brings?|brought|takes?|took|"
    r"knocks?|knocked|holds?|held|keeps?|kept|sends?|sent|gets?|presse?s?) (?P<what>(?:(?!(?:and|"
    r"or|with|than|more|less|who|that)\b)[a-z_'-]+ ){1,4}?)(?P<way>up|down|soaring|tumbling|"
    r"plunging|through the roof|back)\b(?! to\b)",
    re.IGNORECASE,
)
_UPWARD = frozenset({"up", "soaring", "through the roof"})
_STRONG = {"strongest": "busiest", "best": "busiest", "top": "busiest", "weakest": "quietest",
           "worst": "quietest", "slowest": "quietest", "poorest": "quietest",
           "peak": "busiest"}  # fmt: skip
_BUSY_TIME = re.compile(
    rf"\b(?P<how>{'|'.join(_STRONG)})(?= (?:season|month|day|days|months|seasons|weekday|weekdays|"
    r"year|years|hours?|time|times|quarter|period|one|ones)\b)",
    re.IGNORECASE,
)
_BY_FAR = re.compile(
    r",? (?:by (?:a|some) (?:wide |large |clear |big |huge |comfortable |considerable )?margin|"
    r"by far|by miles|by a mile|by a long (?:way|shot|chalk)|hands down|bar none|"
    r"without (?:a )?doubt|no question|no doubt|without question|for sure|if you ask me|i think|"
    r"i guess|i suspect|i believe|i reckon|right|surely|as it were|so to speak|it seems|"
    r"apparently|as (?:i|we) see it)(?=$|[,;.?!]| (?:and|than|when|if)\b)",
    re.IGNORECASE,
)
# "Do not survive as often as": less often than
_NOT_AS_DONE = re.compile(
    r"\b(?:do|does|did) not (?P<verb>[a-z]+) (?:quite |nearly |anywhere near )?(?:as|so) (?:often|"
    r"much|frequently|commonly|likely|well)(?P<mid>[^,;]*?) as\b",
    re.IGNORECASE,
)
_NOT_AS = re.compile(
    r"\b(?P<be>is|are|was|were) not (?:quite |nearly |anywhere near )?(?:as|so) (?P<how>[a-z]+)"
    r"(?P<mid>[^,;]*?) as\b",
    re.IGNORECASE,
)
_AT_LEAST_TILL = re.compile(r",? at least (?P<till>until|up to|till)(?= \d)", re.IGNORECASE)
# "Makes less of a difference to", "has a stronger pull on"
_DIFFERENCE = re.compile(
    r"\b(?:makes?|made|has|have|had|plays?|played|exerts?|carries|carry) (?:an? "
    r")?(?:(?P<more>more|bigger|greater|larger|stronger)|(?P<less>less|smaller|weaker|"
    r"lesser))(?: of an?)? (?:difference|effect|influence|impact|pull|hold|grip|bearing|role|say|"
    r"weight|importance|part) (?:to|for|in|on|with|over)\b",
    re.IGNORECASE,
)
_BETTER = re.compile(r"\bbetter[- ](?P<what>educated|schooled|trained)\b", re.IGNORECASE)
_LESS_THAN_ALL = re.compile(
    r"\b(?:almost|nearly|practically|virtually) (?:nobody|no one|none|no-one)\b(?= [a-z]+)",
    re.IGNORECASE,
)


_MATTERED = re.compile(r"\b(?<!not )mattered\b", re.IGNORECASE)
_WHATSOEVER = re.compile(r",? (?:whatsoever|at all)\b", re.IGNORECASE)
_RIGHT_AT = re.compile(r"\b(?:right|exactly|precisely) (?=(?:at|from|after) )", re.IGNORECASE)


def with_faring_plain(text: str, own: Iterable[str]) -> str:
    """Return "quality falls with salt" for "quality suffers from salt", of the outcome alone.

    Parameters
    ----------
    text : str
    own : iterable of str
        What the outcome is called.

    Examples
    --------
    >>> with_faring_plain("Quality suffers from salt", {"quality"})
    'Quality falls with salt'
    >>> with_faring_plain("Patients suffer from diabetes", {"diabetes"})
    'Patients suffer from diabetes'
    >>> with_faring_plain("Hardly any diabetes when bmi is below 25", {"diabetes"})
    'diabetes is less common when bmi is below 25'
    """
    said = "|".join(sorted((re.escape(word) for word in own if word), key=len, reverse=True))
    if not said:
        return text
    text = re.sub(
        rf"^(?:hardly any|barely any|scarcely any|almost no|practically no|next to no|very little)"
        rf" (?P<of>{said})(?= (?:when|where|if|among|amongst|in|for|with)\b)",
        r"\g<of> is less common",
        text,
        flags=re.IGNORECASE,
    )
    subject = rf"(?P<of>\b(?:{said}))(?P<more> (?:rates?|scores?|values?|ratings?|levels?))?"
    much = r"(?:(?:badly|a lot|greatly|clearly|markedly|more|much|most) )?"
    for verbs, written in (
        (r"(?:suffers?|suffered)", "falls"),
        (r"(?:benefits?|benefited|profits?|profited|gains?|gained)", "rises"),
    ):
        text = re.sub(
            rf"{subject} {verbs} {much}(?:from|under|with) ",
            rf"\g<of>\g<more> {written} with ",
            text,
            flags=re.IGNORECASE,
        )
    return text


def _pattern(phrases: Iterable[str]) -> re.Pattern[str]:
    return re.compile(rf"\b(?:{'|'.join(_forms(phrase) for phrase in phrases)})\b", re.IGNORECASE)


def _forms(phrase: str) -> str:
    """Return a phrase with all forms of its verb: "go/goes/went up"."""
    verb, space, rest = phrase.partition(" ")
    inside = verb.partition("(")  # "fade/fades(?: away)?" has its ending in the verb itself
    verb, rest = (inside[0], f"{inside[1]}{inside[2]}{space}{rest}") if inside[1] else (
        verb, f"{space}{rest}")  # fmt: skip
    return rf"(?:{(_BE if verb == 'be' else verb).replace('/', '|')}){rest}"


_WRITTEN = tuple(
    (_pattern(phrases), written)
    for phrases, written in (
        (_NOTHING, "does not matter for"),
        (_HINGES, "depends on"),
        (_RAISES, "raises"),
        (_LOWERS, "lowers"),
        (_JUMPING, "jumps"),
        (_RISING, "rises"),
        (_FALLING, "falls"),
    )
)
_NO_NUMBER = r"(?! [$€£<>]?\d)"  # "surpasses 50K" says a bound
_COMPARED = tuple(
    (re.compile(rf"{_pattern(phrases).pattern}{_NO_NUMBER}", re.IGNORECASE), written)
    for phrases, written in ((_AHEAD, ("better", "busier")), (_BEHIND, ("worse", "quieter")))
)
# "Spoils the wine": what is good about it is the outcome.
_OF_ROWS = re.compile(
    rf"\b(?P<way>raises|lowers) (?:the|a|an|your|their|its) (?:{'|'.join(sorted(ROW_WORDS))})\b"
    r"(?=$|[,;.]| (?:more|less|even|when|if|in|with|at|only|mostly|mainly)\b)",
    re.IGNORECASE,
)
# Outcomes of which more is worse.
_ILL = word_set("recidivism diabetes disease cancer churn default die dies fail sick ill")


def with_ways_plain(text: str, families: Iterable[OutcomeFamily]) -> str:
    """Return a text in which turns of speech for more and less are plain verbs.

    Parameters
    ----------
    text : str
    families : iterable of OutcomeFamily
        What the outcome may be called: "the edge" and "the best season" say more of some only.

    Examples
    --------
    >>> with_ways_plain("At 35 the price shoots up", ())
    'At 35 the price jumps'
    >>> with_ways_plain("Sulphates take a toll on quality even more in reds", ())
    'Sulphates lowers quality more in reds'
    """
    families = tuple(families)
    text = _INTENSIFIED.sub("", _BY_FAR.sub("", text))
    text = _NOT_AS_DONE.sub(r"\g<verb> less often\g<mid> than", text)
    text = _NOT_AS.sub(r"\g<be> less \g<how>\g<mid> than", text)
    text = _AT_LEAST_TILL.sub(r" \g<till>", text)
    text = _DIFFERENCE.sub(_matters, text)
    text = _BETTER.sub(r"more \g<what>", text)
    text = _RIGHT_AT.sub("", _WHATSOEVER.sub("", _MATTERED.sub("matters", text)))
    for pattern, written in _WRITTEN:
        text = pattern.sub(written, text)
    text = _MOVED.sub(_moved, text)
    text = _LESS_THAN_ALL.sub("people less often", text)
    good = any(family.good for family in families)
    demand = any("demand" in family.parts for family in families)
    if good or demand:
        for pattern, better in _COMPARED:
            text = pattern.sub(f"are {better[demand]} than", text)
    if good:
        text = _OF_ROWS.sub(r"\g<way> the odds", text)
    bad = {word for family in families if family.much & _ILL for word in family.much}
    if bad and not good:
        text = _told_of_ill(text, bad)
    if demand:
        text = _BUSY_TIME.sub(lambda match: _STRONG[match["how"].lower()], text)
    return text


def _told_of_ill(text: str, own: Iterable[str]) -> str:
    """Return "higher recidivism" for "worse recidivism": of an ill, more is worse."""
    said = "|".join(sorted(map(re.escape, own), key=len, reverse=True))
    text = re.sub(rf"\bworse(?= (?:the |their )?(?:{said})\b)", "higher", text, flags=re.IGNORECASE)
    return re.sub(rf"\bbetter(?= (?:the |their )?(?:{said})\b)", "lower", text, flags=re.IGNORECASE)


def _matters(match: re.Match[str]) -> str:
    return f"matters {'more' if match['more'] else 'less'} for"


def _moved(match: re.Match[str]) -> str:
    way = "raises" if match["way"].lower() in _UPWARD else "lowers"
    return f"{way} {match['what'].strip()}"
