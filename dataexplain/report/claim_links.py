"""How a page refers to a statement from elsewhere: by a small mark, and a link to its card."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from dataexplain.records import ClaimRecord
from dataexplain.report.claim_sections import SECTIONS
from dataexplain.report.formatting import shortened

_LONGEST_TITLE = 160
_LONGEST_MARK = 40
_SUPPORTED = "supported"
# Statements that hold are named by their number alone; cards are counted anew in each section.
_OTHERS = {
    "drift": "change",
    "no_effect": "no effect",
    "inconclusive": "inconclusive",
    "not_supported": "not supported",
    "unverifiable": "unverifiable",
}


@dataclass(frozen=True)
class ClaimLink:
    """A reference to a statement.

    `mark` is short enough for a small raised letter, `name` is its full form, `title` says what
    the statement is, and `anchor` is the id of its card; empty when it has none on the page.
    """

    mark: str
    name: str
    title: str
    anchor: str = ""


def claim_links(
    chosen: Mapping[str, Sequence[tuple[str, ClaimRecord]]],
) -> dict[str, ClaimLink]:
    """Return a reference to every statement that has a card, by its id.

    Parameters
    ----------
    chosen : mapping
        The claims that get a card, by section, as `placed` returns them.
    """
    links: dict[str, ClaimLink] = {}
    for section in SECTIONS:
        for place, (anchor, claim) in enumerate(chosen[section], start=1):
            links.setdefault(claim.id, _link(section, place, anchor, claim))
    return links


def link_of(identity: str, links: Mapping[str, ClaimLink]) -> ClaimLink:
    """Return the reference to a statement, one without a link when it has no card on the page.

    Examples
    --------
    >>> link_of("trend-1", {})
    ClaimLink(mark='trend-1', name='trend-1', title='Not on this page: trend-1', anchor='')
    """
    known = links.get(identity)
    if known is not None:
        return known
    name = shortened(identity, _LONGEST_MARK) or "unnamed"
    return ClaimLink(name, name, f"Not on this page: {name}")


def _link(section: str, place: int, anchor: str, claim: ClaimRecord) -> ClaimLink:
    mark, name = str(place), f"statement {place}"
    if section != _SUPPORTED:
        mark = f"{_OTHERS[section]} {place}"
        name = f"“{SECTIONS[section].title}” {place}"
    text = shortened(claim.text, _LONGEST_TITLE)
    return ClaimLink(mark, name, f"{name[:1].upper()}{name[1:]}: {text}", anchor)
