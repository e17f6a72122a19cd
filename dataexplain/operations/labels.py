"""Which of two outputs says yes: read off the pairs, and only where it beats chance."""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction

from scipy.special import bdtrc

from dataexplain.operations.numbers import Number, number_text
from dataexplain.operations.properties import Property
from dataexplain.operations.quantity import Quantity
from dataexplain.operations.rule import Rule
from dataexplain.operations.spread_pairs import spread
from dataexplain.tables.pairs import Pairs

# Two outputs must be nearly all of them.
_LEAST_SHARE = 0.9
# The chance that the more frequent label alone would be right as often, among some 200 properties.
_CHANCE = 0.001
# Powers of ten that a cut is looked for among.
_LARGEST_POWER, _SMALLEST_POWER = 12, -6
# Pairs that a property is tried on first, and those that a cut is read off.
_SOME, _SOME_CUT = 100, 100


@dataclass(frozen=True)
class Labels:
    """The two outputs of a question with two answers, the more frequent one first.

    Parameters
    ----------
    names : (str, str)
    share : float
        How often the more frequent one occurs among the two.
    """

    names: tuple[str, str]
    share: float


def two_labels(outputs: Iterable[str]) -> Labels | None:
    """Return the two outputs that are nearly all of them, or None.

    Examples
    --------
    >>> two_labels(["Yes", "No", "Yes"]), two_labels(["1", "2", "3"])
    (Labels(names=('Yes', 'No'), share=0.6666666666666666), None)
    """
    counts = Counter(text.strip() for text in outputs)
    both = counts.most_common(2)
    if len(both) < 2 or both[0][1] + both[1][1] < _LEAST_SHARE * counts.total():
        return None
    (first, first_rows), (second, second_rows) = both
    return Labels((first, second), first_rows / (first_rows + second_rows))


def beats_majority(right: int, rows: int, share: float) -> bool:
    """Tell whether agreement is more than always giving the frequent answer would reach.

    Examples
    --------
    >>> beats_majority(10, 10, 0.5), beats_majority(9, 10, 0.8), beats_majority(95, 100, 0.6)
    (True, False, True)
    """
    if right <= share * rows:
        return False
    return bool(bdtrc(right - 1, rows, share) <= _CHANCE)


def property_rules(properties: Iterable[Property], pairs: Pairs, labels: Labels) -> Iterator[Rule]:
    """Yield the properties that tell the two outputs apart better than chance.

    Examples
    --------
    >>> from dataexplain.operations.quantity import Quantity
    >>> from dataexplain.operations.properties import number_properties
    >>> words = tuple("a bb ccc dddd eeeee ffffff ggg hh iiii jj k l".split())
    >>> outputs = tuple("odd" if len(word) % 2 else "even" for word in words)
    >>> pairs = Pairs(words, outputs, tuple(range(12)))
    >>> found = property_rules(
    ...     number_properties(Quantity("its length", len)), pairs, two_labels(outputs)
    ... )
    >>> next(found).sentence
    'Say whether its length is even: answer even if so and odd if not.'
    """
    some = spread(pairs, _SOME)
    for found in properties:
        right, rows, _ = _tallied(found, some, labels)
        if not _promises(right, rows, labels.share):
            continue
        right, rows, straight = _tallied(found, pairs, labels)
        if beats_majority(right, rows, labels.share):
            yes, no = labels.names if straight else labels.names[::-1]
            yield answered(found, yes, no)


def _promises(right: int, rows: int, share: float) -> bool:
    """Tell whether some pairs speak for a property at all: one standard error, to save time."""
    return right >= share * rows + math.sqrt(share * (1 - share) * rows)


def _tallied(found: Property, pairs: Pairs, labels: Labels) -> tuple[int, int, bool]:
    """Return the right answers, all answers, and whether yes is the more frequent label."""
    held = [found.holds(text) for text in pairs.inputs]
    tally = Counter(
        (bool(holds), output.strip())
        for holds, output in zip(held, pairs.outputs, strict=True)
        if holds is not None and output.strip() in labels.names
    )
    first, second = labels.names
    straight = tally[True, first] + tally[False, second]
    crossed = tally[True, second] + tally[False, first]
    return max(straight, crossed), tally.total(), straight >= crossed


