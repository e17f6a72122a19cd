"""Which simple shape a curve has, given how uncertain each of its levels is.

Every shape is a line in a few columns of the stretches' values; its fit is generalised least
squares, so that `explained` is a chi-squared statistic against a flat curve.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from dataexplain.readers.profile import Profile


@dataclass(frozen=True)
class ShapeFit:
    """One shape fitted to a profile.

    Parameters
    ----------
    shape : str
        "line", "step", "hinge_low" (changes up to `turn`, then flat), "hinge_high" (flat up to
        `turn`, then changes), "bend" (two slopes) or "line_and_step".
    turn : float
        Where it breaks; NaN for a line.
    explained : float
        Chi-squared that the shape explains of the curve.
    coefficients, z : tuple of float
        Slopes (or jump) in the shape's columns, and each over its standard error.
    """

    shape: str
    turn: float
    explained: float
    coefficients: tuple[float, ...]
    z: tuple[float, ...]


class ShapeFitter:
    """Fits shapes to one profile.

    Parameters
    ----------
    profile : Profile
        Of a numeric feature, with two stretches or more.

    Examples
    --------
    >>> from dataexplain.tables import Column, Role
    >>> centres = np.arange(8.0)
    >>> values = np.where(centres >= 4, 3.0, 0.0)
    >>> rows, covariance = np.full(8, 20), np.diag([0.0] + [0.01] * 7)
    >>> age = Column("age", Role.NUMERIC)
    >>> fitter = ShapeFitter(Profile(age, centres, centres, (), rows, values, covariance, None))
    >>> step = fitter.step()
    >>> float(step.turn), round(step.coefficients[0], 2), step.explained > fitter.line().explained
    (4.0, 3.0, True)
    """

    def __init__(self, profile: Profile) -> None:
        self.x = profile.centres
        self.starts = profile.starts
        self.difference = profile.values[1:]
        values, vectors = np.linalg.eigh(profile.covariance[1:, 1:])
        strong = values > max(float(values[-1]), 0.0) * 1e-8
        self.whiten = (vectors[:, strong] / np.sqrt(values[strong])).T
        self.target = self.whiten @ self.difference

    def fit(self, shape: str, turn: float, columns: list[np.ndarray]) -> ShapeFit:
        """Fit given columns over the stretches.

        Parameters
        ----------
        shape : str
            The name of the fit.
        turn : float
            Where the shape breaks; NaN where it does not.
        columns : list of ndarray of shape (k,)
            The shape's columns at the centres of the stretches.
        """
        design = self.whiten @ np.column_stack([(column - column[0])[1:] for column in columns])
        gram = design.T @ design
        inverse = np.linalg.pinv(gram, rcond=1e-8, hermitian=True)
        coefficients = inverse @ (design.T @ self.target)
        explained = float(coefficients @ gram @ coefficients)
        errors = np.sqrt(np.maximum(np.diag(inverse), 1e-300))
        z = coefficients / errors
        return ShapeFit(
            shape, turn, explained, tuple(map(float, coefficients)), tuple(map(float, z))
        )

    def line(self) -> ShapeFit:
        """Fit one slope."""
        return self.fit("line", float("nan"), [self.x])

    def step(self) -> ShapeFit:
        """Fit one jump, at the stretch start that explains most."""
        return self._best(
            [
                self.fit("step", turn, [(self.x >= turn).astype(np.float64)])
                for turn in self.starts[1:]
            ]
        )

    def line_and_step(self) -> ShapeFit:
        """Fit a slope and a jump; `z[1]` tells of the jump beyond the slope."""
        fits = [
            self.fit("line_and_step", turn, [self.x, (self.x >= turn).astype(np.float64)])
            for turn in self.starts[1:]
        ]
        return self._best(fits)

    def hinge(self) -> ShapeFit:
        """Fit a slope that is flat on one side of a value."""
        fits = []
        for turn in self.x[1:-1]:
            fits.append(self.fit("hinge_low", float(turn), [np.minimum(self.x, turn)]))
            fits.append(self.fit("hinge_high", float(turn), [np.maximum(self.x, turn)]))
        return self._best(fits)

    def bend(self) -> ShapeFit:
        """Fit two slopes that meet; see `_turn_of` for where they are said to."""
        best = self._best(
            [
                self.fit("bend", float(turn), [np.minimum(self.x, turn), np.maximum(self.x, turn)])
                for turn in self.x[1:-1]
            ]
        )
        return replace(best, turn=self._turn_of(best))

    def _turn_of(self, bend: ShapeFit) -> float:
        """Return where a curve with two slopes turns.

        Two lines fitted to a parabola meet at the middle of the stretches wherever it turns: so
        where a parabola explains more, its vertex is taken.
        """
        middle = float(self.x.mean())
        parabola = self.fit("parabola", float("nan"), [self.x, (self.x - middle) ** 2])
        slope, curvature = parabola.coefficients
        if parabola.explained <= bend.explained or curvature == 0:
            return bend.turn
        vertex = middle - slope / (2 * curvature)
        return vertex if self.x[0] < vertex < self.x[-1] else bend.turn

    @staticmethod
    def _best(fits: list[ShapeFit]) -> ShapeFit:
        nothing = ShapeFit("none", float("nan"), 0.0, (0.0, 0.0), (0.0, 0.0))
        return max(fits, key=lambda fit: fit.explained, default=nothing)
