"""A fitted tree of keyphrases -> columns for its sets of phrases, and a claim for each leaf."""

from __future__ import annotations

from collections.abc import Sequence

from dataexplain.claims import DOWN, UP, Claim, Condition, Region
from dataexplain.claims.wording import MENTIONED
from dataexplain.features.text_columns import LEVELS, TextColumn, column_name
from dataexplain.models.aug_tree_rules import KeyphraseRule

SOURCE = "tree of keyphrases"
NOT_MENTIONED = LEVELS[0]


def phrase_columns(rules: Sequence[KeyphraseRule], source: str) -> tuple[TextColumn, ...]:
    """Return a column for each set of phrases that a tree asks for.

    Parameters
    ----------
    rules : sequence of KeyphraseRule
    source : str
        The text column.

    Examples
    --------
    >>> from dataexplain.models.aug_tree_rules import KeyphraseCondition
    >>> rule = KeyphraseRule((KeyphraseCondition(("late", "delay"), True),), (2.1,), 40, 40.0, 1)
    >>> phrase_columns([rule], "review")[0].name
    'review: "late", "delay"'
    """
    sets = dict.fromkeys(part.phrases for rule in rules for part in rule.conditions)
    return tuple(TextColumn(column_name(source, phrases), source, phrases) for phrases in sets)


def read_leaves(
    rules: Sequence[KeyphraseRule],
    columns: Sequence[TextColumn],
    classes: Sequence[str],
    explained: Sequence[str | None],
) -> tuple[Claim, ...]:
    """Return what each leaf says: its texts differ from all others the way the tree predicts.

    Parameters
    ----------
    rules : sequence of KeyphraseRule
        Of one tree.
    columns : sequence of TextColumn
        As `phrase_columns` returned them; their names may have changed since.
    classes : sequence of str
        Of the tree, in the order of a leaf's values; empty for a number.
    explained : sequence of str or None
        The classes that claims are about; None alone for a number.

    Returns
    -------
    tuple of Claim
        One a leaf: of several classes the one whose share differs most. A tree of one leaf says
        nothing.

    Examples
    --------
    >>> from dataexplain.models.aug_tree_rules import KeyphraseCondition as Asks
    >>> rules = [KeyphraseRule((Asks(("late",), yes),), (2.0 + yes,), 5, 5.0, 1) for yes in (0, 1)]
    >>> columns = phrase_columns(rules, "review")
    >>> [(claim.kind, claim.direction) for claim in read_leaves(rules, columns, (), (None,))]
    [('term_effect', 'up')]
    """
    names = {column.terms: column.name for column in columns}
    weight = sum(rule.weight for rule in rules)
    average = [
        sum(rule.weight * rule.value[place] for rule in rules) / weight
        for place in range(len(rules[0].value))
    ]
    found: dict[Claim, None] = {}
    for rule in rules:
        differences = {
            name: rule.value[_place(name, classes)] - average[_place(name, classes)]
            for name in explained
        }
        told = max(differences, key=lambda name: abs(differences[name]))
        if rule.conditions and differences[told]:
            found[_claim(rule, names, told, up=differences[told] > 0)] = None
    return tuple(found)


def _place(name: str | None, classes: Sequence[str]) -> int:
    return 0 if name is None else classes.index(name)


def _claim(
    rule: KeyphraseRule, names: dict[tuple[str, ...], str], outcome_class: str | None, *, up: bool
) -> Claim:
    single = len(rule.conditions) == 1
    if single and not rule.conditions[0].holds:
        # both leaves of a single split say the same
        up = not up
    region = Region(
        tuple(
            Condition(
                names[part.phrases], levels=(MENTIONED if part.holds or single else NOT_MENTIONED,)
            )
            for part in rule.conditions
        )
    )
    return Claim(
        "term_effect" if single else "rule_effect",
        tuple(dict.fromkeys(condition.column for condition in region.conditions)),
        UP if up else DOWN,
        region,
        outcome_class=outcome_class,
        sources=(SOURCE,),
    )
