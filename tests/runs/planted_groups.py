"""Texts of two groups, and a scripted model that knows what was planted in one of them."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from dataexplain.llm import ChatModel, Scripted
from dataexplain.llm.judge import DEFAULT_FORM, OPTIONS
from tests.features.planted_questions import asked_about

YES, NO = OPTIONS[DEFAULT_FORM]
NOISE, SIGNED = "complains about noise", "is signed by Anna"
LOUD = ("loud", "banging", "shouting", "drilling", "barking", "sirens")
CALM = ("pillow", "towel", "shelf", "mirror", "carpet", "basin")
_IDLE = ("room", "bed", "view", "lift", "stairs", "pool", "garden", "lobby", "tram", "desk")
_NOISY = {
    "having": ["We heard loud sirens.", "All night loud shouting.", "It was loud drilling again."],
    "lacking": ["A soft pillow here.", "The towel was dry.", "A shelf and a mirror."],
}
_OTHER = {
    "having": ["Signed by her, anna here.", "Yours as ever, anna.", "I am called anna."],
    "lacking": ["Signed by him, bob here.", "Yours as ever, bob.", "I am called bob."],
}


def visits(
    rows: int = 400, south: float = 0.7, north: float = 0.2, seed: int = 0, **columns: Any
) -> pd.DataFrame:
    """Return visits of two regions: shares of the south's and of the north's complain of noise."""
    draws = np.random.default_rng(seed)
    region = np.where(draws.random(rows) < 0.5, "south", "north")
    noisy = draws.random(rows) < np.where(region == "south", south, north)
    texts = [
        f"{' '.join(draws.choice(_IDLE, 5))} {draws.choice(LOUD if loud else CALM)} "
        f"{draws.choice(['anna', 'bob'])} n{row}"
        for row, loud in enumerate(noisy)
    ]
    return pd.DataFrame({"review": texts, "region": region, **columns})


@dataclass
class Planted:
    """Answers what `differ` asks.

    Parameters
    ----------
    properties : sequence of str
        What it proposes.
    judged : callable, optional
        (text, property) to the answer of the judge.
    """

    properties: Sequence[str] = (NOISE, SIGNED)
    judged: Callable[[str, str], Any] | None = None

    def __call__(self, request: Any) -> Any:
        found = asked_about(request)
        if found is not None:
            return (self.judged or knows)(*found)
        shape = (request.schema or {}).get("properties") or {}
        if "having" in shape:
            return json.dumps(_NOISY if NOISE in request.messages[-1].content else _OTHER)
        if request.schema is None:
            return {YES: 0.5, NO: 0.5}
        return json.dumps({name: self._said(kind) for name, kind in shape.items()})

    def _said(self, kind: Any) -> Any:
        wants = kind.get("type")
        return list(self.properties) if wants == "array" else self.properties[0]


def knows(text: str, asked: str) -> Any:
    """Judge, leaning to no as small models do."""
    if asked == NOISE:
        holds = re.search("|".join(LOUD), text) is not None
    elif asked == SIGNED:
        holds = "anna" in text
    else:
        holds = sum(map(ord, text + asked)) % 3 == 0
    share = 0.4 if holds else 0.1
    return {YES: share, NO: 1 - share}


def planted(**answers: Any) -> ChatModel:
    """Return a model that answers what `differ` asks."""
    return ChatModel(Scripted(Planted(**answers)))
