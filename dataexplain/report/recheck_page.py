"""What a recheck shows: as a dictionary, as a page, as Markdown, and as files in a folder."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from dataexplain.recheck_records import (
    CHANGED,
    HELD,
    NOT_POSSIBLE,
    TOO_FEW_ROWS,
    MeasuredRecord,
    RecheckedClaimRecord,
    RecheckRecord,
    StatusCountsRecord,
)
from dataexplain.report.files_together import json_text, write_forms
from dataexplain.report.formatting import count, counted, finite, listed, p_value, roughly, share
from dataexplain.report.markdown_text import escape, table
from dataexplain.report.outcome_format import OutcomeFormat
from dataexplain.report.pages import cleaned, render_page
from dataexplain.report.side_charts import side_chart

NAME = "recheck"
# Beyond these the page leaves charts, and columns, to recheck.json.
MOST_CHARTS = 100
MOST_COLUMNS = 200
LABELS = {
    CHANGED: "Changed",
    HELD: "Held",
    TOO_FEW_ROWS: "Too few rows",
    NOT_POSSIBLE: "Not possible",
}
_INTROS = {
    CHANGED: "The difference between then and now is more than chance explains, and it matters.",
    HELD: "The new rows show it by themselves, and the difference is within chance or too small "
    "to matter.",
    TOO_FEW_ROWS: "Neither a change nor a confirmation: the rows cannot tell.",
    NOT_POSSIBLE: "The new rows lack what it takes to ask.",
}
_NOW = {
    "supported": "now supported",
    "not_supported": "now not supported",
    "inconclusive": "still open",
}
_MEASURED = (
    "Measured again",
    "Every statement is rebuilt from the numbers in report.json and measured on the new rows, "
    "which are read as the old ones were. The curves that hold other columns fixed are fitted "
    "on one half of the new rows and used on the other.",
)
_JUDGED = (
    "Measured again",
    "Every property is asked of texts of both groups among the new rows, drawn by their content "
    "alone, and the answers are parted into yes and no where report.json says; that words occur is "
    "looked up in all of them. Only texts with an answer are compared: no probe foretells the "
    "others here, so that intervals may be wider than in the report. The length of a text and the "
    "other columns are held fixed as they were.",
)
_FOLLOWED = (
    "Measured again",
    "Every sentence is followed on new rows that had no part in anything: by code where it says an "
    "operation, whose constants the sentence names, else by a language model. It is held against "
    "what it was held against in the report. What the best simple rule is, the other half of the "
    "new rows says.",
)
_METHOD = (
    (
        "Changed",
        "The difference of both estimates is tested, with the errors of both, and corrected for "
        "all statements of the old report, also those it does not support: its supported effects "
        "were picked for being large, and alone would seem to shrink. A difference counts when it "
        "is at least as large as the smallest effect that matters, or carries the effect across "
        "that size.",
    ),
    (
        "Held",
        "There is no such difference, and the new rows alone would support the statement: the "
        "stated sign, large enough to matter, and q at most 0.05.",
    ),
)


def recheck_context(record: RecheckRecord) -> dict[str, Any]:
    """Return what the page and the Markdown show, as texts, lists and dictionaries.

    Parameters
    ----------
    record : RecheckRecord
    """
    supported = [claim for claim in record.claims if claim.verdict == "supported"]
    others = [claim for claim in record.claims if claim.verdict != "supported"]
    charts = {claim.id for claim in supported[:MOST_CHARTS]}
    context: dict[str, Any] = {
        "title": record.title,
        "warning": record.warning,
        "sentence": headline(record),
        "chips": [
            {"status": status, "label": LABELS[status], "count": count(amount)}
            for status in LABELS
            if (amount := getattr(record.counts, status)) or status in (CHANGED, HELD)
        ],
        "outcome": _outcome(record),
        "sections": [_section(record, status, supported, charts) for status in LABELS],
        "others": {
            "sentence": _others_sentence(record.other_counts, others),
            "cards": [_card(record, claim, chart=False) for claim in _telling(others)],
        },
        "columns": _columns(record),
        "notes": list(record.notes),
        "method": [_measured(record), *_METHOD],
        "facts": _facts(record),
        "schema": record.schema,
    }
    return {name: cleaned(entry) for name, entry in context.items()}


def _measured(record: RecheckRecord) -> tuple[str, str]:
    """Say how statements were measured: of texts and sentences otherwise than of a table."""
    if _of_sentences(record):
        return _FOLLOWED
    return _JUDGED if _of_groups(record) else _MEASURED


def _of_groups(record: RecheckRecord) -> bool:
    return any(claim.kind == "property_difference" for claim in record.claims)


def _of_sentences(record: RecheckRecord) -> bool:
    return any(claim.kind == "prompt_predicts" for claim in record.claims)


def headline(record: RecheckRecord) -> str:
    """Return in one sentence what became of the supported statements."""
    counts = record.counts
    rows = counted(int(record.settings.get("rows_used", record.new.rows)), "new row")
    if not counts.total:
        return (
            f"The report about “{record.target}” supports no statement, so that {rows} had "
            "nothing to confirm."
        )
    parts = [f"{count(counts.held)} held" if counts.held else "none held"]
    for amount, words in (
        (counts.changed, "changed"),
        (counts.too_few_rows, "cannot be told for lack of rows"),
        (counts.not_possible, "could not be asked"),
    ):
        if amount:
            parts.append(f"{count(amount)} {words}")
    statements = counted(counts.total, "supported statement")
    return f"Of {statements} about “{record.target}”, on {rows}: {listed(parts)}."


def render_recheck_html(record: RecheckRecord) -> str:
    """Return the recheck as one self-contained page."""
    return render_page(
        "recheck.html.j2", recheck_context(record), "report.css.j2", "recheck.css.j2"
    )


def render_recheck_markdown(record: RecheckRecord) -> str:
    """Return the recheck as Markdown."""
    context = recheck_context(record)
    blocks = [f"# {escape(context['title'])}"]
    if context["warning"]:
        blocks.append(f"**{escape(context['warning'])}**")
    blocks += [escape(context["sentence"]), escape(context["outcome"])]
    for section in context["sections"]:
        if section["cards"]:
            blocks += [f"## {section['label']}", section["intro"]]
            blocks += [block for card in section["cards"] for block in _card_blocks(card)]
    if context["others"]["cards"]:
        blocks += ["## Statements that were not supported then", context["others"]["sentence"]]
        blocks += [block for card in context["others"]["cards"] for block in _card_blocks(card)]
    blocks += ["## Columns", escape(context["columns"]["sentence"])]
    if context["columns"]["rows"]:
        header = ["column", "status", "what differs", "missing then", "missing now", "moved"]
        names = ("name", "status", "text", "missing_before", "missing_now", "moved")
        blocks.append(
            table(header, [[row[name] for name in names] for row in context["columns"]["rows"]])
        )
    blocks += [f"- {escape(note)}" for note in context["notes"]]
    blocks.append("## Method")
    blocks += [f"**{heading}.** {text}" for heading, text in context["method"]]
    blocks.append(table(["", ""], context["facts"]))
    return "\n\n".join(blocks) + "\n"


def write_recheck(record: RecheckRecord, folder: Path | str) -> dict[str, Path]:
    """Write ``recheck.json``, ``recheck.html`` and ``recheck.md``: all of them, or none.

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
        html=render_recheck_html(record),
        markdown=render_recheck_markdown(record),
    )


