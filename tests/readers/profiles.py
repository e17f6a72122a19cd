"""Profiles and claims for the readers' tests, made of a planted shape."""

from __future__ import annotations

import numpy as np
import pandas as pd

from dataexplain.readers.curves import read_profile
from dataexplain.readers.profile import Profile, adjusted_profile
from dataexplain.readers.proposing import known_values
from dataexplain.tables import Column, Role
from tests.planted_tables import rows_of


def noiseless(shape, stretches=20, low=0.0, high=10.0, error=0.01):
    """A profile that follows a function of the feature exactly."""
    edges = np.linspace(low, high, stretches + 1)
    centres = (edges[:-1] + edges[1:]) / 2
    values = shape(centres)
    covariance = (np.eye(stretches) + 1.0) * error**2  # the first stretch's noise is shared
    covariance[0, :] = covariance[:, 0] = 0.0
    return Profile(
        Column("x", Role.NUMERIC, distinct=1000),
        centres,
        edges[:-1],
        (),
        np.full(stretches, 50),
        values - values[0],
        covariance,
        None,
    )


def claims_about(x, y, seed=0):
    """Return the claims that the profile of `x` suggests, a noise column held."""
    noise = np.random.default_rng(seed).normal(size=len(y))
    rows = rows_of(pd.DataFrame({"x": x, "noise": noise, "y": y}))
    (feature,) = (column for column in _columns(x) if column.name == "x")
    profile = adjusted_profile(rows, feature, ("noise",), None)
    return read_profile(profile, known_values(rows, feature), None)


def _columns(x):
    from dataexplain.tables import build_table

    return build_table({"x": x, "y": np.arange(len(x)) * 1.5}, "y").features
