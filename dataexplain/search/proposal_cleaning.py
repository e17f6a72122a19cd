"""What comes back from a model: mended where rules can, dropped with a reason where not."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field

from dataexplain.features.question_refusals import usable
from dataexplain.features.question_wording import same_wording
from dataexplain.features.term_function_words import ENGLISH
from dataexplain.features.tokens import words
from dataexplain.search.comparatives import compares, without_comparison
from dataexplain.search.predicate_form import as_predicate, without_details

COMPARES = "it compares"
REPEATED = "it was proposed before"
_MOST_READ, _MOST_COMMAS = 400, 2
_GROUP = re.compile(
    r"\b(?:groups?|sets?|lists?|category|side)\s+[ab12]\b|\b[AB]'s\b", re.IGNORECASE
)
_LETTER = re.compile(r"\b(?:about|from|in|is|like|of|than|to|unlike) [AB]\b")
_PROMPT = re.compile(r"\b(?:words and phrases|frequent in|of the texts?|two to five)\b", re.I)
_VERB = re.compile(
    r"^(?:\w+ly\s+)?(?:not\s+)?(?:is|was|has|does|can|could|would|will|should|\w+s)\b",
    re.IGNORECASE,
)
_NOUNS = re.compile(r"^(?:texts|words|phrases|topics|news|sports|properties|thanks|this)\b", re.I)
# Frequent words of other languages that are no frequent English ones.
_FOREIGN_WORDS = """
al alla auf aus avec che con dans das de dei del della der des di ein eine einen el en es est et
für gli il ist la las le les lo los mit nel nicht o para pas per por pour que qui se sobre sono sur
texte texto testo tratta trata un una une und uno über von zu è é y e
"""
_DENYING = frozenset(("not", "no", "nothing", "anything", "something", "text"))
_FOREIGN = frozenset(_FOREIGN_WORDS.split())
_LEAST_LATIN = 0.5


@dataclass
class ProposalCleaning:
    """Collects properties of one text, each wording once, and counts what was dropped and why.

    Attributes
    ----------
    found : dict of str to str
        The properties, by what counts as their wording.
    dropped : Counter of str
        How often each reason was met.
    comparisons : dict of str to None
        Properties that still compare: a model may rewrite them.

    Examples
    --------
    >>> cleaning = ProposalCleaning()
    >>> for said in ("The texts of group A are more angry.", "is angry", "es sobre deportes", ""):
    ...     _ = cleaning.add(said)
    >>> list(cleaning.found.values()), sorted(cleaning.dropped)
    (['is angry'], ['it is empty', 'it is in another language', 'it was proposed before'])
    """

    found: dict[str, str] = field(default_factory=dict)
    dropped: Counter[str] = field(default_factory=Counter)
    comparisons: dict[str, None] = field(default_factory=dict)

    def add(self, said: str, shown: Sequence[str] = (), *, rewritten: bool = False) -> str | None:
        """Take up what was said, or drop it; return what was new.

        Parameters
        ----------
        said : str
        shown : sequence of str
            The texts that the model saw: a copy of one is no property.
        rewritten : bool, default=False
            Whether a model was asked to take the comparison out: it is not asked twice.
        """
        property, reason = cleaned(said, shown)
        if property is None:
            self.dropped[reason] += 1
        elif compares(property):
            if rewritten:
                self.dropped[COMPARES] += 1
            else:
                self.comparisons[property] = None
        elif same_wording(property) in self.found:
            self.dropped[REPEATED] += 1
        else:
            self.found[same_wording(property)] = property
            return property
        return None


def cleaned(said: str, shown: Sequence[str] = ()) -> tuple[str | None, str]:
    """Return what was said as a property of one text, or why it is none.

    A comparison that the rules cannot take out is returned as it is.

    Parameters
    ----------
    said : str
    shown : sequence of str
        The texts that the model saw.

    Returns
    -------
    property : str or None
    reason : str
        Empty where there is a property.

    Examples
    --------
    >>> cleaned("- mentioning refunds than group B")
    ('mentions refunds', '')
    >>> cleaned("is typical of group A")
    (None, 'it speaks of groups, not of one text')
    """
    if not said.strip():
        return None, "it is empty"
    if len(said) > _MOST_READ:
        return None, "it is too long"
    property = without_comparison(as_predicate(without_comparison(said)))
    if _is_foreign(property):
        return None, "it is in another language"
    if property.count(",") > _MOST_COMMAS:
        return None, "it lists several things"
    if _GROUP.search(property) or _LETTER.search(property):
        return None, "it speaks of groups, not of one text"
    if _PROMPT.search(property):
        return None, "it repeats what was asked"
    if all(word in ENGLISH or word in _DENYING for word in words(property)):
        return None, "it says nothing"
    known, reason = usable(property, shown)
    if known is None:
        # the rules there know of no model that rewrites
        return (property, "") if reason == COMPARES and _VERB.match(property) else (None, reason)
    if not _VERB.match(known) or _NOUNS.match(known):
        return None, "it does not begin with a verb"
    return without_details(known), ""


def _is_foreign(property: str) -> bool:
    """Tell whether a property is not English: by its script, or by the small words in it."""
    letters = [sign for sign in property if sign.isalpha()]
    latin = sum(unicodedata.name(sign, "").startswith("LATIN") for sign in letters)
    if letters and latin < _LEAST_LATIN * len(letters):
        return True
    said = words(property)
    return sum(word in _FOREIGN for word in said) > sum(word in ENGLISH for word in said)
