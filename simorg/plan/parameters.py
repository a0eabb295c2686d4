"""The single numbers of a plan, levers applied, as one record."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
import numpy.typing as npt

from simorg.config.groups.distribution import Distribution
from simorg.config.settings import DAYS_PER_YEAR, Settings
from simorg.plan.distributions import DistributionTable
from simorg.rules.order import ORDERS


def between(low: float, high: float, lever: float) -> float:
    """Return the value of a parameter that a lever in [0, 1] moves from `low` to `high`."""
    return low + (high - low) * lever


def parameters(settings: Settings, table: DistributionTable, law: int) -> npt.NDArray[np.void]:
    """Return a record array of one row: every scalar parameter that an engine needs.

    Parameters
    ----------
    settings : Settings
        Checked settings.
    table : DistributionTable
        Receives the distributions; their positions are stored.
    law : int
        Code of the drift law.
    """
    numbers = _scalars(settings) | _levers(settings) | {"drift_law": law}
    numbers |= {name: table.add(distribution) for name, distribution in _distributions(settings).items()}
    kinds = [(name, "<i8" if isinstance(value, int) else "<f8") for name, value in numbers.items()]
    return np.array([tuple(numbers.values())], dtype=np.dtype(kinds))


def _levers(s: Settings) -> dict[str, float]:
    p = s.practices
    return {
        "dwell_factor": between(p.dwell_low, p.dwell_high, p.velocity),
        "automated_share": between(s.retraining.automated_low, s.retraining.automated_high, p.velocity),
        "gate_effort_factor": between(p.gate_effort_low, p.gate_effort_high, p.validation),
        "coverage": between(s.monitoring.coverage_low, s.monitoring.coverage_high, p.visibility),
        "diagnose_factor": between(s.response.diagnose_low, s.response.diagnose_high, p.visibility),
        "versioned_share": between(s.response.rollback_low, s.response.rollback_high, p.versioning),
    }


def _distributions(s: Settings) -> dict[str, Distribution]:
    return {
        "size": s.demand.size,
        "difficulty": s.demand.difficulty,
        "value": s.demand.value_eur_per_day,
        "resumption": s.work.resumption_days,
        "work_due_days": s.work.due_days,
        "duties_effort_days": s.duties.effort_days,
        "triage": s.routing.triage_days,
        "latency": s.handoff.latency_days,
        "answer": s.handoff.answer_days,
        "decision": s.handoff.decision_days,
        "approval_effort": s.approvals.effort_days,
        "defect_loss": s.defects.loss,
        "roll_back": s.release.rollback_days,
        "break_loss": s.breaks.loss,
        "fault_loss": s.faults.loss,
        "fault_notice": s.monitoring.fault_notice_days,
        "alarm_effort": s.monitoring.false_alarm_days,
        "acknowledge": s.response.acknowledge_days,
        "diagnose_fault": s.response.diagnose_fault_days,
        "diagnose_model": s.response.diagnose_model_days,
        "hold_up_length": s.response.hold_up_days,
        "switch": s.response.switch_days,
        "configure": s.response.configure_days,
        "external_time": s.response.external_days,
        "compute": s.retraining.compute_days,
    }


def _scalars(s: Settings) -> dict[str, Any]:
    lifetime = s.demand.model_lifetime_years * DAYS_PER_YEAR
    return {
        "seed": s.seed,
        "horizon_days": s.horizon_days,
        "warm_up_days": s.warm_up_days,
        "growth_per_day": s.demand.growth_per_year / DAYS_PER_YEAR,
        "sensitive_share": s.demand.sensitive_share,
        "initial_models": s.demand.initial_models_per_unit,
        "improvements_per_day": s.demand.improvements_per_model_year / DAYS_PER_YEAR,
        "lifetime_days": lifetime,
        "size_retrain": s.lifecycle.size_retrain,
        "size_fix": s.lifecycle.size_fix,
        "size_improvement": s.lifecycle.size_improvement,
        "priority_incident": s.work.priority_incident,
        "priority_expedited": s.work.priority_expedited,
        "priority_coordination": s.work.priority_coordination,
        "priority_change": s.work.priority_change,
        "preempting_class": s.work.preempting_class,
        "work_order": ORDERS.index(s.work.order),
        "work_items_at_once": s.work.items_at_once,
        "work_slice_days": s.work.slice_days,
        "work_switch_loss": s.work.switch_loss,
        "duties_priority": s.duties.priority,
        "wrong_incident": s.routing.wrong_incident,
        "wrong_handoff": s.routing.wrong_handoff,
        "further_toss": s.routing.further_toss,
        "routing_back_to_sender": s.routing.back_to_sender,
        "routing_wrong_by_size": int(s.routing.wrong_by_size),
        "useful_hop_share": s.routing.useful_hop_share,
        "stand_in_days": s.work.stand_in_days,
        "questions_idea": s.handoff.questions,
        "questions_improvement": s.handoff.questions * s.handoff.novelty_improvement,
        "questions_fix": s.handoff.questions * s.handoff.novelty_fix,
        "questions_retrain": s.handoff.questions * s.handoff.novelty_retrain,
        "distance_unconnected": s.structure.distance_unconnected,
        "unanswered": s.handoff.unanswered,
        "patience_days": s.handoff.patience_days,
        "defects_per_loss": s.handoff.defects_per_loss,
        "context_cost": s.handoff.context_cost,
        "urgent_factor": s.handoff.urgent_factor,
        "four_eyes": int(s.approvals.four_eyes),
        "after_the_fact": int(s.approvals.after_the_fact),
        "approval_reject": s.approvals.reject,
        "approval_catches": s.approvals.catches,
        "approval_rework_share": s.approvals.rework_share,
        "regeneration": s.defects.regeneration,
        "rework_share": s.defects.rework_share,
        "surfacing_days": s.defects.surfacing_days,
        "change_dwell_factor": s.release.change_dwell_factor,
        "expedited_dwell_factor": s.release.expedited_dwell_factor,
        "drift_rate": s.drift.rate,
        "drift_volatility": s.drift.volatility,
        "slo_margin": s.drift.slo_margin,
        "drift_rate_cv": s.drift.rate_cv,
        "saturation": s.drift.saturation,
        "time_scale_days": s.drift.time_scale_days,
        "season_days": s.drift.season_days,
        "season_amplitude": s.drift.season_amplitude,
        "breaks_per_day": s.breaks.per_model_year / DAYS_PER_YEAR,
        "faults_per_day": s.faults.per_model_year / DAYS_PER_YEAR,
        "clustering_shape": s.faults.clustering_shape,
        "clustering_gamma": math.gamma(1.0 + 1.0 / s.faults.clustering_shape),
        "check_days": s.monitoring.check_days,
        "label_delay_days": s.monitoring.label_delay_days,
        "labels_per_check": s.monitoring.labels_per_check,
        "outcome_sd": s.monitoring.outcome_sd,
        "metrics": s.monitoring.metrics,
        "false_alarm": s.monitoring.false_alarm,
        "input_power": s.monitoring.input_power,
        "covariate_share": s.monitoring.covariate_share,
        "fault_alert_works": s.monitoring.fault_alert_works,
        "complaints_per_day": s.monitoring.complaints_per_day,
        "attention_half_load": s.monitoring.attention_half_load,
        "attention_memory_days": s.monitoring.attention_memory_days,
        "attention_floor": s.monitoring.attention_floor,
        "escalate": s.response.escalate,
        "hold_up": s.response.hold_up,
        "rollback_fits": s.response.rollback_fits,
        "fallback": s.response.fallback,
        "external_share": s.response.external_share,
        "code_fix_share": s.response.code_fix_share,
        "retrain_scheduled": int(s.retraining.policy in ("scheduled", "both")),
        "retrain_triggered": int(s.retraining.policy in ("triggered", "both")),
        "retrain_period_days": s.retraining.period_days,
        "retrain_spread": int(s.retraining.spread_start),
    }
