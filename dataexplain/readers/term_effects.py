"""Claims about columns that say yes or no of texts -> claims about what the texts say."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Iterable, Mapping, Set

from dataexplain.claims import DOWN, UP, Claim, Condition, Region
from dataexplain.claims.wording import MENTIONED
from dataexplain.models.adjustment import AdjustedRows
from dataexplain.tables import Column, Task

TERMS, QUESTION = "term_effect", "question_effect"
OF_TEXTS = frozenset({TERMS, QUESTION})
# So surely must words make a class likelier for what they do to other classes to go unsaid.
LEAST_LIKELIER = 2.0
LEAST_EVENTS = 3


def speak_of_terms(
    claims: Iterable[Claim], features: Iterable[Column], rows: AdjustedRows
) -> tuple[Claim, ...]:
    """Turn contrasts of levels of such columns into effects of terms, or of what a judge says.

    Rules speak of texts that mention terms, not of those that do not: with the rule's parts held
    fixed, that one corner is higher says that the next one is lower. That a text is missing is
    said of its length alone, not of every group of words again.

    Parameters
    ----------
    claims : iterable of Claim
    features : iterable of Column
    rows : AdjustedRows
        Discovery rows. What next to none of them could show, none of as many others could test.
    """
    read_off = {feature.name: _kind(feature) for feature in features if feature.says_of_text}
    found = []
    for claim in claims:
        about = read_off.keys() & set(claim.features)
        if about and any(
            condition.missing and condition.column in about for condition in claim.region.conditions
        ):
            continue
        if claim.kind == "level_contrast" and claim.features[0] in read_off:
            claim = _effect(claim, read_off[claim.features[0]])
            if _expected_events(claim, rows) < LEAST_EVENTS:
                continue
        elif claim.kind == "subgroup":
            claim = _mentioning(claim, about)
        found.append(claim)
    return tuple(found)


def _expected_events(claim: Claim, rows: AdjustedRows) -> float:
    """Return how many rows with the rarer outcome are to be expected on the smaller side."""
    mentioned = int(claim.region.mask(rows.frame).sum())
    smaller = float(min(mentioned, len(rows.frame) - mentioned))
    if rows.task is Task.REGRESSION:
        return smaller
    rate = float(rows.outcomes[claim.outcome_class].mean())
    return smaller * min(rate, 1 - rate)


def _mentioning(claim: Claim, about: Set[str]) -> Claim:
    """Return a rule in terms of texts that mention, whichever corner a model named."""
    conditions, direction = [], claim.direction
    for condition in claim.region.conditions:
        if condition.column in about and condition.levels != (MENTIONED,):
            condition = Condition(condition.column, levels=(MENTIONED,))
            direction = _opposite(direction)
        conditions.append(condition)
    return dataclasses.replace(claim, region=Region(tuple(conditions)), direction=direction)


def _opposite(direction: str) -> str:
    return DOWN if direction == UP else UP


def without_echoes(claims: Iterable[Claim], leaning: Callable[[Claim], float]) -> tuple[Claim, ...]:
    """Leave out, of an outcome with several classes, effects of terms that follow from others.

    Words that make one class likelier make each other one less so, which is no news: of each
    group of words only the classes are named that it makes likelier, or else the one that it
    tells most of.

    Parameters
    ----------
    claims : iterable of Claim
        Of all classes.
    leaning : callable
        How far the rows lean a claim's way.

    Examples
    --------
    >>> mentioned = Region((Condition("free", levels=("yes",)),))
    >>> spam, ham = (
    ...     Claim("term_effect", ("free",), way, mentioned, outcome_class=name)
    ...     for name, way in (("spam", "up"), ("ham", "down"))
    ... )
    >>> [claim.outcome_class for claim in without_echoes([ham, spam], lambda claim: 5.0)]
    ['spam']
    """
    known = tuple(claims)
    by_column: dict[str, list[Claim]] = {}
    for claim in known:
        if claim.kind in OF_TEXTS:
            by_column.setdefault(claim.features[0], []).append(claim)
    told: set[Claim] = set()
    for own in by_column.values():
        leanings = {claim: leaning(claim) for claim in own}
        likelier = {
            claim for claim in own if claim.direction == UP and leanings[claim] >= LEAST_LIKELIER
        }
        told |= likelier or {max(own, key=lambda claim: leanings[claim])}
    return tuple(claim for claim in known if claim.kind not in OF_TEXTS or claim in told)


def answered(
    claims: Iterable[Claim],
    features: Iterable[Column],
    bound: Mapping[str, tuple[str, ...]],
    outcome_class: str | None,
    leaning: Callable[[Claim], float],
) -> tuple[Claim, ...]:
    """Return a claim for each question put to a judge of which no model says anything.

    Somebody wants to know, so that each is tested the way discovery rows lean.

    Parameters
    ----------
    claims : iterable of Claim
        Of one class; a claim of any kind on a question's column is an answer to it, and so is
        one on columns that it cannot be told apart from.
    features : iterable of Column
    bound : mapping of str to tuple of str
        The columns that each one is too entangled with to be told apart from.
    outcome_class : str, optional
    leaning : callable
        How far the rows lean a claim's way.

    Examples
    --------
    >>> from dataexplain.tables import Role
    >>> refund = Column("refund", Role.BOOLEAN, asked="mentions a refund")
    >>> (claim,) = answered([], [refund], {}, None, lambda claim: -claim.sign)
    >>> claim.kind, claim.direction
    ('question_effect', 'down')
    """
    told = {name for claim in claims if len(claim.features) == 1 for name in _together(claim)}
    found: list[Claim] = []
    for column in features:
        if not column.asked or column.name in told:
            continue
        said = Region((Condition(column.name, levels=(MENTIONED,)),))
        both = (
            Claim(
                QUESTION,
                (column.name,),
                way,
                said,
                outcome_class=outcome_class,
                entangled_with=bound.get(column.name, ()),
            )
            for way in (UP, DOWN)
        )
        for claim in both:
            if leaning(claim) > 0:
                told.update(_together(claim))
                found.append(claim)
    return tuple(found)


def _together(claim: Claim) -> tuple[str, ...]:
    return (*claim.features, *claim.entangled_with)


def _kind(column: Column) -> str:
    return QUESTION if column.asked else TERMS


def _effect(claim: Claim, kind: str) -> Claim:
    (condition,) = claim.region.conditions
    direction = claim.direction
    if condition.levels != (MENTIONED,):
        direction = _opposite(direction)
    mentioned = Region((Condition(condition.column, levels=(MENTIONED,)),))
    return dataclasses.replace(
        claim, kind=kind, direction=direction, region=mentioned, against=Region()
    )
