"""Reading a printed graph: by code, and by a language model from TalkToEBM's text or a fact card.

TalkToEBM's questions: the value at a place, the largest jump, the widest band, monotonicity. The
code reader answers them all. With `--model`, a language model is asked the same questions twice,
once with the graph as TalkToEBM prints it and once with the fact card of the same graph; its JSON
answer is right when it is the key: the value within 5% of the graph's range (a card states the
error of its pieces, so both forms are given it), the bin's end nearest to the answered place, both
ends of the band, the word. No answer is not right. Scores are written to
``benchmarks/scores/graph-reading-MODEL.csv`` (no text), and ``--replay`` counts them again.
"""

from __future__ import annotations

import csv
import hashlib
import json
import math
import re
import sys
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
from measuring import Rate, data_folder, parser_of, write_json

from dataexplain.errors import BudgetReachedError
from dataexplain.llm import Backend, Budget, ChatModel, open_model
from dataexplain.readers.fact_cards import curve_card, tokens
from dataexplain.readers.graph_text import (
    OUTSIDE,
    Kind,
    PrintedGraph,
    answered,
    as_curve,
    place_asked,
    read_graph,
)
from dataexplain.records import OutcomeRecord

FILES: dict[Kind, str] = {
    "value": "read-value",
    "jump": "jumps",
    "band": "wide-confidence",
    "monotonicity": "monotonicity",
}
FORMS = ("printed", "card")
SCORES = Path(__file__).parent / "scores"
NEAR_VALUE = 0.05
OUTCOME = OutcomeRecord("the outcome", "", 0.0, 0.0)
NUMBER = {"type": "number"}
SCHEMAS: dict[Kind, dict[str, Any]] = {
    "value": {"value": NUMBER},
    "jump": {"place": NUMBER},
    "band": {"low": NUMBER, "high": NUMBER},
    "monotonicity": {"answer": {"enum": ["Increasing", "Decreasing", "Not monotone"]}},
}
ASKED: dict[Kind, str] = {
    "value": "What is the effect (the mean value of the graph) where {feature} is {place}?",
    "jump": "At which value of {feature} is the largest jump of the effect, up or down?",
    "band": "From which value to which value of {feature} is the effect least certain "
    "(the widest band)?",
    "monotonicity": "Does the effect only rise with {feature} (Increasing), only fall "
    "(Decreasing), or neither, read step by step (Not monotone)?",
}


@dataclass(frozen=True)
class Item:
    """One question of the benchmark with its key."""

    name: str
    kind: Kind
    question: str
    key: str

    @property
    def graph(self) -> PrintedGraph:
        """The graph asked about."""
        return read_graph(self.question)


@dataclass(frozen=True)
class Score:
    """What came of one question in one form; `right` is 1 or 0, `answered` 0 without an answer."""

    item: str
    kind: str
    form: str
    prompt: str
    right: int
    answered: int
    tokens: int


def items(folder: Path, most: int | None = None) -> list[Item]:
    """Return the questions, so many of each kind."""
    found = []
    for kind, file in FILES.items():
        text = (folder / "graph_reading" / f"{file}.json").read_text(encoding="utf-8")
        pairs = json.loads(text)[:most]
        found += [
            Item(f"{file}:{place}", kind, question, str(key))
            for place, (question, key) in enumerate(pairs)
        ]
    return found


def code_is_right(item: Item) -> bool:
    """Return whether code answers a question; of a place outside every bin, that it says so."""
    answer = answered(item.question).text
    if answer == OUTSIDE and item.kind == "value":
        edges = item.graph.edges
        return not edges[0] <= place_asked(item.question) <= edges[-1]
    return answer == item.key


def prompt(item: Item, form: str) -> str:
    """Return what a model is asked; both forms have the same question at their end."""
    graph = item.graph
    if form == "card":
        shown = f"A curve of a model:\n\n{curve_card(as_curve(graph), OUTCOME)}"
    else:
        start = item.question.index("Feature Name")
        end = re.search(r"Upper Bounds.*", item.question)
        assert end is not None
        shown = f"The graph of a model; keys are intervals.\n\n{item.question[start : end.end()]}"
    place = place_asked(item.question) if item.kind == "value" else ""
    return f"{shown}\n\n{ASKED[item.kind].format(feature=graph.feature, place=place)}"


def schema_of(kind: Kind) -> dict[str, Any]:
    """Return the JSON schema of an answer."""
    properties = SCHEMAS[kind]
    return {
        "type": "object",
        "properties": properties,
        "required": list(properties),
        "additionalProperties": False,
    }


