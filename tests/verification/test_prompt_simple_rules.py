"""What needs no sentence."""

from __future__ import annotations

from dataexplain.search.prompts.answering_form import AnsweringForm
from dataexplain.tables.pairs import Pairs
from dataexplain.verification.prompt_simple_rules import MOST_CONSTANTS, copying, simple_rules
from tests.verification.made_prompts import FREE, sums


def test_a_telling_word_is_found_and_used_on_new_inputs() -> None:
    texts = [f"the {word} room {n}" for n in range(20) for word in ("awful", "lovely", "small")]
    outputs = tuple("bad" if "awful" in text else "good" for text in texts)
    discovery = Pairs(tuple(texts), outputs, tuple(range(60)))
    *_, word = simple_rules(discovery, AnsweringForm("classes", ("bad", "good")))
    assert word.said == "answers “bad” where the input mentions “awful”, else “good”"
    assert [word.answer(text) for text in ("An AWFUL view", "a view")] == ["bad", "good"]


def test_of_rows_the_word_stands_in_a_column() -> None:
    """A row's words ran over from one column to the next, and were said as "mentions sex male"."""
    rows = [(word, n % 4) for n in range(20) for word in ("awful", "lovely", "small")]
    texts = [f"floor: {floor}\nreview: the {word} room" for word, floor in rows]
    form = AnsweringForm("classes", ("bad", "good"))
    outputs = tuple("bad" if word == "awful" else "good" for word, _ in rows)
    columns = ("floor", "review")
    found = simple_rules(Pairs(tuple(texts), outputs, tuple(range(60)), columns), form)[-1]
    assert found.said == "answers “bad” where review is “the awful room”, else “good”"
    outputs = tuple("bad" if floor == 3 else "good" for _, floor in rows)
    found = simple_rules(Pairs(tuple(texts), outputs, tuple(range(60)), columns), form)[-1]
    assert found.said == "answers “bad” where floor is “3”, else “good”"
    assert [found.answer(f"floor: {floor}\nreview: 3") for floor in (3, 2)] == ["bad", "good"]
    longer = [f"floor: {place}\nreview: {word} {n}" for n, (word, place) in enumerate(rows)]
    outputs = tuple("bad" if word == "awful" else "good" for word, _ in rows)
    found = simple_rules(Pairs(tuple(longer), outputs, tuple(range(60)), columns), form)[-1]
    assert found.said == "answers “bad” where review mentions “awful”, else “good”"


def test_two_words_may_tell_what_neither_does() -> None:
    texts = ["not good", "good", "not bad", "bad"] * 5
    discovery = Pairs(tuple(texts), ("no", "yes", "yes", "yes") * 5, tuple(range(20)))
    assert "“not good”" in simple_rules(discovery, FREE)[-1].said


def test_a_word_of_few_inputs_is_no_rule() -> None:
    discovery = Pairs(("x a", "x b", "x c"), ("1", "2", "2"), (0, 1, 2))
    assert all("mentions" not in rule.said for rule in simple_rules(discovery, FREE))


def test_constants_are_the_commonest_outputs_and_no_more_than_a_few() -> None:
    rules = simple_rules(sums(2, 14), FREE)
    constants = [rule for rule in rules if rule.said.startswith("always")]
    assert len(constants) == MOST_CONSTANTS
    assert constants[0].answer("anything") == "13"


def test_the_copy_is_always_there() -> None:
    assert copying(simple_rules(Pairs((), (), ()), FREE)).answer(" 3 and 4 ") == "3 and 4"
