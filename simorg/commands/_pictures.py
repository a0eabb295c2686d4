"""One picture that a verb draws besides what it says: where it may go, and writing it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

SUFFIXES = (".png", ".svg", ".pdf")


def refuse_unfit(path: Path) -> None:
    """Refuse a file that no picture can be written to.

    Parameters
    ----------
    path : Path
        As given with ``--figure``.

    Raises
    ------
    SettingsError
        If its ending is none of a picture, or its folder is not there.
    """
    from simorg.config.errors import SettingsError

    if path.suffix.lower() not in SUFFIXES:
        raise SettingsError(f"--figure = {path}: must end in {', '.join(SUFFIXES)}")
    if not path.absolute().parent.is_dir():
        raise SettingsError(f"--figure = {path}: no such folder: {path.absolute().parent}")


def write(ax: Any, path: Path) -> None:
    """Write the page that Axes are on.

    Parameters
    ----------
    ax : Axes
        Of the picture.
    path : Path
        File; its ending names the format.
    """
    from simorg.figures.style import save

    figure = ax.get_figure(root=True)
    assert figure is not None
    save(figure, path.with_suffix(""), [path.suffix.lstrip(".")])
