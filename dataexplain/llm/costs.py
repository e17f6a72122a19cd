"""What calls cost: in calls, tokens and US dollars; and what they will cost."""

from __future__ import annotations

import math
from dataclasses import dataclass

from dataexplain.errors import ParameterError

_MILLION = 1_000_000


@dataclass(frozen=True)
class Cost:
    """What one call, or several together, cost.

    Parameters
    ----------
    calls, tokens : int, default=0
    money : float, default=0.0
        In US dollars.

    Examples
    --------
    >>> Cost(calls=1, tokens=200) + Cost(calls=1, tokens=50)
    Cost(calls=2, tokens=250, money=0.0)
    """

    calls: int = 0
    tokens: int = 0
    money: float = 0.0

    def __post_init__(self) -> None:
        for name in ("calls", "tokens", "money"):
            check_amount(name, "Cost", getattr(self, name))

    def __add__(self, other: Cost) -> Cost:
        return Cost(self.calls + other.calls, self.tokens + other.tokens, self.money + other.money)


@dataclass(frozen=True)
class Price:
    """What a model costs, in US dollars a million tokens.

    Parameters
    ----------
    prompt, reply : float, default=0.0
        A million tokens of what is sent, and of what comes back.

    Examples
    --------
    >>> Price(prompt=0.15, reply=0.60).of(prompt_tokens=2_000_000, reply_tokens=500_000)
    0.6
    """

    prompt: float = 0.0
    reply: float = 0.0

    def __post_init__(self) -> None:
        for name in ("prompt", "reply"):
            check_amount(name, "Price", getattr(self, name))

    def of(self, prompt_tokens: int, reply_tokens: int) -> float:
        """Return what so many tokens cost, in US dollars."""
        return (self.prompt * prompt_tokens + self.reply * reply_tokens) / _MILLION


@dataclass(frozen=True)
class Estimate:
    """What a job will cost, before it begins.

    Parameters
    ----------
    expected : Cost
        What is likely.
    largest : Cost
        What cannot be passed.
    already : int, default=0
        How many further calls the cache answers.

    Examples
    --------
    >>> print(Estimate(Cost(80, 24_000, 0.02), Cost(120, 90_000, 0.09), already=40).sentence())
    Expected: 80 calls, 24,000 tokens, $0.02. At most: 120 calls, 90,000 tokens, $0.09. 40 further
    calls are answered from the cache and cost nothing.
    """

    expected: Cost
    largest: Cost
    already: int = 0

    @classmethod
    def nothing(cls) -> Estimate:
        """Return what no call costs."""
        return cls(Cost(), Cost())

    def __add__(self, other: Estimate) -> Estimate:
        return Estimate(
            self.expected + other.expected,
            self.largest + other.largest,
            self.already + other.already,
        )

    def sentence(self) -> str:
        """Return what a user reads before deciding."""
        if not self.largest.calls:
            start = "No call is needed."
        else:
            start = f"Expected: {_listed(self.expected)}. At most: {_listed(self.largest)}."
        if not self.already:
            return start
        verb = "call is" if self.already == 1 else "calls are"
        cost = "costs" if self.already == 1 else "cost"
        return (
            f"{start} {self.already:,} further {verb} answered from the cache and {cost} nothing."
        )


def dollars(amount: float) -> str:
    """Return money with two decimals, or with two digits where it is less than ten cents.

    Examples
    --------
    >>> dollars(1234.5), dollars(0.02), dollars(0.00041), dollars(0.0)
    ('$1,234.50', '$0.02', '$0.00041', '$0.00')
    """
    if 0 < amount < 0.095:
        digits = f"{amount:.{1 - math.floor(math.log10(amount))}f}".rstrip("0")
        return f"${max(digits, f'{amount:.2f}', key=len)}"
    return f"${amount:,.2f}"


def check_amount(name: str, owner: str, value: object) -> None:
    """Refuse what is no number of 0 or more; calls and tokens are whole.

    Raises
    ------
    ParameterError

    Examples
    --------
    >>> check_amount("calls", "Budget", 2.5)
    Traceback (most recent call last):
    ...
    dataexplain.errors.ParameterError: The 'calls' parameter of Budget must be a whole number ...
    """
    whole = name in ("calls", "tokens")
    kinds = (int,) if whole else (int, float)
    if isinstance(value, bool) or not isinstance(value, kinds) or not 0 <= value < math.inf:
        raise ParameterError(name, owner, f"a {'whole ' * whole}number of 0 or more", value)


def _listed(cost: Cost) -> str:
    calls = "1 call" if cost.calls == 1 else f"{cost.calls:,} calls"
    return f"{calls}, {cost.tokens:,} tokens, {dollars(cost.money)}"
