"""Parameters that some servers refuse, and what is sent to them from then on."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

Body = dict[str, Any]
Ability = Literal["log_probabilities", "schema"]


@dataclass(frozen=True)
class Retreat:
    """A step back from a parameter that a server refuses.

    Parameters
    ----------
    parameter : str
    note : str
        What the user is told.
    renamed : str, optional
        Send the value under this name.
    at_most : int, optional
        Send no larger value; without `renamed` and `at_most` the parameter is left out.
    along : tuple of str, default=()
        Parameters that make no sense without it, left out too.
    lacks : {"log_probabilities", "schema"}, optional
        What the model turns out not to have.
    """

    parameter: str
    note: str
    renamed: str | None = None
    at_most: int | None = None
    along: tuple[str, ...] = ()
    lacks: Ability | None = None

    def apply(self, body: Mapping[str, Any]) -> Body:
        """Return the body as it is sent after this step."""
        if self.parameter not in body:
            return dict(body)
        if self.at_most is not None:
            return {**body, self.parameter: min(body[self.parameter], self.at_most)}
        left = {k: v for k, v in body.items() if k not in {self.parameter, *self.along}}
        return {**left, self.renamed: body[self.parameter]} if self.renamed else left


_NO_LOG_PROBABILITIES = "gives no log-probabilities: answers are counted as votes instead"

# In the order in which they are tried.
RETREATS = (
    Retreat("max_tokens", "wants 'max_completion_tokens'", renamed="max_completion_tokens"),
    Retreat("top_logprobs", "gives 5 alternatives a token at most", at_most=5),
    Retreat("top_logprobs", _NO_LOG_PROBABILITIES, along=("logprobs",), lacks="log_probabilities"),
    Retreat("logprobs", _NO_LOG_PROBABILITIES, along=("top_logprobs",), lacks="log_probabilities"),
    Retreat("response_format", "binds no reply to a JSON schema", lacks="schema"),
    Retreat("seed", "takes no seed: draws cannot be repeated without the cache"),
    Retreat("temperature", "takes no temperature: it samples as it likes"),
)


@dataclass
class RefusedParameters:
    """What one server refused so far.

    Examples
    --------
    >>> refused = RefusedParameters()
    >>> refused.learn({"seed": 1, "top_p": 1}, "Unknown parameter: 'seed'.").lacks is None
    True
    >>> refused.adapt({"seed": 2, "top_p": 1})
    {'top_p': 1}
    >>> refused.learn({"top_p": 1}, "Too hot today.") is None
    True
    """

    taken: list[Retreat] = field(default_factory=list)

    def adapt(self, body: Mapping[str, Any]) -> Body:
        """Return a body without what the server refuses."""
        adapted = dict(body)
        for retreat in self.taken:
            adapted = retreat.apply(adapted)
        return adapted

    def learn(self, sent: Mapping[str, Any], complaint: str) -> Retreat | None:
        """Take the step back that a complaint about a body asks for; None when it names nothing."""
        for retreat in RETREATS:
            named = re.search(rf"\b{retreat.parameter}\b", complaint)
            if named and retreat.apply(sent) != sent:
                if retreat not in self.taken:  # another request may have met it first
                    self.taken.append(retreat)
                return retreat
        return None
