"""Two reports about one target side by side: what persisted, vanished, flipped, is new."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from dataexplain.errors import InputError
from dataexplain.recheck_records import (
    FLIPPED,
    NEW,
    PERSISTED,
    VANISHED,
    ComparedClaimRecord,
    ComparedReportRecord,
    ComparedSideRecord,
    ComparisonRecord,
)
from dataexplain.records import ClaimRecord, ReportRecord
from dataexplain.report.comparison_page import write_comparison
from dataexplain.runs.claim_matching import LEAST_OVERLAP, Ruler, overlap, pairs
from dataexplain.runs.old_reports import open_report
from dataexplain.runs.report_checks import check_report
from dataexplain.tables import Role
from dataexplain.verification.verdicts import SUPPORTED

ORDER = (FLIPPED, VANISHED, NEW, PERSISTED)
_VERDICTS = {
    "not_supported": "The {other} report tried it and found too little.",
    "inconclusive": "The {other} report tried it, and it stayed open.",
    "unverifiable": "The {other} report could not test it.",
}
_NOT_TRIED = "The {other} report did not come upon it."
_NOT_ASKED = "The {other} report says nothing of {columns}: {why}."


@dataclass(frozen=True, repr=False)
class Comparison:
    """Two reports side by side.

    Parameters
    ----------
    record : ComparisonRecord
        Everything that was found, as ``comparison.json`` holds it.

    Examples
    --------
    >>> import numpy as np
    >>> from dataexplain.runs.explaining import explain_table
    >>> from dataexplain.tables import build_table
    >>> dose = np.tile([1, 2, 3, 4, 5], 40)
    >>> pain = 9.0 - dose + np.tile([0, 1, 2], 67)[:200]
    >>> report = explain_table(build_table({"dose": dose, "pain": pain}, "pain"))
    >>> compare(report, report)
    Comparison(target='pain', flipped=0, vanished=0, new=0, persisted=1)
    """

    record: ComparisonRecord

    @property
    def claims(self) -> tuple[ComparedClaimRecord, ...]:
        """Every statement that either report supports: flipped, vanished, new, persisted."""
        return self.record.claims

    def save(self, folder: Path | str) -> dict[str, Path]:
        """Write ``comparison.html``, ``.md`` and ``.json``: all of them, or none.

        Parameters
        ----------
        folder : Path or str
            Made when it does not exist; a comparison in it is replaced.

        Returns
        -------
        dict of str to Path
            The paths under ``"html"``, ``"markdown"`` and ``"json"``.

        Raises
        ------
        OutputError
            When the folder or a file cannot be written.
        """
        return write_comparison(self.record, folder)

    def __repr__(self) -> str:
        counted = ", ".join(f"{name}={self.record.counts[name]}" for name in ORDER)
        return f"Comparison(target={self.record.target!r}, {counted})"


def compare(first: object, second: object) -> Comparison:
    """Hold two reports about one target side by side.

    Statements are matched by what they denote: kind, columns, class, and regions that share at
    least half of the rows that either holds. Nothing is tested: to test new rows against an old
    report, use `recheck`.

    Parameters
    ----------
    first, second : path, Run or ReportRecord
        A ``report.json``, or the folder it lies in.

    Returns
    -------
    Comparison
        With ``.claims``, ``.record`` and ``.save(folder)``.

    Raises
    ------
    InputError
        When a file is no whole report, or the reports are about different outcomes.
    ParameterError
        When an argument is none of these.

    Examples
    --------
    >>> import dataexplain
    >>> hours = [1.5, 2, 4, 7, 9] * 60
    >>> score = [50 + 4 * hour + place % 7 for place, hour in enumerate(hours)]
    >>> run = dataexplain.explain({"hours": hours, "score": score}, "score")
    >>> compare(run, run).claims[0].status
    'persisted'
    """
    (one, first_file), (other, second_file) = (
        open_report(report, "compare") for report in (first, second)
    )
    check_report(one, first_file)
    check_report(other, second_file)
    _check_alike(one, other, second_file)
    claims = _compared(one, other)
    counts = {status: sum(claim.status == status for claim in claims) for status in ORDER}
    return Comparison(
        ComparisonRecord(
            target=one.target,
            task=one.task,
            unit=one.outcome.unit,
            first=_behind(one, first_file),
            second=_behind(other, second_file),
            claims=claims,
            counts=counts,
            notes=tuple(_notes(one, other)),
            scale=one.outcome.scale,
            offset=one.outcome.offset,
        )
    )


def _check_alike(first: ReportRecord, second: ReportRecord, file: str | None) -> None:
    """Refuse reports whose effects are not of one and the same outcome."""
    parts = (
        ("explains the column", first.target, second.target),
        ("is about the task", first.task, second.task),
        ("explains the class", first.outcome.positive, second.outcome.positive),
        ("measures the outcome in", first.outcome.unit, second.outcome.unit),
        ("measures the outcome on the scale", first.outcome.scale, second.outcome.scale),
    )
    for what, here, there in parts:
        if here != there:
            raise InputError(
                f"The second report {what} {there!r}, the first {here!r}: their effects cannot be "
                "compared.",
                file=file,
                remedy="Give two reports about one outcome.",
            )


def _compared(first: ReportRecord, second: ReportRecord) -> tuple[ComparedClaimRecord, ...]:
    ruler = Ruler.of((first, second))
    matched = pairs(first.claims, second.claims, ruler)
    partner_of_first = {one: (second.claims[other], share) for one, other, share in matched}
    partner_of_second = {other: first.claims[one] for one, other, _ in matched}
    found = []
    for place, claim in enumerate(first.claims):
        partner, share = partner_of_first.get(place, (None, None))
        if SUPPORTED in (claim.verdict, partner.verdict if partner else None):
            found.append(_record(claim, partner, share, first, second, ruler))
    for place, claim in enumerate(second.claims):
        if place not in partner_of_second and claim.verdict == SUPPORTED:
            found.append(_record(None, claim, None, first, second, ruler))
    return tuple(sorted(found, key=lambda entry: (ORDER.index(entry.status), _rank(entry))))


def _rank(claim: ComparedClaimRecord) -> int:
    side = claim.first or claim.second
    return 0 if side is None else side.rank


def _record(
    first: ClaimRecord | None,
    second: ClaimRecord | None,
    share: float | None,
    one: ReportRecord,
    other: ReportRecord,
    ruler: Ruler,
) -> ComparedClaimRecord:
    here = first or second
    assert here is not None
    status, reason = _status(first, second)
    if first is None or second is None:
        lacking, which = (other, "second") if second is None else (one, "first")
        reason = _not_asked(here, lacking, which) or reason
    related: Sequence[str] = ()
    if status == VANISHED and first is not None:
        related = _related(first, other, ruler)
    elif status == NEW and second is not None:
        related = _related(second, one, ruler)
    return ComparedClaimRecord(
        status=status,
        kind=here.kind,
        features=here.features,
        outcome_class=here.outcome_class,
        first=_side(first),
        second=_side(second),
        reason=reason,
        overlap=share,
        related=tuple(related),
    )


def _status(first: ClaimRecord | None, second: ClaimRecord | None) -> tuple[str, str]:
    """Say what became of a statement that at least one of the reports supports."""
    in_first = first is not None and first.verdict == SUPPORTED
    in_second = second is not None and second.verdict == SUPPORTED
    if in_first and in_second:
        assert first is not None
        assert second is not None
        if first.direction != second.direction:
            return FLIPPED, "Both reports support it, in opposite directions."
        if first.basis != second.basis:
            return PERSISTED, "Both support it, one with other columns held fixed, one without."
        return PERSISTED, "Both reports support it."
    absent, other = (second, "second") if in_first else (first, "first")
    words = _NOT_TRIED if absent is None else _VERDICTS.get(absent.verdict, _NOT_TRIED)
    reason = words.format(other=other)
    if first is not None and second is not None and first.direction != second.direction:
        reason = f"The {other} report tried the opposite, and does not support that either."
    return (VANISHED if in_first else NEW), reason


def _not_asked(claim: ClaimRecord, report: ReportRecord, which: str) -> str:
    """Say why a report could not come upon a statement, if its columns are the reason."""
    roles = {column.name: column.role for column in report.columns}
    controls = report.settings.get("controls") or ()
    reasons: dict[str, list[str]] = {}
    for name in claim.features:
        if name in controls:
            reasons.setdefault("held fixed there", []).append(repr(name))
        elif name not in roles:
            reasons.setdefault("not in its rows", []).append(repr(name))
        elif roles[name] == Role.IGNORED:
            reasons.setdefault("left out there", []).append(repr(name))
    if not reasons:
        return ""
    why, names = next(iter(reasons.items()))
    return _NOT_ASKED.format(other=which, columns=" and ".join(names), why=why)


def _related(claim: ClaimRecord, report: ReportRecord, ruler: Ruler) -> list[str]:
    """Return supported statements of the other report about the same columns in other words."""
    return [
        entry.id
        for entry in report.claims
        if entry.verdict == SUPPORTED
        and set(entry.features) == set(claim.features)
        and entry.outcome_class == claim.outcome_class
        and overlap(claim, entry, ruler) < LEAST_OVERLAP
    ]


def _side(claim: ClaimRecord | None) -> ComparedSideRecord | None:
    if claim is None:
        return None
    return ComparedSideRecord(
        id=claim.id,
        text=claim.text,
        direction=claim.direction,
        verdict=claim.verdict,
        effect=claim.effect,
        interval=claim.interval,
        q=claim.q,
        n=claim.n,
        rank=claim.rank,
    )


def _behind(report: ReportRecord, file: str | None) -> ComparedReportRecord:
    source = str(report.settings.get("source") or (Path(file).name if file else report.title))
    return ComparedReportRecord(
        title=report.title,
        source=source,
        rows=report.splits.rows_read,
        data_hash=report.splits.data_hash,
        tried=report.counts.tried,
        supported=report.counts.supported,
        mean=report.outcome.mean,
    )


def _notes(first: ReportRecord, second: ReportRecord) -> list[str]:
    notes = []
    if first.splits.data_hash == second.splits.data_hash:
        notes.append("Both reports were made from the same rows: what agrees is no confirmation.")
    names = [{column.name for column in report.columns} for report in (first, second)]
    for here, there, which in ((names[0], names[1], "first"), (names[1], names[0], "second")):
        alone = sorted(here - there)
        if alone:
            shown = ", ".join(repr(name) for name in alone[:8])
            more = f" and {len(alone) - 8} more" if len(alone) > 8 else ""
            notes.append(f"Only the {which} report has: {shown}{more}.")
    return notes
