"""What a program calls: explain, describe, compare groups, test sentences, rules or a report."""

from dataexplain.api.describing import describe
from dataexplain.api.differing import differ
from dataexplain.api.explaining import explain
from dataexplain.api.tree_rules import verify_rules
from dataexplain.api.verifying import verify
from dataexplain.runs.comparing import compare
from dataexplain.runs.hypothesising import hypothesise
from dataexplain.runs.rechecking import recheck

__all__ = [
    "compare",
    "describe",
    "differ",
    "explain",
    "hypothesise",
    "recheck",
    "verify",
    "verify_rules",
]
