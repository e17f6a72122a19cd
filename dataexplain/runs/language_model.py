"""The language model that a user wants for a report, what it may cost, and what it is asked."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from dataexplain.errors import LanguageModelError, ParameterError
from dataexplain.llm import Budget, ChatModel, Estimate, open_model
from dataexplain.llm.prices import parse_price
from dataexplain.narration.expectations import estimate_expectations, with_expectations
from dataexplain.records import LanguageModelRecord, ReportRecord
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
        """Give the model; one that was opened by the user stays open.

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
            run=run,
        ) as model:
            yield model

    def determinants(self) -> dict[str, Any]:
        """Return what the model's part of a report depends on, as JSON."""
        model = self.model
        return {
            "model": model.backend.fingerprint if isinstance(model, ChatModel) else model,
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
    if model is not None:
        return ModelWish(model, **limits)
    for name, limit in limits.items():
        if name != "log_text" and limit is not None:
            raise ParameterError(name, OWNER, "given only together with a model", limit)
    return None


def ask_about(report: ReportRecord, model: ChatModel) -> ReportRecord:
    """Return the report with what the model was asked; a model that fails costs no report.

    The report then says what went wrong in the model's notes.
    """
    try:
        return with_expectations(report, model)
    except LanguageModelError as error:
        record = LanguageModelRecord(
            name=model.name,
            backend=model.backend.name,
            fingerprint=model.backend.fingerprint,
            prompts=(),
            asked=0,
            no_answers=0,
            unasked=0,
            notes=(*model.notes, f"The model could not be asked: {error}"),
        )
        return dataclasses.replace(report, language_model=record)


def estimate_questions(report: ReportRecord, wish: ModelWish) -> Estimate:
    """Return what asking a model about a report would cost; nothing is asked."""
    with wish.opened(run="estimate") as model:
        return estimate_expectations(report, model)
