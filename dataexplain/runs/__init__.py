"""Runs: the order of the work, its options, and what it leaves behind."""
