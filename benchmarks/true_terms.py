"""What is true of the words that claims about a planted corpus name, and what an oracle finds.

A word in a text is due to a thing when it is gone once the words for that thing are taken out; so
pairs of words that reach into the next clause are judged, too, and words of the sentences are due
to nothing. A mention through words for several things counts for each in equal parts. Whether a
thing has an effect, and which way, the generator says: all causes, length and site held.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from planted_corpora import Corpus, PlantedCorpus
from scipy.sparse import csc_array
from scipy.stats import rankdata
from tested import ADJUSTED

from dataexplain.claims import DOWN, NONE, UP, Claim, Condition, Region
from dataexplain.features.ngram_index import NgramIndex
from dataexplain.features.term_scores import Residualised, length_basis
from dataexplain.features.text_columns import YES, TextColumn, with_text_columns
from dataexplain.features.tokens import words
from dataexplain.models.additive import AdditiveClassifier, AdditiveRegressor
from dataexplain.models.adjustment import Adjustment
from dataexplain.models.fitting import ExplainedAdditive, model_outcome
from dataexplain.runs.explaining import Discovery
from dataexplain.tables import Table, Task
from dataexplain.verification import TestedClaim, Vault
from dataexplain.verification.verdicts import SUPPORTED

# More than so much of a column's mentions must be due to what it is said to be about.
MOSTLY = 0.5


@dataclass(frozen=True)
class Origins:
    """For each column read off the texts, which things its mentions are due to.

    Parameters
    ----------
    shares : mapping of str to ndarray of shape (things,)
        The share of a column's mentions that is due to each thing.
    effects : mapping of str or None to ndarray of shape (things,)
    """

    shares: Mapping[str, np.ndarray]
    effects: Mapping[str | None, np.ndarray]

    @classmethod
    def of(cls, corpus: Corpus, table: Table) -> Origins:
        """Take each thing out of the texts that mention it, and see which words go with it."""
        by_column = {column.name: column.terms for column in table.columns if column.terms}
        terms = list(dict.fromkeys(term for own in by_column.values() for term in own))
        if not terms:
            return cls({}, corpus.effects)
        index = NgramIndex(terms, words)
        before = np.asarray(index.count(corpus.frame["text"].tolist()).toarray() > 0)
        # the things, and behind them what is due to none
        due = np.zeros((corpus.mentioned.shape[1] + 1, *before.shape), dtype=bool)
        for thing in range(len(due) - 1):
            rows = np.flatnonzero(corpus.mentioned[:, thing])
            left = np.asarray(index.count(corpus.without(thing, rows.tolist())).toarray() > 0)
            due[thing, rows] = before[rows] & ~left
        due[-1] = before & ~due.any(axis=0)
        shares = {
            name: _shared(due[:, :, [index.columns[term] for term in own]])
            for name, own in by_column.items()
        }
        return cls(shares, corpus.effects)

    def about(self, column: str) -> int:
        """Return the thing that most mentions are due to, -1 where there is none."""
        own = self.shares[column]
        return int(own.argmax()) if own.max() > MOSTLY else -1

    def due_to_causes(self, column: str, claim: Claim) -> float:
        """Return how much of a column is due to things with the effect that a claim states.

        Of claims about more than single words, either way.
        """
        effects = self.effects[claim.outcome_class]
        if claim.kind == "term_effect":
            effects = np.maximum(effects * claim.sign, 0.0)
        return float(self.shares[column][effects != 0].sum())

    def named(self, claim: Claim) -> list[str]:
        """Return the columns read off words that a claim names."""
        return [name for name in claim.features if name in self.shares]

    def is_false(self, claim: Claim) -> bool:
        """Tell whether any words of a claim are mostly without the effect that it states."""
        return any(self.due_to_causes(name, claim) <= MOSTLY for name in self.named(claim))

    def says(self, claim: Claim, thing: int) -> bool:
        """Tell whether a claim states a thing's effect: mostly its words, the right direction."""
        return (
            claim.kind == "term_effect"
            and self.about(claim.features[0]) == thing
            and claim.sign * self.effects[claim.outcome_class][thing] > 0
        )


