"""What sets two groups of texts apart, as a scikit-learn transformer of judged properties."""

from __future__ import annotations

import math
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Self

import numpy as np
import pandas as pd
from sklearn.base import TransformerMixin
from sklearn.utils.validation import check_is_fitted

from dataexplain.errors import ParameterError
from dataexplain.features.question_models import (
    EmbedderLike,
    ModelLike,
    opened_embedder,
    opened_model,
)
from dataexplain.features.text_estimator import TextEstimator
from dataexplain.features.text_input import read_texts
from dataexplain.records import ReportRecord
from dataexplain.runs.difference_search import EVEN_ODDS
from dataexplain.runs.difference_wish import difference_wish
from dataexplain.runs.differing import differ_table
from dataexplain.runs.opening import open_table
from dataexplain.runs.two_groups import two_groups
from dataexplain.search.counted_words import counted_words, counting_words
from dataexplain.search.judged_scores import asking_model

OWNER = "GroupDifference"
SERVES = "properties of new texts"
_TEXT, _GROUP = "text", "group"


class GroupDifference(TransformerMixin, TextEstimator):  # type: ignore[misc]
    """Properties that the texts of one group have more often, each tested on texts left aside.

    A language model and others propose properties, embeddings screen them, a race with the judge
    picks a few on one half of the texts; the other half says how much they differ (Zhong et al.
    2022 and 2023 score on the texts that proposed). The fitted transformer asks the judge the
    same of new texts.

    Parameters
    ----------
    goal : str, default=""
        What you want to know: "what do guests of the south complain about?"
    model : str, Backend or ChatModel, default="embedded"
        Proposes and judges.
    embedder : str, EmbeddingBackend, Embedder or None, default="minilm"
        Screens properties, and foretells the answers for texts that are not judged.
    positive : optional
        The group that is spoken of; by default the one that a table would explain. It has to be
        named where there are more than two: the others are taken together.
    description : str, default=""
        What the texts are.
    properties : tuple of str, default=()
        Your own, such as "mentions a refund": they are tested in any case.
    bank : path, optional
        A CSV file with a column "property": further ones that race.
    n_hypotheses : int, default=5
        How many of those that raced are tested.
    n_proposed : int, default=20
        How many the model may propose.
    n_screened : int, default=24
        How many race.
    race_calls : int, default=600
        Answers of the judge that the race may take.
    judge_rows : int, default=100
        Texts of each group that are judged on each property in the test.
    floor : float, optional
        The smallest difference of shares worth a statement.
    max_calls : int, optional
        What may be asked of the model in `fit`, and in each `transform`.
    null_runs : int, default=0
        How often the groups are permuted and the race and the tests are replayed on the judge's
        answers, at no further call: what noise would pass.
    random_state : int, default=0

    Attributes
    ----------
    hypotheses_ : list of str
        The properties that were tested, the most telling first.
    scores_ : ndarray of shape (hypotheses,)
        The share of texts that have it in the positive group less that in the other, on texts
        that had no part in proposing it; NaN where it could not be tested.
    verdicts_ : list of str
        "supported", "not_supported", "inconclusive" or "unverifiable".
    yes_above_ : ndarray of shape (hypotheses,)
        The log-odds above which the judge's answer counts as yes; of words, which code sees, 0.
    classes_ : tuple of (str, str)
        The groups, the positive one first.
    null_runs_ : NullRunsRecord or None
        How many properties were tested, and how many were supported, in each null run; None
        without any.
    report_ : ReportRecord
        Everything that was found, as `dataexplain.differ` gives it.

    Examples
    --------
    >>> import json
    >>> from dataexplain.llm import ChatModel, Scripted
    >>> def says(request):
    ...     text = str(request.messages)
    ...     loud = text.rfind("loud") > text.rfind("calm")
    ...     return json.dumps({}) if request.schema else {"Yes": 0.8 if loud else 0.3, "No": 0.2}
    >>> texts = [f"{'loud' if n % 10 < 3 + 4 * (n < 100) else 'calm'} room {n}" for n in range(200)]
    >>> with ChatModel(Scripted(says)) as model:
    ...     found = GroupDifference(
    ...         model=model, embedder=None, properties=("complains about noise",), n_proposed=0,
    ...         n_screened=2, n_hypotheses=1,
    ...     ).fit(texts, ["south"] * 100 + ["north"] * 100)
    >>> len(found.hypotheses_) == len(found.scores_) == len(found.verdicts_)
    True
    """

    def __init__(
        self,
        goal: str = "",
        *,
        model: ModelLike | None = "embedded",
        embedder: EmbedderLike | None = "minilm",
        positive: object = None,
        description: str = "",
        properties: tuple[str, ...] = (),
        bank: str | Path | None = None,
        n_hypotheses: int = 5,
        n_proposed: int = 20,
        n_screened: int = 24,
        race_calls: int = 600,
        judge_rows: int = 100,
        floor: float | None = None,
        max_calls: int | None = None,
        null_runs: int = 0,
        random_state: int = 0,
    ) -> None:
        self.goal = goal
        self.model = model
        self.embedder = embedder
        self.positive = positive
        self.description = description
        self.properties = properties
        self.bank = bank
        self.n_hypotheses = n_hypotheses
        self.n_proposed = n_proposed
        self.n_screened = n_screened
        self.race_calls = race_calls
        self.judge_rows = judge_rows
        self.floor = floor
        self.max_calls = max_calls
        self.null_runs = null_runs
        self.random_state = random_state

    def fit(self, X: Any, y: Any) -> Self:
        """Find and test what sets the groups apart.

        Parameters
        ----------
        X : list, array, Series or one-column frame of n texts
        y : array-like of shape (n,)
            The group of each text.

        Returns
        -------
        GroupDifference

        Raises
        ------
        InputError
            When a group is too small, or one has to be named.
        ParameterError
            When a parameter is outside what is allowed.
        """
        texts = read_texts(X, OWNER)
        groups = np.asarray(y, dtype=object)
        if groups.shape != (len(texts),):
            raise ParameterError(
                "y", OWNER, f"the group of each of {len(texts)} texts", groups.shape
            )
        wish = difference_wish(
            {
                "goal": self.goal,
                "description": self.description,
                "properties": self.properties,
                "bank": self.bank,
                "proposed": self.n_proposed,
                "screened": self.n_screened,
                "race_calls": self.race_calls,
                "keep": self.n_hypotheses,
                "judge_rows": self.judge_rows,
                "floor": self.floor,
                "null_runs": self.null_runs,
            },
            with_model=True,
            owner=OWNER,
        )
        named = [None if pd.isna(group) else str(group) for group in groups]
        frame = pd.DataFrame({_TEXT: texts, _GROUP: named})
        table = two_groups(open_table(frame, _GROUP, text=(_TEXT,)), self.positive)
        with opened_model(self.model, self.max_calls) as model:
            if self.embedder is None:
                report = differ_table(table, _TEXT, wish, model, seed=self.random_state)
            else:
                with opened_embedder(self.embedder) as embedder:
                    report = differ_table(
                        table, _TEXT, wish, model, embedder=embedder, seed=self.random_state
                    )
        return self._learnt(report, (table.classes[0], table.classes[1]))

    def transform(self, X: Any) -> np.ndarray:
        """Ask the judge whether texts have the properties.

        Parameters
        ----------
        X : list, array, Series or one-column frame of n texts

        Returns
        -------
        ndarray of shape (n, hypotheses)
            1 for yes, 0 for no, NaN for no answer.
        """
        check_is_fitted(self)
        texts = read_texts(X, OWNER)
        found = np.full((len(texts), len(self.hypotheses_)), np.nan)
        if not (texts and self.hypotheses_):
            return found
        distinct = {text: place for place, text in enumerate(dict.fromkeys(texts))}
        with opened_model(self.model, self.max_calls) as model:
            asking = counting_words(asking_model(model, serves=SERVES))
            judged = asking(self.hypotheses_, list(distinct))
        rows = [distinct[text] for text in texts]
        for place, (judgement, bound) in enumerate(zip(judged, self.yes_above_, strict=True)):
            odds = judgement.log_odds[rows]
            found[:, place] = np.where(np.isnan(odds), np.nan, odds > bound)
        return found

    def get_feature_names_out(self, input_features: Any = None) -> np.ndarray:  # noqa: ARG002
        """Return the property of each column, such as "mentions a refund"."""
        check_is_fitted(self)
        return np.array(self.hypotheses_, dtype=object)

    def _learnt(self, report: ReportRecord, classes: tuple[str, str]) -> Self:
        bounds = {column.asked: column.yes_above for column in report.columns if column.asked}
        judged = [claim.judged for claim in report.claims if claim.judged is not None]
        self.report_, self.classes_ = report, classes
        self.null_runs_ = report.null_runs
        self.hypotheses_ = [record.property for record in judged]
        self.scores_ = np.array(
            [math.nan if claim.effect is None else claim.effect for claim in report.claims]
        )
        self.verdicts_ = [claim.verdict for claim in report.claims]
        self.yes_above_ = np.array([_bound(name, bounds) for name in self.hypotheses_])
        return self


def _bound(property: str, bounds: Mapping[str, float | None]) -> float:
    if counted_words(property):
        return EVEN_ODDS
    bound = bounds[property]
    return math.nan if bound is None else bound
