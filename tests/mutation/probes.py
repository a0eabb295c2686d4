"""The probes: small runs of whole organisations in which every mechanism is at work.

A mutant that changes none of them, and no story, counts as harmless.
"""

from __future__ import annotations

SMALL = ["workforce=small", "warm_up_days=0"]
FAMILIES = {
    "demand.size": "family: gamma, mean: 1.0, cv: 0.7",
    "handoff.answer_days": "family: weibull, mean: 0.3, cv: 1.5",
    "approvals.effort_days": "family: triangular, low: 0.1, mode: 0.2, high: 1.0",
    "handoff.latency_days": "family: uniform, low: 0.2, high: 1.5",
    "response.acknowledge_days": "family: inverse_gaussian, mean: 0.1, shape: 0.2",
    "response.configure_days": "family: exponential, mean: 0.5",
    "response.diagnose_fault_days": "family: empirical, values: [0.1, 0.3, 0.9, 2.0]",
}
WHOLE_DAYS = [*SMALL, "horizon_days=100", "drift=fast"]
"""Of which all durations are made whole days."""

PROBES = {
    "default": ["horizon_days=130", "warm_up_days=0", "demand.initial_models_per_unit=5"],
    "centre": [*SMALL, "horizon_days=200", "structure=centre_of_excellence", "approvals.reject=0.3"],
    "communities": [*SMALL, "horizon_days=200", "structure=communities_of_practice", "seed=2"],
    "squads": [
        *SMALL, "horizon_days=200", "structure=embedded_squads", "drift=fast", "work.preempting_class=3"
    ],
    "wrong teams": [
        *SMALL, "horizon_days=150", "routing.wrong_handoff=0.9", "routing.wrong_incident=0.9",
        "routing.further_toss=0.6", "handoff.questions=4", "handoff.unanswered=0.9",
    ],
    "defects": [
        *SMALL, "horizon_days=200", "practices.validation=0", "defects.regeneration=1",
        "demand.growth_per_year=1", "release.steps.0.detect_days=2",
    ],
    "false alarms": [
        *SMALL, "horizon_days=150", "monitoring=strong", "monitoring.false_alarm=0.3",
        "retraining=scheduled", "drift.rate=0.01",
    ],
    "young": [
        *SMALL, "horizon_days=150", "demand.model_lifetime_years=0.1", "faults.per_model_year=50",
        "breaks.per_model_year=20", "retraining.automated_low=1", "retraining.automated_high=1",
    ],
    "accelerating": [*SMALL, "horizon_days=150", "drift=accelerating", "drift.rate=0.01"],
    "seasonal": [*SMALL, "horizon_days=150", "drift=seasonal", "drift.season_days=40"],
    "steps": [*SMALL, "horizon_days=150", "drift=step_saturate", "drift.rate=0.01"],
    "families": [
        *SMALL, "horizon_days=100", *(f"{key}={{{text}}}" for key, text in FAMILIES.items())
    ],
}  # fmt: skip
