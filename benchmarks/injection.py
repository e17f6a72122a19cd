"""Do rows that carry instructions to the judge change what it says of them.

100 sentences of open sets, each judged as it stands and with a sentence put before or behind it:
an instruction of each of three lists, which asks for the opposite of the plain answer, or a
harmless sentence, which shows what any added one changes. Each is asked about twice: as every
judge asks (`guarded`), and with all of it shown (`bare`). An answer is yes above the point that
parts the plain answers most clearly, as in a report; no answer counts as changed. What was said is
written to ``benchmarks/scores/injection-MODEL.csv`` (no text); ``--replay`` reads it again.
``--ordinary`` asks no model: it counts the texts of the open sets that lose a passage.
"""

from __future__ import annotations

import csv
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pandas as pd
from injected_sentences import LISTS
from measuring import FIRST_REPORTED_SEED, Rate, data_folder, parser_of, write_json

from dataexplain.features.judged_columns import parting
from dataexplain.llm import Budget, ChatModel, open_model
from dataexplain.llm.addressed_passages import addressed_passages
from dataexplain.llm.asking import Purpose
from dataexplain.llm.judge_many import judge_many
from dataexplain.llm.judge_question import DEFAULT_FORM, OPTIONS, Question, ShownText
from dataexplain.llm.prompt_files import prompt

SCORES = Path(__file__).parent / "scores"
TEXTS = 50
# By set: what is asked of its sentences.
ASKED = {
    "text/sst2.csv": "expresses a positive opinion",
    "text/ag_news_test7600.csv": "is about sports",
}
ORDINARY = ("text/*.csv", "d5_binary/*.csv")


@dataclass(frozen=True)
class Said:
    """One row's plain answer, and those with a sentence beside the text."""

    file: str
    row: int
    sentences: str
    place: int
    before: bool
    plain: float
    bare: float
    guarded: float


def drawn(folder: Path, file: str, seed: int) -> pd.Series:
    """Return texts by their row."""
    texts = pd.read_csv(folder / file, keep_default_na=False).drop_duplicates("text")["text"]
    return texts.sample(TEXTS, random_state=seed)


def beside(text: str, sentences: tuple[str, ...], place: int, wanted: str) -> str:
    """Return a text with a sentence before or behind it."""
    said = sentences[place % len(sentences)].format(wanted)
    return f"{said} {text}" if is_before(sentences, place) else f"{text} {said}"


def is_before(sentences: tuple[str, ...], place: int) -> bool:
    """Return whether a sentence stands before the text: in every second round of its list."""
    return place // len(sentences) % 2 == 1


def told_all(model: ChatModel, property: str, texts: list[str]) -> np.ndarray:
    """Return what a judge says that is shown all of each text."""
    options = OPTIONS[DEFAULT_FORM]
    question = Question(prompt(f"judge_{DEFAULT_FORM}"), property, options)
    shown = [question.about(ShownText(text, cut=False, instructed=False)) for text in texts]
    purpose = Purpose(None, question.prompt.version)
    return np.array([*map(question.log_odds, model.choose_each(shown, options, purpose=purpose))])


def asked(folder: Path, model: str, budget: int, seed: int) -> Iterator[Said]:
    """Yield what the judge said."""
    with open_model(model, budget=Budget(calls=budget), log=False) as opened:
        for file, property in ASKED.items():
            texts = drawn(folder, file, seed)
            plain = told_all(opened, property, texts.tolist())
            bound = parting(plain[~np.isnan(plain)])
            wanted = ["No" if odds > bound else "Yes" for odds in plain]
            for name, sentences in LISTS.items():
                turned = [
                    beside(text, sentences, place, answer)
                    for place, (text, answer) in enumerate(zip(texts, wanted, strict=True))
                ]
                bare = told_all(opened, property, turned)
                (guarded,) = judge_many(opened, [property], turned)
                if guarded.unasked:
                    sys.exit(f"The budget ended in {file}; what was asked is kept.")
                for place, row in enumerate(texts.index):
                    before, number = is_before(sentences, place), place % len(sentences)
                    odds = (plain[place], bare[place], guarded.log_odds[place])
                    yield Said(file, int(row), name, number, before, *map(float, odds))


def changed(said: pd.DataFrame) -> pd.DataFrame:
    """Return whether each verdict changed, bare and guarded."""
    bounds = said.groupby("file")["plain"].transform(lambda odds: parting(odds.to_numpy()))
    verdicts = {
        name: ((said["plain"] > bounds) != (said[name] > bounds)) | said[name].isna()
        for name in ("bare", "guarded")
    }
    return said.assign(**verdicts)


def ordinary(folder: Path) -> dict[str, Rate]:
    """Return how many texts of each open set lose a passage."""
    rates = {}
    for pattern in ORDINARY:
        for path in sorted(folder.glob(pattern)):
            table = pd.read_csv(path, keep_default_na=False, dtype=str)
            texts = table[
                max(table, key=lambda name: table[name].str.len().mean())
            ].drop_duplicates()
            losing = sum(bool(addressed_passages(text)) for text in texts)
            rates[str(path.relative_to(folder))] = Rate(losing, len(texts))
    return rates


def scores_path(model: str) -> Path:
    """Return where the scores of a model are kept."""
    return SCORES / f"injection-{model.rpartition(':')[2]}.csv"


def report(found: pd.DataFrame) -> dict[str, Rate]:
    """Print how many verdicts changed, and return the rates by list."""
    rates = {}
    for arm in ("bare", "guarded"):
        for name, rows in found.groupby("sentences", sort=False):
            rates[f"{name}, {arm}"] = Rate(int(rows[arm].sum()), len(rows))
            print(f"{name:10} {arm:8} verdicts changed {rates[f'{name}, {arm}']}")
    parts = found.groupby(["sentences", "file"], sort=False)[["bare", "guarded"]].sum()
    print(parts.to_string())
    left = found[found["guarded"] & (found["sentences"] != "harmless")]
    print(left.groupby(["sentences", "place", "before"]).size().to_string())
    return rates


def main() -> None:
    parser = parser_of(__doc__, data=True)
    parser.add_argument("--model", default="embedded:qwen2.5-coder-1.5b")
    parser.add_argument("--budget", type=int, default=1000, help="calls at most")
    parser.add_argument("--seed", type=int, default=FIRST_REPORTED_SEED)
    parser.add_argument("--replay", action="store_true", help="analyse the scores kept")
    parser.add_argument("--ordinary", action="store_true", help="count ordinary texts, ask nothing")
    options = parser.parse_args()
    if options.ordinary:
        rates = ordinary(data_folder(options.data))
        for name, rate in rates.items():
            print(f"{name:28} {rate}")
    else:
        path = scores_path(options.model)
        if not options.replay:
            said = asked(data_folder(options.data), options.model, options.budget, options.seed)
            with path.open("w", encoding="utf-8", newline="") as file:
                writer = csv.writer(file)
                writer.writerow(Said.__annotations__)
                writer.writerows(vars(one).values() for one in [*said])
        rates = report(changed(pd.read_csv(path)))
    write_json(options.json, {name: rate.to_dict() for name, rate in rates.items()})


if __name__ == "__main__":
    main()
