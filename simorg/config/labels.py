"""How people call what settings call by a key path, and units: told once for tables, figures and sentences.

Goes in: a key path, alone or joined by ``+``, or a unit. Comes out: words. Units of keys stand in the
registry. Everything that a lever can be has a label here; the house rules hold this file to the registry.
"""

from __future__ import annotations

from typing import NamedTuple

from simorg.config.levers import SHORT
from simorg.config.vocabulary import ROLES

NAMES = {"ml": "ML", "slo": "SLO", "eur": "EUR", "cv": "CV", "coe": "CoE"}
"""Words that are no words."""

UNITS = {"day": "days", "year": "years", "person-day": "person-days", "x": "factor", "1": "", "lever": ""}
SPREADS = {"cv": "CV", "sigma": "sigma", "shape": "shape"}
"""Parameters of a distribution that have no unit, in words."""

LISTS = {
    "lifecycle.initiative": "lifecycle.initiative",
    "lifecycle.change": "lifecycle.initiative",
    "release.steps": "release.steps",
}
"""Lists of stages and steps, and where the registry tells what each entry has."""

LABELS = {
    "seed": "Seed",
    "replications": "Replications",
    "horizon_days": "Length of a run",
    "warm_up_days": "Warm-up",
    "engine": "Engine",
    "structure.name": "Structure",
    "structure.file": "Organisation from a file",
    "structure.titles": "Job titles from a file",
    "structure.ties": "Extra ties from a file",
    "structure.columns.person_id": "Column of identities",
    "structure.columns.manager_id": "Column of managers",
    "structure.columns.job_title": "Column of job titles",
    "structure.columns.department": "Column of departments",
    "structure.columns.team": "Column of teams",
    "structure.columns.unit": "Column of business units",
    "structure.columns.fte": "Column of shares of full time",
    "structure.columns.status": "Column of status",
    "structure.columns.end_date": "Column of last days",
    "structure.as_of": "Day of the roster",
    "structure.company": "Name of the company",
    "structure.rights": "File of rights",
    "structure.equal": "Rights equal for all",
    "structure.mix.seats": "Seats as in",
    "structure.mix.backs_up": "Backups as in",
    "structure.mix.owns": "Owners as in",
    "structure.mix.approves": "Approvals as in",
    "structure.mix.decides": "Decisions as in",
    "structure.mix.ties": "Ties as in",
    "structure.tie_close": "Length of a close tie",
    "structure.tie_weak": "Length of a weak tie",
    "structure.distance_unconnected": "Distance where no tie leads",
    "structure.hub_share": "Share of specialists in the hub",
    "structure.community_review_share": "Share of releases reviewed by peers",
    "structure.small_world_neighbours": "Units that a unit knows",
    "structure.small_world_rewiring": "Ties to a random unit",
    "workforce.units": "Business units",
    "workforce.headcount": "Head count",
    "workforce.second_skills": "Efficiency",
    "workforce.hires": "Hires",
    "workforce.senior_share": "Share of seniors",
    "workforce.junior_share": "Share of juniors",
    "workforce.speed_junior": "Speed of a junior",
    "workforce.speed_senior": "Speed of a senior",
    "workforce.availability": "Availability",
    "workforce.day_cost_eur": "Cost of a day",
    "demand.initiatives_per_unit_quarter": "Ideas per unit and quarter",
    "demand.growth_per_year": "Growth of demand per year",
    "demand.unit_weights": "Demand of each unit",
    "demand.unit_priorities": "Priority of each unit",
    "demand.size": "Size of an initiative",
    "demand.difficulty": "Difficulty of an initiative",
    "demand.value_eur_per_day": "Value of a model",
    "demand.sensitive_share": "Share of sensitive initiatives",
    "demand.initial_models_per_unit": "Live models per unit at the start",
    "demand.improvements_per_model_year": "Improvements per model-year",
    "demand.model_lifetime_years": "Life of a model",
    "lifecycle.size_retrain": "Size of a retraining",
    "lifecycle.size_fix": "Size of a fix",
    "lifecycle.size_improvement": "Size of an improvement",
    "work.order": "Order of service",
    "work.due_days": "Time after which work is wanted",
    "work.items_at_once": "Jobs in hand at once",
    "work.slice_days": "Time until somebody turns to another job",
    "work.switch_loss": "Loss by turning to another job",
    "duties.share": "Share of time in other duties",
    "duties.effort_days": "Work of one other duty",
    "duties.priority": "Priority class of other duties",
    "work.stand_in_days": "Wait before a second skill stands in",
    "work.priority_incident": "Priority of incident work",
    "work.priority_expedited": "Priority of expedited repairs",
    "work.priority_coordination": "Priority of coordination",
    "work.priority_change": "Priority of changes",
    "work.priority_initiative": "Priority of initiatives",
    "work.preempting_class": "Least urgent priority that interrupts",
    "work.resumption_days": "Work to resume",
    "routing.wrong_incident": "Incidents routed wrong",
    "routing.wrong_handoff": "Handoffs routed wrong",
    "routing.further_toss": "Tossed to a further wrong team",
    "routing.back_to_sender": "Wrong hops back to the sender",
    "routing.wrong_by_size": "Large teams mistaken more often",
    "routing.triage_days": "Work of a wrong team",
    "routing.useful_hop_share": "Share of wrong hops that help",
    "handoff.latency_days": "Latency of a handoff",
    "handoff.novelty_improvement": "Questions of an improvement",
    "handoff.novelty_fix": "Questions of a fix",
    "handoff.novelty_retrain": "Questions of a retraining",
    "handoff.questions": "Questions of a handoff",
    "handoff.answer_days": "Work to answer",
    "handoff.urgent_factor": "Latency of urgent handoffs",
    "handoff.unanswered": "Questions never answered",
    "handoff.patience_days": "Patience with a question",
    "handoff.decision_days": "Work to decide",
    "handoff.defects_per_loss": "Defects left by a lost question",
    "handoff.context_cost": "Context cost",
    "approvals.skill": "Skill of sign-offs",
    "approvals.four_eyes": "Four eyes",
    "approvals.after_the_fact": "Repairs signed off afterwards",
    "approvals.effort_days": "Work of an approval",
    "approvals.reject": "Approvals refused",
    "approvals.catches": "Defects that an approval finds",
    "approvals.rework_share": "Rework after a refusal",
    "defects.regeneration": "New defects that a defect breeds",
    "defects.rework_share": "Rework for a defect",
    "defects.surfacing_days": "Time until a defect surfaces",
    "defects.loss": "Loss from a defect",
    "release.change_dwell_factor": "Dwell of a change",
    "release.expedited_dwell_factor": "Dwell of an expedited repair",
    "release.rollback_days": "Work to take a release back",
    "drift.law": "Law of drift",
    "drift.rate": "Drift rate",
    "drift.volatility": "Drift volatility",
    "drift.slo_margin": "SLO margin",
    "drift.rate_cv": "CV of the drift rate",
    "drift.saturation": "Loss that a drift step ends at",
    "drift.time_scale_days": "Time scale of drift",
    "drift.season_days": "Length of a season",
    "drift.season_amplitude": "Largest loss in a season",
    "breaks.per_model_year": "Data breaks per model-year",
    "breaks.loss": "Loss from a data break",
    "faults.per_model_year": "Faults per model-year",
    "faults.clustering_shape": "Weibull shape between faults",
    "faults.loss": "Loss from a fault",
    "monitoring.coverage_low": "Models monitored at visibility 0",
    "monitoring.coverage_high": "Models monitored at visibility 1",
    "monitoring.check_days": "Time between checks",
    "outages.per_year": "Outages a year",
    "outages.hits": "Models that an outage hits",
    "monitoring.label_delay_days": "Label delay",
    "monitoring.labels_per_check": "Labels used by a check",
    "monitoring.outcome_sd": "Standard deviation of an outcome",
    "monitoring.metrics": "Metrics watched",
    "monitoring.false_alarm": "False alarm of a metric at a check",
    "monitoring.input_power": "Broken data seen by a check",
    "monitoring.covariate_share": "Share of drift that inputs show",
    "monitoring.fault_notice_days": "Time until an alert reports a fault",
    "monitoring.fault_alert_works": "Alerts that work",
    "monitoring.complaints_per_day": "Complaints per day of a useless model",
    "monitoring.complaints_power": "Power of the loss in complaints",
    "monitoring.traffic_cv": "CV of traffic",
    "monitoring.unseen_drift_share": "Drift that no user sees",
    "monitoring.false_alarm_days": "Work of a false alarm",
    "monitoring.attention_half_load": "False alarms per day that halve attention",
    "monitoring.attention_memory_days": "Memory of false alarms",
    "monitoring.attention_floor": "Least attention to alarms",
    "review.period_days": "Time between reviews",
    "review.predictions": "Predictions that a review looks at",
    "review.days_per_model": "Work of a review for each model",
    "severity.classes": "Incidents have classes",
    "severity.harm_1": "Least harm of class 1",
    "severity.harm_2": "Least harm of class 2",
    "severity.harm_3": "Least harm of class 3",
    "severity.paged": "Last class that pages",
    "severity.minor_priority": "Class of minor incidents",
    "severity.paged_wrong_factor": "Wrong routing of paged incidents, x",
    "response.acknowledge_days": "Work to acknowledge",
    "response.diagnose_fault_days": "Work to diagnose a fault",
    "response.diagnose_model_days": "Work to diagnose a model",
    "response.diagnose_low": "Diagnosis at visibility 0",
    "response.diagnose_high": "Diagnosis at visibility 1",
    "response.escalate": "Diagnoses that need the owner",
    "response.hold_up": "Mitigations held up",
    "response.hold_up_days": "Length of a hold-up",
    "response.rollback_low": "Models with versions at versioning 0",
    "response.rollback_high": "Models with versions at versioning 1",
    "response.rollback_fits": "Incidents that a rollback cures",
    "response.fallback": "Models with a fallback",
    "response.switch_days": "Work to switch over",
    "response.configure_days": "Work to reconfigure",
    "response.external_share": "Share of faults that end outside",
    "response.external_days": "Time until a fault ends outside",
    "response.code_fix_share": "Share of incidents repaired afterwards",
    "retraining.spread_start": "Retraining phases drawn",
    "mitigation.mixture": "Harm ends by a mixture",
    "mitigation.rollback": "Weight of rollbacks",
    "mitigation.infrastructure": "Weight of infrastructure changes",
    "mitigation.external": "Weight of ends outside",
    "mitigation.configuration": "Weight of configuration changes",
    "mitigation.ad_hoc": "Weight of ad hoc acts",
    "mitigation.code": "Weight of code fixes",
    "mitigation.transient": "Weight of ends by itself",
    "lanes.hotfix": "Hot fixes",
    "lanes.hotfix_days": "Work of a hot fix",
    "lanes.expedited_steps": "Release steps of expedited repairs",
    "retraining.policy": "Retraining policy",
    "retraining.period_days": "Time between retrainings",
    "retraining.automated_low": "Models retrained by machine at velocity 0",
    "retraining.automated_high": "Models retrained by machine at velocity 1",
    "retraining.compute_days": "Machine time of a retraining",
    "practices.velocity": "Velocity",
    "practices.validation": "Validation",
    "practices.visibility": "Visibility",
    "practices.versioning": "Versioning",
    "practices.dwell_low": "Dwell at velocity 0",
    "practices.dwell_high": "Dwell at velocity 1",
    "practices.power_low": "Power of gates at validation 0",
    "practices.power_high": "Power of gates at validation 1",
    "practices.gate_effort_low": "Work of gates at validation 0",
    "practices.gate_effort_high": "Work of gates at validation 1",
}


