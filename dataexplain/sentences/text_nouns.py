"""What a sentence calls the texts of a table: by their column's name, as an "if", in two words."""

from __future__ import annotations

import re

from dataexplain.features.tokens import words as split_words
from dataexplain.sentences.said_in_texts import ITS_CLASS, with_mentions_plain

_QUOTED = re.compile(r"(?<![\w])'([^'\n]{1,60})'(?!\w)")
_ITEMS = re.compile(
    r"\b(?:news|press|text|chat|blog|forum|customer|user|film|movie|hotel|product) "
    r"(items?|pieces?|stories|story|articles?|reports?|messages?|posts?|reviews?|comments?|"
    r"entries|entry|texts?)\b",
    re.IGNORECASE,
)
_MENTIONS = (
    r"(?:mentions?|mentioned|contains?|contained|says?|said|uses?|used|includes?|included|"
    r"refers? to|ha(?:s|ve) the (?:word|term|phrase)s?)"
)
_MENTIONING = r"(?:mentioning|containing|saying|using|including|referring to)"
# "If a message asks for money, it is more often spam."
_IF_SAID = (
    r"^(?:if|when|whenever|where) (?:(?:a|an|the|any|some|one's) (?P<noun>[a-z]+)|someone|somebody|"
    r"anyone|anybody|people) (?P<says>.+?)%s"
    rf"(?P<rest>(?:then )?{ITS_CLASS} (?:is|are|has|have|was|were|tends?|gets?|will be)\b.*)$"
)
# With a comma first: "if somebody says they are sad, it is ..." ends at the comma.
_IF = tuple(re.compile(_IF_SAID % end, re.IGNORECASE) for end in (", ", ",? "))
_THEN = re.compile(rf"^(?:then )?{ITS_CLASS} (?:will be )?", re.IGNORECASE)
_WRITERS = re.compile(
    r"authors?|writers?|senders?|reviewers?|posters?|persons?|people|speakers?|critics?|customers?|"
    r"guests?|users?",
    re.IGNORECASE,
)
# "Texts that contain X, the label is ...": said of the texts.
_TEXTS_THAT = re.compile(
    rf"^(?P<texts>(?:texts?|messages?|rows) (?:that|with) [^,]+), (?:then )?{ITS_CLASS} "
    r"(?=(?:is|are|has|have|was|were|tends?|gets?)\b)",
    re.IGNORECASE,
)
_AUTHORS = re.compile(
    r"\b(?P<noun>[a-z]+s) (?:whose|in which (?:the |a |some)?|where (?:the |a |some)?) ?"
    r"(?:writers?|authors?|senders?|reviewers?|posters?|customers?|guests?|persons?|people|"
    r"body|one) ",
    re.IGNORECASE,
)


def texts_called(text: str, column: str) -> str:
    """Return a sentence in which texts are called so, whatever it calls them.

    Parameters
    ----------
    text : str
    column : str
        The text column.

    Examples
    --------
    >>> texts_called("Passengers with the word Miss in their name survived more often.", "name")
    'Passengers with the word "Miss" survived more often.'
    >>> texts_called("If a message contains the word 'home' it is more likely spam", "text")
    'message that contains the word "home" is more likely spam'
    >>> texts_called("Defendants whose charge description mentions cocaine leave", "c_charge_desc")
    'Defendants that mentions cocaine leave'
    """
    text = with_mentions_plain(_QUOTED.sub(r'"\1"', text), column)
    text = _ITEMS.sub("texts", text)
    name = _name_pattern(column)
    text = re.sub(rf" in (?:their|its|the|his|her|a) {name}\b", "", text, flags=re.IGNORECASE)
    text = re.sub(rf"\b(?:whose|where the|in which the) {name} (?={_MENTIONS}\b)", "that ", text,
                  flags=re.IGNORECASE)  # fmt: skip
    text = re.sub(
        rf"\b(?:(?:if|when|whenever|where) )?(?:(?:the|a|an|its|their) )?{name} "
        rf"(?:that |which )?(?P<verb>{_MENTIONS}|{_MENTIONING})\b",
        r"texts that \g<verb>",
        text,
        flags=re.IGNORECASE,
    )
    for part in _parts(column):
        text = re.sub(rf"\b(?:the )?{part}s?(?= (?:that|which) {_MENTIONS}\b)", "texts", text,
                      flags=re.IGNORECASE)  # fmt: skip
    text = _CLASS_SAYS.sub(_said_by_class, text)
    text = _TYPICAL.sub(_of_class, re.sub(r"(?<=\") in (?:it|them)\b", "", text))
    text = _TEXTS_THAT.sub(r"\g<texts> ", text)
    asked = next((found for form in _IF if (found := form.match(text)) is not None), None)
    if asked is not None:
        noun = asked["noun"] or "texts"
        noun = "texts" if _WRITERS.fullmatch(noun) else noun
        text = f"{noun} that {asked['says']} {_THEN.sub('', asked['rest'])}"
    return _AUTHORS.sub(r"\g<noun> that ", text)


# "“Call” appears more often in spam": spam is where it stands.
_TYPICAL = re.compile(
    r"^(?:the (?:word|term|phrase) )?(?P<word>\"[^\"]+\") (?:(?:appears|occurs|shows up|is found|"
    r"is used|is mentioned|comes up|crops up|turns up) (?:more (?:often )?|mostly |mainly )?in|"
    r"(?:is (?:typical|characteristic|a sign|indicative) of|points? to|signals?|indicates?)|is "
    r"(?:more )?common in|is more often (?:used|found) in"
    r") (?P<class>[\w/ -]+?)(?: (?:texts?|messages?|articles?|reviews?|news|posts?|stories))?"
    r"(?P<than> than .+)?$",
    re.IGNORECASE,
)


# "Spam messages mention “txt” more often than ham": then a text with it is more often spam.
_CLASS_SAYS = re.compile(
    r"^(?P<class>[\w/-]+) (?:(?:texts?|messages?|articles?|reviews?|posts?|stories|mails?|news) )?"
    r"(?:mentions?|contains?|uses?|includes?|says?|ha(?:s|ve)) (?:the (?:words?|terms?|phrases?) )?"
    r"(?P<word>\"[^\"]+\") (?P<way>more|less)(?: often| frequently)?(?: than .+)?$",
    re.IGNORECASE,
)


def _said_by_class(match: re.Match[str]) -> str:
    return f"texts with {match['word']} are {match['way']} often {match['class']}"


def _of_class(match: re.Match[str]) -> str:
    return f"texts with {match['word']} are more often {match['class']}"


def _parts(column: str) -> list[str]:
    return [part for part in split_words(column.replace("_", " ")) if len(part) > 1]


def _name_pattern(column: str) -> str:
    """Return how a column is called: by its name, or by parts of it written out."""
    parts = _parts(column)
    written = " ".join(rf"{re.escape(part)}[a-z]*" for part in parts)
    return rf"(?:{re.escape(column)}|{written})" if written else re.escape(column)
