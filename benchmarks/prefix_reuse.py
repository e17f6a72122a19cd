"""How many tokens a server reads for one race: in the order of the search, and in others.

Eight sentences and eight inputs of a task make 64 prompts. The server keeps what it read last, and
reads of the next prompt only what is different from there on. The order of the search asks all
inputs of a sentence one after another. The tokens are counted by the server itself; what would be
read if nothing were kept is the sum over whole prompts, with their outputs of a few tokens.
"""

from __future__ import annotations

import re
import urllib.request
from collections.abc import Iterator, Sequence

import numpy as np
import pandas as pd
from described_tasks import open_tasks
from measuring import FIRST_REPORTED_SEED, data_folder, parser_of, write_json

from dataexplain.llm import open_model
from dataexplain.llm.local.embedded import Embedded
from dataexplain.llm.local.embedded_server import SERVERS, EmbeddedServer
from dataexplain.search.prompts.answering_form import AnsweringForm, form_of
from dataexplain.search.prompts.output_asking import AskingModel
from dataexplain.tables.pair_reading import read_pairs

TASKS = (
    "iprompt_math/add_two",
    "iprompt_anli/task1146_country_capital",
)
SENTENCES = (
    "Return the sum of the two numbers.",
    "Say whether the thing can be eaten.",
    "Name the capital of the country.",
    "Rewrite the sentence so that its object becomes its subject.",
    "Return the larger one of the two numbers that the input holds.",
    "Give a word that rhymes with the input.",
    "Look for what the input names, and say to which continent it belongs.",
    "Write the input in capital letters.",
)
ROWS = 8
_READ = re.compile(r"^llamacpp:prompt_tokens_total (\d+)", re.MULTILINE)
Cell = tuple[int, int]


def orders(seed: int) -> Iterator[tuple[str, Sequence[Cell]]]:
    """Yield ways to go through sentences and rows."""
    by_sentence = [(place, row) for place in range(len(SENTENCES)) for row in range(ROWS)]
    yield "sentence by sentence (the search)", by_sentence
    yield "input by input", sorted(by_sentence, key=lambda cell: (cell[1], cell[0]))
    drawn = np.random.default_rng(seed).permutation(len(by_sentence))
    yield "at random", [by_sentence[place] for place in drawn]


def tokens_read(server: EmbeddedServer) -> int:
    """Return how many tokens of prompts a server has read until now."""
    asked = urllib.request.Request(
        f"{server.address}/metrics", headers={"Authorization": f"Bearer {server.key}"}
    )
    with urllib.request.urlopen(asked, timeout=60) as answer:
        told = answer.read().decode("utf-8")
    counted = _READ.search(told)
    assert counted is not None, "The server does not count the tokens that it reads."
    return int(counted[1])


def measured(
    name: str, form: AnsweringForm, given: Sequence[tuple[str, str]], cells: Sequence[Cell]
) -> dict[str, float]:
    """Return how many tokens are read in an order, by a server that has read nothing before."""
    with open_model(name, cache=False, log=False) as model:
        backend = model.backend
        assert isinstance(backend, Embedded), "Only an embedded model's server counts for us."
        server = SERVERS.acquire(backend.settings)
        try:
            asking = AskingModel(model, form)
            for place, row in cells:
                list(asking(SENTENCES[place], [given[row]]))
            read, whole = tokens_read(server), model.tally.cost.tokens
        finally:
            SERVERS.release(backend.settings)
    return {"read": read, "whole": whole, "share": read / whole}


def main() -> None:
    parser = parser_of(__doc__, data=True)
    parser.add_argument("--model", default="embedded:qwen2.5-coder-0.5b")
    parser.add_argument("--seed", type=int, default=FIRST_REPORTED_SEED)
    options = parser.parse_args()
    folder = data_folder(options.data)
    tasks = [task for task in open_tasks(folder) if task.name in TASKS]
    rows: list[dict[str, object]] = []
    for task in tasks:
        pairs = read_pairs(task.path(folder), ["input"], "output").pairs
        drawn = np.random.default_rng(options.seed).choice(len(pairs), ROWS, replace=False)
        given = [(pairs.inputs[row], pairs.outputs[row]) for row in drawn.tolist()]
        form = form_of(pairs.outputs)
        for order, cells in orders(options.seed):
            counted = measured(options.model, form, given, cells)
            rows.append({"task": task.name, "order": order, **counted})
    table = pd.DataFrame(rows)
    print(table.round(2).to_string(index=False))
    print(table.groupby("order", sort=False)["share"].mean().round(3).to_string())
    write_json(options.json, rows)


if __name__ == "__main__":
    main()
