import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dataexplain.errors import ParameterError
from dataexplain.verification.judged_texts import HeldOutTexts, ShortListed, drawn_rows, in_turn
from tests.verification.judged_corpora import held_out, listed

texts_of = st.lists(st.sampled_from(["a", "b", "c", "d", " "]), min_size=2, max_size=20)


@given(texts_of, st.integers(1, 8), st.integers(0, 3))
def test_rows_are_drawn_once_and_from_their_group(texts, most, seed):
    data = HeldOutTexts(tuple(texts), np.arange(len(texts)) % 2 == 0)
    first, second = drawn_rows(data, most, seed)
    assert data.in_a[first].all()
    assert not data.in_a[second].any()
    for rows, side in ((first, data.in_a), (second, ~data.in_a)):
        own = [row for row in np.flatnonzero(side) if texts[row].strip()]
        assert len(set(rows.tolist())) == len(rows) == min(most, len(own))


def test_the_order_of_the_rows_draws_no_other_texts():
    texts = [f"text {number}" for number in range(40)]
    data = held_out(tuple(texts))
    drawn = {texts[row] for row in drawn_rows(data, 5, seed=0)[0]}
    turned = tuple(texts[19::-1] + texts[20:])
    again = {turned[row] for row in drawn_rows(held_out(turned), 5, seed=0)[0]}
    assert drawn == again
    assert {texts[row] for row in drawn_rows(data, 5, seed=1)[0]} != drawn


def test_every_row_is_as_likely_as_any_other():
    texts = tuple(["copy"] * 5 + [f"own {number}" for number in range(5)] + ["other"] * 10)
    counts = np.zeros(10)
    for seed in range(400):
        counts[drawn_rows(held_out(texts), 3, seed)[0]] += 1
    assert counts.sum() == 1200
    assert counts.min() > 80
    assert counts.max() < 165


@given(st.integers(0, 6), st.integers(0, 6))
def test_both_groups_take_turns(first, second):
    order = in_turn(np.arange(first), np.arange(100, 100 + second))
    assert len(order) == first + second
    for end in range(len(order)):
        a = (order[:end] < 100).sum()
        assert abs(2 * a - end) <= 1 or min(first - a, second - (end - a)) <= 0


def test_copies_and_clusters_belong_together():
    clusters = np.array([7, 7, 8, 9, None, None], dtype=object)
    data = HeldOutTexts(("a", "b", "b", "c", "d", "e"), np.arange(6) < 3, clusters=clusters)
    related = data.related()
    assert related[0] == related[1] == related[2]
    assert len(set(related[[0, 3, 4, 5]].tolist())) == 4
    assert held_out(tuple("abcd")).related() is None


@pytest.mark.parametrize("name", ["in_a", "covariates", "vectors", "clusters"])
def test_rows_must_fit(name):
    given = {"in_a": np.ones(3, dtype=bool)}
    given[name] = pd.DataFrame({"x": [1]}) if name == "covariates" else np.ones((2, 2))
    with pytest.raises(ParameterError, match=f"'{name}'.*3 rows"):
        HeldOutTexts(("a", "b", "c"), **given)


def test_a_claim_names_both_groups_and_the_property():
    data = held_out(tuple("abcd"))
    claim = listed(direction="down").claim(data)
    assert claim.kind == "property_difference"
    assert claim.features == ("review: mentions a refund",)
    assert claim.family == "review: mentions a refund"
    assert claim.direction == "down"
    assert claim.region.to_dict() == {"region": {"levels": ["North"]}}
    assert claim.against.to_dict() == {"region": {"levels": ["South"]}}


def test_a_bound_that_is_not_known_says_no_of_everything():
    unknown = ShortListed(listed().candidate, float("nan"))
    assert unknown.said(np.array([-1.0, 5.0])).tolist() == [0.0, 0.0]


@pytest.mark.parametrize("in_a", [np.array([1, 0]), np.array([0.0, 1.0])])
def test_numbers_name_no_group(in_a):
    with pytest.raises(ParameterError, match="true and false"):
        HeldOutTexts(("a", "b"), in_a)


@pytest.mark.parametrize("strange", [None, 3.0, float("nan")])
def test_a_missing_text_is_refused(strange):
    with pytest.raises(ParameterError, match="texts only"):
        HeldOutTexts(("a", strange), np.array([True, False]))
