"""Two groups of made texts, and judges whose answers follow from words in them."""

from __future__ import annotations

import zlib

import numpy as np
import pandas as pd

from dataexplain.llm import ChatModel, Scripted
from dataexplain.search.candidate import Candidate
from dataexplain.verification.judged_texts import HeldOutTexts, ShortListed

FILLER = ("room", "stay", "desk", "street", "window", "bed", "door", "floor", "city", "week")
# What a property is given away by in the made texts.
WORD_OF = {
    "mentions a refund": "refund",
    "praises the staff": "staff",
    "complains about noise": "noise",
    "talks about food": "food",
}


def made_texts(rates_a, rates_b, n=200, *, seed=0, words_a=8, words_b=8):
    """Make n texts a group, in which the word of each property stands at the given rates."""
    rng = np.random.default_rng(seed)
    texts = []
    for rates, length in ((rates_a, words_a), (rates_b, words_b)):
        for number in range(n):
            said = list(rng.choice(FILLER, size=rng.integers(4, length + 1)))
            for property, rate in rates.items():
                if rng.random() < rate:
                    said.insert(rng.integers(len(said) + 1), WORD_OF[property])
            texts.append(f"{' '.join(said)} {number} {len(texts)}.")
    return tuple(texts)


def held_out(texts, **given):
    """Hold out texts of which the first half is of group North."""
    names = given.pop("names", ("North", "South"))
    return HeldOutTexts(
        texts,
        np.arange(len(texts)) < len(texts) // 2,
        given.pop("covariates", pd.DataFrame()),
        names=names,
        group_name="region",
        text_name="review",
        **given,
    )


def listed(property="mentions a refund", **given):
    """Put a property on a short list."""
    return ShortListed(Candidate(property, "bank"), given.pop("yes_above", 0.0), **given)


def model(error=0.0, answer=None):
    """Return a judge that looks for the word of a property, and errs on some texts."""

    def says(request):
        asked = request.messages[-1].content
        if answer is not None:
            return {"Yes": answer, "No": 1.0 - answer}
        text = asked.partition("<text>")[2].partition("</text>")[0]
        word = next(word for property, word in WORD_OF.items() if property in asked)
        yes = word in text
        if zlib.crc32((text + word).encode()) % 1000 < 1000 * error:
            yes = not yes
        return {"Yes": 0.9, "No": 0.1} if yes else {"No": 0.9, "Yes": 0.1}

    return ChatModel(Scripted(says, name="scripted"))


def word_vectors(texts, dimensions=8, noise=0.5, seed=1):
    """Return embeddings that know each property's word, with noise."""
    rng = np.random.default_rng(seed)
    known = np.array([[word in text for word in WORD_OF.values()] for text in texts], float)
    rest = rng.normal(size=(len(texts), dimensions - known.shape[1]))
    return np.column_stack([known + noise * rng.normal(size=known.shape), rest])
