"""All figures of a run folder, drawn from its stored tables: the same tables, the same bytes.

Goes in: a folder with tables (CSV) and perhaps a ``manifest.json``. Comes out: files in its
``figures/``, and why a figure is not among them. Nothing is simulated again.
"""

from __future__ import annotations

import shutil
import warnings
from collections.abc import Collection, Iterable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from types import ModuleType
from typing import Any, NamedTuple

import pandas as pd
from matplotlib import pyplot as plt
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from simorg.experiments.results.stored_run import StoredRun
from simorg.figures import drawings
from simorg.figures.busy import busy_people
from simorg.figures.style import Wishes, save, use_style
from simorg.figures.tables import MissingDataError, check, of_structures
from simorg.organisation.graph import Organisation

FORMATS = ("png", "svg")
INCOMING = ".incoming"
HIRES = ("staffing",)
"""Kinds of experiments whose scenarios differ by one hire: figures of structures say nothing there."""


class Drawn(NamedTuple):
    """Files in order of name; the figures that were left out, and those that failed, with the reason."""

    written: list[Path]
    skipped: dict[str, str]
    failed: dict[str, str]
    unwritten: frozenset[str] = frozenset()
    """Characters that no installed font has."""


def write_all(
    folder: Path,
    only: Iterable[str] | None = None,
    formats: Iterable[str] = FORMATS,
    width_mm: float | None = None,
    organisations: Mapping[str, Organisation] | None = None,
    wishes: Wishes | None = None,
    structures: Collection[str] = (),
) -> Drawn:
    """Draw every figure that the tables of a run folder allow.

    Parameters
    ----------
    folder : Path
        Run folder.
    only : iterable of str, optional
        Figures wanted; all when left out.
    formats : iterable of str
        ``png``, ``svg``, ``pdf``.
    width_mm : float, optional
        Width of the page; each figure has one of its own.
    organisations : mapping of str to Organisation, optional
        By scenario, for pictures of the organisations.
    wishes : Wishes, optional
        Palette, size, names and fonts, where they are wanted otherwise than usual.
    structures : collection of str
        Structures or scenarios to show; none = all.

    Returns
    -------
    Drawn
        What was written and what was not.

    Raises
    ------
    MissingDataError
        If a figure named in `only` cannot be drawn; then nothing is written.
    OSError
        If the folder takes no files.
    """
    stored = StoredRun(folder)
    beside, target = folder / INCOMING / "figures", folder / "figures"
    beside.mkdir(parents=True, exist_ok=True)
    skipped, failed = dict[str, str](), dict[str, str]()
    options = {} if width_mm is None else {"width_mm": width_mm}
    unwritten = set[str]()
    shown = {k: v for k, v in (organisations or {}).items() if not structures or k in structures}
    try:
        for name in drawings.names() if only is None else only:
            try:
                with use_style(wishes) as lost, _fitting():
                    for file, figure in _figures(name, stored, shown, options, structures, only is not None):
                        save(figure, beside / file, formats)
                        plt.close(figure)
                unwritten |= lost
            except MissingDataError as error:
                if only is not None:
                    raise MissingDataError(f"{name} {error}") from error
                skipped[name] = str(error)
            except OSError:
                raise
            except Exception as error:  # one figure that fails takes no other with it
                if only is not None:
                    raise
                failed[name] = f"{type(error).__name__}: {error}"
        target.mkdir(exist_ok=True)
        written = [path.replace(target / path.name) for path in sorted(beside.iterdir())]
    finally:
        shutil.rmtree(folder / INCOMING, ignore_errors=True)
    return Drawn(written, skipped, failed, frozenset(unwritten))


def _figures(
    name: str,
    stored: StoredRun,
    organisations: Mapping[str, Organisation],
    options: Mapping[str, Any],
    structures: Collection[str],
    asked_for: bool,
) -> Iterator[tuple[str, Figure]]:
    """Yield file names and figures of one type."""
    drawing = drawings.drawing(name)
    if "summary" in drawing.TABLES and not asked_for and stored.kind in HIRES:
        raise MissingDataError("needs scenarios that are structures; here each has one more person")
    tables = _tables(stored, drawing)
    if name == "organisation":
        yield from _networks(stored, organisations, options)
        return
    optional = getattr(drawing, "OPTIONAL", ())
    check(tables, {table: columns for table, columns in drawing.TABLES.items() if table not in optional})
    tables = {table: of_structures(rows, structures, stored.scenarios) for table, rows in tables.items()}
    given = dict(options) | _facts(stored, drawing)
    variants = drawing.variants(*tables.values()) if hasattr(drawing, "variants") else {"": {}}
    for ending, more in variants.items():
        ax = drawings.drawn(name, *tables.values(), **given, **more)
        yield "_".join(part for part in (name, ending) if part), figure_of(ax)


def _networks(
    stored: StoredRun, organisations: Mapping[str, Organisation], options: Mapping[str, Any]
) -> Iterator[tuple[str, Figure]]:
    """Yield a picture of each organisation, with how busy its people are where a table has it."""
    if not organisations:
        raise MissingDataError("needs the organisations of the run, rebuilt from its config.yaml")
    seats, summary = stored.table("seats"), stored.table("summary")
    for scenario, organisation in organisations.items():
        load = busy_people(organisation, scenario, seats, summary)
        ax = drawings.drawn("organisation", organisation, load=load or None, **options)
        yield f"organisation_{scenario}", figure_of(ax)


def figure_of(ax: Axes) -> Figure:
    """Return the page that Axes are on."""
    figure = ax.get_figure(root=True)
    assert figure is not None
    return figure


@contextmanager
def _fitting() -> Iterator[None]:
    """Refuse a page that is too small for its figure, which Matplotlib would only warn of."""
    with warnings.catch_warnings():
        warnings.filterwarnings("error", message="constrained_layout not applied")
        try:
            yield
        except UserWarning as error:
            raise MissingDataError(
                "does not fit on the page: choose a larger --size or a smaller --font-size"
            ) from error


def _tables(stored: StoredRun, drawing: ModuleType) -> dict[str, pd.DataFrame]:
    """Return the tables that are there, in the order in which the figure takes them."""
    return {name: stored.table(name) for name in drawing.TABLES if name in stored.tables}


def _facts(stored: StoredRun, drawing: ModuleType) -> dict[str, Any]:
    return {fact: stored.manifest[fact] for fact in getattr(drawing, "FACTS", ()) if fact in stored.manifest}
