"""Hypotheses in words: proposed, screened and raced on discovery rows, verification rows unseen."""

from dataexplain.search.candidate import Candidate

__all__ = ["Candidate"]
