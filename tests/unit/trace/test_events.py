"""The table of events against what engines write; addresses and codes, packed and back."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

import simorg
from simorg.config.vocabulary import DEFECT_CLASSES
from simorg.engines.run import simulate
from simorg.measures.episodes.rows import SECTION_OF
from simorg.trace.address import (
    CAUSES,
    FIRST_STARTING_MODEL,
    MAX_CHILDREN,
    MAX_JOBS,
    Child,
    asset_address,
    child_address,
    incident_number,
    is_initiative,
    item_name,
    item_of,
    job_address,
    job_code,
    job_kind,
    job_priority,
    job_skill,
    kind_of,
    model_of,
    parts_of,
    request_address,
)
from simorg.trace.codes import Cause, Coded, DefectClass, JobKind, Named
from simorg.trace.events import NO_VALUE, Event, Section, Subject
from simorg.trace.rows import Trace
from tests.logs import LOUD

CHILDREN = {
    Subject.ITEM: {Child.SELF, Child.CHANGE},
    Subject.CASE: {Child.SELF, Child.CHANGE, Child.INCIDENT},
    Subject.MODEL: {Child.SELF},
    Subject.INCIDENT: {Child.INCIDENT},
    Subject.REQUEST: {Child.REQUEST},
    Subject.JOB: set(Child),
}


@pytest.fixture(scope="module")
def trace() -> Trace:
    return simulate(simorg.load(LOUD), 0, "reference")


def test_rows_are_about_what_the_table_says(trace: Trace) -> None:
    for event in Event:
        subjects = trace.rows["subject"][trace.rows["event"] == event]
        if event.subject is Subject.RUN:
            assert subjects.tolist() == [0]
            continue
        jobs = parts_of(subjects).job > 0
        assert jobs.all() if event.subject is Subject.JOB else not jobs.any(), event.name
        assert set(np.unique(kind_of(subjects)).tolist()) <= CHILDREN[event.subject], event.name


def test_codes_are_those_of_the_table(trace: Trace) -> None:
    labels = trace.labels
    for event in Event:
        codes = set(trace.rows["code"][trace.rows["event"] == event].tolist())
        if event.code is None:
            assert len(codes) <= 1, f"{event.name}: its code says something"
        elif event.code is Named.JOB:
            assert {job_kind(code) for code in codes} <= set(JobKind)
        elif isinstance(event.code, Named):
            assert codes <= set(range(len(getattr(labels, event.code.value)))), event.name
        else:
            assert codes <= set(event.code), event.name


def test_a_value_that_says_nothing_is_nothing(trace: Trace) -> None:
    for event in Event:
        if event.measures == NO_VALUE:
            assert not trace.rows["value"][trace.rows["event"] == event].any(), event.name


def test_no_event_can_be_written_without_its_whole_row() -> None:
    with pytest.raises(TypeError, match="sentence"):
        Event.__new_member__(Event, 70, Subject.ITEM, None, NO_VALUE, Section.UNREAD, "slept", "complete")
    with pytest.raises(TypeError, match="task"):
        JobKind.__new_member__(JobKind, 70, JobKind.WORK.account, "sleep")


def test_events_are_found_by_their_numbers() -> None:
    assert all(Event(event.value) is event and event == event.value for event in Event)
    assert all(SECTION_OF[event] == event.section for event in Event)
    unused = sorted(set(range(len(SECTION_OF))) - set(Event))
    assert unused and (SECTION_OF[unused] == Section.UNREAD).all()


def test_classes_of_defects_are_in_the_order_of_the_vocabulary() -> None:
    assert tuple(one.word for one in DefectClass) == DEFECT_CLASSES
    assert all(issubclass(event.code, Coded) for event in Event if isinstance(event.code, type))


@given(
    unit=st.integers(0, 255), ordinal=st.integers(0, 2 * FIRST_STARTING_MODEL - 1),
    kind=st.sampled_from(Child), n=st.integers(0, MAX_CHILDREN - 1), job=st.integers(0, MAX_JOBS - 1),
)  # fmt: skip
def test_an_address_comes_apart_as_it_was_put_together(
    unit: int, ordinal: int, kind: Child, n: int, job: int
) -> None:
    asset = asset_address(unit, ordinal)
    item = child_address(asset, kind, n)
    address = job_address(item, job)
    assert parts_of(address) == (unit, ordinal, kind, n, job)
    assert item_of(address) == item and model_of(address) == asset and kind_of(address) == kind
    assert is_initiative(item) == (kind == Child.SELF and n == 0)
    many = parts_of(np.array([address, address]))
    assert [part.tolist() for part in many] == [[part] * 2 for part in (unit, ordinal, kind, n, job)]


@given(kind=st.sampled_from(JobKind), skill=st.integers(0, 15), priority=st.integers(0, 15))
def test_the_code_of_a_job_comes_apart_as_it_was_put_together(kind: int, skill: int, priority: int) -> None:
    code = job_code(kind, skill, priority)
    assert (job_kind(code), job_skill(code), job_priority(code)) == (kind, skill, priority)


def test_items_have_plain_names() -> None:
    units, model = ("sales", "risk"), asset_address(1, FIRST_STARTING_MODEL + 3)
    fault = child_address(model, Child.INCIDENT, incident_number(Cause.FAULT, 2))
    assert item_name(asset_address(0, 17), units) == "sales-idea_17"
    assert item_name(child_address(model, Child.CHANGE, 4), units) == "risk-start_3-change_4"
    assert item_name(child_address(model, Child.REQUEST, 2), units) == "risk-start_3-request_2"
    assert item_name(request_address(0, 4), units) == "sales-request_4"
    assert item_name(job_address(fault, 5), units) == "risk-start_3-fault_2"
    assert item_name(job_address(child_address(model, Child.ALARM, 2), 8), units) == "risk-start_3-alarm_2007"
    assert {incident_number(cause, n) for cause in Cause for n in (1, 2)} == set(range(CAUSES, 3 * CAUSES))
