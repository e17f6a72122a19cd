"""One request on its way: cache, budget, model, cache, log; many at once, none twice."""

from __future__ import annotations

import asyncio
import datetime
import time
import weakref
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any, TypeVar

from dataexplain.errors import LanguageModelError, ReplyError
from dataexplain.llm.backends import Backend
from dataexplain.llm.budget import Budget, Cost, Estimate
from dataexplain.llm.requests import RawReply, Request
from dataexplain.llm.stores.cache import ReplyCache
from dataexplain.llm.stores.call_log import CallLog, CallRecord

T = TypeVar("T")
_BYTES_A_TOKEN = 4  # of English prose; other texts have fewer
_USUAL_REPLY = 0.5  # of the longest reply allowed
_PATIENCE = 0.02  # seconds between looks whether the budget has room again


@dataclass
class Tally:
    """What was asked of a model so far, and what came of it."""

    calls: int = 0
    cached: int = 0
    no_answers: int = 0
    failures: int = 0
    cost: Cost = field(default_factory=Cost)


@dataclass(frozen=True)
class Purpose:
    """What a call is for, as the log shall show it.

    Parameters
    ----------
    serves : str, optional
        The claim it serves, by id, or another purpose.
    prompt : str, optional
        The name and version of the prompt.
    """

    serves: str | None = None
    prompt: str | None = None


UNSAID = Purpose()


class Asking:
    """Carries requests to a backend: looked up, paid for, stored and logged.

    Parameters
    ----------
    backend : Backend
    cache : ReplyCache
        One in memory does, so that equal requests under way are asked once.
    log : CallLog
    budget : Budget
    concurrency : int
        Requests at once.
    run : str, optional
        The run that the log shall name.
    """

    def __init__(
        self,
        backend: Backend,
        *,
        cache: ReplyCache,
        log: CallLog,
        budget: Budget,
        concurrency: int,
        run: str | None = None,
    ) -> None:
        self.backend = backend
        self.cache = cache
        self.log = log
        self.budget = budget
        self.run = run
        self.tally = Tally()
        self._room = asyncio.Semaphore(concurrency)
        # Equal requests wait for each other: the second finds the first one's reply.
        self._asked: weakref.WeakValueDictionary[str, asyncio.Lock] = weakref.WeakValueDictionary()

    async def ask(
        self, request: Request, read: Callable[[RawReply], T], purpose: Purpose = UNSAID
    ) -> T:
        """Return what `read` makes of the reply.

        Raises
        ------
        ReplyError
            From `read`: the reply holds no answer. It is cached and logged all the same.
        BudgetReachedError
            When there is nothing left to pay with.
        LanguageModelError
            When no reply came.
        """
        key = request.key(self.backend.name, self.backend.fingerprint)
        async with self._asked.setdefault(key, asyncio.Lock()):
            known = self.cache.get(key)
            if known is not None:
                self.tally.cached += 1
                return self._read(request, key, RawReply.from_dict(known), read, purpose)
            async with self._room:
                return await self._pay(request, key, read, purpose)

    def estimate(self, requests: Iterable[Request], *, replies: int = 1) -> Estimate:
        """Return what requests would cost, without asking: those in the cache cost nothing.

        Parameters
        ----------
        requests : iterable of Request
        replies : int, default=1
            How many replies each may take at most.
        """
        expected, largest, already = Cost(), Cost(), 0
        seen: set[str] = set()
        for request in requests:
            key = request.key(self.backend.name, self.backend.fingerprint)
            if key in seen or self.cache.get(key) is not None:
                already += 1
                continue
            seen.add(key)
            expected += self._usual(request)
            for _ in range(replies):
                largest += self._largest(request)
        return Estimate(expected=expected, largest=largest, already=already)

    async def _pay(
        self, request: Request, key: str, read: Callable[[RawReply], T], purpose: Purpose
    ) -> T:
        reservation = self.budget.reserve(self._largest(request))
        while reservation is None:  # what is under way may leave something over
            await asyncio.sleep(_PATIENCE)
            reservation = self.budget.reserve(self._largest(request))
        spent = Cost(calls=1)
        started = time.perf_counter()
        try:
            reply = await self.backend.reply(request)
            spent = self._cost(reply)
        except LanguageModelError as error:
            self.tally.failures += 1
            self._note(request, key, purpose, seconds=_since(started), error=str(error))
            raise
        finally:
            self.budget.settle(reservation, spent)
            self.tally.calls += 1
            self.tally.cost += spent
        self.cache.put(
            key,
            reply.to_dict(),
            backend=self.backend.name,
            model=self.backend.model,
            request=request.to_dict(),
        )
        return self._read(request, key, reply, read, purpose, _since(started), spent.money)

    def _read(
        self,
        request: Request,
        key: str,
        reply: RawReply,
        read: Callable[[RawReply], T],
        purpose: Purpose,
        seconds: float | None = None,
        price: float = 0.0,
    ) -> T:
        known: dict[str, Any] = {
            "reply": reply,
            "seconds": seconds or 0.0,
            "price": price,
            "cached": seconds is None,
        }
        try:
            value = read(reply)
        except ReplyError as error:
            self._note(request, key, purpose, error=str(error), **known)
            raise
        self._note(request, key, purpose, parsed=_plain_json(value), **known)
        return value

    def _note(
        self,
        request: Request,
        key: str,
        purpose: Purpose,
        *,
        seconds: float,
        reply: RawReply | None = None,
        parsed: Any = None,
        price: float = 0.0,
        error: str | None = None,
        cached: bool = False,
    ) -> None:
        self.log.add(
            CallRecord(
                number=None,
                moment=datetime.datetime.now(datetime.UTC).isoformat(timespec="milliseconds"),
                run=self.run,
                serves=purpose.serves,
                backend=self.backend.name,
                model=self.backend.model,
                verb=request.verb,
                prompt=purpose.prompt,
                key=key,
                request=request.to_dict(),
                reply=reply.to_dict() if reply else None,
                parsed=parsed,
                prompt_tokens=reply.prompt_tokens if reply else 0,
                reply_tokens=reply.reply_tokens if reply else 0,
                seconds=seconds,
                price=price,
                error=error,
                cached=cached,
            )
        )

    def _largest(self, request: Request) -> Cost:
        prompt = request.most_prompt_tokens()
        tokens = prompt + request.most_tokens
        return Cost(1, tokens, self.backend.price.of(prompt, request.most_tokens))

    def _usual(self, request: Request) -> Cost:
        prompt = round(request.most_prompt_tokens() / _BYTES_A_TOKEN)
        reply = max(1, round(request.most_tokens * _USUAL_REPLY))
        return Cost(1, prompt + reply, self.backend.price.of(prompt, reply))

    def _cost(self, reply: RawReply) -> Cost:
        money = self.backend.price.of(reply.prompt_tokens, reply.reply_tokens)
        return Cost(1, reply.prompt_tokens + reply.reply_tokens, money)


def _since(started: float) -> float:
    return time.perf_counter() - started


def _plain_json(value: Any) -> Any:
    return value.to_dict() if hasattr(value, "to_dict") else value
