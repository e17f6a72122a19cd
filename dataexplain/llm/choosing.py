"""From token log-probabilities, or votes, to probabilities over given options."""

from __future__ import annotations

import math
import string
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any, Literal

from dataexplain.errors import ParameterError, ReplyError
from dataexplain.llm.requests import Message, RawReply

# As many as hosted servers give.
ALTERNATIVES = 20
_MOST_LOG_ODDS = 20.0
_AROUND = string.whitespace + string.punctuation + "▁Ġ“”‘’"


@dataclass(frozen=True)
class Choice:
    """Probabilities over options.

    Parameters
    ----------
    probabilities : mapping of str to float
        Sum to 1; all surface forms of an option ("Yes", " yes", "YES") count for it.
    outside : float
        The share of the model's own probability, or of the votes, that went to none of them.
    basis : {"log-probabilities", "votes"}
    votes : int, default=0
        How many replies were drawn, when by votes.

    Examples
    --------
    >>> choice = Choice({"Yes": 0.9, "No": 0.1}, outside=0.02)
    >>> choice.best
    'Yes'
    >>> round(choice.log_odds("Yes"), 2)
    2.2
    """

    probabilities: Mapping[str, float]
    outside: float
    basis: Literal["log-probabilities", "votes"] = "log-probabilities"
    votes: int = 0

    @property
    def best(self) -> str:
        """The likeliest option."""
        return max(self.probabilities, key=lambda option: self.probabilities[option])

    def log_odds(self, option: str) -> float:
        """Return log p(option) - log p(any other option); infinite where votes are unanimous."""
        own = self.probabilities[option]
        rest = math.fsum(p for other, p in self.probabilities.items() if other != option)
        if own == 0:
            return -math.inf
        return math.log(own) - math.log(rest) if rest else math.inf

    def bounded_log_odds(self, option: str) -> float:
        """Return the log-odds of an option, no surer than they can be known.

        Of tokens, the rarer option may not be among those shown; unanimous votes say no more
        than their number allows (one half is added to both sides).

        Examples
        --------
        >>> round(Choice({"Yes": 1.0, "No": 0.0}, 0.0, "votes", 5).bounded_log_odds("Yes"), 2)
        2.4
        """
        most = math.log(2 * self.votes + 1) if self.votes else _MOST_LOG_ODDS
        return min(max(self.log_odds(option), -most), most)

    def to_dict(self) -> dict[str, Any]:
        """Return plain JSON."""
        return asdict(self)


def check_options(options: Sequence[str]) -> tuple[str, ...]:
    """Return the options, or say what is wrong with them.

    Raises
    ------
    ParameterError
        For fewer than two, more than 26, or two that look the same.
    """
    known = () if isinstance(options, str) else tuple(options)
    texts = all(isinstance(option, str) for option in known)
    if not texts or not 2 <= len(known) <= len(string.ascii_uppercase):
        raise ParameterError("options", "choose", "a list of 2 to 26 texts", options)
    names = {_plain(option) for option in known}
    if len(names) < len(known) or "" in names:
        raise ParameterError(
            "options", "choose", "texts that differ in letters or digits", list(options)
        )
    return known


def lettered(
    messages: Sequence[Message], options: Sequence[str]
) -> tuple[tuple[Message, ...], dict[str, str]]:
    """Ask for a letter in place of options that a first token cannot tell apart.

    Returns
    -------
    messages : tuple of Message
    names : dict of str to str
        The option of each text that the model may answer with.

    Examples
    --------
    >>> asked, names = lettered([Message("user", "How sure?")], ["very sure", "very unsure"])
    >>> print(asked[-1].content)
    How sure?
    <BLANKLINE>
    Answer with one letter: A = very sure, B = very unsure.
    >>> lettered([Message("user", "Sure?")], ["Yes", "No"])[1]
    {'Yes': 'Yes', 'No': 'No'}
    """
    words = [_plain(option).split()[0] for option in options]
    apart = not any(
        place != other and word.startswith(begin)
        for place, word in enumerate(words)
        for other, begin in enumerate(words)
    )
    if apart:
        return tuple(messages), {option: option for option in options}
    names = dict(zip(string.ascii_uppercase, options, strict=False))
    *before, last = messages
    meanings = ", ".join(f"{letter} = {option}" for letter, option in names.items())
    wish = f"{last.content}\n\nAnswer with one letter: {meanings}."
    return (*before, Message(last.role, wish)), names


