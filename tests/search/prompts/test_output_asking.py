import math

import pytest

from dataexplain.errors import CapabilityError, ReplyError, ServerError
from dataexplain.llm import Capabilities, ChatModel, Scripted
from dataexplain.search.prompts.answering_form import AnsweringForm
from dataexplain.search.prompts.output_asking import (
    AGREEMENT,
    PROBABILITY,
    RIGHT,
    WRONG,
    AskingModel,
    asking_table,
    read_said,
)

FREE = AnsweringForm("free")
YES_NO = AnsweringForm("classes", ("no", "yes"))
NO_SCORES = Capabilities(log_probabilities=True, scoring=False, schema=True)
NOTHING = Capabilities(log_probabilities=False, scoring=False, schema=False)


def answers(script, form, pairs, *, sentence="Do it.", capabilities=None, **settings):
    with ChatModel(Scripted(script, capabilities=capabilities)) as model:
        asking = AskingModel(model, form, **settings)
        said = list(asking(sentence, pairs))
        return asking, [
            read_said(one, output) for one, (_, output) in zip(said, pairs, strict=True)
        ]


def test_a_free_output_is_scored_whole():
    script = {"14": {"1": 0.5, "4": 0.5}}
    asking, (log_p,) = answers(script, FREE, [("5 and 9", " 14 ")])
    assert log_p == pytest.approx(math.log(0.25))
    assert asking.basis == PROBABILITY
    assert asking.notes == ()


def test_classes_are_read_all_at_once_and_never_impossible():
    _, found = answers([{"Yes": 0.8, "No": 0.2}, {"Yes": 1.0}], YES_NO, [("a", "yes"), ("b", "NO")])
    assert found[0] == pytest.approx(math.log(0.8))
    assert found[1] == pytest.approx(math.log(1e-4))


def test_a_reply_outside_the_classes_is_no_answer():
    _, found = answers([{"Perhaps": 1.0}, {"Yes": 0.9}], YES_NO, [("a", "yes"), ("b", "yes")])
    assert math.isnan(found[0])
    assert found[1] == pytest.approx(0.0)


def test_one_reply_that_cannot_be_read_leaves_the_others_to_be_asked():
    cut_off = ReplyError("cut off")
    script = {"8": {"8": 0.5}, "7": cut_off, "6": cut_off, "2": {"2": 0.25}}
    pairs = [("a", "8"), ("b", "7"), ("c", "6"), ("d", "2")]
    _, found = answers(script, FREE, pairs)
    assert [math.isnan(one) for one in found] == [False, True, True, False]
    assert found[3] == pytest.approx(math.log(0.25))


def test_another_failure_is_not_swallowed():
    with pytest.raises(ServerError):
        answers([ServerError("gone")], FREE, [("a", "8")])


@pytest.mark.parametrize(
    ("form", "capabilities"), [(FREE, NO_SCORES), (FREE, NOTHING), (YES_NO, NOTHING)]
)
def test_without_probabilities_replies_are_compared_and_it_is_said(form, capabilities):
    script = ["Yes.", "I do not know", " "]
    pairs = [("a", "yes"), ("b", "yes"), ("c", "yes")]
    asking, found = answers(script, form, pairs, capabilities=capabilities)
    assert found[:2] == [RIGHT, WRONG]
    assert math.isnan(found[2])  # an empty reply is no answer
    assert asking.basis == AGREEMENT
    assert "gives no probabilities" in asking.notes[0]


def test_classes_need_no_scores():
    asking, _ = answers([{"Yes": 0.9}], YES_NO, [("a", "yes")], capabilities=NO_SCORES)
    assert asking.basis == PROBABILITY


def test_a_server_that_turns_out_to_give_no_scores_is_let_answer():
    def script(request):
        return CapabilityError("no scores") if request.verb == "score" else "8"

    asking, found = answers(script, FREE, [("a", "8"), ("b", "7")])
    assert found == [RIGHT, WRONG]
    assert asking.basis == AGREEMENT


def test_where_only_the_case_changes_the_case_is_compared():
    """A reply in small letters counted as right where the rule was to write in capitals."""
    pairs = [("hello", "HELLO"), ("world", "WORLD"), ("cold", "hot")]
    _, found = answers(["hello", "WORLD", "Hot"], FREE, pairs, capabilities=NO_SCORES)
    assert found == [WRONG, RIGHT, RIGHT]


def test_numbers_are_compared_by_value():
    _, found = answers(["8.0", "-8"], FREE, [("a", "8"), ("b", "8")], capabilities=NO_SCORES)
    assert found == [RIGHT, WRONG]


def test_of_a_long_output_the_beginning_is_asked_for():
    output = "word " * 2000
    script = ["word " * 48, "other words " * 20]
    _, found = answers(script, FREE, [("a", output), ("b", output)], capabilities=NO_SCORES)
    assert found == [RIGHT, WRONG]


def test_the_sentence_the_wording_and_examples_reach_the_model():
    scripted = Scripted([{"8": 0.5}, {"8": 0.5}])
    with ChatModel(scripted) as model:
        list(AskingModel(model, FREE, examples=[("1 and 1", "2")])(None, [("a", "8")]))
        list(AskingModel(model, FREE, wording=1)("Add up.", [("a", "8")]))
    first, second = scripted.requests
    assert [message.role for message in first.messages][-2:] == ["assistant", "user"]
    assert "Add up." in second.messages[-1].content


def test_a_table_says_again_what_it_holds():
    asking = asking_table({(None, "a"): {"yes": -0.1, "no": -2.4}})
    said = list(asking(None, [("a", "no"), ("b", "no")]))
    assert read_said(said[0], "No.") == -2.4
    assert math.isnan(read_said(said[1], "no"))
    assert list(asking("Add.", [("a", "no")])) == [{}]
