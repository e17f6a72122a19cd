"""Sentences over small tables: what each is read as, and why some are refused."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dataexplain.errors import InputError
from dataexplain.sentences.grammar import read_by_grammar
from dataexplain.sentences.reading import SentenceReading
from dataexplain.tables import Table, build_table
from tests.sentences.brought_tables import churn, houses, reviews, risks, ships

TABLES: dict[str, Callable[[], Table]] = {
    "churn": churn,
    "reviews": reviews,
    "houses": houses,
    "ships": ships,
    "risks": risks,
}


def read(table: str, sentence: str) -> SentenceReading:
    """Read a sentence on one of the tables."""
    made = TABLES[table]()
    return read_by_grammar(sentence, made, np.arange(len(made)))


def shown(reading: SentenceReading) -> tuple[str, ...]:
    """Return each claim in a few words: kind, direction, region, what it is held against."""
    return tuple(
        " ".join(
            [
                claim.kind,
                claim.direction,
                ",".join(
                    f"{name}:{_entry(entry)}" for name, entry in claim.region.to_dict().items()
                ),
                *(["vs", ",".join(c.levels[0] for c in claim.against.conditions)]
                  if claim.against.conditions else []),
                *([f"at {claim.turn:g}"] if claim.turn is not None else []),
            ]
        ).strip()
        for claim in reading.claims
    )  # fmt: skip


def _entry(entry: dict[str, Any]) -> str:
    if entry.get("missing"):
        return "missing"
    if "levels" in entry:
        return "|".join(entry["levels"])
    return "-".join("" if end is None else f"{end:g}" for end in (entry["low"], entry["high"]))


READ = [
    ("churn", "customers on monthly contracts leave more, even at the same tenure",
     "level_contrast up contract:month-to-month"),
    ("churn",
     "Customers with a one year contract leave less than those on month-to-month contracts",
     "level_contrast down contract:one year vs month-to-month"),
    ("churn", "The longer the tenure, the less likely customers are to churn",
     "trend down tenure:0-70"),
    ("churn", "fibre customers churn more", "level_contrast up internet:fiber optic"),
    ("churn", "Churn is unrelated to gender", "no_effect none"),
    ("churn", "gender doesn't matter for churn", "no_effect none"),
    ("churn", "customers who pay more than $80 a month churn more often",
     "level_contrast up monthly_charges:80-"),
    ("churn", "customers paying higher monthly charges stay longer",
     "trend down monthly_charges:30-90"),
    ("churn", "seniors cancel more", "level_contrast up senior:yes"),
    ("churn", "senior customers with month-to-month contracts leave more often",
     "rule_effect up senior:yes,contract:month-to-month"),
    ("churn", "each support call makes churn more likely", "trend up support_calls:0-5"),
    ("churn", "customers with 3 or more support calls are twice as likely to leave",
     "level_contrast up support_calls:3-"),
    ("churn", "customers with more than 3 support calls leave more",
     "level_contrast up support_calls:4-"),
    ("churn", "customers with at most 3 support calls leave less",
     "level_contrast down support_calls:-4"),
    ("churn", "churn jumps after 12 months of tenure", "threshold up tenure:12- at 12"),
    ("churn", "Paperless billing increases churn, all else equal",
     "level_contrast up paperless_billing:yes"),
    ("churn", "customers who don't have paperless billing leave less",
     "level_contrast down paperless_billing:no"),
    ("churn", "customers with no internet leave less", "level_contrast down internet:none"),
    ("churn", "Customers with DSL or fiber leave more than customers without internet",
     "level_contrast up internet:DSL|fiber optic"),
    ("churn", "churn falls with tenure and rises with monthly charges",
     "trend down tenure:0-70; trend up monthly_charges:30-90"),
    ("churn", "On average, women leave more than men",
     "level_contrast up gender:female vs male"),
    ("churn", "Women rarely leave", "level_contrast down gender:female"),
    ("churn", "Customers with a two year contract stay more",
     "level_contrast down contract:two year"),
    ("churn", "Women leave more than men. Churn falls with tenure.",
     "level_contrast up gender:female vs male; trend down tenure:0-70"),
    ("churn", "churn rises faster with tenure for women",
     "interaction up tenure:0-70,gender:female"),
    ("houses", "houses with more rooms cost more", "trend up rooms:1-8"),
    ("houses", "between 3 and 5 rooms cost more", "level_contrast up rooms:3-5"),
    ("houses", "older houses are cheaper", "trend down house_age:0-89"),
    ("houses", "houses on the coast cost more than houses in the city",
     "level_contrast up place:coast vs city"),
    ("houses", "the price rises with area until 120 and falls after",
     "turning_point down area_m2:40-150 at 120"),
    ("houses", "houses over 60 years old are cheaper", "level_contrast down house_age:61-"),
    ("houses", "houses with a garden are more expensive", "level_contrast up garden:yes"),
    ("houses", "houses without a garden are less valuable", "level_contrast down garden:no"),
    ("houses", "houses in good condition cost more", "level_contrast up condition:3-"),
    ("houses", "an income above $50k means higher prices", "level_contrast up income:50001-"),
    ("houses", "rooms have no effect on the price at the same area", "no_effect none"),
    ("houses", "the higher the income the higher the price", "trend up income:21000-75000"),
    ("houses", "prices fall with house age on their own", "trend down house_age:0-89"),
    ("houses", "price is U-shaped in house age", "turning_point up house_age:0-89 at 44.5"),
    ("ships", "Women survive more than men", "level_contrast up sex:female vs male"),
    ("ships", "people over 60 survive less", "level_contrast down age:61-"),
    ("ships", "children survive more often than adults", "level_contrast up age:-18"),
    ("ships", "Third class passengers died more often", "level_contrast down pclass:3-"),
    ("ships", "men in third class died more often", "rule_effect down sex:male,pclass:3-"),
    ("ships", "survivors paid higher fares", "trend up fare:5-130"),
    ("ships", "survivors were younger", "trend down age:1-60"),
    ("ships", "those whose age is unknown survived less", "level_contrast down age:missing"),
    ("ships", "Survival drops beyond a fare of 50", "level_contrast down fare:50-"),
    ("ships", "Being a woman increases your chance of survival", "level_contrast up sex:female"),
    ("ships", "the effect of fare is stronger for women", "interaction up fare:5-130,sex:female"),
    ("ships", "People under 20 rarely survive", "level_contrast down age:-20"),
    ("reviews", "reviews that mention a refund are less happy",
     'term_effect down text: "refund", "refunds":yes'),
    ("reviews", 'reviews that contain the words "money back" get fewer stars',
     'term_effect down text: "money back":yes'),
    ("reviews", "stars are lower in reviews that mention noise",
     'term_effect down text: "noise", "noisy":yes'),
    ("reviews", "reviews that do not mention a refund get more stars",
     'term_effect down text: "refund", "refunds":yes'),
    ("reviews", "reviews that complain about noise are less happy",
     "question_effect down text: complains about noise:yes"),
    ("reviews", "rude reviews are less happy", "question_effect down text: is rude:yes"),
    ("reviews", "reviews about sports get more stars",
     "question_effect up text: is about sports:yes"),
    ("reviews", "texts from the north are happier", "level_contrast up region:north"),
    ("reviews", "longer reviews are less happy", "trend down words in text:3-11"),
    ("reviews", "reviews from the north that mention a refund are worse",
     'rule_effect down region:north,text: "refund", "refunds":yes'),
    ("risks", "a high risk is more likely with a higher dose", "trend up dose:0-9.5"),
]  # fmt: skip
REFUSED = [
    ("churn", "", "no sentence"),
    ("churn", "?!", "no sentence"),
    ("churn", "leave " * 2000, "letters"),
    ("churn", "Who leaves more?", "asks"),
    ("churn", "Seniors should leave more", "ought"),
    ("churn", "tenrue lowers churn", "tenure"),
    ("churn", "Left-handed customers leave more", "handed"),
    ("churn", "Most customers stay", "names no column"),
    ("churn", "the churn rate is 26%", "higher or lower"),
    ("churn", "customers leave", "names no column"),
    ("churn", "internet", "higher"),
    ("churn", "women live longer", "live"),
    ("churn", "customers with a lower customer id leave more", "customer_id"),
    ("churn", "next year seniors will leave more", "another time"),
    ("churn", "Les femmes partent plus souvent", "names nothing"),
    ("churn", "seniors leave more, controlling for height", "height"),
    ("churn", "tall women leave more", "tall"),
    ("churn", "women leave more but not at the same tenure", "two sentences"),
    ("churn", "women or seniors leave more", "or"),
    ("churn", "contract lowers churn", "no order"),
    ("churn", "it remains open whether women leave more", "open"),
    ("churn", "reviews that mention a refund churn more", "texts"),
    ("houses", "happy owners have expensive houses", "happy"),
    ("houses", "the average price is 500", "higher or lower"),
    ("ships", "tall men survive less", "tall"),
    ("risks", "risk rises with dose", "which class"),
]


@pytest.mark.parametrize(("table", "sentence", "expected"), READ)
def test_reads(table: str, sentence: str, expected: str) -> None:
    reading = read(table, sentence)
    assert reading.problem == ""
    assert "; ".join(shown(reading)) == expected
    assert reading.told


def test_what_the_sentence_holds_fixed_is_told() -> None:
    reading = read("churn", "customers on monthly contracts leave more, even at the same tenure")
    assert reading.held == ("tenure",)
    assert reading.basis == "held fixed"
    assert reading.told == (
        "the probability of churn = yes is higher where contract is month-to-month than where it "
        "is not, with tenure held fixed"
    )


@pytest.mark.parametrize(
    ("sentence", "held", "basis"),
    [
        ("Controlling for tenure and gender, seniors leave more", ("tenure", "gender"),
         "held fixed"),
        ("Seniors leave more regardless of their tenure", ("tenure",), "held fixed"),
        ("For a given tenure, seniors leave more", ("tenure",), "held fixed"),
        ("Seniors leave more with tenure held constant", ("tenure",), "held fixed"),
        ("Seniors leave more, holding tenure fixed", ("tenure",), "held fixed"),
        ("Seniors leave more when tenure is the same", ("tenure",), "held fixed"),
        ("Seniors leave more, all else equal", (), "held fixed"),
        ("Overall, seniors leave more", (), "on its own"),
        ("Seniors leave more than others", (), ""),
    ],
)  # fmt: skip
def test_holding(sentence: str, held: tuple[str, ...], basis: str) -> None:
    reading = read("churn", sentence)
    assert (reading.problem, reading.held, reading.basis) == ("", held, basis)
    assert reading.claims[0].features == ("senior",)
    assert reading.claims[0].direction == "up"


@pytest.mark.parametrize(
    ("sentence", "denied"),
    [
        ("churn does not rise with tenure", True),
        ("churn depends on tenure", True),
        ("women do not leave more than men", True),
        ("churn rises with tenure", False),
    ],
)
def test_denials_are_told(sentence: str, denied: bool) -> None:
    reading = read("churn", sentence)
    assert reading.denied is denied
    assert reading.told.startswith("it is not so that") is denied


def test_who_does_not_have_something_denies_nothing() -> None:
    """The "not" of "who do not have billing" was taken for a denial of "leave less"."""
    assert not read("churn", "customers who do not have paperless billing leave less").denied


def test_staying_is_the_opposite_of_leaving() -> None:
    """Before "more", "stay" was taken for a plain verb, so that staying more read as churning."""
    stays = read("churn", "seniors stay more").claims[0]
    assert stays.direction == "down"


@pytest.mark.parametrize(
    ("table", "sentence"),
    [
        ("churn", "seniors are worse"),
        ("churn", "customers who stay less than a year churn more"),
        ("churn", "churn does not depend on tenure among women"),
        ("ships", "low survival is more common among men"),
        ("ships", "survival rises with fare and falls with fare for women"),
        ("reviews", "reviews that mention a refund and noise are worse"),
        ("churn", "women with a two year contract leave more than senior men"),
        ("houses", "houses with rooms below 100 cost more"),
        ("ships", "survival rises with fare but not with age"),
        ("ships", "fare has the strongest effect on survival"),
        ("houses", "houses with 2 rooms cost more than those with 4"),
    ],
)
def test_what_would_be_half_read_is_refused(table: str, sentence: str) -> None:
    """Each of these was read as something else than it says, without a word about it."""
    assert read(table, sentence).problem


def test_denied_way_of_a_level_is_not_the_other_level() -> None:
    """The "not" of "is not higher for seniors" denied the level and the claim both."""
    reading = read("churn", "churn is not higher for seniors")
    assert reading.denied
    assert reading.claims[0].region.conditions[0].levels == ("yes",)


def test_none_of_a_number_is_its_least_value() -> None:
    """ "Without support calls" was read as more of them, so that the way was turned round."""
    for sentence in (
        "customers without support calls leave less",
        "customers with no support calls leave less",
    ):
        (claim,) = read("churn", sentence).claims
        assert claim.region.to_dict() == {"support_calls": {"low": None, "high": 1.0}}
        assert claim.direction == "down"


def test_second_way_of_a_column_is_no_turn() -> None:
    """ "Falls when age rises above 60" has two ways, one of them the column's."""
    (claim,) = read("ships", "survival falls when age rises above 60").claims
    assert claim.kind != "turning_point"


