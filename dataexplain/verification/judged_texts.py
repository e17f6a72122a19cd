"""Held-out texts of two groups, the short list they are judged for, and which are judged."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
import pandas as pd
from scipy.sparse import coo_array
from scipy.sparse.csgraph import connected_components

from dataexplain.claims import Claim, Condition, Region
from dataexplain.claims.claim import UP
from dataexplain.errors import ParameterError
from dataexplain.features.question_rows import drawn_texts
from dataexplain.search.candidate import Candidate
from dataexplain.search.counted_words import counted_log_odds, counted_words


@dataclass(frozen=True)
class HeldOutTexts:
    """Verification texts of two groups.

    Parameters
    ----------
    texts : tuple of str
    in_a : ndarray of bool of shape (n,)
        Which are of the first group; the others are of the second.
    covariates : DataFrame of n rows
        What else is known of each text and may explain a difference.
    vectors : ndarray of shape (n, dimensions), optional
        Their embeddings: what a probe predicts the judge's answers from.
    clusters : ndarray of shape (n,), optional
        Rows of one cluster are not independent.
    names : (str, str)
        How the groups are called, the first one first.
    text_name, group_name : str
        The columns of the texts and of the groups.

    Examples
    --------
    >>> held_out = HeldOutTexts(("a", "b", "a"), np.array([True, True, False]), pd.DataFrame())
    >>> held_out.sizes, held_out.related().tolist()
    ((2, 1), [0, 1, 0])
    """

    texts: tuple[str, ...]
    in_a: np.ndarray
    covariates: pd.DataFrame = field(default_factory=pd.DataFrame)
    vectors: np.ndarray | None = None
    clusters: np.ndarray | None = None
    names: tuple[str, str] = ("A", "B")
    text_name: str = "text"
    group_name: str = "group"

    def __post_init__(self) -> None:
        n = len(self.texts)
        sizes = {
            "in_a": len(self.in_a),
            "covariates": len(self.covariates) if self.covariates.shape[1] else n,
            "vectors": n if self.vectors is None else len(self.vectors),
            "clusters": n if self.clusters is None else len(self.clusters),
        }
        for name, rows in sizes.items():
            if rows != n:
                raise ParameterError(name, "HeldOutTexts", f"{n} rows, as texts", rows)
        if np.asarray(self.in_a).dtype != np.bool_:
            raise ParameterError("in_a", "HeldOutTexts", "an array of true and false", self.in_a)
        strange = next((text for text in self.texts if not isinstance(text, str)), "")
        if strange != "":
            raise ParameterError("texts", "HeldOutTexts", "texts only", strange)

    @property
    def sizes(self) -> tuple[int, int]:
        """How many texts each group has."""
        first = int(self.in_a.sum())
        return first, len(self.texts) - first

    @property
    def sides(self) -> tuple[np.ndarray, np.ndarray]:
        """Return which rows are of each group."""
        return np.flatnonzero(self.in_a), np.flatnonzero(~self.in_a)

    def related(self) -> np.ndarray | None:
        """Return which rows belong together, numbered from 0: one cluster, or copies of a text.

        None where no row belongs to another.
        """
        copies = pd.factorize(pd.Series(self.texts, dtype=object))[0]
        together = copies
        if self.clusters is not None:
            together = _joined(copies, pd.factorize(self.clusters)[0])
        return together if together.max(initial=-1) + 1 < len(self.texts) else None


@dataclass(frozen=True)
class DiscoveryAnswers:
    """What the judge said of discovery texts when a property was raced.

    Parameters
    ----------
    texts : tuple of str
    log_odds : ndarray of shape (n,)
        NaN is no answer.
    vectors : ndarray of shape (n, dimensions), optional
        Embeddings by the embedder of the held-out texts.
    """

    texts: tuple[str, ...]
    log_odds: np.ndarray
    vectors: np.ndarray | None = None


@dataclass(frozen=True)
class ShortListed:
    """A property that goes to the vault, with all that was learnt of it on discovery rows.

    Parameters
    ----------
    candidate : Candidate
    yes_above : float
        The log-odds above which an answer counts as yes.
    direction : {"up", "down"}
        "up" where the first group is said to have it more often.
    discovery : DiscoveryAnswers, optional
    rule : tuple of str
        Words of the best keyword rule; empty: it is looked for among discovery answers.
    controls : (int, int, bool), optional
        Right answers to texts that are known to have the property or not, how many were asked,
        and whether that was enough.
    untried : str, optional
        Why the judge could not be tried on such texts.

    Examples
    --------
    >>> ShortListed(Candidate("mentions a refund", "bank"), 0.0).property
    'mentions a refund'
    """

    candidate: Candidate
    yes_above: float
    direction: str = UP
    discovery: DiscoveryAnswers | None = None
    rule: tuple[str, ...] = ()
    controls: tuple[int, int, bool] | None = None
    untried: str = ""

    @property
    def words(self) -> tuple[str, ...]:
        """Words of which a text mentions any where it has the property: code sees that exactly."""
        return counted_words(self.property)

    @property
    def property(self) -> str:
        """The property in words."""
        return self.candidate.property

    def counted(self, texts: Sequence[str]) -> np.ndarray:
        """Return what code sees of texts, as log-odds; for a property that is of words."""
        return counted_log_odds(self.words, texts)

    def said(self, log_odds: np.ndarray) -> np.ndarray:
        """Return 1 for yes, 0 for no and NaN for no answer.

        Examples
        --------
        >>> listed = ShortListed(Candidate("is long", "bank"), 0.5)
        >>> listed.said(np.array([0.2, 0.7, np.nan])).tolist()
        [0.0, 1.0, nan]
        """
        # a bound that is NaN: all discovery texts were answered alike, and so are these
        return np.where(np.isnan(log_odds), np.nan, log_odds > self.yes_above)

    def said_before(self) -> np.ndarray:
        """Return the same of the discovery texts; empty where none is known."""
        return self.said(np.empty(0) if self.discovery is None else self.discovery.log_odds)

    def claim(self, held_out: HeldOutTexts) -> Claim:
        """Return the statement that is tested."""
        group, (a, b) = held_out.group_name, held_out.names
        return Claim(
            "property_difference",
            (f"{held_out.text_name}: {self.property}",),
            self.direction,
            Region((Condition(group, levels=(a,)),)),
            Region((Condition(group, levels=(b,)),)),
            sources=(self.candidate.source,),
        )


def drawn_rows(held_out: HeldOutTexts, per_group: int, seed: int) -> tuple[np.ndarray, np.ndarray]:
    """Draw the rows of each group that are judged, in an order that their texts decide.

    Every row is as likely as any other of its group; of copies of a text the first row comes
    where the text stands, the others where a mark of their own puts them.

    Parameters
    ----------
    held_out : HeldOutTexts
    per_group : int
        The most of each group.
    seed : int

    Returns
    -------
    (ndarray of int, ndarray of int)

    Examples
    --------
    >>> texts = tuple(f"text {n}" for n in range(8))
    >>> held_out = HeldOutTexts(texts, np.arange(8) < 5, pd.DataFrame())
    >>> [len(rows) for rows in drawn_rows(held_out, 4, seed=0)]
    [4, 3]
    """
    first, second = (_drawn(held_out, rows, per_group, seed) for rows in held_out.sides)
    return first, second


def in_turn(first: np.ndarray, second: np.ndarray) -> np.ndarray:
    """Return rows of both groups in turn: where a budget ends, both are judged as far.

    Examples
    --------
    >>> in_turn(np.array([0, 1, 2]), np.array([7])).tolist()
    [0, 7, 1, 2]
    """
    places = np.concatenate([np.arange(len(first)), np.arange(len(second)) + 0.5])
    return np.concatenate([first, second])[np.argsort(places, kind="stable")]


def _drawn(held_out: HeldOutTexts, rows: np.ndarray, most: int, seed: int) -> np.ndarray:
    marked: dict[str, int] = {}
    seen: dict[str, int] = {}
    for row in rows.tolist():
        text = held_out.texts[row]
        if not text.strip():
            continue
        seen[text] = seen.get(text, 0) + 1
        copy = f"\0{seen[text]}" if seen[text] > 1 else ""
        marked[text + copy] = row
    return np.array([marked[text] for text in drawn_texts(marked, most, seed)], dtype=np.intp)


def _joined(one: np.ndarray, other: np.ndarray) -> np.ndarray:
    """Return which rows hang together by either of two codes; a row without one is alone."""
    n, offset = len(one), int(one.max(initial=-1)) + 1
    rows = np.arange(n)
    linked = other >= 0
    tied = coo_array(
        (
            np.ones(n + int(linked.sum())),
            (
                np.concatenate([rows, rows[linked]]),
                n + np.concatenate([one, offset + other[linked]]),
            ),
        ),
        shape=(n + offset + int(other.max(initial=-1)) + 1,) * 2,
    )
    parts = connected_components(tied, directed=False)[1][:n]
    return np.asarray(pd.factorize(parts)[0])
