"""Work to be measured from outside, in a process that does nothing else; prints JSON.

`explain` runs the main job and tells the seconds of each stage and of each model's fit;
`booster` fits the default model of `interpret-core` on the same columns.

    python benchmarks/timed_process.py explain titanic.csv --target survived
"""

from __future__ import annotations

import argparse
import json
import tempfile
import time
import warnings
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import numpy as np

# Seconds of wall clock and of processor: the second does not mind a busy machine.
Seconds = tuple[float, float]


def now() -> Seconds:
    """Return both clocks."""
    return time.perf_counter(), time.process_time()


def since(start: Seconds, before: Seconds = (0.0, 0.0)) -> Seconds:
    """Return what has passed since then, added to what was counted before."""
    wall, processor = now()
    return before[0] + wall - start[0], before[1] + processor - start[1]


class StageClock:
    """Keeps the seconds of each stage."""

    def __init__(self) -> None:
        self.seconds: dict[str, Seconds] = {}
        self._name, self._start = "", now()

    def stage(self, name: str) -> None:
        """Hear that a stage begins, and that the one before it has ended."""
        if self._name:
            before = self.seconds.get(self._name, (0.0, 0.0))
            self.seconds[self._name] = since(self._start, before)
        self._name, self._start = name, now()

    def step(self, done: int, total: int) -> None:
        """Ignore how far the stage is."""


@contextmanager
def timed_fits(classes: Sequence[type]) -> Iterator[dict[str, Seconds]]:
    """Keep the seconds that each model class spends in its `fit`."""
    seconds: dict[str, Seconds] = {}
    own: dict[Any, Any] = {cls: cls.__dict__.get("fit") for cls in classes}
    running: list[str] = []

    def timed(name: str, fit: Any) -> Any:
        def wrapped(*arguments: Any, **named: Any) -> Any:
            running.append(name)
            start = now()
            try:
                return fit(*arguments, **named)
            finally:
                running.pop()
                if not running:  # a fit inside a fit is counted once
                    seconds[name] = since(start, seconds.get(name, (0.0, 0.0)))

        return wrapped

    for cls in own:
        cls.fit = timed(cls.__name__, cls.fit)
    try:
        yield seconds
    finally:
        for cls, fit in own.items():
            if fit is None:
                del cls.fit
            else:
                cls.fit = fit


def explain(file: Path, target: str, ignore: Sequence[str]) -> dict[str, Any]:
    """Explain a file and write its report; return the seconds by stage and by fit."""
    from dataexplain import models
    from dataexplain.api import explain as explain_data

    clock = StageClock()
    fitted = [getattr(models, name) for name in models.__all__]
    classes = [cls for cls in fitted if isinstance(cls, type) and hasattr(cls, "fit")]
    with timed_fits(classes) as fits, tempfile.TemporaryDirectory() as folder:
        clock.stage("Reading the file")
        run = explain_data(file, target, ignore=ignore, progress=clock)
        clock.stage("Writing the report")
        run.save(Path(folder, "report"))
        clock.stage("")
    return {
        "stages": clock.seconds,
        "fits": fits,
        "total": [sum(each) for each in zip(*clock.seconds.values(), strict=True)],
        "claims": run.report.counts.tried,
        "supported": run.report.counts.supported,
    }


def booster(file: Path, target: str, ignore: Sequence[str]) -> dict[str, Any]:
    """Fit the default boosted model on all rows; return the seconds of the fit alone."""
    from interpret.glassbox import ExplainableBoostingClassifier, ExplainableBoostingRegressor

    from dataexplain.models.fitting import model_outcome
    from dataexplain.tables import Task, build_table

    table = build_table(file, target, ignore=ignore)
    regression = table.task is Task.REGRESSION
    model = ExplainableBoostingRegressor() if regression else ExplainableBoostingClassifier()
    features = table.frame[[column.name for column in table.features]]
    outcome = model_outcome(table, np.arange(len(table)))
    warnings.filterwarnings("ignore", category=UserWarning)
    start = time.perf_counter()
    model.fit(features, outcome)
    return {"seconds": time.perf_counter() - start, "rows": len(table)}


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("work", choices=["explain", "booster"])
    parser.add_argument("file", type=Path)
    parser.add_argument("--target", required=True)
    parser.add_argument("--ignore", nargs="*", default=[])
    options = parser.parse_args()
    work = explain if options.work == "explain" else booster
    print(json.dumps(work(options.file, options.target, options.ignore)))


if __name__ == "__main__":
    main()
