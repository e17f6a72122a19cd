"""What a reader should know of how a search for a sentence went."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from dataexplain.search.prompts.answering_form import MOST_INPUT, MOST_OUTPUT
from dataexplain.search.prompts.found import FoundPrompt
from dataexplain.search.prompts.output_scores import UNAIDED, OutputScores
from dataexplain.search.prompts.search_settings import PromptSearchSettings
from dataexplain.search.prompts.sentence_writer import SentenceWriter


def search_notes(
    scores: OutputScores,
    ranking: Sequence[FoundPrompt],
    writer: SentenceWriter,
    settings: PromptSearchSettings,
    *,
    with_model: bool = True,
) -> tuple[str, ...]:
    """Return sentences for the report: what was cut, what had no answer, what ended early.

    Parameters
    ----------
    scores : OutputScores
    ranking : sequence of FoundPrompt
        The best first.
    writer : SentenceWriter
    settings : PromptSearchSettings
    with_model : bool, default=True
        Whether a model looked for sentences too.

    Returns
    -------
    tuple of str
    """
    notes = [*scores.notes, *_cut(scores)]
    if scores.no_answers:
        notes.append(f"{_times(scores.no_answers)} there was no answer; none is counted as wrong.")
    if writer.ended or (scores.ended and scores.calls < settings.scored):
        notes.append("The model's own budget ended before the search did.")
    if not ranking and with_model:
        notes.append("No sentence was found that could be scored.")
    if not ranking:
        return tuple(notes)  # without a model it is said already that no operation fits
    if ranking[0].rows and _gain(scores, ranking[0].place) <= 0:
        notes.append("On the rows read, the best sentence did no better than no sentence.")
    if ranking[0].candidate.rule is not None and settings.rounds == 0:
        notes.append(
            "A rule that code can follow fits the discovery rows, so that few others were tried."
        )
    return tuple(notes)


def _cut(scores: OutputScores) -> list[str]:
    parts = (
        ("inputs", scores.pairs.inputs, MOST_INPUT),
        ("outputs", scores.pairs.outputs, MOST_OUTPUT),
    )
    return [
        f"{long} of {len(texts)} {name} are longer than {most:,} characters: only their beginning "
        "was used."
        for name, texts, most in parts
        if (long := sum(len(text.strip()) > most for text in texts))
    ]


def _gain(scores: OutputScores, place: int) -> float:
    """Return how much a sentence gains over none; 1 where that is not known."""
    differences = scores.merits[:, place] - scores.merits[:, UNAIDED]
    known = ~np.isnan(differences)
    return float(differences[known].mean()) if known.any() else 1.0


def _times(count: int) -> str:
    return "Once" if count == 1 else f"{count} times"
