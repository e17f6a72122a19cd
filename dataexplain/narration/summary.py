"""The summary: a short paragraph of findings, chosen and ordered by a model or by rank."""

from __future__ import annotations

import string
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from dataexplain.llm import ChatModel, Estimate, Message, Purpose
from dataexplain.llm.prompt_files import prompt
from dataexplain.narration.findings import PLAIN, SIZE, Emphasis, finding
from dataexplain.narration.plain_words import PlainWords
from dataexplain.narration_records import SentenceRecord
from dataexplain.records import ClaimRecord

PROMPT = "narration_summary"
MOST_SENTENCES = 4
MOST_TOKENS = 60
# More would not fit the context of a small model.
_MOST_OFFERED = 20


@dataclass(frozen=True)
class SummaryCall:
    """One call: the claims on offer, by letter."""

    claims: tuple[ClaimRecord, ...]
    messages: tuple[Message, ...]
    schema: Mapping[str, Any]


def summary_call(
    claims: Sequence[ClaimRecord], words: PlainWords, description: str
) -> SummaryCall | None:
    """Return the call that lets a model choose; None where there is nothing to choose.

    Parameters
    ----------
    claims : sequence of ClaimRecord
        Of the report that the model is shown.
    words : PlainWords
    description : str
    """
    offered = tuple(claims[:_MOST_OFFERED])
    if len(offered) < 2:
        return None
    letters = string.ascii_uppercase[: len(offered)]
    lines = (
        f"{letter}: {finding(claim, words, Emphasis(SIZE)).text}"
        for letter, claim in zip(letters, offered, strict=True)
    )
    messages = prompt(PROMPT).fill(
        description=description,
        outcome=words.outcome(offered[0].outcome_class),
        findings="\n".join(lines),
        most=MOST_SENTENCES,
    )
    schema = {
        "type": "array",
        "items": {"enum": list(letters)},
        "minItems": 1,
        "maxItems": MOST_SENTENCES,
    }
    return SummaryCall(offered, messages, schema)


def choose_summary(call: SummaryCall, model: ChatModel) -> tuple[str, ...]:
    """Return the ids of the claims that a model chose, in its order; none without an answer."""
    reply = model.generate(
        call.messages,
        call.schema,
        most_tokens=MOST_TOKENS,
        purpose=Purpose("summary", prompt(PROMPT).version),
    )
    if not reply.answered:
        return ()
    places = dict(zip(string.ascii_uppercase, call.claims, strict=False))
    return tuple(dict.fromkeys(places[letter].id for letter in reply.value))


def estimate_summary(call: SummaryCall | None, model: ChatModel) -> Estimate:
    """Return what choosing the summary would cost."""
    if call is None:
        return Estimate.nothing()
    return model.estimate_replies([call.messages], call.schema, most_tokens=MOST_TOKENS)


def summary_by_rank(
    claims: Sequence[ClaimRecord], supported: Sequence[ClaimRecord] = ()
) -> tuple[str, ...]:
    """Return the leading claims, one a column, those that hold with others fixed first.

    Parameters
    ----------
    claims : sequence of ClaimRecord
    supported : sequence of ClaimRecord
        All that held: where the outcome turns along a column, half of the way is not told alone.
    """
    chosen: list[ClaimRecord] = []
    for claim in sorted(claims, key=lambda claim: claim.basis != "adjusted"):
        told = {name for other in chosen for name in other.features}
        if not told & set(claim.features):
            chosen.append(_whole(claim, (*claims, *supported)))
    return tuple(claim.id for claim in chosen[:MOST_SENTENCES])


def _whole(claim: ClaimRecord, supported: Sequence[ClaimRecord]) -> ClaimRecord:
    """Return the claim that the outcome turns along the column of a trend, where there is one."""
    if claim.kind != "trend":
        return claim
    turning = (
        other
        for other in supported
        if other.kind == "turning_point"
        and (other.features, other.outcome_class) == (claim.features, claim.outcome_class)
        and other.basis == claim.basis
    )
    return next(turning, claim)


def summary_sentences(
    ids: Sequence[str],
    claims: Mapping[str, ClaimRecord],
    emphases: Mapping[str, Emphasis],
    words: PlainWords,
) -> tuple[SentenceRecord, ...]:
    """Write the chosen findings as a paragraph.

    Parameters
    ----------
    ids : sequence of str
    claims : mapping of str to ClaimRecord
    emphases : mapping of str to Emphasis
        The strength words chosen for them.
    words : PlainWords
    """
    sentences = []
    for place, identifier in enumerate(ids):
        emphasis = emphases.get(identifier, Emphasis())
        focus = PLAIN if emphasis.focus == PLAIN else SIZE
        chosen = Emphasis(focus, emphasis.strength, basis_last=place % 2 == 1)
        sentences.append(finding(claims[identifier], words, chosen))
    return tuple(sentences)
