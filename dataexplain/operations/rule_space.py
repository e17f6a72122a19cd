"""Which kinds of rules are worth a try for some pairs, and what their inputs are called."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import TypeVar

from dataexplain.operations.arithmetic import number_quantities
from dataexplain.operations.column_table import few_classes
from dataexplain.operations.dates import date_in
from dataexplain.operations.input_shape import InputShape, shape_of
from dataexplain.operations.labels import Labels, two_labels
from dataexplain.operations.list_forms import item_counts
from dataexplain.operations.numbers import number
from dataexplain.operations.properties import Property
from dataexplain.operations.quantity import Quantity, Wording
from dataexplain.operations.text_measures import measures
from dataexplain.tables.pairs import Pairs

_Answer = TypeVar("_Answer")
_LEAST_NUMERIC = 0.5
_FEW_NUMBERS = (1, 2, 3)


@dataclass(frozen=True)
class Space:
    """What the pairs allow: which kinds of rules are worth a try.

    A row of several columns that go to a few classes is `crowded` where it has many numbers: what
    is worked out of all of them at once would fit by luck alone.
    """

    pairs: Pairs
    shape: InputShape
    numeric: bool
    labels: Labels | None
    dated: bool
    case: bool = True
    crowded: bool = False

    @classmethod
    def of(cls, pairs: Pairs, *, case: bool = True) -> Space:
        """Look at pairs.

        Examples
        --------
        >>> space = Space.of(Pairs(("2 and 6", "1 and 4"), ("8", "5"), (0, 1)))
        >>> space.numeric, space.quantities[0].phrase
        (True, 'the first number')
        """
        shape = shape_of(pairs.inputs)
        numeric = sum(number(output) is not None for output in pairs.outputs)
        return cls(
            pairs=pairs,
            shape=shape,
            numeric=numeric >= _LEAST_NUMERIC * len(pairs),
            labels=two_labels(pairs.outputs),
            dated=date_in(pairs.inputs[0]) is not None,
            case=case,
            crowded=len(pairs.columns) > 1
            and shape.count not in _FEW_NUMBERS
            and bool(few_classes(pairs.outputs)),
        )

    @property
    def noun(self) -> str:
        """What to call the part of an input that varies."""
        return self.shape.noun

    @property
    def columned(self) -> bool:
        """Whether an input is a row of several columns."""
        return len(self.pairs.columns) > 1

    @property
    def combined(self) -> list[Quantity]:
        """The numbers that are made of two or three of an input."""
        if self.shape.count not in _FEW_NUMBERS:
            return []
        return [one for one in self.quantities if not one.phrase.endswith(" number")]

    @property
    def quantities(self) -> list[Quantity]:
        """The numbers that stand in an input, and the simplest that are made of them."""
        return list(number_quantities(self.shape))

    @property
    def measured(self) -> list[Quantity]:
        """The numbers that an input has as a text or as a list."""
        counts = item_counts(self.pairs.inputs)
        return [*counts, *map(self.within_quantity, measures(self.noun))]

    def within(self, wording: Wording) -> Wording:
        """Let a wording see only the part of an input that varies."""
        if not self.shape.framed:
            return wording
        return replace(wording, write=_on_varying(self.shape, wording.write))

    def within_quantity(self, quantity: Quantity) -> Quantity:
        """Let a quantity see only the part of an input that varies."""
        if not self.shape.framed:
            return quantity
        return replace(quantity, value=_on_varying(self.shape, quantity.value))

    def within_property(self, found: Property) -> Property:
        """Let a property see only the part of an input that varies."""
        if not self.shape.framed:
            return found
        return replace(found, holds=_on_varying(self.shape, found.holds))


def _on_varying(
    shape: InputShape, follow: Callable[[str], _Answer | None]
) -> Callable[[str], _Answer | None]:
    def within(text: str) -> _Answer | None:
        varying = shape.varying(text.strip())
        return None if varying is None else follow(varying)

    return within
