"""A tree of keyphrases as an inline SVG picture: one line a node, a bar for each leaf."""

from __future__ import annotations

import html
from collections.abc import Callable, Sequence

from dataexplain.models.aug_tree_nodes import KeyphraseNode
from dataexplain.models.aug_tree_rules import TreeLine, listed, tree_lines

_LINE, _INDENT, _MARGIN = 30, 26, 12
_BAR, _BAR_HEIGHT, _GAP = 90, 12, 8
_SIGN_WIDTH = 7.2
# Told apart by those who see colours differently as well (Okabe and Ito).
_COLOURS = ("#0072b2", "#e69f00", "#009e73", "#cc79a7", "#56b4e9", "#d55e00", "#f0e442", "#999999")


def tree_svg(
    nodes: Sequence[KeyphraseNode],
    said: Callable[[tuple[float, ...]], str],
    most_phrases: int,
) -> str:
    """Return a tree as an SVG element that needs nothing beside it.

    Parameters
    ----------
    nodes : sequence of KeyphraseNode
    said : callable
        The value of a leaf in, what is said of it out.
    most_phrases : int
        How many phrases of a set are shown; all are in its tooltip.

    Examples
    --------
    >>> print(tree_svg([KeyphraseNode((0.5,), 4, 4.0)], lambda value: f"{value[0]:g}", 3)[:4])
    <svg
    """
    lines = tree_lines(nodes)
    texts = [_text(line, said, most_phrases) for line in lines]
    starts = [_MARGIN + line.depth * _INDENT for line in lines]
    ends = [
        start + len(text) * _SIGN_WIDTH + (_BAR + _GAP if line.node.is_leaf else 0)
        for start, text, line in zip(starts, texts, lines, strict=True)
    ]
    width, height = round(max(ends)) + _MARGIN, len(lines) * _LINE + _MARGIN
    values = [line.node.value for line in lines if line.node.is_leaf]
    scale = min(values)[0], max(values)[0]
    drawn = [
        _edge(line, starts, row) + _node(line, text, starts[row], _middle(row), scale)
        for row, (line, text) in enumerate(zip(lines, texts, strict=True))
    ]
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="{height}"'
        f' viewBox="0 0 {width} {height}" role="img" aria-label="Tree of keyphrases"'
        ' font-family="sans-serif" font-size="13" fill="currentColor">' + "".join(drawn) + "</svg>"
    )


def _middle(row: int) -> float:
    return row * _LINE + _LINE / 2 + _MARGIN / 2


def _text(line: TreeLine, said: Callable[[tuple[float, ...]], str], most_phrases: int) -> str:
    branch = f"{line.branch}: " if line.branch else ""
    if line.node.is_leaf:
        return f"{branch}{said(line.node.value)} ({line.node.rows:,} texts)"
    return f"{branch}has {listed(line.node.phrases, most_phrases)}?"


def _edge(line: TreeLine, starts: Sequence[int], row: int) -> str:
    if line.parent < 0:
        return ""
    across = starts[line.parent] + 6
    top, bottom = _middle(line.parent) + 9, _middle(row)
    return (
        f'<path d="M{across} {top:g}V{bottom:g}H{starts[row] - 4}" fill="none"'
        ' stroke="currentColor" stroke-opacity="0.35"/>'
    )


def _node(line: TreeLine, text: str, start: int, middle: float, scale: tuple[float, float]) -> str:
    tip = html.escape(text if line.node.is_leaf else ", ".join(line.node.phrases))
    bar = _bar(line.node.value, start, middle, scale) if line.node.is_leaf else ""
    at = start + (_BAR + _GAP if bar else 0)
    return (
        f"<g><title>{tip}</title>{bar}"
        f'<text x="{at}" y="{middle + 4:g}">{html.escape(text)}</text></g>'
    )


def _bar(value: tuple[float, ...], start: int, middle: float, scale: tuple[float, float]) -> str:
    """Return the shares of the classes side by side, or a number between the tree's ends."""
    if len(value) > 1:
        shares = value
    else:
        low, high = scale
        shares = ((value[0] - low) / (high - low) if high > low else 1.0,)
    top = middle - _BAR_HEIGHT / 2
    parts = [
        f'<rect x="{start}" y="{top:g}" width="{_BAR}" height="{_BAR_HEIGHT}"'
        ' fill="currentColor" fill-opacity="0.1"/>'
    ]
    at = float(start)
    for place, share in enumerate(shares):
        colour = _COLOURS[place % len(_COLOURS)]
        parts.append(
            f'<rect x="{at:.4g}" y="{top:g}" width="{share * _BAR:.4g}"'
            f' height="{_BAR_HEIGHT}" fill="{colour}"/>'
        )
        at += share * _BAR
    return "".join(parts)
