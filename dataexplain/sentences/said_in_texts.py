"""Turns of speech for what texts say: "the word X shows up in it", "someone who writes X"."""

from __future__ import annotations

import re
from collections.abc import Iterable

from dataexplain.features.tokens import words as split_words

# "It", or what a text is labelled by.
ITS_CLASS = (
    r"(?:it|they|this|chances are (?:that )?(?:it|this)|the odds are (?:that )?it|"
    r"(?:the|its|their) (?:text|message|review|article|story|post|mail|label|labels|class|emotion|"
    r"sentiment|category|feeling|mood|tone|section|topic|rating|verdict))"
)
_TEXTS = (
    r"(?:reviews?|texts?|comments?|posts?|messages?|e-?mails?|mails?|documents?|articles?|stories|"
    r"story|tweets?|letters?|notes?|answers?|descriptions?|headlines?|titles?|sentences?|"
    r"complaints?|questions?|listings?|news|reports?)"
)
_QUOTE = r"\"[^\"]{1,80}\""
_WORD = r"(?:word|term|phrase|expression)s?"
_QUOTES = rf"{_QUOTE}(?:(?:, | or |, or | and ){_QUOTE})*"
_ONE = rf"(?:{_QUOTE}(?:(?:, | or |, or ){_QUOTE})*|[a-z]+(?: or [a-z]+)*)"
_SHOWS = (
    r"(?:shows? up|appears?|occurs?|comes? up|crops? up|turns? up|features?|pops? up|stands|is "
    r"(?:mentioned|used|found|there|present|contained|in it)|are (?:mentioned|used|found|there))"
)
_SOMEBODY = (
    r"(?:somebody|someone|anyone|anybody|people|those|whoever|persons|authors?|writers?|users?|"
    r"senders?|a person|everyone|everybody|folks|he or she|a writer|an author|the author|the "
    r"writer)"
)
_WRITES = r"(?:writes?|wrote|uses?|used|says?|mentions?|includes?|types?|texts|employs?)"
_CLAUSE = (
    r"(?:saying|claiming|stating|arguing|suggesting|admitting|complaining|declaring|insisting|"
    r"noting|implying)"
)
_LEANS = re.compile(
    r"\b(?:leans?|points?|veers?|smacks?|smells?|smelling|reeks?|hints?|inclines?) "
    r"(?:more )?(?:towards?|to|of|at)\b",
    re.IGNORECASE,
)
_CHANCES = re.compile(
    r",? \b(?:chances|the odds) are (?:that )?(?:it|this) (?:is|was)\b", re.IGNORECASE
)
_ANYTHING = re.compile(
    rf"^(?:anything|something|everything|whatever|stuff)(?= (?:with|that|which|containing|"
    rf"mentioning) (?:contains |mentions |has |says )?(?:the {_WORD} |{_QUOTE}))",
    re.IGNORECASE,
)
_SHOWN = re.compile(
    rf"^(?:(?:if|when|whenever|where|wherever) )?(?:the )?(?:{_WORD} (?P<terms>{_ONE})|"
    rf"(?P<quoted>{_QUOTES})) {_SHOWS}"
    rf"(?: (?:in|inside|within|anywhere in) (?:it|them|(?:the |a |an |their |its |his |her )?"
    rf"[a-z_]+(?: [a-z_]+)?))?, (?:then )?",
    re.IGNORECASE,
)
_WRITER = re.compile(
    rf"^(?:if |when |whenever )?{_SOMEBODY} (?:(?:who|that) )?{_WRITES} (?:the {_WORD} "
    rf")?(?P<terms>{_QUOTE}(?:(?:, | or |, or ){_QUOTE})*|(?!(?:they|he|she|it|i|we|you|that|this|"
    r"the|a|an|so|something|nothing|there|what|how|who|more|less)\b)[a-z]+(?= (?:is|are|was|were|"
    r"has|have|tends?|more|less)\b))(?: in (?:it|them|(?:the|a|their) [a-z]+))?(?P<end>,)?",
    re.IGNORECASE,
)
_CALLED = re.compile(
    rf"\b(?P<noun>{_TEXTS}|people|those|ones) (?:that|which|who) (?:address|addresses|call|calls|"
    rf"refer to|refers to|speak of|speaks of|label|labels|name|names|describe|describes|greet|"
    rf"greets) (?:[a-z']+ ){{1,4}}?(?:as|with|by|using) (?:the {_WORD} |a |an )?(?P<term>{_QUOTE})",
    re.IGNORECASE,
)
# "Reviews calling a film "moving"": the texts have that word. How one begins or ends is another
# matter.
_QUOTING = re.compile(
    rf"\b(?P<noun>{_TEXTS}|reviewers?|critics?|authors?|writers?|senders?|users?|customers?|people|"
    r"those|ones) (?:(?:that|which|who) )?(?:call|label|labell|describ|nam|bring|quot|cit|invok|"
    r"drop|dropp|featur|employ|throw|referenc|talk|speak|writ|refer|brand|dub|term|tag)(?:e|es|s|ed|"
    rf"ing)? (?:(?!(?:not|never|no|without|instead|rather|than|or|and)\b)[a-z']+ ){{0,4}}?"
    rf"(?P<terms>{_QUOTES})",
    re.IGNORECASE,
)
_PEOPLE = re.compile(r"reviewers?|critics?|authors?|writers?|senders?|users?", re.IGNORECASE)
# "... is higher when the charge says "theft""
_AT_THE_END = re.compile(
    r",? (?:when|if|where|whenever|in case) (?:the|their|a|an|its|his|her) [a-z_]+(?: [a-z_]+)? "
    rf"(?:says?|mentions?|contains?|reads?|includes?|uses?) (?:the {_WORD} )?(?P<terms>{_QUOTES})$",
    re.IGNORECASE,
)
# "The more words a message has" is how long it is.
_LONGER = re.compile(
    rf"\bthe (?P<way>more|fewer|less) words (?:(?:a|an|the|its|their) )?(?:text |sms |news |chat )?"
    rf"(?P<noun>{_TEXTS}) (?:ha(?:s|ve)|contains?)\b",
    re.IGNORECASE,
)
_PRESENCE = re.compile(
    rf"^the (?:presence|use|mention|occurrence|appearance|mere mention) of (?:the {_WORD} )?(?=\")",
    re.IGNORECASE,
)
_SAYING_THAT = re.compile(rf"\b(?P<noun>{_TEXTS}) {_CLAUSE} that\b", re.IGNORECASE)
# "The word dear" is that word, no other form of it.
_THE_WORD = re.compile(
    r"\bthe (?:word|term) (?P<term>(?!(?:in|of|for|is|are|that)\b)[a-z]+)(?=$|[ ,.](?!or\b|and\b))",
    re.IGNORECASE,
)
# Everyday words for feelings that classes are named by.
_FEELINGS = {
    "angry": "anger", "mad": "anger", "furious": "anger", "happy": "joy", "joyful": "joy",
    "joyous": "joy", "glad": "joy", "sad": "sadness", "unhappy": "sadness", "afraid": "fear",
    "fearful": "fear", "scared": "fear", "anxious": "fear", "loving": "love",
    "surprised": "surprise",
    "surprising": "surprise", "amazed": "surprise", "disgusted": "disgust", "proud": "pride",
    "sporty": "sports", "scientific": "science", "political": "politics", "favourable": "positive",
    "favorable": "positive", "unfavourable": "negative", "unfavorable": "negative",
    "enthusiastic": "positive", "dismissive": "negative",
}  # fmt: skip
_MORE_OFTEN = (
    r"(?P<way>(?:more|less) (?:often|likely|frequently|commonly)(?: (?:to be|labelled|labeled|"
    r"tagged|marked|classed|in|under|about|from|filed under|put under))?(?: the| a| an)? |"
    r"(?:is|are) (?:mostly |usually |mainly |often |rarely |seldom )|tends? to be )"
)


