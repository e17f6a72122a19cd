"""What the claims of a page can be filtered by, without a word of markup."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import Any

from dataexplain.records import ClaimRecord
from dataexplain.report.claim_cards import KINDS, VERDICTS
from dataexplain.report.formatting import count, counted, shortened

BASES = {
    "adjusted": "accounting for other columns",
    "unadjusted": "on its own",
    "judge": "a judge's answers",
    "gain": "a gain in right outputs",
}
MOST_COLUMNS = 1000
_LONGEST_OPTION = 60


def filters_context(shown: Sequence[ClaimRecord], order: Sequence[str]) -> dict[str, Any]:
    """Return the choices of every filter with how many claims each leaves.

    Parameters
    ----------
    shown : sequence of ClaimRecord
        The claims that have a card on the page.
    order : sequence of str
        The columns that can be chosen, as `column_order` returns them.
    """
    verdicts = Counter(claim.verdict for claim in shown)
    kinds = Counter(claim.kind for claim in shown)
    bases = Counter(claim.basis for claim in shown)
    columns = Counter(name for claim in shown for name in dict.fromkeys(claim.features))
    return {
        "total": len(shown),
        "found": counted(len(shown), "statement"),
        "verdicts": [
            _choice(name, label, verdicts[name])
            for name, label in VERDICTS.items()
            if verdicts[name]
        ],
        "kinds": [
            _choice(name, KINDS.get(name, name.replace("_", " ").capitalize()), kinds[name])
            for name in sorted(
                kinds, key=lambda name: list(KINDS).index(name) if name in KINDS else 99
            )
        ],
        "bases": [_choice(name, BASES.get(name, name), bases[name]) for name in sorted(bases)],
        "columns": [
            _choice(name, shortened(name, _LONGEST_OPTION), columns[name]) for name in order
        ],
    }


def _choice(value: str, label: str, amount: int) -> dict[str, str]:
    return {"value": value, "label": label, "count": count(amount)}


def column_order(shown: Sequence[ClaimRecord]) -> list[str]:
    """Return the columns that can be chosen: those of most claims where they are too many.

    Examples
    --------
    >>> from types import SimpleNamespace
    >>> column_order([SimpleNamespace(features=("b", "a")), SimpleNamespace(features=("a",))])
    ['a', 'b']
    """
    columns = Counter(name for claim in shown for name in dict.fromkeys(claim.features))
    return sorted(name for name, _ in columns.most_common(MOST_COLUMNS))
