"""Addresses of servers: which are taken, and how they are shown without a password."""

from __future__ import annotations

import ipaddress
import os
import re
from urllib.parse import urlsplit

from dataexplain.errors import ParameterError

ADDRESS_VARIABLE = "OPENAI_BASE_URL"
HOSTED = "https://api.openai.com/v1"
_HOSTED_NAME = urlsplit(HOSTED).hostname
# Up to the last @: a password may hold any character, also those that end other parts.
_NAME_AND_PASSWORD = re.compile(r"^([A-Za-z][A-Za-z0-9+.-]*:)?(//)?.*@", re.DOTALL)
_NAME_BEFORE_PATH = re.compile(r"(?<=//)[^/]*@")
_QUERY = re.compile(r"\?.*", re.DOTALL)


def server_address(base_url: str | None, owner: str, key_source: str) -> str:
    """Return the address that is meant: the one given, OPENAI_BASE_URL's, or the hosted one.

    Parameters
    ----------
    base_url : str, optional
    owner, key_source : str
        As of `checked_address`.

    Raises
    ------
    ParameterError
        As of `checked_address`.

    Examples
    --------
    >>> server_address("http://127.0.0.1:8000/v1/", "OpenAICompatible", "KEY")
    'http://127.0.0.1:8000/v1'
    """
    return checked_address(
        base_url or os.environ.get(ADDRESS_VARIABLE) or HOSTED, owner, key_source
    )


def checked_address(address: str, owner: str, key_source: str) -> str:
    """Return an address as it is kept and shown: no slash at its end, and nothing secret in it.

    Parameters
    ----------
    address : str
    owner : str
        Whose parameter it is, for the message.
    key_source : str
        Where a key belongs instead.

    Raises
    ------
    ParameterError
        When it holds a name, a password or a query, none of which the message shows, or is no
        address.

    Examples
    --------
    >>> checked_address("http://127.0.0.1:8000/v1/", "OpenAICompatible", "KEY")
    'http://127.0.0.1:8000/v1'
    >>> checked_address("http://me:secret@127.0.0.1/v1?key=secret", "OpenAICompatible", "KEY")
    Traceback (most recent call last):
    ...
    dataexplain.errors.ParameterError: The 'base_url' parameter ... Got 'http://127.0.0.1/v1' ...
    """
    if "@" in address or "?" in address:
        expected = f"an address without a name and password; the key goes into {key_source}"
        raise ParameterError("base_url", owner, expected, _bare(address))
    try:
        _ = urlsplit(address).port  # reads the name and the port
    except ValueError as error:
        expected = "an address such as http://127.0.0.1:8000/v1"
        raise ParameterError("base_url", owner, expected, address) from error
    return address.rstrip("/")


def without_secrets(address: str) -> str:
    """Return an address, with or without the name of a model, as it may be shown.

    A name, a password and a query are left out; what is no address is returned as it is.

    Parameters
    ----------
    address : str

    Examples
    --------
    >>> without_secrets("https://me:secret@a.org/v1?key=secret#NAME")
    'https://a.org/v1#NAME'
    >>> without_secrets("transformers:models/a@2")
    'transformers:models/a@2'
    """
    if "//" not in address:
        return address
    place, mark, model = _NAME_BEFORE_PATH.sub("", address).rpartition("#")
    return _bare(place) + mark + model if mark else _bare(model)


def is_loopback(url: str) -> bool:
    """Tell whether an address is this machine's own.

    Examples
    --------
    >>> [is_loopback(url) for url in ("http://localhost:1/v1", "http://[::1]:1", "https://a.com")]
    [True, True, False]
    """
    host = urlsplit(url).hostname or ""
    try:
        return host == "localhost" or ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def is_hosted(url: str) -> bool:
    """Tell whether an address is the hosted one, which answers nobody without a key.

    Examples
    --------
    >>> is_hosted(HOSTED), is_hosted("https://models.example.org/v1")
    (True, False)
    """
    return urlsplit(url).hostname == _HOSTED_NAME


def _bare(address: str) -> str:
    return _QUERY.sub("", _NAME_AND_PASSWORD.sub(_scheme, address))


def _scheme(found: re.Match[str]) -> str:
    # what stands before "//" is a scheme; before anything else it may be a name
    return f"{found[1] or ''}//" if found[2] else ""
