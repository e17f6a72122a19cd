"""A property as it stands behind several texts: "mentions a refund" -> "mention a refund"."""

from __future__ import annotations

import re

from dataexplain.claims.text_readings import (
    ADVERB,
    JOINED,
    as_predicate,
    base_form,
)

_PLURALS = {"is": "are", "was": "were", "has": "have", "does": "do"}
# What follows says something by itself: its verbs are not those of the text.
_CLAUSE = re.compile(
    r"\b(?:that|which|who|whom|whose|what|where|when|why|how|whether|if|because|while|than|as)\b",
    re.IGNORECASE,
)
# Behind "and" these are verbs, and no nouns in the plural such as "dogs" and "requests".
_VERBS = """
accuses admits advises agrees apologises apologizes argues asks asserts assumes avoids begins
believes brings celebrates compares complains congratulates considers contains conveys covers
criticises criticizes declares defends denies depicts describes disagrees discusses does emphasises
emphasizes encourages evokes exaggerates explains explores expresses gives has includes informs
invites is keeps lacks laments makes mentions mocks narrates opposes persuades presents promotes
proposes provides recalls recommends refers refuses regrets rejects reveals says seems speaks
suggests summarises summarizes swears tells tries warns was
"""
_OR_NOUNS = """
addresses advances aims answers appeals attacks blames calls claims comments contrasts demands
doubts ends fears focuses hopes insults jokes judges lists looks names needs notes offers plans
points portrays praises promises questions quotes reads reports requests responds reviews shows
sounds starts states supports takes talks teases thanks threatens turns urges uses voices wants
wishes worries writes
"""
_ONLY_VERBS, _VERBS_OR_NOUNS = frozenset(_VERBS.split()), frozenset(_OR_NOUNS.split())


def as_plural(property: str) -> str:
    """Return a property of one text as several texts have it.

    In quotes where it begins with no verb, or where it is open which words are its verbs.

    Examples
    --------
    >>> as_plural("mentions a refund"), as_plural("is not about sports"), as_plural("never swears")
    ('mention a refund', 'are not about sports', 'never swear')
    >>> as_plural("thanks and complains"), as_plural("has cats or dogs")
    ('thank and complain', 'have cats or dogs')
    >>> as_plural("noise at night"), as_plural("makes plans or requests")
    ('fit "noise at night"', 'fit "makes plans or requests"')
    """
    predicate = as_predicate(property)
    first, *others = JOINED.split(predicate)
    said = _plural(first.strip())
    inside = _CLAUSE.search(first) is not None
    for joint, part in zip(JOINED.findall(predicate), map(str.strip, others), strict=True):
        verb = _begins_with_one_of(_ONLY_VERBS, part)
        if (verb and inside) or _begins_with_one_of(_VERBS_OR_NOUNS, part):
            return f'fit "{property}"'
        said += f" {joint} {_plural(part) if verb else part}"
        inside = inside or _CLAUSE.search(part) is not None
    return said


def _begins_with_one_of(verbs: frozenset[str], part: str) -> bool:
    first, _, rest = part.partition(" ")
    if (ADVERB.match(first) or first.lower() in ("not", "never")) and rest:
        return _begins_with_one_of(verbs, rest)
    return first.lower().replace("’", "'").removesuffix("n't") in verbs


def _plural(predicate: str) -> str:
    first, _, rest = predicate.partition(" ")
    verb = first.lower().replace("’", "'")
    if (ADVERB.match(first) or verb == "never") and rest:
        return f"{first} {_plural(rest)}"
    negated = " not" if verb.endswith("n't") else ""
    known = _PLURALS.get(verb.removesuffix("n't"))
    return f"{known}{negated} {rest}".rstrip() if known else base_form(predicate)
