"""One claim of every kind, and hypothesis strategies for what claims are made of."""

from __future__ import annotations

from hypothesis import strategies as st

from dataexplain.claims import (
    NONE,
    Claim,
    Condition,
    Contrast,
    Held,
    Membership,
    Position,
    Product,
    Region,
)

names = st.text(min_size=1, max_size=8)
finite = st.floats(-1e9, 1e9)


@st.composite
def conditions(draw, column=None):
    """Draw one of the three forms of a condition."""
    name = draw(names) if column is None else column
    form = draw(st.sampled_from(["interval", "levels", "missing"]))
    if form == "missing":
        return Condition(name, missing=True)
    if form == "levels":
        return Condition(
            name, levels=tuple(draw(st.lists(names, min_size=1, max_size=4, unique=True)))
        )
    low, high = draw(st.none() | finite), draw(st.none() | finite)
    return Condition(name, low, high, closed=draw(st.booleans()))


@st.composite
def regions(draw):
    """Draw a region of up to three columns."""
    columns = draw(st.lists(names, max_size=3, unique=True))
    return Region(tuple(draw(conditions(column)) for column in columns))


def factors():
    """Draw a membership or a position."""
    return st.builds(Membership, regions()) | st.builds(Position, names, finite, finite)


def varying():
    """Draw anything that may vary."""
    return factors() | st.builds(Product, factors(), factors())


@st.composite
def contrasts(draw):
    """Draw a contrast with something in every field of what is held."""
    held = Held(
        columns=tuple(draw(st.lists(names, max_size=3))),
        smooth_around=draw(st.none() | st.tuples(names, finite)),
        parts=draw(regions()),
        factors=tuple(draw(st.lists(factors(), max_size=2))),
        course_of=draw(st.none() | names),
        knots=tuple(draw(st.lists(finite, max_size=3))),
        beside=tuple(draw(st.lists(varying(), max_size=2))),
    )
    return Contrast(
        draw(varying()),
        draw(regions()),
        held,
        draw(st.sampled_from([1, -1])),
        null=draw(st.sampled_from(["sign", "equivalence"])),
        outcome_class=draw(st.none() | names),
    )


def one_of_each_kind(first="age", second="plan", direction="up"):
    """Return a claim of every kind, and of each form of a level contrast."""

    on_gold = Condition(second, levels=("gold",))

    def contrast(condition, *against):
        return Claim("level_contrast", (first,), direction, Region((condition,)), Region(against))

    stretch = Region((Condition(first, 20.0, 60.0, closed=True),))
    slope, gold = Position(first, 20.0, 60.0), Membership(Region((on_gold,)))
    many = tuple(f"level {place}" for place in range(9))
    return {
        "trend": Claim("trend", (first,), direction, stretch),
        "threshold": Claim(
            "threshold",
            (first,),
            direction,
            Region((Condition(first, 40.0),)),
            turn=40.0,
            window=(30.0, None),
        ),
        "turning_point": Claim("turning_point", (first,), direction, stretch, turn=40.0),
        "above": contrast(Condition(first, low=40.0)),
        "below": contrast(Condition(first, high=40.0)),
        "missing": contrast(Condition(first, missing=True)),
        "levels": contrast(Condition(first, levels=("a", "b")), Condition(first, levels=("c",))),
        "many levels": contrast(Condition(first, levels=("a",)), Condition(first, levels=many)),
        "levels and the rest": contrast(Condition(first, levels=many)),
        "term_effect": Claim(
            "term_effect", (first,), direction, Region((Condition(first, levels=("yes",)),))
        ),
        "question_effect": Claim(
            "question_effect", (first,), direction, Region((Condition(first, levels=("yes",)),))
        ),
        "property_difference": Claim(
            "property_difference",
            (first,),
            direction,
            Region((Condition("region", levels=("North",)),)),
            Region((Condition("region", levels=("South",)),)),
        ),
        "prompt_predicts": Claim("prompt_predicts", (first,), direction, Region()),
        "rule_effect": Claim(
            "rule_effect",
            (first, second),
            direction,
            Region((Condition(first, levels=("yes",)), Condition(second, levels=("no",)))),
        ),
        "subgroup": Claim(
            "subgroup",
            (first, second),
            direction,
            Region((Condition(first, low=40.0), on_gold)),
        ),
        "interaction": Claim(
            "interaction",
            (first, second),
            direction,
            Region((*stretch.conditions, on_gold)),
            factors=(slope, gold),
        ),
        "interaction of numbers": Claim(
            "interaction",
            (first, second),
            direction,
            Region((*stretch.conditions, Condition(second, 1.0, 9.0, closed=True))),
            factors=(slope, Position(second, 1.0, 9.0)),
        ),
        "tail": Claim(
            "tail", (first,), direction, Region((Condition(first, low=90.0),)), knots=(30.0, 50.0)
        ),
        "no_effect": Claim(
            "no_effect",
            (first,),
            NONE,
            Region(),
            pieces=(Region((Condition(first, high=40.0),)), Region((Condition(first, low=40.0),))),
        ),
        "drift": Claim(
            "drift", (first,), direction, Region(), factors=(slope, Position("day", 0.0, 365.0))
        ),
        "drift of a level": Claim(
            "drift",
            (first,),
            direction,
            Region((Condition(first, levels=("a",)),)),
            factors=(
                Membership(Region((Condition(first, levels=("a",)),))),
                Position("day", 0.0, 365.0),
            ),
        ),
    }
