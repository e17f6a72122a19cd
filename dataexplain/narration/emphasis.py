"""What a model stresses in each finding: chosen from what the numbers allow, several a call."""

from __future__ import annotations

import string
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from dataexplain.llm import ChatModel, Estimate, Message, Purpose
from dataexplain.llm.prompt_files import prompt
from dataexplain.narration.findings import Emphasis, focuses, strengths
from dataexplain.narration.plain_words import PlainWords
from dataexplain.readers.fact_cards import claim_card
from dataexplain.records import ClaimRecord

PROMPT = "narration_emphasis"
# So many cards of 350 tokens fit the context of a small model, beside the question.
CARDS_A_CALL = 4
MOST_TOKENS = 160
_NO_WORD = "none"


@dataclass(frozen=True)
class EmphasisCall:
    """One call: claims by letter, and what may be chosen of each."""

    claims: tuple[ClaimRecord, ...]
    messages: tuple[Message, ...]
    schema: Mapping[str, Any]

    @property
    def purpose(self) -> Purpose:
        """Which claims it serves."""
        return Purpose(" ".join(claim.id for claim in self.claims), prompt(PROMPT).version)


def emphasis_calls(
    claims: Sequence[ClaimRecord], words: PlainWords, description: str
) -> Iterator[EmphasisCall]:
    """Yield the calls that let a model choose the emphasis of every claim.

    Parameters
    ----------
    claims : sequence of ClaimRecord
    words : PlainWords
        Of the report that the model is shown, which may be one with its names hidden.
    description : str
    """
    for start in range(0, len(claims), CARDS_A_CALL):
        some = tuple(claims[start : start + CARDS_A_CALL])
        cards = (
            f"{letter}.\n{claim_card(claim, words.report)}"
            for letter, claim in zip(string.ascii_uppercase, some, strict=False)
        )
        messages = prompt(PROMPT).fill(
            description=description,
            outcome=words.outcome(some[0].outcome_class),
            cards="\n\n".join(cards),
        )
        yield EmphasisCall(some, messages, _schema(some, words))


def choose_emphasis(call: EmphasisCall, model: ChatModel) -> dict[str, Emphasis]:
    """Return what a model chose, by claim; nothing for a reply that cannot be read.

    Parameters
    ----------
    call : EmphasisCall
    model : ChatModel
    """
    reply = model.generate(
        call.messages, call.schema, most_tokens=MOST_TOKENS, purpose=call.purpose
    )
    if not reply.answered:
        return {}
    lettered = zip(string.ascii_uppercase, call.claims, strict=False)
    return {claim.id: _emphasis(reply.value[letter]) for letter, claim in lettered}


def _emphasis(choice: Mapping[str, str]) -> Emphasis:
    strength = choice["strength"]
    return Emphasis(choice["focus"], "" if strength == _NO_WORD else strength)


def estimate_emphasis(
    claims: Sequence[ClaimRecord], words: PlainWords, description: str, model: ChatModel
) -> Estimate:
    """Return what choosing the emphasis would cost."""
    total = Estimate.nothing()
    for call in emphasis_calls(claims, words, description):
        total += model.estimate_replies([call.messages], call.schema, most_tokens=MOST_TOKENS)
    return total


def _schema(claims: Sequence[ClaimRecord], words: PlainWords) -> dict[str, Any]:
    """Return a JSON schema that allows for each claim what its numbers allow, and no more."""
    properties = {
        letter: {
            "type": "object",
            "properties": {
                "focus": {"enum": list(focuses(claim, words))},
                "strength": {"enum": [*strengths(claim, words), _NO_WORD]},
            },
            "required": ["focus", "strength"],
            "additionalProperties": False,
        }
        for letter, claim in zip(string.ascii_uppercase, claims, strict=False)
    }
    return {
        "type": "object",
        "properties": properties,
        "required": list(properties),
        "additionalProperties": False,
    }
