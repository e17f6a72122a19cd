"""Words beyond those of the texts at hand: what an embedder can place though no text had it."""

from __future__ import annotations

from collections.abc import Sequence

from dataexplain.features.ngram_vocabulary import frequent_ngrams
from dataexplain.features.tokens import Tokenizer, words
from dataexplain.llm.embedding.embedders import Embedder

# An n-gram of one unlabelled text only will hardly come back.
_LEAST_TEXTS = 2


def general_ngrams(
    embedder: Embedder,
    unlabelled: Sequence[str] = (),
    ngram_range: tuple[int, int] = (1, 2),
    *,
    most: int = 200_000,
    tokenizer: Tokenizer = words,
    whole_words: bool = True,
) -> tuple[str, ...]:
    """Return n-grams to embed beside those that were seen with an outcome.

    They are the words that the embedder's tokeniser keeps whole, the commonest first, and the
    n-grams of texts without an outcome.

    Parameters
    ----------
    embedder : Embedder
    unlabelled : sequence of str, optional
    ngram_range : (int, int), default=(1, 2)
        Words of an n-gram of the unlabelled texts.
    most : int, default=200_000
    tokenizer : callable, default=`words`
    whole_words : bool, default=True
        Whether the tokeniser's words are among them.

    Returns
    -------
    tuple of str

    Examples
    --------
    >>> from dataexplain.llm import Embedder, ScriptedEmbedder
    >>> with Embedder(ScriptedEmbedder({})) as embedder:
    ...     general_ngrams(embedder, ["a sad film", "a sad day"])
    ('a', 'sad', 'a sad')
    """
    found = frequent_ngrams(
        unlabelled, ngram_range, least_texts=_LEAST_TEXTS, most=most, tokenizer=tokenizer
    )
    # A word that the tokeniser of the texts would cut could never be met.
    known = embedder.whole_words if whole_words else ()
    whole = [word for word in known if list(tokenizer(word)) == [word]]
    return tuple(dict.fromkeys([*found, *whole]))[:most]
