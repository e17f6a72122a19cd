"""How the report came about, in plain words and in the numbers needed to repeat it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from dataexplain.judged_records import JudgedRecord
from dataexplain.records import ReportRecord
from dataexplain.report.answer import scale_sentence
from dataexplain.report.charts import SIDED_KINDS
from dataexplain.report.expectations import expectation_method
from dataexplain.report.formatting import count, counted, finite, number
from dataexplain.report.narration import dropped_context, narration_method
from dataexplain.report.noise import noise_table, shuffled_what
from dataexplain.report.outcome_format import outcome_format
from dataexplain.report.prompt_method import prompt_paragraphs, speaks_of_prompts, told_settings


def method_context(record: ReportRecord) -> dict[str, Any]:
    """Return the method as (heading, paragraph) pairs and tables of (name, value)."""
    return {
        "paragraphs": [
            ("Two sets of rows", _rows(record)),
            *_screen(record),
            *_scale(record),
            ("What “supported” means", _supported(record)),
            *_effects(record),
            ("Many statements, one error rate", _families(record)),
            *_judged(record),
            *prompt_paragraphs(record),
            *_brought(record),
            *_related_rows(record),
            *_stability(record),
            *expectation_method(record),
            *narration_method(record),
            *([("Charts", _charts(record))] if record.curves else []),
        ],
        "dropped": dropped_context(record.narration),
        "null_runs": noise_table(record.null_runs, shuffled_what(record)),
        "reproduce": [
            ("Seed", str(record.seed)),
            ("Data hash", record.splits.data_hash),
            ("Split hash", record.splits.split_hash),
            ("Report schema", record.schema),
            *((f"{name}", version) for name, version in record.versions.items()),
        ],
        "settings": _pairs(told_settings(record)),
    }


def _families(record: ReportRecord) -> str:
    """Say how what was tried was corrected together."""
    families = (
        "for all sentences that were tested (false discovery rate). What the search tried on "
        "discovery rows needs no correction: these rows decide nothing."
        if speaks_of_prompts(record)
        else "for all that was tried of its family (false discovery rate): jumps and rare "
        "values, subgroups and interactions, changes over time, all other statements, these on "
        "their own, and what does not matter. Within a family columns come first, then the "
        "statements within the columns that passed; and before any family but the last counts, "
        "all tries together must show that there is more than noise."
    )
    return (
        f"The more is tried, the more passes by luck. q is the p-value after correction {families} "
        "The interval on a supported card is wider than a plain 95% interval, because the card was "
        "picked for its result; the plain one is in report.json."
    )


def _effects(record: ReportRecord) -> list[tuple[str, str]]:
    """Say what the two effects are, where statements speak of columns."""
    if speaks_of_prompts(record):
        return []
    return [
        (
            "Two effects",
            "“On its own” is the plain difference between the rows a statement speaks of and "
            "those it compares them with. “Accounting for the other columns” holds the other "
            "columns fixed, so that a column is not credited for what it merely travels with. "
            "It is an average difference that weighs rows by overlap: where the other columns "
            "leave no doubt about this one, nothing can be learned. Overlap is the share of "
            "the variation that is left. Neither effect proves a cause.",
        )
    ]


def _rows(record: ReportRecord) -> str:
    splits = record.splits
    without = ""
    if splits.rows_without_target:
        without = (
            f" {counted(splits.rows_without_target, 'row')} without a value of "
            f"“{record.target}” were left out."
            if splits.rows_without_target > 1
            else f" 1 row without a value of “{record.target}” was left out."
        )
    gap = (
        f" {counted(splits.left_out, 'row')} between the two sets "
        f"{'was' if splits.left_out == 1 else 'were'} left out as a gap, so that neighbours in "
        "time do not stand on both sides."
        if splits.left_out
        else ""
    )
    method = f" How they were split: {splits.method.rstrip('.')}." if splits.method else ""
    served = (
        "to look for sentences"
        if speaks_of_prompts(record)
        else "to fit models and to propose statements (where they are many, some steps take a "
        "sample of them)"
    )
    return (
        f"The table has {counted(splits.rows_read, 'row')}.{without} "
        f"{counted(splits.discovery, 'discovery row')} served {served}. "
        f"The other {counted(splits.verification, 'verification row')} had no part in "
        f"that: they were opened once, to test what had been proposed.{gap}{method}"
    )


def _judged(record: ReportRecord) -> list[tuple[str, str]]:
    """Say how properties of texts were found, and what a judge's answers are worth."""
    found = [claim.judged for claim in record.claims if claim.judged]
    if not found:
        return []
    judged = next((one for one in found if one.basis != "code"), found[0])
    said = [
        "Properties were proposed, screened by embeddings where there are any, and raced against "
        "each other on discovery rows; the few that led were tested on verification rows."
    ]
    if judged.basis != "code":
        said += _by_a_judge(judged, foretold=any(one.effective > 1 for one in found))
    if any(one.basis == "code" for one in found):
        said.append(
            "Whether a text mentions words was looked up by code in all of them: no model was "
            "asked, and nothing had to be estimated from a part."
        )
    return [("Judged properties", " ".join(said))]


def _by_a_judge(judged: JudgedRecord, *, foretold: bool) -> Iterator[str]:
    """Say how a judge was asked, and what its answers are worth."""
    stop = (
        "batch by batch, each property no longer than it was open, by evidence that is valid at "
        "any time (bets on pairs of texts)"
        if judged.mode == "early_stop"
        else "how many was fixed before any answer was seen"
    )
    yield f"{judged.judge} judged texts of both groups, drawn by their content; {stop}."
    yield "Where yes begins was learnt on discovery rows."
    if foretold:
        yield (
            "A probe on embeddings foretells the answers of all other texts, and what it gets "
            "wrong is taken off by the judged ones (prediction-powered inference)."
        )
    who = "People labelled some of the texts" if judged.audit else "No person checked its answers"
    yield f"{who}: the statements say what the judge says."


