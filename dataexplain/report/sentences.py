"""Sentences that were brought: how each was read, and what became of it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from dataexplain.judged_records import SentenceRecord
from dataexplain.records import ClaimRecord
from dataexplain.report.claim_cards import VERDICTS
from dataexplain.report.markdown_text import escape


def sentences_context(
    sentences: Sequence[SentenceRecord], claims: Sequence[tuple[str, ClaimRecord]]
) -> list[dict[str, Any]]:
    """Return every sentence with its reading, its answer, and the cards that it rests on.

    Parameters
    ----------
    sentences : sequence of SentenceRecord
    claims : sequence of (str, ClaimRecord)
        The claims on the page, with the ids of their cards.
    """
    anchors = {claim.id: (anchor, claim.text) for anchor, claim in claims}
    return [
        {
            "text": sentence.text,
            "reading": _reading(sentence),
            "verdict": sentence.verdict,
            "verdict_label": VERDICTS.get(sentence.verdict, sentence.verdict),
            "answer": sentence.answer,
            "needs": f"What would be needed: {sentence.needs}." if sentence.needs else "",
            "nearby": f"What can be tested: “{sentence.nearby}”." if sentence.nearby else "",
            "rows": sentence.rows,
            "post_hoc": sentence.post_hoc,
            "claims": [
                {"anchor": anchors[name][0], "text": anchors[name][1]}
                for name in sentence.claims
                if name in anchors
            ],
        }
        for sentence in sentences
    ]


def _reading(sentence: SentenceRecord) -> str:
    if not sentence.told:
        return ""
    by = "" if sentence.read_by == "grammar" else f" (read by {sentence.read_by})"
    return f"Read as: {sentence.told}{by}"


def sentence_blocks(sentences: Sequence[dict[str, Any]]) -> list[str]:
    """Return the sentences as Markdown.

    Parameters
    ----------
    sentences : sequence of dict
        As `sentences_context` returns them.
    """
    blocks = []
    for sentence in sentences:
        blocks.append(f"> {escape(sentence['text'])}")
        blocks.append(f"**{escape(sentence['verdict_label'])}.** {escape(sentence['answer'])}")
        lines = [sentence[name] for name in ("reading", "rows", "post_hoc", "needs", "nearby")]
        blocks += [escape(line) for line in lines if line]
    return blocks
