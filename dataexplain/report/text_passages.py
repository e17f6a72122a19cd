"""The words of a statement about texts, and parts of texts that mention them, marked."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from dataexplain.records import ClaimRecord, PassageRecord, ReportRecord
from dataexplain.report.formatting import count
from dataexplain.report.markdown_text import escape

_SIDES = ((True, "As the statement leads to expect:"), (False, "Otherwise than it does:"))
_LONGEST_OUTCOME = 60
_JUDGED = ("question_effect", "property_difference")


def terms_line(record: ReportRecord, claim: ClaimRecord) -> str:
    """Say what a statement about texts rests on: how many mention each term, or who judged them.

    Parameters
    ----------
    record : ReportRecord
    claim : ClaimRecord

    Returns
    -------
    str
        Empty for other statements.
    """
    if claim.kind == _JUDGED[0]:
        notes = {column.name: column.note for column in record.columns}
        return notes.get(claim.features[0], "")
    if not claim.terms:
        return ""
    counts = "; ".join(f"“{entry.term}”: {count(entry.texts)}" for entry in claim.terms)
    return f"Held-out texts that mention {counts}."


def passages_context(record: ReportRecord, claim: ClaimRecord) -> dict[str, Any] | None:
    """Return parts of texts for and against a statement, cut where a term begins or ends.

    Parameters
    ----------
    record : ReportRecord
    claim : ClaimRecord
    """
    sides = []
    for agrees, label in _SIDES:
        own = [passage for passage in claim.passages if passage.agrees is agrees]
        if own:
            passages = [_passage(passage, record.target) for passage in own]
            sides.append({"label": label, "passages": passages})
    if not sides:
        return None
    judged = claim.kind in _JUDGED and not (claim.judged and claim.judged.basis == "code")
    which = "judged so" if judged else "that mention it"
    if all(passage.agrees for passage in claim.passages):
        one = "judged so" if judged else "that mentions it"
        sides.append({"label": f"No held-out text {one} does otherwise.", "passages": []})
    return {"summary": f"A few held-out texts {which}", "sides": sides}


def passage_blocks(context: dict[str, Any] | None) -> list[str]:
    """Return passages as Markdown, their terms in bold.

    Parameters
    ----------
    context : dict or None
        As `passages_context` returns it.
    """
    blocks = []
    for side in (context or {}).get("sides", ()):
        lines = [
            f"- {_bold(entry['parts'])} ({escape(entry['outcome'])})" for entry in side["passages"]
        ]
        blocks += [side["label"], *(["\n".join(lines)] if lines else [])]
    return blocks


def _bold(parts: Sequence[dict[str, Any]]) -> str:
    marked = (f"**{escape(part['text'])}**" if part["marked"] else _kept(part) for part in parts)
    return "".join(marked).strip()


def _kept(part: dict[str, Any]) -> str:
    """Return the text between two marks, with the spaces at its ends."""
    text = part["text"]
    before, after = text[: len(text) - len(text.lstrip())], text[len(text.rstrip()) :]
    return f"{before}{escape(text)}{after}" if text.strip() else text


def _passage(passage: PassageRecord, target: str) -> dict[str, Any]:
    outcome = passage.outcome[:_LONGEST_OUTCOME]
    return {"parts": list(_parts(passage)), "outcome": f"{target}: {outcome}"}


def _parts(passage: PassageRecord) -> Iterator[dict[str, Any]]:
    """Cut a text at its marks; one that does not fit the text is passed over."""
    place = 0
    for start, end in sorted(passage.marks):
        if place <= start < end <= len(passage.text):
            yield from _part(passage.text[place:start], marked=False)
            yield from _part(passage.text[start:end], marked=True)
            place = end
    yield from _part(passage.text[place:], marked=False)


def _part(text: str, *, marked: bool) -> Iterator[dict[str, Any]]:
    if text:
        yield {"text": text, "marked": marked}
