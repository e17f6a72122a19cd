"""What the user asked of single columns, gathered in one place and checked for contradictions."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from dataexplain.errors import ColumnNotFoundError, RoleError
from dataexplain.tables.roles import parse_role
from dataexplain.tables.table import FEATURE_ROLES, Role


@dataclass(frozen=True)
class Wishes:
    """Chosen roles: of features, and of the target as the kind of outcome it shall be."""

    roles: dict[str, Role]
    outcome: Role | None
    controls: tuple[str, ...]


def gather_wishes(
    names: Sequence[str],
    target: str,
    roles: Mapping[str, str],
    ignore: Iterable[str],
    single: Mapping[Role, str | None],
    controls: Iterable[str],
    file: str | None,
    *,
    texts: Iterable[str] = (),
) -> Wishes:
    """Return the roles that the user chose.

    Parameters
    ----------
    names : sequence of str
        The columns that exist.
    target : str
    roles : mapping of str to str
        The name of a role for each column in it.
    ignore : iterable of str
    single : mapping of Role to str or None
        The column with row weights, of groups, of time.
    controls : iterable of str
    file : str, optional
        For errors.
    texts : iterable of str
        Columns of texts.

    Returns
    -------
    Wishes

    Raises
    ------
    ColumnNotFoundError
        When a named column does not exist.
    RoleError
        When a role does not exist, or one column shall have two.

    Examples
    --------
    >>> gather_wishes(["y", "zip"], "y", {"zip": "identifier"}, (), {}, (), None).roles
    {'zip': <Role.IDENTIFIER: 'identifier'>}
    """
    known = set(names)
    fixed = tuple(dict.fromkeys(controls))
    asked: list[tuple[str, Role]] = [(name, Role.IGNORED) for name in ignore]
    asked += [(name, role) for role, name in single.items() if name is not None]
    asked += [(name, Role.TEXT) for name in texts]
    for name in (target, *roles, *(name for name, _ in asked), *fixed):
        if name not in known:
            raise ColumnNotFoundError.among(name, names, file=file)
    asked += [(name, parse_role(role, name, file)) for name, role in roles.items()]
    chosen: dict[str, Role] = {}
    for name, role in asked:
        if chosen.setdefault(name, role) is not role:
            raise RoleError(
                message=f"It cannot be both {chosen[name].value} and {role.value}.",
                file=file,
                column=name,
                remedy="Choose one.",
            )
    outcome = chosen.pop(target, None)
    if outcome is not None and outcome not in FEATURE_ROLES:
        raise RoleError(
            message=f"The target cannot be {outcome.value} as well.",
            file=file,
            column=target,
            remedy="Choose another target, or leave the role out.",
        )
    for name in fixed:
        if name == target or chosen.get(name) is Role.IGNORED:
            other = "the target" if name == target else "ignored"
            raise RoleError(
                message=f"It cannot be held fixed: it is {other}.",
                file=file,
                column=name,
                remedy="Leave it out of the controls.",
            )
    for role in (Role.WEIGHTS, Role.GROUP, Role.TIME):
        several = [name for name, choice in chosen.items() if choice is role]
        if len(several) > 1:
            raise RoleError(
                message=f"It cannot be {role.value}: {several[0]!r} is.",
                file=file,
                column=several[1],
                remedy="Choose one column.",
            )
    return Wishes(chosen, outcome, fixed)
