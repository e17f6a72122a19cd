"""What may set two groups apart: who proposed it, what is raced, what goes to the vault."""

from __future__ import annotations

import json
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest

from dataexplain.llm import Budget, ChatModel, Embedder, Scripted
from dataexplain.runs.difference_search import OWN_TEXTS, ShortList, search_differences
from dataexplain.runs.difference_wish import DifferenceWish
from dataexplain.runs.progress import Silence
from dataexplain.search.discovery_texts import DiscoveryTexts
from tests.runs.planted_groups import LOUD, NO, NOISE, YES, Planted, knows, planted, visits
from tests.word_embedder import WordEmbedder


def searched(
    model: ChatModel | None = None, *, embedded: bool = False, rows: int = 300, **wanted: Any
) -> ShortList:
    frame = visits(rows)
    south = (frame["region"] == "south").to_numpy()
    texts = DiscoveryTexts(tuple(frame["review"]), south, ("south", "north"))
    wish = DifferenceWish(**{"proposed": 12, "screened": 10, "race_calls": 300, "keep": 2} | wanted)
    ways: dict[str, Any] = {"seed": 0, "progress": Silence()}
    with model or planted() as opened, Embedder(WordEmbedder()) as embedder:
        return search_differences(
            texts, wish, opened, embedder=embedder if embedded else None, **ways
        )


def names(found: ShortList) -> list[str]:
    return [listed.property for listed in found.listed]


def test_what_was_planted_comes_first_with_direction_source_and_controls() -> None:
    best = next(one for one in searched().listed if one.property == NOISE)
    assert (best.direction, best.candidate.source) == ("up", "model")
    assert best.controls == (9, 9, True)
    # between the odds of 0.4 and of 0.1, where a judge that leans to no parts texts
    assert np.log(1 / 9) < best.yes_above < np.log(4 / 6)


@pytest.mark.parametrize("embedded", [True, False])
@pytest.mark.parametrize("race_calls", [0, 2, 12, 300])
def test_the_user_s_own_is_listed_whatever_the_race_says(embedded: bool, race_calls: int) -> None:
    own = ("is signed by Anna", "is number 1 thing", "is number 2 thing", "is number 3 thing")
    found = searched(embedded=embedded, race_calls=race_calls, screened=2, keep=1, properties=own)
    assert set(own) <= set(names(found))


def test_more_of_the_user_s_own_than_are_screened_are_all_raced() -> None:
    """A regression: without an embedder those beyond the number that race were left out."""
    own = tuple(f"is number {n} thing" for n in range(6))
    assert set(own) <= set(names(searched(screened=3, keep=1, properties=own)))


def test_the_user_s_own_has_answers_where_the_race_did_not_reach_it() -> None:
    """A regression: without answers yes began nowhere, and all held-out texts were answered no."""
    found = searched(race_calls=0, properties=(NOISE,))
    (listed,) = found.listed
    assert listed.direction == "up"
    assert listed.discovery is not None
    assert len(listed.discovery.texts) == 2 * OWN_TEXTS
    assert np.log(1 / 9) < listed.yes_above < np.log(4 / 6)
    assert found.calls == 2 * OWN_TEXTS


def test_without_any_answer_yes_begins_at_even_odds() -> None:
    model = ChatModel(Scripted(Planted()), budget=Budget(calls=0))
    (listed,) = searched(model, properties=(NOISE,)).listed
    assert (listed.yes_above, listed.controls) == (0.0, None)


def test_the_user_s_own_borrows_the_texts_that_a_file_knows(tmp_path: Path) -> None:
    """A regression: one wording stood in the race twice, and lost the texts known to have it."""
    bank = tmp_path / "bank.csv"
    bank.write_text("property,having,lacking\nComplains about noise.,So loud,A soft pillow\n")
    found = searched(bank=bank, properties=(NOISE,), screened=500, race_calls=3000, keep=1)
    assert [one.property for one in found.scores.candidates].count(NOISE) == 1
    own = found.scores.candidates[0]
    assert (own.property, own.source) == (NOISE, "user")


