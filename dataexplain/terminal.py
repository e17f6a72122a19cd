"""What a terminal shows: stages while the work runs, then the result; plain lines in a pipe."""

from __future__ import annotations

import itertools
import sys
import textwrap
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager

from rich.console import Console
from rich.status import Status
from rich.table import Table
from rich.text import Text

from dataexplain.records import ColumnRecord, ReportRecord
from dataexplain.report.context import report_context
from dataexplain.report.expectations import expectation_notes
from dataexplain.report.formatting import counted, readable
from dataexplain.runs.execution import PipelineRun
from dataexplain.runs.index_files import said_of
from dataexplain.runs.progress import Progress, Silence
from dataexplain.sentences.reading import SentenceReading

MOST_SENTENCES = 3
_SECTIONS_OF_SUPPORTED = ("supported", "drift", "no_effect")
WIDEST = 100
_NARROW_NOTE = 24
_PIPE_WIDTH = 400


class TerminalProgress:
    """Draws the stage that runs, and leaves a line with its time when it is done."""

    def __init__(self, console: Console, status: Status) -> None:
        self._console = console
        self._status = status
        self._stage = ""
        self._started = 0.0

    def stage(self, name: str) -> None:
        """End the stage before, and begin another."""
        self.end()
        self._stage, self._started = name, time.monotonic()
        self._status.update(Text(name))

    def step(self, done: int, total: int) -> None:
        """Show how far the stage is."""
        self._status.update(Text(f"{self._stage} {done}/{total}"))

    def end(self) -> None:
        """Leave the line of the stage that ran."""
        if self._stage:
            seconds = time.monotonic() - self._started
            line = Text.assemble(("✓ ", "green"), self._stage, (f"  {seconds:.1f} s", "dim"))
            self._console.print(line)
        self._stage = ""


@contextmanager
def shown_progress() -> Iterator[Progress]:
    """Give a progress that draws on a terminal, and says nothing in a pipe."""
    if not (sys.stdout.isatty() and sys.stderr.isatty()):
        yield Silence()
        return
    console = Console(stderr=True, highlight=False)
    with console.status("Starting") as status:
        progress = TerminalProgress(console, status)
        yield progress
        progress.end()
    console.print()


def summary(record: ReportRecord) -> str:
    """Return the counts and the first supported sentences, wrapped where a terminal reads them."""
    context = report_context(record, rows=False)
    sections = (context["sections"][name]["cards"] for name in _SECTIONS_OF_SUPPORTED)
    cards = list(itertools.chain.from_iterable(sections))[:MOST_SENTENCES]
    lines = [wrapped(context["answer"]["sentence"])]
    if context["answer"]["nothing"]:
        lines += ["", wrapped(context["answer"]["nothing"])]
    for card in cards:
        lines += ["", wrapped(f"{card['place']}. {card['sentence']}", hanging=3)]
        lines.append(wrapped(f"   {card['effect']}, {card['interval']}", hanging=3))
    more = record.counts.supported - len(cards)
    if more > 0:
        lines += ["", f"   and {counted(more, 'more supported statement')}"]
    lines += [line for note in expectation_notes(record) for line in ("", wrapped(note))]
    return "\n".join(lines)


def reading_lines(readings: Sequence[SentenceReading]) -> list[str]:
    """Return how sentences were read, or why they cannot be tested.

    Parameters
    ----------
    readings : sequence of SentenceReading
    """
    lines = []
    for reading in readings:
        if len(readings) > 1:
            lines.append(wrapped(f"\u201c{reading.sentence}\u201d"))
        if reading.problem:
            lines.append(wrapped(f"I cannot test this: {reading.problem}"))
        else:
            lines.append(wrapped(f"I read this as: {reading.told}"))
    return lines


def sentence_summary(record: ReportRecord) -> str:
    """Return what became of sentences, with the rows that decided.

    Parameters
    ----------
    record : ReportRecord
    """
    lines: list[str] = []
    for sentence in record.sentences:
        lines += ["", wrapped(f"\u201c{sentence.text}\u201d"), wrapped(sentence.answer)]
        lines += [wrapped(line) for line in (sentence.rows, sentence.post_hoc) if line]
        if sentence.needs:
            lines.append(wrapped(f"What would be needed: {sentence.needs}."))
        if sentence.nearby:
            lines.append(wrapped(f"What can be tested: \u201c{sentence.nearby}\u201d."))
    return "\n".join(lines[1:])


def pipeline_summary(done: PipelineRun) -> str:
    """Return what a run of a pipeline found, and where to read on."""
    lines = []
    if done.again:
        remark = (
            "This run was finished before, and nothing was done again (--restart does it anew)."
        )
        lines += [wrapped(remark), ""]
    if len(done.results) == 1 and isinstance(done.results[0].record, ReportRecord):
        lines += [summary(done.results[0].record), "", f"Report: {done.page}"]
        return "\n".join(lines)
    for place, result in enumerate(done.results, start=1):
        sentence = f"{place}. {result.step.name}: {said_of(result)[0]}"
        lines += [wrapped(readable(sentence), hanging=3), ""]
    return "\n".join([*lines, f"Reports: {done.page}"])


def wrapped(text: str, *, hanging: int = 0) -> str:
    """Return a text wrapped to the terminal's width; on one line in a pipe."""
    text = one_line(text)
    if not sys.stdout.isatty():
        return text
    width = min(Console().width, WIDEST)
    return textwrap.fill(
        text,
        width,
        subsequent_indent=" " * hanging,
        break_long_words=False,
        break_on_hyphens=False,
    )


def one_line(text: str) -> str:
    r"""Return a text without line breaks, which names of columns may hold.

    Examples
    --------
    >>> one_line("   +3, from 1\nto 5")
    '   +3, from 1 to 5'
    """
    return " ".join(text.splitlines()).replace("\t", " ")


def columns_table(columns: Sequence[ColumnRecord]) -> Table:
    """Return a table of columns and how they were read."""
    table = Table(box=None, pad_edge=False, header_style="bold")
    table.add_column("column", overflow="fold", no_wrap=False)
    table.add_column("role")
    table.add_column("missing", justify="right")
    table.add_column("different", justify="right")
    table.add_column("unit")
    table.add_column("remarks", overflow="fold", min_width=_NARROW_NOTE)
    for column in columns:
        table.add_row(
            Text(one_line(readable(column.name))),
            column.role,
            f"{column.missing:,}" if column.missing else "",
            f"{column.distinct:,}",
            Text(readable(column.unit or "")),
            Text(one_line(readable(column.note))),
        )
    return table


def print_columns(columns: Sequence[ColumnRecord]) -> None:
    """Print the table of columns, as wide as it needs to be in a pipe."""
    if sys.stdout.isatty():
        Console(highlight=False).print(columns_table(columns))
        return
    console = Console(highlight=False, width=_PIPE_WIDTH)
    with console.capture() as capture:
        console.print(columns_table(columns))
    for line in capture.get().splitlines():
        console.out(line.rstrip())
