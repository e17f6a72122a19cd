"""Texts that stand around an answer or take the place of others: read off the pairs."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from difflib import SequenceMatcher

from dataexplain.operations.quantity import Wording
from dataexplain.operations.rule import Rule
from dataexplain.operations.spread_pairs import spread
from dataexplain.tables.pairs import Pairs

_SAMPLE = 12
_LEAST_SHARE = 0.6
_LONGEST = 60
_LONGEST_COMPARED = 300
_MOST_REPLACEMENTS = 4


def framed_rules(rules: Iterable[Rule], pairs: Pairs) -> Iterator[Rule]:
    """Yield rules whose answers the outputs hold within words that are always the same.

    Examples
    --------
    >>> pairs = Pairs(("a", "bc", "d"), ("a!", "bc!", "d!"), (0, 1, 2))
    >>> same = Rule("the word", "Write the word.", str.strip)
    >>> next(framed_rules([same], pairs)).sentence
    'Write the word with "!" directly after it.'
    """
    sample = _sample(pairs)
    for rule in rules:
        around = _around([(rule.apply(given), output) for given, output in sample])
        if around is not None:
            yield framed(rule, *around)


def _sample(pairs: Pairs) -> list[tuple[str, str]]:
    chosen = spread(pairs, _SAMPLE)
    return list(zip(chosen.inputs, map(str.strip, chosen.outputs), strict=True))


def _around(answers: Sequence[tuple[str | None, str]]) -> tuple[str, str] | None:
    found: Counter[tuple[str, str]] = Counter()
    for answer, output in answers:
        if answer and answer in output:
            before, _, after = output.partition(answer)
            found[before, after] += 1
    if not found:
        return None
    around, rows = found.most_common(1)[0]
    usable = any(around) and max(map(len, around)) <= _LONGEST
    return around if usable and rows >= _LEAST_SHARE * len(answers) else None


def framed(rule: Rule, before: str, after: str) -> Rule:
    """Return a rule whose answer stands between two texts, of which one may be empty.

    Examples
    --------
    >>> framed(Rule("the word", "Write the word.", str.strip), "<", ">").apply("a")
    '<a>'
    """

    def apply(text: str) -> str | None:
        answer = rule.apply(text)
        return None if answer is None else f"{before}{answer}{after}"

    places = []
    if before:
        places.append(f'"{before}" directly before it')
    if after:
        places.append(f'"{after}" directly after it')
    around = f"with {' and '.join(places)}"
    return Rule(f"{rule.name}, {around}", f"{rule.sentence.rstrip('.')} {around}.", apply)


def replacements(pairs: Pairs, noun: str) -> Iterator[Wording]:
    """Yield the replacements of one text by another that turn inputs into outputs.

    Examples
    --------
    >>> pairs = Pairs(("a cat", "the cat is"), ("a dog", "the dog is"), (0, 1))
    >>> [found.phrase for found in replacements(pairs, "text")]
    ['the text with every "cat" replaced by "dog"']
    """
    found: Counter[tuple[str, str]] = Counter()
    for given, output in _sample(pairs):
        found.update(_changes(given.strip(), output))
    for (old, new), _ in found.most_common(_MOST_REPLACEMENTS):
        yield replaced(noun, old, new)


def replaced(noun: str, old: str, new: str) -> Wording:
    """Return an input with one text in the place of another; none removes it.

    Examples
    --------
    >>> replaced("text", "-", "").phrase, replaced("text", "-", "").write("a-b")
    ('the text with every "-" removed', 'ab')
    """
    end = f'replaced by "{new}"' if new else "removed"
    return Wording(f'the {noun} with every "{old}" {end}', _replace(old, new))


def _changes(given: str, output: str) -> set[tuple[str, str]]:
    """Return what was changed into what: by letters, and by words."""
    if max(len(given), len(output)) > _LONGEST_COMPARED:
        return set()
    changes = set()
    for joint, old, new in (("", list(given), list(output)), (" ", given.split(), output.split())):
        for change, i, j, k, stop in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
            if change in ("replace", "delete"):
                changes.add((joint.join(old[i:j]), joint.join(new[k:stop])))
    return changes


def _replace(old: str, new: str) -> Callable[[str], str | None]:
    return lambda text: text.strip().replace(old, new)


def removed_ends(pairs: Pairs, noun: str) -> Iterator[Wording]:
    """Yield a constant beginning or end that inputs have and outputs do not.

    Examples
    --------
    >>> pairs = Pairs(("unhappy", "unfair", "unkind"), ("happy", "fair", "kind"), (0, 1, 2))
    >>> [found.phrase for found in removed_ends(pairs, "word")]
    ['the word without "un" at its beginning']
    """
    around = _around([(output, given.strip()) for given, output in _sample(pairs)])
    if around is None:
        return
    yield without_ends(noun, *around)


def without_ends(noun: str, before: str, after: str) -> Wording:
    """Return an input without a text at its beginning, its end, or both.

    Examples
    --------
    >>> without_ends("word", "un", "").write("unhappy")
    'happy'
    """
    places = []
    if before:
        places.append(f'"{before}" at its beginning')
    if after:
        places.append(f'"{after}" at its end')
    return Wording(f"the {noun} without {' and '.join(places)}", _stripped(before, after))


def _stripped(before: str, after: str) -> Callable[[str], str | None]:
    return lambda text: text.strip().removeprefix(before).removesuffix(after)
