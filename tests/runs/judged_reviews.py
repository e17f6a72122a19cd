"""Reviews of which a scripted judge knows what was planted in them."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import numpy as np
import pandas as pd
import pytest

from dataexplain.errors import ModelNotFoundError
from dataexplain.llm.judge import DEFAULT_FORM, OPTIONS
from dataexplain.runs import asked_texts, word_meaning
from tests.features.planted_questions import asked_about
from tests.narration.scripted_answers import knowing

YES, NO = OPTIONS[DEFAULT_FORM]
NOISE, SIGNED, ALWAYS, SILENT = (
    "complains about noise",
    "is signed by Anna",
    "is always so",
    "leaves the judge silent",
)
PROPOSED = "mentions a dragon"
_LOUD = ("loud", "banging", "hum", "shouting", "drilling", "music", "barking", "sirens")
_CALM = ("pillow", "towel", "shelf", "mirror", "carpet", "basin", "kettle", "hanger")
_IDLE = ("room", "bed", "view", "lift", "stairs", "pool", "garden", "lobby", "tram", "desk")
_narrated = knowing()


@contextmanager
def without_embedder() -> Iterator[None]:
    """Take away every embedder for a while."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(word_meaning, "open_embedder", _missing)
        patch.setattr(asked_texts, "open_embedder", _missing)
        yield


def _missing(name: str) -> object:
    raise ModelNotFoundError(f"The embedder {name!r} is not installed.")


def reviews(rows: int = 400, seed: int = 0) -> pd.DataFrame:
    """Return reviews: complaints of noise take 1.5 stars, who signed takes none."""
    draws = np.random.default_rng(seed)
    noisy, signed = draws.random(rows) < 0.45, draws.random(rows) < 0.5
    said = [draws.choice(_LOUD if loud else _CALM) for loud in noisy]
    texts = [
        f"{' '.join(draws.choice(_IDLE, 6))} {word} {'anna' if hers else 'bob'} n{row}"
        for row, (word, hers) in enumerate(zip(said, signed, strict=True))
    ]
    age = draws.integers(18, 80, rows)
    stars = 5 - 1.5 * noisy + 0.02 * (age - 50) + draws.normal(0, 0.8, rows)
    return pd.DataFrame({"review": texts, "age": age, "stars": stars.round(2)})


def says(request: Any) -> Any:
    """Judge a text, propose a question, or answer what the narrator asks."""
    judged = asked_about(request)
    if judged is not None:
        return _judged(*judged)
    if "properties" in ((request.schema or {}).get("properties") or {}):
        return json.dumps({"properties": [PROPOSED, NOISE]})
    return _narrated(request)


def _judged(text: str, asked: str) -> Any:
    if asked == SILENT:
        return "well"
    holds = {
        NOISE: bool(re.search("|".join(_LOUD), text)),
        SIGNED: "anna" in text,
        ALWAYS: True,
    }.get(asked, "tram" in text)
    # leaning to no, as small models do
    share = 0.4 if holds else 0.1
    return {YES: share, NO: 1 - share}


def judging(requests: list[Any]) -> list[tuple[str, str]]:
    """Return the texts and properties that a judge was asked about."""
    return [found for found in map(asked_about, requests) if found is not None]
