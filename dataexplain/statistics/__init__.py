"""Estimates with intervals, tests and corrections: arrays in, numbers out; no tables here."""

from dataexplain.statistics.comparisons import (
    difference_of_means,
    difference_of_rates,
    mean_interval,
    rate_interval,
    slope,
)
from dataexplain.statistics.dependence import effective_times, shifted_p
from dataexplain.statistics.e_values import e_benjamini_hochberg
from dataexplain.statistics.equivalence import equivalence_p, joint_equivalence_p
from dataexplain.statistics.estimate import Estimate
from dataexplain.statistics.exact import fisher_exact_p, permutation_test
from dataexplain.statistics.misclassification import (
    Audit,
    CorrectedDifference,
    corrected_difference,
    corrected_share,
)
from dataexplain.statistics.multiplicity import (
    TwoLevel,
    benjamini_hochberg,
    selected_confidence,
    simes,
    two_level_q,
)
from dataexplain.statistics.online import lord_levels
from dataexplain.statistics.partialling_out import Residuals, partialling_out, residualise
from dataexplain.statistics.prediction_powered import (
    PoweredDifference,
    PoweredShare,
    prediction_powered_difference,
    prediction_powered_share,
)
from dataexplain.statistics.projection import Projection, Projector
from dataexplain.statistics.pseudo_outcomes import PseudoOutcomes, pseudo_outcomes
from dataexplain.statistics.rates import RateDifference
from dataexplain.statistics.sequential import BettingInterval

__all__ = [
    "Audit",
    "BettingInterval",
    "CorrectedDifference",
    "Estimate",
    "PoweredDifference",
    "PoweredShare",
    "Projection",
    "Projector",
    "PseudoOutcomes",
    "RateDifference",
    "Residuals",
    "TwoLevel",
    "benjamini_hochberg",
    "corrected_difference",
    "corrected_share",
    "difference_of_means",
    "difference_of_rates",
    "e_benjamini_hochberg",
    "effective_times",
    "equivalence_p",
    "fisher_exact_p",
    "joint_equivalence_p",
    "lord_levels",
    "mean_interval",
    "partialling_out",
    "permutation_test",
    "prediction_powered_difference",
    "prediction_powered_share",
    "pseudo_outcomes",
    "rate_interval",
    "residualise",
    "selected_confidence",
    "shifted_p",
    "simes",
    "slope",
    "two_level_q",
]
