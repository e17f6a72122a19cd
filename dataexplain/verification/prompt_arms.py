"""All that a test of sentences asks, in the order in which a budget should end."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from dataexplain.llm import ChatModel
from dataexplain.search.prompts.answering_form import CLASSES, AnsweringForm
from dataexplain.search.prompts.candidate import PromptCandidate
from dataexplain.tables.pairs import Pairs
from dataexplain.verification.prompt_asking import Given, Progress, PromptAsking
from dataexplain.verification.prompt_controls import (
    can_be_shuffled,
    drawn_examples,
    shuffled_sentences,
)
from dataexplain.verification.prompt_measuring import (
    COPY,
    EXAMPLES,
    NO_SENTENCE,
    SHUFFLED,
    SIMPLE_RULE,
    Comparison,
    PromptChances,
)
from dataexplain.verification.prompt_pairs import HeldOutPairs, label_of
from dataexplain.verification.prompt_simple_rules import copying, simple_rules
from dataexplain.verification.prompt_telling import BY_CODE, Told

ANOTHER_PHRASING = "another phrasing"
NO_MODEL = "no language model was there to follow it; with one it can be tested"
ENDED = "The budget ended before all sentences were asked about on all held-out rows."


@dataclass
class _Asked:
    """What one sentence was given so far."""

    candidate: PromptCandidate
    given: Given
    shuffled: Given
    second: Given | None = None
    replies: tuple[str | None, ...] = field(default=())


class Arms:
    """Asks with each sentence and with what it is compared with, on the same pairs.

    What decides comes first, sentence after sentence; then replies, second readings and examples.

    Parameters
    ----------
    held_out : HeldOutPairs
    discovery : Pairs
    form : AnsweringForm
    model, second_model : ChatModel or None
    seed : int
    progress : callable, optional
        Called with the number of answers, and of all there will be.

    Attributes
    ----------
    notes : tuple of str
    """

    def __init__(
        self,
        held_out: HeldOutPairs,
        discovery: Pairs,
        form: AnsweringForm,
        model: ChatModel | None,
        second_model: ChatModel | None,
        *,
        seed: int,
        progress: Progress | None = None,
    ) -> None:
        self._held_out, self._form, self._seed = held_out, form, seed
        self._model, self._second_model = model, second_model
        self._rules = simple_rules(discovery, form)
        self._examples = drawn_examples(discovery, held_out.pairs, seed)
        self._progress = progress
        self._done = self._total = 0
        self.notes: tuple[str, ...] = ()

    def planned(self, listed: Sequence[PromptCandidate]) -> int:
        """Return how many answers will be asked for, at most."""
        if self._model is None or self._held_out.problem:
            return 0
        by_model = sum(candidate.rule is None for candidate in listed)
        replies = by_model if self._form.kind != CLASSES else 0
        ways = 1 + 2 * len(listed) + replies + self._second_readings(listed)
        return len(self._held_out) * (ways + bool(self._examples))

    def ask(
        self, listed: Sequence[PromptCandidate]
    ) -> tuple[tuple[PromptChances, ...], tuple[Told, ...]]:
        """Ask all of a list.

        Parameters
        ----------
        listed : sequence of PromptCandidate

        Returns
        -------
        (tuple of PromptChances, tuple of Told)
            In the order of the list.
        """
        self._total = self.planned(listed)
        model = None if self._held_out.problem or not listed else self._model
        asking = None if model is None else self._asker(model)
        nothing = Given.nothing(self._held_out)
        unaided = nothing if asking is None else asking.give([None])
        asked = [self._decisive(candidate, asking) for candidate in listed]
        examples = self._beside(asked, asking)
        if asking is not None:
            self.notes = (*asking.notes, *((ENDED,) if asking.ended else ()))
        chances = tuple(self._chances(one, unaided, examples) for one in asked)
        return chances, tuple(
            self._told(one, known, place, asking)
            for place, (one, known) in enumerate(zip(asked, chances, strict=True), start=1)
        )

    def _decisive(self, candidate: PromptCandidate, asking: PromptAsking | None) -> _Asked:
        if asking is None:
            nothing = Given.nothing(self._held_out)
            return _Asked(candidate, nothing, nothing)
        shuffles = shuffled_sentences(candidate.sentence, self._seed)
        # each pair meets one of the orders: as good as all of them, at a fifth of the cost
        in_turn = [shuffles[row % len(shuffles)] for row in range(len(self._held_out))]
        return _Asked(candidate, asking.give([candidate.sentence]), asking.give(in_turn))

    def _beside(self, asked: Sequence[_Asked], asking: PromptAsking | None) -> Given:
        """Ask what is only told: replies, second readings, and examples in a sentence's place."""
        if asking is None or self._model is None:
            return Given.nothing(self._held_out)
        for one in asked:
            if one.candidate.rule is None:
                one.replies = asking.answers(one.candidate.sentence, one.given)
        second = self._second_model
        other = None if second is None else self._asker(second)
        for one in asked:
            if other is not None:
                one.second = other.give([one.candidate.sentence])
            elif one.candidate.rule is None:
                one.second = asking.give([one.candidate.sentence], wording=1)
            else:
                one.second = one.given  # the first reading by a model, code being the first
        if not self._examples:
            return Given.nothing(self._held_out)
        return asking.give([None], examples=True)

    def _chances(self, one: _Asked, unaided: Given, examples: Given) -> PromptChances:
        candidate = one.candidate
        by_model = candidate.rule is None
        shown = f"{len(self._examples)} discovery rows in place of a sentence"
        comparisons = [
            Comparison(NO_SENTENCE, unaided, by_model),
            Comparison(SHUFFLED, one.shuffled, by_model, self._shuffled_as(candidate)),
            *(
                Comparison(SIMPLE_RULE, self._by_rule(rule.answer), detail=rule.said)
                for rule in self._rules
            ),
            Comparison(EXAMPLES, examples, False, shown),
        ]
        if candidate.rule is None:
            problem = NO_MODEL if self._model is None else ""
            return PromptChances(candidate, one.given, tuple(comparisons), problem)
        comparisons.append(Comparison(COPY, self._by_rule(copying(self._rules).answer)))
        given = self._by_rule(candidate.rule.apply)
        return PromptChances(candidate, given, tuple(comparisons))

    def _shuffled_as(self, candidate: PromptCandidate) -> str:
        if not can_be_shuffled(candidate.sentence):
            return "it has too few words: sentences that have nothing to do with it"
        return f"such as “{shuffled_sentences(candidate.sentence, self._seed)[0]}”"

    def _by_rule(self, answer: Callable[[str], str | None]) -> Given:
        answers = [answer(input) for input in self._held_out.pairs.inputs]
        counted = [None if said is None else label_of(said, self._form) for said in answers]
        return Given.by_code(counted, self._held_out)

    def _told(
        self, one: _Asked, chances: PromptChances, place: int, asking: PromptAsking | None
    ) -> Told:
        rule, model = one.candidate.rule, self._model
        second_by = (self._second_model or model) if rule or self._second_model else None
        replies = one.replies
        if rule is not None and not self._held_out.problem:
            inputs = self._held_out.pairs.inputs
            replies = tuple(label_of(rule.apply(input) or "", self._form) for input in inputs)
        basis = "probability" if asking is None else asking.basis
        return Told(
            model="" if model is None else model.name,
            basis=basis if rule is None else BY_CODE,
            replies=replies,
            given=chances.given,
            second=one.second,
            second_by=ANOTHER_PHRASING if second_by is None else second_by.name,
            place=place,
            per_token=rule is None and asking is not None and asking.per_token,
        )

    def _second_readings(self, listed: Sequence[PromptCandidate]) -> int:
        if self._second_model is not None:
            return len(listed)
        return sum(candidate.rule is None for candidate in listed)

    def _asker(self, model: ChatModel) -> PromptAsking:
        return PromptAsking(
            self._held_out, self._form, model, examples=self._examples, done=self._tick
        )

    def _tick(self) -> None:
        self._done += 1
        if self._progress is not None:
            self._progress(min(self._done, self._total), self._total)
