from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from dataexplain.narration.grounding.sentences import LONGEST, sentences


def texts(text: str) -> list[tuple[int, str]]:
    return [(entry.line, entry.text) for entry in sentences(text)]


def test_markdown_is_taken_away_and_lines_are_kept() -> None:
    text = "# Title\n\n- **One** `area_m2`\n  goes on. Two!\n\n| a | b |\n|---|---|\n| c | d |\n"
    assert texts(text) == [
        (1, "Title"),
        (3, "One area_m2 goes on."),
        (4, "Two!"),
        (6, "|  a  |  b  |"),
        (8, "|  c  |  d  |"),
    ]


def test_code_is_left_out() -> None:
    assert texts("Before.\n```\nage causes churn.\n```\nAfter.") == [(1, "Before."), (5, "After.")]


def test_abbreviations_and_decimals_end_nothing() -> None:
    assert len(sentences("It rises, e.g. From 1.5 to 2.5 vs. others.")) == 1


def test_what_is_endless_is_cut() -> None:
    assert all(len(entry.text) <= LONGEST for entry in sentences("word " * 5000))


@given(st.text())
def test_no_text_is_refused_and_lines_only_go_up(text: str) -> None:
    lines = [entry.line for entry in sentences(text)]
    assert lines == sorted(lines)
    assert all(1 <= line <= len(text.splitlines()) for line in lines)
