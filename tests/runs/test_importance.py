import dataclasses

import pytest

from dataexplain.runs.importance import ranked, weight
from dataexplain.verification import TestedClaim, Verdict
from tests.verification.made_evidence import TREND, evidence


def entry(verdict, effect=1.0, basis="adjusted", sides=(50, 50), column="x"):
    made = dataclasses.replace(evidence(effect), sides=sides)
    claim = dataclasses.replace(TREND, features=(column,))
    return TestedClaim(claim, made, Verdict(verdict, basis, 0.01, ""), 0.1, (0.0, 2.0))


def test_claims_are_ranked_by_verdict_then_basis_then_weight():
    expected = [
        entry("supported", 2.0, column="a"),
        entry("supported", -1.5, column="b"),
        entry("supported", 2.0, sides=(2, 98), column="c"),
        entry("supported", 9.0, "unadjusted", column="d"),
        entry("inconclusive", 9.0, column="e"),
        entry("not_supported", 9.0, column="f"),
        entry("unverifiable", float("nan"), column="g"),
    ]
    assert ranked(reversed(expected)) == expected


def test_each_column_speaks_once_before_any_speaks_twice():
    loud, louder, quiet = (
        entry("supported", 2.0, column="a"),
        entry("supported", 3.0, column="a"),
        entry("supported", 0.5, column="b"),
    )
    assert ranked([loud, louder, quiet]) == [louder, quiet, loud]


def test_weight_is_the_variance_that_the_effect_could_explain():
    assert weight(entry("supported", -2.0)) == pytest.approx(4 / 4)
    assert weight(entry("supported", -2.0, sides=(10, 90))) == pytest.approx(4 * 0.09)
    assert weight(entry("unverifiable", float("nan"))) == 0
    assert weight(entry("unverifiable", 1.0, sides=(0, 0))) == 0
