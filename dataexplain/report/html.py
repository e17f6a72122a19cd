"""The report as one HTML file that asks nothing of any network.

The page holds one style and one script; its content security policy names the hashes of both
and allows nothing else, so that whatever a cell of the table holds stays text.
"""

from __future__ import annotations

import base64
import hashlib
from typing import Any

import jinja2
from markupsafe import Markup, escape

from dataexplain.records import ReportRecord
from dataexplain.report.context import report_context

MOST_SNIPPET_CARDS = 10
_SNIPPET_HEIGHT = 720
# With more claims than this a browser draws cards only as they come near the window.
_LONG_PAGE = 80
_SNIPPET_SECTIONS = frozenset({"supported", "drift", "no_effect", "inconclusive"})


def _environment() -> jinja2.Environment:
    return jinja2.Environment(
        loader=jinja2.PackageLoader("dataexplain.report", "templates"),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )


def render_html(record: ReportRecord, *, rows: bool = True) -> str:
    """Return the report as one self-contained page.

    Parameters
    ----------
    record : ReportRecord
    rows : bool
        Whether example rows of the table may be shown.

    Returns
    -------
    str
        A whole HTML document: no request to anywhere, no text of the table run or loaded.
    """
    environment = _environment()
    style = environment.get_template("report.css.j2").render()
    script = environment.get_template("report.js.j2").render()
    return environment.get_template("report.html.j2").render(
        **report_context(record, rows=rows),
        policy=_policy(style, script),
        long_page=_LONG_PAGE,
        # Both come from this package's own templates, which take nothing from the record.
        style=Markup(style),
        script=Markup(script),
    )


def render_snippet(record: ReportRecord, *, rows: bool = True) -> str:
    """Return the answer and the first cards as a fragment for a notebook's output cell.

    The fragment is one sandboxed frame: the notebook's style cannot reach in, and nothing in it
    can run.

    Parameters
    ----------
    record : ReportRecord
    rows : bool
        Whether example rows of the table may be shown.

    Returns
    -------
    str
        One ``iframe`` element.
    """
    environment = _environment()
    style = environment.get_template("report.css.j2").render()
    context = report_context(record, rows=rows)
    cards = [
        card
        for name, section in context["sections"].items()
        if name in _SNIPPET_SECTIONS
        for card in section["cards"]
    ]
    shown = [_without_links(card) for card in cards[:MOST_SNIPPET_CARDS]]
    page = environment.get_template("snippet.html.j2").render(
        **context,
        cards=shown,
        more=len(record.claims) - len(shown),
        policy=_policy(style, None),
        style=Markup(style),
    )
    return (
        f'<iframe srcdoc="{escape(page)}" sandbox="" title="{escape(context["title"])}" '
        f'width="100%" height="{_SNIPPET_HEIGHT}" frameborder="0"></iframe>'
    )


def _without_links(card: dict[str, Any]) -> dict[str, Any]:
    """Keep the words of links to what a snippet does not hold."""
    return {**card, "faults": [{**fault, "anchor": ""} for fault in card["faults"]]}


def _policy(style: str, script: str | None) -> str:
    """Allow exactly this style and this script, and nothing else."""
    parts = ["default-src 'none'", f"style-src '{_digest(style)}'"]
    if script is not None:
        parts.append(f"script-src '{_digest(script)}'")
    parts += ["img-src data:", "base-uri 'none'", "form-action 'none'"]
    return "; ".join(parts)


def _digest(text: str) -> str:
    return "sha256-" + base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()
