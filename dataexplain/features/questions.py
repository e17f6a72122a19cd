"""`QuestionFeatures`: yes/no questions about texts, as columns of numbers."""

from __future__ import annotations

import math
import sys
import warnings
from collections.abc import Sequence
from os import PathLike
from typing import Any, Self

import numpy as np
from sklearn.base import TransformerMixin
from sklearn.utils.validation import check_is_fitted

from dataexplain.errors import BudgetReachedError, InputError, ParameterError
from dataexplain.features.question_answers import Answers, IncompleteAnswersWarning, Scale, ask
from dataexplain.features.question_candidates import Candidates, candidates_for
from dataexplain.features.question_file import SavedQuestions
from dataexplain.features.question_fitting import choose, columns_of
from dataexplain.features.question_models import (
    EmbedderIdentity,
    EmbedderLike,
    JudgeIdentity,
    ModelLike,
    opened_embedder,
    opened_model,
    vectors_of,
)
from dataexplain.features.question_prediction import Prediction
from dataexplain.features.question_probe import cross_fitted
from dataexplain.features.question_rows import drawn_texts, text_key
from dataexplain.features.question_settings import OWNER, check_settings
from dataexplain.features.text_estimator import TextEstimator
from dataexplain.features.text_input import read_texts
from dataexplain.llm import Estimate


