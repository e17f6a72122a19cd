"""Where nothing is true, hardly anything may be supported."""

import numpy as np
import pytest

from dataexplain.runs.explaining import explain_table
from dataexplain.tables import build_table
from tests.planted_tables import customers, houses


@pytest.mark.slow
@pytest.mark.parametrize("floor", [None, 0.0])
@pytest.mark.parametrize(("make", "target"), [(houses, "price"), (customers, "left")])
def test_permuted_outcomes_hardly_ever_support_a_claim(make, target, floor):
    """At most one run of twenty should: in 20 runs more than three happen once in sixty."""
    fooled = 0
    for seed in range(20):
        frame = make(300)
        frame[target] = np.random.default_rng([seed, 30]).permutation(frame[target])
        report = explain_table(build_table(frame, target), floor=floor)
        fooled += report.counts.supported > 0
    assert fooled <= 3


@pytest.mark.slow
@pytest.mark.parametrize("kind", ["linear", "additive"])
def test_slopes_and_sums_yield_no_mechanism(kind):
    wrong = 0
    for seed in range(20):
        rng = np.random.default_rng([seed, 31])
        x, z = rng.normal(size=600), rng.normal(size=600)
        y = 2 * x + (2 * np.sign(z) if kind == "additive" else 0) + rng.normal(size=600)
        report = explain_table(build_table({"x": x, "z": z, "y": y}, "y"))
        mechanisms = {"subgroup"} if kind == "additive" else {"threshold", "turning_point"}
        wrong += any(c.kind in mechanisms and c.verdict == "supported" for c in report.claims)
    assert wrong <= 3
