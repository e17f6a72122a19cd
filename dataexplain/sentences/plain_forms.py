"""A sentence in plainer words: the same statement in forms that the grammar knows."""

from __future__ import annotations

import re
from collections.abc import Iterable

from dataexplain.narration.grounding.vocabulary import word_set
from dataexplain.narration.grounding.words import stem, tokens
from dataexplain.sentences.everyday_phrases import in_plain_words
from dataexplain.sentences.leftover_words import ROW_WORDS
from dataexplain.sentences.outcome_phrases import with_outcome_named
from dataexplain.sentences.outcome_words import COMPARED, OutcomeFamily, words_of
from dataexplain.sentences.superlatives import without_superlative

_QUOTES = str.maketrans({"’": "'", "‘": "'", "“": '"', "”": '"', "\xa0": " ", "\u200b": ""})
_SHORT = {"can't": "can not", "won't": "will not", "shan't": "shall not"}
_NOT = re.compile(r"\b(\w{1,10}?)n't\b", re.IGNORECASE)
_SAYS_NO_WAY = re.compile(
    r"\b(?:more|less|fewer|higher|lower|better|worse|rises?|falls?|increases?|decreases?|grows?|"
    r"drops?|most|least|raises?|lowers?|reduces?|greater|smaller|highest|lowest|no|not|unlikely|"
    r"stronger|weaker|\w{3,}er than)\b",
    re.IGNORECASE,
)
_QUOTED = re.compile(r'"[^"]*"')
_AS_MUCH = re.compile(r"\bas (?:often|likely|usually|typically|frequently)\b", re.IGNORECASE)
# What only says that something is usual says it of those named rather than of others.
_USUAL = (
    (re.compile(r"\btends? (?:not|never) to\b", re.IGNORECASE), "less often"),
    (re.compile(r"\b(?:rarely|seldom|hardly ever|almost never|never)\b", re.IGNORECASE),
     "less often"),
    (re.compile(r"\b(?:nearly|almost|practically) always\b", re.IGNORECASE), "are more often"),
    (re.compile(r"\b(?:tend|tends|tended) to be (?=\w+(?:er|re)\b)", re.IGNORECASE), "are "),
    (re.compile(r"\b(?:tend|tends|tended) to (?:have|be)\b", re.IGNORECASE), "are more"),
    (re.compile(r"\b(?:tend|tends|tended) to\b", re.IGNORECASE), "more often"),
    (re.compile(r"\b(?:likely|prone|inclined) to\b", re.IGNORECASE), "more likely to"),
    (re.compile(r"\b(?:are|is|were|was) (?:often|usually|typically|frequently|generally|"
                r"mostly|mainly|largely)\b",
                re.IGNORECASE), "are more often"),
    (re.compile(r"\b(?:often|usually|typically|frequently)\b", re.IGNORECASE), "more often"),
)  # fmt: skip
_SAID_OF_OUTCOMES = word_set(
    "cheap expensive pricey costly valuable happy satisfied unhappy dissatisfied rich poor popular "
    "busy good bad quiet"
)
_SUBJECT = (
    r"(?<!with )(?<!have )(?<!has )(?<!of )(?<!more )(?<!fewer )(?<!no )(?<!any )(?<!their )"
    r"(?<!number of )(?<!without )(?<!parents )(?<!parents and )(?<!parents or )(?<!siblings and )"
    r"(?<!siblings or )(?<!spouses and )(?<!spouses or )(?<!\d )"
)
_AGES = tuple(
    (re.compile(rf"{_SUBJECT}\b(?P<who>{who})\b", re.IGNORECASE), written, said)
    for who, written, said in (
        ("children|kids|minors", "people under 18", "below 18"),
        ("teenagers|teens", "people between 13 and 19 years old", "from 13 to 19"),
        ("pensioners|seniors|senior citizens", "people aged 65 or more", "of 65 or more"),
        ("adults|grown-ups", "people aged 18 or more", "of 18 or more"),
    )
)
_YOUNG = re.compile(
    r"\b(?:children|kids|adults|babies|infants|toddlers)\b"
    r"(?= (?:aged |of )?(?:under|over|aged|below|above|between|from|up to|"
    r"older|younger|at least|at most) (?:than )?\d)",
    re.IGNORECASE,
)
# A number that follows people is their age: "defendants under 25 reoffend".
_BARE_AGE = re.compile(
    r"\b(?P<who>people|those|men|women|[a-z]{3,}s) (?:aged |of )?(?P<bound>(?:between|from|over|"
    r"under|above|below|older than|younger than|at least|at most|up to) \d{1,3}(?:(?: and| to| or|"
    r"-) (?:\d{1,3}|older|more|over|above|younger|less|under))?)(?: years(?: old|"
    r" of age)?)?(?= (?:and|or|in|who|with|are|is|were|was|have|has|earn|survive|die|reoffend|"
    r"leave|churn|stay|get|tend|do|make|pay|more|less|than|buy|\w+d|\w+e|\w+t|\w+n) ?|,|"
    r"$)(?! (?:and|to|or) \d)",
    re.IGNORECASE,
)
# Verbs that look like people: "goes from 30 to 50".
_NO_PEOPLE = word_set(
    "goes rises grows increases climbs moves changes falls drops shrinks sinks declines decreases "
    "ranges runs varies jumps peaks lies stays extends reaches gets its"
)
_THAN_OTHERS = re.compile(
    r" than (?:(?:the )?adults|(?:the )?grown-ups|(?:the )?children|(?:the )?kids|others|"
    r"everyone else|other people|everybody else|the rest|all others)\b",
    re.IGNORECASE,
)
_CAUSES = re.compile(
    r"\b(?:caus(?:e|es|ed|ing)|leads? to|led to|leading to|results? in|resulted in|because of|"
    r"because|due to|drives?|driven by|produces?|triggers?|prevents?|"
    r"protects?(?: from| against)?|responsible for|thanks to|owing to|brings? about|"
    r"raises|lowers|boosts?|reduces|helps?|hurts?|harms?)\b"
    r"|\b(?:increases|decreases)\b(?= )(?! (?:with|as|until|when|up|over|by|from|in|for|and|"
    r"after|afterwards|beyond|then|again)\b)"
    r"|\bmak(?:es?|ing) (?:\w+ ){1,4}(?:more|less|better|worse|higher|lower)\b",
    re.IGNORECASE,
)
# A cause without a way is one of more.
_PLAIN_CAUSES = re.compile(
    r"\b(?:caus(?:es|ed|e)|leads? to|led to|results? in|resulted in|drives?|triggers?|"
    r"brings? about|promotes?|helps?|favou?rs?)\b"
    r"|\bmakes? (?:people|customers|users|clients|patients|guests|members|them)(?= [a-z]+)",
    re.IGNORECASE,
)
_PREVENTS = re.compile(
    r"\b(?:prevents?|protects?(?: \w+)? (?:from|against)|hurts?|harms?|guards? against|hinders?|"
    r"deters?)\b",
    re.IGNORECASE,
)
# "Stay more" reads like a verb before an adjective; "more often stay" does not.
_MOVED = re.compile(
    r"\b(?P<verb>stay|stays|stayed|staying|remain|remains|remained|leave|leaves|left|leaving) "
    r"(?P<way>more|less)\b(?: often)?",
    re.IGNORECASE,
)
# What says no way of the outcome: "earn more than 50K".
_BOUNDS = re.compile(r"\b(?:more|less|fewer|higher|lower|greater) than [$€£]?\d", re.IGNORECASE)
# "With more than 10 priors" as "with more than priors 10", so that 10 is no amount.
_COUNTED = re.compile(
    r"\b(?P<link>with|having|have|had|has|after) (?P<over>more than|over|at least|fewer than|"
    r"less than|at most|under|above|below) (?P<number>\d[\d,.]*) (?P<of>[a-z]{3,})\b"
    r"(?! (?:and|or|to) )",
    re.IGNORECASE,
)
# "Above 5000 who earn more", so that 5000 is no amount of what is earned.
_BOUND_AHEAD = re.compile(
    r"\b(?:over|above|below|under|than|least|most|exceeding|beyond) [$€£]?\d[\d,.]*k?"
    r"(?: ?%| percent| years| degrees)?"
    r"(?= (?!or |and |to |who |have |has |are |is |were |was |of )(?:[a-z]+ ){0,3}"
    r"(?:more|less|fewer|higher|lower|better|worse)\b)",
    re.IGNORECASE,
)
_DENIAL = re.compile(
    r"\b(?P<verb>do|does|did|is|are|was|were|has|have) not (?=(?:[a-z]+ ){0,2}(?:more|less|higher|"
    r"lower|rise|fall|increase|decrease|raise|reduce|grow|drop|go up|go down|better|worse|"
    r"improve|decline|fewer)\b)",
    re.IGNORECASE,
)
# Said of rows, these mean a column: "big houses" are bigger ones.
SIZES = {"big": "bigger", "large": "larger", "small": "smaller", "long": "longer",
          "short": "shorter", "dry": "drier", "wet": "wetter",
          "heavy": "heavier", "light": "lighter", "tall": "taller",
          "thick": "thicker", "strong": "stronger"}  # fmt: skip
