"""Record the golden trace anew: ``python -m tests.golden.record``."""

from __future__ import annotations

from pathlib import Path

from simorg import load, simulate
from simorg.trace.events import Event

WHOLE = Path(__file__).with_name("small_hub_40_days.csv")
PLAIN = Path(__file__).with_name("small_hub_40_days_plain.csv")
RUNS = {WHOLE: "mechanisms=all", PLAIN: "mechanisms=none"}
"""What is recorded, and what tells it apart."""

OVERRIDES = (
    "workforce=small",
    "lifecycle=minimal",
    "structure=hub_and_spoke",
    "horizon_days=40",
    "warm_up_days=0",
    "demand.initial_models_per_unit=2",
    "demand.initiatives_per_unit_quarter=2",
    "retraining=triggered",
    "drift=fast",
    "seed=0",
)


def lines(path: Path, engine: str) -> list[str]:
    """Return the trace that a file holds, run again, as lines of text that keep every bit."""
    trace = simulate(load([*OVERRIDES, RUNS[path]]), 0, engine=engine)
    people, teams = (*trace.labels.people, ""), (*trace.labels.teams, "")
    return ["time,event,subject,code,value,actor,team"] + [
        f"{row['time']!r},{Event(row['event']).name},{row['subject']},{row['code']},{row['value']!r},"
        f"{people[row['actor']]},{teams[row['team']]}"
        for row in (dict(zip(trace.rows.dtype.names, row.item(), strict=True)) for row in trace.rows)
    ]


if __name__ == "__main__":
    for path in RUNS:
        path.write_text("\n".join(lines(path, "reference")) + "\n", encoding="utf-8")
