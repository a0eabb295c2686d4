"""The figures of a run folder, embedded, each with a caption and words for those who do not see it.

Goes in: the files in ``figures/`` of the folder. Comes out: `Picture` with the whole file in it. As an image
a figure can neither run anything nor ask for anything, whatever is in its file.
"""

from __future__ import annotations

import base64
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import NamedTuple

from simorg import measures
from simorg.config.errors import SettingsError
from simorg.config.labels import inside, joined, sentence
from simorg.experiments.answers.publishable import name_label
from simorg.experiments.results.stored_run import StoredRun
from simorg.figures import drawings
from simorg.report.parts import Picture, Table

MOST_BYTES = 1_600_000
"""Of all figures of a page, embedded: with everything else a page that is mailed stays below 2 MB."""
TYPES = {".svg": "image/svg+xml", ".png": "image/png"}
MOST_NAMED = 6
HOMES = {"organisation": "own", "attribution": "why", "staffing": "hire", "bottleneck": "hire"}
"""Sections of the figures that do not stand among the others."""


class Shown(NamedTuple):
    """Pictures by section, and the files that had no room."""

    of: dict[str, list[Picture]]
    left_out: list[str]


def pictures_of(stored: StoredRun, tables: Sequence[Table]) -> Shown:
    """Return the figures of a folder.

    Parameters
    ----------
    stored : StoredRun
        Run folder; what is not drawn is not shown.
    tables : sequence of Table
        Those of the page, to which captions lead.
    """
    chosen, left_out = _fitting(sorted((stored.path / "figures").glob("*.svg")))
    found: dict[str, list[Picture]] = {}
    for path in chosen:
        name, variant = _parted(path.stem)
        found.setdefault(HOMES.get(name, "figures"), []).append(_picture(path, name, variant, stored, tables))
    return Shown(found, left_out)


def _fitting(paths: Iterable[Path]) -> tuple[list[Path], list[str]]:
    """Return the files that fit: where they are too large, the largest as a raster, or else not at all."""
    chosen = {path: path for path in paths}
    left_out: list[str] = []
    for path in sorted(chosen, key=_size, reverse=True):
        if sum(map(_size, chosen.values())) <= MOST_BYTES:
            break
        raster = path.with_suffix(".png")
        if raster.is_file() and _size(raster) < _size(path):
            chosen[path] = raster
        else:
            del chosen[path]
            left_out.append(path.name)
    for path in sorted(chosen, key=lambda each: _size(chosen[each]), reverse=True):
        if sum(map(_size, chosen.values())) > MOST_BYTES:
            left_out.append(chosen.pop(path).name)
    return list(chosen.values()), left_out


def _size(path: Path) -> int:
    return path.stat().st_size * 4 // 3


def _parted(stem: str) -> tuple[str, str]:
    """Return the figure that a file is of, and which one of several it is."""
    known = [name for name in drawings.names() if stem == name or stem.startswith(f"{name}_")]
    name = max(known, key=len, default=stem)
    return name, stem.removeprefix(name).removeprefix("_")


def _picture(path: Path, name: str, variant: str, stored: StoredRun, tables: Sequence[Table]) -> Picture:
    about, takes = _about(name)
    title = sentence(name) + (f": {_inside(variant)}" if variant else "")
    same = [(table.key, table.title) for table in tables if table.key in takes]
    alt = " ".join(
        [
            f"Figure, {inside(title)}: {about}." if about else f"Figure, {inside(title)}.",
            _scenarios(stored, variant),
        ]
        + ([f"The same numbers stand in the table {joined([title for _, title in same])}."] if same else [])
    )
    encoded = base64.b64encode(path.read_bytes()).decode("ascii")
    caption = f"{sentence(about)}." if about else ""
    return Picture(f"{name}-{variant}", title, caption, " ".join(alt.split()),
                   f"data:{TYPES[path.suffix]};base64,{encoded}", same)  # fmt: skip


def _about(name: str) -> tuple[str, tuple[str, ...]]:
    """Return what a figure shows, and the tables that it takes; nothing of one that is not known here."""
    try:
        drawing = drawings.drawing(name) if name in drawings.names() else None
    except SettingsError:
        drawing = None
    return ("", ()) if drawing is None else (drawing.ABOUT, tuple(drawing.TABLES))


def _inside(variant: str) -> str:
    return inside(measures.label(variant) if variant in measures.registry() else name_label(variant))


def _scenarios(stored: StoredRun, variant: str) -> str:
    """Name the structures that are in a picture, where they are few."""
    names = list(dict.fromkeys(stored.scenarios.values()))
    if variant in stored.scenarios or not 0 < len(names) <= MOST_NAMED:
        return ""
    return f"Shown: {joined([inside(name_label(name)) for name in names])}."
