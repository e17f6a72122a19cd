"""The best rule of a few words for a property, and what the property adds to it.

A property that some word gives away is worth no more than the word. The rule is found on
discovery rows, among the words of texts that the judge said yes to; on held-out texts the
difference is then taken with the rule held fixed.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from dataexplain.features.ngram_index import NgramIndex
from dataexplain.features.ngram_vocabulary import frequent_ngrams
from dataexplain.features.term_display import shown_term
from dataexplain.features.term_function_words import is_function_term
from dataexplain.judged_records import KeywordRecord
from dataexplain.verification.judged_outcome import JudgedOutcome

MOST_TERMS = 3
# Terms that are tried; one of fewer texts could be anything.
MOST_TRIED, LEAST_TEXTS = 3000, 3
# The first term goes with the answers by so many standard errors: thousands are tried.
LEAST_SURE = 4.0
# One more term must tell so much more of the answers (of their correlation).
LEAST_GAIN = 0.01


def best_rule(
    texts: Sequence[str], yes: np.ndarray, most_terms: int = MOST_TERMS
) -> tuple[str, ...]:
    """Return the few terms whose presence goes with an answer best: any of them counts.

    Terms are added one by one, each the one that helps most.

    Parameters
    ----------
    texts : sequence of str
    yes : ndarray of shape (n,)
        1 or 0; NaN is left out.
    most_terms : int, default=3

    Returns
    -------
    tuple of str
        Empty where no term goes with it.

    Examples
    --------
    >>> texts = ["refund please", "my money back", "nice room", "a nice day"] * 20
    >>> best_rule(texts, np.array([1.0, 1.0, 0.0, 0.0] * 20))
    ('back', 'please')
    """
    known = np.flatnonzero(~np.isnan(yes)).tolist()
    said = yes[known]
    if not len(known) or np.ptp(said) == 0:
        return ()
    asked = [texts[row] for row in known]
    counts = frequent_ngrams(asked, least_texts=LEAST_TEXTS, most=MOST_TRIED)
    terms = [term for term, n in counts.items() if not is_function_term(term, n / len(asked))]
    if not terms:
        return ()
    present = _present(asked, terms)
    covered, rule, reached = np.zeros(len(asked), dtype=bool), list[str](), 0.0
    while len(rule) < most_terms:
        agreement = _agreement(present | covered[:, None], said)
        best = int(np.argmax(agreement))
        needed = reached + LEAST_GAIN if rule else LEAST_SURE / np.sqrt(len(asked))
        if agreement[best] < needed:
            break
        rule.append(terms[best])
        covered, reached = covered | present[:, best], float(agreement[best])
    return tuple(rule)


def mentions_any(texts: Sequence[str], terms: Sequence[str]) -> np.ndarray:
    """Return which texts mention any of some terms.

    Examples
    --------
    >>> mentions_any(["A refund, please", "no"], ["refund"]).tolist()
    [True, False]
    """
    if not terms:
        return np.zeros(len(texts), dtype=bool)
    return np.asarray(_present(texts, terms).any(axis=1))


def beyond_rule(
    outcome: JudgedOutcome, texts: Sequence[str], terms: Sequence[str]
) -> KeywordRecord | None:
    """Return what a property's difference is with a rule of words held fixed.

    Parameters
    ----------
    outcome : JudgedOutcome
    texts : sequence of str
    terms : sequence of str

    Returns
    -------
    KeywordRecord, or None
        None without a rule, or where nothing can be compared within it.
    """
    if not terms:
        return None
    follows = mentions_any(texts, terms)
    found = outcome.within(follows.astype(np.int64))
    if not found.testable:
        return None
    difference = follows[outcome.in_a].mean() - follows[~outcome.in_a].mean()
    shown = tuple(shown_term(term) for term in terms)
    return KeywordRecord(shown, float(difference), found.effect, found.interval)


def _present(texts: Sequence[str], terms: Sequence[str]) -> np.ndarray:
    index = NgramIndex(terms)
    order = [index.columns[term] for term in terms]
    return np.asarray((index.count(texts) > 0).toarray()[:, order], dtype=bool)


def _agreement(present: np.ndarray, said: np.ndarray) -> np.ndarray:
    """Return the correlation of each column of presence with the answers."""
    shares, rate = present.mean(axis=0), said.mean()
    spread = np.sqrt(shares * (1 - shares) * rate * (1 - rate))
    together = (said @ present) / len(said) - shares * rate
    return np.asarray(together / np.where(spread > 0, spread, np.inf))
