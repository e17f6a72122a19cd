"""Embedders: texts in, one vector a text out, each distinct text computed once."""

from __future__ import annotations

import contextlib
from collections import deque
from collections.abc import Callable, Generator, Iterable, Sequence
from concurrent.futures import Future, ThreadPoolExecutor

import numpy as np

from dataexplain.errors import ParameterError, ReplyError
from dataexplain.llm.asking import UNSAID, Purpose
from dataexplain.llm.budget import Budget
from dataexplain.llm.embedding.embedding_backends import EmbeddingBackend, is_served
from dataexplain.llm.embedding.embedding_calls import EmbeddingCalls
from dataexplain.llm.embedding.embedding_store import EmbeddingStore
from dataexplain.llm.embedding.text_batches import batches_by_length, distinct
from dataexplain.llm.stores.call_log import CallLog

# Texts that are looked up, counted and sorted at a time.
_BLOCK = 16_384
# Rows that are copied at a time.
_ROWS = 8_192
# What a server is asked for where only the length of its vectors is wanted.
_ANY_TEXT = "length"

Progress = Callable[[int, int], None]


class Embedder:
    """Turns texts into vectors.

    Every distinct text is computed once, with texts about as long, and kept where there is a
    store. Vectors are rounded to float16 whether they are fresh or were kept, so that a second
    run gives the same numbers.

    Parameters
    ----------
    backend : EmbeddingBackend
    store : EmbeddingStore, optional
        Where vectors are kept between runs. The embedder closes it.
    batch_tokens : int, default=2048
        How many tokens a batch may have; it bounds memory.
    budget : Budget, optional
        What may be spent on a server; by default without limits. What runs here makes no calls.
    log : CallLog, optional
        Where calls of a server are written. The embedder closes it.
    run : str, optional
        The run that the log names.

    Examples
    --------
    >>> from dataexplain.llm.embedding.scripted_embedder import ScriptedEmbedder
    >>> with Embedder(ScriptedEmbedder({"tree": [1, 0], "sea": [0, 1]})) as embedder:
    ...     embedder.embed(["sea", "tree", "sea"]).tolist()
    [[0.0, 1.0], [1.0, 0.0], [0.0, 1.0]]
    """

    def __init__(
        self,
        backend: EmbeddingBackend,
        *,
        store: EmbeddingStore | None = None,
        batch_tokens: int = 2048,
        budget: Budget | None = None,
        log: CallLog | None = None,
        run: str | None = None,
    ) -> None:
        if batch_tokens < 1:
            raise ParameterError("batch_tokens", "Embedder", "a number of 1 or more", batch_tokens)
        self.backend = backend
        self.store = store
        self.budget = budget if budget is not None else Budget()
        self.log = log
        self._batch_tokens = batch_tokens
        self._calls: EmbeddingCalls | None = None
        if is_served(backend):
            self._calls = EmbeddingCalls(backend, budget=self.budget, log=log, run=run)
        self._pools: set[ThreadPoolExecutor] = set()

    def __enter__(self) -> Embedder:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    @property
    def name(self) -> str:
        """The embedder, as the user names it."""
        return self.backend.name

    @property
    def fingerprint(self) -> str:
        """What tells its vectors from those of every other model."""
        return self.backend.fingerprint

    @property
    def dimensions(self) -> int:
        """The length of a vector; a server may have to be asked."""
        known = self.backend.dimensions
        return known if known is not None else self.embed([_ANY_TEXT]).shape[1]

    @property
    def whole_words(self) -> tuple[str, ...]:
        """The words that the model's own tokeniser keeps whole, the commonest first, if it says."""
        known = getattr(self.backend, "whole_words", None)
        return () if known is None else tuple(known())

    @property
    def notes(self) -> list[str]:
        """What the user should know, such as that nothing can be kept."""
        return [note for part in (self.store, self.log) if part is not None for note in part.notes]

    def embed(
        self,
        texts: Iterable[str],
        *,
        progress: Progress | None = None,
        purpose: Purpose = UNSAID,
    ) -> np.ndarray:
        """Return one row a text.

        Parameters
        ----------
        texts : iterable of str
            An empty text is a text too.
        progress : callable, optional
            Called with the number of distinct texts that are done and of all of them.
        purpose : Purpose, optional
            For the log.

        Returns
        -------
        float32 array (texts, dimensions)
            Of length 1, up to rounding, where the model defines it so.

        Raises
        ------
        InputError
            When one is no text, such as a missing value; it names the row, counted from 1.
        BudgetReachedError
            When a server would have to be paid more. What was computed until then is kept.
        LanguageModelError
            When the model fails; the same holds.
        """
        found, places = distinct(texts)
        if not found:
            return np.empty((0, self.dimensions), np.float32)
        blocks = []
        for start in range(0, len(found), _BLOCK):
            block = found[start : start + _BLOCK]
            blocks.append(self._block(block, _shifted(progress, start, len(found)), purpose))
        return _spread(np.concatenate(self._alike(blocks)), places)

    def close(self) -> None:
        """Close the backend, the store and the log; to do so twice is no mistake."""
        if self._calls is not None:
            self._calls.stop()
        self.backend.close()
        while self._pools:  # batches that were under way are kept and logged before files close
            self._pools.pop().shutdown()
        for file in (self.store, self.log):
            if file is not None:
                file.close()

    def _block(self, texts: Sequence[str], progress: Progress, purpose: Purpose) -> np.ndarray:
        """Return the float16 vectors of distinct texts."""
        vectors = {} if self.store is None else self.store.get_many(self.fingerprint, texts)
        progress(len(vectors), len(texts))
        missing = [text for text in texts if text not in vectors]
        if missing:
            computed = self._computed(missing, purpose)
            with self.backend.working(), contextlib.closing(computed) as batches:
                for batch, rows in batches:
                    vectors.update(zip(batch, rows, strict=True))
                    progress(len(vectors), len(texts))
        return np.stack(self._alike([vectors[text] for text in texts]))

    def _computed(
        self, texts: Sequence[str], purpose: Purpose
    ) -> Generator[tuple[list[str], np.ndarray]]:
        """Yield batches with their float16 vectors; a few are under way at once."""
        plan = batches_by_length(
            self.backend.count_tokens(texts),
            most_tokens=self._batch_tokens,
            most_texts=self.backend.most_texts,
        )
        batches = ([texts[at] for at in batch] for batch in plan)
        pool = ThreadPoolExecutor(self.backend.concurrency, thread_name_prefix="dataexplain-embed")
        self._pools.add(pool)
        ahead: deque[tuple[list[str], Future[np.ndarray]]] = deque()
        try:
            for batch in batches:
                ahead.append((batch, pool.submit(self._embedded, batch, purpose)))
                if len(ahead) > self.backend.concurrency:
                    yield _done(ahead)
            while ahead:
                yield _done(ahead)
            self._pools.discard(pool)
        except Exception:
            pool.shutdown(cancel_futures=True)  # what is under way may be paid for: it is kept
            raise
        finally:
            pool.shutdown(wait=False, cancel_futures=True)

    def _embedded(self, batch: list[str], purpose: Purpose) -> np.ndarray:
        """Return the float16 vectors of a batch, and keep them."""

        def read(rows: np.ndarray) -> np.ndarray:
            return self._rounded(rows, len(batch))

        if self._calls is None:
            rounded = read(self.backend.embed_batch(batch))
        else:
            rounded = self._calls.ask(batch, read, purpose)
        if self.store is not None:
            self.store.put_many(self.fingerprint, batch, rounded)
        return rounded

    def _rounded(self, rows: np.ndarray, count: int) -> np.ndarray:
        """Return vectors as float16, once they are seen to be one for each text."""
        vectors = np.asarray(rows, dtype=np.float32)
        if vectors.ndim != 2 or len(vectors) != count:
            raise ReplyError(
                f"{self.name!r} answered {count} texts with vectors of shape {vectors.shape}."
            )
        with np.errstate(over="ignore"):
            rounded = vectors.astype(np.float16)
        if not np.isfinite(rounded).all():
            raise ReplyError(
                f"{self.name!r} gave a vector with values that are no numbers or beyond 65,504."
            )
        return rounded

    def _alike(self, arrays: list[np.ndarray]) -> list[np.ndarray]:
        """Return vectors as they are, once they are seen to be of one length."""
        lengths = {array.shape[-1] for array in arrays}
        if len(lengths) > 1:
            raise ReplyError(
                f"{self.name!r} gave vectors of {' and '.join(map(str, sorted(lengths)))} numbers.",
                hint="If another model took its name, remove its embeddings from the store.",
            )
        return arrays


def _done(ahead: deque[tuple[list[str], Future[np.ndarray]]]) -> tuple[list[str], np.ndarray]:
    batch, future = ahead.popleft()
    return batch, future.result()


def _shifted(progress: Progress | None, before: int, total: int) -> Progress:
    """Return what counts on from the blocks before."""

    def report(done: int, _: int) -> None:
        if progress is not None:
            progress(before + done, total)

    return report


def _spread(vectors: np.ndarray, places: np.ndarray) -> np.ndarray:
    """Return the rows at the places, as float32; not all of them are in memory twice."""
    spread = np.empty((len(places), vectors.shape[1]), np.float32)
    for start in range(0, len(places), _ROWS):
        rows = slice(start, start + _ROWS)
        spread[rows] = vectors[places[rows]]
    return spread
