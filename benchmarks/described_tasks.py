"""The open tasks of which one sentence is known, and when a sentence counts as saying it.

Two patterns each: the original's, which is loose ("-" counts as subtraction), and a strict one,
written down before any run: what has to be said, and what must not be, in a sentence of three
words or more.
"""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

FEWEST_WORDS = 3
_COUNTRY = r"\b(country|countries|nation|state|territory|place|location)\b"
_OTHER_SUMS = (
    r"\b(subtract\w*|minus|differ\w*|multipl\w*|product|divi\w+|averag\w*|squar\w*|max\w*)\b"
)
# What has to be said, all of it, and what must not be.
STRICT: dict[str, tuple[tuple[str, ...], str]] = {
    "iprompt_math/add_two": ((r"\b(sum|add\w*|total|plus)\b",), _OTHER_SUMS),
    "iprompt_math/multiply_two": (
        (r"\b(product|multipl\w+|times)\b",),
        r"\b(sum|add\w*|plus|subtract\w*|minus|differ\w*|divi\w+|itself|squar\w*|by (2|two))\b",
    ),
    "iprompt_math/subtract_two": (
        (r"\b(subtract\w*|difference|minus)\b",),
        r"\b(sum|add\w*|plus|multipl\w*|product|divi\w+|absolute)\b",
    ),
    "iprompt_math/max_two": (
        (r"\b(max\w*|larg\w+|great\w+|bigg\w+|high\w+)\b",),
        r"\b(min\w*|small\w*|sum|add\w*|differ\w*|product|common)\b",
    ),
    "iprompt_math/first_two": (
        (r"\b(first)\b",),
        r"\b(sum|add\w*|differ\w*|subtract\w*|product|multipl\w*|larg\w+|letter|last)\b",
    ),
    "iprompt_math/square_one": (
        (r"\bsquar(e|es|ed|ing)\b|\bby itself\b|\btimes itself\b|power of (2|two)|second power",),
        r"\b(root|cub\w+|sum)\b",
    ),
    "iprompt_math/double_one": (
        (
            r"\bdoubl\w+\b|\btwice\b|\b(by|times) (2|two)\b|\b(2|two) times\b|\b2 ?\* ?x\b"
            r"|to itself",
        ),
        r"\b(squar\w*|power|divi\w+|half)\b",
    ),
    "iprompt_math/fibonacci_one": ((r"\bfibonacci\b",), r"\b(prime|factorial)\b"),
    "iprompt_anli/task092_check_prime_classification": (
        (r"\bprime\b",),
        r"\b(fibonacci|factors of)\b",
    ),
    "iprompt_anli/task107_splash_question_to_sql": ((r"\b(sql|structured query)\b",), r"$^"),
    "iprompt_anli/task1146_country_capital": ((r"\bcapitals?\b", _COUNTRY), r"\bletters?\b"),
    "iprompt_anli/task1149_item_check_edible": (
        (r"\b(edible|eatable|eaten|eat|food)\b",),
        r"$^",
    ),
    "iprompt_anli/task1321_country_continent": ((r"\bcontinents?\b",), r"$^"),
    "iprompt_anli/task1509_evalution_antonyms": ((r"\b(antonyms?|opposites?)\b",), r"\bsynonym"),
    "iprompt_anli/task183_rhyme_generation": ((r"\brhym\w+\b",), r"$^"),
    "iprompt_induction/rhymes": ((r"\brhym\w+\b",), r"$^"),
    "iprompt_induction/antonyms": ((r"\b(antonyms?|opposites?)\b",), r"\bsynonym"),
    "iprompt_induction/first_word_letter": (
        (r"\b(first|initial)\b", r"\b(letter|character|initial)\b"),
        r"\blast\b",
    ),
    "iprompt_induction/singular_to_plural": ((r"\bplurals?\b",), r"\bfrom plural\b"),
    "iprompt_induction/active_to_passive": ((r"\bpassive\b",), r"\b(from|the) passive .*to active"),
    "iprompt_induction/num_to_verbal": (
        (
            r"\bnum\w+|\bdigits?\b|\binteger\b",
            r"\bwords?\b|\bspell\w*\b|\bwritten out\b|\benglish\b|\bverbal\w*\b",
        ),
        r"$^",
    ),
}
# Reciprocal rank of the first right prompt of GPT-J-6B, the mean of three seeds, where it was
# published by task; recomputed by the loose pattern.
GPT_J: dict[str, float] = {
    "iprompt_math/add_two": 1.0,
    "iprompt_math/square_one": 1.0,
    "iprompt_math/subtract_two": 1.0,
    "iprompt_math/multiply_two": 0.57,
    "iprompt_math/double_one": 0.83,
    "iprompt_math/fibonacci_one": 0.83,
    "iprompt_math/max_two": 0.54,
    "iprompt_math/first_two": 0.36,
    "iprompt_anli/task1146_country_capital": 1.0,
    "iprompt_anli/task092_check_prime_classification": 0.67,
    "iprompt_anli/task1509_evalution_antonyms": 0.45,
    "iprompt_anli/task107_splash_question_to_sql": 0.43,
    "iprompt_anli/task183_rhyme_generation": 0.07,
    "iprompt_anli/task1149_item_check_edible": 0.0,
    "iprompt_induction/rhymes": 0.0,
}


@dataclass(frozen=True)
class Task:
    """A task and its known sentence."""

    name: str
    truth: str
    loose: str

    def says_loosely(self, sentence: str) -> bool:
        """Return whether the original's pattern is found."""
        return bool(re.search(self.loose, sentence.lower()))

    def says(self, sentence: str) -> bool:
        """Return whether the strict pattern holds."""
        said = sentence.lower()
        wanted, unwanted = STRICT[self.name]
        whole = len(said.split()) >= FEWEST_WORDS
        return (
            whole
            and all(re.search(pattern, said) for pattern in wanted)
            and not re.search(unwanted, said)
        )

    @property
    def kind(self) -> str:
        """What the tasks are called that it belongs to."""
        return self.name.split("/")[0].removeprefix("iprompt_")

    def path(self, folder: Path) -> Path:
        """Return where its pairs are."""
        return folder / f"{self.name}.csv"


def open_tasks(folder: Path) -> tuple[Task, ...]:
    """Return the tasks, as the folder of open data lists them."""
    listed = json.loads((folder / "iprompt_d5_manifest.json").read_text("utf-8"))
    return tuple(
        Task(name, listed[name]["description"], listed[name]["check_regex"]) for name in STRICT
    )


def rank_of(said: Sequence[bool]) -> int | None:
    """Return the place of the first that is right, from 1."""
    return next((place for place, right in enumerate(said, 1) if right), None)


def reciprocal(rank: int | None) -> float:
    """Return 1 / rank; 0 where nothing is right."""
    return 0.0 if rank is None else 1.0 / rank