def _shared(due: np.ndarray) -> np.ndarray:
    """Return the share of mentions due to each thing, where several are in equal parts."""
    behind = np.asarray(due.any(axis=2))
    mentions = behind[:, behind.any(axis=0)]
    return np.asarray(
        (mentions / mentions.sum(axis=0))[:-1].sum(axis=1) / max(mentions.shape[1], 1)
    )


def holds_adjusted(entry: TestedClaim) -> bool:
    """Tell whether an effect is supported with the other columns held fixed."""
    return (
        entry.verdict.verdict == SUPPORTED
        and entry.verdict.basis == ADJUSTED
        and entry.claim.direction != NONE
    )


def shown(corpus: Corpus, thing: int, found: Discovery) -> float:
    """Return how many standard errors from none a thing's effect is on the rows that propose.

    That is what a search for words could see at most: all forms at once, the length held fixed.
    """
    rows, table = found.split.discovery, found.table
    lengths = np.array([len(words(text)) for text in corpus.frame["text"].iloc[rows]], float)
    outcomes = np.column_stack([table.outcome(name)[rows] for name in table.explained_classes])
    held = Residualised.of(rankdata(outcomes, axis=0), length_basis(lengths))
    column = csc_array(corpus.mentioned[rows][:, [thing]].astype(np.float64))
    return float(np.abs(held.z(column)).max())


def oracle(
    population: PlantedCorpus, corpus: Corpus, table: Table, found: Discovery
) -> dict[int, bool]:
    """Tell which causes the test finds that is given them as columns, and as many claims.

    Held fixed are the other causes, the length and the site; rows, floors, test and correction are
    those of the tool. Of three classes the claim is about the lowest or the highest, whichever the
    cause makes likelier.

    Parameters
    ----------
    population : PlantedCorpus
    corpus : Corpus
    table : Table
        As it was before words were read off.
    found : Discovery
        For its split and floors.
    """
    names = {place: f"thing {place}" for place in population.causes}
    wanted = [
        TextColumn(name, "text", population.things[place].forms) for place, name in names.items()
    ]
    known = with_text_columns(table, [*wanted, TextColumn("length", "text")])
    adjustment = Adjustment.fit(known, found.split.discovery, _additive(known, found))
    vault = Vault(known, found.split, adjustment, found.floors, 0)
    claims = [_true_claim(name, place, corpus) for place, name in names.items()]
    tested = vault.test(claims)
    return {place: holds_adjusted(entry) for place, entry in zip(names, tested, strict=True)}


def _true_claim(name: str, thing: int, corpus: Corpus) -> Claim:
    ends = (next(reversed(corpus.effects)), next(iter(corpus.effects)))
    outcome_class = max(ends, key=lambda entry: float(corpus.effects[entry][thing]))
    direction = UP if corpus.effects[outcome_class][thing] > 0 else DOWN
    mentioned = Region((Condition(name, levels=(YES,)),))
    return Claim("term_effect", (name,), direction, mentioned, outcome_class=outcome_class)


def _additive(table: Table, found: Discovery) -> ExplainedAdditive:
    """Fit the model whose curves the adjustment holds fixed; an oracle needs no other."""
    rows = found.split.discovery
    make = AdditiveRegressor if table.task is Task.REGRESSION else AdditiveClassifier
    features = table.frame.iloc[rows][[column.name for column in table.features]]
    model = make(random_state=0).fit(features, model_outcome(table, rows))
    fitted = tuple(model.curves_)
    if len(fitted) == 1:
        return ExplainedAdditive(model, {table.explained_classes[0]: fitted[0]})
    return ExplainedAdditive(model, {name: name for name in table.explained_classes})
