"""Whether a hundred sentences of users are read right, and get the right verdict.

There are four sets. The first was opened for development once it had been measured; the number that
is told is that of the second (`--set`), on which nothing is developed. The third was written for
development, and the fourth with it, mixed and dealt at random: it was sealed until what was done on
the third had been measured on it once, and is open since (its scores are those of then). The
sentences of all speak of the open tables and texts, and were written without a look at what reads
them: 35 hold, 25 do not, 15 are too weak for the rows or for the floor, 25 cannot be tested with
the table (no such column, another population, the future, an opinion, a single row, what would
happen if; a cause that is named in passing is read as what goes with what). Their truth is worked
out from all rows by a simple method of its own (`sentence_truths.py`), and `--check` does it again:
a sentence whose stated truth differs fails.

What counts as read right is told in `sentence_matching.py`: kind, direction, rows or column, held
columns and class must be those meant; of a sentence that cannot be tested, that it says so. A right
verdict is supported of a true sentence, not supported of a false one, either not supported or
inconclusive of a weak one and unverifiable of the rest, counted among the sentences read right
(`--verdicts`, all sentences about a table at once). As every true sentence is clear enough for half
of the rows, an inconclusive verdict on one is not right; it has a column of its own. Without a
model a property that must be judged is right when it is read as one, and its verdict when that is
unverifiable.

Sentences are read without a language model, and with `--model` also with one. Scores are written
to ``benchmarks/scores/user-sentences-READER.csv`` of the first set and to
``user-sentences-second-READER.csv`` and so on of the others (no reply), and ``--replay`` counts
them again.
"""

from __future__ import annotations

import csv
import os
import re
import sys
import tempfile
import time
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import pandas as pd
from measuring import Rate, data_folder, parser_of, write_json
from sentence_forms import (
    FALSE,
    FILES,
    FIRST,
    SECOND,
    TRUE,
    UNTESTABLE,
    WEAK,
    OpenSet,
    UserSentence,
    read_sentences,
)
from sentence_matching import Rows, misread
from sentence_truths import truths

from dataexplain.api import verify
from dataexplain.errors import BudgetReachedError
from dataexplain.llm import Budget, ChatModel, open_model
from dataexplain.runs.opening import open_table
from dataexplain.sentences import read_sentence
from dataexplain.sentences.reading import GRAMMAR
from dataexplain.tables import Table, read_frame

SCORES = Path(__file__).parent / "scores"
# Where it is kept which questions were asked of which rows.
CACHE = "DATAEXPLAIN_CACHE"
SUPPORTED, NOT_SUPPORTED = "supported", "not_supported"
INCONCLUSIVE, UNVERIFIABLE = "inconclusive", "unverifiable"
WANTED = {
    TRUE: {SUPPORTED},
    FALSE: {NOT_SUPPORTED},
    WEAK: {NOT_SUPPORTED, INCONCLUSIVE},
    UNTESTABLE: {UNVERIFIABLE},
}


@dataclass(frozen=True)
class Score:
    """What became of a sentence.

    `wrong` says what is not right about the reading, `read_by` who read it: "grammar" or a model.
    """

    id: str
    table: str
    type: str
    truth: str
    read_by: str
    right: int
    wrong: str
    seconds: float
    verdict: str = ""
    verdict_right: int = 0


def checked(sentences: list[UserSentence], folder: Path) -> int:
    """Print what the rows say of each sentence; return 1 if any is labelled otherwise."""
    wrong = 0
    for table, own in by_table(sentences).items():
        frame = table.read(folder)
        for sentence in own:
            found = truths(sentence, frame)
            differs = any(truth != sentence.truth for truth, _ in found)
            wrong += differs
            mark = "DIFFERS " if differs else ""
            told = " | ".join(f"{truth}: {numbers}" for truth, numbers in found)
            print(f"{mark}{sentence.id} ({sentence.truth})  {told}")
    print(f"{wrong} of {len(sentences)} sentences are labelled otherwise than the rows say.")
    return int(wrong > 0)


def by_table(sentences: Iterable[UserSentence]) -> dict[OpenSet, list[UserSentence]]:
    """Return the sentences about each table."""
    found: dict[OpenSet, list[UserSentence]] = defaultdict(list)
    for sentence in sentences:
        found[sentence.table].append(sentence)
    return found


def options_of(table: OpenSet) -> dict[str, Any]:
    """Return how a user would say what the columns of a table are."""
    wishes: dict[str, Any] = {"text": [table.text]} if table.text else {}
    return {**wishes, "positive": table.positive} if table.positive else wishes


def read_right(
    sentences: Iterable[UserSentence], folder: Path, model: ChatModel | None
) -> Iterator[Score]:
    """Yield how every sentence is read, as far as the budget goes."""
    for table, own in by_table(sentences).items():
        raw = table.read(folder)
        frame = read_frame(folder / table.file).drop(columns=list(table.drop))
        opened = open_table(frame, table.target, **options_of(table))
        for sentence in own:
            try:
                yield _read(sentence, raw, opened, model)
            except BudgetReachedError:
                print(f"The budget ended at {sentence.id}.", file=sys.stderr)
                return


def _read(
    sentence: UserSentence, raw: pd.DataFrame, table: Table, model: ChatModel | None
) -> Score:
    started = time.perf_counter()
    reading = read_sentence(sentence.sentence, table, model=model)
    seconds = time.perf_counter() - started
    wrong = misread(sentence, reading, Rows.of(sentence, reading, raw, table))
    return Score(
        sentence.id,
        sentence.table.name,
        sentence.type,
        sentence.truth,
        reading.read_by,
        int(not wrong),
        wrong,
        seconds,
    )


