"""Words found in texts: how much of what is planted is found, and how much that is found is false.

Corpora of texts are drawn whose true statements are known (`planted_corpora.py`), explained by
words alone (no judge's questions), and every supported claim that names words is looked up.

Found: a supported adjusted claim of the kind term_effect, of whose mentions more than half are due
to one planted thing, with the direction of its effect. False: a supported adjusted effect of words
that have none of their own or the other one: no more than half of the mentions are due to things
with the stated effect; of subgroups and interactions, to things with any. What holds "on its own"
is counted apart: it says that other columns may stand behind it. Beside the tool stands an oracle
that is given the planted things as columns and tests as many claims, one each.

Runs with permuted outcomes go through everything anew, the search for words too; whatever effect
is supported there is false, on any basis.

With `--kept FILE` each answer is written there as it comes, and what it holds is not done again.
"""

from __future__ import annotations

import json
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import numpy as np
from measuring import Rate, counted, data_folder, in_parallel, parser_of, with_runs, write_json
from planted_corpora import Background, Corpus, PlantedCorpus, planted_corpus
from tested import ADJUSTED, effects_supported, label_of, verified
from true_terms import MOSTLY, Origins, holds_adjusted, oracle, shown

from dataexplain.runs.explaining import Discovery, discover
from dataexplain.tables import Table
from dataexplain.verification import TestedClaim

OUTCOMES = ("regression", "binary", "multiclass")
LEAST_RECALL, MOST_FALSE, MOST_RUNS = 0.9, 0.05, 0.05
# About what chance reaches once among the thousand words that a search looks at.
CHANCE_OF_SEARCH = 3.3


@dataclass(frozen=True)
class Task:
    """One corpus to be explained, as it is or with its outcome permuted."""

    folder: Path
    outcome: str
    rows: int
    seed: int
    permuted: bool

    @property
    def key(self) -> str:
        """What tells it from other tasks in a file of answers."""
        return f"{self.outcome}/{self.rows}/{self.seed}/{'permuted' if self.permuted else 'real'}"


@dataclass(frozen=True)
class Found:
    """What became of one planted thing, and how far it got.

    Shown is how many standard errors from none its effect is on the rows that propose, columns are
    those whose mentions are mostly due to it, and tried is whether a claim says its effect.
    """

    words: tuple[str, ...]
    share: float
    effect: float
    leans: str
    companions: int
    shown: float
    oracle: bool
    hit: bool
    tried: bool
    columns: tuple[str, ...]


@dataclass(frozen=True)
class Said:
    """One supported claim that names words, and what they are due to."""

    kind: str
    basis: str
    columns: tuple[str, ...]
    role: str
    foreign: float
    false: bool


@dataclass(frozen=True)
class Answer:
    """What became of one corpus; of a permuted one, `said` is all that is supported."""

    outcome: str
    rows: int
    seed: int
    permuted: bool
    groups: int
    truths: tuple[Found, ...]
    said: tuple[Said, ...]

    @classmethod
    def from_dict(cls, entry: dict[str, Any]) -> Answer:
        """Read an answer back."""
        truths = tuple(Found(**own) for own in entry.pop("truths"))
        said = tuple(Said(**own) for own in entry.pop("said"))
        return cls(**entry, truths=truths, said=said)


def one_corpus(task: Task) -> tuple[str, Answer]:
    """Draw a corpus, explain it, and look up what is said of words."""
    population = planted_corpus(task.seed, task.outcome)
    corpus = population.draw(task.rows, Background.read(task.folder))
    frame = corpus.frame
    if task.permuted:
        generator = np.random.default_rng([task.seed, task.rows, 29])
        frame = frame.assign(y=generator.permutation(frame["y"].to_numpy()))
    table = population.table(frame)
    found = discover(table, seed=0)
    tested = verified(found)
    groups = sum(bool(column.terms) for column in found.table.columns)
    case = (task.outcome, task.rows, task.seed, task.permuted, groups)
    if task.permuted:
        said = tuple(
            Said(label_of(entry), entry.verdict.basis, entry.claim.features, "", 0.0, True)
            for entry in effects_supported(tested)
        )
        return task.key, Answer(*case, (), said)
    origins = Origins.of(corpus, found.table)
    truths = _truths(population, corpus, table, found, tested, origins)
    return task.key, Answer(*case, truths, _said(population, tested, origins))


