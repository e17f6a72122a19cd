"""That a text mentions words is seen by code: no judge is asked, and every text has an answer."""

from __future__ import annotations

import re
from collections.abc import Sequence

import numpy as np

from dataexplain.features.ngram_index import NgramIndex
from dataexplain.features.tokens import words
from dataexplain.llm.judging import Judgement
from dataexplain.search.judged_scores import Asking

# As far from even odds as a judge may be that knows.
SURE = 4.0
_QUOTED = r"[\"“]([^\"”]+)[\"”]"
_MENTIONS = re.compile(rf"mentions {_QUOTED}(?:(?:, | or ){_QUOTED})*", re.IGNORECASE)


def counted_words(property: str) -> tuple[str, ...]:
    """Return the words of which a property says that a text mentions any; none for others.

    Parameters
    ----------
    property : str

    Examples
    --------
    >>> counted_words('mentions "refund", "money back" or "return"')
    ('refund', 'money back', 'return')
    >>> counted_words("mentions a refund"), counted_words('mentions "a" and "b"')
    ((), ())
    """
    if not _MENTIONS.fullmatch(property):
        return ()
    terms = tuple(" ".join(words(quoted)) for quoted in re.findall(_QUOTED, property))
    return tuple(dict.fromkeys(terms)) if all(terms) else ()


def mentioned(terms: Sequence[str], texts: Sequence[str]) -> np.ndarray:
    """Tell which texts mention any of some words.

    Parameters
    ----------
    terms : sequence of str
        Words joined by one space each.
    texts : sequence of str

    Examples
    --------
    >>> mentioned(["money back"], ["My money back!", "back my money"]).tolist()
    [True, False]
    """
    return np.asarray(NgramIndex(terms).count(texts).sum(axis=1)).ravel() > 0


def counted_log_odds(terms: Sequence[str], texts: Sequence[str]) -> np.ndarray:
    """Return the same as the answers of a judge that is sure: above 0 where a text does.

    Examples
    --------
    >>> counted_log_odds(["refund"], ["A refund!", "No."]).tolist()
    [4.0, -4.0]
    """
    return np.where(mentioned(terms, texts), SURE, -SURE)


def counting_words(asking: Asking) -> Asking:
    """Return what counts words by code, and leaves all else to a judge.

    Parameters
    ----------
    asking : callable
        As `asking_model` returns it.

    Examples
    --------
    >>> from dataexplain.search.judged_scores import asking_table
    >>> asking = counting_words(asking_table(["A B"], ["is long"], np.array([[1.0]])))
    >>> [judged.log_odds.tolist() for judged in asking(['mentions "b"', "is long"], ["A B"])]
    [[4.0], [1.0]]
    """

    def said(properties: Sequence[str], texts: Sequence[str]) -> tuple[Judgement, ...]:
        judged = [property for property in properties if not counted_words(property)]
        found = dict(zip(judged, asking(judged, texts) if judged else (), strict=True))
        return tuple(
            found[property] if property in found else _counted(property, texts)
            for property in properties
        )

    return said


def _counted(property: str, texts: Sequence[str]) -> Judgement:
    log_odds = counted_log_odds(counted_words(property), texts)
    return Judgement(log_odds, 0.0, False, "words", no_answers=0, unasked=0, cut=0)
