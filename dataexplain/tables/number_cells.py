"""Numbers as people write them: currencies, percents, separators, accounting negatives."""

from __future__ import annotations

import re
from dataclasses import dataclass

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from dataexplain.tables.distinct_texts import count_cells

_CURRENCY = (
    r"(?:US|AU|CA|NZ|HK|R|A|C)?\$|[€£¥₹₽₩₺₫₪฿]"
    r"|USD|EUR|GBP|CHF|JPY|CNY|INR|CAD|AUD|NZD|SEK|NOK|DKK|PLN|CZK|HUF|BRL|ZAR"
    r"|[kK]r\.?|zł|Kč|Rs\.?"
)
_SHAPE = (
    r"^(?P<open>\(?)\s*(?P<sign>[+-]?)\s*(?P<before>(?:" + _CURRENCY + r")?)\s*(?P<inner>[+-]?)"
    r"(?P<core>(?:\d[\d.,' ]*|[.,]\d+)(?:[eE][+-]?\d+)?)"
    r"\s*(?P<after>(?:%|" + _CURRENCY + r")?)\s*(?P<close>\)?)$"
)
_NAMES_OF_UNITS = {"USD": "$", "US$": "$", "EUR": "€", "GBP": "£", "Kr": "kr", "kr.": "kr"}
# A number whose decimal separator is a point; groups of three, or Indian groups of two.
_POINT_NUMBER = (
    r"^(?:\d+|\d{1,3}(?:,\d{3})+|\d{1,2}(?:,\d{2})+,\d{3}|\d{1,3}(?: \d{3})+|\d{1,3}(?:'\d{3})+)?"
    r"(?:\.\d*)?(?:[eE][+-]?\d+)?$"
)
_COMMA_IS_DECIMAL = r"^[\d.' ]*,(?:\d{1,2}|\d{4,})?(?:[eE].*)?$|^0?,\d+$|\.\d{3},"
_POINT_IS_DECIMAL = r"^[\d,' ]*\.(?:\d{1,2}|\d{4,})?(?:[eE].*)?$|^0?\.\d+$|,\d{3}\."
_COMMA_GROUP = r"^\d{1,3}(,\d{3})+$"
_POINT_GROUPS = r"^\d{1,3}(\.\d{3}){2,}$"
_INFINITE = ("inf", "+inf", "-inf", "infinity", "+infinity", "-infinity", "∞", "-∞", "+∞")


@dataclass(frozen=True)
class NumberReading:
    """What distinct texts are as numbers.

    Parameters
    ----------
    values : numpy.ndarray
        The numbers; NaN where a text is none, plus or minus infinity where it says so.
    matched : numpy.ndarray
        Whether each text is a number, infinite ones included.
    unit : str, optional
        The currency or "%" that the cells share.
    note : str
        What a reader should know about the reading; often empty.
    """

    values: np.ndarray
    matched: np.ndarray
    unit: str | None = None
    note: str = ""


def read_numbers(texts: pa.Array, counts: np.ndarray) -> NumberReading:
    """Read distinct texts as numbers, deciding once for all of them how they are written.

    Parameters
    ----------
    texts : pyarrow.Array
        Distinct trimmed texts, none of them missing.
    counts : numpy.ndarray
        How many rows hold each text: the more common way of writing wins.

    Returns
    -------
    NumberReading

    Examples
    --------
    >>> reading = read_numbers(pa.array(["$1,200", "($300)"]), np.array([1, 1]))
    >>> reading.values.tolist(), reading.unit
    ([1200.0, -300.0], '$')
    """
    try:
        values = pc.cast(texts, pa.float64()).to_numpy(zero_copy_only=False)
    except pa.ArrowInvalid:
        return _read_written(texts, counts)
    return NumberReading(values, ~np.isnan(values))


def has_codes(texts: pa.Array, counts: np.ndarray) -> bool:
    """Tell whether whole numbers with leading zeros make the texts codes such as "00123".

    Examples
    --------
    >>> has_codes(pa.array(["00123", "10405"]), np.array([1, 1]))
    True
    """
    padded = _matches(texts, r"^0\d+$")
    if not padded.any():
        return False
    lengths = pc.utf8_length(texts).to_numpy(zero_copy_only=False)
    one_width = bool((lengths == lengths[0]).all())
    return one_width or bool(counts[padded].sum() > 0.01 * counts.sum())


def _matches(texts: pa.Array, pattern: str) -> np.ndarray:
    found = pc.match_substring_regex(texts, pattern).to_numpy(zero_copy_only=False)
    return np.asarray(found, dtype=bool)


