"""How sentences that say how outputs follow from inputs were tested, in plain words."""

from __future__ import annotations

from typing import Any

from dataexplain.records import ReportRecord
from dataexplain.report.formatting import counted

# Settings of a search with a language model, which mean nothing without one.
_OF_A_MODEL = frozenset(
    ("hints", "proposed", "search_calls", "rows", "calls_of_the_search", "second_model")
)


def speaks_of_prompts(record: ReportRecord) -> bool:
    """Tell whether a report is about sentences that make a model answer, not about columns.

    Examples
    --------
    >>> from types import SimpleNamespace
    >>> speaks_of_prompts(SimpleNamespace(claims=()))
    False
    """
    return bool(record.claims) and all(claim.prompted is not None for claim in record.claims)


def prompt_paragraphs(record: ReportRecord) -> list[tuple[str, str]]:
    """Return the method as (heading, paragraph) pairs; none where no sentence was tested.

    Parameters
    ----------
    record : ReportRecord
    """
    tested = [claim.prompted for claim in record.claims if claim.prompted is not None]
    if not tested:
        return []
    rows = max(one.rows + one.unanswered + one.unasked for one in tested)
    drawn = f"{counted(rows, 'verification row')}, drawn by their content before any answer"
    paragraphs = []
    names = sorted({one.model for one in tested if one.model and one.basis != "code"})
    if names:
        paragraphs.append(
            (
                "Sentences that a model follows",
                f"Sentences were proposed and raced on discovery rows. Those that led were given "
                f"to {' and '.join(names)} together with the inputs of {drawn}: how likely does a "
                "sentence make the known output? The same inputs were given without any sentence, "
                "and with the sentence’s words in another order; simple rules learned on discovery "
                "rows (always one output, a copy of the input, one telling word) answered them "
                "too. A sentence is supported only if it gains over each of these. Gains are "
                "paired row by row, and rows of one input count as one piece of evidence. The "
                "right replies, what examples give instead, and what the sentence does in another "
                "phrasing are told beside.",
            )
        )
    if any(one.basis == "code" for one in tested):
        asked = any(one.second is not None for one in tested if one.basis == "code")
        beside = " What a language model makes of the sentence is told beside." if asked else ""
        paragraphs.append(
            (
                "Sentences that code follows",
                f"A sentence that a closed operation says is followed by code on {drawn}: its "
                "answer is the known output or it is not. It has to gain over the simple rules, "
                f"a copy of the input among them.{beside}",
            )
        )
    return paragraphs


def told_settings(record: ReportRecord) -> dict[str, Any]:
    """Return the settings that took part: without a model those of asking one did not.

    Parameters
    ----------
    record : ReportRecord
    """
    if not speaks_of_prompts(record) or record.settings.get("model") is not None:
        return record.settings
    return {name: value for name, value in record.settings.items() if name not in _OF_A_MODEL}
