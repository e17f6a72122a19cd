"""What rules are built of: a number or a text that an input has, with the words for it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from dataexplain.operations.numbers import Number, number_text, simplest
from dataexplain.operations.rule import Rule


@dataclass(frozen=True)
class Quantity:
    """A number that an input has.

    Parameters
    ----------
    phrase : str
        "the sum of the two numbers".
    value : callable
        From the input to the number, or None where it has none.

    Examples
    --------
    >>> length = Quantity("the number of letters in the word", len)
    >>> length.rule().sentence, length.rule().apply("tree")
    ('Return the number of letters in the word.', '4')
    """

    phrase: str
    value: Callable[[str], Number | None]

    def rule(self) -> Rule:
        """Return the rule that answers with the number."""

        def apply(text: str) -> str | None:
            value = self.value(text)
            return None if value is None else number_text(value)

        return Rule(self.phrase.removeprefix("the "), f"Return {self.phrase}.", apply)


@dataclass(frozen=True)
class Wording:
    """A text that follows from an input.

    Parameters
    ----------
    phrase : str
        "the word in capital letters".
    write : callable
        From the input to the text, or None where the operation says nothing of it.
    about_case : bool, default=False
        Whether nothing but capitals changes.
    sentence : str, default=""
        Where the sentence is not "Write" and the phrase.

    Examples
    --------
    >>> Wording("the word in capital letters", str.upper).rule().sentence
    'Write the word in capital letters.'
    """

    phrase: str
    write: Callable[[str], str | None]
    about_case: bool = False
    sentence: str = ""

    def rule(self) -> Rule:
        """Return the rule that answers with the text."""
        sentence = self.sentence or f"Write {self.phrase}."
        return Rule(self.phrase.removeprefix("the "), sentence, self.write)


@dataclass(frozen=True)
class Function:
    """An operation on one number, with a phrase in which "{}" stands for that number.

    Examples
    --------
    >>> square = Function("the square of {}", lambda number: number * number)
    >>> square.of(Quantity("the sum of the two numbers", lambda text: 3)).phrase
    'the square of the sum of the two numbers'
    """

    phrase: str
    compute: Callable[[Number], Number | None]

    def of(self, quantity: Quantity) -> Quantity:
        """Return the function of a quantity, with None where it cannot be had."""

        def value(text: str) -> Number | None:
            inner = quantity.value(text)
            if inner is None:
                return None
            computed = self.compute(inner)
            return None if computed is None else simplest(computed)

        return Quantity(self.phrase.format(quantity.phrase), value)
