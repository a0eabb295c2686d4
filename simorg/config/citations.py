"""How sources are cited: ``[chen2019]`` in a text becomes a citation, and a set of keys a bibliography.

Goes in: texts with keys of `SOURCES` in brackets. Comes out: the keys, the text with short citations, full
references, BibTeX.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from simorg.config.sources import SOURCES, Source

KEY = re.compile(r"\[([a-z]+\d{4}[a-z]?)\]")
PLACE = {"article": "journal", "inproceedings": "booktitle", "book": "publisher", "techreport": "institution"}
"""Field of BibTeX that says where a source stands; anything else is published somehow (``howpublished``)."""


def cited(text: str) -> tuple[str, ...]:
    """Return the keys that a text cites, each once, in order."""
    return tuple(dict.fromkeys(KEY.findall(text)))


def spelled_out(text: str) -> str:
    """Return a text with citations in place of keys.

    >>> spelled_out("form after [jin1996]")
    'form after Jin & Levitt 1996, doi 10.1007/BF00127273'
    """
    return KEY.sub(lambda found: short(SOURCES[found[1]]), text)


def short(source: Source) -> str:
    """Return ``Jin & Levitt 1996, doi 10.1007/BF00127273``."""
    names = [_surname(name) for name in source.author.split(" and ")]
    who = " & ".join(names) if len(names) < 3 and "others" not in names else f"{names[0]} et al."
    return f"{who} {source.year}, {_address(source)}"


def reference(source: Source) -> str:
    """Return the full reference: authors, year, title, where, address."""
    who = "; ".join(name.strip("{}") for name in source.author.split(" and ")).replace("others", "et al.")
    return f"{who} ({source.year}). {_plain(source.title)}. {source.where}. {_address(source)}"


def bibtex(keys: Iterable[str]) -> str:
    """Return one BibTeX entry a key, in alphabetical order, as UTF-8."""
    return "\n".join(_entry(key, SOURCES[key]) for key in sorted(set(keys)))


def _entry(key: str, source: Source) -> str:
    fields = {
        "author": _escaped(source.author),
        "title": f"{{{_escaped(source.title)}}}",
        "year": str(source.year),
        PLACE.get(source.kind, "howpublished"): _escaped(source.where),
        "doi": source.doi,
        "eprint": source.arxiv,
        "archiveprefix": "arXiv" if source.arxiv else "",
        "url": source.url,
    }
    lines = [f"  {name} = {{{value}}}," for name, value in fields.items() if value]
    return "\n".join([f"@{source.kind}{{{key},", *lines, "}"]) + "\n"


def _escaped(text: str) -> str:
    """Escape what TeX reads as a command."""
    return re.sub(r"([&%#_$])", r"\\\1", text)


def _address(source: Source) -> str:
    if source.doi:
        return f"doi {source.doi}"
    return f"arXiv {source.arxiv}" if source.arxiv else source.url


def _surname(name: str) -> str:
    return name.partition(",")[0].strip("{}")


def _plain(title: str) -> str:
    return title.replace("``", '"').replace("''", '"').replace("`", "'")
