"""The one measurable thing every claim compiles to.

A `Contrast` says what varies (d), among which rows, what is held fixed (W), and which null is
tested. Wording, ledger and tests see nothing else of a claim.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

import numpy as np
import pandas as pd

from dataexplain.claims.region import Region


@dataclass(frozen=True)
class Membership:
    """d is 1 inside a region and 0 outside."""

    region: Region

    def values(self, frame: pd.DataFrame) -> np.ndarray:
        """Return d for every row."""
        return self.region.mask(frame).astype(np.float64)

    def to_dict(self) -> dict[str, Any]:
        """Return the JSON form."""
        return {"membership": self.region.to_dict()}


@dataclass(frozen=True)
class Position:
    """d is where a row stands between two values of a column: 0 at `low`, 1 at `high`.

    The effect is then the outcome's change from `low` to `high` along the straight line.
    """

    column: str
    low: float
    high: float

    def values(self, frame: pd.DataFrame) -> np.ndarray:
        """Return d for every row."""
        numbers = frame[self.column].to_numpy(dtype=np.float64)
        return (numbers - self.low) / (self.high - self.low)

    def to_dict(self) -> dict[str, Any]:
        """Return the JSON form."""
        return {"position": {"column": self.column, "low": self.low, "high": self.high}}


@dataclass(frozen=True)
class Held:
    """What is held fixed (W).

    Parameters
    ----------
    columns : tuple of str
        Other columns, each by its level, its line and its fitted curve.
    smooth_around : (str, float), optional
        A column that varies itself, held by a line on either side of a value and a common
        curvature: what a jump at that value must rise above.
    parts : Region
        Conditions whose single memberships are held: what a subgroup must differ from.
    rules : tuple of Region
        Whole rules whose memberships are held: other subgroups that columns may stand in for.
    """

    columns: tuple[str, ...] = ()
    smooth_around: tuple[str, float] | None = None
    parts: Region = field(default_factory=Region)
    rules: tuple[Region, ...] = ()

    def to_dict(self) -> dict[str, Any]:
        """Return the JSON form."""
        return {
            "columns": list(self.columns),
            "smooth_around": list(self.smooth_around) if self.smooth_around else None,
            "parts": self.parts.to_dict(),
            "rules": [rule.to_dict() for rule in self.rules],
        }


@dataclass(frozen=True)
class Contrast:
    """An average difference of the outcome, and the null it is tested against.

    Parameters
    ----------
    varies : Membership or Position
        What varies (d).
    rows : Region
        The population it speaks of.
    held : Held
        What is held fixed (W); the unadjusted effect leaves `held.columns` out.
    sign : int
        The stated sign of the effect, 1 or -1.
    null : str, default="sign"
        "sign" (the effect has the stated sign) or "equivalence" (it is below the floor).
    outcome_class : str, optional
        The class whose probability is the outcome.

    Examples
    --------
    >>> contrast = Contrast(Position("age", 20.0, 60.0), Region(), Held(("plan",)), sign=1)
    >>> Contrast.from_dict(contrast.to_dict()) == contrast
    True
    """

    varies: Membership | Position
    rows: Region
    held: Held
    sign: int
    null: str = "sign"
    outcome_class: str | None = None

    def to_dict(self) -> dict[str, Any]:
        """Return the JSON form, enough to measure the contrast again on other rows."""
        return {
            "varies": self.varies.to_dict(),
            "rows": self.rows.to_dict(),
            "held": self.held.to_dict(),
            "sign": self.sign,
            "null": self.null,
            "outcome_class": self.outcome_class,
        }

    @classmethod
    def from_dict(cls, values: dict[str, Any]) -> Contrast:
        """Rebuild a contrast from its JSON form."""
        varies: Membership | Position
        if "membership" in values["varies"]:
            varies = Membership(Region.from_dict(values["varies"]["membership"]))
        else:
            varies = Position(**values["varies"]["position"])
        held = values["held"]
        around = held["smooth_around"]
        return cls(
            varies=varies,
            rows=Region.from_dict(values["rows"]),
            held=Held(
                columns=tuple(held["columns"]),
                smooth_around=(around[0], around[1]) if around else None,
                parts=Region.from_dict(held["parts"]),
                rules=tuple(Region.from_dict(rule) for rule in held.get("rules", ())),
            ),
            sign=values["sign"],
            null=values["null"],
            outcome_class=values["outcome_class"],
        )
