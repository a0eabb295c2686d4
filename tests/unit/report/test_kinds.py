"""The report of every kind of experiment, from runs that nobody simulated."""

from __future__ import annotations

import re

import pytest

from simorg.contracts.made_up import answered, small
from simorg.plugins import registry
from simorg.report.kinds import KINDS, RAW, told_of
from tests.unit.report.pages import SVG, Elements, embedded, html_of_kind

ALL = registry.names("kinds")


@pytest.mark.parametrize("kind", ALL)
def test_a_report_answers_and_says_what_was_assumed_and_how_far_to_trust_it(kind: str) -> None:
    page = Elements(html_of_kind(kind))
    keys = [attributes["id"] for attributes in page.of("section")]
    assert keys[:2] == ["question", "answer"]
    assert {"assumed", "trust", "again"} <= set(keys)
    assert {"compared", "why", "hire"} & set(keys)
    links = [attributes["href"] for attributes in page.of("a")]
    assert [f"#{key}" for key in keys] == [link for link in links if link.removeprefix("#") in keys]


@pytest.mark.parametrize("kind", ALL)
def test_nothing_runs_and_nothing_is_asked_for(kind: str) -> None:
    text = html_of_kind(kind)
    page = Elements(text)
    assert not {"script", "link", "iframe", "object", "embed", "form", "base", "svg"} & {
        tag for tag, _ in page.found
    }
    for tag, attributes in page.found:
        assert not [name for name in attributes if name.startswith("on") or name in ("style", "srcset")], tag
        for name in ("src", "href"):
            assert attributes.get(name, "#").startswith(("#", "data:image/")), attributes
    style = text.partition("<style>")[2].partition("</style>")[0]
    assert style and not re.search(r"url\(|@import|https?:", style)
    policy = next(each["content"] for each in page.of("meta") if each.get("http-equiv"))
    assert policy.startswith("default-src 'none'; img-src data:;")


@pytest.mark.parametrize("kind", ALL)
def test_tables_have_scopes_and_captions_and_figures_have_words(kind: str) -> None:
    page = Elements(html_of_kind(kind))
    assert len(page.within("caption")) == len(page.of("table")) > 0
    assert {each["scope"] for each in page.of("th")} == {"col", "row"}
    assert len(page.of("img")) == len(page.of("figcaption")) == 1
    for image in page.of("img"):
        assert image["alt"].startswith("Figure, ") and len(image["alt"]) > 20
        assert embedded(image["src"]).decode() == SVG
    named = {attributes["aria-labelledby"] for _, attributes in page.found if "aria-labelledby" in attributes}
    ids = [attributes["id"] for _, attributes in page.found if "id" in attributes]
    assert named <= set(ids) and len(ids) == len(set(ids))
    assert all(link["href"][1:] in ids for link in page.of("a"))


@pytest.mark.parametrize("kind", sorted(KINDS))
def test_every_table_that_a_kind_is_told_by_is_one_that_it_makes(kind: str) -> None:
    module = registry.module("kinds", kind)
    tables = set(answered(module, small(module))[0].tables)
    told = KINDS[kind]
    named = {*(told.compared or ()), *told.why, *told.hire} - {"pairs"}  # of a run with two hires
    assert named <= tables
    assert named


def test_built_in_kinds_all_have_words_of_their_own() -> None:
    assert set(KINDS) == set(ALL)


def test_a_kind_that_is_not_here_is_shown_with_its_tables() -> None:
    told = told_of("of_somebody_else", ("measures", "ladder", "runs", "scenarios"), 3)
    assert told.compared == ("ladder",)
    assert not set(told.compared) & set(RAW)
