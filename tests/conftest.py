"""What tests of several packages ask for by name."""

from collections.abc import Iterator

import numpy as np
import pytest


@pytest.fixture
def global_random_state_restored() -> Iterator[None]:
    """Let a test seed or draw from NumPy's global state, and put it back."""
    state = np.random.get_state()  # noqa: NPY002
    yield
    np.random.set_state(state)  # noqa: NPY002


@pytest.fixture
def fits_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """Fit the models of the same rows once a session: for tests of what comes after the fit."""
    from tests.fitted_once import fit_once  # it loads scikit-learn, which few tests need

    monkeypatch.setattr("dataexplain.runs.explaining.fit_models", fit_once)
