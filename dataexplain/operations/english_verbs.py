"""English verbs: third person, past, participle, and the form with -ing."""

from __future__ import annotations

import re

from dataexplain.operations.english_nouns import with_s

# Base form: simple past and past participle.
_IRREGULAR = {
    "be": "was been", "have": "had had", "do": "did done", "go": "went gone", "see": "saw seen",
    "take": "took taken", "get": "got gotten", "make": "made made", "know": "knew known",
    "think": "thought thought", "come": "came come", "give": "gave given", "find": "found found",
    "tell": "told told", "say": "said said", "feel": "felt felt", "become": "became become",
    "leave": "left left", "put": "put put", "mean": "meant meant", "keep": "kept kept",
    "let": "let let", "begin": "began begun", "show": "showed shown", "hear": "heard heard",
    "run": "ran run", "hold": "held held", "bring": "brought brought", "write": "wrote written",
    "sit": "sat sat", "stand": "stood stood", "lose": "lost lost", "pay": "paid paid",
    "meet": "met met", "set": "set set", "lead": "led led", "understand": "understood understood",
    "speak": "spoke spoken", "read": "read read", "spend": "spent spent", "grow": "grew grown",
    "win": "won won", "teach": "taught taught", "buy": "bought bought", "send": "sent sent",
    "build": "built built", "fall": "fell fallen", "cut": "cut cut", "sell": "sold sold",
    "rise": "rose risen", "drive": "drove driven", "break": "broke broken", "eat": "ate eaten",
    "drink": "drank drunk", "sing": "sang sung", "swim": "swam swum", "fly": "flew flown",
    "draw": "drew drawn", "choose": "chose chosen",
    "throw": "threw thrown", "catch": "caught caught",
    "sleep": "slept slept", "wear": "wore worn", "forget": "forgot forgotten",
    "fight": "fought fought",
    "hit": "hit hit", "hurt": "hurt hurt", "shut": "shut shut", "ride": "rode ridden",
    "ring": "rang rung", "shake": "shook shaken", "steal": "stole stolen", "bite": "bit bitten",
    "blow": "blew blown", "hide": "hid hidden", "freeze": "froze frozen", "wake": "woke woken",
    "feed": "fed fed", "sweep": "swept swept", "shoot": "shot shot", "lend": "lent lent",
    "dig": "dug dug", "hang": "hung hung", "seek": "sought sought", "bend": "bent bent",
    "lie": "lay lain", "lay": "laid laid", "swear": "swore sworn", "tear": "tore torn",
    "bear": "bore borne", "beat": "beat beaten", "bind": "bound bound", "cost": "cost cost",
    "deal": "dealt dealt", "sink": "sank sunk", "spring": "sprang sprung", "stick": "stuck stuck",
    "strike": "struck struck", "weep": "wept wept", "wind": "wound wound",
}  # fmt: skip
_THIRD = {"be": "is", "have": "has", "do": "does", "go": "goes"}
# Two syllables, stressed on the second: the last consonant is doubled all the same.
_DOUBLED = frozenset(
    [
        "refer",
        "prefer",
        "occur",
        "admit",
        "permit",
        "commit",
        "submit",
        "control",
        "begin",
        "forget",
    ]
)
_PAST_TO_PARTICIPLE = {
    forms.split()[0]: forms.split()[1] for base, forms in _IRREGULAR.items() if base != "lie"
}
_ACTIVE = re.compile(
    r"(?P<actor>[A-Z]\w*(?: [a-z]\w*)?) (?P<verb>[a-z]+) (?P<object>"
    r"(?:the|a|an|my|your|his|her|our|their) [a-z]+|[A-Z][a-z]+)(?P<end>[.!]?)"
)
_DETERMINERS = frozenset(["The", "A", "An", "My", "Your", "His", "Her", "Our", "Their"])


def third_person(verb: str) -> str | None:
    """Return the third person singular of a verb.

    Examples
    --------
    >>> [third_person(verb) for verb in ("walk", "try", "go", "have")]
    ['walks', 'tries', 'goes', 'has']
    """
    word = verb.strip()
    if not word.isalpha():
        return None
    if word in _THIRD:
        return _THIRD[word]
    return f"{word}es" if word.endswith("o") else with_s(word)


def past(verb: str) -> str | None:
    """Return the simple past of a verb.

    Examples
    --------
    >>> [past(verb) for verb in ("walk", "love", "try", "stop", "go", "visit")]
    ['walked', 'loved', 'tried', 'stopped', 'went', 'visited']
    """
    return _past_form(verb, 0)


def participle(verb: str) -> str | None:
    """Return the past participle of a verb.

    Examples
    --------
    >>> [participle(verb) for verb in ("walk", "go", "write")]
    ['walked', 'gone', 'written']
    """
    return _past_form(verb, 1)


def gerund(verb: str) -> str | None:
    """Return the form of a verb with -ing.

    Examples
    --------
    >>> [gerund(verb) for verb in ("walk", "make", "run", "lie", "see", "open")]
    ['walking', 'making', 'running', 'lying', 'seeing', 'opening']
    """
    word = verb.strip()
    if not word.isalpha():
        return None
    if word.endswith("ie"):
        return f"{word[:-2]}ying"
    if word.endswith("e") and not word.endswith(("ee", "oe", "ye")) and len(word) > 2:
        return f"{word[:-1]}ing"
    return f"{_doubled(word)}ing"


def passive(sentence: str) -> str | None:
    """Turn a short active sentence in the past into the passive, or return None.

    Examples
    --------
    >>> passive("The judge helped the lawyers."), passive("It rains.")
    ('The lawyers were helped by the judge.', None)
    """
    match = _ACTIVE.fullmatch(sentence.strip())
    if match is None:
        return None
    verb = _PAST_TO_PARTICIPLE.get(match["verb"], match["verb"])
    if verb == match["verb"] and not verb.endswith("ed") and verb not in _PAST_TO_PARTICIPLE:
        return None
    first, _, rest = match["actor"].partition(" ")
    actor = f"{first.lower()} {rest}" if first in _DETERMINERS and rest else match["actor"]
    noun = match["object"]
    many = noun.endswith("s") and not noun.endswith("ss") and " " in noun
    return (
        f"{noun[0].upper()}{noun[1:]} {'were' if many else 'was'} {verb} by {actor}{match['end']}"
    )


def _past_form(verb: str, which: int) -> str | None:
    word = verb.strip()
    if not word.isalpha():
        return None
    if word in _IRREGULAR:
        return _IRREGULAR[word].split()[which]
    if word.endswith("e"):
        return f"{word}d"
    if re.search(r"[^aeiou]y$", word):
        return f"{word[:-1]}ied"
    return f"{_doubled(word)}ed"


def _doubled(word: str) -> str:
    """Double the last consonant of a short stressed syllable."""
    short = re.fullmatch(r"(?:[^aeiou]*|qu)[aeiou][^aeiouwxy]", word)
    return word + word[-1] if (short and len(word) > 2) or word in _DOUBLED else word
