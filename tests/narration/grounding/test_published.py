from __future__ import annotations

from pathlib import Path

from dataexplain.narration.grounding.published import published_table

NOTE = Path(__file__).parents[3] / "docs" / "design" / "grounding.md"


def test_the_design_note_has_the_table_of_the_code() -> None:
    assert published_table() in NOTE.read_text(encoding="utf-8")
