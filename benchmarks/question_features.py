"""Question features against n-grams: accuracy from few texts, with the judged rows stated.

Five open sets, each with a fixed list of general questions. `QuestionFeatures` with a logistic
regression, against TF-IDF of words and word pairs with a logistic regression, trained on 100 and
on 1,000 texts. New texts are predicted by the probes: no test text is judged. Beside it the
logistic regression on the embeddings alone, which is no model that can be read.

What the judge says is written to ``benchmarks/scores/question_features-MODEL.csv`` (row, question,
log-odds; no text), and ``--replay`` analyses it again without asking. A run stops at ``--budget``
judged rows; a set that it did not reach is left out. With 1,000 training texts so many are judged
that all sets are within the budget.
"""

from __future__ import annotations

import csv
import math
import sys
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pandas as pd
from measuring import FIRST_REPORTED_SEED, data_folder, parser_of, write_json
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.linear_model import LogisticRegressionCV
from sklearn.model_selection import StratifiedKFold
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler

from dataexplain.features import QuestionFeatures
from dataexplain.features.question_rows import drawn_texts
from dataexplain.llm import Budget, ChatModel, Embedder, Scripted, open_embedder, open_model
from dataexplain.llm.judge import CONTENT_FREE, DEFAULT_FORM, OPTIONS, Question
from dataexplain.llm.judge_many import judge_many
from dataexplain.llm.prompt_files import prompt

SIZES = (100, 1000)
TEST_ROWS = 1000
SCORES = Path(__file__).parent / "scores"
CONTENT_FREE_ROW = -1  # of -1, -2, ...: the texts without content


@dataclass(frozen=True)
class Corpus:
    """A file of texts, and general questions about texts of its kind."""

    file: str
    questions: tuple[str, ...]

    @property
    def name(self) -> str:
        """The file without its ending."""
        return Path(self.file).stem


CORPORA = (
    Corpus(
        "text/sst2.csv",
        (
            "expresses a positive opinion",
            "expresses disappointment",
            "praises an actor or a performance",
            "complains about the plot",
            "is boring or bored",
            "recommends something",
        ),
    ),
    Corpus(
        "text/sms_spam.csv",
        (
            "is an advertisement",
            "offers a prize or money",
            "asks the reader to call or text a number",
            "is a private message between friends",
            "is about meeting somebody",
            "sounds urgent",
        ),
    ),
    Corpus(
        "text/ag_news_test7600.csv",
        (
            "is about sports",
            "is about business or the economy",
            "is about science or technology",
            "is about war or politics",
            "names a company",
            "reports the result of a game",
        ),
    ),
    Corpus(
        "text/emotion.csv",
        (
            "expresses joy",
            "expresses sadness",
            "expresses anger",
            "expresses fear",
            "expresses love or affection",
            "expresses surprise",
        ),
    ),
    Corpus(
        "text/subj.csv",
        (
            "expresses a subjective opinion",
            "tells what happens in a story",
            "judges the quality of something",
            "names a character",
            "speaks to the reader",
            "describes a plan or a conflict of a person",
        ),
    ),
)


@dataclass(frozen=True)
class Said:
    """What was said of one row about one question, before anything is taken off."""

    corpus: str
    seed: int
    row: int
    question: int
    prompt: str
    log_odds: float


@dataclass(frozen=True)
class Sample:
    """Training and test rows of one corpus; the first training rows are the smaller sample."""

    train: pd.DataFrame
    test: pd.DataFrame

    def first(self, size: int) -> pd.DataFrame:
        """Return the first training rows."""
        return self.train.iloc[:size]


def sample(corpus: Corpus, folder: Path, seed: int) -> Sample:
    """Draw distinct training and test texts, from the splits that come with them."""
    table = pd.read_csv(folder / corpus.file, keep_default_na=False).drop_duplicates("text")
    generator = np.random.default_rng(seed)
    train, test = (
        generator.permutation(table.index[table["split"] == split]) for split in ("train", "test")
    )
    return Sample(table.loc[train[: max(SIZES)]], table.loc[test[:TEST_ROWS]])


def judged_texts(drawn: Sample, judge_rows: int, seed: int) -> list[str]:
    """Return the texts that the transformers of all sizes will judge, each once."""
    wanted: dict[str, None] = {}
    for size in SIZES:
        wanted |= dict.fromkeys(drawn_texts(drawn.first(size)["text"], judge_rows, seed))
    return list(wanted)


def ask(model: ChatModel, folder: Path, seed: int, judge_rows: int) -> Iterator[Said]:
    """Yield what the judge says of every corpus that the budget reaches whole."""
    for corpus in CORPORA:
        drawn = sample(corpus, folder, seed)
        texts = judged_texts(drawn, judge_rows, seed)
        rows = pd.Series(drawn.train.index, drawn.train["text"])
        places = [CONTENT_FREE_ROW - at for at in range(len(CONTENT_FREE))]
        places += [int(rows[text]) for text in texts]
        found = judge_many(model, corpus.questions, [*CONTENT_FREE, *texts], calibrate=False)
        if any(judged.unasked for judged in found):
            print(f"The budget ended in {corpus.name}.", file=sys.stderr)
            return
        for number, judged in enumerate(found):
            for row, log_odds in zip(places, judged.log_odds, strict=True):
                yield Said(corpus.name, seed, row, number, judged.prompt, float(log_odds))
        print(f"{corpus.name} is done: {len(texts)} texts were judged.", file=sys.stderr)


