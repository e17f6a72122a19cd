"""Oddities of the data as a reader meets them: what, where, how to mend it, what it touches."""

from __future__ import annotations

import shlex
from collections.abc import Mapping, Sequence
from typing import Any

from dataexplain.records import ClaimRecord, FaultRecord, ReportRecord
from dataexplain.report.bar_charts import count_chart
from dataexplain.report.formatting import count, counted, shortened

KINDS = {
    "sentinel": "Code for missing",
    "heaping": "Heaping at round numbers",
    "imputed": "Spike of filled-in values",
    "duplicates": "Repeated rows",
    "leak": "May give the outcome away",
    "after_outcome": "Perhaps known only afterwards",
    "label_in_text": "Text that holds the outcome",
    "missing_with_outcome": "Missing cells that go with the outcome",
    "constant": "Constant column",
    "near_constant": "Almost constant column",
    "near_unique": "Almost every value differs",
    "near_copy": "Near-copy of another column",
    "capped": "Capped values",
}
MOST_FAULTS, MOST_ROW_NUMBERS, MOST_CLAIM_LINKS = 60, 12, 12
_LONGEST_LINK = 110
# Before an option at the end of a remedy.
_OPTION = ": --"


def faults_context(
    record: ReportRecord, claims: Sequence[tuple[str, ClaimRecord]]
) -> dict[str, Any]:
    """Return the cards of the data's faults, warnings apart from notes.

    Parameters
    ----------
    record : ReportRecord
    claims : sequence of (str, ClaimRecord)
        The claims with the ids of their cards.
    """
    texts = {claim.id: (anchor, claim.text) for anchor, claim in claims}
    cards = [_card(fault, place, texts) for place, fault in enumerate(record.faults, start=1)]
    warnings = [card for card in cards if card["severity"] != "note"]
    notes = [card for card in cards if card["severity"] == "note"]
    shown = warnings[:MOST_FAULTS]
    return {
        "title": "Look first at the data" if warnings else "Remarks on the data",
        "intro": (
            "Oddities that were found and left as they are: nothing was mended. The statements "
            "below were read off these very rows."
        ),
        "warnings": shown,
        "notes": notes[:MOST_FAULTS],
        "notes_label": counted(len(notes), "lesser remark") + " on the data",
        "more": len(cards) - len(shown) - len(notes[:MOST_FAULTS]),
        "count": count(len(warnings)),
        "answer": _answer(len(warnings)),
    }


def _answer(warnings: int) -> str:
    return f"{counted(warnings, 'thing')} in the data to look at first" if warnings else ""


def fault_links(record: ReportRecord) -> dict[str, list[dict[str, str]]]:
    """Return, for each claim's id, the faults that touch it."""
    links: dict[str, list[dict[str, str]]] = {}
    for place, fault in enumerate(record.faults[:MOST_FAULTS], start=1):
        for identity in dict.fromkeys(fault.claims):
            link = {"anchor": _anchor(place), "text": _name(fault)}
            links.setdefault(identity, []).append(link)
    return links


def _anchor(place: int) -> str:
    return f"fault-{place}"


def _name(fault: FaultRecord) -> str:
    kind = KINDS.get(fault.kind, fault.kind.replace("_", " ").capitalize())
    columns = [fault.column] if fault.column is not None else list(fault.columns)
    return f"{', '.join(columns[:3])}: {kind[:1].lower()}{kind[1:]}" if columns else kind


def _card(fault: FaultRecord, place: int, texts: Mapping[str, tuple[str, str]]) -> dict[str, Any]:
    columns = list(dict.fromkeys([*([fault.column] if fault.column else []), *fault.columns]))
    chart = count_chart(fault.chart, f"Rows by value: {fault.text}", fault.column or "")
    remedy, command = _remedy(fault)
    known = [texts[identity] for identity in dict.fromkeys(fault.claims) if identity in texts]
    return {
        "anchor": _anchor(place),
        "kind": KINDS.get(fault.kind, fault.kind.replace("_", " ").capitalize()),
        "severity": fault.severity,
        "columns": columns,
        "sentence": fault.text,
        "rows": _rows(fault),
        "remedy": remedy,
        "command": command,
        "claims": [
            {"anchor": anchor, "text": shortened(text, _LONGEST_LINK)}
            for anchor, text in known[:MOST_CLAIM_LINKS]
        ],
        "claims_label": f"Touches {counted(len(known), 'statement')}" if known else "",
        "claims_more": max(len(known) - MOST_CLAIM_LINKS, 0),
        "chart": None if chart is None else chart.to_dict(),
    }


def _remedy(fault: FaultRecord) -> tuple[str, str]:
    """Return what could be done in words, and the option that does it.

    Examples
    --------
    >>> _remedy(FaultRecord("age", "leak", "", remedy="Leave it out: --ignore age"))
    ('Leave it out:', '--ignore age')
    >>> _remedy(FaultRecord("my age", "sentinel", "", remedy="Mend it.", recode="my age=9:missing"))
    ('Mend it.', "--recode 'my age=9:missing'")
    """
    words, separator, command = fault.remedy.partition(_OPTION)
    if fault.recode:
        command = f"--recode {shlex.quote(fault.recode)}"
    elif separator:
        command = f"--{command}"
    return (f"{words}:" if separator else words), command


def _rows(fault: FaultRecord) -> str:
    """Say how many rows, and which ones first.

    Examples
    --------
    >>> _rows(FaultRecord("age", "sentinel", "", rows=3, row_numbers=(4, 17, 1203)))
    '3 rows: 4, 17 and 1203, counted without the header.'
    >>> _rows(FaultRecord("age", "sentinel", "", rows=4000, row_numbers=(4, 17)))
    '4,000 rows, among them 4 and 17, counted without the header.'
    """
    if not fault.rows:
        return ""
    shown = [str(number) for number in fault.row_numbers[:MOST_ROW_NUMBERS]]
    if not shown:
        return f"{counted(fault.rows, 'row')}."
    names = ", ".join(shown[:-1]) + " and " + shown[-1] if len(shown) > 1 else shown[0]
    link = ": " if fault.rows == len(shown) else ", among them "
    return f"{counted(fault.rows, 'row')}{link}{names}, counted without the header."
