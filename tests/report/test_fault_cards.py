"""Faults of the data: worded, linked, mendable by one line."""

from __future__ import annotations

import dataclasses
import shlex

from hypothesis import given
from hypothesis import strategies as st

from dataexplain.records import FaultRecord
from dataexplain.report.context import report_context
from dataexplain.report.fault_cards import MOST_CLAIM_LINKS, MOST_FAULTS, faults_context

from .churn_example import churn_report
from .full_example import faults, full_report


def test_warnings_come_first_and_notes_stand_apart() -> None:
    context = report_context(full_report())
    assert context["answer"]["look_first"] == "2 things in the data to look at first"
    assert [card["anchor"] for card in context["faults"]["warnings"]] == ["fault-1", "fault-2"]
    assert [card["kind"] for card in context["faults"]["notes"]] == ["Repeated rows"]
    assert context["faults"]["notes_label"] == "1 lesser remark on the data"


def test_a_card_says_rows_remedy_and_what_it_touches() -> None:
    card = report_context(full_report())["faults"]["warnings"][0]
    assert card["rows"] == (
        "212 rows, among them 4, 17, 203, 871 and 1044, counted without the header."
    )
    assert card["command"] == "--recode age=99:missing"
    assert card["claims_label"] == "Touches 2 statements"
    assert [claim["anchor"] for claim in card["claims"]] == ["claim-c6", "claim-n2"]
    assert card["chart"]["description"] == "Marked: 99 (212 rows), among 28 values."


def test_a_touched_claim_links_back() -> None:
    sections = report_context(full_report())["sections"]
    cards = {card["anchor"]: card for section in sections.values() for card in section["cards"]}
    assert cards["claim-n2"]["faults"] == [{"anchor": "fault-1", "text": "age: code for missing"}]
    assert cards["claim-n1"]["faults"][0]["anchor"] == "fault-2"
    assert cards["claim-c1"]["faults"] == []


def test_without_faults_nothing_is_said() -> None:
    context = report_context(churn_report(faults=()))
    assert context["answer"]["look_first"] == ""
    assert context["faults"]["warnings"] == context["faults"]["notes"] == []


def test_notes_alone_are_no_reason_to_look_first() -> None:
    notes = tuple(dataclasses.replace(fault, severity="note") for fault in faults())
    context = report_context(full_report(faults=notes))
    assert context["answer"]["look_first"] == ""
    assert len(context["faults"]["notes"]) == 3


@given(st.text(max_size=30), st.text(max_size=10))
def test_the_remedy_can_be_pasted_into_a_shell(column: str, value: str) -> None:
    recode = f"{column}={value}:missing"
    fault = FaultRecord(column, "sentinel", "odd", recode=recode)
    command = faults_context(churn_report(faults=(fault,)), [])["warnings"][0]["command"]
    assert shlex.split(command) == ["--recode", recode]


def test_hundreds_of_faults_and_links_are_cut_and_counted() -> None:
    many = tuple(
        dataclasses.replace(fault, claims=tuple(f"c{n}" for n in range(1, 12)) * 3)
        for fault in faults()[:1] * (MOST_FAULTS + 5)
    )
    context = report_context(full_report(faults=many))["faults"]
    assert (len(context["warnings"]), context["more"]) == (MOST_FAULTS, 5)
    assert len(context["warnings"][0]["claims"]) == 11 <= MOST_CLAIM_LINKS
