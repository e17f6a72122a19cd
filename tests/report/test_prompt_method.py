"""How the test of sentences is told."""

from __future__ import annotations

import dataclasses

from dataexplain.report.prompt_method import prompt_paragraphs, speaks_of_prompts
from tests.report.test_prompt_cards import PLAIN, report


def test_code_and_models_have_a_paragraph_each() -> None:
    (one,) = report().claims
    by_code = dataclasses.replace(one, prompted=dataclasses.replace(PLAIN, basis="code", model=""))
    both = dataclasses.replace(report(), claims=(one, by_code))
    headings = [heading for heading, _ in prompt_paragraphs(both)]
    assert headings == ["Sentences that a model follows", "Sentences that code follows"]
    only = dataclasses.replace(report(), claims=(by_code,))
    assert [heading for heading, _ in prompt_paragraphs(only)] == ["Sentences that code follows"]
    assert "small-7b" in prompt_paragraphs(both)[0][1]


def test_a_report_of_other_statements_has_none() -> None:
    (one,) = report().claims
    other = dataclasses.replace(one, prompted=None)
    assert prompt_paragraphs(dataclasses.replace(report(), claims=(other,))) == []
    assert not speaks_of_prompts(dataclasses.replace(report(), claims=(one, other)))
