"""Counts per day: ideas, live models, incidents, alarms, changes; and the work they bring.

Live models are averaged over the observed window: the starting ones die out, delivered ones come in
after the lead time that work has when nobody waits for people.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt

from simorg.engines.trace import Cause, JobKind
from simorg.plan import Plan
from simorg.workload.ageing import Ageing, losses, shocks_per_day
from simorg.workload.amounts import Amounts
from simorg.workload.ledger import Ledger
from simorg.workload.transfers import Transfers
from simorg.workload.waiting import Waits
from simorg.workload.watching import LOSS_NODES
from simorg.workload.ways import URGENT, UnitWays, ways_of

Floats = npt.NDArray[np.float64]

SOURCES = (
    "initiatives",
    "retraining",
    "repairs",
    "improvements",
    "incidents",
    "false alarms",
    "interruptions",
)


@dataclass
class Flows:
    """What happens per day, averaged over the observed window."""

    ledgers: dict[str, Ledger]
    models: Floats  # (U,) live models
    ideas: Floats  # (U,) ideas per day
    delivered: Floats  # (U,) initiatives delivered per day
    passed: Floats  # (U,) ideas of day 0 per day that get through in the end, however long it takes
    incidents: dict[str, float] = field(default_factory=dict)  # onsets per day, by cause
    changes: dict[str, float] = field(default_factory=dict)  # started per day, by hand

    def work(self) -> Floats:
        """Return person-days at efficiency 1 per day, by team and skill."""
        found: Floats = np.sum([ledger.work for ledger in self.ledgers.values()], axis=(0, 1))
        return found


class Demands:
    """Walk everything once, then count.

    Parameters
    ----------
    plan : Plan
        What would be run.
    amounts : Amounts
        Its distributions.
    ageing : Ageing
        How often its models go wrong, and who watches them.
    transfers : Transfers
        Its handoffs.
    """

    def __init__(self, plan: Plan, amounts: Amounts, ageing: Ageing, transfers: Transfers) -> None:
        self.plan, self.amounts, self.k = plan, amounts, plan.knobs[0]
        self.ageing, self.watching = ageing, ageing.watching
        self.losses = {cause: losses(plan, amounts, cause, LOSS_NODES) for cause in Cause}
        self.ways = [ways_of(plan, amounts, transfers, unit) for unit in range(len(plan.units))]

    def lead_days(self) -> float:
        """Return the mean lead time of a delivered initiative without queues, over all units."""
        found = [
            (share * way.delivered(), way.lead_days())
            for ways in self.ways
            for share, way in ways.ideas
            if way.delivered() > 0.0
        ]
        total = sum(share for share, _ in found)
        return sum(share * days for share, days in found) / total if total else math.nan

    def flows(self, passing: Floats, waits: Waits) -> Flows:
        """Count and book everything.

        Parameters
        ----------
        passing : ndarray, shape (teams, skills)
            Share of initiative work that gets done.
        waits : Waits
            How long work waits for people, and how often nobody is free: then urgent work interrupts.
        """
        teams, units = len(self.plan.teams), len(self.plan.units)
        ledgers = {source: Ledger(teams) for source in SOURCES}
        flows = Flows(ledgers, np.zeros(units), np.zeros(units), np.zeros(units), np.zeros(units))
        escaped = self._ideas(flows, passing, waits)
        owners = np.zeros(teams)
        np.add.at(owners, self.plan.units["owner"], flows.models)
        attention = self.watching.attention(owners)
        for unit in range(units):
            notice = float(attention[self.plan.units["owner"][unit]])
            self._upkeep(flows, unit, notice, float(escaped[unit]), waits)
        self._alarms(flows, owners, attention)
        self._interruptions(flows, waits.all_busy)
        return flows

    def _ideas(self, flows: Flows, passing: Floats, waits: Waits) -> Floats:
        """Book initiatives and count live models; return the escaped defects per day of each unit."""
        escaped = np.zeros(len(self.plan.units))
        for unit, ways in enumerate(self.ways):
            rate = float(self.plan.units[unit]["rate"])
            flows.ideas[unit] = rate * self._seen(0.0)
            coming = []
            for share, way in ways.ideas:
                done = np.array(
                    [
                        sum(p * passing[place] for place, p in doers.items()) if doers else 1.0
                        for doers in way.doers
                    ]
                )
                waiting = way.waiting(waits.ideas, waits.urgent)
                visits, offsets, lead = way.visits(done), way.offsets(waiting), way.lead_days(waiting)
                for stage in np.flatnonzero(visits > 0.0):
                    often = rate * share * visits[stage] * done[stage] * self._seen(offsets[stage])
                    flows.ledgers["initiatives"].take(way.ledgers[stage], often)
                good = rate * share * way.delivered(done)
                coming.append((good, lead))
                flows.passed[unit] += good
                flows.delivered[unit] += good * self._seen(lead)
                escaped[unit] += good * self._seen(lead) * way.escaped
            flows.models[unit] = self._models(coming)
        return escaped

    def _seen(self, offset: float) -> float:
        """Return the rate of ideas `offset` days old, averaged over the window, if it is 1 on day 0."""
        k = self.k
        growth, start, end = float(k["growth_per_day"]), float(k["warm_up_days"]), float(k["horizon_days"])
        low, high = max(start - offset, 0.0), max(end - offset, 0.0)
        total = high - low if growth == 0.0 else (math.exp(growth * high) - math.exp(growth * low)) / growth
        return total / (end - start)

    def _models(self, coming: list[tuple[float, float]]) -> float:
        """Return the live models of a unit, averaged over the window."""
        k = self.k
        life, growth = float(k["lifetime_days"]), float(k["growth_per_day"])
        days = np.linspace(0.0, float(k["horizon_days"]), 1001)
        step = days[1]
        inflow = sum(
            (good * np.exp(growth * (days - lead)) * (days > lead) for good, lead in coming),
            np.zeros_like(days),
        )
        alive = np.exp(-days / life) if life > 0.0 else np.ones_like(days)
        number = float(k["initial_models"]) * alive + np.convolve(inflow, alive)[: len(days)] * step
        return float(number[days >= float(k["warm_up_days"])].mean())

    def _upkeep(self, flows: Flows, unit: int, attention: float, escaped: float, waits: Waits) -> None:
        """Book what the live models of a unit need."""
        k, ways, models = self.k, self.ways[unit], float(flows.models[unit])
        waiting = {
            name: way.waiting(waits.urgent if name in URGENT else waits.changes, waits.urgent)
            for name, way in ways.changes.items()
        }
        lead = {name: way.lead_days(waiting[name]) for name, way in ways.changes.items()}
        tries = {name: 1.0 / max(way.delivered(), 1e-6) for name, way in ways.changes.items()}
        onsets = self._shocks(ways, models, attention, lead["repairs"], float(flows.delivered[unit]))
        calls, by_hand = self._drift(ways, attention, lead["urgent retraining"])
        answered = dict(onsets) | {Cause.NATURAL_DRIFT: models * calls[1]}
        onsets[Cause.NATURAL_DRIFT] = models * calls[0]
        urgent = models * by_hand
        open_share = min(1.0, by_hand * lead["urgent retraining"])
        planned = (
            models
            * (1.0 - float(k["automated_share"]))
            * (1.0 - open_share)
            / float(k["retrain_period_days"])
        )
        started = {
            "retraining": planned if k["retrain_scheduled"] else 0.0,
            "urgent retraining": urgent * tries["urgent retraining"],
            "improvements": models * float(k["improvements_per_day"]),
        }
        calm = sum(
            n * ways.changes[name].delivered() * ways.changes[name].escaped for name, n in started.items()
        )
        sure = sum(answered[cause] * ways.answers[cause].repairs for cause in (Cause.DATA_BREAK, Cause.FAULT))
        # each repair may leave defects that call for more repairs: a geometric series
        surfaces = self._surfaces()
        per_defect = ways.answers[Cause.DEFECT].repairs
        breeding = surfaces * ways.changes["repairs"].escaped
        defects = (surfaces * (escaped + calm) + breeding * sure) / max(1.0 - breeding * per_defect, 0.05)
        onsets[Cause.DEFECT] = answered[Cause.DEFECT] = defects
        started["repairs"] = (sure + defects * per_defect) * tries["repairs"]
        retiring = 1.0 / float(k["lifetime_days"]) if float(k["lifetime_days"]) > 0.0 else 0.0
        for name, often in started.items():
            source = "retraining" if name == "urgent retraining" else name
            way = ways.changes[name]
            # the model may retire before a change gets to a stage, and then the change is cancelled
            visits = way.visits() * np.exp(-retiring * way.offsets(waiting[name]))
            for stage in np.flatnonzero(visits > 0.0):
                flows.ledgers[source].take(way.ledgers[stage], often * visits[stage])
            flows.changes[name] = flows.changes.get(name, 0.0) + often
        for cause, often in answered.items():
            flows.ledgers["incidents"].take(ways.answers[cause].ledger, often)
        for cause, often in onsets.items():
            flows.incidents[cause.name.lower()] = flows.incidents.get(cause.name.lower(), 0.0) + often

    def _shocks(
        self, ways: UnitWays, models: float, attention: float, repair_days: float, coming: float
    ) -> dict[Cause, float]:
        """Return faults and breaks per day of a unit."""
        k, found = self.k, {}
        for cause, key in ((Cause.DATA_BREAK, "breaks_per_day"), (Cause.FAULT, "faults_per_day")):
            rate = float(k[key])
            response = ways.answers[cause]
            days = response.days + (1.0 - response.restored) * repair_days
            if rate > 0.0:
                days += self.watching.delay_days(cause, attention, self.losses[cause])
            found[cause] = models * shocks_per_day(rate, days)
        # a new model begins with a fresh clock: clustered faults come early
        gamma, shape = float(k["clustering_gamma"]), float(k["clustering_shape"])
        squared_cv = math.gamma(1.0 + 2.0 / shape) / gamma**2 - 1.0
        if float(k["faults_per_day"]) > 0.0:
            found[Cause.FAULT] += coming * 0.5 * (squared_cv - 1.0)
        return found

    def _drift(self, ways: UnitWays, attention: float, lead: float) -> tuple[tuple[float, float], float]:
        """Return breaches, those taken up, and retrainings by hand that follow, per model and day."""
        k, days = self.k, ways.answers[Cause.NATURAL_DRIFT].days
        machine = float(k["automated_share"]) if k["retrain_triggered"] else 0.0
        waits = bool(k["retrain_scheduled"]) and not k["retrain_triggered"]
        by_hand = self.ageing.drifting(attention, days + lead)
        found = by_hand
        if machine > 0.0:
            alone = self.ageing.drifting(attention, days + self.amounts.of(k["compute"]).mean)
            found = type(by_hand)(
                *(machine * a + (1.0 - machine) * b for a, b in zip(alone, by_hand, strict=True))
            )
        retrained = 0.0 if waits else (1.0 - machine) * by_hand.answered
        return (found.breaches, found.answered), retrained

    def _surfaces(self) -> float:
        """Return the probability that an escaped defect surfaces before its model retires."""
        life = float(self.k["lifetime_days"])
        return 1.0 if life <= 0.0 else life / (life + float(self.k["surfacing_days"]))

    def _alarms(self, flows: Flows, owned: Floats, attention: Floats) -> None:
        """Book the false alarms that somebody looks at."""
        often = owned * self.watching.false_alarms_per_model_day() * attention
        for team in np.flatnonzero(owned > 0.0):
            skill = int(self.plan.teams[team]["model_skill"])
            effort = self.amounts.of(self.k["alarm_effort"])
            flows.ledgers["false alarms"].add(JobKind.ALARM, int(team), skill, float(often[team]), effort)

    def _interruptions(self, flows: Flows, all_busy: Floats) -> None:
        """Book the resumption of work that incidents interrupt."""
        k = self.k
        if int(k["preempting_class"]) < int(k["priority_incident"]):
            return
        urgent = flows.ledgers["incidents"]
        total = flows.work()
        calm = 1.0 - np.divide(urgent.work.sum(axis=0), total, out=np.ones_like(total), where=total > 0.0)
        # the next job of an incident takes whoever has just finished the one before: only the first
        # job in an in-tray, and those after a pause, take somebody from other work
        jobs = urgent.jobs
        asked = np.maximum(jobs[JobKind.DIAGNOSE] - jobs[JobKind.ACKNOWLEDGE], 0.0)
        first = jobs[JobKind.TRIAGE] + jobs[JobKind.ACKNOWLEDGE] + asked
        hit = (first + float(k["hold_up"]) * jobs[JobKind.MITIGATE]) * all_busy * calm
        for team, skill in np.argwhere(hit > 0.0):
            flows.ledgers["interruptions"].add(
                JobKind.WORK, int(team), int(skill), float(hit[team, skill]), self.amounts.of(k["resumption"])
            )
