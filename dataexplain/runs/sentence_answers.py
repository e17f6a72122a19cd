"""What became of a sentence: the verdicts of the claims that it was read as, in one answer."""

from __future__ import annotations

from collections.abc import Sequence

from dataexplain.judged_records import SentenceRecord
from dataexplain.records import ClaimRecord, ReportRecord
from dataexplain.report.outcome_format import outcome_format
from dataexplain.sentences.reading import SentenceReading
from dataexplain.verification.verdicts import (
    INCONCLUSIVE,
    NOT_SUPPORTED,
    SUPPORTED,
    UNVERIFIABLE,
)

_OPENINGS = {
    SUPPORTED: "Held-out rows support it",
    NOT_SUPPORTED: "Held-out rows speak against it",
    INCONCLUSIVE: "Held-out rows do not decide it",
    UNVERIFIABLE: "It cannot be tested here",
}
# A sentence that denies holds where what it denies is refuted.
_DENIED = {SUPPORTED: NOT_SUPPORTED, NOT_SUPPORTED: SUPPORTED}
# A sentence is worth its worst part.
_WORST_FIRST = (UNVERIFIABLE, NOT_SUPPORTED, INCONCLUSIVE, SUPPORTED)


def sentence_record(reading: SentenceReading, report: ReportRecord, remark: str) -> SentenceRecord:
    """Return a sentence with its reading and its verdict.

    Parameters
    ----------
    reading : SentenceReading
    report : ReportRecord
        With the claims that it was read as.
    remark : str
        Why it counts as an afterthought; empty where it does not.
    """
    own = [claim for claim in report.claims if _is_of(claim, reading)]
    if not own:
        verdict, why = UNVERIFIABLE, reading.problem
    else:
        verdict, why = _worst([(*_decided(claim, report), claim.text) for claim in own])
    if reading.denied:
        verdict, why = _DENIED.get(verdict, verdict), f"what it denies was tested. {_capital(why)}"
    return SentenceRecord(
        text=reading.sentence,
        told=_settled(reading, own),
        read_by=reading.read_by,
        claims=tuple(claim.id for claim in own),
        verdict=verdict,
        answer=f"{_OPENINGS[verdict]}: {_begun(why)}",
        needs=reading.needs,
        rows=_rows(own, report) if own else "",
        post_hoc=remark if own else "",
        nearby=reading.nearby,
    )


def _settled(reading: SentenceReading, own: Sequence[ClaimRecord]) -> str:
    """Return what was tested in words, where discovery rows settled what a sentence left open."""
    if not (reading.left_open and own) or {claim.id for claim in own} <= {
        claim.id for claim in reading.claims
    }:
        return reading.told
    open_part = "where it turns" if reading.left_open == "turn" else "which way that goes"
    texts = "; and ".join(_begun(claim.text.rstrip(".")) for claim in own)
    return f"{texts}. It does not say {open_part}: rows that were not tested settled that."


def _is_of(claim: ClaimRecord, reading: SentenceReading) -> bool:
    """Tell whether a tested claim is one that a sentence was read as.

    What discovery rows settled has another id than what was left open.
    """
    if not reading.left_open:
        return claim.id in {one.id for one in reading.claims}
    return any(
        (claim.kind, claim.features[: len(one.features)]) == (one.kind, one.features)
        for one in reading.claims
    )


def _decided(claim: ClaimRecord, report: ReportRecord) -> tuple[str, str]:
    """Return a claim's verdict, and the reason with its numbers."""
    return claim.verdict, " ".join(filter(None, (_measured(claim, report), claim.reason)))


def _measured(claim: ClaimRecord, report: ReportRecord) -> str:
    """Write the effect with its interval."""
    if claim.effect is None or claim.interval is None:
        return ""
    shown = outcome_format(report)
    effect = shown.difference(claim.effect, claim.interval)
    return f"{effect} ({shown.interval(claim.interval, claim.effect)})."


def _worst(verdicts: Sequence[tuple[str, str, str]]) -> tuple[str, str]:
    """Return the worst verdict and its reason, which says of which part it is where of several."""
    verdict, why, text = min(verdicts, key=lambda entry: _WORST_FIRST.index(entry[0]))
    if len(verdicts) == 1:
        return verdict, why
    if all(entry[0] == verdict for entry in verdicts):
        listed = " ".join(f"{part.rstrip('.')}: {reason}" for _, reason, part in verdicts)
        return verdict, f"the same of each of its {len(verdicts)} parts. {listed}"
    return verdict, f"its weakest part decides. {text.rstrip('.')}: {why}"


def _rows(claims: Sequence[ClaimRecord], report: ReportRecord) -> str:
    """Say whose rows were used."""
    tested = max(claim.n for claim in claims)
    splits = report.splits
    aside = f"{splits.verification:,} rows that were set aside by their content"
    return (
        f"Tested on {'all' if tested == splits.verification else f'{tested:,} of the'} {aside}; "
        f"the other {splits.discovery:,} showed what else explains {report.target}."
    )


def _capital(reason: str) -> str:
    return f"{reason[:1].upper()}{reason[1:]}"


def _begun(reason: str) -> str:
    """Return a reason as it goes on behind a colon."""
    first, _, rest = reason.partition(" ")
    plain = first.istitle() and first not in {"I"}
    return f"{first.lower() if plain else first} {rest}".strip()
