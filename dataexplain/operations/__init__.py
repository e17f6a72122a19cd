"""Closed operations: rules of inputs and outputs that code itself can follow."""

from dataexplain.operations.agreement import same_answer
from dataexplain.operations.enumeration import enumerate_rules
from dataexplain.operations.fitting import fit_rule, fitting_rules
from dataexplain.operations.rule import FittedRule, Rule

__all__ = ["FittedRule", "Rule", "enumerate_rules", "fit_rule", "fitting_rules", "same_answer"]
