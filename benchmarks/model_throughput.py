"""Is a server kept busy? `ChatModel` beside a bare asyncio loop over the same SDK and server.

The server answers each request after 20 ms; 16 are under way at once. `ChatModel` also looks up
and writes its cache and its log on disk. Runs alternate; the ratio is of the medians.
"""

from __future__ import annotations

import asyncio
import statistics
import tempfile
import time
from pathlib import Path

from loopback_server import loopback_server
from measuring import parser_of, write_json
from openai import AsyncOpenAI

from dataexplain.llm import ChatModel
from dataexplain.llm.served.openai_compatible import OpenAICompatible
from dataexplain.llm.stores.cache import ReplyCache
from dataexplain.llm.stores.call_log import CallLog

AIM = 0.9


async def _bare(address: str, prompts: list[str], at_once: int) -> None:
    room = asyncio.Semaphore(at_once)
    async with AsyncOpenAI(base_url=address, api_key="none") as client:

        async def ask(prompt: str) -> None:
            async with room:
                await client.chat.completions.create(
                    model="stub",
                    messages=[{"role": "user", "content": prompt}],
                    max_tokens=512,
                    temperature=0.0,
                    seed=0,
                )

        await asyncio.gather(*(ask(prompt) for prompt in prompts))


def _rate_of_bare(address: str, prompts: list[str], at_once: int) -> float:
    started = time.perf_counter()
    asyncio.run(_bare(address, prompts, at_once))
    return len(prompts) / (time.perf_counter() - started)


def _rate_of_model(address: str, prompts: list[str], at_once: int) -> float:
    with tempfile.TemporaryDirectory() as folder:
        with (
            ReplyCache(Path(folder, "replies.sqlite")) as cache,
            CallLog(Path(folder, "calls.sqlite")) as log,
        ):
            backend = OpenAICompatible("stub", base_url=address, concurrency=at_once)
            with ChatModel(backend, cache=cache, log=log) as model:
                started = time.perf_counter()
                replies = list(model.generate_each(prompts))
                seconds = time.perf_counter() - started
        assert all(reply.answered for reply in replies)
    return len(prompts) / seconds


def main() -> None:
    parser = parser_of(__doc__)
    parser.add_argument("--requests", type=int, default=800)
    parser.add_argument("--at-once", type=int, default=16)
    parser.add_argument("--repeats", type=int, default=7)
    options = parser.parse_args()
    rates: dict[str, list[float]] = {"bare loop": [], "ChatModel": []}
    with loopback_server(0.02) as address:
        for repeat in range(options.repeats + 1):
            prompts = [f"{repeat} {number}" for number in range(options.requests)]
            bare = _rate_of_bare(address, prompts, options.at_once)
            model = _rate_of_model(address, prompts, options.at_once)
            if repeat:  # the first warms both up
                rates["bare loop"].append(bare)
                rates["ChatModel"].append(model)
    medians = {name: statistics.median(found) for name, found in rates.items()}
    ratio = medians["ChatModel"] / medians["bare loop"]
    ratios = [m / b for b, m in zip(rates["bare loop"], rates["ChatModel"], strict=True)]
    print(f"requests a second as a share of the bare loop's: {ratio:.2f} (aim: {AIM})")
    print(f"of each pair of runs: {min(ratios):.2f} to {max(ratios):.2f}")
    write_json(options.json, {"ratio": ratio, "ratios": ratios, "aim": AIM})


if __name__ == "__main__":
    main()
