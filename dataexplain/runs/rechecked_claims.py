"""All statements of an old report measured on new rows, and corrected for being many."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np

from dataexplain.models.adjustment import AdjustedRows
from dataexplain.recheck_records import (
    CHANGED,
    NOT_POSSIBLE,
    STATUSES,
    TOO_FEW_ROWS,
    DifferenceRecord,
    MeasuredRecord,
    RecheckedClaimRecord,
    RecheckedPartRecord,
    StatusCountsRecord,
)
from dataexplain.records import ReportRecord
from dataexplain.runs.old_reports import OldClaim
from dataexplain.runs.progress import Progress
from dataexplain.runs.recheck_rules import (
    ALPHA,
    EQUIVALENCE,
    Decision,
    Pair,
    change_p,
    decide,
    leading,
    new_p,
)
from dataexplain.runs.remeasuring import Remeasured, remeasure
from dataexplain.runs.same_reading import NewRows
from dataexplain.statistics import Estimate, benjamini_hochberg, two_level_q
from dataexplain.statistics.change import change, detectable
from dataexplain.tables import Task
from dataexplain.verification.evidence import FEW_EVENTS
from dataexplain.verification.verdicts import INCONCLUSIVE, MOST_ROWS_NAMED, SUPPORTED


@dataclass(frozen=True)
class Twice:
    """One statement with both measurements; without pairs it could not be measured again."""

    claim: OldClaim
    measured: tuple[Remeasured, ...]
    pairs: tuple[Pair, ...]

    @property
    def problem(self) -> str:
        """Why it cannot be measured; empty if it can."""
        return next((entry.problem for entry in self.measured if entry.problem), "")

    @property
    def scarce(self) -> str:
        """What there is too little of; empty if there is enough."""
        return next((entry.scarce for entry in self.measured if entry.scarce), "")


def recheck_claims(
    claims: Sequence[OldClaim],
    rows: AdjustedRows,
    new: NewRows,
    progress: Progress,
    *,
    old: ReportRecord,
) -> tuple[RecheckedClaimRecord, ...]:
    """Measure every statement again and decide about each.

    The differences of all statements of the report are corrected together, supported or not: the
    old estimates of the supported ones were picked for being large, and only among all that were
    tried is a difference as often too small as too large.

    Parameters
    ----------
    claims : sequence of OldClaim
    rows : AdjustedRows
        The new rows.
    new : NewRows
    progress : Progress
    old : ReportRecord
        For the rate of its outcome and the reach of its curves.
    """
    twice = []
    for done, claim in enumerate(claims, start=1):
        twice.append(_measure(claim, rows, new, old_rate(old, claim.record.outcome_class)))
        progress.step(done, len(claims))
    return decided_together(twice, curve_reach(old))


def decided_together(
    twice: Sequence[Twice], reach: Mapping[str, float]
) -> tuple[RecheckedClaimRecord, ...]:
    """Decide about all statements of a report, their differences corrected together.

    Parameters
    ----------
    twice : sequence of Twice
    reach : mapping of str to float
        What a column that is no longer held fixed can do to an effect.
    """
    families = [entry.claim.record.family for entry in twice]
    p = [change_p(entry.pairs) if entry.pairs else math.nan for entry in twice]
    q = two_level_q(p, families).q if twice else np.empty(0)
    levels = _levels(p, families)
    new_q = _new_q(twice)
    return tuple(
        _record(
            entry, (float(p[place]), float(q[place]), float(new_q[place])), levels[place], reach
        )
        for place, entry in enumerate(twice)
    )


def status_counts(claims: Sequence[RecheckedClaimRecord]) -> StatusCountsRecord:
    """Return how many statements have each status."""
    statuses = [claim.status for claim in claims]
    return StatusCountsRecord(*(statuses.count(status) for status in STATUSES))


def old_rate(old: ReportRecord, outcome_class: str | None) -> float:
    """Return the share of the rarer outcome in an old report; 1 for a number, where rows count."""
    if old.task == Task.REGRESSION:
        return 1.0
    rows = dict(zip(old.outcome.classes, old.outcome.class_rows, strict=False))
    total = float(np.sum(old.outcome.class_rows))
    known = outcome_class is not None and outcome_class in rows and total > 0
    rate = rows[outcome_class] / total if known and outcome_class else old.outcome.mean
    return min(rate, 1 - rate)


def _measure(claim: OldClaim, rows: AdjustedRows, new: NewRows, rate: float) -> Twice:
    measured = tuple(
        remeasure(contrast, claim.record.basis, rows, new.unusable) for contrast in claim.contrasts
    )
    estimates = [entry.estimate for entry in measured]
    if any(estimate is None for estimate in estimates):
        return Twice(claim, measured, ())
    pairs = paired(claim, measured, told=_old_events(claim, rate) >= FEW_EVENTS)
    return Twice(claim, measured, (*pairs, *_plain_pairs(claim, rows, new)))


def paired(claim: OldClaim, measured: Sequence[Remeasured], *, told: bool) -> tuple[Pair, ...]:
    """Put what was and what is measured of each contrast side by side.

    Parameters
    ----------
    claim : OldClaim
    measured : sequence of Remeasured
        One for each contrast.
    told : bool
        Whether the old rows were enough to test a difference.
    """
    news = [entry.estimate for entry in measured]
    return tuple(
        Pair(
            contrast.sign,
            contrast.null,
            old,
            new,
            change(old, new) if old is not None and told else None,
        )
        for contrast, old, new in zip(claim.contrasts, claim.estimates, news, strict=True)
        if new is not None
    )


def _plain_pairs(claim: OldClaim, rows: AdjustedRows, new: NewRows) -> tuple[Pair, ...]:
    """Return the plain effects of a column that does not matter: it shall not on its own either."""
    plain = [
        remeasure(contrast, "unadjusted", rows, new.unusable).estimate
        for contrast in claim.contrasts
        if contrast.null == EQUIVALENCE
    ]
    return tuple(Pair(1, EQUIVALENCE, None, entry, None) for entry in plain if entry is not None)


def _old_events(claim: OldClaim, rate: float) -> float:
    """Return what the poorer side had in the old report; a report without sides had enough."""
    if claim.record.sides is None:
        return math.inf
    return round(min(claim.record.sides) * rate)


def _levels(p: Sequence[float], families: Sequence[str]) -> list[float]:
    """Return the level at which each statement would be tested if it were the only change."""
    tested = [family for value, family in zip(p, families, strict=True) if not math.isnan(value)]
    groups = max(len(set(tested)), 1)
    return [ALPHA / groups / max(tested.count(family), 1) for family in families]


def _new_q(twice: Sequence[Twice]) -> np.ndarray:
    """Correct what the new rows say by themselves, the supported statements apart from others."""
    q = np.full(len(twice), np.nan)
    p = np.array(
        [
            new_p(entry.pairs, entry.claim.record.floor) if entry.pairs else math.nan
            for entry in twice
        ]
    )
    supported = np.array([entry.claim.record.verdict == SUPPORTED for entry in twice], dtype=bool)
    for family in (supported, ~supported):
        if family.any():
            q[family] = benjamini_hochberg(p[family])
    return q


def _record(
    twice: Twice, chances: tuple[float, float, float], level: float, reach: Mapping[str, float]
) -> RecheckedClaimRecord:
    """Write one statement down; `chances` are p and q of the change, and q of the new rows."""
    claim = twice.claim.record
    lacking = sorted({name for entry in twice.measured for name in entry.lacking})
    cautions = [caution for entry in twice.measured for caution in entry.cautions]
    if lacking:
        named = ", ".join(repr(name) for name in lacking)
        cautions.append(f"It was measured with {named} held fixed, which cannot be done now.")
    decision, shown, difference = _decided(twice, chances, level)
    if decision.status == CHANGED and lacking:
        bound = sum(reach.get(name, math.inf) for name in lacking)
        decision = _unlike(decision, twice.pairs[shown], lacking, bound)
    new_q = chances[2]
    old = twice.claim.estimates[shown]
    return RecheckedClaimRecord(
        id=claim.id,
        kind=claim.kind,
        text=claim.text,
        features=claim.features,
        outcome_class=claim.outcome_class,
        unit=claim.unit,
        floor=claim.floor,
        basis=claim.basis,
        verdict=claim.verdict,
        status=decision.status,
        how=decision.how,
        new_verdict=decision.new_verdict,
        reason=decision.reason,
        old=_measured(old),
        new=_measured(twice.pairs[shown].new) if twice.pairs else None,
        difference=difference,
        new_q=None if math.isnan(new_q) else new_q,
        rows_needed=decision.rows_needed,
        cautions=tuple(dict.fromkeys(cautions)),
        parts=_parts(twice),
        rank=claim.rank,
    )


def _decided(
    twice: Twice, chances: tuple[float, float, float], level: float
) -> tuple[Decision, int, DifferenceRecord | None]:
    """Return the decision, which contrast is shown, and its difference."""
    claim = twice.claim.record
    p, q, new_q = chances
    if twice.problem:
        shown = _first_known(twice.claim)
        return Decision(NOT_POSSIBLE, "", INCONCLUSIVE, twice.problem), shown, None
    if twice.scarce:
        needed = _rows_for_events(twice)
        shown = _first_known(twice.claim)
        return Decision(TOO_FEW_ROWS, "", INCONCLUSIVE, twice.scarce, needed), shown, None
    decision = decide(
        twice.pairs, floor=claim.floor, change_q=q, new_q=new_q, old_verdict=claim.verdict
    )
    shown = leading(twice.pairs)
    parts = sum(pair.change is not None for pair in twice.pairs)
    return decision, shown, _difference(twice.pairs[shown].change, p, q, level / max(parts, 1))


def _unlike(decision: Decision, pair: Pair, lacking: Sequence[str], bound: float) -> Decision:
    """Take a change back that columns held fixed then, and missing now, may explain."""
    assert pair.change is not None
    differs = pair.change.signed(1 if pair.change.effect > 0 else -1)
    if differs.p_above(bound) <= ALPHA / 2:
        return decision
    named = ", ".join(map(repr, lacking))
    reason = (
        f"It differs, but {named} was held fixed then and cannot be now, which may be all that "
        "differs: like is not compared with like."
    )
    return replace(decision, status=NOT_POSSIBLE, how="", reason=reason)


def curve_reach(report: ReportRecord) -> dict[str, float]:
    """Return how far each column's curve reaches from its lowest to its highest value.

    What a column that is no longer held fixed can do to an effect is at most about that.
    """
    reach: dict[str, float] = {}
    for curve in report.curves:
        values = [*curve.values, *([] if curve.missing_value is None else [curve.missing_value])]
        if values:
            spread = max(values) - min(values)
            reach[curve.feature] = max(reach.get(curve.feature, 0.0), spread)
    return reach


def _first_known(claim: OldClaim) -> int:
    return next((place for place, old in enumerate(claim.estimates) if old is not None), 0)


def _rows_for_events(twice: Twice) -> int | None:
    """Return how many rows like the new ones would have enough on the poorer side."""
    needed = 0
    for entry in twice.measured:
        if not entry.events:
            return None
        needed = max(needed, math.ceil(entry.rows * FEW_EVENTS / entry.events))
    return needed if needed < MOST_ROWS_NAMED else None


def _difference(
    estimate: Estimate | None, p: float, q: float, level: float
) -> DifferenceRecord | None:
    if estimate is None or not estimate.testable:
        return None
    return DifferenceRecord(
        effect=estimate.effect,
        interval=estimate.interval,
        p=p,
        q=q,
        standard_error=estimate.standard_error,
        degrees_of_freedom=_freedom(estimate),
        level=level,
        detectable=detectable(estimate, level),
    )


def _measured(estimate: Estimate | None) -> MeasuredRecord | None:
    if estimate is None or not estimate.testable:
        return None
    overlap = float(estimate.overlap)
    return MeasuredRecord(
        effect=float(estimate.effect),
        interval=(float(estimate.interval[0]), float(estimate.interval[1])),
        p=float(estimate.p),
        n=estimate.n,
        standard_error=float(estimate.standard_error),
        degrees_of_freedom=_freedom(estimate),
        overlap=None if math.isnan(overlap) else overlap,
        method=estimate.method,
    )


def _freedom(estimate: Estimate) -> float | None:
    return None if math.isinf(estimate.degrees_of_freedom) else float(estimate.degrees_of_freedom)


def _parts(twice: Twice) -> tuple[RecheckedPartRecord, ...]:
    if len(twice.pairs) < 2:
        return ()
    return tuple(
        RecheckedPartRecord(
            pair.sign,
            _measured(pair.old),
            _measured(pair.new),
            None if pair.change is None else pair.change.p,
        )
        for pair in twice.pairs
    )
