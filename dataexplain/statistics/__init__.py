"""Estimates with intervals, tests and corrections: arrays in, numbers out; no tables here."""

from dataexplain.statistics.comparisons import (
    difference_of_means,
    difference_of_rates,
    mean_interval,
    rate_interval,
    slope,
)
from dataexplain.statistics.dependence import effective_times, shifted_p
from dataexplain.statistics.equivalence import equivalence_p, joint_equivalence_p
from dataexplain.statistics.estimate import Estimate
from dataexplain.statistics.exact import fisher_exact_p, permutation_test
from dataexplain.statistics.multiplicity import (
    TwoLevel,
    benjamini_hochberg,
    selected_confidence,
    simes,
    two_level_q,
)
from dataexplain.statistics.partialling_out import Residuals, partialling_out, residualise
from dataexplain.statistics.projection import Projection, Projector
from dataexplain.statistics.rates import RateDifference

__all__ = [
    "Estimate",
    "Projection",
    "Projector",
    "RateDifference",
    "Residuals",
    "TwoLevel",
    "benjamini_hochberg",
    "difference_of_means",
    "difference_of_rates",
    "effective_times",
    "equivalence_p",
    "fisher_exact_p",
    "joint_equivalence_p",
    "mean_interval",
    "partialling_out",
    "permutation_test",
    "rate_interval",
    "residualise",
    "selected_confidence",
    "shifted_p",
    "simes",
    "slope",
    "two_level_q",
]
