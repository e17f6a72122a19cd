"""Reports to render: a wide one for the size, and one whose every text is an attack."""

from __future__ import annotations

import dataclasses

import numpy as np

from dataexplain.records import (
    ColumnRecord,
    CountsRecord,
    FaultRecord,
    ModelRecord,
    NullRunsRecord,
    OutcomeRecord,
    ReportRecord,
)

from .churn_example import churn_report
from .made_records import claim, example_rows, level_curve, numeric_curve

HOSTILE = (
    "<script>alert(1)</script></style><img src=x onerror=alert(2)>\"'\n=cmd()|calc {{7*7}} "
    "{% raw %} javascript:alert(3) ](http://example.org) | 😀 \u202e\x00`**_"
)


def wide_report(features: int = 100, claims_each: int = 1) -> ReportRecord:
    """A report with so many features, each with claims of its own and a long curve."""
    curves, claims = [], []
    for index in range(features):
        name = f"measurement_{index:03d}"
        curves.append(
            numeric_curve(
                name,
                lambda x, k=index: 0.2 + 0.1 * np.sin(x * (k % 5) / 9),
                0,
                30,
                steps=256,
                seed=index,
            )
        )
        for turn in range(claims_each):
            claims.append(
                claim(
                    f"w{index}-{turn}" if turn else f"w{index}",
                    "trend",
                    f"Churn rises with {name} between {5 + turn} and 15.",
                    (name,),
                    0.05,
                    0.02,
                    ("supported", "inconclusive")[index % 2],
                    region={name: {"low": 5.0 + turn, "high": 15.0}},
                    examples=example_rows(index),
                    rank=len(claims) + 1,
                )
            )
    columns = tuple(
        ColumnRecord(curve.feature, "numeric", 3, 812, "Read as a number.") for curve in curves
    )
    supported = sum(entry.verdict == "supported" for entry in claims)
    return churn_report(
        claims=tuple(claims),
        curves=tuple(curves),
        columns=columns,
        counts=CountsRecord(len(claims), supported, 0, len(claims) - supported, 0),
    )


def hostile_report() -> ReportRecord:
    """A report whose every text from the data is an attack."""
    curve = level_curve(HOSTILE, {HOSTILE: (0.4, 10), "=1+1": (0.2, 20), HOSTILE + "2": (0.1, 5)})
    attack = claim(
        HOSTILE,
        "level_contrast",
        f"Churn is higher where {HOSTILE} is {HOSTILE}.",
        (HOSTILE,),
        0.2,
        0.05,
        "supported",
        outcome_class=HOSTILE,
        unit=HOSTILE,
        region={HOSTILE: {"levels": [HOSTILE]}},
        reason=HOSTILE,
        effect_text=HOSTILE,
        sources=(HOSTILE,),
        entangled_with=(HOSTILE,),
        examples=({HOSTILE: HOSTILE, "=sum(A1)": "=cmd()|' /C calc'!A0", "@x": "-2+3"},),
    )
    return churn_report(
        title=HOSTILE,
        target=HOSTILE,
        claims=(attack, dataclasses.replace(attack, verdict="not_supported", kind=HOSTILE)),
        curves=(curve, dataclasses.replace(curve, outcome_class=HOSTILE)),
        columns=(ColumnRecord(HOSTILE, HOSTILE, 1, 2, HOSTILE, HOSTILE),),
        roles={HOSTILE: HOSTILE},
        faults=(FaultRecord(HOSTILE, HOSTILE, HOSTILE),),
        notes=(HOSTILE,),
        models=(ModelRecord(HOSTILE, HOSTILE, 0.7, (0.6, 0.8), "explanation", HOSTILE),),
        outcome=OutcomeRecord(
            HOSTILE, HOSTILE, 0.2, 0.4, classes=("a", HOSTILE), class_rows=(4, 1), positive=HOSTILE
        ),
        settings={HOSTILE: HOSTILE},
        null_runs=NullRunsRecord(2, (4, 4), (1, 0), (0, 0), HOSTILE),
        versions={HOSTILE: HOSTILE},
    )
