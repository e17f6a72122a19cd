"""Which form of question makes a language model name what sets two groups of texts apart.

Seven pairs of groups of open texts whose difference is known. Each form is asked with the same
texts, and a property counts as the difference named when it holds one of the strict key words of
its pair. Neither a goal nor what the texts are is told. What the model says is written to
``benchmarks/scores/proposers-MODEL.csv`` (pair, form, draw, place, property), and ``--replay``
counts it again without asking.
"""

from __future__ import annotations

import argparse
import csv
import re
import sys
from collections.abc import Iterator, Sequence
from dataclasses import astuple, dataclass
from pathlib import Path

import numpy as np
import pandas as pd
from measuring import data_folder, parser_of, write_json

from dataexplain.llm import Budget, ChatModel, Embedder, open_embedder, open_model
from dataexplain.search.cluster_proposals import propose_by_clusters
from dataexplain.search.difference_asking import Asking
from dataexplain.search.difference_questions import (
    COMPLETION,
    FACETS,
    KEY_TERMS,
    ONE_GROUP,
    TERM_FACETS,
    TWO_GROUPS,
)
from dataexplain.search.discovery_texts import DiscoveryTexts

SCORES = Path(__file__).parent / "scores"
TEXTS_OF_A_GROUP = 300
CLUSTERS, MOST_CLUSTERS = "clusters", 4
ASKED = (
    (TERM_FACETS, 1),
    (KEY_TERMS, 1),
    (FACETS, 0),
    (TWO_GROUPS, 0),
    (COMPLETION, 0),
)
FURTHER = ((ONE_GROUP, 0), (TERM_FACETS, 0), (FACETS, 1), (TWO_GROUPS, 1), (KEY_TERMS, 0))
FORMS = (TERM_FACETS, KEY_TERMS, FACETS, TWO_GROUPS, COMPLETION, ONE_GROUP, CLUSTERS)


@dataclass(frozen=True)
class Pair:
    """Two groups of one file, and what a property that names either must say."""

    file: str
    first: str
    second: str
    named: str

    @property
    def name(self) -> str:
        """The file and the groups."""
        return f"{self.file}: {self.first} or {self.second}"


PAIRS = (
    Pair(
        "sst2",
        "positive",
        "negative",
        r"positiv|prais|enjoy|admir|favou?rabl|enthusias|negativ|critici|disappoint|dissatisf",
    ),
    Pair(
        "subj",
        "subjective",
        "objective",
        r"opinion|subjectiv|review|critiqu|critici|evaluat|plot|narrati|tells? a story|storyline"
        r"|synops|objectiv|factual",
    ),
    Pair(
        "sms_spam",
        "spam",
        "ham",
        r"spam|advert|promot|marketing|commercial|scam|offer|prize|personal|casual|informal|friends"
        r"|conversation",
    ),
    Pair(
        "emotion",
        "joy",
        "anger",
        r"\bjoy|happ|positiv|content|delight|gratitude|anger|angry|irritat|annoy|frustrat|negativ"
        r"|resent|hostil",
    ),
    Pair(
        "ag_news_test7600",
        "Sports",
        "World",
        r"sport|athlet|politic|\bwars?\b|conflict|government|international|militar|violen",
    ),
    Pair(
        "ag_news_test7600",
        "Business",
        "Sci/Tech",
        r"business|econom|financ|stock|technolog|scien|computer|software|internet|space",
    ),
    Pair(
        "emotion",
        "sadness",
        "love",
        r"\bsad|depress|despair|sorrow|negativ|unhapp|\blov|affection|caring|romantic|positiv",
    ),
)


@dataclass(frozen=True)
class Said:
    """One property that came of one form."""

    pair: str
    form: str
    draw: int
    place: int
    words: str

    @property
    def names_it(self) -> bool:
        """Whether it names the difference of its pair."""
        named = next(pair.named for pair in PAIRS if pair.name == self.pair)
        return re.search(named, self.words, re.IGNORECASE) is not None


