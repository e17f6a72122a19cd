"""`PromptSearch`: what it finds and predicts, and how far it keeps scikit-learn's contract."""

from __future__ import annotations

import copy
import hashlib
import pickle
from functools import partial
from typing import Any

import numpy as np
import pandas as pd
import pytest
from sklearn.base import clone
from sklearn.model_selection import cross_val_score
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import FunctionTransformer
from sklearn.utils import get_tags
from sklearn.utils.estimator_checks import parametrize_with_checks

from dataexplain import PromptSearch
from dataexplain.errors import InputError, ParameterError
from dataexplain.llm import Capabilities, ChatModel, Price, RawReply, Scripted, Token
from tests.runs.planted_pairs import DECOY, RULE, Follows, named, things
from tests.worded_estimators import Worded, deviations_of

SMALL: dict[str, Any] = {"search_calls": 80, "n_candidates": 4, "n_tested": 2, "test_rows": 30}
ASKED = [f"{n % 9 + 1} and {n * 7 % 13}" for n in range(60)]
SUMS = [n % 9 + 1 + n * 7 % 13 for n in range(60)]


def knowing(frame: Any, **script: Any) -> Scripted:
    return Scripted(Follows(dict(zip(frame["thing"], frame["kind"], strict=True)), **script))


def fitted(frame: Any, **parameters: Any) -> PromptSearch:
    settings = SMALL | {"model": knowing(frame)} | parameters
    return PromptSearch(**settings).fit(frame["thing"], frame["kind"])


@pytest.fixture(autouse=True)
def _own_cache(monkeypatch: pytest.MonkeyPatch, tmp_path: Any) -> None:
    monkeypatch.setenv("DATAEXPLAIN_CACHE", str(tmp_path))


@pytest.fixture(scope="module")
def of_classes(tmp_path_factory: pytest.TempPathFactory) -> PromptSearch:
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("DATAEXPLAIN_CACHE", str(tmp_path_factory.mktemp("cache")))
        return fitted(things())


@pytest.fixture(scope="module")
def of_sums() -> PromptSearch:
    return PromptSearch(model=None).fit(ASKED, SUMS)


def test_what_was_planted_is_found_tested_and_followed(of_classes: PromptSearch) -> None:
    frame = things()
    assert (of_classes.best_, of_classes.candidates_[0]) == (RULE, RULE)
    assert of_classes.verdicts_[:2] == ["supported", "not_supported"]
    assert of_classes.scores_[0] == pytest.approx(0.9, abs=0.02)
    assert of_classes.classes_.tolist() == ["animal", "plant"]
    assert of_classes.predict(frame["thing"]).tolist() == frame["kind"].tolist()
    assert of_classes.score(frame["thing"], frame["kind"]) == 1.0


def test_everything_has_one_length_and_what_was_not_tested_says_so() -> None:
    said = (RULE, DECOY, "Name what the thing is made of.", "Say where the thing comes from.")
    frame = things()
    found = fitted(frame, model=knowing(frame, proposed=said), n_tested=1)
    lengths = {len(found.candidates_), len(found.scores_), len(found.verdicts_)}
    assert lengths == {len(found.candidates_)}
    assert len(found.candidates_) > 1
    assert set(found.verdicts_[1:]) == {"untested"}
    assert len(found.report_.claims) == 1


def test_an_operation_is_followed_by_code(of_sums: PromptSearch) -> None:
    assert of_sums.predict(["20 and 22", "nothing here", ""]).tolist() == ["42", "", ""]
    assert of_sums.score(ASKED, SUMS) == 1.0
    assert not hasattr(of_sums, "classes_")


def test_a_copy_follows_the_same_operation(of_sums: PromptSearch) -> None:
    """A regression: what follows an operation is a function, which cannot be written down."""
    written = pickle.loads(pickle.dumps(of_sums))  # noqa: S301 - its own bytes
    for copied in (written, copy.deepcopy(of_sums)):
        assert copied.predict(["20 and 22"]).tolist() == ["42"]


def test_free_outputs_are_answered_by_the_model() -> None:
    frame = named()
    found = fitted(frame)
    assert found.predict(frame["thing"][:3]).tolist() == frame["kind"][:3].tolist()
    assert not hasattr(found, "classes_")


