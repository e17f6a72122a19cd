"""Lists in an input: sorted, turned round, their first or longest item."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator, Sequence

from dataexplain.operations.input_shape import InputShape
from dataexplain.operations.numbers import Number, number_text
from dataexplain.operations.quantity import Quantity, Wording

_SEPARATORS = (", ", "; ", ",", ";", " and ", " | ", "|", "\n", " - ", "/", " ")
_LEAST_SHARE = 0.8
_NUMBER = r"[-−]?\d+(?:\.\d+)?"


def separator_of(texts: Sequence[str]) -> str | None:
    """Return the sign that stands between the items of most texts, or None.

    Examples
    --------
    >>> separator_of(["a, b", "c, d, e"]), separator_of(["tree", "house"])
    (', ', None)
    """
    for separator in _SEPARATORS:
        if sum(separator in text.strip() for text in texts) >= _LEAST_SHARE * len(texts):
            return separator
    return None


def number_lists(shape: InputShape, outputs: Sequence[str]) -> Iterator[Wording]:
    """Yield the numbers of an input as another list, written as the lists in the outputs are.

    Examples
    --------
    >>> from dataexplain.operations.input_shape import shape_of
    >>> shape = shape_of(["3, 1, 2", "9, 8, 7", "1, 5, 5"])
    >>> next(number_lists(shape, ["1, 2, 3", "7, 8, 9", "1, 5, 5"])).write("5, 4, 6")
    '4, 5, 6'
    """
    if shape.count is not None and shape.count < 2:
        return
    joint, start, end = _list_style(outputs)
    for phrase, change in _OF_NUMBERS:
        yield Wording(
            phrase.format(shape.numbers_phrase), _relisted(shape, change, joint, start, end)
        )


def _list_style(outputs: Sequence[str]) -> tuple[str, str, str]:
    styles: Counter[tuple[str, str, str]] = Counter()
    for output in outputs:
        found = re.fullmatch(
            rf"(\D*?){_NUMBER}(\D+?){_NUMBER}(?:\2{_NUMBER})*(\D*)", output.strip()
        )
        if found:
            styles[found[2], found[1], found[3]] += 1
    return styles.most_common(1)[0][0] if styles else (", ", "", "")


def _relisted(
    shape: InputShape,
    change: Callable[[Sequence[Number]], Sequence[Number]],
    joint: str,
    start: str,
    end: str,
) -> Callable[[str], str | None]:
    def write(text: str) -> str | None:
        numbers = shape.numbers(text)
        if not numbers:
            return None
        return start + joint.join(map(number_text, change(numbers))) + end

    return write


def _unique(numbers: Sequence[Number]) -> Sequence[Number]:
    return list(dict.fromkeys(numbers))


_OF_NUMBERS: tuple[tuple[str, Callable[[Sequence[Number]], Sequence[Number]]], ...] = (
    ("{} in ascending order", sorted),
    ("{} in descending order", lambda all_: sorted(all_, reverse=True)),
    ("{} in reverse order", lambda all_: all_[::-1]),
    ("{} without repetitions", _unique),
    ("the even ones of {}", lambda all_: [part for part in all_ if part % 2 == 0]),
    ("the odd ones of {}", lambda all_: [part for part in all_ if part % 2 == 1]),
    ("the double of each of {}", lambda all_: [2 * part for part in all_]),
    ("the square of each of {}", lambda all_: [part * part for part in all_]),
    ("each of {} plus one", lambda all_: [part + 1 for part in all_]),
    ("the positive ones of {}", lambda all_: [part for part in all_ if part > 0]),
    ("the negative ones of {}", lambda all_: [part for part in all_ if part < 0]),
    ("{} without the first one", lambda all_: all_[1:]),
    ("{} without the last one", lambda all_: all_[:-1]),
    ("the smallest and the largest of {}", lambda all_: [min(all_), max(all_)]),
)


def item_lists(inputs: Sequence[str], outputs: Sequence[str]) -> Iterator[Wording]:
    """Yield the items of a list as another list, or one of them.

    Examples
    --------
    >>> forms = list(item_lists(["pear, fig", "kiwi, apple, plum"], ["fig", "apple"]))
    >>> forms[0].phrase, forms[0].write("kiwi, apple, plum")
    ('the first item of the list', 'kiwi')
    """
    separator = separator_of(inputs)
    if separator is None or separator == " ":
        return
    for name, place in (("first", 0), ("second", 1), ("third", 2), ("last", -1)):
        yield Wording(f"the {name} item of the list", _item(separator, place))
    yield Wording(
        "the longest item of the list", _chosen(separator, lambda items: max(items, key=len))
    )
    yield Wording(
        "the shortest item of the list", _chosen(separator, lambda items: min(items, key=len))
    )
    yield Wording("the item that comes first in the alphabet", _chosen(separator, _first))
    yield Wording("the item that comes last in the alphabet", _chosen(separator, _last))
    yield Wording("the item that occurs most often in the list", _chosen(separator, _most))
    joint = separator_of(outputs) or separator
    for phrase, change in _OF_ITEMS:
        yield Wording(f"the items of the list {phrase}", _rejoined(separator, joint, change))


def item_counts(inputs: Sequence[str]) -> Iterator[Quantity]:
    """Yield the numbers of a list of words.

    Examples
    --------
    >>> [quantity.value("a, b, a") for quantity in item_counts(["a, b", "c, d"])]
    [3, 2]
    """
    separator = separator_of(inputs)
    if separator is None or separator == " ":
        return
    yield Quantity("the number of items in the list", lambda text: len(_items(separator, text)))
    yield Quantity(
        "the number of different items in the list",
        lambda text: len(set(_items(separator, text))),
    )


def _items(separator: str, text: str) -> list[str]:
    return [item.strip() for item in text.split(separator) if item.strip()]


def _item(separator: str, place: int) -> Callable[[str], str | None]:
    def write(text: str) -> str | None:
        items = _items(separator, text)
        return items[place] if -len(items) <= place < len(items) else None

    return write


def _chosen(separator: str, choose: Callable[[list[str]], str]) -> Callable[[str], str | None]:
    def write(text: str) -> str | None:
        items = _items(separator, text)
        return choose(items) if items else None

    return write


def _first(items: list[str]) -> str:
    return min(items, key=str.lower)


def _last(items: list[str]) -> str:
    return max(items, key=str.lower)


def _most(items: list[str]) -> str:
    return Counter(items).most_common(1)[0][0]


def _rejoined(
    separator: str, joint: str, change: Callable[[list[str]], list[str]]
) -> Callable[[str], str | None]:
    return lambda text: joint.join(change(_items(separator, text))) or None


_OF_ITEMS: tuple[tuple[str, Callable[[list[str]], list[str]]], ...] = (
    ("in alphabetical order", lambda items: sorted(items, key=str.lower)),
    ("in reverse alphabetical order", lambda items: sorted(items, key=str.lower, reverse=True)),
    ("in reverse order", lambda items: items[::-1]),
    ("without repetitions", lambda items: list(dict.fromkeys(items))),
    ("from the shortest to the longest", lambda items: sorted(items, key=len)),
    ("from the longest to the shortest", lambda items: sorted(items, key=len, reverse=True)),
    ("in capital letters", lambda items: [item.upper() for item in items]),
    ("without the first one", lambda items: items[1:]),
    ("without the last one", lambda items: items[:-1]),
    ("with another sign between them", lambda items: items),
)
