"""Sentences decided about from chances that are known: no model is asked."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from dataexplain.errors import ParameterError
from dataexplain.randomness import generator_for
from dataexplain.verification.families import ALPHA
from dataexplain.verification.prompt_decisions import decided_prompts
from dataexplain.verification.prompt_measuring import FLOOR, PromptChances, measure_prompt
from dataexplain.verification.prompt_pairs import Targets
from dataexplain.verification.verdicts import SUPPORTED, Verdict


def prompts_decided_again(
    chances: Sequence[PromptChances],
    targets: Targets,
    *,
    seed: int,
    floor: float = FLOOR,
    level: float = ALPHA,
) -> tuple[Verdict, ...]:
    """Decide about sentences from what was given to the outputs before.

    Parameters
    ----------
    chances : sequence of PromptChances
        `PromptVault.chances`.
    targets : Targets
        `PromptVault.targets`, or other outputs of the same pairs.
    seed : int
    floor : float, default=0.05
    level : float, default=0.05
        The false discovery rate of the list.

    Examples
    --------
    >>> from dataexplain.search.prompts.candidate import PromptCandidate
    >>> from dataexplain.verification.prompt_asking import Given
    >>> from dataexplain.verification.prompt_measuring import Comparison
    >>> asked = np.ones(40, dtype=bool)
    >>> right, even = (Given(np.tile(row, (40, 1)), asked) for row in ([0.9, 0.1], [0.5, 0.5]))
    >>> candidate = PromptCandidate("Say A.", "hint")
    >>> one = PromptChances(candidate, right, (Comparison("no sentence", even),))
    >>> targets = Targets(np.zeros(40, dtype=int), np.arange(40))
    >>> prompts_decided_again([one], targets, seed=0)[0].verdict
    'supported'
    """
    measured = [
        measure_prompt(
            one, targets, generator_for(seed, f"flips {one.candidate.sentence}"), floor=floor
        )
        for one in chances
    ]
    return tuple(verdict for verdict, _ in decided_prompts(measured, level))


def passed_by_noise(
    chances: Sequence[PromptChances],
    targets: Targets,
    *,
    runs: int,
    seed: int,
    floor: float = FLOOR,
    level: float = ALPHA,
) -> tuple[int, ...]:
    """Permute the outputs among the pairs, and count what is supported then.

    Parameters
    ----------
    chances : sequence of PromptChances
        Of every output on every pair, as a model gives them for classes.
    targets : Targets
    runs : int
    seed : int
    floor : float, default=0.05
    level : float, default=0.05

    Returns
    -------
    tuple of int
        Supported sentences, one count a run.

    Raises
    ------
    ParameterError
        Where chances are known of the right outputs only: a permuted one would have to be asked
        for.
    """
    for one in chances:
        for given in (one.given, *(comparison.given for comparison in one.deciding)):
            if np.isnan(given.chances[given.asked]).any(axis=1).mean() > 0.5:
                raise ParameterError(
                    "chances", "passed_by_noise", "known of every output", one.candidate.sentence
                )
    generator = generator_for(seed, "permuted outputs")
    counts = []
    for run in range(runs):
        permuted = replace(targets, codes=generator.permutation(targets.codes))
        verdicts = prompts_decided_again(
            chances, permuted, seed=seed + run, floor=floor, level=level
        )
        counts.append(sum(verdict.verdict == SUPPORTED for verdict in verdicts))
    return tuple(counts)
