"""What can be said. Each module holds one kind: how it compiles to contrasts, how it is worded."""

from __future__ import annotations

from typing import Protocol

from dataexplain.claims.claim import ADJUSTED, NONE, UNADJUSTED, Claim
from dataexplain.claims.contrast import Contrast
from dataexplain.claims.kinds import (
    drift,
    interaction,
    level_contrast,
    no_effect,
    prompt_predicts,
    property_difference,
    question_effect,
    rule_effect,
    subgroup,
    tail,
    term_effect,
    threshold,
    trend,
    turning_point,
)
from dataexplain.claims.scopes import scoped
from dataexplain.claims.wording import Words, listed


class Kind(Protocol):
    """A kind of claim: one module.

    `FAMILY` names the claims that are corrected for many tests together: "plain" ones, which may
    also hold on their own, or those about one mechanism. `LEAST_LEANING` is how many standard
    errors the discovery rows must lean its way for it to be tried: the more places a kind
    searches, the further; chosen on the development tables of `truth_found.py`.
    """

    FAMILY: str
    LEAST_LEANING: float

    def contrasts(self, claim: Claim, held: tuple[str, ...]) -> tuple[Contrast, ...]:
        """Compile the claim; all contrasts must hold for it to hold."""
        ...

    def sentence(self, claim: Claim, words: Words) -> str:
        """Say the claim without its evidence, no full stop."""
        ...


KINDS: dict[str, Kind] = {
    "trend": trend,
    "threshold": threshold,
    "turning_point": turning_point,
    "level_contrast": level_contrast,
    "term_effect": term_effect,
    "question_effect": question_effect,
    "property_difference": property_difference,
    "prompt_predicts": prompt_predicts,
    "rule_effect": rule_effect,
    "subgroup": subgroup,
    "interaction": interaction,
    "tail": tail,
    "no_effect": no_effect,
    "drift": drift,
}
# Both say that two columns do together what they do not do one by one.
INTERPLAY = frozenset({"subgroup", "interaction"})
PLAIN = "plain"
EQUIVALENCE = "equivalence"


def compile_claim(claim: Claim, columns: tuple[str, ...]) -> tuple[Contrast, ...]:
    """Compile a claim to contrasts, holding fixed what it names, or all it is not entangled with.

    Parameters
    ----------
    claim : Claim
    columns : tuple of str
        All feature columns of the table.

    Returns
    -------
    tuple of Contrast
        All must hold for the claim to hold.

    Examples
    --------
    >>> from dataexplain.claims.region import Condition, Region
    >>> claim = Claim("trend", ("age",), "up", Region((Condition("age", 20.0, 60.0),)))
    >>> (contrast,) = compile_claim(claim, ("age", "plan"))
    >>> contrast.varies, contrast.held.columns
    (Position(column='age', low=20.0, high=60.0), ('plan',))
    """
    free = {*claim.features, *claim.entangled_with}
    contrasts = KINDS[claim.kind].contrasts(
        claim, tuple(name for name in claim.holds(columns) if name not in free)
    )
    return tuple(scoped(entry, claim.within) for entry in contrasts)


def stated(claim: Claim, words: Words) -> str:
    """Return what a claim states, without what is held fixed, as a part of a sentence.

    Examples
    --------
    >>> from dataexplain.claims.region import Condition, Region
    >>> men = Region((Condition("sex", levels=("male",)),))
    >>> claim = Claim("trend", ("age",), "up", Region((Condition("age", 20, 60),)), within=men)
    >>> stated(claim, Words("income", regression=True))
    'average income rises as age goes from 20 to 60, among rows where sex is male'
    """
    sentence = KINDS[claim.kind].sentence(claim, words)
    if not claim.within.conditions:
        return sentence
    return f"{sentence}, among rows where {words.region(claim.within)}"


def say(
    claim: Claim,
    words: Words,
    *,
    basis: str = "adjusted",
    open_question: bool = False,
    held: bool = True,
) -> str:
    """Say a claim as a sentence that is true by itself for the effect it rests on.

    Parameters
    ----------
    claim : Claim
    words : Words
    basis : {"adjusted", "unadjusted"}
    open_question : bool, default=False
        For an unadjusted basis: whether the adjusted effect is undecided rather than absent.
    held : bool, default=True
        Whether there are other columns to hold fixed.

    Examples
    --------
    >>> from dataexplain.claims.region import Condition, Region
    >>> claim = Claim("trend", ("age",), "up", Region((Condition("age", 20.0, 60.0),)))
    >>> say(claim, Words("income", regression=True))
    'Average income rises as age goes from 20 to 60, other columns held fixed.'
    """
    sentence = stated(claim, words)
    if claim.rests_on == UNADJUSTED:
        return f"On its own, {sentence}." if held else f"{sentence[0].upper()}{sentence[1:]}."
    if basis == UNADJUSTED:
        if open_question:
            return f"On its own, {sentence}; with other columns held fixed this stays open."
        return f"On its own, {sentence}, but not after accounting for the other columns."
    sentence = sentence[0].upper() + sentence[1:]
    if not held or claim.kind == "prompt_predicts":  # which speaks of no columns
        return prompt_predicts.closed(sentence)
    if claim.held is not None:
        return f"{sentence}, {listed(claim.held, 'and')} held fixed."
    if claim.direction == NONE and claim.rests_on != ADJUSTED:
        return f"{sentence}, on its own or with other columns held fixed."
    if claim.entangled_with:
        together = ", ".join(claim.entangled_with)
        return f"{sentence}, together with {together}, which it cannot be told apart from."
    return f"{sentence}, other columns held fixed."
