"""Hypotheses and templates -> the few claims that go to the vault, by a look at discovery rows."""

from __future__ import annotations

import dataclasses
import math
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial

from dataexplain.claims import KINDS, NONE, Claim, compile_claim
from dataexplain.claims.kinds import INTERPLAY, PLAIN
from dataexplain.models.adjustment import AdjustedRows
from dataexplain.readers.agreement import merge_claims
from dataexplain.readers.entanglement import entangled_columns
from dataexplain.readers.flat_columns import read_flat_columns
from dataexplain.readers.interplay import choose_interplay
from dataexplain.readers.pairs import read_pairs
from dataexplain.readers.proposing import LEAST_SHARED_LEANING, MOST_OF_A_KIND, leaning
from dataexplain.readers.term_effects import answered
from dataexplain.runs.proposers import claimable
from dataexplain.search.column_views import ColumnView
from dataexplain.search.hypothesis_claims import LANGUAGE_MODEL, UNKNOWN_COLUMN, claim_of
from dataexplain.search.hypothesis_schema import Hypothesis
from dataexplain.tables import Column, Table

TEMPLATES = "templates"
REPEATED = "said before"
SAME = "the same in other words as another"
CONTRADICTED = "contradicted by these rows"
WEAK = "too weak on these rows to be worth a test"
UNMEASURED = "not to be measured on these rows"
NOT_FLAT = "of a column that these rows could not show to be of no matter"
EXPLAINED = "on two columns, explained by others"
CROWDED = "of a column on which stronger ones are tested"
BEYOND = "beyond the number wanted"


@dataclass(frozen=True)
class ShortList:
    """What goes to the vault, and what became of everything else.

    Parameters
    ----------
    claims : tuple of Claim
        The strongest first on the rows that propose; what is said of texts comes last.
    templates : int
        How many claims came from templates of two conditions.
    dropped : Counter
        How many hypotheses and templates are not among the claims, by reason.
    """

    claims: tuple[Claim, ...] = ()
    templates: int = 0
    dropped: Counter[str] = field(default_factory=Counter)


@dataclass
class _Found:
    """Claims of all classes with how far the rows lean their way."""

    strengths: dict[Claim, float] = field(default_factory=dict)
    flat: list[Claim] = field(default_factory=list)
    of_texts: list[Claim] = field(default_factory=list)
    templates: int = 0
    dropped: Counter[str] = field(default_factory=Counter)


def short_list(
    hypotheses: Sequence[Hypothesis],
    table: Table,
    rows: AdjustedRows,
    views: Mapping[str, ColumnView],
    floors: Mapping[str | None, float],
    most: int,
) -> ShortList:
    """Choose what is worth a test: what the rows that propose do not contradict, each thing once.

    Parameters
    ----------
    hypotheses : sequence of Hypothesis
        Of any round.
    table : Table
    rows : AdjustedRows
        Discovery rows.
    views : mapping of str to ColumnView
        The columns that may be spoken of.
    floors : mapping of outcome class to float
    most : int
        How many claims on columns may go to the vault.

    Returns
    -------
    ShortList
        Every hypothesis and every template is among its claims or counted as dropped.
    """
    found = _Found()
    for outcome_class in rows.outcomes:
        own = [entry for entry in hypotheses if entry.outcome_class == outcome_class]
        _screen(own, table, rows, views, floors[outcome_class], outcome_class, found)
    ordered = sorted(found.strengths, key=lambda claim: (-found.strengths[claim], claim.id))
    claims = [*_uncrowded(ordered, found.dropped), *found.flat]
    found.dropped[BEYOND] += max(0, len(claims) - most)
    return ShortList((*claims[:most], *found.of_texts), found.templates, Counter(+found.dropped))


def _screen(
    hypotheses: Sequence[Hypothesis],
    table: Table,
    rows: AdjustedRows,
    views: Mapping[str, ColumnView],
    floor: float,
    outcome_class: str | None,
    found: _Found,
) -> None:
    """Add what holds on the rows for one class."""
    features = claimable(table)
    bound = entangled_columns(rows, outcome_class, tuple(column.name for column in features))
    seen = tuple(column for column in features if column.name in views)
    templates = [
        dataclasses.replace(claim, sources=(TEMPLATES,))
        for claim in read_pairs(rows, seen, outcome_class)
    ]
    found.templates += len(templates)
    flat, others = _made(hypotheses, table, rows, views, floor, found.dropped)
    found.flat += flat
    claims = [*(_entangled(claim, bound) for claim in others), *templates]
    strengths = {claim: _strength(claim, rows) for claim in claims}
    kept = [claim for claim in claims if not _told(_problem(claim, strengths), found.dropped)]
    merged = merge_claims(sorted(kept, key=lambda claim: (-strengths[claim], claim.id)), rows.frame)
    found.dropped[SAME] += len(kept) - len(merged)
    known = {claim.id: strength for claim, strength in strengths.items()}
    single = [claim for claim in merged if claim.kind not in INTERPLAY]
    twins = {name: min(name, others[0]) for name, others in bound.items() if others}
    both = choose_interplay(merged, rows, twins, partial(leaning, rows=rows), _least)
    found.dropped[EXPLAINED] += len(merged) - len(single) - len(both)
    found.strengths |= {claim: known[claim.id] for claim in (*single, *both)}
    found.of_texts += _of_texts(features, bound, rows, outcome_class)


