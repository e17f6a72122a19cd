"""The page as text: whole, small, inert."""

from __future__ import annotations

import base64
import dataclasses
import hashlib
import re
from html.parser import HTMLParser
from itertools import pairwise

import pytest

from dataexplain.records import ReportRecord
from dataexplain.report import render_html, render_snippet

from .churn_example import churn_report
from .extreme_examples import hostile_report, wide_report
from .full_example import full_report
from .narrated_example import hostile_narrated_report, narrated_report
from .price_examples import log_report, price_report

VOID = {"meta", "input", "path", "rect"}


class Page(HTMLParser):
    """Collects what a browser would see."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.open: list[str] = []
        self.words: list[str] = []
        self.feed(text)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        self.words.append(data)

    def cards(self) -> int:
        return sum("data-verdict" in attributes for _, attributes in self.elements)

    def count(self, tag: str) -> int:
        return sum(name == tag for name, _ in self.elements)


@pytest.fixture(
    params=[
        churn_report,
        price_report,
        hostile_report,
        full_report,
        log_report,
        narrated_report,
        hostile_narrated_report,
    ]
)
def record(request: pytest.FixtureRequest) -> ReportRecord:
    made: ReportRecord = request.param()
    return made


def test_every_element_is_closed_and_every_id_unique(record: ReportRecord) -> None:
    page = Page(render_html(record))
    assert page.open == []
    ids = [attributes["id"] for _, attributes in page.elements if "id" in attributes]
    assert len(ids) == len(set(ids))
    targets = {attributes["href"] for tag, attributes in page.elements if tag == "a"}
    assert {str(target)[1:] for target in targets} <= set(ids)


def test_page_asks_for_nothing(record: ReportRecord) -> None:
    page = Page(render_html(record))
    for _, attributes in page.elements:
        assert not {"src", "srcset", "style", "action", "data", "xlink:href"} & set(attributes)
        assert not any(name.startswith("on") for name in attributes)
        assert str(attributes.get("href", "#")).startswith("#")
    assert page.count("script") == 1
    assert page.count("style") == 1
    assert not {"img", "link", "iframe", "object", "base"} & {tag for tag, _ in page.elements}


def test_policy_allows_exactly_the_pages_own_style_and_script(record: ReportRecord) -> None:
    text = render_html(record)
    policy = next(
        str(attributes["content"])
        for tag, attributes in Page(text).elements
        if tag == "meta" and attributes.get("http-equiv") == "Content-Security-Policy"
    )
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    for tag in ("style", "script"):
        body = re.search(rf"<{tag}>(.*?)</{tag}>", text, flags=re.DOTALL)
        assert body is not None
        digest = base64.b64encode(hashlib.sha256(body[1].encode()).digest()).decode()
        assert f"{tag}-src 'sha256-{digest}'" in policy


def test_hostile_texts_are_shown_not_run() -> None:
    text = render_html(hostile_report())
    assert "<img" not in text
    assert "{{7*7}}" in text
    assert "<script>alert" not in text
    words = "".join(Page(text).words)
    assert "<script>alert(1)</script></style><img src=x onerror=alert(2)>" in words
    assert "\u202e" not in text
    assert "\x00" not in text


def test_headings_descend_one_level_at_a_time(record: ReportRecord) -> None:
    levels = [
        int(tag[1]) for tag, _ in Page(render_html(record)).elements if re.fullmatch("h[1-6]", tag)
    ]
    assert levels[0] == 1
    assert levels.count(1) == 1
    assert all(after - before <= 1 for before, after in pairwise(levels))


def test_every_drawing_has_words(record: ReportRecord) -> None:
    page = Page(render_html(record))
    drawings = [attributes for tag, attributes in page.elements if tag == "svg"]
    ids = {attributes.get("id") for _, attributes in page.elements}
    assert len(drawings) > 5
    for attributes in drawings:
        if attributes.get("aria-hidden") != "true":
            assert attributes["role"] == "img"
            assert set(str(attributes["aria-labelledby"]).split()) <= ids


def test_a_hundred_features_fit_in_two_megabytes() -> None:
    text = render_html(wide_report(100))
    assert len(text.encode()) <= 2_000_000
    assert Page(text).cards() == 100


def test_three_hundred_claims_and_a_hundred_curves_fit_in_two_megabytes() -> None:
    record = wide_report(100, claims_each=3)
    # The largest page there can be: every card a full one.
    claims = tuple(dataclasses.replace(claim, verdict="supported") for claim in record.claims)
    text = render_html(dataclasses.replace(record, claims=claims))
    assert len(text.encode()) <= 2_000_000
    page = Page(text)
    assert page.cards() == 300
    assert ("body", {"class": "long"}) in page.elements


def test_a_snippet_links_to_nothing_that_it_does_not_hold() -> None:
    inner = Page(str(Page(render_snippet(full_report())).elements[0][1]["srcdoc"]))
    ids = {attributes.get("id") for _, attributes in inner.elements}
    links = {str(attributes["href"])[1:] for tag, attributes in inner.elements if tag == "a"}
    assert links <= ids
    assert "age: code for missing" in "".join(inner.words)


def test_the_order_is_answer_claims_curves_models_data_method() -> None:
    text = render_html(churn_report())
    places = [
        text.index(f'id="{name}"')
        for name in (
            "answer",
            "supported",
            "inconclusive",
            "not-supported",
            "curves",
            "models",
            "data",
            "method",
        )
    ]
    assert places == sorted(places)


def test_without_rows_no_cell_of_the_table_is_shown() -> None:
    assert ">electronic check</td>" in render_html(churn_report())
    assert ">electronic check</td>" not in render_html(churn_report(), rows=False)


def test_snippet_is_one_sandboxed_frame_without_a_script() -> None:
    snippet = render_snippet(hostile_report())
    page = Page(snippet)
    assert [tag for tag, _ in page.elements] == ["iframe"]
    attributes = page.elements[0][1]
    assert attributes["sandbox"] == ""
    inner = Page(str(attributes["srcdoc"]))
    assert inner.open == []
    assert inner.count("script") == 0
    assert inner.count("article") == 1


def test_snippet_holds_at_most_ten_cards() -> None:
    page = Page(str(Page(render_snippet(wide_report(30))).elements[0][1]["srcdoc"]))
    assert page.count("article") == 10
    assert "20 more statements are in the saved report." in "".join(page.words)