def read_log_probabilities(reply: RawReply, names: Mapping[str, str]) -> Choice:
    """Sum the first token's probability over all surface forms of each option.

    A token that is a whole first word counts; where none does, a token that only this option
    begins with.

    Parameters
    ----------
    reply : RawReply
        With alternatives at its first token.
    names : mapping of str to str
        The option of each text that the model may answer with.

    Raises
    ------
    ReplyError
        When no likely token belongs to any option.

    Examples
    --------
    >>> from dataexplain.llm.requests import Token
    >>> likely = (("Yes", -0.22), (" yes", -2.3), ("No", -3.0), ("Maybe", -4.0))
    >>> choice = read_log_probabilities(
    ...     RawReply("Yes", (Token("Yes", -0.22, likely),)), {"Yes": "Yes", "No": "No"}
    ... )
    >>> round(choice.probabilities["Yes"], 3), round(choice.outside, 3)
    (0.948, 0.047)
    """
    if not reply.tokens:
        raise ReplyError("The reply has no token to read an option from.")
    first = reply.tokens[0]
    # pairs, not a mapping: two tokens may read alike
    likely = first.alternatives or ((first.text, first.log_probability),)
    words = {option: _plain(name).split()[0] for name, option in names.items()}
    whole: dict[str, list[float]] = {option: [] for option in words}
    begun: dict[str, list[float]] = {option: [] for option in words}
    for text, log_probability in likely:
        token = _plain(text)
        exact = [option for option, word in words.items() if token == word]
        starts = [option for option, word in words.items() if token and word.startswith(token)]
        if exact:
            whole[exact[0]].append(math.exp(log_probability))
        elif len(starts) == 1:
            begun[starts[0]].append(math.exp(log_probability))
    weights = {option: math.fsum(whole[option] or begun[option]) for option in words}
    total = math.fsum(weights.values())
    if total <= 0:
        raise ReplyError(f"None of the likely replies is an option: {_few(likely)}.")
    return Choice(
        {option: weight / total for option, weight in weights.items()},
        outside=max(0.0, 1.0 - total),
    )


def read_vote(reply: RawReply, names: Mapping[str, str]) -> str | None:
    """Return the option that a drawn reply begins with, if any.

    Examples
    --------
    >>> read_vote(RawReply(" yes, it is."), {"Yes": "Yes", "No": "No"})
    'Yes'
    """
    said = f"{_plain(reply.text)} "
    found = [option for name, option in names.items() if said.startswith(f"{_plain(name)} ")]
    return max(found, key=len) if found else None


def count_votes(votes: Sequence[str | None], options: Sequence[str]) -> Choice:
    """Return the shares of votes.

    Raises
    ------
    ReplyError
        When none of them is for an option.
    """
    valid = [vote for vote in votes if vote is not None]
    if not valid:
        raise ReplyError(f"None of {len(votes)} replies begins with an option.")
    shares = {option: valid.count(option) / len(valid) for option in options}
    return Choice(shares, 1 - len(valid) / len(votes), basis="votes", votes=len(votes))


def _plain(text: str) -> str:
    """Return a text in one case, without punctuation or blanks around its words."""
    words = (word.strip(_AROUND) for word in text.casefold().split())
    return " ".join(word for word in words if word)


def _few(likely: Sequence[tuple[str, float]]) -> str:
    return ", ".join(repr(text) for text, _ in likely[:5])
