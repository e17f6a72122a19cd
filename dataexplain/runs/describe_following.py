"""A sentence followed on new inputs: by code where it says a closed operation, else by a model."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from dataexplain.errors import BudgetReachedError, ParameterError
from dataexplain.llm import ChatModel, Purpose
from dataexplain.operations import Rule, enumerate_rules
from dataexplain.search.prompts.answering_form import CLASSES, AnsweringForm
from dataexplain.search.prompts.candidate import PromptCandidate
from dataexplain.tables.pairs import Pairs
from dataexplain.verification.prompt_pairs import label_of

SERVES = "outputs of new inputs"
NO_ANSWER = ""
_MOST_TOKENS = 160


def follow(
    candidate: PromptCandidate,
    inputs: Sequence[str],
    form: AnsweringForm,
    model: ChatModel | None,
) -> list[str]:
    """Return what a sentence says the outputs of inputs are.

    Parameters
    ----------
    candidate : PromptCandidate
    inputs : sequence of str
    form : AnsweringForm
        How the model is asked for outputs.
    model : ChatModel or None
        Not asked where the sentence is a closed operation.

    Returns
    -------
    list of str
        Empty where there is no answer. A budget that ends leaves the rest without one.

    Raises
    ------
    ParameterError
        When a model is needed and there is none.

    Examples
    --------
    >>> from dataexplain.operations import Rule
    >>> shout = Rule("upper case", "Write the input in capitals.", str.upper)
    >>> candidate = PromptCandidate(shout.sentence, "operations", rule=shout)
    >>> follow(candidate, ["hi", ""], AnsweringForm("free"), None)
    ['HI', '']
    """
    distinct = [text for text in dict.fromkeys(inputs) if text.strip()]
    if candidate.rule is not None:
        answers = {text: candidate.rule.apply(text) or NO_ANSWER for text in distinct}
    elif model is None:
        expected = "a model, since the best sentence is none that code can follow"
        raise ParameterError("model", "follow", expected, None)
    else:
        answers = dict(
            zip(distinct, _asked(candidate.sentence, distinct, form, model), strict=False)
        )
    return [answers.get(text, NO_ANSWER) for text in inputs]


def is_right(answer: str, output: str, form: AnsweringForm) -> bool:
    """Tell whether an answer is an output, as the test on held-out rows has it.

    Examples
    --------
    >>> is_right(" Paris.", "Paris", AnsweringForm("free")), is_right("", "", AnsweringForm("free"))
    (True, False)
    """
    return bool(answer.strip()) and label_of(answer, form) == label_of(output, form)


def rule_again(name: str, discovery: Pairs) -> Rule | None:
    """Return the closed operation of a name, with its constants read off the same pairs.

    Parameters
    ----------
    name : str
    discovery : Pairs
        Those that it was found on.

    Examples
    --------
    >>> pairs = Pairs(("1 and 2", "2 and 6", "3 and 3"), ("3", "8", "6"), (0, 1, 2))
    >>> rule_again("sum of the two numbers", pairs).apply("4 and 5")
    '9'
    """
    rules = (rule for case in (True, False) for rule in enumerate_rules(discovery, case=case))
    return next((rule for rule in rules if rule.name == name), None)


def _asked(
    sentence: str, inputs: Sequence[str], form: AnsweringForm, model: ChatModel
) -> Iterator[str]:
    """Yield the model's answer to each input, as it counts, until a budget ends."""
    conversations = (form.conversation(sentence, text) for text in inputs)
    purpose = Purpose(SERVES, form.prompt().version)
    try:
        if form.kind == CLASSES and model.capabilities.log_probabilities:
            for choice in model.choose_each(conversations, form.classes, purpose=purpose):
                yield NO_ANSWER if choice is None else choice.best
        else:
            for reply in model.generate_each(
                conversations, most_tokens=_MOST_TOKENS, purpose=purpose
            ):
                yield label_of(reply.text, form) if reply.answered else NO_ANSWER
    except BudgetReachedError:
        return  # the rest has no answer
