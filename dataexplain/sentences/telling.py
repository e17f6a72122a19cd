"""Claims that a sentence was read as, told in the words that the report will use."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from dataexplain.claims import Claim, Words, stated
from dataexplain.claims.text_readings import TextReading, text_reading
from dataexplain.claims.wording import listed
from dataexplain.features.text_columns import TextColumn
from dataexplain.sentences.reading import AskedProperty
from dataexplain.tables import Role, Table, Task

HELD_FIXED, ON_ITS_OWN = "held fixed", "on its own"


def table_words(
    table: Table,
    words: Iterable[TextColumn] = (),
    asked: Iterable[AskedProperty] = (),
) -> Words:
    """Return how a table's outcome and columns are called, those read off texts among them.

    Parameters
    ----------
    table : Table
    words : iterable of TextColumn
    asked : iterable of AskedProperty

    Examples
    --------
    >>> from dataexplain.tables import build_table
    >>> table = build_table({"age": [*range(15)] * 2, "churn": ["no", "yes"] * 15}, "churn")
    >>> table_words(table).outcome("yes")
    'the probability of churn = yes'
    """
    readings: dict[str, TextReading] = {
        column.name: text_reading(column.derived_from or "", column.terms, column.asked)
        for column in table.columns
        if column.says_of_text
    }
    readings |= {entry.name: text_reading(entry.source, entry.terms, "") for entry in words}
    readings |= {entry.name: text_reading(entry.source, (), entry.property) for entry in asked}
    return Words(
        table.target,
        table.task is Task.REGRESSION,
        units={column.name: column.unit for column in table.columns if column.unit},
        scales={
            column.name: dict(zip(column.scores, column.levels, strict=True))
            for column in table.columns
            if column.scores and column.levels != tuple(f"{score:g}" for score in column.scores)
        },
        dates=frozenset(
            column.name for column in table.columns if column.role in (Role.DATE, Role.TIME)
        ),
        readings=readings,
    )


def tell(
    claims: Sequence[Claim],
    words: Words,
    *,
    held: Sequence[str] = (),
    basis: str = "",
    denied: bool = False,
    remarks: Sequence[str] = (),
) -> str:
    """Return what will be tested: one sentence, and remarks on how it was understood.

    Parameters
    ----------
    claims : sequence of Claim
        All must hold.
    words : Words
    held : sequence of str
    basis : {"held fixed", "on its own", ""}
    denied : bool, default=False
        Whether it is said that they do not hold.
    remarks : sequence of str
        Whole sentences.

    Examples
    --------
    >>> from dataexplain.claims import Condition, Region
    >>> women = Region((Condition("sex", levels=("female",)),))
    >>> claim = Claim("level_contrast", ("sex",), "up", women, outcome_class="yes")
    >>> print(tell([claim], Words("survived", False), held=["class"]))
    the probability of survived = yes is higher where sex is female than where it is not, with
    class held fixed
    """
    said = "; and ".join(stated(claim, words) for claim in claims)
    if denied:
        said = f"it is not so that {said}"
    if held:
        said = f"{said}, with {listed(tuple(held), 'and')} held fixed"
    elif basis == HELD_FIXED:
        said = f"{said}, with the other columns held fixed"
    elif basis == ON_ITS_OWN:
        said = f"on its own, {said}"
    return ". ".join([said, *(remark.rstrip(".") for remark in remarks)]) + ("." if remarks else "")