def test_bound_before_a_comparison_is_no_amount() -> None:
    """The 5 of "above 5 leave more" was taken for "5 more", and the bound was lost."""
    (claim,) = read("churn", "customers with tenure above 5 leave more").claims
    assert claim.region.to_dict() == {"tenure": {"low": 6.0, "high": None}}


def test_rows_are_no_column() -> None:
    """The houses of "houses with more rooms" were read as the column "house_age"."""
    (claim,) = read("houses", "houses with more rooms cost more").claims
    assert claim.features == ("rooms",)


def test_levels_that_deny_a_word_are_not_meant_by_it() -> None:
    """ "Married" was read as every level with that word, "never-married" among them."""
    data = {
        "status": ["never-married", "married-here", "married-away", "alone"] * 10,
        "rich": ["yes", "no"] * 20,
    }
    table = build_table(data, "rich")
    (claim,) = read_by_grammar("married people are richer", table, np.arange(40)).claims
    assert claim.region.conditions[0].levels == ("married-away", "married-here")


def test_amounts_and_causes_are_said_not_to_be_tested() -> None:
    assert "amount is not tested" in read("churn", "seniors are twice as likely to leave").told
    assert "brings it about" in read("churn", "paperless billing leads to more churn").told


def test_what_is_left_open_is_marked() -> None:
    assert read("houses", "price is U-shaped in house age").left_open == "turn"
    assert read("ships", "the effect of fare is stronger for women").left_open == "sign"
    assert read("ships", "survival rises faster with fare for women").left_open == ""


