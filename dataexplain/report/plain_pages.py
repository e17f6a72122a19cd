"""A page without a script, in the look of the report: it asks nothing of any network."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Mapping
from typing import Any

import jinja2
from markupsafe import Markup

from dataexplain.report.formatting import readable


def render_page(template: str, context: Mapping[str, Any]) -> str:
    """Return a whole HTML document from one of this package's templates.

    Parameters
    ----------
    template : str
        The name of the template.
    context : mapping
        What it prints; every text is escaped, and freed of characters that would steer a page.
    """
    environment = jinja2.Environment(
        loader=jinja2.PackageLoader("dataexplain.report", "templates"),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    styles = ("report.css.j2", "recheck.css.j2")
    style = "".join(environment.get_template(name).render() for name in styles)
    digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
    policy = f"default-src 'none'; style-src 'sha256-{digest}'; img-src data:; base-uri 'none'; "
    return environment.get_template(template).render(
        **{name: cleaned(entry) for name, entry in context.items()},
        policy=policy + "form-action 'none'",
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
