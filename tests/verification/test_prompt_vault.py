"""Sentences tested on held-out pairs."""

from __future__ import annotations

import dataclasses
from typing import Any

import pytest

from dataexplain.errors import ParameterError, VaultSealedError
from dataexplain.llm import Budget, ChatModel
from dataexplain.operations import Rule
from dataexplain.search.prompts.answering_form import AnsweringForm
from dataexplain.search.prompts.candidate import PromptCandidate
from dataexplain.tables.pairs import Pairs
from dataexplain.verification.prompt_vault import PromptVault, TestedPrompt
from tests.verification.made_prompts import (
    ADD,
    FREE,
    MULTIPLY,
    NO_LOG_PROBABILITIES,
    SUM,
    adding,
    scripted,
    sums,
)

DISCOVERY, VERIFICATION = sums(12, 16), sums(2, 9)


def vault(verification: Pairs = VERIFICATION, **more: Any) -> PromptVault:
    return PromptVault(verification, **({"discovery": DISCOVERY, "form": FREE, "seed": 0} | more))


def found_of(
    *listed: PromptCandidate, backend: Any = None, **more: Any
) -> tuple[TestedPrompt, ...]:
    with ChatModel(backend or scripted(), budget=more.pop("budget", None)) as model:
        return vault(**more).test(listed, model)


def test_a_sentence_that_helps_is_told_from_one_that_does_not() -> None:
    add, multiply = found_of(ADD, MULTIPLY)
    assert (add.verdict.verdict, multiply.verdict.verdict) == ("supported", "not_supported")
    assert add.effect == min(gain.gain for gain in add.record.gains if gain.decides)
    assert [gain.over for gain in add.record.gains if gain.decides] == [
        "no sentence",
        "shuffled sentence",
        "best simple rule",
    ]
    assert (add.record.basis, add.n, add.record.second_by) == (
        "probability",
        60,
        "another phrasing",
    )
    assert add.interval_selected[0] <= add.interval[0] < add.effect <= add.interval[1] <= 1


def test_the_rows_it_gets_wrong_come_with_what_was_answered() -> None:
    (add,) = found_of(ADD)
    assert len(add.record.failures) == 8
    assert (
        add.record.right
        + sum(
            int(a) * int(b) % 7 == 0
            for a, b in (text.split(" and ") for text in vault().held_out.pairs.inputs)
        )
        == 60
    )
    first = add.record.failures[0]
    assert VERIFICATION.inputs[first.row] == first.input
    a, b = map(int, first.input.split(" and "))
    assert (first.output, first.answered) == (str(a + b), str(a * b))
    assert add.record.successes[0].answered == add.record.successes[0].output


def test_a_closed_operation_needs_no_model() -> None:
    (found,) = vault().test([SUM])
    assert (found.verdict.verdict, found.record.basis) == ("supported", "code")
    assert (found.record.right, found.record.asked, found.record.model) == (60, 60, "")
    assert [gain.over for gain in found.record.gains] == ["best simple rule", "copied input"]


def test_what_a_model_makes_of_a_closed_operation_is_told_beside() -> None:
    (found,) = found_of(SUM)
    assert found.record.second_by == "adder"
    assert found.record.second is not None
    assert 0.5 < found.record.second < 0.9
    beside = {gain.over for gain in found.record.gains if not gain.decides}
    assert beside == {"no sentence", "shuffled sentence", "examples"}


def test_a_rule_that_copies_is_not_better_than_a_copy() -> None:
    same = Pairs(VERIFICATION.inputs, VERIFICATION.inputs, VERIFICATION.rows)
    copy = Rule("copy", "Return the input.", lambda input: input)
    (found,) = vault(same).test([PromptCandidate(copy.sentence, "operations", rule=copy)])
    assert found.verdict.verdict == "not_supported"
    assert found.record.right == 60


def test_where_a_rule_says_nothing_it_is_wrong() -> None:
    half = dataclasses.replace(
        SUM, rule=Rule("some", "x", lambda text: "5" if text == "2 and 3" else None)
    )
    (found,) = vault().test([half])
    assert found.record.asked == 60
    assert found.record.right <= 1


def test_without_a_model_a_sentence_cannot_be_tested() -> None:
    (found,) = vault().test([ADD])
    assert found.verdict.verdict == "unverifiable"
    assert found.reason == ("No language model was there to follow it; with one it can be tested.")
    assert (found.n, found.record.unasked, found.record.gains) == (0, 0, ())


def test_few_rows_ask_nothing() -> None:
    backend = scripted()
    (found,) = found_of(ADD, backend=backend, verification=VERIFICATION.take(range(9)))
    assert found.verdict.verdict == "unverifiable"
    assert "only 9 held-out rows" in found.reason.casefold()
    assert not backend.requests


