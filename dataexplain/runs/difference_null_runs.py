"""Null runs of a difference: the groups permuted, the search replayed on known answers."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping, Sequence

import numpy as np
import pandas as pd

from dataexplain.claims import DOWN, UP
from dataexplain.randomness import generator_for, seed_for
from dataexplain.records import NullRunsRecord
from dataexplain.runs.difference_search import MORE_THAN_KEPT, ShortList
from dataexplain.runs.difference_wish import DifferenceWish
from dataexplain.runs.progress import Progress, Silence
from dataexplain.search.counted_words import counted_words
from dataexplain.search.merging import merged
from dataexplain.search.racing import Raced, race
from dataexplain.statistics.permuting import blocks_shuffled
from dataexplain.verification.families import ALPHA
from dataexplain.verification.judged_replay import decided_again
from dataexplain.verification.judged_texts import HeldOutTexts, ShortListed
from dataexplain.verification.strata import Strata
from dataexplain.verification.verdicts import SUPPORTED, Verdict

_REPEATED = (
    "The groups were permuted among the texts that propose and, apart from them, among those that "
    "test; copies of a text, and rows that belong together, stayed together. Then the race and the "
    "merging were replayed on the answers that the judge had given, without asking it anything. "
    "Proposals, their screening and the test of the judge on known texts were not repeated, and "
    "only properties with answers on held-out texts were tested again, in the direction of the "
    "permuted race."
)
_EARLY = "Each was tested once on all its answers, and not in batches as in the run itself."
_NO_LABELS = "People's labels had no part in it."


def difference_null_runs(
    found: ShortList,
    held_out: HeldOutTexts,
    answers: Mapping[str, np.ndarray],
    wish: DifferenceWish,
    *,
    seed: int,
    level: float = ALPHA,
    clusters: Mapping[str, int] | None = None,
    progress: Progress | None = None,
) -> NullRunsRecord | None:
    """Permute the groups, replay the search on known answers, and count what is supported.

    Parameters
    ----------
    found : ShortList
        What the search found, with all answers on discovery texts.
    held_out : HeldOutTexts
    answers : mapping of str to ndarray
        `JudgedVault.answers`.
    wish : DifferenceWish
        With the number of `null_runs`.
    seed : int
    level : float, default=0.05
    clusters : mapping of str to int, optional
        The cluster of each discovery text.
    progress : Progress, optional

    Returns
    -------
    NullRunsRecord or None
        None where none is wanted.
    """
    if not wish.null_runs:
        return None
    progress = progress or Silence()
    progress.stage("Replaying the search with permuted groups")
    strata = Strata.of(held_out)
    judged = _judged(answers, len(held_out.texts))
    verdicts: list[tuple[Verdict, ...]] = []
    for number in range(wish.null_runs):
        draws = generator_for(seed, f"groups of null run {number}")
        run_seed = seed_for(seed, f"null run {number}")
        short_list = listed_again(found, answers, wish, draws, run_seed, clusters)
        permuted = dataclasses.replace(held_out, in_a=permuted_groups(held_out, judged, draws))
        verdicts.append(
            decided_again(
                permuted, short_list, answers, strata, seed=run_seed, floor=wish.floor, level=level
            )
        )
        progress.step(number + 1, wish.null_runs)
    return _record(verdicts, wish)


def permuted_groups(
    held_out: HeldOutTexts, judged: np.ndarray, generator: np.random.Generator
) -> np.ndarray:
    """Return the groups in another order, those of judged texts among themselves.

    So each group keeps about as many judged texts as it has.

    Parameters
    ----------
    held_out : HeldOutTexts
    judged : ndarray of bool of shape (n,)
        Which texts have an answer.
    generator : numpy.random.Generator

    Returns
    -------
    ndarray of bool of shape (n,)

    Examples
    --------
    >>> held_out = HeldOutTexts(tuple("aabbcd"), np.array([True, True, False, False, True, False]))
    >>> judged = np.array([True, True, True, True, False, False])
    >>> groups = permuted_groups(held_out, judged, np.random.default_rng(0))
    >>> bool(groups[0] == groups[1]), int(groups[:4].sum())
    (True, 2)
    """
    related = held_out.related()
    codes = np.arange(len(held_out.texts)) if related is None else related
    touched = np.isin(codes, codes[judged])
    # by content, so that the order of the rows changes nothing
    ordered = np.array(sorted(range(len(codes)), key=lambda row: held_out.texts[row]), dtype=int)
    in_a = held_out.in_a.copy()
    for side in (ordered[touched[ordered]], ordered[~touched[ordered]]):
        in_a[side] = held_out.in_a[side[_blocks_taken(codes[side], generator)]]
    return in_a


def listed_again(
    found: ShortList,
    answers: Mapping[str, np.ndarray],
    wish: DifferenceWish,
    generator: np.random.Generator,
    seed: int,
    clusters: Mapping[str, int] | None = None,
) -> tuple[ShortListed, ...]:
    """Race and merge again with permuted groups, on the answers that are known.

    As many are listed as the run tested: of those that the race keeps few have held-out answers,
    so the next ones in its order follow.

    Parameters
    ----------
    found : ShortList
    answers : mapping of str to ndarray
        Of held-out texts.
    wish : DifferenceWish
    generator : numpy.random.Generator
        For the groups.
    seed : int
        For the race.
    clusters : mapping of str to int, optional
    """
    asked = np.flatnonzero(found.scores.asked.any(axis=1))
    in_a = found.in_a[asked]
    known = {one.property: one for one in found.listed if one.property in answers}
    if not known or in_a.all() or not in_a.any():
        return tuple(known.values())
    scores = found.scores.replay(asked.tolist())
    in_a = in_a[_blocks_taken(_codes(scores.texts, clusters), generator)]
    keep = min(wish.keep + MORE_THAN_KEPT, len(scores.candidates))
    raced = race(in_a, scores, keep=keep, budget=wish.race_calls, seed=seed)
    standing = merged(raced, scores)
    under = {other.raced.place for one in standing for other in one.others}
    best = [one.raced for one in standing]
    order = [*best, *(one for one in raced.ranking if one not in best)]
    return tuple(_chosen(order, under, known, wish))


def _chosen(
    order: Sequence[Raced],
    under: set[int],
    known: Mapping[str, ShortListed],
    wish: DifferenceWish,
) -> list[ShortListed]:
    """Return the first ones that have answers; the user's own are tested in any case."""
    chosen: list[ShortListed] = []
    for one in order:
        property = one.candidate.property
        wanted = one.place not in under and len(chosen) < wish.keep
        if property in known and (wanted or property in wish.properties):
            direction = UP if one.more_in_a else DOWN
            chosen.append(dataclasses.replace(known[property], direction=direction))
    return chosen


