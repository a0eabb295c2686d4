"""The prediction beside what happened: measures of finished runs, errors, and where they come from."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from simorg.config.settings import DAYS_PER_QUARTER, DAYS_PER_YEAR
from simorg.config.vocabulary import ROLES
from simorg.statistics.intervals import mean_interval
from simorg.workload.forecast import Prediction
from simorg.workload.tables import ACCOUNTS, by_team_role, spent

if TYPE_CHECKING:
    import pandas as pd

CLOSE = 0.05
"""Error of a role's utilisation up to which the prediction counts as right."""

NEARLY_FULL = 0.95
"""Utilisation from which queues do not settle within the length of a usual run."""

CAUSES = ("natural_drift", "data_break", "fault", "defect")

NOT_PREDICTED = (
    "time people spend waiting: lead times, restore times, time in breach (only an order of magnitude "
    "at the bottleneck)",
    "single people: work is shared out by how busy people are on average, and independently",
    "the chance of a longer clock: drift breaches come out about a tenth too low, because planned "
    "retrainings arrive at uneven distances",
    "work cancelled half way (a model retires, an incident ends by itself): counted only as far as the "
    "mean time to each stage tells",
)


def predicted(prediction: Prediction) -> dict[str, float]:
    """Return the measures of a run that a prediction speaks of, by name.

    Parameters
    ----------
    prediction : Prediction
        What was predicted.
    """
    plan, load = prediction.plan, prediction.carried
    busy = np.minimum(load.shared.busy, 1.0)
    role = plan.people["role"]
    found = {f"utilisation_{ROLES[r]}": float(busy[role == r].mean()) for r in np.unique(role)}
    found["utilisation_max_role"] = max(found.values())
    found["utilisation_max_role_in_team"] = float(by_team_role(prediction)["busy"].max())
    fits = busy / np.maximum(load.shared.busy, 1e-12)
    days = (spent(load, prediction) * fits[:, None]).sum(axis=0) / len(role)
    found |= {f"work_{name}_share": float(days[n]) for n, name in enumerate(ACCOUNTS)}
    flows, models = load.flows, float(load.flows.models.sum())
    found["throughput_per_quarter"] = DAYS_PER_QUARTER * float(flows.delivered.sum())
    found["live_models_mean"] = models
    if models > 0.0:
        for cause in CAUSES:
            found[f"incidents_per_model_year_{cause}"] = (
                flows.incidents.get(cause, 0.0) * DAYS_PER_YEAR / models
            )
    return found


def compared(prediction: Prediction, runs: pd.DataFrame) -> pd.DataFrame:
    """Return one row a measure: predicted, measured with its 95 % interval, error.

    Parameters
    ----------
    prediction : Prediction
        What was predicted.
    runs : DataFrame
        One row a replication of the same settings; measures that it lacks are left out.
    """
    import pandas as pd

    rows = []
    for name, value in predicted(prediction).items():
        if name not in runs:
            continue
        interval = mean_interval(runs[name].to_numpy(dtype=float))
        rows.append(
            {
                "measure": name, "predicted": value, "measured": interval.mean,
                "half_width": interval.half_width, "error": value - interval.mean, "n": interval.n,
            }
        )  # fmt: skip
    columns = ["measure", "predicted", "measured", "half_width", "error", "n"]
    return pd.DataFrame(rows, columns=columns)


def accuracy(table: pd.DataFrame) -> dict[str, str | int]:
    """Return how far the utilisations of roles are off, as one row of a table.

    Parameters
    ----------
    table : DataFrame
        From `compared`.
    """
    roles = _roles(table)
    if not len(roles):
        return {"mean": "-", "worst": "-", "role": "-", "within_5": 0, "roles": 0}
    worst = str(roles["error"].abs().idxmax())
    return {
        "mean": f"{100.0 * roles['error'].abs().mean():.1f}",
        "worst": f"{100.0 * float(roles['error'].loc[worst]):+.1f}",
        "role": worst.removeprefix("utilisation_"),
        "within_5": int((roles["error"].abs() <= CLOSE).sum()),
        "roles": len(roles),
    }


def verdict(table: pd.DataFrame, prediction: Prediction) -> list[str]:
    """Say where the prediction is off, and what that comes from.

    Parameters
    ----------
    table : DataFrame
        From `compared`.
    prediction : Prediction
        What was predicted.
    """
    rows, roles = table.dropna(subset=["error"]).set_index("measure"), _roles(table)
    if not len(roles):
        return ["No utilisation was measured: nothing to compare."]
    worst = str(roles["error"].abs().idxmax())
    row = roles.loc[worst]
    name = worst.removeprefix("utilisation_").replace("_", " ")
    told = [
        f"{int((roles['error'].abs() <= CLOSE).sum())} of {len(roles)} roles within {100 * CLOSE:.0f} "
        f"points; farthest off: {name}, predicted {row['predicted']:.1%}, measured {row['measured']:.1%}."
    ]
    if abs(row["error"]) <= CLOSE:
        return told
    size = roles["error"].abs()
    if not ((size > CLOSE) & (size > roles["half_width"])).any():  # one run has no half-width
        told.append(
            f"That is no more than chance: the 95 % interval of {row['n']:.0f} replications is "
            f"±{100.0 * row['half_width']:.0f} points. Run more of them to judge the prediction."
            if row["n"] > 1
            else "One replication says nothing about chance: run more of them to judge the prediction."
        )
        return told
    shares = rows[rows.index.isin([f"work_{account}_share" for account in ACCOUNTS])]
    total, real = float(shares["predicted"].sum()), float(shares["measured"].sum())
    fullest = by_team_role(prediction).iloc[0]
    if prediction.carried.passing.min() >= 0.999 and fullest["utilisation"] > NEARLY_FULL:
        told.append(
            f"{str(fullest['role']).replace('_', ' ').capitalize()} in team {fullest['team']} is close to "
            f"full ({fullest['utilisation']:.0%}): a run is too short for such queues to settle, and the "
            "prediction makes waits too long and new models too late."
        )
    if prediction.carried.passing.min() < 0.999:
        told.append(
            "Some people have more work than time: there the order of work and the length of the run decide "
            "what goes on to others, which the prediction takes as a constant share."
        )
    if real > 0.0 and abs(total / real - 1.0) <= CLOSE:
        told.append(
            f"The amount of work is right ({total:.1%} of paid time, measured {real:.1%}); who does it "
            "is not. People who serve the same skill are taken to be busy independently of each other."
        )
    else:
        told.append(
            f"The amount of work is off as well ({total:.1%} of paid time, measured {real:.1%})"
            f"{_flows(rows)}."
        )
    return told


def _roles(table: pd.DataFrame) -> pd.DataFrame:
    """Return the rows of `table` about the utilisation of one role."""
    rows = table.dropna(subset=["error"]).set_index("measure")
    return rows[[name.startswith("utilisation_") and "_max_" not in name for name in rows.index]]


def _flows(rows: pd.DataFrame) -> str:
    labels = {"live_models_mean": "live models", "throughput_per_quarter": "delivered a quarter"}
    parts = [
        f"{labels[str(name)]} {predicted:.3g} against {measured:.3g}"
        for name, predicted, measured in zip(rows.index, rows["predicted"], rows["measured"], strict=True)
        if name in labels
    ]
    return ": " + ", ".join(parts) if parts else ""
