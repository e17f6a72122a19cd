"""Constants that are read off the pairs."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest

from dataexplain.operations.input_shape import shape_of
from dataexplain.operations.solving import solved
from tests.operations.rules_for_tests import pairs_of

ONE = [str(value) for value in range(-9, 30)]
TWO = [f"{value} and {value * value % 17}" for value in range(25)]


def first(text: str) -> int:
    return int(text.split()[0])


def second(text: str) -> int:
    return int(text.split()[-1])


@pytest.mark.parametrize(
    ("inputs", "follow", "phrase"),
    [
        (ONE, lambda text: -3 * int(text) + 12, "12 minus three times the number"),
        (ONE, lambda text: int(text) * 9 / 5 + 32, "1.8 times the number plus 32"),
        (ONE, lambda text: int(text) / 8, "0.125 times the number"),
        (ONE, lambda text: 10 - int(text), "10 minus the number"),
        (
            ONE,
            lambda text: 2 * int(text) ** 2 - 5 * int(text),
            "twice the square of the number minus 5 times the number",
        ),
        (TWO, lambda text: 7 * first(text) - second(text) - 2,
         "7 times the first number minus the second number minus 2"),
        (TWO, lambda text: first(text) * second(text) + 1,
         "the product of the two numbers plus 1"),
    ],
)  # fmt: skip
def test_formulas(inputs: list[str], follow: Callable[[str], float], phrase: str) -> None:
    pairs = pairs_of(inputs, lambda text: str(follow(text)))
    found = {quantity.phrase: quantity for quantity in solved(shape_of(inputs), pairs)}
    assert phrase in found
    assert float(found[phrase].value(inputs[3]) or 0) == pytest.approx(follow(inputs[3]))


def test_a_wrong_output_does_not_decide() -> None:
    pairs = pairs_of(ONE, lambda text: "999" if text in {"-9", "3"} else str(4 * int(text) + 1))
    assert "4 times the number plus 1" in [
        quantity.phrase for quantity in solved(shape_of(ONE), pairs)
    ]


def test_noise_has_no_formula() -> None:
    pairs = pairs_of(ONE, lambda text: str(hash_of(text)))
    assert list(solved(shape_of(ONE), pairs)) == []


def hash_of(text: str) -> int:
    return sum((place + 3) * ord(sign) ** 2 for place, sign in enumerate(text)) % 97


@pytest.mark.parametrize("odd", range(6))
def test_one_wrong_output_does_not_decide_wherever_it_stands(odd: int) -> None:
    """All sets of rows that a formula was solved from held the first row: were it wrong, none was
    found, or one that fits by chance."""
    pairs = pairs_of(TWO, lambda text: str(2 * first(text) + 5 * second(text) + 4))
    outputs = list(pairs.outputs)
    outputs[odd] = "0"
    wrong = replace(pairs, outputs=tuple(outputs))
    phrases = [found.phrase for found in solved(shape_of(TWO), wrong)]
    assert phrases[0] == "twice the first number plus 5 times the second number plus 4"
