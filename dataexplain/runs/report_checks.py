"""Finds what cannot be in a report that has the right form: one that was edited by hand, mostly."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import Any

from dataexplain.claims import Contrast
from dataexplain.claims.kinds import KINDS
from dataexplain.errors import InputError, did_you_mean
from dataexplain.records import ClaimRecord, ColumnRecord, CurveRecord, ReportRecord
from dataexplain.runs.groups_again import PROPERTY_DIFFERENCE
from dataexplain.runs.sentences_again import description_problems, says_sentences
from dataexplain.tables import Role, Task
from dataexplain.tables.outcome_scale import SCALES
from dataexplain.verification.verdicts import (
    INCONCLUSIVE,
    NOT_SUPPORTED,
    SUPPORTED,
    UNVERIFIABLE,
)

BASES = ("adjusted", "unadjusted")
VERDICTS = (SUPPORTED, NOT_SUPPORTED, INCONCLUSIVE, UNVERIFIABLE)
_MOST_PROBLEMS = 5
# No effect, bound or average lies beyond: numbers of tables are far smaller.
_LARGEST = 1e100
_REMEDY = "It seems to have been edited: write the report again."

Place = tuple[str, ...]
Problems = Iterator[tuple[Place, str]]


def check_report(report: ReportRecord, file: str | None = None) -> None:
    """Refuse a report that contradicts itself.

    Parameters
    ----------
    report : ReportRecord
    file : str, optional
        For the error.

    Raises
    ------
    InputError
        With the place of every problem, such as ``claims -> 3 -> estimand``.
    """
    problems = [f"{' -> '.join(place)} {what}" for place, what in _report_problems(report)]
    if problems:
        rest = len(problems) - _MOST_PROBLEMS
        more = f"; and {rest} more" if rest > 0 else ""
        said = "; ".join(problem.rstrip(".") for problem in problems[:_MOST_PROBLEMS])
        message = f"The report contradicts itself: {said}{more}."
        raise InputError(message, file=file, remedy=_REMEDY)


def _report_problems(report: ReportRecord) -> Problems:
    if says_sentences(report):
        yield from description_problems(report)
        for index, claim in enumerate(report.claims):
            yield from _number_problems(claim, ("claims", str(index)))
        yield from _count_problems(report)
        return
    if report.task not in {task.value for task in Task}:
        yield ("task",), f"should be one of {', '.join(task.value for task in Task)}"
        return
    yield from _outcome_problems(report)
    for index, column in enumerate(report.columns):
        yield from _read_problems(column, ("columns", str(index)))
    for index, curve in enumerate(report.curves):
        yield from _curve_problems(curve, ("curves", str(index)))
    for index, claim in enumerate(report.claims):
        yield from _claim_problems(claim, report, ("claims", str(index)))
    yield from _count_problems(report)


def _count_problems(report: ReportRecord) -> Problems:
    """Look for statements written twice, and for counts that are not those of the statements."""
    for name, times in Counter(claim.id for claim in report.claims).items():
        if times > 1:
            yield ("claims",), f"hold {name!r} {times} times"
    verdicts = Counter(claim.verdict for claim in report.claims)
    for verdict in VERDICTS:
        said = getattr(report.counts, verdict)
        if said != verdicts[verdict]:
            yield ("counts", verdict), f"is {said}, but {verdicts[verdict]} statements are so"


def _outcome_problems(report: ReportRecord) -> Problems:
    outcome = report.outcome
    if outcome.scale not in SCALES:
        yield ("outcome", "scale"), f"should be one of {', '.join(SCALES)}"
    if any(bound is not None and not is_number(bound) for bound in outcome.bounds):
        yield ("outcome", "bounds"), "should hold numbers or null"
    for name in ("mean", "spread", "offset"):
        if not is_number(getattr(outcome, name)):
            yield ("outcome", name), "should be a number"
    if report.task != Task.REGRESSION and len(outcome.classes) < 2:
        yield ("outcome", "classes"), "should hold the classes"
    if report.task == Task.BINARY and outcome.positive not in outcome.classes:
        yield ("outcome", "positive"), "should be one of the classes"
    if not isinstance(report.settings.get("recode", []), list):
        yield ("settings", "recode"), "should be a list"


def _read_problems(column: ColumnRecord, place: Place) -> Problems:
    roles = [role.value for role in Role]
    if column.role not in roles:
        hint = did_you_mean(column.role, roles)
        yield (*place, "role"), f"is {column.role!r}, which is no role. {hint}".rstrip()
    if column.scores and len(column.scores) != len(column.levels):
        yield (*place, "scores"), "should be as many as the levels"
    if not all(is_number(score) for score in column.scores):
        yield (*place, "scores"), "should be numbers"


def _curve_problems(curve: CurveRecord, place: Place) -> Problems:
    steps = len(curve.values)
    if len(curve.rows) != steps:
        yield (*place, "rows"), "should be as many as the values"
    elif any(rows < 0 for rows in curve.rows):
        yield (*place, "rows"), "should be 0 or more"
    if not all(is_number(value) for value in curve.values):
        yield (*place, "values"), "should be numbers"
    if curve.levels:
        if len(curve.levels) != steps:
            yield (*place, "levels"), "should be as many as the values"
    elif len(curve.edges) != steps + 1:
        yield (*place, "edges"), "should be one more than the values"
    elif not all(is_number(edge) for edge in curve.edges) or list(curve.edges) != sorted(
        curve.edges
    ):
        yield (*place, "edges"), "should be numbers in ascending order"


def _claim_problems(claim: ClaimRecord, report: ReportRecord, place: Place) -> Problems:
    if claim.kind not in KINDS:
        hint = did_you_mean(claim.kind, list(KINDS))
        yield (*place, "kind"), f"is {claim.kind!r}, which is no kind of statement. {hint}".rstrip()
    if claim.basis not in BASES:
        yield (*place, "basis"), f"should be one of {', '.join(BASES)}"
    yield from _number_problems(claim, place)
    columns = {column.name for column in report.columns}
    yield from _region_problems(claim.region, columns, (*place, "region"))
    yield from _region_problems(claim.against, columns, (*place, "against"))
    if claim.kind == PROPERTY_DIFFERENCE:
        yield from _judged_problems(claim, report, place)
    contrasts = claim.estimand.get("contrasts")
    if not isinstance(contrasts, list) or not contrasts:
        yield (*place, "estimand", "contrasts"), "should be a list of contrasts"
        return
    for index, values in enumerate(contrasts):
        inside = (*place, "estimand", "contrasts", str(index))
        yield from _contrast_problems(values, _outcomes_of(claim, report), report, inside)


def _number_problems(claim: ClaimRecord, place: Place) -> Problems:
    """Look for numbers that none of a statement can be."""
    if not (is_number(claim.floor) and claim.floor >= 0):
        yield (*place, "floor"), "should be a number of 0 or more"
    if claim.n < 0:
        yield (*place, "n"), "should be 0 or more"
    for name in ("p", "q"):
        chance = getattr(claim, name)
        if chance is not None and not 0 <= chance <= 1:
            yield (*place, name), "should lie between 0 and 1"
    for value in (claim.effect, *(claim.interval or ())):
        if value is not None and not is_number(value):
            yield (*place, "effect"), "and its interval should be numbers, or null"
    for name, effect in (("adjusted", claim.adjusted), ("unadjusted", claim.unadjusted)):
        if effect is None:
            continue
        for value in ("standard_error", "degrees_of_freedom"):
            known = getattr(effect, value)
            if known is not None and not (is_number(known) and known >= 0):
                yield (*place, name, value), "should be a number of 0 or more, or null"


def _judged_problems(claim: ClaimRecord, report: ReportRecord, place: Place) -> Problems:
    """Look for the one column of a judge's answers, or of words, that groups are compared by."""
    known = {
        column.name
        for column in report.columns
        if (column.asked or column.terms) and column.derived_from
    }
    if len(claim.features) != 1 or claim.features[0] not in known:
        yield (*place, "features"), "should be one column of a judge's answers, or of words"
    if len(report.outcome.classes) != 2:
        yield ("outcome", "classes"), "should be two groups"


