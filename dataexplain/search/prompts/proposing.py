"""Sentences that a model proposes from a few pairs, asked in several ways.

A small model is a poor proposer: what it says hangs on the pairs it sees and on how it is asked.
So the pairs are drawn anew each time and each draw is asked about in another way. Nothing that is
proposed is believed: all of it is scored.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Any

from dataexplain.llm.prompt_files import prompt
from dataexplain.randomness import generator_for
from dataexplain.search.prompts.answering_form import AnsweringForm
from dataexplain.search.prompts.candidate import PromptCandidate
from dataexplain.search.prompts.sentence_cleaning import without_repeated
from dataexplain.search.prompts.sentence_writer import SentenceWriter, Wish
from dataexplain.search.prompts.shown_pairs import (
    can_contrast,
    draw_contrast,
    draw_pairs,
)
from dataexplain.tables.pairs import Pairs

PROPOSED = "proposed"
# Ways of asking, the most fruitful first.
KINDS, LIST, CONTRAST, CHANGE, TEACHER = "kinds", "list", "contrast", "change", "teacher"
FREE_ROUND = (KINDS, LIST, KINDS, CHANGE, TEACHER)
CLASSES_ROUND = (LIST, CONTRAST, KINDS, CONTRAST, LIST, CONTRAST)
# How a sentence may begin: a small model keeps to what it is shown.
RETURN, SAY, _TWO = "Return the", "Say whether the", 2
PAIRS_SHOWN = (5, 6, 4)
SENTENCES_OF_A_LIST = 4
_LONGEST = 160
_LINE: dict[str, Any] = {"type": "string", "maxLength": _LONGEST}
# What a small model has to say before the sentence: it then speaks of all pairs, not of one.
_STEPS = {
    KINDS: ("inputs_are", "outputs_are", "how", "instruction"),
    CONTRAST: ("inputs_are", "decided_by", "instruction"),
    CHANGE: ("kept", "changed", "instruction"),
    TEACHER: ("pupils_have_to_know", "instruction"),
    LIST: ("inputs_are", "outputs_are", "sentences"),
}
NO_CONTEXT = "Inputs and their outputs:"


class Proposing:
    """Asks a model what the rule of some pairs is, again and again.

    Parameters
    ----------
    pairs : Pairs
        Discovery rows.
    form : AnsweringForm
        Where outputs are classes, inputs of two of them are set side by side too.
    writer : SentenceWriter
    seed : int, default=0
    context : str, default=""
        What the pairs are, in the user's words.
    hints : sequence of str, default=()
        What the user thinks the rule is; shown with the pairs, every second time.

    Examples
    --------
    >>> from dataexplain.llm import ChatModel, Scripted
    >>> pairs = Pairs(("2 and 6", "1 and 1", "3 and 4"), ("8", "2", "7"), (0, 1, 2))
    >>> says = '{"inputs_are": "two numbers", "outputs_are": "a number", "how": "by adding", '
    >>> says += '"instruction": "Add the two numbers."}'
    >>> with ChatModel(Scripted([says])) as model:
    ...     proposing = Proposing(pairs, AnsweringForm("free"), SentenceWriter(model, 1))
    ...     [candidate.sentence for candidate in proposing.propose(8)]
    ['Add the two numbers.']
    """

    def __init__(
        self,
        pairs: Pairs,
        form: AnsweringForm,
        writer: SentenceWriter,
        *,
        seed: int = 0,
        context: str = "",
        hints: Sequence[str] = (),
    ) -> None:
        self._pairs, self._form, self._writer = pairs, form, writer
        self._context, self._hints = context.strip(), tuple(hints)
        self._draws = generator_for(seed, "proposed sentences")
        self._wishes = self._endless()

    def propose(
        self,
        wanted: int,
        *,
        most_replies: int | None = None,
        tell: Callable[[], None] | None = None,
    ) -> tuple[PromptCandidate, ...]:
        """Return new sentences; each call goes on where the last one ended.

        Parameters
        ----------
        wanted : int
            How many sentences are enough.
        most_replies : int, optional
            How many replies may be asked for; by default what the writer has left.
        tell : callable, optional
            Called after each reply.
        """
        found: tuple[str, ...] = ()
        replies = 0
        while len(found) < wanted and self._writer.left > 0:
            if most_replies is not None and replies >= most_replies:
                break
            found = without_repeated([*found, *self._writer.write(next(self._wishes))])
            replies += 1
            if tell is not None:
                tell()
        return tuple(PromptCandidate(sentence, PROPOSED) for sentence in found)

    def _endless(self) -> Iterator[Wish]:
        ways = CLASSES_ROUND if can_contrast(self._form) else FREE_ROUND
        number = 0
        while True:
            for way in ways:
                yield self._wish(way, number, again=number // len(ways))
                number += 1

    def _wish(self, way: str, number: int, again: int) -> Wish:
        if way == CONTRAST:
            shown = draw_contrast(self._pairs, self._form, self._draws)
            text = shown.by_output
        else:
            shown = draw_pairs(self._pairs, PAIRS_SHOWN[number % len(PAIRS_SHOWN)], self._draws)
            text = shown.text
        form = prompt(f"prompt_{way}")
        values: dict[str, Any] = {"context": self._about(number), "pairs": text}
        if way == LIST:
            values["most"] = SENTENCES_OF_A_LIST
        if way in (LIST, KINDS):
            values["beginning"] = SAY if len(self._form.classes) == _TWO else RETURN
        messages = form.fill(**values)
        return Wish(PROPOSED, form.version, messages, shown, schema_of(way), draw=again)

    def _about(self, number: int) -> str:
        """Return the line before the pairs: what they are, and one of the guesses in turn."""
        guess = self._hints[number // 2 % len(self._hints)] if self._hints else ""
        return context_line(self._context, guess if number % 2 == 0 else "")


def context_line(context: str, guess: str = "") -> str:
    """Return what is said of pairs before they are shown.

    Examples
    --------
    >>> context_line("Words of a test", "Return the opposite.")
    'Inputs and their outputs: Words of a test. Somebody guesses: "Return the opposite."'
    """
    line = f"{NO_CONTEXT} {context.rstrip('.')}." if context else NO_CONTEXT
    return f'{line} Somebody guesses: "{guess}"' if guess else line


def schema_of(way: str) -> dict[str, Any]:
    """Return the JSON that a way of asking wants.

    Examples
    --------
    >>> schema_of("kinds")["required"]
    ['inputs_are', 'outputs_are', 'how', 'instruction']
    """
    fields: dict[str, Any] = dict.fromkeys(_STEPS[way], _LINE)
    if way == LIST:
        fields["sentences"] = {
            "type": "array",
            "items": _LINE,
            "minItems": 2,
            "maxItems": SENTENCES_OF_A_LIST,
        }
    return {
        "type": "object",
        "properties": fields,
        "required": list(fields),
        "additionalProperties": False,
    }
