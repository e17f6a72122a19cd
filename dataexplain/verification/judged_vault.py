"""The vault of judged properties: tests one short list on held-out texts, then it is sealed."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from dataexplain.errors import ParameterError, VaultSealedError
from dataexplain.judged_records import JudgedRecord
from dataexplain.llm import ChatModel, Embedder
from dataexplain.llm.budget import Estimate as CostEstimate
from dataexplain.randomness import generator_for
from dataexplain.records import PassageRecord
from dataexplain.verification.early_stop import judge_until_decided
from dataexplain.verification.families import ALPHA
from dataexplain.verification.joint_gain import JointGain, joint_gain
from dataexplain.verification.judged_answers import (
    Progress,
    ask_held_out,
    ask_rows,
    estimate_asking,
)
from dataexplain.verification.judged_audit import AuditLabels, audited
from dataexplain.verification.judged_decisions import decided
from dataexplain.verification.judged_measuring import MeasuredProperty, measure, refusal_of
from dataexplain.verification.judged_telling import Telling
from dataexplain.verification.judged_texts import HeldOutTexts, ShortListed
from dataexplain.verification.strata import Strata
from dataexplain.verification.vault import LedgerEntry, TestedClaim
from dataexplain.verification.verdicts import SUPPORTED, Verdict

SEALED = (
    "These held-out texts have already decided about a list of properties; further ones need "
    "new texts."
)
# Texts of each group asked about in other wordings, pairs asked about in both orders, examples.
REWORDED, PAIRS, EXAMPLES = 20, 20, 3


@dataclass(frozen=True)
class TestedProperty(TestedClaim):
    """A property with its evidence and verdict, how it was judged, and texts for and against.

    Parameters
    ----------
    record : JudgedRecord
    passages : tuple of PassageRecord
    """

    record: JudgedRecord
    passages: tuple[PassageRecord, ...]


class JudgedVault:
    """Holds the verification texts of two groups, and tests one short list on them.

    Parameters
    ----------
    held_out : HeldOutTexts
    judge : str
        The name of the judge, for the record.
    per_group : int
        How many texts of each group are judged, fixed before any answer is seen.
    seed : int
    floor : float, optional
        The smallest difference of shares worth a statement; by default one point or a tenth of
        the property's base rate, whichever is more.
    early_stop : bool, default=False
        Whether texts are judged in batches, each property no longer than it is open; `per_group`
        is then the most. Fewer texts for clear differences, wider intervals for all.
    level : float, default=0.05
        The false discovery rate of the list: less where these texts were asked before.
    audit : AuditLabels, optional
        What people say of some of the held-out texts, drawn at random; not with `early_stop`.
    embedder : Embedder, optional
        Finds the telling part of a text that is shown.
    reworded, pairs, examples : int
        Of each supported property: texts of a group asked about in other wordings, pairs of texts
        asked about in both orders, texts shown.

    Attributes
    ----------
    joint : JointGain or None
        What the properties tell together; None before the test.
    unasked, cut, instructed : int
        Texts that the budget did not reach, of which only the beginning was shown, and of which a
        passage that tells a reader what to answer was not shown.
    answers : dict of str to ndarray
        What the judge said of the held-out texts, by property: log-odds, NaN without an answer.

    Examples
    --------
    >>> from dataexplain.llm import Scripted
    >>> from dataexplain.search.candidate import Candidate
    >>> texts = tuple(f"{'bad' if n % 10 < 3 + 4 * (n < 200) else 'good'} {n}" for n in range(400))
    >>> says = lambda request: {"Yes": 0.8 if "bad" in str(request.messages) else 0.3, "No": 0.2}
    >>> held_out = HeldOutTexts(texts, np.arange(400) < 200)
    >>> vault = JudgedVault(held_out, judge="scripted", per_group=100, seed=0, reworded=0, pairs=0)
    >>> with ChatModel(Scripted(says)) as model:
    ...     (tested,) = vault.test([ShortListed(Candidate("complains", "user"), 1.0)], model)
    >>> tested.verdict.verdict, tested.record.judged
    ('supported', (100, 100))
    """

    def __init__(
        self,
        held_out: HeldOutTexts,
        *,
        judge: str,
        per_group: int,
        seed: int,
        floor: float | None = None,
        early_stop: bool = False,
        level: float = ALPHA,
        audit: AuditLabels | None = None,
        embedder: Embedder | None = None,
        reworded: int = REWORDED,
        pairs: int = PAIRS,
        examples: int = EXAMPLES,
    ) -> None:
        if per_group < 1:
            raise ParameterError("per_group", "JudgedVault", "a whole number above 0", per_group)
        if floor is not None and not floor >= 0:
            raise ParameterError("floor", "JudgedVault", "a number of 0 or more", floor)
        if early_stop and audit is not None:
            raise ParameterError("audit", "JudgedVault", "None with early_stop", "labels")
        self._held_out = held_out
        self._judge = judge
        self._per_group = per_group
        self._seed = seed
        self._floor = floor
        self._early_stop = early_stop
        self._level = level
        self._audit = audit
        self._embedder = embedder
        self._asked_again = (reworded, pairs, examples)
        self._ledger: tuple[LedgerEntry, ...] | None = None
        self.joint: JointGain | None = None
        self.unasked = self.cut = self.instructed = 0
        self.answers: dict[str, np.ndarray] = {}

    @property
    def ledger(self) -> tuple[LedgerEntry, ...]:
        """Every hypothesis tested so far."""
        return self._ledger or ()

    def test(
        self,
        short_list: Sequence[ShortListed],
        model: ChatModel,
        progress: Progress | None = None,
    ) -> tuple[TestedProperty, ...]:
        """Test one short list and seal the vault.

        Parameters
        ----------
        short_list : sequence of ShortListed
            Of distinct properties.
        model : ChatModel
            The judge.
        progress : callable, optional
            Called with the number of texts that are judged, and of all of them.

        Returns
        -------
        tuple of TestedProperty
            In the order of the list.

        Raises
        ------
        VaultSealedError
            When a list was tested before.
        """
        if self._ledger is not None:
            raise VaultSealedError(SEALED)
        _check_distinct(short_list)
        strata = Strata.of(self._held_out)
        measured, drawn = self._judged(short_list, strata, model, progress)
        self._ledger = tuple(map(_entry, measured))
        # of words all texts are known, of other properties those that were drawn
        answers = np.full((len(self._held_out.texts), len(measured)), np.nan)
        for place, one in enumerate(measured):
            answers[drawn, place] = one.outcome.yes[drawn]
        self.joint = joint_gain(self._held_out, answers, self._seed)
        telling = Telling(
            self._held_out,
            strata,
            drawn,
            model,
            self._judge,
            "early_stop" if self._early_stop else "fixed",
            *self._asked_again,
            embedder=self._embedder,
        )
        return tuple(
            _tested(one, *decision, telling, gain)
            for one, decision, gain in zip(
                measured, decided(measured, self._level), self.joint.gains, strict=True
            )
        )

    def estimate_testing(self, properties: Sequence[str], model: ChatModel) -> CostEstimate:
        """Return what the judging of a short list would cost, without asking anything.

        What supported properties are asked again in other ways comes on top.

        Parameters
        ----------
        properties : sequence of str
        model : ChatModel
        """
        return estimate_asking(
            self._held_out, properties, model, per_group=self._per_group, seed=self._seed
        )

    def _judged(
        self,
        short_list: Sequence[ShortListed],
        strata: Strata,
        model: ChatModel,
        progress: Progress | None,
    ) -> tuple[list[MeasuredProperty], np.ndarray]:
        """Judge and measure each property; of one whose controls failed nothing is asked.

        Nor is a judge asked whether a text mentions words.
        """
        counted = [listed for listed in short_list if listed.words]
        believed = [one for one in short_list if not (one.words or refusal_of(one))]
        ways = {"per_group": self._per_group, "seed": self._seed}
        if self._early_stop:
            found, answers = judge_until_decided(
                self._held_out,
                believed,
                model,
                strata,
                **ways,
                floor=self._floor,
                level=self._level,
                progress=progress,
            )
        else:
            asked = [listed.property for listed in believed]
            answers = ask_held_out(self._held_out, asked, model, **ways, progress=progress)
            found = [
                self._audited(self._measured(listed, odds, strata), odds, model)
                for listed, odds in zip(believed, answers.log_odds.T, strict=True)
            ]
        self.unasked, self.cut = answers.unasked, answers.cut
        self.instructed = answers.instructed
        said = zip(believed, answers.log_odds.T, strict=True)
        self.answers = {listed.property: log_odds for listed, log_odds in said}
        for listed in counted:
            self.answers[listed.property] = seen = listed.counted(self._held_out.texts)
            found.append(self._measured(listed, seen, strata))
        by_property = {one.listed.property: one for one in found}
        nothing = np.full(len(self._held_out.texts), np.nan)
        measured = [
            by_property.get(listed.property) or self._measured(listed, nothing, strata)
            for listed in short_list
        ]
        return measured, answers.rows

    def _audited(
        self, one: MeasuredProperty, log_odds: np.ndarray, model: ChatModel
    ) -> MeasuredProperty:
        """Take out the judge's mistakes; labelled texts that were not drawn are judged for it."""
        if self._audit is None:
            return one
        property = one.listed.property
        rows = self._audit.rows(self._held_out, property)
        more = ask_rows(self._held_out, rows[np.isnan(log_odds[rows])], [property], model)
        said = one.listed.said(np.where(np.isnan(log_odds), more.log_odds[:, 0], log_odds))
        audits = self._audit.audits(self._held_out, property, said)
        return audited(one, audits, generator_for(self._seed, f"audit {one.claim.id}"))

    def _measured(
        self, listed: ShortListed, log_odds: np.ndarray, strata: Strata
    ) -> MeasuredProperty:
        said = listed.said(log_odds)
        return measure(self._held_out, listed, said, strata, seed=self._seed, floor=self._floor)


def _tested(
    one: MeasuredProperty,
    verdict: Verdict,
    level: float,
    telling: Telling,
    gain: float | None,
) -> TestedProperty:
    supported = verdict.verdict == SUPPORTED
    tested = TestedProperty(
        one.claim,
        one.evidence,
        verdict,
        one.floor,
        (float("nan"), float("nan")),
        telling.record(one, supported=supported, joint_gain=gain),
        telling.passages(one),
    )
    if not tested.estimate.testable:
        return tested
    return replace(tested, interval_selected=tested.estimate.at_level(level))


def _entry(one: MeasuredProperty) -> LedgerEntry:
    adjusted, unadjusted = (
        None if np.isnan(p) else float(p)
        for p in (one.evidence.adjusted_p, one.evidence.unadjusted_p)
    )
    return LedgerEntry(one.claim.id, one.claim.family, adjusted, unadjusted)


def _check_distinct(short_list: Sequence[ShortListed]) -> None:
    counted = Counter(listed.property for listed in short_list)
    twice = [property for property, count in counted.items() if count > 1]
    if twice:
        raise ParameterError("short_list", "JudgedVault", "distinct properties", twice)