def is_right(item: Item, value: dict[str, Any]) -> bool:
    """Return whether a model's answer is the key."""
    graph = item.graph
    if item.kind == "monotonicity":
        return bool(value["answer"] == item.key)
    if item.kind == "value":
        near = NEAR_VALUE * float(np.ptp(graph.means))
        return math.isclose(value["value"], float(item.key), rel_tol=0, abs_tol=near)
    if item.kind == "jump":
        return is_nearest(graph, value["place"], float(item.key))
    low, high = (float(end) for end in item.key.strip("()").split(","))
    return is_nearest(graph, value["low"], low) and is_nearest(graph, value["high"], high)


def is_nearest(graph: PrintedGraph, said: float, key: float) -> bool:
    """Return whether no end of a bin is nearer to what was said than the key is."""
    distances = np.abs(np.array(graph.edges) - said)
    return bool(abs(key - said) <= distances.min() * (1 + 1e-9) + 1e-12)


def ask(model: ChatModel, asked: Iterable[Item]) -> Iterator[Score]:
    """Yield the score of every question in both forms, as far as the budget goes."""
    for item in asked:
        for form in FORMS:
            text = prompt(item, form)
            try:
                reply = model.generate(text, schema_of(item.kind), most_tokens=60)
            except BudgetReachedError:
                print(f"The budget ended at {item.name}.", file=sys.stderr)
                return
            right = reply.answered and is_right(item, reply.value)
            digest = hashlib.sha256(text.encode()).hexdigest()[:12]
            yield Score(
                item.name, item.kind, form, digest, int(right), int(reply.answered), tokens(text)
            )


def write_scores(path: Path, scores: Iterable[Score]) -> None:
    """Write scores as a table without any text of a prompt or reply."""
    path.parent.mkdir(exist_ok=True)
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(Score.__annotations__)
        writer.writerows(vars(score).values() for score in scores)


def by_kind(scores: pd.DataFrame) -> pd.DataFrame:
    """Return the share right and the median tokens of every kind and form, and of all."""
    found = []
    for form, of_form in scores.groupby("form", sort=False):
        for kind, part in [*of_form.groupby("kind", sort=False), ("all", of_form)]:
            rate = Rate(int(part["right"].sum()), len(part))
            found.append(
                {
                    "form": form,
                    "kind": kind,
                    **{"right": rate.times, "asked": rate.runs, "share": rate.share},
                    **dict(zip(("low", "high"), rate.interval, strict=True)),
                    "no_answer": int((1 - part["answered"]).sum()),
                    "tokens": part["tokens"].median(),
                }
            )
    return pd.DataFrame(found)


def scored_by_code(asked: list[Item]) -> pd.DataFrame:
    """Return how many questions code answers, and what bands say of monotonicity."""
    found = []
    for kind in FILES:
        own = [item for item in asked if item.kind == kind]
        row = {"kind": kind, "right": sum(map(code_is_right, own)), "asked": len(own)}
        if kind == "monotonicity":
            answers = [answered(item.question) for item in own]
            flipped = [
                found.text == "Not monotone" and found.within_bands != found.text
                for found in answers
            ]
            row["monotone_within_bands"] = sum(flipped)
        found.append(row)
    return pd.DataFrame(found)


def measured(model: str | Backend, asked: list[Item], budget: int, kept: Path) -> None:
    """Ask a model every question and keep the scores."""
    with open_model(model, budget=Budget(calls=budget), log=False) as opened:
        write_scores(kept, list(ask(opened, asked)))


def main() -> None:
    parser = parser_of(__doc__, data=True)
    parser.add_argument("--model", help="a language model; without one only code is scored")
    parser.add_argument("--items", type=int, help="questions of each kind; all by default")
    parser.add_argument("--budget", type=int, default=400, help="calls at most")
    parser.add_argument("--replay", action="store_true", help="count the scores kept")
    options = parser.parse_args()
    results: dict[str, Any] = {}
    if not options.replay:
        asked = items(data_folder(options.data), options.items)
        code = scored_by_code(asked)
        print(f"By code\n{code.to_string(index=False)}")
        results["code"] = code.to_dict("records")
    if options.model:
        name = re.sub(r"[^\w.\-]", "-", options.model.rpartition(":")[2])
        kept = SCORES / f"graph-reading-{name}.csv"
        if not options.replay:
            measured(options.model, asked, options.budget, kept)
        found = by_kind(pd.read_csv(kept))
        print(f"\nBy {name}\n{found.round(3).to_string(index=False)}")
        results[name] = found.to_dict("records")
    write_json(options.json, results)


if __name__ == "__main__":
    main()