_BEFORE_ROWS = re.compile(
    rf"\b(?P<size>{'|'.join(SIZES)})(?= (?:{'|'.join(sorted(ROW_WORDS))})\b)", re.IGNORECASE
)
# "Looking only at women: ..." says among whom.
_LOOKING = re.compile(
    r"^(?:when |if )?(?:looking|considering|focus+ing|taking|counting|comparing) (?:(?:only|just|"
    r"solely|purely) )?(?:(?:at|on|among|within) )?(?:(?:only|just|solely) "
    r")?(?P<who>[^,:;]{1,40})[,:] (?:an? |the )?",
    re.IGNORECASE,
)
_OPENINGS = re.compile(
    r"^\s*(?:(?:i|we) (?:(?:would|do|strongly|also|still|have always|had) ?(?:'d )?)*(?:think|"
    r"believe|suspect|guess|expect|bet|claim|hypothesi[sz]e|reckon|assume|suppose|figure|say|fear|"
    r"presume|am sure|are sure|am convinced|are convinced|have a feeling|have the impression|"
    r"imagine|hear|heard|gather|would say|thought|notice|noticed)(?: that)?,?|(?:i'd|we'd|i'm|"
    r"we're) (?:say|guess|bet|think|sure|pretty sure|convinced|argue|wager)(?: that)?,?|(?:well|"
    r"so|ok|okay|right|now|surely|actually|basically|honestly|maybe|perhaps|probably|"
    r"interestingly|presumably|supposedly|allegedly|true or false|question|check|test)[,:]|"
    r"(?:could it be|is it possible|i wonder (?:if|whether)|it could be|it may be|it might be|"
    r"chances are|my (?:feeling|impression|theory|suspicion|bet|sense|belief|expectation) is|"
    r"word has it|legend has it|experience (?:shows|tells)|people say|they say|some say|"
    r"one would (?:think|expect)|you would (?:think|expect)|as expected|to my mind|in my (?:view|"
    r"opinion|experience)|as far as i (?:know|can tell))(?: that)?,?|my (?:hypothesis|guess|claim|"
    r"hunch) is(?: that)?|hypothesis:|claim:|it is (?:said|true|known|clear|a fact)(?: that)?|"
    r"in (?:this|the) (?:data|table|data set|dataset),?|in general,?|generally,?|apparently,?|"
    r"obviously,?|of course,?|overall speaking,?|by and large,?|as a rule,?|on the whole,?|"
    r"if anything,?|clearly,?|frankly,?|(?:the )?fact is(?: that)?|it (?:seems|looks like|appears|"
    r"turns out)(?: that)?|it is (?:well )?known(?: that)?|there is no doubt(?: that)?|no doubt,?|"
    r"(?:everyone|everybody) knows(?: that)?|it stands to reason(?: that)?|"
    r"rumou?r has it(?: that)?)\s+",
    re.IGNORECASE,
)
_SPECIAL = (
    (re.compile(r"\b(?:who|that|which) (?:have |has |had )?never (?:had|got|owned|made)(?: (?:a|an|"
                r"any))?\b", re.IGNORECASE), "without"),
    (re.compile(r"\b(under|over)-(\d+)s\b", re.IGNORECASE), r"people \1 \2"),
    (re.compile(r"\b(chances?|odds|prospects|risk|likelihood|probability) (is|are|was|were) "
                r"(?:very |rather |quite )?(?:poor|slim|low|bad|small|dim)\b(?!er)", re.IGNORECASE),
     r"\1 \2 lower"),
    (re.compile(r"\b(chances?|odds|prospects|risk|likelihood|probability) (is|are|was|were) "
                r"(?:very |rather |quite )?(?:good|high|great|excellent|"
                r"big)\b(?!er)", re.IGNORECASE),
     r"\1 \2 higher"),
    (re.compile(r"\bwell[- ]off\b", re.IGNORECASE), "rich"),
    (re.compile(r"\bper cent\b", re.IGNORECASE), "%"),
    (re.compile(r"\bmonth[- ]to[- ]month\b", re.IGNORECASE), "month-to-month"),
    (re.compile(r"\bolder and older\b", re.IGNORECASE), "older"),
    (re.compile(r"\bthe more (\w+) (?:you|one|people|they|customers) (?:have|has|get|use|are)\b",
                re.IGNORECASE), r"the more \1"),
    (re.compile(r"\bhas? (?:a )?(?:positive|beneficial) (?:effect|influence|impact) on\b",
                re.IGNORECASE), "raises"),
    (re.compile(r"\bhas? (?:a )?(?:negative|detrimental) (?:effect|influence|impact) on\b",
                re.IGNORECASE), "lowers"),
    (re.compile(r"\bat least (?:one|once|a|an)\b", re.IGNORECASE), "at least 1"),
    (re.compile(r"\bone or more\b", re.IGNORECASE), "1 or more"),
    (re.compile(r"\b(?<!not )(?:affects|influences)\b(?! (?:[a-z]+ ){0,3}(?:more|less)\b)",
                re.IGNORECASE), "is related to"),
    (re.compile(r"\b(?:who|that|which) (?:do|does|did) not (?:have|own|get)\b", re.IGNORECASE),
     "without"),
    (re.compile(r"\b(?:with|(?:who|that|which) (?:have|has|had)) no\b(?! (?:more|less|fewer))",
                re.IGNORECASE), "without"),
    (re.compile(r"\b(?:who|that|which) (?:are|is|were|was) not\b", re.IGNORECASE), "non"),
    (re.compile(r"\b(?:is|are|was|were) (?:unknown|not (?:known|recorded|given))\b",
                re.IGNORECASE), "is missing"),
    (re.compile(r"\b(more|less) than (?=(?:the )?(?:first|second|third|fourth|fifth)\b)",
                re.IGNORECASE), r"\1 often than "),
    (re.compile(r"\b(stay|stays|remain) longer\b", re.IGNORECASE), r"\1 more"),
    (re.compile(r"\b(?:close|next) to\b", re.IGNORECASE), "near"),
    (re.compile(r"\b(?:do|does) worse\b", re.IGNORECASE), "are lower"),
    (re.compile(r"\b(?:do|does) better\b", re.IGNORECASE), "are higher"),
)  # fmt: skip


