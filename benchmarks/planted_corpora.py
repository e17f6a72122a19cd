"""Corpora drawn at random whose true statements about words are known.

A text is one to six sentences sampled from an open set of texts and, at random places between
them, a clause for each thing it mentions. Eight things have an effect on the outcome, weak to
strong; the others have none: some go together with a thing that has one, some stand in longer
texts, some in the texts of one site. Length and site have effects of their own, and sites differ
in their sentences, too.

What is not there yet: properties that no word tells. One would be a thing whose `forms` are
sentences.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import numpy as np
import pandas as pd
from outcomes import OUTCOMES, Outcome
from planted_phrases import CLAUSES, THINGS

from dataexplain.features.ngram_index import NgramIndex
from dataexplain.features.tokens import words
from dataexplain.tables import Table, build_table

SITES = ("forum", "shop", "press")
SITE_SHARES = (0.4, 0.35, 0.25)
# The share of subjective sentences in the texts of each site.
SUBJECTIVE = (0.7, 0.5, 0.3)
MOST_SENTENCES = 6
MEAN_SENTENCES = (1 + MOST_SENTENCES) / 2
# Effects on the latent outcome, whose standard deviation is 1.
LENGTH_EFFECT, SITE_EFFECT = 0.2, 0.3
WEAKEST, STRONGEST = 0.15, 0.9
RAREST, MOST_FREQUENT = 0.03, 0.25
# Mean and spread of the logarithm of the number of words, by which its effect is scaled.
USUAL_LENGTH, LENGTH_SPREAD = 4.2, 0.65
TWO_WAYS = 0.15
# Stands where words were that are taken out to see what depends on them.
TAKEN_OUT = "zzz"
CAUSE, COMPANION, OF_LENGTH, OF_SITE, IDLE = "cause", "companion", "length", "site", "idle"
ROLES = (CAUSE,) * 8 + (COMPANION,) * 3 + (OF_LENGTH,) * 2 + (OF_SITE,) * 2 + (IDLE,) * 3


@dataclass(frozen=True)
class Thing:
    """Something that texts may mention.

    Parameters
    ----------
    forms : tuple of str
        The ways of saying it.
    form_shares : tuple of float
        How often each is used.
    role : {"cause", "companion", "length", "site", "idle"}
        Causes have an effect of their own; the others stand for a cause, the length, the site, or
        nothing.
    share : float
        In how many texts it is mentioned, about.
    effect : float
        On the latent outcome.
    leans : {"length", "site", ""}
        What else it depends on whether it is mentioned.
    site : int
        The site that mentions it more often, where it leans so.
    beside : int
        For a companion, the place of its cause.
    together : float
        For a companion, in how many of the texts with its cause it is mentioned.
    """

    forms: tuple[str, ...]
    form_shares: tuple[float, ...]
    role: str
    share: float
    effect: float = 0.0
    leans: str = ""
    site: int = 0
    beside: int = -1
    together: float = 0.0


@dataclass(frozen=True)
class Background:
    """Sentences that mention none of the things.

    Parameters
    ----------
    subjective, objective : tuple of str
    """

    subjective: tuple[str, ...]
    objective: tuple[str, ...]

    @classmethod
    @lru_cache(maxsize=1)
    def read(cls, folder: Path) -> Background:
        """Read the sentences of an open set that mention none of the things."""
        frame = pd.read_csv(folder / "text" / "subj.csv", keep_default_na=False)
        forms = [form for thing in THINGS for form in thing]
        mentions = NgramIndex(forms, words).count(frame["text"].tolist()).sum(axis=1)
        frame = frame[np.asarray(mentions).ravel() == 0]
        pools = (
            frame.loc[frame["label"] == label, "text"] for label in ("subjective", "objective")
        )
        return cls(*(tuple(pool.drop_duplicates()) for pool in pools))


@dataclass(frozen=True)
class Clause:
    """One part of a text, and the thing it mentions, if any."""

    pattern: str
    form: str = ""
    thing: int = -1

    def said(self, without: int | None = None) -> str:
        """Return the clause, where wanted with a thing taken out."""
        if self.thing < 0:
            return self.pattern
        return self.pattern.format(TAKEN_OUT if self.thing == without else self.form)


@dataclass(frozen=True)
class Corpus:
    """Texts, what they mention, and the outcome.

    Parameters
    ----------
    frame : DataFrame
        Columns `text`, `site` and the outcome `y`.
    clauses : tuple of tuple of Clause
        What each text is made of.
    mentioned : ndarray of shape (n, things)
    effects : mapping of str or None to ndarray of shape (things,)
        For each outcome class, how much a mention changes what outcome to expect, all else held.
    """

    frame: pd.DataFrame
    clauses: tuple[tuple[Clause, ...], ...]
    mentioned: np.ndarray
    effects: dict[str | None, np.ndarray]

    def without(self, thing: int, rows: Sequence[int]) -> list[str]:
        """Return texts with the words for one thing taken out."""
        return [" ".join(clause.said(thing) for clause in self.clauses[row]) for row in rows]


@dataclass(frozen=True)
class PlantedCorpus:
    """A population of texts, and what is true of it."""

    seed: int
    things: tuple[Thing, ...]
    length_effect: float
    site_effects: tuple[float, ...]
    outcome: Outcome

    @property
    def causes(self) -> tuple[int, ...]:
        """The places of the things that have an effect of their own."""
        return tuple(place for place, thing in enumerate(self.things) if thing.role == CAUSE)

    def draw(self, rows: int, background: Background) -> Corpus:
        """Draw a corpus of so many texts."""
        generator = np.random.default_rng([self.seed, rows, 23])
        sites = generator.choice(len(SITES), size=rows, p=SITE_SHARES)
        sentences = generator.integers(1, MOST_SENTENCES + 1, size=rows)
        mentioned = self._mentioned(sites, sentences, generator)
        clauses = tuple(
            self._text(
                np.flatnonzero(mentioned[row]), sites[row], sentences[row], background, generator
            )
            for row in range(rows)
        )
        texts = [" ".join(clause.said() for clause in text) for text in clauses]
        signal = self._signal(mentioned, sites, texts)
        noise = max(1.0 - float(signal.var()), 0.1)
        latent = signal + np.sqrt(noise) * generator.normal(size=rows)
        cuts = tuple(float(np.quantile(latent, 1 - share)) for share in self.outcome.above)
        frame = pd.DataFrame({"text": texts, "site": np.asarray(SITES)[sites]})
        frame["y"] = self.outcome.values(latent, cuts, generator)
        effects = self._effects(mentioned, signal, noise, cuts)
        return Corpus(frame, clauses, mentioned, effects)

    def table(self, frame: pd.DataFrame) -> Table:
        """Read a drawn corpus as somebody would who knows what its columns are."""
        return build_table(frame, "y", positive=self.outcome.positive, text=["text"])

    def _mentioned(
        self, sites: np.ndarray, sentences: np.ndarray, generator: np.random.Generator
    ) -> np.ndarray:
        """Draw which texts mention what; a companion comes behind its cause."""
        mentioned = np.zeros((len(sites), len(self.things)), dtype=bool)
        for place, thing in enumerate(self.things):
            chance = np.full(len(sites), thing.share)
            if thing.leans == OF_LENGTH:
                chance = chance * (sentences / MEAN_SENTENCES) ** 2
            elif thing.leans == OF_SITE:
                chance = chance * np.where(sites == thing.site, 2.0, 0.4)
            elif thing.role == COMPANION:
                chance = np.where(mentioned[:, thing.beside], thing.together, thing.share)
            mentioned[:, place] = generator.random(len(sites)) < chance
        return mentioned

    def _text(
        self,
        things: np.ndarray,
        site: int,
        sentences: int,
        background: Background,
        generator: np.random.Generator,
    ) -> tuple[Clause, ...]:
        """Put clauses at random places between sentences."""
        clauses = []
        for _ in range(sentences):
            subjective = generator.random() < SUBJECTIVE[site]
            pool = background.subjective if subjective else background.objective
            clauses.append(Clause(pool[generator.integers(len(pool))]))
        for place in things:
            thing = self.things[place]
            for _ in range(1 + int(generator.random() < TWO_WAYS)):
                form = thing.forms[generator.choice(len(thing.forms), p=thing.form_shares)]
                clause = Clause(CLAUSES[generator.integers(len(CLAUSES))], form, int(place))
                clauses.insert(int(generator.integers(len(clauses) + 1)), clause)
        return tuple(clauses)

    def _signal(self, mentioned: np.ndarray, sites: np.ndarray, texts: Sequence[str]) -> np.ndarray:
        """Return the systematic part of the latent outcome, of mean 0."""
        lengths = np.log([len(words(text)) for text in texts])
        signal = mentioned @ np.array([thing.effect for thing in self.things])
        signal += self.length_effect * (lengths - USUAL_LENGTH) / LENGTH_SPREAD
        signal += np.array(self.site_effects)[sites]
        return np.asarray(signal - signal.mean())

    def _effects(
        self, mentioned: np.ndarray, signal: np.ndarray, noise: float, cuts: Sequence[float]
    ) -> dict[str | None, np.ndarray]:
        """Return for each class what each thing's mention does to the outcome, on average."""
        outcome = self.outcome
        explained = (outcome.positive,) if outcome.positive else outcome.classes or (None,)
        effects: dict[str | None, np.ndarray] = {}
        for name in explained:
            own = []
            for place, thing in enumerate(self.things):
                absent = signal - thing.effect * mentioned[:, place]
                present = outcome.expected(absent + thing.effect, noise, cuts, name)
                own.append(np.mean(present - outcome.expected(absent, noise, cuts, name)))
            effects[name] = np.array(own)
        return effects


