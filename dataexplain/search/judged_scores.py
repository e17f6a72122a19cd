"""What a judge said of (text, candidate): asked once, kept, counted against a budget.

A text is read once for all its questions, so what is missing is asked in rounds of whole texts.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

import numpy as np

from dataexplain.errors import ParameterError
from dataexplain.llm import ChatModel
from dataexplain.llm.judge_many import judge_many
from dataexplain.llm.judge_question import DEFAULT_FORM, Form
from dataexplain.llm.judging import Judgement
from dataexplain.search.candidate import Candidate

# Properties and texts in, one judgement a property out.
Asking = Callable[[Sequence[str], Sequence[str]], Sequence[Judgement]]


def asking_model(
    model: ChatModel, *, form: Form = DEFAULT_FORM, serves: str = "search of properties"
) -> Asking:
    """Return what asks a language model.

    What the model says of texts without content is not taken off: it would move all texts alike,
    and only texts are compared with texts.

    Parameters
    ----------
    model : ChatModel
    form : {"property_first", "text_first", "statement", "two_examples"}
    serves : str
        What the calls serve, for the log.

    Returns
    -------
    callable

    Examples
    --------
    >>> from dataexplain.llm import Scripted
    >>> with ChatModel(Scripted(lambda _: {"Yes": 0.9, "No": 0.1})) as model:
    ...     (judged,) = asking_model(model)(["is long"], ["A", "B"])
    >>> judged.log_odds.round(2).tolist()
    [2.2, 2.2]
    """
    return lambda properties, texts: judge_many(model, properties, texts, form=form, serves=serves)


def asking_table(texts: Sequence[str], properties: Sequence[str], log_odds: np.ndarray) -> Asking:
    """Return what says again what a judge once said.

    Parameters
    ----------
    texts, properties : sequence of str
    log_odds : ndarray of shape (texts, properties)
        NaN is no answer.

    Returns
    -------
    callable
        It knows no other texts and properties than these.

    Examples
    --------
    >>> asking = asking_table(["A", "B"], ["is long"], np.array([[1.0], [np.nan]]))
    >>> asking(["is long"], ["B", "A"])[0].log_odds.tolist()
    [nan, 1.0]
    """
    rows = {text: row for row, text in enumerate(texts)}
    columns = {property: column for column, property in enumerate(properties)}

    def said(asked: Sequence[str], of: Sequence[str]) -> tuple[Judgement, ...]:
        places = [rows[text] for text in of]
        return tuple(_said_again(log_odds[places, columns[property]]) for property in asked)

    return said


def _said_again(log_odds: np.ndarray) -> Judgement:
    no_answers = int(np.isnan(log_odds).sum())
    return Judgement(log_odds, 0.0, False, "table", no_answers, unasked=0, cut=0)


class JudgedScores:
    """The answers of a judge to candidates about one list of texts.

    Parameters
    ----------
    texts : sequence of str
    asking : callable
        `asking_model` or `asking_table`.
    candidates : iterable of Candidate
    budget : int, optional
        How many answers may be asked for in all; None leaves that to the model's own budget.

    Attributes
    ----------
    candidates : tuple of Candidate
        Each property once.
    calls : int
        Answers that were asked for.
    ended : bool
        Whether a budget ended: nothing more is asked.

    Examples
    --------
    >>> asking = asking_table(["A", "B"], ["is long"], np.array([[1.0], [np.nan]]))
    >>> scores = JudgedScores(["A", "B"], asking, [Candidate("is long", "user")])
    >>> scores.ask([1], [0]), scores.calls, scores.no_answers
    (True, 1, 1)
    >>> scores.asked.tolist()
    [[False], [True]]
    """

    def __init__(
        self,
        texts: Sequence[str],
        asking: Asking,
        candidates: Iterable[Candidate] = (),
        *,
        budget: int | None = None,
    ) -> None:
        if budget is not None and budget < 0:
            raise ParameterError("budget", "JudgedScores", "0 or more calls, or None", budget)
        self.texts = tuple(texts)
        self.candidates: tuple[Candidate, ...] = ()
        self.calls = 0
        self.ended = False
        self._asking = asking
        self._budget = budget
        self._log_odds = np.empty((len(self.texts), 0))
        self._asked = np.empty((len(self.texts), 0), dtype=bool)
        self.add(candidates)

    @property
    def log_odds(self) -> np.ndarray:
        """Log-odds of yes, shape (texts, candidates); NaN: no answer, or not asked."""
        return _read_only(self._log_odds)

    @property
    def probabilities(self) -> np.ndarray:
        """p(yes), shape (texts, candidates); NaN as in `log_odds`."""
        return np.asarray(0.5 * (1 + np.tanh(self._log_odds / 2)))

    @property
    def asked(self) -> np.ndarray:
        """What was asked, shape (texts, candidates); with NaN in `log_odds`: no answer."""
        return _read_only(self._asked)

    @property
    def no_answers(self) -> int:
        """How often the judge was asked and gave none."""
        return int((self._asked & np.isnan(self._log_odds)).sum())

    def add(self, candidates: Iterable[Candidate]) -> tuple[int, ...]:
        """Take further candidates, of which nothing is asked yet.

        Returns
        -------
        tuple of int
            Their places; a property that is here already keeps its place and its answers.

        Examples
        --------
        >>> scores = JudgedScores(["A"], asking_table([], [], np.empty((0, 0))))
        >>> scores.add([Candidate("is long", "user"), Candidate("is long", "bank")])
        (0, 0)
        """
        places = {known.property: place for place, known in enumerate(self.candidates)}
        added = list(self.candidates)
        taken = []
        for candidate in candidates:
            if candidate.property not in places:
                places[candidate.property] = len(added)
                added.append(candidate)
            taken.append(places[candidate.property])
        more = ((0, 0), (0, len(added) - len(self.candidates)))
        self._log_odds = np.pad(self._log_odds, more, constant_values=np.nan)
        self._asked = np.pad(self._asked, more, constant_values=False)
        self.candidates = tuple(added)
        return tuple(taken)

    def cost(self, texts: Sequence[int], candidates: Sequence[int]) -> int:
        """Return how many answers `ask` would ask for."""
        return int((~self._asked[np.ix_(texts, candidates)]).sum())

    def ask(self, texts: Sequence[int], candidates: Sequence[int]) -> bool:
        """Ask what was not asked before; texts come first to last, each with all its questions.

        Parameters
        ----------
        texts, candidates : sequence of int
            Their places.

        Returns
        -------
        bool
            Whether all of them are asked now; False where a budget ended.
        """
        for rows, columns in self._missing(np.asarray(texts), np.asarray(candidates)):
            if not self.ended:
                self._ask_block(rows, columns)
        return not self.cost(texts, candidates)

    def replay(self, texts: Sequence[int]) -> JudgedScores:
        """Return scores of some texts that answer what is known here, at no cost.

        What was not asked here gets no answer there: for a search that is run again with the
        groups permuted, on the texts that were judged.

        Parameters
        ----------
        texts : sequence of int
            Their places.

        Examples
        --------
        >>> asking = asking_table(["A", "B"], ["is long"], np.array([[1.0], [2.0]]))
        >>> scores = JudgedScores(["A", "B"], asking, [Candidate("is long", "user")])
        >>> _ = scores.ask([1], [0])
        >>> again = scores.replay([1, 0])
        >>> again.ask([0, 1], [0]), again.log_odds.tolist(), scores.calls
        (True, [[2.0], [nan]], 1)
        """
        known = tuple(self.texts[text] for text in texts)
        properties = [candidate.property for candidate in self.candidates]
        asking = asking_table(known, properties, self._log_odds[list(texts)])
        return JudgedScores(known, asking, self.candidates)

    def _missing(
        self, texts: np.ndarray, candidates: np.ndarray
    ) -> list[tuple[np.ndarray, np.ndarray]]:
        """Return texts with the candidates they lack, those that lack the same together."""
        if not texts.size or not candidates.size:
            return []
        lacking: dict[bytes, list[int]] = {}
        for text in dict.fromkeys(texts.tolist()):
            lacking.setdefault((~self._asked[text, candidates]).tobytes(), []).append(text)
        blocks = [
            (np.array(rows), candidates[np.frombuffer(mask, dtype=bool)])
            for mask, rows in lacking.items()
        ]
        return [(rows, columns) for rows, columns in blocks if columns.size]

    def _ask_block(self, rows: np.ndarray, columns: np.ndarray) -> None:
        if self._budget is not None:
            # a text that cannot have all its questions has none: else some would be ahead
            within = (self._budget - self.calls) // len(columns)
            self.ended = within < len(rows)
            rows = rows[:within]
        if not rows.size:
            return
        properties = [self.candidates[column].property for column in columns]
        judgements = self._asking(properties, [self.texts[row] for row in rows])
        for column, judged in zip(columns, judgements, strict=True):
            reached = rows[: len(rows) - judged.unasked]
            self._log_odds[reached, column] = judged.log_odds[: len(reached)]
            self._asked[reached, column] = True
            self.calls += len(reached)
            self.ended |= judged.unasked > 0


def _read_only(values: np.ndarray) -> np.ndarray:
    view = values.view()
    view.flags.writeable = False
    return view
