"""Sentences about some rows only, and of one group of rows against another."""

from __future__ import annotations

import numpy as np
import pytest

from dataexplain.claims import Claim, Region, compile_claim
from dataexplain.sentences.grammar import read_by_grammar
from dataexplain.tables import build_table
from tests.sentences.test_grammar import _entry
from tests.sentences.test_strangers_sentences import TABLES, read


def region(of: Region) -> str:
    """Return a region in a few signs."""
    return ",".join(f"{name}:{_entry(entry)}" for name, entry in of.to_dict().items())


def told(claim: Claim) -> str:
    """Return a claim in a few words."""
    against = f" vs {region(claim.against)}" if claim.against.conditions else ""
    among = f" among {region(claim.within)}" if claim.within.conditions else ""
    return f"{claim.kind} {claim.direction} {region(claim.region)}{against}{among}"


READ = [
    ("churn", "churn falls with tenure for women", "trend down tenure:0-70 among gender:female"),
    ("churn", "Among women, churn falls with tenure", "trend down tenure:0-70 among gender:female"),
    ("ships", "older women survive more", "trend up age:1-60 among sex:female"),
    ("ships", "a higher fare improves survival in third class",
     "trend up fare:5-130 among pclass:3-"),
    ("ships", "first class passengers survive more than third class ones",
     "rule_effect up pclass:-2 vs pclass:3-"),
    ("ships", "men in second class survive more than women in third class",
     "rule_effect up sex:male,pclass:2-2 vs sex:female,pclass:3-"),
    ("ships", "Among men, those under 25 survive more than those over 45",
     "rule_effect up age:-25 vs age:46- among sex:male"),
    ("ships", "women in third class survive less than those in first class",
     "rule_effect down sex:female,pclass:3- vs pclass:-2,sex:female"),
    ("ships", "people with a fare over 50 survive more than those with a fare under 10",
     "rule_effect up fare:50- vs fare:-10"),
    ("ships", "Those under 25 are twice as likely to survive as those over 45",
     "rule_effect up age:-25 vs age:46-"),
    ("churn", "Among women, seniors leave more",
     "level_contrast up senior:yes among gender:female"),
    ("churn", "customers with 3 or more support calls leave more than those with none",
     "rule_effect up support_calls:3- vs support_calls:-1"),
]  # fmt: skip


@pytest.mark.parametrize(("table", "sentence", "expected"), READ)
def test_reads(table: str, sentence: str, expected: str) -> None:
    reading = read(table, sentence)
    assert reading.problem == ""
    assert [told(claim) for claim in reading.claims] == [expected]


@pytest.mark.parametrize(("table", "sentence"), [(table, sentence) for table, sentence, _ in READ])
def test_only_the_rows_meant_are_compared(table: str, sentence: str) -> None:
    """All other rows would be on the other side, were the second group left out."""
    made = TABLES[table]()
    (claim,) = read(table, sentence).claims
    (contrast,) = compile_claim(claim, tuple(column.name for column in made.features))
    d = contrast.varies.values(made.frame)
    known = contrast.rows.mask(made.frame) & ~np.isnan(d)
    expected = claim.region.mask(made.frame)
    if claim.kind == "level_contrast":
        expected = np.ones(len(made.frame), dtype=bool)
    if claim.against.conditions:
        expected = expected | claim.against.mask(made.frame)
        assert set(d[known]) == {0.0, 1.0}
    expected &= claim.within.mask(made.frame)
    assert (known == expected).all()


def test_scope_is_told() -> None:
    assert read("ships", "older women survive more").told.endswith("among rows where sex is female")
    assert read("churn", "Among women, seniors leave more").told.endswith(
        "where senior is yes than where it is not, among rows where gender is female"
    )


def test_no_effect_among_some_rows_is_refused() -> None:
    reading = read("churn", "Among women, tenure has no effect on churn")
    assert reading.claims == ()


def test_what_a_level_is_rated_as() -> None:
    """ "Scored" belongs to another outcome's words, and to a column of scores."""
    data = {
        "score_text": ["Low", "Medium", "High"] * 40,
        "decile_score": list(range(120)),
        "two_year_recid": [0, 1] * 60,
    }
    table = build_table(data, "two_year_recid", positive="1")
    sentence = "people scored Medium reoffend less often than people scored Low"
    (claim,) = read_by_grammar(sentence, table, np.arange(120)).claims
    assert claim.features == ("score_text",)
