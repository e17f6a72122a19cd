"""What a sentence says of texts: words they mention, or a property that a judge must look for."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from dataexplain.features.term_relations import same_form
from dataexplain.features.text_columns import (
    TextColumn,
    column_name,
    free_name,
    length_column,
)
from dataexplain.features.tokens import words as split_words
from dataexplain.narration.grounding.vocabulary import FUNCTION_WORDS, word_set
from dataexplain.sentences.outcome_words import families_of, words_of
from dataexplain.sentences.reading import AskedProperty
from dataexplain.sentences.refusing import UntestableError
from dataexplain.sentences.text_nouns import texts_called
from dataexplain.tables import Column, Role, Table

LEVELS = ("no", "yes")
# What stands for a property of a text while the rest is read; no name of a column is like it.
PLACE = "zqtext"
_TEXT_NOUNS = (
    r"(?:reviews?|texts?|comments?|posts?|messages?|emails?|e-mails?|mails?|documents?|articles?|"
    r"stories|story|tweets?|letters?|notes?|answers?|responses?|descriptions?|headlines?|titles?|"
    r"abstracts?|tickets?|complaints?|transcripts?|questions?|feedback|papers?|sentences?|essays?|"
    r"listings?|ads?|books?|news|conversations?|reports?)"
)
_MENTIONS = (
    r"(?:mentions?|mentioned|mentioning|contains?|contained|containing|says?|said|saying|"
    r"us(?:es?|ed|ing)|includes?|included|including|refers? to|referring to|talks? (?:about|of)|"
    r"talking (?:about|of)|speaks? (?:about|of)|speaking (?:about|of)|writes? about|"
    r"writing about|discuss(?:es|ed|ing)?|brings? up|has|have|having)"
)
_PLAIN_MENTIONS = (
    r"(?:mention|mentions|mentioned|mentioning|contain|contains|contained|containing|say|says|"
    r"saying|use|uses|using|include|includes|including|refer to|refers to|referring to)"
)
_WORD = r"(?:the |a |an )?(?:words?|terms?|phrases?|expressions?)"
# Where what is said of a text ends, and what is said of the outcome begins.
_END = (
    r"(?=,| (?:than|even|at the same|when|while|controlling|regardless|on average|with the same|"
    r"holding|overall|it|they|then)\b| (?:are|is|were|was|have|has|had|get|gets|got|receive|"
    r"receives|received|earn|earns|give|gives|gave|score|scores|tend|tends|do|does|show|go|sell|"
    r"cost|costs|make|makes|come|comes|leave|leaves|rate|rates|end|stay|will|end up|lower|lowers|"
    r"raise|raises|fare|goes|point|points|mean|means|belong|belongs|indicate|indicates|signal|"
    r"signals|more|less|rated|sound more)\b|$)"
)
_QUOTED = r'"[^"]{1,80}"'
_DENIED = r"(?P<denied>(?:do|does|did|are|is) not |never |without )?"
_LINK = rf"(?P<noun>{_TEXT_NOUNS}|people|customers|users|those|ones|anyone|everyone|clients|guests)"
_THAT = r"(?: (?:that|which|who|whose authors?|where (?:people|customers|they)))? "
_WORDS = re.compile(
    rf"(?:\b{_LINK}{_THAT}|\b(?P<bare>with|without) (?:a mention of |mentions of )"
    rf"|(?<=[a-z] )(?:that|which|who) |^)"
    rf"{_DENIED}{_PLAIN_MENTIONS} (?:{_WORD} )?(?:of )?"
    rf"(?P<terms>{_QUOTED}(?:(?:, | or | and |, or ){_QUOTED})*|.+?){_END}",
    re.IGNORECASE,
)
_WITH_WORD = re.compile(
    rf"\b(?P<noun>[a-z]+) (?P<denied>without|with) {_WORD} (?P<terms>{_QUOTED}(?:(?:, | or | and |"
    rf", or ){_QUOTED})*|.+?){_END}",
    re.IGNORECASE,
)
_WITH_QUOTED = re.compile(
    rf"\b{_LINK} (?P<denied>without|with) "
    rf"(?P<terms>{_QUOTED}(?:(?:, | or | and |, or ){_QUOTED})*)",
    re.IGNORECASE,
)
_MENTIONED = re.compile(
    rf"\b(?P<noun>{_TEXT_NOUNS}) (?:in which|where|that have) (?:{_WORD} )?"
    rf"(?P<terms>{_QUOTED}|[^ ]+?) (?:(?:is|are) (?P<denied>not )?(?:mentioned|used|said|discussed|"
    rf"found|present)|appears?|occurs?|shows? up|comes? up|crops? up|turns? up|pops? up){_END}",
    re.IGNORECASE,
)
_MENTIONING = re.compile(
    r"^(?P<noun>mentioning|mentions? of|saying|using|(?=the (?:word|phrase|term) )) ?"
    rf"(?:{_WORD} )?(?P<denied>not )?"
    rf"(?P<terms>{_QUOTED}|.+?)(?= (?:is|are|goes|go|raises|lowers|comes|makes|means|lifts)\b)",
    re.IGNORECASE,
)
_PROPERTY = re.compile(
    rf"\b(?P<noun>{_TEXT_NOUNS}|people|customers|users|those|guests|reviewers|critics|authors|"
    r"writers|senders) (?:that|which|who|whose authors?) (?P<denied>(?:do|does|did|are|"
    rf"is) not )?(?P<property>.+?){_END}",
    re.IGNORECASE,
)
_ADJECTIVE = re.compile(
    r"\b(?P<property>rude|polite|angry|sarcastic|ironic|emotional|formal|informal|funny|humorous|"
    rf"aggressive|enthusiastic|friendly|detailed|vague|personal|technical|urgent|offensive|"
    rf"boring|repetitive|poetic|dramatic|cheerful|sad|hopeful|passionate|nostalgic|witty|silly|"
    rf"serious|casual|chatty|blunt|cynical|pessimistic|optimistic|promotional|threatening|"
    rf"apologetic|grateful|insulting|descriptive|confusing|concise|political|religious|romantic) "
    rf"(?P<noun>{_TEXT_NOUNS})\b",
    re.IGNORECASE,
)
_SOUNDING = re.compile(
    rf"\b(?P<property>[a-z]{{3,}})[- ]sounding (?P<noun>{_TEXT_NOUNS})\b", re.IGNORECASE
)
# Of people, what they write.
_PEOPLE = (
    r"(?:people|customers|users|guests|clients|reviewers|critics|authors|writers|senders|those)"
    r"(?= (?:complaining|praising|asking|raving|joking|criticising|criticizing|thanking|"
    r"recommending|describing|talking|writing) )"
)
# What texts do, said by a participle: "messages asking you to call".
_DOING = re.compile(
    rf"\b(?P<noun>{_TEXT_NOUNS}|{_PEOPLE}) (?P<property>(?!(?:getting|going|having|being|receiving|"
    rf"earning|scoring|giving|making|coming|belonging|labelled|tending|showing|according)\b)"
    rf"[a-z]{{3,}}ing .+?){_END}",
    re.IGNORECASE,
)
# A whole clause that texts say, not a word: "reviews that say staff was friendly".
_SAID_CLAUSE = re.compile(
    rf"\b{_LINK} (?:that|which|who) (?P<property>(?:says?|saying|said|claims?|states?) "
    rf"(?:that )?(?:(?:[a-z']+ ){{1,6}}?(?:is|are|was|were)|(?:they|he|she|it|we|i|you)) .+?)"
    rf"(?= (?:are|is|get|gets|give|gives|score|scores|rate|rates|have|tend|receive|receives)\b)",
    re.IGNORECASE,
)
# "Spam messages are longer" is said of longer messages, too.
_CLASS_LENGTH = re.compile(
    rf"^(?:the )?(?P<class>[a-z]+) {_TEXT_NOUNS} (?:are|tend to be|were) (?:\w+ly |much |"
    r"on average )?(?P<how>longer|shorter)(?: (?:on average|than .+))?$",
    re.IGNORECASE,
)
_ABOUT = re.compile(
    rf"\b(?P<noun>{_TEXT_NOUNS}) (?P<property>(?:about|against|in favou?r of|full of|"
    rf"(?:talking|complaining|writing|speaking|asking|joking|raving) about|written) .+?){_END}",
    re.IGNORECASE,
)
# "Messages in capital letters", "reviews with typos": said of texts where no column tells it.
_BEING = re.compile(
    rf"\b(?P<noun>{_TEXT_NOUNS}) (?P<property>(?:in|with|without|from|by|for|to) .+?){_END}",
    re.IGNORECASE,
)
_LENGTH = re.compile(
    rf"\b(?P<how>longer|shorter|long|short|lengthier|wordier|lengthy|wordy) (?:the "
    rf")?(?P<noun>{_TEXT_NOUNS})\b",
    re.IGNORECASE,
)
# What people do in their texts.
_SAID_BY_PEOPLE = re.compile(
    r"complain|write|sound|talk|express|ask|praise|mention|criticis|describe|say|report",
    re.IGNORECASE,
)
_OF_TEXTS = (_ADJECTIVE, _SOUNDING, _ABOUT, _DOING, _PROPERTY, _BEING)
_NOUN_SAYS = {"complaint": "complains", "question": "asks"}
_ARTICLES = re.compile(r"^(?:a|an|the|any|some|their|its|his|her|our|having|being) ", re.IGNORECASE)
_OR = re.compile(r"\s*(?:, or | or |, |/)\s*", re.IGNORECASE)
_MOST_TEXTS = 5000
# "Todays" is no form of what has none.
_WITHOUT_FORMS = FUNCTION_WORDS | word_set("today tomorrow yesterday tonight now here there")
_MOST_FORMS = 8
_BE = {"are": "is", "were": "was", "have": "has", "do": "does", "am": "is"}


@dataclass(frozen=True)
class TextParts:
    """A sentence whose properties of texts are replaced by names, and what these stand for."""

    text: str
    words: tuple[TextColumn, ...] = ()
    asked: tuple[AskedProperty, ...] = ()
    columns: tuple[Column, ...] = field(default=(), repr=False)

    def kinds(self) -> dict[str, str]:
        """Return the kind of claim about each column."""
        told = {entry.name: "term_effect" for entry in self.words if entry.terms}
        return told | {entry.name: "question_effect" for entry in self.asked}


def text_parts(text: str, table: Table, rows: Sequence[int]) -> TextParts:
    """Find what a sentence says of texts, and put a name in its place.

    Parameters
    ----------
    text : str
    table : Table
    rows : sequence of int
        Rows whose texts say which forms of a word there are.

    Raises
    ------
    UntestableError
        Where texts are spoken of, and the table has none or several to choose from.
    """
    words, asked, columns = list[TextColumn](), list[AskedProperty](), list[Column]()
    if not _has_texts(table):
        _refuse_without_texts(text, table)
        return TextParts(text)
    taken = {column.name for column in table.columns}
    text = _with_length_first(texts_called(text, _source_or_first(text, table)), table)
    text = _outcome_parted(text, table)
    length = _LENGTH.search(text)
    if length is not None:
        entry = length_column(_source(text, table))
        words.append(entry)
        columns.append(Column(entry.name, Role.NUMERIC, derived_from=entry.source))
        way = "less" if length["how"].lower().startswith("short") else "more"
        the = "the " if text[: length.start()].lower().endswith("the ") else ""
        said = f"{way} {placed_name(0)}" if the else f"rows with {way} {placed_name(0)}"
        return TextParts(
            f"{text[: length.start()]}{said} {text[length.end() :]}",
            tuple(words),
            (),
            tuple(columns),
        )
    clause = _SAID_CLAUSE.search(text)
    for pattern in (_WITH_QUOTED, _WITH_WORD, _MENTIONED, _WORDS, _MENTIONING):
        match = pattern.search(text) if clause is None else None
        if match is not None:
            source = _source(text, table)
            terms = _terms(match["terms"], table, source, rows)
            entry = TextColumn(free_name(column_name(source, terms), taken), source, terms)
            words.append(entry)
            columns.append(Column(entry.name, Role.BOOLEAN, levels=LEVELS, derived_from=source))
            text = _replaced(text, match, len(columns) - 1)
            break
    else:
        found = clause or next(
            (match for pattern in _OF_TEXTS if (match := pattern.search(text)) is not None), None
        )
        if found is not None and _is_of_text(found, table):
            source = _source(text, table)
            property = _as_said_of_one(found)
            name = free_name(f"{source}: {property}", taken)
            asked.append(AskedProperty(name, source, property))
            columns.append(Column(name, Role.BOOLEAN, levels=LEVELS, derived_from=source))
            text = _replaced(text, found, 0)
    return TextParts(text, tuple(words), tuple(asked), tuple(columns))


def _has_texts(table: Table) -> bool:
    return bool(table.texts)


def _refuse_without_texts(text: str, table: Table) -> None:
    """Say which text column is missing, where a sentence speaks of what texts mention."""
    match = _WITH_WORD.search(text) or _WORDS.search(text)
    if match is None or not re.search(rf"\b{_TEXT_NOUNS}\b", match[0], re.IGNORECASE):
        return
    unread = [column.name for column in table.columns if column.role is Role.TEXT]
    if unread:
        remedy = f"Name it as a text: --text {unread[0]}."
        raise UntestableError(
            f"It speaks of texts, and no column is read as one. {remedy}", "texts"
        )
    raise UntestableError("It speaks of texts, and this table has none.", "a column of texts")


def _source(text: str, table: Table) -> str:
    names = [column.name for column in table.texts]
    named = [name for name in names if re.search(rf"\b{re.escape(name)}s?\b", text, re.IGNORECASE)]
    if len(names) > 1 and len(named) != 1:
        raise UntestableError(f"It does not say which text is meant: {' or '.join(names)}.")
    return (named if len(names) > 1 else names)[0]


def _outcome_parted(text: str, table: Table) -> str:
    """Return a text with a comma before a verb of the outcome, where what texts say ends."""
    own = {
        word
        for family in families_of(table.target, table.classes, table.source)
        for word in family.much | family.little
    }
    verbs = "|".join(sorted(map(re.escape, own)))
    if not verbs:
        return text
    ahead = rf"(?=(?:{verbs}) (?:more|less|better|worse|fewer|higher|lower)\b)"
    return re.sub(rf"(?<=[\w\"]) {ahead}", ", ", text, flags=re.IGNORECASE)


def _source_or_first(text: str, table: Table) -> str:
    named = [column.name for column in table.texts if column.name in text]
    return (named or [column.name for column in table.texts])[0]


def _with_length_first(text: str, table: Table) -> str:
    """Return "longer messages are more often spam" for "spam messages are longer"."""
    said = _CLASS_LENGTH.match(text)
    families = families_of(table.target, table.classes, table.source)
    own = words_of(families)
    own |= {name.lower() for name in table.classes}
    if said is None or said["class"].lower() not in own:
        return text
    against = set(split_words(text.partition(" than ")[2]))
    if len(table.classes) > 2 and against & {name.lower() for name in table.classes}:
        raise UntestableError("It compares two classes of texts; compare one with all others.")
    return f"{said['how']} texts are more often {said['class']}"


def _is_of_text(match: re.Match[str], table: Table) -> bool:
    """Return whether what follows "that" is a property of texts: said of texts, not of rows."""
    if match.re in (_SOUNDING, _DOING, _SAID_CLAUSE):
        return True
    noun = match["noun"].lower()
    if not re.fullmatch(_TEXT_NOUNS, noun):
        return _SAID_BY_PEOPLE.match(match["property"]) is not None
    names = [name for column in table.features for name in (column.name, *column.levels)]
    known = {word for name in names for word in split_words(name)} - FUNCTION_WORDS
    return not known & set(split_words(match["property"]))


def _replaced(text: str, match: re.Match[str], place: int) -> str:
    groups = match.groupdict()
    denied = (groups.get("denied") or groups.get("bare") or "").strip().lower()
    absent = denied.startswith("without") or denied.endswith("not") or denied == "never"
    link = "without" if absent else "with"
    return (
        f"{text[: match.start()]} rows {link} {PLACE}{_letter(place)} {text[match.end() :]}".strip()
    )


def _letter(place: int) -> str:
    return "abcdefgh"[place]


def placed_name(place: int) -> str:
    """Return what stands for a property of a text.

    Examples
    --------
    >>> placed_name(0)
    'zqtexta'
    """
    return f"{PLACE}{_letter(place)}"


def _as_said_of_one(match: re.Match[str]) -> str:
    """Return "complains about noise" for "reviews that complain about noise"."""
    property = match["property"].strip()
    if match.re is _ADJECTIVE:
        return f"is {property.lower()}"
    if match.re is _SOUNDING:
        return f"sounds {property.lower()}"
    verb = _NOUN_SAYS.get(match["noun"].lower().rstrip("s"))
    if match.re is _ABOUT and verb is not None and property.lower().startswith("about "):
        return f"{verb} {property}"  # a complaint about noise complains about it
    if match.re is _BEING and re.match(r"with(?:out)? ", property, re.IGNORECASE):
        link, _, what = property.partition(" ")
        return f"contains {what}" if link.lower() == "with" else f"contains no {what}"
    if match.re in (_ABOUT, _DOING, _BEING):
        return f"is {property}"
    first, _, rest = property.partition(" ")
    verb = first.lower()
    if verb in _BE:
        return f"{_BE[verb]} {rest}".strip()
    if match.re is _SAID_CLAUSE and verb.endswith("s"):
        return property
    if re.fullmatch(_TEXT_NOUNS, match["noun"].lower()) and verb.endswith("s"):
        return property
    ending = "es" if verb.endswith(("s", "sh", "ch", "x", "z")) else "s"
    single = f"{verb[:-1]}ies" if re.search(r"[^aeiou]y$", verb) else f"{verb}{ending}"
    return f"{single} {rest}".strip()


def words_meant(said: str, table: Table, source: str, rows: Sequence[int]) -> TextColumn:
    """Return the column of the words that are meant, in the forms that the texts have.

    Parameters
    ----------
    said : str
        Such as "a refund or money back".
    table : Table
    source : str
        The text column.
    rows : sequence of int

    Raises
    ------
    UntestableError
        Where no word is left.
    """
    terms = _terms(said, table, source, rows)
    return TextColumn(column_name(source, terms), source, terms)


def _terms(said: str, table: Table, source: str, rows: Sequence[int]) -> tuple[str, ...]:
    """Return the words that are meant, with the forms in which these texts have them."""
    if '"' not in said and " and " in said:
        raise UntestableError("It names several words by “and”; put them in quotes, or bring one.")
    quoted = re.findall(r'"([^"]+)"', said)
    parts = quoted or [part for part in _OR.split(said) if part.strip()]
    found: dict[str, None] = {}
    known = _vocabulary(table, source, rows)
    for part in parts:
        plain = _ARTICLES.sub("", part.strip(" '\"."))
        term = " ".join(split_words(plain))
        if not term:
            raise UntestableError(f"“{part.strip()}” is no word that a text could mention.")
        found[term] = None
        if " " not in term and term not in _WITHOUT_FORMS:
            same = _with_clitic if quoted else same_form
            forms = sorted(word for word in known if same(term, word))
            found.update(dict.fromkeys(forms[:_MOST_FORMS]))
    if not found:
        raise UntestableError("It does not say which words are meant.")
    return tuple(found)


def _with_clitic(term: str, word: str) -> bool:
    """Return whether a word is the term with what is written to it: "you'll" is "you", too."""
    return word.startswith(f"{term}'")


def _vocabulary(table: Table, source: str, rows: Iterable[int]) -> frozenset[str]:
    """Return the words of texts, so that only forms that occur are looked for."""
    texts = table.frame[source].iloc[list(rows)[:_MOST_TEXTS]].dropna().astype(str)
    return frozenset(word for text in texts for word in split_words(text))