@pytest.mark.parametrize("race_calls", [0, 1, 2, 10])
def test_what_the_race_did_not_reach_is_told(race_calls: int) -> None:
    """A regression: with a budget of 1 call nothing was raced, and no note said it."""
    raced = min(race_calls // 2, 1)
    left = f"The budget ended before {10 - raced} properties were raced."
    assert left in searched(race_calls=race_calls).notes


def test_a_budget_that_ends_before_any_answer_names_all_as_not_raced() -> None:
    """A regression: those that would have left first were not counted."""
    model = ChatModel(Scripted(Planted()), budget=Budget(calls=0))
    assert "The budget ended before 10 properties were raced." in searched(model, keep=1).notes


def test_one_that_the_judge_cannot_tell_costs_no_place() -> None:
    found = searched(keep=2, screened=24, race_calls=600)
    believed = [one for one in found.listed if one.words or (one.controls and one.controls[2])]
    refused = [one for one in found.listed if one.controls and not one.controls[2]]
    assert believed
    assert refused
    told = " ".join(found.notes)
    assert f"{len(believed)} of 24 properties went on to held-out texts" in told
    assert "the judge failed on texts that are known" in told


def test_no_control_texts_leave_the_judge_untried() -> None:
    class Silent(Planted):
        def __call__(self, request: Any) -> Any:
            controls = "having" in ((request.schema or {}).get("properties") or {})
            return "nonsense" if controls else super().__call__(request)

    found = searched(ChatModel(Scripted(Silent())))
    untried = next(one for one in found.listed if not one.words)
    assert untried.controls is None
    assert "fewer than two texts of each kind are known" in untried.untried
    assert "--bank" in untried.untried, "what would mend it"
    assert "could not be tried on texts that are known" in " ".join(found.notes)


def test_one_that_cannot_be_tried_costs_no_place() -> None:
    """Without known texts nothing was known of the judge, and held-out texts were asked."""

    class Forgetful(Planted):
        def __call__(self, request: Any) -> Any:
            controls = "having" in ((request.schema or {}).get("properties") or {})
            return "nonsense" if controls else super().__call__(request)

    found = searched(ChatModel(Scripted(Forgetful())), keep=1, screened=24, race_calls=600)
    assert [bool(one.untried) for one in found.listed].count(False) >= 1


def test_words_lean_as_all_texts_do_and_not_as_the_few_that_raced() -> None:
    """The direction came from 20 texts, and the vault showed the opposite of what was said."""
    for seed in range(3):
        found = searched(
            properties=(f'mentions "{LOUD[seed]}"',), proposed=0, screened=1, race_calls=4, keep=1
        )
        assert next(one for one in found.listed if one.words).direction == "up"


def test_words_race_without_a_judge() -> None:
    said = 'mentions "loud" or "sirens"'
    asked = Scripted(Planted())
    model = ChatModel(asked)
    found = searched(model, properties=(said,), proposed=0, screened=1, race_calls=20, keep=1)
    (own,) = [one for one in found.listed if one.property == said]
    assert (own.words, own.yes_above, own.controls, own.untried) == (
        ("loud", "sirens"),
        0.0,
        None,
        "",
    )
    assert not [one for one in asked.requests if said in str(one.messages)]


def test_the_opposite_of_a_property_is_no_other_word_for_it() -> None:
    """A regression: what the judge answers the other way round was listed as answered alike."""
    opposite = "praises the silence"

    def judged(text: str, property: str) -> Any:
        known = knows(text, NOISE)
        return {YES: known[NO], NO: known[YES]} if property == opposite else knows(text, property)

    class Both(Planted):
        def __call__(self, request: Any) -> Any:
            reply = super().__call__(request)
            if "having" in ((request.schema or {}).get("properties") or {}):
                known = json.loads(super().__call__(_about_noise(request)))
                if opposite in request.messages[-1].content:
                    known = {"having": known["lacking"], "lacking": known["having"]}
                return json.dumps(known)
            return reply

    found = searched(
        ChatModel(Scripted(Both(judged=judged))), properties=(NOISE, opposite), keep=3, proposed=0
    )
    told = " ".join(found.notes)
    assert f"Opposites of “{opposite}”: “{NOISE}”" in told or (
        f"Opposites of “{NOISE}”: “{opposite}”" in told
    )
    assert f"Answered as “{NOISE}” is: “{opposite}”" not in told


def _about_noise(request: Any) -> Any:
    return SimpleNamespace(schema=request.schema, messages=[SimpleNamespace(content=NOISE)])


def test_a_proposer_that_repeats_itself_proposes_once() -> None:
    found = searched(planted(properties=[NOISE] * 3))
    assert [one.property for one in found.scores.candidates].count(NOISE) == 1
    assert "it was proposed before" in " ".join(found.notes)


def test_a_proposer_that_copies_a_row_is_not_heard() -> None:
    class Copying(Planted):
        def __call__(self, request: Any) -> Any:
            rows = [
                line.strip("-• ")
                for line in request.messages[-1].content.splitlines()
                if line.strip("-• ") in known
            ]
            self.properties = rows[:2] or [NOISE]
            return super().__call__(request)

    known = set(visits(300)["review"])
    found = searched(ChatModel(Scripted(Copying())))
    assert not known & {one.property for one in found.scores.candidates}
    assert "it copies a text" in " ".join(found.notes)


def test_another_language_is_dropped() -> None:
    found = searched(planted(properties=["habla de la comida y el sol", "спорт и еда"]))
    assert "it is in another language" in " ".join(found.notes)
    assert not [one for one in found.scores.candidates if one.source == "model"]


def test_of_five_hundred_proposals_no_more_race_than_may() -> None:
    many = [f"mentions the number {n}" for n in range(500)]
    found = searched(planted(properties=many), proposed=500, screened=10)
    assert len(found.scores.candidates) == 10


def test_the_bank_fills_the_places_that_no_proposer_takes() -> None:
    found = searched(proposed=0, screened=12)
    assert {one.source for one in found.scores.candidates} <= {"bank", "words"}
    assert len(found.scores.candidates) == 12


def test_what_stands_in_a_file_races_and_is_not_tested_in_any_case(tmp_path: Path) -> None:
    bank = tmp_path / "bank.csv"
    bank.write_text("property\nis number 1 thing\n")
    found = searched(bank=bank, proposed=0, screened=500, race_calls=4000, keep=1)
    sources = {one.property: one.source for one in found.scores.candidates}
    assert sources["is number 1 thing"] == "file"


def test_the_same_seed_searches_the_same() -> None:
    one, other = searched(), searched()
    assert names(one) == names(other)
    assert one.notes == other.notes


def test_groups_without_a_text_of_their_own_are_not_raced() -> None:
    texts = DiscoveryTexts(("a b c", "a b c"), np.array([True, False]), ("x", "y"))
    with planted() as model:
        found = search_differences(
            texts, DifferenceWish(), model, embedder=None, seed=0, progress=Silence()
        )
    assert (found.listed, found.calls) == ((), 0)
    assert found.notes[-1] == "Nothing was left to compare."
