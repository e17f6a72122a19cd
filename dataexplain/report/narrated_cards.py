"""Adds to the cards of statements what is said of them in words, and what was surprising."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from dataexplain.records import ClaimRecord, ReportRecord
from dataexplain.report.claim_links import ClaimLink
from dataexplain.report.narration import card_words
from dataexplain.report.surprises import expected_facts, surprise_marks


def narrated(
    record: ReportRecord,
    sections: Mapping[str, dict[str, Any]],
    chosen: Mapping[str, Sequence[tuple[str, ClaimRecord]]],
    links: Mapping[str, ClaimLink],
) -> dict[str, dict[str, Any]]:
    """Return the sections with words on their cards.

    Parameters
    ----------
    record : ReportRecord
    sections : mapping
        As `sections_context` returns them.
    chosen : mapping
        The claims of their cards, in the same order.
    links : mapping
        The statements that have a card, by their ids.
    """
    marks = surprise_marks(record)
    return {
        name: {
            **section,
            "cards": [
                {
                    **card,
                    "facts": [*card["facts"], *expected_facts(record, claim)],
                    "words": card_words(record.narration, claim, links),
                    "surprises": marks.get(claim.id, []),
                }
                for card, (_, claim) in zip(section["cards"], chosen[name], strict=True)
            ],
        }
        for name, section in sections.items()
    }
