"""How hypotheses on a table shall be found, checked before any work is done."""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass, field

from dataexplain.errors import ParameterError
from dataexplain.llm.chat_model import ChatModel
from dataexplain.narration.wishes import NarrationWish, narration_wish
from dataexplain.runs.arguments import check_arguments, is_count
from dataexplain.runs.asked_texts import JUDGE_ROWS, QuestionWish
from dataexplain.runs.hypothesis_rounds import HypothesisRounds
from dataexplain.runs.progress import Progress
from dataexplain.tables import Table

OWNER = "hypothesise"
ROUNDS, HYPOTHESES, ROWS_SHOWN, QUESTIONS = 2, 20, 6, 4


@dataclass(frozen=True)
class HypothesisWish:
    """How hypotheses on a table shall be found; the arguments of `hypothesise`.

    Parameters
    ----------
    describe : str, default=""
    rounds, hypotheses, rows_shown, propose_questions : int
    judge_rows : int or None, default=300
    floor : float, optional
    seed : int, default=0
    null_runs : int, default=0
    n_jobs : int, optional
    examples : int, default=3
    title : str, optional

    Raises
    ------
    ParameterError

    Examples
    --------
    >>> HypothesisWish(rounds=0)
    Traceback (most recent call last):
    ...
    dataexplain.errors.ParameterError: The 'rounds' parameter of hypothesise must be a whole number
    of 1 or more. Got 0 instead.
    """

    describe: str = ""
    rounds: int = ROUNDS
    hypotheses: int = HYPOTHESES
    rows_shown: int = ROWS_SHOWN
    propose_questions: int = QUESTIONS
    judge_rows: int | None = JUDGE_ROWS
    floor: float | None = None
    seed: int = 0
    null_runs: int = 0
    n_jobs: int | None = None
    examples: int = 3
    title: str | None = None
    words: NarrationWish = field(init=False, repr=False)

    def __post_init__(self) -> None:
        for name, least in (("rounds", 1), ("hypotheses", 1), ("rows_shown", 0)):
            if not is_count(getattr(self, name), least):
                expected = f"a whole number of {least} or more"
                raise ParameterError(name, OWNER, expected, getattr(self, name))
        words = ("describe", "rounds", "hypotheses", "rows_shown")
        others = {
            entry.name: getattr(self, entry.name)
            for entry in dataclasses.fields(self)
            if entry.init and entry.name not in words
        }
        check_arguments(others, OWNER)
        object.__setattr__(self, "words", narration_wish({"describe": self.describe}))

    def questions(self, table: Table) -> QuestionWish:
        """Return what a judge shall be asked of the texts that are used, if there are any."""
        proposed = int(self.propose_questions) if table.texts else 0
        return QuestionWish((), proposed, self.judge_rows, self.describe)

    def asking(self, model: ChatModel, progress: Progress, *, asks: bool) -> HypothesisRounds:
        """Return the proposer."""
        return HypothesisRounds(
            model,
            description=self.describe,
            rounds=int(self.rounds),
            most=int(self.hypotheses),
            rows_shown=int(self.rows_shown),
            seed=int(self.seed),
            progress=progress,
            asks=asks,
        )
