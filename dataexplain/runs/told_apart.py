"""How well two groups of texts are told apart: by a list of properties, and by all their words."""

from __future__ import annotations

import math

from scipy.special import expit, logit

from dataexplain.records import ModelRecord
from dataexplain.verification.joint_gain import CHANCE, JointGain

METRIC = "AUC"
_WIDTH = 1.96
# A perfect score has no logarithm of its odds.
_NEAREST = 1e-6


def told_apart(joint: JointGain | None, judged: tuple[int, int]) -> tuple[ModelRecord, ...]:
    """Return what a report says of it, as of models.

    Parameters
    ----------
    joint : JointGain or None
    judged : (int, int)
        Judged texts of each group.

    Examples
    --------
    >>> joint = JointGain((0.2,), auc=0.7, all_words=0.9)
    >>> [(model.name, model.score) for model in told_apart(joint, (50, 50))]
    [('set of properties', 0.7), ('no property', 0.5), ('reader of all words', 0.9)]
    """
    if joint is None or joint.auc is None or min(judged) < 1:
        return ()
    models = [
        ModelRecord("set of properties", METRIC, joint.auc, _interval(joint.auc, judged)),
        ModelRecord("no property", METRIC, CHANCE, (CHANCE, CHANCE), "dummy"),
    ]
    if joint.all_words is not None:
        interval = _interval(joint.all_words, judged)
        models.append(
            ModelRecord("reader of all words", METRIC, joint.all_words, interval, "reference")
        )
    return tuple(models)


def _interval(area: float, judged: tuple[int, int]) -> tuple[float, float]:
    """Return Hanley and McNeil's interval (1982), on the scale of odds."""
    first, second = judged
    area = min(max(area, _NEAREST), 1 - _NEAREST)
    both, other = area / (2 - area), 2 * area**2 / (1 + area)
    variance = (
        area * (1 - area) + (first - 1) * (both - area**2) + (second - 1) * (other - area**2)
    ) / (first * second)
    width = _WIDTH * math.sqrt(max(variance, 0.0)) / (area * (1 - area))
    return float(expit(logit(area) - width)), float(expit(logit(area) + width))
