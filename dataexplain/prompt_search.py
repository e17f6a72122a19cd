"""One sentence that says how outputs follow from inputs, as a scikit-learn estimator."""

from __future__ import annotations

import contextlib
import dataclasses
from collections.abc import Iterator
from typing import Any, Self

import numpy as np
import pandas as pd
from sklearn.utils.validation import check_is_fitted

from dataexplain.errors import ParameterError
from dataexplain.features.question_models import ModelLike, opened_model
from dataexplain.features.text_estimator import TextEstimator
from dataexplain.llm import ChatModel
from dataexplain.runs.describe_following import follow, is_right, rule_again
from dataexplain.runs.describe_reading import open_pairs
from dataexplain.runs.describe_wish import DescribeWish, describe_wish
from dataexplain.runs.describing import Description, describe_pairs
from dataexplain.search.prompts.candidate import PromptCandidate
from dataexplain.tables.pair_texts import cell_texts
from dataexplain.tables.pairs import Pairs

OWNER = "PromptSearch"
UNTESTED = "untested"
_INPUT, _OUTPUT = "input", "output"


class PromptSearch(TextEstimator):
    """A sentence that lets a language model, or code, give the output of an input.

    Sentences are proposed from examples, by operations that code can follow and by `hints`; they
    are changed and raced on one half of the pairs (Singh, Morris et al. 2023 search and score on
    the same rows). The other half tests the few that lead. The fitted estimator follows the best
    sentence: by code where it says a closed operation, else by asking the model.

    Inputs and outputs are texts. Numbers become texts in their plainest form (8.0 is "8", 0.5 is
    "0.5"); texts of digits stay as they are ("08"). Rows without an input or an output take no
    part in the fit. It is no classifier to scikit-learn, even where `classes_` are known: outputs
    may all differ, and folds are not drawn by output.

    Parameters
    ----------
    model : str, Backend, ChatModel or None, default="embedded"
        Proposes sentences and follows them. With None only operations that code can follow are
        tried.
    hints : tuple of str, default=()
        Sentences of your own: they race with the others, and are tested in any case.
    description : str, default=""
        What inputs and outputs are.
    n_candidates : int, default=24
        How many sentences the model proposes before the first race.
    search_calls : int, default=440
        How often the search may ask the model, for sentences and for outputs.
    n_tested : int, default=3
        How many of the sentences found are tested.
    test_rows : int, default=60
        Pairs that each is tested on; without a model all that test.
    floor : float, optional
        The smallest gain in the chance of the right output worth a statement.
    max_calls : int, optional
        What may be asked of the model in `fit`, and in each `predict`.
    random_state : int, default=0

    Attributes
    ----------
    best_ : str
        The best sentence, chosen on the pairs that propose alone; empty where none was found.
    candidates_ : list of str
        The sentences that were raced, the best first.
    scores_ : ndarray of shape (candidates,)
        The chance of the right output with each, on the pairs that propose; NaN where nothing was
        asked.
    verdicts_ : list of str
        "supported", "not_supported", "inconclusive" or "unverifiable", by the pairs that test;
        "untested" for the others.
    classes_ : ndarray of str
        Only where outputs are a few classes.
    report_ : ReportRecord
        Everything that was found, as `dataexplain.describe` gives it.

    Examples
    --------
    >>> asked = [f"{n % 9 + 1} and {n * 7 % 13}" for n in range(80)]
    >>> answers = [n % 9 + 1 + n * 7 % 13 for n in range(80)]
    >>> search = PromptSearch(model=None).fit(asked, answers)
    >>> search.predict(["20 and 22"]).tolist(), search.score(asked, answers)
    (['42'], 1.0)
    """

    _best: PromptCandidate | None
    _discovery: Pairs

    def __init__(
        self,
        model: ModelLike | None = "embedded",
        *,
        hints: tuple[str, ...] = (),
        description: str = "",
        n_candidates: int = DescribeWish.proposed,
        search_calls: int = DescribeWish.search_calls,
        n_tested: int = DescribeWish.keep,
        test_rows: int = DescribeWish.rows,
        floor: float | None = None,
        max_calls: int | None = None,
        random_state: int = 0,
    ) -> None:
        self.model = model
        self.hints = hints
        self.description = description
        self.n_candidates = n_candidates
        self.search_calls = search_calls
        self.n_tested = n_tested
        self.test_rows = test_rows
        self.floor = floor
        self.max_calls = max_calls
        self.random_state = random_state

    def fit(self, X: Any, y: Any) -> Self:
        """Find and test a sentence.

        Parameters
        ----------
        X : list, array, Series or one-column frame of n inputs
            Texts, or numbers.
        y : array-like of shape (n,)
            The output of each.

        Returns
        -------
        PromptSearch

        Raises
        ------
        InputError
            When there are too few pairs, or all inputs or outputs are the same.
        ParameterError
            When a parameter is outside what is allowed.
        """
        wish = describe_wish(
            {
                "hints": self.hints,
                "description": self.description,
                "proposed": self.n_candidates,
                "search_calls": self.search_calls,
                "keep": self.n_tested,
                "rows": self.test_rows,
                "floor": self.floor,
            },
            with_model=self.model is not None,
            owner=OWNER,
        )
        inputs, outputs = _texts(X, "X"), _texts(y, "y")
        if len(inputs) != len(outputs):
            expected = f"the outputs of {len(inputs)} inputs"
            raise ParameterError("y", OWNER, expected, f"{len(outputs)} outputs")
        opened = open_pairs({_INPUT: inputs, _OUTPUT: outputs}, [_INPUT], _OUTPUT)
        with self._opened() as model:
            found = describe_pairs(opened, wish, model, seed=self.random_state)
        return self._learnt(found)

    def predict(self, X: Any) -> np.ndarray:
        """Follow the best sentence.

        Parameters
        ----------
        X : list, array, Series or one-column frame of n inputs

        Returns
        -------
        ndarray of str of shape (n,)
            Empty where there is no answer: for an empty input, where an operation says nothing of
            it, where the model gave none or the budget ended, or where no sentence was found.
        """
        check_is_fitted(self)
        inputs = _texts(X, "X")
        if self._best is None:
            return np.full(len(inputs), "", dtype=object)
        with self._opened() as model:
            answers = follow(self._best, inputs, self._form, model)
        return np.array(answers, dtype=object)

    def score(self, X: Any, y: Any) -> float:
        """Return the share of inputs of which the right output is given; no answer is wrong.

        Parameters
        ----------
        X : list, array, Series or one-column frame of n inputs
        y : array-like of shape (n,)

        Returns
        -------
        float
        """
        answers = self.predict(X)
        outputs = _texts(y, "y")
        if len(answers) != len(outputs):
            expected = f"the outputs of {len(answers)} inputs"
            raise ParameterError("y", OWNER, expected, f"{len(outputs)} outputs")
        right = [
            is_right(answer, output, self._form)
            for answer, output in zip(answers, outputs, strict=True)
        ]
        return float(np.mean(right)) if right else float("nan")

    def __sklearn_tags__(self) -> Any:
        """Return the tags: it needs outputs, of any kind."""
        tags = super().__sklearn_tags__()
        tags.target_tags.required = True
        return tags

    def __getstate__(self) -> Any:
        """Return what a copy needs: a rule is a function, and is found again by its name."""
        state = dict(super().__getstate__())
        best = state.get("_best")
        if best is not None and best.rule is not None:
            state["_best"] = dataclasses.replace(best, rule=None)
            state["_rule_name"] = best.rule.name
        return state

    def __setstate__(self, state: Any) -> None:
        """Take what a copy needs."""
        state = dict(state)
        name = state.pop("_rule_name", None)
        super().__setstate__(state)
        if name is not None and self._best is not None:
            rule = rule_again(name, self._discovery)
            self._best = dataclasses.replace(self._best, rule=rule)

    @contextlib.contextmanager
    def _opened(self) -> Iterator[ChatModel | None]:
        """Give the model, where there is one."""
        if self.model is None:
            yield None
            return
        with opened_model(self.model, self.max_calls) as model:
            yield model

    def _learnt(self, found: Description) -> Self:
        verdicts = {
            claim.prompted.sentence: claim.verdict
            for claim in found.report.claims
            if claim.prompted is not None
        }
        self._form, self._best = found.form, next(iter(found.found.candidates), None)
        self._discovery = found.found.searched.scores.pairs
        self.report_ = found.report
        self.best_ = "" if self._best is None else self._best.sentence
        self.candidates_ = [candidate.sentence for candidate in found.found.candidates]
        self.scores_ = np.array(found.found.chances, dtype=np.float64)
        self.verdicts_ = [verdicts.get(name, UNTESTED) for name in self.candidates_]
        if found.form.classes:
            self.classes_ = np.array(found.form.classes, dtype=object)
        elif hasattr(self, "classes_"):
            del self.classes_
        return self


def _texts(given: Any, name: str) -> list[str]:
    """Return texts, one a row; a number in its plainest form, an absent cell empty."""
    if isinstance(given, (str, bytes)):
        raise ParameterError(name, OWNER, "texts, one a row, not one text", given)
    if isinstance(given, pd.DataFrame) and given.shape[1] == 1:
        given = given.iloc[:, 0]
    if isinstance(given, pd.Series):
        return cell_texts(given)
    # in a list each cell keeps its kind; of an array all cells have one
    values = given if isinstance(given, np.ndarray) else np.asarray(given, dtype=object)
    if values.ndim == 2 and values.shape[1] == 1:
        values = values[:, 0]
    if values.ndim != 1:
        raise ParameterError(name, OWNER, "texts in one column", f"shape {values.shape}")
    return cell_texts(pd.Series(values))
