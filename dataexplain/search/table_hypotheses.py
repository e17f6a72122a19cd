"""A language model is asked for hypotheses on a table: prompts, replies, what a budget reaches."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass, field, replace
from functools import reduce
from operator import add
from typing import Any

from dataexplain.errors import LanguageModelError
from dataexplain.llm import ChatModel, Estimate, Message, Purpose
from dataexplain.llm.costs import Cost
from dataexplain.llm.prompt_files import prompt
from dataexplain.search.column_views import ColumnView
from dataexplain.search.hypothesis_schema import (
    COLUMNS,
    PAIRS,
    Hypothesis,
    bound_schema,
    open_schema,
    read_hypotheses,
)

PROMPTS = {COLUMNS: "hypothesis_columns", PAIRS: "hypothesis_pairs"}
NO_DESCRIPTION = "not described"
MOST_TOKENS = 600
# Small models manage few columns and few hypotheses at a time.
COLUMNS_A_PROMPT = 6
PAIRS_A_PROMPT = 3
# Of a wide table, or one of many classes, each round asks about another part.
PROMPTS_A_ROUND = 12
Advance = Callable[[int, int], None]
_NOTHING_FOUND = "Nothing is known yet."


@dataclass(frozen=True)
class Shown:
    """What a prompt shows beside the columns, for one outcome.

    Parameters
    ----------
    about_rows : str
        What the rows are.
    rows : sequence of (mapping of str to str, str)
        The cells by column, and what is said of the outcome.
    found : sequence of str
        What the rows that propose lean to so far.
    """

    about_rows: str
    rows: Sequence[tuple[Mapping[str, str], str]]
    found: Sequence[str] = ()


@dataclass(frozen=True)
class Answers:
    """What came of some prompts.

    Parameters
    ----------
    hypotheses : tuple of Hypothesis
    dropped : Counter
        What could not be read, by reason.
    asked, no_answers : int
        Prompts answered one way or the other, and those of them without an answer.
    ended : LanguageModelError, optional
        Why the rest stayed unasked: a budget that is used up, or a model that failed.
    """

    hypotheses: tuple[Hypothesis, ...] = ()
    dropped: Counter[str] = field(default_factory=Counter)
    asked: int = 0
    no_answers: int = 0
    ended: LanguageModelError | None = None

    def __add__(self, other: Answers) -> Answers:
        return Answers(
            self.hypotheses + other.hypotheses,
            self.dropped + other.dropped,
            self.asked + other.asked,
            self.no_answers + other.no_answers,
            other.ended or self.ended,
        )


@dataclass(frozen=True)
class _Asked:
    """One prompt: its form, the outcome it asks about, and the columns it names."""

    form: str
    outcome_class: str | None
    views: tuple[ColumnView, ...]

    @property
    def most(self) -> int:
        """How many hypotheses are asked for."""
        return len(self.views) if self.form == COLUMNS else PAIRS_A_PROMPT


@dataclass(frozen=True)
class HypothesisPrompts:
    """The prompts that ask for hypotheses on one table.

    Parameters
    ----------
    description : str
        What the table is, in the user's words.
    outcomes : mapping of outcome class to str
        What each is called, such as "the probability of churn = yes".
    views : tuple of ColumnView
        The columns that may be spoken of, those that tell most first: of these pairs are asked.

    Examples
    --------
    >>> from dataexplain.llm import Scripted
    >>> asked = HypothesisPrompts("", {None: "average pain"}, (ColumnView("dose", (1.0, 5.0)),))
    >>> reply = '{"hypotheses": {"dose": {"reason": "", "outcome": "falls"}}, "unchanged": []}'
    >>> with ChatModel(Scripted([reply])) as model:
    ...     answers = asked.ask(model, 0, {None: Shown("Some rows:", ())})
    >>> answers.hypotheses[0].direction, answers.asked
    ('down', 1)
    """

    description: str
    outcomes: Mapping[str | None, str]
    views: tuple[ColumnView, ...]

    def ask(
        self,
        model: ChatModel,
        number: int,
        shown: Mapping[str | None, Shown],
        advance: Advance | None = None,
        *,
        settled: Set[str] = frozenset(),
    ) -> Answers:
        """Ask the prompts of one round, as far as the budget goes.

        Parameters
        ----------
        model : ChatModel
        number : int
            Of the round, counted from 0: each draws other replies.
        shown : mapping of outcome class to Shown
        advance : callable, optional
        settled : set of str, optional
            Columns of which something is found: of these one by one nothing more is asked.
        """
        chosen = self._of_round(number, settled)
        answers = Answers()
        for done, asked in enumerate(chosen, start=1):
            try:
                answers += self._answer(model, asked, number, shown[asked.outcome_class])
            except LanguageModelError as error:
                return replace(answers, ended=error)
            if advance is not None:
                advance(done, len(chosen))
        return answers

    def estimate(
        self, model: ChatModel, number: int, shown: Mapping[str | None, Shown]
    ) -> Estimate:
        """Return what a round would cost; nothing is asked."""
        estimates = (
            model.estimate_replies(
                [self._messages(asked, shown[asked.outcome_class])],
                _schema(model, asked),
                number,
                most_tokens=MOST_TOKENS,
            )
            for asked in self._of_round(number)
        )
        return reduce(add, estimates, Estimate(Cost(), Cost()))

    def _answer(self, model: ChatModel, asked: _Asked, number: int, shown: Shown) -> Answers:
        reply = model.generate(
            self._messages(asked, shown),
            _schema(model, asked),
            number,
            most_tokens=MOST_TOKENS,
            purpose=Purpose("hypotheses", prompt(PROMPTS[asked.form]).version),
        )
        if not reply.answered:
            return Answers(asked=1, no_answers=1)
        found, dropped = read_hypotheses(reply.value, asked.views, asked.outcome_class, asked.most)
        return Answers(found, dropped, asked=1)

    def _messages(self, asked: _Asked, shown: Shown) -> tuple[Message, ...]:
        names = [view.name for view in asked.views]
        rows = (
            f"{'; '.join(f'{name} = {cells[name]}' for name in names)}: {outcome}"
            for cells, outcome in shown.rows
        )
        values: dict[str, Any] = {
            "description": self.description or NO_DESCRIPTION,
            "outcome": self.outcomes[asked.outcome_class],
            "columns": "\n".join(view.line for view in asked.views),
            "about_rows": shown.about_rows,
            "rows": "\n".join(rows),
            "about_found": "What is found so far:",
            "found": "\n".join(shown.found) or _NOTHING_FOUND,
            "most": asked.most,
        }
        return prompt(PROMPTS[asked.form]).fill(**values)

    def _of_round(self, number: int, settled: Set[str] = frozenset()) -> list[_Asked]:
        left = [view for view in self.views if view.name not in settled]
        every = list(self._every(left or self.views))
        if len(every) <= PROMPTS_A_ROUND:
            return every
        start = number * PROMPTS_A_ROUND
        return [every[(start + place) % len(every)] for place in range(PROMPTS_A_ROUND)]

    def _every(self, views: Sequence[ColumnView]) -> Iterator[_Asked]:
        """Yield all prompts, those on the columns that tell most first."""
        leading = self.views[:COLUMNS_A_PROMPT]
        for start in range(0, len(views), COLUMNS_A_PROMPT):
            for outcome_class in self.outcomes:
                batch = tuple(views[start : start + COLUMNS_A_PROMPT])
                yield _Asked(COLUMNS, outcome_class, batch)
                if start == 0 and len(leading) > 1:
                    yield _Asked(PAIRS, outcome_class, leading)


def _schema(model: ChatModel, asked: _Asked) -> dict[str, Any]:
    if not model.capabilities.schema:
        return open_schema()
    return bound_schema(asked.form, asked.views, asked.most)
