"""Tables that are wide, short, or hold columns of an odd kind: each is explained, none refused."""

import numpy as np
import pandas as pd

from dataexplain.runs.explaining import explain_table
from dataexplain.runs.null_runs import null_run
from dataexplain.tables import build_table


def made(rows, seed=0):
    rng = np.random.default_rng(seed)
    x = rng.normal(size=rows).round(3)
    return rng, pd.DataFrame({"x": x, "y": (x + rng.normal(size=rows)).round(3)})


def held(report):
    return {claim.features for claim in report.claims if claim.verdict == "supported"}


def test_a_wide_table_is_screened_and_the_report_says_so():
    rng, frame = made(300)
    noise = pd.DataFrame(rng.normal(size=(300, 120)).round(3)).add_prefix("noise")
    table = build_table(pd.concat([noise, frame], axis=1), "y")
    report = explain_table(table, examples=0)
    assert ("x",) in held(report)
    assert (report.screen.columns, report.screen.kept) == (121, 50)
    assert report.ledger[0] == {
        "screened": 121,
        "kept": 50,
        "left_out": 71,
        "rows": "discovery",
    }
    assert len(report.ledger) == len(report.claims) + 1
    assert any("121 columns 50 were fitted" in note for note in report.notes)
    said = {name for claim in report.claims for name in claim.features}
    assert not said & set(report.screen.left_out)
    assert null_run(table, 0, seed=0, floor=None)["supported"] == 0


def test_thirty_rows_are_explained_and_said_to_be_few():
    rng, frame = made(30)
    report = explain_table(build_table(frame.assign(z=rng.normal(size=30)), "y"))
    assert any("only 30 rows" in note for note in report.notes)
    assert report.counts.tried == len(report.claims)


def test_columns_without_anything_are_left_out():
    _, frame = made(200)
    table = build_table(frame.assign(empty=np.nan, blank="", still="same"), "y")
    report = explain_table(table)
    assert held(report) == {("x",)}
    assert {report.roles[name] for name in ("empty", "blank", "still")} == {"constant"}


def test_two_hundred_levels_are_compared_where_rows_are_enough():
    rng, frame = made(3000)
    shop = np.minimum((rng.pareto(0.9, 3000) * 6).astype(int), 199)
    frame["shop"] = [f"s{number:03d}" for number in shop]
    frame["y"] += 2.0 * (shop == 1)
    report = explain_table(build_table(frame, "y"))
    best = [claim for claim in report.claims if claim.features == ("shop",)]
    assert report.roles["shop"] == "categorical"
    assert any("s001" in claim.text and claim.verdict == "supported" for claim in best)


def test_words_that_repeat_are_levels_however_many():
    rng, frame = made(1000)
    frame["item"] = [f"thing-{number}" for number in rng.integers(0, 150, 1000)]
    report = explain_table(build_table(frame, "y"))
    column = next(column for column in report.columns if column.name == "item")
    assert column.role == "categorical"
    assert "name it as group" in column.note
    assert ("x",) in held(report)


def test_booleans_may_be_written_in_many_ways():
    rng, frame = made(400)
    wet = rng.random(400) < 0.5
    frame["wet"] = np.where(wet, rng.choice(["TRUE", "True", " true "], 400), "False")
    frame["y"] += 1.5 * wet
    report = explain_table(build_table(frame, "y"))
    assert report.roles["wet"] == "boolean"
    assert ("wet",) in held(report)


def test_a_copy_of_the_target_is_named():
    _, frame = made(300)
    report = explain_table(build_table(frame.assign(copy=frame["y"]), "y"))
    assert any("'copy' is identical to the target" in note for note in report.notes)
    assert any("copy" in features for features in held(report))
