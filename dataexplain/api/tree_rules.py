"""Test the rules of a fitted tree on other rows."""

from __future__ import annotations

from typing import Any

from dataexplain.narration.narrator import narrate as put_into_words
from dataexplain.narration.wishes import NarrationWish
from dataexplain.runs.arguments import (
    check_arguments,
    columns_of_text,
    table_wishes,
)
from dataexplain.runs.explaining import explain_table
from dataexplain.runs.opening import open_table
from dataexplain.runs.progress import Progress
from dataexplain.runs.run import Run
from dataexplain.runs.tree_rules import Tree, TreeRules


def verify_rules(
    tree: Tree,
    data: object,
    target: str,
    *,
    text: str,
    floor: float | None = None,
    seed: int = 0,
    examples: int = 3,
    title: str | None = None,
    progress: Progress | None = None,
    **reading: Any,
) -> Run:
    """Test what each leaf of a tree of keyphrases says, on rows that the tree was not fitted to.

    One half of the rows shows what the other columns and the length of the text explain, which
    is then held fixed; the other half tests the rules.

    Parameters
    ----------
    tree : AugTreeClassifier or AugTreeRegressor
        Fitted, on other rows than these: nothing here could tell.
    data : path, pandas.DataFrame, polars.DataFrame, pyarrow.Table or dict of sequences
        New rows.
    target : str
        The column that the tree predicts.
    text : str
        The column with the texts.
    floor : float, optional
        The smallest effect worth a statement, as for `explain`.
    seed : int, default=0
    examples : int, default=3
        Example rows shown with each supported statement.
    title : str, optional
    progress : Progress, optional
    **reading
        How the table is read: roles, ignore, recode, positive, scale, controls, weights, group,
        time, as for `explain`.

    Returns
    -------
    Run

    Raises
    ------
    InputError
        When the data, a column or the target cannot be used.
    ParameterError
        For a tree that predicts something else.

    Examples
    --------
    >>> from dataexplain import verify_rules
    >>> from dataexplain.models import AugTreeRegressor
    >>> texts = [f"{'late' if n % 3 else 'swift'} parcel {n % 7}" for n in range(400)]
    >>> stars = [2 + 2 * (n % 3 == 0) + (n % 5) / 5 for n in range(400)]
    >>> tree = AugTreeRegressor(max_leaf_nodes=2).fit(texts[:200], stars[:200])
    >>> new = {"review": texts[200:], "stars": stars[200:]}
    >>> run = verify_rules(tree, new, "stars", text="review")
    >>> run.supported[0].kind, run.supported[0].features
    ('term_effect', ('review: "late"',))
    """
    check_arguments(
        {"target": target, "floor": floor, "seed": seed, "examples": examples, "title": title},
        "verify_rules",
    )
    wishes = table_wishes(reading, "verify_rules")
    table = open_table(data, target, text=columns_of_text(text), **wishes)
    report = explain_table(
        table,
        seed=seed,
        floor=floor,
        title=title or f"What a tree says of {target}",
        examples=examples,
        progress=progress,
        proposer=TreeRules.of(tree, table, text),
    )
    return Run(put_into_words(report, NarrationWish())[0])
