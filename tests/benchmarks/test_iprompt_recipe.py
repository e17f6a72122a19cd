import numpy as np
from iprompt_recipe import GENERATED, POOL, SCORED, Recipe

WORDS = ["sum", "add", "colour", "city", "the", "of", "numbers", "both"]


def recipe(batch=2, seed=0):
    """Return a search whose prompts are the better the more of its words speak of sums."""
    draws = np.random.default_rng(0)

    def write(prefix, tokens, seed):
        return " " + " ".join(draws.choice(WORDS, tokens))

    def score(prompt, rows):
        return [sum(word in {"sum", "add"} for word in prompt.split()) - 6.0 for _ in rows]

    inputs, outputs = [f"{n} and 1" for n in range(20)], [str(n + 1) for n in range(20)]
    return Recipe(inputs, outputs, write, score, batch=batch, seed=seed)


def test_a_budget_is_kept_and_counted():
    search = recipe()
    calls = POOL + 2 * (GENERATED + 2 * SCORED)
    search.run(calls + 50)
    assert search.generated == POOL + 2 * GENERATED
    assert search.scored == 2 * 2 * SCORED
    assert [rows for rows, _ in search.best_losses] == [120, 240]


def test_the_best_come_first_and_get_better():
    search = recipe()
    ranked = search.run(1500)
    losses = [search.pool[prompt].mean for prompt in ranked]
    assert losses == sorted(losses)
    assert search.best_losses[-1][1] <= search.best_losses[0][1]
    assert "sum" in ranked[0] or "add" in ranked[0]


def test_no_step_fits_a_small_budget():
    assert recipe().run(30) == []
