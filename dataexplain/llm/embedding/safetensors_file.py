"""Weights in a safetensors file, read without copying and without another package."""

from __future__ import annotations

import json
import math
from pathlib import Path
from typing import Any

import numpy as np

from dataexplain.errors import InstallationError

_NUMBERS = {"F64": "<f8", "F32": "<f4", "F16": "<f2", "I64": "<i8", "I32": "<i4", "U8": "|u1"}
# The length of the header stands in the first bytes.
_START = 8


def read_safetensors(path: Path) -> dict[str, np.ndarray]:
    """Return the arrays of a file by name; they are read from the disk when they are used.

    Parameters
    ----------
    path : Path
        A file in the safetensors format.

    Raises
    ------
    InstallationError
        When it cannot be read, is cut off, or is not in that format.

    Examples
    --------
    >>> import tempfile
    >>> header = b'{"a": {"dtype": "F32", "shape": [2], "data_offsets": [0, 8]}}'
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     path = Path(folder, "weights.safetensors")
    ...     numbers = np.array([1, 2], "<f4").tobytes()
    ...     _ = path.write_bytes(len(header).to_bytes(8, "little") + header + numbers)
    ...     read_safetensors(path)["a"].tolist()
    [1.0, 2.0]
    """
    try:
        content: np.ndarray = np.memmap(path, dtype=np.uint8, mode="r")
        length = int.from_bytes(content[:_START].tobytes(), "little")
        header = json.loads(content[_START : _START + length].tobytes())
        numbers = content[_START + length :]
        return {
            name: _array(numbers, place) for name, place in header.items() if name != "__metadata__"
        }
    except OSError as error:
        raise _unreadable(path, error.strerror or str(error)) from error
    except (ValueError, KeyError, TypeError, AttributeError, OverflowError) as error:
        raise _unreadable(path, "it is cut off, or is no safetensors file") from error


def _array(numbers: np.ndarray, place: dict[str, Any]) -> np.ndarray:
    first, end = place["data_offsets"]
    shape = tuple(place["shape"])
    kind = np.dtype(_NUMBERS[place["dtype"]])
    if not 0 <= first <= end <= len(numbers) or math.prod(shape) * kind.itemsize != end - first:
        raise ValueError(place)
    # a header may place an array anywhere, and a processor may want it aligned
    return np.require(numbers[first:end].view(kind).reshape(shape), requirements="A")


def _unreadable(path: Path, reason: str) -> InstallationError:
    return InstallationError(
        f"{path}: The weights cannot be read: {reason}.", hint="Install the model again."
    )
