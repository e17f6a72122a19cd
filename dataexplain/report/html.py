"""The report as one HTML file, and its first cards as a fragment for a notebook."""

from __future__ import annotations

from collections.abc import Set
from typing import Any

import jinja2
from markupsafe import Markup, escape

from dataexplain.records import ReportRecord
from dataexplain.report.context import report_context
from dataexplain.report.pages import page_environment, page_policy

MOST_SNIPPET_CARDS = 10
_SNIPPET_HEIGHT = 720
# With more claims than this a browser draws cards only as they come near the window.
_LONG_PAGE = 80
_SNIPPET_SECTIONS = frozenset({"supported", "drift", "no_effect", "inconclusive"})


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
    environment = page_environment()
    style = _style(environment, record)
    script = environment.get_template("report.js.j2").render()
    return environment.get_template("report.html.j2").render(
        **report_context(record, rows=rows),
        policy=page_policy(style, script),
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
    environment = page_environment()
    style = _style(environment, record)
    context = report_context(record, rows=rows)
    cards = [
        card
        for name, section in context["sections"].items()
        if name in _SNIPPET_SECTIONS
        for card in section["cards"]
    ]
    shown = cards[:MOST_SNIPPET_CARDS]
    held = {entry["anchor"] for entry in (*shown, *context["surprises"]["shown"])}
    page = environment.get_template("snippet.html.j2").render(
        **_linked_within({**context, "cards": shown}, held),
        more=len(record.claims) - len(shown),
        policy=page_policy(style),
        style=Markup(style),
    )
    return (
        f'<iframe srcdoc="{escape(page)}" sandbox="" title="{escape(context["title"])}" '
        f'width="100%" height="{_SNIPPET_HEIGHT}" frameborder="0"></iframe>'
    )


def _style(environment: jinja2.Environment, record: ReportRecord) -> str:
    """Return the page's style; a report without words has no need of theirs."""
    worded = record.narration is not None or record.surprises
    names = ["report.css.j2", *(["narration.css.j2"] if worded else [])]
    return "".join(environment.get_template(name).render() for name in names)


def _linked_within(value: Any, held: Set[str]) -> Any:
    """Keep of links to what a snippet does not hold only the words.

    Examples
    --------
    >>> _linked_within([{"anchor": "claim-1"}, {"anchor": "claim-2"}], {"claim-2"})
    [{'anchor': ''}, {'anchor': 'claim-2'}]
    """
    if isinstance(value, dict):
        return {
            name: ("" if name == "anchor" and entry not in held else _linked_within(entry, held))
            for name, entry in value.items()
        }
    return [_linked_within(entry, held) for entry in value] if isinstance(value, list) else value
