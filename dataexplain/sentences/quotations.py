"""What stands in quotation marks in a sentence."""

from __future__ import annotations

import re

# An apostrophe inside a word opens nothing.
QUOTED = re.compile(r"\"[^\"]*\"|(?<!\w)'[^'\n]{1,60}'(?!\w)")
