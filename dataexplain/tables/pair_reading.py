"""From a table to pairs: what stands in the input columns, and the output that follows."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
import pandas as pd

from dataexplain.errors import ColumnNotFoundError, InputError, ParameterError
from dataexplain.tables.cells import read_cells
from dataexplain.tables.pair_texts import cell_texts
from dataexplain.tables.pairs import Pairs
from dataexplain.tables.reading import as_frame
from dataexplain.tables.row_keys import RowKeys

LEAST_PAIRS = 10
_REMEDY = (
    f"A search needs at least {LEAST_PAIRS} pairs: half propose sentences, the others test them."
)


@dataclass(frozen=True)
class ReadPairs:
    """Pairs, and what a report has to say of how they were read.

    Parameters
    ----------
    pairs : Pairs
    input_names : tuple of str
    output_name : str
    source : str
        What the data is called in errors and in the report.
    data_hash : str
        Of the whole table, as other commands hash it.
    rows_read : int
        All rows of the table.
    left_out : int
        Rows without an output or without any input.
    notes : tuple of str
        Sentences for the report.
    row_keys : ndarray of uint64
        A number for each pair, by the content of its row.
    """

    pairs: Pairs
    input_names: tuple[str, ...]
    output_name: str
    source: str
    data_hash: str
    rows_read: int
    left_out: int = 0
    notes: tuple[str, ...] = ()
    row_keys: np.ndarray = field(
        default_factory=lambda: np.zeros(0, dtype=np.uint64), repr=False, compare=False
    )


def read_pairs(
    data: object,
    inputs: Sequence[str],
    output: str,
    *,
    source: str | None = None,
    least: int = LEAST_PAIRS,
) -> ReadPairs:
    """Read inputs and the outputs that follow from them, both as the texts that were written.

    Several input columns become lines such as "colour: red", without those that are empty.

    Parameters
    ----------
    data : path, pandas.DataFrame, polars.DataFrame, pyarrow.Table or mapping of sequences
        A path to CSV, TSV, Parquet, JSON Lines or Excel.
    inputs : sequence of str
        The input column, or several.
    output : str
        The output column.
    source : str, optional
        What to call the data in errors and in the report.
    least : int, default=10
        The fewest pairs to go on with.

    Returns
    -------
    ReadPairs

    Raises
    ------
    InputError
        For unknown columns, too few pairs, or inputs or outputs that are all the same.

    Examples
    --------
    >>> table = {"question": [f"{n:02} and 1" for n in range(10)], "answer": range(1, 11)}
    >>> read = read_pairs(table, ["question"], "answer")
    >>> read.pairs.inputs[:2], read.pairs.outputs[:2], read.left_out
    (('00 and 1', '01 and 1'), ('1', '2'), 0)
    """
    file = source or (str(data) if isinstance(data, (str, Path)) else None)
    frame = as_frame(data)
    names = _checked_names(list(map(str, frame.columns)), inputs, output, file)
    texts = {name: cell_texts(frame[name]) for name in (*names, output)}
    whole = _joined({name: texts[name] for name in names})
    kept = [
        row
        for row, (given, follows) in enumerate(zip(whole, texts[output], strict=True))
        if given.strip() and follows.strip()
    ]
    pairs = Pairs(
        tuple(whole[row] for row in kept),
        tuple(texts[output][row] for row in kept),
        tuple(kept),
        names if len(names) > 1 else (),
    )
    left_out = len(frame) - len(pairs)
    _check(pairs, left_out, names, output, file, least)
    keys = _keys(frame)
    return ReadPairs(
        pairs=pairs,
        input_names=names,
        output_name=output,
        source=file or "table",
        data_hash=keys.table_hash(map(str, frame.columns)),
        rows_read=len(frame),
        left_out=left_out,
        notes=(*frame.attrs.get("notes", ()), *_left_out_note(left_out), *_contradictions(pairs)),
        row_keys=keys.values[kept],
    )


def _checked_names(
    known: list[str], inputs: Sequence[str], output: str, file: str | None
) -> tuple[str, ...]:
    names = (inputs,) if isinstance(inputs, str) else tuple(inputs)
    if not names or len(set(names)) < len(names):
        raise ParameterError("inputs", "read_pairs", "one or more different columns", inputs)
    for name in (*names, output):
        if name not in known:
            raise ColumnNotFoundError.among(name, known, file=file)
    if output in names:
        raise InputError(
            "It cannot be both an input and the output.",
            file=file,
            column=output,
            remedy="Name another column as the output.",
        )
    return names


def _joined(texts: Mapping[str, list[str]]) -> list[str]:
    if len(texts) == 1:
        return next(iter(texts.values()))
    return [
        "\n".join(f"{name}: {text}" for name, text in zip(texts, row, strict=True) if text.strip())
        for row in zip(*texts.values(), strict=True)
    ]


def _check(
    pairs: Pairs,
    left_out: int,
    inputs: tuple[str, ...],
    output: str,
    file: str | None,
    least: int,
) -> None:
    if len(pairs) < least:
        found = {0: "There is no pair", 1: "There is only 1 pair"}.get(
            len(pairs), f"There are only {len(pairs)} pairs"
        )
        empty = f" ({_count(left_out)} without an input or an output)" if left_out else ""
        raise InputError(f"{found}{empty}.", file=file, column=output, remedy=_REMEDY)
    if len({text.strip() for text in pairs.outputs}) == 1:
        raise InputError(
            "All outputs are the same, so there is no rule to find.",
            file=file,
            column=output,
            remedy="Give pairs whose outputs differ.",
        )
    if len({text.strip() for text in pairs.inputs}) == 1:
        raise InputError(
            "All inputs are the same, so nothing can follow from them.",
            file=file,
            column=inputs[0],
            remedy="Give pairs whose inputs differ, or name another column.",
        )


def _keys(frame: pd.DataFrame) -> RowKeys:
    """Hash all columns as other commands do, so that one table is split and known alike."""
    keys = RowKeys(len(frame))
    for name in frame.columns:
        keys.add(str(name), read_cells(frame[name]).values)
    return keys


def _left_out_note(left_out: int) -> list[str]:
    if not left_out:
        return []
    were = "was" if left_out == 1 else "were"
    return [f"{_count(left_out)} without an input or an output {were} left out."]


def _contradictions(pairs: Pairs) -> list[str]:
    outputs: dict[str, set[str]] = {}
    for given, follows in zip(pairs.inputs, pairs.outputs, strict=True):
        outputs.setdefault(given.strip(), set()).add(follows.strip())
    doubtful = {given for given, known in outputs.items() if len(known) > 1}
    if not doubtful:
        return []
    rows = sum(given.strip() in doubtful for given in pairs.inputs)
    have = "1 input has" if len(doubtful) == 1 else f"{len(doubtful):,} inputs have"
    return [f"{have} more than one output ({_count(rows)}): no rule can give them all."]


def _count(rows: int) -> str:
    return "1 row" if rows == 1 else f"{rows:,} rows"