def _codes(texts: Sequence[str], clusters: Mapping[str, int] | None) -> np.ndarray:
    """Return which of some distinct texts belong together."""
    if clusters is None:
        return np.arange(len(texts))
    return np.array([clusters[text] for text in texts])


def _blocks_taken(codes: np.ndarray, generator: np.random.Generator) -> np.ndarray:
    """Return places such that whole blocks change places, numbered as they come."""
    return blocks_shuffled(pd.factorize(codes)[0], generator)


def _judged(answers: Mapping[str, np.ndarray], rows: int) -> np.ndarray:
    """Return which texts a judge answered about; code sees all of them."""
    asked = [said for property, said in answers.items() if not counted_words(property)]
    said = np.column_stack([np.full((rows, 1), np.nan), *(asked or answers.values())])
    return np.asarray(~np.isnan(said).all(axis=1))


def _record(verdicts: Sequence[tuple[Verdict, ...]], wish: DifferenceWish) -> NullRunsRecord:
    held = [[one for one in run if one.verdict == SUPPORTED] for run in verdicts]
    remarks = (_EARLY if wish.early_stop else "", _NO_LABELS if wish.audit else "")
    return NullRunsRecord(
        runs=len(verdicts),
        tried=tuple(map(len, verdicts)),
        supported=tuple(map(len, held)),
        adjusted=tuple(sum(one.basis == "adjusted" for one in run) for run in held),
        method=" ".join((_REPEATED, *filter(None, remarks))),
    )
