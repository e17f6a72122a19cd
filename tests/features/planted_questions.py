"""A judge and an embedder whose answers follow from the words of a text."""

from __future__ import annotations

import re
from contextlib import nullcontext

import numpy as np

from dataexplain.llm import ChatModel, Embedder, Scripted
from dataexplain.llm.judge import DEFAULT_FORM, OPTIONS
from dataexplain.llm.prompt_files import prompt

SPORT, MONEY, FOOD, WEATHER = "goal", "bank", "cake", "rain"
TOPICS = {
    "is about sports": SPORT,
    "is about money": MONEY,
    "is about food": FOOD,
    "mentions rain": WEATHER,
}
FILLERS = ("today", "again", "perhaps", "slowly", "often", "never", "there", "then", "soon", "late")
YES, NO = OPTIONS[DEFAULT_FORM]


def _pattern():
    """Return what finds a text and a property in the judge's prompt, however it is worded."""
    (message,) = prompt(f"judge_{DEFAULT_FORM}").fill(property="PROPERTY", text="TEXT")
    escaped = re.escape(message.content)
    return re.compile(escaped.replace("PROPERTY", "(.*)").replace("TEXT", "(.*)"), re.DOTALL)


_ASKED = _pattern()


def asked_about(request):
    """Return the text and the property of a judge's prompt; None for another prompt."""
    found = _ASKED.fullmatch(request.messages[-1].content)
    return found.groups() if found else None


def says(request):
    """Say yes with 0.9 where the property's word is in the text, else with 0.2."""
    text, asked = asked_about(request)
    share = 0.9 if TOPICS.get(asked, asked.split()[-1]) in text else 0.2
    return {YES: share, NO: 1 - share}


def planted_texts(rows, seed=0):
    """Return texts that hold each topic's word with probability one half, all of them different."""
    rng = np.random.default_rng(seed)
    texts = []
    for row in range(rows):
        said = [word for word in TOPICS.values() if rng.random() < 0.5]
        filled = rng.choice(FILLERS, 3).tolist()
        texts.append(" ".join([*said, *filled, f"n{row}"]))
    return texts


class WordCounts:
    """An embedder whose vectors are the words of a text; it knows what the topics mean."""

    concurrency, most_texts = 1, 1000
    words = (*TOPICS.values(), *FILLERS)

    def __init__(self, name="word counts", fingerprint="word counts:1", extra=0):
        self.name, self.fingerprint = name, fingerprint
        self.dimensions = len(self.words) + 1 + extra
        self.embedded = []

    def count_tokens(self, texts):
        return [len(text.split()) for text in texts]

    def embed_batch(self, texts):
        self.embedded += texts
        rows = np.zeros((len(texts), self.dimensions), np.float32)
        for row, text in zip(rows, texts, strict=True):
            said = text.split() + [word for topic, word in TOPICS.items() if topic in text]
            row[: len(self.words)] = [word in said for word in self.words]
            row[len(self.words)] = 0.1
        return rows / np.linalg.norm(rows, axis=1, keepdims=True)

    def working(self):
        return nullcontext()

    def close(self):
        pass


def scripted(replies=says, **options):
    return ChatModel(Scripted(replies), **options)


def word_embedder(**options):
    return Embedder(WordCounts(**options))
