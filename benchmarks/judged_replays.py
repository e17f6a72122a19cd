"""Tables of what a judge said of texts, to be asked again without a judge.

`judged_table.py` made one of 30 properties; `question_features.py` made five of 6, which are
widened here by columns of their own: shuffled, wholly or in part, so that they tell the groups
apart less or not at all.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

import judged_table
import numpy as np
import pandas as pd
import question_features

from dataexplain.randomness import generator_for
from dataexplain.search.candidate import Candidate
from dataexplain.search.judged_scores import Asking, JudgedScores, asking_table

LEAST_TEXTS = 20  # of a group
# What part of a shuffled column stays as it was.
KEPT_PARTS = (0.0, 0.0, 0.0, 0.3, 0.5)


@dataclass(frozen=True)
class JudgedTable:
    """What a judge said of each property in each text, and of which group the texts are.

    Parameters
    ----------
    name : str
    texts : tuple of str
    in_a : ndarray of bool of shape (texts,)
    properties : tuple of str
    log_odds : ndarray of shape (texts, properties)
    """

    name: str
    texts: tuple[str, ...]
    in_a: np.ndarray
    properties: tuple[str, ...]
    log_odds: np.ndarray

    @property
    def asking(self) -> Asking:
        """Return what answers from the table."""
        return asking_table(self.texts, self.properties, self.log_odds)

    @property
    def candidates(self) -> tuple[Candidate, ...]:
        """The properties as candidates."""
        return tuple(Candidate(property, "bank") for property in self.properties)

    def scores(self) -> JudgedScores:
        """Return scores of which nothing is asked yet."""
        return JudgedScores(self.texts, self.asking, self.candidates)

    def part(self, rows: np.ndarray) -> JudgedTable:
        """Return the table of some of its rows."""
        return replace(
            self,
            texts=tuple(self.texts[row] for row in rows),
            in_a=self.in_a[rows],
            log_odds=self.log_odds[rows],
        )

    def enlarged(self, rows: int, seed: int) -> JudgedTable:
        """Return so many rows, drawn from these with replacement; a row counts as a new text."""
        draws = generator_for(seed, f"enlarged {self.name}")
        sides = (np.flatnonzero(side) for side in (self.in_a, ~self.in_a))
        drawn = np.concatenate([draws.choice(side, rows // 2) for side in sides])
        larger = replace(self.part(drawn), name=f"{self.name}, {rows:,} rows drawn")
        return replace(larger, texts=tuple(f"row {row}" for row in range(rows)))


def headlines(folder: Path, model: str) -> JudgedTable | None:
    """Return the table of `judged_table.py`, as far as it was judged; None where it was not."""
    path = judged_table.scores_path(model)
    if not path.is_file():
        print(f"{path.name} is not there: run judged_table.py.", file=sys.stderr)
        return None
    said = pd.read_csv(path).pivot(index="row", columns="property", values="log_odds")
    texts = judged_table.drawn(folder)
    said = said.loc[[row for row in texts.index if row in said.index]].dropna(how="any")
    known = texts.loc[said.index]
    return JudgedTable(
        name="headlines",
        texts=tuple(known["text"]),
        in_a=(known["group"] == "yes").to_numpy(),
        properties=judged_table.PROPERTIES,
        log_odds=said.to_numpy(),
    )


def labelled(folder: Path, model: str) -> Iterator[JudgedTable]:
    """Yield the tables of `question_features.py`, a group being a label against all others."""
    path = question_features.SCORES / f"question_features-{model.rpartition(':')[2]}.csv"
    said = pd.read_csv(path)
    for corpus in question_features.CORPORA:
        own = said[(said["corpus"] == corpus.name) & (said["row"] >= 0)]
        answers = own.pivot(index="row", columns="question", values="log_odds").dropna()
        table = pd.read_csv(folder / corpus.file, keep_default_na=False).loc[answers.index]
        labels = sorted(table["label"].unique())
        # of two labels, one against the other is the same as the other against it
        for label in labels[: 1 if len(labels) == 2 else None]:
            in_a = (table["label"] == label).to_numpy()
            if min(in_a.sum(), (~in_a).sum()) >= LEAST_TEXTS:
                yield JudgedTable(
                    name=f"{corpus.name}: {label}",
                    texts=tuple(table["text"]),
                    in_a=in_a,
                    properties=corpus.questions,
                    log_odds=answers.to_numpy(),
                )


def widened(table: JudgedTable, properties: int, seed: int) -> JudgedTable:
    """Return the table with columns made of its own, in which rows have changed places."""
    draws = generator_for(seed, f"widened {table.name}")
    columns = list(table.log_odds.T)
    for _ in range(properties - len(columns)):
        column = table.log_odds[:, draws.integers(table.log_odds.shape[1])].copy()
        moved = np.flatnonzero(draws.random(len(column)) >= draws.choice(KEPT_PARTS))
        column[moved] = column[draws.permutation(moved)]
        columns.append(column)
    made = (f"has made-up property {place}" for place in range(len(table.properties), properties))
    return replace(table, properties=(*table.properties, *made), log_odds=np.column_stack(columns))
