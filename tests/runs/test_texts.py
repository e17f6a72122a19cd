"""A report about texts, from the call to the page: one table of reviews with planted truths."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

import dataexplain
from dataexplain.errors import InputError, InstallationError, ModelNotFoundError
from dataexplain.records import ReportRecord
from dataexplain.report import read_report
from dataexplain.runs import word_meaning
from dataexplain.runs.explaining import discover
from dataexplain.runs.null_runs import null_run
from dataexplain.runs.run import Run
from dataexplain.runs.specification import read_specification
from dataexplain.runs.stability import refit, stabilities
from dataexplain.tables import build_table, split_rows
from tests.features.planted_reviews import reviews


def _missing(name: str) -> object:
    raise ModelNotFoundError(f"The embedder {name!r} is not installed.")


@pytest.fixture(autouse=True, scope="module")
def _without_embedder() -> Iterator[None]:
    """Whether an embedder is installed shall decide about no test."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(word_meaning, "open_embedder", _missing)
        yield


def _frame(rows: int = 900, seed: int = 0) -> pd.DataFrame:
    texts, stars = reviews(rows, seed)
    generator = np.random.default_rng(seed)
    age = generator.integers(18, 80, rows)
    mentioned = np.array(["asked for a refund" in text for text in texts])
    stars = stars - 1.2 * (mentioned & (age >= 50))
    stars += 0.02 * (age - 45)
    return pd.DataFrame({"review": texts, "age": age, "stars": stars})


@pytest.fixture(scope="module")
def run() -> Run:
    return dataexplain.explain(_frame(2_000), "stars", text="review")


def test_what_was_planted_is_supported_in_words(run: Run) -> None:
    texts = [claim.text for claim in run.supported if claim.kind == "term_effect"]
    assert any(
        text.startswith("Average stars is lower where review mentions") and '"refund"' in text
        for text in texts
    )
    assert any('higher where review mentions "love"' in text for text in texts)


def test_a_claim_joins_words_and_a_column(run: Run) -> None:
    joined = [claim for claim in run.supported if claim.kind in ("subgroup", "interaction")]
    assert any(
        set(claim.features) > {"age"} and 'review mentions "' in claim.text for claim in joined
    )


def test_cards_tell_terms_and_show_passages(run: Run) -> None:
    claim = next(claim for claim in run.supported if '"love"' in claim.text)
    assert claim.terms
    assert all(entry.texts > 0 for entry in claim.terms)
    assert {passage.agrees for passage in claim.passages} == {True, False}
    for passage in claim.passages:
        assert passage.marks
        assert all(0 <= start < end <= len(passage.text) for start, end in passage.marks)


def test_passages_are_held_out_rows_on_their_side_of_the_average(run: Run) -> None:
    claim = next(claim for claim in run.supported if '"love"' in claim.text)
    above = [float(entry.outcome) for entry in claim.passages if entry.agrees]
    below = [float(entry.outcome) for entry in claim.passages if not entry.agrees]
    assert min(above) > max(below)


def test_recheck_reads_the_same_words_off_new_rows(run: Run, tmp_path: Path) -> None:
    run.save(tmp_path)
    again = dataexplain.recheck(tmp_path / "report.json", _frame(2_000, seed=1))
    counts = again.record.counts
    assert counts.held >= 0.8 * len(run.supported)
    assert counts.not_possible == 0


def test_recheck_says_that_the_text_is_missing(run: Run) -> None:
    again = dataexplain.recheck(run, _frame(500, seed=1).drop(columns="review"))
    effect = next(claim for claim in again.claims if claim.kind == "term_effect")
    assert effect.status == "not_possible"
    assert "cannot be read off 'review', which is missing" in effect.reason


def test_report_comes_back_from_json(run: Run, tmp_path: Path) -> None:
    run.save(tmp_path)
    assert read_report(tmp_path / "report.json") == run.report
    columns = json.loads((tmp_path / "report.json").read_text(encoding="utf-8"))["columns"]
    read_off = [column for column in columns if column["terms"]]
    assert read_off
    assert all(column["derived_from"] == "review" for column in read_off)


def test_order_of_rows_changes_nothing() -> None:
    frame = _frame(400)
    table = build_table(frame, "stars", text=["review"])
    shuffled = build_table(frame.sample(frac=1, random_state=1), "stars", text=["review"])
    first, second = (discover(entry, seed=0) for entry in (table, shuffled))
    assert [column.name for column in first.table.columns] == [
        column.name for column in second.table.columns
    ]
    assert [claim.id for claim in first.claims] == [claim.id for claim in second.claims]


def test_words_come_back_by_the_texts_that_mention_them(run: Run) -> None:
    """Halves of the rows name a group by other terms; it was counted as not coming back."""
    table = build_table(_frame(2_000), "stars", text=["review"])
    shares = stabilities(run.report, [refit(table, number, seed=0) for number in range(2)], table)
    leading = next(claim for claim in run.supported if claim.kind == "term_effect")
    assert shares[leading.id] == 1.0


