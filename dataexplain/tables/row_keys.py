"""A number for each row that depends on its content only, not on its place or its columns' order.

Numbers, dates and words are hashed as what they were read as, so that one table gives the same
keys from CSV, Parquet and Python. Roles do not matter: to leave a column out is no second draw.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable

import numpy as np
import pandas as pd

# Fixed for ever: another key would be another draw of the verification rows.
_KEY = "dataexplain.rows"
_MISSING = np.uint64(0x9E3779B97F4A7C15)


class RowKeys:
    """Keys of rows, built column by column.

    Parameters
    ----------
    rows : int
        The number of rows.

    Examples
    --------
    >>> keys, swapped = RowKeys(2), RowKeys(2)
    >>> keys.add("a", np.array([1.0, 2.0])); keys.add("b", np.array([3.0, 3.0]))
    >>> swapped.add("b", np.array([3.0, 3.0])); swapped.add("a", np.array([1.0, 2.0]))
    >>> bool((keys.values == swapped.values).all())
    True
    """

    def __init__(self, rows: int) -> None:
        self.values = np.zeros(rows, dtype=np.uint64)

    def add(self, name: str, cells: np.ndarray | pd.Categorical) -> None:
        """Add a column: float64, datetime64 or categories, missing cells included."""
        if isinstance(cells, np.ndarray) and cells.dtype.kind == "M":
            cells = cells.astype("datetime64[us]")
        hashes = np.array(pd.util.hash_array(cells, hash_key=_KEY, categorize=False))
        hashes[np.asarray(pd.isna(cells))] = _MISSING
        hashes ^= name_key(name)
        self.values += scramble(hashes)

    def table_hash(self, names: Iterable[str]) -> str:
        """Return the hash of the whole table, whatever the order of its rows."""
        digest = hashlib.sha256("\0".join(sorted(names)).encode())
        digest.update(np.sort(self.values).astype("<u8").tobytes())
        return digest.hexdigest()


def name_key(name: str) -> np.uint64:
    """Return a number for a column's name.

    Examples
    --------
    >>> bool(name_key("a") == name_key("b"))
    False
    """
    digest = hashlib.blake2b(name.encode(), digest_size=8, key=_KEY.encode()).digest()
    return np.uint64(int.from_bytes(digest, "little"))


def scramble(numbers: np.ndarray) -> np.ndarray:
    """Return well-mixed numbers (the finaliser of splitmix64), writing over the given ones.

    Examples
    --------
    >>> scramble(np.array([1, 2], dtype=np.uint64))
    array([ 6238072747940578789, 15839785061582574730], dtype=uint64)
    """
    numbers ^= numbers >> np.uint64(30)
    numbers *= np.uint64(0xBF58476D1CE4E5B9)
    numbers ^= numbers >> np.uint64(27)
    numbers *= np.uint64(0x94D049BB133111EB)
    numbers ^= numbers >> np.uint64(31)
    return numbers


def keys_of_frame(frame: pd.DataFrame) -> np.ndarray:
    """Return the row keys of a frame whose columns have been read.

    Examples
    --------
    >>> keys = keys_of_frame(pd.DataFrame({"a": ["x", "x", "y"]}))
    >>> bool(keys[0] == keys[1]), bool(keys[0] == keys[2])
    (True, False)
    """
    keys = RowKeys(len(frame))
    for name, column in frame.items():
        if isinstance(column.dtype, pd.CategoricalDtype):
            keys.add(str(name), pd.Categorical(column))
        elif column.dtype.kind in "fM":
            keys.add(str(name), column.to_numpy())
        else:
            keys.add(str(name), pd.Categorical(column))
    return keys.values
