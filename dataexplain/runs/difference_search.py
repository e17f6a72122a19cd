"""What may set two groups of texts apart: proposed, screened and raced on discovery rows."""

from __future__ import annotations

import dataclasses
import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from dataexplain.claims import DOWN, UP
from dataexplain.features.judged_columns import parting
from dataexplain.features.question_wording import same_wording
from dataexplain.llm import ChatModel, Embedder
from dataexplain.runs.difference_wish import DifferenceWish
from dataexplain.runs.progress import Progress
from dataexplain.search.candidate import Candidate
from dataexplain.search.cluster_proposals import propose_by_clusters
from dataexplain.search.control_texts import FEWEST, ControlOutcome, check_judge
from dataexplain.search.counted_words import counted_log_odds, counted_words, counting_words
from dataexplain.search.discovery_texts import DiscoveryTexts
from dataexplain.search.group_gaps import leaning
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
# Texts of each group that a property of the user's is asked of, however early it left the race.
OWN_TEXTS = 20
# Where yes begins as long as the judge has said nothing.
EVEN_ODDS = 0.0
BANK, FILE = "bank", "file"
# What would mend it that a judge could not be tried on known texts.
MORE_CALLS = "--max-calls allows more"
GIVE_TEXTS = (
    "give some with --bank: a CSV file with columns property, having_1, having_2, lacking_1 and "
    "lacking_2"
)
# A property, and how the judge answered about known texts; None where code sees what it says.
Chosen = tuple[Merged, ControlOutcome | None]


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
    in_a : ndarray of bool
        Which of the texts of the scores are of the first group.
    """

    listed: tuple[ShortListed, ...]
    notes: tuple[str, ...]
    calls: int
    scores: JudgedScores
    in_a: np.ndarray


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
    proposals = _proposed(texts, wish, model, embedder, seed, progress)
    notes = list(proposals.notes)
    candidates = _own_first(wish.properties, proposals.candidates)
    candidates, expected, told = _screened(candidates, texts, wish, embedder, seed, progress)
    notes += told
    asking = counting_words(asking_model(model))
    scores = JudgedScores(distinct.texts, asking, candidates)
    if not (candidates and distinct.both_sides):
        return ShortList((), (*notes, "Nothing was left to compare."), 0, scores, distinct.in_a)
    progress.stage(f"Racing {len(candidates)} properties on texts that propose")
    kept = min(wish.keep + MORE_THAN_KEPT, len(candidates))
    raced = race(
        distinct.in_a,
        scores,
        keep=kept,
        budget=_for_race(wish, model),
        seed=seed,
        expected=[expected.get(one.property, math.nan) for one in scores.candidates],
    )
    standing = merged(raced, scores)
    standing = _with_own(standing, raced, wish, scores, distinct.in_a)
    standing = tuple(_looked_up(one, distinct.texts, distinct.in_a) for one in standing)
    progress.stage("Testing the judge on texts that are known")
    chosen = _believed(standing, wish, model, distinct.texts)
    notes += _told_of_race(raced, chosen, scores)
    listed = tuple(
        _short_listed(one.raced, outcome, scores, distinct.texts) for one, outcome in chosen
    )
    return ShortList(listed, tuple(notes), _asked(scores)[0], scores, distinct.in_a)


def _own_first(properties: Sequence[str], proposed: Sequence[Candidate]) -> tuple[Candidate, ...]:
    """Return the user's properties, with the texts that are known of one of that wording."""
    others = {same_wording(one.property): one for one in proposed}
    known = ((name, others.pop(same_wording(name), None)) for name in properties)
    own = [
        Candidate(name, USER)
        if one is None
        else dataclasses.replace(one, property=name, source=USER)
        for name, one in known
    ]
    return (*own, *others.values())


def _for_race(wish: DifferenceWish, model: ChatModel) -> int:
    """Return the answers that the race may take: half of a budget is left for the test."""
    if model.budget.calls is None:
        return wish.race_calls
    left = max(model.budget.calls - model.budget.spent.calls, 0)
    return min(wish.race_calls, left // 2)


def _believed(
    standing: Sequence[Merged], wish: DifferenceWish, model: ChatModel, examples: Sequence[str]
) -> list[Chosen]:
    """Return the best properties that the judge can be believed about, and what was tried before.

    One that it cannot tell costs no place: it is reported, and the next one is tried. What code
    sees needs no judge to be believed.
    """
    chosen: list[Chosen] = []
    for one in standing:
        taken = sum(outcome is None or _takes_a_place(outcome) for _, outcome in chosen)
        if taken >= wish.keep and not _is_own(one, wish):
            continue
        candidate = one.raced.candidate
        if counted_words(candidate.property):
            chosen.append((one, None))
            continue
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
) -> tuple[tuple[Candidate, ...], dict[str, float], list[str]]:
    """Choose what races, with the leaning that embeddings let expect of each property.

    Without an embedder, what was read off these texts comes first.
    """
    if embedder is None:
        own = tuple(one for one in candidates if one.source == USER)
        others = (one for one in candidates if one.source != USER)
        order = sorted(others, key=lambda one: one.source == BANK)
        chosen = (*own, *order[: wish.screened])
        return chosen, {}, ["Without an embedder, properties could not be screened by meaning."]
    progress.stage(f"Screening {len(candidates):,} properties by embeddings")
    found = screened(candidates, texts, embedder, most=wish.screened, seed=seed)
    counted = ", ".join(
        f"{source} {chosen} of {offered:,}" for source, (chosen, offered) in found.sources.items()
    )
    expected = {one.candidate.property: one.leaning for one in found.chosen}
    told = (
        f"{len(candidates):,} properties were proposed, and those that embeddings let hope most "
        f"were raced on texts that propose: {counted}."
    )
    return found.candidates, expected, [told]


