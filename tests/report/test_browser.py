"""The page in a real browser with the network off."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from dataexplain.records import ReportRecord
from dataexplain.report import render_snippet, write_report

from .churn_example import churn_report
from .extreme_examples import hostile_report, wide_report
from .full_example import full_report
from .narrated_example import hostile_narrated_report, narrated_report

playwright_api = pytest.importorskip("playwright.sync_api")

ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-quic",
]


def chromium_path() -> str | None:
    names = ("chromium", "chromium-browser", "google-chrome")
    return next((found for found in map(shutil.which, names) if found), None)


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    path = chromium_path()
    if path is None:
        pytest.skip("no chromium on this machine")
    with playwright_api.sync_playwright() as playwright:
        launched = playwright.chromium.launch(executable_path=path, args=ARGUMENTS)
        yield launched
        launched.close()


class Visit:
    """A page opened from a file, with everything that went wrong on it."""

    def __init__(self, browser: Any, path: Path, **options: Any) -> None:
        self.problems: list[str] = []
        self.requests: list[str] = []
        self.context = browser.new_context(offline=True, **options)
        self.page = self.context.new_page()
        # A breach of the content security policy shows as an error on the console.
        self.page.on("console", lambda message: self.problems.append(message.text))
        self.page.on("pageerror", lambda error: self.problems.append(str(error)))
        self.page.on("requestfailed", lambda request: self.problems.append(request.url))
        self.page.on("request", lambda request: self.requests.append(request.url))
        self.page.on("dialog", lambda dialog: self.problems.append(dialog.message))
        self.page.goto(path.as_uri())

    def visible(self, selector: str) -> int:
        return sum(element.is_visible() for element in self.page.locator(selector).all())

    def close(self) -> None:
        self.context.close()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_cards_and_charts_show_and_nothing_is_asked_for(
    browser: Any, tmp_path: Path, scheme: str
) -> None:
    path = write_report(churn_report(), tmp_path)["html"]
    visit = Visit(browser, path, color_scheme=scheme)
    assert visit.requests == [path.as_uri()]
    assert visit.visible("article[data-verdict]") == 8
    assert visit.visible("article.card svg.chart") >= 16
    assert visit.visible("#curves svg.chart[role=img]") == 9
    box = visit.page.locator("#claim-c2 .figures svg").bounding_box()
    assert box["width"] > 250
    assert box["height"] > 120
    background = visit.page.evaluate("getComputedStyle(document.body).backgroundColor")
    assert (background == "rgb(251, 250, 247)") == (scheme == "light")
    assert visit.problems == []
    visit.close()


def test_hostile_texts_do_nothing(browser: Any, tmp_path: Path) -> None:
    visit = Visit(browser, write_report(hostile_report(), tmp_path)["html"])
    assert visit.page.locator("img").count() == 0
    assert "{{7*7}}" in visit.page.locator("h1").inner_text()
    assert visit.problems == []
    visit.close()


def opened(browser: Any, folder: Path, record: ReportRecord, **options: Any) -> Visit:
    return Visit(browser, write_report(record, folder)["html"], **options)


def shown_claims(visit: Visit) -> list[str]:
    return [
        str(element.get_attribute("id"))
        for element in visit.page.locator("[data-verdict]").all()
        if element.is_visible()
    ]


def test_filter_by_verdict_and_words(browser: Any, tmp_path: Path) -> None:
    visit = opened(browser, tmp_path, churn_report())
    visit.page.get_by_role("checkbox", name="Supported", exact=True).uncheck()
    assert visit.visible("#supported") == 0
    assert visit.visible("article[data-verdict]") == 3
    visit.page.get_by_role("checkbox", name="Supported", exact=True).check()
    visit.page.get_by_role("searchbox").fill("Tenure FALLS")
    assert shown_claims(visit) == ["claim-c2"]
    assert visit.page.locator("#found").inner_text() == "1 of 11 statements shown"
    visit.page.get_by_role("searchbox").fill("no such words")
    assert visit.page.locator("#found").inner_text() == "0 of 11 statements shown"
    assert visit.problems == []
    visit.close()


def test_words_are_sought_in_sentences_and_columns_not_in_numbers(
    browser: Any, tmp_path: Path
) -> None:
    visit = opened(browser, tmp_path, churn_report())
    visit.page.get_by_role("searchbox").fill("overlap")
    assert shown_claims(visit) == []
    visit.page.get_by_role("searchbox").fill("total_charges")
    assert shown_claims(visit) == ["claim-c7", "claim-c10"]
    visit.close()


@pytest.mark.parametrize(
    ("filter_name", "option", "expected"),
    [
        ("Kind", "no_effect", ["claim-n1", "claim-n2", "claim-n3"]),
        ("Column", "age", ["claim-n2", "claim-c6"]),
        ("Effect", "unadjusted", ["claim-c5"]),
    ],
)
def test_filter_by_kind_column_and_basis(
    browser: Any, tmp_path: Path, filter_name: str, option: str, expected: list[str]
) -> None:
    visit = opened(browser, tmp_path, full_report())
    visit.page.get_by_role("combobox", name=filter_name).select_option(option)
    assert shown_claims(visit) == expected
    left = visit.page.locator("section[data-section]:visible [data-verdict]:visible").count()
    assert left == len(expected)
    visit.page.get_by_role("button", name="Show all").click()
    assert visit.page.locator("#found").inner_text() == "17 statements"
    # What the filter unfolded is folded again.
    assert visit.visible("#claim-n3") == 0
    assert visit.problems == []
    visit.close()


def test_the_address_holds_the_filters(browser: Any, tmp_path: Path) -> None:
    visit = opened(browser, tmp_path, full_report())
    visit.page.get_by_role("searchbox").fill("hardly depends")
    visit.page.get_by_role("checkbox", name="Not supported").uncheck()
    visit.page.get_by_role("combobox", name="Kind").select_option("no_effect")
    address = visit.page.url
    expected = shown_claims(visit)
    assert expected == ["claim-n1", "claim-n2"]
    other = Visit(browser, tmp_path / "report.html")
    other.page.goto(address)
    assert shown_claims(other) == expected
    assert other.page.get_by_role("searchbox").input_value() == "hardly depends"
    assert not other.page.get_by_role("checkbox", name="Not supported").is_checked()
    other.page.get_by_role("button", name="Show all").click()
    assert "#" not in other.page.url
    assert len(shown_claims(other)) == 13
    assert visit.problems + other.problems == []
    visit.close()
    other.close()


def test_an_address_of_nothing_known_shows_all(browser: Any, tmp_path: Path) -> None:
    visit = opened(browser, tmp_path, full_report())
    for odd in (
        "#?kind=nonsense&column=",
        "#?",
        "#claim-gone",
        "#%E0%A4%A",
        "#?verdict=x&find=%00",
    ):
        visit.page.evaluate("hash => { location.hash = hash }", odd)
        visit.page.wait_for_timeout(30)
        assert "invalid" not in visit.page.locator("#found").inner_text()
    assert visit.problems == []
    visit.close()


def test_filters_work_by_keyboard(browser: Any, tmp_path: Path) -> None:
    visit = opened(browser, tmp_path, full_report())
    visit.page.get_by_role("searchbox").focus()
    visit.page.keyboard.type("tenure")
    visit.page.keyboard.press("Enter")
    visit.page.keyboard.press("Tab")
    visit.page.keyboard.press("Space")
    assert visit.page.evaluate("document.activeElement.value") == "supported"
    assert "verdict=not_supported" not in visit.page.url
    assert shown_claims(visit) == []
    assert visit.problems == []
    visit.close()


def test_a_link_into_a_fold_opens_it(browser: Any, tmp_path: Path) -> None:
    visit = opened(browser, tmp_path, churn_report())
    assert visit.visible("#claim-c9") == 0
    visit.page.evaluate("location.hash = 'claim-c9'")
    visit.page.locator("#claim-c9").wait_for(state="visible")
    visit.close()


def test_a_claims_address_opens_scrolls_to_and_marks_its_card(browser: Any, tmp_path: Path) -> None:
    path = write_report(full_report(), tmp_path)["html"]
    visit = Visit(browser, path)
    plain = visit.page.locator("#claim-c9").evaluate("e => getComputedStyle(e).boxShadow")
    visit.page.goto(f"{path.as_uri()}#claim-c9")
    card = visit.page.locator("#claim-c9")
    card.wait_for(state="visible")
    visit.page.wait_for_timeout(50)
    assert 0 <= card.bounding_box()["y"] < 500
    assert card.evaluate("e => getComputedStyle(e).boxShadow") != plain
    assert visit.problems == []
    visit.close()


def test_a_link_to_a_claim_that_filters_hide_shows_it(browser: Any, tmp_path: Path) -> None:
    visit = opened(browser, tmp_path, full_report())
    visit.page.get_by_role("combobox", name="Kind").select_option("trend")
    assert visit.visible("#claim-n1") == 0
    visit.page.locator("#faults a[href='#claim-n1']").click()
    visit.page.locator("#claim-n1").wait_for(state="visible")
    assert visit.page.url.endswith("#claim-n1")
    assert visit.problems == []
    visit.close()


def test_a_card_links_back_to_its_fault(browser: Any, tmp_path: Path) -> None:
    visit = opened(browser, tmp_path, full_report())
    visit.page.locator("#claim-n2 .fault-link a").click()
    assert visit.page.url.endswith("#fault-1")
    assert visit.visible("#fault-1") == 1
    visit.close()


def test_a_statements_link_and_a_remedy_can_be_copied(browser: Any, tmp_path: Path) -> None:
    visit = opened(
        browser, tmp_path, full_report(), permissions=["clipboard-read", "clipboard-write"]
    )
    visit.page.locator("#fault-1 button[data-copy]").click()
    visit.page.locator("#fault-1 .copied").wait_for()
    assert visit.page.evaluate("navigator.clipboard.readText()") == "--recode age=99:missing"
    visit.page.locator("#claim-i1 a[data-link]").click()
    visit.page.locator("#claim-i1 .copied").wait_for()
    assert visit.page.evaluate("navigator.clipboard.readText()").endswith("report.html#claim-i1")
    assert visit.problems == []
    visit.close()


def test_every_kind_is_drawn(browser: Any, tmp_path: Path) -> None:
    visit = opened(browser, tmp_path, full_report())
    for card, drawn in (
        ("i1", "path.series"),
        ("d1", "path.series-whisker"),
        ("n1", ".parts .floor"),
        ("t1", ".region"),
    ):
        assert visit.page.locator(f"#claim-{card} {drawn}").first.bounding_box()["width"] > 5
    assert visit.page.locator("#fault-1 .bar.marked").bounding_box()["height"] > 40
    assert visit.page.locator("#answer .noise").first.bounding_box()["height"] > 30
    assert visit.problems == []
    visit.close()


def test_readable_without_scripts(browser: Any, tmp_path: Path) -> None:
    path = write_report(churn_report(), tmp_path)["html"]
    visit = Visit(browser, path, java_script_enabled=False)
    assert visit.visible("article[data-verdict]") == 8
    assert visit.visible("#tools") == 0
    assert visit.visible("button") == 0
    visit.page.locator("#not-supported summary").click()
    assert visit.visible("#claim-c9") == 1
    visit.close()


@pytest.mark.parametrize(
    "make",
    [churn_report, full_report, hostile_report, narrated_report, hostile_narrated_report],
)
def test_nothing_sticks_out_on_a_phone(browser: Any, tmp_path: Path, make: Any) -> None:
    path = write_report(make(), tmp_path)["html"]
    visit = Visit(browser, path, viewport={"width": 360, "height": 740})
    assert visit.page.evaluate("document.documentElement.scrollWidth") <= 360
    visit.close()


def test_keyboard_reaches_the_statements_first(browser: Any, tmp_path: Path) -> None:
    visit = Visit(browser, write_report(churn_report(), tmp_path)["html"])
    visit.page.keyboard.press("Tab")
    assert visit.page.evaluate("document.activeElement.className") == "skip"
    visit.page.keyboard.press("Enter")
    assert visit.page.evaluate("document.activeElement.id") == "main"
    visit.close()


def test_printing_unfolds_everything(browser: Any, tmp_path: Path) -> None:
    visit = Visit(browser, write_report(churn_report(), tmp_path)["html"])
    visit.page.evaluate("dispatchEvent(new Event('beforeprint'))")
    assert visit.page.locator("details:not([open])").count() == 0
    visit.page.evaluate("dispatchEvent(new Event('afterprint'))")
    assert visit.page.locator("details[open]").count() == 0
    visit.close()


def test_a_wide_report_opens(browser: Any, tmp_path: Path) -> None:
    visit = Visit(browser, write_report(wide_report(100), tmp_path)["html"])
    assert visit.page.locator("article[data-verdict]").count() == 100
    assert visit.problems == []
    visit.close()


def test_snippet_shows_inside_another_page(browser: Any, tmp_path: Path) -> None:
    path = tmp_path / "notebook.html"
    path.write_text(f"<!DOCTYPE html>{render_snippet(churn_report())}", encoding="utf-8")
    visit = Visit(browser, path)
    frame = visit.page.frame_locator("iframe")
    assert frame.locator("article.card").first.is_visible()
    assert visit.problems == []
    visit.close()


def test_a_mark_is_reached_by_keyboard_and_leads_to_its_card(browser: Any, tmp_path: Path) -> None:
    """Bug: the page scrolled smoothly while its script jumped to the card, and missed it."""
    visit = opened(browser, tmp_path, narrated_report())
    visit.page.keyboard.press("Tab")  # the link that skips to the statements
    visit.page.keyboard.press("Tab")
    focused = "document.activeElement"
    assert visit.page.evaluate(f"{focused}.className") == "mark"
    assert visit.page.evaluate(f"{focused}.ariaLabel").startswith("Statement 3: Customers whose")
    visit.page.keyboard.press("Enter")
    assert visit.page.url.endswith("#claim-c1")
    visit.page.wait_for_timeout(50)
    assert 0 <= visit.page.locator("#claim-c1").bounding_box()["y"] < 500
    assert visit.problems == []
    visit.close()


def test_the_numbers_of_a_sentence_can_be_read_by_a_program(browser: Any, tmp_path: Path) -> None:
    visit = opened(browser, tmp_path, narrated_report())
    numbers = (
        visit.page.locator(".summary .sentence")
        .nth(1)
        .evaluate("sentence => JSON.parse(sentence.dataset.numbers)")
    )
    assert numbers == [[-0.098, "c2", "effect"], [24, "c2", "region.tenure.high"]]
    visit.close()


@pytest.mark.parametrize("options", [{}, {"color_scheme": "dark"}])
@pytest.mark.parametrize("media", ["screen", "print"])
def test_guesses_look_unlike_findings(
    browser: Any, tmp_path: Path, options: dict[str, str], media: str
) -> None:
    visit = opened(browser, tmp_path, narrated_report(), **options)
    visit.page.emulate_media(media=media)
    style = "element => { const s = getComputedStyle(element); return [s.fontStyle, s.color]; }"
    guess = visit.page.locator("#claim-c1 .guesses dd").first
    said = visit.page.locator("#claim-c1 .words .sentence").first
    (slant, ink), (upright, other_ink) = guess.evaluate(style), said.evaluate(style)
    assert (slant, upright) == ("italic", "normal")
    assert ink != other_ink
    box = visit.page.locator("#claim-c1 .guesses")
    assert box.evaluate("element => getComputedStyle(element).borderTopStyle") == "dashed"
    assert "not tested" in box.inner_text()
    assert not visit.page.locator("#claim-c1 .guesses .words, #claim-c1 .words .guesses").count()
    visit.close()


def test_a_surprise_and_its_card_lead_to_each_other(browser: Any, tmp_path: Path) -> None:
    visit = opened(browser, tmp_path, narrated_report())
    visit.page.locator("#surprise-1 a").click()
    assert visit.page.url.endswith("#claim-c2")
    visit.page.locator("#claim-c2 .surprise-mark").click()
    assert visit.page.url.endswith("#surprise-1")
    bar = visit.page.locator("#surprise-1 .score .part").bounding_box()["width"]
    frame = visit.page.locator("#surprise-1 .score .whole").bounding_box()["width"]
    assert bar == pytest.approx(0.87 * frame, rel=0.02)
    assert visit.visible("#surprise-3 a") == 0
    assert visit.problems == []
    visit.close()


def test_hostile_words_do_nothing(browser: Any, tmp_path: Path) -> None:
    visit = opened(browser, tmp_path, hostile_narrated_report())
    assert visit.page.locator("img").count() == 0
    assert "<script>alert(1)</script>" in visit.page.locator(".summary").inner_text()
    assert visit.problems == []
    visit.close()


def test_the_filter_finds_findings_but_no_guesses(browser: Any, tmp_path: Path) -> None:
    visit = opened(browser, tmp_path, narrated_report())
    visit.page.get_by_role("searchbox").fill("whatever else is known")
    assert shown_claims(visit) == ["claim-c1"]
    visit.page.get_by_role("searchbox").fill("may invite comparison")
    assert shown_claims(visit) == []
    visit.close()
