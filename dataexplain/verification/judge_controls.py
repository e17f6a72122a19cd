"""Would another question have said the same? Other wordings, and pairs of texts in both orders.

Both look at texts that were judged already. Neither decides anything: they are shown beside the
difference that was decided about.
"""

from __future__ import annotations

import numpy as np

from dataexplain.llm import ChatModel
from dataexplain.llm.judge_question import DEFAULT_FORM, OPTIONS, Form
from dataexplain.llm.judging import Round
from dataexplain.llm.pairwise import compare_pairs
from dataexplain.verification.judged_outcome import JudgedOutcome

WORDINGS: tuple[Form, ...] = tuple(form for form in OPTIONS if form != DEFAULT_FORM)
SERVES_WORDINGS = "other wordings of a question"
SERVES_PAIRS = "pairs of texts in both orders"
# With fewer texts of a group a wording says nothing.
LEAST_OF_A_GROUP = 5


def rewordings(
    outcome: JudgedOutcome,
    texts: tuple[str, ...],
    drawn: np.ndarray,
    property: str,
    model: ChatModel,
    *,
    per_group: int,
) -> tuple[float, float] | None:
    """Return the band of the difference over other wordings of the question.

    Each wording is asked of the same texts, and says yes of as many of them as the first wording
    did: wordings lean differently, and only what tells texts apart is of interest. What it
    changes about these texts is added to the difference over all.

    Parameters
    ----------
    outcome : JudgedOutcome
        The answers to the first wording.
    texts : tuple of str
    drawn : ndarray of int
        Rows in the order they were drawn.
    property : str
    model : ChatModel
    per_group : int
        Texts of each group that are asked about again.

    Returns
    -------
    (float, float), or None
        The lowest and the highest difference, the first wording's among them; None where too
        few texts were answered.
    """
    rows = np.concatenate(_first_of_sides(outcome, drawn, per_group))
    if not len(rows):
        return None
    in_a, said = outcome.in_a[rows], outcome.yes[rows]
    changes = [0.0]
    for form in WORDINGS:
        asked = Round.of([property], [texts[row] for row in rows], form, calibrate=False)
        (found,) = asked.ask(model, serves=SERVES_WORDINGS)
        change = _change(said, found.log_odds, in_a)
        if change is not None:
            changes.append(change)
    if len(changes) == 1:
        return None
    plain = outcome.plain.effect
    low, high = np.clip([plain + min(changes), plain + max(changes)], -1.0, 1.0)
    return float(low), float(high)


def swapped_pairs(
    outcome: JudgedOutcome,
    texts: tuple[str, ...],
    drawn: np.ndarray,
    property: str,
    model: ChatModel,
    *,
    pairs: int,
) -> float | None:
    """Return how much likelier the judge prefers a text of A to one of B than the other way.

    Parameters
    ----------
    outcome : JudgedOutcome
    texts : tuple of str
    drawn : ndarray of int
        Rows in the order they were drawn.
    property : str
    model : ChatModel
    pairs : int
        Pairs that are asked about, each twice.

    Returns
    -------
    float, or None
        P(yes | A before B) - P(yes | B before A); None without an answer.
    """
    first, second = _first_of_sides(outcome, drawn, pairs)
    asked = [(texts[a], texts[b]) for a, b in zip(first, second, strict=False)]
    return compare_pairs(model, property, asked, serves=SERVES_PAIRS).difference


def _first_of_sides(
    outcome: JudgedOutcome, drawn: np.ndarray, most: int
) -> tuple[np.ndarray, np.ndarray]:
    """Return the judged rows of each group that were drawn first: as good as any."""
    judged = drawn[outcome.is_judged[drawn]]
    in_a = outcome.in_a[judged]
    return judged[in_a][:most], judged[~in_a][:most]


def _change(said: np.ndarray, log_odds: np.ndarray, in_a: np.ndarray) -> float | None:
    """Return by how much another wording changes the difference on the same texts."""
    known = ~np.isnan(log_odds)
    if min((known & in_a).sum(), (known & ~in_a).sum()) < LEAST_OF_A_GROUP:
        return None
    said, odds, in_a = said[known], log_odds[known], in_a[known]
    changed = _likeliest(odds, round(float(said.sum()))) - said
    return float(changed[in_a].mean() - changed[~in_a].mean())


def _likeliest(odds: np.ndarray, most: int) -> np.ndarray:
    """Return 1 for so many texts of the highest odds; ties share what is left for them."""
    if not 0 < most < len(odds):
        return np.full(len(odds), float(most > 0))
    bound = np.sort(odds)[::-1][most - 1]
    above, tied = odds > bound, odds == bound
    return np.asarray(above + tied * (most - above.sum()) / tied.sum())
