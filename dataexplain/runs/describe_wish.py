"""How a sentence that says how outputs follow from inputs shall be looked for."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from dataexplain.errors import ParameterError
from dataexplain.runs.arguments import check_arguments, is_count, texts
from dataexplain.search.prompts.same_answer import plain_answer
from dataexplain.search.prompts.search_settings import PromptSearchSettings
from dataexplain.verification.prompt_vault import ROWS

OWNER = "describe"
LONGEST_HINT = 300
_LEAST = {"keep": 1, "rows": 2, "search_calls": 0, "proposed": 0, "null_runs": 0}
_CALLED = {"proposed": "propose"}
_OF_THE_ESTIMATOR = {
    "proposed": "n_candidates",
    "keep": "n_tested",
    "rows": "test_rows",
}


@dataclass(frozen=True)
class DescribeWish:
    """How a sentence is looked for.

    Parameters
    ----------
    hints : tuple of str, default=()
        The user's own sentences: they race with the others, and are tested in any case.
    description : str, default=""
        What inputs and outputs are.
    proposed : int, default=24
        How many sentences the model proposes before the first race.
    search_calls : int, default=440
        How often the search may ask the model, for sentences and for outputs.
    keep : int, default=3
        How many of the sentences found are tested.
    rows : int, default=60
        Held-out rows that each is tested on; without a model all of them.
    floor : float, optional
        The smallest gain in the chance of the right output worth a statement.
    null_runs : int, default=0
        How often outputs are permuted and the race and the test replayed on known answers.
    """

    hints: tuple[str, ...] = ()
    description: str = ""
    proposed: int = PromptSearchSettings.proposals
    search_calls: int = PromptSearchSettings.budget
    keep: int = 3
    rows: int = ROWS
    floor: float | None = None
    null_runs: int = 0

    def settings(self) -> dict[str, Any]:
        """Return what a report keeps of it."""
        # as they are read back
        return dataclasses.asdict(self) | {"hints": list(self.hints)}


def describe_wish(
    values: Mapping[str, Any], *, with_model: bool, owner: str = OWNER
) -> DescribeWish:
    """Return how a sentence shall be looked for, or refuse what is outside what is allowed.

    Parameters
    ----------
    values : mapping
        The fields of `DescribeWish`.
    with_model : bool
        Whether there is a model to ask.
    owner : str, default="describe"
        Who was given them, for errors.

    Raises
    ------
    ParameterError

    Examples
    --------
    >>> describe_wish({"hints": "Add the numbers."}, with_model=True).hints
    ('Add the numbers.',)
    >>> describe_wish({"keep": 0}, with_model=True)
    Traceback (most recent call last):
    ...
    dataexplain.errors.ParameterError: The 'keep' parameter of describe must be a whole number of 1
    or more. Got 0 instead.
    """
    given = dict(values)
    for name, least in _LEAST.items():
        if name in given and not is_count(given[name], least):
            expected = f"a whole number of {least} or more"
            raise ParameterError(_called(name, owner), owner, expected, given[name])
    check_arguments({"floor": given.get("floor")}, owner)
    said = given.get("hints", ())
    given["hints"] = _hints(said, owner)
    if given["hints"] and not with_model:
        raise ParameterError("hints", owner, "given only together with a model", said)
    return DescribeWish(**given)


def _hints(given: Any, owner: str) -> tuple[str, ...]:
    """Return the user's sentences, each once."""
    said = [given] if isinstance(given, str) else list(texts("hints", given))
    for hint in said:
        if not any(map(str.isalnum, hint)) or len(hint) > LONGEST_HINT:
            expected = f"sentences of {LONGEST_HINT} signs at most, such as 'Add the numbers.'"
            raise ParameterError("hints", owner, expected, hint)
    distinct = {plain_answer(one): " ".join(one.split()) for one in reversed(said)}
    return tuple(reversed(distinct.values()))


def _called(name: str, owner: str) -> str:
    names = _CALLED if owner == OWNER else _OF_THE_ESTIMATOR
    return names.get(name, name)
