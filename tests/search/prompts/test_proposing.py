import json

import pytest

from dataexplain.llm import Budget, ChatModel, Scripted
from dataexplain.search.prompts.answering_form import AnsweringForm
from dataexplain.search.prompts.proposing import CLASSES_ROUND, FREE_ROUND, Proposing, schema_of
from dataexplain.search.prompts.sentence_writer import SentenceWriter
from dataexplain.tables.pairs import Pairs
from tests.search.prompts.fake_model import PAIRS, TRUE, World, opened

FREE = AnsweringForm("free")
YES_NO = AnsweringForm("classes", ("no", "yes"))
FOOD = Pairs(
    tuple(f"thing {number}" for number in range(12)),
    tuple("yes" if number % 2 else "no" for number in range(12)),
    tuple(range(12)),
)


def proposed(world, wanted, *, most=20, form=FREE, pairs=PAIRS, **settings):
    scripted, model = opened(world)
    with model:
        proposing = Proposing(pairs, form, SentenceWriter(model, most), **settings)
        return scripted.requests, proposing.propose(wanted)


def test_enough_sentences_end_it():
    requests, found = proposed(World([f"Add {n} to the number of it." for n in range(9)]), 4)
    assert len(found) >= 4
    assert len(requests) < 6
    assert {candidate.source for candidate in found} == {"proposed"}


def test_the_same_sentence_again_and_again_ends_with_the_replies():
    requests, found = proposed(World([TRUE]), 4, most=7)
    assert [candidate.sentence for candidate in found] == [TRUE]
    assert len(requests) == 7


def test_pairs_are_drawn_anew_and_every_way_of_asking_comes_up():
    requests, _ = proposed(World([TRUE]), 9, most=2 * len(FREE_ROUND))
    asked = [request.messages[-1].content for request in requests]
    assert len(set(asked)) == len(asked)
    assert len({text.rpartition("</text>")[2] for text in asked}) == len(set(FREE_ROUND))
    assert [request.draw for request in requests[: len(FREE_ROUND)]] == [0] * len(FREE_ROUND)
    assert requests[-1].draw == 1
    assert requests[-1].temperature > 0


def test_where_outputs_are_classes_inputs_of_two_are_set_side_by_side():
    requests, _ = proposed(
        World(["Say if it is food."]), 9, most=len(CLASSES_ROUND), form=YES_NO, pairs=FOOD
    )
    assert any(
        "Inputs with the output yes:" in request.messages[-1].content for request in requests
    )


def test_what_the_user_knows_is_said_with_the_pairs():
    requests, _ = proposed(
        World([TRUE]), 9, most=4, context="Trees in woods.", hints=["Double it.", "Add one to it."]
    )
    asked = [request.messages[-1].content for request in requests]
    assert all("Trees in woods." in text for text in asked)
    assert ["Double it." in text for text in asked] == [True, False, False, False]
    assert ["Add one to it." in text for text in asked] == [False, False, True, False]


def test_another_seed_shows_other_pairs_and_the_same_one_the_same():
    first, again, other = (proposed(World([TRUE]), 9, most=1, seed=seed)[0] for seed in (0, 0, 1))
    assert first == again != other


def test_replies_that_break_their_form_are_no_sentences():
    scripted = Scripted(lambda _: "no JSON at all")
    with ChatModel(scripted) as model:
        writer = SentenceWriter(model, 3)
        assert Proposing(PAIRS, FREE, writer).propose(5) == ()
        assert writer.left == 0


def test_the_end_of_the_models_budget_ends_it_quietly():
    scripted = Scripted(World([TRUE, "Triple the number of it."]))
    with ChatModel(scripted, budget=Budget(calls=1)) as model:
        writer = SentenceWriter(model, 9)
        found = Proposing(PAIRS, FREE, writer).propose(9)
    assert [candidate.sentence for candidate in found] == [TRUE]
    assert writer.ended
    assert writer.left == 0
    assert writer.calls.total() == 1


def test_a_sentence_that_names_a_pair_is_dropped():
    _, found = proposed(World(["Return 6 woods for 3 trees."]), 3, most=3, pairs=PAIRS.take([0]))
    assert found == ()


def test_one_pair_is_enough_to_ask():
    _, found = proposed(World([TRUE]), 1, pairs=PAIRS.take([0]))
    assert found[0].sentence == TRUE


@pytest.mark.parametrize("way", sorted({*FREE_ROUND, *CLASSES_ROUND}))
def test_schemas_are_plain_json(way):
    schema = schema_of(way)
    assert json.loads(json.dumps(schema)) == schema
    assert "instruction" in schema["required"] or "sentences" in schema["required"]
