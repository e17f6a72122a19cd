"""What needs no sentence: always one output, a copy of the input, one telling word.

Of rows of several columns the word stands in a column, or is all that stands there. The rules are
learned on discovery rows. A sentence has to do better than each of them, so that no luck of the
choice among them counts for it.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from itertools import pairwise

from dataexplain.features.tokens import words
from dataexplain.operations.column_cells import ColumnCells, cell_number
from dataexplain.search.prompts.answering_form import AnsweringForm
from dataexplain.tables.pairs import Pairs
from dataexplain.verification.prompt_pairs import label_of

# Outputs that are tried as the constant answer, the most frequent first.
MOST_CONSTANTS = 10
# A word of fewer discovery inputs could be anything.
LEAST_INPUTS_OF_A_WORD = 3
_LONGEST_SHOWN = 60

# How a term stands in the input or in a column of it, where, and the term.
_Term = tuple[str, str, str]
_IS, _MENTIONS = "is", "mentions"
_Terms = Callable[[str], Iterable[_Term]]


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
    r"""Return the simple rules that discovery rows suggest.

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
    >>> rows = tuple(f"plan: {it}\nsaid: {it} it is" for it in ("old", "new") for _ in range(3))
    >>> discovery = Pairs(rows, discovery.outputs, tuple(range(6)), ("plan", "said"))
    >>> print(simple_rules(discovery, AnsweringForm("classes", ("no", "yes")))[-1].said)
    answers “yes” where plan is “new”, else “no”
    """
    known = [
        (input, label_of(output, form))
        for input, output in zip(discovery.inputs, discovery.outputs, strict=True)
        if output.strip()
    ]
    counted = Counter(output for _, output in known)
    constants = [_constant(output) for output, _ in counted.most_common(MOST_CONSTANTS)]
    copy = SimpleRule("copies the input", lambda input: label_of(input, form))
    terms = _in_columns(discovery.columns) if len(discovery.columns) > 1 else _in_text
    return (*constants, copy, *_keyword(known, terms))


def copying(rules: tuple[SimpleRule, ...]) -> SimpleRule:
    """Return the rule that copies the input."""
    return next(rule for rule in rules if rule.said == "copies the input")


def _constant(output: str) -> SimpleRule:
    return SimpleRule(f"always answers {_quoted(output)}", lambda _: output)


def _keyword(known: list[tuple[str, str]], terms: _Terms) -> list[SimpleRule]:
    """Return the word or two words whose presence goes with the outputs best, if any."""
    total = Counter(output for _, output in known)
    with_term: dict[_Term, Counter[str]] = defaultdict(Counter)
    for input, output in known:
        for term in terms(input):
            with_term[term][output] += 1
    best: tuple[int, int, _Term] | None = None
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
    return [] if best is None else [_mentioning(best[2], *answers, terms)]


def _mentioning(term: _Term, own: str, other: str, terms: _Terms) -> SimpleRule:
    stands, column, text = term
    said = f"answers {_quoted(own)} where {column} {stands} {_quoted(text)}, else {_quoted(other)}"
    return SimpleRule(said, lambda input: own if term in terms(input) else other)


def _in_text(input: str) -> set[_Term]:
    return {(_MENTIONS, "the input", term) for term in _terms(input)}


def _in_columns(columns: tuple[str, ...]) -> _Terms:
    """Return what gives the terms of a row: its cells, and the words in those that are texts."""
    cells = ColumnCells(columns)

    def terms(input: str) -> set[_Term]:
        found = set()
        for column, cell in cells.of(input).items():
            found.add((_IS, column, cell))
            if cell_number(cell) is None:
                found.update((_MENTIONS, column, term) for term in _terms(cell))
        return found

    return terms


def _terms(input: str) -> set[str]:
    single = words(input)
    return {*single, *(f"{one} {other}" for one, other in pairwise(single))}


def _quoted(text: str) -> str:
    shown = text if len(text) <= _LONGEST_SHOWN else f"{text[:_LONGEST_SHOWN]}…"
    return f"“{shown}”"
