"""What a card says of how a judged property was compared."""

from __future__ import annotations

import dataclasses
from typing import Any

import pytest

from dataexplain.judged_records import AuditRecord, JudgedRecord, KeywordRecord, StratumRecord
from dataexplain.report.judged_cards import judged_blocks, judged_context, points

PLAIN = JudgedRecord(
    "complains about noise",
    "judge-7",
    "bank",
    ("south", "north"),
    (0.63, 0.22),
    (60, 58),
    (1092, 108),
    1.0,
    controls=(9, 9),
)


def lines(**changes: Any) -> str:
    context = judged_context(dataclasses.replace(PLAIN, **changes))
    assert context is not None
    return "\n".join(context["lines"])


def test_another_statement_has_no_lines() -> None:
    assert judged_context(None) is None
    assert judged_blocks(None) == []


def test_shares_texts_controls_and_the_source_are_told() -> None:
    assert lines().splitlines() == [
        "63% of the texts of “south” have it, against 22% of those of “north”.",
        "Judged by judge-7: 60 of 1,092 held-out texts of “south” and 58 of 108 of “north”. No "
        "person checked its answers.",
        "Of 9 pairs of texts that are known, one to have the property and one not, the judge put "
        "9 in the right order.",
        "Proposed by the bank of general properties.",
    ]


def test_all_others_are_called_so_and_all_texts_are_no_share() -> None:
    """They were texts "of not south", and 108 of 108."""
    told = lines(groups=("south", "not south"), judged=(60, 108))
    assert "63% of the texts of “south” have it, against 22% of all other texts." in told
    assert "60 of 1,092 held-out texts of “south” and all 108 of all others." in told


def test_what_code_saw_was_not_judged() -> None:
    told = lines(basis="code", judge="", judged=(1092, 108), controls=None, source="words")
    assert told.splitlines()[1:] == [
        "Looked up by code in all 1,092 and 108 held-out texts: no model was asked, so that "
        "nothing is judged wrongly.",
        "Proposed by words that one group uses more.",
    ]


def test_of_texts_that_nobody_judged_no_share_is_told() -> None:
    """A regression: where a budget had ended it read "0% of the texts of south against 0%"."""
    assert "%" not in lines(judged=(0, 0), shares=(0.0, 0.0))


def test_controls_without_an_answer_are_no_pairs() -> None:
    """A regression: a judge without answers was told to have put 0 of 0 pairs in order."""
    assert "right order" not in lines(controls=(0, 0))


def test_that_a_judge_was_not_tried_is_said() -> None:
    """A regression: a judge that nobody could test looked like one that had passed."""
    assert "The judge was not tried on texts that are known." in lines(controls=None)


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        ({"effective": 1.237}, "which makes each judged text worth 1.24"),
        ({"mode": "early_stop"}, "judged in batches, no longer than the answer was open"),
        ({"rewordings": (0.02, 0.4)}, "the difference is between +2.0 and +40.0 points"),
        ({"swapped": -0.1}, "in both orders, it comes out −10.0 points"),
        ({"joint_gain": 0.015}, "tell the groups apart by +1.5 points of AUC"),
        ({"joint_gain": 0.0}, "tell the groups apart by 0.0 points of AUC"),
    ],
)
def test_what_else_is_known_has_a_line(changes: dict[str, Any], told: str) -> None:
    assert told in lines(**changes)
    assert told not in lines()


def test_the_best_words_stand_beside_what_the_property_adds() -> None:
    rule = KeywordRecord(("loud", "noise"), 0.1, 0.31, (0.2, 0.42))
    assert (
        "The best words alone, “loud” and “noise”, differ by +10.0 points; with them held fixed, "
        "the property differs by +31.0 points (+20.0 to +42.0)."
    ) in lines(keyword=rule)


def test_what_a_property_adds_to_words_may_be_chance() -> None:
    """ "the property still differs by +1.0 (−5.0 to +7.0)" said more than the interval."""
    rule = KeywordRecord(("loud",), 0.1, 0.01, (-0.05, 0.07))
    assert "differs by +1.0 points (−5.0 to +7.0), which may be chance." in lines(keyword=rule)


def test_people_s_labels_are_told_by_group() -> None:
    told = lines(audit=AuditRecord((40, 30), (0.9, 0.8), (0.95, 1.0)), basis="audit")
    assert "No person checked" not in told
    assert "90% of what has it and 95% of what has not in “south” (40 labels)" in told
    assert "80% of what has it and 100% of what has not in “north” (30 labels)" in told


def test_strata_become_a_table() -> None:
    strata = (
        StratumRecord("nights", 0.4, (0.2, 0.6), survives=True),
        StratumRecord("a|b", -0.01, (-0.2, 0.1), survives=False),
    )
    context = judged_context(dataclasses.replace(PLAIN, strata=strata))
    assert context is not None
    assert [row["survives"] for row in context["strata"]] == ["stays", "does not stay"]
    blocks = judged_blocks(context)
    assert "| nights | +40.0 | from +20.0 to +60.0 | stays |" in blocks[-1]
    assert "| a\\|b | −1.0 |" in blocks[-1]


def test_names_from_outside_are_escaped_in_markdown() -> None:
    odd = ("<script>alert(1)</script>", "[a](javascript:b)")
    (block,) = judged_blocks(judged_context(dataclasses.replace(PLAIN, groups=odd)))
    assert "<script>" not in block
    assert "[a](javascript" not in block


@pytest.mark.parametrize(
    ("difference", "written"),
    [(0.00049, "0.0"), (-0.00049, "0.0"), (1.0, "+100.0"), (-1, "−100.0")],
)
def test_points_round_to_a_tenth_and_nothing_has_no_sign(difference: float, written: str) -> None:
    assert points(difference) == written
