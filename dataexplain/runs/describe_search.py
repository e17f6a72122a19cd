"""What may say how outputs follow from inputs: proposed, changed and raced on discovery rows."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from dataexplain.llm import ChatModel
from dataexplain.operations import fit_rule
from dataexplain.operations.column_rules import column_rules
from dataexplain.runs.describe_wish import DescribeWish
from dataexplain.runs.progress import Progress
from dataexplain.search.prompts.candidate import PromptCandidate
from dataexplain.search.prompts.found import PromptSearchResult
from dataexplain.search.prompts.search_settings import PromptSearchSettings
from dataexplain.search.prompts.searching import HINT, search_prompts
from dataexplain.tables.pairs import Pairs

WITHOUT_MODEL = (
    "No language model was given: only operations that code can follow were tried, and tested by "
    "code."
)


@dataclass(frozen=True)
class FoundSentences:
    """Sentences of a search, the best first.

    Parameters
    ----------
    searched : PromptSearchResult
        All that was asked.
    notes : tuple of str
        What a reader should know of the search.
    """

    searched: PromptSearchResult
    notes: tuple[str, ...]

    @property
    def candidates(self) -> tuple[PromptCandidate, ...]:
        """Those that were asked of any row."""
        return tuple(found.candidate for found in self.searched.ranking)

    @property
    def chances(self) -> tuple[float, ...]:
        """The chance of the right output with each, on the discovery rows that were asked."""
        return tuple(found.chance for found in self.searched.ranking)

    def listed(self, wish: DescribeWish) -> tuple[PromptCandidate, ...]:
        """Return what goes to the test: the best, and the user's own in any case."""
        best = self.candidates[: wish.keep]
        said = {candidate.sentence for candidate in best}
        raced = {candidate.sentence: candidate for candidate in self.candidates}
        own = (raced.get(hint, PromptCandidate(hint, HINT)) for hint in wish.hints)
        return (*best, *(one for one in own if one.sentence not in said))


def find_sentences(
    discovery: Pairs,
    wish: DescribeWish,
    model: ChatModel | None,
    *,
    seed: int,
    progress: Progress,
) -> FoundSentences:
    """Look for sentences on the rows that propose.

    Parameters
    ----------
    discovery : Pairs
    wish : DescribeWish
    model : ChatModel or None
        Without one only closed operations are tried.
    seed : int
    progress : Progress

    Returns
    -------
    FoundSentences
        Where a budget ends, what was found until then.
    """
    by = "operations that code can follow" if model is None else f"sentences with {model.name}"
    progress.stage(f"Searching for {by}")
    searched = search_prompts(
        discovery,
        model,
        settings=search_settings(wish, model),
        seed=seed,
        hints=wish.hints,
        context=wish.description,
        progress=None if model is None else progress.step,
    )
    told = _told(searched, model, discovery)
    return FoundSentences(searched, (*told, *searched.notes))


def search_settings(wish: DescribeWish, model: ChatModel | None) -> PromptSearchSettings:
    """Return how much the search may do: half of a budget is left for the test.

    Parameters
    ----------
    wish : DescribeWish
    model : ChatModel or None

    Examples
    --------
    >>> from dataexplain.llm import Budget, Scripted
    >>> with ChatModel(Scripted([]), budget=Budget(calls=100)) as model:
    ...     search_settings(DescribeWish(), model).budget
    50
    """
    calls = wish.search_calls
    if model is not None and model.budget.calls is not None:
        calls = min(calls, max(model.budget.calls - model.budget.spent.calls, 0) // 2)
    usual = PromptSearchSettings()
    return PromptSearchSettings(
        budget=calls,
        # where more is proposed, more has to be asked for
        generations=max(usual.generations, wish.proposed),
        proposals=wish.proposed,
        keep=max(usual.keep, wish.keep),
    )


def _told(searched: PromptSearchResult, model: ChatModel | None, discovery: Pairs) -> Iterator[str]:
    """Say how many sentences there were, and what the search took."""
    raced = len(searched.ranking)
    if model is None:
        fit = {0: "No operation fits", 1: "1 operation fits"}.get(raced, f"{raced} operations fit")
        remedy = "" if raced else " A language model (--model) can think of other sentences."
        yield f"{WITHOUT_MODEL} {fit} the rows that propose.{remedy}"
        if not raced:
            yield from _nearest(discovery)
        return
    thought = "1 sentence was" if searched.tried == 1 else f"{searched.tried:,} sentences were"
    put = "" if raced == searched.tried else f" {raced:,} of them"
    asked = "1 call" if searched.calls == 1 else f"{searched.calls:,} calls"
    yield f"{thought} thought of and{put} put to rows that propose, in {asked} of {model.name}."


def _nearest(discovery: Pairs) -> Iterator[str]:
    """Say how far the best rule on columns is from one that could be tested."""
    tried = (fit_rule(rule, discovery) for rule in column_rules(discovery))
    best = max(tried, key=lambda fitted: fitted.right, default=None)
    if best is None:
        return
    counted = Counter(output.strip() for output in discovery.outputs)
    (commonest, rows), *_ = counted.most_common(1)
    if best.right > rows:
        yield (
            f"The nearest rule on columns, “{best.rule.sentence}”, is right on "
            f"{best.agreement:.1%} of these rows, and always “{commonest}” on "
            f"{rows / len(discovery):.1%}: too little to tell from chance where so many rules are "
            "tried. It was not tested."
        )
