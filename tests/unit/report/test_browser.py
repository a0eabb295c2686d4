"""A report as a browser shows it: on a desk, on a phone, on paper; with whom it talks, what axe says of it.

Needs playwright, axe and a Chromium of the machine (`make test-browser`); skipped elsewhere.
"""

from __future__ import annotations

import os
import re
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from simorg.figures.gallery import write_all
from tests.unit.report.pages import html_in, made_up

CHROMIUM = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
PLAYWRIGHT = pytest.importorskip(
    "playwright.sync_api", reason="needs playwright: pip install 'simorg[browser]'"
)
AXE = pytest.importorskip(
    "axe_playwright_python.sync_playwright", reason="needs axe: pip install 'simorg[browser]'"
)

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(CHROMIUM is None, reason="needs a Chromium: apt-get install chromium"),
]
KINDS = ("compare", "staffing", "crossover", "facts", "attribution")
A4_POINTS = (595, 842)


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    root = hasattr(os, "geteuid") and os.geteuid() == 0
    with PLAYWRIGHT.sync_playwright() as running:
        found = running.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"] if root else [])
        yield found
        found.close()


@pytest.fixture(scope="module", params=KINDS)
def report(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp(request.param) / "run"
    shutil.copytree(made_up(request.param), folder)
    shutil.rmtree(folder / "figures")
    write_all(folder)
    (folder / "report.html").write_text(html_in(folder), encoding="utf-8")
    return folder / "report.html"


def opened(browser: Any, report: Path, width: int) -> tuple[Any, list[str]]:
    """Return the page, and what it asked for or complained about."""
    page = browser.new_context(viewport={"width": width, "height": 800}).new_page()
    seen: list[str] = []
    page.on("request", lambda asked: seen.append(asked.url[:80]))
    page.on("console", lambda said: seen.append(said.text))
    page.on("pageerror", lambda error: seen.append(str(error)))
    page.goto(report.as_uri())
    return page, [each for each in seen if not each.startswith((report.as_uri(), "data:image/"))]


@pytest.mark.parametrize("width", [320, 380, 1280])
def test_it_fits_and_talks_to_nobody(browser: Any, report: Path, width: int) -> None:
    page, seen = opened(browser, report, width)
    assert seen == []
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    images = page.evaluate("[...document.images].map(image => image.naturalWidth)")
    assert images and all(images)


@pytest.mark.parametrize("width", [380, 1280])
def test_axe_has_nothing_to_say(browser: Any, report: Path, width: int) -> None:
    page, _ = opened(browser, report, width)
    found = AXE.Axe().run(page).response["violations"]
    assert [each["id"] for each in found] == []


def test_a_keyboard_reaches_the_sections_and_what_is_wider_than_the_page(browser: Any, report: Path) -> None:
    page, _ = opened(browser, report, 380)
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip"
    reached = set()
    for _ in range(200):
        page.keyboard.press("Tab")
        reached.add(page.evaluate("document.activeElement.className || document.activeElement.tagName"))
        if page.evaluate("document.activeElement === document.body"):
            break
    assert {"A", "wide"} <= reached


def test_it_prints_on_a4(browser: Any, report: Path) -> None:
    page, _ = opened(browser, report, 1280)
    printed = page.pdf(prefer_css_page_size=True)
    boxes = re.findall(rb"/MediaBox\s*\[\s*0 0 ([\d.]+) ([\d.]+)", printed)
    assert boxes
    for width, height in boxes:
        assert (round(float(width)), round(float(height))) == A4_POINTS
    page.emulate_media(media="print")
    assert not page.evaluate("document.querySelector('nav').checkVisibility()")