def test_a_model_without_probabilities_is_compared_by_its_replies() -> None:
    held = vault()
    with ChatModel(scripted(capabilities=NO_LOG_PROBABILITIES)) as model:
        (found,) = held.test([ADD], model)
    assert (found.record.basis, found.verdict.verdict) == ("agreement", "supported")
    assert found.record.chance == found.record.right / found.record.asked
    assert "no probabilities" in held.notes[0]


def test_a_budget_that_ends_leaves_the_first_sentences_tested() -> None:
    held = vault()
    with ChatModel(scripted(), budget=Budget(calls=190)) as model:
        add, multiply = held.test([ADD, MULTIPLY], model)
    assert add.verdict.verdict == "supported"
    assert multiply.verdict.verdict == "unverifiable"
    assert "budget ended" in multiply.reason
    assert held.notes == (
        "The budget ended before all sentences were asked about on all held-out rows.",
    )
    assert add.record.second is None


def test_a_budget_of_ten_calls_ends_in_words() -> None:
    (found,) = found_of(ADD, budget=Budget(calls=10))
    assert found.verdict.verdict == "unverifiable"
    assert found.reason == (
        "The budget ended when 0 of 60 held-out rows were asked about; a larger one would allow a "
        "test."
    )


def test_the_plan_counts_what_is_asked() -> None:
    backend, held = scripted(), vault()
    with ChatModel(backend) as model:
        planned = held.planned_answers([ADD, SUM], model)
        seen: list[tuple[int, int]] = []
        held.test([ADD, SUM], model, progress=lambda done, all: seen.append((done, all)))
    assert seen[-1] == (planned, planned)
    assert len(backend.requests) == planned


def test_a_second_model_reads_the_sentence_in_place_of_another_phrasing() -> None:
    with ChatModel(scripted()) as model, ChatModel(scripted(lambda r: adding(r))) as second:
        (found,) = vault().test([ADD], model, second_model=second)
    assert found.record.second_by == "adder"
    assert found.record.second == pytest.approx(found.record.chance)


def test_contradictory_pairs_bound_what_can_be_right() -> None:
    twice = Pairs(VERIFICATION.inputs * 2, (*VERIFICATION.outputs, *["0"] * 70), tuple(range(140)))
    (found,) = vault(twice, rows=140).test([SUM])
    assert found.record.ceiling == pytest.approx(0.5)
    assert found.record.right == 70


def test_classes_are_chosen_and_one_class_is_no_finding() -> None:
    form = AnsweringForm("classes", ("even", "odd"))
    pairs = Pairs(
        VERIFICATION.inputs,
        tuple("even" if int(output) % 2 == 0 else "odd" for output in VERIFICATION.outputs),
        VERIFICATION.rows,
    )
    always = Pairs(pairs.inputs, ("even",) * 70, pairs.rows)

    def says(request: Any) -> dict[str, float]:
        text = " ".join(message.content for message in request.messages)
        return {"Even": 0.9, "Odd": 0.1} if ADD.sentence in text else {"Even": 0.5, "Odd": 0.5}

    (one,) = found_of(ADD, backend=scripted(says), verification=always, discovery=always, form=form)
    assert one.verdict.verdict == "not_supported"
    assert one.record.right == 60
    (two,) = found_of(ADD, backend=scripted(says), verification=pairs, discovery=pairs, form=form)
    assert two.verdict.verdict == "not_supported"


def test_it_is_sealed_after_one_list_and_keeps_a_ledger() -> None:
    held = vault()
    assert held.ledger == ()
    (found,) = held.test([SUM])
    (entry,) = held.ledger
    assert (entry.claim_id, entry.adjusted_p) == (found.claim.id, found.p)
    with pytest.raises(VaultSealedError, match="new rows"):
        held.test([ADD])


def test_an_empty_list_is_tested() -> None:
    assert found_of() == ()


def test_one_sentence_twice_is_refused() -> None:
    with pytest.raises(ParameterError, match="distinct sentences"):
        vault().test([ADD, ADD])


@pytest.mark.parametrize(("name", "value"), [("floor", -0.1), ("level", 0.0), ("rows", 0)])
def test_settings_that_cannot_be_are_refused(name: str, value: float) -> None:
    with pytest.raises(ParameterError, match=f"'{name}' parameter of PromptVault"):
        vault(**{name: value})


def test_the_same_test_again_comes_out_the_same() -> None:
    assert repr(found_of(ADD, MULTIPLY)) == repr(found_of(ADD, MULTIPLY))
