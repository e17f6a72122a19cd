"""How fast AugLinear fits and predicts, and what a million texts take.

- `fit`: seconds to fit sentences of SST-2 with MiniLM, with an empty store of embeddings, with one
  that holds the general vocabulary, and with one that holds all; beside imodelsX's
  `AugLinearClassifier` and a plain loop over torch, with the same weights of MiniLM and the same
  words and pairs. `--reference-python` names the Python of an environment that has `imodelsx`,
  `torch` and `transformers`; without it only our own seconds are told.
- `predict`: the rate of `predict` beside that of `CountVectorizer.transform` alone, on the same
  n-grams, taken in turns with parts of the same texts.
- `large`: 10,000, 100,000 and 1,000,000 random texts and vectors from a hash: seconds outside the
  embedder, how they grow, and peak memory.

Every process has one thread. Ratios are within one run; those of processor time mind other
programs less than those of the clock do.

    taskset -c 1 python benchmarks/aug_linear_speed.py --reference-python venv/bin/python
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from itertools import count, pairwise
from pathlib import Path
from typing import Any

import numpy as np
from measuring import FIRST_REPORTED_SEED, data_folder, parser_of, write_json
from random_texts import HashEmbedder
from sklearn.feature_extraction.text import CountVectorizer
from speed import GIB, measured
from text_sets import Texts
from timed_process import Seconds, now, since

from dataexplain.features.tokens import words
from dataexplain.llm.embedding.opening_embedder import open_embedder
from dataexplain.llm.weights.catalogue import INSTALL_LINE, installed
from dataexplain.llm.weights.folders import CACHE_VARIABLE, MODELS_VARIABLE, models_folder
from dataexplain.models import AugLinearClassifier

WORKER = Path(__file__).with_name("aug_linear_process.py")
REFERENCE = Path(__file__).with_name("imodelsx_process.py")
ONE_THREAD = dict.fromkeys(("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"), "1")
SAME = "--same-ngrams"
# By name: how the fit is called, and what the store of embeddings holds beforehand.
FITS: dict[str, tuple[list[str], str]] = {
    "same n-grams, empty store": ([SAME], "nothing"),
    "same n-grams, full store": ([SAME], "all"),
    "default, empty store": ([], "nothing"),
    "default, vocabulary in the store": ([], "vocabulary"),
    "default, full store": ([], "all"),
}
WANTED_RATIO = {"imodelsx": 10.0}
PREDICTED = ("sst2", "ag_news", "emotion")
ROWS = (10_000, 100_000, 1_000_000)
CLOCKS = ("clock", "processor")


def main() -> None:
    parser = parser_of(__doc__, data=True)
    parser.add_argument("--parts", nargs="+", choices=list(PARTS), default=list(PARTS))
    parser.add_argument("--reference-python", type=Path, help="with imodelsx, torch, transformers")
    parser.add_argument("--references", nargs="+", default=["loop", "imodelsx"])
    parser.add_argument("--fits", nargs="+", choices=list(FITS), default=list(FITS))
    parser.add_argument("--sentences", type=int, default=1000, help="that are fitted")
    parser.add_argument("--turns", type=int, default=3, help="of the fits")
    parser.add_argument("--predict-turns", type=int, default=11)
    parser.add_argument("--rows", nargs="+", type=int, default=list(ROWS), help="of large")
    parser.add_argument("--untuned", action="store_true", help="large: no cross-validation")
    parser.add_argument("--bootstrap", type=int, default=20, help="samples, of our own fits")
    parser.add_argument("--seed", type=int, default=FIRST_REPORTED_SEED)
    options = parser.parse_args()
    options.data = data_folder(options.data)
    results: dict[str, list[dict[str, Any]]] = {}
    for name in options.parts:
        results[name] = []
        print(name)
        for result in PARTS[name](options):
            results[name].append(result)
            write_json(options.json, results)  # a run that is killed keeps what it has


def fit(options: argparse.Namespace) -> Iterator[dict[str, Any]]:
    """Fit the same sentences in every way, in turns; yield each fit, then the ratios."""
    folder = installed("minilm")
    if folder is None:
        sys.exit(f"MiniLM is not installed: {INSTALL_LINE.format('minilm')}")
    os.environ.update(ONE_THREAD | {MODELS_VARIABLE: str(models_folder()), "HF_HUB_OFFLINE": "1"})
    found: list[dict[str, Any]] = []
    with tempfile.TemporaryDirectory() as made:
        stores = Stores(Path(made))
        for turn in range(options.turns):
            file = Path(made, "texts.json")
            write_task(file, options, seed=options.seed + turn)
            commands = fit_commands(options, file, folder)
            for name in list(commands) if turn % 2 else list(commands)[::-1]:
                command, held = commands[name]
                os.environ[CACHE_VARIABLE] = str(stores.ready(held, command))
                process = measured(command)
                answer = json.loads(process.output.splitlines()[-1])
                one = {"turn": turn, "name": name, "peak": process.peak / GIB} | answer
                found.append(one)
                show_fit(one)
                yield one
    for reference in options.references if options.reference_python else ():
        for name in options.fits:
            yield from show_ratios(found, reference, name)


class Stores:
    """Cache folders for fits, each with embeddings that are there beforehand."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._numbers = count()
        self._vocabulary: Path | None = None

    def ready(self, held: str, command: Sequence[str]) -> Path:
        """Return a folder of its own that holds nothing, the vocabulary, or all the fit needs."""
        folder = self._folder / str(next(self._numbers))
        if held == "vocabulary":
            shutil.copytree(self._with_vocabulary(), folder)
        if held == "all":
            run_in(folder, command)
        return folder

    def _with_vocabulary(self) -> Path:
        if self._vocabulary is None:
            self._vocabulary = self._folder / "vocabulary"
            run_in(self._vocabulary, [sys.executable, str(WORKER), "embed"])
        return self._vocabulary


