"""What is told of a judged property beside its verdict: its record, and texts for and against."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from dataexplain.judged_records import JudgedRecord, KeywordRecord
from dataexplain.llm import ChatModel, Embedder
from dataexplain.records import PassageRecord
from dataexplain.statistics.misclassification import CorrectedDifference
from dataexplain.verification.counter_examples import COUNTED, JUDGED, passages
from dataexplain.verification.judge_controls import rewordings, swapped_pairs
from dataexplain.verification.judged_measuring import MeasuredProperty
from dataexplain.verification.judged_texts import HeldOutTexts
from dataexplain.verification.keyword_rule import best_rule, beyond_rule
from dataexplain.verification.strata import Strata, survivals


@dataclass(frozen=True)
class Telling:
    """Looks at the texts once more when the verdicts stand.

    Parameters
    ----------
    held_out : HeldOutTexts
    strata : Strata
    drawn : ndarray of int
        The judged rows in the order they were drawn.
    model : ChatModel
        Asked other wordings and pairs, of supported properties only.
    judge : str
    mode : {"fixed", "early_stop"}
    reworded, pairs : int
        Texts of each group asked about in other wordings, and pairs asked about in both orders.
    examples : int
        Texts for a property that are shown.
    embedder : Embedder, optional
        Finds the telling part of a text.
    """

    held_out: HeldOutTexts
    strata: Strata
    drawn: np.ndarray
    model: ChatModel
    judge: str
    mode: str
    reworded: int
    pairs: int
    examples: int
    embedder: Embedder | None = None

    def record(
        self, one: MeasuredProperty, *, supported: bool, joint_gain: float | None
    ) -> JudgedRecord:
        """Return how a property was compared.

        Parameters
        ----------
        one : MeasuredProperty
        supported : bool
            Whether the judge is asked again in other ways.
        joint_gain : float or None
        """
        listed, outcome = one.listed, one.outcome
        known = one.evidence.unadjusted.testable
        asks = supported and not listed.words
        asked = (outcome, self.held_out.texts, self.drawn, listed.property, self.model)
        return JudgedRecord(
            property=listed.property,
            judge="" if listed.words else self.judge,
            source=listed.candidate.source,
            groups=self.held_out.names,
            shares=_shares(one),
            judged=outcome.judged,
            texts=self.held_out.sizes,
            effective=outcome.plain.effective,
            basis=_basis(one),
            mode="fixed" if listed.words else self.mode,
            controls=None if listed.controls is None else listed.controls[:2],
            rewordings=rewordings(*asked, per_group=self.reworded) if asks else None,
            swapped=swapped_pairs(*asked, pairs=self.pairs) if asks else None,
            keyword=self._keyword(one) if known and not listed.words else None,
            strata=survivals(outcome, self.strata) if known else (),
            audit=one.audit,
            joint_gain=joint_gain,
        )

    def passages(self, one: MeasuredProperty) -> tuple[PassageRecord, ...]:
        """Return texts for the difference, then against it."""
        counted = bool(one.listed.words)
        return passages(
            self.held_out,
            one.outcome.yes,
            self.drawn,
            one.listed.property,
            one.listed.direction,
            count=self.examples,
            terms=one.listed.words or rule_of(one),
            embedder=None if counted else self.embedder,
            answers=COUNTED if counted else JUDGED,
        )

    def _keyword(self, one: MeasuredProperty) -> KeywordRecord | None:
        return beyond_rule(one.outcome, self.held_out.texts, rule_of(one))


def _basis(one: MeasuredProperty) -> str:
    if one.listed.words:
        return "code"
    return "judge" if one.audit is None else "audit"


def _shares(one: MeasuredProperty) -> tuple[float, float]:
    """Return the shares that the difference is of: people's labels may have corrected them."""
    plain = one.evidence.unadjusted
    return plain.shares if isinstance(plain, CorrectedDifference) else one.outcome.shares


def rule_of(one: MeasuredProperty) -> tuple[str, ...]:
    """Return the words that give a property away: as given, or the best on discovery rows."""
    listed = one.listed
    if listed.rule or listed.discovery is None:
        return listed.rule or listed.candidate.terms
    return best_rule(listed.discovery.texts, listed.said_before()) or listed.candidate.terms