def texts_of(pair: Pair, folder: Path) -> DiscoveryTexts:
    """Return texts of both groups, the same in every run."""
    frame = pd.read_csv(folder / "text" / f"{pair.file}.csv")
    sides = [
        frame.loc[frame["label"] == label, "text"].sample(TEXTS_OF_A_GROUP, random_state=0)
        for label in (pair.first, pair.second)
    ]
    in_a = np.arange(2 * TEXTS_OF_A_GROUP) < TEXTS_OF_A_GROUP
    return DiscoveryTexts(tuple(pd.concat(sides)), in_a, (pair.first, pair.second))


def asked(
    pair: Pair,
    texts: DiscoveryTexts,
    model: ChatModel,
    embedder: Embedder,
    schedule: Sequence[tuple[str, int]],
) -> Iterator[Said]:
    """Yield what each form names, one form after the other."""
    for form, draw in schedule:
        asking = Asking.about(texts, embedder, wanted=1000, seed=0, schedule=((form, draw),))
        found = asking.propose(model)
        print(pair.name, form, draw, found.notes, file=sys.stderr)
        for place, candidate in enumerate(found.candidates):
            yield Said(pair.name, form, draw, place, candidate.property)
    found = propose_by_clusters(texts, embedder, model, wanted=MOST_CLUSTERS, seed=0)
    for place, candidate in enumerate(found.candidates):
        yield Said(pair.name, CLUSTERS, 0, place, candidate.property)


def table(said: Sequence[Said]) -> dict[str, dict[str, str]]:
    """Return, for each pair and form, how many of its properties name the difference."""
    rows: dict[str, dict[str, str]] = {}
    for pair in PAIRS:
        for form in FORMS:
            own = [entry for entry in said if (entry.pair, entry.form) == (pair.name, form)]
            if own:
                naming = sum(entry.names_it for entry in own)
                rows.setdefault(pair.name, {})[form] = f"{naming} of {len(own)}"
    return rows


def read(file: Path) -> list[Said]:
    if not file.exists():
        return []
    with file.open(encoding="utf-8", newline="") as rows:
        return [
            Said(pair, form, int(draw), int(place), said)
            for pair, form, draw, place, said in list(csv.reader(rows))[1:]
        ]


def write(file: Path, said: Sequence[Said]) -> None:
    with file.open("w", encoding="utf-8", newline="") as rows:
        writer = csv.writer(rows, lineterminator="\n")
        writer.writerow(["pair", "form", "draw", "place", "property"])
        writer.writerows(astuple(entry) for entry in said)


def main() -> None:
    parser: argparse.ArgumentParser = parser_of(__doc__, data=True)
    parser.add_argument("--model", default="embedded:qwen2.5-coder-1.5b")
    parser.add_argument("--calls", type=int, default=400, help="calls of the model at most")
    parser.add_argument("--pair", type=int, action="append", help="only this pair, from 0")
    parser.add_argument("--further", action="store_true", help="ask further forms and draws")
    parser.add_argument("--replay", action="store_true", help="ask nothing")
    options = parser.parse_args()
    file = SCORES / f"proposers-{options.model.rpartition(':')[2]}.csv"
    said = read(file)
    if not options.replay:
        schedule = (*ASKED, *FURTHER) if options.further else ASKED
        folder = data_folder(options.data)
        budget = Budget(calls=options.calls)
        with open_model(options.model, budget=budget) as model, open_embedder("minilm") as embedder:
            for place in options.pair or range(len(PAIRS)):
                pair = PAIRS[place]
                others = [entry for entry in said if entry.pair != pair.name]
                texts = texts_of(pair, folder)
                said = [*others, *asked(pair, texts, model, embedder, schedule)]
                write(file, said)
    found = table(said)
    for name, forms in found.items():
        print(f"{name:40s}", *(f"{form}: {forms.get(form, '-')}" for form in FORMS), sep="  ")
    write_json(options.json, found)


if __name__ == "__main__":
    main()
