"""Fits of others, timed in an environment of their own; prints JSON in the last line.

Nothing of this project is imported: whoever runs it has `imodelsx`, `torch` and `transformers`.

- `imodelsx`: `AugLinearClassifier` of imodelsx, as it comes.
- `loop`: what anybody would write: each n-gram embedded once by `transformers`, in batches as they
  come, summed by text, and a logistic regression of these.

    python benchmarks/imodelsx_process.py loop texts.json --checkpoint FOLDER
"""

from __future__ import annotations

import argparse
import importlib
import json
import time
from pathlib import Path
from typing import Any

import numpy as np
from sklearn.feature_extraction.text import CountVectorizer
from sklearn.linear_model import LogisticRegressionCV

ORDER = 2
BATCH = 8


def by_imodelsx(task: dict[str, Any], checkpoint: str) -> tuple[Any, int]:
    """Return a function that predicts, and how many n-grams have a weight."""
    imodelsx = importlib.import_module("imodelsx")
    model = imodelsx.AugLinearClassifier(
        checkpoint=checkpoint,
        ngrams=ORDER,
        all_ngrams=True,
        tokenizer_ngrams=str.split,
        random_state=task["seed"],
    )
    model.fit(task["train"], np.array(task["labels"]), verbose=False)
    return lambda texts: model.predict(texts, warn=False), len(model.coefs_dict_)


def by_loop(task: dict[str, Any], checkpoint: str) -> tuple[Any, int]:
    """Return a function that predicts, and how many n-grams have a weight."""
    counter = CountVectorizer(
        tokenizer=str.split, token_pattern=None, lowercase=False, ngram_range=(1, ORDER)
    )
    counts = counter.fit_transform(task["train"])
    ngrams = counter.get_feature_names_out().tolist()
    vectors = _embedded(ngrams, checkpoint)
    model = LogisticRegressionCV().fit(counts @ vectors, task["labels"])
    return lambda texts: model.predict(counter.transform(texts) @ vectors), len(ngrams)


def _embedded(ngrams: list[str], checkpoint: str) -> np.ndarray:
    torch = importlib.import_module("torch")
    transformers = importlib.import_module("transformers")
    tokenizer = transformers.AutoTokenizer.from_pretrained(checkpoint, local_files_only=True)
    network = transformers.AutoModel.from_pretrained(checkpoint, local_files_only=True).eval()
    vectors = []
    with torch.no_grad():
        for start in range(0, len(ngrams), BATCH):
            tokens = tokenizer(ngrams[start : start + BATCH], padding=True, return_tensors="pt")
            mask = tokens["attention_mask"].unsqueeze(-1)
            states = network(**tokens).last_hidden_state
            vectors.append(((states * mask).sum(1) / mask.sum(1)).numpy())
    return np.concatenate(vectors)


WORKS = {"imodelsx": by_imodelsx, "loop": by_loop}


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("work", choices=list(WORKS))
    parser.add_argument("texts", type=Path)
    parser.add_argument("--checkpoint", required=True)
    options = parser.parse_args()
    task = json.loads(options.texts.read_text("utf-8"))
    importlib.import_module("imodelsx" if options.work == "imodelsx" else "transformers")
    start, busy = time.perf_counter(), time.process_time()
    predict, ngrams = WORKS[options.work](task, options.checkpoint)
    seconds = time.perf_counter() - start, time.process_time() - busy
    accuracy = float(np.mean(predict(task["test"]) == np.array(task["test_labels"])))
    print()
    print(json.dumps({"seconds": seconds, "accuracy": accuracy, "ngrams": ngrams}))


if __name__ == "__main__":
    main()
