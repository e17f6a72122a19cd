"""The language model that a user wants for a report, what it may cost, and what it is asked."""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from dataexplain.errors import LanguageModelError, MissingDependencyError, ParameterError
from dataexplain.llm import ChatModel, open_model
from dataexplain.llm.limits import Limits
from dataexplain.llm.opening import find_backend
from dataexplain.llm.weights.folders import replies_file
from dataexplain.runs.arguments import OWNER, check_arguments


@dataclass(frozen=True)
class ModelWish:
    """A language model by name, or one that is open already, and what may be spent on it.

    Parameters
    ----------
    model : str or ChatModel
    limits : Limits, optional
        What may be spent on it.
    log_text : bool, default=True
        Whether the log of calls keeps prompts and replies, or their hashes only.
    """

    model: str | ChatModel
    limits: Limits = field(default_factory=Limits)
    log_text: bool = True

    @contextmanager
    def opened(self, run: str, *, asks: bool = True) -> Iterator[ChatModel]:
        """Give the model, whose calls are logged under this run and the moment it began.

        One that was opened by the user stays open.

        Parameters
        ----------
        run : str
        asks : bool, default=True
            Whether it will be asked anything; otherwise no file is made.

        Raises
        ------
        ModelNotFoundError, ParameterError
            Before any work is done.
        """
        if isinstance(self.model, ChatModel):
            yield self.model
            return
        with open_model(
            self.model,
            cache=asks or replies_file().exists(),
            log=asks,
            budget=self.limits.budget(),
            price=self.limits.parsed_price,
            log_text=self.log_text,
            run=f"{run} {datetime.datetime.now(datetime.UTC):%Y-%m-%dT%H:%M:%SZ}",
        ) as model:
            yield model

    def _fingerprint(self) -> str:
        """Return what tells the model from others: a name may mean another one tomorrow."""
        if isinstance(self.model, ChatModel):
            return self.model.backend.fingerprint
        try:
            return find_backend(self.model).fingerprint
        except (LanguageModelError, MissingDependencyError):
            return self.model  # said when it is asked; what is finished needs no model

    def determinants(self) -> dict[str, Any]:
        """Return what the model's part of a report depends on, as JSON."""
        return {"model": self._fingerprint(), **self.limits.to_dict()}


def model_wish(
    model: str | ChatModel | None, *, log_text: bool = True, owner: str = OWNER, **stated: Any
) -> ModelWish | None:
    """Return the wish for a model, or None without one.

    Parameters
    ----------
    model : str, ChatModel or None
    log_text : bool, default=True
    owner : str, default="explain"
        The function that is given it, for errors.
    **stated
        The fields of `Limits`.

    Raises
    ------
    ParameterError
        For a limit without a model, or one that cannot be.

    Examples
    --------
    >>> model_wish("embedded", max_calls=100).limits.max_calls
    100
    >>> model_wish(None, max_calls=100)
    Traceback (most recent call last):
    ...
    dataexplain.errors.ParameterError: The 'max_calls' parameter of explain must be given only
    together with a model. Got 100 instead.
    """
    check_arguments({"model": model}, owner)
    limits = Limits(**stated)
    expected = ""
    if model is None:
        expected = "given only together with a model"
    elif isinstance(model, ChatModel):
        expected = "given to open_model, since this model is open already"
    for name, limit in limits.given.items():
        if expected:
            raise ParameterError(name, owner, expected, limit)
    return None if model is None else ModelWish(model, limits, log_text)
