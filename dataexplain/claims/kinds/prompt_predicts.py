"""A sentence lets a model, or code that follows it, give the right output of an input.

Nothing of the table varies here: the inputs are put to a model with the sentence and without, so
that the claim compiles to no contrast. Its one feature is the sentence itself.
"""

from __future__ import annotations

from dataexplain.claims.claim import Claim
from dataexplain.claims.contrast import Contrast
from dataexplain.claims.wording import Words

FAMILY = "prompts"
# The sentences were raced on the rows that lean.
LEAST_LEANING = 0.0
# Among the sources of a sentence that a closed operation says: no model is needed to follow it.
CLOSED_OPERATION = "closed operation"
_ENDS = (".", "!", "?", "…")


def contrasts(claim: Claim, held: tuple[str, ...]) -> tuple[Contrast, ...]:
    """Compile to nothing: chances of the right output are compared, not rows of the table."""
    del claim, held
    return ()


def sentence(claim: Claim, words: Words) -> str:
    """Say what the sentence does, and the sentence."""
    del words
    (said,) = claim.features
    if CLOSED_OPERATION in claim.sources:
        return f"this sentence, followed to the letter, gives the right output: {quoted(said)}"
    return f"this sentence lets a model give the right output: {quoted(said)}"


def quoted(said: str) -> str:
    """Return a sentence in quotes, its own quotes turned into single ones.

    Examples
    --------
    >>> quoted(" Return the capital. "), quoted("Say “yes”.")
    ('“Return the capital.”', '“Say ‘yes’.”')
    """
    inner = said.strip().translate(str.maketrans("“”", "‘’"))
    return f"“{inner}”"


def closed(text: str) -> str:
    """Return a statement with its full stop, unless a quoted sentence brought one.

    Examples
    --------
    >>> closed("the output: “Return it.”"), closed("the output: “Return it”")
    ('the output: “Return it.”', 'the output: “Return it”.')
    """
    return text if text.endswith(tuple(f"{end}”" for end in _ENDS)) else f"{text}."
