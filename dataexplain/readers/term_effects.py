"""Claims about columns that are read off texts -> claims about the words that texts mention."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Iterable, Set

from dataexplain.claims import DOWN, UP, Claim, Condition, Region
from dataexplain.claims.wording import MENTIONED
from dataexplain.models.adjustment import AdjustedRows
from dataexplain.tables import Column, Task

# So surely must words make a class likelier for what they do to other classes to go unsaid.
LEAST_LIKELIER = 2.0
LEAST_EVENTS = 3


def speak_of_terms(
    claims: Iterable[Claim], features: Iterable[Column], rows: AdjustedRows
) -> tuple[Claim, ...]:
    """Turn contrasts of levels of such columns into effects of terms.

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
    read_off = {feature.name for feature in features if feature.terms}
    found = []
    for claim in claims:
        about = read_off.intersection(claim.features)
        if about and any(
            condition.missing and condition.column in about for condition in claim.region.conditions
        ):
            continue
        if claim.kind == "level_contrast" and claim.features[0] in read_off:
            claim = _effect(claim)
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
        if claim.kind == "term_effect":
            by_column.setdefault(claim.features[0], []).append(claim)
    told: set[Claim] = set()
    for own in by_column.values():
        leanings = {claim: leaning(claim) for claim in own}
        likelier = {
            claim for claim in own if claim.direction == UP and leanings[claim] >= LEAST_LIKELIER
        }
        told |= likelier or {max(own, key=lambda claim: leanings[claim])}
    return tuple(claim for claim in known if claim.kind != "term_effect" or claim in told)


def _effect(claim: Claim) -> Claim:
    (condition,) = claim.region.conditions
    direction = claim.direction
    if condition.levels != (MENTIONED,):
        direction = _opposite(direction)
    mentioned = Region((Condition(condition.column, levels=(MENTIONED,)),))
    return dataclasses.replace(
        claim, kind="term_effect", direction=direction, region=mentioned, against=Region()
    )
