"""Speed and memory, beside a default model of `interpret-core` fitted in the same run.

adult: time outside model fits against one fit of the additive model, the whole process
against a default fit, and peak memory. large: a million rows in a file made here. titanic: from
start to report against a default fit. help: the first thing anybody types.
"""

from __future__ import annotations

import argparse
import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from measuring import data_folder, parser_of, write_json

GIB = 2**30
WORKER = Path(__file__).with_name("timed_process.py")
LARGE_CHUNK = 50_000
# ru_maxrss counts kibibytes on Linux and bytes on macOS
RSS_UNIT = 1 if sys.platform == "darwin" else 1024


@dataclass(frozen=True)
class Process:
    """A finished process."""

    seconds: float
    peak: float
    output: str


def measured(command: Sequence[str]) -> Process:
    """Run a command; return its seconds, its peak memory in bytes and what it printed."""
    start = time.perf_counter()
    with tempfile.TemporaryFile("w+", encoding="utf-8") as output:
        process = subprocess.Popen(command, stdout=output)
        _, status, usage = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
        seconds = time.perf_counter() - start
        if process.returncode:
            sys.exit(f"{' '.join(command)} ended with {process.returncode}.")
        output.seek(0)
        return Process(seconds, float(usage.ru_maxrss * RSS_UNIT), output.read())


def worker(work: str, file: Path, target: str, ignore: Sequence[str] = ()) -> list[str]:
    """Return the command that does some work in a process of its own."""
    command = [sys.executable, str(WORKER), work, str(file), "--target", target]
    return [*command, "--ignore", *ignore] if ignore else command


def explain_command(file: Path, target: str, out: Path, ignore: Sequence[str] = ()) -> list[str]:
    """Return the command a user would type."""
    command = [sys.executable, "-m", "dataexplain", "explain", str(file), "--target", target]
    ignored = [part for name in ignore for part in ("--ignore", name)]
    return [*command, "--out", str(out), *ignored]


def show(name: str, value: float, unit: str, wanted: float | None = None) -> dict[str, Any]:
    """Print one measurement beside what is wanted."""
    verdict = ""
    if wanted is not None:
        verdict = f"wanted <= {wanted:.2f}  {'ok' if value <= wanted else 'MISSED'}"
    print(f"  {name:52} {value:9.2f} {unit:4} {verdict}", flush=True)
    return {"name": name, "value": value, "unit": unit, "wanted": wanted}


def show_stages(answer: dict[str, Any]) -> None:
    """Print the seconds of every stage and fit, by wall clock and by processor."""
    print(f"    {'':46} {'wall':>6} {'processor':>11}")
    fits = {f"{name}.fit": seconds for name, seconds in answer["fits"].items()}
    for name, (wall, processor) in (answer["stages"] | fits).items():
        print(f"    {name:46} {wall:6.2f} {processor:9.2f} s")


def adult(options: argparse.Namespace) -> list[dict[str, Any]]:
    """Measure the largest of the open tables."""
    file = data_folder(options.data) / "tabular" / "adult.csv"
    print("adult")
    inside = json.loads(measured(worker("explain", file, "income", ["split"])).output)
    show_stages(inside)
    one_fit = inside["fits"]["AdditiveClassifier"]
    fits = [sum(each) for each in zip(*inside["fits"].values(), strict=True)]
    wall, processor = (a - b for a, b in zip(inside["total"], fits, strict=True))
    with tempfile.TemporaryDirectory() as folder:
        command = explain_command(file, "income", Path(folder, "report"), ["split"])
        whole = measured(command)
    results = [
        show("one fit of the additive model", one_fit[0], "s"),
        show("everything outside fits", wall, "s"),
        show("  as a share of that fit, wall clock", wall / one_fit[0], ""),
        # neither side uses several threads: on an idle machine both clocks agree
        show("  as a share of that fit, processor", processor / one_fit[1], "", 0.5),
        show("the whole process", whole.seconds, "s"),
        show("  its peak memory", whole.peak / GIB, "GiB", 1.5),
    ]
    if not options.skip_default:
        default = json.loads(measured(worker("booster", file, "income", ["split"])).output)
        results += [
            show("a default fit on the same rows", default["seconds"], "s"),
            show("  the process as a share of it", whole.seconds / default["seconds"], "", 1 / 3),
        ]
    return results


def large(options: argparse.Namespace) -> list[dict[str, Any]]:
    """Measure a table of a million rows."""
    print(f"large: {options.large_rows:,} rows of 20 columns and an outcome")
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder, "large.csv")
        # in a process of its own: a child's peak counts what its parent holds when it starts
        program = [sys.executable, __file__, "--make", str(file)]
        measured([*program, "--large-rows", str(options.large_rows)])
        print(f"    {'the file':46} {file.stat().st_size / GIB:6.2f} GiB")
        process = measured(worker("explain", file, "y"))
    answer = json.loads(process.output)
    show_stages(answer)
    return [
        show("the whole process", process.seconds, "s"),
        show("  its peak memory", process.peak / GIB, "GiB", 4.0),
    ]


def make_large(file: Path, rows: int) -> None:
    """Write a planted table, a part at a time."""
    from planted import planted

    population = planted(0)
    for start in range(0, rows, LARGE_CHUNK):
        part = population.draw(min(LARGE_CHUNK, rows - start), seed=start)
        part.round(4).to_csv(file, mode="a", index=False, header=start == 0)


def titanic(options: argparse.Namespace) -> list[dict[str, Any]]:
    """Measure a small table from start to report."""
    file = data_folder(options.data) / "tabular" / "titanic.csv"
    print("titanic")
    with tempfile.TemporaryDirectory() as folder:
        whole = measured(explain_command(file, "survived", Path(folder, "report")))
    results = [show("the whole process", whole.seconds, "s")]
    if not options.skip_default:
        default = json.loads(measured(worker("booster", file, "survived")).output)
        results += [
            show("a default fit on the same rows", default["seconds"], "s"),
            show("  the process as a multiple of it", whole.seconds / default["seconds"], "", 2.0),
        ]
    return results


def helping(options: argparse.Namespace) -> list[dict[str, Any]]:
    """Measure how long the help takes."""
    print("help")
    commands = (
        [sys.executable, "-m", "dataexplain", "--help"],
        [sys.executable, "-c", "import typer"],
    )
    for command in commands:  # once unmeasured: the first start reads files from the disk
        measured(command)
    # taken in turns, so that a busy moment falls on both
    pairs = [[measured(command).seconds for command in commands] for _ in range(options.repeats)]
    shown, imported = (statistics.median(times) for times in zip(*pairs, strict=True))
    return [
        show("dataexplain --help", shown, "s"),
        show("import typer", imported, "s"),
        show("  the first as a multiple", shown / imported, "", 3.0),
    ]


PARTS: dict[str, Callable[[argparse.Namespace], list[dict[str, Any]]]] = {
    "help": helping,
    "titanic": titanic,
    "adult": adult,
    "large": large,
}


def main() -> None:
    parser = parser_of(__doc__, data=True)
    parser.add_argument("--parts", nargs="+", choices=list(PARTS), default=list(PARTS))
    parser.add_argument("--skip-default", action="store_true", help="leave the slow fits out")
    parser.add_argument("--large-rows", type=int, default=1_000_000)
    parser.add_argument("--repeats", type=int, default=5, help="of the help")
    parser.add_argument("--make", type=Path, help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.make:
        make_large(options.make, options.large_rows)
        return
    results = {name: PARTS[name](options) for name in options.parts}
    write_json(options.json, {"cores": os.cpu_count(), **results})


if __name__ == "__main__":
    main()