def _takes_a_place(outcome: ControlOutcome) -> bool:
    """Tell whether the judge passed; where a budget ended the next one would fare no better."""
    return outcome.passed is True or outcome.unasked > 0


def _asked(scores: JudgedScores) -> tuple[int, int]:
    """Return how many answers a judge gave, and how many it would have given to everything."""
    judged = [
        place for place, one in enumerate(scores.candidates) if not counted_words(one.property)
    ]
    return int(scores.asked[:, judged].sum()), len(judged) * len(scores.texts)


def _told_of_race(raced: Race, chosen: Sequence[Chosen], scores: JudgedScores) -> Iterator[str]:
    failed = sum(outcome is not None and outcome.passed is False for _, outcome in chosen)
    untried = sum(outcome is not None and outcome.passed is None for _, outcome in chosen)
    given, all_answers = _asked(scores)
    went_on = len(chosen) - failed - untried
    yield (
        f"The race took {given:,} answers of the judge where asking everything would have taken "
        f"{all_answers:,}; {went_on} of {_counted(len(raced.ranking))} went on to held-out texts."
    )
    for refused, why in ((failed, "failed"), (untried, "could not be tried")):
        if refused:
            further = "property" if refused == 1 else "properties"
            yield (
                f"With {refused:,} further {further} the judge {why} on texts that are known: "
                "nothing was asked of held-out texts."
            )
    unraced = sum(not one.texts for one in raced.ranking)
    if unraced:
        were = "was" if unraced == 1 else "were"
        yield f"The budget ended before {_counted(unraced)} {were} raced."
    for merged_one, _ in chosen:
        yield from _alike(merged_one)


def _alike(one: Merged) -> Iterator[str]:
    """Say what the judge answers as it does this one, or the other way round."""
    name = one.raced.candidate.property
    for same, told in ((True, f"Answered as “{name}” is"), (False, f"Opposites of “{name}”")):
        others = [
            f"“{under.raced.candidate.property}”"
            for under in one.others
            if (under.agreement > 0) is same
        ]
        if others:
            yield f"{told}: {', '.join(others)}."


def _counted(properties: int) -> str:
    return "1 property" if properties == 1 else f"{properties:,} properties"


def _with_own(
    standing: Sequence[Merged],
    raced: Race,
    wish: DifferenceWish,
    scores: JudgedScores,
    in_a: np.ndarray,
) -> tuple[Merged, ...]:
    """Add the user's own properties that the race left behind: who asks gets an answer."""
    known = {one.raced.place for one in standing}
    left = (Merged(one, ()) for one in raced.ranking if one.place not in known)
    return tuple(
        dataclasses.replace(one, raced=_answered(one.raced, scores, in_a))
        if _is_own(one, wish)
        else one
        for one in (*standing, *(one for one in left if _is_own(one, wish)))
    )


def _looked_up(one: Merged, texts: Sequence[str], in_a: np.ndarray) -> Merged:
    """Return words with how far all texts lean, not only those few that a race went over."""
    words = counted_words(one.raced.candidate.property)
    if not words:
        return one
    of_all = leaning(counted_log_odds(words, texts)[:, np.newaxis], in_a)
    return dataclasses.replace(one, raced=dataclasses.replace(one.raced, leaning=float(of_all[0])))


def _is_own(one: Merged, wish: DifferenceWish) -> bool:
    return one.raced.candidate.property in wish.properties


def _answered(raced: Raced, scores: JudgedScores, in_a: np.ndarray) -> Raced:
    """Ask of enough texts to say where yes begins, and which group leans to it."""
    rows = [np.flatnonzero(side)[:OWN_TEXTS] for side in (in_a, ~in_a)]
    scores.ask(np.concatenate(rows).tolist(), [raced.place])
    of_all = leaning(scores.log_odds[:, [raced.place]], in_a)
    return dataclasses.replace(raced, leaning=float(of_all[0]))


def _short_listed(
    raced: Raced, outcome: ControlOutcome | None, scores: JudgedScores, texts: Sequence[str]
) -> ShortListed:
    log_odds = scores.log_odds[:, raced.place]
    asked = np.flatnonzero(scores.asked[:, raced.place])
    known = log_odds[asked][~np.isnan(log_odds[asked])]
    judged = known.size and outcome is not None
    return ShortListed(
        raced.candidate,
        parting(known) if judged else EVEN_ODDS,
        UP if raced.more_in_a else DOWN,
        DiscoveryAnswers(tuple(texts[place] for place in asked.tolist()), log_odds[asked]),
        controls=_controls(outcome),
        untried=_untried(outcome),
    )


def _untried(outcome: ControlOutcome | None) -> str:
    """Return why the judge could not be tried on known texts, and what would mend it."""
    if outcome is None or outcome.passed is not None:
        return ""
    return f"{outcome.problem} ({MORE_CALLS if outcome.unasked else GIVE_TEXTS})"


def _controls(outcome: ControlOutcome | None) -> tuple[int, int, bool] | None:
    """Return the pairs of known texts in the right order, all pairs, and whether that is enough.

    None where the judge could not be tried, or where none is needed.
    """
    if outcome is None or outcome.passed is None:
        return None
    pairs = len(outcome.having) * len(outcome.lacking)
    in_order = 0 if math.isnan(outcome.ordered) else round(outcome.ordered * pairs)
    return in_order, pairs, outcome.passed
