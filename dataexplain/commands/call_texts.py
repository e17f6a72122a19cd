"""What is kept of language models, and the log of calls, as lines of plain text."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from dataexplain.commands.aligned_columns import aligned
from dataexplain.commands.size_texts import size_text
from dataexplain.llm.costs import dollars
from dataexplain.llm.embedding.embedding_store import EmbeddingStatistics
from dataexplain.llm.stores.cache_statistics import CacheStatistics
from dataexplain.llm.stores.call_log import CallRecord
from dataexplain.report.formatting import counted, shortened

_INDENT = "    "
_WIDTH_OF_NAMES = 10
_MOST_ALTERNATIVES = 4
# So that a line of the tail fits into 80 columns; `show` gives the whole name.
_WIDEST_MODEL = 18
_TAIL_HEADER = ("no", "time (UTC)", "asked to", "model", "tokens", "seconds", "cost")


def statistics_lines(statistics: CacheStatistics | EmbeddingStatistics) -> list[str]:
    """Return what a cache of replies or a store of embeddings holds.

    Examples
    --------
    >>> for line in statistics_lines(CacheStatistics(0, 4096, (), None, None, 0)):
    ...     print(line)
    replies    0 (the file: 4 KB)
    saved      0 calls
    """
    entries = "replies" if isinstance(statistics, CacheStatistics) else "vectors"
    lines = [_named(entries, f"{statistics.entries:,} (the file: {size_text(statistics.bytes)})")]
    if isinstance(statistics, CacheStatistics):
        lines.append(_named("saved", counted(statistics.saved, "call")))
    if statistics.oldest and statistics.newest:
        lines.append(_named("oldest", _moment(statistics.oldest)))
        lines.append(_named("newest", _moment(statistics.newest)))
    if statistics.models:
        rows = [
            (entry.shown, f"{entry.entries:,}", size_text(entry.bytes))
            for entry in statistics.models
        ]
        lines += ["", *aligned(("model", entries, "size"), rows, right={1, 2}).splitlines()]
    return lines


def tail_lines(calls: Sequence[CallRecord]) -> list[str]:
    """Return calls, one line each, and below it what it served and why it has no answer.

    Examples
    --------
    >>> tail_lines([])
    ['No such call was logged.']
    """
    if not calls:
        return ["No such call was logged."]
    table = aligned(_TAIL_HEADER, [_cells(call) for call in calls], right={0, 4, 5, 6})
    header, *rows = table.splitlines()
    lines = [header]
    for call, row in zip(calls, rows, strict=True):
        lines.append(row)
        if call.texts is not None:
            lines.append(f"{_INDENT}{counted(call.texts, 'text')}")
        if call.serves:
            lines.append(f"{_INDENT}for {_one_line(call.serves)}")
        if call.error:
            lines.append(f"{_INDENT}no answer: {_one_line(call.error)}")
    return lines


def call_lines(call: CallRecord) -> list[str]:
    """Return everything that is known of a call.

    Examples
    --------
    >>> call = CallRecord("2026-01-01T10:00:00+00:00", "embedded", "m", "generate", "ab", number=3)
    >>> call_lines(call)[0]
    'call       3'
    """
    named = {
        "call": str(call.number),
        "time": f"{_moment(call.moment)}",
        "model": f"{call.model} ({call.backend})",
        "asked to": call.verb,
        "texts": None if call.texts is None else f"{call.texts:,}",
        "for": call.serves,
        "run": call.run,
        "prompt": call.prompt,
        "tokens": f"{call.prompt_tokens:,} sent, {call.reply_tokens:,} received",
        "seconds": "none: answered from the cache" if call.cached else f"{call.seconds:.2f}",
        "cost": "not known" if call.price is None else dollars(call.price),
        "key": call.key,
        "no answer": call.error,
    }
    lines = [_named(name, _one_line(text)) for name, text in named.items() if text]
    for name, value in (("request", call.request), ("reply", call.reply), ("read", call.parsed)):
        if value is not None:
            lines += ["", name, *_indented(_value_lines(value))]
    return lines


def _cells(call: CallRecord) -> tuple[str, ...]:
    return (
        str(call.number),
        _moment(call.moment).removesuffix(" UTC"),
        call.verb,
        shortened(call.model, _WIDEST_MODEL),
        f"{call.prompt_tokens}+{call.reply_tokens}",
        "cached" if call.cached else f"{call.seconds:.2f}",
        "-" if call.price is None else dollars(call.price),
    )


def _value_lines(value: Any) -> list[str]:
    """Return JSON with messages, texts and tokens as a reader wants them."""
    if not isinstance(value, Mapping):
        return value.splitlines() if isinstance(value, str) else _json_lines(value)
    if set(value) == {"sha256", "length"}:
        return [f"not kept: {value['length']:,} characters with SHA-256 {value['sha256']}"]
    rest = {name: inner for name, inner in value.items() if inner not in (None, [], "")}
    lines = _message_lines(rest.pop("messages")) if _are_entries(rest.get("messages")) else []
    for name in ("prefix", "continuation", "text"):
        if isinstance(rest.get(name), str):
            lines += [name, *_indented(rest.pop(name).splitlines())]
    if _are_entries(rest.get("tokens"), "text", "log_probability"):
        lines += _token_lines(rest.pop("tokens"))
    return [*lines, *(_json_lines(rest) if rest else [])]


def _are_entries(value: Any, *names: str) -> bool:
    """Tell whether a value is a list of objects that have these entries."""
    return isinstance(value, list) and all(
        isinstance(entry, Mapping) and set(names) <= set(entry) for entry in value
    )


def _message_lines(messages: Any) -> list[str]:
    lines: list[str] = []
    for message in messages:
        if isinstance(message.get("content"), str):
            lines += [message.get("role", "message"), *_indented(message["content"].splitlines())]
        else:
            lines += _json_lines(message)
    return lines


def _token_lines(tokens: Any) -> list[str]:
    """Return each token with its log-probability and the likeliest others."""
    lines = ["tokens, with log p"]
    for token in tokens:
        alternatives = token.get("alternatives", ())[:_MOST_ALTERNATIVES]
        others = ", ".join(f"{_quoted(text)} {number:.2f}" for text, number in alternatives)
        likeliest = f"   likeliest: {others}" if others else ""
        shown = f"{_quoted(token['text'])} {token['log_probability']:.2f}"
        lines.append(f"{_INDENT}{shown}{likeliest}")
    return lines


def _json_lines(value: Any) -> list[str]:
    return json.dumps(value, indent=2, ensure_ascii=False).splitlines()


def _quoted(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)


def _indented(lines: Sequence[str]) -> list[str]:
    return [f"{_INDENT}{line}".rstrip() for line in lines]


def _named(name: str, text: str) -> str:
    return f"{name:<{_WIDTH_OF_NAMES}} {text}"


def _one_line(text: str) -> str:
    return " ".join(text.split())


def _moment(text: str) -> str:
    """Return a moment to the second, or the text when it is none."""
    try:
        return f"{datetime.fromisoformat(text):%Y-%m-%d %H:%M:%S} UTC"
    except ValueError:
        return text
