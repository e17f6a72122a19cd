"""A sentence that somebody brings -> claims that can be tested, or why they cannot."""

from dataexplain.sentences.reading import GRAMMAR, AskedProperty, SentenceReading
from dataexplain.sentences.reading_sentences import estimate_reading, read_sentence

__all__ = [
    "GRAMMAR",
    "AskedProperty",
    "SentenceReading",
    "estimate_reading",
    "read_sentence",
]