def sentence(name: str) -> str:
    """Return a name as the beginning of a sentence: ``ml_engineer`` gives ``ML engineer``."""
    text = " ".join(NAMES.get(word, word) for word in name.replace("_", " ").split(" "))
    return text[:1].upper() + text[1:]


def inside(text: str) -> str:
    """Return a label as it stands inside a sentence: ``ML engineer`` keeps its capitals."""
    return text if text[:2].isupper() or text.startswith("CoE") else text[:1].lower() + text[1:]


def joined(words: list[str]) -> str:
    """Return words as a list in a sentence."""
    return " and ".join([", ".join(words[:-1]), words[-1]] if len(words) > 1 else words)


def unit_words(unit: str) -> str:
    """Return a unit as people write it: ``1/quarter`` is per quarter, and a pure number has none."""
    if unit.startswith("1/"):
        return f"per {unit[2:]}"
    return UNITS.get(unit, unit.replace("/", " per "))


def with_unit(label: str, unit: str) -> str:
    """Return a label with its unit behind it, unless the label says it already.

    Parameters
    ----------
    label : str
        Such as ``Median lead time``, or ``Incidents per model-year``, which has its unit.
    unit : str
        Such as ``day`` or ``incidents/model-year``.
    """
    what, _, per = unit.partition("/")
    counted = what == "1" or what.lower() in label.lower()
    words = unit_words(unit)
    return label if not words or (counted and (not per or " per " in label)) else f"{label} ({words})"