def _brought(record: ReportRecord) -> list[tuple[str, str]]:
    """Say that sentences were brought, not read off models."""
    if not record.sentences:
        return []
    return [
        (
            "Sentences that were brought",
            "These statements were not read off the rows: each sentence was read as what can be "
            "tested, shown, and put to the verification rows as it stands. Discovery rows only "
            "show what else explains the outcome, and settle what a sentence leaves open. What a "
            "sentence names is held fixed (“at the same age”), all other columns where it says "
            "so (“all else equal”). Any other sentence speaks of the plain difference, which "
            "decides about it; what remains with the other columns held fixed is told beside.",
        )
    ]


def _screen(record: ReportRecord) -> list[tuple[str, str]]:
    """Say how many columns were left out before any model, and on what grounds."""
    screen = record.screen
    if screen is None or not screen.left_out:
        return []
    method = f" How: {screen.method.rstrip('.')}." if screen.method else ""
    return [
        (
            "Columns left out",
            f"{count(len(screen.left_out))} of {counted(screen.columns, 'column')} were left out "
            f"by a look at discovery rows only, before any model was fitted.{method} About these "
            "columns the report says nothing, neither that they matter nor that they do not.",
        )
    ]


def _scale(record: ReportRecord) -> list[tuple[str, str]]:
    sentence = scale_sentence(record)
    if not sentence:
        return []
    if record.outcome.scale == "log":
        sentence += (
            " The typical value is the geometric mean. An effect of two steps multiplies: "
            "+10% twice is +21%. Upright axes of curves are logarithmic, with marks in the "
            "outcome’s own unit."
        )
    return [("The outcome’s scale", sentence)]


def _stability(record: ReportRecord) -> list[tuple[str, str]]:
    if not record.stability_runs:
        return []
    return [
        (
            "Refits",
            f"All models were fitted again {counted(record.stability_runs, 'time')}, each time on "
            "half of the discovery rows. A card says in how many of these refits the same "
            "statement was proposed again. This is about proposing only: no verdict rests on it.",
        )
    ]


def _supported(record: ReportRecord) -> str:
    outcome = outcome_format(record)
    floors = sorted(
        {
            claim.floor
            for claim in record.claims
            if finite(claim.floor) and " per " not in claim.unit
        }
    )
    floor = ""
    if floors:
        least, most = (outcome.difference(end, sign=False) for end in (floors[0], floors[-1]))
        floor = f" (the floor: {least})" if least == most else f" (the floor: {least} to {most})"
    alpha = finite(record.settings.get("false_discovery_rate")) or 0.05
    what = (
        "every gain that decides is above zero, and the smallest of them"
        if speaks_of_prompts(record)
        else "the effect has the stated sign, and it"
    )
    return (
        f"A statement is supported when three things hold on the verification rows: q is at most "
        f"{number(alpha)}, {what} is at least as large as what would matter{floor}. It is not "
        "supported when its interval lies wholly on the wrong side of that floor. Between the two "
        "it is inconclusive: these rows cannot tell. It is unverifiable when there is nothing to "
        f"test it on.{_equivalence(record)}"
    )


def _equivalence(record: ReportRecord) -> str:
    if not any(claim.kind == "no_effect" for claim in record.claims):
        return ""
    return (
        " That a column does not matter is supported when every part of it is shown to differ "
        "from the rest by less than the floor, at the same q: too few rows never pass for no "
        "effect."
    )


def _charts(record: ReportRecord) -> str:
    words = (
        "The stepped line is what the additive model says, learned on discovery rows; the pale "
        "band around it is the spread over refits. Dots are verification rows, the other columns "
        "held fixed, with 95% intervals. Small bars show where the rows lie. The shaded stretch, "
        "or the shaded level, is the one a statement speaks of; a dashed outline marks what it is "
        "compared with. In the plots of effects, the shaded band around zero is the floor."
    )
    if any(claim.parts and claim.kind in SIDED_KINDS for claim in record.claims):
        words += (
            " Where an effect depends on something, two lines show averages of verification rows "
            "on either side, with 95% intervals."
        )
    if "time" in record.roles.values():
        words += (
            " Verification rows are the later ones: their averages are moved as a whole to the "
            "level of the line, and what counts is how they move along it."
        )
    return words


def _related_rows(record: ReportRecord) -> list[tuple[str, str]]:
    """Say what is made of rows that have something in common."""
    roles = set(record.roles.values())
    said = []
    if "group" in roles:
        said.append(
            "Rows of one group are on one side of the split, and their errors may be related."
        )
    if "time" in roles:
        said.append(
            "Errors allow for whatever neighbouring times have in common, and every effect, that "
            "on its own too, holds the course of time fixed: two columns that both grow over the "
            "years are no finding."
        )
    return [("Rows that belong together", " ".join(said))] if said else []


def _pairs(values: dict[str, Any]) -> list[tuple[str, str]]:
    """Return a dictionary of settings as (name, value) texts."""
    return [(name.replace("_", " "), _value(entry)) for name, entry in values.items()]


def _value(entry: Any) -> str:
    if isinstance(entry, bool):
        return "yes" if entry else "no"
    if entry is None or entry == "":
        return "–"
    if isinstance(entry, (list, tuple)):
        return ", ".join(map(_value, entry)) or "–"
    if isinstance(entry, dict):
        return "; ".join(f"{name}: {_value(value)}" for name, value in entry.items()) or "–"
    known = finite(entry)
    return str(entry) if known is None or isinstance(entry, int) else number(known, 4)
