"""Odd things in a table that a reader should know: found and reported, never mended."""

from dataexplain.faults.finding import find_faults
from dataexplain.faults.touching import touching

__all__ = ["find_faults", "touching"]
