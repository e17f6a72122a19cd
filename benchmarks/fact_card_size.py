"""How many tokens a curve takes: the fact card against TalkToEBM's text of the same curve.

Every curve that ``explain`` gives of four tables, written three ways: as the fact card, as
TalkToEBM prints it without a limit, and as it prints it under its limit of 3,000 tokens, for which
it merges neighbouring bins that differ by less than a growing share of the range (a curve that
does not fit at 10% is an error there, and counts as failed here). Its format is written anew from
its description. Tokens are estimated by `tokens`, and counted where `--vocabulary` names a GGUF
file of the Qwen2.5 family, whose vocabulary is that of cl100k with all digits apart.
"""

from __future__ import annotations

import json
import math
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pandas as pd
from measuring import data_folder, parser_of, write_json
from open_tables import OPEN_TABLES
from sklearn.datasets import load_breast_cancer

import dataexplain
from dataexplain.readers.cards.curve_steps import Steps, merged, steps_of
from dataexplain.readers.fact_cards import curve_card, tokens
from dataexplain.records import ColumnRecord, CurveRecord, OutcomeRecord, ReportRecord

TABLES = ("adult", "california_housing", "bike_sharing_daily")
CANCER = "breast_cancer"
LIMIT = 3000
STEP, LARGEST_SHARE = 0.001, 0.1
_SPLITTING = (
    r"(?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\r\n\p{L}\p{N}]?\p{L}+|\p{N}| ?[^\s\p{L}\p{N}]+[\r\n]*"
    r"|\s*[\r\n]+|\s+(?!\S)|\s+"
)

Counter = Callable[[str], int]


@dataclass(frozen=True)
class Size:
    """The tokens of one curve in each form; `capped` is None where TalkToEBM would fail."""

    table: str
    feature: str
    steps: int
    pieces: int
    card: int
    uncapped: int
    capped: int | None
    error_share: float
    counted_card: int | None = None
    counted_uncapped: int | None = None


def printed(steps: Steps, labels: tuple[str, ...], name: str, share: float) -> str:
    """Return a curve as TalkToEBM prints it, simplified at a share of its range."""
    kind = "categorical" if labels else "continuous"
    centre = steps.centre
    starts = list(range(len(steps))) if labels else run_starts(steps.values, share * steps.span)
    ends = [*starts[1:], len(steps)]
    decimals = decimals_of(steps.span)
    keys = [
        labels[int(steps.lows[start])]
        if labels
        else f"({float(steps.lows[start])!r}, {float(steps.highs[end - 1])!r})"
        for start, end in zip(starts, ends, strict=True)
    ]
    halves = [
        float(np.max(steps.halves[start:end])) for start, end in zip(starts, ends, strict=True)
    ]
    means = [float(steps.values[start]) - centre for start in starts]
    lines = [f"Feature Name: {name}", f"Feature Type: {kind}"]
    for title, sign in (
        ("Means", 0.0),
        ("Lower Bounds (95%-Confidence Interval)", -1.0),
        ("Upper Bounds (95%-Confidence Interval)", 1.0),
    ):
        values = [
            round(mean + sign * half, decimals) for mean, half in zip(means, halves, strict=True)
        ]
        lines.append(f"{title}: {json.dumps(dict(zip(keys, values, strict=True)))}")
    return "\n".join(lines)


def run_starts(values: np.ndarray, distance: float) -> list[int]:
    """Return where runs begin whose values are near the first of the run."""
    starts = [0]
    for place in range(1, len(values)):
        if abs(values[place] - values[starts[-1]]) > distance:
            starts.append(place)
    return starts


def decimals_of(span: float) -> int:
    """Return the decimals of a hundredth of the range."""
    return max(1 - math.floor(math.log10(span / 100)), 0) if span > 0 else 3


def capped(steps: Steps, labels: tuple[str, ...], name: str) -> int | None:
    """Return the tokens under the limit; None where it cannot be kept."""
    share = 0.0
    while share <= LARGEST_SHARE + 1e-12:
        count = tokens(printed(steps, labels, name, share))
        if count <= LIMIT:
            return count
        if labels:
            return None
        share += STEP
    return None


def pieces_of(card: str) -> int:
    """Return the rows of a card's table."""
    return sum(" | " in line for line in card.split("\n")) - 1


