"""Errors that are related: those of one group, and those near in time.

An effect is a sum of scores ``d~ * e`` over rows. Where rows are related, the variance of that
sum is more than the sum of the variances.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

# A direction that one group alone carries would leave nothing of its errors; so much is kept.
LEAST_LEFT = 0.02


@dataclass(frozen=True)
class ScoreVariance:
    """The variance of a sum of scores, and the degrees of freedom it was found with."""

    variance: float
    degrees_of_freedom: float


def group_variance(
    varied: np.ndarray, errors: np.ndarray, groups: np.ndarray, basis: np.ndarray | None
) -> ScoreVariance:
    """Return the variance when errors of one group may be related (cluster-robust).

    With few groups each group's errors are first corrected for what the fit took of them,
    ``(I - H_gg)^-1 e_g`` (CR3; Bell & McCaffrey 2002), H being the projection on `basis`. The
    degrees of freedom are those of a sum of squares over groups, weighted by their d~ squared.

    Parameters
    ----------
    varied, errors : ndarray of shape (n,)
        d~ and the errors of the outcome's fit.
    groups : ndarray of int of shape (n,)
        Numbered from 0.
    basis : ndarray of shape (n, r), optional
        An orthonormal basis of all that was fitted, d~ included; None for many groups, whose
        errors are taken as they are (CR1).

    Returns
    -------
    ScoreVariance

    Examples
    --------
    >>> varied = np.array([1.0, 1.0, -1.0, -1.0])
    >>> group_variance(varied, np.ones(4), np.array([0, 0, 1, 1]), None).variance
    16.0
    """
    count = int(groups.max()) + 1
    size = np.bincount(groups, weights=varied**2)
    degrees = min(float(size.sum() ** 2 / (size @ size)), count - 1)
    if basis is None:
        sums = np.bincount(groups, weights=varied * errors)
        return ScoreVariance(float(sums @ sums) * count / max(count - 1, 1), degrees)
    order = np.argsort(groups, kind="stable")
    ends = np.cumsum(np.bincount(groups))[:-1]
    total = 0.0
    for rows in np.split(order, ends):
        total += _corrected_score(varied[rows], errors[rows], basis[rows]) ** 2
    return ScoreVariance(total * (count - 1) / count, max(degrees, 1.0))


def _corrected_score(varied: np.ndarray, errors: np.ndarray, basis: np.ndarray) -> float:
    """Return ``d' (I - B B')^-1 e`` of one group, by the smaller of ``B B'`` and ``B' B``."""
    if len(basis) <= basis.shape[1]:
        taken, vectors = np.linalg.eigh(basis @ basis.T)
        weights = taken / np.maximum(1 - taken, LEAST_LEFT)
    else:
        taken, inner = np.linalg.eigh(basis.T @ basis)
        vectors = basis @ inner
        weights = 1 / np.maximum(1 - taken, LEAST_LEFT)
    pulled = (varied @ vectors * weights) @ (vectors.T @ errors)
    return float(varied @ errors + pulled)


def time_variance(varied: np.ndarray, errors: np.ndarray, times: np.ndarray) -> ScoreVariance:
    """Return the variance when errors near in time may be related, however far that reaches.

    The scores are split into averages of each time and what is left within. For the averages the
    variance is the sum of the products of both series' autocovariances at all lags (Bartlett
    1935; Clifford, Richardson & Hemon 1989); its degrees of freedom count the frequencies that
    carry it.

    Parameters
    ----------
    varied, errors : ndarray of shape (n,)
    times : ndarray of int of shape (n,)
        Places in time, numbered from 0; a place without a row counts as no deviation.

    Returns
    -------
    ScoreVariance

    Examples
    --------
    >>> slow = np.sin(np.arange(200) / 20)
    >>> related = time_variance(slow, slow[::-1], np.arange(200)).variance
    >>> bool(related > 5 * np.sum((slow * slow[::-1]) ** 2))
    True
    """
    counts = np.bincount(times)
    rows = np.maximum(counts, 1)
    mean_d = np.bincount(times, weights=varied) / rows
    mean_e = np.bincount(times, weights=errors) / rows
    root = np.sqrt(counts)
    series = len(counts)
    spectrum_d, spectrum_e = _spectrum(root * mean_d), _spectrum(root * mean_e)
    lags = np.arange(series)
    # the errors' autocovariance at a lag is an average over the pairs of places that have rows
    pairs = np.round(_autocorrelation(_spectrum((counts > 0).astype(np.float64))))
    taper = np.where(pairs > 0, (1 - lags / series) / np.maximum(pairs, 1), 0.0)
    products = taper * _autocorrelation(spectrum_d) * _autocorrelation(spectrum_e)
    between = max(float(2 * products.sum() - products[0]), 0.0)
    powers = spectrum_d * spectrum_e
    inside = (varied - mean_d[times]) * (errors - mean_e[times])
    within = float(np.sum(inside**2 * (rows / np.maximum(rows - 1, 1))[times]))
    if between + within <= 0:
        return ScoreVariance(0.0, 1.0)
    square = float(powers @ powers)
    carried = max(float(powers.sum()) ** 2 / square / 2 - 1, 1.0) if square > 0 else 1.0
    degrees = (between + within) ** 2 / (
        between**2 / carried + within**2 / max(len(varied) - series, 1)
    )
    return ScoreVariance(between + within, degrees)


def effective_times(varied: np.ndarray, times: np.ndarray) -> float:
    """Return how many unrelated times would tell as much of a series as these do.

    Examples
    --------
    >>> quick = effective_times(np.sin(np.arange(100.0) ** 2), np.arange(100))
    >>> slow = effective_times(np.sin(np.arange(100) / 20), np.arange(100))
    >>> quick > 5 * slow
    True
    """
    rows = np.maximum(np.bincount(times), 1)
    powers = _spectrum(np.bincount(times, weights=varied - varied.mean()) / np.sqrt(rows))
    square = float(powers @ powers)
    return float(powers.sum()) ** 2 / square if square > 0 else 0.0


def _spectrum(values: np.ndarray) -> np.ndarray:
    """Return the power at each frequency, without wrapping round the ends."""
    return np.asarray(np.abs(np.fft.fft(values, 2 * len(values))) ** 2)


def _autocorrelation(spectrum: np.ndarray) -> np.ndarray:
    """Return the sums of products at lags of 0 and more."""
    return np.asarray(np.fft.ifft(spectrum).real[: len(spectrum) // 2])


def shifted_p(outcome: np.ndarray, varied: np.ndarray, times: np.ndarray) -> float:
    """Return the share of shifts in time under which the two go together as much as they do.

    A permutation test that moves one whole block: every shift of one series against the other,
    round the end, keeps what either has in common with itself.

    Parameters
    ----------
    outcome, varied : ndarray of shape (n,)
    times : ndarray of int of shape (n,)

    Examples
    --------
    >>> shifted_p(np.eye(10)[3], np.eye(10)[3], np.arange(10))
    0.1
    """
    # of some rows only their own times are moved: gaps would meet nothing
    times = np.unique(times, return_inverse=True)[1]
    rows = np.bincount(times)
    first = np.bincount(times, weights=outcome) / np.sqrt(rows)
    second = np.bincount(times, weights=varied) / np.sqrt(rows)
    together = np.fft.irfft(np.fft.rfft(first).conj() * np.fft.rfft(second), len(rows))
    reached = np.abs(together) >= abs(together[0]) * (1 - 1e-9) - 1e-12
    return float(reached.mean())
