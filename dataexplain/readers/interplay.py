"""Which interactions are tried: those that the others do not explain.

A column that travels with one of an interaction's own brings a shadow of it: its product with the
other column. So each interaction is held against all others that are tried, in every form these
were read in, and weak ones go first.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Iterable, Mapping

import numpy as np

from dataexplain.claims import Claim, Membership, Position, Product, Varies
from dataexplain.claims.kinds import INTERPLAY
from dataexplain.models.adjustment import AdjustedRows

Pair = frozenset[str]
Leaning = Callable[[Claim], float]
MOST_PAIRS = 8


def choose_interplay(
    claims: Iterable[Claim],
    rows: AdjustedRows,
    twins: Mapping[str, str],
    leaning: Leaning,
    least: Leaning,
) -> list[Claim]:
    """Choose subgroups and interactions: of a pair the form that leans most, none twice.

    Parameters
    ----------
    claims : iterable of Claim
        Of any kind; others than subgroups and interactions are passed over.
    rows : AdjustedRows
        Discovery rows.
    twins : mapping of str to str
        One name for columns that cannot be told apart.
    leaning : callable
        How far the rows lean a claim's way.
    least : callable
        How far they must.

    Returns
    -------
    list of Claim
        The strongest first, each with what the others vary by beside it.
    """
    leanings = {claim: leaning(claim) for claim in claims if claim.kind in INTERPLAY}
    forms: dict[Pair, list[Varies]] = {}
    chosen: dict[Pair, Claim] = {}
    for claim in sorted(leanings, key=lambda claim: -leanings[claim]):
        pair = frozenset(twins.get(name, name) for name in claim.features)
        if leanings[claim] > least(claim) and (pair in chosen or len(chosen) < MOST_PAIRS):
            chosen.setdefault(pair, claim)
            forms.setdefault(pair, []).extend(_forms(claim, rows))
    for pair in reversed(list(chosen)):
        claim = _beside_others(chosen[pair], pair, chosen, forms)
        if claim.beside and leaning(claim) <= least(claim):
            del chosen[pair]
    return [_beside_others(claim, pair, chosen, forms) for pair, claim in chosen.items()]


def _beside_others(
    claim: Claim, own: Pair, chosen: Mapping[Pair, Claim], forms: Mapping[Pair, list[Varies]]
) -> Claim:
    others = [form for pair in chosen if pair != own for form in forms[pair]]
    return dataclasses.replace(claim, beside=tuple(dict.fromkeys(others)))


def _forms(claim: Claim, rows: AdjustedRows) -> tuple[Varies, ...]:
    """Return what an interaction varies by, and of two numbers their product in any case.

    A rule cut out of a smooth interaction leaves the rest of it to columns that move with its own.
    """
    if claim.factors:
        return (Product(*claim.factors),)
    rule = Membership(claim.region)
    positions = [_position(name, rows) for name in claim.features]
    if len(positions) == 2 and positions[0] is not None and positions[1] is not None:
        return rule, Product(positions[0], positions[1])
    return (rule,)


def _position(name: str, rows: AdjustedRows) -> Position | None:
    """Return the middle four fifths of a numeric column."""
    if name not in rows.centres:
        return None
    values = rows.frame[name].to_numpy(dtype=np.float64)
    known = values[~np.isnan(values)]
    if not known.size:
        return None
    low, high = np.quantile(known, [0.1, 0.9])
    return Position(name, float(low), float(high)) if low < high else None
