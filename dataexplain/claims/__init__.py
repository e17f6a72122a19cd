"""What can be said of a table, and how each statement compiles to something measurable."""

from dataexplain.claims.claim import ADJUSTED, DOWN, NONE, UNADJUSTED, UP, Claim
from dataexplain.claims.contrast import (
    Contrast,
    Factor,
    Held,
    Membership,
    Position,
    Product,
    Varies,
)
from dataexplain.claims.kinds import KINDS, compile_claim, say, stated
from dataexplain.claims.region import Condition, Region
from dataexplain.claims.wording import Words

__all__ = [
    "ADJUSTED",
    "DOWN",
    "KINDS",
    "NONE",
    "UNADJUSTED",
    "UP",
    "Claim",
    "Condition",
    "Contrast",
    "Factor",
    "Held",
    "Membership",
    "Position",
    "Product",
    "Region",
    "Varies",
    "Words",
    "compile_claim",
    "say",
    "stated",
]
