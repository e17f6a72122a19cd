"""The report as Markdown: the same content as the page, every text from the table escaped."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from dataexplain.records import ReportRecord
from dataexplain.report.context import report_context
from dataexplain.report.judged_cards import judged_blocks
from dataexplain.report.markdown_text import escape, table
from dataexplain.report.narration_markdown import (
    description_blocks,
    dropped_blocks,
    finding_blocks,
    guess_blocks,
    in_short_blocks,
    number_blocks,
    surprise_blocks,
)
from dataexplain.report.prompt_cards import answer_blocks, prompted_blocks
from dataexplain.report.sentences import sentence_blocks
from dataexplain.report.text_passages import passage_blocks


def render_markdown(record: ReportRecord, *, rows: bool = True) -> str:
    """Return the report as Markdown.

    Parameters
    ----------
    record : ReportRecord
    rows : bool
        Whether example rows of the table may be shown.

    Returns
    -------
    str
    """
    context = report_context(record, rows=rows)
    blocks = [f"# {escape(context['title'])}", escape(context["outcome"]["line"])]
    blocks += [escape(context["outcome"]["scale"])] if context["outcome"]["scale"] else []
    blocks += sentence_blocks(context["brought"])
    blocks += in_short_blocks(context["in_short"])
    blocks += _answer(context["answer"])
    blocks += surprise_blocks(context["surprises"])
    blocks += _faults(context["faults"])
    for section in context["sections"].values():
        if section["shown"]:
            blocks += _section(section)
    blocks += _entangled(context["entangled"])
    blocks += _curves(context["curves"])
    blocks += _models(context["models"])
    blocks += _data(context["data"])
    blocks += _method(context["method"], context["in_short"])
    blocks += [
        "---",
        "Every number of this report, and those it leaves out, stand in report.json beside it "
        f"({escape(context['schema'])}).",
    ]
    return "\n\n".join(blocks) + "\n"


def _answer(answer: dict[str, Any]) -> list[str]:
    blocks = [escape(answer["sentence"])]
    if answer["nothing"]:
        blocks.append(f"**{escape(answer['nothing'])}**")
    if answer["look_first"]:
        blocks.append(f"**{answer['look_first']}**")
    blocks += _noise(answer["noise"])
    if answer["strongest"]:
        blocks.append(
            "\n".join(
                f"{place}. {escape(claim['text'])}"
                for place, claim in enumerate(answer["strongest"], start=1)
            )
        )
    return blocks


def _noise(noise: dict[str, Any] | None) -> list[str]:
    if noise is None:
        return []
    if noise["sentence"]:
        return [escape(part) for part in (noise["sentence"], noise["caution"]) if part]
    return [f"How many statements would noise have passed? `{noise['option']}` {noise['does']}"]


def _section(section: dict[str, Any]) -> list[str]:
    blocks = [f"## {section['title']}"]
    if section["intro"]:
        blocks.append(section["intro"])
    blocks += _rejected(section) if section["style"] == "folded" else _cards(section)
    return blocks if section["cards"] else [*blocks, section["empty"]]


def _faults(faults: dict[str, Any]) -> list[str]:
    cards = [*faults["warnings"], *faults["notes"]]
    if not cards:
        return []
    blocks = [f"## {faults['title']}", faults["intro"]]
    for card in cards:
        columns = f" ({', '.join(card['columns'])})" if card["columns"] else ""
        lesser = ", a lesser remark" if card["severity"] == "note" else ""
        blocks.append(f"### {escape(card['kind'] + columns)}{lesser}")
        blocks += [
            escape(part) for part in (card["sentence"], card["rows"], card["remedy"]) if part
        ]
        if card["command"]:
            blocks.append(f"    {' '.join(card['command'].split())}")
        if card["claims"]:
            blocks.append(f"{card['claims_label']}:")
            blocks.append("\n".join(f"- {escape(claim['text'])}" for claim in card["claims"]))
    return [*blocks, f"{faults['more']} more are in report.json."] if faults["more"] else blocks


def _entangled(entangled: dict[str, Any]) -> list[str]:
    if not entangled["groups"]:
        return []
    groups = "\n".join(f"- {escape(group['names'])}" for group in entangled["groups"])
    return ["## Columns that cannot be told apart", entangled["intro"], groups]


def _parts(parts: dict[str, Any] | None) -> list[str]:
    if parts is None:
        return []
    unit = f"effect ({parts['unit']})" if parts["unit"] else "effect"
    rows = [
        [row[name] for name in ("label", "effect", "interval", "rows")] for row in parts["rows"]
    ]
    return [
        f"{parts['heading']}:",
        table(["", unit, "95% interval", "rows"], rows),
        escape(parts["note"]),
    ]


def _cards(section: dict[str, Any]) -> list[str]:
    blocks = []
    for card in section["cards"]:
        blocks.append(f"### {card['place']}. {escape(card['sentence'])}")
        blocks += finding_blocks(card["words"])
        line = f"{escape(card['kind'])} · **{escape(card['verdict_label'])}**"
        if card["measured"]:
            line += f" · {escape(card['effect'])}"
        if card["interval"]:
            line += f", {escape(card['interval'])} ({card['interval_note']})"
        blocks.append(" · ".join([line, *(mark["text"] for mark in card["surprises"])]))
        if card["terms"]:
            blocks.append(escape(card["terms"]))
        if card["effect_text"]:
            blocks.append(f"{escape(card['effect_text'])}.")
        if card["effects"]:
            unit = f"effect ({card['effects_unit']})" if card["effects_unit"] else "effect"
            blocks.append(
                table(
                    ["", unit, "interval", "p"],
                    [
                        [
                            effect["label"] + (" (decides)" if effect["decides"] else ""),
                            effect["effect"],
                            effect["interval"],
                            effect["p"],
                        ]
                        for effect in card["effects"]
                    ],
                )
            )
        blocks += judged_blocks(card["judged"])
        blocks += prompted_blocks(card["prompted"])
        blocks += _parts(card["parts"])
        blocks.append(_facts(card["facts"]))
        remarks = [*_look_first(card), *card["cautions"], card["reason"]]
        if any(remarks):
            blocks.append("\n".join(f"- {escape(remark)}" for remark in remarks if remark))
        blocks += guess_blocks(card["words"])
        if card["examples"]:
            blocks += [
                "A few rows it speaks of:",
                table(card["examples"]["columns"], card["examples"]["rows"]),
            ]
        blocks += passage_blocks(card["passages"])
        blocks += answer_blocks(card["prompted"])
    return blocks + _more(section)


def _look_first(card: dict[str, Any]) -> list[str]:
    return [f"Look at this first: {fault['text']}." for fault in card["faults"]]


def _rejected(section: dict[str, Any]) -> list[str]:
    items = []
    for card in section["cards"]:
        remarks = [card["reason"], *_look_first(card), *card["cautions"]]
        if card["measured"]:
            remarks.insert(0, ", ".join(filter(None, [card["effect"], card["interval"]])) + ".")
        items.append(
            f"- {escape(card['sentence'])}\n  {escape(' '.join(filter(None, remarks)))}\n"
            f"  {_facts(card['facts'])}"
        )
    return (["\n".join(items)] if items else []) + _more(section)


def _more(section: dict[str, Any]) -> list[str]:
    return [f"{section['more']} more are in report.json."] if section["more"] else []


def _facts(facts: Sequence[Sequence[str]]) -> str:
    return " · ".join(f"{escape(name)} {escape(value)}" for name, value in facts)


def _curves(curves: dict[str, Any]) -> list[str]:
    if not curves["shown"]:
        return []
    blocks = [
        "## Every column’s curve",
        "What the additive model says of each column while the others stay as they are, the "
        f"weightiest first; the {curves['average_word']} is {curves['average']}. A curve is where "
        "statements come from; it is not itself a tested statement.",
    ]
    for curve in [*curves["shown"], *curves["folded"]]:
        explained = f" ({curve['outcome_class']})" if curve["outcome_class"] else ""
        blocks.append(f"### {escape(curve['feature'] + explained)}")
        if curve["flat"]:
            blocks.append(escape(f"Flat from {curve['flat']}."))
        if curve["pieces"]:
            blocks.append(table([curve["feature"], curve["shows"], "rows"], curve["pieces"]))
        elif curve["chart"]:
            blocks.append(escape(curve["chart"]["description"]))
    return blocks


def _models(models: dict[str, Any]) -> list[str]:
    if not models["rows"]:
        return []
    blocks = [f"## {models['title']}"]
    if models["sentence"]:
        blocks.append(escape(models["sentence"]))
    if models["rows"]:
        names = ("name", "role", "metric", "score", "interval")
        header = ["model", "role", "measure", "score", "95% interval"]
        blocks.append(table(header, [[row[name] for name in names] for row in models["rows"]]))
    for model in models["texts"]:
        # Indented code cannot be closed by anything in the text, as a fence could.
        blocks.append(f"What the {escape(model['name'])} says:")
        blocks.append("\n".join(f"    {line}" for line in model["text"].splitlines()))
    return blocks


def _data(data: dict[str, Any]) -> list[str]:
    blocks = ["## The data"]
    if data["notes"]:
        blocks.append("\n".join(f"- {escape(note)}" for note in data["notes"]))
    blocks += description_blocks(data["descriptions"])
    if data["screened"]["label"]:
        more = data["screened"]["more"]
        names = data["screened"]["names"] + (f"; {more} more are in report.json" if more else "")
        blocks.append(escape(f"{data['screened']['label']}: {names}."))
    if data["columns"]:
        names = ("name", "role", "missing", "distinct", "note")
        header = ["column", *names[1:]]
        blocks.append(table(header, [[row[name] for name in names] for row in data["columns"]]))
    if data["columns_more"]:
        blocks.append(f"{data['columns_more']} more columns are in report.json.")
    return blocks


def _method(method: dict[str, Any], in_short: dict[str, Any] | None) -> list[str]:
    blocks = ["## Method"]
    for heading, paragraph in method["paragraphs"]:
        if heading != "Charts":  # there are none here
            blocks += [f"### {escape(heading)}", escape(paragraph)]
    blocks += number_blocks(in_short)
    blocks += dropped_blocks(method["dropped"])
    if method["null_runs"]:
        blocks += ["### What noise would have passed", table(["", ""], method["null_runs"])]
    blocks += ["### To repeat it", table(["", ""], [*method["reproduce"], *method["settings"]])]
    return blocks
