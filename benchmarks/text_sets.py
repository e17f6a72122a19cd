"""The open sets of labelled texts, divided as their publishers did."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pandas as pd

FILES: dict[str, str] = {
    "sst2": "sst2.csv",
    "rotten_tomatoes": "rotten_tomatoes.csv",
    "subj": "subj.csv",
    "ag_news": "ag_news_test7600.csv",
    "emotion": "emotion.csv",
    "sms_spam": "sms_spam.csv",
}


@dataclass(frozen=True)
class Texts:
    """Training and test texts of one set: frames with `text` and `label`."""

    name: str
    train: pd.DataFrame
    test: pd.DataFrame

    @classmethod
    def read(cls, folder: Path, name: str) -> Texts:
        """Read a set of the open data; a text that is in both parts stays in the test part only."""
        table = pd.read_csv(folder / "text" / FILES[name], keep_default_na=False)
        test = table[table["split"] == "test"]
        train = table[(table["split"] == "train") & ~table["text"].isin(test["text"])]
        return cls(name, train.reset_index(drop=True), test.reset_index(drop=True))

    def drawn(self, size: int, seed: int) -> pd.DataFrame:
        """Return training rows drawn at random, at most so many; all of them for size 0."""
        if not size:
            return self.train
        order = np.random.default_rng([seed, size]).permutation(len(self.train))
        return self.train.iloc[order[:size]]