def run_in(cache: Path, command: Sequence[str]) -> None:
    """Run a command whose embeddings are kept in a folder."""
    os.environ[CACHE_VARIABLE] = str(cache)
    measured(command)


def write_task(file: Path, options: argparse.Namespace, *, seed: int) -> None:
    """Write the sentences to fit and to test, as words with a space between them."""
    texts = Texts.read(options.data, "sst2")
    near, far = texts.drawn(options.sentences, seed), texts.test
    task = {
        "seed": seed,
        "train": [" ".join(words(text)) for text in near["text"]],
        "labels": near["label"].tolist(),
        "test": [" ".join(words(text)) for text in far["text"]],
        "test_labels": far["label"].tolist(),
    }
    file.write_text(json.dumps(task), encoding="utf-8")


def fit_commands(
    options: argparse.Namespace, file: Path, folder: Path
) -> dict[str, tuple[list[str], str]]:
    """Return by name what is run, and what the store of embeddings holds before."""
    ours = [sys.executable, str(WORKER), "fit", str(file), "--bootstrap", str(options.bootstrap)]
    commands = {
        name: ([*ours, *more], held) for name, (more, held) in FITS.items() if name in options.fits
    }
    for name in options.references if options.reference_python else ():
        program = [str(options.reference_python), "-W", "ignore", str(REFERENCE), name, str(file)]
        commands[name] = ([*program, "--checkpoint", str(folder)], "nothing")
    return commands


def show_fit(one: dict[str, Any]) -> None:
    wall, processor = one["seconds"]
    print(
        f"  {one['name']:34} {wall:8.1f} s, processor {processor:8.1f} s, {one['ngrams']:7,d}"
        f" n-grams, accuracy {one['accuracy']:.3f}",
        flush=True,
    )


def show_ratios(
    found: Sequence[dict[str, Any]], reference: str, name: str
) -> Iterator[dict[str, Any]]:
    """Print how many times as long the reference took, turn by turn, and yield it."""
    by_turn = {(one["name"], one["turn"]): one for one in found}
    turns = sorted({one["turn"] for one in found})
    pairs = [(by_turn[reference, turn], by_turn[name, turn]) for turn in turns]
    gains = [mine["accuracy"] - theirs["accuracy"] for theirs, mine in pairs]
    ratios = {
        clock: [theirs["seconds"][at] / mine["seconds"][at] for theirs, mine in pairs]
        for at, clock in enumerate(CLOCKS)
    }
    show_spread(f"{reference} : {name}", ratios, WANTED_RATIO.get(reference))
    print(f"    accuracy higher by {statistics.mean(gains):+.3f}", flush=True)
    yield {"reference": reference, "name": name, "ratios": ratios, "accuracy higher by": gains}


def show_spread(name: str, ratios: dict[str, list[float]], wanted: float | None) -> None:
    for clock, values in ratios.items():
        low, middle, high = min(values), statistics.median(values), max(values)
        verdict = "" if wanted is None else f"  wanted >= {wanted:g}"
        print(f"  {name:48} {clock:9} {low:7.2f} {middle:7.2f} {high:7.2f}{verdict}", flush=True)


