"""How a judged property was compared, on its card: who judged, what it was held against."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from dataexplain.judged_records import AuditRecord, JudgedRecord, KeywordRecord
from dataexplain.report.formatting import count, fixed, listed, share
from dataexplain.report.markdown_text import escape, table

# Who proposed a property, as it stands behind "by".
_PROPOSERS = {
    "user": "you",
    "file": "your file of properties",
    "bank": "the bank of general properties",
    "model": "the language model, shown texts",
    "key terms": "the language model, shown key words",
    "clusters": "the language model, shown clusters of texts",
    "words": "words that one group uses more",
}


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
    own, other = judged.shares
    if all(judged.judged):
        yield (
            f"{share(own)} of the texts of {_groups(judged)[0]} have it, against {share(other)} of "
            f"{_others(judged)}."
        )
    yield _counted(judged) if judged.basis == "code" else _judged(judged)
    if judged.controls is not None and judged.controls[1]:
        right, asked = judged.controls
        pairs = (
            f"{count(asked)} pairs of texts that are known, one to have the property and one not"
        )
        yield f"Of {pairs}, the judge put {count(right)} in the right order."
    elif judged.controls is None and judged.basis != "code":
        yield "The judge was not tried on texts that are known."
    if judged.rewordings is not None:
        low, high = (points(end) for end in judged.rewordings)
        yield f"Asked in other words, the difference is between {low} and {high} points."
    if judged.swapped is not None:
        yield (
            "Asked which of two texts has it, one of either group and in both orders, it comes out "
            f"{points(judged.swapped)} points."
        )
    if judged.keyword is not None:
        yield _keyword(judged.keyword)
    if judged.audit is not None:
        yield _audit(judged.audit, _groups(judged))
    if judged.joint_gain is not None:
        yield (
            "Added to the properties tested before it, it changes how well they tell the groups "
            f"apart by {points(judged.joint_gain)} points of AUC."
        )
    yield f"Proposed by {_PROPOSERS.get(judged.source, judged.source)}."


def _groups(judged: JudgedRecord) -> tuple[str, str]:
    """Return the groups in quotes; where the second is all others it is called so."""
    first, second = judged.groups
    return f"“{first}”", "all others" if second == f"not {first}" else f"“{second}”"


def _others(judged: JudgedRecord) -> str:
    first, second = judged.groups
    return "all other texts" if second == f"not {first}" else f"those of “{second}”"


def _counted(judged: JudgedRecord) -> str:
    first, second = judged.judged
    return (
        f"Looked up by code in all {count(first)} and {count(second)} held-out texts: no model was "
        "asked, so that nothing is judged wrongly."
    )


def _judged(judged: JudgedRecord) -> str:
    own, other = (
        f"all {count(every)}" if some == every else f"{count(some)} of {count(every)}"
        for some, every in zip(judged.judged, judged.texts, strict=True)
    )
    first, second = _groups(judged)
    text = f"Judged by {judged.judge}: {own} held-out texts of {first} and {other} of {second}"
    if judged.effective > 1:
        text += (
            f"; a probe on embeddings foretells the rest, which makes each judged text worth "
            f"{fixed(judged.effective, 2)}"
        )
    if judged.mode == "early_stop":
        text += "; they were judged in batches, no longer than the answer was open"
    return f"{text}." if judged.audit else f"{text}. No person checked its answers."


def _keyword(keyword: KeywordRecord) -> str:
    words = listed([f"“{term}”" for term in keyword.terms])
    low, high = (points(end) for end in keyword.interval)
    chance = ", which may be chance" if keyword.interval[0] <= 0 <= keyword.interval[1] else ""
    return (
        f"The best words alone, {words}, differ by {points(keyword.difference)} points; with them "
        f"held fixed, the property differs by {points(keyword.adds)} points ({low} to "
        f"{high}){chance}."
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
