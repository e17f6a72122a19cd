import pytest

from dataexplain.search.prompts.same_answer import plain_answer


@pytest.mark.parametrize(
    ("one", "other"),
    [("Paris", " paris. "), ('"Paris".', "PARIS"), ("'a  b'", "A\nb"), ("“no”", "no")],
)
def test_case_blanks_quotes_and_a_full_stop_do_not_matter(one, other):
    assert plain_answer(one) == plain_answer(other)


@pytest.mark.parametrize(
    ("one", "other"), [("-4", "4"), ("0.5", "5"), ("a b", "ab"), ("1,5", "15")]
)
def test_signs_that_are_part_of_an_answer_do(one, other):
    assert plain_answer(one) != plain_answer(other)
