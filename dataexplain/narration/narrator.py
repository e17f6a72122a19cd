"""The narrator: a report with its leading claims in words, by a language model or by templates.

The model chooses among findings that code writes, and offers conjectures that code checks; what
it expects is asked before any of this is shown to it. It decides no verdict and types no number.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

from dataexplain.errors import BudgetReachedError, LanguageModelError
from dataexplain.llm import ChatModel, Estimate
from dataexplain.llm.prompt_files import prompt
from dataexplain.narration import conjecturing, emphasis, expectations, summary
from dataexplain.narration.anonymous import anonymous
from dataexplain.narration.conjecturing import Conjectures, Conjecturing, marked_as_memory
from dataexplain.narration.declared import (
    DeclaredExpectation,
    check_orders,
    read_expectations,
)
from dataexplain.narration.emphasis import choose_emphasis, emphasis_calls, estimate_emphasis
from dataexplain.narration.expectation_questions import (
    UNDESCRIBED,
    Question,
    claim_questions,
)
from dataexplain.narration.expectations import Expectations, ask_expectations
from dataexplain.narration.findings import Emphasis, finding
from dataexplain.narration.grounding import refusal, repeats
from dataexplain.narration.plain_words import PlainWords
from dataexplain.narration.summary import (
    choose_summary,
    estimate_summary,
    summary_by_rank,
    summary_call,
    summary_sentences,
)
from dataexplain.narration.surprises import declared_surprises, model_surprises, uncompared
from dataexplain.narration.wishes import NarrationWish, read_descriptions
from dataexplain.narration_records import NarrationRecord, SurpriseRecord
from dataexplain.records import (
    ClaimRecord,
    ColumnRecord,
    LanguageModelRecord,
    ReportRecord,
)

TEMPLATE = "template"
PROMPTS = (
    *expectations.PROMPTS,
    emphasis.PROMPT,
    conjecturing.PROMPT,
    conjecturing.DOUBT,
    summary.PROMPT,
)
Advance = Callable[[int, int], None]


@dataclass
class _Told:
    """What a model said so far; what it did not reach is filled from templates."""

    expected: Expectations = field(default_factory=Expectations)
    emphases: dict[str, Emphasis] = field(default_factory=dict)
    conjectures: dict[str, Conjectures] = field(default_factory=dict)
    summary: tuple[str, ...] = ()
    ended: LanguageModelError | None = None

    @property
    def chose(self) -> bool:
        """Whether the model chose what the findings stress."""
        return bool(self.summary or self.emphases)


def check_wish(
    wish: NarrationWish,
    names: Sequence[str],
    levels: Mapping[str, Sequence[str]],
    scores: Mapping[str, Sequence[float]] | None = None,
) -> None:
    """Refuse words on columns that there are not, before any work is done.

    Parameters
    ----------
    wish : NarrationWish
    names : sequence of str
        The columns of the table.
    levels : mapping of str to sequence of str
    scores : mapping of str to sequence of float, optional
        Of the ordinal columns. Without it a direction along levels without an order is not
        refused; the report then says that no statement answers it.
    """
    read_descriptions(wish.describe, names)
    columns = [
        ColumnRecord(
            name,
            "",
            0,
            0,
            levels=tuple(levels.get(name, ())),
            scores=tuple((scores or {}).get(name, ())),
        )
        for name in names
    ]
    declared = read_expectations(wish.expect, columns)
    if scores is not None:
        check_orders(declared, columns)


def narrate(
    report: ReportRecord,
    wish: NarrationWish,
    model: ChatModel | None = None,
    advance: Advance | None = None,
) -> tuple[ReportRecord, LanguageModelError | None]:
    """Put the leading claims of a report into words.

    Parameters
    ----------
    report : ReportRecord
    wish : NarrationWish
    model : ChatModel, optional
        Without one every sentence is a template's, and nothing is conjectured or expected.
    advance : callable, optional
        Told how many of how many steps are done.

    Returns
    -------
    report : ReportRecord
        The same claims and verdicts. When the budget ends or the model fails, what is left
        is said by templates, and the report says why.
    failure : LanguageModelError or None
        Why the model failed; a budget that ended is no failure.
    """
    descriptions = _descriptions(report, wish)
    words = PlainWords(report, {name: text for name, text in descriptions.items() if name})
    leading = _leading(report, wish)
    told = _Told() if model is None else _ask(report, leading, words, wish, model, advance)
    supported = tuple(claim for claim in report.claims if claim.verdict == "supported")
    known = {claim.id: claim for claim in supported}
    declared = read_expectations(wish.expect, _spoken_of(report))
    narration = NarrationRecord(
        summary=summary_sentences(
            told.summary or summary_by_rank(leading, supported), known, told.emphases, words
        ),
        claims={
            claim.id: (
                finding(claim, words, told.emphases.get(claim.id)),
                *told.conjectures.get(claim.id, Conjectures()).sentences,
            )
            for claim in leading
        },
        dropped=tuple(entry for found in told.conjectures.values() for entry in found.dropped),
        source=model.name if model is not None and told.chose else TEMPLATE,
        descriptions=descriptions,
        uncompared=uncompared(report, declared),
    )
    report = dataclasses.replace(
        report,
        narration=narration,
        surprises=_surprises(report, told, declared, model, words),
        settings=report.settings | ({"expect": list(wish.expect)} if wish.expect else {}),
    )
    if model is None:
        return report, None
    failure = None if isinstance(told.ended, BudgetReachedError) else told.ended
    return _with_model(report, told, wish, model), failure


def estimate_narration(report: ReportRecord, wish: NarrationWish, model: ChatModel) -> Estimate:
    """Return what `narrate` would cost.

    Parameters
    ----------
    report : ReportRecord
    wish : NarrationWish
    model : ChatModel
    """
    descriptions = _descriptions(report, wish)
    words = PlainWords(report, {name: text for name, text in descriptions.items() if name})
    leading = _leading(report, wish)
    shown, shown_words = _shown(leading, words, wish)
    description = _description(descriptions)
    asking = Conjecturing(words, description, lambda _: None)
    total = expectations.estimate_expectations(_questions(report, wish, descriptions), model)
    total += estimate_emphasis(shown, shown_words, description, model)
    for claim in leading:
        total += asking.estimate(claim, model)
    return total + estimate_summary(summary_call(shown, shown_words, description), model)


def _ask(
    report: ReportRecord,
    leading: Sequence[ClaimRecord],
    words: PlainWords,
    wish: NarrationWish,
    model: ChatModel,
    advance: Advance | None,
) -> _Told:
    """Go through the chain, as far as the budget goes."""
    descriptions = _descriptions(report, wish)
    description = _description(descriptions)
    questions = _questions(report, wish, descriptions)
    shown, shown_words = _shown(leading, words, wish)
    steps = _Steps(expectations.steps(questions) + len(leading), advance)
    told = _Told(ask_expectations(questions, model, steps.one))
    if told.expected.ended is not None:
        told.ended = told.expected.ended
        return told
    try:
        for call in emphasis_calls(shown, shown_words, description):
            told.emphases |= choose_emphasis(call, model)
        asked = summary_call(shown, shown_words, description)
        told.summary = choose_summary(asked, model) if asked else ()
        glossary = words.glossary
        asking = Conjecturing(
            words,
            description,
            lambda text: refusal(text, report, experiment=wish.experiment, glossary=glossary),
            lambda text, claim: repeats(text, claim, report, glossary),
        )
        for claim in leading:
            told.conjectures[claim.id] = asking.ask(claim, model)
            steps.one()
    except LanguageModelError as error:
        told.ended = error
    if wish.anonymise:
        told.conjectures = marked_as_memory(told.conjectures)
    return told


@dataclass
class _Steps:
    total: int
    advance: Advance | None
    done: int = 0

    def one(self) -> None:
        self.done += 1
        if self.advance is not None:
            self.advance(self.done, self.total)


def _leading(report: ReportRecord, wish: NarrationWish) -> tuple[ClaimRecord, ...]:
    """Return the supported claims that rank first."""
    supported = [claim for claim in report.claims if claim.verdict == "supported"]
    return tuple(sorted(supported, key=lambda claim: claim.rank or len(supported))[: wish.most])


def _shown(
    leading: Sequence[ClaimRecord], words: PlainWords, wish: NarrationWish
) -> tuple[tuple[ClaimRecord, ...], PlainWords]:
    """Return what the model sees where it only chooses: with names hidden if that is wanted."""
    if not wish.anonymise:
        return tuple(leading), words
    hidden = anonymous(words.report)
    by_id = {claim.id: claim for claim in hidden.claims}
    return tuple(by_id[claim.id] for claim in leading), PlainWords(hidden)


def _questions(
    report: ReportRecord, wish: NarrationWish, descriptions: Mapping[str, str]
) -> tuple[Question, ...]:
    return claim_questions(report, wish.most, description=_description(descriptions))


def _descriptions(report: ReportRecord, wish: NarrationWish) -> dict[str, str]:
    return read_descriptions(wish.describe, [report.outcome.name, *_columns(report)])


def _columns(report: ReportRecord) -> list[str]:
    used = [column.name for column in report.columns]
    return list(dict.fromkeys([*used, *(name for c in report.claims for name in c.features)]))


def _spoken_of(report: ReportRecord) -> list[ColumnRecord]:
    """Return the report's columns, and those that its claims name beside them."""
    known = {column.name: column for column in report.columns}
    return [known.get(name) or ColumnRecord(name, "", 0, 0) for name in _columns(report)]


