"""Is a call ever paid for twice? A job killed (SIGKILL) and begun again; processes on one cache.

A job of 500 calls is killed at 10 random moments and started again each time, until it ends. A
call is finished once its reply is in the cache; the server counts how often it answered each
request. Wanted: no finished call is asked again, and the results equal an unbroken run's.

Then four processes ask 2,000 requests, half of them the same in all: no error, no lost row.
"""

from __future__ import annotations

import argparse
import json
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import numpy as np
from loopback_server import answered, loopback_server
from measuring import FIRST_REPORTED_SEED, parser_of, write_json

from dataexplain.llm import ChatModel
from dataexplain.llm.served.openai_compatible import OpenAICompatible
from dataexplain.llm.stores.cache import ReplyCache
from dataexplain.llm.stores.call_log import CallLog

AT_ONCE = 16
PROCESSES = 4
REQUESTS = 2000


def ask(address: str, folder: Path, prompts: list[str]) -> dict[str, str]:
    """Return the replies; what is in the cache of the folder is not asked."""
    folder.mkdir(exist_ok=True)
    with (
        ReplyCache(folder / "replies.sqlite") as cache,
        CallLog(folder / "calls.sqlite") as log,
        ChatModel(
            OpenAICompatible("stub", base_url=address, concurrency=AT_ONCE), cache=cache, log=log
        ) as model,
    ):
        replies = [reply.text for reply in model.generate_each(prompts)]
        assert not model.notes, model.notes
    return dict(zip(prompts, replies, strict=True))


def kept(folder: Path) -> set[str]:
    """Return the prompts whose replies are in the cache."""
    exported = folder / "export.jsonl"
    with ReplyCache(folder / "replies.sqlite") as cache:
        cache.export(exported)
    lines = exported.read_text(encoding="utf-8").splitlines()
    return {json.loads(line)["request"]["messages"][-1]["content"] for line in lines}


def killed_job(seed: int, calls: int, kills: int) -> dict[str, int | bool]:
    """Kill a job at random moments, begin it again, and count what was asked twice."""
    generator = np.random.default_rng(seed)
    prompts = [f"job {number}" for number in range(calls)]
    finished: dict[str, int] = {}
    with tempfile.TemporaryDirectory() as scratch, loopback_server(0.02) as address:
        folder, whole = Path(scratch, "killed"), Path(scratch, "whole")
        command = [sys.executable, __file__, "--child", address, str(folder), str(calls)]
        for _ in range(kills):
            before = len(answered(address))
            with subprocess.Popen(command) as child:
                while child.poll() is None and len(answered(address)) == before:
                    time.sleep(0.01)  # until it is at work
                time.sleep(float(generator.uniform(0, 0.15)))
                child.send_signal(signal.SIGKILL)
            counts = answered(address)
            # how often a call had been answered when it was first seen to be finished
            finished |= {
                prompt: counts[prompt] for prompt in kept(folder) if prompt not in finished
            }
        results = ask(address, folder, prompts)
        counts = answered(address)
        unbroken = ask(address, whole, prompts)
    return {
        "calls": calls,
        "kills": kills,
        "finished_at_the_last_kill": len(finished),
        "finished_asked_again": sum(counts[prompt] > times for prompt, times in finished.items()),
        "answered_twice_since_killed_under_way": sum(times > 1 for times in counts.values()),
        "equal": results == unbroken,
    }


def shared_cache() -> dict[str, int]:
    """Let processes share a cache, half of whose requests all of them ask."""
    with tempfile.TemporaryDirectory() as scratch, loopback_server(0.0) as address:
        command = [sys.executable, __file__, "--shared-child", address, scratch]
        children = [
            subprocess.Popen([*command, str(number)], stderr=subprocess.PIPE, text=True)
            for number in range(PROCESSES)
        ]
        errors = [child.communicate()[1] for child in children]
        expected = {prompt for number in range(PROCESSES) for prompt in shared_prompts(number)}
        found = kept(Path(scratch))
        with CallLog(Path(scratch, "calls.sqlite")) as log:
            logged = len(log.tail(10 * REQUESTS))
    return {
        "processes": PROCESSES,
        "requests": REQUESTS,
        "failed_processes": sum(child.returncode != 0 for child in children),
        "lines_of_errors": sum(len(text.splitlines()) for text in errors),
        "distinct": len(expected),
        "lost": len(expected - found),
        "logged": logged,
    }


def shared_prompts(number: int) -> list[str]:
    """Return what one of the processes asks: the same as all others, and its own, in turn."""
    half = REQUESTS // PROCESSES // 2
    pairs = ((f"all {place}", f"{number}: {place}") for place in range(half))
    return [prompt for pair in pairs for prompt in pair]


def main() -> None:
    parser = parser_of(__doc__)
    parser.add_argument("--first-seed", type=int, default=FIRST_REPORTED_SEED)
    parser.add_argument("--jobs-killed", type=int, default=3)
    parser.add_argument("--calls", type=int, default=500)
    parser.add_argument("--kills", type=int, default=10)
    parser.add_argument("--child", nargs=3, help=argparse.SUPPRESS)
    parser.add_argument("--shared-child", nargs=3, help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.child:
        address, folder, calls = options.child
        ask(address, Path(folder), [f"job {number}" for number in range(int(calls))])
        return
    if options.shared_child:
        address, folder, number = options.shared_child
        ask(address, Path(folder), shared_prompts(int(number)))
        return
    seeds = range(options.first_seed, options.first_seed + options.jobs_killed)
    jobs = [killed_job(seed, options.calls, options.kills) for seed in seeds]
    shared = shared_cache()
    for found in (*jobs, shared):
        print(", ".join(f"{name.replace('_', ' ')} {value}" for name, value in found.items()))
    write_json(options.json, {"killed": jobs, "shared": shared})


if __name__ == "__main__":
    main()