def outcome_of(record: RecheckRecord) -> OutcomeFormat:
    """Return how effects of the recheck are written."""
    if record.task != "regression":
        return OutcomeFormat(probability=True)
    return OutcomeFormat(
        probability=False,
        unit=record.unit,
        unit_is_name=record.unit == record.target,
        logarithmic=record.scale == "log",
        offset=record.offset,
    )


def _outcome(record: RecheckRecord) -> str:
    outcome = outcome_of(record)
    if _of_sentences(record):
        then, now = (outcome.level(rows.mean) for rows in (record.old, record.new))
        return f"The commonest output was that of {then} of the rows then and is of {now} now."
    if _of_groups(record):
        then, now = (outcome.level(rows.mean) for rows in (record.old, record.new))
        return f"The group that is spoken of was {then} of the rows then and is {now} of them now."
    what = "rate" if outcome.probability else outcome.average_word
    then, now = (outcome.level(rows.mean) for rows in (record.old, record.new))
    return f"The {what} of “{record.target}” was {then} then and is {now} now."


def _section(
    record: RecheckRecord,
    status: str,
    claims: Sequence[RecheckedClaimRecord],
    charts: set[str],
) -> dict[str, Any]:
    chosen = [claim for claim in claims if claim.status == status]
    return {
        "status": status,
        "label": LABELS[status],
        "intro": _INTROS[status],
        "count": count(len(chosen)),
        "cards": [_card(record, claim, chart=claim.id in charts) for claim in chosen],
    }


def _telling(claims: Sequence[RecheckedClaimRecord]) -> list[RecheckedClaimRecord]:
    """Put what changed or is supported now before the rest."""
    return sorted(
        claims, key=lambda claim: (claim.status != CHANGED, claim.new_verdict != "supported")
    )


def _others_sentence(counts: StatusCountsRecord, claims: Sequence[RecheckedClaimRecord]) -> str:
    if not counts.total:
        return ""
    now = sum(claim.new_verdict == "supported" for claim in claims)
    parts = [f"{count(now)} of {counted(counts.total, 'statement')} would be supported now"]
    if counts.changed:
        parts.append(f"{count(counts.changed)} changed")
    return f"{listed(parts)}. That what was open is answered by new rows is no news of a change."


