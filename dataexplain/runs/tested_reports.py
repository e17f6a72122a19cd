"""What a step finds that tests something, and what asking its language model would cost."""

from __future__ import annotations

from dataexplain.llm import Estimate
from dataexplain.records import ReportRecord
from dataexplain.report.writing import without_rows
from dataexplain.runs.describe_cost import estimate_description
from dataexplain.runs.describe_reading import OpenedPairs, open_pairs
from dataexplain.runs.describe_step import DescribeStep
from dataexplain.runs.describing import describe_and_remember
from dataexplain.runs.difference_cost import estimate_differences
from dataexplain.runs.differing import opened_or_none
from dataexplain.runs.hypothesising import estimate_hypotheses, hypothesise
from dataexplain.runs.opening import open_table
from dataexplain.runs.progress import Progress
from dataexplain.runs.remembered_tests import differ_and_remember, verify_and_remember
from dataexplain.runs.tested_steps import DifferStep, HypothesiseStep, TestedStep, VerifyStep
from dataexplain.runs.two_groups import two_groups
from dataexplain.runs.verifying import estimate_verifying, sentences_of
from dataexplain.tables import Table

# As the command of the same name has it.
_EMBEDDER = "minilm"


def tested_report(step: TestedStep, jobs: int | None, progress: Progress) -> ReportRecord:
    """Do what a step asks for.

    Parameters
    ----------
    step : VerifyStep, DifferStep, HypothesiseStep or DescribeStep
    jobs : int, optional
        Processes for null runs of hypotheses; None is one a core.
    progress : Progress

    Returns
    -------
    ReportRecord
        Without rows of the table where the step shows none.
    """
    if isinstance(step, VerifyStep):
        report = _verified(step, progress)
    elif isinstance(step, DifferStep):
        report = _differed(step, progress)
    elif isinstance(step, DescribeStep):
        report = _described(step, progress)
    else:
        report = _hypothesised(step, jobs, progress)
    return report if step.rows else without_rows(report)


def estimated_test(step: TestedStep, progress: Progress) -> Estimate:
    """Return what asking a step's language model would cost; nothing is asked.

    Parameters
    ----------
    step : VerifyStep, DifferStep, HypothesiseStep or DescribeStep
        With a model.
    progress : Progress
    """
    if isinstance(step, HypothesiseStep):
        return _estimated_hypotheses(step, progress)
    wish = step.model_wish
    assert wish is not None
    with wish.opened("estimate", asks=False) as model:
        if isinstance(step, VerifyStep):
            return estimate_verifying(
                _table(step),
                sentences_of(step.sentences),
                model,
                judge_rows=step.judge_rows,
                seed=step.seed,
            )
        if isinstance(step, DescribeStep):
            return estimate_description(_pairs(step), step.wanted, model, seed=step.seed)
        with opened_or_none(_EMBEDDER) as vectors:
            return estimate_differences(
                _groups(step), step.text, step.wanted, model, embedder=vectors, seed=step.seed
            )


def _verified(step: VerifyStep, progress: Progress) -> ReportRecord:
    return verify_and_remember(
        _table(step),
        sentences_of(step.sentences),
        step.model_wish,
        judge_rows=step.judge_rows,
        seed=step.seed,
        floor=step.floor,
        title=step.title,
        examples=step.examples,
        progress=progress,
    )


def _differed(step: DifferStep, progress: Progress) -> ReportRecord:
    return differ_and_remember(
        _groups(step),
        step.text,
        step.wanted,
        step.model_wish,
        embedder=_EMBEDDER,
        seed=step.seed,
        title=step.title,
        progress=progress,
    )


def _described(step: DescribeStep, progress: Progress) -> ReportRecord:
    return describe_and_remember(
        _pairs(step),
        step.wanted,
        step.model_wish,
        second=step.second_model,
        seed=step.seed,
        title=step.title,
        progress=progress,
    )


def _hypothesised(step: HypothesiseStep, jobs: int | None, progress: Progress) -> ReportRecord:
    wanted = step.wanted
    run = hypothesise(
        step.data,
        step.target,
        model=step.model,
        describe=wanted.describe,
        rounds=wanted.rounds,
        hypotheses=wanted.hypotheses,
        rows_shown=wanted.rows_shown,
        text=step.text,
        propose_questions=wanted.propose_questions,
        judge_rows=wanted.judge_rows,
        floor=wanted.floor,
        seed=wanted.seed,
        null_runs=wanted.null_runs,
        n_jobs=jobs,
        examples=wanted.examples,
        title=wanted.title,
        sheet=step.sheet,
        progress=progress,
        log_text=step.log_text,
        **step.limits,
        **step.reading(),
    )
    return run.report


def _estimated_hypotheses(step: HypothesiseStep, progress: Progress) -> Estimate:
    estimate, _ = estimate_hypotheses(
        step.data,
        step.target,
        model=step.model,
        text=step.text,
        sheet=step.sheet,
        progress=progress,
        wish=step.wanted,
        stated=step.limits,
        **step.reading(),
    )
    return estimate


def _table(step: VerifyStep) -> Table:
    return open_table(step.data, step.target, sheet=step.sheet, **step.wishes())


def _groups(step: DifferStep) -> Table:
    table = open_table(step.data, step.group, sheet=step.sheet, text=(step.text,), **step.reading())
    return two_groups(table, step.positive, step.against)


def _pairs(step: DescribeStep) -> OpenedPairs:
    return open_pairs(step.data, step.input, step.output, sheet=step.sheet)
