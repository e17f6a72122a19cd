"""The texts that proposers may look at: those of discovery rows, and the group each is of."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from dataexplain.errors import ParameterError
from dataexplain.features.question_rows import drawn_texts

# A word such as "unknown" would be given back by small models.
NO_CONTEXT = "Texts are compared."
# Distinct texts of a group that proposers read: more change what is typical next to nothing.
MOST_OF_A_GROUP = 800


@dataclass(frozen=True)
class DiscoveryTexts:
    """Texts of two groups, on rows that propose.

    Parameters
    ----------
    texts : tuple of str
    in_a : ndarray of bool, shape (n,)
        Whether each text is of the first group.
    names : tuple of (str, str)
        What the groups are called.
    goal : str, default=""
        What the user wants to know.
    description : str, default=""
        What the texts are.
    text_name : str, default="text"
        What one of them is called: "review".

    Raises
    ------
    ParameterError
        When the groups are not as many as the texts.

    Examples
    --------
    >>> texts = DiscoveryTexts(("a goal", "a cake"), np.array([True, False]), ("sport", "food"))
    >>> texts.side(True), texts.side(False)
    (['a goal'], ['a cake'])
    """

    texts: tuple[str, ...]
    in_a: np.ndarray
    names: tuple[str, str]
    goal: str = ""
    description: str = ""
    text_name: str = "text"

    def __post_init__(self) -> None:
        if len(self.in_a) != len(self.texts):
            expected = f"one value for each of {len(self.texts)} texts"
            raise ParameterError("in_a", "DiscoveryTexts", expected, len(self.in_a))

    def __len__(self) -> int:
        return len(self.texts)

    @property
    def context(self) -> str:
        """What a prompt says first: what the texts are, and what is wanted, where it is known."""
        description, goal = (
            " ".join(said.split()).rstrip(".") for said in (self.description, self.goal)
        )
        parts = [f"The texts: {description}."] * bool(description)
        parts += [f"What is wanted: {goal}."] * bool(goal)
        return " ".join(parts) or NO_CONTEXT

    @property
    def both_sides(self) -> bool:
        """Whether each group has a text."""
        return bool(np.any(self.in_a)) and not bool(np.all(self.in_a))

    def side(self, first: bool) -> list[str]:
        """Return the texts of the first group, or of the second."""
        return [text for text, in_a in zip(self.texts, self.in_a, strict=True) if in_a == first]

    def drawn(self, seed: int, most: int = MOST_OF_A_GROUP) -> DiscoveryTexts:
        """Return distinct texts, at most so many of each group and none that both have.

        Blank texts are left out, and the order of the rows does not matter.

        Parameters
        ----------
        seed : int
        most : int, default=800

        Examples
        --------
        >>> texts = DiscoveryTexts(("a", "a", "b", "c", "b"), np.arange(5) < 3, ("A", "B"))
        >>> sorted(texts.drawn(0).texts)
        ['a', 'c']
        """
        first, second = set(self.side(True)), set(self.side(False))
        of_a = drawn_texts(first - second, most, seed)
        of_b = drawn_texts(second - first, most, seed)
        in_a = np.arange(len(of_a) + len(of_b)) < len(of_a)
        return replace(self, texts=(*of_a, *of_b), in_a=in_a)
