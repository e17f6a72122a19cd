"""A report with its names hidden: columns as x1, x2, levels as a, b, the outcome as y.

What a model says of it comes from the numbers; what it says only with names, from its memory.
"""

from __future__ import annotations

import dataclasses
import re
import string
from collections.abc import Iterable, Mapping
from typing import Any

from dataexplain.claims.text_readings import as_predicate
from dataexplain.records import ClaimRecord, ReportRecord

OUTCOME = "y"


def anonymous(report: ReportRecord) -> ReportRecord:
    """Return the report with columns, levels, outcome and classes under other names.

    The claims keep their ids. What is free text (notes, faults, models, examples) is left out.

    Parameters
    ----------
    report : ReportRecord
    """
    names = _names(report)
    levels = {name: dict(zip(_levels_of(name, report), _letters(), strict=False)) for name in names}
    classes = dict(zip(report.outcome.classes, (f"k{n}" for n in range(1, 10_000)), strict=False))
    asked = {
        as_predicate(column.asked): f"has {names[column.name]}"
        for column in report.columns
        if column.asked
    }
    hidden = _Hiding(names, levels, classes, asked)
    return dataclasses.replace(
        report,
        title="",
        target=OUTCOME,
        roles={hidden.name(name): role for name, role in report.roles.items()},
        claims=tuple(hidden.claim(claim) for claim in report.claims),
        faults=(),
        models=(),
        notes=(),
        outcome=dataclasses.replace(
            report.outcome,
            name=OUTCOME,
            unit=OUTCOME if report.outcome.unit == report.outcome.name else report.outcome.unit,
            classes=tuple(classes.values()),
            positive=classes.get(report.outcome.positive or ""),
        ),
        columns=tuple(
            dataclasses.replace(
                column,
                name=hidden.name(column.name),
                note="",
                # of a hidden level nobody could tell that it is the one that says yes
                derived_from=column.derived_from and hidden.name(column.derived_from),
                terms=(),
                asked="",
                levels=tuple(hidden.level(column.name, level) for level in column.levels),
            )
            for column in report.columns
        ),
        curves=tuple(
            dataclasses.replace(
                curve,
                feature=hidden.name(curve.feature),
                outcome_class=hidden.outcome_class(curve.outcome_class),
                levels=tuple(hidden.level(curve.feature, level) for level in curve.levels),
                pieces=tuple(
                    dataclasses.replace(
                        piece,
                        levels=tuple(hidden.level(curve.feature, level) for level in piece.levels),
                    )
                    for piece in curve.pieces
                ),
                held_out=tuple(
                    dataclasses.replace(
                        point,
                        level=point.level and hidden.level(curve.feature, point.level),
                    )
                    for point in curve.held_out
                ),
            )
            for curve in report.curves
        ),
        ledger=(),
        entangled=(),
        screen=None,
        narration=None,
        surprises=(),
    )


@dataclasses.dataclass(frozen=True)
class _Hiding:
    names: Mapping[str, str]
    levels: Mapping[str, Mapping[str, str]]
    classes: Mapping[str, str]
    asked: Mapping[str, str]

    def name(self, name: str) -> str:
        return self.names.get(name, name)

    def level(self, column: str, level: str) -> str:
        hidden = self.levels.get(column, {}).get(str(level), "another level")
        return str(level) if _is_number(level) else hidden

    def outcome_class(self, name: str | None) -> str | None:
        return None if name is None else self.classes.get(name, "k")

    def claim(self, claim: ClaimRecord) -> ClaimRecord:
        return dataclasses.replace(
            claim,
            text=self._text(claim.text, claim.features),
            features=tuple(map(self.name, claim.features)),
            outcome_class=self.outcome_class(claim.outcome_class),
            region=self._region(claim.region),
            against=self._region(claim.against),
            estimand={},
            effect_text="",
            reason="",
            family="",
            entangled_with=tuple(map(self.name, claim.entangled_with)),
            examples=(),
            parts=tuple(
                dataclasses.replace(part, label=self._text(part.label, claim.features), points=())
                for part in claim.parts
            ),
            expectation=None,
        )

    def _region(self, region: Mapping[str, Any]) -> dict[str, Any]:
        return {
            self.name(column): {
                **condition,
                **(
                    {"levels": [self.level(column, level) for level in condition["levels"]]}
                    if condition.get("levels")
                    else {}
                ),
            }
            for column, condition in region.items()
        }

    def _text(self, text: str, features: Iterable[str]) -> str:
        """Replace every name in a sentence at once, the longest first."""
        hidden = {**self.names, **self.asked}
        for column in features:
            levels = self.levels.get(column, {})
            hidden |= {level: name for level, name in levels.items() if not _is_number(level)}
        hidden |= {name: other for name, other in self.classes.items() if not _is_number(name)}
        ordered = sorted(filter(None, hidden), key=len, reverse=True)
        pattern = "|".join(rf"(?<!\w){re.escape(name)}(?!\w)" for name in ordered)
        return re.sub(pattern, lambda found: hidden[found[0]], text) if pattern else text


def _is_number(level: str) -> bool:
    """Tell whether a level is a number, which names nothing and may stand in any text."""
    return str(level).replace(".", "", 1).lstrip("-+").isdigit()


def _names(report: ReportRecord) -> dict[str, str]:
    used = [column.name for column in report.columns]
    used += [name for claim in report.claims for name in (*claim.features, *claim.entangled_with)]
    used += [curve.feature for curve in report.curves]
    features = [name for name in dict.fromkeys(used) if name != report.outcome.name]
    return {
        report.outcome.name: OUTCOME,
        **{name: f"x{place}" for place, name in enumerate(features, start=1)},
    }


def _levels_of(column: str, report: ReportRecord) -> list[str]:
    """Return every level of a column that the report names, in the order it does."""
    found: list[str] = []
    for entry in report.columns:
        found += entry.levels if entry.name == column else ()
    for claim in report.claims:
        for region in (claim.region, claim.against):
            found += map(str, region.get(column, {}).get("levels") or ())
    for curve in report.curves:
        found += curve.levels if curve.feature == column else ()
    return list(dict.fromkeys(found))


def _letters() -> Iterable[str]:
    """Yield a, b, ..., z, aa, ab, ..."""
    yield from string.ascii_lowercase
    for first in _letters():
        for second in string.ascii_lowercase:
            yield first + second
