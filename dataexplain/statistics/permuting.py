"""Orders in which an outcome is read off again, so that only chance relates it to anything.

Rows that stay together in the data (in time, in a group) stay together in the shuffle: whole blocks
change places, and what is alike within a block is alike afterwards.
"""

from __future__ import annotations

import math

import numpy as np


def shuffled(size: int, generator: np.random.Generator) -> np.ndarray:
    """Return places in random order.

    Parameters
    ----------
    size : int
    generator : numpy.random.Generator

    Returns
    -------
    ndarray of int of shape (size,)
        Row i takes the value of row ``result[i]``.

    Examples
    --------
    >>> sorted(shuffled(4, np.random.default_rng(0)).tolist())
    [0, 1, 2, 3]
    """
    return generator.permutation(size)


def blocks_shuffled(blocks: np.ndarray, generator: np.random.Generator) -> np.ndarray:
    """Return places such that whole blocks change places.

    The blocks are strung together in random order and read off in their own order. Blocks of one
    size are exchanged whole; of different sizes, one block may take the end of another and the
    start of the next.

    Parameters
    ----------
    blocks : ndarray of int of shape (n,)
        The block of each row; within a block, rows keep their order.
    generator : numpy.random.Generator

    Returns
    -------
    ndarray of int of shape (n,)
        Row i takes the value of row ``result[i]``.

    Examples
    --------
    >>> blocks_shuffled(np.array([0, 1, 0, 1, 2]), np.random.default_rng(0)).tolist()
    [1, 4, 3, 0, 2]
    """
    codes = np.unique(blocks, return_inverse=True)[1]
    order = generator.permutation(codes.max(initial=-1) + 1)
    taken = np.empty(len(codes), dtype=np.int64)
    taken[np.argsort(codes, kind="stable")] = np.argsort(order[codes], kind="stable")
    return taken


def time_blocks(times: np.ndarray, generator: np.random.Generator) -> np.ndarray:
    """Cut a stretch of time into blocks of about the root of its number of distinct times.

    Where the first block ends is drawn, so that the seams differ from one shuffle to the next.

    Parameters
    ----------
    times : ndarray of int or float of shape (n,)
        When each row was made; equal times are never cut apart.
    generator : numpy.random.Generator

    Returns
    -------
    ndarray of int of shape (n,)
        The block of each row.

    Examples
    --------
    >>> time_blocks(np.arange(9), np.random.default_rng(0)).tolist()
    [0, 1, 1, 1, 2, 2, 2, 3, 3]
    """
    distinct, places = np.unique(times, return_inverse=True)
    length = max(math.isqrt(len(distinct)), 1)
    return np.asarray((places + generator.integers(length)) // length)
