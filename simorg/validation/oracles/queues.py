"""Closed forms of the textbook queues."""

from __future__ import annotations

import numpy as np

from simorg.config.groups import textbook as cases
from simorg.config.settings import DAYS_PER_YEAR
from simorg.config.vocabulary import PRIMARY_SKILL
from simorg.organisation.textbook.off import NETWORK_SKILLS
from simorg.organisation.textbook.queues import BESIDES, NORMAL, URGENT
from simorg.theory import handoffs, heavy_traffic, networks, priorities, queues, service_orders
from simorg.validation.oracles.prediction import Prediction
from simorg.validation.oracles.readers import QUARTER

ROLE_OF = {skill: role for role, skill in PRIMARY_SKILL.items()}


def mmc(case: cases.QueueCase) -> list[Prediction]:
    """Return what is known of a queue with several servers."""
    rate, mean, servers, cv = case.arrival_rate, case.service_mean_days, case.servers, case.service_cv
    exact = True
    if servers == 1:
        wait = queues.mg1(rate, mean, cv * cv).wait
    elif cv == 1.0:
        wait = queues.mmc(rate, mean, servers).wait
    elif cv == 0.0:
        wait = queues.mdc_wait(rate, mean, servers)
    else:
        wait, exact = heavy_traffic.allen_cunneen_wait(rate, mean, servers, 1.0, cv * cv), False
    return _single_station(wait, rate, mean, servers, exact)


def mg1(case: cases.SingleServerCase) -> list[Prediction]:
    """Return what is known of a queue with one server."""
    station = queues.mg1(case.arrival_rate, case.service_mean_days, case.service_cv**2)
    return _single_station(station.wait, case.arrival_rate, case.service_mean_days, 1)


def _single_station(
    wait: float, rate: float, mean: float, servers: int, exact: bool = True
) -> list[Prediction]:
    return [
        Prediction("queue_wait_mean_days", wait, exact),
        Prediction("time_in_system_mean_days", wait + mean, exact),
        Prediction("number_in_queue_mean", rate * wait, exact),
        Prediction(f"utilisation_{ROLE_OF[NETWORK_SKILLS[0]]}", rate * mean / servers),
    ]


def sharing(case: cases.SharingCase) -> list[Prediction]:
    """Return the stay under processor sharing, and the numbers that follow from it."""
    days = case.service_mean_days / case.availability
    load = case.arrival_rate * days + case.duty_share
    stay = queues.processor_sharing(load, days)
    levels = (NORMAL, BESIDES) if case.duty_share > 0.0 else (NORMAL,)
    return [
        *(Prediction(f"time_in_system_mean_days_priority_{level}", stay) for level in levels),
        Prediction("number_in_system_mean", load / (1.0 - load)),
        Prediction(f"utilisation_{ROLE_OF[NETWORK_SKILLS[0]]}", load),
    ]


def order(case: cases.OrderCase) -> list[Prediction]:
    """Return the moments of the wait; with urgencies, also of the quarters at either end."""
    rate = case.arrival_rate
    service = service_orders.gamma_service(case.service_mean_days, case.service_cv**2)
    urgent = case.case == "urgency"
    wait = (service_orders.by_urgency if urgent else service_orders.newest_first)(rate, service)
    known = {"queue_wait_mean_days": wait.mean, "queue_wait_second_moment": wait.second}
    if urgent:
        first, last = (0.0, QUARTER), (1.0 - QUARTER, 1.0)
        for name, shares in {"most_urgent": first, "least_urgent": last}.items():
            wait = service_orders.by_urgency(rate, service, *shares)
            known[f"queue_wait_mean_days_{name}"] = wait.mean
    return [Prediction(name, theory) for name, theory in known.items()]


def priority(case: cases.PriorityCase) -> list[Prediction]:
    """Return wait and stay of both classes."""
    rates = [case.arrival_rate_urgent, case.arrival_rate_normal]
    preemptive = case.case == "preemptive"
    if case.servers == 1:
        solve = priorities.mg1_preemptive if preemptive else priorities.mg1_nonpreemptive
        times = solve(rates, [case.service_mean_days] * 2, [case.service_cv**2] * 2)
    else:
        solve_many = priorities.mmc_preemptive if preemptive else priorities.mmc_nonpreemptive
        times = solve_many(rates, case.service_mean_days, case.servers)
    exact = case.servers == 1 or case.service_cv == 1.0
    return [
        Prediction(f"{measure}_priority_{level}", float(values[n]), exact)
        for measure, values in (
            ("queue_wait_mean_days", times.wait),
            ("time_in_system_mean_days", times.sojourn),
        )
        for n, level in enumerate((URGENT, NORMAL))
    ]


def jackson(case: cases.NetworkCase) -> list[Prediction]:
    """Return number, stay and loads of the network."""
    routing = [[0.0, 1.0, 0.0], [0.0, 0.0, 1.0], [case.feedback, 0.0, 0.0]]
    network = networks.jackson([case.arrival_rate, 0.0, 0.0], routing, case.service_mean_days, case.servers)
    visits = float(network.arrival_rates.sum())
    loads = [
        Prediction(f"utilisation_{ROLE_OF[skill]}", station.utilisation)
        for skill, station in zip(NETWORK_SKILLS, network.stations, strict=True)
    ]
    return [
        Prediction("number_in_system_mean", network.number_in_system),
        Prediction("time_in_system_mean_days", network.number_in_system / visits),
        *loads,
    ]


def requests(case: cases.RequestCase) -> list[Prediction]:
    """Return lead time, number, visits and loads of requests in an open network."""
    entering = case.arrival_rate * np.array(case.first) / sum(case.first)
    network = networks.jackson(entering, case.moves, case.service_mean_days, case.servers)
    resolved = 1.0 - np.sum(case.moves, axis=1)
    loads = [
        Prediction(f"utilisation_{ROLE_OF[skill]}", station.utilisation)
        for skill, station in zip(NETWORK_SKILLS, network.stations, strict=True)
    ]
    return [
        Prediction("request_lead_mean_days", network.sojourn),
        Prediction("requests_open_mean", network.number_in_system),
        Prediction("requests_per_year", case.arrival_rate * DAYS_PER_YEAR),
        Prediction("request_handoffs_mean", float(network.visits.sum()) - 1.0),
        Prediction("request_first_line_share", float(entering @ resolved) / case.arrival_rate),
        *loads,
    ]


def routing(case: cases.RoutingCase) -> list[Prediction]:
    """Return the hops of a handoff that errs, and how often it comes back to the team just left."""
    hops = 1.0 + handoffs.mean_wrong_hops(case.wrong, case.further)
    back = handoffs.returned_probability(case.wrong, case.further, case.back, case.others)
    known = {"handoffs_mean": hops, "ping_pong_share": back}
    return [Prediction(name, theory) for name, theory in known.items() if theory > 0.0]
