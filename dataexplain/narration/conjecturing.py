"""Conjectures: why a pattern may hold, what else may bring it about, and how to tell.

They are free text of a model and are held to little: hedged, without numbers, not against the
claims. What is left is doubted: shown the reason alone, the model must name the pattern it would
explain, the one that was found and not its mirror image.
"""

from __future__ import annotations

import dataclasses
import math
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from dataexplain.llm import ChatModel, Estimate, Message, Purpose, Reply
from dataexplain.llm.prompt_files import prompt
from dataexplain.narration.findings import PLAIN, Emphasis, finding
from dataexplain.narration.plain_words import PlainWords
from dataexplain.narration_records import (
    CHECK,
    CONJECTURE,
    REASON,
    RIVAL,
    DroppedRecord,
    SentenceRecord,
)
from dataexplain.records import ClaimRecord

PROMPT = "narration_conjecture"
DOUBT = "narration_doubt"
PARTS = (REASON, RIVAL, CHECK)
MOST_TOKENS = 220
# A reply that is refused is asked for once more, as another draw.
DRAWS = 2
_LETTERS = ("A", "B")
_SCHEMA: dict[str, Any] = {
    "type": "object",
    "properties": {part: {"type": "string"} for part in PARTS},
    "required": list(PARTS),
    "additionalProperties": False,
}
# A digit within a name, as in "area_m2", is no number.
_NUMBER = re.compile(r"(?<!\w)\d[\d.,]*")
_MIRRORED = frozenset({"trend", "threshold", "level_contrast", "turning_point"})
_OTHER_WAY = {"up": "down", "down": "up"}
_MOST_COLUMNS = 30

Refusal = Callable[[str], str | None]


@dataclass(frozen=True)
class Conjectures:
    """The conjectures about one claim that may be shown, and what was dropped."""

    sentences: tuple[SentenceRecord, ...] = ()
    dropped: tuple[DroppedRecord, ...] = ()


@dataclass(frozen=True)
class Conjecturing:
    """Asks a model for conjectures about claims, and doubts them.

    Parameters
    ----------
    words : PlainWords
    description : str
        The user's words for the table.
    refusal : callable
        Says why a text may not be shown, or None.
    repeats : callable
        Tells whether a text says no more than its claim.
    """

    words: PlainWords
    description: str
    refusal: Refusal
    repeats: Callable[[str, ClaimRecord], bool] = lambda _text, _claim: False

    def ask(self, claim: ClaimRecord, model: ChatModel) -> Conjectures:
        """Return conjectures about a claim: part by part the first draw that may be shown."""
        kept: dict[str, str] = {}
        dropped: list[DroppedRecord] = []
        for draw in range(DRAWS):
            reply = self._drawn(claim, model, draw)
            if not reply.answered:
                dropped.append(DroppedRecord(reply.text, f"no answer: {reply.reason}"))
                continue
            for part in PARTS:
                text = " ".join(str(reply.value[part]).split())
                if part in kept:
                    continue
                problem = _number_in(text) or self.refusal(text)
                if problem is None and part == REASON and self.repeats(text, claim):
                    problem = "it only repeats the pattern"
                if problem is None:
                    kept[part] = text
                else:
                    dropped.append(DroppedRecord(text, problem))
            if len(kept) == len(PARTS):
                break
        if REASON in kept and not self._stands(claim, kept[REASON], model):
            reason = "asked which pattern this would explain, the model named the opposite"
            dropped.append(DroppedRecord(kept.pop(REASON), reason))
        if REASON not in kept and RIVAL not in kept:
            kept.clear()  # a check of nothing
        sentences = tuple(
            SentenceRecord(CONJECTURE, kept[part], (claim.id,), part=part)
            for part in PARTS
            if part in kept
        )
        return Conjectures(sentences, tuple(dropped))

    def estimate(self, claim: ClaimRecord, model: ChatModel) -> Estimate:
        """Return what conjectures about a claim would cost."""
        asked = [self._question(claim)]
        first = model.estimate_replies(asked, _SCHEMA, most_tokens=MOST_TOKENS)
        again = model.estimate_replies(asked, _SCHEMA, 1, most_tokens=MOST_TOKENS)
        likely = "It may be that something else goes together with both of these columns."
        doubts = model.estimate_choices(self._doubts(claim, likely), _LETTERS)
        return first + dataclasses.replace(again, expected=Estimate.nothing().expected) + doubts

    def _drawn(self, claim: ClaimRecord, model: ChatModel, draw: int) -> Reply:
        purpose = Purpose(claim.id, prompt(PROMPT).version)
        return model.generate(
            self._question(claim), _SCHEMA, draw, most_tokens=MOST_TOKENS, purpose=purpose
        )

    def _question(self, claim: ClaimRecord) -> tuple[Message, ...]:
        names = [column.name for column in self.words.report.columns]
        more = ", and others" if len(names) > _MOST_COLUMNS else ""
        return prompt(PROMPT).fill(
            description=self.description,
            columns=f"{', '.join(map(self.words.column, names[:_MOST_COLUMNS]))}{more}",
            finding=self._pattern(claim),
        )

    def _stands(self, claim: ClaimRecord, reason: str, model: ChatModel) -> bool:
        """Tell whether the model, shown the reason alone, names the pattern that was found."""
        doubts = list(self._doubts(claim, reason))
        if not doubts:
            return True
        purpose = Purpose(claim.id, prompt(DOUBT).version)
        choices = list(model.choose_each(doubts, _LETTERS, purpose=purpose))
        odds = [
            choice.bounded_log_odds(letter)
            for choice, letter in zip(choices, _LETTERS, strict=True)
            if choice is not None
        ]
        return len(odds) < len(doubts) or math.fsum(odds) >= 0

    def _doubts(self, claim: ClaimRecord, reason: str) -> Iterator[tuple[Message, ...]]:
        """Yield the question with the pattern found as A, then as B; nothing without a mirror."""
        if claim.kind not in _MIRRORED:
            return
        mirrored = dataclasses.replace(claim, direction=_OTHER_WAY[claim.direction])
        patterns = (self._pattern(claim), self._pattern(mirrored))
        for first, second in (patterns, patterns[::-1]):
            yield prompt(DOUBT).fill(reason=reason, first=first, second=second)

    def _pattern(self, claim: ClaimRecord) -> str:
        return finding(claim, self.words, Emphasis(PLAIN)).text


def _number_in(text: str) -> str | None:
    """Return why a text with a number may not be shown, be it the name of a level."""
    found = _NUMBER.search(text)
    return None if found is None else f"it holds a number (“{found[0]}”)"


def marked_as_memory(conjectures: Mapping[str, Conjectures]) -> dict[str, Conjectures]:
    """Return conjectures marked as said from what the model knows of the names."""
    return {
        claim: dataclasses.replace(
            found,
            sentences=tuple(
                dataclasses.replace(sentence, memory=True) for sentence in found.sentences
            ),
        )
        for claim, found in conjectures.items()
    }
