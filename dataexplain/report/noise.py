"""What noise would have passed: the counts of runs with a shuffled outcome beside the real one."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import Any

from dataexplain.records import NullRunsRecord, ReportRecord
from dataexplain.report.curve_charts import WIDTH
from dataexplain.report.formatting import count, counted, number
from dataexplain.report.marks import Chart, Mark, diamonds, dots, line, rectangle, text
from dataexplain.report.prompt_method import speaks_of_prompts
from dataexplain.report.scales import Scale, plain_ticks

NULL_RUNS_OPTION = "--null-runs 20"
OUTCOME, GROUPS, OUTPUTS = "a shuffled outcome", "permuted groups", "permuted outputs"
_DOES = {
    OUTCOME: "shuffles the outcome, does everything again and says so here.",
    GROUPS: "permutes the groups, runs the search again on the answers that are known and says so "
    "here.",
    OUTPUTS: "permutes the outputs, does again what costs no answer and says so here.",
}
_HOW = {
    OUTCOME: "how the outcome was shuffled",
    GROUPS: "how the groups were permuted",
    OUTPUTS: "how the outputs were permuted",
}
_LEFT, _RIGHT, _STACK = 14.0, 14.0, 104.0
_DOT, _LEAST_STEP = 5.5, 4.5


def noise_context(record: ReportRecord) -> dict[str, Any]:
    """Return the sentence on what noise passes, its strip of dots, or how to get them."""
    runs, shuffle = record.null_runs, shuffled_what(record)
    if runs is None or not runs.supported:
        does = _DOES[shuffle]
        nothing = {"sentence": "", "caution": "", "chart": None}
        return {**nothing, "option": NULL_RUNS_OPTION, "does": does}
    # that a column does not matter is true of a shuffled outcome, so null runs do not count it
    directed = sum(
        claim.verdict == "supported" and claim.direction != "none" for claim in record.claims
    )
    chart = noise_chart(runs.supported, directed)
    return {
        "sentence": noise_sentence(runs, shuffle),
        "caution": _caution(runs, directed),
        "chart": chart.to_dict(),
        "option": "",
        "does": "",
    }


def shuffled_what(record: ReportRecord) -> str:
    """Return what null runs shuffle: of judged texts the groups, of sentences the outputs."""
    if speaks_of_prompts(record):
        return OUTPUTS
    return GROUPS if any(claim.judged is not None for claim in record.claims) else OUTCOME


def noise_sentence(runs: NullRunsRecord, shuffle: str = OUTCOME) -> str:
    """Say how many statements passed when the outcome was shuffled.

    Examples
    --------
    >>> noise_sentence(NullRunsRecord(3, (30, 31, 32), (0, 2, 0), (0, 1, 0), "rows"))
    'In 3 runs with a shuffled outcome, on average 0.67 of 31 statements passed;
    2 runs passed none, one passed 2.'
    >>> noise_sentence(NullRunsRecord(2, (30, 31), (0, 0), (0, 0), "rows"))
    'In 2 runs with a shuffled outcome, no statement passed; 30 were tried on average.'
    >>> noise_sentence(NullRunsRecord(2, (0, 0), (0, 0), (), "outputs"), OUTPUTS)
    'In 2 runs with permuted outputs, nothing was found that could have been tested.'
    """
    size = len(runs.supported)
    tried = count(round(_mean(runs.tried))) if runs.tried else "the"
    opening = f"In {counted(size, 'run')} with {shuffle}, "
    if runs.tried and not any(runs.tried):
        return f"{opening}nothing was found that could have been tested."
    if not any(runs.supported):
        each = "" if size == 1 else " on average"
        were = "was" if tried == "1" else "were"
        return f"{opening}no statement passed; {tried} {were} tried{each}."
    statements = "statement" if tried == "1" else "statements"
    if size == 1:
        return f"{opening}{count(runs.supported[0])} of {tried} {statements} passed."
    none = sum(amount == 0 for amount in runs.supported)
    most = max(runs.supported)
    worst = sum(amount == most for amount in runs.supported)
    passed = f"{counted(none, 'run')} passed none" if none else "every run passed some"
    at_most = f"{'one' if worst == 1 else count(worst)} passed {count(most)}"
    return (
        f"{opening}on average {number(_mean(runs.supported), 2)} of {tried} {statements} passed; "
        f"{passed}, {at_most}."
    )


def _caution(runs: NullRunsRecord, supported: int) -> str:
    reached = sum(amount >= supported for amount in runs.supported)
    if not supported or reached <= 0.05 * len(runs.supported):
        return ""
    return (
        f"{count(reached)} of these runs passed as many as the {counted(supported, 'statement')} "
        "that held here, or more: take them with care."
    )


def noise_table(runs: NullRunsRecord | None, shuffle: str = OUTCOME) -> list[tuple[str, str]]:
    """Return the counts of the null runs as (name, value) texts.

    Examples
    --------
    >>> noise_table(NullRunsRecord(3, (30, 31, 32), (0, 2, 0), (0, 0, 0), "rows"))[2]
    ('statements supported', '0 in 2 runs, 2 in 1 run')
    """
    if runs is None or not runs.supported:
        return []
    held = ("of these with the other columns held fixed", _tallied(runs.adjusted))
    return [
        (f"runs with {shuffle}", count(len(runs.supported))),
        ("statements tried", f"{number(_mean(runs.tried), 3)} on average" if runs.tried else "–"),
        ("statements supported", _tallied(runs.supported)),
        *([held] if runs.adjusted else []),
        (_HOW[shuffle], runs.method or "–"),
    ]


def _tallied(counts: Sequence[int]) -> str:
    tally = sorted(Counter(counts).items())
    return ", ".join(f"{count(passed)} in {counted(runs, 'run')}" for passed, runs in tally) or "–"


def _mean(values: Sequence[int]) -> float:
    return sum(values) / len(values) if values else 0.0


def noise_chart(shuffled: Sequence[int], supported: int) -> Chart:
    """Return a strip with one dot a shuffled run, and a mark where the real run stands.

    Examples
    --------
    >>> noise_chart((0, 0, 1), 7).description
    'Shuffled: 0 in 2 runs, 1 in 1 run. This run: 7.'
    """
    tally = sorted(Counter(shuffled).items())
    tallest = max(runs for _, runs in tally)
    # More runs than can be told apart as dots are bars.
    dotted = _STACK / tallest >= _LEAST_STEP
    step = min(_DOT + 0.5, _STACK / tallest) if dotted else _STACK / 2 / tallest
    foot = 16.0 + max(step * tallest, 22.0)
    across = Scale(-0.5, max(supported, *shuffled) + 0.5, _LEFT, WIDTH - _RIGHT)
    marks: list[Mark] = []
    whole = [tick for tick in plain_ticks(0.0, across.high, wanted=6) if tick[0].is_integer()]
    marks += [
        text("tick", across(place), foot + 14, count(round(place)), anchor="middle")
        for place, _ in whole
    ]
    marks.append(line("axis", _LEFT, foot, WIDTH - _RIGHT, foot))
    if dotted:
        spots = [
            (across(passed), foot - step * (place + 0.5) - 1)
            for passed, runs in tally
            for place in range(runs)
        ]
        marks.append(dots("noise", spots))
    else:
        marks += [
            rectangle("noise-bar", across(passed) - 3, foot - step * runs, 6, step * runs)
            for passed, runs in tally
        ]
    place = across(supported)
    # Near the right end the words stand before the mark.
    anchor = "end" if place > WIDTH * 0.8 else "start" if place < WIDTH * 0.2 else "middle"
    marks.append(line("turn", place, 16.0, place, foot))
    marks.append(diamonds("estimate marked", [(place, 20.0)]))
    marks.append(text("label marked", place, 10, f"this run: {count(supported)}", anchor=anchor))
    key = "a dot is a shuffled run" if dotted else "bars count shuffled runs"
    marks.append(text("axis-title", _LEFT, foot + 30, f"statements supported; {key}"))
    said = f"Shuffled: {_tallied(shuffled)}. This run: {count(supported)}."
    return Chart(WIDTH, round(foot + 34), "What noise would have passed", said, tuple(marks))
