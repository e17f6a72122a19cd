"""The models behind features of texts: opened when needed, closed when they were opened here."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from dataexplain.errors import ParameterError
from dataexplain.features.question_rows import shown
from dataexplain.features.question_settings import OWNER
from dataexplain.llm import (
    Backend,
    Budget,
    ChatModel,
    Embedder,
    EmbeddingBackend,
    open_embedder,
    open_model,
)
from dataexplain.llm.judge import DEFAULT_FORM
from dataexplain.llm.prompt_files import prompt

ModelLike = str | Backend | ChatModel
EmbedderLike = str | EmbeddingBackend | Embedder


@contextlib.contextmanager
def opened_model(model: ModelLike | None, max_calls: int | None) -> Iterator[ChatModel]:
    """Yield a model that can be asked; an open one stays open.

    Raises
    ------
    ParameterError
        Without a model, or for a limit to one that is open and has its own.
    """
    if model is None:
        expected = "the name of a model, or an open one, where texts are judged"
        raise ParameterError("model", OWNER, expected, None)
    if isinstance(model, ChatModel):
        if max_calls is not None:
            expected = "None where the model is open already: its budget was set by open_model"
            raise ParameterError("max_calls", OWNER, expected, max_calls)
        yield model
        return
    with open_model(model, budget=Budget(calls=max_calls)) as asked:
        yield asked


@contextlib.contextmanager
def opened_embedder(embedder: EmbedderLike) -> Iterator[Embedder]:
    """Yield an embedder; an open one stays open."""
    if isinstance(embedder, Embedder):
        yield embedder
        return
    with open_embedder(embedder) as ready:
        yield ready


def vectors_of(embedder: Embedder, texts: Sequence[str]) -> np.ndarray:
    """Return embeddings, and NaN for a text without content; of a long text, its beginning."""
    vectors = np.full((len(texts), embedder.dimensions), np.nan)
    places = [place for place, text in enumerate(texts) if text.strip()]
    if places:
        vectors[places] = embedder.embed(shown(texts[place]) for place in places)
    return vectors


@dataclass(frozen=True)
class EmbedderIdentity:
    """What tells an embedder from every other.

    Parameters
    ----------
    name, fingerprint : str
    dimensions : int
    """

    name: str
    fingerprint: str
    dimensions: int

    @classmethod
    def of(cls, embedder: Embedder) -> EmbedderIdentity:
        """Return the identity of an embedder."""
        return cls(embedder.name, embedder.fingerprint, embedder.dimensions)

    def check(self, embedder: Embedder) -> None:
        """Refuse another embedder than this one.

        Raises
        ------
        ParameterError
        """
        other = EmbedderIdentity.of(embedder)
        if other == self:
            return
        got = f"{other.name!r} with {other.dimensions} numbers a text"
        if (other.name, other.dimensions) == (self.name, self.dimensions):
            got = f"{other.name!r} with other weights or settings"
        raise ParameterError(
            "embedder",
            OWNER,
            f"the one that the probes were fitted with, {self.name!r} with {self.dimensions} "
            "numbers a text (fit again to use another)",
            got,
        )


@dataclass(frozen=True)
class JudgeIdentity:
    """What tells a judge, and the way it is asked, from every other.

    Parameters
    ----------
    name, fingerprint : str
    prompt : str
        The name and version of the question.
    """

    name: str
    fingerprint: str
    prompt: str

    @classmethod
    def of(cls, model: ChatModel) -> JudgeIdentity:
        """Return the identity of a model, asked as it is asked today."""
        wording = prompt(f"judge_{DEFAULT_FORM}").version
        return cls(model.name, model.backend.fingerprint, wording)

    def check(self, model: ChatModel) -> None:
        """Refuse another judge than this one: its answers lie on another scale.

        Raises
        ------
        ParameterError
        """
        other = JudgeIdentity.of(model)
        if other != self:
            got = f"{other.name!r}" if other.name != self.name else f"{other.name!r}, changed"
            expected = f"the judge of fit, {self.name!r}, asked by {self.prompt} (fit again)"
            raise ParameterError("model", OWNER, expected, got)
