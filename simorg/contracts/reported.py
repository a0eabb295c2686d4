"""A run folder that nobody ran: the answer of a kind of experiment to made-up runs, as it would be stored.

Goes in: a kind of experiment. Comes out: a folder that verbs for finished runs can read, without figures.
"""

from __future__ import annotations

import json
from dataclasses import asdict
from pathlib import Path
from types import ModuleType

import pandas as pd
import pyarrow as pa

from simorg.config.compose import resolved
from simorg.config.settings import Settings
from simorg.contracts.made_up import answered, name_of, runs_of
from simorg.experiments.design import scenario_table
from simorg.experiments.results.fingerprint import fingerprint, short
from simorg.experiments.results.parquet import write_part
from simorg.experiments.results.stored_run import RUNS
from simorg.measures import registry

TIME = "2026-01-01T00:00:00+00:00"


def store(kind: ModuleType, settings: Settings, folder: Path) -> None:
    """Write the answer of a kind to made-up runs as a run folder.

    Parameters
    ----------
    kind : ModuleType
        Kind of experiment.
    settings : Settings
        Of the experiment.
    folder : Path
        Created if it does not exist.
    """
    folder.mkdir(parents=True, exist_ok=True)
    answer, design = answered(kind, settings)
    runs, made = runs_of(design), fingerprint(settings)
    measures = pd.DataFrame([asdict(measure) for measure in registry().values()])
    tables = answer.tables | {"scenarios": scenario_table(design), "measures": measures}
    for name, table in tables.items():
        table.to_csv(folder / f"{name}.csv", index=False)
    title = f"# {settings.experiment.name}"
    (folder / "answer.md").write_text("\n\n".join([title, *answer.sentences]) + "\n", encoding="utf-8")
    config = json.dumps(resolved(settings))  # JSON is YAML
    (folder / "config.yaml").write_text(config, encoding="utf-8")
    write_part(folder, f"{RUNS}/part-all.parquet", pa.Table.from_pandas(runs), short(made))
    facts = {
        "fingerprint": made, "experiment": settings.experiment.name, "kind": name_of(kind),
        "seed": settings.seed, "horizon_days": settings.horizon_days, "warm_up_days": settings.warm_up_days,
        "started": TIME, "ended": TIME, "command": "simorg run", "counts": {"ok": len(runs), "failed": 0},
    }  # fmt: skip
    (folder / "manifest.json").write_text(json.dumps(facts), encoding="utf-8")
