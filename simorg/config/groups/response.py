"""What happens after somebody noticed: diagnosis, mitigation, repair; and when models are retrained."""

from __future__ import annotations

from typing import Literal

from simorg.config.groups.distribution import Distribution, lognormal_median
from simorg.config.parameter import Group, parameter

DESIGN = "design choice"
SOCC = "Ghosh et al. 2022, doi 10.1145/3542929.3563482 (slides)"


class ResponseSettings(Group):
    """Incident response: mitigation first, then the fix."""

    acknowledge_days: Distribution = parameter(
        factory=lambda: lognormal_median(0.02, 1.0), about="Work to take an incident up.",
        unit="person-day", low=0.005, high=0.1, source=DESIGN, mark="J",
    )  # fmt: skip
    diagnose_fault_days: Distribution = parameter(
        factory=lambda: lognormal_median(0.06, 1.3), about="Work to find the cause of a plain fault (0.47 h).",
        unit="person-day", low=0.03, high=0.3,
        source="status pages of LLM services: investigating to identified", mark="VP",
    )  # fmt: skip
    diagnose_model_days: Distribution = parameter(
        factory=lambda: lognormal_median(1.0, 1.2), about="Work to find the cause of a model or data failure.",
        unit="person-day", low=0.3, high=5.0,
        source="26 % of teams need a week or more to detect and fix (Arize 2022); split by judgement", mark="J",
    )  # fmt: skip
    diagnose_low: float = parameter(
        1.4, about="Multiplier of diagnosis at visibility 0.", unit="x", ge=0.0, le=10.0, low=1.0, high=2.0,
        source=DESIGN, mark="J",
    )  # fmt: skip
    diagnose_high: float = parameter(
        0.6, about="Multiplier of diagnosis at visibility 1.", unit="x", ge=0.0, le=10.0, low=0.3, high=1.0,
        source=DESIGN, mark="J",
    )  # fmt: skip
    escalate: float = parameter(
        0.2, about="Probability that the diagnosis needs the owner in another team, at distance 1.",
        unit="probability", ge=0.0, le=1.0, low=0.0, high=0.5, source=DESIGN, mark="J",
    )  # fmt: skip
    hold_up: float = parameter(
        0.30, about="Probability that documents, procedures or deployment delay the mitigation of a known cause.",
        unit="probability", ge=0.0, le=1.0, low=0.2, high=0.45, source=SOCC, mark="VS",
    )  # fmt: skip
    hold_up_days: Distribution = parameter(
        factory=lambda: lognormal_median(0.2, 1.5), about="Length of such a delay.",
        unit="day", low=0.05, high=1.0, source=DESIGN, mark="J",
    )  # fmt: skip
    rollback_low: float = parameter(
        0.10, about="Probability that an earlier version can be restored, at versioning 0.",
        unit="probability", ge=0.0, le=1.0, low=0.0, high=0.4, source=DESIGN, mark="J",
    )  # fmt: skip
    rollback_high: float = parameter(
        1.00, about="The same at versioning 1 (0.55 half way: DataTalks.Club 2024-26).",
        unit="probability", ge=0.0, le=1.0, low=0.7, high=1.0,
        source="35-58 % of teams do not version models (DataTalks.Club)", mark="VP",
    )  # fmt: skip
    rollback_fits: float = parameter(
        0.47, about="Probability that going back to an earlier version cures the incident (faults and defects).",
        unit="probability", ge=0.0, le=1.0, low=0.2, high=0.8,
        source="47 % of configuration bugs were rolled back; " + SOCC, mark="VS",
    )  # fmt: skip
    fallback: float = parameter(
        0.25, about="Probability that an older, simpler model can take over (drift and broken data).",
        unit="probability", ge=0.0, le=1.0, low=0.0, high=0.6,
        source="fallbacks are used in practice: Shankar et al. 2022, arXiv 2209.09125 (sign)", mark="J",
    )  # fmt: skip
    switch_days: Distribution = parameter(
        factory=lambda: lognormal_median(0.06, 1.5), about="Work to roll back or switch over (0.48 h).",
        unit="person-day", low=0.02, high=0.3,
        source="status pages of LLM services: identified to monitoring", mark="VP",
    )  # fmt: skip
    configure_days: Distribution = parameter(
        factory=lambda: lognormal_median(0.2, 1.5), about="Work of a configuration or infrastructure change.",
        unit="person-day", low=0.05, high=1.0, source=DESIGN, mark="J",
    )  # fmt: skip
    external_share: float = parameter(
        0.24, about="Share of plain faults that end outside (supplier) or by themselves.",
        unit="share", ge=0.0, le=1.0, low=0.1, high=0.4, source=SOCC + ": external 15.8 %, transient 7.9 %", mark="VS",
    )  # fmt: skip
    external_days: Distribution = parameter(
        factory=lambda: lognormal_median(0.15, 1.4), about="Time until such a fault ends (1.2 h).",
        unit="day", low=0.05, high=0.7, source="LLM services: restored after 1.2 h, sigma 1.39", mark="VP",
    )  # fmt: skip
    code_fix_share: float = parameter(
        0.21, about="Share of mitigated faults and defects that need a repair afterwards.",
        unit="share", ge=0.0, le=1.0, low=0.1, high=0.5, source=SOCC + ": 80 % end without a fix", mark="VS",
    )  # fmt: skip


class RetrainingSettings(Group):
    """When models are trained again, and who does it."""

    policy: Literal["none", "scheduled", "triggered", "both"] = parameter(
        "both", about="What starts a retraining.", source="cadence chosen for convenience: Shankar et al. 2022", mark="J"
    )
    period_days: float = parameter(
        65.0, about="Time between scheduled retrainings.", unit="day", gt=0.0, le=1e5, low=1.0, high=130.0,
        source="hourly to every few months: Shankar et al. 2022, arXiv 2209.09125", mark="J",
    )  # fmt: skip
    spread_start: bool = parameter(
        True, about="The scheduled retrainings of models that are live at day 0 begin at random phases of the period.",
        source=DESIGN, mark="J",
    )  # fmt: skip
    automated_low: float = parameter(
        0.0, about="Share of models retrained without hands at velocity 0.", unit="share", ge=0.0, le=1.0,
        low=0.0, high=0.3, source=DESIGN, mark="J",
    )  # fmt: skip
    automated_high: float = parameter(
        0.6, about="The same at velocity 1.", unit="share", ge=0.0, le=1.0, low=0.3, high=1.0, source=DESIGN, mark="J"
    )
    compute_days: Distribution = parameter(
        factory=lambda: lognormal_median(0.15, 0.5), about="Machine time of an automated retraining (3-4 h runs).",
        unit="day", low=0.05, high=1.0, source="Shankar et al. 2022, arXiv 2209.09125", mark="VP",
    )  # fmt: skip
