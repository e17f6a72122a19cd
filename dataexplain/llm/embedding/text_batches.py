"""Distinct texts, and batches of them that are about equally long."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

import numpy as np

from dataexplain.errors import InputError, ParameterError

# How Python, NumPy and pandas write what is missing.
_MISSING = {"None", "nan", "NaT", "<NA>", "np.float64(nan)", "np.float32(nan)"}


def distinct(texts: Iterable[str]) -> tuple[list[str], np.ndarray]:
    """Return each text once, and the place of every given text among them.

    Parameters
    ----------
    texts : iterable of str

    Returns
    -------
    list of str
        Shorter ones first, whatever the order they came in. Half of a pair of surrogates, which
        no file can hold, has become a question mark.
    array of int
        For each given text its place in the list.

    Raises
    ------
    InputError
        When one is no text; it names the row, counted from 1.

    Examples
    --------
    >>> found, places = distinct(["three", "one", "three"])
    >>> found, places.tolist()
    (['one', 'three'], [1, 0, 1])
    """
    if isinstance(texts, (str, bytes)):
        raise ParameterError("texts", "embed", "a list of texts", texts[:40])
    seen: dict[str, int] = {}
    given = np.fromiter((_number(text, row, seen) for row, text in enumerate(texts, 1)), np.int64)
    found = sorted(seen, key=lambda text: (len(text), text))
    places = np.empty(len(found), np.int64)
    places[[seen[text] for text in found]] = np.arange(len(found))
    return found, places[given]


def batches_by_length(
    counts: Sequence[int], *, most_tokens: int, most_texts: int
) -> Iterator[list[int]]:
    """Yield the numbers of texts batch by batch, shorter ones first.

    Parameters
    ----------
    counts : sequence of int
        The tokens of each text.
    most_tokens : int
        How many tokens a batch may have, with each text as long as its longest; a single text
        may have more.
    most_texts : int
        How many texts a batch may have.

    Examples
    --------
    >>> list(batches_by_length([3, 9, 2, 3], most_tokens=8, most_texts=10))
    [[2, 0], [3], [1]]
    """
    batch: list[int] = []
    for at in sorted(range(len(counts)), key=counts.__getitem__):
        too_long = (len(batch) + 1) * counts[at] > most_tokens
        if batch and (too_long or len(batch) >= most_texts):
            yield batch
            batch = []
        batch.append(at)
    if batch:
        yield batch


def _number(text: object, row: int, seen: dict[str, int]) -> int:
    """Return the number under which a text was first seen."""
    if not isinstance(text, str):
        raise InputError(
            f"This is {_described(text)}, not a text.",
            row=row,
            remedy="Leave the row out, or give an empty text instead.",
        )
    if not text.isascii():
        text = text.encode("utf-8", errors="replace").decode("utf-8")
    return seen.setdefault(str(text), len(seen))


def _described(value: object) -> str:
    shown = repr(value)
    return "a missing value" if shown in _MISSING else shown[:60]
