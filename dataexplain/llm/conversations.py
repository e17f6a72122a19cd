"""What a user may write for a conversation, read as messages."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TypeAlias

from dataexplain.errors import ParameterError
from dataexplain.llm.requests import Message

Conversation: TypeAlias = str | Sequence[Message | Mapping[str, str]]


def as_messages(conversation: Conversation) -> tuple[Message, ...]:
    """Return a conversation as messages; a text is a user's message.

    Raises
    ------
    ParameterError
        When it is empty, or a message is none.

    Examples
    --------
    >>> as_messages("Hello")
    (Message(role='user', content='Hello'),)
    >>> as_messages([{"role": "system", "content": "Be brief."}, Message("user", "Hello")])[0].role
    'system'
    """
    if isinstance(conversation, str):
        return (Message("user", conversation),)
    messages = tuple(_message(entry) for entry in conversation)
    if not messages:
        raise ParameterError("messages", "ChatModel", "at least one message", [])
    return messages


def _message(entry: object) -> Message:
    if isinstance(entry, Message):
        return entry
    if isinstance(entry, Mapping) and set(entry) == {"role", "content"}:
        role, content = entry["role"], entry["content"]
        if role in ("system", "user", "assistant") and isinstance(content, str):
            return Message(role, content)
    expected = "messages with a role (system, user or assistant) and a content, both texts"
    raise ParameterError("messages", "ChatModel", expected, entry)