def test_classes_of_an_earlier_fit_are_forgotten() -> None:
    """A regression: a second fit on free outputs kept the classes of the first."""
    search = PromptSearch(model=None).fit(ASKED, ["odd" if n % 2 else "even" for n in SUMS])
    assert search.classes_.tolist() == ["even", "odd"]
    assert not hasattr(search.fit(ASKED, SUMS), "classes_")


@pytest.mark.parametrize(
    "form",
    [
        list,
        tuple,
        np.array,
        pd.Series,
        lambda texts: pd.DataFrame({"asked": texts}),
        lambda texts: np.array(texts, dtype=object).reshape(-1, 1),
    ],
)
def test_inputs_may_come_in_any_form_of_one_column(of_sums: PromptSearch, form: Any) -> None:
    assert of_sums.predict(form(["1 and 2", "3 and 4"])).tolist() == ["3", "7"]


def test_numbers_become_texts_in_their_plainest_form_and_digits_stay() -> None:
    numbers = np.arange(40, dtype=np.float64)
    doubled = PromptSearch(model=None).fit(numbers, 2 * numbers)
    assert doubled.predict([8.0, "9", np.float32(0.5)]).tolist() == ["16", "18", "1"]
    texts = [f"{n:03}" for n in range(60)]
    turned = PromptSearch(model=None).fit(texts, [text[::-1] for text in texts])
    assert turned.predict(["071"]).tolist() == ["170"]


def test_rows_without_input_or_output_take_no_part() -> None:
    asked: list[Any] = [*ASKED, None, "5 and 5", "6 and 6"]
    answers: list[Any] = [*SUMS, 3, None, float("nan")]
    found = PromptSearch(model=None).fit(asked, answers)
    assert "3 rows without an input or an output were left out." in found.report_.notes
    assert "sum" in found.best_


def test_where_nothing_is_found_there_is_no_answer() -> None:
    frame = named()
    found = PromptSearch(model=None).fit(frame["thing"], frame["kind"])
    assert (found.best_, found.candidates_, found.verdicts_) == ("", [], [])
    assert found.predict(["a", "b"]).tolist() == ["", ""]
    assert found.score(frame["thing"], frame["kind"]) == 0.0


def test_no_inputs_have_no_outputs(of_sums: PromptSearch) -> None:
    assert of_sums.predict([]).shape == (0,)
    assert np.isnan(of_sums.score([], []))


def test_a_budget_that_ends_leaves_inputs_without_answer(of_classes: PromptSearch) -> None:
    frame = things()
    search = clone(of_classes).set_params(max_calls=5)
    search.fit(frame["thing"], frame["kind"])
    answers = search.predict([f"{text} again" for text in frame["thing"][:9]])
    assert (answers == "").sum() >= 4


def test_hints_race_with_what_is_proposed() -> None:
    frame = things()
    found = fitted(frame, model=knowing(frame, proposed=(DECOY,)), hints=(RULE,))
    assert found.best_ == RULE


def test_the_same_seed_finds_the_same_and_rows_may_be_mixed(of_classes: PromptSearch) -> None:
    mixed = things().sample(frac=1, random_state=1)
    again = fitted(mixed)
    assert again.candidates_ == of_classes.candidates_
    assert again.verdicts_ == of_classes.verdicts_


def test_a_model_that_is_open_stays_open() -> None:
    frame = things()
    with ChatModel(knowing(frame)) as model:
        found = fitted(frame, model=model)
        spent = model.tally.calls
        found.predict([f"{frame['thing'][0]} again"])
        assert model.tally.calls == spent + 1


def test_it_works_in_a_pipeline_and_in_cross_validation() -> None:
    lowered = make_pipeline(
        FunctionTransformer(lambda texts: [text.lower() for text in texts]),
        PromptSearch(model=None),
    )
    asked = [text.replace("and", "AND") for text in ASKED]
    assert lowered.fit(asked, SUMS).predict(["7 AND 8"]).tolist() == ["15"]
    scores = cross_val_score(PromptSearch(model=None), np.array(ASKED), np.array(SUMS), cv=3)
    assert scores.tolist() == [1.0, 1.0, 1.0]


