"""Texts -> columns that can be read: n-grams, keyphrases, questions."""

from dataexplain.features.questions import QuestionFeatures

__all__ = ["QuestionFeatures"]
