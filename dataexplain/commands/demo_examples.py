"""What else the demonstration shows: a sentence tested, two groups compared, a model's ideas."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from dataexplain.llm import ChatModel
    from dataexplain.runs.progress import Progress
    from dataexplain.runs.run import Run

SENTENCE = "Customers on monthly contracts leave more, even at the same tenure."
# A model that runs on this machine takes its time: a few minutes for each.
_DIFFERENCE: dict[str, Any] = {
    "goal": "what guests of agencies complain about",
    "describe": "reviews of a hotel",
    "propose": 4,
    "screened": 8,
    "race_calls": 60,
    "keep": 2,
    "judge_rows": 12,
}
_HYPOTHESES: dict[str, Any] = {"rounds": 1, "hypotheses": 8}


def demo_examples(folder: Path, model: ChatModel | None, description: str) -> Iterator[str]:
    """Write one report of each kind into folders of their own, and say what each found.

    Parameters
    ----------
    folder : Path
        Of the demonstration.
    model : ChatModel or None
        The installed language model, where there is one.
    description : str
        Of the table of customers.

    Yields
    ------
    str
        Lines for the terminal.
    """
    from dataexplain.api import hypothesise, verify
    from dataexplain.tables.samples import sample_path
    from dataexplain.terminal import sentence_summary, shown_progress, summary

    customers, reviews = sample_path("telecom_churn"), sample_path("hotel_reviews")
    with shown_progress() as progress:
        run = verify(customers, SENTENCE, "churn", progress=progress)
    told = sentence_summary(run.report)
    yield from _told("A sentence of yours (verify):", told, run, folder / "sentence")
    with shown_progress() as progress:
        run = _difference(reviews, model, progress)
    told = summary(run.report)
    yield from _told("Two groups of texts (differ):", told, run, folder / "difference")
    if model is not None:
        with shown_progress() as progress:
            run = hypothesise(
                customers,
                "churn",
                model=model,
                describe=description,
                progress=progress,
                **_HYPOTHESES,
            )
        told = summary(run.report)
        yield from _told("What a model proposes (hypothesise):", told, run, folder / "hypotheses")


def _difference(reviews: Path, model: ChatModel | None, progress: Progress) -> Run:
    from dataexplain.api import differ

    options: dict[str, Any] = {} if model is None else {"model": model, **_DIFFERENCE}
    return differ(reviews, "text", "source", positive="agency", progress=progress, **options)


def _told(heading: str, text: str, run: Run, folder: Path) -> Iterator[str]:
    path = run.save(folder)["html"]
    yield f"\n{heading}\n\n{text}\n\nReport: {path}"
