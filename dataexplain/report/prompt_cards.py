"""A sentence that says how outputs follow from inputs, on its card: chances, gains, rows."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from dataexplain.prompt_records import AnswerRecord, GainRecord, PromptRecord
from dataexplain.report.curve_charts import ChartWords
from dataexplain.report.formatting import count, counted, fixed, p_value, shortened
from dataexplain.report.judged_cards import points
from dataexplain.report.markdown_text import escape, table
from dataexplain.report.marks import Chart
from dataexplain.report.outcome_format import OutcomeFormat
from dataexplain.report.row_charts import Ground, Line, row_chart

OVER = {
    "no sentence": "no sentence",
    "shuffled sentence": "its words shuffled",
    "best simple rule": "the best simple rule",
    "copied input": "a copy of the input",
    "examples": "examples instead",
}
_SOURCES = {
    "hint": "It was brought by the user",
    "operations": "It says one of the closed operations",
    "proposed": "The language model proposed it, from some discovery rows",
    "regrown": "An earlier sentence was cut short and grown anew",
    "rephrased": "An earlier sentence was put in other words",
    "combined": "Earlier sentences were combined",
    "reflected": "An earlier sentence was changed, with an eye on rows that it got wrong",
}
_HEADINGS = ["in its place", "chance", "gain", "95% interval", "p"]
_ROWS = ["row", "input", "right output", "answered", "chance"]
_LONGEST_INPUT, _LONGEST_OUTPUT, _LONGEST_PARENT = 240, 120, 160
_LABEL_WIDTH = 138.0
# Further ones are not counted by any closed operation.
_PLACES = ("first", "second", "third", "fourth", "fifth")


def prompted_context(
    prompted: PromptRecord | None,
    *,
    effect: float | None = None,
    rows: bool = True,
    charts: bool = True,
) -> dict[str, Any] | None:
    """Return what a card shows of a tested sentence, or None for other statements.

    Parameters
    ----------
    prompted : PromptRecord or None
    effect : float, optional
        The gain that stands on the card.
    rows : bool, default=True
        Whether rows of the table may be shown.
    charts : bool, default=True

    Returns
    -------
    dict or None
    """
    if prompted is None:
        return None
    chart = chances_chart(prompted) if charts else None
    failures = _answers(prompted.failures) if rows else []
    successes = _answers(prompted.successes) if rows else []
    return {
        "lines": [*_shown_gain(prompted, effect), *_lines(prompted)],
        "gains": [_gain(gain) for gain in _ordered(prompted)],
        "details": list(_details(prompted)),
        "chart": None if chart is None else chart.to_dict(),
        "headings": _HEADINGS,
        "row_headings": _ROWS,
        "answers": [
            {"label": label, "rows": shown}
            for label, shown in (
                ("Some rows it gets wrong, the clearest first", failures),
                ("Some rows it gets right", successes),
            )
            if shown
        ],
    }


def prompted_blocks(context: dict[str, Any] | None) -> list[str]:
    """Return how a sentence did as Markdown, without rows.

    Parameters
    ----------
    context : dict or None
        As `prompted_context` returns it.
    """
    if context is None:
        return []
    blocks = ["\n".join(f"- {escape(line)}" for line in context["lines"])]
    if context["gains"]:
        blocks.append("What the sentence gains over each, in points:")
        blocks.append(table(_HEADINGS, [_cells(gain) for gain in context["gains"]]))
    if context["details"]:
        blocks.append("What it was held against:")
        blocks.append("\n".join(f"- {escape(line)}" for line in context["details"]))
    return blocks


def answer_blocks(context: dict[str, Any] | None) -> list[str]:
    """Return rows that a sentence gets wrong or right as Markdown."""
    blocks = []
    for entry in (context or {}).get("answers", ()):
        blocks += [f"{entry['label']}:", table(_ROWS, entry["rows"])]
    return blocks


def chances_chart(prompted: PromptRecord) -> Chart | None:
    """Return the chance of the right output with the sentence, and with what it is compared with.

    Examples
    --------
    >>> gain = GainRecord("no sentence", 0.1, 0.7, (0.6, 0.8), 0.0002)
    >>> record = PromptRecord(
    ...     "Add them.", "m", "hint", "probability", 60, 0.8, (gain,), 50, 60, (0.7, 0.9)
    ... )
    >>> chances_chart(record).description
    'With the sentence 80%, no sentence 10%.'
    """
    if not prompted.rows:
        return None
    first = "followed by code" if prompted.basis == "code" else "this sentence"
    lines = [_line(first, prompted.chance, prompted.chance_interval, strong=True)]
    if prompted.second is not None:
        lines.append(_line(_second_label(prompted), prompted.second, prompted.second_interval))
    lines += [
        _line(OVER.get(gain.over, gain.over), gain.chance, gain.chance_interval)
        for gain in _ordered(prompted)
    ]
    others = [
        f"{OVER.get(gain.over, gain.over)} {percent(gain.chance)}" for gain in _ordered(prompted)
    ]
    return row_chart(
        lines,
        Ground(
            tick_maker=OutcomeFormat(probability=True).level_ticks,
            must_show=(0.0, 1.0),
        ),
        ChartWords("Chance of the right output on held-out rows", "chance of the right output", ""),
        label_width=_LABEL_WIDTH,
        description=", ".join([f"With the sentence {percent(prompted.chance)}", *others]) + ".",
    )


def _ordered(prompted: PromptRecord) -> list[GainRecord]:
    """Return the gains, those that decide first."""
    return sorted(prompted.gains, key=lambda gain: not gain.decides)


def _line(
    label: str, chance: float, interval: tuple[float, float] | None, *, strong: bool = False
) -> Line:
    return Line(
        label,
        None,
        held_out=chance,
        held_out_interval=interval,
        strong=strong,
        note=percent(chance),
    )


def _second_label(prompted: PromptRecord) -> str:
    if prompted.second_by == "another phrasing":
        return "in another phrasing"
    return shortened(f"by {prompted.second_by}", 22)


def _shown_gain(prompted: PromptRecord, effect: float | None) -> Iterator[str]:
    """Say over what the gain on the card is."""
    shown = [gain for gain in prompted.gains if gain.decides and gain.gain == effect]
    if shown:
        other = OVER.get(shown[0].over, shown[0].over)
        yield f"The gain shown, in the chance of the right output, is that over {other}."


def _lines(prompted: PromptRecord) -> Iterator[str]:
    if prompted.numbers:
        yield numbers_sentence(prompted.numbers)
    if prompted.asked:
        yield _accuracy(prompted)
    yield from _chance(prompted)
    if prompted.second is not None:
        yield _second(prompted)
    if prompted.ceiling < 1:
        yield (
            f"No rule could be right in more than {percent(prompted.ceiling)} of the held-out "
            "rows: some inputs occur with several outputs."
        )
    if prompted.unanswered:
        were = "was" if prompted.unanswered == 1 else "were"
        yield f"{counted(prompted.unanswered, 'row')} got no answer and {were} left out."
    if prompted.unasked and prompted.rows:
        yield f"The budget ended before {counted(prompted.unasked, 'more row')} were asked about."
    yield _lineage(prompted)


def _accuracy(prompted: PromptRecord) -> str:
    by_code = prompted.basis == "code"
    who = "Followed by code, it" if by_code else f"With it, {_name(prompted)}"
    return (
        f"{who} gave the right output in {count(prompted.right)} of "
        f"{counted(prompted.asked, 'held-out row')}: {percent(prompted.right / prompted.asked)}"
        f"{_interval(prompted.accuracy)}."
    )


def _chance(prompted: PromptRecord) -> Iterator[str]:
    if not prompted.rows or prompted.basis == "code":
        return
    if prompted.basis == "agreement":
        yield (
            f"{_name(prompted)} tells no probabilities: it answered each input once, and chances "
            "are shares of right answers."
        )
        return
    chance = f"{percent(prompted.chance)}{_interval(prompted.chance_interval)}"
    if prompted.per_token:
        yield f"Outputs are long: each next part of the right one has a chance of {chance}."
    else:
        yield f"It gave the right output a chance of {chance} on average."


def _second(prompted: PromptRecord) -> str:
    interval = _interval(prompted.second_interval)
    chance = f"{percent(prompted.second)}{interval}"
    if prompted.second_by == "another phrasing":
        return f"Asked in another phrasing, with the same sentence, the chance is {chance}."
    return f"{prompted.second_by}, given the sentence, gives the right output a chance of {chance}."


def _lineage(prompted: PromptRecord) -> str:
    text = _SOURCES.get(prompted.source, f"Its source: {prompted.source}")
    if prompted.rule and prompted.rule not in prompted.sentence:
        text += f" ({prompted.rule})"
    if prompted.parents:
        said = [f"“{shortened(parent, _LONGEST_PARENT)}”" for parent in prompted.parents]
        text += f": {' and '.join(said)}"
    return _closed(text)


def _details(prompted: PromptRecord) -> Iterator[str]:
    """Say what exactly the sentence was compared with."""
    told = [gain for gain in _ordered(prompted) if gain.detail]
    for gain in told:
        name = OVER.get(gain.over, gain.over)
        yield _closed(f"{name[0].upper()}{name[1:]}: {gain.detail}")
    beside = [OVER.get(gain.over, gain.over) for gain in prompted.gains if not gain.decides]
    if beside:
        yield f"Told beside, not needed for the verdict: {', '.join(beside)}."


def _gain(gain: GainRecord) -> dict[str, Any]:
    low, high = (points(end).removeprefix("+") for end in gain.interval)
    return {
        "over": OVER.get(gain.over, gain.over),
        "chance": percent(gain.chance),
        "gain": points(gain.gain),
        "interval": f"{low} to {high}",
        "p": p_value(gain.p),
        "decides": gain.decides,
    }


def _cells(gain: dict[str, Any]) -> list[str]:
    over = gain["over"] if gain["decides"] else f"{gain['over']} (beside)"
    return [over, gain["chance"], gain["gain"], gain["interval"], gain["p"]]


def _answers(answers: Sequence[AnswerRecord]) -> list[list[str]]:
    return [
        [
            count(answer.row + 1),
            # lines of one input stay apart, as several columns do
            shortened(" · ".join(answer.input.splitlines()), _LONGEST_INPUT),
            shortened(answer.output, _LONGEST_OUTPUT),
            shortened(answer.answered, _LONGEST_OUTPUT) or "nothing",
            percent(answer.chance),
        ]
        for answer in answers
    ]


def numbers_sentence(columns: Sequence[str]) -> str:
    """Say which columns the numbers are that a sentence counts.

    Examples
    --------
    >>> numbers_sentence(["weight_kg", "zone"])
    'The first number is weight_kg, the second zone.'
    """
    told = [f"the {place} {name}" for place, name in zip(_PLACES, columns, strict=False)]
    return f"{', '.join([f'The first number is {columns[0]}', *told[1:]])}."


def percent(chance: float | None) -> str:
    """Write a chance in whole percent, nearly none and nearly all in words.

    Examples
    --------
    >>> percent(0.853), percent(0.0004), percent(0.9971), percent(1.0)
    ('85%', 'below 1%', 'above 99%', '100%')
    """
    known = chance or 0.0
    if 0 < known < 0.01:
        return "below 1%"
    return "above 99%" if 0.99 < known < 1 else f"{fixed(known * 100, 0)}%"


def _interval(interval: tuple[float, float] | None) -> str:
    return "" if interval is None else f" (from {percent(interval[0])} to {percent(interval[1])})"


def _closed(text: str) -> str:
    """End a sentence, unless a quoted one ends it."""
    return text if text.endswith((".", ".”", "!”", "?”")) else f"{text}."


def _name(prompted: PromptRecord) -> str:
    return prompted.model or "the model"
