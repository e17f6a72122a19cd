"""Is the known sentence of a task found, and in which place.

Half of each open task's pairs are searched, in arms that may make the same number of calls (outputs
scored and sentences written together): the search as it is; the search with what the model says
alone, without closed operations; the model's proposals, scored but not changed; and iPrompt's own
recipe (`iprompt_recipe.py`). A place is by the original's loose pattern and by a strict one
(`described_tasks.py`).

What came out is written to ``benchmarks/scores/rule_recovery-MODEL.csv``, a line for each task,
seed and arm; lines that are there are not asked again. ``--replay`` reads it.
"""

from __future__ import annotations

import argparse
import csv
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import astuple, dataclass, fields
from pathlib import Path

import numpy as np
import pandas as pd
from described_tasks import GPT_J, Task, open_tasks, rank_of, reciprocal
from iprompt_recipe import Recipe, raw_writer
from measuring import FIRST_REPORTED_SEED, data_folder, parser_of, write_json

from dataexplain.llm import ChatModel, open_model
from dataexplain.llm.local.embedded import Embedded
from dataexplain.search.prompts.search_settings import PromptSearchSettings
from dataexplain.search.prompts.searching import search_prompts
from dataexplain.tables.pair_reading import read_pairs
from dataexplain.tables.pair_splitting import split_pairs
from dataexplain.tables.pairs import Pairs

SCORES = Path(__file__).parent / "scores"
SEARCH, BY_MODEL, PROPOSED, RECIPE = "search", "model alone", "proposals", "recipe"
ARMS = (SEARCH, BY_MODEL, PROPOSED, RECIPE)
# Of repetition: what the recipe takes for sums, and for all else.
PENALTIES = {"math": 2.0}
OTHER_PENALTY = 1.5
# Rows of an output shown to the recipe's scorer; longer ones are cut for every arm.
MOST_OUTPUT = 240


@dataclass(frozen=True)
class Recovered:
    """What an arm found."""

    task: str
    seed: int
    arm: str
    strict: float
    loose: float
    calls: int
    best: str


@dataclass(frozen=True)
class Asked:
    """What every arm is given."""

    task: Task
    pairs: Pairs
    model: ChatModel
    calls: int
    seed: int


def pairs_of(folder: Path, task: Task) -> Pairs:
    """Return the discovery half of a task's pairs."""
    return split_pairs(read_pairs(task.path(folder), ["input"], "output")).discovery


def searched(asked: Asked) -> tuple[list[str], int]:
    """Search as the command does."""
    return _by_search(asked, PromptSearchSettings(budget=asked.calls))


def searched_by_model(asked: Asked) -> tuple[list[str], int]:
    """Search without closed operations."""
    return _by_search(asked, PromptSearchSettings(budget=asked.calls), rules=())


def proposed(asked: Asked) -> tuple[list[str], int]:
    """Score what the model proposes at once, and change nothing."""
    return _by_search(asked, PromptSearchSettings(budget=asked.calls, rounds=0), rules=())


def by_recipe(asked: Asked) -> tuple[list[str], int]:
    """Follow iPrompt's recipe, with one row a step."""
    backend = asked.model.backend
    if not isinstance(backend, Embedded):
        sys.exit("The recipe samples from raw texts: it needs an embedded model.")
    inputs = asked.pairs.inputs
    outputs = [output.strip()[:MOST_OUTPUT] for output in asked.pairs.outputs]

    def score(prompt: str, rows: Sequence[int]) -> Sequence[float]:
        return list(
            asked.model.score_each((f"{prompt}. {inputs[row]}", f" {outputs[row]}") for row in rows)
        )

    penalty = PENALTIES.get(asked.task.kind, OTHER_PENALTY)
    with raw_writer(backend.settings, penalty) as write:
        recipe = Recipe(inputs, outputs, write, score, batch=1, seed=asked.seed)
        prompts = recipe.run(asked.calls)
    return prompts, recipe.scored + recipe.generated


WAYS: Mapping[str, Callable[[Asked], tuple[list[str], int]]] = {
    SEARCH: searched,
    BY_MODEL: searched_by_model,
    PROPOSED: proposed,
    RECIPE: by_recipe,
}


