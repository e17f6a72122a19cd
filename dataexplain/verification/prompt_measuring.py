"""One sentence's chances of the right output -> its gains and evidence, before any verdict."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

import numpy as np

from dataexplain.claims import UP, Claim, Region
from dataexplain.claims.kinds.prompt_predicts import CLOSED_OPERATION
from dataexplain.search.prompts.candidate import PromptCandidate
from dataexplain.statistics import Estimate
from dataexplain.verification.evidence import Evidence
from dataexplain.verification.families import ALPHA
from dataexplain.verification.prompt_asking import Given
from dataexplain.verification.prompt_gains import clustered_mean, flipped_p, mean_gain
from dataexplain.verification.prompt_pairs import LEAST_INPUTS, LEAST_ROWS, Targets

FLOOR = 0.05
MOST_UNANSWERED = 0.2
NO_SENTENCE, SHUFFLED, EXAMPLES = "no sentence", "shuffled sentence", "examples"
SIMPLE_RULE, COPY = "best simple rule", "copied input"


@dataclass(frozen=True)
class Comparison:
    """Something that the sentence is compared with.

    Parameters
    ----------
    over : str
        Of several with one name, only the one that leaves the smallest gain counts.
    given : Given
    decides : bool, default=True
    detail : str, default=""
        What exactly it was.
    """

    over: str
    given: Given
    decides: bool = True
    detail: str = ""


@dataclass(frozen=True)
class PromptChances:
    """All that was given to the outputs, with a sentence and with what it is compared with.

    Parameters
    ----------
    candidate : PromptCandidate
    given : Given
        With the sentence.
    comparisons : tuple of Comparison
    problem : str, default=""
        Why nothing could be asked.
    """

    candidate: PromptCandidate
    given: Given
    comparisons: tuple[Comparison, ...]
    problem: str = ""

    @property
    def deciding(self) -> tuple[Comparison, ...]:
        """Those that the verdict needs."""
        return tuple(one for one in self.comparisons if one.decides)


@dataclass(frozen=True)
class MeasuredGain:
    """How much likelier the right output is with the sentence than with something else.

    `alike` says that no row tells the two apart.
    """

    over: str
    chance: Estimate
    estimate: Estimate
    decides: bool
    detail: str
    alike: bool = False


@dataclass(frozen=True)
class MeasuredPrompt:
    """A sentence as the held-out pairs show it.

    Parameters
    ----------
    candidate : PromptCandidate
    claim : Claim
    rows : ndarray of int
        The pairs that were compared.
    mean : Estimate
        The chance of the right output with the sentence.
    gains : tuple of MeasuredGain
    evidence : Evidence
        Both effects are the smallest deciding gain.
    floor : float
    unanswered, unasked : int
        Pairs without an answer, and those that the budget did not reach.
    """

    candidate: PromptCandidate
    claim: Claim
    rows: np.ndarray
    mean: Estimate
    gains: tuple[MeasuredGain, ...]
    evidence: Evidence
    floor: float
    unanswered: int = 0
    unasked: int = 0

    @property
    def weakest(self) -> MeasuredGain | None:
        """The deciding gain that holds least; None where nothing was compared."""
        deciding = [gain for gain in self.gains if gain.decides]
        return _weakest(deciding, self.floor)


def claim_of(candidate: PromptCandidate) -> Claim:
    """Return the statement that is tested.

    Examples
    --------
    >>> claim_of(PromptCandidate("Add them.", "hint")).features
    ('Add them.',)
    """
    followed = () if candidate.rule is None else (CLOSED_OPERATION,)
    return Claim(
        "prompt_predicts",
        (candidate.sentence,),
        UP,
        Region(),
        sources=(candidate.source, *followed),
    )


def measure_prompt(
    chances: PromptChances,
    targets: Targets,
    generator: np.random.Generator,
    floor: float = FLOOR,
) -> MeasuredPrompt:
    """Measure one sentence.

    Parameters
    ----------
    chances : PromptChances
    targets : Targets
    generator : numpy.random.Generator
        For flipped signs.
    floor : float, default=0.05
        The smallest gain worth a statement.

    Returns
    -------
    MeasuredPrompt

    Examples
    --------
    >>> right = Given(np.tile([0.8, 0.2], (20, 1)), np.ones(20, dtype=bool))
    >>> chance = Given(np.tile([0.5, 0.5], (20, 1)), np.ones(20, dtype=bool))
    >>> candidate = PromptCandidate("Add them.", "hint")
    >>> one = PromptChances(candidate, right, (Comparison("no sentence", chance),))
    >>> targets = Targets(np.zeros(20, dtype=int), np.arange(20))
    >>> round(measure_prompt(one, targets, np.random.default_rng(0)).weakest.estimate.effect, 2)
    0.3
    """
    asked, answered = _reached(chances, targets)
    rows = np.flatnonzero(answered)
    unanswered = int((asked & ~answered).sum())
    problem = (
        chances.problem or targets.problem or _problem(rows, int(asked.sum()), unanswered, targets)
    )
    own = chances.given.right(targets.codes)
    gains = [] if problem else _gains(chances, targets, rows, generator)
    return MeasuredPrompt(
        chances.candidate,
        claim_of(chances.candidate),
        rows,
        clustered_mean(own[rows], targets.clusters[rows], (0.0, 1.0)),
        _least_of_each(gains, floor),
        _evidence(gains, len(rows), problem, floor),
        floor,
        unanswered,
        0 if chances.problem or targets.problem else int((~asked).sum()),
    )


def _reached(chances: PromptChances, targets: Targets) -> tuple[np.ndarray, np.ndarray]:
    """Return which pairs were asked about in every way that decides, and which got all answers."""
    ways = [chances.given, *(one.given for one in chances.deciding)]
    asked = np.all([way.asked for way in ways], axis=0)
    answered = asked & ~np.isnan([way.right(targets.codes) for way in ways]).any(axis=0)
    return asked, answered


def _problem(rows: np.ndarray, asked: int, unanswered: int, targets: Targets) -> str:
    if asked and unanswered > MOST_UNANSWERED * asked:
        return (
            f"the model gave no answer on {unanswered} of {asked} held-out rows, which is more "
            "than a fifth; another model may"
        )
    inputs = len(np.unique(targets.clusters[rows]))
    if len(rows) < LEAST_ROWS or inputs < LEAST_INPUTS:
        return (
            f"the budget ended when {asked} of {len(targets.codes)} held-out rows were asked "
            "about; a larger one would allow a test"
        )
    return ""


@dataclass(frozen=True)
class _Compared:
    """One comparison on the rows that both ways of asking answered."""

    comparison: Comparison
    own: np.ndarray
    other: np.ndarray
    clusters: np.ndarray

    @property
    def gain(self) -> MeasuredGain:
        return MeasuredGain(
            self.comparison.over,
            clustered_mean(self.other, self.clusters, (0.0, 1.0)),
            mean_gain(self.own - self.other, self.clusters),
            self.comparison.decides,
            self.comparison.detail,
            bool((self.own == self.other).all()),
        )

    def surely(self, gain: MeasuredGain, generator: np.random.Generator) -> MeasuredGain:
        """Return the gain with a p-value that flipped signs bear out."""
        p = flipped_p(self.own - self.other, self.clusters, generator)
        return replace(gain, estimate=replace(gain.estimate, p=max(gain.estimate.p, p)))


def _gains(
    chances: PromptChances, targets: Targets, rows: np.ndarray, generator: np.random.Generator
) -> list[MeasuredGain]:
    compared = list(_compared(chances, targets, rows))
    gains = [one.gain for one in compared]
    # where one comparison speaks against it, flipped signs could change nothing
    if all(_promising(gain.estimate) for gain in gains if gain.decides):
        pairs = zip(compared, gains, strict=True)
        return [one.surely(gain, generator) for one, gain in pairs]
    return gains


def _promising(estimate: Estimate) -> bool:
    return estimate.effect > 0 and estimate.p <= ALPHA


def _compared(chances: PromptChances, targets: Targets, rows: np.ndarray) -> Iterator[_Compared]:
    own = chances.given.right(targets.codes)
    for comparison in chances.comparisons:
        other = comparison.given.right(targets.codes)
        both = rows[~np.isnan(other[rows])]
        # the budget ended before what only is told beside, or too few were answered
        if comparison.decides or len(both) >= LEAST_ROWS:
            yield _Compared(comparison, own[both], other[both], targets.clusters[both])


def _least_of_each(gains: list[MeasuredGain], floor: float) -> tuple[MeasuredGain, ...]:
    """Keep, of the gains with one name, the one that holds least."""
    named: dict[str, list[MeasuredGain]] = {}
    for gain in gains:
        named.setdefault(gain.over, []).append(gain)
    return tuple(filter(None, (_weakest(own, floor) for own in named.values())))


def _weakest(deciding: Sequence[MeasuredGain], floor: float) -> MeasuredGain | None:
    """Return the gain that holds least: one that rules out what matters, else the smallest."""
    refuting = [gain for gain in deciding if gain.estimate.interval[1] < floor]
    return min(refuting or deciding, key=lambda gain: gain.estimate.effect, default=None)


def _evidence(gains: list[MeasuredGain], n: int, problem: str, floor: float) -> Evidence:
    nan = float("nan")
    deciding = [gain for gain in gains if gain.decides]
    weakest = _weakest(deciding, floor)
    least = Estimate.untestable(nan, n, overlap=0.0) if weakest is None else weakest.estimate
    estimates = [gain.estimate for gain in deciding]
    return Evidence(
        adjusted=least,
        unadjusted=least,
        # a loss speaks for nothing, however sure it is
        adjusted_p=nan if problem else max(one.p if one.effect > 0 else 1.0 for one in estimates),
        unadjusted_p=nan,
        sides=(n, n),
        events=n,
        signs_agree=all(estimate.effect > 0 for estimate in estimates),
        unadjusted_signs_agree=False,
        sign=1,
        unadjusted_sign=1,
        shuffled=False,
        problem=problem,
        each=tuple((estimate, estimate) for estimate in estimates),
    )
