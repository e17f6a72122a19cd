import json
import sys

import pytest

from dataexplain.errors import DataExplainError, MissingDependencyError
from dataexplain.optional import import_optional, require_optional


def test_a_package_that_is_there_is_imported():
    assert import_optional("json", feature="This", extra="dev") is json


def test_a_package_that_is_not_names_feature_and_remedy():
    with pytest.raises(MissingDependencyError) as caught:
        import_optional("no_such_package", feature="Reading Excel", extra="excel")
    assert str(caught.value) == (
        "Reading Excel needs the package 'no_such_package'. "
        "Install it with: python -m pip install 'dataexplain[excel]'"
    )
    assert caught.value.package == "no_such_package"
    assert isinstance(caught.value.__cause__, ImportError)


@pytest.mark.parametrize(
    ("program", "said"),
    [
        ("raise ImportError('libgone.so: cannot open shared object file')", "libgone.so"),
        ("import package_that_is_gone", "package_that_is_gone"),
    ],
)
def test_a_package_that_cannot_be_loaded_is_not_called_missing(
    tmp_path, monkeypatch, program, said
):
    """Whatever went wrong in an installed package, the user was told to install it."""
    (tmp_path / "broken_on_purpose.py").write_text(program, encoding="utf-8")
    monkeypatch.syspath_prepend(tmp_path)
    with pytest.raises(
        DataExplainError, match=f"installed but cannot be loaded: .*{said}"
    ) as caught:
        import_optional("broken_on_purpose", feature="This", extra="dev")
    assert not isinstance(caught.value, MissingDependencyError)


def test_a_package_is_looked_for_without_being_loaded(tmp_path, monkeypatch):
    (tmp_path / "never_imported.py").write_text("raise SystemExit", encoding="utf-8")
    monkeypatch.syspath_prepend(tmp_path)
    require_optional("never_imported", feature="This", extra="dev")
    assert "never_imported" not in sys.modules
    with pytest.raises(MissingDependencyError, match=r"dataexplain\[dev\]"):
        require_optional("no_such_package", feature="This", extra="dev")
