"""What an explanation gives back: the claims, the report, and ways to keep and show it."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from dataexplain.records import ClaimRecord, ReportRecord
from dataexplain.report import render_snippet, write_report
from dataexplain.runs.earlier_tests import remember_tests
from dataexplain.verification.verdicts import SUPPORTED


@dataclass(frozen=True, repr=False)
class Run:
    """A finished explanation.

    Parameters
    ----------
    report : ReportRecord
        Everything that was found, as ``report.json`` holds it.

    Examples
    --------
    >>> from dataexplain.runs.explaining import explain_table
    >>> from dataexplain.tables import build_table
    >>> dose = [1, 2, 3, 4, 5] * 40
    >>> pain = [9 - level + place % 3 for place, level in enumerate(dose)]
    >>> run = Run(explain_table(build_table({"dose": dose, "pain": pain}, "pain")))
    >>> run
    Run(target='pain', tried=..., supported=..., ...)
    >>> run.supported[0].features
    ('dose',)
    """

    report: ReportRecord

    @property
    def claims(self) -> tuple[ClaimRecord, ...]:
        """Every claim that was tested, the most telling first."""
        return self.report.claims

    @property
    def supported(self) -> tuple[ClaimRecord, ...]:
        """The claims that held on rows that had no part in proposing them."""
        return tuple(claim for claim in self.claims if claim.verdict == SUPPORTED)

    def save(self, folder: Path | str, *, rows: bool = True) -> dict[str, Path]:
        """Write ``report.html``, ``report.md`` and ``report.json``: all of them, or none.

        What was tested is noted in the user's cache folder, by hashes: a sentence that is thought
        of afterwards pays for it (`dataexplain.verify`).

        Parameters
        ----------
        folder : Path or str
            Made when it does not exist; a report in it is replaced.
        rows : bool, default=True
            Whether example rows of the table may be written.

        Returns
        -------
        dict of str to Path
            The paths under ``"html"``, ``"markdown"`` and ``"json"``.

        Raises
        ------
        OutputError
            When the folder or a file cannot be written.
        StoreError
            When what was tested cannot be noted.
        """
        remember_tests(self.report)
        return write_report(self.report, folder, rows=rows)

    def __repr__(self) -> str:
        counts = self.report.counts
        return (
            f"Run(target={self.report.target!r}, tried={counts.tried}, "
            f"supported={counts.supported}, not_supported={counts.not_supported}, "
            f"inconclusive={counts.inconclusive}, unverifiable={counts.unverifiable})"
        )

    def _repr_html_(self) -> str:
        """Show the answer and the first claims in a notebook."""
        return render_snippet(self.report)
