import numpy as np
import pytest
import statsmodels.api as sm

from dataexplain.statistics import partialling_out
from dataexplain.statistics.partialling_out import residualise


def drawn(rows=80, seed=0):
    rng = np.random.default_rng(seed)
    held = rng.normal(size=(rows, 3))
    varied = held @ [0.5, -0.2, 0.1] + rng.normal(size=rows)
    outcome = 2 * varied + held @ [1, 2, 3] + rng.normal(size=rows) * (1 + np.abs(varied))
    return outcome, varied, held, rng


def least_squares(outcome, varied, held, weights=None):
    design = sm.add_constant(np.column_stack([varied, held]))
    return sm.WLS(outcome, design, weights=1.0 if weights is None else weights)


@pytest.mark.parametrize(("rows", "kind"), [(80, "HC3"), (3000, "HC1")])
def test_effect_and_error_are_those_of_robust_least_squares(rows, kind):
    outcome, varied, held, _ = drawn(rows)
    fit = least_squares(outcome, varied, held).fit(cov_type=kind)
    estimate = partialling_out(outcome, varied, held)
    assert estimate.effect == pytest.approx(fit.params[1], rel=1e-9)
    assert estimate.standard_error == pytest.approx(fit.bse[1], rel=1e-9)
    assert estimate.n == rows


@pytest.mark.parametrize(("rows", "kind"), [(80, "HC3"), (3000, "HC1")])
def test_weights_are_those_of_weighted_least_squares(rows, kind):
    outcome, varied, held, rng = drawn(rows)
    weights = rng.uniform(0.1, 5, size=rows)
    fit = least_squares(outcome, varied, held, weights).fit(cov_type=kind)
    for scale in (1.0, 1000.0):
        estimate = partialling_out(outcome, varied, held, weights=scale * weights)
        assert estimate.effect == pytest.approx(fit.params[1], rel=1e-9)
        assert estimate.standard_error == pytest.approx(fit.bse[1], rel=1e-9)


def test_many_clusters_give_the_error_of_cluster_robust_least_squares():
    outcome, varied, held, rng = drawn(600)
    clusters = np.arange(600) % 300
    outcome = outcome + rng.normal(size=300)[clusters] * 3
    fit = least_squares(outcome, varied, held).fit(
        cov_type="cluster", cov_kwds={"groups": clusters}
    )
    estimate = partialling_out(outcome, varied, held, clusters=clusters)
    assert estimate.standard_error == pytest.approx(fit.bse[1], rel=1e-9)
    assert estimate.degrees_of_freedom <= 299


def test_redundant_held_columns_change_nothing():
    outcome, varied, held, _ = drawn()
    doubled = np.column_stack([held, held[:, 0] + held[:, 1], np.ones(len(held))])
    plain, redundant = (partialling_out(outcome, varied, entry) for entry in (held, doubled))
    assert redundant.effect == pytest.approx(plain.effect, rel=1e-8)
    assert redundant.standard_error == pytest.approx(plain.standard_error, rel=1e-8)


@pytest.mark.parametrize("what", ["constant", "held itself"])
def test_nothing_can_be_said_of_what_does_not_vary(what):
    """A constant 0.1 once had an effect of 3e13: its mean is not exactly 0.1."""
    outcome, varied, held, _ = drawn()
    varied = np.full_like(varied, 0.1) if what == "constant" else 3 * held[:, 0] + 1
    estimate = partialling_out(outcome, varied, held)
    assert not estimate.testable
    assert estimate.overlap == pytest.approx(0, abs=1e-9)


def test_nothing_can_be_said_with_as_many_columns_as_rows():
    rng = np.random.default_rng(0)
    held = rng.normal(size=(10, 8))
    assert not partialling_out(rng.normal(size=10), rng.normal(size=10), held).testable


@pytest.mark.parametrize("weighted", [False, True])
def test_overlap_is_the_share_of_variance_that_is_left(weighted):
    outcome, varied, held, rng = drawn(300)
    weights = rng.uniform(0.1, 5, size=300) if weighted else None
    fit = sm.WLS(varied, sm.add_constant(held), weights=1.0 if weights is None else weights).fit()
    assert residualise(outcome, varied, held, weights).overlap == pytest.approx(
        1 - fit.rsquared, rel=1e-9
    )


def test_a_rare_group_has_the_degrees_of_freedom_of_its_own_size():
    """Satterthwaite: 8 rows among 2,000 say as much of their spread as some 8 rows do."""
    rng = np.random.default_rng(0)
    rare = np.zeros(2000)
    rare[:8] = 1
    outcome = rng.normal(size=2000)
    few = partialling_out(outcome, rare, np.empty((2000, 0))).degrees_of_freedom
    many = partialling_out(outcome, rng.normal(size=2000), np.empty((2000, 0))).degrees_of_freedom
    assert 6 < few < 10
    assert many > 300


def bystanders(seed, rows=200, effect=0.0):
    """One draw: what varies is correlated 0.8 with a cause that is held."""
    rng = np.random.default_rng([seed, 5])
    cause = rng.normal(size=(rows, 2))
    varied = 0.8 * cause[:, 0] + 0.6 * rng.normal(size=rows)
    noise = rng.normal(size=rows) * (0.5 + np.abs(varied))
    return cause[:, 0] * 2 - cause[:, 1] + effect * varied + noise, varied, cause


def test_nulls_correlated_with_causes_are_rejected_at_their_level():
    p = np.array([partialling_out(*bystanders(seed)).p for seed in range(600)])
    assert 0.025 <= (p < 0.05).mean() <= 0.08  # 600 draws at 5%: four standard errors
    assert 0.4 < p.mean() < 0.6


def test_without_holding_the_cause_the_bystander_would_be_credited():
    outcome, varied, cause = bystanders(0)
    assert partialling_out(outcome, varied, cause[:, 1:]).p < 1e-6


def test_a_planted_effect_is_recovered_and_covered():
    estimates = [partialling_out(*bystanders(seed, effect=-8.0)) for seed in range(400)]
    effects = np.array([estimate.effect for estimate in estimates])
    assert abs(effects.mean() + 8) < 4 * effects.std() / np.sqrt(len(effects))
    covered = np.mean([low <= -8 <= high for low, high in (e.interval for e in estimates)])
    assert 0.91 <= covered <= 0.98
    spread = np.mean([estimate.standard_error for estimate in estimates])
    assert spread == pytest.approx(effects.std(), rel=0.15)


def test_a_rare_group_is_covered_too():
    covered = []
    for seed in range(400):
        rng = np.random.default_rng([seed, 6])
        rare = (np.arange(400) < 10).astype(float)
        outcome = 3 * rare + rng.normal(size=400) * np.where(rare, 4.0, 1.0)
        low, high = partialling_out(outcome, rare, rng.normal(size=(400, 2))).interval
        covered.append(low <= 3 <= high)
    assert np.mean(covered) >= 0.91


def test_related_rows_are_rejected_at_their_level_only_with_clusters():
    plain, clustered = [], []
    for seed in range(300):
        rng = np.random.default_rng([seed, 7])
        groups = np.repeat(np.arange(40), 8)
        varied = rng.normal(size=40)[groups]
        outcome = rng.normal(size=40)[groups] + rng.normal(size=320)
        nothing = np.empty((320, 0))
        plain.append(partialling_out(outcome, varied, nothing).p < 0.05)
        clustered.append(partialling_out(outcome, varied, nothing, clusters=groups).p < 0.05)
    assert np.mean(clustered) <= 0.1
    assert np.mean(plain) > 0.3
