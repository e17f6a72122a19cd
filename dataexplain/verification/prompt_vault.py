"""The vault of sentences: tests one short list on held-out pairs, then it is sealed."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from dataexplain.errors import ParameterError, VaultSealedError
from dataexplain.llm import ChatModel
from dataexplain.prompt_records import PromptRecord
from dataexplain.randomness import generator_for
from dataexplain.search.prompts.answering_form import AnsweringForm
from dataexplain.search.prompts.candidate import PromptCandidate
from dataexplain.tables.pairs import Pairs
from dataexplain.verification.families import ALPHA
from dataexplain.verification.prompt_arms import Arms
from dataexplain.verification.prompt_asking import Progress
from dataexplain.verification.prompt_decisions import decided_prompts
from dataexplain.verification.prompt_measuring import (
    FLOOR,
    MeasuredPrompt,
    PromptChances,
    measure_prompt,
)
from dataexplain.verification.prompt_pairs import HeldOutPairs, Targets, drawn_pairs
from dataexplain.verification.prompt_telling import Told, prompt_record
from dataexplain.verification.vault import LedgerEntry, TestedClaim
from dataexplain.verification.verdicts import Verdict

SEALED = (
    "These held-out rows have already decided about a list of sentences; further ones need new "
    "rows."
)
ROWS = 60


@dataclass(frozen=True)
class TestedPrompt(TestedClaim):
    """A sentence with its evidence and verdict, and how it did.

    Parameters
    ----------
    record : PromptRecord
    """

    record: PromptRecord

    @property
    def effect(self) -> float:
        """The smallest gain that decides; NaN where nothing was compared."""
        return self.estimate.effect

    @property
    def interval(self) -> tuple[float, float]:
        """Its 95% interval, cut off where no gain can be."""
        return _possible(self.estimate.interval)

    @property
    def q(self) -> float:
        """The largest p of the gains that decide, corrected for all sentences."""
        return self.verdict.q

    @property
    def n(self) -> int:
        """Held-out rows that were compared."""
        return self.record.rows

    @property
    def reason(self) -> str:
        """Why the verdict is what it is, in a sentence."""
        return self.verdict.reason

    @property
    def rows_needed(self) -> int | None:
        """Rows that would probably settle an inconclusive statement."""
        return self.verdict.rows_needed


class PromptVault:
    """Holds verification pairs, and tests one short list of sentences on them.

    Parameters
    ----------
    verification : Pairs
    discovery : Pairs
        What the simple rules are learned on, and the examples are drawn from.
    form : AnsweringForm
        How the outputs are asked for.
    rows : int, default=60
        How many pairs are asked about, fixed before any answer is seen.
    seed : int
    floor : float, default=0.05
        The smallest gain in the chance of the right output worth a statement.
    level : float, default=0.05
        The false discovery rate of the list: less where these rows were asked before.

    Attributes
    ----------
    held_out : HeldOutPairs
        The pairs that were drawn.
    chances : tuple of PromptChances
        All that was given to the outputs, for `prompts_decided_again`; empty before the test.
    notes : tuple of str
        What a reader should know of the answers.

    Examples
    --------
    >>> from dataexplain.operations import Rule
    >>> shout = Rule("upper case", "Write the input in capitals.", str.upper)
    >>> names = tuple(f"{word} {n}" for n in range(20) for word in ("ann", "bo"))
    >>> pairs = Pairs(names, tuple(map(str.upper, names)), tuple(range(40)))
    >>> vault = PromptVault(
    ...     pairs.take(range(20)), discovery=pairs.take(range(20, 40)), form=AnsweringForm("free"),
    ...     seed=0,
    ... )
    >>> (tested,) = vault.test([PromptCandidate(shout.sentence, "operations", rule=shout)])
    >>> tested.verdict.verdict, tested.record.basis, tested.record.right, tested.record.asked
    ('supported', 'code', 20, 20)
    """

    def __init__(
        self,
        verification: Pairs,
        *,
        discovery: Pairs,
        form: AnsweringForm,
        seed: int,
        rows: int = ROWS,
        floor: float = FLOOR,
        level: float = ALPHA,
    ) -> None:
        if not floor >= 0:
            raise ParameterError("floor", "PromptVault", "a number of 0 or more", floor)
        if not 0 < level < 1:
            raise ParameterError("level", "PromptVault", "a number in (0, 1)", level)
        self.held_out = HeldOutPairs.of(drawn_pairs(verification, rows, seed), form)
        self._discovery = discovery
        self._form = form
        self._seed = seed
        self._floor = floor
        self._level = level
        self._ledger: tuple[LedgerEntry, ...] | None = None
        self.chances: tuple[PromptChances, ...] = ()
        self.notes: tuple[str, ...] = ()

    @property
    def ledger(self) -> tuple[LedgerEntry, ...]:
        """Every sentence tested so far."""
        return self._ledger or ()

    @property
    def targets(self) -> Targets:
        """Which output is right on each pair that was drawn."""
        return self.held_out.targets

    def test(
        self,
        listed: Sequence[PromptCandidate],
        model: ChatModel | None = None,
        *,
        second_model: ChatModel | None = None,
        progress: Progress | None = None,
    ) -> tuple[TestedPrompt, ...]:
        """Test one short list and seal the vault.

        Parameters
        ----------
        listed : sequence of PromptCandidate
            Distinct sentences, the most promising first: where a budget ends, they are asked of.
        model : ChatModel, optional
            Follows the sentences. Without one, only closed operations can be tested.
        second_model : ChatModel, optional
            Reads each sentence too, in place of a second phrasing.
        progress : callable, optional
            Called with the number of answers, and of all there will be.

        Returns
        -------
        tuple of TestedPrompt
            In the order of the list.

        Raises
        ------
        VaultSealedError
            When a list was tested before.
        """
        if self._ledger is not None:
            raise VaultSealedError(SEALED)
        _check_distinct(listed)
        arms = Arms(
            self.held_out,
            self._discovery,
            self._form,
            model,
            second_model,
            seed=self._seed,
            progress=progress,
        )
        self.chances, told = arms.ask(listed)
        self.notes = arms.notes
        measured = [self._measured(one) for one in self.chances]
        self._ledger = tuple(map(_entry, measured))
        decided = decided_prompts(measured, self._level)
        return tuple(
            self._tested(one, verdict, level, of_it)
            for one, (verdict, level), of_it in zip(measured, decided, told, strict=True)
        )

    def planned_answers(
        self, listed: Sequence[PromptCandidate], model: ChatModel | None = None
    ) -> int:
        """Return how many answers a test of a list would ask for, at most.

        Parameters
        ----------
        listed : sequence of PromptCandidate
        model : ChatModel, optional
        """
        arms = Arms(self.held_out, self._discovery, self._form, model, None, seed=self._seed)
        return arms.planned(listed)

    def _measured(self, one: PromptChances) -> MeasuredPrompt:
        generator = generator_for(self._seed, f"flips {one.candidate.sentence}")
        return measure_prompt(one, self.targets, generator, self._floor)

    def _tested(
        self, one: MeasuredPrompt, verdict: Verdict, level: float, told: Told
    ) -> TestedPrompt:
        nothing = (float("nan"), float("nan"))
        record = prompt_record(one, told, self.held_out)
        tested = TestedPrompt(one.claim, one.evidence, verdict, one.floor, nothing, record)
        if not tested.estimate.testable:
            return tested
        return replace(tested, interval_selected=_possible(tested.estimate.at_level(level)))


def _possible(interval: tuple[float, float]) -> tuple[float, float]:
    low, high = interval
    return (low, high) if np.isnan(low) else (max(low, -1.0), min(high, 1.0))


def _entry(one: MeasuredPrompt) -> LedgerEntry:
    p = one.evidence.adjusted_p
    return LedgerEntry(one.claim.id, one.claim.family, None if np.isnan(p) else float(p), None)


def _check_distinct(listed: Sequence[PromptCandidate]) -> None:
    counted = Counter(candidate.sentence for candidate in listed)
    twice = [sentence for sentence, count in counted.items() if count > 1]
    if twice:
        raise ParameterError("listed", "PromptVault", "distinct sentences", twice)
