"""Secrets taken out of what is kept: known keys, and whatever stands under a header's name."""

from __future__ import annotations

import functools
import json
from collections.abc import Iterable, Mapping
from typing import Any
from urllib.parse import quote, quote_plus

REPLACEMENT = "[key]"
# Placeholders such as "none" or "EMPTY", which local servers ask for, are words of replies too.
SHORTEST_SECRET = 6
# How the names of headers and parameters end that carry a secret, in small letters.
_SECRET_NAMES = (
    "authorization",
    "api-key",
    "apikey",
    "auth-token",
    "access-token",
    "cookie",
    "password",
)


def redacted(value: Any, secrets: Iterable[str]) -> Any:
    """Return JSON without secrets.

    Parameters
    ----------
    value : JSON
    secrets : iterable of str
        Texts that are replaced wherever they stand, also in the middle of a text or escaped as in
        JSON or an address. Those of fewer than 6 characters are no keys, and are left.

    Returns
    -------
    JSON
        Without the entries whose names are those of headers with secrets, such as
        ``Authorization`` or ``api_key``.

    Examples
    --------
    >>> redacted({"X-API-Key": "k-123456", "text": ["with k-123456"]}, ["k-123456"])
    {'text': ['with [key]']}
    """
    return _walked(value, _written_forms(tuple(secrets)))


def may_hold_secrets(text: str, secrets: Iterable[str]) -> bool:
    """Tell whether a JSON text in ASCII may need redaction; most do not, and this is fast.

    Examples
    --------
    >>> may_hold_secrets('{"text":"with k-123456"}', ["k-123456"]), may_hold_secrets("[1]", ["1"])
    (True, False)
    """
    if any(form in text for form in _forms_in_json(tuple(secrets))):
        return True
    lowered = text.lower().replace("_", "-")
    return any(name in lowered for name in _SECRET_NAMES)


def _walked(value: Any, forms: tuple[str, ...]) -> Any:
    if isinstance(value, str):
        return _replaced(value, forms)
    if isinstance(value, Mapping):
        return {
            _replaced(name, forms) if isinstance(name, str) else name: _walked(inner, forms)
            for name, inner in value.items()
            if not _names_a_secret(name)
        }
    if isinstance(value, (list, tuple)):
        return [_walked(inner, forms) for inner in value]
    return value


@functools.lru_cache(maxsize=8)
def _written_forms(secrets: tuple[str, ...]) -> tuple[str, ...]:
    """Return how the secrets may be written, the longest first: one may be part of another."""
    forms: set[str] = set()
    for secret in secrets:
        if len(secret) >= SHORTEST_SECRET:
            forms |= {secret, *_escaped(secret)}
    return tuple(sorted(forms, key=len, reverse=True))


@functools.lru_cache(maxsize=8)
def _forms_in_json(secrets: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(json.dumps(form)[1:-1] for form in _written_forms(secrets))


def _escaped(secret: str) -> set[str]:
    as_json = {json.dumps(secret)[1:-1], json.dumps(secret, ensure_ascii=False)[1:-1]}
    return as_json | {
        quote(secret, safe="", errors="replace"),
        quote_plus(secret, errors="replace"),
    }


def _replaced(text: str, forms: tuple[str, ...]) -> str:
    for form in forms:
        text = text.replace(form, REPLACEMENT)
    return text


def _names_a_secret(name: Any) -> bool:
    return isinstance(name, str) and name.lower().replace("_", "-").endswith(_SECRET_NAMES)
