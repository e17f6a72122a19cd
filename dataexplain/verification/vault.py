"""The vault: the only reader of verification rows.

It tests one batch of claims, then it is sealed: a second batch would choose its questions
knowing the answers to the first.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from dataexplain.claims import Claim, Region
from dataexplain.errors import VaultSealedError
from dataexplain.json_records import Record
from dataexplain.models.adjustment import AdjustedRows, Adjustment
from dataexplain.models.fitting import model_outcome
from dataexplain.randomness import generator_for
from dataexplain.statistics import Estimate
from dataexplain.tables import Role, Split, Table
from dataexplain.verification.evidence import Evidence
from dataexplain.verification.families import ALPHA, correct, interval_levels, p_values_of
from dataexplain.verification.measuring import gather
from dataexplain.verification.parts import Part, parts_of
from dataexplain.verification.verdicts import SUPPORTED, Verdict, decide, without_contradictions


@dataclass(frozen=True)
class TestedClaim:
    """A claim with its evidence and verdict.

    Parameters
    ----------
    claim : Claim
    evidence : Evidence
    verdict : Verdict
    floor : float
    interval_selected : (float, float)
        The interval widened for having been selected among all that were tested.
    """

    __test__ = False

    claim: Claim
    evidence: Evidence
    verdict: Verdict
    floor: float
    interval_selected: tuple[float, float]

    @property
    def estimate(self) -> Estimate:
        """The estimate that the verdict rests on."""
        unadjusted = self.verdict.basis == "unadjusted"
        return self.evidence.unadjusted if unadjusted else self.evidence.adjusted

    @property
    def p(self) -> float:
        """The p-value that the verdict rests on."""
        unadjusted = self.verdict.basis == "unadjusted"
        return self.evidence.unadjusted_p if unadjusted else self.evidence.adjusted_p


@dataclass(frozen=True)
class LedgerEntry(Record):
    """One claim's two hypotheses that were put to the verification rows; None: not testable.

    `family` is the claim's group of columns, `Claim.family`.
    """

    claim_id: str
    family: str
    adjusted_p: float | None
    unadjusted_p: float | None


class Vault:
    """Holds the verification rows of a table, and tests one batch of claims on them.

    Parameters
    ----------
    table : Table
    split : Split
    adjustment : Adjustment
        Fitted on discovery rows.
    floors : mapping of outcome class to float
        The smallest effect worth a statement, by class.
    seed : int
        For shuffles, and for which rows are shown as examples.
    level : float, default=0.05
        The false discovery rate of the batch: less where these rows were asked before.

    Examples
    --------
    >>> from dataexplain.claims import Condition
    >>> from dataexplain.models.additive import AdditiveRegressor
    >>> from dataexplain.tables import build_table, split_rows
    >>> dose = np.tile(np.arange(20.0), 10)
    >>> table = build_table({"dose": dose, "pain": 30 - dose + np.sin(np.arange(200))}, "pain")
    >>> split = split_rows(table)
    >>> X, y = table.frame[["dose"]].iloc[split.discovery], table.outcome()[split.discovery]
    >>> model = AdditiveRegressor(outer_bags=1, max_rounds=50).fit(X, y)
    >>> adjustment = Adjustment.fit(table, split.discovery, model)
    >>> vault = Vault(table, split, adjustment, {None: 0.5}, seed=0)
    >>> stretch = Region((Condition("dose", 0.0, 19.0, closed=True),))
    >>> (tested,) = vault.test([Claim("trend", ("dose",), "down", stretch)])
    >>> tested.verdict.verdict, round(tested.estimate.effect)
    ('supported', -19)
    """

    def __init__(
        self,
        table: Table,
        split: Split,
        adjustment: Adjustment,
        floors: dict[str | None, float],
        seed: int,
        level: float = ALPHA,
    ) -> None:
        self._table = table
        self._level = level
        self._rows = split.verification
        self._measured: AdjustedRows = adjustment.on(
            table, split.verification, group_codes(table, split.verification)
        )
        self._floors = floors
        self._seed = seed
        self._ledger: tuple[LedgerEntry, ...] | None = None

    @property
    def ledger(self) -> tuple[LedgerEntry, ...]:
        """Every hypothesis tested so far."""
        return self._ledger or ()

    def test(
        self, claims: Sequence[Claim], progress: Callable[[int, int], None] | None = None
    ) -> tuple[TestedClaim, ...]:
        """Test one batch of claims and seal the vault.

        Parameters
        ----------
        claims : sequence of Claim
        progress : callable, optional
            Called with how many claims are done, and how many there are.

        Returns
        -------
        tuple of TestedClaim
            In the order of the claims.

        Raises
        ------
        VaultSealedError
            When a batch was tested before.
        """
        if self._ledger is not None:
            message = (
                "These verification rows have already decided about a batch of claims; "
                "further claims need new rows."
            )
            raise VaultSealedError(message)
        evidence = []
        for done, claim in enumerate(claims):
            generator = generator_for(self._seed, claim.id)
            floor = self._floors[claim.outcome_class]
            evidence.append(gather(claim, self._measured, generator, floor))
            if progress is not None:
                progress(done + 1, len(claims))
        self._ledger = tuple(
            LedgerEntry(claim.id, claim.family, *(_known(p) for p in _put_to_rows(claim, entry)))
            for claim, entry in zip(claims, evidence, strict=True)
        )
        verdicts = [
            decide(claim, entry, significance, self._floors[claim.outcome_class])
            for claim, entry, significance in zip(
                claims, evidence, correct(claims, evidence, self._level), strict=True
            )
        ]
        verdicts = without_contradictions(claims, verdicts)
        selected = [verdict.verdict == SUPPORTED for verdict in verdicts]
        bases = [verdict.basis for verdict in verdicts]
        levels = interval_levels(claims, evidence, selected, bases, self._level)
        return tuple(
            self._tested(claim, entry, verdict, float(level))
            for claim, entry, verdict, level in zip(claims, evidence, verdicts, levels, strict=True)
        )

    def _tested(
        self, claim: Claim, evidence: Evidence, verdict: Verdict, level: float
    ) -> TestedClaim:
        floor = self._floors[claim.outcome_class]
        plain = TestedClaim(claim, evidence, verdict, floor, (np.nan, np.nan))
        interval = plain.estimate.at_level(level) if plain.estimate.testable else (np.nan, np.nan)
        return TestedClaim(claim, evidence, verdict, floor, interval)

    def outcomes(self) -> np.ndarray:
        """Return the outcome of the verification rows, as models see it, for scoring them."""
        return model_outcome(self._table, self._rows)

    def features(self, names: Sequence[str]) -> pd.DataFrame:
        """Return the features of the verification rows, for scoring models.

        Parameters
        ----------
        names : sequence of str
            In the order wanted.

        Returns
        -------
        DataFrame
        """
        return self._measured.frame[list(names)]

    def measured(self) -> AdjustedRows:
        """Return the rows as prepared for measuring, for charts of held-out averages."""
        return self._measured

    def parts(self, tested: TestedClaim) -> tuple[Part, ...]:
        """Return the parts of a tested claim: its stretches, or both sides of an interaction."""
        return parts_of(tested.claim, tested.evidence, self._measured)

    def examples(self, region: Region, count: int, columns: Sequence[str]) -> list[dict[str, str]]:
        """Return a few verification rows of a region, the same ones at every call.

        Parameters
        ----------
        region : Region
        count : int
            The most rows.
        columns : sequence of str
            What is shown of each.

        Returns
        -------
        list of dict of str to str
            A missing cell is an empty text.
        """
        inside = np.flatnonzero(region.mask(self._measured.frame))
        key = hashlib.sha256(repr(region).encode()).digest()[:4]
        generator = generator_for(self._seed, f"examples {int.from_bytes(key)}")
        chosen = np.sort(generator.choice(inside, min(count, len(inside)), replace=False))
        shown = self._measured.frame.iloc[chosen][list(columns)]
        return [
            {str(name): _cell(value) for name, value in row.items()}
            for row in shown.to_dict(orient="records")
        ]


def _put_to_rows(claim: Claim, evidence: Evidence) -> tuple[float, float]:
    """Return both p-values of a claim, or that of the one effect which it rests on."""
    if claim.rests_on:
        return p_values_of(claim, evidence)
    return evidence.adjusted_p, evidence.unadjusted_p


def _known(p: float) -> float | None:
    return None if np.isnan(p) else float(p)


def _cell(value: object) -> str:
    if value is None or value != value:  # NaN is the value that differs from itself
        return ""
    if isinstance(value, float):
        return f"{value:.6g}"
    return str(value)


def group_codes(table: Table, rows: np.ndarray) -> np.ndarray | None:
    """Return the group of each row as a number, or None when no column has that role.

    A row without a group is one of its own, as in the split.

    Examples
    --------
    >>> from dataexplain.tables import build_table
    >>> data = {"home": [*"aabb"] * 10, "size": [1, 2, 3, 4] * 10, "y": np.arange(40.0)}
    >>> group_codes(build_table(data, "y", group="home"), np.arange(4)).tolist()
    [0, 0, 1, 1]
    """
    for column in table.columns:
        if column.role is Role.GROUP:
            codes, names = pd.factorize(table.frame[column.name].iloc[rows])
            alone = codes < 0
            return np.where(alone, len(names) + np.cumsum(alone) - 1, codes)
    return None
