"""What came out against an expectation: the section, and the mark on each statement's card."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from dataexplain.narration_records import SurpriseRecord
from dataexplain.records import ClaimRecord, ReportRecord
from dataexplain.report.claim_links import ClaimLink, link_of
from dataexplain.report.expectations import expectation_text
from dataexplain.report.formatting import count, counted, finite, number, shortened

# Beyond these the page names what it leaves to report.json: it has to stay small enough to mail.
MOST_SURPRISES = 60
_USER = "the user"
_LONGEST_NAME = 80
_MOST_NAMED = 8


def surprises_context(record: ReportRecord, links: Mapping[str, ClaimLink]) -> dict[str, Any]:
    """Return the surprises, or in a sentence that there were none.

    Parameters
    ----------
    record : ReportRecord
    links : mapping
        The statements that have a card, by their ids.
    """
    total = len(record.surprises)
    return {
        "title": "Surprises",
        "intro": (
            "What was expected before any result was shown, and what held-out rows say instead; "
            "the most surprising first. A score runs from 0 to 1."
        ),
        "shown": [
            _surprise(surprise, place, links)
            for place, surprise in enumerate(record.surprises[:MOST_SURPRISES], start=1)
        ],
        "count": count(total),
        "more": count(total - MOST_SURPRISES) if total > MOST_SURPRISES else "",
        "none": "" if total else _none(record),
        "uncompared": _uncompared(record),
    }


def surprise_marks(record: ReportRecord) -> dict[str, list[dict[str, str]]]:
    """Return, for each claim's id, the links to what is surprising in it.

    Parameters
    ----------
    record : ReportRecord
    """
    marks: dict[str, list[dict[str, str]]] = {}
    for place, surprise in enumerate(record.surprises[:MOST_SURPRISES], start=1):
        mark = {"anchor": _anchor(place), "text": f"surprise {place}"}
        marks.setdefault(surprise.claim, []).append(mark)
    return marks


def expected_facts(record: ReportRecord, claim: ClaimRecord) -> list[tuple[str, str]]:
    """Return who expected what of a claim, but for what its card says of the model already.

    Parameters
    ----------
    record : ReportRecord
    claim : ClaimRecord
    """
    said = bool(expectation_text(claim))
    return [
        (f"{_by(surprise)} expected", surprise.expected)
        for surprise in record.surprises[:MOST_SURPRISES]
        if surprise.claim == claim.id and surprise.by and (surprise.by == _USER or not said)
    ]


def _surprise(
    surprise: SurpriseRecord, place: int, links: Mapping[str, ClaimLink]
) -> dict[str, Any]:
    score = finite(surprise.score)
    facts = [("expected", surprise.expected), ("found", surprise.found)]
    if score is not None:
        facts.append(("score", number(score, 2)))
    if surprise.by:
        facts.append(("expected by", _by(surprise)))
    return {
        "anchor": _anchor(place),
        "feature": surprise.feature,
        "text": surprise.text,
        "claim": vars(link_of(surprise.claim, links)),
        "facts": facts,
        # As a share of a bar's length.
        "length": None if score is None else round(100 * min(max(score, 0.0), 1.0), 1),
    }


def _anchor(place: int) -> str:
    return f"surprise-{place}"


def _by(surprise: SurpriseRecord) -> str:
    return shortened(surprise.by, _LONGEST_NAME)


def _none(record: ReportRecord) -> str:
    """Say that nothing was surprising, where something was expected and compared."""
    asked, declared = [], record.settings.get("expect")
    model = record.language_model
    # A report without words is from before expectations were compared.
    if record.narration is not None and model is not None and model.asked > model.no_answers:
        answered = counted(model.asked - model.no_answers, "expectation")
        asked.append(f"{answered} of {shortened(model.name, _LONGEST_NAME)}")
    compared = _counted_wishes(declared) - len(_unanswered(record))
    if compared > 0:
        asked.append(f"{counted(compared, 'expectation')} that the user declared")
    if not asked:
        return ""
    return f"No surprise in {' and '.join(asked)}, compared with held-out rows."


def _uncompared(record: ReportRecord) -> str:
    """Say what of the user's expectations no supported statement answers."""
    wishes = _unanswered(record)
    if not wishes:
        return ""
    named = "; ".join(shortened(wish, _LONGEST_NAME) for wish in wishes[:_MOST_NAMED])
    more = f"; and {count(len(wishes) - _MOST_NAMED)} more" if len(wishes) > _MOST_NAMED else ""
    said = f"{counted(len(wishes), 'expectation')} of the user could not be compared"
    them = "it" if len(wishes) == 1 else "them"
    return f"{said}, as no supported statement answers {them}: {named}{more}."


def _unanswered(record: ReportRecord) -> tuple[str, ...]:
    return () if record.narration is None else record.narration.uncompared


def _counted_wishes(declared: Any) -> int:
    if not declared:
        return 0
    return len(set(declared)) if isinstance(declared, (list, tuple, dict)) else 1