def _made(
    hypotheses: Iterable[Hypothesis],
    table: Table,
    rows: AdjustedRows,
    views: Mapping[str, ColumnView],
    floor: float,
    dropped: Counter[str],
) -> tuple[list[Claim], list[Claim]]:
    """Return the claims that a column does not matter, and all others, each once."""
    made: dict[str, Claim] = {}
    for hypothesis in hypotheses:
        if hypothesis.direction == NONE:
            claim = _flat(hypothesis, table, rows, views, floor)
        else:
            claim = claim_of(hypothesis, views, rows.frame)
        if isinstance(claim, str):
            dropped[claim] += 1
        elif claim.id in made:
            dropped[REPEATED] += 1
        else:
            made[claim.id] = claim
    flat = [claim for claim in made.values() if claim.direction == NONE]
    return flat, [claim for claim in made.values() if claim.direction != NONE]


def _flat(
    hypothesis: Hypothesis,
    table: Table,
    rows: AdjustedRows,
    views: Mapping[str, ColumnView],
    floor: float,
) -> Claim | str:
    (condition,) = hypothesis.conditions
    if condition.column not in views:
        return UNKNOWN_COLUMN
    column = table.column(condition.column)
    found = read_flat_columns(rows, (column,), floor, hypothesis.outcome_class)
    return dataclasses.replace(found[0], sources=(LANGUAGE_MODEL,)) if found else NOT_FLAT


def _entangled(claim: Claim, bound: Mapping[str, tuple[str, ...]]) -> Claim:
    if len(claim.features) > 1:
        return claim
    return dataclasses.replace(claim, entangled_with=bound[claim.features[0]])


def _problem(claim: Claim, strengths: Mapping[Claim, float]) -> str:
    """Return why a claim is not worth a test, or an empty text."""
    strength = strengths[claim]
    if strength == 0:
        return UNMEASURED
    if strength < 0:
        return CONTRADICTED
    return WEAK if strength <= _least(claim) else ""


def _told(problem: str, dropped: Counter[str]) -> bool:
    """Count a problem, and tell whether there is one."""
    if problem:
        dropped[problem] += 1
    return bool(problem)


def _least(claim: Claim) -> float:
    """Return how far rows must lean: less where nobody searched them for the place."""
    if claim.kind in INTERPLAY and LANGUAGE_MODEL in claim.sources:
        return LEAST_SHARED_LEANING
    return KINDS[claim.kind].LEAST_LEANING


def _strength(claim: Claim, rows: AdjustedRows) -> float:
    """Return how far rows lean a claim's way, on its own if not with other columns held fixed.

    It is 0 where neither can be measured.
    """
    return max((z for z in (leaning(claim, rows), _alone(claim, rows)) if z), default=0.0)


def _alone(claim: Claim, rows: AdjustedRows) -> float:
    """Return how far rows lean a claim's way on its own; 0 where that is nothing to speak of."""
    if KINDS[claim.kind].FAMILY != PLAIN:
        return 0.0
    signed = [entry.sign * rows.unadjusted(entry).z for entry in compile_claim(claim, rows.names)]
    return 0.0 if any(math.isnan(z) for z in signed) else float(min(signed))


def _uncrowded(ordered: Iterable[Claim], dropped: Counter[str]) -> list[Claim]:
    """Keep a few claims a column, and one of a kind where columns cannot be told apart."""
    taken: Counter[object] = Counter()
    kept = []
    for claim in ordered:
        together = bool(claim.entangled_with)
        place = (claim.kind, claim.family if together else claim.features, claim.outcome_class)
        if taken[place] < (1 if together else MOST_OF_A_KIND):
            taken[place] += 1
            kept.append(claim)
        else:
            dropped[CROWDED] += 1
    return kept


def _of_texts(
    features: Iterable[Column],
    bound: Mapping[str, tuple[str, ...]],
    rows: AdjustedRows,
    outcome_class: str | None,
) -> list[Claim]:
    """Return a claim for each property that texts were judged for, the way these rows lean."""

    def leans(claim: Claim) -> float:
        return leaning(claim, rows) or _alone(claim, rows)

    asked = [column for column in features if column.asked]
    return [
        dataclasses.replace(claim, sources=(LANGUAGE_MODEL,))
        for claim in answered([], asked, bound, outcome_class, leans)
    ]
