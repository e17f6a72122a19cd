"""What the vault of judged properties lets through where nothing is true, or another column is."""

import numpy as np
import pandas as pd
import pytest

from dataexplain.search.candidate import Candidate
from dataexplain.verification.judged_decisions import decided
from dataexplain.verification.judged_measuring import measure
from dataexplain.verification.judged_texts import HeldOutTexts, ShortListed
from dataexplain.verification.strata import LENGTH, Strata, survivals

RATES = (0.05, 0.1, 0.3, 0.5, 0.8)


def a_run(seed, *, texts=240, judged=60, by_length=0.0, vectors=True):
    """Judge five properties that know nothing of the group, but may know the length of a text."""
    rng = np.random.default_rng(seed)
    lengths = rng.integers(3, 40, size=texts)
    pull = by_length * (lengths - 20) / 10
    in_a = rng.random(texts) < 1 / (1 + np.exp(-pull))
    rows = [rng.permutation(np.flatnonzero(side))[:judged] for side in (in_a, ~in_a)]
    drawn = np.isin(np.arange(texts), np.concatenate(rows))
    latent = rng.normal(size=(texts, len(RATES)))
    known = np.column_stack([latent + rng.normal(size=latent.shape), rng.normal(size=(texts, 6))])
    held_out = HeldOutTexts(
        tuple(f"{'word ' * length}{row}" for row, length in enumerate(lengths)),
        in_a,
        pd.DataFrame({"day": rng.normal(size=texts), "town": rng.choice(list("abc"), texts)}),
        vectors=known if vectors else None,
    )
    strata = Strata.of(held_out)
    found = []
    for place, rate in enumerate(RATES):
        leaning = latent[:, place] + 0.5 * rng.normal(size=texts) + pull
        yes = np.where(drawn, leaning > np.quantile(leaning, 1 - rate), np.nan)
        listed = ShortListed(Candidate(f"property {place}", "bank"), 0.0)
        found.append(measure(held_out, listed, yes.astype(float), strata, seed=seed))
    return found, [verdict for verdict, _ in decided(found)], strata


@pytest.mark.parametrize("vectors", [True, False])
def test_where_groups_are_alike_hardly_a_run_supports_anything(vectors):
    runs = [a_run(seed, vectors=vectors) for seed in range(40)]
    passed = sum(
        any(verdict.verdict == "supported" for verdict in verdicts) for _, verdicts, _ in runs
    )
    # 2 expected at the most; 6 or more have a chance of 1 in 70 then
    assert passed <= 5
    evidence = [one.evidence for found, _, _ in runs for one in found]
    for p in ("unadjusted_p", "adjusted_p"):
        known = np.array([getattr(entry, p) for entry in evidence])
        assert np.nanmean(known < 0.05) < 0.09


def test_what_length_explains_is_said_to_hold_on_its_own_only():
    runs = [a_run(seed, by_length=1.5, texts=600, judged=150) for seed in range(8)]
    common = [(found[2], verdicts[2], strata) for found, verdicts, strata in runs]
    bases = [verdict.basis for _, verdict, _ in common if verdict.verdict == "supported"]
    assert bases.count("unadjusted") >= 7
    assert bases.count("adjusted") <= 1
    kept = [
        entry.survives
        for one, _, strata in common
        for entry in survivals(one.outcome, strata)
        if entry.column == LENGTH
    ]
    assert sum(kept) <= 2