def test_null_runs_find_their_words_anew() -> None:
    table = build_table(_frame(500), "stars", text=["review"])
    assert null_run(table, 0, seed=0, floor=None)["supported"] <= 1


def test_identical_texts_stay_on_one_side() -> None:
    """A text that proposed a statement also tested it, with another label."""
    generator = np.random.default_rng(0)
    texts = [f"the same old text number {place}" for place in generator.integers(0, 150, 600)]
    table = build_table(
        {"text": texts, "label": generator.choice(["a", "b"], 600)}, "label", text=["text"]
    )
    split = split_rows(table)
    sides = [set(np.array(texts)[rows]) for rows in (split.discovery, split.verification)]
    assert not sides[0] & sides[1]
    assert abs(len(split.discovery) - 300) < 30


def test_several_classes_name_their_own_words_once() -> None:
    generator = np.random.default_rng(0)
    kinds = generator.integers(0, 3, 1_200)
    own = np.array(["goal", "stocks", "quake"])
    texts = [
        " ".join(
            generator.permutation(
                [own[kind] if generator.random() < 0.5 else "today"]
                + [f"w{number}" for number in generator.integers(0, 200, generator.integers(3, 9))]
            )
        )
        for kind in kinds
    ]
    label = np.array(["sport", "business", "world"])[kinds]
    report = dataexplain.explain({"text": texts, "label": label}, "label", text="text").report
    said = [claim.text for claim in report.claims if claim.kind == "term_effect"]
    for kind, word in zip(("sport", "business", "world"), own, strict=True):
        naming = [text for text in said if f'"{word}"' in text]
        assert len(naming) == 1
        assert f"label = {kind} is higher" in naming[0]


def test_without_an_embedder_the_report_says_so() -> None:
    report = dataexplain.explain(_frame(400), "stars", text="review").report
    assert any("no embedder is installed" in note for note in report.notes)


def test_an_embedder_only_merges(monkeypatch: pytest.MonkeyPatch) -> None:
    class Alike:
        def __enter__(self) -> Alike:
            return self

        def __exit__(self, *_: object) -> None:
            pass

        def embed(self, terms: list[str]) -> np.ndarray:
            return np.ones((len(terms), 2), dtype=np.float32)

    table = build_table(_frame(800), "stars", text=["review"])
    rows = np.arange(800)
    apart = word_meaning.read_texts_of(table, rows)
    monkeypatch.setattr(word_meaning, "open_embedder", lambda _: Alike())
    together = word_meaning.read_texts_of(table, rows)
    assert len(together.features) < len(apart.features)
    assert not any(word_meaning.WITHOUT in note for note in together.notes)


def test_an_embedder_that_fails_costs_no_report(monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(_name: str) -> object:
        raise InstallationError("It is damaged.")

    monkeypatch.setattr(word_meaning, "open_embedder", broken)
    table = word_meaning.read_texts_of(
        build_table(_frame(800), "stars", text=["review"]), np.arange(800)
    )
    assert any("the embedder failed (It is damaged." in note for note in table.notes)


def test_texts_alone_without_words_are_refused() -> None:
    marks = ["?!" * (place % 40 + 1) for place in range(100)]
    with pytest.raises(InputError, match="No word of it can be told"):
        dataexplain.explain({"text": marks, "y": np.arange(100.0)}, "y", text="text")


def test_html_in_texts_is_shown_and_not_run(tmp_path: Path) -> None:
    frame = _frame(600)
    frame["review"] = "<script>alert(1)</script> <b>refund</b> " + frame["review"]
    frame.loc[::2, "review"] = frame["review"][::2].str.replace("refund", "rebate")
    frame["stars"] += np.arange(600) % 2 * 2
    run = dataexplain.explain(frame, "stars", text="review")
    page = run.save(tmp_path)["html"].read_text(encoding="utf-8")
    assert "alert(1)" in page
    assert "<script>alert" not in page
    assert "<mark>" in page


def test_one_name_or_several_in_a_file(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text("review,stars\n", encoding="utf-8")
    for written, expected in (("review", ("review",)), ("[title, body]", ("title", "body"))):
        path = tmp_path / "pipeline.yaml"
        path.write_text(f"data: a.csv\ntarget: stars\ntext: {written}\n", encoding="utf-8")
        step = read_specification(path).steps[0]
        assert step.wishes()["text"] == expected  # type: ignore[union-attr]


def test_old_reports_without_terms_are_read(run: Run) -> None:
    values = run.report.to_dict()
    for claim in values["claims"]:
        del claim["terms"], claim["passages"]
    for column in values["columns"]:
        del column["terms"], column["derived_from"]
    old = ReportRecord.from_dict(values)
    assert old.claims[0].terms == old.claims[0].passages == old.columns[0].terms == ()
