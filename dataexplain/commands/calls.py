"""Commands about what language models were asked: the cache of replies and the log of calls."""

from __future__ import annotations

from collections.abc import Iterable
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
    from dataexplain.llm.stores.cache import ReplyCache
    from dataexplain.llm.stores.call_log import CallLog

cache_commands = typer.Typer(
    no_args_is_help=True, help="Replies of language models that are kept and not paid for again."
)
log_commands = typer.Typer(no_args_is_help=True, help="Every call of a language model.")

_STOPPED = "stopped; nothing was changed"


@cache_commands.command()
def stats(debug: Debug = False) -> None:
    """Show which replies are kept, and how many calls they saved."""
    with plain_errors(debug, interrupted=_STOPPED):
        from dataexplain.commands.call_texts import statistics_lines
        from dataexplain.llm.stores.cache import ReplyCache
        from dataexplain.llm.weights.folders import replies_file

        path = replies_file()
        if not path.exists():
            print(_nothing("reply is kept", path))
            return
        with ReplyCache(path) as cache:
            _refuse_stand_in(cache)
            _print([f"Replies kept in {path}", "", *statistics_lines(cache.statistics())])


@cache_commands.command(epilog="Example: dataexplain cache prune --older-than 90 --most 500MB")
def prune(
    older_than: Annotated[
        float | None,
        typer.Option(help="Remove what was not used for so many days.", metavar="DAYS"),
    ] = None,
    model: Annotated[
        str | None, typer.Option(help="Remove replies of this model only.", metavar="NAME")
    ] = None,
    most: Annotated[
        str | None,
        typer.Option(
            help="Remove what was not used for longest, until the file is no larger than this, "
            "such as 500MB.",
            metavar="SIZE",
        ),
    ] = None,
    everything: Annotated[bool, typer.Option("--all", help="Remove all replies.")] = False,
    debug: Debug = False,
) -> None:
    """Remove replies that are kept; the file becomes smaller."""
    with plain_errors(debug, interrupted=_STOPPED):
        from dataexplain.commands.size_texts import parse_size, size_text
        from dataexplain.llm.stores.cache import ReplyCache
        from dataexplain.llm.weights.folders import replies_file
        from dataexplain.report.formatting import counted

        _check_prune(everything, any(wish is not None for wish in (older_than, model, most)))
        if everything:
            most = "0"
        most_bytes = None if most is None else parse_size(most)
        path = replies_file()
        if not path.exists():
            print(_nothing("reply is kept", path))
            return
        with ReplyCache(path) as cache:
            _refuse_stand_in(cache)
            kept = [entry.model for entry in cache.statistics().models]
            if model is not None and model not in kept:
                raise ModelNotFoundError(
                    f"No reply of a model {model!r} is kept.", hint=did_you_mean(model, kept)
                )
            removed = cache.prune(older_than_days=older_than, model=model, most_bytes=most_bytes)
            left = cache.statistics()
        replies = counted(removed, "reply", "replies")
        print(f"{replies} removed; {left.entries:,} left ({size_text(left.bytes)}).")


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
    """Write replies and their requests into a file."""
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


def _refuse_stand_in(store: ReplyCache | CallLog) -> None:
    """Refuse a file that cannot be opened: jobs go on without it, but here it would look empty."""
    if store.in_memory:
        raise StoreError(store.notes[0], hint="Mend its rights, or move it away.")


def _nothing(what: str, path: Path) -> str:
    return f"No {what} yet: {path} does not exist."