def with_verdicts(
    scores: Iterable[Score],
    sentences: Iterable[UserSentence],
    folder: Path,
    model: ChatModel | None,
    judge_rows: int,
) -> Iterator[Score]:
    """Yield the scores with the verdicts of all sentences, each table's tested together."""
    kept = {score.id: score for score in scores}
    for table, own in by_table(sentences).items():
        frame = read_frame(folder / table.file).drop(columns=list(table.drop))
        with nothing_tested_before():
            run = verify(
                frame,
                [sentence.sentence for sentence in own],
                table.target,
                model=model,
                judge_rows=judge_rows,
                **options_of(table),
            )
        for sentence, record in zip(own, run.report.sentences, strict=True):
            if sentence.id in kept:
                unjudged = model is None and sentence.type == "judged property"
                wanted = {UNVERIFIABLE} if unjudged else WANTED[sentence.truth]
                right = int(record.verdict in wanted)
                yield replace(kept[sentence.id], verdict=record.verdict, verdict_right=right)


@contextmanager
def nothing_tested_before() -> Iterator[None]:
    """Let the package forget within what it was asked of the same rows before."""
    before = os.environ.get(CACHE)
    with tempfile.TemporaryDirectory() as folder:
        os.environ[CACHE] = folder
        try:
            yield
        finally:
            del os.environ[CACHE]
            if before is not None:
                os.environ[CACHE] = before


def write_scores(path: Path, scores: Iterable[Score]) -> None:
    """Write the scores as a table."""
    path.parent.mkdir(exist_ok=True)
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(Score.__annotations__)
        writer.writerows(
            (
                f"{value:.4g}" if isinstance(value, float) else value
                for value in vars(score).values()
            )
            for score in scores
        )


def report(scores: pd.DataFrame, reader: str) -> dict[str, Any]:
    """Print what one reader reads right and which verdicts are; return it for the file."""
    print(f"\nRead by {reader}")
    results: dict[str, Any] = {}
    for name in ("truth", "type", "table"):
        print(f"\n  read right, by {name}")
        results[f"read right by {name}"] = {
            group: _told(group, Rate(int(own["right"].sum()), len(own)))
            for group, own in [*scores.groupby(name, sort=True), ("all", scores)]
        }
    for _, score in scores[scores["right"] == 0].iterrows():
        print(f"  misread: {score['id']}: {score['wrong']}")
    judged = scores[(scores["right"] == 1) & (scores["verdict"] != "")]
    if len(judged):
        results["verdicts"] = _verdicts(judged)
    return results


def _told(group: object, rate: Rate) -> dict[str, Any]:
    print(f"  {group!s:24} {rate}")
    return rate.to_dict()


def _verdicts(judged: pd.DataFrame) -> dict[str, Any]:
    print("\n  verdict right, of those read right, by truth")
    results: dict[str, Any] = {}
    for group, own in [*judged.groupby("truth", sort=True), ("all", judged)]:
        results[str(group)] = {
            "right": _told(group, Rate(int(own["verdict_right"].sum()), len(own))),
            "verdicts": own["verdict"].value_counts().to_dict(),
        }
        counts = ", ".join(
            f"{name} {count}" for name, count in own["verdict"].value_counts().items()
        )
        print(f"  {'':24} {counts}")
    for _, score in judged[judged["verdict_right"] == 0].iterrows():
        print(f"  wrong: {score['id']} ({score['truth']}): {score['verdict']}")
    return results


def kept_scores(path: Path) -> pd.DataFrame:
    """Read scores that an earlier run kept."""
    if not path.is_file():
        sys.exit(f"{path.name}: There are no scores to count. Run the program without --replay.")
    return pd.read_csv(path, keep_default_na=False)


def main() -> None:
    parser = parser_of(__doc__, data=True)
    parser.add_argument(
        "--set", choices=list(FILES), default=SECOND, help="which hundred sentences"
    )
    parser.add_argument("--check", action="store_true", help="work out the truth of each again")
    parser.add_argument("--verdicts", action="store_true", help="test the sentences too")
    parser.add_argument("--model", help="a language model that reads and judges as well")
    parser.add_argument("--budget", type=int, default=2000, help="calls of the model at most")
    parser.add_argument("--judge-rows", type=int, default=100, help="texts judged on each side")
    parser.add_argument("--replay", action="store_true", help="count the scores kept")
    options = parser.parse_args()
    sentences = read_sentences(options.set)
    if options.check:
        sys.exit(checked(sentences, data_folder(options.data)))
    results: Mapping[str, Any] = {
        reader: report(_scored(sentences, reader, options), reader)
        for reader in (GRAMMAR, options.model)
        if reader
    }
    write_json(options.json, results)


def _scored(sentences: list[UserSentence], reader: str, options: Any) -> pd.DataFrame:
    """Return the scores of one reader, new ones unless those kept are wanted."""
    name = re.sub(r"[^\w.\-]", "-", reader.rpartition(":")[2])
    which = "" if options.set == FIRST else f"{options.set}-"
    kept = SCORES / f"user-sentences-{which}{name}.csv"
    if options.replay:
        return kept_scores(kept)
    folder = data_folder(options.data)
    if reader == GRAMMAR:
        scores = _measured(sentences, folder, None, options)
    else:
        with open_model(reader, budget=Budget(calls=options.budget), log=False) as model:
            scores = _measured(sentences, folder, model, options)
    write_scores(kept, scores)
    return kept_scores(kept)


def _measured(
    sentences: list[UserSentence], folder: Path, model: ChatModel | None, options: Any
) -> list[Score]:
    scores = list(read_right(sentences, folder, model))
    if not options.verdicts:
        return scores
    return list(with_verdicts(scores, sentences, folder, model, options.judge_rows))


if __name__ == "__main__":
    main()
