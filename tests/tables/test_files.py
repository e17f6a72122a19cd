"""What is wrong with a file itself, and compressions told by content."""

from __future__ import annotations

import bz2
import gzip
import io
import lzma
import os
import zipfile
from pathlib import Path

import pyarrow as pa
import pytest

from dataexplain.errors import LoadingError
from dataexplain.tables.files import is_workbook, read_content

PLAIN = b"a,b\n1,2\n"


def zipped(*names: str) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        for name in names:
            archive.writestr(name, PLAIN)
    return stream.getvalue()


COMPRESSED = {
    "none": PLAIN,
    "gz": gzip.compress(PLAIN),
    "bz2": bz2.compress(PLAIN),
    "xz": lzma.compress(PLAIN),
    "zst": pa.compress(PLAIN, "zstd", asbytes=True),
    "zip": zipped("table.csv"),
    "zip of a Mac": zipped("table.csv", "__MACOSX/._table.csv"),
}


@pytest.mark.parametrize("content", COMPRESSED.values(), ids=COMPRESSED.keys())
def test_compression_is_told_by_content_not_by_name(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "table.csv"
    path.write_bytes(content)
    assert read_content(path) == PLAIN


@pytest.mark.parametrize("name", ["gz", "bz2", "xz", "zst", "zip"])
def test_a_cut_off_compressed_file_is_broken(tmp_path: Path, name: str) -> None:
    path = tmp_path / f"table.csv.{name}"
    path.write_bytes(COMPRESSED[name][:-4])
    with pytest.raises(LoadingError, match=r"table\.csv.*broken"):
        read_content(path)


def test_a_missing_file_names_its_neighbour(tmp_path: Path) -> None:
    (tmp_path / "churn.csv").write_bytes(PLAIN)
    with pytest.raises(LoadingError, match=r"no such file.*Did you mean 'churn\.csv'\?"):
        read_content(tmp_path / "chrun.csv")


def test_a_missing_folder_is_a_missing_file(tmp_path: Path) -> None:
    with pytest.raises(LoadingError, match="no such file"):
        read_content(tmp_path / "nowhere" / "a.csv")


def test_a_folder_lists_tables_in_it(tmp_path: Path) -> None:
    (tmp_path / "churn.csv").write_bytes(PLAIN)
    with pytest.raises(LoadingError, match=r"folder.*churn\.csv"):
        read_content(tmp_path)


def test_no_permission(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "a.csv"
    path.write_bytes(PLAIN)
    path.chmod(0)
    if os.access(path, os.R_OK):  # the superuser may read everything

        def refuse(self: Path) -> bytes:
            raise PermissionError(13, "Permission denied")

        monkeypatch.setattr(Path, "read_bytes", refuse)
    with pytest.raises(LoadingError, match="no permission"):
        read_content(path)


@pytest.mark.parametrize(
    "content", [b"", b" \n\n", gzip.compress(b"")], ids=["empty", "blank", "empty inside"]
)
def test_an_empty_file(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "a.csv"
    path.write_bytes(content)
    with pytest.raises(LoadingError, match=r"a\.csv: The file (is empty|holds nothing)"):
        read_content(path)


def test_an_archive_must_hold_one_table(tmp_path: Path) -> None:
    path = tmp_path / "a.zip"
    path.write_bytes(zipped("one.csv", "two.csv"))
    with pytest.raises(LoadingError, match=r"2 files \(one\.csv, two\.csv\)"):
        read_content(path)


def test_an_old_workbook_is_named(tmp_path: Path) -> None:
    path = tmp_path / "a.xls"
    path.write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 100)
    with pytest.raises(LoadingError, match=r"old Excel.*Save it as \.xlsx"):
        read_content(path)


def test_a_name_with_a_nul_byte() -> None:
    with pytest.raises(LoadingError, match="cannot be read"):
        read_content(Path("a\0b.csv"))


def test_only_archives_with_sheets_are_workbooks() -> None:
    assert is_workbook(zipped("[Content_Types].xml", "xl/workbook.xml"))
    assert not is_workbook(zipped("table.csv"))
    assert not is_workbook(b"PK\x03\x04 broken")
