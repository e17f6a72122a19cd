import numpy as np

from dataexplain.search.prompts.answering_form import AnsweringForm
from dataexplain.search.prompts.candidate import PromptCandidate
from dataexplain.search.prompts.changing import Changing
from dataexplain.search.prompts.mutating import Mutating
from dataexplain.search.prompts.output_scores import OutputScores
from dataexplain.search.prompts.proposing import Proposing
from dataexplain.search.prompts.search_settings import PromptSearchSettings
from dataexplain.search.prompts.sentence_writer import SentenceWriter
from tests.search.prompts.fake_model import LESS, PAIRS, TRUE, World, opened

FREE = AnsweringForm("free")
ORDER = list(range(len(PAIRS)))
POOL = [PromptCandidate(LESS, "proposed"), PromptCandidate("Name some other woods.", "proposed")]


def change(world, *, asked=8, budget=200, **settings):
    """Change a pool of two whose first rows were asked."""
    scripted, model = opened(world)
    allowed = PromptSearchSettings(budget=440, **settings)
    with model:
        writer = SentenceWriter(model, allowed.replies)
        scores = OutputScores(PAIRS, FREE, model, POOL, budget=budget)
        scores.ask(ORDER[:asked], [1, 2])
        changing = Changing(
            scores,
            ORDER,
            Proposing(PAIRS, FREE, writer),
            Mutating(PAIRS, FREE, writer),
            allowed,
            tell=lambda: None,
        )
        return changing.change([1, 2]), changing, scores, scripted


def sentences(scores, places):
    return [scores.candidates[place].sentence for place in places]


def test_a_better_change_leads_and_was_asked_what_the_leader_was():
    members, changing, scores, _ = change(World([], [TRUE]), asked=20)
    assert sentences(scores, members)[0] == TRUE
    assert changing.accepted >= 1
    assert scores.asked[:20, members[0]].all()


def test_a_worse_change_stays_out_and_is_left_after_half_a_minibatch():
    bad = "Write down the names of old oaks."
    world = World([], [bad], shares=lambda asked: 0.02 if asked.startswith(bad) else 0.4)
    members, changing, scores, _ = change(world, rounds=1)
    assert changing.accepted == 0
    assert members == [1, 2]
    place = [candidate.sentence for candidate in scores.candidates].index(bad)
    assert scores.asked[:, place].sum() == 4


def test_where_nothing_gets_better_sentences_are_proposed_anew_and_then_it_ends():
    world = World([TRUE], ["Write down the names of old oaks."])
    members, _, scores, scripted = change(world, patience=1)
    assert TRUE in sentences(scores, members)
    assert any(request.schema is not None for request in scripted.requests)


def test_it_ends_after_rounds_in_vain():
    world = World(["Name old oaks there."], ["Write down the names of old oaks."])
    _, _, _, scripted = change(world, patience=1, rounds=9)
    written = [request for request in scripted.requests if request.verb == "generate"]
    assert len(written) < 20


def test_a_leader_that_is_good_enough_is_not_changed():
    members, _, _, scripted = change(World([], [TRUE], shares=lambda _: 0.98))
    assert members == [1, 2]
    assert all(request.verb == "score" for request in scripted.requests)


def test_without_rounds_or_members_nothing_is_asked():
    members, _, _, scripted = change(World([], [TRUE]), rounds=0)
    assert members == [1, 2]
    assert all(request.verb == "score" for request in scripted.requests)


def test_the_budget_for_changes_is_kept():
    _, _, scores, _ = change(World([TRUE], [f"Add {n} old oaks." for n in range(50)]), rounds=50)
    settings = PromptSearchSettings(budget=440)
    # a minibatch that was begun is finished
    assert scores.calls <= 16 + settings.of_changes + 3 * settings.minibatch


def test_no_sentence_is_asked_a_row_out_of_turn():
    _, _, scores, _ = change(World([TRUE], [TRUE, "Add old oaks to it.", LESS]))
    for asked in scores.asked.T:
        count = asked.sum()
        assert np.flatnonzero(asked).tolist() == list(range(count))
