"""Rules that are read from their sentences: each is the one that says it, whatever outputs are."""

from __future__ import annotations

from dataclasses import replace

import pytest

from dataexplain.operations.enumeration import enumerate_rules
from dataexplain.operations.fitting import fitting_rules
from dataexplain.operations.said_rules import rule_said
from dataexplain.tables.pairs import Pairs
from tests.operations.made_tables import rows_of
from tests.operations.rules_for_tests import TWO, WORDS, pairs_of
from tests.operations.test_enumeration import SETS

ONE = [str(value) for value in range(-9, 40)]
FRAMED = [f"The price of {word} is" for word in WORDS]
# Rules whose constants come from outputs.
READ_OFF = {
    "formula": pairs_of(ONE, lambda text: str(-3 * int(text) + 12)),
    "fraction": pairs_of(ONE, lambda text: f"{int(text) * 1.8 + 32:g}"),
    "square": pairs_of(ONE, lambda text: str(2 * int(text) ** 2 - 5 * int(text))),
    "power": pairs_of(ONE, lambda text: str(int(text) ** 3)),
    "cut": pairs_of(ONE, lambda text: "dear item" if int(text) > 17 else "cheap"),
    "property": pairs_of(WORDS, lambda text: "yes" if "e" in text else "no"),
    "replaced": pairs_of(WORDS, lambda text: text.replace("e", "3")),
    "removed": pairs_of([f"un{word}" for word in WORDS], lambda text: text[2:]),
    "around": pairs_of(WORDS, lambda text: f"<{text.upper()}>!"),
    "one side": pairs_of(WORDS, lambda text: f"{text} with love"),
    "columns": rows_of(
        {"plan": list("abcd") * 15, 'a "b"': [f"{n / 4:.2f}" for n in range(60)]},
        ["so it is" if n % 4 == 1 or n > 44 else "not" for n in range(60)],
    ),
    "inside": pairs_of(FRAMED, lambda text: text.split()[3][::-1]),
}


def elsewhere(pairs: Pairs) -> Pairs:
    """Return the same inputs with outputs that have nothing to do with them."""
    return replace(pairs, outputs=tuple(f"{n % 7} or so" for n in range(len(pairs))))


@pytest.mark.parametrize("name", READ_OFF)
def test_constants_are_those_of_the_sentence(name: str) -> None:
    """A rule of the old rows was looked for on new ones, and only found where it still held."""
    pairs = READ_OFF[name]
    rule = fitting_rules(pairs)[0].rule
    read = rule_said(rule.sentence, elsewhere(pairs))
    assert read is not None, rule.sentence
    assert read.sentence == rule.sentence
    assert [read.apply(text) for text in pairs.inputs] == list(pairs.outputs)


@pytest.mark.parametrize("name", SETS)
def test_every_rule_of_the_closed_set_is_read_as_itself(name: str) -> None:
    pairs = SETS[name]
    rules = {rule.sentence: rule for rule in enumerate_rules(pairs)}
    for sentence in list(rules)[:: max(len(rules) // 40, 1)]:
        read = rule_said(sentence, pairs)
        assert read is not None, sentence
        answers = [(read.apply(text), rules[sentence].apply(text)) for text in pairs.inputs]
        assert all(again == once for again, once in answers), sentence


@pytest.mark.parametrize(
    "sentence",
    [
        "",
        "Return.",
        "Return the price of the number.",
        "Return 3 times the moon plus 1.",
        "Say whether it is raining: answer yes if so and no if not.",
        "Say whether the number is greater than many: answer yes if so and no if not.",
        'Write the moon with "a" directly before it.',
        "Return three times the number plus 4",
        "Return twice twice the number.",
        "Return 1/0 times the number.",
    ],
)
def test_what_says_no_rule_is_none(sentence: str) -> None:
    for inputs in (ONE, TWO, WORDS):
        assert rule_said(sentence, pairs_of(inputs, str.upper)) is None


def test_nothing_is_said_of_inputs_of_another_shape() -> None:
    assert rule_said("Return the sum of the two numbers.", pairs_of(WORDS, str.upper)) is None
    assert rule_said("Return the sum of the two numbers.", Pairs((), (), ())) is None
