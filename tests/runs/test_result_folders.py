from __future__ import annotations

from pathlib import Path

import pytest

from dataexplain.errors import OutputError
from dataexplain.runs.result_folders import check_result_folder, recheck_folder


def test_the_folder_is_called_after_the_file() -> None:
    assert recheck_folder("a/june.csv.gz") == Path("june-recheck")
    assert recheck_folder("my-report.csv") == Path("my-report-recheck")


@pytest.mark.parametrize(
    ("name", "schema"),
    [
        ("recheck.json", "dataexplain.recheck/1"),
        ("comparison.json", "dataexplain.comparison/1"),
        ("report.json", "dataexplain.report/1"),
    ],
)
def test_a_folder_with_a_result_is_written_into(tmp_path: Path, name: str, schema: str) -> None:
    (tmp_path / name).write_text(f'{{"schema": "{schema}"}}', encoding="utf-8")
    check_result_folder(tmp_path)


@pytest.mark.parametrize("text", ["{}", "[]", "no", '{"schema": "other/1"}'])
def test_a_folder_with_other_things_is_not(tmp_path: Path, text: str) -> None:
    (tmp_path / "recheck.json").write_text(text, encoding="utf-8")
    with pytest.raises(OutputError, match="holds other things"):
        check_result_folder(tmp_path)
    check_result_folder(tmp_path, force=True)
