"""What a comparison of two reports shows: as a dictionary, a page, Markdown, files."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from dataexplain.recheck_records import (
    FLIPPED,
    NEW,
    PERSISTED,
    VANISHED,
    ComparedClaimRecord,
    ComparedSideRecord,
    ComparisonRecord,
)
from dataexplain.report.files_together import json_text, write_forms
from dataexplain.report.formatting import count, counted, listed, share
from dataexplain.report.markdown_text import escape, table
from dataexplain.report.outcome_format import OutcomeFormat
from dataexplain.report.pages import cleaned, render_page
from dataexplain.report.side_charts import side_chart

NAME = "comparison"
MOST_CHARTS = 100
LABELS = {FLIPPED: "Flipped", VANISHED: "Vanished", NEW: "New", PERSISTED: "Persisted"}
_INTROS = {
    FLIPPED: "Supported in both, in opposite directions.",
    VANISHED: "Supported in the first report, not in the second.",
    NEW: "Supported in the second report, not in the first.",
    PERSISTED: "Supported in both, in the same direction.",
}
_METHOD = (
    "Statements are matched by what they denote: kind, columns, class, and regions that share at "
    "least half of the rows that either holds. Nothing is tested here. That a statement vanished "
    "may mean that the second report had fewer rows, or that its models did not come upon it; to "
    "test whether an effect changed, recheck the first report on the second one’s rows."
)


def comparison_context(record: ComparisonRecord) -> dict[str, Any]:
    """Return what the page and the Markdown show, as texts, lists and dictionaries.

    Parameters
    ----------
    record : ComparisonRecord
    """
    outcome = outcome_of(record)
    places = {id(claim): place for place, claim in enumerate(record.claims, start=1)}
    sections = [
        {
            "status": status,
            "label": LABELS[status],
            "intro": _INTROS[status],
            "count": count(record.counts.get(status, 0)),
            "cards": [
                _card(claim, outcome, places[id(claim)])
                for claim in record.claims
                if claim.status == status
            ],
        }
        for status in LABELS
    ]
    context: dict[str, Any] = {
        "title": f"Two reports about {record.target}",
        "sentence": comparison_headline(record),
        "chips": [
            {"status": status, "label": label, "count": count(record.counts.get(status, 0))}
            for status, label in LABELS.items()
        ],
        "sections": sections,
        "sides": _sides(record, outcome),
        "notes": list(record.notes),
        "method": _METHOD,
        "schema": record.schema,
    }
    return {name: cleaned(entry) for name, entry in context.items()}


def comparison_headline(record: ComparisonRecord) -> str:
    """Return in one sentence what became of the supported statements."""
    supported = counted(record.first.supported, "statement")
    parts = [
        f"{count(record.counts[status])} {word}"
        for status, word in (
            (PERSISTED, "persisted"),
            (FLIPPED, "flipped"),
            (VANISHED, "vanished"),
        )
        if record.counts[status] or status == PERSISTED
    ]
    new = record.counts[NEW]
    extra = f" The second supports {counted(new, 'statement')} that the first does not."
    return (
        f"Of {supported} about “{record.target}” that the first report supports, "
        f"{listed(parts)}.{extra if new else ''}"
    )


def outcome_of(record: ComparisonRecord) -> OutcomeFormat:
    """Return how effects of the comparison are written."""
    if record.task != "regression":
        return OutcomeFormat(probability=True)
    return OutcomeFormat(
        probability=False,
        unit=record.unit,
        unit_is_name=record.unit == record.target,
        logarithmic=record.scale == "log",
        offset=record.offset,
    )


def render_comparison_html(record: ComparisonRecord) -> str:
    """Return the comparison as one self-contained page."""
    return render_page(
        "comparison.html.j2", comparison_context(record), "report.css.j2", "recheck.css.j2"
    )


def render_comparison_markdown(record: ComparisonRecord) -> str:
    """Return the comparison as Markdown."""
    context = comparison_context(record)
    blocks = [f"# {escape(context['title'])}", escape(context["sentence"])]
    blocks += [f"- {escape(note)}" for note in context["notes"]]
    sides = context["sides"]
    blocks.append(table(["", "first", "second"], sides))
    for section in context["sections"]:
        if not section["cards"]:
            continue
        blocks += [f"## {section['label']}", section["intro"]]
        for card in section["cards"]:
            blocks.append(f"### {card['place']}. {escape(card['sentence'])}")
            blocks.append(escape(card["reason"]))
            unit = f"effect ({card['unit']})" if card["unit"] else "effect"
            rows = [
                [entry["label"], entry["effect"], entry["interval"]] for entry in card["effects"]
            ]
            blocks.append(table(["", unit, "95% interval"], rows))
            facts = " · ".join(f"{escape(name)} {escape(value)}" for name, value in card["facts"])
            blocks += [facts] if facts else []
            blocks += [f"- {escape(caution)}" for caution in card["cautions"]]
    blocks += ["## Method", context["method"]]
    return "\n\n".join(blocks) + "\n"


def write_comparison(record: ComparisonRecord, folder: Path | str) -> dict[str, Path]:
    """Write ``comparison.json``, ``.html`` and ``.md``: all of them, or none.

    Returns
    -------
    dict of str to Path
        The paths under ``"json"``, ``"html"`` and ``"markdown"``.

    Raises
    ------
    OutputError
        When the folder or a file cannot be written.
    """
    return write_forms(
        folder,
        NAME,
        json=json_text(record.to_dict()),
        html=render_comparison_html(record),
        markdown=render_comparison_markdown(record),
    )


def _sides(record: ComparisonRecord, outcome: OutcomeFormat) -> list[list[str]]:
    what = "rate" if outcome.probability else outcome.average_word
    both = (record.first, record.second)
    return [
        ["data", *(side.source for side in both)],
        ["rows", *(count(side.rows) for side in both)],
        ["statements tried", *(count(side.tried) for side in both)],
        ["supported", *(count(side.supported) for side in both)],
        [f"{what} of {record.target}", *(outcome.level(side.mean) for side in both)],
    ]


def _card(claim: ComparedClaimRecord, outcome: OutcomeFormat, place: int) -> dict[str, Any]:
    sides = [("first", claim.first), ("second", claim.second)]
    texts = list(dict.fromkeys(side.text for _, side in sides if side is not None))
    drawn = None
    if place <= MOST_CHARTS:
        title = f"First and second: {texts[0]}"
        drawn = side_chart([(name, *_ends(side)) for name, side in sides], outcome, 0.0, title)
    cautions = [f"The second report says: {texts[1]}"] if len(texts) > 1 else []
    if claim.related:
        cautions.append(
            f"The other report supports {counted(len(claim.related), 'other statement')} about "
            f"{listed(list(claim.features))}."
        )
    facts = []
    if claim.overlap is not None:
        facts.append(("regions share", share(claim.overlap)))
    facts += [(f"rows, {name}", count(side.n)) for name, side in sides if side is not None]
    return {
        "anchor": f"claim-{place}",
        "place": place,
        "sentence": texts[0],
        "status": claim.status,
        "label": LABELS[claim.status],
        "reason": claim.reason,
        "cautions": cautions,
        "unit": outcome.difference_unit,
        "effects": [
            {
                "label": name,
                "effect": outcome.bare_difference(*_ends(side)) if side else "not tried",
                "interval": outcome.bare_interval(_ends(side)[1], _ends(side)[0]),
            }
            for name, side in sides
        ],
        "facts": facts,
        "chart": None if drawn is None else drawn.to_dict(),
    }


def _ends(
    side: ComparedSideRecord | None,
) -> tuple[float | None, tuple[float, float] | None]:
    return (None, None) if side is None else (side.effect, side.interval)
