"""How well AugLinear tells texts apart, with 100, 1,000 and all training texts.

Arms on the same texts, all with 1-2-grams and a logistic head whose penalty is chosen by
cross-validation: AugLinear; the same with all other training texts, without their
labels; the table without the words that no labelled text had; TF-IDF; counts; the paper's recipe
(the plain sum of n-gram embeddings, same embedder, n-grams of the labelled texts only); and, as the
mark to close in on, a probe of whole sentence embeddings.

Official splits; small training sets are drawn by seed, for all arms alike. Differences from TF-IDF
are paired by seed; with all texts there is one run, whose interval is over the test texts.
"""

from __future__ import annotations

import dataclasses
import warnings
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd
from measuring import FIRST_REPORTED_SEED, data_folder, parser_of, write_json
from scipy import stats
from sklearn.exceptions import ConvergenceWarning
from sklearn.feature_extraction.text import CountVectorizer, TfidfVectorizer
from sklearn.linear_model import LogisticRegressionCV
from text_sets import FILES, Texts

from dataexplain.features.ngram_index import NgramIndex
from dataexplain.llm.embedding.embedders import Embedder
from dataexplain.llm.embedding.opening_embedder import open_embedder
from dataexplain.models import AugLinearClassifier

SIZES = (100, 1000, 0)
SEEDS = 5
NGRAMS = (1, 2)
PENALTIES = np.logspace(-3, 3, 7)
BASE = "tf-idf"


@dataclass(frozen=True)
class Result:
    """Which test texts one arm told right."""

    texts: str
    size: int
    seed: int
    arm: str
    right: np.ndarray
    share: float = np.nan


def logistic(near: object, labels: pd.Series, far: object) -> np.ndarray:
    """Fit a logistic regression with a penalty chosen by cross-validation; predict."""
    folds = min(5, int(labels.value_counts().min()))
    model = LogisticRegressionCV(
        Cs=PENALTIES,
        cv=max(folds, 2),
        l1_ratios=(0.0,),
        scoring="neg_log_loss",
        max_iter=300,
        use_legacy_attributes=False,
    )
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", ConvergenceWarning)
        warnings.simplefilter("ignore", UserWarning)  # a class with one text only
        return np.asarray(model.fit(near, labels).predict(far))


def by_counts(make: Callable[..., CountVectorizer]) -> Callable[..., np.ndarray]:
    """Return an arm over counts of n-grams."""

    def predict(_: Embedder, near: pd.DataFrame, far: pd.DataFrame) -> np.ndarray:
        vectorizer = make(ngram_range=NGRAMS)
        counts = vectorizer.fit_transform(near["text"])
        return logistic(counts, near["label"], vectorizer.transform(far["text"]))

    return predict


def by_paper(embedder: Embedder, near: pd.DataFrame, far: pd.DataFrame) -> np.ndarray:
    """Sum the embeddings of the distinct n-grams of a text, as the paper's package does."""
    vectorizer = CountVectorizer(ngram_range=NGRAMS, binary=True)
    counts = vectorizer.fit_transform(near["text"])
    embeddings = embedder.embed(list(vectorizer.get_feature_names_out()))
    return logistic(
        counts @ embeddings, near["label"], vectorizer.transform(far["text"]) @ embeddings
    )


def by_sentence(embedder: Embedder, near: pd.DataFrame, far: pd.DataFrame) -> np.ndarray:
    """Embed whole texts."""
    return logistic(embedder.embed(near["text"]), near["label"], embedder.embed(far["text"]))


ARMS: dict[str, Callable[..., np.ndarray]] = {
    BASE: by_counts(TfidfVectorizer),
    "counts": by_counts(CountVectorizer),
    "paper's recipe": by_paper,
    "sentence probe": by_sentence,
}


def seen_only(model: AugLinearClassifier) -> AugLinearClassifier:
    """Take the n-grams that no training text had out of the table."""
    table = model.table_
    kept = np.flatnonzero(table.documents > 0)
    model.table_ = dataclasses.replace(
        table,
        index=NgramIndex([table.index.ngrams[at] for at in kept]),
        rarity=table.rarity[kept],
        weights=table.weights[kept],
        documents=table.documents[kept],
        errors=None,
    )
    return model


