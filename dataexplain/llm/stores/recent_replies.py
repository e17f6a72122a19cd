"""The last replies, for a model that keeps none on disk."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Mapping
from typing import Any

MOST = 4096


class RecentReplies:
    """Replies by the key of their request, the latest only, so that memory is bounded.

    Parameters
    ----------
    most : int, default=4096

    Examples
    --------
    >>> recent = RecentReplies(most=1)
    >>> recent.put("a", {"text": "x"})
    >>> recent.put("b", {"text": "y"})
    >>> recent.get("a"), recent.get("b")
    (None, {'text': 'y'})
    """

    def __init__(self, most: int = MOST) -> None:
        self._most = most
        self._replies: OrderedDict[str, dict[str, Any]] = OrderedDict()

    def get(self, key: str) -> dict[str, Any] | None:
        """Return the reply that is kept under a key, or None."""
        return self._replies.get(key)

    def has(self, key: str) -> bool:
        """Tell whether a reply is kept under a key."""
        return key in self._replies

    def put(self, key: str, reply: Mapping[str, Any], **_: object) -> None:
        """Keep a reply, and forget the oldest when there are too many."""
        self._replies[key] = dict(reply)
        if len(self._replies) > self._most:
            self._replies.popitem(last=False)