def _truths(
    population: PlantedCorpus,
    corpus: Corpus,
    table: Table,
    found: Discovery,
    tested: Sequence[TestedClaim],
    origins: Origins,
) -> tuple[Found, ...]:
    known = oracle(population, corpus, table, found)
    truths = []
    for place in population.causes:
        thing = population.things[place]
        own = [entry for entry in tested if origins.says(entry.claim, place)]
        truths.append(
            Found(
                thing.forms,
                float(corpus.mentioned[:, place].mean()),
                thing.effect,
                thing.leans,
                sum(other.beside == place for other in population.things),
                shown(corpus, place, found),
                known[place],
                any(holds_adjusted(entry) for entry in own),
                bool(own),
                tuple(name for name in origins.shares if origins.about(name) == place),
            )
        )
    return tuple(truths)


def _said(
    population: PlantedCorpus, tested: Sequence[TestedClaim], origins: Origins
) -> tuple[Said, ...]:
    said = []
    for entry in effects_supported(tested):
        names = origins.named(entry.claim)
        if not names:
            continue
        roles = [_role(population, origins, name) for name in names]
        foreign = 1 - min(origins.due_to_causes(name, entry.claim) for name in names)
        false = origins.is_false(entry.claim)
        said.append(
            Said(
                entry.claim.kind,
                entry.verdict.basis,
                tuple(names),
                ", ".join(roles),
                foreign,
                false,
            )
        )
    return tuple(said)


def _role(population: PlantedCorpus, origins: Origins, name: str) -> str:
    """Return what a column mostly stands for."""
    place = origins.about(name)
    if place >= 0:
        return population.things[place].role
    return "mixed" if origins.shares[name].sum() > MOSTLY else "sentences"


def answers_to(tasks: Sequence[Task], kept: Path | None, jobs: int) -> list[Answer]:
    """Return the answers, those already in the file as they are, and add the others to it."""
    known: dict[str, Answer] = {}
    if kept is not None and kept.exists():
        for line in kept.read_text(encoding="utf-8").splitlines():
            entry = json.loads(line)
            known[entry["task"]] = Answer.from_dict(entry["answer"])
    left = [task for task in tasks if task.key not in known]
    for key, answer in counted(in_parallel(one_corpus, left, jobs=jobs), len(left)):
        known[key] = answer
        if kept is not None:
            with kept.open("a", encoding="utf-8") as file:
                file.write(json.dumps({"task": key, "answer": asdict(answer)}) + "\n")
    return [known[task.key] for task in tasks]


def recall_line(label: str, answers: Iterable[Answer]) -> dict[str, object]:
    """Print how much of what the oracle found was found, and how far the rest got."""
    truths = [truth for answer in answers for truth in answer.truths]
    known = [truth for truth in truths if truth.oracle]
    both = Rate(sum(truth.hit for truth in known), len(known))
    hits = sum(truth.hit for truth in truths)
    recall = hits / len(known) if known else float("nan")
    seen = [truth for truth in known if truth.shown >= CHANCE_OF_SEARCH]
    of_seen = Rate(sum(truth.hit for truth in seen), len(seen))
    no_column = sum(not truth.columns for truth in known)
    not_tried = sum(bool(truth.columns) and not truth.tried for truth in known)
    not_held = sum(truth.tried and not truth.hit for truth in known)
    print(
        f"{label:24} {len(truths):6d} {len(known):6d} {hits:5d} {recall:6.2f}  {both!s:31}"
        f" {of_seen!s:31} {no_column:9d} {not_tried:9d} {not_held:8d}"
    )
    return {
        "label": label,
        "truths": len(truths),
        "oracle": len(known),
        "hits": hits,
        "recall": recall if known else None,
        "of_oracle": both.to_dict(),
        "of_shown": of_seen.to_dict(),
        "no_column": no_column,
        "not_tried": not_tried,
        "not_supported": not_held,
    }


