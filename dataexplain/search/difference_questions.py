"""The prompts that ask what sets two groups of texts apart, each in a form of its own.

A small model finds in one form what it misses in another, so that several are asked. Questions
that begin with the same texts follow each other: a model that runs here reads them once.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from dataexplain.llm import Message, Purpose
from dataexplain.llm.prompt_files import prompt
from dataexplain.search.discovery_texts import DiscoveryTexts
from dataexplain.search.key_terms import KeyTerms
from dataexplain.search.representative_texts import RepresentativeTexts

TWO_GROUPS, COMPLETION, FACETS, ONE_GROUP = "two_groups", "completion", "facet", "one_group"
TERM_FACETS, KEY_TERMS = "term_facet", "key_terms"
FORMS = (TWO_GROUPS, COMPLETION, FACETS, ONE_GROUP, TERM_FACETS, KEY_TERMS)
OF_TERMS = (TERM_FACETS, KEY_TERMS)
OF_BOTH = (FACETS, TERM_FACETS)
GROUP_A, GROUP_B = "group A", "group B"
# Texts of each side of a prompt, what is shown of one, and properties that are asked for at once.
SIDE, MOST_CHARACTERS, AT_ONCE = 6, 200, 3
_CUT = "\N{HORIZONTAL ELLIPSIS}"
SERVES = "proposing what sets groups apart"


@dataclass(frozen=True)
class Facet:
    """One side of texts that is asked about.

    Parameters
    ----------
    question : str
    stem : str
        The sentence that the answer completes.
    property : str, default=""
        The property, with the answer at "{}"; by default the stem without "The text".
    """

    question: str
    stem: str
    property: str = ""

    def filled(self, said: str) -> str:
        """Return the property that an answer makes, which some models give in full."""
        template = self.property or f"{self.stem.removeprefix('The text ')} {{}}"
        return completed(template, said)


ASPECTS = (
    Facet("What are the texts about?", "The text is about"),
    Facet("What do the writers feel, or think of what they write about?", "The text expresses"),
    Facet("What kind of texts are they?", "The text is a"),
    Facet("What do the writers want to achieve?", "The text tries to"),
    Facet("In what tone are the texts written?", "The tone of the text is", "is {} in tone"),
)
# What words without their sentences tell.
OF_WORDS = ASPECTS[:3]


@dataclass(frozen=True)
class DifferenceQuestion:
    """A conversation, and how its reply is read.

    Parameters
    ----------
    form : str
    messages : tuple of Message
    shown : tuple of str
        The texts and terms in it: what copies one is no property.
    facet : Facet, optional
        What each thing that is said completes.
    """

    form: str
    messages: tuple[Message, ...]
    shown: tuple[str, ...] = field(default=(), repr=False)
    facet: Facet | None = None

    @property
    def purpose(self) -> Purpose:
        """What the log says of it."""
        return Purpose(SERVES, prompt(f"difference_{self.form}").version)

    def said(self, value: Mapping[str, Any]) -> list[str]:
        """Return what a reply proposes, as it follows "The text".

        Examples
        --------
        >>> question = DifferenceQuestion("facet", (), facet=ASPECTS[0])
        >>> question.said({"group_a": "sports", "group_b": "The text is about war"})
        ['is about sports', 'is about war']
        """
        parts = [*value.get("properties", ()), *(value[key] for key in _SINGLE if key in value)]
        return parts if self.facet is None else [self.facet.filled(part) for part in parts]


_OF_KIND = "is a "
# A completion that is a predicate of its own.
_WHOLE = re.compile(r"(?:is|are|has|have|was|were|expresses|describes|mentions|tries) ", re.I)
_SIDES = ("first", "second")
_SINGLE = ("group_a", "group_b", "completion")


def schema_of(form: str, *, bound: bool) -> dict[str, Any]:
    """Return the JSON schema of the replies to one form.

    Parameters
    ----------
    form : str
    bound : bool
        Whether the model is held to it; another may list too many, of which the first are read.
    """
    if form == TWO_GROUPS:
        listed: dict[str, Any] = {"type": "array", "items": {"type": "string"}}
        if bound:
            listed["maxItems"] = AT_ONCE
        properties = {"properties": listed}
    else:
        keys = ("group_a", "group_b") if form in OF_BOTH else ("completion",)
        properties = {key: {"type": "string"} for key in keys}
    return {
        "type": "object",
        "properties": properties,
        "required": list(properties),
        "additionalProperties": False,
    }


@dataclass(frozen=True)
class DifferenceQuestions:
    """Makes the questions about two groups of texts.

    Parameters
    ----------
    texts : DiscoveryTexts
    typical : RepresentativeTexts
    terms : sequence of KeyTerms
        Terms of both groups, found in different ways.
    """

    texts: DiscoveryTexts
    typical: RepresentativeTexts
    terms: Sequence[KeyTerms] = ()

    def of(self, form: str, draw: int) -> Iterator[DifferenceQuestion]:
        """Yield the questions of one form; every draw shows other texts, or other terms."""
        if form in OF_TERMS:
            if self.terms:
                yield from self._of_terms(form, self.terms[draw % len(self.terms)])
            return
        sides = [tuple(map(shortened, side)) for side in self.typical.drawn(draw, SIDE)]
        if not all(sides):
            return
        both, every = dict(zip(_SIDES, map(listed, sides), strict=True)), (*sides[0], *sides[1])
        if form == FACETS:
            yield from self._of_facets(form, ASPECTS, every, **both)
        elif form == ONE_GROUP:
            for side in sides:
                yield from self._of_facets(form, ASPECTS, side, texts=listed(side))
        else:
            for named, other in ((GROUP_A, GROUP_B), (GROUP_B, GROUP_A)):
                told = {"most": AT_ONCE} if form == TWO_GROUPS else {"other": other}
                asked = self._filled(form, **both, side=named, **told)
                yield DifferenceQuestion(form, asked, every)

    def _of_terms(self, form: str, terms: KeyTerms) -> Iterator[DifferenceQuestion]:
        sides = [", ".join(side) for side in (terms.first, terms.second) if side]
        if form == KEY_TERMS:
            for side in sides:
                yield from self._of_facets(form, OF_WORDS, (), terms=side)
        elif len(sides) == len(_SIDES):
            yield from self._of_facets(form, OF_WORDS, (), **dict(zip(_SIDES, sides, strict=True)))

    def _of_facets(
        self, form: str, facets: Sequence[Facet], shown: tuple[str, ...], **values: str
    ) -> Iterator[DifferenceQuestion]:
        for facet in facets:
            asked = self._filled(form, **values, question=facet.question, stem=facet.stem)
            yield DifferenceQuestion(form, asked, shown, facet)

    def _filled(self, form: str, **values: Any) -> tuple[Message, ...]:
        return prompt(f"difference_{form}").fill(context=self.texts.context, **values)


def listed(texts: Sequence[str]) -> str:
    """Return texts as a list, a line each.

    Examples
    --------
    >>> print(listed(["one", "two"]))
    - one
    - two
    """
    return "\n".join(f"- {text}" for text in texts)


def shortened(text: str) -> str:
    r"""Return a text on one line, and only its beginning where it is long.

    Examples
    --------
    >>> shortened("a\n b"), len(shortened("word " * 5000))
    ('a b', 200)
    """
    line = " ".join(text[: 20 * MOST_CHARACTERS].split())
    return line if len(line) <= MOST_CHARACTERS else line[: MOST_CHARACTERS - 1].rstrip() + _CUT


def completed(template: str, said: str) -> str:
    """Return a completion in its property; some models say the words before it again.

    Examples
    --------
    >>> completed("is about {}", "The text is about war"), completed("is {} in tone", "Casual.")
    ('is about war', 'is Casual in tone')
    """
    rest = " ".join(said.split()).strip(" .")
    before = template.partition("{}")[0]
    of_kind = before == _OF_KIND
    stems = (before, "is an ") if of_kind else (before, f"{before.split()[-1]} ")
    for again in ("the text ", "the texts ", "texts ", "the tone is ", *stems):
        if rest.lower().startswith(again):
            rest = rest[len(again) :]
    if not rest or _WHOLE.match(rest):
        return rest
    return _kind(rest) if of_kind else template.format(rest)


def _kind(said: str) -> str:
    """Return "is an offer" for "offers" or "an offer"."""
    kind = re.sub(r"^(?:an?|the) (?=.)", "", said, flags=re.IGNORECASE)
    if kind.lower().endswith("s") and not kind.lower().endswith(("ss", "us", "news")):
        kind = f"{kind[:-3]}y" if kind.lower().endswith("ies") else kind[:-1]
    return f"is {'an' if kind[0].lower() in 'aeiou' else 'a'} {kind}"
