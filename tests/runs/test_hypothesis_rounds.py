import dataclasses
import json
import pickle

import numpy as np
import pytest

from dataexplain.errors import ServerError
from dataexplain.llm import Budget, ChatModel, Scripted
from dataexplain.runs.explaining import discover
from dataexplain.runs.hypothesis_rounds import HARD_ROWS, SOME_ROWS, HypothesisRounds, Remembered
from dataexplain.runs.short_list import CONTRADICTED
from dataexplain.tables import build_table, split_rows
from tests.planted_tables import customers
from tests.runs.scripted_hypotheses import at_levels, proposing, rises

GOLD = at_levels("plan", "gold", outcome="lower")


@pytest.fixture(scope="module")
def table():
    return build_table(customers(500), "left", positive="yes")


def found_by(table, script, *, split=None, budget=None, **wishes):
    backend = Scripted(script)
    with ChatModel(backend, budget=budget) as model:
        rounds = HypothesisRounds(model, **wishes)
        found = discover(table, seed=0, proposer=rounds, split=split)
    asked = [request.messages[-1].content for request in backend.requests]
    return rounds, found, asked


def test_no_verification_row_reaches_a_prompt_or_a_claim(table):
    """Every cell of the other half is changed, its levels too: nothing that is asked moves."""
    split = split_rows(table)
    frame = table.frame.copy()
    other = split.verification
    frame.loc[other, "waiting"] = 1234.5
    frame.loc[other, "noise"] = np.nan
    frame["plan"] = frame["plan"].cat.add_categories(["secret"])
    frame.loc[other, "plan"] = "secret"
    frame.loc[other, "left"] = "no"
    columns = tuple(
        dataclasses.replace(column, levels=(*column.levels, "secret"), missing=250)
        if column.name == "plan"
        else column
        for column in table.columns
    )
    garbled = dataclasses.replace(table, frame=frame, columns=columns)
    script = proposing(rises("waiting"), GOLD)
    _, plain, asked = found_by(table, script, split=split)
    _, other_found, asked_too = found_by(garbled, script, split=split)
    assert asked == asked_too
    assert not any("secret" in text or "1234" in text for text in asked)
    assert plain.claims == other_found.claims
    assert {claim.features for claim in plain.claims} >= {("waiting",), ("plan",)}


def test_a_later_round_is_told_what_was_found_and_shown_what_it_leaves(table):
    _, found, asked = found_by(table, proposing(rises("waiting")), rounds=2)
    first, later = asked[0], asked[2]
    assert SOME_ROWS in first
    assert "Nothing is known yet." in first
    assert HARD_ROWS in later
    assert "- the probability of left = yes rises as waiting goes from" in later
    said = [line for line in asked[3].splitlines() if "than expected" in line]
    assert [line.rpartition(": ")[2] for line in said[:3]] == [
        "left = yes (more than expected)"
    ] * 3
    waits = [float(line.partition("waiting = ")[2].split(";")[0]) for line in said]
    assert np.mean(waits[:3]) < np.mean(waits[3:])
    assert found.claims[0].features == ("waiting",)


def test_nothing_is_shown_of_rows_where_that_is_not_wanted(table):
    _, _, asked = found_by(table, proposing(rises("waiting")), rows_shown=0)
    assert all("No rows are shown." in text for text in asked)
    assert not any("waiting = " in text for text in asked)


@pytest.mark.parametrize("calls", [1, 10])
def test_with_any_budget_what_was_said_is_listed(table, calls):
    rounds, found, asked = found_by(
        table, proposing(rises("waiting")), budget=Budget(calls=calls), rounds=20
    )
    assert len(asked) == min(calls, 40)
    named = [claim for claim in found.claims if "language model" in claim.sources]
    assert bool(named) == bool(calls)
    assert rounds.answers.ended is not None


def test_a_model_that_fails_at_once_is_an_error_and_later_it_is_told(table):
    with pytest.raises(ServerError, match="gone"):
        found_by(table, [ServerError("It is gone.")])
    first = {name: {"reason": "", "outcome": "rises"} for name in ("waiting", "noise")}
    first |= {"plan": {"reason": "", "levels": ["gold"], "outcome": "higher"}}
    first = json.dumps({"hypotheses": first, "unchanged": []})
    rounds, found, _ = found_by(table, [first, ServerError("It is gone.")])
    assert str(rounds.answers.ended) == "It is gone."
    assert found.claims


def test_what_was_proposed_is_screened_again_without_a_model(table):
    rounds, found, _ = found_by(table, proposing(rises("waiting"), rises("noise")))
    again = Remembered(rounds.answers.hypotheses, 20)
    assert discover(table, seed=0, proposer=again).claims == found.claims
    assert pickle.loads(pickle.dumps(again)) == again  # noqa: S301


def test_an_estimate_asks_nothing(table):
    rounds, found, asked = found_by(table, [], asks=False, rounds=3)
    assert not asked
    assert not found.claims
    assert rounds.estimate.expected.calls == 6


def test_of_a_column_that_was_got_wrong_it_is_asked_again(table):
    script = proposing(rises("waiting", "falls"), GOLD, later=[rises("waiting")])
    rounds, found, asked = found_by(table, script)
    assert rounds.listed.dropped[CONTRADICTED] == 1
    assert "\nplan:" in asked[0]
    assert "\nplan:" not in asked[2]
    own = {claim.features: claim.direction for claim in found.claims if len(claim.features) == 1}
    assert own == {("waiting",): "up", ("plan",): "down"}
