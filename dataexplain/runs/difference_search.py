"""What may set two groups of texts apart: proposed, screened and raced on discovery rows."""

from __future__ import annotations

import dataclasses
import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from dataexplain.claims import DOWN, UP
from dataexplain.features.judged_columns import parting
from dataexplain.llm import ChatModel, Embedder
from dataexplain.runs.difference_wish import DifferenceWish
from dataexplain.runs.progress import Progress
from dataexplain.search.candidate import Candidate
from dataexplain.search.cluster_proposals import propose_by_clusters
from dataexplain.search.control_texts import FEWEST, ControlOutcome, check_judge
from dataexplain.search.discovery_texts import DiscoveryTexts
from dataexplain.search.invented_texts import NO_DESCRIPTION
from dataexplain.search.judged_scores import JudgedScores, asking_model
from dataexplain.search.merging import Merged, merged
from dataexplain.search.model_proposals import propose_by_model
from dataexplain.search.property_bank import load_properties
from dataexplain.search.proposals import Proposals
from dataexplain.search.racing import Race, Raced, race
from dataexplain.search.screening import USER, screened
from dataexplain.search.word_proposals import propose_by_words
from dataexplain.verification.judged_texts import DiscoveryAnswers, ShortListed

# Controls of a property that its proposer did not bring: so many of each kind are written.
CONTROLS = 3
# Merging may leave fewer than were kept.
MORE_THAN_KEPT = 3
BANK, FILE = "bank", "file"


@dataclass(frozen=True)
class ShortList:
    """What goes to the vault.

    Parameters
    ----------
    listed : tuple of ShortListed
    notes : tuple of str
        What a reader should know of the search.
    calls : int
        Answers of the judge that the race took.
    scores : JudgedScores
        All answers on discovery texts: what null runs draw on.
    """

    listed: tuple[ShortListed, ...]
    notes: tuple[str, ...]
    calls: int
    scores: JudgedScores


def search_differences(
    texts: DiscoveryTexts,
    wish: DifferenceWish,
    model: ChatModel,
    *,
    embedder: Embedder | None,
    seed: int,
    progress: Progress,
) -> ShortList:
    """Propose, screen and race properties on discovery texts.

    Parameters
    ----------
    texts : DiscoveryTexts
    wish : DifferenceWish
    model : ChatModel
    embedder : Embedder or None
    seed : int
    progress : Progress

    Returns
    -------
    ShortList
        Where a budget ends, what was found until then.
    """
    distinct = texts.drawn(seed)
    own = tuple(Candidate(property, USER) for property in wish.properties)
    proposals = _proposed(texts, wish, model, embedder, seed, progress)
    notes = list(proposals.notes)
    candidates = (
        *own,
        *(one for one in proposals.candidates if one.property not in wish.properties),
    )
    candidates, told = _screened(candidates, texts, wish, embedder, seed, progress)
    notes += told
    scores = JudgedScores(distinct.texts, asking_model(model), candidates)
    if not (candidates and distinct.both_sides):
        return ShortList((), (*notes, "Nothing was left to compare."), 0, scores)
    progress.stage(f"Racing {len(candidates)} properties on texts that propose")
    kept = min(wish.keep + MORE_THAN_KEPT, len(candidates))
    raced = race(distinct.in_a, scores, keep=kept, budget=wish.race_calls, seed=seed)
    standing = merged(raced, scores)
    progress.stage("Testing the judge on texts that are known")
    chosen = _believed(_with_own(standing, raced, wish), wish, model, distinct.texts)
    notes += _told_of_race(raced, [one for one, _ in chosen], wish)
    listed = tuple(
        _short_listed(one.raced, outcome, scores, distinct.texts) for one, outcome in chosen
    )
    return ShortList(listed, tuple(notes), raced.calls, scores)


def _believed(
    standing: Sequence[Merged], wish: DifferenceWish, model: ChatModel, examples: Sequence[str]
) -> list[tuple[Merged, ControlOutcome]]:
    """Return the best properties that the judge can be believed about, and what was tried before.

    One that it cannot tell costs no place: it is reported, and the next one is tried.
    """
    chosen: list[tuple[Merged, ControlOutcome]] = []
    for one in standing:
        believed = sum(outcome.passed is not False for _, outcome in chosen)
        if believed >= wish.keep and one.raced.candidate.property not in wish.properties:
            continue
        candidate = one.raced.candidate
        known = bool(candidate.having and candidate.lacking)
        (outcome,) = check_judge(
            model,
            [candidate],
            invented=not known,
            each=FEWEST if known else CONTROLS,
            examples=examples[:CONTROLS],
            serves="controls of a judge",
            description=wish.description or NO_DESCRIPTION,
        )
        chosen.append((one, outcome))
    return chosen


