"""Weights that install: what there is, where they come from, and how they are checked."""
