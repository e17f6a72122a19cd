"""Texts against claims: what a sentence asserts, and whether the report found it."""

from dataexplain.narration.grounding.assertions import (
    AGREES,
    CONTRADICTS,
    NOT_COVERED,
    Assertion,
    CheckedSentence,
    CheckedText,
    Judged,
)
from dataexplain.narration.grounding.checking import check_text
from dataexplain.narration.grounding.conjectures import refusal
from dataexplain.narration.grounding.repeating import repeats

__all__ = [
    "AGREES",
    "CONTRADICTS",
    "NOT_COVERED",
    "Assertion",
    "CheckedSentence",
    "CheckedText",
    "Judged",
    "check_text",
    "refusal",
    "repeats",
]
