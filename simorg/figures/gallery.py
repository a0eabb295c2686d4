"""All figures of a run folder, drawn from its stored tables: the same tables, the same bytes.

Goes in: a folder with ``summary.csv``, ``timelines.csv`` and ``manifest.json``. Comes out: PNG and
SVG files in its ``figures/``. Nothing is simulated again.
"""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pandas as pd
from matplotlib import pyplot as plt
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from simorg.figures import frontier, lead_time, model_health
from simorg.figures.style import save, use_style

FORMATS = ("png", "svg")
INCOMING = ".incoming"


def write_all(folder: Path) -> list[Path]:
    """Draw every figure that the tables of a run folder allow.

    Parameters
    ----------
    folder : Path
        Run folder.

    Returns
    -------
    list of Path
        The files, in order of name.
    """
    beside, target = folder / INCOMING / "figures", folder / "figures"
    beside.mkdir(parents=True, exist_ok=True)
    target.mkdir(exist_ok=True)
    with use_style():
        for name, figure in _figures(folder).items():
            save(figure, beside / name, FORMATS)
            plt.close(figure)
    written = [path.replace(target / path.name) for path in sorted(beside.iterdir())]
    shutil.rmtree(folder / INCOMING)
    return written


def _figures(folder: Path) -> dict[str, Figure]:
    summary = pd.read_csv(folder / "summary.csv")
    warm_up_days = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))["warm_up_days"]
    found = {
        "frontier": _of(frontier.draw(summary)),
        "lead_time": _of(lead_time.draw(summary)),
    }
    if (folder / "timelines.csv").stat().st_size > 1:
        timelines = pd.read_csv(folder / "timelines.csv")
        found["model_health"] = _of(model_health.draw(timelines, warm_up_days=warm_up_days)[0])
    return found


def _of(ax: Axes) -> Figure:
    figure = ax.get_figure(root=True)
    assert isinstance(figure, Figure)
    return figure
