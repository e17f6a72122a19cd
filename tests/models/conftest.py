from collections.abc import Iterator

import numpy as np
import pytest
from threadpoolctl import threadpool_limits


@pytest.fixture(scope="package", autouse=True)
def one_thread() -> Iterator[None]:
    """Threads that wait for each other on a busy machine take longer than one alone."""
    with threadpool_limits(1):
        yield


@pytest.fixture
def global_random_state_restored() -> Iterator[None]:
    """Let a test seed or draw from NumPy's global state, and put it back."""
    state = np.random.get_state()  # noqa: NPY002
    yield
    np.random.set_state(state)  # noqa: NPY002