def plain_form(sentence: str, families: Iterable[OutcomeFamily]) -> str:
    """Return a sentence in plainer words, on one line and without its full stop.

    Parameters
    ----------
    sentence : str
    families : iterable of OutcomeFamily
        What the outcome may be called: only then is "cheaper" one of its words.

    Examples
    --------
    >>> plain_form("I think that smokers don't usually survive.", ())
    'smokers do not usually survive'
    >>> plain_form("Women are likely to survive.", ())
    'Women are more likely to survive'
    """
    text = without_contractions(without_opening(sentence)).strip(" .!")
    families = tuple(families)
    text = with_outcome_named(text, families)
    text = _BEFORE_ROWS.sub(_compared, without_superlative(in_plain_words(text)))
    for pattern, written in _SPECIAL:
        text = pattern.sub(written, text)
    own = words_of(families)
    for word, written in COMPARED.items():
        if written.split()[1] in own:
            text = re.sub(rf"\b{word}\b", written, text, flags=re.IGNORECASE)
    if own & {"stay", "leave"}:
        text = _MOVED.sub(r"\g<way> often \g<verb>", text)
    text = _PREVENTS.sub("lowers", text)
    text = _COUNTED.sub(r"\g<link> \g<over> \g<of> \g<number>", text)
    says_a_way = _SAYS_NO_WAY.search(_QUOTED.sub("", _BOUNDS.sub("", text))) or _AS_MUCH.search(
        text
    )
    text = text if says_a_way else _with_a_way(text, own)
    return _BOUND_AHEAD.sub(r"\g<0> who", text)


