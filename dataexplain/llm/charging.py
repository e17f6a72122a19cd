"""What a call is charged: what its reply says, all that it could cost, or next to nothing."""

from __future__ import annotations

from dataexplain.errors import (
    AuthenticationError,
    CapabilityError,
    ContextTooLongError,
    ModelNotFoundError,
    RateLimitError,
)
from dataexplain.llm.budget import Budget
from dataexplain.llm.costs import Cost, Price

# Nothing was worked on: the call counts, and nothing else does.
REFUSALS = (
    AuthenticationError,
    CapabilityError,
    ContextTooLongError,
    ModelNotFoundError,
    RateLimitError,
)
# Seconds between looks whether a budget has room again.
PATIENCE = 0.02


def charge(
    budget: Budget, price: Price, *, prompt_tokens: int, reply_tokens: int, largest: Cost
) -> Cost:
    """Return what a call that was answered cost.

    Parameters
    ----------
    budget : Budget
    price : Price
    prompt_tokens, reply_tokens : int
        As the server counts them; both 0 where it does not.
    largest : Cost
        The most it can have cost: it counts where tokens matter and the server does not say.

    Examples
    --------
    >>> largest = Cost(1, 900, 0.0)
    >>> charge(Budget(), Price(), prompt_tokens=40, reply_tokens=2, largest=largest).tokens
    42
    >>> unsaid = {"prompt_tokens": 0, "reply_tokens": 0, "largest": largest}
    >>> [charge(Budget(tokens=most), Price(), **unsaid).tokens for most in (None, 999)]
    [0, 900]
    """
    tokens = prompt_tokens + reply_tokens
    if not tokens and (budget.tokens is not None or price != Price()):
        return largest
    return Cost(1, tokens, price.of(prompt_tokens, reply_tokens))
