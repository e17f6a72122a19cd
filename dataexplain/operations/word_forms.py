"""Forms of English words: plural, past, comparative, with the right article."""

from __future__ import annotations

import re
from collections.abc import Iterator

from dataexplain.operations.english_nouns import plural, singular
from dataexplain.operations.english_verbs import gerund, participle, passive, past, third_person
from dataexplain.operations.number_words import from_words, to_words
from dataexplain.operations.quantity import Wording

_DEGREES = {
    "good": ("better", "best"),
    "bad": ("worse", "worst"),
    "far": ("further", "furthest"),
    "little": ("less", "least"),
    "many": ("more", "most"),
    "much": ("more", "most"),
}
# A few words whose first letter misleads.
_AN = frozenset(["hour", "honest", "honour", "honor", "heir"])
_A = re.compile(r"(uni(?!n|m)|use|usu|one|eu|once)", re.IGNORECASE)


def word_forms() -> Iterator[Wording]:
    """Yield the forms of a word, the most usual first.

    Examples
    --------
    >>> [form.write("walk") for form in word_forms()][:4]
    ['walks', 'walk', 'walked', 'walking']
    """
    yield Wording("the plural of the noun", plural)
    yield Wording("the singular of the noun", singular)
    yield Wording("the past tense of the verb", past)
    yield Wording("the verb in its form with -ing", gerund)
    yield Wording("the third person singular of the verb", third_person)
    yield Wording("the past participle of the verb", participle)
    yield Wording("the comparative of the adjective", comparative)
    yield Wording("the superlative of the adjective", superlative)
    yield Wording("the adverb that is made from the adjective with -ly", adverb)
    yield Wording('the noun with the right article, "a" or "an", before it', with_article)
    yield Wording('the right article for the noun, "a" or "an"', article)
    yield Wording(
        "the sentence in the passive voice",
        passive,
        sentence="Turn the sentence from the active into the passive voice.",
    )
    yield Wording("the number in digits", in_digits)
    yield Wording("the next number in English words", next_in_words)


def comparative(adjective: str) -> str | None:
    """Return the comparative of an adjective.

    Examples
    --------
    >>> [comparative(word) for word in ("big", "nice", "happy", "good", "beautiful")]
    ['bigger', 'nicer', 'happier', 'better', 'more beautiful']
    """
    return _degree(adjective, 0, "er", "more")


def superlative(adjective: str) -> str | None:
    """Return the superlative of an adjective.

    Examples
    --------
    >>> [superlative(word) for word in ("big", "nice", "happy", "good", "careful")]
    ['biggest', 'nicest', 'happiest', 'best', 'most careful']
    """
    return _degree(adjective, 1, "est", "most")


def _degree(adjective: str, which: int, ending: str, before: str) -> str | None:
    word = adjective.strip()
    if not word.isalpha():
        return None
    if word in _DEGREES:
        return _DEGREES[word][which]
    if _syllables(word) > 2 or (_syllables(word) == 2 and not word.endswith(("y", "le", "ow"))):
        return f"{before} {word}"
    if word.endswith("e"):
        return f"{word}{ending[1:]}"
    if re.search(r"[^aeiou]y$", word):
        return f"{word[:-1]}i{ending}"
    if re.fullmatch(r"[^aeiou]*[aeiou][^aeiouwxy]", word):
        return f"{word}{word[-1]}{ending}"
    return f"{word}{ending}"


def _syllables(word: str) -> int:
    groups = len(re.findall(r"[aeiouy]+", word.lower()))
    silent = word.endswith("e") and not word.endswith("le") and groups > 1
    return groups - silent


def adverb(adjective: str) -> str | None:
    """Return the adverb of an adjective.

    Examples
    --------
    >>> [adverb(word) for word in ("quick", "happy", "gentle", "basic", "good")]
    ['quickly', 'happily', 'gently', 'basically', 'well']
    """
    word = adjective.strip()
    if not word.isalpha():
        return None
    if word == "good":
        return "well"
    if word.endswith("ic"):
        return f"{word}ally"
    if re.search(r"[^aeiou]y$", word):
        return f"{word[:-1]}ily"
    if re.search(r"[^aeiou]le$", word):
        return f"{word[:-1]}y"
    return f"{word}ly"


def article(noun: str) -> str | None:
    """Return "a" or "an".

    Examples
    --------
    >>> article("apple"), article("university"), article("hour"), article("cat")
    ('an', 'a', 'an', 'a')
    """
    word = noun.strip().lower()
    if not word[:1].isalpha():
        return None
    if word in _AN:
        return "an"
    return "an" if word[0] in "aeiou" and not _A.match(word) else "a"


def with_article(noun: str) -> str | None:
    """Return a noun after its article.

    Examples
    --------
    >>> with_article("owl")
    'an owl'
    """
    found = article(noun)
    return f"{found} {noun.strip()}" if found else None


def in_digits(words: str) -> str | None:
    """Return a number that is written in words in digits.

    Examples
    --------
    >>> in_digits("six hundred and two"), in_digits("a few"), in_digits("12")
    ('602', None, None)
    """
    found = from_words(words)
    return str(found[0]) if len(found) == 1 and len(words) < 300 else None


def next_in_words(words: str) -> str | None:
    """Return the number that follows one that is written in words.

    Examples
    --------
    >>> next_in_words("nineteen")
    'twenty'
    """
    found = from_words(words)
    return to_words(found[0] + 1) if len(found) == 1 and len(words) < 300 else None
