"""What a model says an instruction is, made one whole sentence, or refused.

Small models put words before the sentence, explain it behind, name the examples that they were
shown, or give the question back. A sentence that names an example is no rule: it would be right of
that one input, and say nothing of the others.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from dataexplain.features.question_wording import same_wording
from dataexplain.features.term_function_words import ENGLISH
from dataexplain.features.text_language import UNKNOWN, language_of
from dataexplain.features.tokens import words
from dataexplain.search.prompts.shown_pairs import ShownPairs

MOST_WORDS = 40
_FEWEST_WORDS = 2
# A shorter text may stand in a sentence by chance.
_FEWEST_SIGNS = 4
_LABEL = re.compile(
    r"^(?:the\s+)?(?:(?:best|new|better|whole|teacher's|likely)\s+)?"
    r"(?:instructions?|task|rule|sentence|answer|output|question|prompt)"
    r"(?:\s+(?:was|is|could be|might be|would be))?\s*:\s*",
    re.IGNORECASE,
)
_MARKS = re.compile(r"^(?:[-*•>#]+|\(?\d{1,2}[.)])\s+")
_QUOTES = "\"'`“”‘’«»"
_NEXT_SENTENCE = re.compile(r"(?<=[a-z\d\")’'][.!])\s+(?=[A-Z\"“(])")
_EXAMPLES = re.compile(
    r"\s*(?:[(,;:–-]\s*)?\b(?:for example|for instance|e\.g\.|such as|like so|i\.e\.)(?=\W|$).*$",
    re.IGNORECASE,
)
# A beginning that describes, and the imperative that says the same.
_IMPERATIVES = (
    (
        r"(?:given|for)\s+[^,]{3,60},\s*(?=(?:the|each|its)\s+(?:output|answer|result)\s+is\b)",
        "",
    ),
    (
        r"(?:the|each|every|an|its)\s+(?:output|answer|result)\s+"
        r"(?:is|will be|should be|must be|was)\s+",
        "Return ",
    ),
    (r"to (?:get|find|obtain|produce) (?:the|an|each) (?:output|answer|result)s?,\s*", ""),
    (r"(?:please\s+)?you need to know ", "Return "),
    (r"(?:please\s+)?(?:you|we|one|they|pupils|students) (?:should|must|need to|have to) ", ""),
    (r"(?:the\s+)?(?:instruction|task|rule|teacher|friend) (?:was|is|asked|said)(?: \w+)? to ", ""),
    (r"(?:please|then|simply|just|class|children|students|pupils),?\s+", ""),
)
_DESCRIBING = tuple(
    (re.compile(rf"^{pattern}", re.IGNORECASE), imperative) for pattern, imperative in _IMPERATIVES
)
_NOUN_FIRST = re.compile(r"^(?:the|a|an|its|their)\s+", re.IGNORECASE)
# Words that say nothing of how an output follows.
_EMPTY_WORDS = """
answer answers begin begins below complete corresponding correct data example examples following
friend generate give given holds input inputs instruction number numbers output outputs pair pairs
provide provided result return right rule rules sentence short task text use value write wrote find
produce get produces
"""
_EMPTY = frozenset(_EMPTY_WORDS.split())
# It tells of those who were asked, asks itself, or sends to a list that nobody has.
_NO_INSTRUCTION = re.compile(
    r"\?|^(?:return )?the (?:friend|teacher|program|function|model)\b"
    r"|\bheadings?\b|\b(?:predefined|predetermined|specific|given) list\b|\binput-output\b"
    r"|^(?:what|which|who|is|are|does|observe|note|read each)\b"
    r"|^if the (?:input|output)\b.*\bthe output\b"
    r"|^return (?:the|a|an|its|their) \w+(?: \w+){0,4} (?:is|are|was|were|must|should) ",
    re.IGNORECASE,
)
_CODE = re.compile(r"[{}<>]|\b(?:[Dd]ef|[Rr]eturn) \w+\(|=>|==|;\s*$|\\")


def cleaned_sentence(said: str, shown: ShownPairs | None = None) -> str | None:
    """Return what was said as one imperative sentence; None where it is none.

    Parameters
    ----------
    said : str
    shown : ShownPairs, optional
        The pairs that the model saw: naming one of them is no rule.

    Returns
    -------
    str or None

    Examples
    --------
    >>> cleaned_sentence('The instruction was: "add the two numbers".')
    'Add the two numbers.'
    >>> cleaned_sentence("The output is the capital of the country, e.g. Paris.")
    'Return the capital of the country.'
    >>> cleaned_sentence("Write the output for the input.") is None
    True
    """
    sentence = _imperative(_first_sentence(said))
    spoken = words(sentence)
    if not _FEWEST_WORDS <= len(spoken) <= MOST_WORDS or _CODE.search(sentence):
        return None
    if _NO_INSTRUCTION.search(sentence):
        return None
    if language_of(sentence) not in ("English", UNKNOWN):
        return None
    if all(word in ENGLISH or word in _EMPTY for word in spoken):
        return None
    if shown is not None and names_a_pair(sentence, shown):
        return None
    return sentence


def without_repeated(sentences: Sequence[str]) -> tuple[str, ...]:
    """Return sentences without those that differ from an earlier one in case or signs only.

    Examples
    --------
    >>> without_repeated(["Add the numbers.", "add the numbers", "Subtract."])
    ('Add the numbers.', 'Subtract.')
    """
    found: dict[str, str] = {}
    for sentence in sentences:
        found.setdefault(same_wording(sentence), sentence)
    return tuple(found.values())


def names_a_pair(sentence: str, shown: ShownPairs) -> bool:
    """Tell whether a sentence names an input, or an output, that a model was shown.

    Outputs that come more than once are what the rule is about, and may be named. A number is
    named by chance: both of a pair must be.

    Examples
    --------
    >>> shown = ShownPairs((("France", "Paris"), ("Peru", "Lima")))
    >>> names_a_pair("Return Paris for France.", shown), names_a_pair("Name the capital.", shown)
    (True, False)
    """
    spoken = f" {same_wording(sentence)} "

    def named(text: str) -> bool:
        plain = same_wording(text)
        return bool(plain) and f" {plain} " in spoken

    outputs = [same_wording(output) for _, output in shown.pairs]
    for input, output in shown.pairs:
        own = _tells(output) and outputs.count(same_wording(output)) == 1
        if (named(input) and _tells(input)) or (named(output) and own):
            return True
        if named(input) and named(output):
            return True
    return False


def _tells(text: str) -> bool:
    """Tell whether a text, found in a sentence, must have come from the pairs."""
    spoken = words(text)
    plain = all(word in ENGLISH or word in _EMPTY for word in spoken)
    return not plain and len(same_wording(text)) >= _FEWEST_SIGNS and not text.strip().isdigit()


def _first_sentence(said: str) -> str:
    lines = [line.strip() for line in said.splitlines() if line.strip(" \t-*#`\"'")]
    line = _MARKS.sub("", lines[0]) if lines else ""
    if len(lines) > 1 and (line.endswith(":") or _LABEL.fullmatch(f"{line}:")):
        line = _MARKS.sub("", lines[1])
    line = _bare(_LABEL.sub("", _bare(line)))
    return _bare(_NEXT_SENTENCE.split(line)[0])


def _bare(text: str) -> str:
    """Return a text without quotes around all of it; what is quoted within stays so."""
    plain = text.strip(" *")
    while plain and plain[0] in _QUOTES:
        whole = plain if plain[-1] in _QUOTES else plain.rstrip(".!")
        plain = (whole[1:-1] if whole[-1] in _QUOTES else plain[1:]).strip(" *")
    ending = plain[-1:]
    if ending and ending in _QUOTES and plain.count(ending) % 2:
        plain = plain[:-1]
    return plain


def _imperative(sentence: str) -> str:
    plain = _EXAMPLES.sub("", " ".join(sentence.split())).rstrip(" .,;:!…")
    plain = _bare(plain).rstrip(" .,;:!…")
    for pattern, imperative in _DESCRIBING:
        plain = pattern.sub(imperative, plain, count=1)
    if _NOUN_FIRST.match(plain):
        plain = f"Return {plain[:1].lower()}{plain[1:]}"
    return f"{plain[:1].upper()}{plain[1:]}." if plain else ""
