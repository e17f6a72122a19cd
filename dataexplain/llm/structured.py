"""Replies that follow a JSON schema: asked for, read, and asked for once more."""

from __future__ import annotations

import functools
import importlib
import json
import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from dataexplain.errors import ParameterError, ReplyError
from dataexplain.llm.requests import Message, RawReply

_FENCE = re.compile(r"```(?:json)?\s*\n(.*?)```", re.DOTALL)
_MOST_SHOWN = 200


def check_schema(schema: Mapping[str, Any]) -> None:
    """Refuse what is not a JSON schema.

    Raises
    ------
    ParameterError
        With the place of the mistake.
    """
    jsonschema = _jsonschema()
    try:
        jsonschema.Draft202012Validator.check_schema(dict(schema))
    except jsonschema.SchemaError as error:
        place = "".join(f"[{part!r}]" for part in error.absolute_path)
        raise ParameterError(
            "schema", "generate", f"a JSON schema ({error.message} at schema{place})", schema
        ) from error
    for reference in _references(schema):
        if not _resolves(schema, reference):
            raise ParameterError(
                "schema", "generate", f"whole in itself ({reference!r} leads nowhere)", schema
            )


def read_json(reply: RawReply, schema: Mapping[str, Any]) -> Any:
    """Return the JSON value of a reply, if it follows the schema.

    A value in a Markdown fence, or an object with words around it, is taken; a second value is
    not looked for, and nothing is mended.

    Raises
    ------
    ReplyError
        When there is no value, or it breaks the schema; the message says how.

    Examples
    --------
    >>> read_json(RawReply('Sure: {"a": 1}'), {"type": "object", "required": ["a"]})
    {'a': 1}
    >>> read_json(RawReply('{"a": '), {"type": "object"})
    Traceback (most recent call last):
    ...
    dataexplain.errors.ReplyError: The reply is not JSON: '{"a": '.
    """
    if reply.stopped == "length":
        raise ReplyError(
            f"The reply was cut off after {reply.reply_tokens} tokens: {_shown(reply.text)}."
        )
    value = _first_value(reply.text)
    jsonschema = _jsonschema()
    # an empty registry: nothing is fetched
    validator = jsonschema.Draft202012Validator(dict(schema), registry=_referencing().Registry())
    problem = jsonschema.exceptions.best_match(validator.iter_errors(value))
    if problem is not None:
        place = "".join(f"[{part!r}]" for part in problem.absolute_path)
        raise ReplyError(f"The reply breaks its schema: {problem.message[:_MOST_SHOWN]}{place}.")
    return value


def with_instruction(messages: Sequence[Message], schema: Mapping[str, Any]) -> tuple[Message, ...]:
    """Ask for JSON in words, for a model that cannot be bound to a schema."""
    *before, last = messages
    wish = f"Answer with JSON only, following this JSON schema:\n{json.dumps(schema)}"
    return (*before, Message(last.role, f"{last.content}\n\n{wish}"))


def repair_round(
    messages: Sequence[Message], reply: RawReply, problem: ReplyError
) -> tuple[Message, ...]:
    """Show a model its reply and what is wrong with it."""
    wish = f"{problem.message} Answer again, with JSON only that follows the schema."
    return (*messages, Message("assistant", reply.text), Message("user", wish))


@functools.cache
def _jsonschema() -> Any:
    """Load the library when a schema is used: it is slow to load."""
    return importlib.import_module("jsonschema")


def _first_value(text: str) -> Any:
    fenced = _FENCE.search(text)
    candidate = (fenced.group(1) if fenced else text).strip()
    try:
        return json.loads(candidate, parse_constant=_refuse)
    except (ValueError, RecursionError):
        pass  # there may be words around it
    opening = candidate.find("{")  # a bracket in prose is prose
    try:
        if opening >= 0:  # a later one would be a part of what is cut off
            value, _ = json.JSONDecoder(parse_constant=_refuse).raw_decode(candidate, opening)
            return value
    except (ValueError, RecursionError) as error:
        raise ReplyError(f"The reply is not JSON: {_shown(text)}.") from error
    raise ReplyError(f"The reply is not JSON: {_shown(text)}.")


@functools.cache
def _referencing() -> Any:
    return importlib.import_module("referencing")


def _references(part: Any) -> Iterator[str]:
    """Yield what a schema refers to."""
    if isinstance(part, Mapping):
        if isinstance(part.get("$ref"), str):
            yield part["$ref"]
        for entry in part.values():
            yield from _references(entry)
    elif isinstance(part, (list, tuple)):
        for entry in part:
            yield from _references(entry)


def _resolves(schema: Mapping[str, Any], reference: str) -> bool:
    referencing = _referencing()
    specification = importlib.import_module("referencing.jsonschema").DRAFT202012
    resource = specification.create_resource(dict(schema))
    resolver = referencing.Registry().with_resource("", resource).resolver()
    try:
        resolver.lookup(reference)
    except referencing.exceptions.Unresolvable:
        return False
    return True


def _refuse(constant: str) -> Any:
    raise ValueError(f"{constant} is no JSON number")


def _shown(text: str) -> str:
    return repr(text if len(text) <= _MOST_SHOWN else text[:_MOST_SHOWN] + "…")
