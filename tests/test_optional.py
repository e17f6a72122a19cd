import json

import pytest

from dataexplain.errors import MissingDependencyError
from dataexplain.optional import import_optional


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