def replayed(corpus: Corpus, drawn: Sample, said: pd.DataFrame) -> Scripted:
    """Return a model that says again what was said."""
    options = OPTIONS[DEFAULT_FORM]
    wording = prompt(f"judge_{DEFAULT_FORM}")
    if set(said["prompt"]) != {wording.version}:
        sys.exit(f"{corpus.name} was judged by another prompt than {wording.version}: judge again.")
    texts = {CONTENT_FREE_ROW - at: text for at, text in enumerate(CONTENT_FREE)}
    texts |= dict(zip(drawn.train.index, drawn.train["text"], strict=True))
    lines: dict[str, Mapping[str, float] | str] = {}
    for row, number, log_odds in said[["row", "question", "log_odds"]].itertuples(index=False):
        question = Question(wording, corpus.questions[number], options)
        (message,) = question.prompt.fill(property=question.property, text=texts[row])
        yes = 1 / (1 + math.exp(-log_odds))
        no_answer = math.isnan(yes)
        lines[message.content] = "?" if no_answer else {options[0]: yes, options[1]: 1 - yes}
    return Scripted(lines, name="replayed")


def logistic(labels: pd.Series, seed: int) -> LogisticRegressionCV:
    """Return the classifier that all columns are given to."""
    folds = max(2, min(5, int(labels.value_counts().min())))
    return LogisticRegressionCV(
        Cs=np.logspace(-2, 4, 7),
        cv=StratifiedKFold(folds, shuffle=True, random_state=seed),
        scoring="neg_log_loss",
        l1_ratios=(0.0,),
        use_legacy_attributes=False,
        max_iter=2000,
        random_state=seed,
    )


def compared(
    corpus: Corpus, drawn: Sample, model: ChatModel, embedder: Embedder, judge_rows: int, seed: int
) -> Iterator[dict[str, object]]:
    """Yield the accuracy of each way at each size."""
    test = drawn.test["text"].tolist()
    for size in SIZES:
        part = drawn.first(size)
        texts, labels = part["text"].tolist(), part["label"]
        features = QuestionFeatures(
            corpus.questions,
            model=model,
            embedder=embedder,
            judge_rows=judge_rows,
            random_state=seed,
        )
        questions = make_pipeline(features, StandardScaler(), logistic(labels, seed)).fit(
            texts, labels
        )
        words = make_pipeline(
            TfidfVectorizer(ngram_range=(1, 2), sublinear_tf=True), logistic(labels, seed)
        ).fit(texts, labels)
        probe = logistic(labels, seed).fit(embedder.embed(texts), labels)
        truth = drawn.test["label"].to_numpy()
        predicted = {
            "questions": questions.predict(test),
            "tfidf": words.predict(test),
            "embeddings": probe.predict(embedder.embed(test)),
        }
        yield {
            "corpus": corpus.name,
            "seed": seed,
            "texts": size,
            "judged_texts": features.judged_rows_,
            "judged_rows": features.judged_rows_ * len(corpus.questions),
            "columns": len(features.columns_),
            "least_agreement": min(features.probe_scores_.values()),
            **{way: float(np.mean(found == truth)) for way, found in predicted.items()},
        }


def analysed(folder: Path, said: pd.DataFrame, judge_rows: int) -> pd.DataFrame:
    """Return what was measured of every corpus that was judged."""
    found: list[dict[str, object]] = []
    with open_embedder("minilm") as embedder:
        for corpus in CORPORA:
            part = said[said["corpus"] == corpus.name]
            if part.empty:
                print(f"{corpus.name} was not judged.", file=sys.stderr)
                continue
            seed = int(part["seed"].iloc[0])
            drawn = sample(corpus, folder, seed)
            with ChatModel(replayed(corpus, drawn, part)) as model:
                found += compared(corpus, drawn, model, embedder, judge_rows, seed)
    return pd.DataFrame(found)


def write_scores(path: Path, scores: Sequence[Said]) -> None:
    """Write what the judge said, without any text."""
    path.parent.mkdir(exist_ok=True)
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(Said.__annotations__)
        for score in scores:
            writer.writerow(
                f"{value:.5g}" if isinstance(value, float) else value
                for value in vars(score).values()
            )


def main() -> None:
    parser = parser_of(__doc__, data=True)
    parser.add_argument("--model", default="embedded:qwen2.5-coder-1.5b")
    parser.add_argument("--budget", type=int, default=6000, help="judged rows at most")
    parser.add_argument("--judge-rows", type=int, help="texts judged a set and size")
    parser.add_argument("--seed", type=int, default=FIRST_REPORTED_SEED)
    parser.add_argument("--replay", action="store_true", help="analyse the scores kept")
    options = parser.parse_args()
    folder = data_folder(options.data)
    kept = SCORES / f"question_features-{options.model.rpartition(':')[2]}.csv"
    questions = sum(len(corpus.questions) for corpus in CORPORA)
    within = (options.budget // questions - len(CONTENT_FREE)) // len(SIZES)
    judge_rows = options.judge_rows or max(within, 1)
    if not options.replay:
        with open_model(options.model, budget=Budget(calls=options.budget), log=False) as model:
            write_scores(kept, list(ask(model, folder, options.seed, judge_rows)))
    measured = analysed(folder, pd.read_csv(kept), judge_rows)
    print(measured.round(3).to_string(index=False))
    means = measured.groupby("texts")[["judged_rows", "questions", "tfidf", "embeddings"]].mean()
    print("\nMean over sets")
    print(means.round(3).to_string())
    write_json(options.json, measured.to_dict("records"))


if __name__ == "__main__":
    main()
