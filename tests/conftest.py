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
