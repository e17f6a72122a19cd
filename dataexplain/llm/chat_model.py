"""`ChatModel`: three verbs over any language model."""

from __future__ import annotations

import dataclasses
import math
from collections.abc import Callable, Coroutine, Iterable, Iterator, Mapping, Sequence
from contextlib import ExitStack
from typing import Any, TypeVar

from dataexplain.errors import CapabilityError, LanguageModelError, ParameterError
from dataexplain.llm.answering import Answering, Reply
from dataexplain.llm.asking import UNSAID, Asking, Purpose, Tally
from dataexplain.llm.backends import Backend, Capabilities
from dataexplain.llm.budget import Budget, Estimate
from dataexplain.llm.choosing import Choice, check_options
from dataexplain.llm.conversations import Conversation, as_messages
from dataexplain.llm.loop_thread import LoopThread
from dataexplain.llm.requests import Request
from dataexplain.llm.stores.cache import ReplyCache
from dataexplain.llm.stores.call_log import CallLog
from dataexplain.llm.stores.recent_replies import RecentReplies
from dataexplain.llm.structured import check_schema

S = TypeVar("S")
T = TypeVar("T")

# Conversations read ahead for each request under way: what bounds memory.
_AHEAD = 4
_DRAWN_TEMPERATURE = 0.8
_FEWEST_VOTES = 2


