"""The log-probability of a continuation from a server of llama.cpp, made to say exactly that.

A grammar binds it to the tokens of the continuation; the log-probabilities that it gives are the
model's own, from before the grammar. A grammar loses its way in a token that holds a part of a
character only: such a one is looked up among the log-probabilities of all tokens at its place.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from dataexplain.errors import CapabilityError, ReplyError
from dataexplain.llm.continuations import first_difference, refuse_empty_prefix
from dataexplain.llm.requests import RawReply, Request, Token
from dataexplain.llm.served.openai_replies import first_choice, number

# More than any model has tokens.
_ALL = 1_000_000
Post = Callable[[str, Mapping[str, Any]], Awaitable[dict[str, Any]]]


@dataclass(frozen=True)
class Piece:
    """A token as the server reads it; whole when it is made of whole characters."""

    number: int
    is_whole: bool


class ForcedScoring:
    """Scores with a server of llama.cpp.

    Parameters
    ----------
    post : callable
        Carries JSON to a path or address and returns the JSON answered.
    root : str
        The address of the server without the version of the interface.
    model : str
    """

    def __init__(self, post: Post, root: str, model: str) -> None:
        self._post = post
        self._root = root
        self._model = model

    async def score(self, request: Request) -> RawReply:
        """Return the tokens of the continuation with their log-probabilities."""
        continuation = request.continuation or ""
        before, own = await self._pieces(request, continuation)
        if own and not before:
            raise refuse_empty_prefix()
        tokens: list[Token] = []
        filler = next((piece.number for piece in [*own, *before[::-1]] if piece.is_whole), 0)
        read = [piece.number for piece in before]
        for is_whole, pieces in groupby(own, key=lambda piece: piece.is_whole):
            numbers = [piece.number for piece in pieces]
            tokens += await (
                self._said(read, numbers) if is_whole else self._found(read, numbers, filler)
            )
            read += numbers
        return RawReply(continuation, tuple(tokens), len(before), len(tokens))

    async def _pieces(self, request: Request, continuation: str) -> tuple[list[Piece], list[Piece]]:
        """Return the tokens before the continuation and its own.

        After a chat template a reply begins with a token of its own. After a raw text it begins
        where the tokens of the whole text leave those of the prefix.
        """
        if request.prefix is None:
            before = await self._tokenized(await self._templated(request), special=True)
            return before, await self._tokenized(continuation, special=False, start=False)
        prefix = await self._tokenized(request.prefix, special=False)
        whole = await self._tokenized(request.prefix + continuation, special=False)
        common = first_difference(prefix, whole)
        return whole[:common], whole[common:]

    async def _templated(self, request: Request) -> str:
        messages = [{"role": m.role, "content": m.content} for m in request.messages]
        answer = await self._post(f"{self._root}/apply-template", {"messages": messages})
        return str(answer["prompt"])

    async def _tokenized(self, text: str, *, special: bool, start: bool = True) -> list[Piece]:
        body = {"content": text, "add_special": start, "parse_special": special}
        answer = await self._post(f"{self._root}/tokenize", {**body, "with_pieces": True})
        # the bytes of what is no text come as a list
        return [Piece(int(t["id"]), isinstance(t["piece"], str)) for t in answer["tokens"]]

    async def _said(self, read: list[int], numbers: list[int]) -> list[Token]:
        """Make the server say whole tokens after what it has read."""
        entries = await self._completed(read, numbers, 1)
        if [entry.get("id") for entry in entries] != numbers:
            raise ReplyError(f"{self._model!r} did not keep to the text that it was bound to.")
        return [Token(str(entry["token"]), number(entry.get("logprob"))) for entry in entries]

    async def _found(self, read: list[int], numbers: list[int], filler: int) -> list[Token]:
        """Look tokens up, one at a time, among all that may follow."""
        tokens = []
        for place, wanted in enumerate(numbers):
            # what it says meanwhile does not matter, but must be a whole token
            entries = await self._completed([*read, *numbers[:place]], [filler], _ALL)
            listed = {other["id"]: other for other in entries[0].get("top_logprobs") or ()}
            if wanted not in listed:
                raise ReplyError(f"{self._model!r} left a token out of its log-probabilities.")
            tokens.append(Token("\ufffd", number(listed[wanted].get("logprob"))))
        return tokens

    async def _completed(
        self, read: list[int], say: list[int], alternatives: int
    ) -> list[Mapping[str, Any]]:
        body = {
            "model": self._model,
            "prompt": read,
            "grammar": "root ::= " + " ".join(f"<[{token}]>" for token in say),
            "max_tokens": len(say),
            "logprobs": alternatives,
            "temperature": 0.0,
            "cache_prompt": True,
        }
        answer = await self._post("/completions", body)
        found = first_choice(answer, self._model).get("logprobs")
        content = found.get("content") if isinstance(found, Mapping) else None
        if not content:
            raise CapabilityError(f"{self._model!r} gave no log-probabilities.")
        return list(content)
