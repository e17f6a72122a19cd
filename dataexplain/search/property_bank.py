"""General properties of texts, with texts that have each and texts that have not: files of rows.

`docs/design/properties.md` says how the bank is made and how a user extends it.
"""

from __future__ import annotations

import csv
import dataclasses
import functools
import io
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from importlib import resources
from pathlib import Path
from types import MappingProxyType

from dataexplain.errors import ColumnNotFoundError, InputError, LoadingError
from dataexplain.features.question_wording import as_property, same_wording
from dataexplain.search.candidate import Candidate
from dataexplain.search.comparatives import compares, without_comparison

BANK, USER = "bank", "user"
_PROPERTY, _FACET = "property", "facet"
_HAVING, _LACKING = "having_", "lacking_"
_MOST_CHARACTERS = 200


@dataclass(frozen=True)
class _Row:
    """A row of a file of properties, and the line where it begins."""

    line: int
    cells: Mapping[str, str]

    def texts(self, begin: str) -> tuple[str, ...]:
        """Return the control texts of the columns whose names begin alike, blank ones left out."""
        cells = (cell for name, cell in self.cells.items() if name.startswith(begin))
        return tuple(cell for cell in cells if cell.strip())


def load_properties(extra: Path | None = None) -> tuple[Candidate, ...]:
    """Return the properties of the bank, after those of a user's file.

    Parameters
    ----------
    extra : Path, optional
        A CSV file in UTF-8 with a column "property" and, if wanted, any number of columns
        "having_1", "having_2", ... and "lacking_1", "lacking_2", ... with control texts. Other
        columns are not read. A property that the bank holds too is the user's; where no control
        texts are given, it keeps those of the bank.

    Returns
    -------
    tuple of Candidate
        With the source "user" or "bank"; each wording once.

    Raises
    ------
    LoadingError
        When the file cannot be read, or is no CSV in UTF-8.
    InputError
        When there is no column or no row of properties, or a property is blank, compares, comes
        twice, or has control texts on one side only.

    Examples
    --------
    >>> bank = load_properties()
    >>> bank[0].property, bank[0].source, bank[0].having[1]
    ('gives a reason', 'bank', 'Since the oven was broken, there was only salad.')
    """
    bank = {same_wording(candidate.property): candidate for candidate in _bank()}
    if extra is None:
        return tuple(bank.values())
    own: dict[str, Candidate] = {}
    for candidate in _read_candidates(extra.name, _content(extra), USER):
        wording = same_wording(candidate.property)
        known = bank.pop(wording, None)
        if known is not None and not candidate.having:
            candidate = dataclasses.replace(candidate, having=known.having, lacking=known.lacking)
        own[wording] = candidate
    return (*own.values(), *bank.values())


@functools.cache
def bank_facets() -> Mapping[str, str]:
    """Return the facet of every property of the bank.

    Examples
    --------
    >>> bank_facets()["expresses gratitude"]
    'emotion'
    """
    facets = {
        row.cells[_PROPERTY]: row.cells[_FACET]
        for name, content in _bank_files()
        for row in _rows(name, content)
    }
    return MappingProxyType(facets)


@functools.cache
def _bank() -> tuple[Candidate, ...]:
    return tuple(
        candidate
        for name, content in _bank_files()
        for candidate in _read_candidates(name, content, BANK)
    )


def _bank_files() -> Iterator[tuple[str, str]]:
    folder = resources.files("dataexplain.search") / "properties"
    for file in sorted(folder.iterdir(), key=lambda file: file.name):
        if file.name.endswith(".csv"):
            yield file.name, file.read_text("utf-8")


def _content(path: Path) -> str:
    try:
        return path.read_text("utf-8-sig")
    except OSError as error:
        reason = error.strerror or type(error).__name__
        raise LoadingError(f"The file cannot be read: {reason}.", file=str(path)) from error
    except UnicodeDecodeError as error:
        raise LoadingError(
            "The file is not written in UTF-8.", file=path.name, remedy="Save it as UTF-8."
        ) from error


