"""Build the plan, and refuse what no run could finish."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

from simorg.config.groups.lifecycle import Stage
from simorg.config.settings import DAYS_PER_QUARTER, Settings
from simorg.config.vocabulary import DEFECT_CLASSES, MODEL_SKILL_ORDER, ROLES, SKILLS
from simorg.organisation import structures
from simorg.organisation.graph import (
    BACKUP,
    DECIDES,
    OWNER,
    PERSON,
    ROUTE,
    SEAT,
    TEAM,
    UNIT,
    Organisation,
    deciders,
)
from simorg.plan.approvals import Gates, approvals
from simorg.plan.distributions import DistributionTable
from simorg.plan.duties import duties
from simorg.plan.parameters import parameters
from simorg.plan.refusals import refuse_miscounted, refuse_unserved
from simorg.plan.requests import Requests, Wired, requests
from simorg.plan.tables import PERSON_ROW, STAGE_ROW, STEP_ROW, TEAM_ROW, UNIT_ROW

Records = npt.NDArray[np.void]
Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]


MODEL_SKILLS = tuple(SKILLS.index(skill) for skill in MODEL_SKILL_ORDER)


class Labels(NamedTuple):
    """Names behind the positions, for tables and figures; engines never look."""

    structure: str
    people: tuple[str, ...]
    teams: tuple[str, ...]
    units: tuple[str, ...]
    stages: tuple[str, ...]
    steps: tuple[str, ...]


@dataclass(frozen=True, eq=False)
class Plan:
    """Flat arrays; shapes use P people, T teams, U units, S stages, K skills, D defect classes.

    A plan is equal to itself only, so that what follows from it can be kept.
    """

    labels: Labels
    settings: Settings
    parameters: Records  # (1,)
    people: Records  # (P,)
    efficiency: Floats  # (P, K); 0 where the seat does not serve the skill
    stands_in: Ints  # (P, K) 1 where a second skill is served beside specialists of the team
    teams: Records  # (T,)
    distance: Floats  # (T, T)
    units: Records  # (U,)
    route: Ints  # (U, K) team, or -1
    backup: Ints  # (U, K) team that helps when the routed one cannot start at once, or -1
    stages: Records  # (S,) initiative stages, then change stages
    stage_defects: Floats  # (S, D) mean per visit at size 1
    stage_catches: Floats  # (S, D) detection power of gates, lever applied
    first_stage: Ints  # (2,) of an initiative, of a change
    steps: Records  # (R,) release steps
    duties: Records  # (G,) people of one role in one team who have other duties, by team and role
    requests: Requests
    approvals: Records  # (A,) in the order in which they are asked
    approval_first: Ints  # (U, S) position of the first approval
    approval_count: Ints  # (U, S)
    distributions: Records
    values: Floats  # of empirical distributions

    @property
    def efficiency_by_queue(self) -> Floats:
        """Speed of people in each queue, (P, K + 1 + roles): of skills, decisions, duties of each role."""
        own = np.eye(len(ROLES))[self.people["role"]]  # duties are done at the speed of anybody
        return np.column_stack([self.efficiency, self.people["decides"], own])

    @property
    def stands_in_by_queue(self) -> Ints:
        """The same of who stands in: for skills only."""
        return np.pad(self.stands_in, ((0, 0), (0, 1 + len(ROLES))))

    @property
    def observed_days(self) -> float:
        """Length of the observation window: horizon less warm-up."""
        return float(self.settings.horizon_days - self.settings.warm_up_days)


def build(settings: Settings, organisation: Organisation | None = None) -> Plan:
    """Lower `settings` to a plan.

    1. build the organisation, unless one is given;
    2. refuse combinations that no run could finish;
    3. turn names into positions and distributions into rows.

    Settings of a textbook case come with its organisation (see `plan_of`); any organisation may be given in
    place of the one that ``settings.structure`` names.

    Raises
    ------
    SettingsError
        If a stage needs a skill that nobody can be asked for.
    """
    assert organisation is not None or settings.textbook is None, "plan_of plays textbook cases"
    organisation = organisation or structures.build(settings)
    refuse_miscounted(settings, organisation)
    refuse_unserved(settings, organisation)
    table = DistributionTable()
    stages = settings.lifecycle.initiative + settings.lifecycle.change
    first = (0, len(settings.lifecycle.initiative))
    names = {kind: organisation.nodes(kind) for kind in (PERSON, TEAM, UNIT)}
    distance = _distance(organisation, names[TEAM])
    rows = [_stage_row(n, stages, first[1], settings, table) for n in range(len(stages))]
    steps = [
        (step.dwell_days, step.exposure, step.detect_days, step.drop, table.add(step.effort))
        for step in settings.release.steps
    ]
    numbers = parameters(settings, table)
    distributions, values = table.arrays()
    efficiency = _efficiency(organisation, names[PERSON])
    people = _people(organisation, names)
    asked = approvals(organisation, names, stages, Gates(people["team"], efficiency, distance))
    teams, route = _teams(organisation, names, people, efficiency), _by_skill(organisation, names, ROUTE)
    return Plan(
        labels=_labels(organisation, names, stages, settings),
        settings=settings,
        parameters=numbers,
        people=people,
        efficiency=efficiency,
        stands_in=_stands_in(people, efficiency, settings.work.stand_in_days),
        teams=teams,
        distance=distance,
        units=_units(organisation, names, settings),
        route=route,
        backup=_by_skill(organisation, names, BACKUP),
        stages=np.array(rows, dtype=STAGE_ROW),
        stage_defects=_by_class(stages, "defects", 1.0),
        stage_catches=_by_class(stages, "catches", numbers["practices_power"][0]),
        first_stage=np.array(first, dtype=np.int64),
        steps=np.array(steps, dtype=STEP_ROW),
        duties=duties(people, settings),
        requests=requests(organisation, settings, Wired(teams, people["team"], efficiency, distance, route)),
        approvals=asked[0],
        approval_first=asked[1],
        approval_count=asked[2],
        distributions=distributions,
        values=values,
    )


def _labels(
    organisation: Organisation, names: dict[str, list[str]], stages: tuple[Stage, ...], settings: Settings
) -> Labels:
    return Labels(
        structure=organisation.name,
        people=tuple(names[PERSON]),
        teams=tuple(names[TEAM]),
        units=tuple(names[UNIT]),
        stages=tuple(stage.name for stage in stages),
        steps=tuple(step.name for step in settings.release.steps),
    )


def _people(organisation: Organisation, names: dict[str, list[str]]) -> Records:
    position = {team: n for n, team in enumerate(names[TEAM])}
    seats = {person: team for person, team, _ in organisation.edges(SEAT)}
    deciding = deciders(organisation)
    rows = []
    for name in names[PERSON]:
        person = organisation.person(name)
        speed = max(person["efficiency"].values()) if name in deciding else 0.0
        numbers = (person["availability"], person["day_cost_eur"], person["fte"], speed)
        rows.append((*numbers, position[seats[name]], ROLES.index(person["role"])))
    return np.array(rows, dtype=PERSON_ROW)


def _efficiency(organisation: Organisation, people: list[str]) -> Floats:
    table = np.zeros((len(people), len(SKILLS)))
    for row, name in enumerate(people):
        person = organisation.person(name)
        for skill in person["serves"]:
            table[row, SKILLS.index(skill)] = person["efficiency"][skill]
    return table


def _stands_in(people: Records, efficiency: Floats, stand_in_days: float) -> Ints:
    """Return who serves which skill as a second one in a team that has specialists of it."""
    own = np.eye(len(SKILLS), dtype=bool)[people["role"]]
    serves = efficiency > 0.0
    specialists = np.zeros((people["team"].max(initial=-1) + 1, len(SKILLS)), dtype=bool)
    np.logical_or.at(specialists, people["team"], own & serves)
    found = serves & ~own & specialists[people["team"]]
    return np.asarray(found & (stand_in_days > 0.0), dtype=np.int64)


def _teams(
    organisation: Organisation, names: dict[str, list[str]], people: Records, efficiency: Floats
) -> Records:
    asked = {team: decider for team, decider, _ in organisation.edges(DECIDES)}
    units = {
        data["name"]: data["unit"] for _, data in organisation.graph.nodes(data=True) if data["kind"] == TEAM
    }
    rows = []
    for n, team in enumerate(names[TEAM]):
        members = np.flatnonzero(people["team"] == n)
        served = (
            np.flatnonzero(efficiency[members].max(axis=0) > 0.0) if members.size else np.array([], dtype=int)
        )
        decider = asked.get(team)
        rows.append(
            (
                names[UNIT].index(units[team]) if units[team] in names[UNIT] else -1,
                -1 if decider is None else names[TEAM].index(decider),
                int(served[0]) if served.size else -1,
                next((skill for skill in MODEL_SKILLS if skill in served), -1),
                len(members),
                _decision_skill(people, members),
            )
        )
    return np.array(rows, dtype=TEAM_ROW)


def _decision_skill(people: Records, members: npt.NDArray[np.intp]) -> int:
    """Return the own skill of who decides first in a team; 0 where nobody could."""
    deciding = members[people["decides"][members] > 0.0]
    order = np.lexsort((deciding, -people["decides"][deciding]))
    return int(people["role"][deciding[order[0]]]) if deciding.size else 0


def _distance(organisation: Organisation, teams: list[str]) -> Floats:
    found = organisation.distances()
    return np.array([[found[a][b] for b in teams] for a in teams], dtype=np.float64)


def _units(organisation: Organisation, names: dict[str, list[str]], settings: Settings) -> Records:
    owners = {unit: team for unit, team, _ in organisation.edges(OWNER)}
    count = len(names[UNIT])
    weights = settings.demand.unit_weights or (1.0,) * count
    priorities = settings.demand.unit_priorities or (settings.work.priority_initiative,) * count
    rate = settings.demand.initiatives_per_unit_quarter / DAYS_PER_QUARTER
    products = {unit: team for unit, team, data in organisation.edges(ROUTE) if data["skill"] == "product"}
    rows = [
        (
            rate * weight,
            priority,
            names[TEAM].index(owners[unit]),
            names[TEAM].index(products.get(unit, owners[unit])),
        )
        for unit, weight, priority in zip(names[UNIT], weights, priorities, strict=True)
    ]
    return np.array(rows, dtype=UNIT_ROW)


def _by_skill(organisation: Organisation, names: dict[str, list[str]], relation: str) -> Ints:
    table = np.full((len(names[UNIT]), len(SKILLS)), -1, dtype=np.int64)
    for unit, team, data in organisation.edges(relation):
        table[names[UNIT].index(unit), SKILLS.index(data["skill"])] = names[TEAM].index(team)
    return table


def _stage_row(
    n: int, stages: tuple[Stage, ...], first_change: int, settings: Settings, table: DistributionTable
) -> tuple[Any, ...]:
    """Lower stage `n`; successors are positions in the joint list of both lifecycles."""
    start, end = (0, first_change) if n < first_change else (first_change, len(stages))
    position = {stages[k].name: k for k in range(start, end)}
    stage = stages[n]
    following = n + 1 if n + 1 < end else -1
    return (
        stage.drop,
        stage.repeat,
        SKILLS.index(stage.skill),
        table.add(stage.effort),
        table.add(stage.wait),
        n if stage.repeat_to is None else position[stage.repeat_to],
        following if stage.next is None else position[stage.next],
        int(stage.sensitive_only),
        int(stage.needs_context),
        int(stage.gate),
        int(stage.release),
    )


def _by_class(stages: tuple[Stage, ...], table: str, factor: float) -> Floats:
    values = np.array([[getattr(stage, table).get(name, 0.0) for name in DEFECT_CLASSES] for stage in stages])
    return np.minimum(values * factor, 0.98) if table == "catches" else values * factor
