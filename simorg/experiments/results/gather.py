"""One table of a multirun: what each of its jobs found, beside the overrides that set the job apart.

Goes in: a folder in which every job left a note of where its results are. Comes out: ``table.csv``
there, one row a job, scenario and measure. Jobs leave notes because they may run in other processes.
"""

from __future__ import annotations

import json
import math
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import NamedTuple

import pandas as pd

from simorg.config.labels import joined, sentence, unit_words
from simorg.experiments.results.parquet import write_whole
from simorg.experiments.results.stored_run import StoredRun
from simorg.experiments.answers.printing import frame_table
from simorg.experiments.answers.terminal import terminal
from simorg.experiments.answers.words import (
    QUESTIONS,
    measure_head,
    measure_name,
    plain,
    quantity,
    with_interval,
)
from simorg.measures import Measure, registry

SHOWN = QUESTIONS
MOST_ROWS = 60
TABLES = ("summary", "responses")
"""Tables of a run folder with one row a scenario and measure; the first that is there is taken."""


class Note(NamedTuple):
    """What a job leaves behind."""

    number: int
    overrides: dict[str, str]
    code: int
    folder: str
    objective: str = ""
    value: float | None = None  # of the objective, which the sweeper got


def leave_note(folder: Path, note: Note) -> None:
    """Write the note of a job, whole."""
    folder.mkdir(parents=True, exist_ok=True)
    text = json.dumps(note._asdict(), indent=2) + "\n"
    write_whole(folder, f"job-{note.number:05d}.json", lambda path: path.write_text(text, encoding="utf-8"))


def forget_notes(folder: Path) -> None:
    """Delete the notes of an earlier multirun of the same name."""
    for path in folder.glob("job-*.json"):
        path.unlink()


def notes(folder: Path) -> list[Note]:
    """Return the notes of all jobs, in their order."""
    texts = [path.read_text(encoding="utf-8") for path in sorted(folder.glob("job-*.json"))]
    return [Note(**json.loads(text)) for text in texts]


def gather(folder: Path) -> pd.DataFrame:
    """Return one table of all jobs, and write it as ``table.csv``.

    Returns
    -------
    DataFrame
        job, one column an override that differs between jobs, then the columns of the jobs' tables.
    """
    found = []
    jobs = notes(folder)
    keys = _differing(note.overrides for note in jobs)
    for note in jobs:
        table = _table(Path(note.folder)) if note.folder else None
        if table is not None:
            named = {"job": note.number} | {key: note.overrides.get(key, "") for key in keys}
            found.append(table.assign(**named)[[*named, *table.columns]])
    joined = pd.concat(found, ignore_index=True) if found else pd.DataFrame()
    text = joined.to_csv(index=False, lineterminator="\n", float_format="%.10g")
    write_whole(folder, "table.csv", lambda path: path.write_text(text, encoding="utf-8", newline="\n"))
    return joined


def show(folder: Path, table: pd.DataFrame) -> None:
    """Print the headline of a gathered table.

    Parameters
    ----------
    folder : Path
        Folder of the multirun.
    table : DataFrame
        What `gather` returned.
    """
    console = terminal()
    if not table.empty:
        front = list(table.columns[: list(table.columns).index("scenario")])
        shown = [name for name in SHOWN if name in set(table["measure"])]
        rows = [
            [*(str(first[key]) for key in front), plain(str(first["scenario"])), *_cells(group, shown)]
            for _, group in table.groupby(["job", "scenario"], sort=False)
            for first in [group.iloc[0]]
        ]
        console.print(frame_table("", [*front, "scenario", *map(measure_head, shown)], rows, MOST_ROWS))
    for text in best(notes(folder)):
        console.print(text, soft_wrap=True, highlight=False, markup=False)
    console.print(f"All jobs in one table: {folder / 'table.csv'}", soft_wrap=True, highlight=False)


def best(jobs: Sequence[Note]) -> list[str]:
    """Return which job is best by the measure that jobs gave their sweeper; both ends of one without a side.

    Parameters
    ----------
    jobs : sequence of Note
        Those without a value, or with another objective than the first that has one, are passed over.
    """
    valued = [
        (note.value, note)
        for note in jobs
        if note.objective and note.value is not None and not math.isnan(note.value)
    ]
    if not valued:
        return []
    name = valued[0][1].objective
    measure, ours = registry()[name], [pair for pair in valued if pair[1].objective == name]
    ends = {"lower": ("lowest",), "higher": ("highest",)}.get(measure.better, ("lowest", "highest"))
    keys = _differing(note.overrides for note in jobs)
    return [_best(word, ours, keys, measure) for word in ends]


def _best(word: str, jobs: Sequence[tuple[float, Note]], keys: Sequence[str], measure: Measure) -> str:
    pick = min if word == "lowest" else max
    value, note = pick(jobs, key=lambda pair: pair[0])
    told = joined([f"{key} = {note.overrides.get(key, '')}" for key in keys])
    unit = "%" if measure.unit == "share" else unit_words(measure.unit)
    where = f" with {told}" if told else ""
    size = f"{quantity(value, measure.unit)} {unit}".rstrip()
    return f"{sentence(word)} {measure_name(measure.name)}: {size} in job {note.number}{where}."


def _cells(group: pd.DataFrame, measures: Sequence[str]) -> list[str]:
    rows = group.set_index("measure").loc[list(measures)].to_dict("records")
    return [with_interval(row["mean"], row["half_width"], row["unit"]) for row in rows]


def _differing(overrides: Iterable[dict[str, str]]) -> list[str]:
    """Return the keys that jobs do not share with one value, in the order of their appearance."""
    every = list(overrides)
    keys = list(dict.fromkeys(key for each in every for key in each))
    return [key for key in keys if len({each.get(key) for each in every}) > 1]


def _table(folder: Path) -> pd.DataFrame | None:
    stored = StoredRun(folder)
    return next((stored.table(name) for name in TABLES if name in stored.tables), None)
