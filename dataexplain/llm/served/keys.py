"""Keys of servers: where they come from, and what is said of those that cannot be one."""

from __future__ import annotations

import os

from dataexplain.errors import AuthenticationError


def read_key(key: str | None, key_source: str) -> str:
    """Return a key as it is sent, empty where there is none.

    Parameters
    ----------
    key : str, optional
        The value of the variable `key_source` by default.
    key_source : str
        Where it comes from, for messages.

    Raises
    ------
    AuthenticationError
        When it holds a character that cannot be sent; the message does not show it.

    Examples
    --------
    >>> read_key(" sk-mine ", "KEY")
    'sk-mine'
    """
    found = (os.environ.get(key_source, "") if key is None else key).strip()
    if not (found.isascii() and found.isprintable()):
        raise AuthenticationError(
            f"The key of {key_source} holds a character that no key has, such as a line break, "
            "a curly quote or an accent.",
            hint=f"Check the value of {key_source}.",
        )
    return found


def missing_key(base_url: str, key_source: str) -> AuthenticationError:
    """Return the error for a server that needs a key and was given none.

    Examples
    --------
    >>> str(missing_key("https://a.org", "KEY"))[:40]
    'https://a.org: This server needs a key, '
    """
    return AuthenticationError(
        f"{base_url}: This server needs a key, and {key_source} is not set.",
        hint=f"Set the environment variable {key_source}.",
    )
