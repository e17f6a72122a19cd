"""A report record as a page, as Markdown, as a notebook's output and as files.

`context` picks and words what is shown, `charts` draws it, `html` and `markdown` print it,
`writing` and `reading` keep it.

Examples
--------
>>> from dataexplain.records import ReportRecord
>>> record = ReportRecord.from_dict({
...     "title": "What goes with churn", "target": "churn", "task": "binary",
...     "roles": {"churn": "target"}, "claims": [], "faults": [], "models": [], "columns": [],
...     "curves": [], "settings": {}, "versions": {}, "seed": 0,
...     "counts": {"tried": 4, "supported": 0, "not_supported": 1, "inconclusive": 3,
...                "unverifiable": 0},
...     "splits": {"rows_read": 900, "rows_without_target": 0, "discovery": 450,
...                "verification": 450, "method": "", "data_hash": "", "split_hash": ""},
...     "outcome": {"name": "churn", "unit": "", "mean": 0.25, "spread": 0.4, "positive": "yes"},
... })
>>> print(render_markdown(record))
# What goes with churn
<BLANKLINE>
“churn” is “yes” in 25% of the rows.
<BLANKLINE>
We tried 4 statements about “churn” on 450 rows that had no part in proposing them: none held,
1 did not (not supported), 3 stayed open (inconclusive).
...
>>> render_html(record).startswith("<!DOCTYPE html>")
True
>>> import tempfile
>>> with tempfile.TemporaryDirectory() as folder:
...     paths = write_report(record, folder)
...     read_report(paths["json"]) == record
True
"""

from dataexplain.report.html import render_html, render_snippet
from dataexplain.report.markdown import render_markdown
from dataexplain.report.reading import read_report
from dataexplain.report.writing import write_report

__all__ = ["read_report", "render_html", "render_markdown", "render_snippet", "write_report"]