def test_text_is_asked_for_where_none_is_read() -> None:
    reading = read("churn", "reviews that mention a refund churn more")
    assert reading.needs == "a column of texts"


def test_a_judge_gets_the_property() -> None:
    (asked,) = read("reviews", "reviews that complain about noise are less happy").asked
    assert (asked.source, asked.property) == ("text", "complains about noise")


NAMES = st.text(min_size=1, max_size=12)


@settings(max_examples=60, deadline=None)
@given(st.text(max_size=200))
def test_any_text_is_read_or_refused(sentence: str) -> None:
    for name in TABLES:
        reading = read(name, sentence)
        assert bool(reading.claims) != bool(reading.problem)


PARTS = (
    "women men seniors customers tenure churn leave stay more less than not no rises falls with "
    "without above below 5 12.5 $80 between and or , ; . the higher lower monthly contracts age "
    "at same held fixed twice as likely no effect on of is are U-shaped until after stronger for "
    "internet none fiber 'quoted' \"a\" reviews that mention refund controlling every each"
)
WORDS = st.sampled_from(PARTS.split())


@settings(max_examples=150, deadline=None)
@given(st.lists(WORDS, max_size=14), st.sampled_from(["churn", "reviews", "ships"]))
def test_claims_name_only_what_the_table_has(words: list[str], name: str) -> None:
    reading = read(name, " ".join(words))
    table = TABLES[name]()
    made = {entry.name for entry in reading.words} | {entry.name for entry in reading.asked}
    levels = {column.name: set(column.levels) for column in table.features}
    assert bool(reading.claims) != bool(reading.problem)
    for claim in reading.claims:
        assert set(claim.features) <= levels.keys() | made
        for condition in claim.region.conditions:
            own = levels.get(condition.column, {"yes", "no"})
            assert set(condition.levels) <= own


@settings(max_examples=40, deadline=None)
@given(NAMES, st.lists(NAMES, min_size=2, max_size=4, unique=True), st.text(max_size=60))
def test_any_names_of_columns_and_levels(name: str, levels: list[str], sentence: str) -> None:
    data = {name: [levels[n % len(levels)] for n in range(60)], "x": [n % 23 for n in range(60)]}
    try:
        table = build_table(data | {"outcome": [n % 7 for n in range(60)]}, "outcome")
    except InputError:
        return
    for brought in (sentence, f"{name} {levels[0]} more outcome", f"outcome rises with {name}"):
        reading = read_by_grammar(brought, table, np.arange(len(table)))
        assert bool(reading.claims) != bool(reading.problem)


@pytest.mark.parametrize(("table", "sentence", "reason"), REFUSED)
def test_refuses(table: str, sentence: str, reason: str) -> None:
    reading = read(table, sentence)
    assert reading.claims == ()
    assert reason in reading.problem
    assert reading.told == ""
