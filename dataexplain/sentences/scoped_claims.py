"""Claims about some rows only, and of one group of rows against another."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from dataexplain.claims import DOWN, UP, Claim, Condition, Region, compile_claim
from dataexplain.errors import ParameterError
from dataexplain.sentences.building import SOURCE, Building
from dataexplain.sentences.refusing import UntestableError

RULE = "rule_effect"
# What is tested of some rows as of all; where a course turns is a matter of all rows.
_OF_SOME_ROWS = frozenset(("trend", "level_contrast", "term_effect", "question_effect", RULE))


def within(claim: Claim, scope: Sequence[Condition]) -> Claim:
    """Return a claim that speaks of the rows of a scope only.

    Parameters
    ----------
    claim : Claim
    scope : sequence of Condition

    Raises
    ------
    UntestableError
        Where the kind of claim is about all rows, or no row can be meant.

    Examples
    --------
    >>> claim = Claim("trend", ("age",), "up", Region((Condition("age", 20.0, 60.0),)))
    >>> within(claim, [Condition("sex", levels=("female",))]).within.columns
    ('sex',)
    """
    if not scope:
        return claim
    names = " and ".join(dict.fromkeys(entry.column for entry in scope))
    if claim.kind not in _OF_SOME_ROWS:
        raise UntestableError(
            f"It speaks of some rows only, by {names}; that can be tested of a trend, or of a "
            "group among these rows."
        )
    scoped = replace(claim, within=Region(tuple(scope)))
    try:
        compile_claim(scoped, ())
    except ParameterError as error:
        raise UntestableError(f"No row can be meant by what it says of {names}.") from error
    return scoped


def group_against_group(
    building: Building, own: Sequence[Condition], other: Sequence[Condition], sign: int
) -> Claim | None:
    """Return that the outcome is higher or lower in one group of rows than in another.

    None where one of them has no row, or all.

    Parameters
    ----------
    building : Building
    own, other : sequence of Condition
    sign : int
    """
    region, against = Region(tuple(own)), Region(tuple(other))
    told = [entry for entry in (*own, *other) if entry.column not in building.text_kinds]
    frame = building.table.frame.iloc[building.rows]
    if any(not entry.mask(frame).any() for entry in told):
        return None
    return Claim(
        RULE,
        tuple(dict.fromkeys(entry.column for entry in (*own, *other))),
        UP if sign > 0 else DOWN,
        region,
        against=against,
        outcome_class=building.outcome_class,
        sources=(SOURCE,),
    )
