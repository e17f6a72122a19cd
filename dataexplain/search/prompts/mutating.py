"""Changes of a sentence: grown again from its beginning, reworded, joined, mended by its mistakes.

A change is a proposal like any other. Whether it is better than what it was made from is found out
on the same rows (`accepted`), as in GEPA: a lucky draw of rows must not make a child look better.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from dataexplain.features.question_wording import same_wording
from dataexplain.llm.prompt_files import prompt
from dataexplain.randomness import generator_for
from dataexplain.search.prompts.answering_form import AnsweringForm
from dataexplain.search.prompts.candidate import PromptCandidate
from dataexplain.search.prompts.proposing import PAIRS_SHOWN, context_line
from dataexplain.search.prompts.sentence_cleaning import cleaned_sentence
from dataexplain.search.prompts.sentence_writer import SentenceWriter, Wish
from dataexplain.search.prompts.shown_pairs import ShownPairs, cut, draw_pairs, shown
from dataexplain.tables.pairs import Pairs

REGROWN, REPHRASED, COMBINED, REFLECTED = "regrown", "rephrased", "combined", "reflected"
ANSWERED = "answered"
# Rows that a sentence gets wrong, and rows it gets right, that are shown when it is mended.
WRONG_SHOWN, RIGHT_SHOWN = 4, 2
# Of how many of the wrong ones it is asked what the sentence leads to.
_ANSWERS_ASKED = 2
_ANSWER_TOKENS = 24
_WRONG, _RIGHT = "The sentence leads to another output.", "The sentence leads to this output."


class Mutating:
    """Asks a model to change sentences.

    Parameters
    ----------
    pairs : Pairs
        Discovery rows.
    form : AnsweringForm
    writer : SentenceWriter
    seed : int, default=0
    context : str, default=""
        What the pairs are, in the user's words.

    Examples
    --------
    >>> from dataexplain.llm import ChatModel, Scripted
    >>> pairs = Pairs(("2 and 6", "1 and 1"), ("8", "2"), (0, 1))
    >>> add = PromptCandidate("Add the numbers.", "proposed")
    >>> with ChatModel(Scripted(["Sum up both numbers."])) as model:
    ...     writer = SentenceWriter(model, 1)
    ...     Mutating(pairs, AnsweringForm("free"), writer).rephrase(add)
    PromptCandidate(sentence='Sum up both numbers.', source='rephrased',
    parents=('Add the numbers.',), rule=None)
    """

    def __init__(
        self,
        pairs: Pairs,
        form: AnsweringForm,
        writer: SentenceWriter,
        *,
        seed: int = 0,
        context: str = "",
    ) -> None:
        self._pairs, self._form, self._writer = pairs, form, writer
        self._context = context.strip()
        self._draws = generator_for(seed, "changed sentences")
        self._asked = 0

    def regrow(self, parent: PromptCandidate) -> PromptCandidate | None:
        """Cut a sentence at a random word, and let the model go on from there."""
        spoken = parent.sentence.split()
        start = " ".join(spoken[: int(self._draws.integers(1, max(len(spoken), 2)))])
        pairs = self._drawn()
        said = self._written(REGROWN, "prompt_regrow", pairs, pairs.text, start=start)
        return (
            _child(cleaned_sentence(joined(start, said), pairs), REGROWN, parent) if said else None
        )

    def rephrase(self, parent: PromptCandidate) -> PromptCandidate | None:
        """Say the same in other words."""
        form = prompt("prompt_rephrase")
        messages = form.fill(sentence=parent.sentence)
        wish = Wish(REPHRASED, form.version, messages, draw=self._next())
        return _child(_first(self._writer.write(wish)), REPHRASED, parent)

    def combine(self, parent: PromptCandidate, other: PromptCandidate) -> PromptCandidate | None:
        """Make one sentence of two."""
        pairs = self._drawn()
        sentences = [parent.sentence, other.sentence]
        said = self._written(COMBINED, "prompt_combine", pairs, pairs.text, sentences=sentences)
        return _child(said, COMBINED, parent, other)

    def reflect(
        self, parent: PromptCandidate, wrong: Sequence[int], right: Sequence[int]
    ) -> PromptCandidate | None:
        """Show what a sentence gets wrong and what it gets right, and ask for a better one.

        Parameters
        ----------
        parent : PromptCandidate
        wrong, right : sequence of int
            Rows, those that tell most first.
        """
        wrong, right = wrong[:WRONG_SHOWN], right[:RIGHT_SHOWN]
        pairs = shown(self._pairs, [*wrong, *right])
        blocks = [self._mistake(parent, row) for row in wrong[:_ANSWERS_ASKED]]
        blocks += [
            f"{block}\n{_WRONG}" for block in shown(self._pairs, wrong[_ANSWERS_ASKED:]).blocks
        ]
        kept = shown(self._pairs, right).blocks
        blocks += [f"{block}\n{_RIGHT}" for block in kept]
        said = self._written(
            REFLECTED, "prompt_reflect", pairs, "\n\n".join(blocks), sentence=parent.sentence
        )
        return _child(said, REFLECTED, parent)

    def _mistake(self, parent: PromptCandidate, row: int) -> str:
        """Return a pair with what was answered in the output's place."""
        (block,) = shown(self._pairs, [row]).blocks
        form = self._form.prompt()
        messages = self._form.conversation(parent.sentence, self._pairs.inputs[row])
        wish = Wish(ANSWERED, form.version, messages)
        reply = self._writer.reply(wish, most_tokens=_ANSWER_TOKENS)
        if reply is None or not reply.answered:
            return f"{block}\n{_WRONG}"
        return f"{block}\nThe sentence leads to: {cut(reply.text)}"

    def _written(
        self, part: str, name: str, pairs: ShownPairs, text: str, **values: Any
    ) -> str | None:
        form = prompt(name)
        messages = form.fill(context=context_line(self._context), pairs=text, **values)
        wish = Wish(part, form.version, messages, pairs, draw=self._next())
        return _first(self._writer.write(wish))

    def _drawn(self) -> ShownPairs:
        return draw_pairs(self._pairs, PAIRS_SHOWN[0], self._draws)

    def _next(self) -> int:
        """Return the number of an independent sample: no change is asked for twice."""
        self._asked += 1
        return self._asked


