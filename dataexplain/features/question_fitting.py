"""From answers to columns: a probe for each question, and which questions stay."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np

from dataexplain.errors import ReplyError
from dataexplain.features.question_answers import Answers
from dataexplain.features.question_candidates import Candidates
from dataexplain.features.question_column import QuestionColumn
from dataexplain.features.question_probe import fit_probe
from dataexplain.features.question_selection import FOLDS, helpful, repeated

NO_ANSWER = "the model gave no answer"
ALWAYS_ALIKE = "the answer is the same for every text"
NOT_CENTRED = "the model gave no answer to texts without content: its leaning is not taken off"
NO_GAIN = "it does not help to predict the outcome beside those that are kept"
NONE_HELPS = "none that was proposed helps to predict the outcome; this is the screen's first"
TOO_MANY = "there are enough others"


@dataclass
class Kept:
    """The questions that become columns, and what is said of the others.

    Parameters
    ----------
    columns : list of QuestionColumn
    places : list of int
        Where each stands among the questions that were asked.
    dropped : dict of str to str
        Why a question, by its property, has no column.
    doubtful : dict of str to str
        Why a column should be taken with care.
    """

    columns: list[QuestionColumn]
    places: list[int]
    dropped: dict[str, str] = field(default_factory=dict)
    doubtful: dict[str, str] = field(default_factory=dict)

    def drop(self, reasons: dict[int, str]) -> None:
        """Take columns out; the keys are places."""
        for place, column in zip(self.places, self.columns, strict=True):
            if place in reasons:
                self.dropped[column.property] = reasons[place]
                self.doubtful.pop(column.property, None)
        staying = [place not in reasons for place in self.places]
        self.columns = [entry for entry, stays in zip(self.columns, staying, strict=True) if stays]
        self.places = [entry for entry, stays in zip(self.places, staying, strict=True) if stays]


def columns_of(
    asked: Sequence[tuple[str, str]], answers: Answers, vectors: np.ndarray | None
) -> Kept:
    """Return a column for each question that was answered at all.

    Parameters
    ----------
    asked : sequence of (str, str)
        The question and its property, in the order of the answers.
    answers : Answers
    vectors : ndarray of shape (texts, dimensions), optional
        Embeddings of the judged texts, for the probes.

    Raises
    ------
    ReplyError
        When no question was.
    """
    kept = Kept([], [])
    for place, (question, property) in enumerate(asked):
        values = answers.values[:, place]
        answered = int((~np.isnan(values)).sum())
        if not answered:
            kept.dropped[property] = NO_ANSWER
            continue
        column = QuestionColumn(
            question,
            property,
            offset=float(answers.offsets[place]),
            calibrated=answers.calibrated[place],
            answers=answered,
            mean=float(np.nanmean(values)),
            probe=None if vectors is None else fit_probe(vectors, values),
        )
        kept.columns.append(column)
        kept.places.append(place)
    if not kept.columns:
        raise ReplyError(
            f"The model answered none of {len(asked)} questions about {len(answers.texts)} texts.",
            hint="Try another model: `dataexplain models doctor` tells what one can do.",
        )
    return kept


def choose(
    kept: Kept,
    candidates: Candidates,
    answers: Answers,
    *,
    calibrate: bool,
    prune: bool,
    least: float | None,
) -> None:
    """Drop what is not worth a column.

    Parameters
    ----------
    kept : Kept
        Is changed.
    candidates : Candidates
    answers : Answers
    calibrate : bool
        Whether answers should have been centred.
    prune : bool
        Whether a question that is answered as an earlier one is dropped.
    least : float, optional
        What a probe must predict where probes are needed.

    Raises
    ------
    ReplyError
        When no proposal is left.
    """
    if calibrate:
        kept.doubtful |= {one.property: NOT_CENTRED for one in kept.columns if not one.calibrated}
    _drop_alike(kept, answers.values, proposed=candidates.proposed)
    if least is not None:
        _drop_weak(kept, least, proposed=candidates.proposed)
    if prune:
        _drop_repeated(kept, answers.values)
    if candidates.proposed:
        _keep_helpful(kept, candidates, answers)
    if not kept.columns:
        reasons = ", ".join(sorted(set(kept.dropped.values())))
        raise ReplyError(
            f"None of the {len(kept.dropped)} proposed questions is worth a column: {reasons}.",
            hint="Name the questions, or take a larger model.",
        )


def _drop_repeated(kept: Kept, values: np.ndarray) -> None:
    """Drop each question that is answered as an earlier one is."""
    same = repeated(values[:, kept.places])
    names = [column.property for column in kept.columns]
    kept.drop(
        {kept.places[one]: f"it is answered as {names[other]!r}" for one, other in same.items()}
    )


def _drop_alike(kept: Kept, values: np.ndarray, *, proposed: bool) -> None:
    """Drop proposed questions whose answer never changes; doubt those of the user."""
    alike = [place for place in kept.places if not _varies(values[:, place])]
    _set_aside(kept, dict.fromkeys(alike, ALWAYS_ALIKE), proposed=proposed)


def _drop_weak(kept: Kept, least: float, *, proposed: bool) -> None:
    """Drop proposed questions that embeddings do not predict; doubt those of the user."""
    weak = {}
    for place, column in zip(kept.places, kept.columns, strict=True):
        score = math.nan if column.probe is None else column.probe.score
        if not score >= least:
            known = "unknown" if math.isnan(score) else f"{max(score, 0.0):.2f}"
            weak[place] = (
                f"embeddings predict too little of its answers (share of variance {known}, "
                f"needed {least:g})"
            )
    _set_aside(kept, weak, proposed=proposed)


def _keep_helpful(kept: Kept, candidates: Candidates, answers: Answers) -> None:
    """Keep as many proposals as wanted: those that help to predict the outcome, best first."""
    if candidates.outcome is None or not kept.places:
        kept.drop(dict.fromkeys(kept.places[candidates.wanted :], TOO_MANY))
        return
    own = answers.values[:, kept.places]
    filled = np.where(np.isnan(own), [column.mean for column in kept.columns], own)
    judged = {text: place for place, text in enumerate(answers.texts)}
    rows = [row for row, text in enumerate(candidates.texts) if text in judged]
    text_of = np.array([judged[candidates.texts[row]] for row in rows])
    chosen = helpful(filled[text_of], candidates.outcome[rows], text_of % FOLDS, candidates.wanted)
    if not chosen:  # a transformer without columns is of no use: the one that came first stays
        kept.doubtful[kept.columns[0].property] = NONE_HELPS
    staying = {kept.places[at] for at in chosen or [0]}
    kept.drop({place: NO_GAIN for place in kept.places if place not in staying})


def _varies(values: np.ndarray) -> bool:
    known = values[~np.isnan(values)]
    return bool(np.ptp(known) > 1e-9)


def _set_aside(kept: Kept, reasons: dict[int, str], *, proposed: bool) -> None:
    if proposed:
        kept.drop(reasons)
        return
    for place, column in zip(kept.places, kept.columns, strict=True):
        if place in reasons:
            kept.doubtful[column.property] = reasons[place]
