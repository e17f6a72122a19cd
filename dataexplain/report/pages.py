"""What every page shares: how its templates are read, and that it asks nothing of any network.

A page holds its style and at most one script; its content security policy names the hashes of
both and allows nothing else, so that whatever a cell of the table holds stays text.
"""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Mapping
from functools import cache
from typing import Any

import jinja2
from markupsafe import Markup

from dataexplain.report.formatting import readable


@cache  # to compile the templates takes longer than to fill them
def page_environment() -> jinja2.Environment:
    """Return what renders this package's templates: every text is escaped, no name may lack."""
    environment = jinja2.Environment(
        loader=jinja2.PackageLoader("dataexplain.report", "templates"),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters["readable"] = readable
    return environment


def page_policy(style: str, script: str | None = None) -> str:
    """Allow exactly this style and this script, and nothing else.

    Examples
    --------
    >>> page_policy("p {}").split("; ")[0]
    "default-src 'none'"
    """
    parts = ["default-src 'none'", f"style-src '{_digest(style)}'"]
    if script is not None:
        parts.append(f"script-src '{_digest(script)}'")
    parts += ["img-src data:", "base-uri 'none'", "form-action 'none'"]
    return "; ".join(parts)


def render_page(template: str, context: Mapping[str, Any], *styles: str) -> str:
    """Return a whole HTML document without a script from one of this package's templates.

    Parameters
    ----------
    template : str
        The name of the template.
    context : mapping
        What it prints; every text is escaped, and freed of characters that would steer a page.
    *styles : str
        The templates of its style.
    """
    environment = page_environment()
    style = "".join(environment.get_template(name).render() for name in styles)
    return environment.get_template(template).render(
        **{name: cleaned(entry) for name, entry in context.items()},
        policy=page_policy(style),
        # It comes from this package's own templates, which take nothing from the record.
        style=Markup(style),
    )


def cleaned(value: Any) -> Any:
    r"""Return a context whose texts hold no control characters or direction marks.

    Examples
    --------
    >>> cleaned({"text": ["a\x00"]})
    {'text': ['a\ufffd']}
    """
    if isinstance(value, str):
        return readable(value)
    if isinstance(value, dict):
        return {key: cleaned(entry) for key, entry in value.items()}
    if isinstance(value, (list, tuple)):
        return [cleaned(entry) for entry in value]
    return value


def _digest(text: str) -> str:
    return "sha256-" + base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()
