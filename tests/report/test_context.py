"""What the report picks and how it words numbers."""

from __future__ import annotations

import dataclasses
from typing import Any

import pytest
from syrupy.assertion import SnapshotAssertion

from dataexplain.judged_records import SentenceRecord
from dataexplain.records import CountsRecord
from dataexplain.report.claim_sections import MOST_CARDS_A_SECTION
from dataexplain.report.context import ranked, report_context

from .churn_example import churn_claims, churn_report
from .full_example import full_report
from .price_examples import log_report, price_report


def without_drawings(value: Any) -> Any:
    """Keep of each chart its words: coordinates would make the snapshot unreadable."""
    if isinstance(value, dict):
        if "marks" in value:
            return f"chart: {value['title']} | {value['description']} | {value['caption']}"
        return {key: without_drawings(entry) for key, entry in value.items()}
    if isinstance(value, list):
        return [without_drawings(entry) for entry in value]
    return value


def test_binary_report_reads_as_before(snapshot: SnapshotAssertion) -> None:
    assert without_drawings(report_context(churn_report())) == snapshot


def test_regression_report_reads_as_before(snapshot: SnapshotAssertion) -> None:
    assert without_drawings(report_context(price_report(), rows=False)) == snapshot


def test_report_of_every_kind_reads_as_before(snapshot: SnapshotAssertion) -> None:
    record = full_report(screen=None, curves=())
    assert without_drawings(report_context(record, rows=False)) == snapshot


def test_log_report_reads_as_before(snapshot: SnapshotAssertion) -> None:
    assert without_drawings(report_context(log_report(), rows=False)) == snapshot


def test_answer_counts_every_verdict() -> None:
    answer = report_context(churn_report())["answer"]
    assert answer["sentence"] == (
        "We tried 11 statements about “churn” on 3,522 rows that had no part in proposing them: "
        "5 held (supported), 2 did not (not supported), 3 stayed open (inconclusive), "
        "1 could not be tested (unverifiable)."
    )
    assert [claim["anchor"] for claim in answer["strongest"]] == [
        "claim-c1",
        "claim-c2",
        "claim-c3",
    ]
    assert answer["nothing"] == ""


def test_nothing_supported_is_said_plainly() -> None:
    record = churn_report(claims=churn_claims()[5:8], counts=CountsRecord(3, 0, 0, 3, 0))
    answer = report_context(record)["answer"]
    assert answer["sentence"].endswith("none held, 3 stayed open (inconclusive).")
    assert answer["nothing"].startswith("Nothing is supported: none of the statements showed an")
    assert "2.7 points" in answer["nothing"]
    assert answer["strongest"] == []


def test_sentences_that_were_refuted_are_no_search_in_vain() -> None:
    """Of refuted sentences it was said that no effect could be told from chance."""
    said = SentenceRecord("Old customers stay.", "", "grammar", ("c6",), "not_supported", "No.", "")
    record = churn_report(
        claims=churn_claims()[5:8], counts=CountsRecord(3, 0, 0, 3, 0), sentences=(said,)
    )
    assert report_context(record)["answer"]["nothing"] == ""


def test_nothing_tried_is_said_plainly() -> None:
    record = churn_report(claims=(), curves=(), counts=CountsRecord(0, 0, 0, 0, 0))
    answer = report_context(record)["answer"]
    assert answer["sentence"] == ("No statement about “churn” was proposed, so nothing was tested.")
    assert answer["nothing"] == ""
    assert answer["chart"] is None


def test_claims_follow_their_rank_and_unranked_ones_come_last() -> None:
    first, second, third = churn_claims()[:3]
    shuffled = (dataclasses.replace(third, rank=0), second, first)
    assert [claim.id for claim in ranked(shuffled)] == ["c1", "c2", "c3"]


def test_supported_cards_show_the_interval_that_allows_for_selection() -> None:
    sections = report_context(churn_report())["sections"]
    first = sections["supported"]["cards"][0]
    assert (first["effect"], first["interval"]) == ("+24.1 points", "from 19.6 to 28.6")
    assert first["interval_note"] == "interval widened for selection"
    same = dataclasses.replace(churn_claims()[0], interval_selected=churn_claims()[0].interval)
    plain = report_context(churn_report(claims=(same,)))["sections"]["supported"]["cards"][0]
    assert (plain["interval"], plain["interval_note"]) == ("from 20.5 to 27.7", "95% interval")
    open_card = sections["inconclusive"]["cards"][0]
    assert (open_card["interval"], open_card["interval_note"]) == (
        "from 0.5 to 5.7",
        "95% interval",
    )


def test_dollars_stand_before_the_number_in_every_place() -> None:
    card = report_context(price_report())["sections"]["supported"]["cards"][1]
    assert card["effect"] == "−$32,000"
    assert card["interval"] == "from −$44,000 to −$20,000"
    assert [effect["effect"] for effect in card["effects"]] == ["−$32,000", "−$44,600"]


def test_rows_are_left_out_on_request() -> None:
    shown, hidden = (report_context(churn_report(), rows=rows) for rows in (True, False))
    assert shown["sections"]["supported"]["cards"][0]["examples"]["rows"][1][-2] == "missing"
    assert all(
        card["examples"] is None
        for section in hidden["sections"].values()
        for card in section["cards"]
    )


def test_anchors_stay_apart_when_ids_do_not() -> None:
    twice = dataclasses.replace(churn_claims()[0], id="c 1")
    record = churn_report(claims=(twice, dataclasses.replace(twice, id="c-1")))
    cards = report_context(record)["sections"]["supported"]["cards"]
    assert [card["anchor"] for card in cards] == ["claim-c-1", "claim-c-1-2"]


def test_a_long_section_names_what_it_leaves_out() -> None:
    many = tuple(
        dataclasses.replace(churn_claims()[8], id=f"n{index}")
        for index in range(MOST_CARDS_A_SECTION + 7)
    )
    section = report_context(churn_report(claims=many))["sections"]["not_supported"]
    assert (len(section["cards"]), section["more"]) == (MOST_CARDS_A_SECTION, 7)


@pytest.mark.parametrize("broken", [float("nan"), float("inf"), None])
def test_numbers_that_are_not_finite_are_worded_not_printed(broken: Any) -> None:
    claim = dataclasses.replace(
        churn_claims()[0],
        effect=broken,
        interval=(broken, broken),
        interval_selected=None,
        adjusted=None,
        unadjusted=None,
        q=broken,
        p=broken,
        floor=broken,
        stability=broken,
    )
    curve = churn_report().curves[0]
    curve = dataclasses.replace(
        curve,
        values=(broken, *curve.values[1:]),
        importance=broken,
        edges=(float("-inf"), *curve.edges[1:]),
    )
    record = churn_report(claims=(claim,), curves=(curve,))
    context = without_drawings(report_context(record))
    assert context["sections"]["supported"]["cards"][0]["effect"] == "not measured"
    words = str(context["sections"]) + str(context["curves"])
    assert "nan" not in words.replace("finance", "")
    assert "inf" not in words.replace("infin", "").replace("information", "")
