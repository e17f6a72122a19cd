"""Fitted models -> claims to be tested. Only discovery rows are seen here."""

from __future__ import annotations

import dataclasses
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import partial

import numpy as np

from dataexplain.claims import (
    KINDS,
    Claim,
    compile_claim,
)
from dataexplain.claims.kinds import INTERPLAY
from dataexplain.models.adjustment import AdjustedRows
from dataexplain.models.fitting import ADDITIVE
from dataexplain.models.rule import Rule
from dataexplain.models.sparse import LinearTerm
from dataexplain.readers.agreement import merge_claims
from dataexplain.readers.curves import read_profile, stretch
from dataexplain.readers.drifts import read_drifts
from dataexplain.readers.entanglement import entangled_columns
from dataexplain.readers.fidelity import is_faithful
from dataexplain.readers.flat_columns import read_flat_columns
from dataexplain.readers.interactions import read_interactions
from dataexplain.readers.interplay import choose_interplay
from dataexplain.readers.pairs import read_pairs
from dataexplain.readers.profile import adjusted_profile
from dataexplain.readers.tails import read_tails
from dataexplain.readers.term_effects import answered, speak_of_terms, without_echoes
from dataexplain.readers.terms import read_terms
from dataexplain.readers.trees import named_pairs, read_rules
from dataexplain.tables import Column

# A subgroup that several models name needs less, since they did not search the same places.
LEAST_SHARED_LEANING = 2.2
LEAST_SUBGROUP_OVERLAP = 0.03
MOST_SUBGROUPS = 12
MOST_OF_A_KIND = 3
SUREST = 1e6


@dataclass(frozen=True)
class ReadableModels:
    """What the readers need of the models beside the additive one, by outcome class.

    Parameters
    ----------
    terms : mapping
        Terms of the sparse linear model.
    rules : mapping
        For each class, the rules of each rule model by its name.
    """

    terms: Mapping[str | None, tuple[LinearTerm, ...]]
    rules: Mapping[str | None, Mapping[str, tuple[Rule, ...]]]


def propose(
    rows: AdjustedRows,
    features: tuple[Column, ...],
    models: ReadableModels,
    floors: Mapping[str | None, float],
) -> tuple[Claim, ...]:
    """Read every claim worth testing off the fitted models.

    Parameters
    ----------
    rows : AdjustedRows
        Discovery rows.
    features : tuple of Column
        The columns claims may be about; others of the table are held fixed only.
    models : ReadableModels
    floors : mapping of outcome class to float
        The smallest effect worth a statement.

    Returns
    -------
    tuple of Claim
        One claim a thing said, naming all models that say it.
    """
    claims: list[Claim] = []
    for outcome_class in rows.outcomes:
        names = tuple(feature.name for feature in features)
        bound = entangled_columns(rows, outcome_class, names)
        curves = list(_from_curves(rows, features, bound, outcome_class))
        turning = {claim.features for claim in curves if claim.kind == "turning_point"}
        # a straight line over a turn would contradict it
        others = [
            claim
            for claim in _from_others(rows, features, models, bound, outcome_class)
            if not (claim.kind == "trend" and claim.features in turning)
        ]
        own = merge_claims(speak_of_terms([*curves, *others], features, rows), rows.frame)
        twins = {name: min(name, others[0]) for name, others in bound.items() if others}
        kept = _worth_trying([*own, *read_drifts(own, rows)], rows, twins)
        involved = {name for claim in kept if claim.kind in INTERPLAY for name in claim.features}
        alone = tuple(
            # of words picked for their effect it is no news that one has none, and beside the
            # answers to a question stand rows that were not judged
            feature
            for feature in features
            if feature.name not in involved and not feature.says_of_text
        )
        kept += read_flat_columns(rows, alone, floors[outcome_class], outcome_class)
        claims += kept
        claims += answered(
            kept, features, bound, outcome_class, partial(_leaning_somehow, rows=rows)
        )
    if len(rows.outcomes) > 1:
        return without_echoes(claims, partial(leaning, rows=rows))
    return tuple(claims)


def _worth_trying(
    claims: Iterable[Claim], rows: AdjustedRows, twins: Mapping[str, str]
) -> list[Claim]:
    """Keep what the discovery rows lean to: few claims a column, one an entangled group."""
    known = tuple(claims)
    leanings = {claim: leaning(claim, rows) for claim in known if claim.kind not in INTERPLAY}
    taken: Counter[object] = Counter()
    kept: list[Claim] = []
    for claim in sorted(leanings, key=lambda claim: -leanings[claim]):
        together = bool(claim.entangled_with)
        place = (claim.kind, claim.family if together else claim.features)
        most = 1 if together else MOST_OF_A_KIND
        if leanings[claim] > _least_leaning(claim) and taken[place] < most:
            taken[place] += 1
            kept.append(claim)
    leans = partial(leaning, rows=rows)
    return [*kept, *choose_interplay(known, rows, twins, leans, _least_leaning)]


