"""Texts that Markdown shows as they stand."""

from __future__ import annotations

import re

from hypothesis import given
from hypothesis import strategies as st

from dataexplain.report.markdown_text import cell, escape, table


@given(st.text(max_size=60))
def test_a_cell_stays_one_cell(text: str) -> None:
    line = table(["a"], [[text]]).splitlines()
    assert len(line) == 3
    # Backslashes are doubled, so a bar is escaped when an odd number stands before it.
    assert len(re.findall(r"(?<!\\)(?:\\\\)*\|", line[2])) == 2


@given(st.text(max_size=60))
def test_no_formula_starts_a_cell(text: str) -> None:
    assert not re.match(r"\\?[=+@-](?![\d.,]+%?$)", cell(text))


@given(st.text(alphabet="abc 123.,", max_size=30))
def test_plain_words_keep_their_characters(text: str) -> None:
    assert escape(text).replace("\\", "") == " ".join(text.split())
