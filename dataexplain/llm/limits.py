"""What may be spent on a language model, as a user states it."""

from __future__ import annotations

import dataclasses
import math
import numbers
from dataclasses import dataclass
from typing import Any

from dataexplain.errors import ParameterError
from dataexplain.llm.budget import Budget
from dataexplain.llm.costs import Estimate, Price, dollars
from dataexplain.llm.prices import parse_price

_OWNER = "a model"


@dataclass(frozen=True)
class Limits:
    """Limits on what is asked of a model, and what it costs; None is no limit.

    The options of the command line, the keys of a pipeline file and the arguments of `explain`
    have the names of these fields.

    Parameters
    ----------
    max_calls, max_tokens : int, optional
    max_cost : float, optional
        In US dollars; a model that is paid needs a price then.
    price : str, optional
        "0.15/0.60": US dollars for a million tokens read and written.

    Raises
    ------
    ParameterError
        For a limit or a price that cannot be.

    Examples
    --------
    >>> limits = Limits(max_calls=100, price="0.15/0.60")
    >>> limits.budget().calls, limits.parsed_price
    (100, Price(prompt=0.15, reply=0.6))
    >>> limits.given
    {'max_calls': 100, 'price': '0.15/0.60'}
    >>> Limits(max_calls=-1)
    Traceback (most recent call last):
    ...
    dataexplain.errors.ParameterError: The 'max_calls' parameter of a model must be a whole ...
    """

    max_calls: int | None = None
    max_tokens: int | None = None
    max_cost: float | None = None
    price: str | None = None

    def __post_init__(self) -> None:
        for name in ("max_calls", "max_tokens"):
            self._settle(name, numbers.Integral, int, "a whole number of 0 or more, or None")
        self._settle("max_cost", numbers.Real, float, "a number of 0 or more, or None")
        if self.price is not None and not isinstance(self.price, str):
            raise ParameterError("price", _OWNER, "a text such as '0.15/0.60', or None", self.price)
        if self.price is not None:
            parse_price(self.price)

    @property
    def parsed_price(self) -> Price | None:
        """What the model costs, where the user says so."""
        return None if self.price is None else parse_price(self.price)

    @property
    def given(self) -> dict[str, Any]:
        """The limits that were stated, and the price, by name."""
        return {name: value for name, value in self.to_dict().items() if value is not None}

    def budget(self) -> Budget:
        """Return a budget of which nothing is spent yet."""
        return Budget(self.max_calls, self.max_tokens, self.max_cost)

    def remark(self, estimate: Estimate) -> str:
        """Return what these limits mean for a job, or an empty text where it stays within them.

        Examples
        --------
        >>> from dataexplain.llm import Cost
        >>> Limits(max_calls=6).remark(Estimate(expected=Cost(calls=9), largest=Cost(calls=20)))
        'More is expected than max_calls allows (6): the rest would stay unasked.'
        """
        expected = estimate.expected
        for name, amount in (
            ("max_calls", expected.calls),
            ("max_tokens", expected.tokens),
            ("max_cost", expected.money),
        ):
            limit = getattr(self, name)
            if limit is not None and amount > limit:
                shown = dollars(limit) if name == "max_cost" else f"{limit:,}"
                return (
                    f"More is expected than {name} allows ({shown}): the rest would stay unasked."
                )
        return ""

    def to_dict(self) -> dict[str, Any]:
        """Return plain JSON."""
        return dataclasses.asdict(self)

    def _settle(self, name: str, kind: type, plain: type, expected: str) -> None:
        """Make a number of any kind, such as NumPy's, a plain one; refuse what is none."""
        value: Any = getattr(self, name)
        if value is None:
            return
        is_number = isinstance(value, kind) and not isinstance(value, bool)
        if not (is_number and 0 <= value < math.inf):
            raise ParameterError(name, _OWNER, expected, value)
        object.__setattr__(self, name, plain(value))


LIMIT_NAMES = tuple(field.name for field in dataclasses.fields(Limits))
