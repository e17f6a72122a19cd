"""A text against a report: every sentence agrees, contradicts, or is not covered."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from dataexplain.narration.grounding.agreement import judge
from dataexplain.narration.grounding.assertions import (
    AGREES,
    CONTRADICTS,
    NOT_COVERED,
    CheckedSentence,
    CheckedText,
    Judged,
)
from dataexplain.narration.grounding.causes import causal_words
from dataexplain.narration.grounding.names import OUTCOME, Naming
from dataexplain.narration.grounding.proposing import without_proposals
from dataexplain.narration.grounding.reading import assertions, hedged, looked_at
from dataexplain.narration.grounding.regions import ClaimBook
from dataexplain.narration.grounding.sentences import Sentence, sentences
from dataexplain.records import ReportRecord

_CAUSE = "a cause is claimed (“{words}”), but the report compares rows, it did not experiment"


def check_text(
    report: ReportRecord,
    text: str,
    *,
    experiment: bool = False,
    glossary: Mapping[str, str] | None = None,
) -> CheckedText:
    """Return each sentence of a text with how it stands to the claims of a report.

    Parameters
    ----------
    report : ReportRecord
    text : str
        Markdown or plain text, in English.
    experiment : bool, default=False
        Whether the columns were set at random, so that effects may be called causes.
    glossary : mapping of str to str, optional
        The user's words for columns and the outcome.

    Returns
    -------
    CheckedText

    Examples
    --------
    >>> import numpy as np
    >>> from dataexplain.runs.explaining import explain_table
    >>> from dataexplain.tables import build_table
    >>> dose = np.tile([1, 2, 3, 4, 5], 40)
    >>> pain = 9.0 - dose + np.tile([0, 1, 2], 67)[:200]
    >>> report = explain_table(build_table({"dose": dose, "pain": pain}, "pain"))
    >>> checked = check_text(report, "Pain falls with dose. Dose raises pain. It rains.")
    >>> [sentence.mark for sentence in checked.sentences]
    ['agrees', 'contradicts', 'not covered']
    """
    naming = Naming(report, dict(glossary or {}))
    book = ClaimBook(report)
    known: dict[str, CheckedSentence] = {}  # what is said twice is read once
    checked = []
    for sentence in sentences(text):
        if sentence.text not in known:
            known[sentence.text] = _checked(sentence, naming, book, experiment)
        checked.append(replace(known[sentence.text], line=sentence.line))
    return CheckedText(tuple(checked))


def contradiction(
    report: ReportRecord, text: str, *, glossary: Mapping[str, str] | None = None
) -> str | None:
    """Return why a text could not be true of a report even as what may be, None where it could.

    Hedges and causes are passed over: what is left is the direction it speaks of. Only sentences
    that name the outcome count, since "more savings" is no more of the outcome.

    Parameters
    ----------
    report : ReportRecord
    text : str
    glossary : mapping of str to str, optional
    """
    naming, book = Naming(report, dict(glossary or {})), ClaimBook(report)
    for sentence in sentences(text):
        read = looked_at(without_proposals(sentence.text), naming)
        if any(mention.kind == OUTCOME for mention in read.named):
            for assertion in assertions(read, naming):
                judged = judge(assertion, book)
                if judged.mark == CONTRADICTS:
                    return judged.reason
    return None


def _checked(
    sentence: Sentence, naming: Naming, book: ClaimBook, experiment: bool
) -> CheckedSentence:
    read = looked_at(sentence.text, naming)
    cause = None if experiment else causal_words(read.found, read.named)
    said = assertions(read, naming)
    maybe = hedged(read) and not any(entry.kind == "open" for entry in said)
    if maybe:
        judged: tuple[Judged, ...] = (Judged(NOT_COVERED, "a conjecture: it says what may be"),)
    else:
        judged = tuple(judge(assertion, book) for assertion in said)
        if cause is not None and (read.named or judged):
            judged = (Judged(CONTRADICTS, _CAUSE.format(words=cause)), *judged)
    return CheckedSentence(sentence.text, sentence.line, _mark(judged), judged)


def _mark(judged: tuple[Judged, ...]) -> str:
    marks = {entry.mark for entry in judged}
    if CONTRADICTS in marks:
        return CONTRADICTS
    return AGREES if marks == {AGREES} else NOT_COVERED
