"""The questions of an old report, asked of the texts of new rows."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from dataexplain.features.judged_columns import JudgedQuestion, with_questions_again
from dataexplain.llm import ChatModel
from dataexplain.records import ColumnRecord
from dataexplain.runs.asked_texts import budget_ended
from dataexplain.runs.progress import Progress
from dataexplain.tables import Table

NOT_JUDGED = "would have to be judged by a language model (--model)"


@dataclass(frozen=True)
class JudgeAgain:
    """Asks a language model what a report had asked one.

    Parameters
    ----------
    model : ChatModel
    most : int or None
        How many texts are judged; None is all.
    seed : int
        For which texts.
    progress : Progress
    by : str, optional
        A column of groups: so many texts of each of them are judged.
    """

    model: ChatModel
    most: int | None
    seed: int
    progress: Progress
    by: str | None = None

    def __call__(
        self, table: Table, questions: Sequence[JudgedQuestion]
    ) -> tuple[Table, tuple[str, ...]]:
        """Add the answers as columns, and say where the budget ended."""
        if not questions:
            return table, ()
        self.progress.stage("Judging the new texts")
        wide, unasked = with_questions_again(
            table,
            questions,
            self.model,
            most=self.most,
            seed=self.seed,
            by=self.by,
            progress=self.progress.step,
        )
        return wide, (budget_ended(unasked),) if unasked else ()


def questions_of(columns: Iterable[ColumnRecord]) -> tuple[JudgedQuestion, ...]:
    """Return what a report had asked of texts, as it can be asked again.

    Examples
    --------
    >>> column = ColumnRecord(
    ...     "noise", "boolean", 0, 2, derived_from="review", asked="is loud", yes_above=0.5
    ... )
    >>> [question.asked for question in questions_of([column])]
    ['is loud']
    """
    return tuple(
        JudgedQuestion(column.name, column.derived_from or "", column.asked, column.yes_above)
        for column in columns
        if column.asked and column.yes_above is not None
    )


def other_judge(columns: Iterable[ColumnRecord], model: ChatModel) -> str:
    """Say that another model judges than the report's, or nothing.

    Examples
    --------
    >>> from dataexplain.llm import Scripted
    >>> column = ColumnRecord("noise", "boolean", 0, 2, asked="is loud", judge="large")
    >>> with ChatModel(Scripted([], name="small")) as model:
    ...     other_judge([column], model)
    'The texts were judged by small, and those of the report by large: answers may differ.'
    """
    judges = sorted({column.judge for column in columns if column.asked} - {"", model.name})
    if not judges:
        return ""
    return (
        f"The texts were judged by {model.name}, and those of the report by "
        f"{', '.join(judges)}: answers may differ."
    )
