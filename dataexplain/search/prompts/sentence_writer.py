"""Asks a model for sentences: each time counted, and what comes back cleaned."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import Any

from dataexplain.errors import BudgetReachedError
from dataexplain.llm import ChatModel, Message, Purpose, Reply
from dataexplain.search.prompts.sentence_cleaning import cleaned_sentence, without_repeated
from dataexplain.search.prompts.shown_pairs import ShownPairs

SERVES = "search of a sentence"
_MOST_TOKENS, _MOST_TOKENS_OF_JSON = 60, 160
_WARM = 0.5


@dataclass(frozen=True)
class Wish:
    """One question to a model, and what its reply is read by.

    Parameters
    ----------
    part : str
        What the sentences count as: "proposed", "regrown", ...
    prompt : str
        The version of the prompt, for the log.
    messages : tuple of Message
    shown : ShownPairs, optional
        The pairs in the question.
    schema : mapping, optional
        Of a reply in JSON: `sentences` are under "sentences" or "instruction".
    draw : int, default=0
        0 takes the likeliest words.
    """

    part: str
    prompt: str
    messages: tuple[Message, ...]
    shown: ShownPairs | None = None
    schema: dict[str, Any] | None = None
    draw: int = 0


class SentenceWriter:
    """A model that writes sentences, a given number of times at most.

    Parameters
    ----------
    model : ChatModel or None
        None writes nothing.
    most : int
        How many replies may be asked for.

    Attributes
    ----------
    calls : Counter of str
        Replies asked for, by what they were for.
    ended : bool
        Whether the model's own budget ended.

    Examples
    --------
    >>> from dataexplain.llm import Scripted
    >>> with ChatModel(Scripted(["Instruction: add the numbers."])) as model:
    ...     writer = SentenceWriter(model, 1)
    ...     writer.write(Wish("proposed", "-", (Message("user", "What is it?"),))), writer.left
    (('Add the numbers.',), 0)
    """

    def __init__(self, model: ChatModel | None, most: int) -> None:
        self._model, self._most = model, most
        self.calls: Counter[str] = Counter()
        self.ended = False

    @property
    def left(self) -> int:
        """How many replies may still be asked for."""
        return 0 if self.ended or self._model is None else self._most - self.calls.total()

    def write(self, wish: Wish) -> tuple[str, ...]:
        """Return the sentences of a reply; none where nothing usable came, or nothing is left."""
        reply = self.reply(wish)
        if reply is None or not reply.answered:
            return ()
        said = _read(reply) if wish.schema is not None else [reply.text]
        found = (cleaned_sentence(one, wish.shown) for one in said)
        return without_repeated([sentence for sentence in found if sentence is not None])

    def reply(self, wish: Wish, *, most_tokens: int | None = None) -> Reply | None:
        """Return the reply itself; None where nothing is left."""
        if self._model is None or self.left <= 0:
            return None
        usual = _MOST_TOKENS if wish.schema is None else _MOST_TOKENS_OF_JSON
        try:
            reply = self._model.generate(
                wish.messages,
                wish.schema,
                wish.draw,
                temperature=_WARM if wish.draw else 0.0,
                most_tokens=most_tokens or usual,
                purpose=Purpose(SERVES, wish.prompt),
            )
        except BudgetReachedError:
            self.ended = True
            return None
        self.calls[wish.part] += 1
        return reply


def _read(reply: Reply) -> list[str]:
    value = reply.value
    if "sentences" in value:
        return [str(one) for one in value["sentences"]]
    return [str(value["instruction"])]
