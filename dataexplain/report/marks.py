"""What a chart is made of: shapes with classes and coordinates, drawn by one template macro.

No chart writes markup: text stays text until the template escapes it.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any


def coordinate(value: float) -> str:
    """Return a coordinate with one decimal at most.

    Examples
    --------
    >>> coordinate(12.0), coordinate(3.14159), coordinate(-0.01)
    ('12', '3.1', '0')
    """
    return f"{round(value, 1) + 0.0:.1f}".removesuffix(".0")


@dataclass(frozen=True)
class Mark:
    """One SVG element.

    Parameters
    ----------
    shape : str
        ``path``, ``rect`` or ``text``.
    style : str
        Its CSS classes.
    attributes : tuple of (str, str)
        Attribute names and values.
    text : str
        What a ``text`` says.
    full : str
        The whole text where `text` was shortened.
    """

    shape: str
    style: str
    attributes: tuple[tuple[str, str], ...]
    text: str = ""
    full: str = ""


@dataclass(frozen=True)
class Chart:
    """A drawing with its words: `title` is the alternative text, `description` the numbers."""

    width: int
    height: int
    title: str
    description: str
    marks: tuple[Mark, ...]
    caption: str = ""

    def to_dict(self) -> dict[str, Any]:
        """Return the chart as plain values, as templates take it."""
        return {**vars(self), "marks": [dict(vars(mark)) for mark in self.marks]}


def path(style: str, data: str) -> Mark:
    """Return a path.

    Examples
    --------
    >>> path("curve", "M0 0H5").attributes
    (('d', 'M0 0H5'),)
    """
    return Mark("path", style, (("d", data),))


def line(style: str, x1: float, y1: float, x2: float, y2: float) -> Mark:
    """Return a straight line.

    Examples
    --------
    >>> line("axis", 0, 5, 10, 5).attributes
    (('d', 'M0 5L10 5'),)
    """
    return path(style, f"M{coordinate(x1)} {coordinate(y1)}L{coordinate(x2)} {coordinate(y2)}")


def rectangle(style: str, x: float, y: float, width: float, height: float) -> Mark:
    """Return a rectangle.

    Examples
    --------
    >>> rectangle("region", 0, 0, 10, 5).shape
    'rect'
    """
    sizes = (("x", x), ("y", y), ("width", max(width, 0.0)), ("height", max(height, 0.0)))
    return Mark("rect", style, tuple((name, coordinate(value)) for name, value in sizes))


def text(
    style: str, x: float, y: float, words: str, *, anchor: str = "start", full: str = ""
) -> Mark:
    """Return a text; `full` is what it was shortened from.

    Examples
    --------
    >>> text("tick", 1, 2, "5").text
    '5'
    """
    attributes: tuple[tuple[str, str], ...] = (("x", coordinate(x)), ("y", coordinate(y)))
    if anchor != "start":
        attributes += (("text-anchor", anchor),)
    return Mark("text", style, attributes, words, "" if full == words else full)


def dots(style: str, points: Iterable[tuple[float, float]]) -> Mark:
    """Return round dots as one path: lines without length, whose round caps show.

    Examples
    --------
    >>> dots("dot", [(1, 2), (3, 4)]).attributes
    (('d', 'M1 2h0M3 4h0'),)
    """
    return path(style, "".join(f"M{coordinate(x)} {coordinate(y)}h0" for x, y in points))


def diamonds(style: str, points: Iterable[tuple[float, float]], size: float = 4.5) -> Mark:
    """Return diamonds as one path.

    Examples
    --------
    >>> diamonds("open", [(10, 10)], 4).attributes
    (('d', 'M10 6l4 4l-4 4l-4 -4z'),)
    """
    step = coordinate(size)
    turns = f"l{step} {step}l-{step} {step}l-{step} -{step}z"
    return path(
        style, "".join(f"M{coordinate(x)} {coordinate(y - size)}{turns}" for x, y in points)
    )


def upright_whiskers(style: str, ends: Iterable[tuple[float, float, float]]) -> Mark:
    """Return upright lines (x, from y, to y) as one path.

    Examples
    --------
    >>> upright_whiskers("whisker", [(1, 2, 9)]).attributes
    (('d', 'M1 2V9'),)
    """
    return path(
        style,
        "".join(f"M{coordinate(x)} {coordinate(a)}V{coordinate(b)}" for x, a, b in ends),
    )


def level_whiskers(style: str, ends: Iterable[tuple[float, float, float]]) -> Mark:
    """Return level lines (y, from x, to x) as one path.

    Examples
    --------
    >>> level_whiskers("whisker", [(1, 2, 9)]).attributes
    (('d', 'M2 1H9'),)
    """
    return path(
        style,
        "".join(f"M{coordinate(a)} {coordinate(y)}H{coordinate(b)}" for y, a, b in ends),
    )
