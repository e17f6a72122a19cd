"""Embedding: texts a second, and whether vectors and what is learnt of them agree.

Two questions, each answered for short texts (one and two words) and for sentences of the open
text sets. **The front**: the rate of `Embedder` with its store, beside its runtime alone, fed with
batches that were made beforehand. **The runtime**: the rate of MiniLM in NumPy, beside
`transformers` with torch and the same number of threads, in length-sorted batches of as many
tokens; how far the vectors lie apart; and how accurate a logistic head is on the vectors of either.

Contestants take turns with parts of the same texts, so that a busy moment falls on all; the rate of
one is told as a multiple of the other's, as the middle of all turns. The processor's own time minds
other programs less than the clock does.
"""

from __future__ import annotations

import argparse
import csv
import re
import statistics
import tempfile
import time
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import partial
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np
from measuring import data_folder, parser_of, write_json
from sklearn.linear_model import LogisticRegressionCV

from dataexplain.llm.embedding.embedders import Embedder
from dataexplain.llm.embedding.embedding_backends import EmbeddingBackend
from dataexplain.llm.embedding.embedding_store import EmbeddingStore
from dataexplain.llm.embedding.minilm import MiniLM
from dataexplain.llm.embedding.text_batches import batches_by_length, distinct
from dataexplain.llm.weights.catalogue import INSTALL_LINE, installed
from dataexplain.randomness import generator_for

BATCH_TOKENS = 2048
TEXT_SETS = {"sst2": "SST-2", "ag_news_test7600": "AG News"}
TRAINED, TESTED = 1000, 800
_WORD = re.compile(r"\w\w+")

# Makes ready to embed texts; what it returns does the work that is timed.
Contestant = Callable[[list[str]], Callable[[], np.ndarray]]


@dataclass(frozen=True)
class Rates:
    """Texts a second by the clock, and a second that the processor worked for this program."""

    a_second: float
    a_processor_second: float


def main() -> None:
    parser = parser_of(__doc__, data=True)
    parser.add_argument("--parts", nargs="+", choices=list(PARTS), default=list(PARTS))
    parser.add_argument("--short-texts", type=int, default=3000)
    parser.add_argument("--sentences", type=int, default=450)
    parser.add_argument("--turns", type=int, default=5)
    parser.add_argument("--seed", type=int, default=100)
    options = parser.parse_args()
    options.texts = data_folder(options.data) / "text"
    folder = installed("minilm")
    if folder is None:
        parser.exit(1, f"MiniLM is not installed: {INSTALL_LINE.format('minilm')}\n")
    options.folder = folder
    results = {name: PARTS[name](options) for name in options.parts}
    write_json(options.json, {"threads": MiniLM(folder).concurrency, **results})


def front(options: argparse.Namespace) -> list[dict[str, Any]]:
    """Compare `Embedder` with an empty store to its runtime alone."""
    model = MiniLM(options.folder)
    print(f"Embedder and store beside the runtime alone, {model.concurrency} threads")
    results = []
    for kind, texts in kinds_of_text(options).items():
        rates = taken_in_turns(
            {"Embedder": front_of(model), "runtime": bare(model)},
            texts,
            turns=options.turns,
        )
        results.append(show(kind, rates, of="runtime", target=0.9))
    return results


def runtime(options: argparse.Namespace) -> list[dict[str, Any]]:
    """Compare the runtime to torch: rates, vectors."""
    model, reference = MiniLM(options.folder), torch_reference(options.folder)
    print(f"MiniLM in NumPy beside torch, {model.concurrency} threads")
    results = []
    for kind, texts in kinds_of_text(options).items():
        rates = taken_in_turns(
            {"NumPy": bare(model), "torch": reference}, texts, turns=options.turns
        )
        part = texts[:: options.turns]
        mine, theirs = bare(model)(part)(), reference(part)()
        apart = {
            "largest difference": float(np.abs(mine - theirs).max()),
            "smallest cosine": float((mine * theirs).sum(axis=1).min()),
        }
        results.append(show(kind, rates, of="torch") | apart)
        print(f"  {'vectors apart by at most':34} {apart['largest difference']:10.1e}")
    return results


def heads(options: argparse.Namespace) -> list[dict[str, Any]]:
    """Compare a logistic head's accuracy on the vectors of either, and on those that are kept."""
    model, reference = MiniLM(options.folder), torch_reference(options.folder)
    makers: dict[str, Contestant] = {
        "torch": reference,
        "NumPy": bare(model),
        "Embedder (float16)": front_of(model),
    }
    results = []
    for name, title in TEXT_SETS.items():
        rows = labelled(options.texts / f"{name}.csv", TRAINED + TESTED, seed=options.seed)
        texts, labels = [text for text, _ in rows], np.array([label for _, label in rows])
        accuracies = {maker: accuracy(ready(texts)(), labels) for maker, ready in makers.items()}
        print(f"{title}: accuracy on {TESTED} texts of a logistic head, {TRAINED} to learn from")
        for maker, share in accuracies.items():
            print(f"  {maker:34} {share:10.3f}")
        results.append({"texts": title, **accuracies})
    return results


PARTS: dict[str, Callable[[argparse.Namespace], list[dict[str, Any]]]] = {
    "front": front,
    "runtime": runtime,
    "heads": heads,
}


