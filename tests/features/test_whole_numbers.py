import numpy as np
import pytest

from dataexplain.errors import ParameterError
from dataexplain.features.whole_numbers import check_whole_number


@pytest.mark.parametrize("value", [1, 7, np.int64(1), np.uint8(3)])
def test_whole_numbers_of_every_type_are_taken(value):
    check_whole_number("rows", "Owner", value, least=1)


@pytest.mark.parametrize("value", [0, -1, 1.0, True, np.True_, "1", None, np.nan, [1]])
def test_what_is_none_is_refused(value):
    with pytest.raises(ParameterError, match=r"'rows' parameter of Owner .* of 1 or more\. Got"):
        check_whole_number("rows", "Owner", value, least=1)


def test_none_is_taken_where_it_is_allowed():
    check_whole_number("rows", "Owner", None, least=1, or_none=True)
    with pytest.raises(ParameterError, match=r"of 1 or more or None\. Got True"):
        check_whole_number("rows", "Owner", True, least=1, or_none=True)
