"""Fits of AugLinear to be measured from outside, in a process that does nothing else; prints JSON.

- `fit`: with MiniLM and the store of embeddings in the user's cache folder, as `fit` opens them.
- `embed`: nothing is fitted; the general vocabulary goes into that store.
- `large`: random texts and vectors from a hash, so that hardly anything is spent on embedding.

    DATAEXPLAIN_CACHE=empty python benchmarks/aug_linear_process.py fit texts.json
    python benchmarks/aug_linear_process.py large --data ../shared/data --texts 100000
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import numpy as np
from random_texts import HashEmbedder, random_texts
from timed_process import Seconds, now, since

from dataexplain.features.general_vocabulary import general_ngrams
from dataexplain.llm.embedding.embedders import Embedder
from dataexplain.llm.embedding.opening_embedder import open_embedder
from dataexplain.models import AugLinearClassifier

KNOWN_WORDS = 20_000


class TimedEmbedder(Embedder):
    """Keeps the seconds that are spent in `embed`."""

    spent: Seconds = (0.0, 0.0)

    def embed(self, texts: Iterable[str], **named: Any) -> np.ndarray:
        """Embed texts."""
        start = now()
        vectors = super().embed(texts, **named)
        self.spent = since(start, self.spent)
        return vectors


def fit(options: argparse.Namespace) -> dict[str, Any]:
    """Fit labelled texts of a file; return seconds, accuracy and how many n-grams there are."""
    task = json.loads(options.file.read_text("utf-8"))
    same: dict[str, Any] = {"min_texts": 1, "general_vocabulary": False}
    settings = same if options.same_ngrams else {}
    model = AugLinearClassifier(
        n_bootstrap=options.bootstrap, random_state=task["seed"], **settings
    )
    start = now()
    model.fit(task["train"], task["labels"])
    seconds = since(start)
    accuracy = float(np.mean(model.predict(task["test"]) == np.array(task["test_labels"])))
    return {"seconds": seconds, "accuracy": accuracy, "ngrams": len(model.table_)}


def embed(_: argparse.Namespace) -> dict[str, Any]:
    """Embed the general vocabulary."""
    start = now()
    with open_embedder("minilm") as embedder:
        ngrams = general_ngrams(embedder)
        embedder.embed(ngrams)
    return {"seconds": since(start), "ngrams": len(ngrams)}


def large(options: argparse.Namespace) -> dict[str, Any]:
    """Fit random texts; return the seconds in and outside the embedder."""
    texts, labels = random_texts(options.data, options.texts, seed=options.seed)
    # words that no text has, as a general vocabulary gives them
    known = [f"known{number}" for number in range(KNOWN_WORDS)]
    untuned: dict[str, Any] = {"shares": (0.5,), "penalties": (0.1,)}
    settings = untuned if options.untuned else {}
    embedder = TimedEmbedder(HashEmbedder(known))
    with embedder:
        model = AugLinearClassifier(
            embedder=embedder,
            n_bootstrap=options.bootstrap,
            random_state=options.seed,
            **settings,
        )
        start = now()
        model.fit(texts, labels)
        whole = since(start)
        outside = (whole[0] - embedder.spent[0], whole[1] - embedder.spent[1])
    start = now()
    accuracy = float(np.mean(model.predict(texts) == labels))
    return {
        "seconds": whole,
        "outside": outside,
        "predict": since(start),
        "accuracy": accuracy,
        "ngrams": int((model.table_.documents > 0).sum()),
        "share": model.share_,
        "penalty": model.penalty_,
    }


WORKS = {"fit": fit, "embed": embed, "large": large}


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("work", choices=list(WORKS))
    parser.add_argument("file", type=Path, nargs="?", help="of texts, for fit")
    parser.add_argument("--data", type=Path, help="folder of the open data, for large")
    parser.add_argument("--texts", type=int, default=10_000)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--bootstrap", type=int, default=20)
    parser.add_argument("--same-ngrams", action="store_true", help="those of the texts, and all")
    parser.add_argument("--untuned", action="store_true", help="large: no cross-validation")
    options = parser.parse_args()
    print(json.dumps(WORKS[options.work](options)))


if __name__ == "__main__":
    main()