def _least_leaning(claim: Claim) -> float:
    if claim.kind in INTERPLAY and len(claim.sources) > 1:
        return LEAST_SHARED_LEANING
    return KINDS[claim.kind].LEAST_LEANING


def _from_curves(
    rows: AdjustedRows,
    features: tuple[Column, ...],
    bound: Mapping[str, tuple[str, ...]],
    outcome_class: str | None,
) -> Iterable[Claim]:
    for feature in features:
        free = {feature.name, *bound[feature.name]}
        others = tuple(name for name in rows.names if name not in free)
        profile = adjusted_profile(rows, feature, others, outcome_class)
        if profile is not None:
            for claim in read_profile(profile, known_values(rows, feature), outcome_class):
                bare = dataclasses.replace(claim, entangled_with=bound[feature.name])
                agrees = is_faithful(bare, rows)
                yield dataclasses.replace(bare, sources=(ADDITIVE,)) if agrees else bare


def _from_others(
    rows: AdjustedRows,
    features: tuple[Column, ...],
    models: ReadableModels,
    bound: Mapping[str, tuple[str, ...]],
    outcome_class: str | None,
) -> Iterable[Claim]:
    """Yield what the other models say, of the subgroups the few that lean furthest."""
    allowed = frozenset(feature.name for feature in features)
    stretches = {
        feature.name: stretch(feature, known_values(rows, feature))
        for feature in features
        if not feature.nominal and len(np.unique(known_values(rows, feature))) > 1
    }
    single = [
        claim
        for claim in read_terms(models.terms.get(outcome_class, ()), stretches, outcome_class)
        if claim.features[0] in allowed
    ]
    for feature in features:
        single += read_tails(rows, feature, outcome_class)
    rule_models = models.rules.get(outcome_class, {})
    named = [(pair, name) for name, rules in rule_models.items() for pair in named_pairs(rules)]
    subgroups = [
        *read_interactions(rows, features, named, outcome_class),
        *read_pairs(rows, features, outcome_class),
    ]
    for source, rules in rule_models.items():
        for claim in read_rules(
            rules,
            rows.frame,
            rows.outcomes[outcome_class],
            source=source,
            outcome_class=outcome_class,
            allowed=allowed,
        ):
            (single if len(claim.features) == 1 else subgroups).append(claim)
    for claim in single:
        yield dataclasses.replace(claim, entangled_with=bound[claim.features[0]])
    leanings = {claim: leaning(claim, rows) for claim in merge_claims(subgroups, rows.frame)}
    yield from sorted(leanings, key=lambda claim: -leanings[claim])[:MOST_SUBGROUPS]


def leaning(claim: Claim, rows: AdjustedRows) -> float:
    """Return how far the rows lean a claim's way: the smallest signed z of its contrasts.

    It is 0 where a contrast cannot be measured, and for a subgroup with too little overlap.
    """
    signed = []
    least = LEAST_SUBGROUP_OVERLAP if claim.kind in INTERPLAY else 0.0
    for contrast in compile_claim(claim, rows.names):
        estimate = rows.adjusted(contrast)
        if estimate.overlap < least:
            return 0.0
        if not estimate.testable or estimate.effect == 0:
            return 0.0
        # without any error, as where a column decides the outcome, nothing could lean more
        error = max(estimate.standard_error, abs(estimate.effect) / SUREST)
        signed.append(contrast.sign * estimate.effect / error)
    return min(signed)


def _leaning_somehow(claim: Claim, rows: AdjustedRows) -> float:
    """Return which way the rows lean: on its own, where other columns tell what a column tells."""
    (contrast,) = compile_claim(claim, rows.names)
    return leaning(claim, rows) or contrast.sign * rows.unadjusted(contrast).effect


def known_values(rows: AdjustedRows, feature: Column) -> np.ndarray:
    """Return a numeric feature's known values, in the order of the rows; nothing for levels."""
    if feature.nominal:
        return np.empty(0)
    numbers = rows.frame[feature.name].to_numpy(dtype=np.float64)
    return np.asarray(numbers[~np.isnan(numbers)])
