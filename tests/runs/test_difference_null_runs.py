"""Null runs of a difference of groups."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dataexplain import differ
from dataexplain.errors import ParameterError
from dataexplain.runs.difference_null_runs import listed_again, permuted_groups
from dataexplain.runs.difference_search import ShortList
from dataexplain.runs.difference_wish import DifferenceWish
from dataexplain.search.candidate import Candidate
from dataexplain.search.judged_scores import JudgedScores, asking_table
from dataexplain.verification.judged_texts import HeldOutTexts, ShortListed
from tests.runs.judged_groups import NOISE, TRAM, differed, reviews


def test_they_ask_nothing_and_change_no_statement():
    plain, calls = differed()
    run, with_null_runs = differed(null_runs=4)
    assert with_null_runs == calls
    assert run.report.claims == plain.report.claims
    assert plain.report.null_runs is None


def test_a_planted_difference_is_gone_with_the_groups():
    run, _ = differed(null_runs=20)
    found = run.report.null_runs
    assert [claim.features[0] for claim in run.supported] == [f"review: {NOISE}"]
    assert found.runs == len(found.tried) == len(found.supported) == 20
    assert sum(found.supported) <= 3
    assert "without asking it anything" in found.method
    assert "Proposals, their screening" in found.method


def test_as_many_are_tried_as_had_answers_on_held_out_texts():
    run, _ = differed(null_runs=3)
    asked = sum(any(claim.judged.judged) for claim in run.claims)
    assert run.report.null_runs.tried == (asked,) * 3


def test_the_order_of_rows_changes_nothing():
    rows = reviews()
    first, _ = differed(rows, null_runs=5)
    again, _ = differed(rows.sample(frac=1, random_state=1).reset_index(drop=True), null_runs=5)
    assert again.report.null_runs == first.report.null_runs


def test_what_was_not_repeated_is_told(tmp_path):
    early, _ = differed(null_runs=1, early_stop=True)
    assert "not in batches as in the run itself" in early.report.null_runs.method
    labels = tmp_path / "labels.csv"
    labels.write_text("text,property,label\nno such text," + NOISE + ",yes\n", encoding="utf-8")
    audited, _ = differed(null_runs=1, audit=labels)
    assert "People's labels had no part in it." in audited.report.null_runs.method


def test_without_a_judge_everything_is_done_again():
    run = differ(reviews(), "review", "region", positive="south", null_runs=2)
    assert run.report.null_runs.runs == 2
    assert "shuffled between rows" in run.report.null_runs.method


@pytest.mark.parametrize("wrong", [-1, 1.5, True])
def test_a_number_that_is_none_is_refused(wrong):
    with pytest.raises(ParameterError, match="'null_runs' parameter of differ"):
        differ(reviews(), "review", "region", null_runs=wrong)


def test_the_page_shows_what_noise_passed(tmp_path):
    run, _ = differed(null_runs=3)
    text = run.save(tmp_path / "with")["markdown"].read_text(encoding="utf-8")
    assert "In 3 runs with permuted groups, " in text
    plain, _ = differed()
    text = plain.save(tmp_path / "without")["markdown"].read_text(encoding="utf-8")
    assert "`--null-runs 20` permutes the groups" in text


@given(
    st.lists(st.tuples(st.sampled_from("abcdef"), st.booleans(), st.booleans()), min_size=1),
    st.integers(0, 99),
)
def test_groups_keep_their_sizes_on_either_side_of_the_judged(rows, seed):
    texts, groups, judged = (np.array(column) for column in zip(*rows, strict=True))
    held_out = HeldOutTexts(tuple(texts.tolist()), groups)
    touched = np.isin(texts, texts[judged])
    permuted = permuted_groups(held_out, judged, np.random.default_rng(seed))
    assert permuted[touched].sum() == groups[touched].sum()
    assert permuted.sum() == groups.sum()


def test_copies_and_clusters_stay_together():
    homes = np.repeat(np.arange(30), 4)
    texts = tuple(f"text {row // 2}" for row in range(120))
    groups = homes < 15
    held_out = HeldOutTexts(texts, groups, clusters=homes)
    permuted = permuted_groups(held_out, np.ones(120, dtype=bool), np.random.default_rng(0))
    assert (permuted != groups).any()
    assert all(len(set(permuted[homes == home])) == 1 for home in range(30))


def searched(keep=1):
    """A search of two properties, both judged of forty texts."""
    texts = [f"text {row}" for row in range(40)]
    in_a = np.arange(40) < 20
    said = np.random.default_rng(0).normal(size=(40, 2)) + np.outer(in_a, [4, 0])
    candidates = [Candidate(NOISE, "bank"), Candidate(TRAM, "bank")]
    asking = asking_table(texts, [NOISE, TRAM], said)
    scores = JudgedScores(texts, asking, candidates)
    scores.ask(range(40), range(2))
    listed = tuple(ShortListed(candidate, 0.0) for candidate in candidates)
    return ShortList(listed, (), 80, scores, in_a), DifferenceWish(keep=keep, race_calls=80)


def test_directions_come_from_the_permuted_race():
    found, wish = searched(keep=2)
    answers = dict.fromkeys((NOISE, TRAM), np.zeros(4))
    directions = {
        {one.property: one.direction for one in run}[NOISE]
        for seed in range(12)
        for run in [listed_again(found, answers, wish, np.random.default_rng(seed), seed)]
    }
    assert directions == {"up", "down"}


def test_clusters_of_discovery_texts_keep_one_group():
    found, wish = searched()
    clusters = {text: place // 20 for place, text in enumerate(found.scores.texts)}
    answers = {NOISE: np.zeros(4)}
    found_again = [
        listed_again(found, answers, wish, np.random.default_rng(seed), seed, clusters)
        for seed in range(12)
    ]
    # two clusters, the groups themselves: they keep their difference or exchange it
    assert {run[0].direction for run in found_again} == {"up", "down"}


def test_only_properties_with_answers_are_listed_and_no_more_than_the_run_keeps():
    found, wish = searched()
    one = listed_again(found, {TRAM: np.zeros(4)}, wish, np.random.default_rng(0), 0)
    assert [entry.property for entry in one] == [TRAM]
    both = dict.fromkeys((NOISE, TRAM), np.zeros(4))
    assert len(listed_again(found, both, wish, np.random.default_rng(0), 0)) == 1
