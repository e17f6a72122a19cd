"""The page before several reports: what each found in a sentence, and where it lies."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from dataexplain.report.formatting import readable
from dataexplain.report.markdown_text import escape
from dataexplain.report.pages import render_page


@dataclass(frozen=True)
class IndexEntry:
    """One report of several: what it is called, what it found, and its files.

    `kind` says in a word or two what was done; `more` are further sentences that stand out.
    """

    name: str
    kind: str
    title: str
    sentence: str
    page: str
    markdown: str
    more: tuple[str, ...] = ()


def render_index(title: str, entries: Sequence[IndexEntry]) -> str:
    """Return the index as one page that asks nothing of any network.

    Examples
    --------
    >>> entry = IndexEntry("may", "explanation", "May", "Nothing.", "may/report.html", "may/r.md")
    >>> '<a href="may/report.html">' in render_index("Spring", [entry])
    True
    """
    context = {"title": title, "entries": entries}
    return render_page("index.html.j2", context, "report.css.j2")


def render_index_markdown(title: str, entries: Sequence[IndexEntry]) -> str:
    """Return the index as Markdown.

    Examples
    --------
    >>> entry = IndexEntry("may", "explanation", "May", "Nothing.", "may/report.html", "may/r.md")
    >>> print(render_index_markdown("Spring", [entry]))
    # Spring
    <BLANKLINE>
    ## 1. May
    <BLANKLINE>
    may: explanation. Nothing.
    <BLANKLINE>
    [Markdown](may/r.md), [page](may/report.html)
    <BLANKLINE>
    """
    parts = [f"# {escape(readable(title))}"]
    for place, entry in enumerate(entries, start=1):
        parts.append(f"## {place}. {escape(readable(entry.title))}")
        said = f"{entry.name}: {entry.kind}. {entry.sentence}"
        parts.append(escape(readable(said)))
        if entry.more:
            parts.append("\n".join(f"- {escape(readable(sentence))}" for sentence in entry.more))
        parts.append(f"[Markdown]({entry.markdown}), [page]({entry.page})")
    return "\n\n".join(parts) + "\n"
