"""Pages as tests read them: the elements of the HTML, and run folders of whatever is wanted."""

from __future__ import annotations

import base64
import json
import re
from functools import cache
from html.parser import HTMLParser
from pathlib import Path
from tempfile import mkdtemp
from typing import Any

import pandas as pd

from simorg.contracts.made_up import small
from simorg.contracts.reported import store
from simorg.experiments.results.stored_run import StoredRun
from simorg.plugins import registry
from simorg.report.page import page_of
from simorg.report.render import html_of

SVG = '<svg xmlns="http://www.w3.org/2000/svg" width="100pt" height="50pt"><path d="M0 0"/></svg>'
VOID = {"meta", "img", "br", "link", "input", "hr"}


class Elements(HTMLParser):
    """Every element with its attributes, and the text inside of each; complains about what is not closed."""

    def __init__(self, text: str) -> None:
        super().__init__(convert_charrefs=True)
        self.found: list[tuple[str, dict[str, str]]] = []
        self.texts: list[tuple[str, str]] = []
        self._open: list[str] = []
        self.feed(text)
        self.close()
        assert not self._open, f"not closed: {self._open}"

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, {name: value or "" for name, value in attrs}))
        if tag not in VOID:
            self._open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self._open and self._open.pop() == tag, tag

    def handle_data(self, data: str) -> None:
        if data.strip() and self._open:
            self.texts.append((self._open[-1], " ".join(data.split())))

    def of(self, tag: str) -> list[dict[str, str]]:
        return [attributes for name, attributes in self.found if name == tag]

    def within(self, tag: str) -> list[str]:
        return [text for name, text in self.texts if name == tag]

    @property
    def words(self) -> str:
        return " ".join(text for tag, text in self.texts if tag != "style")


def html_in(folder: Path) -> str:
    return html_of(page_of(StoredRun(folder)))


@cache
def made_up(kind: str) -> Path:
    """Return a run folder of a kind, with a figure of each that it could have."""
    folder = Path(mkdtemp(prefix="simorg-report-")) / "run"
    module = registry.module("kinds", kind)
    store(module, small(module), folder)
    draw(folder, {"compare": "frontier", "staffing": "staffing"}.get(kind, kind))
    return folder


@cache
def html_of_kind(kind: str) -> str:
    """Return the report of a kind, made once."""
    return html_in(made_up(kind))


def draw(folder: Path, name: str, text: str = SVG) -> None:
    (folder / "figures").mkdir(exist_ok=True)
    (folder / "figures" / f"{name}.svg").write_text(text, encoding="utf-8")


def folder_with(
    folder: Path, tables: dict[str, pd.DataFrame], answer: str = "", config: Any = None, **manifest: Any
) -> Path:
    """Write a run folder of some tables, an answer and a manifest."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, table in tables.items():
        table.to_csv(folder / f"{name}.csv", index=False)
    (folder / "answer.md").write_text(answer, encoding="utf-8")
    (folder / "config.yaml").write_text(json.dumps(config or {}), encoding="utf-8")
    (folder / "manifest.json").write_text(json.dumps(manifest), encoding="utf-8")
    return folder


def embedded(source: str) -> bytes:
    """Return the file in a data URI."""
    head, _, body = source.partition(",")
    assert re.fullmatch(r"data:image/(svg\+xml|png);base64", head)
    return base64.b64decode(body, validate=True)
