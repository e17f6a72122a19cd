"""`GroupDifference`: what it finds, and how far it keeps scikit-learn's contract."""

from __future__ import annotations

from functools import partial
from typing import Any

import numpy as np
import pytest
from sklearn.base import clone
from sklearn.utils import get_tags
from sklearn.utils.estimator_checks import parametrize_with_checks

import dataexplain
from dataexplain import GroupDifference
from dataexplain.errors import InputError, ParameterError
from dataexplain.llm import ChatModel, Scripted
from dataexplain.search.counted_words import counted_words
from tests.features.test_estimators import WordBackend
from tests.runs.planted_groups import NOISE, SIGNED, Planted, visits
from tests.test_prompt_search import CHECKED as CHECKED_SEARCHES
from tests.worded_estimators import Worded, deviations_of, estimators_among

SMALL: dict[str, Any] = {
    "embedder": None,
    "n_hypotheses": 2,
    "n_proposed": 12,
    "n_screened": 24,
    "race_calls": 600,
    "judge_rows": 60,
}


def fitted(**parameters: Any) -> GroupDifference:
    frame = visits()
    settings = SMALL | {"model": Scripted(Planted()), "positive": "south"} | parameters
    return GroupDifference(**settings).fit(frame["review"], frame["region"])


@pytest.fixture(scope="module")
def found() -> GroupDifference:
    return fitted(properties=(NOISE, SIGNED))


def test_what_was_planted_is_found_and_scored(found: GroupDifference) -> None:
    place = found.hypotheses_.index(NOISE)
    assert found.verdicts_[place] == "supported"
    assert found.scores_[place] == pytest.approx(0.5, abs=0.2)
    assert found.classes_ == ("south", "north")


def test_everything_has_one_length_and_the_user_s_own_is_there(found: GroupDifference) -> None:
    lengths = {len(found.hypotheses_), len(found.scores_), len(found.verdicts_)}
    assert lengths == {len(found.yes_above_)} == {len(found.report_.claims)}
    assert SIGNED in found.hypotheses_


def test_new_texts_are_asked_the_same(found: GroupDifference) -> None:
    texts = ["loud music n1", "a soft pillow anna n2"]
    answers = found.transform(texts)
    place, other = found.hypotheses_.index(NOISE), found.hypotheses_.index(SIGNED)
    assert answers[:, [place, other]].tolist() == [[1.0, 0.0], [0.0, 1.0]]
    assert found.get_feature_names_out().tolist() == found.hypotheses_


def test_no_texts_have_no_answers_and_copies_have_the_same(found: GroupDifference) -> None:
    assert found.transform([]).shape == (0, len(found.hypotheses_))
    one, two, three = found.transform(["loud n1", "pillow n2", "loud n1"])
    assert np.array_equal(one, three)
    assert not np.array_equal(one, two)


def test_a_judge_without_answers_leaves_missing_values() -> None:
    answers = Scripted(Planted(judged=lambda *_: "well"), name="silent")
    silent = fitted(model=answers, properties=(NOISE,))
    judged = np.array([not counted_words(name) for name in silent.hypotheses_])
    assert judged.any()
    assert np.isnan(silent.scores_[judged]).all()
    assert np.isnan(silent.transform(["a text", "another"])[:, judged]).all()


def test_words_are_looked_up_and_not_asked_for() -> None:
    """A model was asked whether a text mentions a word, and might be wrong of it."""
    said = 'mentions "loud" or "banging"'
    model = Scripted(Planted())
    found = fitted(
        model=model, properties=(said,), n_proposed=0, n_screened=1, n_hypotheses=1, race_calls=0
    )
    assert found.hypotheses_ == [said]
    assert found.yes_above_.tolist() == [0.0]
    assert found.transform(["Loud, n1", "a pillow"]).tolist() == [[1.0], [0.0]]
    assert not model.requests


def test_null_runs_are_counted() -> None:
    found = fitted(properties=(NOISE,), null_runs=3)
    assert found.null_runs_ is not None
    assert found.null_runs_.runs == len(found.null_runs_.supported) == 3
    assert fitted(properties=(NOISE,)).null_runs_ is None


def test_a_number_of_null_runs_below_0_is_refused() -> None:
    with pytest.raises(ParameterError, match="'null_runs' parameter of GroupDifference"):
        fitted(null_runs=-1)


def test_the_same_seed_finds_the_same(found: GroupDifference) -> None:
    again = fitted(properties=(NOISE, SIGNED))
    assert again.hypotheses_ == found.hypotheses_
    assert np.array_equal(again.scores_, found.scores_, equal_nan=True)


def test_the_order_of_rows_changes_nothing(found: GroupDifference) -> None:
    frame = visits().sample(frac=1, random_state=3)
    settings = SMALL | {"model": Scripted(Planted()), "positive": "south"}
    other = GroupDifference(**settings, properties=(NOISE, SIGNED)).fit(
        frame["review"], frame["region"]
    )
    assert other.hypotheses_ == found.hypotheses_
    assert np.allclose(other.scores_, found.scores_, equal_nan=True)