def _outcomes_of(claim: ClaimRecord, report: ReportRecord) -> tuple[str | None, ...]:
    """Return what a contrast may be about: a class, or nothing where a judge's answer is."""
    if report.task == Task.REGRESSION or claim.kind == PROPERTY_DIFFERENCE:
        return (None,)
    return report.outcome.classes


def _contrast_problems(
    values: Any, outcomes: tuple[str | None, ...], report: ReportRecord, place: Place
) -> Problems:
    try:
        contrast = Contrast.from_dict(values)
    except (LookupError, TypeError, ValueError, AttributeError, AssertionError) as error:
        lacking = f" ({error} is missing)" if isinstance(error, KeyError) else ""
        yield place, f"is no contrast{lacking}"
        return
    if contrast.sign not in (1, -1) or isinstance(contrast.sign, bool):
        yield (*place, "sign"), "should be 1 or -1"
    if contrast.null not in ("sign", "equivalence"):
        yield (*place, "null"), "should be sign or equivalence"
    if contrast.outcome_class not in outcomes:
        yield (*place, "outcome_class"), f"is {contrast.outcome_class!r}, which is no class"
    yield from _part_problems(values, {column.name for column in report.columns}, place)


def _part_problems(values: Any, columns: set[str], place: Place) -> Problems:
    """Look for regions, positions and columns, however deep a contrast nests them."""
    for name, entry in values.items():
        inside = (*place, str(name))
        if name in ("membership", "rows", "parts"):
            yield from _region_problems(entry, columns, inside)
        elif name == "position":
            yield from _column_problems([entry["column"]], columns, (*inside, "column"))
            if not (is_number(entry["low"]) and is_number(entry["high"])):
                yield inside, "should lie between two numbers"
            elif not entry["low"] < entry["high"]:
                yield inside, "should have a low below its high"
        elif name == "columns":
            yield from _column_problems(entry, columns, inside)
        elif name == "course_of" and entry is not None:
            yield from _column_problems([entry], columns, inside)
        elif name == "smooth_around" and entry:
            yield from _column_problems(entry[:1], columns, inside)
            if len(entry) != 2 or not is_number(entry[1]):
                yield inside, "should be a column and a number"
        elif isinstance(entry, dict):
            yield from _part_problems(entry, columns, inside)
        elif isinstance(entry, list):
            for index, part in enumerate(entry):
                if isinstance(part, dict):
                    yield from _part_problems(part, columns, (*inside, str(index)))


def _region_problems(region: Any, columns: set[str], place: Place) -> Problems:
    yield from _column_problems(list(region), columns, place)
    for column, condition in region.items():
        inside = (*place, str(column))
        if not isinstance(condition, dict):
            yield inside, "should be an object"
            continue
        bounds = [condition.get("low"), condition.get("high")]
        if any(bound is not None and not is_number(bound) for bound in bounds):
            yield inside, "should have bounds that are numbers or null"
        levels = condition.get("levels", [])
        if not isinstance(levels, list) or not all(isinstance(level, str) for level in levels):
            yield inside, "should have a list of texts as levels"


def _column_problems(names: list[Any], columns: set[str], place: Place) -> Problems:
    for name in names:
        if not isinstance(name, str) or name not in columns:
            hint = did_you_mean(str(name), sorted(columns))
            yield place, f"speaks of {name!r}, which is no column of the report. {hint}".rstrip()


def is_number(value: Any) -> bool:
    """Tell whether a value from JSON is a number that can be computed with.

    Examples
    --------
    >>> is_number(3), is_number(float("nan")), is_number(True)
    (True, False, False)
    """
    known = isinstance(value, (int, float)) and not isinstance(value, bool)
    return known and abs(value) <= _LARGEST  # false of NaN too
