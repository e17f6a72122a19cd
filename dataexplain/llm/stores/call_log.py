"""Every call of a language model, one row each: what was asked, what came, what it cost."""

from __future__ import annotations

import dataclasses
import datetime
import hashlib
import json
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

from dataexplain.errors import ParameterError, StoreError
from dataexplain.llm.stores.kept_json import kept_json, kept_text
from dataexplain.llm.stores.sqlite_files import SqliteFile, UnwritableError
from dataexplain.llm.stores.sqlite_migrations import FileKind

CALLS = FileKind(
    name="log of calls",
    mark=0x4458434C,
    migrations=(
        (
            "CREATE TABLE calls (number INTEGER PRIMARY KEY AUTOINCREMENT, moment TEXT NOT NULL, "
            "serves TEXT, backend TEXT NOT NULL, model TEXT NOT NULL, verb TEXT NOT NULL, "
            "prompt TEXT, key TEXT NOT NULL, request TEXT, reply TEXT, parsed TEXT, "
            "prompt_tokens INTEGER NOT NULL, reply_tokens INTEGER NOT NULL, "
            "seconds REAL NOT NULL, price REAL, error TEXT, cached INTEGER NOT NULL) STRICT",
        ),
        (
            "ALTER TABLE calls ADD COLUMN run TEXT",
            "CREATE INDEX calls_by_run ON calls (run, number)",
            "CREATE INDEX calls_with_error ON calls (number) WHERE error IS NOT NULL",
        ),
        ("ALTER TABLE calls ADD COLUMN texts INTEGER",),
    ),
    loss="Calls are not logged; the work itself goes on.",
)
NOT_KEPT = 0
# The largest number that SQLite knows.
_LARGEST = 2**63 - 1
_TEXTS = ("request", "reply", "parsed")
_NAMES = ("run", "serves", "backend", "model", "prompt", "error")


@dataclass(frozen=True)
class CallRecord:
    """One call of a language model, or one that the cache answered.

    Parameters
    ----------
    moment : str
        When it was asked, in ISO 8601 and UTC.
    backend, model : str
    verb : {"generate", "choose", "score", "embed"}
    key : str
        The key of the whole request, as in the cache of replies.
    number : int, optional
        Its place in the log; None until it is stored.
    run : str, optional
        The run that asked.
    serves : str, optional
        The claim or purpose it was asked for.
    prompt : str, optional
        The prompt's file and hash.
    request : mapping, optional
    reply : mapping, optional
        As it came.
    parsed : JSON, optional
        What was read out of it; None when there is no answer in it.
    prompt_tokens, reply_tokens : int, default=0
    seconds : float, default=0.0
    price : float, optional
        In US dollars; None when it is not known.
    error : str, optional
        Why there is no answer.
    cached : bool, default=False
        Whether the reply came from the cache.
    texts : int, optional
        How many texts it embeds.
    """

    moment: str
    backend: str
    model: str
    verb: Literal["generate", "choose", "score", "embed"]
    key: str
    number: int | None = None
    run: str | None = None
    serves: str | None = None
    prompt: str | None = None
    request: Mapping[str, Any] | None = None
    reply: Mapping[str, Any] | None = None
    parsed: Any = None
    prompt_tokens: int = 0
    reply_tokens: int = 0
    seconds: float = 0.0
    price: float | None = None
    error: str | None = None
    cached: bool = False
    texts: int | None = None


_FIELDS = tuple(field.name for field in dataclasses.fields(CallRecord))
_COLUMNS = ", ".join(_FIELDS)
_INSERT = f"INSERT INTO calls ({_COLUMNS}) VALUES ({', '.join(f':{name}' for name in _FIELDS)})"


