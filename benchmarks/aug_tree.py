"""Trees of keyphrases beside CART trees on counts with as many leaves: how well they predict.

Trees of the same number of leaves are as deep to read, though a set has many phrases; beside them
stands CART grown as far as it can. Training texts are drawn from the official training rows of each
set, once a seed; accuracy is that on its official test rows. What is compared on the same draw is
paired: the mean difference over the seeds has Student's 95% interval, which says what another draw
of training texts would change, not what other test rows would.

    python benchmarks/aug_tree.py --data ../shared/data --sets sst2 subj --sizes 100 1000
"""

from __future__ import annotations

import argparse
import math
import time
from collections.abc import Iterator, Sequence
from contextlib import ExitStack
from typing import Any

import numpy as np
import pandas as pd
from measuring import FIRST_REPORTED_SEED, data_folder, parser_of, write_json
from scipy.stats import t as student
from sklearn.feature_extraction.text import CountVectorizer
from sklearn.tree import DecisionTreeClassifier
from text_sets import FILES, Texts

from dataexplain.features.tokens import words
from dataexplain.llm import open_embedder
from dataexplain.models import AugTreeClassifier

SETS = ("sst2", "emotion", "subj", "sms_spam", "ag_news")
SIZES = (100, 1_000, 5_000)
SEEDS = 5
LEAVES = 8
# By name: where the further phrases of a split come from.
EXPANSIONS: dict[str, str | None] = {"one phrase": None, "counts": "counts", "embedder": "embedder"}
CART = "CART"
FREE = "CART, any size"


def cart_accuracy(texts: Texts, train: pd.DataFrame, leaves: int | None, seed: int) -> float:
    """Return the test accuracy of a CART tree on counts of words and pairs of words.

    With None for its leaves it grows as far as it can.
    """
    counts = CountVectorizer(
        tokenizer=words, token_pattern=None, lowercase=False, ngram_range=(1, 2)
    )
    tree = DecisionTreeClassifier(
        max_leaf_nodes=leaves and max(2, leaves), min_samples_leaf=5, random_state=seed
    )
    tree.fit(counts.fit_transform(train["text"]), train["label"])
    return float(tree.score(counts.transform(texts.test["text"]), texts.test["label"]))


def measure(texts: Texts, size: int, seed: int, options: argparse.Namespace) -> dict[str, Any]:
    """Fit every tree on one draw; return accuracies, leaves and seconds by name."""
    train = texts.drawn(size, seed)
    row: dict[str, Any] = {"set": texts.name, "size": size, "seed": seed}
    row[FREE] = cart_accuracy(texts, train, None, seed)
    for name in options.expand:
        model = AugTreeClassifier(
            expand=EXPANSIONS[name],
            embedder=options.embedder,
            max_leaf_nodes=options.leaves,
            random_state=seed,
        )
        start = time.perf_counter()
        model.fit(train["text"], train["label"])
        seconds = time.perf_counter() - start
        leaves = len(model.rules_)
        row[name] = {
            "accuracy": float(model.score(texts.test["text"], texts.test["label"])),
            CART: cart_accuracy(texts, train, leaves, seed),
            "leaves": leaves,
            "phrases": len(model.phrases_),
            "seconds": round(seconds, 2),
        }
    return row


def paired(differences: Sequence[float]) -> tuple[float, float, float]:
    """Return the mean and Student's 95% interval."""
    mean = float(np.mean(differences))
    if len(differences) < 2:
        return mean, math.nan, math.nan
    error = float(np.std(differences, ddof=1)) / math.sqrt(len(differences))
    away = float(student.ppf(0.975, len(differences) - 1)) * error
    return mean, mean - away, mean + away


def summaries(rows: Sequence[dict[str, Any]], names: Sequence[str]) -> Iterator[dict[str, Any]]:
    """Yield what was found of each set, size and tree, in points of accuracy."""
    for key in dict.fromkeys((row["set"], row["size"]) for row in rows):
        for name in names:
            here = [row for row in rows if (row["set"], row["size"]) == key]
            found = [row[name] for row in here]
            mean, low, high = paired([100 * (one["accuracy"] - one[CART]) for one in found])
            yield {
                "set": key[0],
                "size": key[1],
                "tree": name,
                "accuracy": 100 * float(np.mean([one["accuracy"] for one in found])),
                CART: 100 * float(np.mean([one[CART] for one in found])),
                FREE: 100 * float(np.mean([row[FREE] for row in here])),
                "difference": mean,
                "interval": None if math.isnan(low) else [low, high],
                "leaves": float(np.mean([one["leaves"] for one in found])),
                "phrases": float(np.mean([one["phrases"] for one in found])),
                "seconds": float(np.mean([one["seconds"] for one in found])),
            }


def show(summary: dict[str, Any]) -> None:
    low, high = summary["interval"] or (math.nan, math.nan)
    print(
        f"{summary['set']:10} {summary['size']:6,d}  {summary['tree']:12}"
        f" {summary['accuracy']:6.1f} {summary[CART]:6.1f} {summary[FREE]:8.1f}"
        f" {summary['difference']:+6.1f} [{low:+.1f}, {high:+.1f}]"
        f" {summary['leaves']:5.1f} {summary['phrases']:7.1f} {summary['seconds']:7.2f}",
        flush=True,
    )


def main() -> None:
    parser = parser_of(__doc__, data=True)
    parser.add_argument("--first-seed", type=int, default=FIRST_REPORTED_SEED)
    parser.add_argument("--sets", nargs="+", choices=list(FILES), default=list(SETS))
    parser.add_argument("--sizes", nargs="+", type=int, default=list(SIZES))
    parser.add_argument("--seeds", type=int, default=SEEDS)
    parser.add_argument("--leaves", type=int, default=LEAVES)
    parser.add_argument(
        "--expand", nargs="+", choices=list(EXPANSIONS), default=list(EXPANSIONS), metavar="TREE"
    )
    options = parser.parse_args()
    folder = data_folder(options.data)
    read = {name: Texts.read(folder, name) for name in options.sets}
    with ExitStack() as opened:
        options.embedder = "minilm"
        if "embedder" in options.expand:
            options.embedder = opened.enter_context(open_embedder("minilm", log=False))
        print(
            "set          size  tree        accuracy  CART any size"
            "  difference       leaves phrases seconds"
        )
        rows: list[dict[str, Any]] = []
        found: list[dict[str, Any]] = []
        for texts, size in ((read[name], size) for name in read for size in options.sizes):
            for seed in range(options.first_seed, options.first_seed + options.seeds):
                rows.append(measure(texts, size, seed, options))
                found = list(summaries(rows, options.expand))
                # a run that is killed keeps what it has
                write_json(
                    options.json, {"leaves": options.leaves, "summaries": found, "rows": rows}
                )
            for summary in found[-len(options.expand) :]:
                show(summary)


if __name__ == "__main__":
    main()
