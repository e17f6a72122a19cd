"""A short list of properties decided about from answers that are known: no judge is asked."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np

from dataexplain.verification.families import ALPHA
from dataexplain.verification.judged_decisions import decided
from dataexplain.verification.judged_measuring import measure
from dataexplain.verification.judged_texts import HeldOutTexts, ShortListed
from dataexplain.verification.strata import Strata
from dataexplain.verification.verdicts import Verdict


def decided_again(
    held_out: HeldOutTexts,
    short_list: Sequence[ShortListed],
    answers: Mapping[str, np.ndarray],
    strata: Strata,
    *,
    seed: int,
    floor: float | None = None,
    level: float = ALPHA,
) -> tuple[Verdict, ...]:
    """Decide about properties from what a judge said of the texts before.

    Each is tested once, as if the number of texts had been fixed, and without people's labels.

    Parameters
    ----------
    held_out : HeldOutTexts
        The texts, whatever their groups are taken to be.
    short_list : sequence of ShortListed
        Properties that have answers.
    answers : mapping of str to ndarray
        `JudgedVault.answers`.
    strata : Strata
        What is held fixed.
    seed : int
    floor : float, optional
    level : float, default=0.05
        The false discovery rate of the list.

    Examples
    --------
    >>> from dataexplain.search.candidate import Candidate
    >>> held_out = HeldOutTexts(tuple(f"text {n}" for n in range(200)), np.arange(200) < 100)
    >>> said = np.where(np.arange(200) % 10 < 3 + 5 * held_out.in_a, 2.0, -2.0)
    >>> listed = [ShortListed(Candidate("complains", "user"), 0.0)]
    >>> strata = Strata.of(held_out)
    >>> decided_again(held_out, listed, {"complains": said}, strata, seed=0)[0].verdict
    'supported'
    """
    measured = [
        measure(
            held_out,
            listed,
            listed.said(answers[listed.property]),
            strata,
            seed=seed,
            floor=floor,
        )
        for listed in short_list
    ]
    return tuple(verdict for verdict, _ in decided(measured, level))
