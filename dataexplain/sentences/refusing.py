"""Why a sentence cannot be tested, as an error that ends the reading of it."""

from __future__ import annotations

import re

from dataexplain.narration.grounding.vocabulary import HOW

# A sentence, not an essay: what is longer is a text of several.
MOST_LETTERS = 600
# A question with yes or no for an answer says what can be tested; others do not.
_YES_OR_NO = re.compile(
    r"^\s*(?:(?:is|was) it (?:true|so|the case) that|do|does|did|is|are|was|were|has|have|had)\b ?"
    r"(?P<rest>[^?]*)\?\s*$",
    re.IGNORECASE,
)
# "Among men, did the old survive more?"
_SCOPED = re.compile(
    r"^\s*(?P<scope>(?:among|in|for|within|on|during|at|with|given|if|when|of|near|amongst|"
    r"holding|controlling|after|all else|other things) [^,?]+), (?:do|does|did|is|are|was|were|"
    r"has|have|had) (?P<rest>[^?]*)\?\s*$",
    re.IGNORECASE,
)
_JUDGES = re.compile(
    r"\b(?:should|ought|deserves?|deserved|unfair|unfairly|unjust|immoral|wrongly|rightly|shame|"
    r"morally|must be|need to be|needs to be)\b",
    re.IGNORECASE,
)
_WHY = re.compile(
    r"\b(?:mostly|mainly|only|just|largely|partly|simply|entirely|purely|solely|merely|chiefly) "
    r"(?:because|due to|explained by|thanks to|owing to|down to|on account of)\b",
    re.IGNORECASE,
)
_FLATTENS = re.compile(
    r"\b(?:flattens?(?: out)?|flattening|levels? (?:off|out)|plateaus?|saturates?|"
    r"diminishing returns|stabili[sz]es?)\b",
    re.IGNORECASE,
)
_ANOTHER_TIME = re.compile(
    r"\b(?:tomorrow|next (?:year|month|week|decade|time)|in (?:the )?future|in \d+ years|"
    r"will (?:soon|one day|eventually)|years ago|used to|nowadays|these days|historically|"
    r"last (?:year|month|week|century)|in the past|centuries|someday)\b",
    re.IGNORECASE,
)


_COUNTS = r"(?:one|two|three|four|five|six|seven|eight|nine|ten|\d+)"
_SHARE = re.compile(
    rf"\b{_COUNTS} (?:out of|in) (?:every )?{_COUNTS}\b|"
    r"\b(?:half|a third|a quarter|two thirds|three quarters|\d+ ?(?:%|percent)|the majority|"
    r"most|nearly all|almost all) of (?:all |the )?[a-z]+|"
    r"^(?:most|nearly all|almost all) (?:[a-z]{3,}s|people|women|men|children)(?= (?:[a-z]+ ){0,4}"
    r"(?:are|were|is|was|have|had|has)\b)",
    re.IGNORECASE,
)
_A_UNIT = re.compile(
    r"\b(?:less|more|fewer|longer|shorter|under|over|within) (?:than )?(?:a|an|one|half a) "
    r"(?:year|month|week|day|hour|decade)\b",
    re.IGNORECASE,
)


def stated(sentence: str) -> str:
    """Return what a question with yes or no for an answer asks, as a statement.

    Parameters
    ----------
    sentence : str

    Examples
    --------
    >>> stated("Do women survive more?"), stated("Who survives more?")
    ('women survive more', 'Who survives more?')
    """
    scoped = _SCOPED.match(sentence)
    if scoped is not None:
        return f"{scoped['scope']}, {scoped['rest'].strip()}"
    asked = _YES_OR_NO.match(sentence)
    return sentence.strip() if asked is None else asked["rest"].strip()


class UntestableError(Exception):
    """The sentence cannot be tested on this table.

    Parameters
    ----------
    problem : str
        Why, as a whole sentence.
    needs : str
        The column that would be needed, empty where none would help.
    sure : bool, default=False
        Whether no other way of reading could change that.
    """

    def __init__(self, problem: str, needs: str = "", *, sure: bool = False) -> None:
        super().__init__(problem)
        self.problem = problem
        self.needs = needs
        self.sure = sure


def needed_column(word: str) -> str:
    """Return what would be needed to test a word that names nothing, as a noun phrase.

    Examples
    --------
    >>> needed_column("older")
    'a column that tells how old the rows are'
    >>> needed_column("stayed"), needed_column("smoking")
    ('a column that tells of which rows “stayed” is true', 'a column about “smoking”')
    """
    asked = next((plain for plain, compared in HOW.items() if compared == word), "")
    if asked:
        return f"a column that tells how {asked} the rows are"
    if word.endswith("ed") and len(word) > len("need"):
        return f"a column that tells of which rows “{word}” is true"
    return f"a column about “{word}”"


def refuse_by_form(sentence: str) -> None:
    """Refuse what is no statement, whatever columns there are.

    Raises
    ------
    UntestableError

    Examples
    --------
    >>> refuse_by_form("Who survives more?")
    Traceback (most recent call last):
    ...
    dataexplain.sentences.refusing.UntestableError: It asks; say what you expect, as a statement.
    """
    plain = sentence.strip()
    if not any(letter.isalpha() for letter in plain):
        raise UntestableError("There is no sentence to read.", sure=True)
    if len(plain) > MOST_LETTERS:
        raise UntestableError(
            f"It has {len(plain):,} letters; bring one sentence of at most {MOST_LETTERS}.",
            sure=True,
        )
    if stated(plain).endswith("?"):
        raise UntestableError("It asks; say what you expect, as a statement.", sure=True)
    if _JUDGES.search(plain):
        raise UntestableError("It says what ought to be, which no table can test.", sure=True)
    if _WHY.search(plain):
        raise UntestableError(
            "It says why there is a difference, which is not tested; bring the difference with "
            "that column held fixed."
        )
    if _A_UNIT.search(plain):
        raise UntestableError(
            "It names a bound without a number; write the number and its column, such as “tenure "
            "below 12”."
        )
    if _FLATTENS.search(plain):
        raise UntestableError(
            "It says that a course flattens out, which is not tested; bring the part that rises or "
            "falls, with its bounds."
        )
    share = _SHARE.match(plain)
    if share is not None:
        raise UntestableError(
            f"It says how many rows are of a kind (“{share[0]}”), not where there are more; say "
            "which rows have more than others."
        )
    found = _ANOTHER_TIME.search(plain)
    if found is not None:
        raise UntestableError(
            f"It speaks of another time (“{found[0]}”) than the rows were made in.",
            "a column that tells when each row was made",
        )
