"""From a request to an answer: schema and repair, options and votes, or no answer."""

from __future__ import annotations

import dataclasses
import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import partial
from typing import Any

from dataexplain.errors import (
    ContextTooLongError,
    LanguageModelError,
    ParameterError,
    ReplyError,
)
from dataexplain.llm.asking import Asking, Purpose
from dataexplain.llm.budget import Estimate
from dataexplain.llm.choosing import (
    ALTERNATIVES,
    Choice,
    count_votes,
    lettered,
    read_log_probabilities,
    read_vote,
)
from dataexplain.llm.conversations import Conversation, as_messages
from dataexplain.llm.requests import Message, RawReply, Request
from dataexplain.llm.structured import read_json, repair_round, with_instruction

# What is no answer rather than a failure: the next request may well have one.
NO_ANSWER = (ReplyError, ContextTooLongError)
_VOTE_TOKENS = 8


@dataclass(frozen=True)
class Reply:
    """What a model generated.

    Parameters
    ----------
    text : str
    value : JSON, optional
        The value that follows the schema, when there was one.
    reason : str, default=""
        Why there is no answer.
    """

    text: str
    value: Any = None
    reason: str = ""

    @property
    def answered(self) -> bool:
        """Whether there is an answer; without one, `text` and `value` mean nothing."""
        return not self.reason

    def to_dict(self) -> dict[str, Any]:
        """Return plain JSON."""
        return {"text": self.text, "value": self.value, "reason": self.reason}


