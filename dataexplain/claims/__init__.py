"""What can be said of a table, and how each statement compiles to something measurable."""

from dataexplain.claims.claim import DOWN, UP, Claim
from dataexplain.claims.contrast import Contrast, Held, Membership, Position
from dataexplain.claims.kinds import KINDS, compile_claim, say
from dataexplain.claims.region import Condition, Region
from dataexplain.claims.wording import Words

__all__ = [
    "DOWN",
    "KINDS",
    "UP",
    "Claim",
    "Condition",
    "Contrast",
    "Held",
    "Membership",
    "Position",
    "Region",
    "Words",
    "compile_claim",
    "say",
]