def _read_written(texts: pa.Array, counts: np.ndarray) -> NumberReading:
    plain = pc.replace_substring_regex(texts, "[\u00a0\u2009\u202f]", " ")
    plain = pc.replace_substring(pc.replace_substring(plain, "−", "-"), "’", "'")
    parts = pc.extract_regex(plain, _SHAPE)
    shaped = parts.is_valid().to_numpy(zero_copy_only=False)
    infinite = np.isin(pc.utf8_lower(plain).to_numpy(zero_copy_only=False), _INFINITE)
    values = np.full(len(texts), np.nan)
    values[infinite] = np.inf
    if not shaped.any():
        return NumberReading(values, infinite)
    where = np.flatnonzero(shaped)
    rows = counts[where]
    fields = {field.name: parts.field(i).take(where) for i, field in enumerate(parts.type)}
    core, note = _with_point(pc.utf8_trim_whitespace(fields["core"]), rows)
    valid = _matches(core, _POINT_NUMBER) & _closed(fields)
    digits = pc.replace_substring_regex(core, "[, ']", "")
    numbers = np.full(len(where), np.nan)
    kept = np.flatnonzero(valid)
    numbers[kept] = pc.cast(digits.take(kept), pa.float64()).to_numpy(zero_copy_only=False)
    numbers[_negative(fields)] *= -1
    values[where] = numbers
    unit, unit_note = _common_unit(fields, np.where(valid, rows, 0))
    return NumberReading(values, ~np.isnan(values), unit, " ".join(filter(None, (note, unit_note))))


def _closed(fields: dict[str, pa.Array]) -> np.ndarray:
    """Tell whether each parenthesis that opens closes, and there is at most one sign."""
    opened, closed = (_present(fields[name]) for name in ("open", "close"))
    twice = _present(fields["sign"]) & _present(fields["inner"])
    return np.asarray((opened == closed) & ~twice)


def _negative(fields: dict[str, pa.Array]) -> np.ndarray:
    minus = [
        np.asarray(pc.equal(fields[name], "-").to_numpy(zero_copy_only=False), dtype=bool)
        for name in ("sign", "inner")
    ]
    return np.asarray(minus[0] | minus[1] | _present(fields["open"]))


def _present(texts: pa.Array) -> np.ndarray:
    return np.asarray(pc.utf8_length(texts).to_numpy(zero_copy_only=False) > 0)


def _with_point(core: pa.Array, rows: np.ndarray) -> tuple[pa.Array, str]:
    """Return the numbers with a decimal point, and a note where the reading was a choice."""
    comma = int(rows[_matches(core, _COMMA_IS_DECIMAL)].sum())
    point = int(rows[_matches(core, _POINT_IS_DECIMAL)].sum())
    point_groups = int(rows[_matches(core, _POINT_GROUPS)].sum())
    if comma > point or (point_groups and not point):
        swapped = pc.replace_substring(pc.replace_substring(core, ",", "\0"), ".", ",")
        return pc.replace_substring(swapped, "\0", "."), "The decimal comma was read as such."
    grouped = _matches(core, _COMMA_GROUP)
    if grouped.any() and not point:
        example = core[int(np.flatnonzero(grouped)[0])].as_py()
        return core, f"The comma in {example!r} was read as a thousands separator."
    return core, ""


def _common_unit(fields: dict[str, pa.Array], rows: np.ndarray) -> tuple[str | None, str]:
    totals: dict[str, int] = {}
    for name in ("before", "after"):
        encoded = fields[name].dictionary_encode()
        codes = encoded.indices.to_numpy()
        for code, text in enumerate(encoded.dictionary.to_pylist()):
            if text:
                unit = _NAMES_OF_UNITS.get(text, re.sub(r"^Rs\.?$", "₹", text))
                totals[unit] = totals.get(unit, 0) + int(rows[codes == code].sum())
    totals = {unit: total for unit, total in totals.items() if total}
    if not totals:
        return None, ""
    if len(totals) > 1:
        units = ", ".join(sorted(totals))
        return None, f"Cells in several units ({units}) were read as plain numbers."
    unit, total = next(iter(totals.items()))
    without = int(rows.sum()) - total
    if without > total:
        return None, f"{count_cells(total)} had {unit!r}; it was left out."
    if not without:
        return unit, ""
    verb = "was" if without == 1 else "were"
    return unit, f"{count_cells(without)} had no {unit!r} and {verb} read like the rest."