@pytest.mark.parametrize(
    ("asked", "answers", "says"),
    [
        ("one text", SUMS, "not one text"),
        (ASKED, SUMS[:-1], "the outputs of 60 inputs"),
        (np.ones((4, 2)), [1, 2, 3, 4], "texts in one column"),
        (pd.DataFrame({"a": [1], "b": [2]}), [1], "texts in one column"),
    ],
)
def test_inputs_and_outputs_that_do_not_belong_together_are_refused(
    asked: Any, answers: Any, says: str
) -> None:
    with pytest.raises(ParameterError, match=says):
        PromptSearch(model=None).fit(asked, answers)


@pytest.mark.parametrize(
    ("rows", "answers", "says"),
    [(1, [1], "only 1 pair"), (20, [7] * 20, "All outputs are the same")],
)
def test_pairs_that_can_tell_nothing_are_refused(rows: int, answers: Any, says: str) -> None:
    with pytest.raises(InputError, match=says):
        PromptSearch(model=None).fit(ASKED[:rows], answers)


@pytest.mark.parametrize("parameter", ["n_candidates", "search_calls", "n_tested", "test_rows"])
def test_numbers_that_cannot_be_are_refused_in_fit_by_their_own_name(parameter: str) -> None:
    estimator = PromptSearch(model=None, **{parameter: -1})
    with pytest.raises(ParameterError, match=f"'{parameter}' parameter of PromptSearch"):
        estimator.fit(ASKED, SUMS)


def test_another_number_of_outputs_cannot_be_scored(of_sums: PromptSearch) -> None:
    with pytest.raises(ParameterError, match="the outputs of 60 inputs"):
        of_sums.score(ASKED, SUMS[:-1])


# -- scikit-learn's contract -------------------------------------------------------------------


class WordedSearch(Worded, PromptSearch):
    """Rows of numbers as texts: each stands for several."""

    def fit(self, X: Any, y: Any = None) -> Any:
        texts = self._texts_to_fit(X)
        if y is None:
            raise ValueError("requires y to be passed, but the target y is None")
        numbers = np.unique(np.asarray(y, dtype=str), return_inverse=True)[1]
        higher = numbers > np.median(np.unique(numbers)) - 0.1
        return super(Worded, self).fit(
            [f"{text} v{copy}" for text in texts for copy in range(COPIES)],
            np.where(higher, "high", "low").repeat(COPIES),
        )

    def predict(self, X: Any) -> np.ndarray:
        return (super().predict(self._texts_to_ask(X)) == "high").astype(float)

    def score(self, X: Any, y: Any) -> float:
        return float(np.mean(self.predict(X) == np.asarray(y)))


class Leaning:
    """A model that can be copied: it leans to an answer as a hash of the input has it."""

    name, model, fingerprint = "scripted", "leaning", "leaning:1"
    capabilities, concurrency, price = Capabilities(True, True, True), 1, Price()

    async def reply(self, request: Any) -> RawReply:
        high = (hashlib.sha256(request.messages[-1].content.encode()).digest()[0] + 1) / 258
        likely = (("high", float(np.log(high))), ("low", float(np.log(1 - high))))
        return RawReply("high", (Token(*likely[0], likely),), 1, 1)

    async def close(self) -> None:
        pass

    def secrets(self) -> tuple[str, ...]:
        return ()

    def __repr__(self) -> str:
        return "Leaning()"


COPIES = 3
CHECKED = {
    "PromptSearch": WordedSearch(
        model=Leaning(),
        hints=("Say high.",),
        **SMALL | {"search_calls": 20, "n_candidates": 0, "n_tested": 1},
    )
}
# By estimator: the checks it fails, and why that is meant.
DEVIATIONS: dict[str, dict[str, str]] = {
    "PromptSearch": {
        "check_fit2d_1sample": "one input has no two outputs, and the refusal says so",
    }
}


@parametrize_with_checks(
    list(CHECKED.values()), expected_failed_checks=partial(deviations_of, deviations=DEVIATIONS)
)
@pytest.mark.usefixtures("global_random_state_restored")
def test_estimator_contract(estimator: Any, check: Any) -> None:
    check(estimator)


def test_it_says_that_it_reads_texts_and_needs_outputs() -> None:
    tags = get_tags(PromptSearch())
    assert tags.input_tags.string
    assert not tags.input_tags.two_d_array
    assert tags.target_tags.required
    assert tags.estimator_type is None


def test_a_clone_has_the_same_parameters() -> None:
    assert clone(PromptSearch()).get_params() == PromptSearch().get_params()
