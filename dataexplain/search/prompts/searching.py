"""The search for a sentence that says how outputs follow from inputs, on discovery rows.

Rules that code can follow come first, as they cost nothing; then what the user thinks; then what a
model proposes. All race on the same rows. The best are changed, and a change stays only where it
does better on the same rows than what it was made from. Where nothing gets better, sentences are
proposed anew. Nothing of this is a verdict: the best are tested on other rows.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence

from dataexplain.errors import ParameterError
from dataexplain.llm import ChatModel
from dataexplain.operations import FittedRule, fitting_rules
from dataexplain.randomness import generator_for
from dataexplain.search.prompts.answering_form import AnsweringForm, form_of
from dataexplain.search.prompts.candidate import PromptCandidate
from dataexplain.search.prompts.changing import Changing
from dataexplain.search.prompts.found import PromptSearchResult, ranked
from dataexplain.search.prompts.mutating import Mutating
from dataexplain.search.prompts.output_asking import OutputAsking, asking_table
from dataexplain.search.prompts.output_scores import UNAIDED, OutputScores
from dataexplain.search.prompts.paired_race import paired_race
from dataexplain.search.prompts.proposing import Proposing
from dataexplain.search.prompts.reading_order import reading_order
from dataexplain.search.prompts.search_notes import search_notes
from dataexplain.search.prompts.search_settings import OWNER, Progress, PromptSearchSettings
from dataexplain.search.prompts.sentence_writer import SentenceWriter
from dataexplain.tables.pairs import Pairs

HINT, OPERATIONS = "hint", "operations"
# Rules that fit fewer of the pairs are not followed up, nor more rules than these.
_LEAST_AGREEMENT, _MOST_RULES = 0.2, 6
# What is still proposed and scored beside a rule that fits.
_BESIDE_A_RULE = PromptSearchSettings(budget=44, generations=4, proposals=6, rounds=0)
# Of more pairs so many are drawn: no budget reads more, and rules are worked out on each.
MOST_PAIRS = 2000
# A smaller budget is for sentences alone; a larger one also reads what comes without any.
_BUDGET_WITH_UNAIDED = 60


def search_prompts(
    discovery: Pairs,
    model: ChatModel | None,
    *,
    form: AnsweringForm | None = None,
    settings: PromptSearchSettings | None = None,
    seed: int = 0,
    hints: Sequence[str] = (),
    context: str = "",
    rules: Sequence[FittedRule] | None = None,
    asking: OutputAsking | None = None,
    progress: Progress | None = None,
) -> PromptSearchResult:
    """Search for the sentence with which a model gives the known outputs.

    Parameters
    ----------
    discovery : Pairs
        Discovery rows only; 2,000 are drawn of more.
    model : ChatModel or None
        None for rules that code can follow, alone.
    form : AnsweringForm, optional
        How outputs are asked for; by default what the outputs suggest.
    settings : PromptSearchSettings, optional
        How much the search may do.
    seed : int, default=0
    hints : sequence of str, default=()
        Sentences of the user: they race with the others, and are shown where others are proposed.
    context : str, default=""
        What the pairs are, in the user's words.
    rules : sequence of FittedRule, optional
        By default those of the closed operations that fit.
    asking : callable, optional
        `asking_table` in place of the model's answers, for replays.
    progress : callable, optional
        Called with the number of calls so far and the largest number.

    Returns
    -------
    PromptSearchResult
        Where a budget ends, what was found until then, and a note.

    Raises
    ------
    ParameterError
        When there are no pairs, or a hint is blank.

    Examples
    --------
    >>> pairs = Pairs(("2 and 6", "1 and 1"), ("8", "2"), (0, 1))
    >>> table = {("Add.", input): {output: -0.1} for input, output in zip(*[pairs.inputs,
    ...          pairs.outputs])}
    >>> found = search_prompts(pairs, None, hints=["Add."], asking=asking_table(table), rules=())
    >>> found.best.sentence, found.best.rows, found.calls
    ('Add.', 2, 4)
    """
    if not len(discovery):
        raise ParameterError("discovery", OWNER, "one pair or more", 0)
    for hint in hints:
        if not hint.strip():
            raise ParameterError("hints", OWNER, "sentences that are not blank", hint)
    if rules is None:
        rules = fitting_rules(discovery, most=_MOST_RULES, least=_LEAST_AGREEMENT)
    allowed = _payable(settings or PromptSearchSettings(), model)
    discovery = _drawn(discovery, seed)
    sure = max((rule.agreement for rule in rules), default=0.0) >= allowed.enough
    search = _Search(
        discovery,
        model,
        form if form is not None else form_of(discovery.outputs),
        allowed.within(_BESIDE_A_RULE) if sure else allowed,
        seed=seed,
        hints=hints,
        context=context,
        asking=asking,
        progress=progress,
    )
    return search.run(rules)


def _drawn(pairs: Pairs, seed: int) -> Pairs:
    """Return the pairs, or so many of them as are searched."""
    if len(pairs) <= MOST_PAIRS:
        return pairs
    rows = generator_for(seed, "searched pairs").choice(len(pairs), MOST_PAIRS, replace=False)
    return pairs.take(sorted(rows.tolist()))


def _payable(settings: PromptSearchSettings, model: ChatModel | None) -> PromptSearchSettings:
    """Return settings that spend no more than the model's own budget has left.

    Else sentences would be written, and nothing be left to score them.
    """
    if model is None or model.budget.calls is None:
        return settings
    left = max(model.budget.calls - model.budget.spent.calls, 0)
    return dataclasses.replace(settings, budget=min(settings.budget, left))


class _Search:
    """One search: its pairs, what was asked of them, and what may still be asked."""

    def __init__(
        self,
        pairs: Pairs,
        model: ChatModel | None,
        form: AnsweringForm,
        settings: PromptSearchSettings,
        *,
        seed: int,
        hints: Sequence[str],
        context: str,
        asking: OutputAsking | None,
        progress: Progress | None,
    ) -> None:
        self._settings, self._hints, self._progress = settings, hints, progress
        self._answers = asking if asking is not None else model
        self._form = form
        self._order = reading_order(pairs, self._form, seed)
        answers = self._answers if self._answers is not None else asking_table({})
        self._scores = OutputScores(pairs, self._form, answers, budget=settings.scored)
        self._writer = SentenceWriter(model, settings.replies)
        self._proposing = Proposing(
            pairs, self._form, self._writer, seed=seed, context=context, hints=hints
        )
        self._mutating = Mutating(pairs, self._form, self._writer, seed=seed, context=context)

    def run(self, rules: Sequence[FittedRule]) -> PromptSearchResult:
        first = self._begin(rules)
        race = self._raced(first, self._settings.pool, self._settings.of_first_race)
        changing = Changing(
            self._scores,
            self._order,
            self._proposing,
            self._mutating,
            self._settings,
            tell=self._tell,
        )
        pool = changing.change(race)
        left = self._settings.scored - self._scores.calls
        kept = self._raced(pool, self._settings.keep, left // 2)
        last = self._raced(kept, 1, left)
        ranking = ranked(self._scores, last[0] if last else None)
        self._tell()
        return PromptSearchResult(
            ranking=ranking,
            form=self._form,
            scores=self._scores,
            order=self._order,
            spent={"scored": self._scores.calls, **self._writer.calls},
            tried=len(self._scores.candidates) - 1,
            accepted=changing.accepted,
            notes=search_notes(
                self._scores,
                ranking,
                self._writer,
                self._settings,
                with_model=self._answers is not None,
            ),
        )

    def _begin(self, rules: Sequence[FittedRule]) -> list[int]:
        """Collect the first sentences, the surest first, and return their places."""
        known = [PromptCandidate(fit.rule.sentence, OPERATIONS, rule=fit.rule) for fit in rules]
        if self._answers is not None:
            known += [PromptCandidate(" ".join(hint.split()), HINT) for hint in self._hints]
        places = list(self._scores.add(known))
        self._scores.ask(range(len(self._scores.pairs)), places[: len(rules)])
        if self._answers is not None and self._settings.budget >= _BUDGET_WITH_UNAIDED:
            self._scores.ask(self._order[: self._settings.minibatch], [UNAIDED])
        proposed = self._proposing.propose(
            self._settings.proposals,
            most_replies=max(self._settings.replies // 2, 1),
            tell=self._tell,
        )
        return list(dict.fromkeys([*places, *self._scores.add(proposed)]))

    def _raced(self, places: Sequence[int], keep: int, budget: int) -> list[int]:
        """Race sentences, and return those that were kept, the best first.

        Where nothing is left to race with, they stay as they are.
        """
        if not places:
            return []
        left = self._settings.scored - self._scores.calls
        race = paired_race(
            self._scores, places, self._order, keep=keep, budget=max(min(budget, left), 0)
        )
        self._tell()
        return list(race.kept) or list(places[:keep])

    def _tell(self) -> None:
        if self._progress is not None:
            done = self._scores.calls + self._writer.calls.total()
            self._progress(done, self._settings.budget)
