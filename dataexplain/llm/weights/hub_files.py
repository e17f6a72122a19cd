"""The same files from the model hub, where its client is installed and the hub can be reached."""

from __future__ import annotations

import importlib.util
import os
import sys
from collections.abc import Callable
from pathlib import Path

from dataexplain.llm.weights.package_files import largest_file
from dataexplain.llm.weights.watched_child import run_watched

# How long a hub may take until the first bytes are there: a firewall may swallow every question.
FIRST_BYTES_SECONDS = 10.0
_ANSWER_SECONDS = "4"
# The client asks again for half a minute where there is no way to the hub: one question before it.
_FETCH = """
import sys
from huggingface_hub import hf_hub_download, hf_hub_url
from huggingface_hub.utils import get_session
repository, name, folder, seconds = sys.argv[1:]
if get_session().head(hf_hub_url(repository, name), timeout=float(seconds)).status_code >= 400:
    sys.exit(1)
hf_hub_download(repository, name, local_dir=folder)
"""


def hub_client_installed() -> bool:
    """Tell whether the hub's client can be imported."""
    return bool(sys.executable) and importlib.util.find_spec("huggingface_hub") is not None


def fetch_hub_file(
    repository: str, name: str, folder: Path, *, grown: Callable[[int], None]
) -> Path | None:
    """Fetch a file from a repository of the model hub.

    Parameters
    ----------
    repository, name : str
        The repository and the file in it.
    folder : Path
        A folder for it; what an earlier attempt left there is continued.
    grown : callable
        Hears now and then how many bytes are there.

    Returns
    -------
    Path or None
        The file, or None when the hub cannot be reached or does not give it. Whether it is the
        right one has still to be checked.
    """
    begun = largest_file(folder)

    def look(seconds: float) -> bool:
        size = largest_file(folder)
        grown(size)
        return size > begun or seconds < FIRST_BYTES_SECONDS

    ended = run_watched(
        [sys.executable, "-P", "-c", _FETCH, repository, name, str(folder), _ANSWER_SECONDS],
        environment={
            **os.environ,
            "HF_HUB_ETAG_TIMEOUT": _ANSWER_SECONDS,
            "HF_HUB_DOWNLOAD_TIMEOUT": _ANSWER_SECONDS,
            "HF_HUB_DISABLE_PROGRESS_BARS": "1",
            "HF_HUB_DISABLE_TELEMETRY": "1",
        },
        log=folder.with_name(f"{folder.name}.log"),
        look=look,
    )
    path = folder / name
    return path if ended.code == 0 and path.is_file() else None