def measured(
    table: str,
    curve: CurveRecord,
    outcome: OutcomeRecord,
    column: ColumnRecord | None,
    count: Counter | None,
) -> Size:
    """Return the sizes of one curve."""
    card, steps = curve_card(curve, outcome, column), steps_of(curve)
    pieces = pieces_of(card)
    error = 0.0 if curve.levels or not steps.span else merged(steps, pieces)[1] / steps.span
    plain = printed(steps, curve.levels, curve.feature, 0.0)
    return Size(
        table,
        curve.feature,
        len(steps),
        pieces,
        tokens(card),
        tokens(plain),
        capped(steps, curve.levels, curve.feature),
        error,
        None if count is None else count(card),
        None if count is None else count(plain),
    )


def reports(folder: Path, names: list[str]) -> Iterator[tuple[str, ReportRecord]]:
    """Explain each table once."""
    for name in names:
        if name == CANCER:
            frame = load_breast_cancer(as_frame=True).frame
            yield name, dataexplain.explain(frame, "target", n_jobs=1).report
        else:
            table = OPEN_TABLES[name]
            frame = table.read(folder)
            yield (
                name,
                dataexplain.explain(frame, table.target, ignore=table.ignore, n_jobs=1).report,
            )


def counter(path: Path | None) -> Counter | None:
    """Return what counts tokens as a cl100k vocabulary does: three digits are one token."""
    if path is None:
        return None
    from gguf import GGUFReader
    from tokenizers import Regex, Tokenizer, models, pre_tokenizers

    fields = GGUFReader(path).fields
    words = fields["tokenizer.ggml.tokens"].contents()
    pairs = [tuple(line.split(" ")) for line in fields["tokenizer.ggml.merges"].contents()]
    tokenizer = Tokenizer(models.BPE({word: rank for rank, word in enumerate(words)}, pairs))
    split = pre_tokenizers.Split(Regex(_SPLITTING), "isolated")
    bytes_only = pre_tokenizers.ByteLevel(add_prefix_space=False, use_regex=False)
    tokenizer.pre_tokenizer = pre_tokenizers.Sequence([split, bytes_only])

    def count(text: str) -> int:
        runs = [len(run) for run in re.findall(r"\d+", text)]
        joined = sum(runs) - sum(-(-run // 3) for run in runs)
        return len(tokenizer.encode(text).ids) - joined

    return count


def summary(sizes: pd.DataFrame) -> pd.DataFrame:
    """Return medians, 90% points and the largest sizes, over each table and all curves."""
    found = []
    for name, part in [*sizes.groupby("table", sort=False), ("all", sizes)]:
        row = {"table": name, "curves": len(part), "steps": part["steps"].median()}
        for form in ("card", "uncapped", "capped", "counted_card", "counted_uncapped"):
            known = part[form].dropna().astype(float)
            if len(known):
                row |= {
                    form: known.median(),
                    f"{form}_90": known.quantile(0.9),
                    f"{form}_max": known.max(),
                }
        row |= {"failed": int(part["capped"].isna().sum())}
        row |= {
            "error_median": part["error_share"].median(),
            "error_max": part["error_share"].max(),
        }
        found.append(row)
    return pd.DataFrame(found)


def main() -> None:
    parser = parser_of(__doc__, data=True)
    parser.add_argument("--vocabulary", type=Path, help="a GGUF file of the Qwen2.5 family")
    parser.add_argument("tables", nargs="*", default=[CANCER, *reversed(TABLES)])
    options = parser.parse_args()
    count = counter(options.vocabulary)
    sizes = []
    for name, report in reports(data_folder(options.data), options.tables):
        columns = {column.name: column for column in report.columns}
        for curve in report.curves:
            sizes.append(measured(name, curve, report.outcome, columns.get(curve.feature), count))
        print(summary(pd.DataFrame(sizes)).iloc[-1:].round(3).to_string(index=False), flush=True)
    found = summary(pd.DataFrame(sizes))
    print(found.round(3).T.to_string())
    results = {"summary": found.to_dict("records"), "curves": [vars(size) for size in sizes]}
    write_json(options.json, results)


if __name__ == "__main__":
    main()
