"""Which statement stands where: by verdict, and what does not matter or changed apart."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from dataexplain.records import ClaimRecord, CurveRecord, ReportRecord
from dataexplain.report.claim_cards import claim_card
from dataexplain.report.fault_cards import fault_links
from dataexplain.report.formatting import count, listed

# Beyond these, the page names what it leaves to report.json: it has to stay small enough to mail.
MOST_CLAIM_CHARTS = 100
MOST_EXAMPLE_TABLES = 100
MOST_CARDS_A_SECTION = 300


@dataclass(frozen=True)
class Section:
    """A section of statements: its words, and whether its cards are full, short or folded."""

    anchor: str
    title: str
    intro: str
    empty: str = ""
    cards: str = "full"
    fold: str = ""


SECTIONS = {
    "supported": Section(
        "supported",
        "Supported",
        "Each held on rows that had no part in proposing it, at a size that matters.",
        "No statement is supported.",
    ),
    "drift": Section(
        "drift",
        "What changed over time",
        "Effects that were not the same earlier and later. Later rows tested what earlier rows "
        "proposed.",
    ),
    "no_effect": Section(
        "no-effect",
        "What does not matter",
        "Shown to be too small to matter, which is more than not having been found: every stretch "
        "of the column lies within the shaded band.",
    ),
    "inconclusive": Section(
        "inconclusive",
        "Inconclusive",
        "Neither shown nor refuted: these rows cannot tell. None of these should be passed on as "
        "a finding.",
        "No statement stayed open.",
        cards="compact",
    ),
    "not_supported": Section(
        "not-supported",
        "Not supported",
        "",
        "No statement failed outright.",
        cards="folded",
        fold="What was tried and did not hold, with the reason",
    ),
    "unverifiable": Section(
        "unverifiable",
        "Unverifiable",
        "",
        cards="folded",
        fold="What could not be tested, with the reason",
    ),
}
_OF_THEIR_OWN = ("drift", "no_effect")


def section_of(claim: ClaimRecord) -> str:
    """Return the name of the section that a claim stands in.

    Examples
    --------
    >>> from types import SimpleNamespace
    >>> section_of(SimpleNamespace(kind="no_effect", verdict="supported"))
    'no_effect'
    >>> section_of(SimpleNamespace(kind="no_effect", verdict="inconclusive"))
    'inconclusive'
    """
    apart = claim.verdict == "supported" and claim.kind in _OF_THEIR_OWN
    return claim.kind if apart else claim.verdict


def placed(
    claims: Sequence[tuple[str, ClaimRecord]],
) -> tuple[dict[str, list[tuple[str, ClaimRecord]]], dict[str, int]]:
    """Return the claims that get a card, by section, and how many each section leaves out.

    Parameters
    ----------
    claims : sequence of (str, ClaimRecord)
        The claims, the most telling first, with the ids of their cards.
    """
    chosen: dict[str, list[tuple[str, ClaimRecord]]] = {name: [] for name in SECTIONS}
    for anchor, claim in claims:
        chosen.setdefault(section_of(claim), []).append((anchor, claim))
    left_out = {name: max(len(own) - MOST_CARDS_A_SECTION, 0) for name, own in chosen.items()}
    return {name: own[:MOST_CARDS_A_SECTION] for name, own in chosen.items()}, left_out


def sections_context(
    record: ReportRecord,
    chosen: dict[str, list[tuple[str, ClaimRecord]]],
    left_out: dict[str, int],
    columns: Sequence[str],
    *,
    rows: bool,
) -> dict[str, dict[str, Any]]:
    """Return every section with its cards.

    Parameters
    ----------
    record : ReportRecord
    chosen, left_out : dict
        As `placed` returns them.
    columns : sequence of str
        The columns that can be chosen in the page's filter, in its order.
    rows : bool
        Whether example rows may be shown.
    """
    curves: dict[str, list[CurveRecord]] = defaultdict(list)
    for curve in record.curves:
        curves[curve.feature].append(curve)
    places = {name: place for place, name in enumerate(columns)}
    faults = fault_links(record)
    sections: dict[str, dict[str, Any]] = {}
    charts_left, tables_left = MOST_CLAIM_CHARTS, MOST_EXAMPLE_TABLES
    for name, section in SECTIONS.items():
        folded = section.cards == "folded"
        cards = []
        for place, (anchor, claim) in enumerate(chosen[name], start=1):
            card = claim_card(
                record,
                claim,
                curves,
                anchor=anchor,
                place=place,
                rows=rows and not folded and tables_left > 0,
                charts=charts_left > 0 and not folded,
            )
            card["faults"] = faults.get(claim.id, [])
            card["filter"] = {
                "kind": claim.kind,
                "basis": claim.basis,
                "columns": " ".join(
                    str(places[column]) for column in claim.features if column in places
                ),
            }
            charts_left -= len(card["charts"])
            tables_left -= card["examples"] is not None or card["passages"] is not None
            cards.append(card)
        total = len(cards) + left_out[name]
        sections[name] = {
            **vars(section),
            "intro": section.intro + (_elsewhere(chosen) if name == "supported" else ""),
            "shown": bool(cards) or bool(section.empty),
            "style": section.cards,
            "cards": cards,
            "count": count(total),
            "more": left_out[name],
        }
    return sections


def _elsewhere(chosen: dict[str, list[tuple[str, ClaimRecord]]]) -> str:
    """Say where the other supported statements stand."""
    parts = [
        f"{count(len(chosen[name]))} under “{SECTIONS[name].title}”"
        for name in _OF_THEIR_OWN
        if chosen[name]
    ]
    return f" More that held stand further down: {listed(parts)}." if parts else ""
