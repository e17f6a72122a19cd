"""Two groups of rows that a sentence holds against each other: "men in second class ... than"."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from dataexplain.claims import Condition
from dataexplain.narration.grounding.mentions import Mention
from dataexplain.narration.grounding.names import COLUMN, LEVEL, Naming
from dataexplain.narration.grounding.reading import Read
from dataexplain.narration.grounding.vocabulary import ORDINALS, word_set
from dataexplain.sentences.building import Building
from dataexplain.sentences.growing_effects import growing_effect
from dataexplain.sentences.refusing import UntestableError
from dataexplain.sentences.scopes import conditions_within

# What only points back to the rows of before: "than those over 45".
_POINTS_BACK = word_set("those ones the in with over under above below aged between at from of on "
                        "without when where") | frozenset(ORDINALS)  # fmt: skip
_NONE = frozenset({"none", "no"})
_ENDS = frozenset({",", ";", "even", "regardless"})


@dataclass(frozen=True)
class TwoGroups:
    """The conditions of both groups."""

    own: tuple[Condition, ...]
    other: tuple[Condition, ...]


def two_groups(read: Read, naming: Naming, building: Building) -> TwoGroups | None:
    """Return the two groups that a sentence compares, None where it compares one with the rest.

    Two levels of one column are no two groups: they have a form of their own.

    Parameters
    ----------
    read : Read
    naming : Naming
    building : Building

    Raises
    ------
    UntestableError
        Where it is not clear which rows the second group is.
    """
    words = [token.word for token in read.found]
    than = next(
        (
            at
            for at, word in enumerate(words)
            if word == "than" and at not in read.numbers.taken and at not in read.in_names
        ),
        None,
    )
    if than is None:
        return None
    end = next((at for at in range(than + 1, len(words)) if words[at] in _ENDS), len(words))
    own = conditions_within(read, 0, than, naming, building)
    other = _other(read, than + 1, end, own or (), naming, building)
    if own and other is None:
        _refuse_lost(read, than, end, own)
        if len(own) > 1 and growing_effect(read.text(0, len(words))) is None:
            raise UntestableError(
                "It is not clear which rows the second group is; say of both groups what they are."
            )
    if not own or not other or _is_plain(own, other, building):
        return None
    back = words[than + 1] in _POINTS_BACK
    return _completed(own, other, points_back=back, closed=_ends_in_scope(read, than))


def _refuse_lost(read: Read, than: int, end: int, own: Sequence[Condition]) -> None:
    """Refuse where the second group names the first one's column in a way that was not read."""
    levels = {entry.column for entry in own if entry.levels}
    for entry in read.named:
        if than < entry.start < end and entry.kind == COLUMN and entry.column in levels:
            word = read.found[entry.start].word
            raise UntestableError(
                f"It is not clear which level of {entry.column!r} “{word}” is; name it as the "
                "table has it."
            )


def _other(
    read: Read,
    start: int,
    end: int,
    own: Sequence[Condition],
    naming: Naming,
    building: Building,
) -> tuple[Condition, ...] | None:
    """Return the second group, of the first one's column where it names none: "those below 2"."""
    named = any(start <= entry.start < end and entry.column for entry in read.named)
    numeric = [entry.column for entry in own if naming.numeric(entry.column)]
    if named or len(numeric) != 1:
        return conditions_within(read, start, end, naming, building)
    (name,) = numeric
    if {token.word for token in read.found[start:end]} & _NONE:
        return (building.below(name, 0.0, strict=False),)
    placed = Mention(COLUMN, start, start, name)
    return conditions_within(
        replace(read, named=(*read.named, placed)), start, end, naming, building
    )


def _is_plain(own: Sequence[Condition], other: Sequence[Condition], building: Building) -> bool:
    """Return whether these are two levels of one column, or of what a text says."""
    if len(own) != 1 or len(other) != 1 or own[0].column != other[0].column:
        return False
    name = own[0].column
    return name in building.text_kinds or building.table.column(name).nominal


def _completed(
    own: Sequence[Condition], other: Sequence[Condition], *, points_back: bool, closed: bool
) -> TwoGroups:
    """Return both groups with what is said of both only once."""
    mine, theirs = ({entry.column for entry in group} for group in (own, other))
    if not mine & theirs:
        raise UntestableError(
            "It compares rows of different columns; say of both groups what they are."
        )
    more = tuple(entry for entry in own if entry.column not in theirs)
    if more and not points_back:
        raise UntestableError(
            f"It is not clear whether what it says of {more[0].column!r} holds of both groups; say "
            "it of both."
        )
    further = tuple(entry for entry in other if entry.column not in mine)
    if further and not closed:
        raise UntestableError(
            f"It is not clear whether what it says of {further[0].column!r} holds of both groups; "
            "say it of both."
        )
    return TwoGroups((*own, *further), (*other, *more))


def _ends_in_scope(read: Read, than: int) -> bool:
    """Return whether the last thing named stands after "in": "than men in third class"."""
    named = [entry for entry in read.named if entry.kind in {LEVEL, COLUMN} and entry.start > than]
    if len(named) < 2:
        return False
    between = {token.word for token in read.found[named[0].end : named[-1].start]}
    return bool(between & {"in", "on", "at", "among", "within"})