class QuestionFeatures(TransformerMixin, TextEstimator):  # type: ignore[misc]
    """Yes/no questions about texts, judged by a language model, as columns of numbers.

    Each column is the probability of yes in [0, 1], as the judge gives it. With `calibrate=True`
    its log-odds of texts without content are taken off first, so that 0.5 is where it would say
    nothing. More calibration needs true answers, which nobody has given: `y` is another question,
    and scaling by it would carry the outcome into its own explanation.

    At most `judge_rows` distinct texts are judged. Other texts get what a probe, a ridge
    regression on embeddings, predicts of the judge's answer. A judged text that has no answer is
    treated as one that was not judged; a text without any content gets the mean answer.

    Parameters
    ----------
    questions : list of str, optional
        Questions ("Does the text mention a refund?") or properties ("mentions a refund"). Without
        any, the language model proposes them from the texts of `fit`: they are screened by
        embeddings, judged, and kept if they help to predict `y` on held-out folds.
    model : str, ChatModel, Backend or None, default="embedded"
        As for `open_model`. A name is opened by each `fit`; for a grid search in one process,
        pass an open model, which all copies share. None judges nothing: for `transform` by probes.
    embedder : str, Embedder or None, default="minilm"
        As for `open_embedder`. None works where every text is judged.
    description : str, optional
        What the texts are, for proposals.
    n_questions : int, default=10
        How many proposed questions are kept at most.
    judge_rows : int or None, default=300
        How many distinct texts `fit`, or one `transform`, judges at most; drawn by their content,
        so that neither order nor copies matter. None judges all.
    new_texts : {"probe", "judge"}, default="probe"
        What `transform` does with texts that `fit` did not judge. With "probe" it needs no
        language model and costs nothing; with "judge" up to `judge_rows` of them are judged.
    judged_texts : {"answer", "probe"}, default="answer"
        What a text that `fit` judged gets: its own answer, or what probes predict that were
        fitted without it. The second suits a judge that errs often: what is fitted on the columns
        then sees in training what it will see of new texts.
    calibrate : bool, default=False
        Whether the log-odds of texts without content are taken off. For small models, which lean
        to No: measured, this helps one of 0.5B and harms one of 1.5B.
    scale : {"probability", "log_odds"}, default="probability"
    prune : bool, default=True
        Whether to drop a question that is answered as an earlier one is (correlation beyond 0.9).
    min_agreement : float, default=0.1
        The share of the answers' variance that the probe must predict of texts it did not see.
        Where probes are needed, a proposed question below is dropped; one of the user's stays,
        and stands in `doubtful_`.
    max_calls : int, optional
        Calls that `fit`, or one `transform`, may make. An open model has its own budget.
    random_state : int, default=0
    verbose : bool, default=False
        Whether to write the cost before the run, and what was dropped after it, to stderr.

    Attributes
    ----------
    columns_ : tuple of QuestionColumn
    dropped_ : dict of str to str
        Questions, and proposals, that became no column, and why; no file keeps it.
    doubtful_ : dict of str to str
        Columns to be taken with care, and why.
    answers_ : dict of str to ndarray
        What judged texts get, by the SHA-256 of the text; NaN is no answer.
    no_answers_ : int
        Questions asked of a text without an answer.
    budget_reached_ : bool
        Whether fewer texts were judged than wanted; also warned of.
    calls_ : int
        Calls that were made, without those that the cache answered.
    scale_ : str
    judge_ : JudgeIdentity
    embedder_ : EmbedderIdentity or None

    Examples
    --------
    >>> from dataexplain.llm import ChatModel, Scripted
    >>> def says(request):
    ...     return {"Yes": 0.9 if "goal" in str(request.messages) else 0.1, "No": 0.1}
    >>> with ChatModel(Scripted(says)) as model:
    ...     features = QuestionFeatures(
    ...         ["Is the text about sports?"], model=model, embedder=None, new_texts="judge"
    ...     )
    ...     features.fit_transform(["A goal!", "A cake.", "Late goal"]).round(2).tolist()
    [[0.9], [0.5], [0.9]]
    >>> features.get_feature_names_out().tolist()
    ['is about sports']
    """

    def __init__(
        self,
        questions: Sequence[str] | None = None,
        *,
        model: ModelLike | None = "embedded",
        embedder: EmbedderLike | None = "minilm",
        description: str | None = None,
        n_questions: int = 10,
        judge_rows: int | None = 300,
        new_texts: str = "probe",
        judged_texts: str = "answer",
        calibrate: bool = False,
        scale: Scale = "probability",
        prune: bool = True,
        min_agreement: float = 0.1,
        max_calls: int | None = None,
        random_state: int = 0,
        verbose: bool = False,
    ) -> None:
        self.questions = questions
        self.model = model
        self.embedder = embedder
        self.description = description
        self.n_questions = n_questions
        self.judge_rows = judge_rows
        self.new_texts = new_texts
        self.judged_texts = judged_texts
        self.calibrate = calibrate
        self.scale = scale
        self.prune = prune
        self.min_agreement = min_agreement
        self.max_calls = max_calls
        self.random_state = random_state
        self.verbose = verbose

    def fit(self, X: Any, y: Any = None) -> Self:
        """Judge texts, fit the probes, and choose the questions.

        Parameters
        ----------
        X : list, array, Series or one-column frame of texts
        y : array-like of shape (n,), optional
            What proposed questions are screened and selected by; not used with `questions`.

        Raises
        ------
        ParameterError, InputError
            For parameters or texts that cannot be.
        BudgetReachedError
            When not one text could be judged.
        ReplyError
            When the model answers nothing, or proposes nothing that can be asked.
        """
        candidates, drawn = self._read(X, y)
        with opened_model(self.model, self.max_calls) as model:
            calls = model.tally.calls
            if self.verbose:
                _tell(candidates.estimate(model, drawn, calibrate=self.calibrate).sentence())
            asked, refused = candidates.asked(model, self.embedder)
            properties = [property for _, property in asked]
            answers = ask(model, properties, drawn, scale=self.scale, calibrate=self.calibrate)
            judge, made = JudgeIdentity.of(model), model.tally.calls - calls
        self._check_reached(answers, len(drawn))
        embedder, vectors = self._embedded(answers.texts)
        kept = columns_of(asked, answers, vectors)
        choose(
            kept,
            candidates,
            answers,
            calibrate=self.calibrate,
            prune=self.prune,
            least=self.min_agreement if self._needs_probes(candidates, answers) else None,
        )
        self.columns_ = tuple(kept.columns)
        self.dropped_ = {**refused, **kept.dropped}
        self.doubtful_ = kept.doubtful
        values = answers.values[:, kept.places]
        if self.judged_texts == "probe" and vectors is not None:
            values = np.column_stack([cross_fitted(vectors, column) for column in values.T])
        keys = map(text_key, answers.texts)
        self.answers_ = dict(zip(keys, values, strict=True))
        self.no_answers_, self.budget_reached_ = answers.no_answers, answers.unasked > 0
        self.judge_, self.embedder_, self.calls_ = judge, embedder, made
        self.scale_: Scale = self.scale
        if self.verbose:
            _tell(self._outcome())
        return self

    def transform(self, X: Any) -> np.ndarray:
        """Return a row a text and a column a question, without NaN.

        Parameters
        ----------
        X : list, array, Series or one-column frame of texts

        Returns
        -------
        ndarray of shape (n, questions)
        """
        check_is_fitted(self)
        places = {text: place for place, text in enumerate(dict.fromkeys(read_texts(X, OWNER)))}
        rows = [places[text] for text in read_texts(X, OWNER)]
        return self._values(list(places))[rows]

    def get_feature_names_out(self, input_features: Any = None) -> np.ndarray:  # noqa: ARG002
        """Return the property of each column, such as "mentions a refund"."""
        check_is_fitted(self)
        return np.array([column.property for column in self.columns_], dtype=object)

    def estimate_cost(self, X: Any, y: Any = None) -> Estimate:
        """Return what `fit` would cost, without asking anything.

        Proposals are not known before they are made: as many are counted as may be judged.

        Examples
        --------
        >>> from dataexplain.llm import ChatModel, Scripted
        >>> with ChatModel(Scripted([])) as model:
        ...     features = QuestionFeatures(["is long", "is rude"], model=model)
        ...     features.estimate_cost(["A", "B", "A"]).expected.calls
        4
        """
        candidates, drawn = self._read(X, y)
        with opened_model(self.model, self.max_calls) as model:
            return candidates.estimate(model, drawn, calibrate=self.calibrate)

    def to_json(self, path: str | PathLike[str]) -> None:
        """Write what was fitted, without any text and without the models.

        Raises
        ------
        OutputError
            When the file cannot be written.
        """
        check_is_fitted(self)
        settings = {name: getattr(self, name) for name in SavedQuestions.SETTINGS}
        SavedQuestions(
            {**settings, "scale": self.scale_},
            self.columns_,
            self.answers_,
            self.doubtful_,
            self.judge_,
            self.embedder_,
        ).write(path)

    @classmethod
    def from_json(
        cls,
        path: str | PathLike[str],
        *,
        model: ModelLike | None = None,
        embedder: EmbedderLike | None = None,
    ) -> Self:
        """Return what `to_json` wrote.

        Parameters
        ----------
        path : path
        model : optional
            For texts that shall be judged.
        embedder : optional
            The one of the file by default. Another one is refused, when given here or when used.

        Raises
        ------
        LoadingError
            When the file is none of these.
        ParameterError
            When the embedder is another one.
        """
        saved = SavedQuestions.read(path)
        if embedder is None and saved.embedder is not None:
            embedder = saved.embedder.name
        elif embedder is not None and saved.embedder is not None:
            with opened_embedder(embedder) as ready:
                saved.embedder.check(ready)
        found = cls(
            [column.question for column in saved.columns],
            model=model,
            embedder=embedder,
            **saved.settings,
        )
        found.columns_, found.answers_ = saved.columns, saved.answers
        found.judge_, found.embedder_ = saved.judge, saved.embedder
        found.scale_ = found.scale
        found.dropped_, found.doubtful_ = {}, saved.doubtful
        found.no_answers_ = sum(int(np.isnan(row).sum()) for row in saved.answers.values())
        found.budget_reached_, found.calls_ = False, 0
        return found

    @property
    def probe_scores_(self) -> dict[str, float]:
        """The share of variance that each probe predicts."""
        return {
            column.property: math.nan if column.probe is None else column.probe.score
            for column in self.columns_
        }

    @property
    def judged_rows_(self) -> int:
        """Distinct texts that were judged."""
        return len(self.answers_)

    def _read(self, X: Any, y: Any) -> tuple[Candidates, tuple[str, ...]]:
        """Return where questions come from, and the texts that are judged."""
        check_settings(self.get_params(deep=False))
        texts = read_texts(X, OWNER)
        candidates = candidates_for(
            texts,
            y,
            self.questions,
            description=self.description,
            wanted=self.n_questions,
            seed=self.random_state,
        )
        every = drawn_texts(texts, None, self.random_state)
        drawn = every[: self.judge_rows]
        if not every:
            raise InputError(
                f"{OWNER} needs at least one text with words, and there is none.",
                remedy="Name the column that holds the texts.",
            )
        if self.embedder is None and len(drawn) < len(every):
            expected = f"an embedder, as {len(drawn):,} of {len(every):,} texts are judged"
            raise ParameterError("embedder", OWNER, expected, None)
        return candidates, drawn

    def _embedded(self, texts: Sequence[str]) -> tuple[EmbedderIdentity | None, np.ndarray | None]:
        if self.embedder is None:
            return None, None
        with opened_embedder(self.embedder) as ready:
            return EmbedderIdentity.of(ready), vectors_of(ready, texts)

    def _needs_probes(self, candidates: Candidates, answers: Answers) -> bool:
        return self.new_texts == "probe" or len(answers.texts) < candidates.distinct

    def _check_reached(self, answers: Answers, wanted: int) -> None:
        """Say that the budget ended; without one judged text there is nothing to go on with."""
        if answers.unasked and not answers.texts:
            raise BudgetReachedError(
                f"The budget ended before the first of {wanted:,} texts was judged.",
                hint="Allow more calls, or ask fewer questions.",
            )
        _warn_unasked(answers.unasked, wanted)

    def _values(self, texts: list[str]) -> np.ndarray:
        """Return the columns of distinct texts."""
        fitted = Prediction(self.columns_, self.answers_, self.scale_, self.judge_, self.embedder_)
        found = fitted.known(texts)
        drawn: tuple[str, ...] = ()
        if self.new_texts == "judge":
            drawn = fitted.never_judged(texts, self.judge_rows, self.random_state)
        if drawn:
            with opened_model(self.model, self.max_calls) as model:
                _warn_unasked(fitted.judged(texts, drawn, found, model), len(drawn))
        if not np.isnan(found).any():
            return found
        if self.embedder_ is None:
            fitted.fill(texts, found, None)
            return found
        if self.embedder is None:
            expected = f"{self.embedder_.name!r}, which the probes were fitted with"
            raise ParameterError("embedder", OWNER, expected, None)
        with opened_embedder(self.embedder) as ready:
            fitted.fill(texts, found, ready)
        return found

    def _outcome(self) -> str:
        """Return what a user wants to know after `fit`."""
        dropped = [f"  {name!r}: {reason}." for name, reason in self.dropped_.items()]
        doubtful = [f"  {name!r}: {reason}." for name, reason in self.doubtful_.items()]
        parts = [f"{self.judged_rows_:,} texts were judged with {len(self.columns_)} questions."]
        parts += ["Left out:", *dropped] if dropped else []
        parts += ["To be taken with care:", *doubtful] if doubtful else []
        return "\n".join(parts)


def _warn_unasked(unasked: int, wanted: int) -> None:
    if unasked:
        warnings.warn(
            f"The budget ended: {wanted - unasked:,} of {wanted:,} texts were judged with every "
            "question. The rest is predicted.",
            IncompleteAnswersWarning,
            stacklevel=4,
        )


def _tell(sentence: str) -> None:
    sys.stderr.write(f"{sentence}\n")
