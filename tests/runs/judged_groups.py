"""Reviews of two regions, of which one complains more, and a judge who knows what was planted."""

from __future__ import annotations

import json
import re
from typing import Any

import numpy as np
import pandas as pd

from dataexplain import differ
from dataexplain.llm import Budget, ChatModel, Scripted
from dataexplain.llm.judge import DEFAULT_FORM, OPTIONS
from dataexplain.runs.run import Run
from tests.features.planted_questions import asked_about

YES, NO = OPTIONS[DEFAULT_FORM]
NOISE, TRAM, UNKNOWABLE = "complains about noise", "mentions the tram", "was written in haste"
_LOUD = ("loud music", "banging doors", "drilling noise", "barking dogs")
_CALM = ("a pillow", "a towel", "the carpet", "the kettle")
_IDLE = ("room", "bed", "view", "lift", "stairs", "pool", "garden", "lobby", "desk")


def reviews(
    rows: int = 400,
    seed: int = 3,
    *,
    south: float = 0.6,
    north: float = 0.2,
    regions: tuple[str, ...] = ("south", "north"),
) -> pd.DataFrame:
    """Return reviews: so many of the south complain of noise, and so many of other regions."""
    draws = np.random.default_rng(seed)
    region = np.array(regions)[np.arange(rows) % len(regions)]
    noisy = draws.random(rows) < np.where(region == "south", south, north)
    tram = draws.random(rows) < 0.5
    texts = [
        f"{' '.join(draws.choice(_IDLE, 5))} {draws.choice(_LOUD if loud else _CALM)} "
        f"{'tram' if near else 'bus'} n{row} of {seed}"
        for row, (loud, near) in enumerate(zip(noisy, tram, strict=True))
    ]
    nights = draws.integers(1, 9, rows)
    return pd.DataFrame({"review": texts, "region": region, "nights": nights})


def says(request: Any) -> Any:
    """Judge a text, or write texts that have a property and others that have not."""
    judged = asked_about(request)
    if judged is not None:
        return _judged(*judged)
    wanted = (request.schema or {}).get("properties") or {}
    having = ["Loud music near the tram.", "A drilling noise, a tram.", "Barking dogs, one tram."]
    lacking = ["A pillow was there.", "We had a towel.", "The carpet was fine."]
    return json.dumps({key: having if "having" in key else lacking for key in wanted})


def _judged(text: str, asked: str) -> dict[str, float]:
    if asked == UNKNOWABLE:
        return {YES: 0.5, NO: 0.5}
    holds = {NOISE: bool(re.search("|".join(_LOUD), text.lower())), TRAM: "tram" in text}.get(
        asked, "pool" in text
    )
    # leaning to no, as small models do
    share = 0.4 if holds else 0.1
    return {YES: share, NO: 1 - share}


def judge(name: str = "scripted", calls: int | None = None) -> ChatModel:
    """Return a model that says so."""
    return ChatModel(Scripted(says, name=name), budget=Budget(calls=calls))


def differed(rows: pd.DataFrame | None = None, **wishes: Any) -> tuple[Run, int]:
    """Compare two regions without an embedder, and say how many calls that took."""
    given: dict[str, Any] = {
        "positive": "south",
        "properties": [NOISE, TRAM, UNKNOWABLE],
        "propose": 0,
        "screened": 5,
        "race_calls": 120,
        "keep": 1,
        "judge_rows": 80,
        "embedder": None,
        **wishes,
    }
    with judge() as model:
        run = differ(reviews() if rows is None else rows, "review", "region", model=model, **given)
        return run, len(model.backend.requests)
