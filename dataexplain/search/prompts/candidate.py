"""A sentence that may say how outputs follow from inputs, before anything is known of it."""

from __future__ import annotations

from dataclasses import dataclass

from dataexplain.operations import Rule


@dataclass(frozen=True)
class PromptCandidate:
    """A sentence, and where the thought of it came from.

    Parameters
    ----------
    sentence : str
        A whole sentence, in the imperative: "Return the capital of the country."
    source : str
        "hint" (the user's own), "operations", "proposed", or how it was changed: "regrown",
        "rephrased", "combined", "reflected".
    parents : tuple of str, default=()
        The sentences it was made from.
    rule : Rule, optional
        The closed operation that it says; its outputs are worked out by code.

    Examples
    --------
    >>> PromptCandidate("Return the sum of the numbers.", "proposed").rule is None
    True
    """

    sentence: str
    source: str
    parents: tuple[str, ...] = ()
    rule: Rule | None = None
