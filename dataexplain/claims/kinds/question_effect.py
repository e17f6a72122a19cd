"""The outcome differs between texts of which a judge says that they have a property and others."""

from __future__ import annotations

from dataexplain.claims.kinds.term_effect import contrasts, sentence

__all__ = ["FAMILY", "LEAST_LEANING", "contrasts", "sentence"]

FAMILY = "plain"
# Somebody asked: the answer is due wherever the rows lean.
LEAST_LEANING = 0.0
