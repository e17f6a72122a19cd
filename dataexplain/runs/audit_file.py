"""People's labels of texts, from a file."""

from __future__ import annotations

from pathlib import Path

from dataexplain.errors import ColumnNotFoundError, InputError
from dataexplain.tables import read_frame
from dataexplain.verification.judged_audit import AuditLabels

COLUMNS = ("text", "property", "label")
_YES = frozenset(("yes", "y", "true", "1", "1.0"))
_NO = frozenset(("no", "n", "false", "0", "0.0"))


def read_audit(path: Path) -> AuditLabels:
    r"""Read labels that people gave to texts.

    Parameters
    ----------
    path : Path
        A table with the columns "text", "property" and "label": yes or no, true or false, 1 or 0.
        A row without a label says nothing.

    Returns
    -------
    AuditLabels

    Raises
    ------
    InputError
        When a column is missing, a label is neither, or two rows contradict each other.

    Examples
    --------
    >>> import tempfile
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     path = Path(folder, "labels.csv")
    ...     _ = path.write_text("text,property,label\nNo refund!,mentions a refund,yes\n")
    ...     read_audit(path).labels
    {('No refund!', 'mentions a refund'): True}
    """
    frame = read_frame(path)
    named = {str(name).strip().lower(): name for name in frame.columns}
    for name in COLUMNS:
        if name not in named:
            raise ColumnNotFoundError.among(name, list(map(str, frame.columns)), file=path.name)
    labels: dict[tuple[str, str], bool] = {}
    cells = frame[[named[name] for name in COLUMNS]].fillna("").astype(str)
    for row, (text, property, said) in enumerate(cells.itertuples(index=False), start=1):
        label = _label(said, path.name, row)
        if label is None:
            continue
        if labels.setdefault((text, property.strip()), label) is not label:
            raise InputError(
                "The same text is labelled yes and no.",
                file=path.name,
                row=row,
                column="label",
                remedy="Decide for one, or leave both out.",
            )
    if not labels:
        raise InputError("There is no label in it.", file=path.name, remedy="Label some texts.")
    return AuditLabels(labels)


def _label(said: str, file: str, row: int) -> bool | None:
    word = said.strip().lower()
    if word in _YES or word in _NO:
        return word in _YES
    if not word:
        return None
    raise InputError(
        f"{said!r} is no label.", file=file, row=row, column="label", remedy="Write yes or no."
    )
