"""The leaves of a tree of keyphrases as rules, and the tree as text."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from dataexplain.json_records import Record
from dataexplain.models.aug_tree_nodes import NO_CHILD, KeyphraseNode

MOST_SHOWN = 8


@dataclass(frozen=True)
class KeyphraseCondition(Record):
    """What a rule asks of a text.

    Parameters
    ----------
    phrases : tuple of str
    holds : bool
        Whether the text has any of the phrases, or none.

    Examples
    --------
    >>> KeyphraseCondition(("refund", "money back"), True).text
    'has “refund” or “money back”'
    >>> KeyphraseCondition(("refund", "money back"), False).text
    'has neither “refund” nor “money back”'
    """

    phrases: tuple[str, ...]
    holds: bool

    @property
    def text(self) -> str:
        """The condition in words, with all its phrases."""
        if self.holds:
            return f"has {listed(self.phrases, len(self.phrases))}"
        quoted = [f"“{phrase}”" for phrase in self.phrases]
        if len(quoted) == 1:
            return f"does not have {quoted[0]}"
        return f"has neither {', '.join(quoted[:-1])} nor {quoted[-1]}"


@dataclass(frozen=True)
class KeyphraseRule(Record):
    """A leaf: the texts that come to it, and what is predicted of them.

    Parameters
    ----------
    conditions : tuple of KeyphraseCondition
        From the root on; all must hold. Empty for every text.
    value : tuple of float
        The mean of the number, or the share of each class.
    rows : int
        Fitted texts in the leaf: its support.
    weight : float
        The sum of their weights.
    leaf : int
        The place of the leaf, as `apply` gives it.

    Examples
    --------
    >>> condition = KeyphraseCondition(("refund",), True)
    >>> KeyphraseRule((condition,), (2.1,), 40, 40.0, 1).text
    'has “refund”: 2.1 (40 texts)'
    """

    conditions: tuple[KeyphraseCondition, ...]
    value: tuple[float, ...]
    rows: int
    weight: float
    leaf: int

    @property
    def text(self) -> str:
        """The rule as a line."""
        conditions = " and ".join(condition.text for condition in self.conditions)
        values = ", ".join(f"{value:.4g}" for value in self.value)
        return f"{conditions or 'always'}: {values} ({self.rows:,} texts)"


def listed(phrases: Sequence[str], most: int) -> str:
    """Return phrases in quotation marks, and how many there are beyond `most`.

    Examples
    --------
    >>> listed(["dull", "bad", "boring"], 2)
    '“dull”, “bad” or 1 more'
    """
    parts = [f"“{phrase}”" for phrase in phrases[:most]]
    if len(phrases) > most:
        parts.append(f"{len(phrases) - most} more")
    return " or ".join([*filter(None, [", ".join(parts[:-1])]), parts[-1]])


def rules(nodes: Sequence[KeyphraseNode]) -> tuple[KeyphraseRule, ...]:
    """Return one rule a leaf, from left to right.

    Examples
    --------
    >>> root = KeyphraseNode((0.5,), 4, 4.0, ("sea",), 1, 2)
    >>> leaves = KeyphraseNode((1.0,), 2, 2.0), KeyphraseNode((0.0,), 2, 2.0)
    >>> [rule.text for rule in rules([root, *leaves])]
    ['has “sea”: 1 (2 texts)', 'does not have “sea”: 0 (2 texts)']
    """
    found = []
    waiting: list[tuple[int, tuple[KeyphraseCondition, ...]]] = [(0, ())]
    while waiting:  # not by recursion: a tree may be deep
        place, conditions = waiting.pop()
        node = nodes[place]
        if node.is_leaf:
            found.append(KeyphraseRule(conditions, node.value, node.rows, node.weight, place))
            continue
        for child, holds in ((node.absent, False), (node.present, True)):
            waiting.append((child, (*conditions, KeyphraseCondition(node.phrases, holds))))
    return tuple(found)


def tree_text(
    nodes: Sequence[KeyphraseNode],
    said: Callable[[tuple[float, ...]], str],
    most_phrases: int = MOST_SHOWN,
) -> str:
    """Return a tree as lines.

    Parameters
    ----------
    nodes : sequence of KeyphraseNode
    said : callable
        The value of a leaf in, what is said of it out.
    most_phrases : int, default=8
        How many phrases of a set are shown.
    """
    return "\n".join(
        "|   " * line.depth
        + "|--- "
        + (f"{line.branch}: " if line.branch else "")
        + (
            f"{said(line.node.value)} ({line.node.rows:,} texts)"
            if line.node.is_leaf
            else f"has {listed(line.node.phrases, most_phrases)}?"
        )
        for line in tree_lines(nodes)
    )


@dataclass(frozen=True)
class TreeLine:
    """A node, as a tree shows it line by line.

    Parameters
    ----------
    place : int
    node : KeyphraseNode
    depth : int
    branch : {"", "yes", "no"}
        Whether the texts here have a phrase of the node above.
    parent : int
        The line of the node above; -1 for the root.
    """

    place: int
    node: KeyphraseNode
    depth: int
    branch: str
    parent: int


def tree_lines(nodes: Sequence[KeyphraseNode]) -> tuple[TreeLine, ...]:
    """Return the nodes from top to bottom: each, then what has its phrases, then the rest."""
    lines: list[TreeLine] = []
    waiting = [(0, 0, "", NO_CHILD)]
    while waiting:
        place, depth, branch, parent = waiting.pop()
        node = nodes[place]
        lines.append(TreeLine(place, node, depth, branch, parent))
        if not node.is_leaf:
            here = len(lines) - 1
            waiting.append((node.absent, depth + 1, "no", here))
            waiting.append((node.present, depth + 1, "yes", here))
    return tuple(lines)
