"""Terms of a sparse linear model -> trends and level contrasts."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from dataexplain.claims import DOWN, UP, Claim, Condition, Region
from dataexplain.models.sparse import LinearTerm

SOURCE = "sparse linear model"
MOST_TERMS = 30


def read_terms(
    terms: Iterable[LinearTerm],
    stretches: Mapping[str, tuple[float, float]],
    outcome_class: str | None,
) -> tuple[Claim, ...]:
    """Read one claim off each term that is not zero, the most important first.

    Parameters
    ----------
    terms : iterable of LinearTerm
    stretches : mapping of str to (float, float)
        For each numeric column, the stretch over which a trend would be claimed.
    outcome_class : str, optional

    Examples
    --------
    >>> term = LinearTerm("age", None, False, coefficient=-0.5, per=10.0, importance=0.6)
    >>> (claim,) = read_terms([term], {"age": (20.0, 60.0)}, None)
    >>> claim.kind, claim.direction, claim.region.to_dict()
    ('trend', 'down', {'age': {'low': 20.0, 'high': 60.0, 'closed': True}})
    """
    claims = []
    ranked = sorted(terms, key=lambda term: -abs(term.importance))
    for term in [term for term in ranked if term.coefficient != 0][:MOST_TERMS]:
        direction = UP if term.coefficient > 0 else DOWN
        if term.missing:
            kind, condition = "level_contrast", Condition(term.feature, missing=True)
        elif term.level is not None:
            kind, condition = "level_contrast", Condition(term.feature, levels=(term.level,))
        elif term.feature in stretches:
            kind = "trend"
            condition = Condition(term.feature, *stretches[term.feature], closed=True)
        else:
            continue
        region = Region((condition,))
        claims.append(
            Claim(
                kind,
                (term.feature,),
                direction,
                region,
                outcome_class=outcome_class,
                sources=(SOURCE,),
            )
        )
    return tuple(claims)
