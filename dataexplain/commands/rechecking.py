"""Commands about reports that were written before: recheck and compare."""

from __future__ import annotations

import webbrowser
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from dataexplain.commands.options import (
    Debug,
    File,
    Force,
    JudgeRows,
    MaxCalls,
    MaxCost,
    MaxTokens,
    NoLogText,
    Open,
    Out,
    Price,
    Sheet,
)
from dataexplain.commands.plain_errors import plain_errors

if TYPE_CHECKING:
    from dataexplain.recheck_records import ComparisonRecord, RecheckRecord

commands = typer.Typer()

MOST_SENTENCES = 5
_REPORT_HELP = "A report.json, or the folder it lies in."
ReportFile = Annotated[Path, typer.Argument(help=_REPORT_HELP, metavar="REPORT", readable=False)]


@commands.command(epilog="Example: dataexplain recheck churn-report/report.json next_month.csv")
def recheck(
    report: ReportFile,
    file: File,
    out: Out = None,
    seed: Annotated[int, typer.Option(help="For models.")] = 0,
    sheet: Sheet = None,
    model: Annotated[
        str | None,
        typer.Option(
            help="A language model that answers the report's questions to texts, or follows its "
            "sentences.",
            metavar="MODEL",
        ),
    ] = None,
    judge_rows: JudgeRows = 300,
    max_calls: MaxCalls = None,
    max_tokens: MaxTokens = None,
    max_cost: MaxCost = None,
    price: Price = None,
    no_log_text: NoLogText = False,
    open_report: Open = False,
    force: Force = False,
    debug: Debug = False,
) -> None:
    """Check an old report on new rows: which statements held, changed, or have too few rows.

    Writes recheck.html, recheck.md and recheck.json into a folder, called after the file
    (next_month.csv gives next_month-recheck) unless --out names another.
    """
    with plain_errors(debug):
        from dataexplain.runs.result_folders import check_result_folder, recheck_folder

        folder = out or recheck_folder(file)
        check_result_folder(folder, force=force)
        from dataexplain.terminal import shown_progress

        with shown_progress() as progress:
            progress.stage("Loading")
            from dataexplain.runs.rechecking import recheck as recheck_report

            found = recheck_report(
                report,
                file,
                seed=seed,
                sheet=sheet,
                progress=progress,
                model=model,
                judge_rows=judge_rows,
                max_calls=max_calls,
                max_tokens=max_tokens,
                max_cost=max_cost,
                price=price,
                log_text=not no_log_text,
            )
            progress.stage("Writing the recheck")
            paths = found.save(folder)
        print(f"{_recheck_summary(found.record)}\n\nRecheck: {paths['html']}")
        if open_report:
            webbrowser.open(paths["html"].absolute().as_uri())


@commands.command(epilog="Example: dataexplain compare january/report.json june/report.json")
def compare(
    first: ReportFile,
    second: ReportFile,
    out: Out = None,
    open_report: Open = False,
    force: Force = False,
    debug: Debug = False,
) -> None:
    """Hold two reports about one target side by side: persisted, vanished, flipped, new.

    Prints a summary; with --out it also writes comparison.html, comparison.md and
    comparison.json into that folder.
    """
    with plain_errors(debug):
        from dataexplain.runs.result_folders import check_result_folder

        if out is not None:
            check_result_folder(out, force=force)
        from dataexplain.runs.comparing import compare as compare_reports

        found = compare_reports(first, second)
        print(_comparison_summary(found.record))
        if out is not None:
            paths = found.save(out)
            print(f"\nComparison: {paths['html']}")
            if open_report:
                webbrowser.open(paths["html"].absolute().as_uri())


def _recheck_summary(record: RecheckRecord) -> str:
    """Return the warning, the counts, and what changed, held and stays open."""
    from dataexplain.report.recheck_page import recheck_context

    context = recheck_context(record)
    lines = [f"WARNING: {context['warning']}", ""] if context["warning"] else []
    lines.append(context["sentence"])
    for section in context["sections"]:
        lines += _cards(section["label"], section["cards"])
    if context["others"]["sentence"]:
        lines += ["", f"Not supported then: {context['others']['sentence']}"]
    lines += ["", context["columns"]["sentence"]]
    for row in context["columns"]["rows"][:MOST_SENTENCES]:
        lines.append(f"   {row['name']}: {row['text']}")
    lines += [f"   {note}" for note in context["notes"]]
    return _wrapped(lines)


def _comparison_summary(record: ComparisonRecord) -> str:
    """Return the counts and every statement with both effects."""
    from dataexplain.report.comparison_page import comparison_context

    context = comparison_context(record)
    lines = [context["sentence"], *context["notes"]]
    for section in context["sections"]:
        lines += _cards(section["label"], section["cards"], most=None)
    return _wrapped(lines)


def _cards(
    label: str, cards: list[dict[str, object]], most: int | None = MOST_SENTENCES
) -> list[str]:
    """Return a heading, each statement, and its effects beside one another."""
    lines = []
    for card in cards[:most]:
        lines += ["", f"{card['label']}. {card['sentence']}"]
        effects = card["effects"]
        assert isinstance(effects, list)
        unit = f" ({card['unit']})" if card["unit"] else ""
        told = [
            f"{entry['label']} {entry['effect']}, {entry['interval']}".rstrip(", ")
            for entry in effects
        ]
        lines.append(f"   {'; '.join(told)}{unit}")
        if card["status"] in ("too_few_rows", "not_possible", "vanished", "new"):
            lines.append(f"   {card['reason']}")
    rest = len(cards) - len(cards[:most])
    return [*lines, "", f"   and {rest} more: {label.lower()}"] if rest > 0 else lines


def _wrapped(lines: Iterable[str]) -> str:
    from dataexplain.report.formatting import readable
    from dataexplain.terminal import wrapped

    return "\n".join(wrapped(readable(line), hanging=3) if line else "" for line in lines)
