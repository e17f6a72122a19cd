"""JSON as it is kept in files: redacted, in one form, and refused when it is not JSON."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any

from dataexplain.errors import StoreError
from dataexplain.llm.stores.redaction import may_hold_secrets, redacted


def kept_json(value: Any, secrets: Iterable[str] = ()) -> str:
    r"""Return a value as the JSON text that is kept.

    Parameters
    ----------
    value : JSON
    secrets : iterable of str, default=()
        Texts that may not be kept.

    Returns
    -------
    str
        In ASCII, so that even half a character survives.

    Raises
    ------
    StoreError
        When the value is not JSON, such as a number that is not finite.

    Examples
    --------
    >>> kept_json({"reply": "caf\u00e9"})
    '{"reply":"caf\\u00e9"}'
    """
    try:
        text = _dumped(value)
        return _dumped(redacted(value, secrets)) if may_hold_secrets(text, secrets) else text
    except (TypeError, ValueError, RecursionError) as error:
        raise StoreError(
            f"A value cannot be kept, as it is not JSON: {redacted(str(error), secrets)}.",
            hint="Only texts, finite numbers, true, false, null, lists and objects can be kept.",
        ) from None


def kept_text(text: str, secrets: Iterable[str] = ()) -> str:
    r"""Return a text that SQLite can hold: without secrets, and half characters written out.

    Examples
    --------
    >>> kept_text("half \ud800, key k-123456", ["k-123456"])
    'half \\ud800, key [key]'
    """
    whole = text.encode("utf-8", errors="backslashreplace").decode("utf-8")
    redacted_text: str = redacted(whole, secrets)
    return redacted_text


def _dumped(value: Any) -> str:
    return json.dumps(value, allow_nan=False, separators=(",", ":"))
