"""From a report record to a plain dictionary: the only place that picks what is shown.

Templates and Markdown print this dictionary as it stands; they format nothing.
"""

from __future__ import annotations

from typing import Any

from dataexplain.records import ClaimRecord, ReportRecord
from dataexplain.report.answer import answer_context, outcome_context
from dataexplain.report.claim_cards import anchors
from dataexplain.report.claim_filters import column_order, filters_context
from dataexplain.report.claim_links import claim_links
from dataexplain.report.claim_sections import placed, sections_context
from dataexplain.report.curve_list import curves_context
from dataexplain.report.data_overview import data_context
from dataexplain.report.entangled import entangled_context
from dataexplain.report.fault_cards import faults_context
from dataexplain.report.method import method_context
from dataexplain.report.model_quality import models_context
from dataexplain.report.narrated_cards import narrated
from dataexplain.report.narration import linked_cards, summary_context
from dataexplain.report.pages import cleaned
from dataexplain.report.sentences import sentences_context
from dataexplain.report.surprises import surprises_context


def report_context(record: ReportRecord, *, rows: bool = True) -> dict[str, Any]:
    """Return what the report shows, as texts, lists and dictionaries.

    Parameters
    ----------
    record : ReportRecord
    rows : bool
        Whether example rows may be shown.

    Returns
    -------
    dict
    """
    ordered = ranked(record.claims)
    claims = list(zip(anchors(ordered), ordered, strict=True))
    chosen, left_out = placed(claims)
    on_page = {anchor for own in chosen.values() for anchor, _ in own}
    shown = [entry for entry in claims if entry[0] in on_page]
    columns = column_order([claim for _, claim in shown])
    faults = faults_context(record, shown)
    links = claim_links(chosen)
    sections = sections_context(record, chosen, left_out, columns, rows=rows)
    in_short = summary_context(record.narration, links)
    context: dict[str, Any] = {
        "title": record.title or f"What goes with {record.target}",
        "target": record.target,
        "schema": record.schema,
        "answer": answer_context(record, shown, faults["answer"], linked_cards(in_short)),
        "in_short": in_short,
        "brought": sentences_context(record.sentences, shown),
        "outcome": outcome_context(record),
        "surprises": surprises_context(record, links),
        "faults": faults,
        "filters": filters_context([claim for _, claim in shown], columns),
        "sections": narrated(record, sections, chosen, links),
        "entangled": entangled_context(record, shown),
        "curves": curves_context(record),
        "models": models_context(record.models, *_told_apart(record)),
        "data": data_context(record),
        "method": method_context(record),
    }
    return {name: cleaned(entry) for name, entry in context.items()}


def ranked(claims: tuple[ClaimRecord, ...]) -> list[ClaimRecord]:
    """Return the claims by rank; those without a rank last, as they came."""
    return sorted(claims, key=lambda claim: claim.rank if claim.rank > 0 else len(claims) + 1e9)


def _told_apart(record: ReportRecord) -> tuple[str, ...]:
    """Return what stands above the models, where they tell two groups of texts apart."""
    searched = any(claim.judged is not None for claim in record.claims)
    return ("How well the groups are told apart",) if searched else ()
