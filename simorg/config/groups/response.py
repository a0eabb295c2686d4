"""What happens after somebody noticed: diagnosis, mitigation, repair; and when models are retrained."""

from __future__ import annotations

from typing import Literal

from simorg.config.groups.distribution import Distribution, lognormal_median
from simorg.config.parameter import Group, parameter

DESIGN = "design choice"
SEVERE = "of 152 severe incidents of one cloud service ([ghosh2022])"
MITIGATED = ("identified to mitigated, whatever the means: median 0.067 d, sigma 1.52 of 176 incidents of LLM services ([chu2025]); "
             "hold-ups and queues are in it")


class ResponseSettings(Group):
    """Incident response: mitigation first, then the fix."""

    acknowledge_days: Distribution = parameter(
        factory=lambda: lognormal_median(0.02, 1.0), about="Work to take an incident up.",
        unit="person-day", low=0.005, high=0.1, source=DESIGN, mark="J",
    )  # fmt: skip
    diagnose_fault_days: Distribution = parameter(
        factory=lambda: lognormal_median(0.045, 1.3), about="Work to find the cause of a plain fault (0.45 h elapsed).",
        unit="person-day", low=0.02, high=0.2,
        source="investigating to identified: median 0.056 d, sigma 1.30 of 178 incidents of LLM services ([chu2025]), times the "
               "availability 0.8 by which work is divided", mark="C",
    )  # fmt: skip
    diagnose_model_days: Distribution = parameter(
        factory=lambda: lognormal_median(1.0, 1.2), about="Work to find the cause of a model or data failure.",
        unit="person-day", low=0.3, high=5.0,
        source="26 % of teams need a week or more to detect and fix: [arize2022]; split by judgement", mark="J",
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
        0.0, about="Probability that documents, procedures or deployment delay the mitigation of a known cause.",
        unit="probability", ge=0.0, le=1.0, low=0.0, high=0.45,
        source="30 % " + SEVERE + ", but such delays lie within the published time to mitigate; more than 0 goes with shorter "
               "`switch_days`, `configure_days`, `external_days`", mark="J",
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
        1.00, about="The same at versioning 1 (0.55 half way).",
        unit="probability", ge=0.0, le=1.0, low=0.7, high=1.0,
        source="35-58 % of people asked do not version models ([datatalks2025]); a share of people, ends by judgement", mark="J",
    )  # fmt: skip
    rollback_fits: float = parameter(
        0.47, about="Probability that going back to an earlier version cures the incident (faults and defects).",
        unit="probability", ge=0.0, le=1.0, low=0.2, high=0.8,
        source="47 % of the configuration bugs, 22 % of all, " + SEVERE + " were rolled back", mark="J",
    )  # fmt: skip
    fallback: float = parameter(
        0.25, about="Probability that an older, simpler model can take over (drift and broken data).",
        unit="probability", ge=0.0, le=1.0, low=0.0, high=0.6,
        source="fallbacks are used in practice: sign after [shankar2022]", mark="J",
    )  # fmt: skip
    switch_days: Distribution = parameter(
        factory=lambda: lognormal_median(0.054, 1.5), about="Work to roll back or switch over (0.54 h elapsed).",
        unit="person-day", low=0.02, high=0.3,
        source=MITIGATED + "; times the availability 0.8 by which work is divided", mark="C",
    )  # fmt: skip
    configure_days: Distribution = parameter(
        factory=lambda: lognormal_median(0.054, 1.5), about="Work of a configuration or infrastructure change (0.54 h elapsed).",
        unit="person-day", low=0.02, high=0.3,
        source=MITIGATED + "; times the availability 0.8 by which work is divided", mark="C",
    )  # fmt: skip
    external_share: float = parameter(
        0.24, about="Share of plain faults that end outside (supplier) or by themselves.",
        unit="share", ge=0.0, le=1.0, low=0.1, high=0.4, source="15.8 % external, 7.9 % transient, " + SEVERE, mark="VS",
    )  # fmt: skip
    external_days: Distribution = parameter(
        factory=lambda: lognormal_median(0.067, 1.5), about="Time from the diagnosis until such a fault ends (0.54 h).",
        unit="day", low=0.02, high=0.3, source=MITIGATED, mark="J",
    )  # fmt: skip
    code_fix_share: float = parameter(
        0.21, about="Share of mitigated faults and defects that need a repair afterwards.",
        unit="share", ge=0.0, le=1.0, low=0.1, high=0.5, source="mitigated by a code or configuration fix: 21 % " + SEVERE + "; how many need one afterwards, nobody reports", mark="J",
    )  # fmt: skip


class RetrainingSettings(Group):
    """When models are trained again, and who does it."""

    policy: Literal["none", "scheduled", "triggered", "both"] = parameter(
        "both", about="What starts a retraining.", source="cadence chosen for convenience: [shankar2022]", mark="J"
    )
    period_days: float = parameter(
        65.0, about="Time between scheduled retrainings.", unit="day", gt=0.0, le=1e5, low=1.0, high=130.0,
        source="hourly to every few months: [shankar2022]", mark="J",
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
        factory=lambda: lognormal_median(0.44, 0.5), about="Machine time of an automated retraining (3.5 h of an 8-hour day).",
        unit="day", low=0.1, high=3.0, source="one pipeline takes 3-4 h: [shankar2022]; spread by judgement", mark="VP",
    )  # fmt: skip
