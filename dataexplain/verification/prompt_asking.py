"""What a model gives each known output of held-out pairs, with a sentence and without."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import TypeVar

import numpy as np

from dataexplain.errors import BudgetReachedError
from dataexplain.llm import ChatModel, Purpose
from dataexplain.search.prompts.answering_form import CLASSES, AnsweringForm, scored_output
from dataexplain.search.prompts.output_asking import AGREEMENT, AskingModel, Said
from dataexplain.verification.prompt_pairs import HeldOutPairs, answers_table, label_of

T = TypeVar("T")
Progress = Callable[[int, int], None]
SERVES = "sentences on held-out pairs"
# The chance of a long output as a whole is nothing at all: it is told as a mean over its tokens.
LONG_OUTPUT, CHARACTERS_A_TOKEN = 60, 4.0
_RIGHT_ABOVE = math.log(0.5)
_SPARE_TOKENS = 16


@dataclass(frozen=True)
class Given:
    """What one way of asking gives the outputs.

    Parameters
    ----------
    chances : ndarray of shape (n, labels)
        NaN where an output was not asked for, or got no answer.
    asked : ndarray of bool of shape (n,)
        Which pairs were reached.
    """

    chances: np.ndarray
    asked: np.ndarray

    @classmethod
    def nothing(cls, held_out: HeldOutPairs) -> Given:
        """Return what is known before anything is asked."""
        n = len(held_out)
        return cls(np.full((n, len(held_out.labels)), np.nan), np.zeros(n, dtype=bool))

    @classmethod
    def by_code(cls, answers: Sequence[str | None], held_out: HeldOutPairs) -> Given:
        """Return what answers give that are worked out: their own output, and no other.

        Parameters
        ----------
        answers : sequence of str or None
            As they count; None is no output at all, and wrong.
        held_out : HeldOutPairs
        """
        return cls(answers_table(answers, held_out), np.ones(len(held_out), dtype=bool))

    def right(self, codes: np.ndarray) -> np.ndarray:
        """Return the chance of the right output of each pair."""
        return np.asarray(self.chances[np.arange(len(codes)), codes])


class PromptAsking:
    """Puts held-out inputs to a model, one sentence after another.

    Parameters
    ----------
    held_out : HeldOutPairs
    form : AnsweringForm
    model : ChatModel
    examples : sequence of (str, str), default=()
        Inputs and outputs that are shown where a way of asking wants them.
    done : callable, optional
        Called after each answer.

    Attributes
    ----------
    ended : bool
        Whether the budget ended: nothing more is asked then.
    basis : {"probability", "agreement"}
    per_token : bool
        Whether chances are means over an output's tokens, since outputs are long.

    Examples
    --------
    >>> from dataexplain.llm import Scripted
    >>> from dataexplain.tables.pairs import Pairs
    >>> form = AnsweringForm("free")
    >>> held_out = HeldOutPairs.of(Pairs(("2 and 6",), ("8",), (0,)), form)
    >>> with ChatModel(Scripted({"8": {"8": 0.5}})) as model:
    ...     given = PromptAsking(held_out, form, model).give(["Add the numbers."])
    >>> given.chances.round(2).tolist()
    [[0.5]]
    """

    def __init__(
        self,
        held_out: HeldOutPairs,
        form: AnsweringForm,
        model: ChatModel,
        *,
        examples: Sequence[tuple[str, str]] = (),
        done: Callable[[], None] | None = None,
    ) -> None:
        self._held_out, self._form, self._model = held_out, form, model
        self._examples = tuple(examples)
        self._done = done or (lambda: None)
        self._askers: dict[tuple[int, bool], AskingModel] = {}
        self.ended = False
        lengths = [len(scored_output(output)) for output in held_out.pairs.outputs]
        long = form.kind != CLASSES and bool(lengths) and float(np.median(lengths)) > LONG_OUTPUT
        self.per_token = long
        self._tokens = np.maximum(np.array(lengths) / CHARACTERS_A_TOKEN, 1.0)

    @property
    def basis(self) -> str:
        """What answers are: probabilities, or replies that were compared."""
        return self._asker(0, examples=False).basis

    @property
    def notes(self) -> tuple[str, ...]:
        """What a reader should know of the answers."""
        return self._asker(0, examples=False).notes

    def give(
        self, sentences: Sequence[str | None], *, wording: int = 0, examples: bool = False
    ) -> Given:
        """Ask for the outputs of all pairs, each with a sentence of its own.

        Parameters
        ----------
        sentences : sequence of str or None
            One a pair, or one for all.
        wording : int, default=0
        examples : bool, default=False
            Whether the examples are shown.

        Returns
        -------
        Given
        """
        given = Given.nothing(self._held_out)
        asker = self._asker(wording, examples=examples)
        for sentence, rows in _by_sentence(sentences, len(self._held_out)):
            if self.ended:
                break
            pairs = self._held_out.pairs.take(rows)
            said_of = asker(sentence, list(zip(pairs.inputs, pairs.outputs, strict=True)))
            for row, said in zip(rows, self._until_the_end(said_of), strict=False):
                given.asked[row] = True
                self._note(given, row, said, by_replies=asker.basis == AGREEMENT)
        return given

    def answers(self, sentence: str, given: Given) -> tuple[str | None, ...]:
        """Return what the model answers each input: the likeliest class, or its own reply.

        None is no answer, or not asked.

        Parameters
        ----------
        sentence : str
        given : Given
            What it gave to the outputs with the sentence.
        """
        if self._form.kind != CLASSES or self.basis == AGREEMENT:
            return self._replies(sentence)
        count = len(self._form.classes)
        return tuple(
            None if np.isnan(row[:count]).any() else self._held_out.labels[int(np.argmax(row))]
            for row in given.chances
        )

    def _replies(self, sentence: str) -> tuple[str | None, ...]:
        longest = max(
            (len(scored_output(text)) for text in self._held_out.pairs.outputs), default=0
        )
        conversations = (
            self._form.conversation(sentence, input) for input in self._held_out.pairs.inputs
        )
        replies: list[str | None] = []
        if not self.ended:
            asked = self._model.generate_each(
                conversations,
                most_tokens=longest // 2 + _SPARE_TOKENS,
                purpose=Purpose(SERVES, self._form.prompt().version),
            )
            replies = [
                label_of(reply.text, self._form) if reply.answered else None
                for reply in self._until_the_end(asked)
            ]
        return (*replies, *[None] * (len(self._held_out) - len(replies)))

    def _asker(self, wording: int, *, examples: bool) -> AskingModel:
        key = (wording, examples)
        if key not in self._askers:
            self._askers[key] = AskingModel(
                self._model,
                self._form,
                wording=wording,
                examples=self._examples if examples else (),
                serves=SERVES,
            )
        return self._askers[key]

    def _until_the_end(self, answers: Iterator[T]) -> Iterator[T]:
        try:
            for answer in answers:
                self._done()
                yield answer
        except BudgetReachedError:
            self.ended = True

    def _note(self, given: Given, row: int, said: Said, *, by_replies: bool) -> None:
        """Write down what was said of a pair: of classes all of them, else its own output."""
        if not said:
            return
        if self._form.kind == CLASSES and not by_replies:
            given.chances[row] = 0.0  # an output that is no class is never given
            for place, option in enumerate(self._form.classes):
                given.chances[row, place] = math.exp(said[option])
            return
        (log_p,) = said.values()
        if by_replies:
            chance = float(log_p > _RIGHT_ABOVE)
        else:
            chance = math.exp(log_p / self._tokens[row] if self.per_token else log_p)
        given.chances[row, self._held_out.codes[row]] = chance


def _by_sentence(
    sentences: Sequence[str | None], count: int
) -> Iterator[tuple[str | None, list[int]]]:
    """Yield each sentence with its pairs, so that a server reads the sentence once."""
    of_each = list(sentences) * count if len(sentences) == 1 else list(sentences)
    order = list(dict.fromkeys(of_each))
    places = sorted(range(count), key=lambda row: order.index(of_each[row]))
    for sentence, rows in groupby(places, key=lambda row: of_each[row]):
        yield sentence, list(rows)
