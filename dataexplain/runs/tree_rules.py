"""The rules of a fitted tree of keyphrases, tested on rows that it has not seen."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

import numpy as np

from dataexplain.claims import Claim
from dataexplain.errors import ParameterError
from dataexplain.features.text_columns import (
    TextColumn,
    free_name,
    length_column,
    with_text_columns,
)
from dataexplain.models import AugTreeClassifier, AugTreeRegressor
from dataexplain.models.adjustment import AdjustedRows
from dataexplain.readers.keyphrase_rules import phrase_columns, read_leaves
from dataexplain.readers.proposing import ReadableModels
from dataexplain.tables import Table, Task
from dataexplain.tables.cell_types import number_text

OWNER = "verify_rules"
Tree = AugTreeClassifier | AugTreeRegressor


@dataclass(frozen=True)
class TreeRules:
    """Proposes what the leaves of a tree say, and nothing else.

    Parameters
    ----------
    tree : AugTreeClassifier or AugTreeRegressor
        Fitted.
    text : str
        The text column.
    classes : tuple of str
        The tree's labels as the table writes them.
    columns : tuple of TextColumn
        One for each set of phrases, and the number of words, which is held fixed.
    """

    tree: Tree
    text: str
    classes: tuple[str, ...]
    columns: tuple[TextColumn, ...]

    @classmethod
    def of(cls, tree: Tree, table: Table, text: str) -> TreeRules:
        """Bring a tree together with a table of new rows.

        Parameters
        ----------
        tree : AugTreeClassifier or AugTreeRegressor
        table : Table
        text : str
            One of its text columns.

        Raises
        ------
        ParameterError
            For a tree that does not predict the table's target, or is no fitted tree.
        """
        if not isinstance(tree, (AugTreeClassifier, AugTreeRegressor)):
            raise ParameterError("tree", OWNER, "a fitted tree of keyphrases", tree)
        if not hasattr(tree, "nodes_"):
            raise ParameterError("tree", OWNER, "a fitted tree of keyphrases (call fit)", tree)
        if tree.tokenizer is not None:
            raise ParameterError("tree", OWNER, "one without a tokenizer of its own", tree)
        if not tree.phrases_:
            raise ParameterError("tree", OWNER, "a tree with at least one split", tree)
        classes = _classes(tree)
        regression = table.task is Task.REGRESSION
        if regression == bool(classes) or not set(table.classes) <= set(classes or table.classes):
            told = f"the classes {', '.join(classes)}" if classes else "a number"
            got = "a number" if regression else f"the classes {', '.join(table.classes)}"
            raise ParameterError(
                "target", OWNER, f"what the tree predicts, {told}", f"{table.target!r}, {got}"
            )
        taken = {column.name for column in table.columns}
        columns = []
        for column in (length_column(text), *phrase_columns(tree.rules_, text)):
            columns.append(replace(column, name=free_name(column.name, taken)))
            taken.add(columns[-1].name)
        return cls(tree, text, classes, tuple(columns))

    def with_columns(self, table: Table, rows: np.ndarray) -> Table:  # noqa: ARG002
        """Add a column for each set of phrases that the tree asks for, and one for the length."""
        return with_text_columns(table, self.columns)

    def claims(
        self,
        table: Table,
        rows: AdjustedRows,  # noqa: ARG002
        models: ReadableModels,  # noqa: ARG002
        floors: Mapping[str | None, float],  # noqa: ARG002
    ) -> tuple[Claim, ...]:
        """Return a claim a leaf: nothing about it is learnt from these rows."""
        explained = (None,) if table.task is Task.REGRESSION else table.explained_classes
        return read_leaves(self.tree.rules_, self.columns, self.classes, explained)


def _classes(tree: Tree) -> tuple[str, ...]:
    """Return the tree's labels as a table writes them."""
    if isinstance(tree, AugTreeRegressor):
        return ()
    return tuple(
        number_text(float(label)) if isinstance(label, (int, float)) else str(label)
        for label in tree.classes_.tolist()
    )
