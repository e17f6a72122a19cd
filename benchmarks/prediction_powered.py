"""Prediction-powered differences: the share of intervals that hold the truth, and what is saved.

Labels of open texts play the judge. A corpus of `--texts` texts is drawn from a set (of at most
6,000 texts), in which the true difference between two groups is known; some of it is judged; a
ridge probe on MiniLM's embeddings, fitted to the judged texts only and cross-fitted, predicts the
rest. `effective` is the squared error of the judged texts alone by that of the estimate: how many
judged texts one is worth. It is wanted at 0.9 / (1 - rho ** 2), rho being the correlation of the
labels of a group's texts with one fold's probe, and at 0.95 at least. Synthetic cases have a given
probability in place of a probe.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
from measuring import Rate, counted, data_folder, in_parallel, parser_of, with_runs, write_json
from scipy.special import ndtr, ndtri
from text_sets import FILES

from dataexplain.llm import open_embedder
from dataexplain.statistics import prediction_powered_difference

WANTED = (0.93, 0.97)
WANTED_SHARE = 0.9
LEAST = 0.95
FOLDS = 10
PENALTIES = 10.0 ** np.arange(-2.0, 2.1, 0.5)
# an intercept is a column so large that its penalty is nothing
CONSTANT = 10.0
RESAMPLES = 400
LARGEST_SET = 6000


@dataclass(frozen=True)
class Population:
    """Texts: the judge's answers, their groups, and embeddings or given predictions."""

    answers: np.ndarray
    first: np.ndarray
    vectors: np.ndarray | None
    predictions: np.ndarray | None

    @property
    def shares(self) -> tuple[float, float]:
        """The true share of each group."""
        return float(self.answers[self.first].mean()), float(self.answers[~self.first].mean())


@dataclass(frozen=True)
class Task:
    """One draw of a corpus, and of the texts that are judged."""

    case: str
    judged: tuple[int, int]
    seed: int
    texts: int
    folder: Path


@dataclass(frozen=True)
class Draw:
    """What one draw gave; `squares` are rho squared of both groups."""

    case: str
    judged: tuple[int, int]
    error: float
    error_alone: float
    covered: bool
    covered_alone: bool
    width: float
    claimed: float
    false_alarm: bool
    squares: tuple[float, float]


def open_texts(name: str, folder: Path) -> tuple[pd.DataFrame, np.ndarray]:
    table = pd.read_csv(folder / "text" / FILES[name], keep_default_na=False)
    table = table.sample(min(len(table), LARGEST_SET), random_state=0)
    with open_embedder("minilm", log=False) as embedder:
        vectors = np.asarray(embedder.embed(table["text"].tolist()), dtype=np.float32)
    constant = np.full(len(vectors), CONSTANT, dtype=np.float32)
    return table, np.column_stack([vectors, constant])


def labelled(
    name: str,
    label: str,
    folder: Path,
    *,
    group: str = "long",
    share: float = 1.0,
    tilt: float = 1.0,
) -> Population:
    """Return a set in which `label` is the property.

    Groups are the longer and the shorter texts, or drawn so that a text with the label is `tilt`
    times as likely to be of the first one. `share` of the texts with the label are kept.
    """
    table, vectors = open_texts(name, folder)
    generator = np.random.default_rng(0)
    answers = (table["label"] == label).to_numpy(dtype=np.float64)
    kept = (answers == 0) | (generator.random(len(answers)) < share)
    if group == "noise":
        answers = generator.permutation(answers)
    length = table["text"].str.len().to_numpy()
    drawn = generator.random(len(answers)) < np.where(answers == 1, 0.3 * tilt, 0.3)
    first = length > np.median(length) if group in {"long", "noise"} else drawn
    return Population(answers[kept], first[kept], vectors[kept], None)


def synthetic(
    share_a: float, share_b: float, latent: float, *, certain: bool = True, size: int = 50_000
) -> Population:
    """Return answers and the probability of each given what a probe knows of it.

    Not `certain`: the judge answers with a probability.
    """
    generator = np.random.default_rng(1)
    first = np.arange(size) % 2 == 0
    threshold = ndtri(np.where(first, share_a, share_b))
    known, unknown = generator.normal(size=(2, size))
    left = math.sqrt(1 - latent**2)
    if certain:
        answers = (latent * known + left * unknown < threshold).astype(np.float64)
    else:
        answers = ndtr(2 * (threshold - latent * known - left * unknown))
    predictions = ndtr((threshold - latent * known) / max(left, 1e-3))
    return Population(answers, first, None, predictions)


