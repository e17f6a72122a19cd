"""A killed run goes on where it stopped: same result, nothing finished done again.

A pipeline runs once unbroken. Then it is killed (SIGKILL) at random moments over its whole length,
some runs several times, and finished each time. Wanted: every file equals the unbroken run's byte
for byte, and no finished piece of work is begun again.
"""

from __future__ import annotations

import hashlib
import os
import signal
import subprocess
import sys
import tempfile
import time
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
from measuring import parser_of, write_json

from dataexplain.runs.output_folder import WORK
from dataexplain.runs.unit_store import FINISHED, STARTED, UnitStore
from dataexplain.tables.samples import sample_path

MOST_KILLS_A_RUN = 5
PIPELINE = """\
name: resume
data: table.csv
target: churn
ignore: [customer_id]
null_runs: {pieces}
jobs: {jobs}
steps:
  - name: everything
    do: explain
    stability: {pieces}
  - name: contract_held
    do: explain
    controls: [contract]
  - name: difference
    do: compare
    first: everything
    second: contract_held
"""


@dataclass
class BrokenRun:
    """One run that was killed some times and then finished."""

    kills: int = 0
    finished_at_kills: list[int] = field(default_factory=list)
    equal: bool = False
    begun: int = 0
    done: int = 0
    again: int = 0


def start(pipeline: Path, out: Path) -> subprocess.Popen[bytes]:
    command = [sys.executable, "-m", "dataexplain", "run", str(pipeline), "--out", str(out)]
    return subprocess.Popen(
        command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, start_new_session=True
    )


def finish(pipeline: Path, out: Path) -> float:
    begun = time.monotonic()
    process = start(pipeline, out)
    _, complaint = process.communicate()
    if process.returncode:
        sys.exit(f"The pipeline ended with code {process.returncode}:\n{complaint.decode()}")
    return time.monotonic() - begun


def kill_at(pipeline: Path, out: Path, seconds: float, whole_group: bool) -> bool:
    """Start the run and kill it after some time; False when it was finished before."""
    process = start(pipeline, out)
    try:
        process.wait(seconds)
    except subprocess.TimeoutExpired:
        end = os.killpg if whole_group else os.kill
        end(process.pid, signal.SIGKILL)
        process.wait()
        return True
    finally:
        if process.stderr is not None:
            process.stderr.close()
    return False


def content(out: Path) -> dict[str, str]:
    """Return the hash of every file but those of the work itself."""
    return {
        path.relative_to(out).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(out.rglob("*"))
        if path.is_file() and WORK not in path.relative_to(out).parts
    }


def count_work(out: Path, run: BrokenRun) -> None:
    """Count pieces begun, done, and begun although they were done."""
    finished: Counter[str] = Counter()
    for entry in UnitStore(out / WORK).journal():
        if entry["event"] == STARTED:
            run.begun += 1
            run.again += finished[entry["key"]] > 0
        elif entry["event"] == FINISHED:
            finished[entry["key"]] += 1
    run.done = finished.total()


def broken_run(
    pipeline: Path,
    out: Path,
    kills: int,
    length: float,
    generator: np.random.Generator,
    expected: dict[str, str],
) -> BrokenRun:
    run = BrokenRun()
    while run.kills < kills and kill_at(
        pipeline, out, float(generator.uniform(0, length)), bool(generator.integers(2))
    ):
        run.kills += 1
        run.finished_at_kills.append(len(list((out / WORK / "units").glob("*.json"))))
    finish(pipeline, out)
    run.equal = content(out) == expected
    count_work(out, run)
    return run


def main() -> None:
    parser = parser_of(__doc__)
    parser.add_argument("--kills", type=int, default=30)
    parser.add_argument("--rows", type=int, default=600)
    parser.add_argument("--pieces", type=int, default=4, help="null runs and refits a step")
    parser.add_argument("--jobs", type=int, default=2)
    parser.add_argument("--seed", type=int, default=100)
    options = parser.parse_args()
    generator = np.random.default_rng(options.seed)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        lines = sample_path("telecom_churn").read_text(encoding="utf-8").splitlines()
        table = "\n".join(lines[: options.rows + 1]) + "\n"
        (folder / "table.csv").write_text(table, encoding="utf-8")
        pipeline = folder / "pipeline.yaml"
        text = PIPELINE.format(pieces=options.pieces, jobs=options.jobs)
        pipeline.write_text(text, encoding="utf-8")
        length = finish(pipeline, folder / "unbroken")
        unbroken = BrokenRun()
        count_work(folder / "unbroken", unbroken)
        expected = content(folder / "unbroken")
        print(f"unbroken: {unbroken.done} pieces of work, {len(expected)} files, {length:.0f} s")
        print("kills  pieces finished at each kill       begun  done  begun again  equal")
        runs: list[BrokenRun] = []
        while (left := options.kills - sum(run.kills for run in runs)) > 0:
            wanted = int(min(left, generator.integers(1, MOST_KILLS_A_RUN + 1)))
            out = folder / f"broken-{len(runs)}"
            run = broken_run(pipeline, out, wanted, length, generator, expected)
            runs.append(run)
            shown = f"{', '.join(map(str, run.finished_at_kills)):<34}"
            counts = f"{run.begun:5d} {run.done:5d} {run.again:12d}"
            print(f"{run.kills:5d}  {shown} {counts}  {'yes' if run.equal else 'NO'}", flush=True)
    kills = sum(run.kills for run in runs)
    print(
        f"{kills} kills in {len(runs)} runs: {sum(run.equal for run in runs)} of {len(runs)} equal "
        f"the unbroken run, {sum(run.again for run in runs)} finished pieces were begun again"
    )
    write_json(
        options.json,
        {"seconds": length, "pieces": unbroken.done, "runs": [vars(run) for run in runs]},
    )


if __name__ == "__main__":
    main()
