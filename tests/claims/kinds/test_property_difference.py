import pytest

from dataexplain.claims import Claim, Condition, Region, compile_claim, say
from dataexplain.claims.text_readings import Judged, as_plural
from dataexplain.claims.wording import Words

COLUMN = "review: mentions a refund"
NORTH = Region((Condition("region", levels=("North",)),))
SOUTH = Region((Condition("region", levels=("South",)),))


def words(asked="mentions a refund"):
    return Words("region", regression=False, readings={COLUMN: Judged("review", asked)})


def test_the_groups_and_the_judge_are_named():
    claim = Claim("property_difference", (COLUMN,), "up", NORTH, SOUTH)
    assert say(claim, words()) == (
        "Texts of region = North more often, as judged, mention a refund than those of "
        "region = South, other columns held fixed."
    )


def test_a_group_may_be_a_stretch_of_a_number():
    old = Region((Condition("age", low=40.0),))
    claim = Claim("property_difference", (COLUMN,), "down", old)
    assert say(claim, words(), basis="unadjusted") == (
        "On its own, texts where age is 40 or more less often, as judged, mention a refund than "
        "other texts, but not after accounting for the other columns."
    )


def test_membership_of_the_group_varies_among_texts_of_both():
    claim = Claim("property_difference", (COLUMN,), "down", NORTH, SOUTH)
    (contrast,) = compile_claim(claim, ("region", "age", COLUMN))
    assert contrast.varies.region == NORTH
    assert contrast.rows == Region((Condition("region", levels=("North", "South")),))
    assert contrast.held.columns == ("age",)
    assert contrast.sign == -1


@pytest.mark.parametrize(
    ("property", "plural"),
    [
        ("mentions a refund", "mention a refund"),
        ("has a title", "have a title"),
        ("is about sports", "are about sports"),
        ("is not about sports", "are not about sports"),
        ("isn't about sports", "are not about sports"),
        ("was written in haste", "were written in haste"),
        ("does not mention a price", "do not mention a price"),
        ("clearly expresses joy", "clearly express joy"),
        ("clearly is a complaint", "clearly are a complaint"),
        ("can be read aloud", "can be read aloud"),
        ("thanks and complains", 'fit "thanks and complains"'),
        ("noise at night", 'fit "noise at night"'),
        ("mentions food or drink", "mention food or drink"),
        ("mentions cats and dogs", 'fit "mentions cats and dogs"'),
        ("Is long", "are long"),
    ],
)
def test_properties_are_said_of_several_texts(property, plural):
    assert as_plural(property) == plural


def test_a_column_without_a_reading_is_named_as_it_is():
    """A column called "ages" was once said as "age", as if it were a verb."""
    claim = Claim("property_difference", ("ages",), "up", NORTH, SOUTH)
    assert 'fit "ages" than' in say(claim, Words("region", regression=False))