def _by_search(
    asked: Asked, settings: PromptSearchSettings, rules: tuple[()] | None = None
) -> tuple[list[str], int]:
    found = search_prompts(
        asked.pairs, asked.model, settings=settings, seed=asked.seed, rules=rules
    )
    return [one.sentence for one in found.ranking], found.calls


def measured(asked: Asked, arm: str) -> Recovered:
    """Return at which place an arm names the rule."""
    sentences, calls = WAYS[arm](asked)
    strict, loose = (
        reciprocal(rank_of([says(sentence) for sentence in sentences]))
        for says in (asked.task.says, asked.task.says_loosely)
    )
    best = sentences[0] if sentences else ""
    return Recovered(asked.task.name, asked.seed, arm, strict, loose, calls, best)


def scores_path(model: str) -> Path:
    """Return where the results of a model are kept."""
    return SCORES / f"rule_recovery-{model.rpartition(':')[2]}.csv"


def read_scores(path: Path) -> list[Recovered]:
    """Return what was written."""
    if not path.exists():
        return []
    rows = pd.read_csv(path, keep_default_na=False)
    return [Recovered(*row) for row in rows.itertuples(index=False)]


def write_scores(path: Path, found: Sequence[Recovered]) -> None:
    """Write what was found; a run that is stopped leaves the lines before."""
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow([field.name for field in fields(Recovered)])
        writer.writerows(map(astuple, found))


def asked_now(options: argparse.Namespace, known: list[Recovered]) -> Iterator[Recovered]:
    """Ask what is not known yet, and yield it."""
    folder = data_folder(options.data)
    done = {(one.task, one.seed, one.arm) for one in known}
    wanted = [
        (task, seed, arm)
        for seed in options.seeds
        for task in open_tasks(folder)
        for arm in options.arms
        if (task.name, seed, arm) not in done
        and (not options.kinds or task.kind in options.kinds)
        and not any(part in task.name for part in options.but)
    ]
    for task, seed, arm in wanted:
        pairs = pairs_of(folder, task)
        with open_model(options.model, log=False) as model:
            yield measured(Asked(task, pairs, model, options.calls, seed), arm)


def summed_up(found: Sequence[Recovered]) -> pd.DataFrame:
    """Return the share of tasks with the rule in the first place, and mean reciprocal ranks."""
    frame = pd.DataFrame([vars(one) for one in found])
    frame["kind"] = [name.split("/")[0].removeprefix("iprompt_") for name in frame["task"]]
    frame["first"] = frame["strict"] == 1
    frame["loosely first"] = frame["loose"] == 1
    frame["GPT-J loose"] = frame["task"].map(GPT_J)
    columns = ["first", "strict", "loosely first", "loose", "GPT-J loose", "calls"]
    table = frame.groupby(["arm", "kind"], sort=False)[columns].mean()
    table["runs"] = frame.groupby(["arm", "kind"], sort=False).size()
    return table


def main() -> None:
    parser = parser_of(__doc__, data=True)
    parser.add_argument("--model", default="embedded:qwen2.5-coder-1.5b")
    parser.add_argument("--calls", type=int, default=120, help="calls of each arm on each task")
    parser.add_argument("--seeds", type=int, nargs="+", default=[FIRST_REPORTED_SEED])
    parser.add_argument("--arms", nargs="+", choices=ARMS, default=list(ARMS))
    parser.add_argument("--kinds", nargs="+", choices=["math", "anli", "induction"], default=[])
    parser.add_argument(
        "--but", nargs="+", default=[], help="tasks whose name holds this are not asked"
    )
    parser.add_argument("--replay", action="store_true", help="analyse the results kept")
    options = parser.parse_args()
    path = scores_path(options.model)
    found = read_scores(path)
    if not options.replay:
        for one in asked_now(options, found):
            found.append(one)
            write_scores(path, found)
            told = f"{one.task} {one.arm}: {one.strict:.2f} {one.loose:.2f} {one.best!r}"
            print(told, file=sys.stderr)
    table = summed_up(found)
    with pd.option_context("display.width", 160):
        print(table.astype(np.float64).round(3).to_string())
    write_json(options.json, table.reset_index().to_dict("records"))


if __name__ == "__main__":
    main()