def answered(found: Property, yes: str, no: str) -> Rule:
    """Return the rule that answers with one text where something is so, and with another if not.

    Examples
    --------
    >>> rule = answered(Property("the word is long", lambda text: len(text) > 6), "Yes", "No")
    >>> rule.sentence, rule.apply("house")
    ('Say whether the word is long: answer Yes if so and No if not.', 'No')
    """

    def apply(text: str) -> str | None:
        holds = found.holds(text)
        return None if holds is None else (yes if holds else no)

    return Rule(
        f"whether {found.question}",
        f"Say whether {found.question}: answer {_shown(yes)} if so and {_shown(no)} if not.",
        apply,
    )


def _shown(label: str) -> str:
    """Put marks around an answer that is more than a word, so that the sentence stays whole."""
    return label if re.fullmatch(r"[\w-]+", label) else f'"{label}"'


def thresholds(quantities: Iterable[Quantity], pairs: Pairs, labels: Labels) -> Iterator[Property]:
    """Yield for each quantity the cut that tells the two outputs apart best.

    Examples
    --------
    >>> words = tuple("a bb ccc dddd eeeee ffffff".split())
    >>> pairs = Pairs(words, ("short",) * 3 + ("long",) * 3, tuple(range(6)))
    >>> found = thresholds([Quantity("its length", len)], pairs, two_labels(pairs.outputs))
    >>> next(found).question
    'its length is greater than 3'
    """
    some = spread(pairs, _SOME_CUT)
    for quantity in quantities:
        known = [
            (value, output.strip() == labels.names[0])
            for text, output in zip(some.inputs, some.outputs, strict=True)
            if (value := quantity.value(text)) is not None and output.strip() in labels.names
        ]
        cut = _best_cut(known)
        if cut is not None:
            yield above(quantity, cut)


def above(quantity: Quantity, cut: Number) -> Property:
    """Return whether a quantity is greater than a cut.

    Examples
    --------
    >>> found = above(Quantity("its length", len), 3)
    >>> found.question, found.holds("tree")
    ('its length is greater than 3', True)
    """

    def holds(text: str) -> bool | None:
        value = quantity.value(text)
        return None if value is None else value > cut

    return Property(f"{quantity.phrase} is greater than {number_text(cut)}", holds)


def _best_cut(known: Sequence[tuple[Number, bool]]) -> Number | None:
    """Return the roundest number between the two values where a cut is right most often."""
    ordered = sorted(known, key=lambda entry: entry[0])
    total = sum(label for _, label in ordered)
    best, place, below = 0, None, 0
    for count, (value, label) in enumerate(ordered[:-1], start=1):
        below += label
        if ordered[count][0] == value:
            continue
        right = below + (len(ordered) - count) - (total - below)
        agreement = max(right, len(ordered) - right)
        if agreement > best:
            best, place = agreement, count
    if place is None:
        return None
    return roundest(ordered[place - 1][0], ordered[place][0])


def roundest(low: Number, high: Number) -> Number:
    """Return the roundest number that is at least `low` and below `high`.

    Examples
    --------
    >>> roundest(48, 53), roundest(3, 4), roundest(96, 130), roundest(-7, 12)
    (50, 3, 100, 0)
    >>> roundest(Fraction("0.4217"), Fraction("0.4389"))
    Fraction(43, 100)
    """
    for exponent in range(_LARGEST_POWER, _SMALLEST_POWER - 1, -1):
        for step in (Fraction(10) ** exponent, Fraction(10) ** exponent / 2):
            candidate = -(-low // step) * step
            if candidate < high:
                return candidate.numerator if candidate.denominator == 1 else candidate
    return low
