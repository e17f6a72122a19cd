import numpy as np
import pytest

from dataexplain.errors import ParameterError
from dataexplain.llm import Embedder
from dataexplain.search.candidate import Candidate
from dataexplain.search.discovery_texts import DiscoveryTexts
from dataexplain.search.screening import Pointing, screened
from tests.word_embedder import WordEmbedder

GOOD = [f"good great room{number}" for number in range(20)]
BAD = [f"bad awful room{number}" for number in range(20, 40)]
TEXTS = DiscoveryTexts((*GOOD, *BAD), np.arange(40) < 20, ("good", "bad"))
PRAISE = Candidate("is great", "bank", having=("good fine",), lacking=("bad poor",))
BLAME = Candidate("is awful", "model", having=("bad poor",), lacking=("good fine",))
OTHERS = tuple(Candidate(f"is w{number}", "words") for number in range(12))


@pytest.fixture
def embedder():
    with Embedder(WordEmbedder()) as opened:
        yield opened


def test_what_sets_the_groups_apart_is_chosen_with_its_sign(embedder):
    found = screened((*OTHERS, BLAME, PRAISE), TEXTS, embedder, most=2)
    gaps = {one.candidate.property: one.gap for one in found.chosen}
    assert gaps["is awful"] < -1 or gaps["is great"] > 1
    assert found.texts == 40


def test_only_properties_of_a_where_one_side_is_wanted(embedder):
    found = screened((BLAME, PRAISE), TEXTS, embedder, most=1, one_sided=True)
    assert found.candidates == (PRAISE,)


def test_the_users_own_come_first_and_are_never_left_out(embedder):
    own = tuple(Candidate(f"is u{number}", "user") for number in range(3))
    found = screened((PRAISE, *own), TEXTS, embedder, most=1)
    assert set(found.candidates[:3]) == set(own)
    assert found.candidates[3] == PRAISE
    assert found.sources == {"bank": (1, 1), "user": (3, 3)}


def test_no_source_is_shut_out(embedder):
    strong = tuple(
        Candidate(f"is s{number}", "bank", ("good", f"s{number} {number}"), ("bad", "awful"))
        for number in range(30)
    )
    found = screened((*strong, *OTHERS), TEXTS, embedder, most=8)
    assert found.sources["words"][0] >= 2
    assert sum(chosen for chosen, _ in found.sources.values()) == len(found.chosen) <= 8
    gaps = [abs(one.gap) for one in found.chosen]
    assert gaps == sorted(gaps, reverse=True)


def test_near_copies_count_once(embedder):
    copies = tuple(Candidate("is great", "model", PRAISE.having, PRAISE.lacking) for _ in range(5))
    found = screened((PRAISE, *copies, *OTHERS), TEXTS, embedder, most=18)
    assert [one.candidate.property for one in found.chosen].count("is great") == 1
    assert found.copies == {"is great": "is great"}


def test_of_like_words_with_texts_that_differ_both_are_chosen(embedder):
    """'is an email' and 'contains an email address' had one place, though few texts are both."""
    other = Candidate("is great", "model", having=("train",), lacking=("boat",))
    bare = Candidate("is great", "words")
    for beside, chosen in ((other, 2), (bare, 1)):
        found = screened((PRAISE, beside, *OTHERS), TEXTS, embedder, most=14)
        assert sum(one.candidate.property == "is great" for one in found.chosen) == chosen


def test_opposites_are_no_copies(embedder):
    found = screened((PRAISE, BLAME, *OTHERS), TEXTS, embedder, most=14)
    assert {PRAISE, BLAME} <= set(found.candidates)


def test_without_examples_the_words_alone_point(embedder):
    bare = Candidate("is great", "model")
    (alone,) = Pointing.of([bare], embedder).directions
    said = embedder.embed(["The text is great."])[0]
    assert alone @ said == pytest.approx(np.linalg.norm(said), rel=1e-3)


def test_a_blank_example_leaves_the_words(embedder):
    blank = Candidate("is great", "bank", having=("  ",), lacking=("bad",))
    bare = Candidate("is great", "model")
    both = Pointing.of([blank, bare], embedder).directions
    assert both[0] == pytest.approx(both[1])


def test_groups_of_the_same_texts_leave_the_order_as_it_was(embedder):
    same = DiscoveryTexts((*GOOD, *GOOD), np.arange(40) < 20, ("a", "b"))
    found = screened((BLAME, PRAISE), same, embedder, most=1)
    assert found.candidates == (BLAME,)
    assert np.isnan(found.chosen[0].gap)


def test_nothing_offered(embedder):
    found = screened((), TEXTS, embedder, most=3)
    assert found.chosen == ()
    assert found.sources == {}


def test_the_order_of_the_rows_does_not_matter(embedder):
    turned = DiscoveryTexts(TEXTS.texts[::-1], TEXTS.in_a[::-1], TEXTS.names)
    runs = [screened((*OTHERS, PRAISE), texts, embedder, most=4) for texts in (TEXTS, turned)]
    assert runs[0] == runs[1]


def test_most_below_one(embedder):
    with pytest.raises(ParameterError, match="most"):
        screened((PRAISE,), TEXTS, embedder, most=0)