def predict(options: argparse.Namespace) -> Iterator[dict[str, Any]]:
    """Compare the rate of `predict` to that of counting alone; weights do not matter here."""
    with open_embedder("minilm", store=False) as minilm:
        known = minilm.whole_words
    for name in PREDICTED:
        texts = Texts.read(options.data, name)
        model = AugLinearClassifier(
            embedder=HashEmbedder(known), shares=(0.5,), penalties=(1.0,), n_bootstrap=0
        )
        model.fit(texts.train["text"], texts.train["label"])
        every = [*texts.test["text"], *texts.train["text"]]
        for counter_name, settings in COUNTERS.items():
            counter = CountVectorizer(
                ngram_range=(1, 2), vocabulary=list(model.table_.index.ngrams), **settings
            )
            contestants = {"predict": model.predict, "counts": counter.transform}
            seconds = in_turns(contestants, every, turns=options.predict_turns)
            ratios = {
                clock: [
                    theirs[at] / mine[at]
                    for theirs, mine in zip(seconds["counts"], seconds["predict"], strict=True)
                ]
                for at, clock in enumerate(CLOCKS)
            }
            show_spread(f"{name}, {len(model.table_):,} n-grams : {counter_name}", ratios, 0.9)
            yield {
                "texts": name,
                "ngrams": len(model.table_),
                "counter": counter_name,
                "texts a second": len(every) / sum(wall for wall, _ in seconds["predict"]),
                "ratios": ratios,
            }


# The first finds words by one regular expression, the second by our own function.
COUNTERS: dict[str, dict[str, Any]] = {
    "CountVectorizer": {},
    "CountVectorizer, our words": {"tokenizer": words, "token_pattern": None, "lowercase": False},
}


def in_turns(
    contestants: dict[str, Callable[[list[str]], Any]], texts: Sequence[str], *, turns: int
) -> dict[str, list[Seconds]]:
    """Return the seconds of each contestant in each turn, on a part of the texts."""
    for work in contestants.values():
        work(list(texts[:100]))  # what only the first call costs
    seconds: dict[str, list[Seconds]] = {name: [] for name in contestants}
    for turn in range(turns):
        part = list(texts[turn::turns])
        for name in list(contestants) if turn % 2 else list(contestants)[::-1]:
            start = now()
            contestants[name](part)
            seconds[name].append(since(start))
    return seconds


def large(options: argparse.Namespace) -> Iterator[dict[str, Any]]:
    """Fit ever more random texts; yield each fit, then how its seconds grow."""
    os.environ.update(ONE_THREAD)
    found = []
    for rows in sorted(options.rows):
        program = [sys.executable, str(WORKER), "large", "--data", str(options.data)]
        settings = ["--bootstrap", str(options.bootstrap), "--seed", str(options.seed)]
        settings += ["--untuned"] if options.untuned else []
        start = time.perf_counter()
        process = measured([*program, "--texts", str(rows), *settings])
        answer = {"rows": rows, "peak": process.peak / GIB} | json.loads(process.output)
        found.append(answer)
        wall, processor = answer["outside"]
        print(
            f"  {rows:9,d} texts, {answer['ngrams']:7,d} n-grams: outside the embedder {wall:7.1f}"
            f" s, processor {processor:7.1f} s, in it {answer['seconds'][1] - processor:5.1f} s;"
            f" peak {answer['peak']:.2f} GiB (wanted < 4); predict {answer['predict'][1]:.1f} s;"
            f" whole process {time.perf_counter() - start:.0f} s",
            flush=True,
        )
        yield answer
    for smaller, larger in pairwise(found):
        yield show_growth(smaller, larger)


def show_growth(smaller: dict[str, Any], larger: dict[str, Any]) -> dict[str, Any]:
    """Print the exponent with which seconds grow from one number of texts to another."""
    sizes = np.log(larger["rows"] / smaller["rows"])
    exponents = {
        clock: float(np.log(larger["outside"][at] / smaller["outside"][at]) / sizes)
        for at, clock in enumerate(CLOCKS)
    }
    print(
        f"  from {smaller['rows']:,} to {larger['rows']:,}: exponent {exponents['processor']:.2f}"
        f" by processor time, {exponents['clock']:.2f} by the clock (wanted <= 1)",
        flush=True,
    )
    return {"from": smaller["rows"], "to": larger["rows"], "exponents": exponents}


PARTS: dict[str, Callable[[argparse.Namespace], Iterator[dict[str, Any]]]] = {
    "fit": fit,
    "predict": predict,
    "large": large,
}


if __name__ == "__main__":
    main()