class CallLog:
    """The log of calls, in one file that many processes write.

    Parameters
    ----------
    path : Path or None
        None keeps calls in memory.
    keep_text : bool, default=True
        False keeps hashes and lengths of requests and replies in place of their texts.
    secrets : callable, optional
        Gives the texts that may not be kept, such as keys of servers.

    Attributes
    ----------
    notes : list of str
        What the user should know: that the file cannot be written.
    in_memory : bool
        Whether there is no file, or none that can be opened.

    Raises
    ------
    StoreError
        When the file is damaged or was written by a newer version.

    Examples
    --------
    >>> record = CallRecord("2026-01-01T10:00:00+00:00", "embedded", "m", "generate", "ab12")
    >>> with CallLog(None) as log:
    ...     number = log.add(record)
    ...     log.get(number).model
    'm'
    """

    def __init__(
        self,
        path: Path | None,
        *,
        keep_text: bool = True,
        secrets: Callable[[], Iterable[str]] = tuple,
    ) -> None:
        self._keep_text = keep_text
        self._secrets = secrets
        self._file = SqliteFile(path, CALLS)
        self.notes = self._file.notes
        self.in_memory = self._file.in_memory

    def __enter__(self) -> CallLog:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def add(self, record: CallRecord) -> int:
        """Log a call, and return its number.

        Returns
        -------
        int
            From 1; 0 when the file cannot be written, which `notes` says.
        """
        values = self._values(record)
        try:
            return self._file.insert(_INSERT, values) or NOT_KEPT
        except UnwritableError as error:
            self._file.note(error)
            return NOT_KEPT

    def tail(
        self, count: int = 20, *, run: str | None = None, errors: bool = False
    ) -> list[CallRecord]:
        """Return the last calls, the latest last.

        Parameters
        ----------
        count : int, default=20
        run : str, optional
            Those of this run only.
        errors : bool, default=False
            Those without an answer only.

        Raises
        ------
        ParameterError
            When `count` is below 1.
        """
        if count < 1:
            raise ParameterError("count", "tail", "a whole number of 1 or more", count)
        wishes = [
            *(["run = :run"] if run is not None else []),
            *(["error IS NOT NULL"] if errors else []),
        ]
        where = f"WHERE {' AND '.join(wishes)} " if wishes else ""
        rows = self._file.rows(
            f"SELECT {_COLUMNS} FROM calls {where}ORDER BY number DESC LIMIT :count",
            {"run": None if run is None else kept_text(run), "count": min(count, _LARGEST)},
        )
        return [_record(row) for row in reversed(rows)]

    def get(self, number: int) -> CallRecord:
        """Return one call.

        Raises
        ------
        StoreError
            When there is no call of that number; the message says which there are.
        """
        rows = self._file.rows(
            f"SELECT {_COLUMNS} FROM calls WHERE number = ?", (min(number, _LARGEST),)
        )
        if rows:
            return _record(rows[0])
        first, last = self._file.rows("SELECT min(number), max(number) FROM calls")[0]
        if first is None:
            raise StoreError(f"There is no call {number}: none was logged yet.")
        raise StoreError(
            f"There is no call {number} in the log.", hint=f"There are calls {first} to {last}."
        )

    def close(self) -> None:
        """Close the file; to do so twice is no mistake."""
        self._file.close()

    def _values(self, record: CallRecord) -> dict[str, Any]:
        """Return the columns of a call, without secrets."""
        secrets = tuple(self._secrets())
        values = {name: getattr(record, name) for name in _FIELDS}
        texts = {name: values[name] for name in _NAMES if values[name] is not None}
        values |= {name: kept_text(text, secrets) for name, text in texts.items()}
        values |= {name: self._text(values[name], secrets) for name in _TEXTS}
        return values | {"number": None, "cached": int(record.cached)}

    def _text(self, value: Any, secrets: tuple[str, ...]) -> str | None:
        if value is None:
            return None
        try:
            text = kept_json(value, secrets)
        except StoreError:  # what is no JSON is logged all the same, as it looks in Python
            text = kept_json(repr(value), secrets)
        if self._keep_text:
            return text
        digest = hashlib.sha256(text.encode("ascii")).hexdigest()
        return kept_json({"sha256": digest, "length": len(text)})


def moment_now() -> str:
    """Return the present moment as the log writes it: ISO 8601, in UTC.

    Examples
    --------
    >>> moment_now().endswith("+00:00")
    True
    """
    return datetime.datetime.now(datetime.UTC).isoformat(timespec="milliseconds")


def _record(row: tuple[Any, ...]) -> CallRecord:
    values = dict(zip(_FIELDS, row, strict=True))
    for name in _TEXTS:
        if values[name] is not None:
            values[name] = json.loads(values[name])
    return CallRecord(**{**values, "cached": bool(values["cached"])})
