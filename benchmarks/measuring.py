"""What every program here shares: options, parallel runs, rates with their limits, the file."""

from __future__ import annotations

import argparse
import json
import os
import sys
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

from joblib import Parallel, delayed
from threadpoolctl import threadpool_limits

from dataexplain.atomic_files import write_whole
from dataexplain.statistics.rates import wilson_limits

Task = TypeVar("Task")
Answer = TypeVar("Answer")

# Seeds 0 to 99 are for development; what is reported starts here.
FIRST_REPORTED_SEED = 100
TWO_SIDED, ONE_SIDED = 1.960, 1.645


@dataclass(frozen=True)
class Rate:
    """How often something happened."""

    times: int
    runs: int

    @property
    def share(self) -> float:
        """The share of runs; NaN without any."""
        return self.times / self.runs if self.runs else float("nan")

    @property
    def interval(self) -> tuple[float, float]:
        """Wilson's 95% interval."""
        return wilson_limits(self.times, self.runs, TWO_SIDED)

    @property
    def lower_limit(self) -> float:
        """The one-sided 95% lower limit."""
        return wilson_limits(self.times, self.runs, ONE_SIDED)[0]

    def __str__(self) -> str:
        low, high = self.interval
        return f"{self.times:5d}/{self.runs:<5d} {self.share:6.3f} [{low:.3f}, {high:.3f}]"

    def to_dict(self) -> dict[str, Any]:
        """Return the rate for a JSON file."""
        return {
            "times": self.times,
            "runs": self.runs,
            "share": self.share if self.runs else None,
            "interval": list(self.interval),
            "lower_limit": self.lower_limit,
        }


def parser_of(description: str | None, *, data: bool = False) -> argparse.ArgumentParser:
    """Return a parser with the options that all programs have."""
    parser = argparse.ArgumentParser(
        description=description, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--json", type=Path, help="write the results to this file")
    if data:
        parser.add_argument(
            "--data", type=Path, help="folder of the open data (default: $DATAEXPLAIN_DATA)"
        )
    return parser


def with_runs(parser: argparse.ArgumentParser) -> argparse.ArgumentParser:
    """Add the options of programs that repeat independent runs."""
    parser.add_argument("--first-seed", type=int, default=FIRST_REPORTED_SEED)
    parser.add_argument("--jobs", type=int, default=1, help="processes")
    return parser


def data_folder(given: Path | None) -> Path:
    """Return the folder of the open data, or end the program with the remedy."""
    folder = given or Path(os.environ.get("DATAEXPLAIN_DATA", "../shared/data"))
    if not (folder / "tabular").is_dir():
        sys.exit(
            f"{folder}: There is no folder 'tabular' with the open tables here. "
            "Name the folder with --data or in DATAEXPLAIN_DATA."
        )
    return folder


def in_parallel(
    run: Callable[[Task], Answer], tasks: Iterable[Task], *, jobs: int
) -> Iterable[Answer]:
    """Yield the answer to each task, in order, each worked out with one thread."""
    yield from Parallel(n_jobs=jobs, return_as="generator")(
        delayed(_alone)(run, task) for task in tasks
    )


def counted(answers: Iterable[Answer], total: int) -> Iterable[Answer]:
    """Pass answers on and count them on the terminal, if there is one."""
    for done, answer in enumerate(answers, 1):
        if sys.stderr.isatty():
            print(f"\r{done} of {total}", end="\n" if done == total else "", file=sys.stderr)
        yield answer


def _alone(run: Callable[[Task], Answer], task: Task) -> Answer:
    # processes that each start a thread a core would wait for one another
    with threadpool_limits(limits=1, user_api="blas"):
        return run(task)


def write_json(path: Path | None, results: object) -> None:
    """Write results where a file was asked for; a program that is stopped leaves those before."""
    if path is not None:
        write_whole(path, json.dumps(results, indent=1) + "\n")
