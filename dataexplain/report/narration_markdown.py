"""The words of a report as Markdown: what it says in short, on its cards, and what surprised."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from dataexplain.report.markdown_text import escape, table


def in_short_blocks(in_short: dict[str, Any] | None) -> list[str]:
    """Return the paragraph in short; the table of its numbers stands under the method.

    Parameters
    ----------
    in_short : dict or None
    """
    if in_short is None:
        return []
    text = " ".join(sentence_text(sentence) for sentence in in_short["sentences"])
    blocks = [f"**In short.** {text}"]
    if in_short["by"]:
        blocks.append(f"{escape(in_short['by'])}.")
    return blocks


def number_blocks(in_short: dict[str, Any] | None) -> list[str]:
    """Return where each number of the paragraph in short stands.

    Parameters
    ----------
    in_short : dict or None
    """
    if in_short is None or not in_short["numbers"]:
        return []
    rows = [
        [entry["value"], entry["claim"]["name"], entry["field"]] for entry in in_short["numbers"]
    ]
    return ["### Numbers of “In short”", table(["number", "statement", "field"], rows)]


def surprise_blocks(surprises: dict[str, Any]) -> list[str]:
    """Return the section of surprises, or the line that there were none.

    Parameters
    ----------
    surprises : dict
    """
    ending = [escape(surprises["uncompared"])] if surprises["uncompared"] else []
    if not surprises["shown"]:
        return [*([escape(surprises["none"])] if surprises["none"] else []), *ending]
    items = [_surprise(entry, place) for place, entry in enumerate(surprises["shown"], start=1)]
    more = [f"{surprises['more']} more are in report.json."] if surprises["more"] else []
    return [f"## {surprises['title']}", surprises["intro"], "\n".join(items), *more, *ending]


def finding_blocks(words: dict[str, Any] | None) -> list[str]:
    """Return what is said of a statement in words, in a paragraph.

    Parameters
    ----------
    words : dict or None
    """
    findings = [] if words is None else words["findings"]
    return [" ".join(sentence_text(finding) for finding in findings)] if findings else []


def guess_blocks(words: dict[str, Any] | None) -> list[str]:
    """Return what was not tested, as a quotation, so that no one takes it for a finding.

    Parameters
    ----------
    words : dict or None
    """
    guesses = None if words is None else words["guesses"]
    if guesses is None:
        return []
    lines = [f"> **{guesses['heading']} ({guesses['flag']})**", ">"]
    for group in guesses["groups"]:
        lines += [f"> - {group['label']}: *{escape(text)}*" for text in group["texts"]]
    lines += [">", f"> {escape(guesses['by'])}"]
    return ["\n".join(lines)]


def dropped_blocks(dropped: dict[str, Any] | None) -> list[str]:
    """Return what a language model wrote and the report does not say.

    Parameters
    ----------
    dropped : dict or None
    """
    if dropped is None:
        return []
    items = "\n".join(
        f"- {_quoted(entry['text'])}{escape(entry['reason'])}" for entry in dropped["sentences"]
    )
    more = [f"{dropped['more']} more are in report.json."] if dropped["more"] else []
    return [f"### {dropped['heading']}", f"{escape(dropped['label'])}:", items, *more]


def description_blocks(descriptions: dict[str, Any] | None) -> list[str]:
    """Return the user's own words, quoted.

    Parameters
    ----------
    descriptions : dict or None
    """
    if descriptions is None:
        return []
    items = "\n".join(
        f"- {escape(entry['name']) or 'the table'}: “{escape(entry['text'])}”"
        for entry in descriptions["entries"]
    )
    more = [f"{descriptions['more']} more are in report.json."] if descriptions["more"] else []
    return [f"{descriptions['label']}:", items, *more]


def sentence_text(sentence: dict[str, Any]) -> str:
    r"""Return a sentence with the statements that it rests on in brackets.

    Parameters
    ----------
    sentence : dict

    Examples
    --------
    >>> claims = [{"name": "statement 1"}, {"name": "a_b"}]
    >>> print(sentence_text({"text": "It rises.", "claims": claims, "more": ""}))
    It rises (statement 1, a\_b).
    """
    text = sentence["text"].rstrip()
    marks = _marks(sentence["claims"], sentence["more"])
    ended = bool(marks) and text.endswith(".")
    return f"{escape(text[:-1] if ended else text)}{marks}{'.' if ended else ''}"


def _quoted(text: str) -> str:
    return f"“{escape(text)}”: " if text else ""


def _surprise(entry: dict[str, Any], place: int) -> str:
    sentence = {"text": entry["text"], "claims": [entry["claim"]], "more": ""}
    facts = " · ".join(f"{escape(name)}: {escape(value)}" for name, value in entry["facts"])
    return f"{place}. {sentence_text(sentence)}\n   {facts}"


def _marks(claims: Sequence[dict[str, Any]], more: str = "") -> str:
    names = [escape(claim["name"]) for claim in claims] + ([f"{more} more"] if more else [])
    return f" ({', '.join(names)})" if names else ""
