"""Inputs and the outputs that follow from them, as texts."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True)
class Pairs:
    """Inputs and outputs, both as they stand in the table: "08" stays "08".

    Parameters
    ----------
    inputs, outputs : tuple of str
        Of one length.
    rows : tuple of int
        The table's rows, from 0.
    columns : tuple of str, default=()
        The input columns, where there are several: inputs are lines "name: value".

    Examples
    --------
    >>> pairs = Pairs(("2 and 3", "1 and 1"), ("5", "2"), (0, 1))
    >>> len(pairs), pairs.take([1]).outputs
    (2, ('2',))
    """

    inputs: tuple[str, ...]
    outputs: tuple[str, ...]
    rows: tuple[int, ...]
    columns: tuple[str, ...] = ()

    def __len__(self) -> int:
        return len(self.inputs)

    def take(self, places: Iterable[int]) -> Pairs:
        """Return some of the pairs, in the order given."""
        chosen = list(places)
        return Pairs(
            tuple(self.inputs[place] for place in chosen),
            tuple(self.outputs[place] for place in chosen),
            tuple(self.rows[place] for place in chosen),
            self.columns,
        )
