"""What a language model expected before any number was shown to it, in words."""

from __future__ import annotations

from dataexplain.records import (
    ClaimRecord,
    ExpectationRecord,
    LanguageModelRecord,
    ReportRecord,
)
from dataexplain.report.formatting import counted, finite, share

# Between these a model is as good as undecided.
_UNDECIDED = (0.35, 0.65)


def expectation_text(claim: ClaimRecord) -> str:
    """Say what the model expected of a claim; empty when it was not asked.

    Examples
    --------
    >>> from dataexplain.report.expectations import _in_words
    >>> _in_words(0.81), _in_words(0.1), _in_words(0.5)
    ('this, at 81%', 'the opposite, this at 10%', 'neither, this at 50%')
    """
    if claim.expectation is None:
        return ""
    probability = finite(claim.expectation.probability)
    return "" if probability is None else _in_words(probability) + _beside(claim.expectation)


def expectation_method(record: ReportRecord) -> list[tuple[str, str]]:
    """Say how a language model was asked, and what it did not reach."""
    model = record.language_model
    if model is None:
        return []
    sentences = [
        f"{model.name} was asked what it expects of {counted(model.asked, 'statement')}, "
        f"{_how_asked(record)} A percentage is what it gave to the direction stated. No "
        "verdict rests on it."
    ]
    if model.no_answers:
        sentences.append(f"To {model.no_answers} of these it had no answer.")
    if model.unasked:
        verb = "was" if model.unasked == 1 else "were"
        sentences.append(f"{counted(model.unasked, 'more statement')} {verb} not reached.")
    text = " ".join([*sentences, *model.notes]) if model.prompts else " ".join(model.notes)
    return [("The language model", text)]


def expectation_notes(record: ReportRecord) -> list[str]:
    """Say in a few sentences how asking went; nothing where no model was wanted.

    Examples
    --------
    >>> from dataexplain.records import LanguageModelRecord
    >>> model = LanguageModelRecord("a model", "embedded", "", ("p@1",), 9, 0, 1)
    >>> _how_it_went(model)
    'a model said what it expects of 9 statements; 1 more statement was not reached.'
    """
    model = record.language_model
    return (
        [] if model is None else [*([_how_it_went(model)] if model.prompts else []), *model.notes]
    )


def _how_it_went(model: LanguageModelRecord) -> str:
    sentence = f"{model.name} said what it expects of {counted(model.asked, 'statement')}"
    if model.no_answers:
        sentence += f", without an answer to {model.no_answers}"
    if model.unasked:
        verb = "was" if model.unasked == 1 else "were"
        sentence += f"; {counted(model.unasked, 'more statement')} {verb} not reached"
    return f"{sentence}."


def _how_asked(record: ReportRecord) -> str:
    if record.narration is None:  # a report from before questions were put in several phrasings
        return (
            "from the names of columns and levels alone: no number, chart or row was shown to it. "
            "Each question was put in both orders of its answers, and what the model says of a "
            "column without a name was taken off."
        )
    told = " and the user’s own words on them" if record.narration.descriptions else ""
    return (
        f"from the names of columns and levels{told} alone: no number, chart or row was shown to "
        "it. Each question was put in several phrasings and in both orders of its answers; what "
        "the answers are worth was measured on pairs of which everybody knows the direction."
    )


def _beside(expected: ExpectationRecord) -> str:
    """Say what shape and size were expected, and whether phrasings agreed.

    Examples
    --------
    >>> _beside(ExpectationRecord(0.9, "", 0.75, "back", "strongly"))
    ' (first one way and then back, strongly; 75% of phrasings agree)'
    >>> _beside(ExpectationRecord(0.9, ""))
    ''
    """
    shape = "first one way and then back" if expected.shape == "back" else expected.shape
    parts = [", ".join(filter(None, (shape, expected.size)))]
    agreement = finite(expected.agreement)
    if agreement is not None and agreement < 1:
        parts.append(f"{share(agreement)} of phrasings agree")
    told = "; ".join(filter(None, parts))
    return f" ({told})" if told else ""


def _in_words(probability: float) -> str:
    low, high = _UNDECIDED
    if probability > high:
        return f"this, at {share(probability)}"
    name = "the opposite" if probability < low else "neither"
    return f"{name}, this at {share(probability)}"