@pytest.mark.parametrize("groups", [[0, 1], [1.0, 2.0], [False, True], ["b", "a"]])
def test_groups_may_be_numbers_truths_or_words(groups: list[Any]) -> None:
    frame = visits()
    labels = [groups[region == "south"] for region in frame["region"]]
    estimator = GroupDifference(**SMALL, model=Scripted(Planted()), positive=groups[1])
    classes = estimator.fit(frame["review"], labels).classes_
    assert classes == tuple(str(group).removesuffix(".0") for group in reversed(groups))


def test_of_several_groups_one_has_to_be_named() -> None:
    texts = [f"text {n}" for n in range(90)]
    with pytest.raises(InputError, match="Say which one"):
        GroupDifference(**SMALL, model=Scripted(Planted())).fit(texts, ["a", "b", "c"] * 30)


@pytest.mark.parametrize("groups", [["a"] * 3, [["a", "b"]] * 4])
def test_groups_that_are_not_one_for_each_text_are_refused(groups: list[Any]) -> None:
    with pytest.raises(ParameterError, match="the group of each of 4 texts"):
        GroupDifference(**SMALL, model=Scripted(Planted())).fit(["a", "b", "c", "d"], groups)


def test_texts_without_a_group_take_no_part() -> None:
    """A regression: a missing group was read as a third one called "nan" or "None"."""
    frame = visits()
    groups = frame["region"].astype(object)
    groups[:20], groups[20:40] = None, float("nan")
    estimator = GroupDifference(**SMALL, model=Scripted(Planted()), positive="south")
    found = estimator.fit(frame["review"], groups)
    assert found.classes_ == ("south", "north")
    assert found.report_.splits.rows_without_target == 40


@pytest.mark.parametrize(
    "parameter", ["n_hypotheses", "n_screened", "judge_rows", "n_proposed", "race_calls"]
)
def test_numbers_that_cannot_be_are_refused_in_fit_by_their_own_name(parameter: str) -> None:
    estimator = GroupDifference(**SMALL | {parameter: -1, "model": Scripted(Planted())})
    with pytest.raises(ParameterError, match=f"'{parameter}' parameter of GroupDifference"):
        estimator.fit(["a", "b"] * 20, ["x", "y"] * 20)


def test_a_model_that_is_open_stays_open() -> None:
    with ChatModel(Scripted(Planted())) as model:
        fitted(model=model).transform(["loud n1"])
        assert model.tally.calls > 0


# -- scikit-learn's contract -------------------------------------------------------------------


class WordedDifference(Worded, GroupDifference):
    """Rows of numbers as texts: each stands for several, and any outcome for two groups."""

    def fit(self, X: Any, y: Any) -> Any:
        texts = self._texts_to_fit(X)
        numbers = np.unique(np.asarray(y, dtype=str), return_inverse=True)[1]
        higher = numbers > np.median(np.unique(numbers)) - 0.1
        return super(Worded, self).fit(
            [f"{text} v{copy}" for text in texts for copy in range(COPIES)],
            np.where(higher, "high", "low").repeat(COPIES),
        )

    def transform(self, X: Any) -> np.ndarray:
        return super().transform(self._texts_to_ask(X))


COPIES = 24
CHECKED = {
    "GroupDifference": WordedDifference(
        **SMALL | {"n_screened": 2, "n_proposed": 0, "n_hypotheses": 1, "race_calls": 40},
        model=WordBackend(),
    )
}
# By estimator: the checks it fails, and why that is meant.
DEVIATIONS: dict[str, dict[str, str]] = {
    "GroupDifference": {
        "check_fit2d_1sample": "one text makes no two groups, and the refusal says how many do",
    }
}
PUBLIC = estimators_among(dataexplain)


@parametrize_with_checks(
    list(CHECKED.values()), expected_failed_checks=partial(deviations_of, deviations=DEVIATIONS)
)
@pytest.mark.usefixtures("global_random_state_restored")
def test_estimator_contract(estimator: Any, check: Any) -> None:
    check(estimator)


def test_every_estimator_of_the_package_itself_is_checked() -> None:
    assert {entry.__name__ for entry in PUBLIC} == {*CHECKED, *CHECKED_SEARCHES}
    assert set(CHECKED) == set(DEVIATIONS)


@pytest.mark.parametrize("entry", PUBLIC, ids=lambda entry: entry.__name__)
def test_estimators_say_that_they_read_texts(entry: Any) -> None:
    tags = get_tags(entry())
    assert tags.input_tags.string
    assert not tags.input_tags.two_d_array


@pytest.mark.parametrize("entry", PUBLIC, ids=lambda entry: entry.__name__)
def test_a_clone_has_the_same_parameters(entry: Any) -> None:
    assert clone(entry()).get_params() == entry().get_params()
