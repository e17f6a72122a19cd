"""How a sentence and an input are put to a model, so that it answers with the output.

The sentence comes first and the input last: all inputs of one sentence share the beginning of the
prompt, which a server reads once. An input is data between marks. What the prompt says of the
format of answers is the same with any sentence and without one, so that no sentence earns anything
by naming it.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from dataexplain.errors import ParameterError
from dataexplain.llm import Message
from dataexplain.llm.choosing import check_options
from dataexplain.llm.prompt_files import Prompt, prompt
from dataexplain.search.prompts.same_answer import plain_answer

FREE: Literal["free"] = "free"
CLASSES: Literal["classes"] = "classes"
# Of longer inputs and outputs only the beginning is put to a model.
MOST_INPUT, MOST_OUTPUT = 2000, 240
# A rating is a class; more numbers than these are answers that a model works out.
MOST_CLASSES, MOST_NUMBERS = 10, 5
_MOST_CLASS_CHARACTERS, _FEWEST_OF_A_CLASS = 40, 2
# The share of outputs that may belong to no class.
_OUTSIDE = 0.05
# What stands in the sentence's place where there is none: it says nothing of how outputs follow.
_UNAIDED = "Give the output that belongs to the input."
_WORDINGS = {
    FREE: ("answer_free", "answer_free_second"),
    CLASSES: ("answer_classes", "answer_classes_second"),
}
# The first is the one that sentences are searched with.
WORDINGS = 2


@dataclass(frozen=True)
class AnsweringForm:
    """How a model is asked for outputs: freely, or for one of a few classes.

    Parameters
    ----------
    kind : {"free", "classes"}
    classes : tuple of str, default=()
        The outputs that there are, for "classes".

    Examples
    --------
    >>> form = AnsweringForm("free")
    >>> [message.role for message in form.conversation("Add the numbers.", "2 and 3")]
    ['system', 'user']
    >>> AnsweringForm("classes", ("yes", "no")).class_of(" Yes.")
    'yes'
    """

    kind: Literal["free", "classes"]
    classes: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        if self.kind not in _WORDINGS:
            raise ParameterError("kind", "AnsweringForm", "'free' or 'classes'", self.kind)
        if self.kind == CLASSES:
            check_options(self.classes)
        elif self.classes:
            raise ParameterError("classes", "AnsweringForm", "none, for free answers", self.classes)

    def prompt(self, wording: int = 0) -> Prompt:
        """Return the prompt of a wording; its version is for the log.

        Raises
        ------
        ParameterError
            When there is no such wording.
        """
        if wording not in range(WORDINGS):
            raise ParameterError("wording", "AnsweringForm", f"below {WORDINGS}", wording)
        return prompt(_WORDINGS[self.kind][wording])

    def conversation(
        self,
        sentence: str | None,
        input: str,
        *,
        examples: Sequence[tuple[str, str]] = (),
        wording: int = 0,
    ) -> tuple[Message, ...]:
        """Return what is asked of one input.

        Parameters
        ----------
        sentence : str or None
            None for what the model answers by itself.
        input : str
            Shown between marks; cut where it is longer than 2,000 characters.
        examples : sequence of (str, str)
            Inputs with their outputs, as turns before the one that asks.
        wording : int, default=0
            1 is another way to say the same, for whether a sentence works in that one too.

        Returns
        -------
        tuple of Message
        """
        form = self.prompt(wording)
        shared = {"sentence": sentence or _UNAIDED}
        if self.kind == CLASSES:
            shared["classes"] = ", ".join(self.classes)
        *before, last = form.fill(**shared, input=shown_input(input))
        turns: list[Message] = []
        for given, output in examples:
            turns.append(form.fill(**shared, input=shown_input(given))[-1])
            turns.append(Message("assistant", scored_output(output)))
        return (*before, *turns, last)

    def class_of(self, output: str) -> str | None:
        """Return the class that an output is, whatever its case; None where it is none.

        Of free answers there are no classes.
        """
        plain = plain_answer(output)
        return next((one for one in self.classes if plain_answer(one) == plain), None)


def form_of(outputs: Sequence[str]) -> AnsweringForm:
    """Choose how to ask for outputs, by the ones that are known.

    They are classes where at most ten short ones (five, if they are numbers), each seen twice or
    more, are all of them but one in twenty. Two that differ in case only are one.

    Parameters
    ----------
    outputs : sequence of str
        Of the pairs that sentences are searched on.

    Returns
    -------
    AnsweringForm

    Examples
    --------
    >>> form_of(["yes", "no", "yes", "No", "no"]).classes
    ('no', 'yes')
    >>> form_of(["8", "14", "2"]).kind
    'free'
    """
    surfaces: dict[str, Counter[str]] = {}
    for output in outputs:
        surfaces.setdefault(plain_answer(output), Counter())[output.strip()] += 1
    seen = {
        plain: counted
        for plain, counted in surfaces.items()
        if plain and counted.total() >= _FEWEST_OF_A_CLASS
    }
    covered = sum(counted.total() for counted in seen.values())
    short = all(len(plain) <= _MOST_CLASS_CHARACTERS for plain in seen)
    classes = tuple(sorted(map(_commonest, seen.values())))
    most = MOST_NUMBERS if all(map(_is_number, classes)) else MOST_CLASSES
    few = len(classes) <= most and _told_apart(classes)
    if few and short and covered >= math.ceil((1 - _OUTSIDE) * len(outputs)):
        return AnsweringForm(CLASSES, classes)
    return AnsweringForm(FREE)


def shown_input(input: str) -> str:
    """Return an input as it is shown: of a long one the beginning, with a mark of it.

    Examples
    --------
    >>> shown_input("2 and 3"), len(shown_input("word " * 1000))
    ('2 and 3', 2001)
    """
    return input if len(input) <= MOST_INPUT else f"{input[:MOST_INPUT]}…"


def scored_output(output: str) -> str:
    """Return as much of an output as a model is asked for.

    Examples
    --------
    >>> scored_output(" 8 "), len(scored_output("word " * 1000))
    ('8', 240)
    """
    return output.strip()[:MOST_OUTPUT]


def _told_apart(classes: Sequence[str]) -> bool:
    """Tell whether a model can choose among classes: -1 and 1 look the same to that."""
    try:
        check_options(classes)
    except ParameterError:
        return False
    return True


def _is_number(output: str) -> bool:
    return output.lstrip("+-").replace(".", "", 1).isdigit()


def _commonest(counted: Counter[str]) -> str:
    return min(counted, key=lambda surface: (-counted[surface], surface))