CASES: dict[str, Callable[[Path], Population]] = {
    "ag_news Sports, tilted": lambda folder: labelled(
        "ag_news", "Sports", folder, group="tilted", tilt=2.0
    ),
    "sst2 positive": lambda folder: labelled("sst2", "positive", folder),
    "subj subjective": lambda folder: labelled("subj", "subjective", folder),
    "emotion surprise, 4%": lambda folder: labelled("emotion", "surprise", folder),
    "spam, 5%, tilted": lambda folder: labelled(
        "sms_spam", "spam", folder, group="tilted", tilt=1.5, share=0.35
    ),
    "sst2 noise": lambda folder: labelled("sst2", "positive", folder, group="noise"),
    "drawn 50% 50%": lambda _: synthetic(0.5, 0.5, 0.8),
    "drawn 50% 50%, near certain": lambda _: synthetic(0.5, 0.5, 0.98),
    "drawn 5% 5%": lambda _: synthetic(0.05, 0.05, 0.8),
    "drawn 2% 10%": lambda _: synthetic(0.02, 0.1, 0.8),
    "drawn 95% 80%": lambda _: synthetic(0.95, 0.8, 0.8),
    "drawn 30% 60%, useless": lambda _: synthetic(0.3, 0.6, 0.0),
    "drawn 20% 40%, probabilities": lambda _: synthetic(0.2, 0.4, 0.8, certain=False),
}


@lru_cache(maxsize=1)
def population_of(case: str, folder: Path) -> Population:
    return CASES[case](folder)


def one_draw(task: Task) -> Draw:
    """Draw a corpus, judge a part of it, and hold both estimates against the truth."""
    population = population_of(task.case, task.folder)
    generator = np.random.default_rng([task.seed, *task.judged])
    rows = generator.integers(len(population.answers), size=task.texts)
    first = population.first[rows]
    judged = np.concatenate(
        [np.flatnonzero(first)[: task.judged[0]], np.flatnonzero(~first)[: task.judged[1]]]
    )
    answers = np.full(task.texts, np.nan)
    answers[judged] = population.answers[rows[judged]]
    predictions, squares = foretold(population, rows, judged, generator)
    truth = population.shares[0] - population.shares[1]
    found = prediction_powered_difference(answers, predictions, first)
    alone = prediction_powered_difference(answers[judged], None, first[judged])
    (low, high), (low_alone, high_alone) = found.interval, alone.interval
    return Draw(
        case=task.case,
        judged=task.judged,
        error=found.effect - truth,
        error_alone=alone.effect - truth,
        covered=low <= truth <= high,
        covered_alone=low_alone <= truth <= high_alone,
        width=(high - low) / (high_alone - low_alone),
        claimed=found.effective,
        false_alarm=found.p <= 0.05,
        squares=squares,
    )


def foretold(
    population: Population, rows: np.ndarray, judged: np.ndarray, generator: np.random.Generator
) -> tuple[np.ndarray, tuple[float, float]]:
    """Return predictions for the corpus, and rho squared of both groups."""
    if population.vectors is None:
        assert population.predictions is not None
        return population.predictions[rows], squared(population, population.predictions)
    vectors = population.vectors
    folds = generator.permutation(len(judged)) % FOLDS
    inputs = vectors[rows[judged]].astype(np.float64)
    unseen, average, one = ridge(inputs, population.answers[rows[judged]], folds)
    coefficients = np.column_stack([average, one]).astype(np.float32)
    everywhere = np.clip(vectors @ coefficients, 0.0, 1.0).astype(np.float64)
    predictions = everywhere[rows, 0]
    predictions[judged] = np.clip(unseen, 0.0, 1.0)
    return predictions, squared(population, everywhere[:, 1])


def squared(population: Population, predictions: np.ndarray) -> tuple[float, float]:
    """Return the squared correlation with the answers in both groups."""
    groups = (population.first, ~population.first)
    return tuple(_squared(population.answers[rows], predictions[rows]) for rows in groups)  # type: ignore[return-value]


def _squared(answers: np.ndarray, predictions: np.ndarray) -> float:
    varied = np.ptp(predictions) > 1e-9
    return float(np.corrcoef(answers, predictions)[0, 1] ** 2) if varied else 0.0