def _proposed(
    texts: DiscoveryTexts,
    wish: DifferenceWish,
    model: ChatModel,
    embedder: Embedder | None,
    seed: int,
    progress: Progress,
) -> Proposals:
    """Ask every proposer, the bank last: of one wording the first one's stays."""
    progress.stage("Looking for words and clusters")
    found = propose_by_words(texts, embedder, wanted=wish.proposed, seed=seed)
    if wish.proposed:
        found = found.beside(propose_by_clusters(texts, embedder, model, seed=seed))
        progress.stage(f"Asking {model.name} for properties")
        found = propose_by_model(
            texts, model, embedder, wanted=wish.proposed, seed=seed, progress=progress.step
        ).beside(found)
    bank = load_properties(wish.bank)
    # what stands in a file races; what the user names is tested in any case
    filed = (dataclasses.replace(one, source=FILE) if one.source == USER else one for one in bank)
    return found.beside(Proposals(tuple(filed)))


def _screened(
    candidates: tuple[Candidate, ...],
    texts: DiscoveryTexts,
    wish: DifferenceWish,
    embedder: Embedder | None,
    seed: int,
    progress: Progress,
) -> tuple[tuple[Candidate, ...], list[str]]:
    """Choose what races; without an embedder, what was read off these texts comes first."""
    if embedder is None:
        order = sorted(candidates, key=lambda one: (one.source != USER, one.source == BANK))
        chosen = tuple(order[: wish.screened])
        return chosen, ["Without an embedder, properties could not be screened by meaning."]
    progress.stage(f"Screening {len(candidates):,} properties by embeddings")
    found = screened(candidates, texts, embedder, most=wish.screened, seed=seed)
    counted = ", ".join(
        f"{source} {chosen} of {offered:,}" for source, (chosen, offered) in found.sources.items()
    )
    return found.candidates, [
        f"{len(candidates):,} properties were proposed, and those that embeddings let hope most "
        f"were raced on texts that propose: {counted}."
    ]


def _told_of_race(raced: Race, chosen: Sequence[Merged], wish: DifferenceWish) -> Iterator[str]:
    yield (
        f"The race took {raced.calls:,} answers of the judge where asking everything would have "
        f"taken {raced.exhaustive:,}; {len(chosen)} of {len(raced.ranking)} properties were "
        "tested on held-out texts."
    )
    if raced.ended or raced.calls >= wish.race_calls:
        return_early = [one for one in raced.ranking if one.ending == "unasked"]
        if return_early:
            yield f"The budget ended before {len(return_early)} properties were raced."
    for one in chosen:
        if one.others:
            others = ", ".join(f"“{under.raced.candidate.property}”" for under in one.others)
            yield f"Answered as “{one.raced.candidate.property}” is: {others}."


def _with_own(standing: Sequence[Merged], raced: Race, wish: DifferenceWish) -> tuple[Merged, ...]:
    """Add the user's own properties that the race left behind: who asks gets an answer."""
    known = {one.raced.place for one in standing}
    own = [
        one
        for one in raced.ranking
        if one.candidate.property in wish.properties and one.place not in known
    ]
    return (*standing, *(Merged(one, ()) for one in own))


def _short_listed(
    raced: Raced, outcome: ControlOutcome, scores: JudgedScores, texts: Sequence[str]
) -> ShortListed:
    log_odds = scores.log_odds[:, raced.place]
    asked = np.flatnonzero(scores.asked[:, raced.place])
    known = log_odds[asked][~np.isnan(log_odds[asked])]
    return ShortListed(
        raced.candidate,
        parting(known) if known.size else float("nan"),
        UP if raced.more_in_a else DOWN,
        DiscoveryAnswers(tuple(texts[place] for place in asked.tolist()), log_odds[asked]),
        controls=_controls(outcome),
    )


def _controls(outcome: ControlOutcome) -> tuple[int, int, bool] | None:
    """Return the pairs of known texts in the right order, all pairs, and whether that is enough.

    None where the judge could not be tested.
    """
    if outcome.passed is None:
        return None
    pairs = len(outcome.having) * len(outcome.lacking)
    in_order = 0 if math.isnan(outcome.ordered) else round(outcome.ordered * pairs)
    return in_order, pairs, outcome.passed