def with_mentions_plain(text: str, column: str) -> str:
    """Return a sentence in which what texts mention is told by "texts with" the word.

    Parameters
    ----------
    text : str
    column : str
        The text column, by which texts may be called.

    Examples
    --------
    >>> with_mentions_plain('If the word "gun" shows up in the charge, it is worse', "charge")
    'texts with the word "gun", it is worse'
    >>> with_mentions_plain("Somebody who writes amazed is more likely surprised", "text")
    'texts with the word "amazed" is more likely surprised'
    """
    text = _ANYTHING.sub("texts", text)
    text = _THE_WORD.sub(lambda match: match[0].replace(match["term"], f'"{match["term"]}"'), text)
    text = _CHANCES.sub(", it is more often", text)
    text = _LONGER.sub(_by_length, text)
    text = _QUOTING.sub(_with_quoted, text)
    text = _AT_THE_END.sub(r" for texts with the word \g<terms>", text)
    text = _PRESENCE.sub("texts with the word ", text)
    text = _SHOWN.sub(
        lambda match: f"texts with the word {_quoted(match['terms'] or match['quoted'])}, ", text
    )
    text = _WRITER.sub(
        lambda match: f"texts with the word {_quoted(match['terms'])}{match['end'] or ''}", text
    )
    text = _CALLED.sub(r"\g<noun> with the word \g<term>", text)
    text = _SAYING_THAT.sub(r"\g<noun> that say that", text)
    text = _LEANS.sub("are more often", text)
    return _in_name(text, column)


