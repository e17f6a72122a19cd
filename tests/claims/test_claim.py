import dataclasses

import pytest

from dataexplain.claims import Claim, Condition, Region
from tests.claims.claims_for_tests import one_of_each_kind

CLAIMS = one_of_each_kind()


@pytest.mark.parametrize("claim", CLAIMS.values(), ids=CLAIMS)
def test_the_id_names_what_is_denoted(claim):
    changed = [
        dataclasses.replace(claim, direction="down"),
        dataclasses.replace(claim, outcome_class="yes"),
        dataclasses.replace(claim, features=(*claim.features, "other")),
        dataclasses.replace(claim, region=Region((Condition("age", 21.0, 60.0),))),
        dataclasses.replace(claim, turn=41.0),
    ]
    assert len({claim.id, *(entry.id for entry in changed)}) == len(changed) + 1
    for sources in (("tree",), ("tree", "rule sum"), ("rule sum", "tree")):
        assert dataclasses.replace(claim, sources=sources).id == claim.id


def test_kinds_and_comparisons_have_ids_of_their_own():
    assert len({claim.id for claim in CLAIMS.values()}) == len(CLAIMS)


def test_the_order_of_columns_and_levels_does_not_change_the_id():
    """A table with its columns in another order once gave the same subgroup another id."""
    one, two = Condition("age", low=40.0), Condition("plan", levels=("gold", "silver"))
    same = dataclasses.replace(two, levels=("silver", "gold"))
    first = Claim("subgroup", ("age", "plan"), "up", Region((one, two)))
    second = Claim("subgroup", ("plan", "age"), "up", Region((same, one)))
    assert first.id == second.id


def test_the_family_names_the_columns_that_share_a_place():
    claim = CLAIMS["subgroup"]
    turned = dataclasses.replace(claim, features=claim.features[::-1])
    assert claim.family == turned.family == "age & plan"
    entangled = dataclasses.replace(CLAIMS["trend"], entangled_with=("years",))
    other = dataclasses.replace(entangled, features=("years",), entangled_with=("age",))
    assert entangled.family == other.family == "age & years"


def test_the_sign_is_that_of_the_direction():
    assert CLAIMS["trend"].sign == 1
    assert dataclasses.replace(CLAIMS["trend"], direction="down").sign == -1
