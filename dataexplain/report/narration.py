"""What words say of the statements: sentences with what they rest on, and guesses kept apart.

Findings and guesses never mix: only a sentence that says it is a finding counts as one, and the
paragraph in short takes no other.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from dataexplain.narration_records import (
    CHECK,
    FINDING,
    REASON,
    RIVAL,
    NarrationRecord,
    NumberRecord,
    SentenceRecord,
)
from dataexplain.records import ClaimRecord, ReportRecord
from dataexplain.report.claim_links import ClaimLink, link_of
from dataexplain.report.formatting import count, counted, finite, number, shortened

TEMPLATE = "template"
# Beyond these the page names what it leaves to report.json: it has to stay small enough to mail.
MOST_DROPPED, MOST_DESCRIPTIONS, MOST_MARKS = 200, 400, 12
_LONGEST_NAME, _LONGEST_GUESS, _LONGEST_DESCRIPTION = 80, 1000, 1000
_PARTS = {REASON: "Reason", RIVAL: "Rival explanation", CHECK: "A check that would tell"}


def summary_context(
    narration: NarrationRecord | None, links: Mapping[str, ClaimLink]
) -> dict[str, Any] | None:
    """Return the paragraph in short, who chose it and where its numbers stand; None without one.

    Parameters
    ----------
    narration : NarrationRecord or None
    links : mapping
        The statements that have a card, by their ids.
    """
    findings = [] if narration is None else _findings(narration.summary)
    if narration is None or not findings:
        return None
    return {
        "sentences": [_sentence(finding, finding.claims, links) for finding in findings],
        "by": _chosen(narration),
        "where": "Where its numbers stand",
        "numbers": [
            {
                "value": number(entry.value, 4),
                "claim": vars(link_of(entry.claim, links)),
                "field": entry.field,
            }
            for entry in dict.fromkeys(entry for finding in findings for entry in finding.numbers)
        ],
    }


def linked_cards(in_short: dict[str, Any] | None) -> frozenset[str]:
    """Return the ids of the cards that the paragraph in short links to.

    Parameters
    ----------
    in_short : dict or None
    """
    sentences = [] if in_short is None else in_short["sentences"]
    return frozenset(claim["anchor"] for entry in sentences for claim in entry["claims"])


def card_words(
    narration: NarrationRecord | None, claim: ClaimRecord, links: Mapping[str, ClaimLink]
) -> dict[str, Any] | None:
    """Return what a claim's card says in words, guesses apart; None where nothing is said.

    Parameters
    ----------
    narration : NarrationRecord or None
    claim : ClaimRecord
    links : mapping
        The statements that have a card, by their ids.
    """
    sentences = () if narration is None else narration.claims.get(claim.id, ())
    if narration is None or not sentences:
        return None
    # The heading is what was tested: a sentence that only repeats it would be said twice.
    findings = [
        _sentence(finding, (name for name in finding.claims if name != claim.id), links)
        for finding in _findings(sentences)
        if _plain(finding.text) != _plain(claim.text)
    ]
    guesses = _guesses(narration, sentences)
    return {"findings": findings, "guesses": guesses} if findings or guesses else None


def narration_method(record: ReportRecord) -> list[tuple[str, str]]:
    """Say who chose the words, and what in them was measured."""
    narration = record.narration
    if narration is None:
        return []
    tested = "The heading of a card is what was tested."
    if narration.source == TEMPLATE:
        text = f"Code wrote the sentences and filled in every number. {tested}"
    else:
        text = (
            f"{_model(narration)} chose which statements to put into words, in which order and "
            "with which word of strength, among those that the numbers allow; code wrote the "
            f"sentences and filled in every number. {tested} What is marked “not tested” is what "
            "the model thinks of: no verdict rests on it."
        )
    return [("The words", text)]


def dropped_context(narration: NarrationRecord | None) -> dict[str, Any] | None:
    """Return what a language model wrote and the report does not say; None where nothing was.

    Parameters
    ----------
    narration : NarrationRecord or None
    """
    if narration is None or not narration.dropped:
        return None
    total = len(narration.dropped)
    by = "" if narration.source == TEMPLATE else f" of {_model(narration)}"
    verb = "was" if total == 1 else "were"
    return {
        "heading": "What was not said",
        "label": f"{counted(total, 'sentence')}{by} {verb} dropped, with the reason",
        "sentences": [
            {"text": shortened(entry.text, _LONGEST_GUESS), "reason": entry.reason}
            for entry in narration.dropped[:MOST_DROPPED]
        ],
        "more": count(total - MOST_DROPPED) if total > MOST_DROPPED else "",
    }


def descriptions_context(narration: NarrationRecord | None) -> dict[str, Any] | None:
    """Return the user's own words on the table and its columns; None where there are none.

    Parameters
    ----------
    narration : NarrationRecord or None
    """
    given = {} if narration is None else narration.descriptions
    told = {name: text for name, text in given.items() if text.strip()}
    if not told:
        return None
    # The table is the empty name: it comes first, and no column can be taken for it.
    names = sorted(told, key=lambda name: name != "")
    return {
        "label": "In the user’s own words",
        "entries": [
            {"name": name, "text": shortened(told[name], _LONGEST_DESCRIPTION)}
            for name in names[:MOST_DESCRIPTIONS]
        ],
        "more": count(len(names) - MOST_DESCRIPTIONS) if len(names) > MOST_DESCRIPTIONS else "",
    }


def _findings(sentences: Iterable[SentenceRecord]) -> list[SentenceRecord]:
    return [entry for entry in sentences if entry.kind == FINDING and entry.text.strip()]


def _sentence(
    finding: SentenceRecord, about: Iterable[str], links: Mapping[str, ClaimLink]
) -> dict[str, Any]:
    names = list(dict.fromkeys(about))
    return {
        "text": finding.text,
        "claims": [vars(link_of(name, links)) for name in names[:MOST_MARKS]],
        "more": count(len(names) - MOST_MARKS) if len(names) > MOST_MARKS else "",
        "title": _sources(finding.numbers, links),
        # Lists rather than objects: a page of three hundred cards has to stay small.
        "data": json.dumps(
            [[finite(entry.value), entry.claim, entry.field] for entry in finding.numbers],
            separators=(",", ":"),
        ),
    }


def _sources(numbers: Iterable[NumberRecord], links: Mapping[str, ClaimLink]) -> str:
    """Say where the numbers of a sentence stand.

    Examples
    --------
    >>> numbers = [NumberRecord(0.24, "c1", "effect"), NumberRecord(0.2, "c1", "interval.0")]
    >>> _sources(numbers, {})
    '0.24 (effect), 0.2 (interval.0) of c1'
    """
    told: dict[str, list[str]] = {}
    for entry in numbers:
        name = link_of(entry.claim, links).name
        told.setdefault(name, []).append(f"{number(entry.value, 4)} ({entry.field})")
    return "; ".join(f"{', '.join(values)} of {name}" for name, values in told.items())


def _guesses(
    narration: NarrationRecord, sentences: Sequence[SentenceRecord]
) -> dict[str, Any] | None:
    """Return what is no finding: possible reasons, rivals and checks, in this order."""
    guesses = [entry for entry in sentences if entry.kind != FINDING and entry.text.strip()]
    groups: dict[str, list[str]] = {label: [] for label in _PARTS.values()}
    for entry in guesses:
        label = _PARTS.get(entry.part, _PARTS[REASON])
        groups[label].append(shortened(entry.text, _LONGEST_GUESS))
    told = [{"label": label, "texts": texts} for label, texts in groups.items() if texts]
    if not told:
        return None
    return {
        "heading": "Possible reasons",
        "flag": "not tested",
        "groups": told,
        "by": _guessed(narration, memory=any(entry.memory for entry in guesses)),
    }


def _guessed(narration: NarrationRecord, *, memory: bool) -> str:
    """Say whose guesses these are, and whether they come from what the names brought to mind."""
    whose = "" if narration.source == TEMPLATE else f" of {_model(narration)}"
    if memory:
        return (
            f"Guesses{whose} from the memory that names call up, not from this table: none of "
            "this was measured."
        )
    return f"Guesses{whose}: none of this was measured."


def _chosen(narration: NarrationRecord) -> str:
    if narration.source == TEMPLATE:
        return ""
    return (
        f"Chosen by {_model(narration)} among statements that passed; "
        "every number is filled in by code"
    )


def _model(narration: NarrationRecord) -> str:
    return shortened(narration.source, _LONGEST_NAME) or "a language model"


def _plain(text: str) -> str:
    return " ".join(text.split()).rstrip(".").casefold()
