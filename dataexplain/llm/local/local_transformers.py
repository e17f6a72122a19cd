"""Models that run inside this process under `transformers`, on the processor or a GPU."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from pathlib import Path

from dataexplain.errors import (
    ContextTooLongError,
    LanguageModelError,
    ModelNotFoundError,
    ParameterError,
)
from dataexplain.llm.backends import Capabilities
from dataexplain.llm.budget import Price
from dataexplain.llm.continuations import refuse_empty_prefix
from dataexplain.llm.file_hashes import hash_of_files
from dataexplain.llm.local.torch_model import EXTRA, FEATURE, Row, TorchModel, device_and_dtype
from dataexplain.llm.requests import RawReply, Request
from dataexplain.optional import import_optional

DTYPES = ("float32", "bfloat16", "float16")
# What decides what a model says.
_DECIDING = (
    "*.safetensors",
    "*.gguf",
    "config.json",
    "generation_config.json",
    "tokenizer*.json",
    "special_tokens_map.json",
    "added_tokens.json",
    "*.model",
    "vocab.*",
    "merges.txt",
    "chat_template*",
)
# Requests that come within this many seconds of the first one share its batch.
_GATHERING = 0.003
_Outcome = RawReply | LanguageModelError


class LocalTransformers:
    """A model in a folder, run by `transformers`; needs the extra "local".

    Requests that arrive together are run as one batch. Which requests share a batch can
    change log-probabilities in the last digits. Draws come from a generator of each
    request, seeded with its number; the global one is left alone.

    Parameters
    ----------
    folder : str or Path
        With the configuration, the tokeniser and the weights as safetensors, or a GGUF file.
    device : str, optional
        "cpu", "cuda", ...; a GPU where there is one, by default.
    dtype : {"float32", "bfloat16", "float16"}, optional
        bfloat16 on a GPU, else float32, by default.
    batch : int, default=8
        The largest batch.

    Raises
    ------
    MissingDependencyError
        With the pip line, when PyTorch or transformers is not installed.
    ModelNotFoundError
        When there is no such folder.

    Examples
    --------
    >>> LocalTransformers("missing")
    Traceback (most recent call last):
    ...
    dataexplain.errors.ModelNotFoundError: missing: There is no such folder. ...
    """

    name = "transformers"

    def __init__(
        self,
        folder: str | Path,
        *,
        device: str | None = None,
        dtype: str | None = None,
        batch: int = 8,
    ) -> None:
        if batch < 1:
            raise ParameterError("batch", "LocalTransformers", "a whole number above 0", batch)
        if dtype is not None and dtype not in DTYPES:
            expected = "one of " + ", ".join(map(repr, DTYPES))
            raise ParameterError("dtype", "LocalTransformers", expected, dtype)
        self.folder = Path(folder).expanduser()
        if not self.folder.is_dir():
            raise ModelNotFoundError(
                f"{folder}: There is no such folder.", hint="Give the folder of a model."
            )
        for package in ("torch", "transformers"):
            import_optional(package, feature=FEATURE, extra=EXTRA)
        self.model = str(folder)
        self._device, self._dtype = device_and_dtype(device, dtype)
        kind_of_device = self._device.partition(":")[0]
        self.fingerprint = hash_of_files(
            (path for pattern in _DECIDING for path in self.folder.glob(pattern)),
            note=f"{self._dtype} {kind_of_device}",
        )
        self.capabilities = Capabilities(log_probabilities=True, scoring=True, schema=False)
        self.concurrency = 2 * batch  # the next batch fills while one is run
        self.price = Price(0.0, 0.0)
        self._batch = batch
        self._loaded: TorchModel | None = None
        self._waiting: list[tuple[Request, asyncio.Future[RawReply]]] = []
        self._worker: asyncio.Task[None] | None = None

    async def reply(self, request: Request) -> RawReply:
        """Return what the model answers; the first request loads it.

        Raises
        ------
        LanguageModelError
            One of its subclasses.
        """
        future: asyncio.Future[RawReply] = asyncio.get_running_loop().create_future()
        self._waiting.append((request, future))
        if self._worker is None or self._worker.done():
            self._worker = asyncio.create_task(self._work())
        return await future

    async def close(self) -> None:
        """Let go of the model; the next request loads it again."""
        if self._worker is not None and not self._worker.done():
            self._worker.cancel()
            await asyncio.gather(self._worker, return_exceptions=True)
        for _, future in self._waiting:
            future.cancel()
        self._waiting.clear()
        self._loaded = None

    def secrets(self) -> tuple[str, ...]:
        """There are none."""
        return ()

    async def _work(self) -> None:
        await asyncio.sleep(_GATHERING)
        while self._waiting:
            taken = self._waiting[: self._batch]
            del self._waiting[: self._batch]
            wanted = [(request, future) for request, future in taken if not future.cancelled()]
            try:
                requests = [request for request, _ in wanted]
                outcomes = await asyncio.to_thread(self._outcomes, requests)
            except Exception as error:  # noqa: BLE001 (it is raised where the replies are awaited)
                outcomes = [error] * len(wanted)
            for (_, future), outcome in zip(wanted, outcomes, strict=True):
                _settle(future, outcome)

    def _outcomes(self, requests: Sequence[Request]) -> list[_Outcome | Exception]:
        if self._loaded is None:
            self._loaded = TorchModel(self.folder, device=self._device, dtype=self._dtype)
        model = self._loaded
        outcomes: dict[int, _Outcome | Exception] = {}
        rows: dict[int, Row] = {}
        for place, request in enumerate(requests):
            try:
                rows[place] = _checked(model.row(request), model, request, self.model)
            except (LanguageModelError, ParameterError) as error:
                outcomes[place] = error
        for run, of_verb in ((model.score, True), (model.generate, False)):
            _run(run, [row for p, row in rows.items() if (requests[p].verb == "score") == of_verb])
        for place, row in rows.items():
            outcomes[place] = _reply(row, requests[place], model)
        return [outcomes[place] for place in range(len(requests))]


def _settle(future: asyncio.Future[RawReply], outcome: _Outcome | Exception) -> None:
    if future.cancelled():
        return
    if isinstance(outcome, Exception):
        future.set_exception(outcome)
    else:
        future.set_result(outcome)


def _run(work: Callable[[Sequence[Row]], None], rows: Sequence[Row]) -> None:
    if rows:
        work(rows)


def _checked(row: Row, model: TorchModel, request: Request, name: str) -> Row:
    """Return a row that the model can read, with a reply that fits in behind it."""
    length = len(row.read) + len(row.own)
    if not row.read:
        raise refuse_empty_prefix()
    if length + (request.verb != "score") > model.context:
        raise ContextTooLongError(
            f"The prompt has {length:,} tokens and is longer than {name!r} can read at once: "
            f"{model.context:,} tokens.",
            hint="Shorten it, or use a model with a longer context.",
        )
    row.most_tokens = min(row.most_tokens, model.context - length)
    return row


def _reply(row: Row, request: Request, model: TorchModel) -> RawReply:
    if request.verb == "score":
        text = request.continuation or ""
        return RawReply(text, tuple(row.tokens), len(row.read), len(row.own))
    stopped = "stop" if row.ended else "length"
    return RawReply(model.text(row.said), tuple(row.tokens), len(row.read), len(row.said), stopped)
