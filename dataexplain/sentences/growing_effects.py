"""Sentences that say where an effect is stronger: "the effect of age is stronger for women"."""

from __future__ import annotations

import re
from dataclasses import dataclass

from dataexplain.narration.grounding.vocabulary import FALLING, RISING

_STRONGER = (
    r"(?:stronger|larger|greater|bigger|higher|steeper|more pronounced|more important|"
    r"more marked)"
)
_WEAKER = r"(?:weaker|smaller|lower|flatter|less pronounced|less important|less marked|milder)"
_EFFECT = (
    r"\b(?:effects?|influence|impact|importance|role|slope|association|relation|relationship|"
    r"difference|gap|(?:risk )?factor|predictor|driver)\b"
)
_SIZED = re.compile(rf"{_EFFECT}.* (?:(?P<more>{_STRONGER})|(?P<less>{_WEAKER}))\b")
# "Class makes a bigger difference for women": the size before the effect, and then where.
_BEFORE = re.compile(
    rf"(?:\b(?:has|have|had|makes?|made|plays?|played|is|are|was|were) (?:an? |the )?(?:much )?"
    rf"(?:(?P<more>{_STRONGER})|(?P<less>{_WEAKER})) {_EFFECT}) (?:[^ ]+ ){{0,3}}?"
    rf"(?:for|in|on|at|among|amongst|with|where|when) "
)
_MATTERS = re.compile(
    r"\b(?:matters?|mattered|counts?|counted|affects?(?: [^ ]+){0,3}) (?:(?P<more>more|most)|"
    r"(?P<less>less|least))\b"
)
# "Hours pay off more for men", "helped less in third class", "lifts prices more inland".
_GOOD = (
    r"(?:pays? off|paid off|helps?|helped|lifts?|lifted|raises?|raised|boosts?|boosted|increases?|"
    r"increased|adds?|added|improves?|improved|brings? up|benefits?|benefited)"
)
_BAD = (
    r"(?:hurts?|harms?|harmed|lowers?|lowered|reduces?|reduced|cuts?|decreases?|decreased|"
    r"depress(?:es|ed)?|damages?|damaged)"
)
_GAINED = re.compile(
    rf"\b(?:(?P<good>{_GOOD})|(?P<bad>{_BAD}))(?: [^ ,]+){{0,4}}? (?:(?P<more>more|most)|"
    rf"(?P<less>less|least)) (?:for |in |on |at |among |amongst |with |where |when |@)"
)
_VERBS = "|".join(sorted(RISING | FALLING, key=len, reverse=True))
_PACE = re.compile(
    rf"\b(?P<verb>{_VERBS})\b(?: [^ ]+){{0,6}}? "
    r"(?:(?P<more>faster|quicker|more (?:steeply|strongly|sharply|quickly|rapidly)|especially|"
    r"particularly|above all|mainly|mostly)|"
    r"(?P<less>slower|less (?:steeply|strongly|sharply|quickly|rapidly)))\b"
)


@dataclass(frozen=True)
class GrowingEffect:
    """How an effect differs: `sign` is 1 where more is gained, as far as the words say.

    `way_said` is False where they say only that it is stronger or weaker. `where_first` is True
    where the rows are named before the column whose effect it is.
    """

    sign: int
    way_said: bool
    where_first: bool = False


def growing_effect(text: str) -> GrowingEffect | None:
    """Return how an effect is said to differ between rows, None where nothing says it.

    Parameters
    ----------
    text : str
        Words in a row, a sign for each word of a name.

    Examples
    --------
    >>> growing_effect("the effect of @ is weaker for @")
    GrowingEffect(sign=-1, way_said=False, where_first=False)
    >>> growing_effect("the price falls faster with @ for @").sign
    -1
    >>> growing_effect("being @ helped less in @ @").sign
    -1
    >>> growing_effect("the price falls with @") is None
    True
    """
    pace = _PACE.search(text)
    if pace is not None:
        way = 1 if pace["verb"] in RISING else -1
        return GrowingEffect(way if pace["more"] else -way, True, _where_first(text))
    gained = _GAINED.search(text)
    if gained is not None:
        way = 1 if gained["good"] else -1
        return GrowingEffect(way if gained["more"] else -way, True, _where_first(text))
    found = _BEFORE.search(text) or _SIZED.search(text) or _MATTERS.search(text)
    if found is None:
        return None
    return GrowingEffect(1 if found["more"] else -1, False, _where_first(text))


def _where_first(text: str) -> bool:
    return re.match(r"(?:for|among|amongst|in|with|where|when|on) ", text) is not None
