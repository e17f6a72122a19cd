"""What rows are called in a sentence: "declined requests", "musicians with many awards"."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from dataexplain.narration.grounding.mentions import Mention
from dataexplain.narration.grounding.vocabulary import word_set
from dataexplain.narration.grounding.words import Token, stem

# Things and doings that are often the rows of a table; never a property of people.
_THINGS = word_set(
    "request requests goal goals project projects target targets task tasks incident incidents "
    "ticket tickets asset assets order orders transaction transactions invoice invoices purchase "
    "purchases shipment shipments delivery deliveries claim claims movie movies film films song "
    "songs show shows concert concerts event events session sessions visit visits stay stays game "
    "games match matches society societies civilisation civilisations civilization civilizations "
    "culture cultures country countries city cities town towns county counties store stores shop "
    "shops device devices machine machines model models plan plans contract contracts flight "
    "flights journey journeys crash crashes accident accidents experiment experiments trial "
    "trials plot plots flower flowers plant plants animal animals species loan loans policy "
    "policies job jobs vacancy vacancies company companies firm firms team teams costume costumes "
    "expense expenses location locations quarter quarters week weeks hour hours night nights date "
    "dates period periods issue issues case cases problem problems booking bookings work works "
    "vehicle vehicles"
)
_LEAST_SHARED = 5
# After these a noun heads what is spoken of, or what it is compared with.
_HEADS = word_set("than , and or the a an all most for among of those these any every")
_PREPOSITIONS = word_set(
    "near with without by from about at on in over under through into against between"
)


def row_nouns(
    found: Sequence[Token], named: Sequence[Mention], names: Iterable[str]
) -> frozenset[str]:
    """Return the words of a sentence that only say what its rows are.

    Such a word heads the subject or what it is compared with: "declined requests are ...". A word
    after a preposition does not ("homes near good schools"), and one for people counts only where
    the table's own names have it too ("musicians" beside "musician_id").

    Parameters
    ----------
    found : sequence of Token
    named : sequence of Mention
    names : iterable of str
        Words of the table's columns and file.

    Examples
    --------
    >>> from dataexplain.narration.grounding.words import tokens
    >>> sorted(row_nouns(tokens("large orders cost more than visits near shops"), (), ()))
    ['orders', 'visits']
    """
    stems = {stem(name.lower()) for name in names}
    inside = {at for entry in named for at in range(entry.start, entry.end)}
    return frozenset(
        token.word
        for at, token in enumerate(found)
        if at not in inside
        and token.is_word
        and (token.word in _THINGS or _of_table(token.word, stems))
        and _heads(found, at, inside)
    )


def _of_table(word: str, stems: set[str]) -> bool:
    """Return whether a plural noun for people is built on a word of the table's names."""
    root = stem(word)
    if root == word or len(root) < _LEAST_SHARED:
        return False
    bare = root.removesuffix("er").removesuffix("ian").removesuffix("ist")
    shared = [name for name in stems if len(name) >= _LEAST_SHARED and name.startswith(bare)]
    return len(bare) >= _LEAST_SHARED and bool(shared)


def _heads(found: Sequence[Token], at: int, inside: set[int]) -> bool:
    """Return whether nothing but what describes it stands between a noun and its beginning."""
    for place in range(at - 1, -1, -1):
        word = found[place].word
        if word in _PREPOSITIONS:
            return False
        if place not in inside and word in _HEADS:
            return True
    return True
