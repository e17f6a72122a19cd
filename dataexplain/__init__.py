"""dataexplain: a table explained in statements, each tested on rows that did not propose it."""

from __future__ import annotations

__version__ = "0.1.0"
