"""Questions to a judge -> columns of yes and no, for some texts of each side of the split.

Nothing here looks at the outcome: which texts are judged follows from their content, and where the
answers part into yes and no from the answers on discovery rows.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from itertools import chain, zip_longest

import numpy as np
import pandas as pd

from dataexplain.features.question_rows import drawn_texts
from dataexplain.features.text_columns import LEVELS, free_name
from dataexplain.llm import ChatModel
from dataexplain.llm.judge_many import judge_many
from dataexplain.tables import Column, Role, Split, Table

SERVES = "questions to texts"
# Of fewer judged texts that propose on either side nothing could be learnt.
LEAST_ANSWERS = 8
Progress = Callable[[int, int], None]


@dataclass(frozen=True)
class TextsToJudge:
    """The texts of one column that a judge reads: those that propose and those that test.

    Parameters
    ----------
    source : str
        The text column.
    discovery, verification : tuple of str
        Distinct texts, in an order that their content decides.
    """

    source: str
    discovery: tuple[str, ...]
    verification: tuple[str, ...]

    @classmethod
    def drawn(
        cls, table: Table, source: str, split: Split, most: int | None, seed: int
    ) -> TextsToJudge:
        """Draw texts of each side of the split.

        Parameters
        ----------
        table : Table
        source : str
        split : Split
        most : int or None
            How many of each side; None is all.
        seed : int

        Examples
        --------
        >>> from dataexplain.tables import build_table, split_rows
        >>> texts = [f"room {n}" for n in range(60)]
        >>> table = build_table({"review": texts, "stars": range(60)}, "stars", text=["review"])
        >>> found = TextsToJudge.drawn(table, "review", split_rows(table), 10, seed=0)
        >>> len(found.discovery), len(found.verification), len(set(found.all))
        (10, 10, 20)
        """
        cells = table.frame[source]
        sides = (
            drawn_texts(cells.iloc[rows].dropna().astype(str), most, seed)
            for rows in (split.discovery, split.verification)
        )
        return cls(source, *sides)

    @property
    def all(self) -> tuple[str, ...]:
        """Distinct texts of both sides in turn: where a budget ends, both are judged as far."""
        pairs = zip_longest(self.discovery, self.verification)
        return tuple(dict.fromkeys(text for text in chain.from_iterable(pairs) if text is not None))


@dataclass(frozen=True)
class JudgedColumns:
    """A table with the answers of a judge as columns, and what has to be told of them.

    Parameters
    ----------
    table : Table
    unjudged : dict of str to str
        Properties that became no column, and why.
    unasked : int
        Texts that the budget did not reach.
    cut : int
        Texts of which only the beginning was shown.
    instructed : int, default=0
        Texts of which a passage that tells a reader what to answer was not shown.
    """

    table: Table
    unjudged: dict[str, str]
    unasked: int
    cut: int
    instructed: int = 0


def with_judged_columns(
    table: Table,
    texts: TextsToJudge,
    properties: Sequence[str],
    model: ChatModel,
    *,
    progress: Progress | None = None,
) -> JudgedColumns:
    """Ask of each text whether it has each property, and add the answers as columns.

    A text that was not judged, or of which the judge gave no answer, is missing in the column.

    Parameters
    ----------
    table : Table
    texts : TextsToJudge
    properties : sequence of str
        As they follow "the text": "mentions a refund".
    model : ChatModel
    progress : callable, optional
        Called with the number of texts that are done, and of all of them.

    Returns
    -------
    JudgedColumns

    Examples
    --------
    >>> from dataexplain.llm import Scripted
    >>> from dataexplain.tables import build_table, split_rows
    >>> reviews = [f"{'bad' if n % 2 else 'good'} room {n}" for n in range(60)]
    >>> table = build_table({"review": reviews, "stars": range(60)}, "stars", text=["review"])
    >>> chosen = TextsToJudge.drawn(table, "review", split_rows(table), None, seed=0)
    >>> says = lambda request: {"Yes": 0.8 if "bad" in str(request.messages) else 0.3, "No": 0.2}
    >>> with ChatModel(Scripted(says)) as model:
    ...     found = with_judged_columns(table, chosen, ["complains"], model)
    >>> found.table.features[-1].name, list(found.table.frame["review: complains"][:2])
    ('review: complains', ['no', 'yes'])
    """
    asked = texts.all
    judged = judge_many(model, properties, asked, serves=SERVES, progress=progress)
    proposing = frozenset(texts.discovery)
    columns: list[Column] = []
    frame: dict[str, pd.Series] = {}
    unjudged: dict[str, str] = {}
    taken = {column.name for column in table.columns}
    for property, judgement in zip(properties, judged, strict=True):
        answers = dict(zip(asked, judgement.log_odds, strict=True))
        known = np.array([answers[text] for text in asked if text in proposing])
        known = known[~np.isnan(known)]
        bound = parting(known)
        fewer = min((known > bound).sum(), (known <= bound).sum()) if known.size else 0
        if fewer < LEAST_ANSWERS:
            unjudged[property] = _too_few(len(known), int(fewer))
            continue
        name = free_name(f"{texts.source}: {property}", taken)
        taken.add(name)
        question = JudgedQuestion(name, texts.source, property, bound)
        column, frame[name] = _column(table, question, answers, model.name)
        columns.append(column)
    wide = _widened(table, columns, frame)
    unasked, cut, instructed = (
        max((getattr(one, name) for one in judged), default=0)
        for name in ("unasked", "cut", "instructed")
    )
    return JudgedColumns(wide, unjudged, unasked, cut, instructed)


@dataclass(frozen=True)
class JudgedQuestion:
    """A question as a column of a report holds it: enough to ask it of other texts.

    Parameters
    ----------
    name : str
        The column.
    source : str
        The text column.
    asked : str
        The property.
    yes_above : float
        The log-odds above which an answer counts as yes.
    """

    name: str
    source: str
    asked: str
    yes_above: float


def with_questions_again(
    table: Table,
    questions: Sequence[JudgedQuestion],
    model: ChatModel,
    *,
    most: int | None,
    seed: int,
    by: str | None = None,
    progress: Progress | None = None,
) -> tuple[Table, int]:
    """Ask the questions of a report of other texts, with its own bound between yes and no.

    Parameters
    ----------
    table : Table
    questions : sequence of JudgedQuestion
    model : ChatModel
    most : int or None
        How many texts are judged; None is all.
    seed : int
    by : str, optional
        A column of groups: so many texts of each of them are judged, in turn.
    progress : callable, optional

    Returns
    -------
    (Table, int)
        And how many texts the budget did not reach.

    Examples
    --------
    >>> from dataexplain.llm import Scripted
    >>> from dataexplain.tables import build_table
    >>> data = {"review": ["bad room", "good room", None] * 9, "stars": range(27)}
    >>> says = lambda request: {"Yes": 0.8 if "bad" in str(request.messages) else 0.3, "No": 0.2}
    >>> question = JudgedQuestion("complaint", "review", "complains", 1.0)
    >>> with ChatModel(Scripted(says)) as model:
    ...     table = build_table(data, "stars", text=["review"])
    ...     wide, _ = with_questions_again(table, [question], model, most=None, seed=0)
    >>> list(wide.frame["complaint"][:3])
    ['yes', 'no', nan]
    """
    columns: list[Column] = []
    frame: dict[str, pd.Series] = {}
    unasked = 0
    for source in dict.fromkeys(question.source for question in questions):
        own = [question for question in questions if question.source == source]
        asked = _drawn(table, source, most, seed, by)
        properties = [question.asked for question in own]
        judged = judge_many(model, properties, asked, serves=SERVES, progress=progress)
        unasked += max(judgement.unasked for judgement in judged)
        for question, judgement in zip(own, judged, strict=True):
            answers = dict(zip(asked, judgement.log_odds, strict=True))
            column, frame[question.name] = _column(table, question, answers, model.name)
            columns.append(column)
    return _widened(table, columns, frame), unasked


def _drawn(
    table: Table, source: str, most: int | None, seed: int, by: str | None
) -> tuple[str, ...]:
    """Draw distinct texts, so many in all or of each group; groups come in turn."""
    texts = table.frame[source].dropna().astype(str)
    if by is None:
        return drawn_texts(texts, most, seed)
    groups = table.frame[by].loc[texts.index]
    sides = (
        drawn_texts(texts[(groups == name).to_numpy()], most, seed)
        for name in sorted(groups.dropna().unique())
    )
    in_turn = chain.from_iterable(zip_longest(*sides))
    return tuple(dict.fromkeys(text for text in in_turn if text is not None))


def _widened(table: Table, columns: Sequence[Column], frame: dict[str, pd.Series]) -> Table:
    if not columns:
        return table
    joined = pd.concat([table.frame, pd.DataFrame(frame)], axis=1)
    return replace(table, frame=joined, columns=(*table.columns, *columns))


def parting(values: np.ndarray) -> float:
    """Return where numbers fall into two heaps most clearly (Otsu 1979, equation 18).

    A judge leans: what it says of a text is worth more beside what it says of others than beside
    even odds. Measured over 15 properties, this bound tells 0.77 of the texts right where 0 tells
    0.72 (`docs/benchmarks.md`); where a judge is sure, its two heaps lie on both sides of 0.

    Parameters
    ----------
    values : ndarray of shape (n,)
        Without NaN.

    Returns
    -------
    float
        Half-way between the heaps; NaN where all numbers are equal.

    Examples
    --------
    >>> parting(np.array([-2.0, -1.9, -1.8, 0.5, 0.6]))
    -0.65
    """
    ordered = np.sort(values)
    cuts = np.flatnonzero(np.diff(ordered) > 0) + 1
    if not cuts.size:
        return float("nan")
    sums = np.cumsum(ordered)
    below = sums[cuts - 1] / cuts
    above = (sums[-1] - sums[cuts - 1]) / (len(ordered) - cuts)
    between = cuts * (len(ordered) - cuts) * (above - below) ** 2
    cut = cuts[int(np.argmax(between))]
    return float((ordered[cut - 1] + ordered[cut]) / 2)


def _column(
    table: Table, question: JudgedQuestion, answers: dict[str, float], judge: str
) -> tuple[Column, pd.Series]:
    odds = table.frame[question.source].map(answers, na_action="ignore").to_numpy(dtype=np.float64)
    codes = np.where(np.isnan(odds), -1, (odds > question.yes_above).astype(np.int64))
    column = Column(
        question.name,
        Role.BOOLEAN,
        note=f"Judged by {judge}; nobody checked its answers.",
        missing=int((codes < 0).sum()),
        distinct=len(np.unique(codes[codes >= 0])),
        levels=LEVELS,
        derived_from=question.source,
        asked=question.asked,
        judge=judge,
        yes_above=question.yes_above,
    )
    cells = pd.Categorical.from_codes(codes, pd.Index(LEVELS, dtype="str"))
    return column, pd.Series(cells, index=table.frame.index)


def _too_few(known: int, fewer: int) -> str:
    if not known:
        return "the judge gave no answer"
    if known < 2 * LEAST_ANSWERS:
        texts = "1 text that proposes has" if known == 1 else f"{known} texts that propose have"
        return f"only {texts} an answer"
    if not fewer:
        return f"all {known:,} judged texts that propose were answered alike"
    was = "was" if fewer == 1 else "were"
    return f"only {fewer} of {known:,} judged texts that propose {was} answered otherwise"
