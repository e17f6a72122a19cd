"""What an outcome may be called: "earn" of an income, "happy" of stars, "cheap" of a price."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from dataexplain.narration.grounding.vocabulary import OPPOSITES, word_set
from dataexplain.narration.grounding.words import stem, tokens


@dataclass(frozen=True)
class OutcomeFamily:
    """Outcomes of one sort: parts of their names, words for much of them, words for little.

    `good` is true where more of it is better, so that "better" says a way.
    """

    parts: frozenset[str]
    much: frozenset[str]
    little: frozenset[str] = frozenset()
    good: bool = False


def words_of(families: Iterable[OutcomeFamily]) -> set[str]:
    """Return all words that an outcome may be called by, for much of it and for little."""
    return {word for family in families for word in family.much | family.little}


_ILL = word_set("diabetes diabetic disease ill sick cancer heart stroke diagnosis diagnosed")
# Of these, more is better.
_GOOD = word_set("survive stay repay pass approved win healthy")
FAMILIES = (
    OutcomeFamily(
        word_set("income salary wage pay earning earn compensation remuneration"),
        word_set("earn earns earned earning earner earners paid pay pays income salary wage wages "
                 "rich wealthy affluent well-paid earnings salaries money"),
        word_set("poor underpaid"), True,
    ),
    OutcomeFamily(
        word_set("price cost value fare rent charge fee worth amount premium"),
        word_set("cost costs expense expenses spending expenditure price prices priced sell sells "
                 "sold worth expensive pricey costly valuable value values valued dear "
                 "fetch pay pays paid spend spends spent"),
        word_set("cheap inexpensive affordable"),
    ),
    OutcomeFamily(
        word_set("star rating rate score satisfaction satisfied sentiment happiness happy nps "
                 "opinion recommend recommended review stars label"),
        word_set("happy satisfied positive favourable favorable enthusiastic pleased delighted "
                 "content glad rating ratings rate rated score scored scores stars like liked "
                 "enjoy enjoyed love loved good recommend recommended praise praised satisfaction "
                 "sentiment"),
        word_set("unhappy dissatisfied unsatisfied negative unfavourable unfavorable angry "
                 "disappointed critical dislike disliked hate hated bad displeased annoyed "
                 "frustrated dissatisfaction"), True,
    ),
    OutcomeFamily(
        word_set("quality grade mark"),
        word_set("good tasty rate rated score scores scored quality grade grades graded rating "
                 "ratings fine mark marks taste tastes tasted"),
        word_set("bad poor"), True,
    ),
    OutcomeFamily(
        word_set("count cnt demand rental ride trip sale visit order user traffic attendance"),
        word_set("rent rents rented rental rentals ride rides ridership ridden rider riders trip "
                 "trips bike bikes busy demand popular use used usage sell sells sold sale sales "
                 "visit visits "
                 "visitor visitors order orders ordered hire hires hired borrow borrowed traffic "
                 "cycling cycle cycles cycled cyclist cyclists"),
        word_set("quiet unpopular"),
    ),
    OutcomeFamily(
        word_set("recid recidivism recidivist reoffend rearrest reoffended"),
        word_set("reoffend reoffends reoffended reoffending reoffence recidivism recidivate "
                 "recidivates recidivated recidivist recidivists rearrested rearrest relapse "
                 "relapsed re-arrested re-offend offend offends offending crime crimes arrested"),
        word_set("desist desists desisted"),
    ),
    OutcomeFamily(
        _ILL,
        word_set("diabetes diabetic diabetics disease diseased ill illness sick diagnosed "
                 "diagnosis"),
        word_set("healthy"),
    ),
    OutcomeFamily(
        word_set("complete completion completed progress"),
        word_set("complete completes completion completed progress finished advanced"),
        word_set("incomplete unfinished"), True,
    ),
    OutcomeFamily(
        word_set("sleep"), word_set("sleep sleeps slept asleep"), word_set("awake")
    ),
    *(OutcomeFamily(first, first, second, bool(first & _GOOD)) for first, second in OPPOSITES),
    *(OutcomeFamily(second, second, first, bool(second & _GOOD)) for first, second in OPPOSITES),
)  # fmt: skip
# An outcome's name that says nothing: then the file's name does.
_BLANK = word_set("outcome target label class result y response dependent")
# One word for "more of an adjective", where the adjective is said of the outcome.
COMPARED = {
    "happier": "more happy", "unhappier": "more unhappy", "angrier": "more angry",
    "cheaper": "more cheap", "cheapest": "most cheap", "pricier": "more expensive",
    "dearer": "more expensive", "costlier": "more expensive", "priciest": "most expensive",
    "richer": "more rich", "wealthier": "more wealthy", "poorer": "more poor",
    "sicker": "more sick", "healthier": "more healthy", "busier": "more busy",
    "quieter": "more quiet", "slower": "more quiet",
    "tastier": "more tasty", "happiest": "most happy",
    "richest": "most rich", "poorest": "most poor", "busiest": "most busy",
    "quietest": "most quiet",
}  # fmt: skip


def families_of(
    target: str, classes: Iterable[str], file: str, columns: Iterable[str] = ()
) -> tuple[OutcomeFamily, ...]:
    """Return the families an outcome belongs to, by its name, its classes, or its file.

    Parameters
    ----------
    target : str
    classes : iterable of str
    file : str
        Looked at only where the name says nothing.
    columns : iterable of str
        Then an illness that other columns are about is the outcome too: "diabetes_pedigree".

    Examples
    --------
    >>> [sorted(family.little) for family in families_of("house_price", (), "")]
    [['affordable', 'cheap', 'inexpensive']]
    """
    own = _parts(target) | {part for name in classes for part in _parts(name)}
    if _parts(target) <= _BLANK:
        own |= _parts(file.replace("\\", "/").rpartition("/")[2].partition(".")[0])
        own |= set(map(stem, _ILL)) & {part for name in columns for part in _parts(name)}
    bases = {written.split()[1] for written in COMPARED.values()} & _parts(target)
    named = (OutcomeFamily(frozenset(bases), frozenset(bases)),) if bases else ()
    return (*(entry for entry in FAMILIES if own & set(map(stem, entry.parts))), *named)


def other_outcomes(own: Iterable[OutcomeFamily]) -> frozenset[str]:
    """Return the words of all other families: who uses them speaks of another outcome."""
    known = words_of(own)
    every = {word for family in FAMILIES for word in family.much | family.little}
    return frozenset(every - known)


def _parts(name: str) -> set[str]:
    return {stem(token.word) for token in tokens(name.replace("_", " "))}
