import numpy as np
import pytest

from dataexplain.search.prompts.answering_form import AnsweringForm
from dataexplain.search.prompts.candidate import PromptCandidate
from dataexplain.search.prompts.mutating import Mutating, accepted, joined
from dataexplain.search.prompts.sentence_writer import SentenceWriter
from tests.search.prompts.fake_model import LESS, PAIRS, TRUE, World, opened

FREE = AnsweringForm("free")
PARENT = PromptCandidate(LESS, "proposed")
OTHER = PromptCandidate("Name some trees in woods.", "proposed")


def changed(said, do, *, most=9):
    scripted, model = opened(World([], said))
    with model:
        mutating = Mutating(PAIRS, FREE, SentenceWriter(model, most), context="Trees.")
        return do(mutating), scripted.requests


@pytest.mark.parametrize(
    ("do", "source", "parents"),
    [
        (lambda m: m.regrow(PARENT), "regrown", (LESS,)),
        (lambda m: m.rephrase(PARENT), "rephrased", (LESS,)),
        (lambda m: m.combine(PARENT, OTHER), "combined", (LESS, OTHER.sentence)),
        (lambda m: m.reflect(PARENT, [0, 1], [2]), "reflected", (LESS,)),
    ],
)
def test_a_change_knows_what_it_was_made_from(do, source, parents):
    child, _ = changed([TRUE], do)
    assert child.source == source
    assert child.parents == parents
    assert child.rule is None
    assert child.sentence.endswith(TRUE.split()[-1])


@pytest.mark.parametrize(
    "do",
    [lambda m: m.rephrase(PARENT), lambda m: m.combine(PARENT, OTHER), lambda m: m.regrow(PARENT)],
)
def test_saying_the_parent_again_is_no_change(do):
    child, _ = changed([LESS.upper()], do)
    assert child is None


def test_a_sentence_grows_again_from_its_own_beginning():
    child, (request,) = changed([TRUE], lambda m: m.regrow(PARENT))
    start = child.sentence.split()[0]
    assert start == LESS.split()[0]
    assert f'"{start}' in request.messages[-1].content


def test_mistakes_are_shown_with_the_right_output_and_what_was_answered():
    child, requests = changed(["9 cats live there", TRUE], lambda m: m.reflect(PARENT, [0], [1]))
    asked = requests[-1].messages[-1].content
    assert child is not None
    assert "Input: 3 trees\nOutput: 6 woods\nThe sentence leads to: 9 cats live there" in asked
    assert "Input: 4 trees\nOutput: 8 woods\nThe sentence leads to this output." in asked
    assert LESS in asked
    # the answer is asked for as it was scored: with the sentence
    assert LESS in requests[0].messages[0].content


def test_without_replies_left_nothing_is_changed():
    child, requests = changed([TRUE], lambda m: m.reflect(PARENT, [0], [1]), most=0)
    assert child is None
    assert requests == []


def test_two_changes_of_one_sentence_are_two_draws():
    _, requests = changed([TRUE], lambda m: [m.rephrase(PARENT), m.rephrase(PARENT)])
    assert requests[0].draw != requests[1].draw


@pytest.mark.parametrize(
    ("child", "parent", "better"),
    [
        ([0.9, 0.9], [0.5, 0.9], True),
        ([0.5, 0.9], [0.5, 0.9], False),  # a tie is no progress
        ([0.9, np.nan, np.nan], [0.8, 1.0, 1.0], True),  # only rows that both answered count
        ([np.nan], [0.1], False),
        ([], [], False),
    ],
)
def test_a_child_must_do_better_on_the_same_rows(child, parent, better):
    assert accepted(np.array(child), np.array(parent)) is better


def test_a_beginning_is_not_said_twice():
    assert joined("Return the", "return the sum.") == "return the sum."
    assert joined("Return the", "Double of it.") == "Return the double of it."
