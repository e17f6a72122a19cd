"""Sentences of an old report, followed on new rows.

Half of the new rows teach the simple rules that each sentence is held against, the other half
tests. A closed operation is read from its sentence, which names its constants; nothing of it is
fitted anew. All that decided in the report is compared again; of both reports the gain that holds
least counts, as the sentence's effect.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace

from dataexplain.errors import InputError
from dataexplain.llm import ChatModel
from dataexplain.operations.said_rules import rule_said
from dataexplain.prompt_records import GainRecord, PromptRecord
from dataexplain.randomness import generator_for
from dataexplain.recheck_records import MeasuredRecord, RecheckedClaimRecord
from dataexplain.records import ReportRecord
from dataexplain.runs.old_reports import OldClaim
from dataexplain.runs.progress import Progress
from dataexplain.runs.recheck_rules import ALPHA, Pair
from dataexplain.runs.rechecked_claims import Twice, decided_together
from dataexplain.runs.remeasuring import Remeasured
from dataexplain.runs.sentences_again import followed_by_models
from dataexplain.search.prompts.answering_form import AnsweringForm
from dataexplain.search.prompts.candidate import PromptCandidate
from dataexplain.statistics import Estimate
from dataexplain.statistics.change import change
from dataexplain.tables.pair_splitting import PairSplit
from dataexplain.verification.evidence import FEW_EVENTS
from dataexplain.verification.prompt_measuring import (
    COPY,
    MOST_UNANSWERED,
    SHUFFLED,
    SIMPLE_RULE,
    MeasuredGain,
    MeasuredPrompt,
    measure_prompt,
)
from dataexplain.verification.prompt_telling import BY_CODE
from dataexplain.verification.prompt_vault import PromptVault

NO_MODEL = "A language model follows it: name one (--model)."
_NO_RULE = "The operation cannot be read from the sentence for inputs of this form."
_FEW = f"Fewer than {FEW_EVENTS} held-out new rows were asked about."
_OTHER_BASIS = "The report knows {then} and this model gives {now}: like is not compared with like."
_BASES = {"probability": "probabilities", "agreement": "replies that are right or wrong"}
_OVER = {SHUFFLED: "the same words shuffled", COPY: "a copy of the input"}
_SAME_ITSELF = (
    "With the sentence itself the right output is given about as often as then: what differs is "
    "what it is compared with."
)
_REVERSED = (
    "On the new rows what it is compared with gives the right output oftener. The difference is "
    "more than chance explains."
)
# What stands for the 97.5% point of the normal distribution in intervals.
_NORMAL = 1.959963984540054


@dataclass(frozen=True)
class Followed:
    """A sentence on the new rows.

    Parameters
    ----------
    measured : MeasuredPrompt
    record : PromptRecord
        How it did there.
    """

    measured: MeasuredPrompt
    record: PromptRecord


def recheck_sentences(
    claims: Sequence[OldClaim],
    sides: PairSplit,
    form: AnsweringForm,
    model: ChatModel | None,
    *,
    most: int | None,
    seed: int,
    progress: Progress,
) -> tuple[tuple[RecheckedClaimRecord, ...], tuple[str, ...]]:
    """Follow every sentence on new rows and decide about each.

    Parameters
    ----------
    claims : sequence of OldClaim
        Each with `prompted`.
    sides : PairSplit
        The new pairs.
    form : AnsweringForm
        The report's.
    model : ChatModel or None
        Follows what is no closed operation.
    most : int or None
        On how many rows the model is asked; None is all.
    seed : int
    progress : Progress

    Returns
    -------
    (tuple of RecheckedClaimRecord, tuple of str)
        The statements, and what a reader should know of the answers.
    """
    by_code = [_candidate(claim, sides) for claim in claims if _by_code(claim)]
    rules = [candidate for candidate in by_code if candidate.rule is not None]
    found, notes = _followed(rules, None, claims, sides, form, None, seed, progress)
    if model is not None:
        rest = [_candidate(claim, sides) for claim in claims if not _by_code(claim)]
        asked, notes = _followed(rest, model, claims, sides, form, most, seed, progress)
        found |= asked
    twice = [_twice(claim, found.get(_told(claim).sentence)) for claim in claims]
    return tuple(map(_possible, decided_together(twice, {}))), notes


def model_needed(claims: Sequence[OldClaim], report: ReportRecord, file: str | None) -> InputError:
    """Return the error of a report that nothing can be asked of without a model.

    Parameters
    ----------
    claims : sequence of OldClaim
    report : ReportRecord
    file : str or None
    """
    models = ", ".join(filter(None, followed_by_models(report))) or "a language model"
    said = "Its sentence was" if len(claims) == 1 else "Its sentences were"
    return InputError(
        f"{said} followed by {models}, so that a model has to follow them on the new rows too.",
        file=file,
        remedy="Name the model that follows them, such as --model embedded.",
    )


def needs_model(claims: Sequence[OldClaim]) -> bool:
    """Tell whether nothing can be followed by code."""
    return not any(map(_by_code, claims))


def _told(claim: OldClaim) -> PromptRecord:
    assert claim.record.prompted is not None
    return claim.record.prompted


def _by_code(claim: OldClaim) -> bool:
    return _told(claim).basis == BY_CODE


def _candidate(claim: OldClaim, sides: PairSplit) -> PromptCandidate:
    told = _told(claim)
    rule = rule_said(told.sentence, sides.discovery) if told.basis == BY_CODE else None
    return PromptCandidate(told.sentence, told.source, rule=rule)


def _followed(
    listed: Sequence[PromptCandidate],
    model: ChatModel | None,
    claims: Sequence[OldClaim],
    sides: PairSplit,
    form: AnsweringForm,
    most: int | None,
    seed: int,
    progress: Progress,
) -> tuple[dict[str, Followed], tuple[str, ...]]:
    """Test a list in a vault of its own, by the sentence."""
    if not listed:
        return {}, ()
    floors = {_told(claim).sentence: claim.record.floor for claim in claims}
    all_rows = len(sides.verification)
    vault = PromptVault(
        sides.verification,
        discovery=sides.discovery,
        form=form,
        rows=all_rows if most is None else min(most, all_rows),
        seed=seed,
    )
    tested = vault.test(listed, model, progress=progress.step)
    found = {}
    for one, chances in zip(tested, vault.chances, strict=True):
        sentence = chances.candidate.sentence
        flips = generator_for(seed, f"flips {sentence}")
        measured = measure_prompt(chances, vault.targets, flips, floors[sentence])
        found[sentence] = Followed(measured, one.record)
    return found, vault.notes


def _twice(claim: OldClaim, new: Followed | None) -> Twice:
    """Put the gain that holds least then beside the one that does now."""
    old = _told(claim)
    weakest = _weakest(claim)
    before = None if weakest is None else _estimate(weakest, old.rows)
    claim = replace(claim, estimates=(before,))
    if new is None:
        problem = _NO_RULE if _by_code(claim) else NO_MODEL
        return Twice(claim, (Remeasured(problem=problem),), ())
    problem, scarce = _hindered(old, new)
    rows, now = len(new.measured.rows), new.measured.weakest
    if problem or scarce or now is None:
        return Twice(claim, (Remeasured(problem=problem, scarce=scarce, rows=rows),), ())
    # all gains have to hold: their largest p is that of the sentence
    estimate = replace(now.estimate, p=new.measured.evidence.adjusted_p)
    told = before is not None and old.rows >= FEW_EVENTS
    differs = change(before, estimate) if before is not None and told else None
    cautions = (
        _shown(weakest, now),
        _right(old, new.record),
        *_compared_with(old, new, differs),
    )
    measured = Remeasured(rows=rows, cautions=cautions)
    return Twice(claim, (measured,), (Pair(1, "sign", before, estimate, differs),))


def _weakest(claim: OldClaim) -> GainRecord | None:
    """Return the gain that the old report shows: the one that holds least."""
    deciding = [gain for gain in _told(claim).gains if gain.decides]
    shown = [gain for gain in deciding if gain.gain == claim.record.effect]
    return next(iter(shown), None) or min(deciding, key=lambda gain: gain.gain, default=None)


def _possible(claim: RecheckedClaimRecord) -> RecheckedClaimRecord:
    """Cut intervals off where no gain can be, and say a loss as what it is."""
    reason = _REVERSED if claim.how == "reversed" else claim.reason
    return replace(claim, old=_within(claim.old), new=_within(claim.new), reason=reason)


def _within(measured: MeasuredRecord | None) -> MeasuredRecord | None:
    if measured is None:
        return None
    low, high = measured.interval
    return replace(measured, interval=(max(low, -1.0), min(high, 1.0)))


def _hindered(old: PromptRecord, new: Followed) -> tuple[str, str]:
    """Return why it cannot be compared, and what there is too little of; each may be empty."""
    record, measured = new.record, new.measured
    if old.gains and record.basis != old.basis:
        said = _OTHER_BASIS.format(then=_BASES[old.basis], now=_BASES[record.basis])
        return said, ""
    if old.gains and record.per_token != old.per_token:
        return "Outputs are of another length than in the report, and told otherwise.", ""
    asked = record.rows + record.unanswered
    if asked and record.unanswered > MOST_UNANSWERED * asked:
        return _said(measured.evidence.problem), ""
    if measured.evidence.problem:
        return "", _said(measured.evidence.problem)
    return "", _FEW if record.rows < FEW_EVENTS else ""


def _said(reason: str) -> str:
    """Return a reason of the vault as a sentence about new rows."""
    new = reason.replace("held-out rows", "held-out new rows")
    return f"{new[:1].upper()}{new[1:]}."


def _estimate(gain: GainRecord, rows: int) -> Estimate | None:
    """Return a gain with its error, read off the end of the interval that is not cut off."""
    if not all(map(math.isfinite, (gain.gain, *gain.interval))):
        return None
    half = max(gain.gain - gain.interval[0], gain.interval[1] - gain.gain)
    return Estimate.from_standard_error(
        gain.gain, max(half, 0.0) / _NORMAL, degrees_of_freedom=math.inf, n=rows
    )


def _shown(then: GainRecord | None, now: MeasuredGain) -> str:
    """Say which gain is shown: of several the one that holds least."""
    over = _named(now.over, now.detail)
    if then is None or then.over == now.over:
        return f"Shown is the smallest gain that decides: the one over {over}."
    before = _named(then.over, "")
    return f"Shown is the smallest gain that decides: then over {before}, now over {over}."


def _named(over: str, detail: str) -> str:
    """Return what a gain is over, as it stands after "over"."""
    said = _OVER.get(over, f"the {over}")
    return f"{said}, one that {detail}" if over == SIMPLE_RULE and detail else said


def _right(old: PromptRecord, new: PromptRecord) -> str:
    then = f"{old.right:,} of {old.asked:,} then" if old.asked else "not asked then"
    now = f"{new.right:,} of {new.asked:,} now" if new.asked else "not asked now"
    return f"Right outputs: {then}, {now}."


def _compared_with(old: PromptRecord, new: Followed, differs: Estimate | None) -> list[str]:
    """Say where a gain differs though the sentence itself does as well as then."""
    if differs is None or not differs.p <= ALPHA or old.chance_interval is None:
        return []
    itself = GainRecord("itself", old.chance, old.chance, old.chance_interval, 1.0)
    own = _estimate(itself, old.rows)
    if own is None or change(own, new.measured.mean).p <= ALPHA:
        return []
    return [_SAME_ITSELF]
