"""Where a language model speaks of what was found; it sees no numbers before it is asked."""
