"""What a finding rests on: a column taken alone, or the other columns held fixed."""

from __future__ import annotations

from collections.abc import Sequence

from dataexplain.narration.plain_words import PlainWords
from dataexplain.records import ClaimRecord

_ALONE, _EQUAL, _FIXED = "taken alone", "all else equal", "with the other columns held fixed"
_BUT_NOT = f"but not {_FIXED}"
# How a claim's own sentence ends where the adjusted effect is none.
_GONE = ", but not after accounting for the other columns."
_NAMED = 4


def based(claim: ClaimRecord, text: str, words: PlainWords, *, last: bool) -> str:
    """Add to a pattern what it rests on, and the columns that it cannot be told apart from.

    Parameters
    ----------
    claim : ClaimRecord
    text : str
        A pattern, in lower case and without a full stop.
    words : PlainWords
    last : bool
        Whether the basis stands at the end.
    """
    basis = _basis(claim)
    if _is_gone(claim):
        text = f"{text}, {basis} {_BUT_NOT}" if last else f"{basis}, {text}, {_BUT_NOT}"
    elif basis:
        text = f"{text}, {basis}" if last else f"{basis}, {text}"
    if not claim.entangled_with or claim.kind == "no_effect":
        return text
    others = listed_columns(claim.entangled_with, words)
    return f"{text}; {others} cannot be told apart from {_own(claim, words)}"


def basis_words(claim: ClaimRecord, words: PlainWords) -> str:
    """Return what a pattern rests on as it stands behind it; empty where nothing need be said.

    Parameters
    ----------
    claim : ClaimRecord
    words : PlainWords
    """
    if claim.kind == "no_effect":
        return ""
    basis = f"{_ALONE} {_BUT_NOT}" if _is_gone(claim) else _basis(claim)
    if not claim.entangled_with:
        return basis
    others = listed_columns(claim.entangled_with, words)
    together = f"together with {others}, which it cannot be told apart from"
    return f"{basis}, {together}" if basis == _ALONE else together


def listed_columns(names: Sequence[str], words: PlainWords, conjunction: str = "and") -> str:
    """Write columns as a list in words, a long one cut.

    Parameters
    ----------
    names : sequence of str
    words : PlainWords
    conjunction : str, default="and"
    """
    shown = [words.column(name) for name in names]
    if len(shown) > _NAMED + 1:
        shown[_NAMED:] = [f"{len(shown) - _NAMED} other columns"]
    if len(shown) == 1:
        return shown[0]
    return f"{', '.join(shown[:-1])} {conjunction} {shown[-1]}"


def own_features(claim: ClaimRecord) -> tuple[str, ...]:
    """Return the columns that a claim is about, without those it cannot be told apart from.

    Parameters
    ----------
    claim : ClaimRecord
    """
    return tuple(name for name in claim.features if name not in claim.entangled_with)


def _basis(claim: ClaimRecord) -> str:
    if claim.basis == "unadjusted":
        return _ALONE
    if claim.kind == "no_effect" or not _holds_columns(claim):
        return ""
    return _FIXED if claim.entangled_with else _EQUAL


def _is_gone(claim: ClaimRecord) -> bool:
    """Tell whether a plain difference is none with the other columns held fixed."""
    return claim.basis == "unadjusted" and claim.text.endswith(_GONE)


def _holds_columns(claim: ClaimRecord) -> bool:
    return "held fixed" in claim.text or bool(claim.entangled_with)


def _own(claim: ClaimRecord, words: PlainWords) -> str:
    return listed_columns(own_features(claim) or claim.features[:1], words)
