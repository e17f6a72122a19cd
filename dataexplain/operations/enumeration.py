"""All rules of the closed set that could fit some pairs, the simplest first.

The order is the order of simplicity: where two rules do equally well, the earlier one is said.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from itertools import chain, islice

from dataexplain.operations.affixes import framed_rules, removed_ends, replacements
from dataexplain.operations.column_rules import column_rules
from dataexplain.operations.dates import date_forms, date_numbers
from dataexplain.operations.labels import property_rules, thresholds
from dataexplain.operations.list_forms import item_lists, number_lists
from dataexplain.operations.number_forms import FORMS, readings
from dataexplain.operations.number_functions import FURTHER, SIMPLE, remainders
from dataexplain.operations.properties import Property, comparisons, number_properties
from dataexplain.operations.quantity import Quantity, Wording
from dataexplain.operations.rule import Rule
from dataexplain.operations.rule_space import Space
from dataexplain.operations.solving import solved
from dataexplain.operations.string_forms import case_forms, string_forms
from dataexplain.operations.text_properties import text_properties
from dataexplain.operations.word_forms import word_forms
from dataexplain.tables.pairs import Pairs

_COMPOSED_MEASURES = 4
_COMPOSED_CASES = 3


def enumerate_rules(pairs: Pairs, *, case: bool = True) -> Iterator[Rule]:
    """Yield the rules that could fit, with their constants read off the pairs.

    Parameters
    ----------
    pairs : Pairs
        Of discovery rows.
    case : bool, default=True
        Whether there are rules about capitals.

    Yields
    ------
    Rule
        The simplest first.

    Examples
    --------
    >>> pairs = Pairs(("2 and 6", "1 and 4", "3 and 3"), ("8", "5", "6"), (0, 1, 2))
    >>> names = [rule.name for rule in enumerate_rules(pairs)]
    >>> names.index("sum of the two numbers") < names.index("double the sum of the two numbers")
    True
    """
    if len(pairs):
        yield from rules_of(Space.of(pairs, case=case))


def rules_of(space: Space) -> Iterator[Rule]:
    """Yield the rules of the kinds that a space allows, the simplest first.

    Parameters
    ----------
    space : Space

    Yields
    ------
    Rule

    Examples
    --------
    >>> pairs = Pairs(("2 and 6", "1 and 4"), ("8", "5"), (0, 1))
    >>> next(rules_of(Space.of(pairs))).sentence
    'Write the text unchanged.'
    """
    seen: set[str] = set()
    families = _OF_CROWDED_ROWS if space.crowded else _FAMILIES
    for rule in chain.from_iterable(family(space) for family in families):
        if rule.name not in seen:
            seen.add(rule.name)
            yield rule


def _unchanged(space: Space) -> Iterator[Rule]:
    yield next(string_forms(space.noun)).rule()


def _columned(space: Space) -> Iterator[Rule]:
    yield from column_rules(space.pairs)


def _dated(space: Space) -> Iterator[Rule]:
    if space.dated:
        yield from _rules(date_numbers())
        yield from _wordings(date_forms(), space.case)


def _listed(space: Space) -> Iterator[Rule]:
    yield from _wordings(item_lists(space.pairs.inputs, space.pairs.outputs), space.case)
    yield from _wordings(number_lists(space.shape, space.pairs.outputs), space.case)


def _numbers(space: Space) -> Iterator[Rule]:
    if not space.numeric:
        return
    quantities = space.quantities
    yield from _rules(quantities)
    if space.shape.count == 1:
        yield from _rules(function.of(quantities[0]) for function in (*SIMPLE, *FURTHER))


def _texts(space: Space) -> Iterator[Rule]:
    forms = chain(string_forms(space.noun), word_forms())
    yield from _wordings(map(space.within, forms), space.case)
    if space.shape.framed:
        yield from _wordings(chain(string_forms("whole input"), word_forms()), space.case)


def _measured(space: Space) -> Iterator[Rule]:
    if space.numeric and not space.columned:
        yield from _rules(space.measured)
        yield from _rules(map(space.within_quantity, readings(space.noun)))


def _written(space: Space) -> Iterator[Rule]:
    for quantity in space.quantities[:1] if space.shape.count == 1 else space.quantities:
        yield from _wordings((form.of(quantity) for form in FORMS), space.case)


def _labelled(space: Space) -> Iterator[Rule]:
    if space.labels is None:
        return
    # of single columns the cuts are found by name
    cut_off = space.combined if space.columned else chain(space.quantities, space.measured)
    cut = thresholds(cut_off, space.pairs, space.labels)
    yield from property_rules(chain(properties_of(space), cut), space.pairs, space.labels)


def properties_of(space: Space) -> Iterator[Property]:
    """Yield what may be so of an input or not, without a constant that outputs tell.

    Parameters
    ----------
    space : Space

    Yields
    ------
    Property
    """
    if space.columned and space.shape.count is None:
        return  # the first number of a row is now of one column, now of another
    yield from comparisons(space.shape)
    yield from chain.from_iterable(map(number_properties, space.quantities))
    if space.columned:
        return  # how many letters the lines of a row have, says nothing of it
    yield from map(space.within_property, text_properties(space.noun))
    yield from chain.from_iterable(map(number_properties, space.measured[:_COMPOSED_MEASURES]))


def _solved(space: Space) -> Iterator[Rule]:
    if space.numeric:
        yield from _rules(solved(space.shape, space.pairs))
        for quantity in space.quantities:
            yield from _rules(function.of(quantity) for function in remainders())


def _constants(space: Space) -> Iterator[Rule]:
    yield from _wordings(removed_ends(space.pairs, space.noun), space.case)
    yield from _wordings(replacements(space.pairs, space.noun), space.case)
    itself = Wording(f"the {space.noun}", str.strip)
    forms = chain([itself], string_forms(space.noun), word_forms())
    answers: Iterable[Rule] = chain(
        _wordings(map(space.within, forms), space.case),
        _rules(space.quantities),
        _rules(function.of(inner) for inner in space.quantities[:1] for function in SIMPLE),
        _rules(space.measured[:_COMPOSED_MEASURES]),
    )
    yield from framed_rules(answers, space.pairs)


def _composed(space: Space) -> Iterator[Rule]:
    if space.numeric:
        yield from _rules(_compositions(space))
    if space.case:
        inner = list(chain(string_forms(space.noun), word_forms()))
        for form in inner[1:]:
            if not form.about_case:
                yield from _wordings(_in_case(space.within(form)), space.case)


def _compositions(space: Space) -> Iterator[Quantity]:
    outer = SIMPLE if space.shape.count == 1 else (*SIMPLE, *FURTHER)
    inner = space.quantities
    if space.shape.count == 1:
        inner = [function.of(inner[0]) for function in (*SIMPLE, *FURTHER)]
    for quantity in (*inner, *space.measured[:_COMPOSED_MEASURES]):
        yield from (function.of(quantity) for function in outer)


def _in_case(form: Wording) -> Iterator[Wording]:
    for changed in islice(case_forms(form.phrase), _COMPOSED_CASES):
        yield Wording(changed.phrase, _after(form.write, changed.write))


def _after(
    inner: Callable[[str], str | None], outer: Callable[[str], str | None]
) -> Callable[[str], str | None]:
    def write(text: str) -> str | None:
        answer = inner(text)
        return None if answer is None else outer(answer)

    return write


def _rules(quantities: Iterable[Quantity]) -> Iterator[Rule]:
    return (quantity.rule() for quantity in quantities)


def _wordings(wordings: Iterable[Wording], case: bool) -> Iterator[Rule]:
    return (wording.rule() for wording in wordings if case or not wording.about_case)


_FAMILIES = (
    _unchanged,
    _columned,
    _dated,
    _numbers,
    _listed,
    _texts,
    _measured,
    _written,
    _labelled,
    _solved,
    _constants,
    _composed,
)
_OF_CROWDED_ROWS = (_unchanged, _columned, _texts)
