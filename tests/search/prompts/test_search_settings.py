from hypothesis import given
from hypothesis import strategies as st

from dataexplain.search.prompts.search_settings import PromptSearchSettings


@given(st.integers(0, 2000), st.integers(0, 100))
def test_what_may_be_spent_is_parted_without_a_rest(budget, generations):
    settings = PromptSearchSettings(budget=budget, generations=generations)
    assert settings.replies + settings.scored == budget
    assert settings.replies <= min(generations, budget / 4)
    assert settings.of_first_race + settings.of_changes <= settings.scored


def test_the_default_keeps_to_what_a_small_machine_can_do():
    settings = PromptSearchSettings()
    assert settings.scored <= 400
    assert settings.replies <= 40


def test_within_is_never_more_than_either():
    one, other = PromptSearchSettings(budget=9, rounds=3), PromptSearchSettings(rounds=1, keep=9)
    both = one.within(other)
    assert (both.budget, both.rounds, both.keep) == (9, 1, one.keep)
