"""Embedders in a local folder, run by `transformers`: the mean of the token vectors."""

from __future__ import annotations

import json
import threading
from collections.abc import Sequence
from contextlib import AbstractContextManager, nullcontext
from pathlib import Path
from typing import Any

import numpy as np

from dataexplain.errors import InstallationError, ModelNotFoundError
from dataexplain.llm.file_hashes import hash_of_files
from dataexplain.optional import import_optional

_MOST_TOKENS = 512
_MOST_TEXTS = 1024
_FEATURE = "An embedder of 'transformers'"
# What decides about vectors: weights, their settings and the tokenizer; not read-me files.
_DECISIVE = ("*.safetensors", "*.json", "*.txt", "*.model")


class TransformersEmbedder:
    """A model in a folder, as `transformers` saves it.

    The vector of a text is the mean of its token vectors; it is brought to length 1 where the
    folder says so, as those of `sentence-transformers` do in `modules.json`. Nothing is fetched,
    and no code of the folder is run.

    Parameters
    ----------
    folder : Path
        With `config.json`, weights in `*.safetensors` and a tokenizer.
    device : str, optional
        Such as "cuda"; a GPU where there is one, else the processor, by default.

    Raises
    ------
    ModelNotFoundError
        When there is no such folder.
    InstallationError
        When it holds no model that can be read.
    MissingDependencyError
        When `transformers` or `torch` is not installed.
    """

    concurrency = 1
    most_texts = _MOST_TEXTS

    def __init__(self, folder: Path, *, device: str | None = None) -> None:
        if not (folder / "config.json").is_file():
            raise ModelNotFoundError(
                f"{folder}: There is no 'config.json' of a model here.",
                hint="Name the folder of a model, as 'transformers' saves it.",
            )
        self._torch: Any = import_optional("torch", feature=_FEATURE, extra="local")
        library: Any = import_optional("transformers", feature=_FEATURE, extra="local")
        self._device = device or ("cuda" if self._torch.cuda.is_available() else "cpu")
        self.name = f"transformers:{folder}"
        self._is_unit = _is_unit(folder)
        try:
            self.fingerprint = _fingerprint(folder, is_unit=self._is_unit)
            self._tokenizer = library.AutoTokenizer.from_pretrained(folder, local_files_only=True)
            model = library.AutoModel.from_pretrained(
                folder, local_files_only=True, use_safetensors=True, dtype=self._torch.float32
            )
        except Exception as error:  # of four packages, with no class in common
            raise InstallationError(
                f"{folder}: This model cannot be read: {_first_line(error)}",
                hint="It needs config.json, weights in *.safetensors and a tokenizer.",
            ) from error
        self._model = model.to(self._device).eval()
        self._most_tokens = _most_tokens(model.config, self._tokenizer)
        # a tokenizer's padding and truncation are settings that threads would share
        self._one_at_a_time = threading.Lock()

    @property
    def dimensions(self) -> int:
        """The length of a vector."""
        return int(self._model.config.hidden_size)

    def count_tokens(self, texts: Sequence[str]) -> list[int]:
        """Return how many tokens of each text are read."""
        with self._one_at_a_time:
            read = self._tokenizer(list(texts), truncation=True, max_length=self._most_tokens)
        return [len(numbers) for numbers in read["input_ids"]]

    def embed_batch(self, texts: Sequence[str]) -> np.ndarray:
        """Return one row a text."""
        with self._one_at_a_time, self._torch.no_grad():
            read = self._tokenizer(
                list(texts),
                padding=True,
                truncation=True,
                max_length=self._most_tokens,
                return_tensors="pt",
            ).to(self._device)
            states = self._model(**read).last_hidden_state
            weights = read["attention_mask"].unsqueeze(-1).to(states.dtype)
            means = (states * weights).sum(1) / weights.sum(1).clamp(min=1)
            if self._is_unit:
                means = self._torch.nn.functional.normalize(means)
            rows: np.ndarray = means.cpu().numpy()
        return rows

    def working(self) -> AbstractContextManager[None]:
        """Nothing has to be set."""
        return nullcontext()

    def close(self) -> None:
        """Nothing is open."""


def _is_unit(folder: Path) -> bool:
    """Tell whether the folder asks for vectors of length 1."""
    try:
        modules = json.loads((folder / "modules.json").read_text(encoding="utf-8"))
    except FileNotFoundError:
        return False
    except (OSError, ValueError) as error:
        raise InstallationError(f"{folder / 'modules.json'} cannot be read: {error}.") from error
    return any(str(module.get("type", "")).endswith("Normalize") for module in modules)


def _fingerprint(folder: Path, *, is_unit: bool) -> str:
    together = hash_of_files(path for kind in _DECISIVE for path in folder.glob(kind))
    return f"transformers:{together}:mean:{'unit' if is_unit else 'raw'}"


def _most_tokens(config: Any, tokenizer: Any) -> int:
    """Return how many tokens are read: as many as all agree on."""
    limits = (
        getattr(config, "max_position_embeddings", None),
        getattr(tokenizer, "model_max_length", None),
    )
    return min([_MOST_TOKENS, *(int(limit) for limit in limits if limit)])


def _first_line(error: BaseException) -> str:
    return (str(error).strip().splitlines() or [type(error).__name__])[0]