def ridge(
    inputs: np.ndarray, answers: np.ndarray, folds: np.ndarray
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Fit ridge regression without each fold in turn, in closed form.

    Returns the predictions for the fold left out, the average of the folds' coefficients, and those
    of the first fold's probe. The penalty is that of generalised cross-validation.
    """
    values, vectors = np.linalg.eigh(inputs @ inputs.T)
    values = np.maximum(values, 0.0)
    turned = vectors.T @ answers
    left = [penalty / (values + penalty) for penalty in PENALTIES]
    scores = [float(np.sum((part * turned) ** 2) / np.sum(part) ** 2) for part in left]
    inverse = (vectors / (values + PENALTIES[int(np.argmin(scores))])) @ vectors.T
    dual = inverse @ answers
    unseen = np.empty_like(answers)
    duals = []
    for fold in np.unique(folds):
        out = np.flatnonzero(folds == fold)
        error = np.linalg.solve(inverse[np.ix_(out, out)], dual[out])
        unseen[out] = answers[out] - error
        duals.append(dual - inverse[:, out] @ error)
    return unseen, inputs.T @ np.mean(duals, axis=0), inputs.T @ duals[0]


def summary(draws: list[Draw], population: Population) -> dict[str, Any]:
    """Put the draws of one cell together."""
    errors = np.array([[draw.error_alone**2, draw.error**2] for draw in draws])
    generator = np.random.default_rng(0)
    resampled = errors[generator.integers(len(errors), size=(RESAMPLES, len(errors)))].mean(axis=1)
    ratios = resampled[:, 0] / resampled[:, 1]
    squares = np.mean([draw.squares for draw in draws], axis=0)
    variances = np.array(
        [
            np.var(population.answers[rows]) / judged
            for rows, judged in zip(
                (population.first, ~population.first), draws[0].judged, strict=True
            )
        ]
    )
    best = float(variances.sum() / (variances @ (1 - squares)))
    return {
        "coverage": Rate(sum(draw.covered for draw in draws), len(draws)),
        "coverage_alone": Rate(sum(draw.covered_alone for draw in draws), len(draws)),
        "width": float(np.mean([draw.width for draw in draws])),
        "effective": float(np.divide(*errors.mean(axis=0))),
        "effective_interval": [float(end) for end in np.quantile(ratios, [0.025, 0.975])],
        "claimed": float(np.median([draw.claimed for draw in draws])),
        "wanted": max(WANTED_SHARE * best, LEAST),
        "rho_squared": [float(square) for square in squares],
        "bias": float(np.mean([draw.error for draw in draws])),
        "significant": Rate(sum(draw.false_alarm for draw in draws), len(draws)),
    }


def missed(values: dict[str, Any]) -> str:
    """Say what was surely missed: the whole interval lies beyond what is wanted."""
    low, high = values["coverage"].interval
    marks = []
    if high < WANTED[0]:
        marks.append("too narrow")
    if low > WANTED[1]:
        marks.append("too wide")
    if values["effective_interval"][1] < values["wanted"]:
        marks.append("too little saved")
    return ", ".join(marks)


def show(label: str, judged: tuple[int, int], values: dict[str, Any]) -> None:
    low, high = values["effective_interval"]
    print(
        f"{label:28} {judged[0]:4d} {judged[1]:4d} {values['coverage']!s:31}"
        f" {values['coverage_alone'].share:6.3f} {values['width']:6.2f}"
        f" {values['effective']:6.2f} [{low:.2f}, {high:.2f}] {values['wanted']:6.2f}"
        f" {values['claimed']:6.2f}  {missed(values)}",
        flush=True,
    )


def splits(sizes: list[int]) -> Iterator[tuple[int, int]]:
    """Yield how many texts of each group are judged: as many, and one in five."""
    for size in sizes:
        yield size // 2, size - size // 2
        yield size // 5, size - size // 5


def main() -> None:
    parser = with_runs(parser_of(__doc__, data=True))
    parser.add_argument("--draws", type=int, default=1000, help="corpora a cell")
    parser.add_argument("--texts", type=int, default=10_000, help="texts in a corpus")
    parser.add_argument("--sizes", type=int, nargs="+", default=[50, 100, 300])
    parser.add_argument("--cases", nargs="+", choices=CASES, default=list(CASES))
    options = parser.parse_args()
    folder = data_folder(options.data)
    print(f"95% intervals that hold the truth, wanted {WANTED[0]} to {WANTED[1]}; 'alone' is the")
    print("judged texts alone, 'claimed' what the estimate says it saved (median).\n")
    print(
        f"{'case':28} {'judged':>9} {'coverage':31} {'alone':>6} {'width':>6}"
        f" {'effective':>19} {'wanted':>6} {'claimed':>7}"
    )
    results: list[dict[str, Any]] = []
    for case in options.cases:
        for judged in splits(options.sizes):
            seeds = range(options.first_seed, options.first_seed + options.draws)
            tasks = [Task(case, judged, seed, options.texts, folder) for seed in seeds]
            draws = list(counted(in_parallel(one_draw, tasks, jobs=options.jobs), len(tasks)))
            values = summary(draws, population_of(case, folder))
            show(case, judged, values)
            results.append({"case": case, "judged": judged, **plain(values)})
            write_json(options.json, {"options": _named(options), "results": results})


def plain(values: dict[str, Any]) -> dict[str, Any]:
    return {
        name: value.to_dict() if isinstance(value, Rate) else value
        for name, value in values.items()
    }


def _named(options: Any) -> dict[str, Any]:
    return {"draws": options.draws, "texts": options.texts, "first_seed": options.first_seed}


if __name__ == "__main__":
    main()
