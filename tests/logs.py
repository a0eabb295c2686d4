"""Event logs in tests: runs to tell, and readers that know nothing of simorg but the types of columns."""

from __future__ import annotations

import io
import xml.etree.ElementTree as ElementTree

import pandas as pd
import pyarrow.parquet as pq

from simorg.trace.log.columns import COLUMNS, DTYPES, typed
from simorg.trace.log.formats import write_log

SHORT = ["structure=hub_and_spoke", "workforce=small", "horizon_days=40", "warm_up_days=0"]
LOUD = [
    "structure=hub_and_spoke", "horizon_days=200", "warm_up_days=0", "demand=high", "drift=fast",
    "retraining=both", "practices=all_high", "faults.per_model_year=20", "breaks.per_model_year=10",
    "demand.improvements_per_model_year=4", "demand.model_lifetime_years=0.3", "work.preempting_class=4",
    "practices.validation=0", "requests.per_model_year=4", "requests.per_unit_quarter=8",
]  # fmt: skip
"""Nearly everything that can happen does."""

CASE, ACTIVITY, TIME, MOVE = "case:concept:name", "concept:name", "time:timestamp", "lifecycle:transition"


def written(logs: list[pd.DataFrame], kind: str, about: dict[str, str | int | float] | None = None) -> bytes:
    file = io.BytesIO()
    write_log(logs, file, kind, {"concept:name": "test", "seed": 1} if about is None else about)
    return file.getvalue()


def read(data: bytes, kind: str) -> pd.DataFrame:
    """Read a log back with nothing of simorg but the types of its columns."""
    if kind == "parquet":
        return (
            pq.read_table(io.BytesIO(data))
            .to_pandas()
            .astype({n: DTYPES[c.type] for n, c in COLUMNS.items()})
        )
    if kind == "csv":
        types = {name: DTYPES[c.type] for name, c in COLUMNS.items() if c.type != "date"}
        found = pd.read_csv(io.BytesIO(data), dtype=types)
        found[TIME] = pd.to_datetime(found[TIME], utc=True, format="ISO8601")
        return typed(found.to_dict("series"))
    convert = {"string": str, "int": int, "float": float, "date": pd.Timestamp}
    rows = [
        {f"case:{a.get('key')}": convert[a.tag](a.get("value")) for a in case if a.tag != "event"}
        | {a.get("key"): convert[a.tag](a.get("value")) for a in event}
        for case in ElementTree.fromstring(data).iterfind("trace")
        for event in case.iterfind("event")
    ]
    return typed({name: [row.get(name) for row in rows] for name in COLUMNS})
