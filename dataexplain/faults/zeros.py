"""Zeros that cannot be: nobody has a blood pressure of 0.

A zero is told from a real one as other codes are, and by its company: where nothing was recorded,
several columns of a row are zero at once.
"""

from __future__ import annotations

import re
from dataclasses import replace

import numpy as np

from dataexplain.faults.codes import Edge, zero_at_edge
from dataexplain.faults.sentinels import ENOUGH, apart_text, sentinel_record, weigh_edge
from dataexplain.faults.value_counts import ValueCounts
from dataexplain.models.adjustment import AdjustedRows
from dataexplain.records import FaultRecord
from dataexplain.tables import Role, Table

# The distance to the next value, in usual distances between values there.
LEAST_SPACINGS = 4.0
# More zeros than this share need more than a gap: there may be nothing of what is measured.
FEW_ZEROS = 0.1
FAR = 0.5
COMPANY_SHARE, COMPANY_Z = 0.8, 6.0
# Of such things there can be none, and then zero is a value like any other.
_CAN_BE_NOTHING = re.compile(
    r"gain|loss|amount|count|number|(?:^|[\W_])(?:n|no|nr|num|nbr)(?:$|[\W_])|sales?|sold|spen[dt]"
    r"|purchase|rain|snow|precip|debt|balance|discount|fee|cost|days|visits|calls|times|orders"
    r"|claims|siblings|children|kids|births|pregnan|previous|prior|since|delay|paid|payment|tip"
    r"|donat|credit|bonus|refund|return|error|defect|absen|overtime|drink|cigar|smok"
    r"|experience|tenure|goals|points|wins|deaths|cases|views|likes|clicks|shares|comments"
)


def zero_faults(table: Table, rows: AdjustedRows, columns: list[ValueCounts]) -> list[FaultRecord]:
    """Return zeros that stand for missing values.

    Parameters
    ----------
    table : Table
    rows : AdjustedRows
        Discovery rows.
    columns : list of ValueCounts
        Of all rows of the table, without codes that stand apart.

    Returns
    -------
    list of FaultRecord
    """
    suspects = [(counts, edge) for counts in columns if (edge := _suspicious(counts)) is not None]
    zeros = {counts.name: (table.frame[counts.name] == 0).to_numpy() for counts, _ in suspects}
    found = []
    for counts, edge in suspects:
        weighed = weigh_edge(rows, counts, edge, 0.0, np.zeros(1))
        own = zeros[counts.name]
        company = any(_together(own, other) for name, other in zeros.items() if name != counts.name)
        weighed = replace(weighed, company=2 if company else 0)
        few = counts.counts[0] <= FEW_ZEROS * counts.rows
        sure = few or edge.reach >= FAR or weighed.break_ == 2 or company
        if weighed.points >= ENOUGH and sure:
            text = apart_text(edge, counts)
            found.append(sentinel_record(table, counts, 0.0, weighed, text, edge))
    return found


def _suspicious(counts: ValueCounts) -> Edge | None:
    if counts.column.role is Role.TARGET or _CAN_BE_NOTHING.search(counts.name.lower()):
        return None
    edge = zero_at_edge(counts)
    return edge if edge is not None and edge.spacings >= LEAST_SPACINGS else None


def _together(zeros: np.ndarray, others: np.ndarray) -> bool:
    """Tell whether two columns are zero in the same rows far more often than chance would have."""
    both, own, other, rows = (zeros & others).sum(), zeros.sum(), others.sum(), len(zeros)
    if both < COMPANY_SHARE * min(own, other) or own == rows or other == rows:
        return False
    expected = own * other / rows
    variance = expected * (1 - own / rows) * (1 - other / rows)
    return bool(both - expected >= COMPANY_Z * np.sqrt(variance))
