"""A testable statement about the rows of a table."""

from __future__ import annotations

import dataclasses
import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from dataexplain.claims.contrast import Factor, Varies, varies_from_dict
from dataexplain.claims.region import Region

UP = "up"
DOWN = "down"
NONE = "none"
# With others held fixed, or the plain difference.
ADJUSTED = "adjusted"
UNADJUSTED = "unadjusted"


@dataclass(frozen=True)
class Claim:
    """What is said, before it is tested.

    Parameters
    ----------
    kind : str
        The name of a kind in `dataexplain.claims.kinds`.
    features : tuple of str
        The columns it is about.
    direction : {"up", "down", "none"}
    region : Region
        Where it holds: the stretch of a trend, the rows above a threshold, the levels, the rule.
    against : Region
        What the region is compared with; empty means the rest.
    turn : float, optional
        The value at which a threshold or turning point lies.
    window : (float or None, float or None), optional
        The neighbourhood of a threshold in which the jump is measured.
    outcome_class : str, optional
        The class whose probability is meant.
    sources : tuple of str
        The models that say it.
    entangled_with : tuple of str
        Columns that move with the claim's own too closely to be held fixed.
    beside : tuple of Varies
        Rules and products of stronger interactions, held fixed when one is tested.
    factors : tuple of Factor
        Of an interaction or a drift: what the effect is the effect of, and what it depends on.
    knots : tuple of float
        Of a tail: the values at which the course over the rest of its column may bend.
    pieces : tuple of Region
        Of `no_effect`: the stretches and levels, each of which differs too little to matter.
    within : Region
        The only rows that are spoken of, whatever the kind; empty means all.
    held : tuple of str, optional
        The columns that it says are held fixed; by default all others are.
    rests_on : {"", "adjusted", "unadjusted"}
        The effect that it speaks of and that decides about it. By default ("") the adjusted one
        decides first, and a plain difference that holds only on its own is told as one.

    Examples
    --------
    >>> import dataclasses
    >>> claim = Claim("trend", ("age",), "up", Region())
    >>> claim.id == dataclasses.replace(claim, sources=("tree",)).id
    True
    """

    kind: str
    features: tuple[str, ...]
    direction: str
    region: Region
    against: Region = field(default_factory=Region)
    turn: float | None = None
    window: tuple[float | None, float | None] | None = None
    outcome_class: str | None = None
    sources: tuple[str, ...] = ()
    entangled_with: tuple[str, ...] = ()
    beside: tuple[Varies, ...] = ()
    factors: tuple[Factor, ...] = ()
    knots: tuple[float, ...] = ()
    pieces: tuple[Region, ...] = ()
    within: Region = field(default_factory=Region)
    held: tuple[str, ...] | None = None
    rests_on: str = ""

    def to_dict(self) -> dict[str, Any]:
        """Return the JSON form, enough to make the claim again."""
        return {
            entry.name: _written(getattr(self, entry.name)) for entry in dataclasses.fields(self)
        }

    @classmethod
    def from_dict(cls, values: Mapping[str, Any]) -> Claim:
        """Rebuild a claim from its JSON form.

        Examples
        --------
        >>> claim = Claim("trend", ("age",), "up", Region(), window=(1.0, None))
        >>> Claim.from_dict(json.loads(json.dumps(claim.to_dict()))) == claim
        True
        """
        return cls(**{name: _read(value) for name, value in values.items()})

    @property
    def sign(self) -> int:
        """1 where the outcome is said to be higher or to rise, -1 else."""
        return 1 if self.direction == UP else -1

    @property
    def id(self) -> str:
        """A short name of what the claim denotes: no order and no source changes it."""
        denoted: list[Any] = [
            self.kind,
            sorted(self.features),
            self.direction,
            _denoted(self.region),
            _denoted(self.against),
            self.turn,
            self.outcome_class,
        ]
        if self.factors:
            denoted.append([factor.to_dict() for factor in self.factors])
        if self.within.conditions:
            denoted.append({"within": _denoted(self.within)})
        if self.rests_on:
            denoted.append({self.rests_on: None if self.held is None else sorted(self.held)})
        content = json.dumps(denoted, sort_keys=True)
        return f"{self.kind}-{hashlib.sha256(content.encode()).hexdigest()[:10]}"

    def holds(self, columns: Iterable[str]) -> tuple[str, ...]:
        """Return which columns it holds fixed where it may: those it names, or all.

        Examples
        --------
        >>> claim = Claim("trend", ("age",), "up", Region(), held=("plan",))
        >>> claim.holds(["plan", "sex"]), Claim("trend", ("age",), "up", Region()).holds(["sex"])
        (('plan',), ('sex',))
        """
        return tuple(name for name in columns if self.held is None or name in self.held)

    @property
    def family(self) -> str:
        """The feature group whose claims share one place in the correction for many tests."""
        return " & ".join(sorted({*self.features, *self.entangled_with}))


def _denoted(region: Region) -> dict[str, dict[str, Any]]:
    """Return the rows a region holds, levels in one order."""
    return {
        column: {**entry, "levels": sorted(entry.get("levels", ()))}
        for column, entry in region.to_dict().items()
    }


def _written(value: Any) -> Any:
    if isinstance(value, Region):
        return {"region": value.to_dict()}
    if isinstance(value, Varies):
        return value.to_dict()
    return [_written(entry) for entry in value] if isinstance(value, tuple) else value


def _read(value: Any) -> Any:
    if isinstance(value, Mapping):
        region = value.get("region")
        return varies_from_dict(value) if region is None else Region.from_dict(region)
    return tuple(_read(entry) for entry in value) if isinstance(value, list) else value
