"""How a difference of two groups of texts shall be looked for."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from dataexplain.errors import ParameterError
from dataexplain.features.question_wording import as_property, same_wording
from dataexplain.runs.arguments import check_arguments, is_count, texts
from dataexplain.runs.asked_texts import LONGEST_QUESTION

OWNER = "differ"
_LEAST = {
    "proposed": 0,
    "screened": 1,
    "race_calls": 0,
    "keep": 1,
    "judge_rows": 1,
    "null_runs": 0,
}
_CALLED = {"proposed": "propose"}
_OF_THE_ESTIMATOR = {
    "proposed": "n_proposed",
    "screened": "n_screened",
    "keep": "n_hypotheses",
}


@dataclass(frozen=True)
class DifferenceWish:
    """How a difference is looked for.

    Parameters
    ----------
    goal : str, default=""
        What the user wants to know.
    description : str, default=""
        What the texts are.
    properties : tuple of str, default=()
        The user's own: they are tested whatever the race says.
    bank : Path, optional
        A file with further properties.
    proposed : int, default=20
        How many the model may propose.
    screened : int, default=24
        How many are raced.
    race_calls : int, default=600
        Answers of the judge that the race may take.
    keep : int, default=5
        How many of those raced are tested.
    judge_rows : int, default=100
        Held-out texts of each group that are judged.
    floor : float, optional
        The smallest difference of shares worth a statement.
    reworded : int, default=20
        Texts on which a supported property is asked in other words.
    pairs : int, default=20
        Pairs of texts on which it is asked in both orders.
    early_stop : bool, default=False
        Whether judging stops as soon as the answer is clear; the evidence is then an e-value.
    audit : Path, optional
        A CSV file of people's labels, with columns "text", "property" and "label".
    null_runs : int, default=0
        How often the groups are permuted and the search replayed on the answers that are known.
    """

    goal: str = ""
    description: str = ""
    properties: tuple[str, ...] = ()
    bank: Path | None = None
    proposed: int = 20
    screened: int = 24
    race_calls: int = 600
    keep: int = 5
    judge_rows: int = 100
    floor: float | None = None
    reworded: int = 20
    pairs: int = 20
    early_stop: bool = False
    audit: Path | None = None
    null_runs: int = 0

    def settings(self) -> dict[str, Any]:
        """Return what a report keeps of it."""
        # as they are read back
        kept = dataclasses.asdict(self) | {"properties": list(self.properties)}
        names = {"bank": self.bank, "audit": self.audit}
        return kept | {key: None if path is None else path.name for key, path in names.items()}


def difference_wish(
    values: Mapping[str, Any], *, with_model: bool, owner: str = OWNER
) -> DifferenceWish:
    """Return how a difference shall be looked for, or refuse what is outside what is allowed.

    Parameters
    ----------
    values : mapping
        The fields of `DifferenceWish`.
    with_model : bool
        Whether there is a model to ask.
    owner : str, default="differ"
        Who was given them, for errors.

    Raises
    ------
    ParameterError

    Examples
    --------
    >>> difference_wish({"keep": 3}, with_model=True).keep
    3
    >>> difference_wish({"keep": 0}, with_model=True)
    Traceback (most recent call last):
    ...
    dataexplain.errors.ParameterError: The 'keep' parameter of differ must be a whole number of 1
    or more. Got 0 instead.
    """
    given = dict(values)
    for name, least in _LEAST.items():
        if name in given and not is_count(given[name], least):
            expected = f"a whole number of {least} or more"
            raise ParameterError(_called(name, owner), owner, expected, given[name])
    check_arguments({"floor": given.get("floor")}, owner)
    own = given.get("properties", ())
    said = texts("properties", (own,) if isinstance(own, str) else own)
    for property in said:
        if not same_wording(property) or len(property) > LONGEST_QUESTION:
            expected = f"texts of {LONGEST_QUESTION} signs at most, such as 'mentions a refund'"
            raise ParameterError("properties", owner, expected, property)
    distinct = {same_wording(as_property(one)): as_property(one) for one in reversed(said)}
    given["properties"] = tuple(reversed(distinct.values()))
    if given["properties"] and not with_model:
        raise ParameterError("properties", owner, "given only together with a model", own)
    for name in ("bank", "audit"):
        if given.get(name) is not None:
            given[name] = Path(given[name])
    if given.get("early_stop") and given.get("audit"):
        expected = "not given together with an audit, whose labels say nothing of when to stop"
        raise ParameterError("early_stop", owner, expected, True)
    return DifferenceWish(**given)


def _called(name: str, owner: str) -> str:
    names = _CALLED if owner == OWNER else _OF_THE_ESTIMATOR
    return names.get(name, name)