def without_contractions(text: str) -> str:
    """Return "do not" for "don't", "it is" for "it's".

    Examples
    --------
    >>> without_contractions("it doesn't rise and can't fall")
    'it does not rise and can not fall'
    """
    for short, written in _SHORT.items():
        text = re.sub(short, written, text, flags=re.IGNORECASE)
    return _NOT.sub(r"\1 not", text)


def without_opening(sentence: str) -> str:
    """Return a sentence on one line, with plain quotes, without words that only open it.

    Examples
    --------
    >>> without_opening("Well, I suspect that in this data women earn less")
    'women earn less'
    """
    text = " ".join(sentence.translate(_QUOTES).split())
    before = ""
    while text != before:
        before, text = text, _OPENINGS.sub("", text)
    return _LOOKING.sub(r"among \g<who>, ", text)


def ages_written_out(text: str, columns: Iterable[str] = ()) -> tuple[str, str]:
    """Return a sentence with ages in place of "children" and "adults", and a remark on that.

    Parameters
    ----------
    text : str
    columns : iterable of str
        The names of columns: a number that follows one of their words is no age.

    Examples
    --------
    >>> ages_written_out("Children survive more often than adults")
    ('people under 18 survive more often', '“Children” are taken as those below 18')
    >>> ages_written_out("people with children earn more")
    ('people with children earn more', '')
    """
    text = _YOUNG.sub("people", text)
    text = _DECADES.sub(_decade_written_out, text)
    named = {stem(token.word) for name in columns for token in tokens(name.replace("_", " "))}
    text = _BARE_AGE.sub(
        lambda match: (
            match[0]
            if stem(match["who"].lower()) in named or match["who"].lower() in _NO_PEOPLE
            else f"{match['who']} with age {match['bound']}"
        ),
        text,
    )
    for pattern, written, said in _AGES:
        found = pattern.search(text)
        if found is not None:
            changed = _THAN_OTHERS.sub("", pattern.sub(written, text, count=1))
            return changed, f"“{found['who']}” are taken as those {said}"
    return text, ""