def accepted(child: np.ndarray, parent: np.ndarray) -> bool:
    """Tell whether a child did better than its parent on the rows that both were asked.

    Parameters
    ----------
    child, parent : ndarray of shape (rows,)
        NaN: no answer, or not asked.

    Examples
    --------
    >>> accepted(np.array([0.9, 0.8, np.nan]), np.array([0.5, 0.9, 0.1]))
    True
    >>> accepted(np.array([0.9]), np.array([np.nan]))
    False
    """
    both = ~np.isnan(child) & ~np.isnan(parent)
    return bool(both.any() and (child[both] - parent[both]).mean() > 0)


def joined(start: str, said: str) -> str:
    """Return a sentence with its given beginning, whether or not the model said it again.

    Examples
    --------
    >>> joined("Return the", "Return the sum."), joined("Return the", "Sum of both numbers.")
    ('Return the sum.', 'Return the sum of both numbers.')
    """
    if same_wording(said).startswith(same_wording(start)):
        return said
    return f"{start} {said[:1].lower()}{said[1:]}"


def _child(sentence: str | None, source: str, *parents: PromptCandidate) -> PromptCandidate | None:
    """Return a candidate, unless it says what a parent says."""
    known = {same_wording(parent.sentence) for parent in parents}
    if sentence is None or same_wording(sentence) in known:
        return None
    return PromptCandidate(sentence, source, tuple(parent.sentence for parent in parents))


def _first(sentences: Sequence[str]) -> str | None:
    return sentences[0] if sentences else None
