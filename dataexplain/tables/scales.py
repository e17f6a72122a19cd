"""Words that have an order: ratings, sizes, ranks, and bands such as "18-24" or "65+"."""

from __future__ import annotations

import re
from collections.abc import Iterable

# Each scale from least to most; words on one step mean the same.
_SCALES: tuple[tuple[tuple[str, ...], ...], ...] = (
    (
        ("extremely low",),
        ("very low",),
        ("low",),
        ("medium", "moderate", "mid", "middle", "average", "normal"),
        ("high",),
        ("very high",),
        ("extremely high",),
    ),
    (
        ("terrible", "awful", "very bad", "very poor"),
        ("bad", "poor"),
        ("fair", "ok", "okay", "average", "neutral", "medium", "satisfactory"),
        ("good",),
        ("very good",),
        ("excellent", "premium", "outstanding"),
        ("ideal",),
    ),
    (
        ("strongly disagree",),
        ("disagree",),
        ("somewhat disagree", "slightly disagree"),
        ("neutral", "neither agree nor disagree", "undecided"),
        ("somewhat agree", "slightly agree"),
        ("agree",),
        ("strongly agree",),
    ),
    (
        ("very dissatisfied", "very unsatisfied"),
        ("dissatisfied", "unsatisfied"),
        ("neutral", "neither satisfied nor dissatisfied"),
        ("satisfied",),
        ("very satisfied",),
    ),
    (("very unlikely",), ("unlikely",), ("neutral", "possible"), ("likely",), ("very likely",)),
    (
        ("never",),
        ("rarely", "seldom"),
        ("sometimes", "occasionally"),
        ("often", "frequently"),
        ("usually", "very often"),
        ("always",),
    ),
    (
        ("xxs",),
        ("xs",),
        ("s",),
        ("m",),
        ("l",),
        ("xl",),
        ("xxl", "2xl"),
        ("xxxl", "3xl"),
    ),
    (
        ("extra small",),
        ("small",),
        ("medium",),
        ("large", "big"),
        ("extra large", "very large"),
    ),
    (("none",), ("minimal",), ("mild",), ("moderate",), ("severe",), ("critical", "very severe")),
    (("beginner", "novice"), ("intermediate",), ("advanced",), ("expert",)),
    (("intern", "trainee"), ("junior",), ("mid", "middle"), ("senior",), ("lead", "principal")),
    (("bronze",), ("silver",), ("gold",), ("platinum",), ("diamond",)),
    (("very small",), ("small",), ("medium",), ("large",), ("very large",)),
    (("very cold",), ("cold",), ("mild", "cool"), ("warm",), ("hot",), ("very hot",)),
    (("first",), ("second",), ("third",), ("fourth",), ("fifth",), ("sixth",)),
)
_MIN_STEPS = 3
_PLACE = re.compile(r"(\d{1,3})(?:st|nd|rd|th)")
_NUMBER = r"[$€£]?\s*(\d[\d,]*(?:\.\d+)?)\s*(k|m)?\s*[$€£]?"
_AGED = r"(?:\s*(?:years?|yrs?|y))?"
_BETWEEN = re.compile(rf"{_NUMBER}{_AGED}\s*(?:-|–|—|to|\.\.)\s*{_NUMBER}{_AGED}")
_CUT = re.compile(r"[\[(]\s*(-?\d+(?:\.\d+)?|-inf)\s*[,;]\s*(-?\d+(?:\.\d+)?|inf)\s*[\])]")
_BELOW = re.compile(
    rf"(?:<=?|≤|under|below|less than|up to|fewer than)\s*{_NUMBER}{_AGED}"
    rf"|{_NUMBER}{_AGED}\s*(?:or less|or fewer|or younger|and under)"
)
_ABOVE = re.compile(
    rf"(?:>=?|≥|over|above|greater than|more than|at least)\s*{_NUMBER}{_AGED}"
    rf"|{_NUMBER}{_AGED}\s*(?:\+|or more|or older|and over|and above|and older|plus)"
)
_ALONE = re.compile(_NUMBER + _AGED)


def scale_order(levels: Iterable[str]) -> tuple[str, ...] | None:
    """Return the levels from least to most, or None when no known scale holds them all.

    Parameters
    ----------
    levels : iterable of str

    Returns
    -------
    tuple of str or None

    Examples
    --------
    >>> scale_order(["High", "Low", "Medium"])
    ('Low', 'Medium', 'High')
    >>> scale_order(["65+", "18-24", "<18"])
    ('<18', '18-24', '65+')
    >>> scale_order(["red", "green", "blue"]) is None
    True
    """
    names = list(levels)
    if len(names) < _MIN_STEPS or len(names) > 100:
        return None
    plain = [_plain(name) for name in names]
    for scale in _SCALES:
        step = {word: place for place, words in enumerate(scale) for word in words}
        if all(name in step for name in plain):
            return _sorted(names, [(float(step[name]), 0.0) for name in plain])
    places = [_PLACE.fullmatch(name.replace(" class", "").replace(" grade", "")) for name in plain]
    if all(places):
        return _sorted(names, [(float(match.group(1)), 0.0) for match in places if match])
    return _band_order(names)


def is_band(text: str) -> bool:
    """Tell whether a text is a band of numbers.

    Examples
    --------
    >>> is_band("5+"), is_band("5")
    (True, False)
    """
    return _band(_plain(text)) is not None


def _band_order(names: list[str]) -> tuple[str, ...] | None:
    bounds = [_band(_plain(name)) for name in names]
    if not any(bounds):
        return None
    edges = [bound or _single(_plain(name)) for name, bound in zip(names, bounds, strict=True)]
    return _sorted(names, [edge for edge in edges if edge]) if all(edges) else None


def _plain(name: str) -> str:
    text = name.lower().strip()
    return text if any(character.isdigit() for character in text) else re.sub("[-_ ]+", " ", text)


def _sorted(names: list[str], keys: list[tuple[float, float]]) -> tuple[str, ...] | None:
    if len(set(keys)) < len(keys):  # two levels on one step: they have no order
        return None
    return tuple(name for _, name in sorted(zip(keys, names, strict=True)))


def _band(text: str) -> tuple[float, float] | None:
    between = _BETWEEN.fullmatch(text)
    if between:
        low, low_scale, high, high_scale = between.groups()
        bounds = _value(low, low_scale or high_scale), _value(high, high_scale)
        return bounds if bounds[0] < bounds[1] else None
    cut = _CUT.fullmatch(text)
    if cut:
        return float(cut.group(1)), float(cut.group(2))
    below = _BELOW.fullmatch(text)
    if below:
        return float("-inf"), _first_value(below)
    above = _ABOVE.fullmatch(text)
    return (_first_value(above), float("inf")) if above else None


def _single(text: str) -> tuple[float, float] | None:
    alone = _ALONE.fullmatch(text)
    if not alone:
        return None
    value = _value(*alone.groups())
    return value, value


def _first_value(match: re.Match[str]) -> float:
    groups = match.groups()
    return _value(*(groups[:2] if groups[0] else groups[2:4]))


def _value(number: str, scale: str | None) -> float:
    return float(number.replace(",", "")) * {"k": 1e3, "m": 1e6}.get(scale or "", 1.0)