def planted_corpus(seed: int, outcome: str) -> PlantedCorpus:
    """Draw a population of texts.

    Parameters
    ----------
    seed : int
    outcome : {"regression", "binary", "multiclass"}
    """
    generator = np.random.default_rng([seed, 3, sorted(OUTCOMES).index(outcome)])
    bank = generator.permutation(len(THINGS))
    things: list[Thing] = []
    free_causes = list(generator.permutation(ROLES.count(CAUSE)))
    for place, role in enumerate(ROLES):
        beside = int(free_causes.pop()) if role == COMPANION else -1
        things.append(_thing(THINGS[bank[place]], role, beside, generator))
    return PlantedCorpus(
        seed,
        tuple(things),
        LENGTH_EFFECT * float(generator.choice([-1, 1])),
        tuple(SITE_EFFECT * float(value) for value in generator.permutation([-1, 0, 1])),
        OUTCOMES[outcome],
    )


def _thing(forms: tuple[str, ...], role: str, beside: int, generator: np.random.Generator) -> Thing:
    shares = tuple(float(share) for share in generator.dirichlet(np.full(len(forms), 4.0)))
    share = float(np.exp(generator.uniform(np.log(RAREST), np.log(MOST_FREQUENT))))
    size = float(np.exp(generator.uniform(np.log(WEAKEST), np.log(STRONGEST))))
    sign = float(generator.choice([-1, 1]))
    leans = role if role in {OF_LENGTH, OF_SITE} else ""
    if role == CAUSE:
        leans = str(generator.choice(["", "", OF_LENGTH, OF_SITE]))
    return Thing(
        forms,
        shares,
        role,
        share / 2 if role == COMPANION else share,
        effect=sign * size if role == CAUSE else 0.0,
        leans=leans,
        site=int(generator.integers(len(SITES))),
        beside=beside,
        together=float(generator.uniform(0.4, 0.8)) if role == COMPANION else 0.0,
    )
