"""Structural addresses and codes of jobs: packed and unpacked here, for engines, measures, logs and stories.

Every thing has an address in 57 bits, the same in every structure, engine and order of execution: the
unit, the n-th idea or starting model of that unit, the n-th change or incident of that model, the
n-th job of that item.

    unit (8 bits) | ordinal (22) | kind of child (3) | n-th child (14) | n-th job (10)

All functions take numbers, compiled or not, and those that unpack take arrays of them as well.
"""
# mypy: no-warn-return-any

from __future__ import annotations

from enum import IntEnum
from typing import Any, NamedTuple

from simorg.compilation import step
from simorg.config.vocabulary import SKILLS
from simorg.trace.codes import Cause, JobKind

JOB_BITS, CHILD_BITS, KIND_BITS, ORDINAL_BITS, UNIT_BITS = 10, 14, 3, 22, 8
BELOW_ORDINAL = KIND_BITS + CHILD_BITS + JOB_BITS
ADDRESS_BITS = BELOW_ORDINAL + ORDINAL_BITS + UNIT_BITS
ADDRESS = (1 << ADDRESS_BITS) - 1
"""Takes the address out of the order of a timer."""

MAX_JOBS, MAX_CHILDREN = 1 << JOB_BITS, 1 << CHILD_BITS
FIRST_STARTING_MODEL = 1 << (ORDINAL_BITS - 1)
"""Ordinals below are ideas, from here on models that were live at day 0."""

OF_UNIT = (1 << ORDINAL_BITS) - 1
"""Ordinal of what belongs to a unit as a whole, such as its reviews."""

ALARMS_PER_CHILD = 1000
"""False alarms of a model, and duties, are numbered by a child, from 0, and a job of that child, from 1."""

DECISIONS = len(SKILLS)
"""Queue of a team for decisions, behind its queues by skill."""

DUTIES = DECISIONS + 1
"""First queue of a team for other duties: one a role, in the order of their own skills."""

CAUSES = len(Cause)


class Child(IntEnum):
    """Kind of a child of a model in an address."""

    SELF = 0  # the initiative or the model it became
    CHANGE = 1
    INCIDENT = 2
    ALARM = 3  # false alarms, a thousand to a child
    REVIEW = 4  # of a unit, not of a model
    ON_CALL = 6  # of a team, under the first unit it serves: shift and skill
    DUTY = 5  # of the people of one role in one team, a thousand to a child; the unit says nothing
    REQUEST = 7  # the n-th (1, 2, ...) about a model; 0: of a unit, whose ordinal counts them


class Parts(NamedTuple):
    """What an address is made of."""

    unit: Any
    ordinal: Any
    kind: Any  # a Child
    n: Any  # which child
    job: Any  # which job of it, 0 for the item itself


@step
def asset_address(unit: int, ordinal: int) -> int:
    """Return the address of the `ordinal`-th idea (or starting model) of `unit`."""
    return ((unit << ORDINAL_BITS) | ordinal) << BELOW_ORDINAL


@step
def child_address(asset: int, kind: int, n: int) -> int:
    """Return the address of the `n`-th child of `kind` of an asset."""
    return asset | (((kind << CHILD_BITS) | n) << JOB_BITS)


@step
def request_address(unit: int, n: int) -> int:
    """Return the address of the `n`-th request (0, 1, ...) of a unit that concerns no model."""
    return child_address(asset_address(unit, n), Child.REQUEST.value, 0)


@step
def job_address(item: int, n: int) -> int:
    """Return the address of the `n`-th job (1, 2, ...) of an item."""
    return item | n


@step
def incident_number(cause: int, n: int) -> int:
    """Return which child of its model the `n`-th incident (1, 2, ...) of a cause is."""
    return CAUSES * n + cause


@step
def item_of(address: Any) -> Any:
    """Return the address of the item or incident that a job belongs to."""
    return address >> JOB_BITS << JOB_BITS


@step
def model_of(address: Any) -> Any:
    """Return the address of the initiative or model that something belongs to."""
    return address >> BELOW_ORDINAL << BELOW_ORDINAL


@step
def unit_of(address: Any) -> Any:
    """Return the position of the unit that something belongs to."""
    return address >> (BELOW_ORDINAL + ORDINAL_BITS)


@step
def kind_of(address: Any) -> Any:
    """Return the `Child` that an address is about."""
    return address >> (JOB_BITS + CHILD_BITS) & ((1 << KIND_BITS) - 1)


@step
def is_initiative(address: int) -> bool:
    """Say whether the address of an item is that of an initiative: of an asset, and not of a child."""
    return address & ((1 << BELOW_ORDINAL) - 1) == 0


def is_of_unit(address: int) -> bool:
    """Say whether the address of an item is of a request that concerns no model."""
    parts = parts_of(address)
    return bool(parts.kind == Child.REQUEST and parts.n == 0)


def parts_of(address: Any) -> Parts:
    """Take an address, or an array of them, apart."""
    parts, rest = [], address
    for bits in (JOB_BITS, CHILD_BITS, KIND_BITS, ORDINAL_BITS):
        parts.append(rest & ((1 << bits) - 1))
        rest = rest >> bits
    return Parts(rest, *reversed(parts))


@step
def job_code(kind: int, skill: int, priority: int) -> int:
    """Pack what a job row says about its job."""
    return (kind << 8) | (skill << 4) | priority


@step
def job_kind(code: Any) -> Any:
    """Return the `JobKind` of the code of a job."""
    return code >> 8


@step
def job_skill(code: Any) -> Any:
    """Return the position of the skill that a job asks for."""
    return code >> 4 & 15


@step
def job_priority(code: Any) -> Any:
    """Return the priority class of a job, 0 the most urgent."""
    return code & 15


@step
def queue_of(kind: int, skill: int) -> int:
    """Return the queue in which a job waits: that of its skill, of those who decide, or of a role."""
    if kind == JobKind.DUTY.value:
        return DUTIES + skill
    return DECISIONS if kind == JobKind.DECIDE.value else skill


def item_name(address: int, units: tuple[str, ...]) -> str:
    """Return the one name of an item: ``unit_3-idea_17``, ``unit_3-idea_17-change_2``.

    Incidents are numbered by cause (``unit_3-start_0-fault_1``), false alarms through, other duties by the
    people of one role in one team (``duties_2-duty_5``), in the order of the plan, and requests by what they
    are about (``unit_3-request_7``, ``unit_3-start_0-request_2``).

    Parameters
    ----------
    address : int
        Of an initiative, change, incident, request or false alarm, or of one of its jobs.
    units : tuple of str
        Names of the units.
    """
    unit, ordinal, kind, n, job = parts_of(address)
    if kind == Child.DUTY:
        return f"duties_{ordinal}-duty_{n * ALARMS_PER_CHILD + job - 1}"
    whose = units[unit] if unit < len(units) else f"unit {unit}"
    if is_of_unit(address):
        return f"{whose}-request_{ordinal}"
    if ordinal == OF_UNIT:
        return f"{whose}-{Child(kind).name.lower()}_{n}"
    started, rank = divmod(ordinal, FIRST_STARTING_MODEL)
    asset = f"{whose}-{'start' if started else 'idea'}_{rank}"
    if kind == Child.SELF:
        return asset
    if kind == Child.INCIDENT:
        return f"{asset}-{Cause(n % CAUSES).word}_{n // CAUSES}"
    if kind == Child.ALARM:
        return f"{asset}-alarm_{n * ALARMS_PER_CHILD + job - 1}"
    return f"{asset}-{Child(kind).name.lower()}_{n}"
