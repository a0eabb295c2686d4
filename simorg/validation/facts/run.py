"""Test statements: backgrounds, arms, verdicts, tables.

Goes in: which statements, how many backgrounds and replications. Comes out: tables of verdicts, of
effects background by background, of the backgrounds, and of runs that failed. No number in them
depends on the workers or on which statements are tested together.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from simorg.config.errors import SettingsError
from simorg.config.settings import Settings
from simorg.experiments.results.parquet import INCOMING, write_whole
from simorg.validation.facts.backgrounds import PILOT, Background, choose, population
from simorg.validation.facts.fact import Claim, Fact
from simorg.validation.facts.verdict import Decision, decide, judge
from simorg.validation.facts.work import Floats, Found, Numbers, Task, run_tasks

if TYPE_CHECKING:
    import pandas as pd

BACKGROUNDS, REPLICATIONS = 30, 4

Progress = Callable[[str, int, int], None]
"""Called with what is going on, and the replications that are done and wanted."""


class Findings(NamedTuple):
    """What the statements came to."""

    facts: pd.DataFrame  # one row a claim
    effects: pd.DataFrame  # one row a claim and background
    arms: pd.DataFrame  # one row an arm and background: what the effects come from
    backgrounds: pd.DataFrame  # one row a background, rejected ones included
    failures: pd.DataFrame  # one row a replication that failed


class Arm(NamedTuple):
    """One arm of one statement on one background."""

    fact: Fact
    background: Background
    name: str
    settings: Settings


def examine(
    facts: Sequence[Fact],
    backgrounds: int = BACKGROUNDS,
    replications: int = REPLICATIONS,
    workers: int | None = None,
    progress: Progress | None = None,
) -> Findings:
    """Run every arm of some statements on every background, and judge every claim.

    Parameters
    ----------
    facts : sequence of Fact
        Statements.
    backgrounds : int
        Perturbed organisations, at least 2.
    replications : int
        Paired replications of each arm, at least 2.
    workers : int, optional
        Threads; none or 0 = one for each core.
    progress : callable, optional
        Told after every set of settings.

    Raises
    ------
    SettingsError
        If a number is out of range, or the hypercubes hold too few backgrounds.
    """
    for name, value in (("backgrounds", backgrounds), ("replications", replications)):
        if value < 2:
            raise SettingsError(f"--{name} = {value}: an interval needs at least 2; nearest valid: 2")

    def told(what: str) -> Callable[[int, int], None] | None:
        return None if progress is None else lambda done, wanted: progress(what, done, wanted)

    def pilot(settings: list[Settings]) -> list[Numbers]:
        tasks = [Task(each, PILOT) for each in settings]
        return [found.numbers for found in run_tasks(tasks, workers, told("choosing backgrounds"))]

    accepted, rejected = choose(backgrounds, population(), pilot)
    arms = [arm for fact in facts for background in accepted for arm in _arms(fact, background)]
    found = _run(arms, replications, workers, told("running arms"))
    return _findings(facts, accepted, rejected, arms, found)


def _arms(fact: Fact, background: Background) -> list[Arm]:
    assert background.settings is not None
    conditions = fact.module.conditions(background.settings)
    return [Arm(fact, background, name, settings) for name, settings in conditions.items()]


def _run(
    arms: list[Arm], replications: int, workers: int | None, progress: Callable[[int, int], None] | None
) -> list[Found]:
    """Run each different set of settings once, with what any statement reads from it."""
    keys = [arm.settings.model_dump_json() for arm in arms]
    tasks: dict[str, Task] = {}
    for key, arm in zip(keys, arms, strict=True):
        task = tasks.get(key, Task(arm.settings, replications))
        readers = dict.fromkeys((*task.readers, *arm.fact.readers))
        tasks[key] = task._replace(readers=tuple(readers))
    found = dict(zip(tasks, run_tasks(list(tasks.values()), workers, progress), strict=True))
    return [found[key] for key in keys]


def _findings(
    facts: Sequence[Fact],
    accepted: list[Background],
    rejected: list[Background],
    arms: list[Arm],
    found: list[Found],
) -> Findings:
    import pandas as pd

    by_place: dict[tuple[str, int], dict[str, Found]] = {}
    for arm, each in zip(arms, found, strict=True):
        by_place.setdefault((arm.fact.name, arm.background.number), {})[arm.name] = each
    verdicts, effects, seen = [], [], []
    for fact in facts:
        values = []
        for b in accepted:
            value, read = _effects(fact, by_place[fact.name, b.number])
            values.append(value)
            seen += [{"fact": fact.name, "background": b.number} | row for row in read]
        for claim in fact.claims:
            decisions = [decide(claim, value[claim.name]) for value in values]
            verdicts.append(_verdict_row(fact, claim, decisions))
            effects += [
                {"fact": fact.label(claim), "background": b.number} | decision._asdict()
                for b, decision in zip(accepted, decisions, strict=True)
            ]
    failures = [
        {
            "fact": arm.fact.name,
            "background": arm.background.number,
            "arm": arm.name,
            "replication": r,
            "error": error,
        }
        for arm, each in zip(arms, found, strict=True)
        for r, error in each.errors.items()
    ]
    columns = ["fact", "background", "arm", "replication", "error"]
    return Findings(
        pd.DataFrame(verdicts),
        pd.DataFrame(effects).rename(columns={"value": "effect"}),
        pd.DataFrame(seen),
        _background_table(accepted, rejected),
        pd.DataFrame(failures, columns=columns),
    )


class _Noted(dict[str, Floats]):
    """Measures of an arm that note which of them were looked at."""

    def __init__(self, numbers: Numbers) -> None:
        super().__init__(numbers)
        self.noted: dict[str, None] = {}

    def __getitem__(self, name: str) -> Floats:
        self.noted[name] = None
        return super().__getitem__(name)


def _effects(fact: Fact, arms: dict[str, Found]) -> tuple[dict[str, Floats], list[dict[str, Any]]]:
    """Return the effects of a statement on one background, and the means of what they come from.

    What cannot be computed is missing, and so is everything if all replications of an arm failed.
    """
    if any(len(found.errors) == found.replications for found in arms.values()):
        return {claim.name: np.full(1, np.nan) for claim in fact.claims}, []
    noted = {name: _Noted(found.numbers) for name, found in arms.items()}
    with np.errstate(divide="ignore", invalid="ignore"):
        effects: dict[str, Floats] = fact.module.effects(noted)
    read = [
        {"arm": arm, "measure": measure, "mean": float(dict.__getitem__(numbers, measure).mean())}
        for arm, numbers in noted.items()
        for measure in numbers.noted
    ]
    return {name: np.where(np.isfinite(values), values, np.nan) for name, values in effects.items()}, read


def _verdict_row(fact: Fact, claim: Claim, decisions: list[Decision]) -> dict[str, Any]:
    verdict = judge(claim, decisions)
    row: dict[str, Any] = {
        "fact": fact.label(claim), "number": fact.number, "theme": fact.theme, "statement": claim.says,
    } | verdict._asdict()  # fmt: skip
    missing = sum(np.isnan(decision.value) for decision in decisions)
    region = {"claimed_above": claim.above, "claimed_below": claim.below}
    bounds = {name: bound if np.isfinite(bound) else np.nan for name, bound in region.items()}
    return row | {"unit": claim.unit, "n_backgrounds": len(decisions), "n_missing": int(missing)} | bounds


def _background_table(accepted: list[Background], rejected: list[Background]) -> pd.DataFrame:
    import pandas as pd

    every = sorted([*accepted, *rejected], key=lambda each: each.number)
    return pd.DataFrame(
        [{"background": each.number, "rejected": each.rejected} | each.values for each in every]
    )


def check_folder(folder: Path) -> None:
    """Refuse a folder that cannot be written to, before anything is run; creates nothing.

    Parameters
    ----------
    folder : Path
        May not exist yet.

    Raises
    ------
    SettingsError
        If it is no folder, or it or its first parent that exists is not writable.
    """
    there = next(path for path in (folder, *folder.absolute().parents) if path.exists())
    if not there.is_dir() or not os.access(there, os.W_OK):
        raise SettingsError(f"--out = {folder}: '{there}' is not a folder that can be written to")


def write(findings: Findings, folder: Path) -> None:
    """Write the tables of findings into a folder, each whole or not at all.

    Parameters
    ----------
    findings : Findings
        What to write.
    folder : Path
        Made if it does not exist.

    Raises
    ------
    SettingsError
        If the folder cannot be written to.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for name in Findings._fields:
            table: pd.DataFrame = getattr(findings, name)
            text = table.to_csv(index=False, lineterminator="\n", float_format="%.6g")
            write_whole(folder, f"{name}.csv", partial(Path.write_text, data=text, encoding="utf-8"))
        (folder / INCOMING).rmdir()
    except OSError as error:
        raise SettingsError(f"--out = {folder}: cannot be written to ({error.strerror})") from error
