"""Prompts are Markdown files with typed slots, versioned by their hash.

A heading ``## system``, ``## user`` or ``## assistant`` begins a message. A slot is written
``{{name:type}}``; the types are

- ``line``: a text on one line;
- ``text``: what a row says. It stands between ``<text>`` marks that it cannot close: rows are
  data, never instructions;
- ``list``: texts, a line each with a dash;
- ``number``: a finite number;
- ``json``: any JSON value.
"""

from __future__ import annotations

import functools
import hashlib
import json
import math
import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from importlib import resources
from typing import Any, cast

from dataexplain.errors import ParameterError, did_you_mean
from dataexplain.llm.requests import Message, Role

_SLOT = re.compile(r"\{\{(\w+):(\w+)\}\}")
_HEADING = re.compile(r"^## (system|user|assistant)[ \t]*$", re.MULTILINE)
_MARK = re.compile(r"<(?=\s*/?\s*text\s*>)", re.IGNORECASE)
_HASH_LENGTH = 12


@dataclass(frozen=True)
class Prompt:
    r"""A conversation with slots.

    Parameters
    ----------
    name : str
    source : str
        The Markdown.

    Examples
    --------
    >>> prompt = Prompt("colour", "## user\n\nName a {{shade:line}} colour.\n")
    >>> prompt.fill(shade="light")
    (Message(role='user', content='Name a light colour.'),)
    >>> prompt.version
    'colour@decde1604e55'
    """

    name: str
    source: str

    @property
    def version(self) -> str:
        """The name and the hash of the text: another text is another version."""
        digest = hashlib.sha256(self.source.encode()).hexdigest()
        return f"{self.name}@{digest[:_HASH_LENGTH]}"

    @property
    def slots(self) -> dict[str, str]:
        """The type of each slot, by name."""
        return dict(_SLOT.findall(self.source))

    def fill(self, **values: Any) -> tuple[Message, ...]:
        """Return the messages with every slot filled.

        Raises
        ------
        ParameterError
            When a slot lacks a value, a value lacks a slot, or one has the wrong type.
        """
        slots = self.slots
        if set(values) != set(slots):
            raise ParameterError("values", f"the prompt {self.name}", f"{sorted(slots)}", [*values])
        # Each slot is replaced once, so that a value that looks like a slot stays a value.
        parts = _HEADING.split(self.source)
        return tuple(
            Message(
                cast(Role, role), _SLOT.sub(functools.partial(_filled, self, values), body).strip()
            )
            for role, body in zip(parts[1::2], parts[2::2], strict=True)
        )


@functools.cache
def prompt(name: str) -> Prompt:
    """Return a prompt that comes along.

    Raises
    ------
    ParameterError
        When there is none of that name.

    Examples
    --------
    >>> sorted(prompt("judge_text_first").slots.items())
    [('property', 'line'), ('text', 'text')]
    """
    folder = resources.files("dataexplain.llm") / "prompts"
    names = [file.name.removesuffix(".md") for file in folder.iterdir()]
    if name not in names:
        hint = did_you_mean(name, names)
        raise ParameterError("name", "prompt", f"the name of a prompt ({hint})", name)
    return Prompt(name, (folder / f"{name}.md").read_text("utf-8"))


def _filled(prompt: Prompt, values: Mapping[str, Any], slot: re.Match[str]) -> str:
    name, kind = slot.groups()
    expected, render = _TYPES[kind]
    try:
        return render(values[name])
    except (TypeError, ValueError, AttributeError) as error:
        raise ParameterError(name, f"the prompt {prompt.name}", expected, values[name]) from error


def _line(value: str) -> str:
    if not value.strip():
        raise ValueError("empty")
    return " ".join(value.split())


def _text(value: str) -> str:
    return f"<text>\n{_MARK.sub('‹', value)}\n</text>"


def _list(values: Iterable[str]) -> str:
    if isinstance(values, str):
        raise TypeError("a text is no list")
    return "\n".join(f"- {_line(value)}" for value in values)


def _number(value: float) -> str:
    if not math.isfinite(value):
        raise ValueError("not finite")
    return f"{value:g}"


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, allow_nan=False)


_TYPES: Mapping[str, tuple[str, Callable[[Any], str]]] = {
    "line": ("a text that is not blank", _line),
    "text": ("a text", _text),
    "list": ("a list of texts that are not blank", _list),
    "number": ("a finite number", _number),
    "json": ("a JSON value", _json),
}
