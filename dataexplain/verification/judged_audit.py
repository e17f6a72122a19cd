"""People's labels beside the judge's answers: its mistakes are taken out of a difference.

How often the judge is right is counted in each group by itself, on texts that people labelled, and
how well that is known goes into the interval.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, replace

import numpy as np

from dataexplain.judged_records import AuditRecord
from dataexplain.statistics import Estimate
from dataexplain.statistics.misclassification import (
    Audit,
    CorrectedDifference,
    corrected_difference,
)
from dataexplain.verification.judged_evidence import evidence_of, no_evidence
from dataexplain.verification.judged_measuring import MeasuredProperty
from dataexplain.verification.judged_outcome import Correction
from dataexplain.verification.judged_texts import HeldOutTexts

# As good as all there could be: what is left of an interval then is the audit's.
WITHOUT_END = 1e9
Pair = tuple[Audit, Audit]


@dataclass(frozen=True)
class AuditLabels:
    """What people say of texts.

    Parameters
    ----------
    labels : mapping of (str, str) to bool
        By text and property, whether the text has it.

    Examples
    --------
    >>> labels = AuditLabels({("No refund!", "mentions a refund"): True})
    >>> labels.rows(HeldOutTexts(("ok", "No refund!"), np.array([True, False])), "is long").tolist()
    []
    """

    labels: Mapping[tuple[str, str], bool]

    def rows(self, held_out: HeldOutTexts, property: str) -> np.ndarray:
        """Return the rows whose texts are labelled, each text of a group once."""
        seen: dict[tuple[str, bool], int] = {}
        for row, (text, in_a) in enumerate(zip(held_out.texts, held_out.in_a, strict=True)):
            if (text, property) in self.labels:
                seen.setdefault((text, bool(in_a)), row)
        return np.array(list(seen.values()), dtype=np.intp)

    def audits(self, held_out: HeldOutTexts, property: str, said: np.ndarray) -> Pair:
        """Count how often the judge is right in either group.

        Parameters
        ----------
        held_out : HeldOutTexts
        property : str
        said : ndarray of shape (n,)
            What the judge says of each labelled text; NaN is no answer.
        """
        rows = self.rows(held_out, property)
        rows = rows[~np.isnan(said[rows])]
        true = np.array([self.labels[held_out.texts[row], property] for row in rows], dtype=bool)
        in_a = held_out.in_a[rows]
        first, second = (Audit.of(said[rows][side] == 1, true[side]) for side in (in_a, ~in_a))
        return first, second


def audited(
    one: MeasuredProperty, audits: Pair, generator: np.random.Generator
) -> MeasuredProperty:
    """Return a property with the judge's mistakes taken out of its evidence.

    Without a label of either kind in each group it stays as it is, on the judge's word; a judge
    that may be hardly better than chance leaves nothing to be said.

    Parameters
    ----------
    one : MeasuredProperty
    audits : (Audit, Audit)
    generator : numpy.random.Generator
    """
    labelled = all(audit.having and audit.lacking for audit in audits)
    if not (labelled and one.evidence.unadjusted.testable):
        return one
    sign = one.claim.sign
    plain = _corrected(one, audits, generator)
    if plain.refusal:
        reason = plain.refusal[0].lower() + plain.refusal[1:].rstrip(".")
        nothing = no_evidence(one.outcome, sign, reason, scarce=False)
        return replace(one, evidence=nothing, audit=_record(audits))
    known = evidence_of(
        one.outcome,
        _corrected_held(one, audits, generator),
        plain,
        sign,
        problem=one.evidence.problem,
        thinned=one.evidence.thinned,
    )
    return replace(one, evidence=known, audit=_record(audits))


def _corrected(
    one: MeasuredProperty, audits: Pair, generator: np.random.Generator
) -> CorrectedDifference:
    a, b = one.outcome.plain.shares
    return corrected_difference((a.share, b.share), (a.count, b.count), audits, generator=generator)


def _corrected_held(
    one: MeasuredProperty, audits: Pair, generator: np.random.Generator
) -> Estimate:
    """Correct each answer, and add what is not known of the judge to the error."""
    first, second = audits
    correction = Correction(
        (first.sensitivity, second.sensitivity), (first.specificity, second.specificity)
    )
    held = one.outcome.held(one.held, correction)
    endless = (WITHOUT_END, WITHOUT_END)
    of_audit = corrected_difference(one.outcome.shares, endless, audits, generator=generator)
    if not (held.testable and of_audit.testable):
        return held
    return Estimate.from_standard_error(
        held.effect,
        math.hypot(held.standard_error, of_audit.standard_error),
        degrees_of_freedom=held.degrees_of_freedom,
        n=held.n,
        overlap=held.overlap,
        method=f"{held.method}, mistakes taken out",
    )


def _record(audits: Pair) -> AuditRecord:
    first, second = audits
    return AuditRecord(
        (first.labels, second.labels),
        (first.sensitivity, second.sensitivity),
        (first.specificity, second.specificity),
    )
