"""The card of a tree or a rule sum: its rules, a line each, with rows and rate."""

from __future__ import annotations

import math
import re
from collections.abc import Iterator
from dataclasses import dataclass

from dataexplain.readers.cards.outcome_units import OutcomeUnits, units_of
from dataexplain.readers.cards.quoting import quoted, sentence
from dataexplain.readers.cards.token_counts import first_that_fits
from dataexplain.records import ModelRecord, OutcomeRecord

_LINE = re.compile(r"(?P<rule>.*): (?P<value>\S+) \((?P<rows>\d+) rows\)", re.DOTALL)
_ENDS = re.compile(r" \(\d+ rows\)$")
_ALTERNATIVES = 3
_LONGEST_RULE = 160
_SIZES = (24, 16, 12, 8, 6, 4, 2)


@dataclass(frozen=True)
class RuleLine:
    """One rule as a model's text has it: what must hold, the value, the rows it holds for."""

    rule: str
    value: float
    rows: int
    group: str = ""


def read_rule_lines(text: str) -> tuple[RuleLine, ...]:
    r"""Read the rules out of a model's text; what is no rule is left out.

    Parameters
    ----------
    text : str
        `ModelRecord.text`: a line a rule, under the name of its class where there are several. A
        line break inside of a level belongs to its rule.

    Examples
    --------
    >>> read_rule_lines("age < 30 and plan is basic: 0.4 (12 rows)\nage >= 30: 0.1 (88 rows)")[1]
    RuleLine(rule='age >= 30', value=0.1, rows=88, group='')
    """
    found, waiting, group = [], "", ""
    for line in text.split("\n"):
        if not waiting and line.endswith(":") and not _ENDS.search(line):
            group = line[:-1]
            continue
        waiting = f"{waiting}\n{line}" if waiting else line
        match = _LINE.fullmatch(waiting)
        if match is None:
            continue
        waiting = ""
        value = _number(match["value"])
        if value is not None:
            found.append(RuleLine(match["rule"], value, int(match["rows"]), group))
    return tuple(found)


def tree_card(model: ModelRecord, outcome: OutcomeRecord, *, adds: bool | None = None) -> str:
    r"""Return the rules of a tree or rule sum as a card of at most 350 tokens, in Markdown.

    Parameters
    ----------
    model : ModelRecord
        Whose `text` holds a line a rule.
    outcome : OutcomeRecord
    adds : bool, optional
        Whether the rules of a row are added up; by default, when the model's name says it is a sum.

    Returns
    -------
    str
        Empty for a model without rules.

    Examples
    --------
    >>> text = "age < 30: 0.4 (12 rows)\nage >= 30: 0.1 (88 rows)"
    >>> tree = ModelRecord("shallow tree", "AUC", 0.7, (0.6, 0.8), text=text)
    >>> ill = OutcomeRecord("ill", "probability", 0.2, 0.4, ("no", "yes"), (80, 20), "yes")
    >>> print(tree_card(tree, ill))
    **Rules of the shallow tree**: rate of "ill" where each holds; one holds for a row
    - 40% (12 rows): age < 30
    - 10% (88 rows): age >= 30
    """
    rules = read_rule_lines(model.text)
    if not rules:
        return ""
    sums = "sum" in model.name if adds is None else adds
    return first_that_fits(_drafts(model, outcome, rules, sums))


def _drafts(
    model: ModelRecord, outcome: OutcomeRecord, rules: tuple[RuleLine, ...], sums: bool
) -> Iterator[str]:
    units = units_of(outcome)
    how = "the values that hold are added up" if sums else "one holds for a row"
    measure = "rate" if outcome.classes else "average"
    top = (
        f"**Rules of the {sentence(model.name, ())}**: {measure} of "
        f"{quoted(outcome.name)} where each holds; {how}"
    )
    ordered = sorted(rules, key=lambda rule: -abs(rule.value) * rule.rows if sums else -rule.value)
    for most in _SIZES:
        kept = _kept(ordered, most, sums)
        lines = [
            f"- {_value(rule, units, sums)} ({rule.rows:,} rows): {_rule(rule)}" for rule in kept
        ]
        if len(kept) < len(ordered):
            lines.append(f"- and {len(ordered) - len(kept)} other rules")
        yield "\n".join([top, *lines])


def _kept(ordered: list[RuleLine], most: int, sums: bool) -> list[RuleLine]:
    """Return the rules that matter most: of a tree those with the highest and lowest values."""
    if len(ordered) <= most:
        return ordered
    return ordered[:most] if sums else [*ordered[: (most + 1) // 2], *ordered[-(most // 2) :]]


def _value(rule: RuleLine, units: OutcomeUnits, sums: bool) -> str:
    if not sums:
        return units.level(rule.value)
    text = units.difference(rule.value, units.decimals([rule.value], []))
    return f"{text} {units.of_differences}".strip()


def _rule(rule: RuleLine) -> str:
    """Return what must hold, long lists of levels cut short."""
    conditions = []
    for condition in rule.rule.split(" and "):
        parts = condition.split(" or ")
        rest = [f"{len(parts) - _ALTERNATIVES} others"] if len(parts) > _ALTERNATIVES + 1 else []
        conditions.append(" or ".join([*(parts[:_ALTERNATIVES] if rest else parts), *rest]))
    said = sentence(" and ".join(conditions), ())
    said = said if len(said) <= _LONGEST_RULE else f"{said[: _LONGEST_RULE - 1]}…"
    return f"{sentence(rule.group, ())}: {said}" if rule.group else said


def _number(text: str) -> float | None:
    try:
        value = float(text)
    except ValueError:
        return None
    return value if math.isfinite(value) else None
