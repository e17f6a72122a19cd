"""Which pairs of columns do together what they do not do one by one: ranked by FAST."""

from __future__ import annotations

import numpy as np
import pandas as pd
from interpret.utils import measure_interactions

# All pairs of so many columns are measured; of more, those of the weightiest ones.
MOST_COLUMNS = 60
BINS = 16


def strongest_pairs(
    frame: pd.DataFrame,
    outcome: np.ndarray,
    link: np.ndarray,
    *,
    binary: bool,
    weights: np.ndarray | None = None,
    most: int = 10,
) -> tuple[tuple[str, str], ...]:
    """Rank pairs of columns by what they add to an additive model (Lou et al. 2013, FAST).

    Parameters
    ----------
    frame : DataFrame of shape (n, features)
        Numbers, or categories.
    outcome : ndarray of shape (n,)
        A number, or 0 and 1.
    link : ndarray of shape (n,)
        What the additive model predicts, on the link scale.
    binary : bool
        Whether the outcome is a class.
    weights : ndarray of shape (n,), optional
        Of 0 or more; a row of weight 0 is left out.
    most : int, default=10

    Returns
    -------
    tuple of (str, str)
        Names of columns, the strongest pair first.

    Examples
    --------
    >>> rng = np.random.default_rng(0)
    >>> frame = pd.DataFrame(rng.normal(size=(500, 3)), columns=["a", "b", "c"])
    >>> y = (frame["a"] * frame["c"]).to_numpy()
    >>> strongest_pairs(frame, y, np.zeros(500), binary=False, most=1)
    (('a', 'c'),)
    """
    if weights is not None and not weights.all():  # FAST refuses a weight of 0
        weighty = weights > 0
        frame, outcome, link = frame[weighty], outcome[weighty], link[weighty]
        weights = weights[weighty]
    frame = frame.loc[:, frame.notna().any()]  # FAST cannot bin a column without known values
    names = [str(name) for name in frame.columns]
    if len(names) < 2 or np.ptp(outcome) == 0:
        return ()
    nominal = [isinstance(dtype, pd.CategoricalDtype) for dtype in frame.dtypes]
    columns = [
        frame[name].cat.codes.to_numpy(np.float64) if levels else frame[name].to_numpy(np.float64)
        for name, levels in zip(names, nominal, strict=True)
    ]
    ranked = measure_interactions(
        np.column_stack(columns),
        outcome.astype(np.int64) if binary else outcome,
        interactions=most,
        init_score=link,
        sample_weight=weights,
        feature_names=names,
        feature_types=["nominal" if levels else "continuous" for levels in nominal],
        max_interaction_bins=BINS,
        objective="log_loss" if binary else "rmse",
    )
    return tuple((names[pair[0]], names[pair[1]]) for pair, _ in ranked[:most])