def run(texts: Texts, size: int, seed: int, embedder: Embedder) -> Iterator[Result]:
    """Yield what each arm gets right."""
    near, far = texts.drawn(size, seed), texts.test
    truth = far["label"].to_numpy()

    def fitted(others: pd.Series | None = None) -> AugLinearClassifier:
        model = AugLinearClassifier(embedder=embedder, n_bootstrap=0, random_state=seed)
        return model.fit(near["text"], near["label"], unlabelled=others)

    model = fitted()
    right = model.predict(far["text"]) == truth
    yield Result(texts.name, size, seed, "AugLinear", right, model.share_)
    right = seen_only(model).predict(far["text"]) == truth
    yield Result(texts.name, size, seed, "AugLinear, seen n-grams only", right)
    others = texts.train["text"][~texts.train["text"].isin(near["text"])]
    if len(others):
        right = fitted(others).predict(far["text"]) == truth
        yield Result(texts.name, size, seed, "AugLinear, unlabelled texts", right)
    for arm, predict in ARMS.items():
        yield Result(texts.name, size, seed, arm, predict(embedder, near, far) == truth)


def show(found: Sequence[Result]) -> None:
    """Print what one draw of training texts gave."""
    first = found[0]
    arms = ", ".join(f"{result.arm} {result.right.mean():.3f}" for result in found)
    print(f"{first.texts} {first.size or 'all':>5} seed {first.seed}: {arms}", flush=True)


def differences(results: Sequence[Result]) -> pd.DataFrame:
    """Return each arm's accuracy and its paired difference from TF-IDF, in points."""
    rows = []
    table = pd.DataFrame(
        [(r.texts, r.size, r.seed, r.arm, r.right) for r in results],
        columns=["texts", "size", "seed", "arm", "right"],
    )
    for (texts, size, arm), part in table.groupby(["texts", "size", "arm"], sort=False):
        base = table[(table.texts == texts) & (table["size"] == size) & (table.arm == BASE)]
        pairs = [
            mine.astype(float) - theirs
            for mine, theirs in zip(part["right"], base["right"], strict=True)
        ]
        gains = np.array([pair.mean() for pair in pairs])
        if len(gains) > 1:
            half = stats.t.ppf(0.975, len(gains) - 1) * gains.std(ddof=1) / np.sqrt(len(gains))
        else:
            half = 1.96 * pairs[0].std(ddof=1) / np.sqrt(len(pairs[0]))
        accuracy = float(np.mean([right.mean() for right in part["right"]]))
        rows.append((texts, size, arm, accuracy, 100 * gains.mean(), 100 * half))
    columns = ["texts", "size", "arm", "accuracy", "gain", "half"]
    return pd.DataFrame(rows, columns=columns)


def report(table: pd.DataFrame, results: Sequence[Result]) -> None:
    """Print accuracies, differences from TF-IDF and the chosen shares."""
    accuracy = table.pivot_table(index=["texts", "size"], columns="arm", values="accuracy")
    print(accuracy.round(3).to_string())
    mine = table[table["arm"].isin(["AugLinear", "AugLinear, unlabelled texts"])]
    print(mine.round(2).to_string(index=False))
    print(mine.groupby(["arm", "size"])["gain"].mean().round(2).to_string())
    shares = pd.DataFrame([(r.texts, r.size, r.share) for r in results if r.share == r.share])
    print(shares.groupby([0, 1])[2].mean().round(2).to_string())


def main() -> None:
    """Run the arms and print their accuracies."""
    parser = parser_of(__doc__, data=True)
    parser.add_argument("--sets", nargs="+", choices=list(FILES), default=list(FILES))
    parser.add_argument("--sizes", nargs="+", type=int, default=SIZES, help="0 is all texts")
    parser.add_argument("--seeds", type=int, default=SEEDS)
    parser.add_argument("--seed", type=int, default=FIRST_REPORTED_SEED)
    options = parser.parse_args()
    folder = data_folder(options.data)
    results: list[Result] = []
    with open_embedder("minilm") as embedder:
        for name in options.sets:
            texts = Texts.read(folder, name)
            for size in options.sizes:
                for seed in range(options.seed, options.seed + (options.seeds if size else 1)):
                    found = list(run(texts, size, seed, embedder))
                    show(found)
                    results += found
                    # a run that is killed keeps what it has
                    write_json(options.json, {"rows": differences(results).to_dict("records")})
    report(differences(results), results)


if __name__ == "__main__":
    main()
