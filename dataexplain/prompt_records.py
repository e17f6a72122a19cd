"""What a report says of a sentence that says how outputs follow from inputs."""

from __future__ import annotations

from dataclasses import dataclass

from dataexplain.json_records import Record


@dataclass(frozen=True)
class GainRecord(Record):
    """How much oftener the right output is given with the sentence than with something else.

    `over` is "no sentence", "shuffled sentence", "best simple rule", "copied input" or
    "examples"; `chance` is what that gives the right output on the same rows. `decides` says
    whether the verdict needs it, and `detail` what exactly it was. The interval is at 95%.
    """

    over: str
    chance: float
    gain: float
    interval: tuple[float, float]
    p: float
    decides: bool = True
    detail: str = ""
    chance_interval: tuple[float, float] | None = None


@dataclass(frozen=True)
class AnswerRecord(Record):
    """A held-out row, what follows there, and what was answered with the sentence."""

    row: int
    input: str
    output: str
    answered: str
    chance: float


@dataclass(frozen=True)
class PromptRecord(Record):
    """How a sentence did on held-out rows.

    `basis` is "code" where a closed operation gives the outputs, "probability" where the model's
    probability of the known output was read, and "agreement" where its replies were compared,
    since it gives no probabilities. `chance` is the mean probability of the right output (or the
    share of right replies), `right` and `asked` count replies that were compared. `second` is the
    chance when the sentence is put in another way ("another phrasing"), or to another model, named
    in `second_by`. `ceiling` is the share of held-out rows that the best function of the input
    alone would get right. `unanswered` rows got no answer, and `unasked` ones were beyond the
    budget; neither are among `rows`. With `per_token` chances are means over an output's tokens.
    `numbers` names the columns of the first number of an input, the second and so on, where inputs
    are of several columns and the sentence counts their numbers.
    """

    sentence: str
    model: str
    source: str
    basis: str
    rows: int
    chance: float
    gains: tuple[GainRecord, ...]
    right: int
    asked: int
    accuracy: tuple[float, float]
    rule: str = ""
    second: float | None = None
    second_by: str = ""
    second_interval: tuple[float, float] | None = None
    failures: tuple[AnswerRecord, ...] = ()
    successes: tuple[AnswerRecord, ...] = ()
    discovery_place: int = 0
    chance_interval: tuple[float, float] | None = None
    ceiling: float = 1.0
    unanswered: int = 0
    unasked: int = 0
    per_token: bool = False
    parents: tuple[str, ...] = ()
    numbers: tuple[str, ...] = ()
