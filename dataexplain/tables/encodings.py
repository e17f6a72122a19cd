"""From bytes in one of the usual encodings to UTF-8."""

from __future__ import annotations

import codecs

from dataexplain.errors import LoadingError

_CHUNK = 1 << 20
# The longer marks come first: the one of UTF-32 begins with the one of UTF-16.
_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)


def to_utf8(content: bytes, file: str) -> tuple[bytes, str]:
    """Return the text as UTF-8 without a byte-order mark, and the encoding it was in.

    Parameters
    ----------
    content : bytes
        UTF-8, UTF-16, UTF-32 or Windows-1252 (which holds Latin-1).
    file : str
        The file's name, for errors.

    Returns
    -------
    tuple of bytes and str

    Raises
    ------
    LoadingError
        At the first byte that does not belong, or at a NUL byte.

    Examples
    --------
    >>> to_utf8("größe".encode("cp1252"), "a.csv")[1]
    'cp1252'
    """
    encoding = _marked(content) or _unmarked_utf16(content)
    if encoding == "utf-8-sig":
        content = content[len(codecs.BOM_UTF8) :]
        encoding = "utf-8"
    if encoding is None:
        encoding = "utf-8" if content.isascii() else _utf8_or_windows(content)
    if encoding == "utf-8":
        invalid = first_invalid(content)
        if invalid is not None:
            raise _broken(content, invalid, "UTF-8", file)
    else:
        try:
            content = content.decode(encoding).encode()
        except UnicodeDecodeError as error:
            raise _broken(content, error.start, encoding, file) from error
        except UnicodeEncodeError as error:  # half of a surrogate pair in UTF-16 or UTF-32
            raise LoadingError(message=f"The text is not valid {encoding}.", file=file) from error
    _refuse_nul(content, file)
    return content, encoding


def first_invalid(content: bytes) -> int | None:
    r"""Return the offset of the first byte that is not UTF-8, or None.

    Examples
    --------
    >>> first_invalid(b"abc\xff")
    3
    """
    if content.isascii():
        return None
    decoder = codecs.getincrementaldecoder("utf-8")()
    for start in range(0, len(content), _CHUNK):
        pending = len(decoder.getstate()[0])
        try:
            decoder.decode(content[start : start + _CHUNK], start + _CHUNK >= len(content))
        except UnicodeDecodeError as error:
            return start - pending + error.start
    return None


def _marked(content: bytes) -> str | None:
    return next((name for mark, name in _MARKS if content.startswith(mark)), None)


def _unmarked_utf16(content: bytes) -> str | None:
    """Tell UTF-16 without a mark by its NUL bytes: nearly every second byte, on one side."""
    sample = content[:4096]
    pairs = len(sample) // 2
    if pairs < 4 or not sample.count(b"\0"):
        return None
    if sample[1::2].count(b"\0") >= 0.8 * pairs and not sample[0::2].count(b"\0"):
        return "utf-16-le"
    if sample[0::2].count(b"\0") >= 0.8 * pairs and not sample[1::2].count(b"\0"):
        return "utf-16-be"
    return None


def _utf8_or_windows(content: bytes) -> str:
    if first_invalid(content) is None:
        return "utf-8"
    text = content.decode("utf-8", "surrogateescape")
    beyond = [character for character in text if character > "\x7f"]
    escaped = sum("\udc80" <= character <= "\udcff" for character in beyond)
    # UTF-8 with a damaged place has valid sequences elsewhere; Windows-1252 has next to none.
    return "utf-8" if len(beyond) - escaped > escaped else "cp1252"


def _broken(content: bytes, offset: int, encoding: str, file: str) -> LoadingError:
    line = content.count(b"\n", 0, offset) + 1
    return LoadingError(
        f"The text is broken: byte 0x{content[offset]:02x} at offset {offset} is not {encoding}.",
        file=file,
        row=line,
        remedy="Save the file as UTF-8.",
    )


def _refuse_nul(content: bytes, file: str) -> None:
    offset = content.find(b"\0")
    if offset >= 0:
        raise LoadingError(
            message=f"There is a NUL byte at offset {offset}.",
            file=file,
            row=content.count(b"\n", 0, offset) + 1,
            remedy="This is not a text file, or it is damaged: export the table again.",
        )
