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

TWO_GROUPS, KEY_TERMS, FACETS = "two_groups", "key_terms", "facet"
ONE_GROUP, COMPLETION = "one_group", "completion"
FORMS = (TWO_GROUPS, KEY_TERMS, FACETS, ONE_GROUP, COMPLETION)
GROUP_A, GROUP_B = "group A", "group B"
NONE_KNOWN = "(none stand out)"
# Texts of each side of a prompt, what is shown of one, and properties that are asked for at once.
SIDE, MOST_CHARACTERS, AT_ONCE = 6, 200, 3
_CUT = "\N{HORIZONTAL ELLIPSIS}"
SERVES = "proposing what sets groups apart"


@dataclass(frozen=True)
class Facet:
    """One side of texts that is asked about: a question, and the sentence that answers it."""

    question: str
    stem: str

    @property
    def predicate(self) -> str:
        """The stem behind "The text"."""
        return self.stem.removeprefix("The text ")


ASPECTS = (
    Facet("What are the texts about?", "The text is about"),
    Facet("What do the writers feel or think?", "The text expresses"),
    Facet("What kind of texts are they?", "The text is"),
    Facet("What do the writers want to achieve?", "The text tries to"),
    Facet("How are the texts written?", "The text is written in"),
)


@dataclass(frozen=True)
class DifferenceQuestion:
    """A conversation, and how its reply is read.

    Parameters
    ----------
    form : str
    messages : tuple of Message
    shown : tuple of str
        The texts and terms in it: what copies one is no property.
    predicate : str, default=""
        What stands before each thing that is said.
    """

    form: str
    messages: tuple[Message, ...]
    shown: tuple[str, ...] = field(default=(), repr=False)
    predicate: str = ""

    @property
    def purpose(self) -> Purpose:
        """What the log says of it."""
        return Purpose(SERVES, prompt(f"difference_{self.form}").version)

    def said(self, value: Mapping[str, Any]) -> list[str]:
        """Return what a reply proposes, as it follows "The text".

        Examples
        --------
        >>> question = DifferenceQuestion("facet", (), predicate="is about")
        >>> question.said({"group_a": "sports", "group_b": "The text is about war"})
        ['is about sports', 'is about war']
        """
        parts = [*value.get("properties", ()), *(value[key] for key in _SINGLE if key in value)]
        return [completed(self.predicate, part) for part in parts]


# A completion that is a predicate of its own.
_WHOLE = re.compile(r"(?:is|are|has|have|was|were|expresses|describes|mentions|tries) ", re.I)
_SINGLE = ("group_a", "group_b", "completion")


def schema_of(form: str, *, bound: bool) -> dict[str, Any]:
    """Return the JSON schema of the replies to one form.

    Parameters
    ----------
    form : str
    bound : bool
        Whether the model is held to it; another may list too many, of which the first are read.
    """
    if form in (TWO_GROUPS, KEY_TERMS):
        listed: dict[str, Any] = {"type": "array", "items": {"type": "string"}}
        if bound:
            listed["maxItems"] = AT_ONCE
        properties = {"properties": listed}
    else:
        keys = ("group_a", "group_b") if form == FACETS else ("completion",)
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
        """Yield the questions of one form; every draw shows other texts."""
        if form == KEY_TERMS:
            yield from self._of_terms(self.terms[draw % len(self.terms)]) if self.terms else ()
            return
        sides = [tuple(map(shortened, side)) for side in self.typical.drawn(draw, SIDE)]
        if not all(sides):
            return
        both = {"first": listed(sides[0]), "second": listed(sides[1])}
        every = (*sides[0], *sides[1])
        if form == FACETS:
            for aspect in ASPECTS:
                asked = self._filled(form, **both, question=aspect.question, stem=aspect.stem)
                yield DifferenceQuestion(form, asked, every, aspect.predicate)
        elif form == ONE_GROUP:
            for side in sides:
                for aspect in ASPECTS:
                    asked = self._filled(
                        form, texts=listed(side), question=aspect.question, stem=aspect.stem
                    )
                    yield DifferenceQuestion(form, asked, side, aspect.predicate)
        else:
            for named, other in ((GROUP_A, GROUP_B), (GROUP_B, GROUP_A)):
                told = {"most": AT_ONCE} if form == TWO_GROUPS else {"other": other}
                asked = self._filled(form, **both, side=named, **told)
                yield DifferenceQuestion(form, asked, every)

    def _of_terms(self, terms: KeyTerms) -> Iterator[DifferenceQuestion]:
        for own, others in ((terms.first, terms.second), (terms.second, terms.first)):
            if own:
                asked = self._filled(
                    KEY_TERMS, terms=", ".join(own), others=", ".join(others) or NONE_KNOWN,
                    most=AT_ONCE,
                )  # fmt: skip
                yield DifferenceQuestion(KEY_TERMS, asked)

    def _filled(self, form: str, **values: Any) -> tuple[Message, ...]:
        told = {"description": self.texts.told_description, "goal": self.texts.told_goal}
        return prompt(f"difference_{form}").fill(**told, **values)


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


def completed(predicate: str, said: str) -> str:
    """Return a completion behind its predicate, which some models say again.

    Examples
    --------
    >>> completed("is about", "The text is about war"), completed("tries to", "persuade")
    ('is about war', 'tries to persuade')
    """
    if not predicate:
        return said
    rest = " ".join(said.split())
    for again in ("the text ", "the texts ", "texts ", predicate + " "):
        if rest.lower().startswith(again):
            rest = rest[len(again) :]
    if not rest.strip(" ."):
        return ""
    return rest if _WHOLE.match(rest) else f"{predicate} {rest}"
