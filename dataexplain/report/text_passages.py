"""The words of a statement about texts, and parts of texts that mention them, marked."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from dataexplain.records import ClaimRecord, PassageRecord, ReportRecord
from dataexplain.report.formatting import count
from dataexplain.report.markdown_text import escape

_SIDES = ((True, "As the statement leads to expect:"), (False, "Otherwise than it does:"))
_LONGEST_OUTCOME = 60


def terms_line(claim: ClaimRecord) -> str:
    """Say how many held-out texts mention each of a statement's terms; empty where it has none.

    Examples
    --------
    >>> from types import SimpleNamespace
    >>> term = SimpleNamespace(term="refund", texts=1204)
    >>> terms_line(SimpleNamespace(terms=(term,)))
    'Held-out texts that mention “refund”: 1,204.'
    """
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
    if all(passage.agrees for passage in claim.passages):
        sides.append({"label": "No held-out text that mentions it does otherwise.", "passages": []})
    return {"summary": "A few held-out texts that mention it", "sides": sides}


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
