"""The population beside the case: what is known of other organisations, packaged with the model.

Goes in: the counts of a published population, kept as a small file of the package with the mark of the
model that made them. Comes out: sentences under every comparison of structures, which say so if the
model has changed since.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import simorg
from simorg.config.files import conf_folder
from simorg.config.settings import Settings
from simorg.experiments.answers.populated import TURNED, measured
from simorg.experiments.answers.words import QUESTIONS, counted
from simorg.experiments.results import provenance
from simorg.organisation.structures import available

if TYPE_CHECKING:
    import pandas as pd

NAME = "population"
"""Name of the experiment whose published counts are kept."""

FILE = Path(__file__).with_name("population.json")
MAKE = f"simorg run experiment={NAME} experiment.publish=true"
NO_MODEL = ("engine", "executor", "experiment", "examples")
"""Folders of presets that are no part of an organisation."""

COLUMNS = (
    "measure",
    "unit",
    "direction",
    "structure",
    "baseline",
    "n",
    "better",
    "worse",
    "open",
    "seen",
    "verdict",
)
Row = Mapping[Any, Any]


def store(settings: Settings, table: pd.DataFrame, tried: int) -> str:
    """Keep the counts of a population in the package; return what to tell.

    Parameters
    ----------
    settings : Settings
        The experiment; only the one called `NAME` is kept.
    table : DataFrame
        One row a measure and pair.
    tried : int
        Candidates that were tried.
    """
    if settings.experiment.name != NAME or table.empty:
        return ""
    facts = {
        "version": simorg.__version__, "model": model_mark(), "commit": provenance.commit(),
        "made": provenance.now(), "seed": settings.seed, "replications": settings.replications,
        "backgrounds": int(table["n"].max()), "candidates": tried,
        "pairs": json.loads(table[list(COLUMNS)].to_json(orient="records", double_precision=6)),
    }  # fmt: skip
    try:
        FILE.write_text(json.dumps(facts, indent=1) + "\n", encoding="utf-8", newline="\n")
    except OSError as error:
        return f"{FILE}: cannot be written ({error.strerror}); comparisons do not see this population."
    return f"Kept for the sentences under comparisons: {FILE.name} of the package."


def model_mark() -> str:
    """Return 12 hexadecimal digits that name the model: its rooms below the experiments, its presets."""
    from simorg.compilation import ABOVE, source_fingerprint

    digest = hashlib.sha256(source_fingerprint(Path(simorg.__file__).parent, ABOVE).encode())
    folder = conf_folder()
    for path in sorted(folder.glob("*/*.yaml")):
        if path.parent.name not in NO_MODEL:
            digest.update(path.relative_to(folder).as_posix().encode() + b"\0" + path.read_bytes())
    return digest.hexdigest()[:12]


def stored() -> dict[str, Any] | None:
    """Return what is kept, nothing if there is none."""
    try:
        found: dict[str, Any] = json.loads(FILE.read_text(encoding="utf-8"))
    except FileNotFoundError:
        return None
    return found


def sentences(structures: Sequence[str], baseline: str, asked: Sequence[str] = QUESTIONS) -> list[str]:
    """Return what a population says of the pairs of a comparison.

    Parameters
    ----------
    structures : sequence of str
        Structures that are compared; those that no population knows are passed over.
    baseline : str
        The one that the others are compared with.
    asked : sequence of str
        Measures that are told of.
    """
    if not {*structures, baseline} & {*available()}:
        return []
    facts = stored()
    if facts is None:
        return [
            f"One organisation is a case. How often this holds in others is not counted yet; do so: {MAKE}"
        ]
    lines = []
    for measure in asked:
        rows = list(_pairs(facts["pairs"], measure, structures, baseline))
        if rows:
            lines.append(measured(rows))
    if not lines:
        return []
    return [_whose(facts), *lines]


def _whose(facts: Mapping[str, Any]) -> str:
    """Say whose counts these are, and whether the model has changed since."""
    count = counted(facts["backgrounds"], "other organisation", "other organisations")
    text = f"One organisation is a case; beside it stand {count} around the default one that cope."
    if facts["model"] != model_mark():
        text += (
            f" They ran on another version of the model ({facts['version']}, {facts['made'][:10]}); to make "
            f"them again: {MAKE}."
        )
    return text


def _pairs(pairs: Sequence[Row], measure: str, structures: Sequence[str], baseline: str) -> Iterator[Row]:
    """Yield the counts of each structure against the baseline, turned round where they are stored so."""
    found = {(row["structure"], row["baseline"]): row for row in pairs if row["measure"] == measure}
    for structure in structures:
        if (structure, baseline) in found:
            yield found[structure, baseline]
        elif (baseline, structure) in found:
            row = found[baseline, structure]
            yield {
                **row, "structure": structure, "baseline": baseline, "better": row["worse"],
                "worse": row["better"], "verdict": TURNED.get(row["verdict"], row["verdict"]),
            }  # fmt: skip