def _read_candidates(file: str, content: str, source: str) -> tuple[Candidate, ...]:
    lines: dict[str, int] = {}
    found = []
    for row in _rows(file, content):
        candidate = _candidate(row, file, source)
        first = lines.setdefault(same_wording(candidate.property), row.line)
        if first != row.line:
            raise InputError(
                f"{candidate.property!r} stands in row {first} already.",
                file=file,
                row=row.line,
                column=_PROPERTY,
                remedy="Leave one of the two out.",
            )
        found.append(candidate)
    if not found:
        raise InputError(
            "The file holds no property.",
            file=file,
            remedy="Write one property a row below the header.",
        )
    return tuple(found)


def _rows(file: str, content: str) -> Iterator[_Row]:
    """Yield the rows that are not empty; a row begins where the one before it ended."""
    reader = csv.reader(io.StringIO(content, newline=""), strict=True)
    names: list[str] = []
    begins = 1
    try:
        for cells in reader:
            if not names:
                names = _header(cells, file)
            elif any(cell.strip() for cell in cells):
                yield _Row(begins, _named(cells, names, file, begins))
            begins = reader.line_num + 1
    except csv.Error as error:
        raise LoadingError(
            f"The file is no CSV: {error}.",
            file=file,
            row=begins,
            remedy="Put texts that hold commas, quotes or line ends in double quotes.",
        ) from error
    if not names:
        raise _no_column([], file)


def _header(cells: Sequence[str], file: str) -> list[str]:
    names = [cell.strip().lower() for cell in cells]
    if _PROPERTY not in names:
        raise _no_column(names, file)
    twice = next((name for name in names if name and names.count(name) > 1), None)
    if twice is not None:
        raise InputError("The column is there twice.", file=file, row=1, column=twice)
    return names


def _no_column(names: Sequence[str], file: str) -> ColumnNotFoundError:
    """Return the error of a header without properties, which names the columns there are."""
    return ColumnNotFoundError.among(_PROPERTY, [name for name in names if name], file=file)


def _named(cells: Sequence[str], names: Sequence[str], file: str, line: int) -> dict[str, str]:
    if any(cell.strip() for cell in cells[len(names) :]):
        raise InputError(
            f"There are {len(cells)} cells, but {len(names)} columns.",
            file=file,
            row=line,
            remedy="Put texts that hold commas in double quotes.",
        )
    return dict(zip(names, cells, strict=False))  # cells at the end may be left out


def _candidate(row: _Row, file: str, source: str) -> Candidate:
    having, lacking = row.texts(_HAVING), row.texts(_LACKING)
    if bool(having) != bool(lacking):
        given, missing = (_HAVING, _LACKING) if having else (_LACKING, _HAVING)
        raise InputError(
            f"There are texts of {given}1, but none of {missing}1.",
            file=file,
            row=row.line,
            column=f"{missing}1",
            remedy="Give control texts of both kinds, or none.",
        )
    both = next((text for text in having if text in lacking), None)
    if both is not None:
        raise InputError(
            f"{both!r} is said both to have the property and not to have it.",
            file=file,
            row=row.line,
            remedy="Keep it on one side.",
        )
    return Candidate(_said(row, file), source, having, lacking)


def _said(row: _Row, file: str) -> str:
    """Return the property as it follows "the text"."""
    given = row.cells.get(_PROPERTY, "").strip()
    wrong, remedy = "", ""
    property = as_property(given) if given else ""
    if not same_wording(property):
        wrong, remedy = "The property is blank.", "Write what may hold of a text: 'is about music'."
    elif len(property) > _MOST_CHARACTERS:
        wrong = f"The property has {len(property)} characters."
        remedy = f"Say it in at most {_MOST_CHARACTERS}."
    elif compares(property):
        plain = without_comparison(property)
        wrong = f"{given!r} compares, and a judge is shown one text."
        remedy = "Say what a text has by itself" + ("." if compares(plain) else f": {plain!r}.")
    if wrong:
        raise InputError(wrong, file=file, row=row.line, column=_PROPERTY, remedy=remedy)
    return property
