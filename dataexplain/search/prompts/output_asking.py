"""Who says how likely an output is, given a sentence and an input: a model, or a table of before.

An asker takes a sentence (None for none) and (input, output) pairs, and yields for each pair the
log-probabilities of outputs that it knows: of the pair's own, or of all classes at once. Nothing
for a pair is no answer.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

from dataexplain.errors import CapabilityError, ContextTooLongError, ReplyError
from dataexplain.llm import ChatModel, Choice, Message, Purpose, Reply
from dataexplain.operations import same_answer
from dataexplain.search.prompts.answering_form import (
    CLASSES,
    MOST_OUTPUT,
    AnsweringForm,
    scored_output,
)
from dataexplain.search.prompts.same_answer import plain_answer

Pair = tuple[str, str]
Said = Mapping[str, float]
OutputAsking = Callable[[str | None, Sequence[Pair]], Iterator[Said]]

PROBABILITY, AGREEMENT = "probability", "agreement"
# What a reply that is compared is worth: an answer that is right, or wrong, for once.
RIGHT, WRONG = math.log(0.99), math.log(0.01)
# No class is less likely than this: the rarest are not among the tokens that a model shows.
_LEAST = math.log(1e-4)
_CHARACTERS_A_TOKEN, _SPARE_TOKENS = 2, 16


class AskingModel:
    """Asks a language model.

    Of classes it reads the probability of each. Of free answers it reads the probability of the
    known output, whole. A model that gives no probabilities is let answer once, and its reply is
    compared with the output: `basis` and `notes` say so.

    Parameters
    ----------
    model : ChatModel
    form : AnsweringForm
    wording : int, default=0
        Which way of asking.
    examples : sequence of (str, str), default=()
        Inputs and outputs that are shown before each input.
    serves : str
        What the calls serve, for the log.

    Attributes
    ----------
    basis : {"probability", "agreement"}
    notes : tuple of str

    Examples
    --------
    >>> from dataexplain.llm import Scripted
    >>> with ChatModel(Scripted({"8": {"8": 0.5}})) as model:
    ...     asking = AskingModel(model, AnsweringForm("free"))
    ...     asked = list(asking("Add the numbers.", [("2 and 6", "8")]))
    >>> [{output: round(log_p, 2) for output, log_p in said.items()} for said in asked]
    [{'8': -0.69}]
    """

    def __init__(
        self,
        model: ChatModel,
        form: AnsweringForm,
        *,
        wording: int = 0,
        examples: Sequence[Pair] = (),
        serves: str = "search of a sentence",
    ) -> None:
        self._model, self._form = model, form
        self._wording, self._examples = wording, tuple(examples)
        self._purpose = Purpose(serves, form.prompt(wording).version)
        can = model.capabilities
        self._by_replies = not (can.log_probabilities if form.kind == CLASSES else can.scoring)

    @property
    def basis(self) -> str:
        """What answers are: probabilities, or replies that were compared."""
        return AGREEMENT if self._by_replies else PROBABILITY

    @property
    def notes(self) -> tuple[str, ...]:
        """What a reader should know of the answers."""
        if not self._by_replies:
            return ()
        return (
            f"{self._model.name} gives no probabilities of outputs: it answered each input once, "
            "and its replies were compared with the outputs.",
        )

    def __call__(self, sentence: str | None, pairs: Sequence[Pair]) -> Iterator[Said]:
        """Yield what the model says of each pair, in order."""
        reached = 0
        while reached < len(pairs):
            try:
                for said in self._answers(sentence, pairs[reached:]):
                    reached += 1
                    yield said
            except (ReplyError, ContextTooLongError):
                reached += 1  # no answer to this one; the others are still to be asked
                yield {}
            except CapabilityError:
                if self._by_replies:
                    raise
                self._by_replies = True

    def _answers(self, sentence: str | None, pairs: Sequence[Pair]) -> Iterator[Said]:
        conversations = (self._conversation(sentence, pair) for pair in pairs)
        if self._by_replies:
            yield from self._replies(conversations, pairs)
        elif self._form.kind == CLASSES:
            options = self._form.classes
            for choice in self._model.choose_each(conversations, options, purpose=self._purpose):
                yield _of_classes(choice)
        else:
            outputs = [scored_output(output) for _, output in pairs]
            asked = zip(conversations, outputs, strict=True)
            found = self._model.score_each(asked, purpose=self._purpose)
            for (_, output), log_p in zip(pairs, found, strict=True):
                yield {output: log_p}

    def _conversation(self, sentence: str | None, pair: Pair) -> tuple[Message, ...]:
        return self._form.conversation(
            sentence, pair[0], examples=self._examples, wording=self._wording
        )

    def _replies(
        self, conversations: Iterable[tuple[Message, ...]], pairs: Sequence[Pair]
    ) -> Iterator[Said]:
        longest = max(len(scored_output(output)) for _, output in pairs)
        replies = self._model.generate_each(
            conversations,
            most_tokens=longest // _CHARACTERS_A_TOKEN + _SPARE_TOKENS,
            purpose=self._purpose,
        )
        for (input, output), reply in zip(pairs, replies, strict=True):
            yield _of_reply(reply, input, output)


def asking_table(table: Mapping[tuple[str | None, str], Said]) -> OutputAsking:
    """Return what says again what was once said.

    Parameters
    ----------
    table : mapping of (sentence or None, input) to mapping of str to float
        Log-probabilities of outputs. An output that is not there has no answer.

    Returns
    -------
    callable
        It knows no other sentences and inputs than these.

    Examples
    --------
    >>> asking = asking_table({("Add.", "2 and 6"): {"8": -0.1}})
    >>> list(asking("Add.", [("2 and 6", "8"), ("1 and 1", "2")]))
    [{'8': -0.1}, {}]
    """

    def said(sentence: str | None, pairs: Sequence[Pair]) -> Iterator[Said]:
        return (table.get((sentence, input), {}) for input, _ in pairs)

    return said


def read_said(said: Said, output: str) -> float:
    """Return log p of an output; NaN is no answer.

    Examples
    --------
    >>> read_said({"Yes": -0.1, "No": -2.4}, "yes"), read_said({}, "yes")
    (-0.1, nan)
    """
    if output in said:
        return said[output]
    plain = plain_answer(output)
    return next((log_p for one, log_p in said.items() if plain_answer(one) == plain), math.nan)


def _of_classes(choice: Choice | None) -> Said:
    if choice is None:
        return {}
    return {
        option: max(math.log(probability), _LEAST) if probability else _LEAST
        for option, probability in choice.probabilities.items()
    }


def _of_reply(reply: Reply, input: str, output: str) -> Said:
    """Compare a reply with an output; of a long output only the beginning was asked for."""
    if not reply.answered:
        return {}
    wanted, text = scored_output(output), reply.text.strip()
    if plain_answer(input) != plain_answer(output):  # else the case may be all there is to say
        wanted, text = plain_answer(wanted), plain_answer(text)
    is_cut = len(output.strip()) > MOST_OUTPUT
    right = text.startswith(wanted) if is_cut else same_answer(text, wanted)
    return {output: RIGHT if right else WRONG}
