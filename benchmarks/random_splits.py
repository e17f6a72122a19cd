"""Count how often anything is supported of groups that were drawn at random.

The texts of `judged_table.py` are split 200 times, at random, into two groups, and each group into
discovery and verification rows. All 30 properties race on discovery rows, the best five are merged
and go to the vault of judged properties, as in `dataexplain differ`. Replays: nothing is asked.
With the default floor, and with floor 0, where nothing but the test stands in the way; and for
comparison with the real groups, about business and not.
"""

from __future__ import annotations

import math
import sys
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
from judged_replays import JudgedTable, headlines
from measuring import Rate, counted, data_folder, in_parallel, parser_of, with_runs, write_json

from dataexplain.features.judged_columns import parting
from dataexplain.llm import ChatModel, Scripted
from dataexplain.llm.judge_question import DEFAULT_FORM, OPTIONS, Question, ShownText
from dataexplain.llm.prompt_files import prompt
from dataexplain.randomness import generator_for
from dataexplain.search.judged_scores import JudgedScores
from dataexplain.search.merging import merged
from dataexplain.search.racing import Raced, race
from dataexplain.verification.judged_texts import DiscoveryAnswers, HeldOutTexts, ShortListed
from dataexplain.verification.judged_vault import JudgedVault
from dataexplain.verification.verdicts import SUPPORTED

KEPT, SHORT_LIST = 10, 5
# What part of the answers on discovery rows the race may ask for.
PART = 0.5


@dataclass(frozen=True)
class Split:
    """One split of the table: of random groups, or of its own; and the floor of its vault."""

    table: JudgedTable
    seed: int
    floor: float | None
    random_groups: bool = True


def replayed_model(table: JudgedTable) -> ChatModel:
    """Return a model that says again what was said."""
    wording, options = prompt(f"judge_{DEFAULT_FORM}"), OPTIONS[DEFAULT_FORM]
    lines: dict[str, Mapping[str, float] | str] = {}
    for column, property in enumerate(table.properties):
        question = Question(wording, property, options)
        for row, text in enumerate(table.texts):
            (message,) = question.about(ShownText.of(text))
            yes = 1 / (1 + math.exp(-table.log_odds[row, column]))
            no_answer = math.isnan(yes)
            lines[message.content] = "?" if no_answer else {options[0]: yes, options[1]: 1 - yes}
    return ChatModel(Scripted(lines, name="replayed"))


def sides(split: Split) -> tuple[JudgedTable, JudgedTable]:
    """Return discovery and verification rows."""
    draws = generator_for(split.seed, "random split")
    order = draws.permutation(len(split.table.texts))
    table = split.table.part(order)
    if split.random_groups:
        # rows are in random order by now
        table = replace(table, in_a=np.arange(len(order)) % 4 < 2)
    return table.part(np.arange(0, len(order), 2)), table.part(np.arange(1, len(order), 2))


def short_list(discovery: JudgedTable, seed: int) -> list[ShortListed]:
    """Return what a race on discovery rows puts first."""
    scores = discovery.scores()
    run = race(
        discovery.in_a,
        scores,
        keep=KEPT,
        budget=int(PART * discovery.log_odds.size),
        seed=seed,
    )
    best = merged(run, scores, most=SHORT_LIST)
    return [_listed(one.raced, scores) for one in best]


def _listed(raced: Raced, scores: JudgedScores) -> ShortListed:
    asked = np.flatnonzero(scores.asked[:, raced.place])
    log_odds = scores.log_odds[asked, raced.place]
    return ShortListed(
        raced.candidate,
        parting(log_odds[~np.isnan(log_odds)]),
        direction="up" if raced.more_in_a else "down",
        discovery=DiscoveryAnswers(tuple(scores.texts[row] for row in asked), log_odds),
    )


def supported(split: Split) -> int:
    """Return how many properties are supported of a random split."""
    discovery, verification = sides(split)
    listed = short_list(discovery, split.seed)
    vault = JudgedVault(
        HeldOutTexts(verification.texts, verification.in_a),
        judge="replayed",
        per_group=len(verification.texts),
        seed=split.seed,
        floor=split.floor,
        reworded=0,
        pairs=0,
        examples=0,
    )
    with replayed_model(verification) as model:
        tested = vault.test(listed, model)
    return sum(one.verdict.verdict == SUPPORTED for one in tested)


def measured(splits: list[Split], jobs: int) -> dict[str, object]:
    """Print and return in how many splits anything was supported."""
    counts = list(counted(in_parallel(supported, splits, jobs=jobs), len(splits)))
    rate = Rate(sum(count > 0 for count in counts), len(counts))
    floor = "default" if splits[0].floor is None else f"{splits[0].floor:g}"
    groups = "random" if splits[0].random_groups else "real"
    print(f"{groups:<7} groups, floor {floor:<8} {rate}  lower limit {rate.lower_limit:.3f}")
    return {
        "groups": groups,
        "floor": floor,
        "any_supported": rate.to_dict(),
        "supported": sum(counts),
    }


def main() -> None:
    parser = with_runs(parser_of(__doc__, data=True))
    parser.add_argument("--model", default="embedded:qwen2.5-coder-1.5b")
    parser.add_argument("--splits", type=int, default=200)
    options = parser.parse_args()
    folder: Path = data_folder(options.data)
    table = headlines(folder, options.model)
    if table is None:
        sys.exit(1)
    print(f"{len(table.texts)} texts, {len(table.properties)} properties, {options.splits} splits")
    settings = (
        (True, None, options.splits),
        (True, 0.0, options.splits),
        # the real ones show that the replay finds what is there
        (False, None, options.splits // 4),
    )
    found = []
    for random_groups, floor, count in settings:
        seeds = range(options.first_seed, options.first_seed + count)
        splits = [Split(table, seed, floor, random_groups) for seed in seeds]
        found.append(measured(splits, options.jobs))
    write_json(options.json, found)


if __name__ == "__main__":
    main()
