"""What a model gives the known outputs, for each sentence: asked once, kept, counted.

Sentences are asked one after another, each with all the inputs it lacks, so that a server reads the
beginning of the prompt once. The first column is always what the model gives without a sentence.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import numpy as np

from dataexplain.errors import BudgetReachedError, ParameterError
from dataexplain.llm import ChatModel
from dataexplain.operations import Rule, same_answer
from dataexplain.search.prompts.answering_form import CLASSES, AnsweringForm, scored_output
from dataexplain.search.prompts.candidate import PromptCandidate
from dataexplain.search.prompts.output_asking import (
    AGREEMENT,
    PROBABILITY,
    RIGHT,
    WRONG,
    AskingModel,
    OutputAsking,
    Said,
    read_said,
)
from dataexplain.search.prompts.same_answer import plain_answer
from dataexplain.tables.pairs import Pairs

NO_SENTENCE = PromptCandidate("", "no sentence")
UNAIDED = 0
# About how many characters of an output make a token; only the scale of `shares` hangs on it.
_CHARACTERS_A_TOKEN = 4.0
# The log-probability of a token below which it does not matter how unlikely it is.
_WORST = 16.0


class OutputScores:
    """The log-probability of each pair's output, with each sentence.

    A sentence that is a closed operation costs no call: it gives an output or it does not.
    An output that is none of the classes is never right.

    Parameters
    ----------
    pairs : Pairs
        Discovery rows only, in a search.
    form : AnsweringForm
    model : ChatModel or callable
        `asking_table` in place of a model answers from what was said before.
    candidates : iterable of PromptCandidate, default=()
    budget : int, optional
        How many outputs may be asked for in all; None leaves that to the model's own budget.

    Attributes
    ----------
    candidates : tuple of PromptCandidate
        Each sentence once; the first is `NO_SENTENCE`.
    calls : int
        Outputs that were asked for.
    ended : bool
        Whether a budget ended: nothing more is asked.

    Examples
    --------
    >>> from dataexplain.search.prompts.output_asking import asking_table
    >>> pairs = Pairs(("2 and 6", "1 and 1"), ("8", "2"), (0, 1))
    >>> add = PromptCandidate("Add.", "hint")
    >>> asking = asking_table({("Add.", "2 and 6"): {"8": -0.1}, (None, "2 and 6"): {"8": -2.0}})
    >>> scores = OutputScores(pairs, AnsweringForm("free"), asking, [add])
    >>> scores.ask([0], [0, 1]), scores.log_p[0].tolist(), scores.calls
    (True, [-2.0, -0.1], 2)
    """

    def __init__(
        self,
        pairs: Pairs,
        form: AnsweringForm,
        model: ChatModel | OutputAsking,
        candidates: Iterable[PromptCandidate] = (),
        *,
        budget: int | None = None,
    ) -> None:
        if budget is not None and budget < 0:
            raise ParameterError("budget", "OutputScores", "0 or more calls, or None", budget)
        self.pairs, self.form = pairs, form
        self.candidates: tuple[PromptCandidate, ...] = ()
        self.calls = 0
        self.ended = False
        self._asking = AskingModel(model, form) if isinstance(model, ChatModel) else model
        self._budget = budget
        self._said: dict[tuple[str | None, str], dict[str, float]] = {}
        self._right: dict[int, np.ndarray] = {}
        self._log_p = np.empty((len(pairs), 0))
        self._asked = np.empty((len(pairs), 0), dtype=bool)
        # what can be asked for at all; an empty output has no probability
        self._empty = np.array([not output.strip() for output in pairs.outputs], dtype=bool)
        self._outside = np.array(list(map(self._is_outside, pairs.outputs)), dtype=bool)
        tokens = [len(scored_output(output)) / _CHARACTERS_A_TOKEN for output in pairs.outputs]
        self._lengths = np.ones(len(pairs)) if form.kind == CLASSES else np.maximum(tokens, 1)
        self.add((NO_SENTENCE, *candidates))

    @property
    def log_p(self) -> np.ndarray:
        """Log p of the right output, shape (pairs, candidates); NaN: no answer, or not asked."""
        view = self._log_p.view()
        view.flags.writeable = False
        return view

    @property
    def chances(self) -> np.ndarray:
        """The probability of the right output; NaN as in `log_p`."""
        return np.asarray(np.exp(self._log_p))

    @property
    def shares(self) -> np.ndarray:
        """The probability as a mean over an output's tokens, so that long ones differ from 0 too.

        Of a class, and of an output of up to four characters, it is the chance itself.
        """
        return np.asarray(np.exp(self._log_p / self._tokens[:, np.newaxis]))

    @property
    def merits(self) -> np.ndarray:
        """What sentences are compared by: between 0 and 1, and the larger the likelier the output.

        Half of it is the share. Where a share is next to nothing with any sentence, its logarithm
        still tells them apart: the other half is that, from 0 (a token of 1 in 9 million) to 1.
        """
        # no surer than code: a rule is not behind a model that is very sure
        logs = np.minimum(self._log_p, RIGHT) / self._tokens[:, np.newaxis]
        logs = np.maximum(logs, -_WORST)
        return np.asarray((np.exp(logs) + 1 + logs / _WORST) / 2)

    @property
    def asked(self) -> np.ndarray:
        """What was asked, shape (pairs, candidates); with NaN in `log_p`: no answer."""
        view = self._asked.view()
        view.flags.writeable = False
        return view

    @property
    def no_answers(self) -> int:
        """How often there was no answer."""
        return int((self._asked & np.isnan(self._log_p)).sum())

    @property
    def basis(self) -> str:
        """Return "probability", or "agreement" where replies were compared."""
        return str(getattr(self._asking, "basis", PROBABILITY))

    @property
    def notes(self) -> tuple[str, ...]:
        """What a reader should know of the answers."""
        return tuple(getattr(self._asking, "notes", ()))

    def add(self, candidates: Iterable[PromptCandidate]) -> tuple[int, ...]:
        """Take further candidates, of which nothing is asked yet.

        Returns
        -------
        tuple of int
            Their places; a sentence that is here already keeps its place and its answers.
        """
        places = {known.sentence: place for place, known in enumerate(self.candidates)}
        added = list(self.candidates)
        taken = []
        for candidate in candidates:
            if candidate.sentence not in places:
                places[candidate.sentence] = len(added)
                added.append(candidate)
            taken.append(places[candidate.sentence])
        more = ((0, 0), (0, len(added) - len(self.candidates)))
        for place in range(len(self.candidates), len(added)):
            if (rule := added[place].rule) is not None:
                self._right[place] = self._given_by(rule)
        self._log_p = np.pad(self._log_p, more, constant_values=np.nan)
        self._asked = np.pad(self._asked, more, constant_values=False)
        self.candidates = tuple(added)
        return tuple(taken)

    def cost(self, rows: Sequence[int], columns: Sequence[int]) -> int:
        """Return how many calls `ask` would make."""
        free = self._empty | self._outside
        asked_for = [row for row in dict.fromkeys(rows) if not free[row]]
        asking = [column for column in dict.fromkeys(columns) if column not in self._right]
        return int((~self._asked[np.ix_(asked_for, asking)]).sum())

    def ask(self, rows: Sequence[int], columns: Sequence[int]) -> bool:
        """Ask what was not asked before, sentence after sentence.

        Parameters
        ----------
        rows, columns : sequence of int
            Places of pairs and of candidates.

        Returns
        -------
        bool
            Whether all of them are asked now; False where a budget ended.
        """
        wanted = np.array(list(dict.fromkeys(rows)), dtype=np.int64)
        for column in dict.fromkeys(columns):
            missing = wanted[~self._asked[wanted, column]]
            if column in self._right:
                self._asked[missing, column] = True
            elif not self.ended:
                self._ask_column(missing, column)
        self._follow_rules()
        return bool(self._asked[np.ix_(wanted, np.asarray(columns, dtype=np.int64))].all())

    def table(self) -> dict[tuple[str | None, str], Said]:
        """Return what was said so far, for `asking_table`: a replay costs nothing.

        Of classes it holds the probability of each, so that outputs may be permuted.
        """
        return {key: dict(said) for key, said in self._said.items()}

    @property
    def _tokens(self) -> np.ndarray:
        """About how many tokens an output has; one where it is chosen, or compared as a whole."""
        return np.ones(len(self.pairs)) if self.basis == AGREEMENT else self._lengths

    def _ask_column(self, rows: np.ndarray, column: int) -> None:
        settled = self._empty[rows] | self._outside[rows]
        self._asked[rows[settled], column] = True
        self._log_p[rows[settled & self._outside[rows]], column] = WRONG
        asking = rows[~settled]
        if self._budget is not None and self._budget - self.calls < len(asking):
            self.ended = True
            asking = asking[: self._budget - self.calls]
        if not asking.size:
            return
        sentence = self.candidates[column].sentence or None
        pairs = [(self.pairs.inputs[row], self.pairs.outputs[row]) for row in asking]
        try:
            # the answer comes last: there may be fewer of them than rows
            for said, row in zip(self._asking(sentence, pairs), asking.tolist(), strict=False):
                self._keep(sentence, row, column, said)
        except BudgetReachedError:
            self.ended = True

    def _keep(self, sentence: str | None, row: int, column: int, said: Said) -> None:
        output = self.pairs.outputs[row]
        self._said.setdefault((sentence, self.pairs.inputs[row]), {}).update(said)
        self._log_p[row, column] = read_said(said, output)
        self._asked[row, column] = True
        self.calls += 1

    def _follow_rules(self) -> None:
        """Give each rule what it earns: where it is wrong, no more than no sentence does."""
        wrong = np.fmin(WRONG * self._tokens, self._log_p[:, UNAIDED])
        for column, right in self._right.items():
            values = np.where(right, RIGHT, wrong)
            self._log_p[:, column] = np.where(self._asked[:, column], values, np.nan)

    def _given_by(self, rule: Rule) -> np.ndarray:
        """Return where a rule gives the output; capitals count where they may be all it says."""
        pairs = list(zip(self.pairs.inputs, self.pairs.outputs, strict=True))
        case = any(plain_answer(input) == plain_answer(output) for input, output in pairs)
        return np.array(
            [same_answer(rule.apply(input), output, case=case) for input, output in pairs], bool
        )

    def _is_outside(self, output: str) -> bool:
        return self.form.kind == CLASSES and self.form.class_of(output) is None
