import dataclasses
import json

from dataexplain.claims import Claim, Condition, Region
from dataexplain.claims.contrast import Membership, Position, Product

OLD = Region((Condition("age", low=60.0),))
POOR = Region((Condition("plan", levels=("basic", "none")),))


def full_claim():
    """A claim with something in every field."""
    older, slope = Membership(OLD), Position("age", 20.0, 60.0)
    return Claim(
        "subgroup",
        ("age", "plan"),
        "up",
        Region((*OLD.conditions, *POOR.conditions)),
        against=Region((Condition("age", missing=True),)),
        turn=3.0,
        window=(None, 4.5),
        outcome_class="yes",
        sources=("shallow tree",),
        entangled_with=("birth",),
        beside=(older, Product(slope, Membership(POOR))),
        factors=(slope, older),
        knots=(30.0, 45.5),
        pieces=(OLD, POOR),
        held=("region", "sex"),
        rests_on="adjusted",
    )


def test_every_field_is_filled_in_this_test():
    empty = Claim("trend", ("age",), "up", Region())
    for entry in dataclasses.fields(Claim):
        if entry.default is not dataclasses.MISSING:
            assert getattr(full_claim(), entry.name) != getattr(empty, entry.name), entry.name


def test_a_claim_comes_back_from_json_as_it_was():
    claim = full_claim()
    again = Claim.from_dict(json.loads(json.dumps(claim.to_dict())))
    assert again == claim
    assert again.id == claim.id