_TENS = {"twenties": 20, "thirties": 30, "forties": 40, "fifties": 50, "sixties": 60,
         "seventies": 70, "eighties": 80}  # fmt: skip
_DECADES = re.compile(
    rf"\bin (?:their|his|her) (?P<tens>{'|'.join(_TENS)}|[2-8]0s)\b", re.IGNORECASE
)


def _decade_written_out(match: re.Match[str]) -> str:
    said = match["tens"].lower()
    start = _TENS.get(said) or int(said.rstrip("s"))
    return f"between {start} and {start + 9} years old"


def without_denial(text: str) -> tuple[str, bool]:
    """Return "churn is higher" of "churn is not higher", and whether anything was denied.

    Examples
    --------
    >>> without_denial("women do not leave more than men")
    ('women leave more than men', True)
    >>> without_denial("age does not matter")
    ('age does not matter', False)
    """
    plain, count = _DENIAL.subn(_affirmed, text, count=1)
    return plain, count > 0


def _compared(match: re.Match[str]) -> str:
    return SIZES[match["size"].lower()]


def _affirmed(match: re.Match[str]) -> str:
    verb = match["verb"].lower()
    return "" if verb in {"do", "does", "did"} else f"{match['verb']} "


def causal(sentence: str) -> bool:
    """Return whether a sentence claims a cause, not only that things go together.

    Examples
    --------
    >>> causal("smoking leads to cancer"), causal("smokers have cancer more often")
    (True, False)
    """
    return _CAUSES.search(sentence) is not None


def _with_a_way(text: str, own: Iterable[str]) -> str:
    """Return a text that says no way with one: what is usual, or caused, is more of it."""
    said_of = "|".join(sorted(_SAID_OF_OUTCOMES & set(own)))
    if said_of:  # "are expensive" of a price
        being = rf"\b(are|is|were|was|have|has|had) (?=(?:{said_of})\b)"
        changed = re.sub(being, r"\1 more ", text, count=1, flags=re.IGNORECASE)
        if changed != text:
            return changed
    for pattern, written in _USUAL:
        changed = pattern.sub(written, text, count=1)
        if changed != text:
            return changed
    return _PLAIN_CAUSES.sub("raises", text, count=1)
