"""All cards of a report, in its order."""

from __future__ import annotations

from dataexplain.errors import ColumnNotFoundError
from dataexplain.readers.cards.claim_card import claim_card
from dataexplain.readers.cards.curve_card import curve_card
from dataexplain.readers.cards.tree_card import tree_card
from dataexplain.records import ReportRecord


def report_cards(report: ReportRecord, column: str | None = None) -> tuple[str, ...]:
    """Return the cards of a report: claims first, then curves, then rules.

    Parameters
    ----------
    report : ReportRecord
    column : str, optional
        Only the cards of this column: its curves and the claims about it.

    Returns
    -------
    tuple of str

    Raises
    ------
    ColumnNotFoundError
        When neither a curve, a claim nor the table has that column.
    """
    columns = {entry.name: entry for entry in report.columns}
    names = dict.fromkeys(
        [*columns, *(curve.feature for curve in report.curves), *_claimed(report)]
    )
    if column is not None and column not in names:
        raise ColumnNotFoundError.among(column, list(names))
    claims = [claim for claim in report.claims if column is None or column in claim.features]
    curves = [curve for curve in report.curves if column in (None, curve.feature)]
    models = report.models if column is None else ()
    cards = [
        *(claim_card(claim, report) for claim in claims),
        *(curve_card(curve, report.outcome, columns.get(curve.feature)) for curve in curves),
        *(tree_card(model, report.outcome) for model in models),
    ]
    return tuple(card for card in cards if card)


def _claimed(report: ReportRecord) -> list[str]:
    return [name for claim in report.claims for name in claim.features]
