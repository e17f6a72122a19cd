"""The rule of the closed set that a sentence says, with the constants that the sentence names.

Outputs play no part in that, so that a rule that holds no more is found as well as one that does.
Only how a list is written is read off the outputs.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from fractions import Fraction
from itertools import chain

from dataexplain.operations.affixes import framed, replaced, without_ends
from dataexplain.operations.column_rules import column_rule_said
from dataexplain.operations.enumeration import properties_of, rules_of
from dataexplain.operations.labels import above, answered
from dataexplain.operations.numbers import simplest
from dataexplain.operations.properties import Property
from dataexplain.operations.quantity import Wording
from dataexplain.operations.rule import Rule
from dataexplain.operations.rule_space import Space
from dataexplain.operations.solving import formula_said
from dataexplain.tables.pairs import Pairs

_LABELLED = re.compile(r"Say whether (.+?): answer (.+) if so and (.+) if not\.", re.DOTALL)
_ABOVE = re.compile(r"(.+) is greater than (-?\d{1,20}(?:\.\d{1,20})?)")
_FRAMED = re.compile(
    r'(.+?) with (?:"(.*)" directly before it)?(?: and )?(?:"(.*)" directly after it)?\.', re.DOTALL
)
_REPLACED = re.compile(
    r'Write the (.+?) with every "(.*)" (?:replaced by "(.*)"|removed)\.', re.DOTALL
)
_WITHOUT = re.compile(
    r'Write the (.+?) without (?:"(.*)" at its beginning)?(?: and )?(?:"(.*)" at its end)?\.',
    re.DOTALL,
)


def rule_said(sentence: str, pairs: Pairs) -> Rule | None:
    """Return the rule that a sentence says of inputs like these.

    Parameters
    ----------
    sentence : str
        As a rule of the closed set has it, to the letter.
    pairs : Pairs
        What inputs look like.

    Returns
    -------
    Rule or None
        None where it says no such rule, or none of inputs like these.

    Examples
    --------
    >>> pairs = Pairs(("4", "15", "7"), ("1", "2", "3"), (0, 1, 2))
    >>> rule_said("Return three times the number plus 4.", pairs).apply("10")
    '34'
    >>> sentence = "Say whether the number is greater than 20: answer dear if so and cheap if not."
    >>> rule_said(sentence, pairs).apply("10")
    'cheap'
    >>> rule_said("Return what is right.", pairs)
    """
    if not len(pairs):
        return None
    space = replace(Space.of(pairs), numeric=True, dated=True, labels=None, crowded=False)
    return next((rule for rule in _candidates(sentence, space) if rule.sentence == sentence), None)


def _candidates(sentence: str, space: Space) -> Iterator[Rule]:
    """Yield rules that may be meant; the one that says the same is."""
    on_columns = column_rule_said(sentence, space.pairs.columns)
    if on_columns is not None:
        yield on_columns
    yield from _labelled(sentence, space)
    formula = formula_said(space.shape, sentence.removeprefix("Return ").removesuffix("."))
    if formula is not None:
        yield formula.rule()
    if (found := _REPLACED.fullmatch(sentence)) is not None:
        yield replaced(found[1], found[2], found[3] or "").rule()
    if (found := _WITHOUT.fullmatch(sentence)) is not None:
        yield without_ends(found[1], found[2] or "", found[3] or "").rule()
    yield from rules_of(space)
    if (found := _FRAMED.fullmatch(sentence)) is not None and (found[2] or found[3]):
        itself = space.within(Wording(f"the {space.noun}", str.strip)).rule()
        for inner in (itself, rule_said(f"{found[1]}.", space.pairs)):
            if inner is not None:
                yield framed(inner, found[2] or "", found[3] or "")


def _labelled(sentence: str, space: Space) -> Iterator[Rule]:
    found = _LABELLED.fullmatch(sentence)
    if found is None:
        return
    question, yes, no = found[1], _unmarked(found[2]), _unmarked(found[3])
    for asked in chain(properties_of(space), _cut(question, space)):
        if asked.question == question:
            yield answered(asked, yes, no)


def _cut(question: str, space: Space) -> Iterator[Property]:
    """Yield whether a quantity is above the cut that a question names."""
    found = _ABOVE.fullmatch(question)
    if found is None:
        return
    cut = simplest(Fraction(found[2]))
    for quantity in chain(space.quantities, space.measured):
        if quantity.phrase == found[1] and cut is not None:
            yield above(quantity, cut)


def _unmarked(label: str) -> str:
    marked = len(label) > 1 and label.startswith('"') and label.endswith('"')
    return label[1:-1] if marked else label
