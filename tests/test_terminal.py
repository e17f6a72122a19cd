"""What a terminal shows."""

from __future__ import annotations

import dataclasses
import io
import sys

import pytest
from rich.console import Console

from dataexplain.records import ColumnRecord
from dataexplain.runs.progress import Silence
from dataexplain.terminal import (
    TerminalProgress,
    columns_table,
    print_columns,
    shown_progress,
    summary,
    wrapped,
)
from tests.report.churn_example import churn_report


class Terminal(io.StringIO):
    """A stream that says it is a terminal."""

    def isatty(self) -> bool:
        return True


def on_a_terminal(monkeypatch: pytest.MonkeyPatch) -> Terminal:
    """Make both streams one terminal, 60 columns wide; pytest undoes that before each test."""
    screen = Terminal()
    monkeypatch.setattr(sys, "stdout", screen)
    monkeypatch.setattr(sys, "stderr", screen)
    monkeypatch.setenv("COLUMNS", "60")
    monkeypatch.setenv("TERM", "xterm")
    return screen


def test_finished_stages_leave_a_line(monkeypatch: pytest.MonkeyPatch) -> None:
    terminal = on_a_terminal(monkeypatch)
    with shown_progress() as progress:
        assert isinstance(progress, TerminalProgress)
        progress.stage("Fitting [red]models")
        progress.stage("Testing")
        progress.step(3, 7)
    shown = terminal.getvalue()
    assert "Fitting [red]models" in shown
    assert shown.count("✓") == 2


def test_a_stage_that_failed_leaves_no_line(monkeypatch: pytest.MonkeyPatch) -> None:
    terminal = on_a_terminal(monkeypatch)

    def fails() -> None:
        with shown_progress() as progress:
            progress.stage("Fitting")
            raise ValueError("broken")

    with pytest.raises(ValueError, match="broken"):
        fails()
    assert "Fitting" in terminal.getvalue()
    assert "✓" not in terminal.getvalue()


def test_a_pipe_stays_quiet(capsys: pytest.CaptureFixture[str]) -> None:
    with shown_progress() as progress:
        assert isinstance(progress, Silence)
        progress.stage("Fitting")
        progress.step(1, 2)
    assert capsys.readouterr() == ("", "")


def test_text_is_wrapped_on_a_terminal_only(monkeypatch: pytest.MonkeyPatch) -> None:
    text = "1. " + "word " * 40
    assert wrapped(text) == text
    on_a_terminal(monkeypatch)
    lines = wrapped(text, hanging=3).splitlines()
    assert len(lines) > 1
    assert max(map(len, lines)) <= 60
    assert lines[1].startswith("   word")


def test_the_summary_has_counts_and_three_sentences() -> None:
    report = churn_report()
    text = summary(report)
    supported = [claim for claim in report.claims if claim.verdict == "supported"]
    assert text.startswith(f"We tried {report.counts.tried} statements")
    for place, claim in enumerate(supported[:3], start=1):
        assert f"\n{place}. {claim.text}\n" in text
    assert len(supported) <= 3 or supported[3].text not in text


def test_what_does_not_matter_is_shown_when_nothing_else_is_supported() -> None:
    """Only "and 1 more supported statement" stood there, after none."""
    report = churn_report()
    flat = [claim for claim in report.claims if claim.kind == "no_effect"]
    flat = flat or [dataclasses.replace(report.claims[0], kind="no_effect", verdict="supported")]
    counts = dataclasses.replace(report.counts, tried=1, supported=1)
    alone = dataclasses.replace(report, claims=tuple(flat[:1]), counts=counts)
    text = summary(alone)
    assert f"1. {flat[0].text}" in text
    assert "more supported" not in text


def test_names_of_columns_cannot_steer_the_terminal() -> None:
    stream = io.StringIO()
    column = ColumnRecord("[bold]\x1b[2J\nname", "numeric", 1234, 5, "a note")
    Console(file=stream, width=80).print(columns_table([column]))
    assert "\x1b" not in stream.getvalue()
    assert "[bold]" in stream.getvalue()
    assert "1,234" in stream.getvalue()


def test_the_table_is_not_cut_in_a_pipe(capsys: pytest.CaptureFixture[str]) -> None:
    note = "long " * 60
    print_columns([ColumnRecord("a", "numeric", 0, 5, note)])
    lines = capsys.readouterr().out.splitlines()
    assert len(lines) == 2
    assert lines[1].endswith(note.strip())


def test_a_line_break_in_a_name_does_not_break_the_line() -> None:
    """A column called "line<newline>break" tore sentences and the table of columns apart."""
    assert wrapped("   1. The line\nbreak\r\nrises", hanging=3) == "   1. The line break rises"
    table = columns_table([ColumnRecord("line\nbreak", "numeric", 0, 3)])
    console = Console(width=100, file=io.StringIO())
    console.print(table)
    assert isinstance(console.file, io.StringIO)
    assert "line break" in console.file.getvalue()
