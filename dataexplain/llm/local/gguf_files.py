"""Files of weights in the GGUF format: whether one can be loaded, and which one it is."""

from __future__ import annotations

from pathlib import Path

from dataexplain.errors import ModelNotFoundError, ServerError

MAGIC = b"GGUF"
# A header alone is larger than this in any model that can say something.
_SMALLEST = 4096
_MEMORY = Path("/proc/meminfo")


def check_gguf(path: Path) -> None:
    """Refuse a file that is missing or holds no weights in this format.

    Raises
    ------
    ModelNotFoundError
        With what would mend it.

    Examples
    --------
    >>> check_gguf(Path("missing.gguf"))
    Traceback (most recent call last):
    ...
    dataexplain.errors.ModelNotFoundError: missing.gguf: There is no such file. ...
    """
    if not path.is_file():
        raise ModelNotFoundError(
            f"{path}: There is no such file.",
            hint="Give a GGUF file, or a name that 'dataexplain models list' shows.",
        )
    try:
        with path.open("rb") as file:
            start = file.read(len(MAGIC))
    except OSError as error:
        raise ModelNotFoundError(
            f"{path}: The file cannot be read ({error.strerror}).", hint="Check its permissions."
        ) from error
    if start != MAGIC or path.stat().st_size < _SMALLEST:
        raise ModelNotFoundError(
            f"{path}: This is not a GGUF file, or it is not whole.",
            hint="Fetch it again; 'dataexplain models install' checks what it fetches.",
        )


def check_memory(path: Path) -> None:
    """Refuse to load more than there is memory for; where that is not known, nothing is refused.

    Raises
    ------
    ServerError
        With both sizes.
    """
    free, needed = free_memory(), path.stat().st_size
    if free is not None and needed > free:
        raise ServerError(
            f"{path}: The weights need {needed / 2**30:.1f} GiB of memory; "
            f"{free / 2**30:.1f} GiB are free.",
            hint="Close other programs, or use a smaller model.",
        )


def free_memory() -> int | None:
    """Return the bytes of memory that can be had, or None where that is not known."""
    try:
        lines = _MEMORY.read_text(encoding="ascii").splitlines()
    except OSError:
        return None
    sizes = dict(line.split(":", 1) for line in lines if ":" in line)
    kibibytes = sizes.get("MemAvailable", "").split()
    return int(kibibytes[0]) * 1024 if kibibytes else None
