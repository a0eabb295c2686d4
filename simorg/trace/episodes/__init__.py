"""Episodes in full: the rows of a trace paired up into jobs, items, incidents and models.

Goes in: a trace. Comes out: arrays with one entry a job, item, incident or model, and all rows, for
statements that ask what no measure tells. Nothing is averaged here.

Measures have a compiled reading of their own (`simorg.measures.episodes`), which keeps no more than
they need; a test holds the two readings to each other.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from simorg.plan import Plan
from simorg.trace.episodes.incidents import Incidents, read_incidents
from simorg.trace.episodes.items import Items, read_items
from simorg.trace.episodes.jobs import Jobs, Stretches, read_jobs
from simorg.trace.episodes.models import Models, read_models
from simorg.trace.episodes.rows import Rows, select
from simorg.trace.rows import Trace
from simorg.trace.spans import Window

__all__ = ["Episodes", "Incidents", "Items", "Jobs", "Models", "Rows", "Stretches", "read"]


@dataclass(frozen=True)
class Episodes:
    """One replication, paired up; positions in one array index the others of its kind."""

    plan: Plan
    window: Window
    rows: Rows  # all but those of jobs, in order of time
    jobs: Jobs
    stretches: Stretches
    items: Items
    incidents: Incidents
    models: Models


def read(trace: Trace) -> Episodes:
    """Pair the rows of a trace.

    Returns
    -------
    Episodes
        Its episodes; what is still open when the run ends is closed at the horizon and marked.
    """
    settings = trace.plan.settings
    horizon = float(settings.horizon_days)
    event = trace.rows["event"]
    about_jobs = (event >= 20) & (event < 30)
    jobs, stretches = read_jobs(select(trace.rows, about_jobs), horizon)
    rows = select(trace.rows, np.logical_not(about_jobs))
    return Episodes(
        plan=trace.plan,
        window=Window(float(settings.warm_up_days), horizon),
        rows=rows,
        jobs=jobs,
        stretches=stretches,
        items=read_items(rows, horizon),
        incidents=read_incidents(rows, horizon),
        models=read_models(rows, horizon),
    )
