"""Which question a language model judges by: four forms, with and without calibration.

Properties whose labels are known, 60 rows each, half of them with the property. For each form of
the question: AUC, accuracy at 0 (before and after the log-odds of texts without content are taken
off), calibration error, seconds a row. Beside it the similarity of text and property by MiniLM,
alone and added to the judge's log-odds, both standardised.

Scores are written to ``benchmarks/scores/judge-MODEL.csv`` (row, prompt, log-odds; no text), and
``--replay`` analyses them again without asking. A run stops at ``--budget`` judged rows.
"""

from __future__ import annotations

import csv
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pandas as pd
from measuring import FIRST_REPORTED_SEED, data_folder, parser_of, write_json
from scipy.stats import rankdata

from dataexplain.features.judged_columns import parting
from dataexplain.llm import Budget, ChatModel, judge, open_model
from dataexplain.llm.embedding.opening_embedder import open_embedder
from dataexplain.llm.judge import CONTENT_FREE, Form
from dataexplain.llm.local.embedded import Embedded

ROWS = 60
SCORES = Path(__file__).parent / "scores"
SIMILARITY = "similarity"
# The forms that begin with the text follow each other: what was read of it is used again.
ORDER: tuple[Form, ...] = ("property_first", "two_examples", "text_first", "statement")
BINS = 10


@dataclass(frozen=True)
class Property:
    """What may hold of the texts of a file, and which label says that it does."""

    file: str
    text: str
    label: str
    means: str
    says: str

    @property
    def name(self) -> str:
        """A short name: the file and the label."""
        return f"{Path(self.file).stem}:{self.means}"


PROPERTIES = (
    Property("text/sst2.csv", "text", "label", "positive", "expresses a positive opinion"),
    Property("text/sms_spam.csv", "text", "label", "spam", "is spam"),
    Property("text/subj.csv", "text", "label", "subjective", "expresses a subjective opinion"),
    Property("text/ag_news_test7600.csv", "text", "label", "Sports", "is about sports"),
    Property("text/ag_news_test7600.csv", "text", "label", "Business", "is about business"),
    Property("text/emotion.csv", "text", "label", "joy", "expresses joy"),
    Property("text/emotion.csv", "text", "label", "anger", "expresses anger"),
    Property("d5_binary/d3_0.csv", "input", "output", "yes", "contains irony"),
    Property("d5_binary/d3_2.csv", "input", "output", "yes", "contains subjective opinion"),
    Property("d5_binary/d3_18.csv", "input", "output", "yes", "contains offensive content"),
    Property("d5_binary/d3_30.csv", "input", "output", "yes", "is about world news"),
    Property("d5_binary/d3_31.csv", "input", "output", "yes", "is about sports news"),
    Property("d5_binary/d3_32.csv", "input", "output", "yes", "is related to business"),
    Property("d5_binary/d3_33.csv", "input", "output", "yes", "is related to technology"),
    Property("d5_binary/d3_45.csv", "input", "output", "yes", "asks for factual information"),
)


@dataclass(frozen=True)
class Score:
    """What was said of one row."""

    property: str
    row: int
    holds: int
    form: str
    prompt: str
    log_odds: float
    offset: float
    seconds: float


