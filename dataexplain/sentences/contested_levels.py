"""Levels that are called like the outcome: the "Completed" ones, where progress is explained."""

from __future__ import annotations

import re

from dataexplain.sentences.leftover_words import ROW_WORDS
from dataexplain.sentences.table_names import TableNaming

_ROWS = "|".join(sorted(ROW_WORDS | {"goals", "tasks", "projects", "orders", "requests"}))


def with_contested_levels(text: str, naming: TableNaming) -> str:
    """Return a text with "state Completed" for "Completed", where a table has such a level.

    Such a level is what is written with a capital inside a sentence, as the table has it, or opens
    a sentence and has the rows beside it.

    Parameters
    ----------
    text : str
    naming : TableNaming
    """
    for column, levels in naming.levels.items():
        written = f"{column} ".replace("\\", r"\\")
        for level in levels:
            if naming.is_contested(level):
                text = re.sub(
                    rf"^(?:the )?(?={re.escape(level)} (?:ones|{_ROWS})\b)",
                    written,
                    text,
                    flags=re.IGNORECASE,
                )
                text = re.sub(
                    rf"(?<=[a-z,] )(?<!{re.escape(column)} ){re.escape(level)}\b",
                    rf"{written}\g<0>",
                    text,
                )
    return text