class ChatModel:
    """A language model behind a cache, a log and a budget.

    Plain functions outside, many requests at once inside; the ``_each`` forms read their input
    as they go and yield in order, so that a corpus need not fit in memory. Nothing asked before
    is asked again while its reply is in the cache.

    Parameters
    ----------
    backend : Backend
        From `open_model`, or one of your own.
    cache : ReplyCache, optional
        By default the last replies are kept in memory.
    log : CallLog, optional
        By default calls are written nowhere.
    budget : Budget, optional
        By default without limits.
    concurrency : int, optional
        Requests at once; by default what the backend serves well.
    votes : int, default=5
        Replies drawn for a choice where the model gives no log-probabilities.
    run : str, optional
        The run that the log names.
    owned : ExitStack, optional
        What to close together with the model.

    Attributes
    ----------
    tally : Tally
        Calls, replies from the cache, calls without an answer, cost.

    Examples
    --------
    >>> from dataexplain.llm import ChatModel, Scripted
    >>> model = ChatModel(Scripted(["Paris."]))
    >>> model.generate("The capital of France?").text
    'Paris.'
    >>> model.close()
    """

    def __init__(
        self,
        backend: Backend,
        *,
        cache: ReplyCache | None = None,
        log: CallLog | None = None,
        budget: Budget | None = None,
        concurrency: int | None = None,
        votes: int = 5,
        run: str | None = None,
        owned: ExitStack | None = None,
    ) -> None:
        if votes < _FEWEST_VOTES:
            raise ParameterError("votes", "ChatModel", "a whole number of 2 or more", votes)
        if concurrency is not None and concurrency < 1:
            raise ParameterError("concurrency", "ChatModel", "a whole number above 0", concurrency)
        self.backend = backend
        self._owned = owned if owned is not None else ExitStack()
        self.concurrency = concurrency or backend.concurrency
        self._thread = LoopThread()
        self._is_closed = False
        self._asking = Asking(
            backend,
            cache=cache if cache is not None else RecentReplies(),
            log=log,
            budget=budget if budget is not None else Budget(),
            concurrency=self.concurrency,
            run=run,
        )
        self._answering = Answering(self._asking, votes)

    @property
    def name(self) -> str:
        """The model's name."""
        return self.backend.model

    @property
    def capabilities(self) -> Capabilities:
        """What the model can do, as far as is known."""
        return self.backend.capabilities

    @property
    def tally(self) -> Tally:
        """What was asked so far, and what came of it."""
        return self._asking.tally

    @property
    def budget(self) -> Budget:
        """What may be spent, and what was."""
        return self._asking.budget

    @property
    def notes(self) -> tuple[str, ...]:
        """What the user should know of how the model was used, each sentence once."""
        asking = self._asking
        parts = (self._answering, self.backend, asking.cache, asking.log)
        notes = (note for part in parts for note in getattr(part, "notes", ()))
        return tuple(dict.fromkeys(notes))

    def generate(
        self,
        messages: Conversation,
        schema: Mapping[str, Any] | None = None,
        draw: int = 0,
        *,
        temperature: float | None = None,
        most_tokens: int = 512,
        purpose: Purpose = UNSAID,
    ) -> Reply:
        """Return one reply.

        Parameters
        ----------
        messages : str, or sequence of Message or {"role", "content"}
        schema : mapping, optional
            A JSON schema. A model that cannot be bound to it is asked in words, and a reply that
            breaks it is shown to the model once; then there is no answer.
        draw : int, default=0
            The number of an independent sample.
        temperature : float, optional
            By default 0 for draw 0, and 0.8 for every other.
        most_tokens : int, default=512
        purpose : Purpose, optional
            For the log.

        Returns
        -------
        Reply
            Whose `answered` is False, with the reason, when nothing usable came.

        Raises
        ------
        ParameterError
            For messages, a schema or a draw that cannot be.
        BudgetReachedError, ServerError, ...
            When no reply could be had.
        """
        asked = _generating(schema, draw, temperature, most_tokens)
        request = dataclasses.replace(asked, messages=as_messages(messages))
        return self._opened.run(self._answering.generate(request, purpose))

    def generate_each(
        self,
        conversations: Iterable[Conversation],
        schema: Mapping[str, Any] | None = None,
        draw: int = 0,
        *,
        temperature: float | None = None,
        most_tokens: int = 512,
        purpose: Purpose | Iterable[Purpose] = UNSAID,
    ) -> Iterator[Reply]:
        """Yield a reply to each conversation, in order; `purpose` is one for all, or one each."""
        asked = _generating(schema, draw, temperature, most_tokens)

        def ask(entry: tuple[Conversation, Purpose]) -> Coroutine[Any, Any, Reply]:
            messages, served = entry
            request = dataclasses.replace(asked, messages=as_messages(messages))
            return self._answering.generate(request, served)

        return self._each(ask, conversations, purpose)

    def choose(
        self,
        messages: Conversation,
        options: Sequence[str],
        *,
        purpose: Purpose = UNSAID,
    ) -> Choice | None:
        """Return probabilities over options, read from the model's token log-probabilities.

        All surface forms of an option are summed, and the mass outside all of them is
        reported. Options that begin alike are asked for by letters. A model that gives no
        log-probabilities is asked several times, and its votes are counted; `notes` says so.

        Returns
        -------
        Choice, or None
            None is no answer: nothing likely belongs to any option.
        """
        return self._opened.run(
            self._answering.choose(as_messages(messages), check_options(options), purpose)
        )

    def choose_each(
        self,
        conversations: Iterable[Conversation],
        options: Sequence[str],
        *,
        purpose: Purpose | Iterable[Purpose] = UNSAID,
    ) -> Iterator[Choice | None]:
        """Yield a choice for each conversation, in order; `purpose` is one for all, or one each."""
        known = check_options(options)

        def ask(entry: tuple[Conversation, Purpose]) -> Coroutine[Any, Any, Choice | None]:
            messages, served = entry
            return self._answering.choose(as_messages(messages), known, served)

        return self._each(ask, conversations, purpose)

    def score(
        self,
        prefix: Conversation,
        continuations: Iterable[str],
        *,
        purpose: Purpose = UNSAID,
    ) -> list[float]:
        """Return log p of each continuation.

        Parameters
        ----------
        prefix : str, or conversation
            A text is gone on from as it stands; a conversation is answered.
        continuations : iterable of str
            Not empty; a blank at the start counts.

        Raises
        ------
        CapabilityError
            When the model gives no log-probabilities of given texts.
        """
        return list(self.score_each(((prefix, text) for text in continuations), purpose=purpose))

    def score_each(
        self,
        pairs: Iterable[tuple[Conversation, str]],
        *,
        purpose: Purpose | Iterable[Purpose] = UNSAID,
    ) -> Iterator[float]:
        """Yield log p of the continuation of each pair (prefix, continuation), in order."""
        if not self.capabilities.scoring:
            raise CapabilityError(
                f"{self.name} gives no log-probabilities of given texts.",
                hint="An embedded model does, as do servers with `echo`, such as vLLM.",
            )

        def ask(entry: tuple[tuple[Conversation, str], Purpose]) -> Coroutine[Any, Any, float]:
            (prefix, continuation), served = entry
            return self._answering.score(prefix, continuation, served)

        return self._each(ask, pairs, purpose)

    def estimate_choices(
        self, conversations: Iterable[Conversation], options: Sequence[str]
    ) -> Estimate:
        """Return what `choose_each` would cost, without asking anything.

        Returns
        -------
        Estimate
            Expected and largest cost of what is not in the cache, and how much is.
        """
        known = check_options(options)
        return self._answering.estimate_choices(map(as_messages, conversations), known)

    def estimate_replies(
        self,
        conversations: Iterable[Conversation],
        schema: Mapping[str, Any] | None = None,
        draw: int = 0,
        *,
        most_tokens: int = 512,
    ) -> Estimate:
        """Return what `generate_each` would cost, without asking anything."""
        asked = _generating(schema, draw, None, most_tokens)
        return self._answering.estimate_replies(asked, map(as_messages, conversations))

    def close(self) -> None:
        """End what is under way, let go of the backend, and close what `open_model` opened."""
        self._is_closed = True
        with self._owned:
            self._thread.close(self.backend.close)

    def __enter__(self) -> ChatModel:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def _each(
        self,
        ask: Callable[[tuple[S, Purpose]], Coroutine[Any, Any, T]],
        entries: Iterable[S],
        purpose: Purpose | Iterable[Purpose],
    ) -> Iterator[T]:
        pairs = (
            ((entry, purpose) for entry in entries)
            if isinstance(purpose, Purpose)
            else zip(entries, purpose, strict=True)  # a row must not be lost
        )
        return self._opened.run_each(ask, pairs, window=_AHEAD * self.concurrency)

    @property
    def _opened(self) -> LoopThread:
        if self._is_closed:
            raise LanguageModelError(
                f"{self.name} was closed before.", hint="Open it anew to ask it."
            )
        return self._thread


def _generating(
    schema: Mapping[str, Any] | None, draw: int, temperature: float | None, most_tokens: int
) -> Request:
    """Return the part of a request to generate that does not depend on the conversation."""
    if schema is not None:
        check_schema(schema)
    if isinstance(draw, bool) or not isinstance(draw, int) or draw < 0:
        raise ParameterError("draw", "generate", "a whole number of 0 or more", draw)
    if isinstance(most_tokens, bool) or not isinstance(most_tokens, int) or most_tokens < 1:
        raise ParameterError("most_tokens", "generate", "a whole number above 0", most_tokens)
    if temperature is None:
        temperature = _DRAWN_TEMPERATURE if draw else 0.0
    if not (math.isfinite(temperature) and temperature >= 0):
        raise ParameterError("temperature", "generate", "a number of 0 or more", temperature)
    return Request(
        "generate", schema=schema, draw=draw, temperature=temperature, most_tokens=most_tokens
    )
