"""What looking for a difference would cost, before anything is asked."""

from __future__ import annotations

from functools import reduce
from operator import add

from dataexplain.llm import ChatModel, Embedder, Estimate
from dataexplain.llm.judge_many import estimate_judging
from dataexplain.runs.difference_search import CONTROLS
from dataexplain.runs.difference_wish import DifferenceWish
from dataexplain.runs.differing import SplitTexts
from dataexplain.search.model_proposals import estimate_proposing
from dataexplain.tables import Table
from dataexplain.verification.judged_vault import JudgedVault

# A property as long as most of them are.
_USUAL = "speaks of something that the writer wants, {n}"
# Of a property that holds: three other wordings on texts of both groups, and pairs in both orders.
_WORDINGS, _SIDES = 3, 2


def estimate_differences(
    table: Table,
    text: str,
    wish: DifferenceWish,
    model: ChatModel,
    *,
    embedder: Embedder | None = None,
    seed: int = 0,
) -> Estimate:
    """Return what `differ_table` would cost; nothing is asked.

    What is asked again of properties that hold is counted as if all of them did.

    Parameters
    ----------
    table : Table
        Of two groups.
    text : str
        The text column.
    wish : DifferenceWish
    model : ChatModel
    embedder : Embedder, optional
    seed : int, default=0
    """
    sides = SplitTexts.of(table, text, wish)
    texts = sides.discovery.drawn(seed).texts
    raced = [_USUAL.format(n=n) for n in range(wish.screened + len(wish.properties))]
    tested = raced[: wish.keep + len(wish.properties)]
    known = texts[: 2 * CONTROLS]
    again = texts[: _SIDES * (_WORDINGS * wish.reworded + wish.pairs)]
    vault = JudgedVault(sides.held_out, judge=model.name, per_group=wish.judge_rows, seed=seed)
    parts = [
        estimate_judging(model, raced, texts[: max(wish.race_calls // len(raced), 1)]),
        estimate_judging(model, tested, known),
        vault.estimate_testing(tested, model),
        estimate_judging(model, tested, again),
    ]
    if wish.proposed:
        parts.append(
            estimate_proposing(sides.discovery, model, embedder, wanted=wish.proposed, seed=seed)
        )
    return reduce(add, parts)
