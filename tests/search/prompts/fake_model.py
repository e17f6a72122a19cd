"""A model of a small world: it follows one true sentence, half follows others, and proposes."""

import json
import math

from dataexplain.llm import ChatModel, RawReply, Scripted, Token
from dataexplain.tables.pairs import Pairs

TRUE = "Return the double of the number."
LESS = "Return a larger number."
NUMBERS = tuple(range(3, 43))
# Sign by sign from the number, so that no closed operation fits.
PAIRS = Pairs(
    tuple(f"{number} trees" for number in NUMBERS),
    tuple(f"{2 * number} woods" for number in NUMBERS),
    NUMBERS,
)


def share_of(sentence):
    if sentence.startswith(TRUE):
        return 0.95
    return 0.4 if sentence.startswith(LESS) else 0.05


class World:
    """What the model says; `requests` of the script tell what it was asked."""

    def __init__(self, proposals, changes=(), shares=share_of):
        self._proposals, self._changes, self._shares = list(proposals), list(changes), shares

    def __call__(self, request):
        if request.verb == "score":
            chance = self._shares(request.messages[0].content)
            return RawReply(request.continuation, (Token("x", math.log(chance)),))
        if request.schema is not None:
            return json.dumps(self._filled(request.schema))
        return self._next(self._changes)

    def _filled(self, schema):
        value = dict.fromkeys(schema["properties"], "something")
        if "sentences" in value:
            value["sentences"] = [self._next(self._proposals), self._next(self._proposals)]
        else:
            value["instruction"] = self._next(self._proposals)
        return value

    @staticmethod
    def _next(said):
        if not said:
            return "What is it?"
        said.append(said[0])
        return said.pop(0)


def opened(world, **settings):
    scripted = Scripted(world)
    return scripted, ChatModel(scripted, **settings)
