"""Columns that cannot be told apart: what the groups are and which statements they touch."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from dataexplain.records import ClaimRecord, ReportRecord
from dataexplain.report.formatting import counted, listed, shortened

MOST_GROUPS, MOST_LINKS, _LONGEST_LINK = 60, 6, 110


def entangled_context(
    record: ReportRecord, claims: Sequence[tuple[str, ClaimRecord]]
) -> dict[str, Any]:
    """Return the groups with links to the statements that speak of them.

    Parameters
    ----------
    record : ReportRecord
    claims : sequence of (str, ClaimRecord)
        The claims that have a card on the page, with its id.
    """
    groups = [group for group in record.entangled if len(group) > 1]
    return {
        "groups": [_group(group, claims) for group in groups[:MOST_GROUPS]],
        "more": max(len(groups) - MOST_GROUPS, 0),
        "intro": (
            "In this table the columns of a group move together so closely that hardly any row "
            "tells them apart. An effect of one may be that of another: what is said of one is "
            "said of the group. Only rows in which they differ could tell."
        ),
    }


def _group(group: Sequence[str], claims: Sequence[tuple[str, ClaimRecord]]) -> dict[str, Any]:
    own = [
        (anchor, claim)
        for anchor, claim in claims
        if claim.verdict == "supported" and set(claim.features) & set(group)
    ]
    return {
        "names": listed(list(group)),
        "claims": [
            {"anchor": anchor, "text": shortened(claim.text, _LONGEST_LINK)}
            for anchor, claim in own[:MOST_LINKS]
        ],
        "more": counted(len(own) - MOST_LINKS, "more statement") if len(own) > MOST_LINKS else "",
    }