class Answering:
    """Asks, and reads answers out of replies; what cannot be read is no answer, and counted.

    Parameters
    ----------
    asking : Asking
    votes : int
        Replies drawn for a choice where the model gives no log-probabilities.

    Attributes
    ----------
    notes : list of str
        What the user should know of how choices came about.
    """

    def __init__(self, asking: Asking, votes: int) -> None:
        self._asking = asking
        self._votes = votes
        self.notes: list[str] = []

    async def generate(self, request: Request, purpose: Purpose) -> Reply:
        """Return a reply, bound to the request's schema where it has one."""
        try:
            if request.schema is None:
                return await self._asking.ask(request, _read_text, purpose)
            return await self._follow_schema(request, request.schema, purpose)
        except NO_ANSWER as problem:
            self._no_answer(problem)
            return Reply("", reason=str(problem))

    async def choose(
        self, messages: tuple[Message, ...], options: tuple[str, ...], purpose: Purpose
    ) -> Choice | None:
        """Return probabilities over options, or None when there is no answer."""
        asked, names = lettered(messages, options)
        try:
            if self._asking.backend.capabilities.log_probabilities:
                choice = await self._choose_by_tokens(asked, names, purpose)
                if choice is not None:
                    return choice
            return await self._choose_by_votes(asked, names, purpose)
        except NO_ANSWER as problem:
            self._no_answer(problem)
            return None

    def estimate_choices(
        self, conversations: Iterable[tuple[Message, ...]], options: tuple[str, ...]
    ) -> Estimate:
        """Return what `choose` would cost for each conversation."""
        can = self._asking.backend.capabilities

        def job(messages: tuple[Message, ...]) -> tuple[list[Request], list[Request]]:
            asked, _ = lettered(messages, options)
            votes = self._votes_on(asked)
            if not can.log_probabilities:
                return votes, []
            return [_by_tokens(asked)], [] if can.certain else votes

        return self._asking.estimate(map(job, conversations))

    def estimate_replies(
        self, asked: Request, conversations: Iterable[tuple[Message, ...]]
    ) -> Estimate:
        """Return what `generate` would cost for each conversation: a repair round is the most."""

        def job(messages: tuple[Message, ...]) -> tuple[list[Request], list[Request]]:
            request = dataclasses.replace(asked, messages=messages)
            if request.schema is None:
                return [request], []
            told = _in_words(request, request.schema)
            return [self._asked_for(request, request.schema)], [
                dataclasses.replace(told, draw=request.draw + 1)
            ]

        return self._asking.estimate(map(job, conversations))

    async def score(self, prefix: Conversation, continuation: str, purpose: Purpose) -> float:
        """Return log p of a continuation."""
        if not isinstance(continuation, str) or not continuation:
            raise ParameterError("continuations", "score", "texts that are not empty", continuation)
        if isinstance(prefix, str):
            request = Request("score", prefix=prefix, continuation=continuation)
        else:
            request = Request("score", as_messages(prefix), continuation=continuation)
        return await self._asking.ask(request, _read_score, purpose)

    async def _follow_schema(
        self, request: Request, schema: Mapping[str, Any], purpose: Purpose
    ) -> Reply:
        seen: list[RawReply] = []

        def read(reply: RawReply) -> Reply:
            seen.append(reply)
            return Reply(reply.text, read_json(reply, schema))

        try:
            return await self._asking.ask(self._asked_for(request, schema), read, purpose)
        except ReplyError as error:
            if not seen or seen[0].stopped == "length":
                raise  # another try would be cut off as well
            problem = error
        told = self._asked_for(request, schema)
        if told == request:  # bound to the schema, and against it all the same
            told = _in_words(request, schema)
        messages = repair_round(told.messages, seen[0], problem)
        return await self._asking.ask(dataclasses.replace(told, messages=messages), read, purpose)

    def _asked_for(self, request: Request, schema: Mapping[str, Any]) -> Request:
        """Bind a model that can be bound, and tell another the schema in words.

        A server may turn out to be of the second kind by its first reply.
        """
        bound = self._asking.backend.capabilities.schema
        return request if bound else _in_words(request, schema)

    async def _choose_by_tokens(
        self, messages: tuple[Message, ...], names: Mapping[str, str], purpose: Purpose
    ) -> Choice | None:
        """Return None when the reply carries no log-probabilities after all."""

        def read(reply: RawReply) -> Choice | None:
            return read_log_probabilities(reply, names) if reply.tokens else None

        return await self._asking.ask(_by_tokens(messages), read, purpose)

    async def _choose_by_votes(
        self, messages: tuple[Message, ...], names: Mapping[str, str], purpose: Purpose
    ) -> Choice:
        self._note(
            f"{self._asking.backend.model} gives no log-probabilities: choices are the votes of "
            f"{self._votes} drawn replies."
        )
        read = partial(read_vote, names=names)
        votes = [
            await self._asking.ask(request, read, purpose) for request in self._votes_on(messages)
        ]
        return count_votes(votes, list(names.values()))

    def _votes_on(self, messages: tuple[Message, ...]) -> list[Request]:
        return [
            Request("choose", messages, most_tokens=_VOTE_TOKENS, temperature=1.0, draw=draw)
            for draw in range(self._votes)
        ]

    def _no_answer(self, problem: LanguageModelError) -> None:
        self._asking.tally.no_answers += 1
        if isinstance(problem, ContextTooLongError):
            self._note(f"A prompt had no answer: {problem.message}")

    def _note(self, sentence: str) -> None:
        if sentence not in self.notes:
            self.notes.append(sentence)


def _in_words(request: Request, schema: Mapping[str, Any]) -> Request:
    messages = with_instruction(request.messages, schema)
    return dataclasses.replace(request, messages=messages, schema=None)


def _by_tokens(messages: tuple[Message, ...]) -> Request:
    return Request("choose", messages, most_tokens=1, alternatives=ALTERNATIVES)


def _read_text(reply: RawReply) -> Reply:
    if not reply.text.strip():
        raise ReplyError("The reply is empty.")
    return Reply(reply.text)


def _read_score(reply: RawReply) -> float:
    if not reply.tokens:
        raise ReplyError("The reply has no tokens to score.")
    return math.fsum(token.log_probability for token in reply.tokens)
