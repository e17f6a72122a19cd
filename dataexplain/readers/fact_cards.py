"""Fact cards: the door to all of them.

A card says in at most 350 tokens of Markdown what a model or a claim says: code computed every
number of it, so that whoever reads it, a person or a language model, need not compute.
"""

from dataexplain.readers.cards.claim_card import claim_card
from dataexplain.readers.cards.curve_card import curve_card
from dataexplain.readers.cards.report_cards import report_cards
from dataexplain.readers.cards.token_counts import MOST_TOKENS, tokens
from dataexplain.readers.cards.tree_card import tree_card
from dataexplain.readers.cards.weights_card import weights_card

__all__ = [
    "MOST_TOKENS",
    "claim_card",
    "curve_card",
    "report_cards",
    "tokens",
    "tree_card",
    "weights_card",
]
