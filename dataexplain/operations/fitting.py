"""Which rules of the closed set fit pairs, the best first."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from itertools import repeat

from dataexplain.operations.agreement import same_answer
from dataexplain.operations.enumeration import enumerate_rules
from dataexplain.operations.labels import beats_majority, two_labels
from dataexplain.operations.numbers import number
from dataexplain.operations.rule import FittedRule, Rule
from dataexplain.operations.spread_pairs import spread
from dataexplain.tables.pairs import Pairs

# A rule that is right far less often than asked for on a few pairs is not tried on all.
_FEW, _SOME = 12, 48
_MOST_NAMED = 5


@dataclass(frozen=True)
class _Tried:
    fitted: FittedRule
    answers: tuple[str | None, ...]
    as_written: int


def fitting_rules(pairs: Pairs, *, most: int = 8, least: float = 0.5) -> tuple[FittedRule, ...]:
    """Return the rules that give the outputs of pairs, the best first and then the simplest.

    Rules that answer alike for all pairs are one: the simplest, which names the others. Nothing
    is returned that the most frequent output alone would reach. Capitals count, unless no rule
    fits with them.

    Parameters
    ----------
    pairs : Pairs
        Of discovery rows.
    most : int, default=8
        The most rules to return.
    least : float, default=0.5
        The least share of the pairs that a rule must give the output of.

    Returns
    -------
    tuple of FittedRule

    Examples
    --------
    >>> inputs = tuple(f"{first} and {second}" for first in range(4) for second in range(3))
    >>> outputs = tuple(str(sum(map(int, text.split(" and ")))) for text in inputs)
    >>> best = fitting_rules(Pairs(inputs, outputs, tuple(range(12))))[0]
    >>> best.rule.sentence, best.agreement
    ('Return the sum of the two numbers.', 1.0)
    """
    found = _fitting(pairs, most, least, True)
    if found or two_labels(pairs.outputs) or not any(map(_has_case, pairs.outputs)):
        return found
    return _fitting(pairs, most, least, False)


def fit_rule(rule: Rule, pairs: Pairs, *, case: bool = True) -> FittedRule:
    """Count how often a rule gives the outputs of pairs.

    Parameters
    ----------
    rule : Rule
    pairs : Pairs
    case : bool, default=True
        Whether capitals count.

    Returns
    -------
    FittedRule

    Examples
    --------
    >>> pairs = Pairs(("a", "b"), ("A", "c"), (0, 1))
    >>> fit_rule(Rule("upper case", "Write it in capitals.", str.upper), pairs).right
    1
    """
    return _try(rule, pairs, case).fitted


def _has_case(text: str) -> bool:
    return text.upper() != text.lower()


def _fitting(pairs: Pairs, most: int, least: float, case: bool) -> tuple[FittedRule, ...]:
    if not len(pairs):
        return ()
    if not case:
        pairs = replace(pairs, outputs=tuple(output.casefold() for output in pairs.outputs))
    frequent = Counter(output.strip() for output in pairs.outputs).most_common(1)[0][1]
    share = frequent / len(pairs)
    tried = [
        entry
        for rule in _promising(enumerate_rules(pairs, case=case), pairs, least, case)
        if _is_worth_saying(entry := _try(rule, pairs, case), least, share)
    ]
    tried.sort(key=lambda entry: (-entry.fitted.right, -entry.as_written))  # stable: simplest first
    return tuple(_merged(tried, case)[:most])


def _promising(rules: Iterable[Rule], pairs: Pairs, least: float, case: bool) -> Iterator[Rule]:
    few, some = spread(pairs, _FEW), spread(pairs, _SOME)
    for rule in rules:
        right = sum(map(same_answer, map(rule.apply, few.inputs), few.outputs, repeat(case)))
        if right < least / 4 * len(few):
            continue
        if len(some) == len(pairs) or _try(rule, some, case).fitted.agreement >= least / 2:
            yield rule


def _try(rule: Rule, pairs: Pairs, case: bool) -> _Tried:
    answers = tuple(rule.apply(text) for text in pairs.inputs)
    right = sum(
        same_answer(given, wanted, case=case)
        for given, wanted in zip(answers, pairs.outputs, strict=True)
    )
    as_written = sum(
        given is not None and given.strip() == wanted.strip()
        for given, wanted in zip(answers, pairs.outputs, strict=True)
    )
    applied = len(answers) - answers.count(None)
    return _Tried(
        FittedRule(rule, right, applied, len(pairs), case_matters=case), answers, as_written
    )


def _is_worth_saying(tried: _Tried, least: float, share: float) -> bool:
    fitted = tried.fitted
    if fitted.agreement < least or len(set(tried.answers) - {None}) < 2:
        return False
    return beats_majority(fitted.right, fitted.pairs, share)


def _merged(tried: Iterable[_Tried], case: bool) -> list[FittedRule]:
    kept: dict[tuple[object, ...], FittedRule] = {}
    for entry in tried:
        answers = tuple(_meaning(answer, case) for answer in entry.answers)
        known = kept.get(answers)
        if known is None:
            kept[answers] = entry.fitted
        else:
            also = (*known.also, entry.fitted.rule.name)[:_MOST_NAMED]
            kept[answers] = replace(known, also=also)
    fitted = list(kept.values())
    # Where a rule is right everywhere, one that is wrong somewhere is refuted.
    return [entry for entry in fitted if entry.right == fitted[0].right or not fitted[0].fits_all]


def _meaning(answer: str | None, case: bool) -> object:
    """Return what an answer is compared by, so that 5 and 05 are one."""
    if answer is None:
        return None
    plain = answer.strip() if case else answer.strip().casefold()
    value = number(plain)
    return plain if value is None else value
