"""Null runs of a description: outputs permuted, and all done again that costs no answer."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
import pandas as pd

from dataexplain.operations import FittedRule, fitting_rules
from dataexplain.randomness import generator_for
from dataexplain.records import NullRunsRecord
from dataexplain.runs.describe_search import FoundSentences
from dataexplain.runs.describe_wish import DescribeWish
from dataexplain.runs.progress import Progress
from dataexplain.search.prompts.answering_form import AnsweringForm
from dataexplain.search.prompts.candidate import PromptCandidate
from dataexplain.search.prompts.output_asking import asking_table
from dataexplain.search.prompts.output_scores import OutputScores
from dataexplain.search.prompts.paired_race import race_values
from dataexplain.search.prompts.searching import OPERATIONS
from dataexplain.statistics.permuting import blocks_shuffled
from dataexplain.tables.pairs import Pairs
from dataexplain.verification.families import ALPHA
from dataexplain.verification.prompt_arms import Arms
from dataexplain.verification.prompt_measuring import PromptChances
from dataexplain.verification.prompt_pairs import HeldOutPairs
from dataexplain.verification.prompt_replay import prompts_decided_again
from dataexplain.verification.prompt_vault import PromptVault
from dataexplain.verification.verdicts import SUPPORTED, Verdict

_REPEATED = (
    "The outputs were permuted among the rows that propose and, apart from them, among those that "
    "test; rows of one input stayed together. Then operations that code can follow were looked for "
    "anew, and tested by code."
)
_WITH_MODEL = (
    "The sentences that the model had followed on held-out rows took part with the answers that "
    "were known, without asking it anything."
)
_APART = (
    "Sentences that the model followed took no part: what it would give a permuted output is known "
    "only where outputs are classes and the model gives their probabilities."
)
IMPOSSIBLE = (
    "Permuted outputs could not be replayed: what the model would give them is known only where "
    "outputs are classes and the model gives their probabilities."
)


def description_null_runs(
    discovery: Pairs,
    form: AnsweringForm,
    found: FoundSentences,
    vault: PromptVault,
    wish: DescribeWish,
    *,
    seed: int,
    floor: float,
    level: float = ALPHA,
    progress: Progress,
) -> tuple[NullRunsRecord | None, tuple[str, ...]]:
    """Permute outputs, do again what costs no answer, and count what is supported.

    Parameters
    ----------
    discovery : Pairs
    form : AnsweringForm
    found : FoundSentences
        What the search found, with all answers on discovery rows.
    vault : PromptVault
        Sealed: with all answers on held-out rows.
    wish : DescribeWish
        With the number of `null_runs`.
    seed : int
    floor : float
    level : float, default=0.05
    progress : Progress

    Returns
    -------
    (NullRunsRecord or None, tuple of str)
        None where none is wanted or possible, and then a note that says why.
    """
    if not wish.null_runs:
        return None, ()
    progress.stage("Replaying the search with permuted outputs")
    followed = [one for one in vault.chances if one.candidate.rule is None and not one.problem]
    known = [one for one in followed if form.classes and _every_class(one)]
    verdicts = []
    for number in range(wish.null_runs):
        draws = generator_for(seed, f"outputs of null run {number}")
        proposing = permuted(discovery, draws)
        testing = _permuted_held_out(vault.held_out, draws)
        listed = _listed(proposing, testing, form, found, known, wish, seed)
        decided = prompts_decided_again(
            listed, testing.targets, seed=seed + number, floor=floor, level=level
        )
        verdicts.append(decided)
        progress.step(number + 1, wish.null_runs)
    if followed and not known and not any(verdicts):
        return None, (IMPOSSIBLE,)
    return _record(verdicts, _WITH_MODEL if known else _APART if followed else ""), ()


def permuted(pairs: Pairs, generator: np.random.Generator) -> Pairs:
    """Return pairs with their outputs in another order; rows of one input stay together.

    Parameters
    ----------
    pairs : Pairs
    generator : numpy.random.Generator

    Examples
    --------
    >>> pairs = Pairs(("a", "a", "b", "b", "c", "c"), tuple("113355"), tuple(range(6)))
    >>> outputs = permuted(pairs, np.random.default_rng(0)).outputs
    >>> outputs[0] == outputs[1], sorted(outputs) == sorted(pairs.outputs)
    (True, True)
    """
    inputs = np.array([text.strip() for text in pairs.inputs], dtype=object)
    taken = blocks_shuffled(pd.factorize(inputs)[0], generator)
    return replace(pairs, outputs=tuple(pairs.outputs[place] for place in taken))


def _permuted_held_out(held_out: HeldOutPairs, generator: np.random.Generator) -> HeldOutPairs:
    """Return the held-out pairs with other outputs, which keep their numbers."""
    taken = blocks_shuffled(held_out.clusters, generator)
    outputs = tuple(held_out.pairs.outputs[place] for place in taken)
    pairs = replace(held_out.pairs, outputs=outputs)
    return replace(held_out, pairs=pairs, codes=held_out.codes[taken])


def _every_class(one: PromptChances) -> bool:
    """Tell whether the chance of each class is known: not where replies were compared."""
    ways = (one.given, *(comparison.given for comparison in one.deciding))
    return all(not np.isnan(way.chances[way.asked]).any(axis=1).all() for way in ways)


def _listed(
    proposing: Pairs,
    testing: HeldOutPairs,
    form: AnsweringForm,
    found: FoundSentences,
    known: Sequence[PromptChances],
    wish: DescribeWish,
    seed: int,
) -> list[PromptChances]:
    """Return what would be tested: of operations that fit and known sentences, the best."""
    rules = as_candidates(fitting_rules(proposing, most=wish.keep))
    sentences = [one.candidate for one in known]
    table = found.searched.scores.table()
    scores = OutputScores(proposing, form, asking_table(table), [*rules, *sentences])
    places = range(1, len(scores.candidates))
    scores.ask(range(len(proposing)), places)
    values = race_values(scores)[:, 1:]
    answered = ~np.isnan(values)
    sums = np.where(answered, values, 0.0).sum(axis=0)
    means = sums / np.maximum(answered.sum(axis=0), 1)
    arms = Arms(testing, proposing, form, None, None, seed=seed)
    chances = [*arms.ask(rules)[0], *known]
    best = np.argsort(-means, kind="stable")[: wish.keep]
    return [chances[place] for place in sorted(best.tolist())]


def as_candidates(rules: Sequence[FittedRule]) -> tuple[PromptCandidate, ...]:
    """Return closed operations as sentences of a search, each wording once."""
    distinct = {fitted.rule.sentence: fitted.rule for fitted in reversed(rules)}
    return tuple(
        PromptCandidate(sentence, OPERATIONS, rule=rule)
        for sentence, rule in reversed(distinct.items())
    )


def _record(verdicts: Sequence[tuple[Verdict, ...]], remark: str) -> NullRunsRecord:
    held = tuple(sum(one.verdict == SUPPORTED for one in run) for run in verdicts)
    return NullRunsRecord(
        runs=len(verdicts),
        tried=tuple(map(len, verdicts)),
        supported=held,
        adjusted=(),  # no other columns are held
        method=" ".join(filter(None, (_REPEATED, remark))),
    )
