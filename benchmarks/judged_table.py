"""Judge every property of a list on every text of a corpus: the table that replays draw on.

Up to 200 headlines in random order, half of them about business, and 30 general properties written
down before any was judged. What the judge says is written to
``benchmarks/scores/judged_table-MODEL.csv`` (row, property, log-odds; no text). `racing.py` races
the properties on it, and `random_splits.py` splits the texts at random and looks for differences
that are not there.
"""

from __future__ import annotations

import csv
from pathlib import Path

import numpy as np
import pandas as pd
from measuring import FIRST_REPORTED_SEED, data_folder, parser_of

from dataexplain.llm import Budget, open_model
from dataexplain.llm.judge_many import judge_many

CORPUS = "d5_binary/d3_32.csv"
A_SIDE = 100
SCORES = Path(__file__).parent / "scores"
PROPERTIES = (
    "is about money",
    "is about a company",
    "is about politics",
    "is about sports",
    "is about technology",
    "is about science",
    "is about war or violence",
    "is about crime or a court",
    "is about entertainment",
    "is about health",
    "is about the weather",
    "mentions a person",
    "mentions a country",
    "mentions a city",
    "contains a number",
    "is a question",
    "is written in the past tense",
    "reports bad news",
    "reports good news",
    "sounds urgent",
    "is formal in style",
    "is humorous",
    "expresses an opinion",
    "makes a prediction",
    "quotes somebody",
    "compares two things",
    "is about the economy or the markets",
    "is about jobs or work",
    "is about a competition",
    "is about a new product",
)


def drawn(folder: Path, seed: int = FIRST_REPORTED_SEED) -> pd.DataFrame:
    """Return the texts with their groups ("yes" is about business), by their row in the file."""
    rows = pd.read_csv(folder / CORPUS, keep_default_na=False).drop_duplicates("input")
    rows.columns = ["text", "group"]
    draws = np.random.default_rng(seed)
    chosen = [
        draws.choice(rows.index[rows["group"] == group], A_SIDE, replace=False)
        for group in ("yes", "no")
    ]
    return rows.loc[draws.permutation(np.concatenate(chosen))]


def scores_path(model: str) -> Path:
    """Return where the scores of a model are kept."""
    return SCORES / f"judged_table-{model.rpartition(':')[2]}.csv"


def main() -> None:
    parser = parser_of(__doc__, data=True)
    parser.add_argument("--model", default="embedded:qwen2.5-coder-1.5b")
    parser.add_argument("--budget", type=int, default=6000, help="judged rows at most")
    options = parser.parse_args()
    texts = drawn(data_folder(options.data))
    with open_model(options.model, budget=Budget(calls=options.budget), log=False) as model:
        found = judge_many(model, PROPERTIES, texts["text"].tolist())
    with scores_path(options.model).open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(["row", "property", "prompt", "log_odds"])
        reached = len(texts) - max(judged.unasked for judged in found)
        for place, judged in enumerate(found):
            for row, log_odds in zip(texts.index[:reached], judged.log_odds, strict=False):
                writer.writerow([row, place, judged.prompt, f"{log_odds:.5g}"])


if __name__ == "__main__":
    main()
