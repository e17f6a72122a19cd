"""Rows of several columns: which rule gives a label, tested, said, and followed on new rows."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from dataexplain.operations.column_rules import column_rules
from dataexplain.operations.rule import Rule
from dataexplain.records import ReportRecord
from dataexplain.report.markdown import render_markdown
from dataexplain.runs.describe_reading import open_pairs
from dataexplain.runs.describe_wish import DescribeWish
from dataexplain.runs.describing import describe_pairs
from dataexplain.runs.rechecking import recheck
from dataexplain.search.prompts.answering_form import form_of
from dataexplain.search.prompts.candidate import PromptCandidate
from dataexplain.tables.pair_splitting import split_pairs
from dataexplain.verification.prompt_vault import PromptVault

BOTH = 'Answer yes if contract is "monthly" and months is at most 20, and no otherwise.'


def customers(kind: str, rows: int = 500, seed: int = 0, odd: float = 0.05) -> pd.DataFrame:
    """Return rows with a label that follows from them, but for some odd ones."""
    draws = np.random.default_rng(seed)
    frame = pd.DataFrame(
        {
            "id": [f"C-{n:05}" for n in range(rows)],
            "contract": draws.choice(["monthly", "one year", "two year"], rows, p=[0.6, 0.2, 0.2]),
            "months": draws.integers(1, 40, rows),
            "charge": draws.uniform(20, 90, rows).round(2),
            "calls": draws.integers(0, 7, rows),
        }
    )
    monthly, new = frame["contract"] == "monthly", frame["months"] <= 20
    held = {"both": monthly & new, "category": monthly, "nothing": draws.random(rows) < 0.5}[kind]
    frame["left"] = np.where(held ^ (draws.random(rows) < odd), "yes", "no")
    frame.loc[draws.random(rows) < 0.03, "charge"] = np.nan
    return frame


def report_of(frame: pd.DataFrame, wish: DescribeWish | None = None) -> ReportRecord:
    return describe_pairs(open_pairs(frame, (), "left"), wish or DescribeWish(), None).report


def test_a_rule_of_two_conditions_is_supported_and_followed_on_new_rows() -> None:
    report = report_of(customers("both"))
    best = report.claims[0]
    assert best.prompted is not None
    assert (best.prompted.sentence, best.verdict) == (BOTH, "supported")
    assert best.prompted.basis == "code"
    known = recheck(report, customers("both", seed=1)).claims[0]
    assert (known.status, known.new_verdict) == ("held", "supported")
    other = recheck(report, customers("nothing", seed=2)).claims[0]
    assert other.status == "changed"


def test_a_rule_that_a_cell_says_already_is_no_gain_and_the_reason_names_it() -> None:
    """The reason "it gains too little" stood below a rule that was right on 95% of the rows."""
    report = report_of(customers("category"))
    (claim,) = report.claims
    assert claim.prompted is not None
    assert claim.prompted.sentence == 'Answer yes if contract is "monthly", and no otherwise.'
    assert claim.verdict == "not_supported"
    page = render_markdown(report)
    assert "It says no more than the best simple rule, which answers" in page
    assert "where contract is “monthly”" in page


def test_where_nothing_follows_the_nearest_rule_is_told_and_nothing_claimed() -> None:
    """Two notes said that nothing was found, the second that it could not be scored."""
    report = report_of(customers("nothing"))
    told = " ".join(report.notes)
    assert report.claims == ()
    assert "No operation fits the rows that propose." in told
    assert "No sentence was found that could be scored." not in told
    assert "The nearest rule on columns, “Answer " in told
    assert "It was not tested." in told


def test_permuted_labels_support_nothing_on_rows() -> None:
    wish = DescribeWish(null_runs=6)
    runs = report_of(customers("both", rows=200), wish).null_runs
    assert runs is not None
    assert runs.supported == (0,) * 6


@pytest.mark.parametrize("seed", range(8))
def test_the_best_rule_of_noise_is_not_supported_even_where_it_is_put_to_the_test(
    seed: int,
) -> None:
    frame = customers("nothing", rows=300, seed=seed)
    sides = split_pairs(open_pairs(frame, (), "left").read)
    form = form_of(sides.discovery.outputs)
    rules: list[Rule] = list(column_rules(sides.discovery))
    assert rules
    vault = PromptVault(
        sides.verification, discovery=sides.discovery, form=form, seed=seed, rows=150
    )
    tested = vault.test([PromptCandidate(one.sentence, "operations", rule=one) for one in rules])
    assert all(one.verdict.verdict != "supported" for one in tested)
