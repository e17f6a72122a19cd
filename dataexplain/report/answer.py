"""The answer in short: how much was tried, what held, what to look at first, what noise passes."""

from __future__ import annotations

from collections.abc import Sequence, Set
from typing import Any

from dataexplain.records import ClaimRecord, OutcomeRecord, ReportRecord
from dataexplain.report.charts import counts_chart
from dataexplain.report.claim_cards import VERDICTS
from dataexplain.report.formatting import count, counted, finite, listed, number, share
from dataexplain.report.noise import noise_context
from dataexplain.report.outcome_format import OutcomeFormat, outcome_format
from dataexplain.report.prompt_method import speaks_of_prompts

_STRONGEST = 3
_MOST_CLASSES = 8


def answer_context(
    record: ReportRecord,
    claims: Sequence[tuple[str, ClaimRecord]],
    look_first: str,
    said: Set[str] = frozenset(),
) -> dict[str, Any]:
    """Return the answer.

    Parameters
    ----------
    record : ReportRecord
    claims : sequence of (str, ClaimRecord)
        The claims, the most telling first, with the ids of their cards.
    look_first : str
        How many faults of the data a reader should see first; empty for none.
    said : set of str, optional
        The ids of the cards that a paragraph in short links to: where it says all that holds
        most firmly, this is not listed again; nor where sentences were brought, which come first.
    """
    counts = record.counts
    strongest = _strongest(claims)
    if record.sentences or all(name in said for name, _ in strongest):
        strongest = []
    chart = counts_chart(counts)
    return {
        "sentence": _sentence(record),
        "nothing": _nothing(record) if _found_nothing(record) else "",
        "look_first": look_first,
        "noise": noise_context(record) if counts.tried and _has_noise(record) else None,
        "strongest": [{"text": claim.text, "anchor": name} for name, claim in strongest],
        "chips": [
            {"verdict": verdict, "label": label, "count": count(getattr(counts, verdict))}
            for verdict, label in VERDICTS.items()
            if verdict in {"supported", "inconclusive", "not_supported"} or getattr(counts, verdict)
        ],
        "chart": None if chart is None else chart.to_dict(),
    }


def _has_noise(record: ReportRecord) -> bool:
    """Tell whether noise was tried, or could be with an option of the same command."""
    return record.null_runs is not None or not (record.sentences or speaks_of_prompts(record))


def _found_nothing(record: ReportRecord) -> bool:
    """Tell whether a search came back with nothing; brought sentences have answers of their own."""
    counts = record.counts
    return bool(counts.tried and not counts.supported and not record.sentences)


def _sentence(record: ReportRecord) -> str:
    counts = record.counts
    if not counts.tried:
        return f"No statement about “{record.target}” was proposed, so nothing was tested."
    parts = [f"{count(counts.supported)} held (supported)" if counts.supported else "none held"]
    for amount, words in (
        (counts.not_supported, "did not (not supported)"),
        (counts.inconclusive, "stayed open (inconclusive)"),
        (counts.unverifiable, "could not be tested (unverifiable)"),
    ):
        if amount:
            parts.append(f"{count(amount)} {words}")
    them = "it" if counts.tried == 1 else "them"
    return (
        f"We tried {counted(counts.tried, 'statement')} about “{record.target}” on "
        f"{counted(record.splits.verification, 'row')} that had no part in proposing {them}: "
        f"{', '.join(parts)}."
    )


def _strongest(claims: Sequence[tuple[str, ClaimRecord]]) -> list[tuple[str, ClaimRecord]]:
    """Return the first claims that hold; that a column does not matter comes after all others."""
    supported = [entry for entry in claims if entry[1].verdict == "supported"]
    return sorted(supported, key=lambda entry: entry[1].kind == "no_effect")[:_STRONGEST]


def _nothing(record: ReportRecord) -> str:
    floors = sorted(claim.floor for claim in record.claims if finite(claim.floor))
    least = outcome_format(record).difference(floors[0], sign=False) if floors else ""
    size = f" an effect of at least {least}" if least else " an effect"
    if speaks_of_prompts(record):
        least = f" of at least {least}" if least else ""
        return (
            f"Nothing is supported: none of the sentences showed a gain{least} that these rows can "
            "tell from chance. That is a result too. It does not say that no sentence would."
        )
    return (
        f"Nothing is supported: none of the statements showed{size} that these rows can tell "
        "from chance. That is a result too. It does not say that the columns have no effect."
    )


def outcome_context(record: ReportRecord) -> dict[str, str]:
    """Return the outcome in a line, and its scale where that is not its own."""
    outcome, format_ = record.outcome, outcome_format(record)
    if record.task == "text" or (speaks_of_prompts(record) and not outcome.classes):
        line = f"“{outcome.name}” holds outputs, each of which belongs to an input"
    elif record.task == "regression":
        line = _number_line(outcome, format_)
    elif record.task == "binary" and outcome.positive is not None:
        line = f"“{outcome.name}” is “{outcome.positive}” in {share(outcome.mean, 3)} of the rows"
    else:
        total = sum(outcome.class_rows) or 1
        shares = [
            f"“{name}” ({share(rows / total)})"
            for name, rows in zip(outcome.classes[:_MOST_CLASSES], outcome.class_rows, strict=False)
        ]
        more = len(outcome.classes) - len(shares)
        shares += [counted(more, "more class", "more classes")] if more > 0 else []
        line = f"“{outcome.name}” is one of {listed(shares)}"
    return {"line": line + ".", "scale": scale_sentence(record)}


def _number_line(outcome: OutcomeRecord, format_: OutcomeFormat) -> str:
    spread = finite(outcome.spread)
    if format_.logarithmic:
        line = f"“{outcome.name}” is typically {format_.level(outcome.mean)} (its geometric mean)"
        return (
            line
            if spread is None
            else f"{line}; its logarithm has a standard deviation of {number(spread)}"
        )
    line = f"“{outcome.name}” averages {format_.level(outcome.mean)}"
    if spread is not None:
        line += f", with a standard deviation of {format_.level(spread)}"
    return line


def scale_sentence(record: ReportRecord) -> str:
    """Say on which scale the outcome was measured, where it is not its own.

    Parameters
    ----------
    record : ReportRecord
    """
    outcome, format_ = record.outcome, outcome_format(record)
    plain = OutcomeFormat(probability=False, unit=format_.unit, unit_is_name=format_.unit_is_name)
    if format_.logarithmic:
        # A shift changes what a percentage is a percentage of.
        whole = f"“{outcome.name}”"
        if format_.offset:
            whole = f"“{outcome.name}” plus {plain.level(format_.offset)}"
        return (
            f"Measured on a log scale: effects are changes of the typical {whole} in percent, so "
            "that +10% means a tenth more, whatever the level."
        )
    if outcome.scale != "capped":
        return ""
    low, high = (finite(bound) for bound in outcome.bounds)
    parts = [f"below {plain.level(low)} count as {plain.level(low)}"] if low is not None else []
    parts += [f"above {plain.level(high)} count as {plain.level(high)}"] if high is not None else []
    if not parts:
        return "Capped: its most extreme values count as less extreme ones."
    return f"Capped: values {' and those '.join(parts)}, so that a few extreme rows decide nothing."