def _description(descriptions: Mapping[str, str]) -> str:
    """Return the user's words on one line, those for columns after that for the table."""
    named = (f"{name} means {text}" for name, text in descriptions.items() if name)
    return "; ".join(filter(None, (descriptions.get(""), *named))) or UNDESCRIBED


def _surprises(
    report: ReportRecord,
    told: _Told,
    declared: Sequence[DeclaredExpectation],
    model: ChatModel | None,
    words: PlainWords,
) -> tuple[SurpriseRecord, ...]:
    found = declared_surprises(report, declared, words)
    if model is None:
        return found
    return (*found, *model_surprises(report, told.expected.expected, model.name, words))


def _with_model(
    report: ReportRecord, told: _Told, wish: NarrationWish, model: ChatModel
) -> ReportRecord:
    """Return the report with what was asked of the model, and what it expected of each claim."""
    expected = {
        question.claim: found.record(question) for question, found in told.expected.expected.items()
    }
    claims = tuple(
        dataclasses.replace(claim, expectation=expected.get(claim.id))
        if claim.kind != "no_effect"
        else claim
        for claim in report.claims
    )
    worth = told.expected.calibration
    notes = list(model.notes)
    if worth is not None and not worth.knows:
        notes.append(
            f"{model.name} does not know the direction of everyday pairs (it tells "
            f"{worth.together.auc:.0%} of them apart): its expectations are not used."
        )
    if told.ended is not None:
        notes.append(f"{told.ended} What is left is said by templates.")
    asked = told.expected.asked
    record = LanguageModelRecord(
        name=model.name,
        backend=model.backend.name,
        fingerprint=model.backend.fingerprint,
        prompts=tuple(prompt(name).version for name in PROMPTS),
        asked=len(asked),
        no_answers=sum(question not in told.expected.expected for question in asked),
        unasked=len(_questions(report, wish, _descriptions(report, wish))) - len(asked),
        notes=tuple(notes),
    )
    return dataclasses.replace(report, claims=claims, language_model=record)
