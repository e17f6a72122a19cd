"""What a sentence is compared with: its own words in another order, and examples instead."""

from __future__ import annotations

from dataexplain.features.question_rows import drawn_texts
from dataexplain.randomness import generator_for
from dataexplain.tables.pairs import Pairs

SHUFFLES, EXAMPLES = 5, 5
# "Add the numbers" says the same in any order.
LEAST_WORDS = 5
# The pairs of the longest examples would leave no room for the input.
MOST_EXAMPLE_CHARACTERS = 1000
# In place of a sentence of few words; none of them says how an output follows.
UNRELATED = (
    "The meeting has been moved to the second floor of the old building.",
    "Water the plants twice a week while the owners are away.",
    "Keep the windows closed until the paint on the wall is dry.",
    "The train to the coast leaves from another platform today.",
    "Please bring a warm coat and a pair of good shoes.",
)
_ENDS = ".!?…"


def shuffled_sentences(sentence: str, seed: int) -> tuple[str, ...]:
    """Return a sentence's words in other orders, the first in capitals and the end as it was.

    Parameters
    ----------
    sentence : str
    seed : int

    Returns
    -------
    tuple of str
        Five; of a sentence of fewer than five different words five that have nothing to do with
        it (`UNRELATED`).

    Examples
    --------
    >>> shuffled_sentences("Return the capital of the country.", seed=0)[0]
    'Country return of capital the the.'
    >>> shuffled_sentences("Add them.", seed=0) == UNRELATED
    True
    """
    words = sentence.split()
    if not can_be_shuffled(sentence):
        return UNRELATED
    end = words[-1][len(words[-1].rstrip(_ENDS)) :]
    plain = [_lowered(words[0]), *words[1:-1], words[-1].removesuffix(end)]
    generator = generator_for(seed, f"shuffled {sentence}")
    found: list[str] = []
    while len(found) < SHUFFLES:
        order = generator.permutation(len(plain))
        shuffled = [plain[place] for place in order]
        if shuffled != plain:
            found.append(f"{' '.join(shuffled)[:1].upper()}{' '.join(shuffled)[1:]}{end}")
    return tuple(found)


def can_be_shuffled(sentence: str) -> bool:
    """Tell whether another order of its words may take a sentence's meaning away.

    Examples
    --------
    >>> can_be_shuffled("Return the capital of the country."), can_be_shuffled("Add them.")
    (True, False)
    """
    return len({word.strip(_ENDS).casefold() for word in sentence.split()}) >= LEAST_WORDS


def drawn_examples(discovery: Pairs, held_out: Pairs, seed: int) -> tuple[tuple[str, str], ...]:
    """Draw discovery pairs to be shown in place of a sentence, none of a held-out input.

    Parameters
    ----------
    discovery, held_out : Pairs
    seed : int

    Returns
    -------
    tuple of (str, str)
        At most five, of different inputs.

    Examples
    --------
    >>> discovery = Pairs(("a", "b", "b", "c"), ("1", "2", "2", ""), (0, 1, 2, 3))
    >>> drawn_examples(discovery, Pairs(("a",), ("1",), (9,)), seed=0)
    (('b', '2'),)
    """
    asked = {input.strip() for input in held_out.inputs}
    known = {
        input: output
        for input, output in zip(discovery.inputs, discovery.outputs, strict=True)
        if input.strip() not in asked
        and output.strip()
        and len(input) + len(output) <= MOST_EXAMPLE_CHARACTERS
    }
    return tuple((input, known[input]) for input in drawn_texts(known, EXAMPLES, seed))


def _lowered(word: str) -> str:
    """Return a sentence's first word as it stands inside of one; a name or "SQL" stays."""
    return f"{word[0].lower()}{word[1:]}" if word[1:].islower() else word
