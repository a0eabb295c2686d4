"""One experiment: checked as a whole before it starts, run, and drawn when its answer has been told."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from simorg.config.compose import load

if TYPE_CHECKING:
    from simorg.config.settings import Settings

MOST_BUILT = 100  # each takes 10 to 30 ms


def checked(overrides: Sequence[str]) -> Settings:
    """Return the settings of an experiment that can be built."""
    return load(overrides, check=buildable)


def execute(settings: Settings, folder: Path | None = None, brief: bool = False) -> int:
    """Run or resume an experiment, publish it to a folder; `brief` says only where its answer is."""
    from simorg.experiments.run import run_experiment

    return run_experiment(settings, folder=folder, draw=_draw, brief=brief, report=report)


def buildable(settings: Settings) -> None:
    """Refuse an experiment with an organisation that cannot do its work.

    Of a large design, scenarios evenly spread over it are built; the others are checked when they run.
    """
    from simorg.experiments.design import design_of
    from simorg.plan import plan_of

    scenarios = design_of(settings).scenarios
    for scenario in scenarios[:: max(1, len(scenarios) // MOST_BUILT)]:
        plan_of(scenario.settings)


def _draw(folder: Path) -> dict[str, str]:
    from simorg.figures.backend import without_a_window  # matplotlib takes its time to load

    without_a_window()
    from simorg.figures.gallery import write_all

    return write_all(folder).failed


def report(folder: Path, target: Path | None = None) -> dict[str, str]:
    """Write the report of a run folder, drawing its figures first if none are there.

    Parameters
    ----------
    folder : Path
        Run folder or published folder.
    target : Path, optional
        File; ``report.html`` in the folder when left out.

    Returns
    -------
    dict of str
        Figures that failed, and why.
    """
    from simorg.experiments.results.stored_run import StoredRun

    drawn = any((folder / "figures").glob("*.svg"))
    failed = {} if drawn else _draw(folder)
    from simorg.report import render
    from simorg.report.page import page_of

    render.write(page_of(StoredRun(folder)), target or folder / render.NAME)
    return failed