def sample(prop: Property, folder: Path, seed: int, rows: int) -> pd.DataFrame:
    """Draw as many rows with the property as without, in a random order."""
    table = pd.read_csv(folder / prop.file, keep_default_na=False)
    table["holds"] = (table[prop.label].astype(str) == prop.means).astype(int)
    table = table.drop_duplicates(prop.text)
    if prop.label == "label" and "split" in table and (table["split"] == "test").any():
        table = table[table["split"] == "test"]
    generator = np.random.default_rng(seed)
    places = [
        generator.choice(np.flatnonzero(table["holds"] == side), rows // 2, replace=False)
        for side in (0, 1)
    ]
    order = generator.permutation(np.concatenate(places))
    return table.iloc[order][[prop.text, "holds"]].set_axis(["text", "holds"], axis=1)


def ask(model: ChatModel, folder: Path, seed: int, rows: int) -> Iterator[Score]:
    """Yield the scores of every property in every form, as far as the budget goes."""
    for prop in PROPERTIES:
        drawn = sample(prop, folder, seed, rows)
        for row, text, holds in drawn.itertuples():
            for form in ORDER:
                cached, started = model.tally.cached, time.perf_counter()
                found = judge(model, prop.says, [text], form=form, calibrate=True)
                seconds = time.perf_counter() - started
                if model.tally.cached - cached != len(CONTENT_FREE):
                    seconds = np.nan  # more than one call, or a kept reply
                if found.unasked:
                    print(f"The budget ended at {prop.name}.", file=sys.stderr)
                    return
                log_odds = float(found.log_odds[0]) + found.offset
                yield Score(
                    prop.name, row, holds, form, found.prompt, log_odds, found.offset, seconds
                )
        print(f"{prop.name} is done.", file=sys.stderr)


def similarities(folder: Path, seed: int, rows: int) -> Iterator[Score]:
    """Yield the similarity of each text to what its property says."""
    with open_embedder("minilm") as embedder:
        for prop in PROPERTIES:
            drawn = sample(prop, folder, seed, rows)
            started = time.perf_counter()
            vectors = embedder.embed([*drawn["text"], f"The text {prop.says}."])
            seconds = (time.perf_counter() - started) / len(drawn)
            near = vectors[:-1] @ vectors[-1]
            for row, holds, value in zip(drawn.index, drawn["holds"], near, strict=True):
                yield Score(prop.name, row, holds, SIMILARITY, "minilm", float(value), 0.0, seconds)


def auc(values: np.ndarray, holds: np.ndarray) -> float:
    """Return the share of pairs that are in the right order; ties count half."""
    positive = int(holds.sum())
    ranks = rankdata(values)[holds == 1].sum() - positive * (positive + 1) / 2
    return float(ranks / (positive * (len(holds) - positive)))


def calibration_error(log_odds: np.ndarray, holds: np.ndarray) -> float:
    """Return the mean distance of stated and observed shares over ten bins of probability."""
    stated = 0.5 * (1 + np.tanh(log_odds / 2))
    bins = np.minimum((stated * BINS).astype(int), BINS - 1)
    parts = [(bins == number) for number in np.unique(bins)]
    gaps = [part.sum() * abs(stated[part].mean() - holds[part].mean()) for part in parts]
    return float(sum(gaps) / len(holds))


def standardised(values: pd.Series) -> pd.Series:
    """Return values with mean 0 and spread 1."""
    return (values - values.mean()) / (values.std() or 1.0)


def analysed(scores: pd.DataFrame) -> pd.DataFrame:
    """Return what was measured of every property and form."""
    near = scores[scores["form"] == SIMILARITY].set_index(["property", "row"])["log_odds"]
    found = []
    for (prop, form), part in scores.groupby(["property", "form"], sort=False):
        part = part.dropna(subset="log_odds").set_index(["property", "row"])
        holds = part["holds"].to_numpy()
        if not 0 < holds.sum() < len(holds):
            continue
        values = part["log_odds"].to_numpy()
        measured = {"property": prop, "form": form, "rows": len(part), "auc": auc(values, holds)}
        if form != SIMILARITY:
            centred = values - part["offset"].to_numpy()
            both = standardised(part["log_odds"]) + standardised(near.loc[part.index])
            measured |= {
                "auc_with_similarity": auc(both.to_numpy(), holds),
                "accuracy": float(np.mean((values > 0) == holds)),
                "accuracy_parted": float(np.mean((values > parting(values)) == holds)),
                "accuracy_centred": float(np.mean((centred > 0) == holds)),
                "calibration_error": calibration_error(values, holds),
                "calibration_error_centred": calibration_error(centred, holds),
                "seconds": float(part["seconds"].mean()),
            }
        found.append(measured)
    return pd.DataFrame(found)


def main() -> None:
    parser = parser_of(__doc__, data=True)
    parser.add_argument("--model", default="embedded:qwen2.5-coder-1.5b")
    parser.add_argument("--budget", type=int, default=6000, help="judged rows at most")
    parser.add_argument("--rows", type=int, default=ROWS)
    parser.add_argument("--seed", type=int, default=FIRST_REPORTED_SEED)
    parser.add_argument("--replay", action="store_true", help="analyse the scores kept")
    options = parser.parse_args()
    kept = SCORES / f"judge-{options.model.rpartition(':')[2]}.csv"
    if not options.replay:
        folder = data_folder(options.data)
        backend: str | Embedded = options.model
        if options.model.startswith("embedded:"):  # what each form begins with stays in a slot
            backend = Embedded(options.model.partition(":")[2], slots=len(ORDER))
        with open_model(backend, budget=Budget(calls=options.budget), log=False) as model:
            scores = list(ask(model, folder, options.seed, options.rows))
        scores += similarities(folder, options.seed, options.rows)
        kept.parent.mkdir(exist_ok=True)
        with kept.open("w", encoding="utf-8", newline="") as file:
            writer = csv.writer(file)
            writer.writerow(Score.__annotations__)
            for score in scores:
                writer.writerow(
                    f"{value:.5g}" if isinstance(value, float) else value
                    for value in vars(score).values()
                )
    measured = analysed(pd.read_csv(kept))
    print(measured.round(3).to_string(index=False))
    means = measured.drop(columns="property").groupby("form", sort=False).mean()
    print(f"\nMean over properties ({len(CONTENT_FREE)} texts without content a form)")
    print(means.round(3).to_string())
    write_json(options.json, measured.to_dict("records"))


if __name__ == "__main__":
    main()
