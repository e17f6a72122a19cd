"""Conjectures: kept only when they may be shown, and when they explain what was found."""

from __future__ import annotations

from dataexplain.llm import ChatModel, Scripted
from dataexplain.narration.conjecturing import Conjecturing, marked_as_memory
from dataexplain.narration.plain_words import PlainWords
from tests.narration.made_reports import changed, claim_of, slim_report
from tests.narration.scripted_answers import as_json, asked

CHURN = slim_report("telecom_churn")
WORDS = PlainWords(CHURN)
CLAIM = claim_of(CHURN, "trend")
GOOD = {
    "reason": "It may be that unsolved problems make people unhappy.",
    "rival": "It might instead be that heavy users both call and leave.",
    "check": "One might compare customers with equal use.",
}


def anything(_text):
    return None


def conjectures(*replies, right=0.9, claim=CLAIM):
    """Ask a model that gives these replies, and names the pattern found with this share."""
    waiting = list(replies)

    def says(request):
        text = asked(request)
        if "Which of these patterns" not in text:
            return waiting.pop(0)
        share = (
            right if "A: All else equal, the chance that churn is yes rises" in text else 1 - right
        )
        return {"A": share, "B": 1 - share}

    asking = Conjecturing(WORDS, "customers", anything)
    with ChatModel(Scripted(says)) as model:
        return asking.ask(claim, model), model


def test_reason_rival_and_check_are_kept_apart():
    found, _ = conjectures(as_json(GOOD))
    assert [(entry.part, entry.text) for entry in found.sentences] == list(GOOD.items())
    assert {entry.kind for entry in found.sentences} == {"conjecture"}
    assert {entry.claims for entry in found.sentences} == {(CLAIM.id,)}
    assert found.dropped == ()


def test_what_is_refused_is_asked_for_once_more_and_listed():
    bad = GOOD | {"rival": "It might be that 90% of them move."}
    again = GOOD | {"reason": "Something else entirely may be.", "rival": "It might be the season."}
    found, model = conjectures(as_json(bad), as_json(again))
    texts = {entry.part: entry.text for entry in found.sentences}
    assert texts == GOOD | {"rival": "It might be the season."}
    assert [(entry.text, entry.reason) for entry in found.dropped] == [
        ("It might be that 90% of them move.", "it holds a number (“90”)")
    ]
    assert [request.draw for request in model.backend.requests if request.schema] == [0, 1]


def test_a_reason_for_the_opposite_is_dropped():
    found, _ = conjectures(as_json(GOOD), right=0.2)
    assert [entry.part for entry in found.sentences] == ["rival", "check"]
    (dropped,) = found.dropped
    assert dropped.text == GOOD["reason"]
    assert "named the opposite" in dropped.reason


def test_the_doubt_is_not_shown_which_pattern_was_found():
    _, model = conjectures(as_json(GOOD))
    doubts = [asked(request) for request in model.backend.requests if request.schema is None]
    assert len(doubts) == 2
    assert "A: All else equal, the chance that churn is yes rises" in doubts[0]
    assert "B: All else equal, the chance that churn is yes rises" in doubts[1]
    assert all("the chance that churn is yes falls" in text for text in doubts)


def test_a_favourite_letter_does_not_decide():
    """The model that always says A neither keeps nor drops: both orders are asked."""
    asking = Conjecturing(WORDS, "customers", anything)
    replies = lambda request: as_json(GOOD) if request.schema else {"A": 0.9, "B": 0.1}  # noqa: E731
    with ChatModel(Scripted(replies)) as model:
        assert len(asking.ask(CLAIM, model).sentences) == 3


def test_no_number_of_the_claim_is_shown_but_its_region():
    _, model = conjectures(as_json(GOOD))
    shown = asked(model.backend.requests[0])
    assert "goes from 0 to 6" in shown
    assert "points" not in shown


def test_without_an_answer_there_is_nothing():
    found, _ = conjectures("no JSON", "none", "still none", "nothing")
    assert found.sentences == ()
    assert len(found.dropped) == 2
    assert all(entry.reason.startswith("no answer: ") for entry in found.dropped)


def test_a_check_of_nothing_is_no_check():
    bad = {"reason": "90% leave.", "rival": "9 of 10 leave.", "check": GOOD["check"]}
    found, _ = conjectures(as_json(bad), as_json(bad))
    assert found.sentences == ()


def test_a_claim_without_a_mirror_is_not_doubted():
    claim = changed(CLAIM, kind="subgroup")
    found, model = conjectures(as_json(GOOD), claim=claim)
    assert len(found.sentences) == 3
    assert model.tally.calls == 1


def test_the_estimate_covers_what_is_asked():
    asking = Conjecturing(WORDS, "customers", anything)
    says = lambda request: as_json(GOOD) if request.schema else {"A": 0.5, "B": 0.5}  # noqa: E731
    with ChatModel(Scripted(says)) as model:
        estimate = asking.estimate(CLAIM, model)
        asking.ask(CLAIM, model)
        assert estimate.expected.calls == model.tally.calls == 3
        assert estimate.largest.calls > 3


def test_what_rests_on_names_is_marked():
    found, _ = conjectures(as_json(GOOD))
    marked = marked_as_memory({CLAIM.id: found})[CLAIM.id]
    assert all(entry.memory for entry in marked.sentences)
    assert not any(entry.memory for entry in found.sentences)


def test_a_level_that_is_a_number_is_one_and_a_digit_in_a_name_is_none():
    """Names of levels such as 2012 were let through: a reader takes them for results."""
    year = GOOD | {"reason": "It may be that more people joined in 2012."}
    found, _ = conjectures(as_json(year), as_json(year))
    assert [entry.part for entry in found.sentences] == ["rival", "check"]
    metres = GOOD | {"reason": "It may be that a larger area_m2 or pm10 plays a part."}
    assert len(conjectures(as_json(metres))[0].sentences) == 3
