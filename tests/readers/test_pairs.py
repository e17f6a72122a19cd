import numpy as np
import pandas as pd
import pytest

from dataexplain.readers.pairs import MOST_PAIRS, read_pairs
from dataexplain.tables import build_table
from tests.planted_tables import rows_of


def drawn(corner, seed=0, rows=1500):
    rng = np.random.default_rng([seed, 9])
    frame = pd.DataFrame({name: rng.normal(size=rows) for name in ("a", "b", "c", "d")})
    frame["plan"] = rng.choice(["gold", "basic", "trial"], size=rows)
    additive = {"a": lambda a: 2 * a, "c": lambda c: c}
    main = 2 * frame["a"] + frame["c"]
    frame["y"] = main + corner(frame) + rng.normal(size=rows)
    features = build_table(frame, "y").features
    return read_pairs(rows_of(frame, signals=additive), features, None)


@pytest.mark.parametrize("size", [3.0, -3.0])
def test_a_planted_corner_is_found_with_its_cuts(size):
    """With the parts held fixed, that one corner is higher says that its neighbours are lower."""
    first = drawn(lambda f: size * ((f["a"] >= 0.5) & (f["b"] >= 0.0)))[0]
    assert set(first.features) == {"a", "b"}
    sign = first.sign
    for condition, cut in zip(
        sorted(first.region.conditions, key=lambda entry: entry.column), (0.5, 0.0), strict=True
    ):
        sign *= 1 if condition.low is not None else -1
        at = condition.low if condition.low is not None else condition.high
        assert at == pytest.approx(cut, abs=0.25)
    assert sign == np.sign(size)


def test_a_corner_of_a_level_is_found():
    first = drawn(lambda f: 3.0 * ((f["plan"] == "gold") & (f["d"] >= 0.0)))[0]
    bounds = {condition.column: condition for condition in first.region.conditions}
    assert bounds["plan"].levels == ("gold",)
    assert bounds["d"].low == pytest.approx(0.0, abs=0.25)


def test_sums_of_effects_hardly_ever_look_like_a_pair():
    found = [len(drawn(lambda f: 0.0 * f["a"], seed, rows=500)) for seed in range(8)]
    assert max(found) <= MOST_PAIRS
    assert np.mean(found) < 3  # a lenient proposal: held-out rows decide


def test_one_column_has_no_pairs():
    rng = np.random.default_rng(0)
    frame = pd.DataFrame({"a": rng.normal(size=60), "y": rng.normal(size=60)})
    assert read_pairs(rows_of(frame), build_table(frame, "y").features, None) == ()
