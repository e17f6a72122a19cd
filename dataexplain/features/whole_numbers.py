"""Parameters that are whole numbers, refused in one wording where they are none."""

from __future__ import annotations

from numbers import Integral

from dataexplain.errors import ParameterError


def check_whole_number(
    name: str, owner: str, value: object, *, least: int, or_none: bool = False
) -> None:
    """Refuse what is no whole number; a truth value is none.

    Parameters
    ----------
    name, owner : str
        The parameter and whose it is, for the error.
    value : object
    least : int
    or_none : bool, default=False
        Whether None is allowed as well.

    Raises
    ------
    ParameterError

    Examples
    --------
    >>> check_whole_number("min_texts", "AugLinearClassifier", True, least=1)
    Traceback (most recent call last):
    dataexplain.errors.ParameterError: The 'min_texts' parameter of AugLinearClassifier must be a
    whole number of 1 or more. Got True instead.
    """
    if value is None and or_none:
        return
    if not is_whole_number(value) or value < least:  # type: ignore[operator]
        more = " or None" if or_none else ""
        raise ParameterError(name, owner, f"a whole number of {least} or more{more}", value)


def is_whole_number(value: object) -> bool:
    """Tell whether a value is a whole number, of Python or NumPy.

    Examples
    --------
    >>> is_whole_number(2), is_whole_number(2.0), is_whole_number(True)
    (True, False, False)
    """
    return isinstance(value, Integral) and not isinstance(value, bool)
