"""The one measurable thing every claim compiles to.

A `Contrast` says what varies (d), among which rows, what is held fixed (W), and which null is
tested. Wording, ledger and tests see nothing else of a claim.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import pandas as pd

from dataexplain.claims.region import Region, as_numbers


@dataclass(frozen=True)
class Membership:
    """d is 1 inside a region and 0 outside, or unknown outside what it is held against.

    Examples
    --------
    >>> from dataexplain.claims.region import Condition
    >>> frame = pd.DataFrame({"age": [20.0, 40.0, 60.0]})
    >>> young, old = Region((Condition("age", high=30.0),)), Region((Condition("age", low=50.0),))
    >>> Membership(young, old).values(frame).tolist()
    [1.0, nan, 0.0]
    """

    region: Region
    against: Region = field(default_factory=Region)

    @property
    def columns(self) -> tuple[str, ...]:
        """The columns it is about."""
        return self.region.columns

    def values(self, frame: pd.DataFrame) -> np.ndarray:
        """Return d for every row."""
        inside = self.region.mask(frame)
        if not self.against.conditions:
            return inside.astype(np.float64)
        return np.where(inside, 1.0, np.where(self.against.mask(frame), 0.0, np.nan))

    def to_dict(self) -> dict[str, Any]:
        """Return the JSON form."""
        said = {"membership": self.region.to_dict()}
        return {**said, "against": self.against.to_dict()} if self.against.conditions else said


@dataclass(frozen=True)
class Position:
    """d is where a row stands between two values of a column: 0 at `low`, 1 at `high`.

    The effect is then the outcome's change from `low` to `high` along the straight line.
    """

    column: str
    low: float
    high: float

    @property
    def columns(self) -> tuple[str, ...]:
        """The column it is about."""
        return (self.column,)

    def values(self, frame: pd.DataFrame) -> np.ndarray:
        """Return d for every row."""
        return np.asarray((as_numbers(frame[self.column]) - self.low) / (self.high - self.low))

    def to_dict(self) -> dict[str, Any]:
        """Return the JSON form."""
        return {"position": {"column": self.column, "low": self.low, "high": self.high}}


Factor = Membership | Position


@dataclass(frozen=True)
class Product:
    """d is the product of two factors: how much the effect of one depends on the other.

    Examples
    --------
    >>> slope, side = Position("age", 20.0, 60.0), Membership(Region())
    >>> Product(slope, side).values(pd.DataFrame({"age": [20.0, 60.0]})).tolist()
    [0.0, 1.0]
    """

    first: Factor
    second: Factor

    @property
    def factors(self) -> tuple[Factor, Factor]:
        """Both factors."""
        return self.first, self.second

    def values(self, frame: pd.DataFrame) -> np.ndarray:
        """Return d for every row."""
        return np.asarray(self.first.values(frame) * self.second.values(frame))

    def to_dict(self) -> dict[str, Any]:
        """Return the JSON form."""
        return {"product": [self.first.to_dict(), self.second.to_dict()]}


Varies = Membership | Position | Product


def varies_from_dict(values: Mapping[str, Any]) -> Varies:
    """Rebuild what varies from its JSON form.

    Examples
    --------
    >>> varies_from_dict({"position": {"column": "age", "low": 20.0, "high": 60.0}})
    Position(column='age', low=20.0, high=60.0)
    """
    if "product" in values:
        first, second = (varies_from_dict(entry) for entry in values["product"])
        assert not isinstance(first, Product)
        assert not isinstance(second, Product)
        return Product(first, second)
    if "membership" in values:
        against = Region.from_dict(values.get("against", {}))
        return Membership(Region.from_dict(values["membership"]), against)
    return Position(**values["position"])


def _factors(values: Iterable[Mapping[str, Any]]) -> tuple[Factor, ...]:
    factors = (varies_from_dict(entry) for entry in values)
    return tuple(factor for factor in factors if not isinstance(factor, Product))


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
    factors : tuple of Factor
        What a product must rise above: each factor by itself, a position by its square too.
    course_of : str, optional
        A column that varies itself, held by one course over all rows: what a tail must depart
        from.
    knots : tuple of float
        The values at which that course, made of straight lines, may bend.
    crossed : tuple of Factor
        Factors of an interaction, each held times every other held column: what one of them does
        with a third column would else be credited to columns that move with the third (Keller
        2014).
    beside : tuple of Varies
        Whole rules and products that are held: other interactions that columns may stand in for.
    """

    columns: tuple[str, ...] = ()
    smooth_around: tuple[str, float] | None = None
    parts: Region = field(default_factory=Region)
    factors: tuple[Factor, ...] = ()
    course_of: str | None = None
    knots: tuple[float, ...] = ()
    crossed: tuple[Factor, ...] = ()
    beside: tuple[Varies, ...] = ()

    @property
    def of_what_varies(self) -> Held:
        """What is held of the column that varies itself, which a plain effect holds too."""
        return Held(
            smooth_around=self.smooth_around,
            factors=self.factors,
            course_of=self.course_of,
            knots=self.knots,
        )

    def to_dict(self) -> dict[str, Any]:
        """Return the JSON form."""
        return {
            "columns": list(self.columns),
            "smooth_around": list(self.smooth_around) if self.smooth_around else None,
            "parts": self.parts.to_dict(),
            "factors": [factor.to_dict() for factor in self.factors],
            "course_of": self.course_of,
            "knots": list(self.knots),
            "crossed": [factor.to_dict() for factor in self.crossed],
            "beside": [entry.to_dict() for entry in self.beside],
        }

    @classmethod
    def from_dict(cls, values: Mapping[str, Any]) -> Held:
        """Rebuild what is held from its JSON form."""
        around = values["smooth_around"]
        return cls(
            columns=tuple(values["columns"]),
            smooth_around=(around[0], around[1]) if around else None,
            parts=Region.from_dict(values["parts"]),
            factors=_factors(values.get("factors", ())),
            course_of=values.get("course_of"),
            knots=tuple(values.get("knots", ())),
            crossed=_factors(values.get("crossed", ())),
            beside=tuple(varies_from_dict(entry) for entry in values.get("beside", ())),
        )


@dataclass(frozen=True)
class Contrast:
    """An average difference of the outcome, and the null it is tested against.

    Parameters
    ----------
    varies : Membership, Position or Product
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

    varies: Varies
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
        return cls(
            varies=varies_from_dict(values["varies"]),
            rows=Region.from_dict(values["rows"]),
            held=Held.from_dict(values["held"]),
            sign=values["sign"],
            null=values["null"],
            outcome_class=values["outcome_class"],
        )