def with_class_named(text: str, classes: Iterable[str]) -> str:
    """Return a sentence in which an everyday word for a class, after "more often", is its name.

    Parameters
    ----------
    text : str
    classes : iterable of str

    Examples
    --------
    >>> with_class_named("texts with hate are more often angry", ["anger", "joy"])
    'texts with hate are more often anger'
    """
    known = {name.lower(): name for name in classes}
    if not known:
        return text
    named = "|".join(sorted(map(re.escape, known), key=len, reverse=True))
    text = re.sub(
        rf"\b(?:(?:in|into|under|from|of|with) )?(?:the |a |an )?(?P<class>{named}) (?:class|"
        r"category|section|group|label|emotion|bucket|bin|pile|camp|folder)\b",
        lambda match: known[match["class"].lower()],
        text,
        flags=re.IGNORECASE,
    )
    meant = {word: known[name] for word, name in _FEELINGS.items() if name in known}
    if not meant:
        return text
    words = "|".join(sorted(meant, key=len, reverse=True))
    return re.sub(
        rf"\b{_MORE_OFTEN}(?P<word>{words})\b(?! {_TEXTS})",
        lambda match: f"{match['way']}{meant[match['word'].lower()]}",
        text,
        flags=re.IGNORECASE,
    )


def _with_quoted(match: re.Match[str]) -> str:
    noun = "texts" if _PEOPLE.fullmatch(match["noun"]) else match["noun"]
    return f"{noun} with the word {match['terms']}"


def _by_length(match: re.Match[str]) -> str:
    longer = match["way"].lower() == "more"
    return f"the {'longer' if longer else 'shorter'} the {match['noun']}"


def _quoted(terms: str) -> str:
    return terms if '"' in terms else " or ".join(f'"{term}"' for term in terms.split(" or "))


def _in_name(text: str, column: str) -> str:
    """Return "texts that mention drugs" for "with drugs in their charge", "the charge says"."""
    parts = [part for part in split_words(column.replace("_", " ")) if len(part) > 2]
    if not parts:
        return text
    name = rf"{re.escape(parts[0])}s?(?: (?:{'|'.join(map(re.escape, parts))})[a-z]*)?"
    text = re.sub(
        rf"\bwith (?:the {_WORD} )?(?P<terms>{_ONE}) in (?:their|the|its|his|her) {name}\b",
        lambda match: f"with the word {_quoted(match['terms'])}",
        text,
        flags=re.IGNORECASE,
    )
    return re.sub(
        rf"^(?:if|when|where) (?:the|their|a) {name} (?:says?|mentions?|contains?|reads?|is about) "
        rf"(?:the {_WORD} )?(?P<terms>{_ONE}), ",
        lambda match: f"texts with the word {_quoted(match['terms'])}, ",
        text,
        flags=re.IGNORECASE,
    )
