"""Texts and parameters that `QuestionFeatures` refuses."""

import pytest

from dataexplain.errors import InputError, ParameterError


@pytest.mark.parametrize(
    ("texts", "error", "match"),
    [
        (["a", None], InputError, "row 2.*missing value"),
        (["a", 3], InputError, "row 2.*3 of type int"),
        (["a", float("nan")], InputError, "row 2.*missing value"),
        ("one text", ParameterError, "not one text"),
        ([], InputError, "at least one text"),
        (["", "  "], InputError, "at least one text"),
    ],
)
def test_what_is_no_text_is_refused(features, texts, error, match):
    with pytest.raises(error, match=match):
        features().fit(texts)


@pytest.mark.parametrize(
    ("options", "named"),
    [
        ({"questions": []}, "questions"),
        ({"questions": "is long"}, "questions"),
        ({"questions": ["is long", " ?"]}, "questions"),
        ({"questions": [3]}, "questions"),
        ({"questions": 3}, "questions"),
        ({"questions": {"is long", "is rude"}}, "questions"),
        ({"judge_rows": 0}, "judge_rows"),
        ({"judge_rows": 2.5}, "judge_rows"),
        ({"n_questions": True}, "n_questions"),
        ({"random_state": -1}, "random_state"),
        ({"scale": "logit"}, "scale"),
        ({"new_texts": "guess"}, "new_texts"),
        ({"judged_texts": "mean"}, "judged_texts"),
        ({"judged_texts": "probe", "new_texts": "judge"}, "judged_texts"),
        ({"min_agreement": 2}, "min_agreement"),
        ({"min_agreement": None}, "min_agreement"),
        ({"max_calls": 5}, "max_calls"),
        ({"model": None}, "model"),
        ({"embedder": None}, "embedder"),
        ({"embedder": None, "new_texts": "judge", "judge_rows": 2}, "embedder"),
    ],
)
def test_parameters_outside_what_is_allowed_are_named(features, options, named):
    with pytest.raises(ParameterError) as caught:
        features(**options).fit(["a", "b", "c"])
    assert caught.value.parameter == named
    assert "of QuestionFeatures must be" in str(caught.value)
