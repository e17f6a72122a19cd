"""The page in a real browser with the network off."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from dataexplain.report import render_snippet, write_report

from .example import churn_report, hostile_report, wide_report

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
    assert visit.visible("article.card") == 8
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


def test_filter_by_verdict_and_words(browser: Any, tmp_path: Path) -> None:
    visit = Visit(browser, write_report(churn_report(), tmp_path)["html"])
    visit.page.get_by_role("checkbox", name="Supported", exact=True).uncheck()
    assert visit.visible("#supported") == 0
    assert visit.visible("article.card") == 3
    visit.page.get_by_role("checkbox", name="Supported", exact=True).check()
    visit.page.get_by_role("searchbox").fill("tenure falls")
    assert visit.page.locator("[data-verdict]:visible").count() == 1
    assert visit.page.locator("#found").inner_text() == "1 of 11 statements"
    assert visit.problems == []
    visit.close()


def test_a_link_into_a_fold_opens_it(browser: Any, tmp_path: Path) -> None:
    path = write_report(churn_report(), tmp_path)["html"]
    visit = Visit(browser, path)
    assert visit.visible("#claim-c9") == 0
    visit.page.evaluate("location.hash = 'claim-c9'")
    visit.page.locator("#claim-c9").wait_for(state="visible")
    visit.close()


def test_readable_without_scripts(browser: Any, tmp_path: Path) -> None:
    path = write_report(churn_report(), tmp_path)["html"]
    visit = Visit(browser, path, java_script_enabled=False)
    assert visit.visible("article.card") == 8
    assert visit.visible("#tools") == 0
    visit.page.locator("#not-supported summary").click()
    assert visit.visible("#claim-c9") == 1
    visit.close()


@pytest.mark.parametrize("make", [churn_report, hostile_report])
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
    assert visit.page.locator("article.card").count() == 100
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