def key_label(key: str) -> str:
    """Return what a key is called, with its unit: ``Label delay (working days)``.

    Parameters
    ----------
    key : str
        Key path, also to an entry of a table or list or to a parameter of a distribution; or several of
        them joined by ``+``.
    """
    told = [_told(SHORT.get(each, each)) for each in key.split("+")]
    labels, units = list(dict.fromkeys(each.label for each in told)), {each.unit for each in told}
    if len(labels) == 1:
        entries = [each.entry for each in told if each.entry]
        label = labels[0] + (f", {joined(entries)}" if entries else "")
    else:
        first, *others = [", ".join(filter(None, (each.label, each.entry))) for each in told]
        label = joined([first, *map(inside, others)])
    return with_unit(label, units.pop() if len(units) == 1 else "1")


class _Told(NamedTuple):
    """What is said of one key."""

    label: str
    entry: str  # of a table, or a parameter of a distribution; none if the key has none
    unit: str


def _told(key: str) -> _Told:
    listed = next((start for start in LISTS if key.startswith(f"{start}.")), None)
    if listed is not None and key.removeprefix(listed).count(".") > 1:
        name, field, *inner = key.removeprefix(f"{listed}.").split(".")
        label = f"{sentence(field.removesuffix('_days'))} of {inside(sentence(name))}"
        return _of_registry(label, f"{LISTS[listed]}[].{field}", ".".join(inner))
    known = key
    while known not in LABELS and "." in known:
        known = known.rpartition(".")[0]
    if known in LABELS:
        return _of_registry(LABELS[known], known, key.removeprefix(known).removeprefix("."))
    *groups, last = map(sentence, key.split("."))
    return _Told(
        ": ".join([*groups[:1], *map(inside, groups[1:]), inside(last) if groups else last]), "", "1"
    )


def _of_registry(label: str, key: str, entry: str) -> _Told:
    from simorg.config.registry import registry

    unit = next((row.unit for row in registry() if row.key == key), "1")
    unit = "1" if entry in SPREADS else "working days" if unit == "day" else unit
    role, _, skill = entry.partition(".")
    if role in ROLES:
        entry = inside(sentence(role)) + (f" at {NAMES.get(skill, skill)}" if skill else "")
    return _Told(label, SPREADS.get(entry, entry), unit)
