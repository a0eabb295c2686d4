"""Closed forms that trouble obeys when one thing happens at a time; each with a fixed seed."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pytest

from simorg import load
from simorg.config.vocabulary import SKILLS
from simorg.engines.run import simulate
from simorg.trace.address import CHILD_BITS, JOB_BITS, KIND_BITS, job_kind, parts_of
from simorg.trace.codes import Cause, Channel, JobKind, Means
from simorg.trace.events import Event
from simorg.trace.rows import Trace

BREAKS = (
    "demand=none", "demand.initial_models_per_unit=10", "demand.model_lifetime_years=0", "drift=none",
    "faults.per_model_year=0", "breaks.per_model_year=2", "breaks.loss={family: constant, mean: 0.3}",
    "retraining=none", "monitoring=none", "monitoring.complaints_per_day=0", "horizon_days=2600",
    "warm_up_days=0",
)  # fmt: skip
"""Only breakages, and nobody notices them."""


DETECTED = Event.INCIDENT_DETECTED
OF_MODEL = JOB_BITS + CHILD_BITS + KIND_BITS


def traces(overrides: Sequence[str], replications: int = 4) -> list[Trace]:
    settings = load(["mechanisms=none", *overrides])
    return [simulate(settings, n) for n in range(replications)]


def far_from(values: np.ndarray, mean: float) -> float:
    """Return how many standard errors a mean is off; a correct engine exceeds 3.9 once in 10,000 seeds."""
    return abs(values.mean() - mean) / (values.std(ddof=1) / np.sqrt(len(values)))


def detected(trace: Trace) -> np.ndarray:
    """Return the rows of breakages noticed; repairs leave defects, which are another matter."""
    rows = trace.rows[trace.rows["event"] == Event.INCIDENT_DETECTED]
    number = (rows["subject"] >> JOB_BITS) % (1 << CHILD_BITS)
    return rows[number % len(Cause) == Cause.DATA_BREAK]


@pytest.mark.parametrize(("predictions", "power"), [(4, 1.0 - 0.7**4), (1, 0.3)])
def test_a_review_finds_after_half_a_period_and_a_geometric_number_of_them(
    predictions: int, power: float
) -> None:
    """Onsets are uniform within a period of 5 days: 5 (1 / p - 1 / 2) days at the mean, without effort."""
    reviewed = (
        *BREAKS, "review.held=true", "review.period_days=5", f"review.predictions={predictions}",
        "review.days_per_model={family: constant, mean: 0}",
    )  # fmt: skip
    found = np.concatenate([detected(trace) for trace in traces(reviewed)])
    assert far_from(found["value"], 5.0 * (1.0 / power - 0.5)) < 3.9
    assert set(found["code"].tolist()) == {Channel.REVIEW}


def test_traffic_makes_complaints_a_mixture_of_exponentials() -> None:
    """At traffic T they come at rate c T loss; a lognormal T of mean 1 and cv 1/2 has E[1 / T] = 1 + cv^2.

    The first breakage of each model counts, so that models count alike.
    """
    complaining = (
        *BREAKS, "monitoring.complaints_per_day=1", "monitoring.complaints_power=1",
        "monitoring.traffic_cv=0.5", "demand.initial_models_per_unit=40", "horizon_days=520",
        "breaks.per_model_year=4",
    )  # fmt: skip
    days = []
    for trace in traces(complaining):
        found = detected(trace)
        days.append(found["value"][np.unique(found["subject"] >> OF_MODEL, return_index=True)[1]])
    assert far_from(np.concatenate(days), (1.0 + 0.25) / 0.3) < 3.9


def test_if_every_class_pages_alike_classes_change_nothing() -> None:
    """The same trace, but for the rows that tell the class."""
    short = ("horizon_days=200", "warm_up_days=0", "monitoring.traffic_cv=1")
    plain, classed = (
        traces([*short, *more], 1)[0].rows for more in ((), ("severity.classes=true", "severity.paged=4"))
    )
    told = classed["event"] == Event.INCIDENT_CLASSED
    assert told.sum() == (plain["event"] == Event.INCIDENT_ONSET).sum() > 100
    assert np.array_equal(plain, classed[~told])


def test_harm_ends_as_often_as_the_mixture_says() -> None:
    """Every fault, at the published weights; a rollback counts where a version was kept, which is half."""
    ended = (
        "demand=none", "demand.initial_models_per_unit=10", "drift=none", "breaks.per_model_year=0",
        "faults.per_model_year=20", "faults.clustering_shape=1", "horizon_days=520", "warm_up_days=0",
        "mitigation.mixture=true", "response.rollback_low=0.5", "response.rollback_high=0.5",
    )  # fmt: skip
    rows = np.concatenate([trace.rows for trace in traces(ended)])
    number = (rows["subject"] >> JOB_BITS) % (1 << CHILD_BITS)
    faults = number % len(Cause) == Cause.FAULT
    means = rows["code"][(rows["event"] == Event.INCIDENT_MITIGATED) & faults]
    shares = {
        Means.ROLL_BACK: 0.112, Means.INFRASTRUCTURE: 0.211, Means.EXTERNAL: 0.158,
        Means.CONFIGURATION: 0.132 + 0.112, Means.AD_HOC: 0.118, Means.REPAIR: 0.079, Means.TRANSIENT: 0.079,
    }  # fmt: skip
    for mean, share in shares.items():
        expected = share / 1.001
        error = np.sqrt(expected * (1.0 - expected) / len(means))
        assert abs((means == mean).mean() - expected) < 3.9 * error


def test_an_outage_hits_a_binomial_number_of_models() -> None:
    """Sixty live models, each hit with 0.3: mean 18, variance 12.6; 12 outages a year for ten years."""
    years = (
        "demand=none", "demand.initial_models_per_unit=10", "demand.model_lifetime_years=0", "drift=none",
        "breaks.per_model_year=0", "faults.per_model_year=0", "retraining=none", "outages.per_year=12",
        "monitoring.fault_alert_works=1", "response.external_share=1", "routing=perfect", "handoff=free",
        "monitoring.fault_notice_days={family: constant, mean: 0}", "horizon_days=2600", "warm_up_days=0",
        "response.external_days={family: constant, mean: 0}",
    )  # fmt: skip
    struck = []
    for trace in traces(years):
        onsets = trace.rows[trace.rows["event"] == Event.INCIDENT_ONSET]
        faults = (onsets["subject"] >> JOB_BITS) % (1 << CHILD_BITS) % len(Cause) == Cause.FAULT
        struck.append(np.unique(onsets["time"][faults], return_counts=True)[1])
    counts = np.concatenate(struck).astype(float)
    assert abs(len(counts) - 480) < 3.9 * np.sqrt(480)
    assert far_from(counts, 18.0) < 3.9
    assert far_from((counts - 18.0) ** 2, 12.6) < 3.9


def test_pages_reach_their_share_and_shifts_go_round() -> None:
    """Nine of ten incidents that are noticed are paged; each shift is done by whose turn it is."""
    rota = ("horizon_days=260", "warm_up_days=0", "on_call.rota=true", "on_call.right=0.9")
    runs = traces(rota)
    rows = np.concatenate([trace.rows for trace in runs])
    noticed, paged = ((rows["event"] == event).sum() for event in (DETECTED, Event.INCIDENT_PAGED))
    assert abs(paged - 0.9 * noticed) < 3.9 * np.sqrt(0.09 * noticed)
    done = runs[0].rows[runs[0].rows["event"] == Event.JOB_FINISHED]
    done = done[job_kind(done["code"]) == JobKind.ON_CALL]
    shift = parts_of(done["subject"]).n // len(SKILLS)
    for rota_of in np.unique(done[["team", "code"]]):
        mine = done[["team", "code"]] == rota_of
        people = len(np.unique(done["actor"][mine]))
        turns = {(n % people, person) for n, person in zip(shift[mine], done["actor"][mine], strict=True)}
        assert len(turns) == people
