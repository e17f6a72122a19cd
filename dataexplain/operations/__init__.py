"""Closed operations: rules of inputs and outputs that code itself can follow."""

from dataexplain.operations.rule import FittedRule, Rule

__all__ = ["FittedRule", "Rule"]
