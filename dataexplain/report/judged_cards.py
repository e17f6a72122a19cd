"""How a judged property was compared, on its card: who judged, what it was held against."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from dataexplain.judged_records import AuditRecord, JudgedRecord, KeywordRecord
from dataexplain.report.formatting import count, fixed, listed, share
from dataexplain.report.markdown_text import escape, table


def judged_context(judged: JudgedRecord | None) -> dict[str, Any] | None:
    """Return what a card shows of a judged property, or None for other statements.

    Parameters
    ----------
    judged : JudgedRecord or None

    Returns
    -------
    dict or None
        `lines`, and `strata`: a table of the difference with one column held fixed at a time.
    """
    if judged is None:
        return None
    return {
        "lines": list(_lines(judged)),
        "strata": [
            {
                "column": stratum.column,
                "difference": points(stratum.difference),
                "interval": f"from {points(stratum.interval[0])} to {points(stratum.interval[1])}",
                "survives": "stays" if stratum.survives else "does not stay",
            }
            for stratum in judged.strata
        ],
    }


def judged_blocks(context: dict[str, Any] | None) -> list[str]:
    """Return the same as Markdown.

    Parameters
    ----------
    context : dict or None
        As `judged_context` returns it.
    """
    if context is None:
        return []
    blocks = ["\n".join(f"- {escape(line)}" for line in context["lines"])]
    if context["strata"]:
        names = ("column", "difference", "interval", "survives")
        rows = [[row[name] for name in names] for row in context["strata"]]
        blocks += ["With one column held fixed at a time:", table(_HEADINGS, rows)]
    return blocks


_HEADINGS = ["held fixed", "difference (points)", "95% interval", ""]


def points(difference: float) -> str:
    """Write a difference of shares in points, with its sign.

    Examples
    --------
    >>> points(0.186), points(-0.04), points(0.0)
    ('+18.6', '−4.0', '0.0')
    """
    text = fixed(abs(difference) * 100, 1)
    if float(text) == 0:
        return text
    return f"{'+' if difference > 0 else '−'}{text}"


def _lines(judged: JudgedRecord) -> Iterator[str]:
    (first, second), (own, other) = judged.groups, judged.shares
    if all(judged.judged):
        yield f"{share(own)} of the texts of {first} against {share(other)} of those of {second}."
    yield _judged(judged)
    if judged.controls is not None and judged.controls[1]:
        right, asked = judged.controls
        pairs = (
            f"{count(asked)} pairs of texts that are known, one to have the property and one not"
        )
        yield f"Of {pairs}, the judge put {count(right)} in the right order."
    elif judged.controls is None:
        yield "The judge was not tried on texts that are known."
    if judged.rewordings is not None:
        low, high = (points(end) for end in judged.rewordings)
        yield f"Asked in other words, the difference is between {low} and {high} points."
    if judged.swapped is not None:
        yield f"Asked of pairs, in both orders, it comes out {points(judged.swapped)} points."
    if judged.keyword is not None:
        yield _keyword(judged.keyword)
    if judged.audit is not None:
        yield _audit(judged.audit, judged.groups)
    if judged.joint_gain is not None:
        gain = f"{points(judged.joint_gain)} points of AUC"
        yield f"To what those tested before it tell of the groups, it adds {gain}."
    yield f"Proposed by: {judged.source}."


def _judged(judged: JudgedRecord) -> str:
    (first, second), (all_first, all_second) = judged.judged, judged.texts
    text = (
        f"Judged by {judged.judge}: {count(first)} of {count(all_first)} and {count(second)} of "
        f"{count(all_second)} held-out texts"
    )
    if judged.effective > 1:
        text += (
            f"; a probe on embeddings foretells the rest, which makes each judged text worth "
            f"{fixed(judged.effective, 2)}"
        )
    if judged.mode == "early_stop":
        text += "; judging stopped as soon as the answer was clear"
    return f"{text}." if judged.audit else f"{text}. No person checked its answers."


def _keyword(keyword: KeywordRecord) -> str:
    words = listed([f"“{term}”" for term in keyword.terms])
    low, high = (points(end) for end in keyword.interval)
    return (
        f"The best words alone, {words}, differ by {points(keyword.difference)} points; with them "
        f"held fixed, the property still differs by {points(keyword.adds)} ({low} to {high})."
    )


def _audit(audit: AuditRecord, groups: tuple[str, str]) -> str:
    parts = [
        f"{share(audit.sensitivity[side])} of what has it and {share(audit.specificity[side])} of "
        f"what has not in {name} ({count(audit.labels[side])} labels)"
        for side, name in enumerate(groups)
    ]
    return (
        f"By people's labels the judge tells right {' and '.join(parts)}; the interval holds that."
    )
