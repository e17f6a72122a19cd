import numpy as np
import pytest

from dataexplain.llm import Budget, ChatModel, Scripted
from dataexplain.verification.judge_controls import WORDINGS, rewordings, swapped_pairs
from dataexplain.verification.judged_outcome import JudgedOutcome

TEXTS = tuple(f"{'refund' if n % 10 < 3 + 4 * (n < 60) else 'room'} {n}" for n in range(120))
IN_A = np.arange(120) < 60
YES = np.array([1.0 if "refund" in text else 0.0 for text in TEXTS])
OUTCOME = JudgedOutcome(YES, IN_A)
DRAWN = np.random.default_rng(0).permutation(120)


def model(swaying="", **given):
    """Look for refunds; under the wording that sways, say the opposite of texts of A."""

    def says(request):
        asked = request.messages[-1].content
        said, other = ("True", "False") if "Statement" in asked else ("Yes", "No")
        text = asked.partition("<text>")[2].partition("</text>")[0]
        yes = "refund" in text
        if swaying and swaying in asked and int(text.split()[-1]) < 60:
            yes = not yes
        return {said: 0.8, other: 0.1} if yes else {other: 0.8, said: 0.1}

    return ChatModel(Scripted(says), **given)


def test_wordings_that_agree_leave_no_band():
    with model() as asked:
        low, high = rewordings(OUTCOME, TEXTS, DRAWN, "is", asked, per_group=20)
    assert low == pytest.approx(high) == pytest.approx(OUTCOME.plain.effect)


def test_a_wording_that_sways_widens_the_band_its_way():
    with model(swaying="Statement") as asked:
        low, high = rewordings(OUTCOME, TEXTS, DRAWN, "is", asked, per_group=20)
    assert low < OUTCOME.plain.effect - 0.2
    assert high == pytest.approx(OUTCOME.plain.effect)


def test_each_other_wording_is_asked_of_so_many_texts():
    with model() as asked:
        rewordings(OUTCOME, TEXTS, DRAWN, "is", asked, per_group=20)
        assert asked.tally.calls == 40 * len(WORDINGS)


@pytest.mark.parametrize("calls", [0, 7])
def test_without_answers_there_is_no_band(calls):
    with model(budget=Budget(calls=calls)) as asked:
        assert rewordings(OUTCOME, TEXTS, DRAWN, "is", asked, per_group=20) is None


def test_no_texts_are_no_error():
    with model() as asked:
        assert rewordings(OUTCOME, TEXTS, DRAWN, "is", asked, per_group=0) is None
        assert swapped_pairs(OUTCOME, TEXTS, DRAWN, "is", asked, pairs=0) is None


def test_pairs_lean_to_the_group_that_has_it():
    with model() as asked:
        found = swapped_pairs(OUTCOME, TEXTS, DRAWN, "is", asked, pairs=40)
    a = [YES[row] for row in DRAWN if IN_A[row]][:40]
    b = [YES[row] for row in DRAWN if not IN_A[row]][:40]
    assert found == pytest.approx((np.mean(a) - np.mean(b)) * (8 / 9 - 1 / 9))
