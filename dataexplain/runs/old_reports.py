"""Opens an old report for a second look: its statements as contrasts, rebuilt from JSON alone."""

from __future__ import annotations

import json
import math
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from dataexplain.claims import Contrast
from dataexplain.errors import InputError, ParameterError
from dataexplain.recheck_records import COMPARISON_SCHEMA, RECHECK_SCHEMA
from dataexplain.records import AdjustedEffect, ClaimRecord, ReportRecord, UnadjustedEffect
from dataexplain.report import read_report
from dataexplain.runs.report_checks import check_report, is_number
from dataexplain.runs.run import Run
from dataexplain.runs.sentences_again import says_sentences
from dataexplain.statistics import Estimate

_RESULTS = {RECHECK_SCHEMA: "recheck", COMPARISON_SCHEMA: "comparison"}
# By the command: what cannot be done with these, and what can.
_NOT_WITH_SENTENCES = {
    "compare": ("two such reports cannot be compared", "Read them side by side."),
    "check-text": ("no text can be checked against them", "Give a report of explain or differ."),
}
# What stands for the 97.5% point of the normal distribution in intervals.
_NORMAL = 1.959963984540054


@dataclass(frozen=True)
class OldClaim:
    """A statement of an old report, ready to be measured again.

    Parameters
    ----------
    record : ClaimRecord
    contrasts : tuple of Contrast
    estimates : tuple of (Estimate or None)
        What the old report measured of each contrast, on the basis of its verdict; None where it
        does not tell.
    """

    record: ClaimRecord
    contrasts: tuple[Contrast, ...]
    estimates: tuple[Estimate | None, ...]


def open_report(report: object, owner: str) -> tuple[ReportRecord, str | None]:
    """Return a report, and the file it comes from.

    Parameters
    ----------
    report : path, Run or ReportRecord
        A path is that of a ``report.json`` or of the folder it lies in.
    owner : str
        The function that was given it, for errors.

    Raises
    ------
    InputError
        When the file is no whole report.
    ParameterError
        When it is none of these.
    """
    opened, file = _opened(report, owner)
    _refuse_sentences(opened, file, owner)
    return opened, file


def _opened(report: object, owner: str) -> tuple[ReportRecord, str | None]:
    if isinstance(report, Run):
        return report.report, None
    if isinstance(report, ReportRecord):
        return report, None
    if not isinstance(report, (str, Path)):
        raise ParameterError(
            "report", owner, "the path of a report.json, a Run or a ReportRecord", report
        )
    path = Path(report)
    path = path / "report.json" if path.is_dir() else path
    try:
        return read_report(path), str(path)
    except InputError as error:
        result = _RESULTS.get(_schema_of(path))
        if result is None:
            raise
        message = f"This is the result of a {result}, not a report."
        remedy = "Give the report.json that it was made from."
        raise InputError(message, file=str(path), remedy=remedy) from error


def _refuse_sentences(report: ReportRecord, file: str | None, owner: str) -> None:
    """Refuse a report of `describe` where its statements would have to be about columns."""
    if owner not in _NOT_WITH_SENTENCES or not says_sentences(report):
        return
    cannot, remedy = _NOT_WITH_SENTENCES[owner]
    raise InputError(
        f"Its statements are sentences that say how outputs follow from inputs, and {cannot}.",
        file=file,
        remedy=remedy,
    )


def _schema_of(path: Path) -> str:
    try:
        values = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError, RecursionError):
        return ""
    return str(values.get("schema", "")) if isinstance(values, dict) else ""


def old_claims(report: ReportRecord, file: str | None = None) -> tuple[OldClaim, ...]:
    """Rebuild every statement of a report from what its JSON says.

    Parameters
    ----------
    report : ReportRecord
    file : str, optional
        For errors.

    Raises
    ------
    InputError
        When something in the report cannot be; the message names the places.
    """
    check_report(report, file)
    return tuple(_old_claim(claim) for claim in report.claims)


def _old_claim(claim: ClaimRecord) -> OldClaim:
    # of sentences chances of the right output are compared, and no contrast of a table
    contrasts = tuple(Contrast.from_dict(values) for values in claim.estimand["contrasts"])
    return OldClaim(claim, contrasts, _estimates(claim, contrasts))


def _estimates(claim: ClaimRecord, contrasts: tuple[Contrast, ...]) -> tuple[Estimate | None, ...]:
    """Return what was measured of each contrast, from the list or from the claim's own effect."""
    measured = claim.estimand.get("measured")
    if isinstance(measured, list) and len(measured) == len(contrasts):
        return tuple(_listed(entry, claim.basis) for entry in measured)
    own = _estimate(claim.adjusted if claim.basis == "adjusted" else claim.unadjusted, claim.n)
    if len(contrasts) == 1 or own is None:
        return (own,) * len(contrasts) if len(contrasts) == 1 else (None,) * len(contrasts)
    # of several contrasts the record shows the one that holds least; its sign tells which
    fitting = [contrast.sign * own.effect > 0 for contrast in contrasts]
    shown = fitting.index(True) if fitting.count(True) == 1 else None
    return tuple(own if place == shown else None for place in range(len(contrasts)))


def _listed(entry: Mapping[str, Any], basis: str) -> Estimate | None:
    values = entry.get(basis)
    if not isinstance(values, dict):
        return None
    record = {"p": math.nan, "overlap": math.nan, **values}
    return _estimate(AdjustedEffect.from_dict(record), int(entry.get("n") or values.get("n") or 0))


def _estimate(effect: AdjustedEffect | UnadjustedEffect | None, n: int) -> Estimate | None:
    if effect is None or any(not is_number(value) for value in (effect.effect, *effect.interval)):
        return None
    error = effect.standard_error
    if error is None:
        error = (effect.interval[1] - effect.interval[0]) / (2 * _NORMAL)
    degrees = effect.degrees_of_freedom
    overlap = getattr(effect, "overlap", None)
    return Estimate.from_standard_error(
        effect.effect,
        error,
        degrees_of_freedom=math.inf if degrees is None else degrees,
        n=n,
        overlap=1.0 if overlap is None else overlap,
        method=effect.method,
    )
