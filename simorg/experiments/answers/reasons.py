"""Why a difference is there, as far as other measures of the same runs tell: never an approximation.

Goes in: runs of two groups of scenarios that share random numbers, and a measure in which they differ.
Comes out: a sentence with those parts or causes of it that are shown to differ, the largest first.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from simorg.config.labels import joined
from simorg.experiments.answers.effects import effect, shown
from simorg.experiments.answers.seen import sized, value_of
from simorg.experiments.answers.words import measure_name
from simorg.measures import Measure

if TYPE_CHECKING:
    import pandas as pd

LEAD_PARTS = (
    "lead_work_days", "lead_rework_days", "lead_decision_days", "lead_queue_days", "lead_handoff_days",
    "lead_release_days", "lead_wait_days", "lead_other_days",
)  # fmt: skip
INCIDENTS = "incidents_per_healthy_model_year"
CAUSES = tuple(f"{INCIDENTS}_{cause}" for cause in ("natural_drift", "data_break", "fault", "defect"))
REPAIR = ("time_to_acknowledge_p50_days", "incident_handoffs_mean", "incidents_escalated_share")
REASONS: dict[str, tuple[str, ...]] = {
    "lead_time_p50_days": LEAD_PARTS,
    "lead_time_p85_days": LEAD_PARTS,
    "lead_time_mean_days": LEAD_PARTS,
    "slo_breach_share": (
        "silent_breach_share", "time_to_detect_p50_days", "time_to_restore_p50_days",
        INCIDENTS, "unrestored_share",
    ),
    INCIDENTS: CAUSES,
    "incidents_per_model_year": tuple(name.replace("healthy_", "") for name in CAUSES),
    "time_to_restore_p50_days": REPAIR,
    "time_to_restore_p90_days": REPAIR,
    "change_failure_rate": ("escaped_defects_per_delivery", "contained_failures_per_delivery"),
    "throughput_per_quarter": ("yield_share", "wip_mean", "lead_time_mean_days"),
    "value_net_eur_per_quarter": ("throughput_per_quarter", "slo_breach_share"),
}  # fmt: skip
"""Measure -> measures of the same runs that it is made of, or that act on it."""
MOST = 3
"""Most parts for, and against, that a sentence names."""


def reason(
    runs: pd.DataFrame, to: Sequence[str], start: Sequence[str], measure: str, measures: Sequence[Measure]
) -> str:
    """Return what goes with a difference between two groups of scenarios; nothing where no part is shown to.

    Parameters
    ----------
    runs : DataFrame
        One row a scenario and replication.
    to, start : sequence of str
        The difference is the mean over `to` less the mean over `start`.
    measure : str
        Where they differ.
    measures : sequence of Measure
        All that the runs have.
    """
    parts = parts_of(runs, to, start, measure, measures)
    about = effect(runs, to, start, next(each for each in measures if each.name == measure), 1)
    side = value_of(about)
    behind = [row for row in parts if value_of(row) == side] if side else parts
    against = [row for row in parts if row not in behind]
    if not behind:
        return ""
    text = f"the difference in {measure_name(measure)} goes with {_listed(behind)}"
    return f"{text}; the other way go {_listed(against)}." if against else f"{text}."


def _listed(rows: Sequence[dict[str, Any]]) -> str:
    rows = rows[:MOST]
    whole = all(row["measure"] in LEAD_PARTS for row in rows)
    names = [measure_name(row["measure"]).partition(", " if whole else "\n") for row in rows]
    told = [f"{name[2] or name[0]} {sized(row, value=False)}" for name, row in zip(names, rows, strict=True)]
    return f"{'these parts of the mean lead time: ' if whole else ''}{joined(told)}"


def parts_of(
    runs: pd.DataFrame, to: Sequence[str], start: Sequence[str], measure: str, measures: Sequence[Measure]
) -> list[dict[str, Any]]:
    """Return the parts of a difference that are shown to differ, those of most half-widths first.

    Parameters
    ----------
    runs, to, start, measure, measures
        As for :func:`reason`. The intervals of the parts hold together (Bonferroni).
    """
    by_name = {each.name: each for each in measures}
    names = [name for name in REASONS.get(measure, ()) if name in by_name and name in runs]
    found = [effect(runs, to, start, by_name[name], len(names)) for name in names]
    clear = [row for row in found if shown(row)]
    same = len({row["unit"] for row in clear}) == 1
    return sorted(
        clear, key=lambda row: -abs(row["difference"]) / (1.0 if same else row["half_width"] or 1e-12)
    )
