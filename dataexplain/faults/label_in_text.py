"""Texts that contain the outcome in words: read on discovery rows, since these show the outcome."""

from __future__ import annotations

import re

import numpy as np
import pandas as pd

from dataexplain.faults.after_outcome import words_of
from dataexplain.faults.wording import count_rows, percent
from dataexplain.models.adjustment import AdjustedRows
from dataexplain.records import FaultRecord
from dataexplain.tables import Role, Table, Task
from dataexplain.tables.cell_types import number_text

KIND = "label_in_text"
MOST_TEXTS = 5_000
# Among texts with the word, the class must be nearly sure, and clearly less so among the others.
LEAST_SURE, LEAST_TEXTS, LEAST_SHARE = 0.9, 10, 0.05
LEAST_DIFFERENCE = 0.2
# Of the texts so many must hold their row's own number, which must be longer than these digits.
LEAST_NUMBERS, LEAST_DIGITS = 0.2, 3
_LEAST_LETTERS = 3
_TELLS_NOTHING = frozenset(
    ["yes", "no", "true", "false", "none", "other", "unknown", "high", "low"]
)
_TEXT_ROLES = (Role.TEXT, Role.IDENTIFIER)


def label_faults(table: Table, rows: AdjustedRows) -> list[FaultRecord]:
    """Return columns of texts in which the outcome is written.

    Parameters
    ----------
    table : Table
    rows : AdjustedRows
        Discovery rows.

    Returns
    -------
    list of FaultRecord
    """
    found = []
    for column in table.columns:
        if column.role in _TEXT_ROLES:
            texts = rows.frame[column.name].iloc[:MOST_TEXTS]
            if table.task is Task.REGRESSION:
                found.append(
                    _number_fault(table, column.name, texts, rows.frame[table.target].to_numpy())
                )
            else:
                found.append(_word_fault(table, column.name, texts, rows))
    return [fault for fault in found if fault is not None]


def _number_fault(
    table: Table, name: str, texts: pd.Series, outcome: np.ndarray
) -> FaultRecord | None:
    known = texts.notna().to_numpy()
    written = [number_text(value) for value in outcome[: len(texts)][known]]
    cells = [cell.replace(",", "") for cell in texts[known].astype(str)]
    tellable = [place for place, text in enumerate(written) if len(text.strip("-")) >= LEAST_DIGITS]
    holds = [
        re.search(rf"(?<![\d.]){re.escape(written[place])}(?![\d])", cells[place]) is not None
        for place in tellable
    ]
    if sum(holds) < max(LEAST_TEXTS, LEAST_NUMBERS * max(len(tellable), 1)):
        return None
    share = percent(sum(holds) / len(tellable))
    return _record(
        table,
        name,
        f"{share} of the texts of {name!r} contain the row's own {table.target}",
        {"texts": sum(holds), "of": len(tellable)},
    )


def _word_fault(
    table: Table, name: str, texts: pd.Series, rows: AdjustedRows
) -> FaultRecord | None:
    cells = texts.fillna("").astype(str).str.lower()
    outcome = rows.frame[table.target].iloc[: len(texts)].astype(str).to_numpy()
    for word in _telling_words(table):
        has = cells.str.contains(rf"\b{re.escape(word)}\b", regex=True).to_numpy()
        count = int(has.sum())
        if count < LEAST_TEXTS or count == len(has):
            continue
        classes, counts = np.unique(outcome[has], return_counts=True)
        sure, common = counts.max() / count, str(classes[np.argmax(counts)])
        without = float((outcome[~has] == common).mean())
        share = counts.max() / max((outcome == common).sum(), 1)
        if sure >= LEAST_SURE and sure - without >= LEAST_DIFFERENCE and share >= LEAST_SHARE:
            said = (
                f"Of {count_rows(count)} whose {name!r} contains “{word}”, {percent(sure)} have "
                f"{table.target} = {common}, of the others {percent(without)}"
            )
            return _record(
                table, name, said, {"word": word, "texts": count, "sure": sure, "without": without}
            )
    return None


def _telling_words(table: Table) -> list[str]:
    """Return the names of classes, and the outcome's own, as they might stand in a text."""
    classes = [" ".join(words_of(level)) for level in table.classes]
    words = [*classes, " ".join(words_of(table.target))]
    return [
        word
        for word in dict.fromkeys(words)
        if len(word) >= _LEAST_LETTERS and word not in _TELLS_NOTHING and not word.isdigit()
    ]


def _record(table: Table, name: str, said: str, evidence: dict[str, object]) -> FaultRecord:
    return FaultRecord(
        column=name,
        kind=KIND,
        text=f"{said}: the text may say the outcome.",
        id=f"{KIND}-{name}",
        columns=(name,),
        rows=len(table),
        remedy=f"Statements about the words of {name!r} may say no more than the outcome in other "
        "words.",
        evidence=evidence,
    )