def false_line(label: str, answers: Iterable[Answer]) -> dict[str, object]:
    """Print how much of what is said of words is false."""
    said = [entry for answer in answers for entry in answer.said]
    effects = [e for e in said if e.kind == "term_effect" and e.basis == ADJUSTED]
    joint = [e for e in said if e.kind != "term_effect" and e.basis == ADJUSTED]
    alone = [e for e in said if e.basis != ADJUSTED]
    rates = [Rate(sum(e.false for e in part), len(part)) for part in (effects, joint, alone)]
    roles = dict(Counter(e.role for e in effects if e.false))
    print(f"{label:24} " + "  ".join(f"{rate!s:31}" for rate in rates) + f"  {roles or ''}")
    names = ("term_effect", "with others", "on its own")
    return {
        "label": label,
        **{name: rate.to_dict() for name, rate in zip(names, rates, strict=True)},
        "false_roles": roles,
        "foreign": float(np.mean([e.foreign for e in effects])) if effects else None,
    }


def permuted_line(label: str, answers: Sequence[Answer]) -> dict[str, object]:
    """Print in how many permuted runs any effect is supported."""
    rate = Rate(sum(bool(answer.said) for answer in answers), len(answers))
    kinds = dict(Counter(entry.kind for answer in answers for entry in answer.said))
    groups = float(np.mean([answer.groups for answer in answers]))
    print(f"{label:24} {rate!s:31}  {groups:6.1f}  {kinds or ''}")
    return {"label": label, **rate.to_dict(), "groups": groups, "kinds": kinds}


def report(answers: Sequence[Answer]) -> dict[str, object]:
    """Print all tables and return them."""
    cells: defaultdict[str, list[Answer]] = defaultdict(list)
    permuted: defaultdict[str, list[Answer]] = defaultdict(list)
    for answer in answers:
        size = f"{answer.rows} texts"
        if answer.permuted:
            permuted[size].append(answer)
        else:
            cells[f"{answer.outcome}, {size}"].append(answer)
            cells[f"all, {size}"].append(answer)
    order = sorted(cells, key=lambda label: label.startswith("all"))
    results: dict[str, object] = {}
    if cells:
        print(f"Recall of the oracle's; wanted: >= {LEAST_RECALL} at 2,000 texts. Shown: at least")
        print(f"{CHANCE_OF_SEARCH} standard errors from none on the rows that propose.\n")
        print(
            f"{'':24} {'truths':>6} {'oracle':>6} {'hits':>5} recall  {'of these found':31}"
            f" {'of those shown':31} no column not tried not held"
        )
        results["recall"] = [recall_line(label, cells[label]) for label in order]
        print(f"\nFalse among supported claims that name words; wanted: <= {MOST_FALSE}")
        print(f"{'':24} {'effects of words':31}  {'with other columns':31}  on its own")
        results["false"] = [false_line(label, cells[label]) for label in order]
    if permuted:
        print(f"\nPermuted outcomes: runs with any supported effect; wanted: <= {MOST_RUNS}")
        print(f"{'':24} {'runs with any':31}  groups of words a run")
        results["permuted"] = [permuted_line(label, own) for label, own in permuted.items()]
    return results


def main() -> None:
    parser = with_runs(parser_of(__doc__, data=True))
    parser.add_argument("--corpora", type=int, default=20, help="of each outcome and size")
    parser.add_argument("--permuted", type=int, default=100, help="permuted runs of each size")
    parser.add_argument("--texts", type=int, nargs="+", default=[500, 2000])
    parser.add_argument("--outcomes", nargs="+", choices=OUTCOMES, default=list(OUTCOMES))
    parser.add_argument("--kept", type=Path, help="a file of answers, one a line")
    options = parser.parse_args()
    folder = data_folder(options.data)
    names, first = options.outcomes, options.first_seed
    # the largest corpora first: they are what is asked
    sizes = sorted(options.texts, reverse=True)
    tasks = [
        Task(folder, name, rows, seed, permuted=False)
        for rows in sizes
        for seed in range(first, first + options.corpora)
        for name in names
    ]
    tasks += [
        Task(folder, names[place % len(names)], rows, first + place, permuted=True)
        for rows in sizes
        for place in range(options.permuted)
    ]
    write_json(options.json, report(answers_to(tasks, options.kept, options.jobs)))


if __name__ == "__main__":
    main()
