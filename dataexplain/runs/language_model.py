"""The language model that a user wants for a report, what it may cost, and what it is asked."""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from dataexplain.errors import LanguageModelError, MissingDependencyError, ParameterError
from dataexplain.llm import Budget, ChatModel, Estimate, open_model
from dataexplain.llm.opening import find_backend
from dataexplain.llm.prices import parse_price
from dataexplain.narration.expectations import estimate_expectations
from dataexplain.records import ReportRecord
from dataexplain.runs.arguments import OWNER, check_arguments


@dataclass(frozen=True)
class ModelWish:
    """A language model by name, or one that is open already, and what may be spent on it.

    Parameters
    ----------
    model : str or ChatModel
    max_calls, max_tokens : int, optional
    max_cost : float, optional
        In US dollars; needs a price.
    price : str, optional
        "0.15/0.60": US dollars for a million tokens read and written.
    log_text : bool, default=True
        Whether the log of calls keeps prompts and replies, or their hashes only.
    """

    model: str | ChatModel
    max_calls: int | None = None
    max_tokens: int | None = None
    max_cost: float | None = None
    price: str | None = None
    log_text: bool = True

    @contextmanager
    def opened(self, run: str) -> Iterator[ChatModel]:
        """Give the model, whose calls are logged under this run and the moment it began.

        One that was opened by the user stays open.

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
            budget=Budget(self.max_calls, self.max_tokens, self.max_cost),
            price=None if self.price is None else parse_price(self.price),
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
        return {
            "model": self._fingerprint(),
            "max_calls": self.max_calls,
            "max_tokens": self.max_tokens,
            "max_cost": self.max_cost,
            "price": self.price,
        }


def model_wish(model: str | ChatModel | None, **limits: Any) -> ModelWish | None:
    """Return the wish for a model, or None without one.

    Parameters
    ----------
    model : str, ChatModel or None
    **limits
        Further fields of `ModelWish`.

    Raises
    ------
    ParameterError
        For a limit without a model, or one that cannot be.

    Examples
    --------
    >>> model_wish("embedded", max_calls=100).max_calls
    100
    >>> model_wish(None, max_calls=100)
    Traceback (most recent call last):
    ...
    dataexplain.errors.ParameterError: The 'max_calls' parameter of explain must be given only
    together with a model. Got 100 instead.
    """
    check_arguments({"model": model, **limits})
    expected = ""
    if model is None:
        expected = "given only together with a model"
    elif isinstance(model, ChatModel):
        expected = "given to open_model, since this model is open already"
    for name, limit in limits.items():
        if expected and name != "log_text" and limit is not None:
            raise ParameterError(name, OWNER, expected, limit)
    return None if model is None else ModelWish(model, **limits)


def estimate_questions(report: ReportRecord, wish: ModelWish) -> Estimate:
    """Return what asking a model about a report would cost; nothing is asked."""
    with wish.opened(run="estimate") as model:
        return estimate_expectations(report, model)
