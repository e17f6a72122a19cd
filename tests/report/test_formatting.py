"""Numbers in words."""

from __future__ import annotations

from dataexplain.report.formatting import p_value, share


def test_p_values_never_read_zero() -> None:
    assert p_value(0.0) == "< 0.001"
    assert p_value(float("nan")) == "not measured"


def test_a_share_just_below_all_does_not_read_all() -> None:
    assert share(0.9996) == "> 99.9%"
