"""What else is known of texts, cut into strata, and a difference with each column held fixed."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
import pandas as pd

from dataexplain.features.text_language import UNKNOWN, language_of
from dataexplain.features.tokens import words
from dataexplain.judged_records import StratumRecord
from dataexplain.verification.evidence import LEAST_OVERLAP
from dataexplain.verification.judged_outcome import JudgedOutcome
from dataexplain.verification.judged_texts import HeldOutTexts

BINS, LEVELS = 5, 8
# A stratum of fewer rows counts with the largest one.
LEAST_OF_A_STRATUM = 10
# One column is held for so many judged rows.
ROWS_PER_HELD = 10
# A difference of which less than half is left has not survived.
LEAST_LEFT = 0.5
LENGTH, LANGUAGE, COPIES = "length of the text", "language of the text", "copies of the text"
# With so many texts of one language the rest are likelier wrong guesses.
ONE_LANGUAGE = 0.95


@dataclass(frozen=True)
class HeldColumn:
    """One column to be held fixed.

    Parameters
    ----------
    strata : ndarray of int of shape (n,)
    marks : ndarray of shape (n, k)
        A mark for all strata but one; of a number its rank too, so that a course within a stratum
        is held as well.
    """

    strata: np.ndarray
    marks: np.ndarray


@dataclass(frozen=True)
class Strata:
    """The columns that are held fixed, one by one or together.

    Parameters
    ----------
    columns : dict of str to HeldColumn

    Examples
    --------
    >>> ages = pd.DataFrame({"age": range(100)})
    >>> held_out = HeldOutTexts(("a",) * 100, np.arange(100) < 50, ages)
    >>> strata = Strata.of(held_out)
    >>> [*strata.columns], strata.columns["age"].strata[[0, 25, 99]].tolist()
    (['age'], [0, 1, 4])
    """

    columns: dict[str, HeldColumn]

    @classmethod
    def of(cls, held_out: HeldOutTexts) -> Strata:
        """Cut every covariate of the texts, their length, language and copies into strata."""
        given = {str(name): values for name, values in held_out.covariates.items()}
        found: dict[str, HeldColumn] = {}
        for name, values in {**_of_texts(held_out.texts), **given}.items():
            column = _column(values.reset_index(drop=True))
            if column is not None:
                found[name] = column
        return cls(found)

    def together(self, in_a: np.ndarray, judged: int) -> tuple[np.ndarray, bool]:
        """Return all columns to be held at once, and whether some had to be left out.

        Where there are too few judged rows, those stay that tell the groups apart most; no answer
        of the judge has a say in it.

        Parameters
        ----------
        in_a : ndarray of bool of shape (n,)
        judged : int
            Rows with an answer.
        """
        marks = [column.marks for column in self.columns.values()]
        everything = np.column_stack([np.empty((len(in_a), 0)), *marks])
        most = judged // ROWS_PER_HELD
        if everything.shape[1] <= most:
            return everything, False
        apart = np.abs(_correlations(everything, in_a.astype(np.float64)))
        kept = np.sort(np.argsort(-apart, kind="stable")[:most])
        return everything[:, kept], True


def survivals(outcome: JudgedOutcome, strata: Strata) -> tuple[StratumRecord, ...]:
    """Return the difference with each column held fixed by itself.

    It survives where it keeps its sign and at least half of its size. A column that tells the
    groups apart almost exactly cannot be held, and has no record.

    Parameters
    ----------
    outcome : JudgedOutcome
    strata : Strata

    Examples
    --------
    >>> held_out = HeldOutTexts(tuple("ab" * 40), np.arange(80) % 2 == 0)
    >>> outcome = JudgedOutcome((np.arange(80) % 4 == 0) * 1.0, held_out.in_a)
    >>> days = np.arange(80) // 20
    >>> survivals(outcome, Strata({"day": HeldColumn(days, days[:, None])}))[0].survives
    True
    """
    plain = outcome.plain.effect
    found = []
    for name, column in strata.columns.items():
        within = outcome.within(column.strata)
        if within.testable and _overlap(outcome.in_a, column.strata) >= LEAST_OVERLAP:
            kept = within.effect * plain > 0 and abs(within.effect) >= LEAST_LEFT * abs(plain)
            found.append(StratumRecord(name, within.effect, within.interval, bool(kept)))
    return tuple(found)


def _overlap(in_a: np.ndarray, strata: np.ndarray) -> float:
    """Return how much of which group a text is of its stratum does not foretell."""
    sizes = np.bincount(strata)
    shares = np.bincount(strata, weights=in_a) / np.maximum(sizes, 1)
    left = float(sizes @ (shares * (1 - shares))) / len(in_a)
    whole = float(in_a.mean() * (1 - in_a.mean()))
    return left / whole if whole else 0.0


def _of_texts(texts: Iterable[str]) -> dict[str, pd.Series]:
    """Return what can be told of texts without a model."""
    shown = pd.Series(list(texts), dtype=object)
    found = {LENGTH: shown.map(lambda text: len(words(text))).astype(np.float64)}
    languages = shown.map(language_of)
    told = languages[languages != UNKNOWN].value_counts(normalize=True)
    if len(told) and told.iloc[0] < ONE_LANGUAGE:
        found[LANGUAGE] = languages
    copied = shown.duplicated(keep=False)
    if copied.any():
        found[COPIES] = copied.map({True: "copied", False: "alone"})
    return found


def _column(values: pd.Series) -> HeldColumn | None:
    """Return a column as it is held; None where there is nothing to hold."""
    dated = isinstance(values.dtype, pd.DatetimeTZDtype) or values.dtype.kind in "mM"
    if dated:
        values = values.astype("int64").astype(np.float64).where(values.notna())
    number = dated or pd.api.types.is_numeric_dtype(values)
    if number and values.nunique() > LEVELS:
        ranks = values.astype(np.float64).rank(pct=True)
        bins = np.minimum((ranks * BINS).fillna(BINS).to_numpy().astype(np.int64), BINS - 1)
        codes = np.where(ranks.isna(), BINS, bins)
        return _marked(codes, ranks.fillna(0.5).to_numpy())
    labels = values.astype(object).where(values.notna(), None)
    counts = labels.value_counts()
    frequent = {level: place for place, level in enumerate(counts.index[:LEVELS])}
    codes = labels.map(lambda level: frequent.get(level, LEVELS)).to_numpy(dtype=np.int64)
    return _marked(np.where(labels.isna(), LEVELS + 1, codes), None)


def _marked(codes: np.ndarray, ranks: np.ndarray | None) -> HeldColumn | None:
    """Join strata of too few rows to the largest one, and mark all others."""
    sizes = np.bincount(codes)
    largest = int(np.argmax(sizes))
    codes = np.where(sizes[codes] < LEAST_OF_A_STRATUM, largest, codes)
    names, strata = np.unique(codes, return_inverse=True)
    marks = [(codes == name).astype(np.float64) for name in names if name != largest]
    if ranks is not None and np.ptp(ranks) > 0:
        marks.append(ranks)
    return HeldColumn(strata, np.column_stack(marks)) if marks else None


def _correlations(columns: np.ndarray, target: np.ndarray) -> np.ndarray:
    centred = columns - columns.mean(axis=0)
    sizes = np.sqrt((centred**2).sum(axis=0))
    return np.asarray((target - target.mean()) @ centred / np.where(sizes > 0, sizes, np.inf))
