"""Calls of served embedders: each batch is paid for within a budget, and logged."""

from __future__ import annotations

import dataclasses
import threading
import time
from collections.abc import Callable, Sequence
from concurrent.futures import CancelledError
from typing import Any

import numpy as np

from dataexplain.errors import DataExplainError, LanguageModelError, ServerError
from dataexplain.llm.asking import UNSAID, Purpose
from dataexplain.llm.budget import Budget, Reservation
from dataexplain.llm.charging import PATIENCE, REFUSALS, charge
from dataexplain.llm.costs import Cost
from dataexplain.llm.embedding.embedding_backends import EmbeddingReply, ServedEmbeddingBackend
from dataexplain.llm.requests import request_key
from dataexplain.llm.stores.call_log import CallLog, CallRecord, moment_now

# What a model puts around a text at most, in tokens.
_TOKENS_AROUND = 16
# Turns the rows of a reply into what is kept, or says that they are no answer.
Reader = Callable[[np.ndarray], np.ndarray]


class EmbeddingCalls:
    """Carries batches to a served embedder, from any number of threads.

    Parameters
    ----------
    backend : ServedEmbeddingBackend
    budget : Budget
    log : CallLog or None
    run : str, optional
        The run that the log shall name.
    """

    def __init__(
        self,
        backend: ServedEmbeddingBackend,
        *,
        budget: Budget,
        log: CallLog | None,
        run: str | None = None,
    ) -> None:
        self.backend = backend
        self.budget = budget
        self.log = log
        self.run = run
        self._over = threading.Event()

    def ask(self, texts: Sequence[str], read: Reader, purpose: Purpose = UNSAID) -> np.ndarray:
        """Return what `read` makes of the vectors of one batch.

        Raises
        ------
        ReplyError
            From `read`: the reply holds no answer. It is paid for and logged all the same.
        BudgetReachedError
            When there is nothing left to pay with.
        LanguageModelError
            When no reply came.
        """
        call = self._record(texts, purpose)
        largest = self._largest(texts)
        reservation = self._reserved(largest)
        spent = largest  # a call that ends badly may have cost everything
        started = time.perf_counter()
        try:
            reply = self._carried(texts)
            spent = self._cost(reply, largest)
        except REFUSALS as error:
            spent = Cost(calls=1)
            self._note(call, started, error=str(error), price=0.0)
            raise
        except DataExplainError as error:
            self._note(call, started, error=str(error))
            raise
        except CancelledError:
            self._note(call, started, error="Stopped before the reply came.")
            raise
        finally:
            self.budget.settle(reservation, spent)
        paid = dataclasses.replace(call, price=spent.money, prompt_tokens=reply.tokens)
        try:
            rows = read(reply.rows)
        except LanguageModelError as error:
            self._note(paid, started, error=str(error))
            raise
        self._note(paid, started, reply={"vectors": len(rows), "numbers_each": rows.shape[1]})
        return rows

    def stop(self) -> None:
        """Let no further call begin."""
        self._over.set()

    def _reserved(self, largest: Cost) -> Reservation:
        """Return room in the budget: calls under way may leave some over."""
        while not self._over.is_set():
            reservation = self.budget.reserve(largest)
            if reservation is not None:
                return reservation
            self._over.wait(PATIENCE)
        raise LanguageModelError(
            f"{self.backend.name} was closed before.", hint="Open it anew to ask it."
        )

    def _carried(self, texts: Sequence[str]) -> EmbeddingReply:
        """Return the backend's reply; what it raises beside our own errors is one of them."""
        try:
            return self.backend.ask(texts)
        except (DataExplainError, CancelledError):
            raise
        except Exception as error:  # a package's backend, or memory that is full
            raise ServerError(
                f"{self.backend.name}: The embedder failed ({type(error).__name__}: {error})."
            ) from error

    def _largest(self, texts: Sequence[str]) -> Cost:
        """Return more than a batch can cost: one token a byte, and what is put around a text."""
        sizes = (len(text.encode("utf-8", "surrogatepass")) for text in texts)
        tokens = sum(sizes) + _TOKENS_AROUND * len(texts)
        return Cost(1, tokens, self.backend.price.of(tokens, 0))

    def _cost(self, reply: EmbeddingReply, largest: Cost) -> Cost:
        return charge(
            self.budget,
            self.backend.price,
            prompt_tokens=reply.tokens,
            reply_tokens=0,
            largest=largest,
        )

    def _record(self, texts: Sequence[str], purpose: Purpose) -> CallRecord:
        """Return what the log shall hold of a call, before it is made."""
        kind, request = self.backend.kind, {"verb": "embed", "texts": list(texts)}
        return CallRecord(
            moment=moment_now(),
            backend=kind,
            model=self.backend.name,
            verb="embed",
            key=request_key(kind, self.backend.fingerprint, request),
            run=self.run,
            serves=purpose.serves,
            prompt=purpose.prompt,
            request=request,
            texts=len(texts),
        )

    def _note(self, call: CallRecord, started: float, **known: Any) -> None:
        """Log a call that has ended."""
        if self.log is not None:
            seconds = time.perf_counter() - started
            self.log.add(dataclasses.replace(call, moment=moment_now(), seconds=seconds, **known))
