"""One request on its way: cache, budget, model, cache, log; many at once, none twice."""

from __future__ import annotations

import asyncio
import time
import weakref
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any, TypeVar

from dataexplain.errors import DataExplainError, LanguageModelError, ReplyError, ServerError
from dataexplain.llm.backends import Backend
from dataexplain.llm.budget import Budget, Cost, Estimate
from dataexplain.llm.charging import PATIENCE, REFUSALS, charge
from dataexplain.llm.requests import RawReply, Request
from dataexplain.llm.stores.cache import ReplyCache
from dataexplain.llm.stores.call_log import CallLog, CallRecord, moment_now
from dataexplain.llm.stores.recent_replies import RecentReplies

T = TypeVar("T")
_BYTES_A_TOKEN = 4  # of English prose; other texts have fewer
_USUAL_REPLY = 0.5  # of the longest reply allowed


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
    cache : ReplyCache or RecentReplies
    log : CallLog or None
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
        cache: ReplyCache | RecentReplies,
        log: CallLog | None,
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

    def estimate(self, jobs: Iterable[tuple[Sequence[Request], Sequence[Request]]]) -> Estimate:
        """Return what jobs would cost, without asking: what is kept already costs nothing.

        Parameters
        ----------
        jobs : iterable of (sequence of Request, sequence of Request)
            What a job will ask, and what it may have to ask beside that.
        """
        expected, largest, already = Cost(), Cost(), 0
        seen: set[str] = set()
        for likely, further in jobs:
            for request in (*likely, *further):
                key = request.key(self.backend.name, self.backend.fingerprint)
                if key in seen or self.cache.has(key):
                    already += request in likely
                    continue
                seen.add(key)
                largest += self._largest(request)
                if request in likely:
                    expected += self._usual(request)
        return Estimate(expected=expected, largest=largest, already=already)

    async def _pay(
        self, request: Request, key: str, read: Callable[[RawReply], T], purpose: Purpose
    ) -> T:
        largest = self._largest(request)
        reservation = self.budget.reserve(largest)
        while reservation is None:  # what is under way may leave something over
            await asyncio.sleep(PATIENCE)
            reservation = self.budget.reserve(largest)
        spent = largest  # a call that ends badly may have cost everything
        started = time.perf_counter()
        try:
            reply = await self._carried(request)
            spent = self._cost(reply, largest)
        except REFUSALS as error:
            spent = Cost(calls=1)
            self._failed(request, key, purpose, started, error)
            raise
        except LanguageModelError as error:
            self._failed(request, key, purpose, started, error)
            raise
        except asyncio.CancelledError:
            self._failed(request, key, purpose, started, "Stopped before the reply came.")
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

    async def _carried(self, request: Request) -> RawReply:
        """Return the backend's reply; what it raises beside our own errors is one of them."""
        try:
            return await self.backend.reply(request)
        except DataExplainError:
            raise
        except Exception as error:  # a package's backend, or memory that is full
            raise ServerError(
                f"{self.backend.model}: The model failed ({type(error).__name__}: {error})."
            ) from error

    def _failed(
        self,
        request: Request,
        key: str,
        purpose: Purpose,
        started: float,
        error: LanguageModelError | str,
    ) -> None:
        self.tally.failures += 1
        self._note(request, key, purpose, seconds=_since(started), error=str(error))

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
        if self.log is None:
            return
        self.log.add(
            CallRecord(
                number=None,
                moment=moment_now(),
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

    def _cost(self, reply: RawReply, largest: Cost) -> Cost:
        return charge(
            self.budget,
            self.backend.price,
            prompt_tokens=reply.prompt_tokens,
            reply_tokens=reply.reply_tokens,
            largest=largest,
        )


def _since(started: float) -> float:
    return time.perf_counter() - started


def _plain_json(value: Any) -> Any:
    return value.to_dict() if hasattr(value, "to_dict") else value
