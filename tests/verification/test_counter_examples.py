import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from dataexplain.verification.counter_examples import LONGEST, cut_around, passages
from tests.verification.judged_corpora import held_out

TEXTS = tuple(
    f"The room was fine. {'We want a refund!' if n % 3 else 'We slept well.'} We left on day {n}."
    for n in range(30)
)
YES = np.array([1.0 if "refund" in text else 0.0 for text in TEXTS])


def shown(direction="up", **given):
    settings = {"count": 3, "terms": ("refund",), **given}
    return passages(held_out(TEXTS), YES, np.arange(30), "is", direction, **settings)


def test_the_telling_part_is_marked():
    for entry in shown():
        if entry.marks:
            ((start, stop),) = entry.marks
            assert entry.text[start:stop] == "We want a refund!"
    assert sum(bool(entry.marks) for entry in shown()) == 5


def test_a_difference_the_other_way_has_its_own_examples():
    agreeing = {entry.outcome for entry in shown("down") if entry.agrees}
    against = {entry.outcome for entry in shown("down") if not entry.agrees}
    assert agreeing == {"South, judged yes"}
    assert against == {"North, judged yes", "South, judged no"}


def test_no_text_is_shown_twice():
    same = held_out(("We want a refund!",) * 30)
    found = passages(same, np.ones(30), np.arange(30), "is", "up", count=3)
    assert [entry.agrees for entry in found] == [True, False]


def test_texts_without_an_answer_are_not_shown():
    assert passages(held_out(TEXTS), YES * np.nan, np.arange(30), "is", "up", count=3) == ()


@given(st.text(alphabet="ab \n.", max_size=900), st.integers(0, 900), st.integers(1, 200))
def test_what_is_marked_stood_in_the_text(text, start, length):
    start = min(start, len(text))
    span = (start, min(start + length, len(text)))
    line, (first, last) = cut_around(text, span)
    assert line[first:last].split() == text[span[0] : span[1]].split()
    assert "\n" not in line
    assert len(line) <= LONGEST + 80 + length + 4
