"""What describing pairs would cost, before anything is asked."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import cycle

from dataexplain.llm import ChatModel, Estimate, Message
from dataexplain.runs.describe_reading import OpenedPairs
from dataexplain.runs.describe_search import search_settings
from dataexplain.runs.describe_wish import DescribeWish
from dataexplain.search.prompts.answering_form import CLASSES, AnsweringForm, form_of
from dataexplain.search.prompts.candidate import PromptCandidate
from dataexplain.tables.pair_splitting import split_pairs
from dataexplain.tables.pairs import Pairs
from dataexplain.verification.prompt_controls import EXAMPLES
from dataexplain.verification.prompt_vault import PromptVault

# A sentence as long as most of them are.
_USUAL = "Read the input, look for what it names, and return the matter it belongs to, {n}."
# A reply that holds an output, and one that holds sentences.
_REPLY_TOKENS, _SENTENCE_TOKENS = 16, 140


def estimate_description(
    opened: OpenedPairs, wish: DescribeWish, model: ChatModel, *, seed: int = 0
) -> Estimate:
    """Return what `describe_pairs` would cost, at most; nothing is asked.

    Parameters
    ----------
    opened : OpenedPairs
    wish : DescribeWish
    model : ChatModel
    seed : int, default=0

    Examples
    --------
    >>> from dataexplain.llm import Scripted
    >>> from dataexplain.runs.describe_reading import open_pairs
    >>> opened = open_pairs({"word": [f"word {n}" for n in range(40)], "n": range(40)}, (), "n")
    >>> with ChatModel(Scripted([])) as model:
    ...     estimate_description(opened, DescribeWish(search_calls=100), model).expected.calls > 100
    True
    """
    sides = split_pairs(opened.read)
    form = form_of(sides.discovery.outputs)
    settings = search_settings(wish, model)
    vault = PromptVault(
        sides.verification, discovery=sides.discovery, form=form, rows=wish.rows, seed=seed
    )
    count = wish.keep + len(wish.hints)
    listed = [PromptCandidate(_USUAL.format(n=n), "proposed") for n in range(count)]
    tested = vault.planned_answers(listed, model)
    return (
        _answers(sides.discovery, form, model, settings.scored)
        + _answers(vault.held_out.pairs, form, model, tested)
        + model.estimate_replies(
            _with_examples(sides.discovery, form, settings.replies), most_tokens=_SENTENCE_TOKENS
        )
    )


def _answers(pairs: Pairs, form: AnsweringForm, model: ChatModel, count: int) -> Estimate:
    """Return what so many answers cost, each to another sentence and input."""
    inputs = cycle(pairs.inputs)
    conversations = (
        form.conversation(_USUAL.format(n=n), text)
        for n, text in zip(range(count), inputs, strict=False)
    )
    if form.kind == CLASSES:
        return model.estimate_choices(conversations, form.classes)
    return model.estimate_replies(conversations, most_tokens=_REPLY_TOKENS)


def _with_examples(pairs: Pairs, form: AnsweringForm, count: int) -> Iterator[tuple[Message, ...]]:
    """Yield conversations about as long as those that ask for sentences."""
    shown = list(zip(pairs.inputs, pairs.outputs, strict=True))[:EXAMPLES]
    for n in range(count):
        yield form.conversation(_USUAL.format(n=n), pairs.inputs[0], examples=shown)
