"""Finds the sample tables that come with the package."""

from __future__ import annotations

import importlib.resources
from pathlib import Path

from dataexplain.errors import ParameterError

SAMPLES = ("hotel_reviews", "house_prices", "parcel_fees", "telecom_churn")


def sample_path(name: str) -> Path:
    """Return the path of a sample table.

    Parameters
    ----------
    name : {"hotel_reviews", "house_prices", "parcel_fees", "telecom_churn"}

    Returns
    -------
    Path
        In an installed package inside it, in a checkout in its ``data`` folder.

    Raises
    ------
    ParameterError
        When there is no sample of that name.

    Examples
    --------
    >>> sample_path("telecom_churn").name
    'telecom_churn.csv'
    """
    if name not in SAMPLES:
        raise ParameterError("name", "sample_path", f"one of {', '.join(SAMPLES)}", name)
    package = Path(str(importlib.resources.files("dataexplain")))
    installed = package / "samples" / f"{name}.csv"
    return installed if installed.exists() else package.parent / "data" / f"{name}.csv"