def _card(record: RecheckRecord, claim: RecheckedClaimRecord, *, chart: bool) -> dict[str, Any]:
    outcome = outcome_of(record)
    difference = claim.difference
    sides = [
        ("then", *_ends(claim.old)),
        ("now", *_ends(claim.new)),
    ]
    if difference is not None:
        sides.append(("difference", difference.effect, difference.interval))
    drawn = (
        side_chart(sides, outcome, claim.floor, f"Then and now: {claim.text}") if chart else None
    )
    label = LABELS[claim.status] + (f": {claim.how}" if claim.how else "")
    if claim.verdict != "supported":
        now = "" if claim.status == NOT_POSSIBLE else f", {_NOW.get(claim.new_verdict, '')}"
        label = f"{claim.verdict.replace('_', ' ').capitalize()} then{now}"
    return {
        "anchor": f"claim-{claim.rank}",
        "place": claim.rank,
        "sentence": claim.text,
        "status": claim.status,
        "label": label,
        "reason": claim.reason,
        "cautions": [*claim.cautions, *_needs(claim)],
        "effects": [
            {
                "label": name,
                "effect": outcome.bare_difference(effect, interval),
                "interval": outcome.bare_interval(interval, effect),
            }
            for name, effect, interval in sides
        ],
        "unit": outcome.difference_unit,
        "facts": _claim_facts(claim, outcome),
        "chart": None if drawn is None else drawn.to_dict(),
    }


def _ends(measured: MeasuredRecord | None) -> tuple[float | None, tuple[float, float] | None]:
    return (None, None) if measured is None else (measured.effect, measured.interval)


def _needs(claim: RecheckedClaimRecord) -> list[str]:
    if claim.rows_needed is None:
        return []
    return [f"Would take about {roughly(claim.rows_needed)} new rows of this kind to tell."]


def _claim_facts(claim: RecheckedClaimRecord, outcome: OutcomeFormat) -> list[tuple[str, str]]:
    facts = []
    if claim.difference is not None:
        facts.append(("q of the difference", p_value(claim.difference.q)))
        if finite(claim.difference.detectable) is not None:
            least = outcome.difference(claim.difference.detectable, sign=False)
            facts.append(("differences found four times out of five from", least))
    if claim.new_q is not None:
        facts.append(("q of the new rows alone", p_value(claim.new_q)))
    rows = [count(side.n) if side else "none" for side in (claim.old, claim.new)]
    facts.append(("rows", f"{rows[0]} then, {rows[1]} now"))
    if finite(claim.floor):
        facts.append(("floor", outcome.difference(claim.floor, sign=False)))
    if claim.basis == "unadjusted":
        facts.append(("measured", "on its own"))
    return facts


def _columns(record: RecheckRecord) -> dict[str, Any]:
    different = [column for column in record.columns if column.status != "same"]
    different.sort(key=lambda column: (not column.used, column.status))
    if different:
        used = sum(column.used for column in different)
        sentence = (
            f"{counted(len(different), 'column')} of the new rows "
            f"{'differs' if len(different) == 1 else 'differ'} from what the report knows; "
            f"its statements use {count(used) if used else 'none'} of these."
        )
    else:
        sentence = "No column differs from what it was."
    return {
        "sentence": sentence,
        "rows": [
            {
                "name": column.name,
                "status": column.status,
                "text": column.text,
                "missing_before": ""
                if column.missing_before is None
                else share(column.missing_before),
                "missing_now": "" if column.missing_now is None else share(column.missing_now),
                "moved": "" if column.moved is None else share(column.moved),
            }
            for column in different[:MOST_COLUMNS]
        ],
        "more": max(len(different) - MOST_COLUMNS, 0),
    }


def _facts(record: RecheckRecord) -> list[tuple[str, str]]:
    facts = [
        ("report", f"{record.old.source}, {counted(record.old.rows, 'row')}"),
        ("new rows", f"{record.new.source}, {counted(record.new.rows, 'row')}"),
    ]
    if record.shared_rows is not None:
        facts.append(("old rows among the new ones", share(record.shared_rows)))
    facts += [
        ("hash of the old data", record.old.data_hash[:16]),
        ("hash of the new data", record.new.data_hash[:16]),
        ("seed", str(record.seed)),
        ("version", record.versions.get("dataexplain", "")),
    ]
    return facts


def _card_blocks(card: dict[str, Any]) -> list[str]:
    blocks = [f"### {card['place']}. {escape(card['sentence'])}"]
    blocks.append(f"**{escape(card['label'])}.** {escape(card['reason'])}")
    blocks.append(
        table(
            ["", f"effect ({card['unit']})" if card["unit"] else "effect", "95% interval"],
            [[entry["label"], entry["effect"], entry["interval"]] for entry in card["effects"]],
        )
    )
    blocks.append(" · ".join(f"{escape(name)} {escape(value)}" for name, value in card["facts"]))
    if card["cautions"]:
        blocks.append("\n".join(f"- {escape(caution)}" for caution in card["cautions"]))
    return blocks
