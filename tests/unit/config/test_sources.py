"""Sources: each told once, cited by some parameter, and whole in the bibliography."""

from __future__ import annotations

import pytest
from pybtex import errors
from pybtex.database import BibliographyData, parse_string
from pybtex.scanner import PybtexSyntaxError

from simorg.config.citations import cited, reference, spelled_out
from simorg.config.listing import registry_table
from simorg.config.parameter import parameter
from simorg.config.registry import registry
from simorg.config.sources import SOURCES


def bibliography(only: str = "") -> BibliographyData:
    errors.set_strict_mode(True)
    return parse_string(registry_table("bib", only), "bibtex")


def test_every_source_is_cited_and_every_citation_has_a_source() -> None:
    assert {key for row in registry() for key in row.cites.split()} == set(SOURCES)
    assert list(SOURCES) == sorted(SOURCES)
    assert not [row.key for row in registry() if "[" in row.source]


@pytest.mark.parametrize("key", SOURCES)
def test_a_source_can_be_found(key: str) -> None:
    source = SOURCES[key]
    assert str(source.year) in key
    assert 1900 < source.year < 2100
    assert source.doi.startswith("10.") or source.arxiv or source.url.startswith("https://")
    assert str(source.year) in reference(source)


def test_no_address_stands_twice() -> None:
    addresses = [source.doi or source.arxiv or source.url for source in SOURCES.values()]
    assert len(addresses) == len(set(addresses))


def test_the_bibliography_is_bibtex_with_one_entry_a_source() -> None:
    entries = bibliography().entries
    assert set(entries) == set(SOURCES)
    for key, source in SOURCES.items():
        fields = entries[key].fields
        assert fields["year"] == str(source.year)
        assert fields.get("doi", "") == source.doi
        assert fields["title"].startswith("{") and fields["title"].endswith("}")
        assert len(entries[key].persons["author"]) == source.author.count(" and ") + 1


def test_a_part_of_the_registry_has_its_part_of_the_sources() -> None:
    assert set(bibliography("handoff.unanswered").entries) == {"breu2010"}
    assert set(bibliography("routing.").entries) < set(SOURCES)


def test_the_reader_of_this_test_sees_a_broken_bibliography() -> None:
    with pytest.raises(PybtexSyntaxError):
        parse_string(registry_table("bib").rstrip("}\n"), "bibtex")


def test_keys_become_citations() -> None:
    text = "tossed: [jeong2009]; more [jeong2009] and [watts1998], not [0, 1]"
    assert cited(text) == ("jeong2009", "watts1998")
    assert spelled_out("form after [watts1998]") == "form after Watts & Strogatz 1998, doi 10.1038/30918"
    assert spelled_out("[0, 1]") == "[0, 1]"


def test_a_verified_value_without_a_source_cannot_be_declared() -> None:
    with pytest.raises(AssertionError, match="cites no source"):
        parameter(1.0, about="Something.", source="somebody said so", mark="VS")
    with pytest.raises(AssertionError, match=r"not in simorg/config/sources\.py"):
        parameter(1.0, about="Something.", source="[nobody1999]", mark="J")
