"""41. What can be rolled back is over sooner than detection could ever make it."""

from __future__ import annotations

from simorg.config.levers import Value, apply
from simorg.config.settings import Settings
from simorg.validation.facts.fact import Arms, Claim, Effects

NUMBER, THEME = 41, "ml"
STATEMENT = (
    "Mitigating before fixing is worth more than noticing sooner: without anything to fall back on, "
    "incidents last longer by more than perfect detection could save; four of five mitigations need no fix."
)
SOURCE = (
    "Ghosh et al. 2022, severe incidents of a cloud service: 80 % mitigated without a fix of the code [VS]"
)
TEST = (
    "Nothing to roll back or fall back on against the background; and against it every model monitored, "
    "every alert working, checks twice as often. Geometric mean time to restore. Needing no fix: restored by "
    "anything but a repair, of plain faults and defects alone (no drift, no broken data)."
)
CLAIMS = (
    Claim("more", "nothing to fall back on costs more than perfect detection saves", "days", above=0.0),
    Claim(
        "no_fix", "70 to 90 % of mitigated faults and defects need no fix to end the harm", "share",
        above=0.7, below=0.9, is_input=True,
    ),
)  # fmt: skip

RESTORE = "time_to_restore_geometric_mean_days"
NOTHING: dict[str, Value] = {
    "response.rollback_low+response.rollback_high+response.fallback": 0.0,
    "mitigation.rollback": 0.0,
}
DETECTING: dict[str, Value] = {
    "monitoring.coverage_low+monitoring.coverage_high": 1.0,
    "monitoring.fault_alert_works": 1.0,
    "monitoring.check_days": "x0.5",
}
FAULTS: dict[str, Value] = {"drift.rate+drift.volatility": 0.0, "breaks.per_model_year": 0.0}


def conditions(background: Settings) -> dict[str, Settings]:
    """Return the arms: the background, nothing to fall back on, perfect detection, and faults alone."""
    changes = {"nothing": NOTHING, "detecting": DETECTING, "faults": FAULTS}
    return {"usual": background} | {name: apply(background, values) for name, values in changes.items()}


def effects(arms: Arms) -> Effects:
    """Return days lost without a fallback less days saved by detection, and the share without a fix."""
    usual, nothing, detecting = (arms[name][RESTORE] for name in ("usual", "nothing", "detecting"))
    repaired = arms["faults"]["mitigated_by_repair_share"]
    return {"more": (nothing - usual) - (usual - detecting), "no_fix": 1.0 - repaired}
