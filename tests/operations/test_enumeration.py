"""The closed set as a whole: no rule raises on any text, and each says what it does."""

from __future__ import annotations

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dataexplain.operations.enumeration import enumerate_rules
from dataexplain.operations.rule import Rule
from dataexplain.tables.pairs import Pairs
from tests.operations.made_tables import rows_of
from tests.operations.rules_for_tests import TWO, WORDS, pairs_of

SETS = {
    "two numbers": pairs_of(TWO, lambda text: str(len(text))),
    "one number": pairs_of(map(str, range(1, 30)), lambda text: str(int(text) * 2)),
    "words": pairs_of(WORDS, str.upper),
    "labels": pairs_of(map(str, range(1, 60)), lambda text: "ab"[int(text) > 20]),
    "word labels": pairs_of(WORDS, lambda text: "ab"["e" in text]),
    "dates": pairs_of([f"2024-02-{day:02}" for day in range(1, 29)], lambda text: text[-2:]),
    "lists": pairs_of([f"{a}, {a + 2}, {a - 1}, 9" for a in range(20)], lambda text: text[::-1]),
    "framed": pairs_of(
        [f"The plural of {word} is" for word in WORDS], lambda text: text.split()[3]
    ),
    "sentences": pairs_of([f"A {word} is here." for word in WORDS], lambda text: text + "!"),
    "rows": rows_of(
        {"plan": list("abc") * 20, "months": range(60)},
        ["yes" if n < 30 and n % 3 else "no" for n in range(60)],
    ),
}
RULES = {rule.sentence: rule for pairs in SETS.values() for rule in enumerate_rules(pairs)}
ODD = [
    "",
    " ",
    "\n",
    "0",
    "-1",
    "0 and 0",
    "9" * 299,
    f"{'9' * 290} and {'8' * 290}",
    "0." + "0" * 200 + "1",
    "1000000000",
    "1000000000 and 1000000000",
    "2 and -0.5",
    "0 and -3",
    "9999-12-31",
    "0001-01-01",
    "ß ﬁ İ",
    "'",
    "?!",
    "a" * 5_000,
    "1 " * 3_000,
    "((((" * 500,
    "\ud800",
    "one hundred thousand million billion",
    "Given 5 and 7",
    "The plural of  is",
    "7, , 8,, 9",
]


def checked(rule: Rule, text: str) -> None:
    answer = rule.apply(text)
    assert answer is None or isinstance(answer, str), rule.name


@pytest.mark.parametrize("text", ODD)
def test_no_rule_raises_on_odd_inputs(text: str) -> None:
    for rule in RULES.values():
        checked(rule, text)


@settings(max_examples=60, deadline=None)
@given(st.text(max_size=40) | st.from_regex(r"[-0-9 ,.and]{0,20}", fullmatch=True))
def test_no_rule_raises_on_any_text(text: str) -> None:
    for rule in RULES.values():
        checked(rule, text)


@settings(max_examples=40, deadline=None)
@given(
    st.lists(
        st.tuples(st.text(max_size=12), st.text(max_size=6) | st.integers().map(str)),
        min_size=1,
        max_size=8,
    )
)
def test_any_pairs_can_be_enumerated(rows: list[tuple[str, str]]) -> None:
    inputs, outputs = zip(*rows, strict=True)
    for rule in enumerate_rules(Pairs(inputs, outputs, tuple(range(len(rows))))):
        checked(rule, inputs[0])


def test_sentences_are_whole_and_imperative() -> None:
    for sentence in RULES:
        assert re.match(r"(Return|Write|Say whether|Turn|Answer) .+\.$", sentence, re.DOTALL)
        assert "{" not in sentence
        assert "the the" not in sentence


@pytest.mark.parametrize("name", SETS)
def test_no_rule_is_there_twice(name: str) -> None:
    names = [rule.name for rule in enumerate_rules(SETS[name])]
    assert len(names) == len(set(names))
    assert len(names) > 50


def test_without_case_there_are_no_rules_of_capitals() -> None:
    names = [rule.name for rule in enumerate_rules(SETS["words"], case=False)]
    assert "word in capital letters" not in names
    assert "word with its letters in reverse order" in names


def test_rows_of_many_numbers_that_go_to_classes_have_rules_on_columns_alone() -> None:
    """Seven numbers of a row were counted across columns: "the last number divided by 7"."""
    table = {name: [(n * step) % 61 for n in range(61)] for step, name in enumerate("abcdefg", 1)}
    classes = rows_of(table, ["high" if n > 25 else "low" for n in table["c"]])
    sentences = [rule.sentence for rule in enumerate_rules(classes)]
    assert "Answer low if c is at most 25, and high otherwise." in sentences
    assert not any("last number" in sentence for sentence in sentences)
    sums = rows_of(table, [sum(cells) for cells in zip(*table.values(), strict=True)])
    assert "Return the sum of the 7 numbers." in {
        rule.sentence.replace("seven", "7") for rule in enumerate_rules(sums)
    }


def test_the_simple_comes_before_the_composed() -> None:
    names = [rule.name for rule in enumerate_rules(SETS["two numbers"])]
    assert names.index("larger of the two numbers") < names.index(
        "double the larger of the two numbers"
    )


def test_no_pairs_no_rules() -> None:
    assert list(enumerate_rules(Pairs((), (), ()))) == []