def taken_in_turns(
    contestants: dict[str, Contestant], texts: Sequence[str], *, turns: int
) -> dict[str, list[Rates]]:
    """Return how fast each contestant was in each turn."""
    for ready in contestants.values():
        ready(list(texts[:64]))()  # what only the first call costs
    rates: dict[str, list[Rates]] = {name: [] for name in contestants}
    for turn in range(turns):
        part = list(texts[turn::turns])
        order = list(contestants) if turn % 2 else list(contestants)[::-1]
        for name in order:
            work = contestants[name](part)
            rates[name].append(_rates(work, len(part)))
    return rates


def _rates(work: Callable[[], np.ndarray], texts: int) -> Rates:
    start, busy = time.perf_counter(), time.process_time()
    work()
    return Rates(texts / (time.perf_counter() - start), texts / (time.process_time() - busy))


def front_of(model: EmbeddingBackend) -> Contestant:
    """Return the front, with a store that holds nothing yet."""

    def through(texts: list[str]) -> np.ndarray:
        with tempfile.TemporaryDirectory() as folder, EmbeddingStore(Path(folder)) as store:
            return Embedder(model, store=store, batch_tokens=BATCH_TOKENS).embed(texts)

    return lambda texts: partial(through, texts)


def bare(model: EmbeddingBackend) -> Contestant:
    """Return the runtime alone, in as many threads as it wants."""

    def through(texts: list[str], batches: list[list[int]]) -> np.ndarray:
        assert model.dimensions is not None  # known of a model that runs here
        vectors = np.empty((len(texts), model.dimensions), np.float32)

        def one(batch: list[int]) -> None:
            vectors[batch] = model.embed_batch([texts[at] for at in batch])

        with model.working(), ThreadPoolExecutor(model.concurrency) as pool:
            list(pool.map(one, batches))
        return vectors

    return lambda texts: partial(through, texts, planned(model, texts))


def torch_reference(folder: Path) -> Contestant:
    """Return `transformers` with its own threads."""
    from dataexplain.llm.embedding.transformers_embedder import TransformersEmbedder

    model = TransformersEmbedder(folder, device="cpu")

    def through(texts: list[str], batches: list[list[int]]) -> np.ndarray:
        vectors = np.empty((len(texts), model.dimensions), np.float32)
        for batch in batches:
            vectors[batch] = model.embed_batch([texts[at] for at in batch])
        vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
        return vectors

    return lambda texts: partial(through, texts, planned(model, texts))


def planned(model: EmbeddingBackend, texts: list[str]) -> list[list[int]]:
    """Return batches of like length."""
    counts = model.count_tokens(texts)
    return list(batches_by_length(counts, most_tokens=BATCH_TOKENS, most_texts=len(texts)))


def kinds_of_text(options: argparse.Namespace) -> dict[str, list[str]]:
    """Return short texts and sentences, each once, in random order."""
    draw = generator_for(options.seed, "embedding_texts")
    sentences = [
        text
        for name in TEXT_SETS
        for text, _ in labelled(
            options.texts / f"{name}.csv", options.sentences // len(TEXT_SETS), seed=options.seed
        )
    ]
    words = [_WORD.findall(text.lower()) for text, _ in rows_of(options.texts / "sst2.csv")]
    pairs = {f"{one} {two}" for found in words for one, two in pairwise(found)}
    short, _ = distinct(pairs | {word for found in words for word in found})
    return {
        "1 and 2 words": [short[at] for at in draw.permutation(len(short))[: options.short_texts]],
        "sentences": [sentences[at] for at in draw.permutation(len(sentences))],
    }


def labelled(path: Path, count: int, *, seed: int) -> list[tuple[str, str]]:
    """Return distinct texts with their labels, drawn at random."""
    rows = list(dict(rows_of(path)).items())
    chosen = generator_for(seed, f"embedding_{path.stem}").permutation(len(rows))[:count]
    return [rows[at] for at in chosen]


def rows_of(path: Path) -> list[tuple[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return [(row["text"], row["label"]) for row in csv.DictReader(file)]


def accuracy(vectors: np.ndarray, labels: np.ndarray) -> float:
    head = LogisticRegressionCV(
        Cs=6, cv=5, max_iter=2000, l1_ratios=(0,), use_legacy_attributes=False, scoring="accuracy"
    )
    head.fit(vectors[:TRAINED], labels[:TRAINED])
    return float(head.score(vectors[TRAINED:], labels[TRAINED:]))


def show(
    kind: str, rates: dict[str, list[Rates]], *, of: str, target: float | None = None
) -> dict[str, Any]:
    """Print the rates and their ratios, and return them."""
    (other,) = set(rates) - {of}
    turns = list(zip(rates[other], rates[of], strict=True))
    by_clock = [one.a_second / two.a_second for one, two in turns]
    by_processor = [one.a_processor_second / two.a_processor_second for one, two in turns]
    medians = {
        name: statistics.median(turn.a_second for turn in each) for name, each in rates.items()
    }
    print(kind)
    for name, rate in medians.items():
        print(f"  {name:34} {rate:10,.0f} texts/s")
    wanted = "" if target is None else f"  (wanted: {target} or more)"
    for means, ratios in (("", by_clock), (", processor time", by_processor)):
        low, middle, high = np.quantile(ratios, (0.25, 0.5, 0.75))
        shown = f"{middle:10.2f}  half of all turns: {low:.2f} to {high:.2f}"
        print(f"  {other + ' : ' + of + means:34} {shown}{wanted}")
    return {
        "texts": kind,
        "rates": medians,
        "ratio": statistics.median(by_clock),
        "ratios": by_clock,
        "ratio by processor time": statistics.median(by_processor),
        "ratios by processor time": by_processor,
        "target": target,
    }


if __name__ == "__main__":
    main()
