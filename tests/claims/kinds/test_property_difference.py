import pytest

from dataexplain.claims import Claim, Condition, Region, compile_claim, say
from dataexplain.claims.several_texts import as_plural
from dataexplain.claims.text_readings import Judged, Mention
from dataexplain.claims.wording import Words

COLUMN = "review: mentions a refund"
NORTH = Region((Condition("region", levels=("North",)),))
SOUTH = Region((Condition("region", levels=("South",)),))


def words(asked="mentions a refund"):
    return Words("region", regression=False, readings={COLUMN: Judged("review", asked)})


def test_the_groups_and_the_judge_are_named():
    claim = Claim("property_difference", (COLUMN,), "up", NORTH, SOUTH)
    assert say(claim, words()) == (
        "Texts of region = North more often mention a refund, as judged, than those of "
        "region = South, other columns held fixed."
    )


def test_a_group_may_be_a_stretch_of_a_number():
    old = Region((Condition("age", low=40.0),))
    claim = Claim("property_difference", (COLUMN,), "down", old)
    assert say(claim, words(), basis="unadjusted") == (
        "On its own, texts where age is 40 or more less often mention a refund, as judged, than "
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
        ("thanks and complains", "thank and complain"),
        ("is rude or openly asks for money", "are rude or openly ask for money"),
        ("is about pain and isn't about money", "are about pain and are not about money"),
        ("promises and requests", 'fit "promises and requests"'),
        ("has plans, hopes and wishes", 'fit "has plans, hopes and wishes"'),
        ("says that it is late and complains", 'fit "says that it is late and complains"'),
        ("says that dinner was good and cheap", "say that dinner was good and cheap"),
        ("has something to do with food or drink", "have something to do with food or drink"),
        ("noise at night", 'fit "noise at night"'),
        ("mentions food or drink", "mention food or drink"),
        ("mentions cats and dogs", "mention cats and dogs"),
        ("Is long", "are long"),
    ],
)
def test_properties_are_said_of_several_texts(property, plural):
    assert as_plural(property) == plural


def test_a_column_without_a_reading_is_named_as_it_is():
    """A column called "ages" was once said as "age", as if it were a verb."""
    claim = Claim("property_difference", ("ages",), "up", NORTH, SOUTH)
    assert 'fit "ages", as judged, than' in say(claim, Words("region", regression=False))


@pytest.mark.parametrize(
    ("property", "direction", "said"),
    [
        ("is about sports", "up", "are more often about sports, as judged, than those of"),
        ("was written in haste", "down", "were less often written in haste, as judged, than"),
        ("is not about sports", "up", "are more often not about sports, as judged, than those"),
        ("noise at night", "down", 'less often fit "noise at night", as judged, than those of'),
    ],
)
def test_how_often_stands_where_english_has_it(property, direction, said):
    """ "Texts of north more often, as judged, are about sports than those of south"."""
    claim = Claim("property_difference", (COLUMN,), direction, NORTH, SOUTH)
    assert said in say(claim, words(property))


def test_words_are_mentioned_without_a_judge():
    claim = Claim("property_difference", (COLUMN,), "up", NORTH, SOUTH)
    reading = {COLUMN: Mention("review", ("refund", "money back"))}
    assert say(claim, Words("region", regression=False, readings=reading), held=False) == (
        'Texts of region = North more often mention "refund" or "money back" than those of '
        "region = South."
    )


@pytest.mark.parametrize(
    ("other", "said"),
    [("not 2.5", "than other texts."), ("not New", "those of grade = not New.")],
)
def test_all_others_are_called_so(other, said):
    """They were "those of region = not north"."""
    grade = Region((Condition("grade", levels=("2.5",)),))
    against = Region((Condition("grade", levels=(other,)),))
    claim = Claim("property_difference", (COLUMN,), "up", grade, against)
    assert say(claim, words(), held=False).endswith(said)
