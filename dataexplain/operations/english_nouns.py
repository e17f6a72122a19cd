"""English nouns in the singular and in the plural."""

from __future__ import annotations

import re

_SAME = frozenset(
    ["sheep", "fish", "deer", "series", "species", "aircraft", "craft", "salmon", "trout", "moose",
     "offspring", "spacecraft", "hovercraft", "bison", "swine", "shrimp", "cod", "headquarters"]
)  # fmt: skip
IRREGULAR = {
    "man": "men", "woman": "women", "child": "children", "person": "people", "foot": "feet",
    "tooth": "teeth", "goose": "geese", "mouse": "mice", "louse": "lice", "ox": "oxen",
    "die": "dice", "penny": "pence", "quiz": "quizzes", "knife": "knives", "life": "lives",
    "wife": "wives", "leaf": "leaves", "loaf": "loaves", "thief": "thieves", "shelf": "shelves",
    "self": "selves", "half": "halves", "wolf": "wolves", "calf": "calves", "elf": "elves",
    "sheaf": "sheaves", "hoof": "hooves", "scarf": "scarves", "cactus": "cacti",
    "fungus": "fungi", "nucleus": "nuclei", "stimulus": "stimuli", "alumnus": "alumni",
    "radius": "radii", "syllabus": "syllabi", "focus": "foci", "analysis": "analyses",
    "crisis": "crises", "thesis": "theses", "basis": "bases", "oasis": "oases", "axis": "axes",
    "hypothesis": "hypotheses", "diagnosis": "diagnoses", "parenthesis": "parentheses",
    "synthesis": "syntheses", "emphasis": "emphases", "phenomenon": "phenomena",
    "criterion": "criteria", "datum": "data", "medium": "media", "bacterium": "bacteria",
    "curriculum": "curricula", "stratum": "strata", "erratum": "errata", "larva": "larvae",
    "vertebra": "vertebrae", "alga": "algae", "formula": "formulae", "antenna": "antennae",
    "index": "indices", "appendix": "appendices", "matrix": "matrices", "vertex": "vertices",
    "potato": "potatoes", "tomato": "tomatoes", "hero": "heroes", "echo": "echoes",
    "veto": "vetoes", "torpedo": "torpedoes", "embargo": "embargoes", "mosquito": "mosquitoes",
    "volcano": "volcanoes", "cargo": "cargoes", "mango": "mangoes", "domino": "dominoes",
    "stomach": "stomachs", "monarch": "monarchs", "epoch": "epochs", "eunuch": "eunuchs",
    "patriarch": "patriarchs", "matriarch": "matriarchs",
}  # fmt: skip
_SINGULAR = {plural: singular for singular, plural in IRREGULAR.items()}
_COMPOUND = re.compile(
    r"(?P<start>.*?)(?P<word>child|woman|foot|tooth|mouse|goose|wife|knife|shelf|wolf|leaf|man)"
)
# "human" and "german" are no compounds of "man".
_NO_MAN = frozenset(["human", "german", "roman", "shaman", "talisman", "caiman", "ottoman"])


def plural(noun: str) -> str | None:
    """Return the plural of an English noun, or None for what is no single word.

    Examples
    --------
    >>> [plural(noun) for noun in ("cat", "box", "city", "Child", "postman", "human", "two words")]
    ['cats', 'boxes', 'cities', 'Children', 'postmen', 'humans', None]
    """
    word = noun.strip()
    lowered = word.lower()
    if not word.isalpha():
        return None
    if lowered in _SAME:
        return word
    if lowered in IRREGULAR:
        return _with_case(word, IRREGULAR[lowered])
    compound = _COMPOUND.fullmatch(lowered)
    if compound and lowered not in _NO_MAN:
        return _with_case(word, compound["start"] + IRREGULAR[compound["word"]])
    return with_s(word)


def with_s(word: str) -> str:
    """Add the ending -s as nouns and verbs do.

    Examples
    --------
    >>> [with_s(word) for word in ("run", "pass", "try", "play")]
    ['runs', 'passes', 'tries', 'plays']
    """
    if re.search(r"(s|x|z|ch|sh)$", word, re.IGNORECASE):
        return f"{word}es"
    if re.search(r"[^aeiou]y$", word, re.IGNORECASE):
        return f"{word[:-1]}ies"
    return f"{word}s"


def singular(noun: str) -> str | None:
    """Return the singular of an English noun, or None for what is no single word.

    Examples
    --------
    >>> [singular(noun) for noun in ("cats", "boxes", "cities", "children", "houses", "sheep")]
    ['cat', 'box', 'city', 'child', 'house', 'sheep']
    """
    word = noun.strip()
    lowered = word.lower()
    if not word.isalpha():
        return None
    if lowered in _SAME:
        return word
    if lowered in _SINGULAR:
        return _with_case(word, _SINGULAR[lowered])
    if lowered.endswith("men"):
        return word[:-2] + "an"
    if re.search(r"[^aeiou]ies$", lowered):
        return word[:-3] + "y"
    if re.search(r"(ss|x|z|ch|sh|[^aeou]us)es$", lowered):
        return word[:-2]
    if re.search(r"[^s]s$", lowered) and not lowered.endswith(("us", "is")):
        return word[:-1]
    return word


def _with_case(like: str, word: str) -> str:
    return word[0].upper() + word[1:] if like[:1].isupper() else word
