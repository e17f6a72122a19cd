"""What needs no sentence: always one output, a copy of the input, one telling word.

They are learned on discovery rows. A sentence has to do better than each of them, so that no luck
of the choice among them counts for it.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable
from dataclasses import dataclass
from itertools import pairwise

from dataexplain.features.tokens import words
from dataexplain.search.prompts.answering_form import AnsweringForm
from dataexplain.tables.pairs import Pairs
from dataexplain.verification.prompt_pairs import label_of

# Outputs that are tried as the constant answer, the most frequent first.
MOST_CONSTANTS = 10
# A word of fewer discovery inputs could be anything.
LEAST_INPUTS_OF_A_WORD = 3
_LONGEST_SHOWN = 60


@dataclass(frozen=True)
class SimpleRule:
    """A rule that reads little or nothing of the input.

    Parameters
    ----------
    said : str
        What it does, as it follows "a rule that".
    answer : callable
        Gives the output, as it counts, of an input.
    """

    said: str
    answer: Callable[[str], str]


def simple_rules(discovery: Pairs, form: AnsweringForm) -> tuple[SimpleRule, ...]:
    """Return the simple rules that discovery rows suggest.

    Parameters
    ----------
    discovery : Pairs
    form : AnsweringForm

    Returns
    -------
    tuple of SimpleRule
        The constants, the copy, and the best word or two words, where one repeats.

    Examples
    --------
    >>> texts = ("not bad", "not good", "not it", "fine", "good", "well")
    >>> discovery = Pairs(texts, ("no", "no", "no", "yes", "yes", "yes"), tuple(range(6)))
    >>> for rule in simple_rules(discovery, AnsweringForm("classes", ("no", "yes"))):
    ...     print(rule.said)
    always answers “no”
    always answers “yes”
    copies the input
    answers “no” where the input mentions “not”, else “yes”
    """
    known = [
        (input, label_of(output, form))
        for input, output in zip(discovery.inputs, discovery.outputs, strict=True)
        if output.strip()
    ]
    counted = Counter(output for _, output in known)
    constants = [_constant(output) for output, _ in counted.most_common(MOST_CONSTANTS)]
    copy = SimpleRule("copies the input", lambda input: label_of(input, form))
    return (*constants, copy, *_keyword(known))


def copying(rules: tuple[SimpleRule, ...]) -> SimpleRule:
    """Return the rule that copies the input."""
    return next(rule for rule in rules if rule.said == "copies the input")


def _constant(output: str) -> SimpleRule:
    return SimpleRule(f"always answers {_quoted(output)}", lambda _: output)


def _keyword(known: list[tuple[str, str]]) -> list[SimpleRule]:
    """Return the word or two words whose presence goes with the outputs best, if any."""
    total = Counter(output for _, output in known)
    with_term: dict[str, Counter[str]] = defaultdict(Counter)
    for input, output in known:
        for term in _terms(input):
            with_term[term][output] += 1
    best: tuple[int, int, str] | None = None
    answers = ("", "")
    for term, inside in with_term.items():
        mentions = inside.total()
        outside = total - inside
        if mentions < LEAST_INPUTS_OF_A_WORD or not outside:
            continue
        (own, right), (other, elsewhere) = inside.most_common(1)[0], outside.most_common(1)[0]
        # of equally good terms the more frequent one, then the first of the alphabet
        place = (-(right + elsewhere), -mentions, term)
        if best is None or place < best:
            best, answers = place, (own, other)
    return [] if best is None else [_mentioning(best[2], *answers)]


def _mentioning(term: str, own: str, other: str) -> SimpleRule:
    said = f"answers {_quoted(own)} where the input mentions {_quoted(term)}, else {_quoted(other)}"
    return SimpleRule(said, lambda input: own if term in _terms(input) else other)


def _terms(input: str) -> set[str]:
    single = words(input)
    return {*single, *(f"{one} {other}" for one, other in pairwise(single))}


def _quoted(text: str) -> str:
    shown = text if len(text) <= _LONGEST_SHOWN else f"{text[:_LONGEST_SHOWN]}…"
    return f"“{shown}”"
