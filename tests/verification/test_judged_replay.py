"""Decisions from answers that are known."""

from __future__ import annotations

import dataclasses

import numpy as np

from dataexplain.verification.judged_replay import decided_again
from dataexplain.verification.judged_vault import JudgedVault
from dataexplain.verification.strata import Strata
from tests.verification.judged_corpora import held_out, listed, made_texts, model

REFUND, STAFF = "mentions a refund", "praises the staff"


def through_vault(short_list, **given):
    texts = held_out(made_texts({REFUND: 0.5, STAFF: 0.3}, {REFUND: 0.15, STAFF: 0.3}))
    vault = JudgedVault(
        texts, judge="scripted", per_group=150, seed=0, reworded=0, pairs=0, **given
    )
    with model() as judge:
        found = vault.test(short_list, judge)
    return texts, vault, [entry.verdict for entry in found]


def test_the_same_groups_give_the_same_verdicts():
    short_list = [listed(), listed(STAFF)]
    texts, vault, verdicts = through_vault(short_list, level=0.01, floor=0.02)
    again = decided_again(
        texts, short_list, vault.answers, Strata.of(texts), seed=0, floor=0.02, level=0.01
    )
    assert list(again) == verdicts
    assert verdicts[0].verdict == "supported"


def test_other_groups_give_others():
    texts, vault, _ = through_vault([listed()])
    mixed = dataclasses.replace(texts, in_a=np.random.default_rng(0).permutation(texts.in_a))
    (verdict,) = decided_again(mixed, [listed()], vault.answers, Strata.of(texts), seed=0)
    assert verdict.verdict != "supported"


def test_the_vault_keeps_the_answers_of_what_it_asked():
    _, vault, _ = through_vault([listed(controls=(5, 10, False)), listed(STAFF)])
    assert list(vault.answers) == [STAFF]
    assert vault.answers[STAFF].shape == (400,)
    assert int((~np.isnan(vault.answers[STAFF])).sum()) == 300


def test_answers_of_an_early_stop_are_kept_too():
    _, vault, _ = through_vault([listed(), listed(STAFF)], early_stop=True)
    known = {name: int((~np.isnan(said)).sum()) for name, said in vault.answers.items()}
    assert 0 < known[REFUND] < known[STAFF] <= 300
