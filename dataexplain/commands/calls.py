"""Commands about what language models were asked: what is kept of it, and the log of calls."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from dataexplain.commands.options import Debug
from dataexplain.commands.plain_errors import plain_errors
from dataexplain.errors import (
    InputError,
    ModelNotFoundError,
    OutputError,
    StoreError,
    did_you_mean,
)

if TYPE_CHECKING:
    from dataexplain.llm.embedding.embedding_store import EmbeddingStore
    from dataexplain.llm.stores.cache import ReplyCache
    from dataexplain.llm.stores.call_log import CallLog

cache_commands = typer.Typer(
    no_args_is_help=True, help="Replies and embeddings that are kept and not paid for again."
)
log_commands = typer.Typer(no_args_is_help=True, help="Every call of a language model.")

_STOPPED = "stopped; nothing was changed"
_PRUNING_STOPPED = "stopped; what was not removed yet is still there"


@dataclass(frozen=True)
class _Kept:
    """A file of replies or of embeddings, opened, and what one of its entries is called."""

    entry: str
    entries: str
    path: Path
    store: ReplyCache | EmbeddingStore


@cache_commands.command()
def stats(debug: Debug = False) -> None:
    """Show which replies and embeddings are kept, and how many calls the replies saved."""
    with plain_errors(debug, interrupted=_STOPPED):
        from dataexplain.commands.call_texts import statistics_lines

        with _opened() as files:
            for place, kept in enumerate(files):
                heading = f"{kept.entries.capitalize()} kept in {kept.path}"
                lines = [heading, "", *statistics_lines(kept.store.statistics())]
                _print(["", *lines] if place else lines)
            if not files:
                _print(_nothing_kept())


@cache_commands.command(epilog="Example: dataexplain cache prune --older-than 90 --most 500MB")
def prune(
    older_than: Annotated[
        float | None,
        typer.Option(
            help="Remove what was not used for so many days; embeddings: made before that.",
            metavar="DAYS",
        ),
    ] = None,
    model: Annotated[
        str | None,
        typer.Option(help="Remove only what this model gave, as stats names it.", metavar="NAME"),
    ] = None,
    most: Annotated[
        str | None,
        typer.Option(
            help="Remove what was not used for longest, until neither file is larger than this, "
            "such as 500MB.",
            metavar="SIZE",
        ),
    ] = None,
    everything: Annotated[
        bool, typer.Option("--all", help="Remove all replies and embeddings.")
    ] = False,
    debug: Debug = False,
) -> None:
    """Remove replies and embeddings that are kept; the files become smaller."""
    with plain_errors(debug, interrupted=_PRUNING_STOPPED):
        from dataexplain.commands.size_texts import parse_size, size_text
        from dataexplain.report.formatting import counted

        _check_prune(everything, any(wish is not None for wish in (older_than, model, most)))
        if everything:
            most = "0"
        most_bytes = None if most is None else parse_size(most)
        with _opened() as files:
            if not files:
                _print(_nothing_kept())
                return
            for kept, models in _of_model(files, model):
                removed = sum(
                    kept.store.prune(older_than_days=older_than, model=key, most_bytes=most_bytes)
                    for key in models
                )
                left = kept.store.statistics()
                what = counted(removed, kept.entry, kept.entries)
                print(f"{what} removed; {left.entries:,} left ({size_text(left.bytes)}).")


@cache_commands.command(epilog="Example: dataexplain cache export replies.jsonl")
def export(
    file: Annotated[
        Path, typer.Argument(help="JSON Lines to write.", metavar="FILE", readable=False)
    ],
    force: Annotated[
        bool, typer.Option("--force", help="Replace a file that is there already.")
    ] = False,
    debug: Debug = False,
) -> None:
    """Write replies and their requests into a file; no embeddings, which hold no text."""
    with plain_errors(debug):
        from dataexplain.llm.stores.cache import ReplyCache
        from dataexplain.llm.weights.folders import replies_file
        from dataexplain.report.formatting import counted

        path = replies_file()
        if not path.exists():
            raise OutputError(_nothing("reply is kept", path))
        if file.exists() and not force:
            raise OutputError(f"{file}: There is such a file. Replace it with --force.")
        with ReplyCache(path) as cache:
            _refuse_stand_in(cache)
            written = cache.export(file)
        print(f"{counted(written, 'reply', 'replies')}: {file}")
        if _embeddings_file().exists():
            print("Embeddings are not exported: they are vectors without their texts.")


@log_commands.command(epilog="Example: dataexplain log tail -n 50 --errors")
def tail(
    count: Annotated[int, typer.Option("-n", "--count", help="How many.", metavar="N")] = 20,
    errors: Annotated[
        bool, typer.Option("--errors", help="Only calls that gave no answer.")
    ] = False,
    run: Annotated[str | None, typer.Option(help="Only calls of this run.", metavar="RUN")] = None,
    debug: Debug = False,
) -> None:
    """Show the last calls, the latest last."""
    with plain_errors(debug, interrupted=_STOPPED):
        from dataexplain.commands.call_texts import tail_lines
        from dataexplain.llm.stores.call_log import CallLog
        from dataexplain.llm.weights.folders import calls_file

        path = calls_file()
        if not path.exists():
            print(_nothing("call was logged", path))
            return
        with CallLog(path) as log:
            _refuse_stand_in(log)
            _print(tail_lines(log.tail(count, run=run, errors=errors)))


@log_commands.command(epilog="Example: dataexplain log show 12")
def show(
    number: Annotated[
        int, typer.Argument(help="The number of the call, as tail shows it.", metavar="ID")
    ],
    debug: Debug = False,
) -> None:
    """Show one call: its prompt, reply, cost and claim."""
    with plain_errors(debug, interrupted=_STOPPED):
        from dataexplain.commands.call_texts import call_lines
        from dataexplain.llm.stores.call_log import CallLog
        from dataexplain.llm.weights.folders import calls_file

        path = calls_file()
        if not path.exists():
            raise OutputError(_nothing("call was logged", path))
        with CallLog(path) as log:
            _refuse_stand_in(log)
            _print(call_lines(log.get(number)))


@contextmanager
def _opened() -> Iterator[list[_Kept]]:
    """Open what is kept; what was never kept is left out."""
    from dataexplain.llm.embedding.embedding_store import EmbeddingStore
    from dataexplain.llm.stores.cache import ReplyCache
    from dataexplain.llm.weights.folders import replies_file

    files = []
    with ExitStack() as opened:
        if (path := replies_file()).exists():
            cache = opened.enter_context(ReplyCache(path))
            files.append(_Kept("reply", "replies", path, cache))
        if (path := _embeddings_file()).exists():
            store = opened.enter_context(EmbeddingStore(path.parent))
            files.append(_Kept("embedding", "embeddings", path, store))
        for kept in files:
            _refuse_stand_in(kept.store)
        yield files


def _of_model(
    files: Sequence[_Kept], name: str | None
) -> list[tuple[_Kept, list[str] | list[None]]]:
    """Return the files that hold something of a model, with its keys there; None is any model."""
    if name is None:
        return [(kept, [None]) for kept in files]
    known = [(kept, kept.store.statistics().models) for kept in files]
    found = [(kept, [one.key for one in models if name in one.names]) for kept, models in known]
    if not any(keys for _, keys in found):
        names = {called: None for _, models in known for one in models for called in one.names}
        raise ModelNotFoundError(
            f"Nothing of a model {name!r} is kept.", hint=did_you_mean(name, names)
        )
    return [(kept, keys) for kept, keys in found if keys]


def _embeddings_file() -> Path:
    from dataexplain.llm.embedding.embedding_store import FILE_NAME
    from dataexplain.llm.weights.folders import embeddings_folder

    return embeddings_folder() / FILE_NAME


def _nothing_kept() -> list[str]:
    from dataexplain.llm.weights.folders import replies_file

    return [
        _nothing("reply is kept", replies_file()),
        _nothing("embedding is kept", _embeddings_file()),
    ]


def _check_prune(everything: bool, others: bool) -> None:
    """Refuse to guess what shall be removed."""
    if everything and others:
        raise InputError(
            "--all goes together with no other option of cache prune.",
            remedy="Leave it out, or leave the others out.",
        )
    if not (everything or others):
        raise InputError(
            "cache prune removes nothing unless it is told what.",
            remedy="Give --older-than DAYS, --model NAME, --most SIZE, or --all.",
        )


def _print(lines: Iterable[str]) -> None:
    """Print lines without characters that would steer the terminal."""
    from dataexplain.report.formatting import readable

    print("\n".join(readable(line) for line in lines))


def _refuse_stand_in(store: ReplyCache | EmbeddingStore | CallLog) -> None:
    """Refuse a file that cannot be opened: jobs go on without it, but here it would look empty."""
    if store.in_memory:
        raise StoreError(store.notes[0], hint="Mend its rights, or move it away.")


def _nothing(what: str, path: Path) -> str:
    return f"No {what} yet: {path} does not exist."
