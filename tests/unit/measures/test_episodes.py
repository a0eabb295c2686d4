"""Two readings of one trace agree: the compiled one of the measures, and the one in full of the facts."""

from __future__ import annotations

import numpy as np
import pytest

import simorg
from simorg.measures.episodes import Episodes, read
from simorg.trace.codes import Account
from simorg.trace.episodes import Episodes as Full
from simorg.trace.episodes import read as read_in_full
from simorg.trace.events import Event
from simorg.trace.rows import Trace


@pytest.fixture(scope="module")
def trace() -> Trace:
    settings = simorg.load(["horizon_days=60", "warm_up_days=20"])
    return simorg.simulate(settings, 3)


@pytest.fixture(scope="module")
def ours(trace: Trace) -> Episodes:
    return read(trace)


@pytest.fixture(scope="module")
def full(trace: Trace) -> Full:
    return read_in_full(trace)


def test_jobs_did_the_same_in_the_window(ours: Episodes, full: Full) -> None:
    jobs, stretches, window = full.jobs, full.stretches, full.window
    length = window.clip(stretches.start, stretches.end)
    working = stretches.working
    busy = np.zeros((len(full.plan.people), len(Account)))
    np.add.at(busy, (stretches.actor[working], jobs.account[stretches.job[working]]), length[working])
    assert busy.sum() > 0.0
    np.testing.assert_allclose(ours.work.busy, busy, rtol=1e-12)
    assert ours.work.waiting == pytest.approx(length[~working].sum(), rel=1e-12)
    done = jobs.finished & window.holds(jobs.ended)
    for k, (number, waited, stayed) in enumerate(ours.work.finished):
        mine = done & (jobs.priority == k)
        assert number == mine.sum()
        assert waited == pytest.approx(jobs.waited[mine].sum(), rel=1e-12)
        assert stayed == pytest.approx((jobs.ended - jobs.queued)[mine].sum(), rel=1e-12)


def test_stretches_of_initiatives_are_those_of_their_jobs(ours: Episodes, full: Full) -> None:
    initiatives = full.items.address[full.items.initiative]
    item = full.jobs.item[full.stretches.job]
    mine = np.isin(item, initiatives)
    of_full, of_ours = full.stretches, ours.stretches
    who = np.where(of_full.working, of_full.actor, -1)
    theirs = zip(item[mine], of_full.start[mine], of_full.end[mine], who[mine], strict=True)
    address = ours.cases.address[of_ours.case]
    lasting = zip(address, of_ours.start, of_ours.end, of_ours.actor, strict=True)
    assert mine.sum() > 100
    assert sorted(lasting) == sorted(theirs)


def test_items_incidents_and_models_are_the_same(ours: Episodes, full: Full) -> None:
    order = np.argsort(ours.cases.address[: ours.cases.items])
    for name in ("origin", "created", "ended", "ending"):
        np.testing.assert_array_equal(getattr(ours.items, name)[order], getattr(full.items, name))
    order = np.argsort(ours.cases.address[ours.cases.items :])
    for name in ("cause", "onset", "detected", "channel", "acknowledged", "restored", "means", "resolved",
                 "escalations"):  # fmt: skip
        np.testing.assert_array_equal(getattr(ours.incidents, name)[order], getattr(full.incidents, name))
    assert len(order) > 10
    onsets = full.rows.of(Event.INCIDENT_ONSET).by_subject()
    np.testing.assert_array_equal(ours.incidents.loss[order], onsets.value)
    order = np.argsort(ours.models.address)
    for name in ("address", "live", "retired", "value"):
        np.testing.assert_array_equal(getattr(ours.models, name)[order], getattr(full.models, name))
    place = np.lexsort((ours.models.versions.since, ours.models.address[ours.models.versions.model]))
    for name in ("since", "until"):
        np.testing.assert_array_equal(
            getattr(ours.models.versions, name)[place], getattr(full.models.versions, name)
        )
