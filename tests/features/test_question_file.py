"""Files of fitted questions: written whole, in the form that all fitted estimators share."""

import numpy as np
import pytest

from dataexplain.errors import LoadingError, OutputError
from dataexplain.features.fitted_file import FileForm
from dataexplain.features.question_column import QuestionColumn
from dataexplain.features.question_file import SavedQuestions
from dataexplain.features.question_models import JudgeIdentity

SETTINGS = {
    "description": None,
    "n_questions": np.int64(4),
    "judge_rows": 10,
    "new_texts": "judge",
    "judged_texts": "answer",
    "calibrate": False,
    "scale": "probability",
    "prune": True,
    "min_agreement": np.float32(0.5),
    "random_state": 0,
}


def saved(**changes):
    parts = {
        "settings": SETTINGS,
        "columns": (QuestionColumn("Is it long?", "is long", 0.0, False, 1, 0.25, None),),
        "answers": {"b": np.array([0.25]), "a": np.array([np.nan])},
        "doubtful": {},
        "judge": JudgeIdentity("scripted", "words:1", "judge:1"),
        "embedder": None,
    }
    return SavedQuestions(**{**parts, **changes})


def test_what_is_written_comes_back(tmp_path):
    saved().write(tmp_path / "questions.json")
    again = SavedQuestions.read(tmp_path / "questions.json")
    assert again.settings == {**SETTINGS, "n_questions": 4, "min_agreement": 0.5}
    assert list(again.answers) == ["a", "b"]
    np.testing.assert_array_equal(again.answers["a"], [np.nan])
    assert (again.columns, again.judge) == (saved().columns, saved().judge)


def test_a_place_that_cannot_be_written_is_an_output_error(tmp_path):
    with pytest.raises(OutputError, match="cannot be written"):
        saved().write(tmp_path / "none" / "questions.json")


def test_files_of_other_estimators_are_refused(tmp_path):
    path = tmp_path / "questions.json"
    FileForm("tree of keyphrases", 1).write(path, {})
    with pytest.raises(LoadingError, match="It holds no question features"):
        SavedQuestions.read(path)


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"columns": ()}, "it has no question"),
        ({"answers": {"a": np.zeros(2)}}, "more or fewer answers"),
        ({"settings": {**SETTINGS, "n_questions": 0}}, "n_questions"),
    ],
)
def test_parts_that_do_not_belong_together_are_damage(tmp_path, changes, said):
    saved(**changes).write(tmp_path / "questions.json")
    with pytest.raises(LoadingError, match=f"damaged: .*{said}"):
        SavedQuestions.read(tmp_path / "questions.json")
