"""A page as HTML: one file with everything in it, no script, no request to anywhere, escaped throughout."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined

from simorg.report.parts import Page

UNSEEN = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\ufffe\uffff]|[\ud800-\udfff]"
)
"""What no page may hold, and what turns the direction of text around it: a name could disguise itself."""
NAME = "report.html"


def html_of(page: Page) -> str:
    """Return a page as HTML.

    Parameters
    ----------
    page : Page
        What is in it.
    """
    templates = Environment(
        loader=PackageLoader("simorg.report"), autoescape=True, undefined=StrictUndefined, finalize=_seen,
        trim_blocks=True, lstrip_blocks=True,
    )  # fmt: skip
    return templates.get_template("report.html.jinja").render(page=page)


def write(page: Page, path: Path) -> None:
    """Write a page, whole or not at all.

    Parameters
    ----------
    page : Page
        What is in it.
    path : Path
        File.

    Raises
    ------
    OSError
        If it cannot be written.
    """
    part = path.with_name(f".{path.name}.part")
    try:
        part.write_text(html_of(page), encoding="utf-8", newline="\n")
        part.replace(path)
    finally:
        part.unlink(missing_ok=True)


def _seen(value: Any) -> Any:
    return UNSEEN.sub("", value) if type(value) is str else value
