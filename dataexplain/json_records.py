"""What all records are: frozen, plain, and the same again after a way through JSON."""

from __future__ import annotations

import dataclasses
import types
import typing
from typing import Any, Self


class Record:
    """A frozen dataclass that travels through JSON."""

    def to_dict(self) -> dict[str, Any]:
        """Return the record as JSON-ready dictionaries and lists."""
        return {
            entry.name: _plain(getattr(self, entry.name))
            for entry in dataclasses.fields(typing.cast("Any", self))
        }

    @classmethod
    def from_dict(cls, values: dict[str, Any]) -> Self:
        """Rebuild the record; keys it does not know are left out.

        Raises
        ------
        KeyError
            When a required key is missing.
        """
        hints = typing.get_type_hints(cls)
        arguments = {}
        for entry in dataclasses.fields(typing.cast("Any", cls)):
            if entry.name in values:
                arguments[entry.name] = _typed(hints[entry.name], values[entry.name])
            elif (
                entry.default is dataclasses.MISSING
                and entry.default_factory is dataclasses.MISSING
            ):
                raise KeyError(f"{cls.__name__}.{entry.name}")
        return cls(**arguments)


def _plain(value: object) -> Any:
    if isinstance(value, Record):
        return value.to_dict()
    if isinstance(value, dict):
        return {str(key): _plain(entry) for key, entry in value.items()}
    if isinstance(value, (list, tuple)):
        return [_plain(entry) for entry in value]
    if hasattr(value, "item"):
        return value.item()
    return value


def _typed(hint: Any, value: Any) -> Any:
    origin = typing.get_origin(hint)
    arguments = typing.get_args(hint)
    if origin in (typing.Union, types.UnionType):
        if value is None:
            return None
        return _typed(next(entry for entry in arguments if entry is not type(None)), value)
    if origin is dict and arguments:
        return {key: _typed(arguments[1], entry) for key, entry in value.items()}
    if origin is tuple:
        if len(arguments) == 2 and arguments[1] is Ellipsis:
            return tuple(_typed(arguments[0], entry) for entry in value)
        return tuple(_typed(inner, entry) for inner, entry in zip(arguments, value, strict=True))
    if isinstance(hint, type) and issubclass(hint, Record):
        return hint.from_dict(value)
    return value
