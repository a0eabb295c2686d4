"""A sweep: every combination checked before the first one starts, run by Hydra, gathered in one table.

Jobs may run in other processes. What Hydra's launchers call is therefore small and can be pickled, and
jobs tell what became of them by notes in the folder of the sweep.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Any

from hydra.core.hydra_config import HydraConfig
from hydra.errors import HydraException
from omegaconf import DictConfig, OmegaConf
from omegaconf.errors import OmegaConfBaseException

from simorg.commands import _experiment
from simorg.commands._endings import BAD_INPUT, FAILED, INTERRUPTED, OK, PARTLY_FAILED, reported
from simorg.config.compose import CONFIG_NAME, application, load, settings_from_config
from simorg.config.errors import SettingsError
from simorg.config.settings import Settings
from simorg.config.sweeps import combinations
from simorg.config.tables import stated
from simorg.plugins.elsewhere import take_over, told

QUIET = ("hydra.mode=MULTIRUN", "hydra.output_subdir=null", "hydra.job.chdir=false")
WORST_FIRST = (INTERRUPTED, FAILED, BAD_INPUT, PARTLY_FAILED)


class UnfinishedError(Exception):
    """A job said by its exit code that it failed; raised so that Hydra knows."""


class Sweep:
    """Every combination of some overrides.

    Parameters
    ----------
    overrides : sequence of str
        As Hydra reads them; the same ones, the same folder.
    """

    def __init__(self, overrides: Sequence[str]) -> None:
        self._overrides = list(overrides)
        digest = sha256(" ".join(self._overrides).encode()).hexdigest()[:12]
        self.folder = Path("results", "runs", f"multirun-{digest}")

    def run(self) -> int:
        """Check all jobs, run them, print their table; return the worst exit code."""
        for settings in [load(combination) for combination in combinations(self._overrides)]:
            _experiment.buildable(settings)
        from simorg.experiments.results.gather import forget_notes, gather, notes, show
        from simorg.experiments.running.stopped import disk_trouble

        with disk_trouble(self.folder):
            self.folder.mkdir(parents=True, exist_ok=True)
            forget_notes(self.folder)
        try:
            self._launch()
        except UnfinishedError:
            pass  # the note of that job says so
        except (HydraException, OmegaConfBaseException) as error:
            raise SettingsError(str(error).split("\n")[0]) from error
        show(self.folder, gather(self.folder))
        codes = [note.code for note in notes(self.folder)]
        return next((code for code in WORST_FIRST if code in codes), OK)

    def _launch(self) -> None:
        places = [f"hydra.sweep.dir={self.folder.as_posix()}", "hydra.sweep.subdir=.", *QUIET]
        with application() as app:
            app.multirun(CONFIG_NAME, Job(Path.cwd(), told()), [*self._overrides, *places])


@dataclass(frozen=True)
class Job:
    """What a launcher calls with each composed configuration; a failure is raised, so that Hydra knows."""

    origin: Path
    """Folder that relative file names start from."""
    plugins: str
    """Plug-ins in use, as `told`."""

    def __call__(self, config: DictConfig) -> float | None:
        """Run one combination, leave a note of what became of it, and return what it is judged by."""
        take_over(self.plugins)
        from simorg.experiments.results.gather import Note, leave_note

        job = HydraConfig.get()
        overrides = _as_typed(job.overrides)
        sys.stdout.write(f"{', '.join(overrides)}\n")
        written: list[tuple[Path, Settings]] = []
        code = reported(lambda: self._work(config, written))
        folder = str(written[0][0]) if written else ""
        named = dict(text.lstrip("+~").partition("=")[::2] for text in overrides)
        value = objective(*written[0]) if written else None
        name = (written[0][1].experiment.objective if written else None) or ""
        leave_note(Path(job.sweep.dir), Note(job.job.num, named, code, folder, name, value))
        if code == INTERRUPTED:
            raise KeyboardInterrupt  # the jobs that follow are not wanted either
        if code in (FAILED, BAD_INPUT):
            raise UnfinishedError(code)
        return value

    def _work(self, config: DictConfig, written: list[tuple[Path, Settings]]) -> int:
        settings = settings_from_config(
            config, said=stated(HydraConfig.get()), base=self.origin, check=_experiment.buildable
        )
        from simorg.experiments.run import run_folder

        code = _experiment.execute(settings, brief=True)
        if code in (OK, PARTLY_FAILED):
            written.append((run_folder(settings), settings))
        return code


def objective(folder: Path, settings: Settings) -> float | None:
    """Return what an optimising sweeper looks at: the mean of a measure under the first structure.

    Parameters
    ----------
    folder : Path
        Run folder of the job.
    settings : Settings
        Of the job; nothing is returned unless ``experiment.objective`` names a measure.
    """
    if settings.experiment.objective is None:
        return None
    from simorg.experiments.results.opened import open_results

    found = open_results(folder)
    first = found["scenarios"]["scenario"].iloc[0]
    runs = found["runs"]
    return float(runs.loc[runs["scenario"] == first, settings.experiment.objective].mean())


def _as_typed(overrides: Any) -> list[str]:
    """Return the overrides of a job without what the environment holds: they are printed and noted."""
    data: Any = OmegaConf.to_container(overrides, resolve=False)
    return [str(text) for text in data["task"]]
