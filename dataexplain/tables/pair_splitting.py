"""Which pairs propose sentences and which test them: by the keyed split that tables have."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
import pandas as pd

from dataexplain.tables.pair_reading import ReadPairs
from dataexplain.tables.pairs import Pairs
from dataexplain.tables.splitting import Split, split_rows
from dataexplain.tables.table import Column, Role, Table, Task

# With more outputs than this, shares of each of them mean nothing.
_MOST_LABELS = 10


@dataclass(frozen=True)
class PairSplit:
    """Pairs in two parts.

    Parameters
    ----------
    discovery, verification : Pairs
    split : Split
        Places among the pairs, with the method in words and the hash of the verification rows.
    """

    discovery: Pairs
    verification: Pairs
    split: Split


def split_pairs(read: ReadPairs, *, verification_share: float = 0.5) -> PairSplit:
    """Divide pairs by a keyed hash of their rows' content, without a seed.

    Pairs whose inputs differ only in case or space stay on one side. Where the outputs are a few
    labels, each of them is divided by the same share.

    Parameters
    ----------
    read : ReadPairs
    verification_share : float, default=0.5

    Returns
    -------
    PairSplit

    Raises
    ------
    InputError
        When a side would be empty.

    Examples
    --------
    >>> from dataexplain.tables.pair_reading import read_pairs
    >>> words = ["cat", "Cat", *"abcdefghijklmnopqr"]
    >>> read = read_pairs({"in": words, "out": map(str.upper, words)}, ["in"], "out")
    >>> parts = split_pairs(read)
    >>> len(parts.discovery), ("cat" in parts.discovery.inputs) == ("Cat" in parts.discovery.inputs)
    (10, True)
    """
    codes = pd.factorize(pd.Series([text.strip() for text in read.pairs.outputs]), sort=True)[0]
    labelled = codes.max() < _MOST_LABELS
    table = Table(
        frame=pd.DataFrame(
            {
                "input": pd.Series(read.pairs.inputs, dtype="str"),
                "output": np.where(labelled, codes, 0).astype(np.float64),
            }
        ),
        columns=(Column("input", Role.TEXT), Column("output", Role.TARGET)),
        target="output",
        task=Task.REGRESSION,
        source=read.source,
        data_hash=read.data_hash,
        rows_read=read.rows_read,
        row_keys=read.row_keys,
        chosen_texts=("input",),
    )
    split = split_rows(table, verification_share=verification_share)
    within = ", within each output" if labelled else ""
    method = (
        f"by a keyed hash of each row's content{within}; pairs with the same input stay together"
    )
    split = replace(split, method=method)
    return PairSplit(
        read.pairs.take(split.discovery.tolist()),
        read.pairs.take(split.verification.tolist()),
        split,
    )
