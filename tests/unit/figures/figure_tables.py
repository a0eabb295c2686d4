"""Small made-up tables in the shape in which experiments store theirs, and a look at the page, for tests of
figures."""

from __future__ import annotations

import itertools
import math

import pandas as pd

STRUCTURES = ("centre_of_excellence", "hub_and_spoke", "communities_of_practice", "informal_network")
MEASURES = {
    "lead_time_p50_days": ("day", "lower", 150.0),
    "incidents_per_healthy_model_year": ("incidents/healthy model-year", "lower", 8.0),
    "throughput_per_quarter": ("1/quarter", "higher", 4.7),
    "slo_breach_share": ("share", "lower", 0.15),
}
IDEAS, COST = "demand.initiatives_per_unit_quarter", "routing.context_switch_cost"


PARTS = ("work", "rework", "queue", "handoff", "decision", "wait", "release", "other")
ACCOUNTS = ("direct", "rework", "coordination", "response", "idle", "absent")
ROLES = ("product_manager", "data_engineer", "data_scientist", "ml_engineer", "operations_engineer")


def summary(scenarios: tuple[str, ...] = STRUCTURES) -> pd.DataFrame:
    """Return a summary with lead times, accounts, utilisations and delays."""
    rows = []
    for n, scenario in enumerate(scenarios):
        means = {name: (unit, base * (1.0 + 0.1 * n)) for name, (unit, _, base) in MEASURES.items()}
        means |= {f"lead_{part}_days": ("day", 12.0 + n) for part in PARTS}
        means |= {f"work_{account}_share": ("share", 1.0 / len(ACCOUNTS)) for account in ACCOUNTS}
        means |= {
            f"utilisation_{role}": ("share", 0.2 + 0.15 * (r + n) % 0.75) for r, role in enumerate(ROLES)
        }
        means |= {"utilisation_max_role": ("share", 0.8), "utilisation_max_role_in_team": ("share", 0.9)}
        for m, delay in enumerate(("detect_p50", "acknowledge_p50", "restore_p50", "restore_p90")):
            means[f"time_to_{delay}_days"] = ("day", 0.4 * 2.5**m)
        means |= {
            "time_to_detect_p50_days_fault": ("day", 0.2),
            "time_to_restore_p50_days_fault": ("day", 1.2),
        }
        means["time_to_restore_p50_days_at_0_handoffs"] = ("day", 1.0)
        rows += [
            {"scenario": scenario, "measure": name, "unit": unit, "better": "lower", "mean": mean,
             "low": 0.97 * mean, "high": 1.03 * mean, "half_width": 0.03 * mean, "n": 50, "n_missing": 0}
            for name, (unit, mean) in means.items()
        ]  # fmt: skip
    return pd.DataFrame(rows)


def timelines(scenarios: tuple[str, ...] = STRUCTURES) -> pd.DataFrame:
    """Return three years in 12 bins, with ideas raised, delivered, dropped and in progress."""
    rows = []
    for n, scenario in enumerate(scenarios):
        for k in range(1, 13):
            raised = 7.0 * k
            rows.append(
                {"scenario": scenario, "day": 65.0 * k, "n": 50, "live_models": 50.0,
                 "healthy_share": 0.95 - 0.008 * k, "known_breach_share": 0.008 * k,
                 "silent_breach_share": 0.05,
                 "wip": 3.0 + k, "wip_work": 2.0 + 0.5 * k, "wip_queue": 1.0 + 0.5 * k + n,
                 "created_total": raised, "delivered_total": 0.2 * raised, "dropped_total": 0.5 * raised}
            )  # fmt: skip
    return pd.DataFrame(rows)


def responses(levers: int = 1) -> pd.DataFrame:
    """Return a sweep over one or more levers."""
    values = {
        IDEAS: (1.0, 2.0, 3.0, 4.0, 5.0),
        "drift.rate": (0.0004, 0.0008, 0.0016),
        "structure.size": (1, 2),
    }
    rows = []
    for place in itertools.product(*list(values.values())[:levers]):
        for s, structure in enumerate(STRUCTURES):
            for measure, (unit, better, base) in MEASURES.items():
                mean = base * (1.0 + 0.02 * (1.0 + s) * place[0] ** 1.5 + 0.1 * len(place) * s)
                rows.append(
                    dict(zip(values, place, strict=False))
                    | {"structure": structure, "measure": measure, "unit": unit, "better": better,
                       "mean": mean, "low": 0.96 * mean, "high": 1.04 * mean, "n": 40}
                )  # fmt: skip
    return pd.DataFrame(rows)


def crossover(pairs: int = 1) -> pd.DataFrame:
    """Return a map over load and cost of a change of context."""
    rows = []
    for s, x, y in itertools.product(
        range(pairs), (1.0, 2.0, 3.0, 4.0, 5.0, 6.0), (0.05, 0.1, 0.2, 0.4, 0.8)
    ):
        for measure in ("lead_time_p50_days", "throughput_per_quarter"):
            unit, better, _ = MEASURES[measure]
            difference = 12.0 * (math.log(y / 0.05) - 0.5 * x + s)
            decision = (
                "higher" if difference > 4.0 else "lower" if difference < -4.0 else "no difference shown"
            )
            rows.append(
                {"x_key": IDEAS, "x": x, "y_key": COST, "y": y, "measure": measure, "unit": unit,
                 "better": better, "structure": STRUCTURES[1 + s], "baseline": STRUCTURES[0],
                 "difference": difference, "low": difference - 4.0, "high": difference + 4.0, "n_pairs": 60,
                 "decision": decision}
            )  # fmt: skip
    return pd.DataFrame(rows)


def boundary(pairs: int = 1) -> pd.DataFrame:
    """Return where that map crosses zero; at the largest load it does not."""
    rows = []
    for s, x in itertools.product(range(pairs), (1.0, 2.0, 3.0, 4.0, 5.0, 6.0)):
        y = 0.05 * math.exp(0.5 * x - s) if 0.05 < 0.05 * math.exp(0.5 * x - s) <= 0.8 else math.nan
        for measure in ("lead_time_p50_days", "throughput_per_quarter"):
            rows.append(
                {"x_key": IDEAS, "x": x, "y_key": COST, "measure": measure, "structure": STRUCTURES[1 + s],
                 "baseline": STRUCTURES[0], "y": y, "low": y * 0.75, "high": y * 1.3}
            )  # fmt: skip
    return pd.DataFrame(rows)


def sensitivity(keys: int = 40) -> pd.DataFrame:
    """Return Morris and Sobol indices of many levers."""
    rows = []
    for k in range(keys + 1):
        key = ("structure.name", IDEAS, "release.canary_dwell_days", "monitoring.alert_noticed_share")[k % 4]
        key = key if k < 4 else f"group_{k % 7}.lever_number_{k}"
        key = "seed" if k == keys else key  # what noise alone looks like
        for measure, (unit, _, base) in MEASURES.items():
            size = 1.0 / (1.0 + k) ** 1.2
            for method, index, value in (
                ("morris", "mu_star", base * 0.2 * size), ("morris", "mu", base * 0.1 * size),
                ("morris", "sigma", base * 0.1 * size), ("sobol", "S1", 0.3 * size),
                ("sobol", "ST", 0.4 * size),
            ):  # fmt: skip
                rows.append(
                    {"method": method, "measure": measure, "unit": unit if method == "morris" else "1",
                     "key": key, "index": index, "value": value, "low": 0.8 * value, "high": 1.2 * value,
                     "noise_floor": 0.012 * base if method == "morris" else 0.02}
                )  # fmt: skip
    return pd.DataFrame(rows)


def attribution() -> pd.DataFrame:
    """Return the way from the centre to the hub, by wiring axis."""
    shares = {"seats": 9.0, "backs_up": -14.0, "approves": -6.0, "ties": 2.0, "decides": 4.0}
    rows = []
    for measure, (unit, _, base) in MEASURES.items():
        scale = base / 150.0
        ends = {
            "from": base,
            **{name: scale * share for name, share in shares.items()},
            "total": -5.0 * scale,
            "to": base - 5.0 * scale,
        }
        for axis, share in ends.items():
            half = scale * (3.0 if axis in shares else 2.0)
            rows.append(
                {"measure": measure, "unit": unit, "axis": axis, "share": share, "low": share - half,
                 "high": share + half, "n": 50, "structure_from": STRUCTURES[0],
                 "structure_to": STRUCTURES[1]}
            )  # fmt: skip
    return pd.DataFrame(rows)


def staffing(teams: int = 4) -> pd.DataFrame:
    """Return the worth of one more person in each role of each team."""
    rows = []
    roles = ("ml_engineer", "data_scientist", "data_engineer", "operations_engineer", "product_manager")
    for r, t in itertools.product(range(len(roles)), range(teams)):
        for measure, (unit, _, base) in MEASURES.items():
            effect = -0.08 * base / (1.0 + r + 0.5 * t)
            half = 0.02 * base
            decision = "lower" if effect + half < 0.0 else "no difference shown"
            rows.append(
                {"role": roles[r], "team": ("centre", "payments", "claims", "sales_and_service")[t],
                 "measure": measure, "unit": unit, "difference": effect, "low": effect - half,
                 "high": effect + half, "n_pairs": 50, "decision": decision,
                 "utilisation": 0.92 / (1.0 + 0.2 * r + 0.1 * t)}
            )  # fmt: skip
    return pd.DataFrame(rows)


def robustness() -> pd.DataFrame:
    """Return how often each structure is best."""
    rows = []
    for measure, (unit, _, base) in MEASURES.items():
        for s, (structure, p) in enumerate(zip(STRUCTURES, (0.55, 0.25, 0.15, 0.05), strict=True)):
            rows.append(
                {"structure": structure, "measure": measure, "unit": unit, "probability_best": p,
                 "probability_low": max(p - 0.08, 0.0), "probability_high": p + 0.08,
                 "regret_mean": 0.02 * base * (s + 0.5), "regret_low": 0.018 * base * (s + 0.4),
                 "regret_high": 0.022 * base * (s + 0.6), "regret_worst": 0.08 * base * (s + 1), "n": 120}
            )  # fmt: skip
    return pd.DataFrame(rows)


def artefacts() -> pd.DataFrame:
    """Return differences to the centre as wired and with rights equal; deciders make all of them."""
    rows = []
    for measure, (unit, _, base) in MEASURES.items():
        for s, structure in enumerate(STRUCTURES[1:], start=1):
            for variant in ("as_wired", "decides", "backs_up", "approves", "owns", "all"):
                difference = 0.0 if variant in ("decides", "all") else 0.04 * base * s
                rows.append(
                    {"structure": structure, "baseline": STRUCTURES[0], "equal": variant, "measure": measure,
                     "unit": unit, "difference": difference, "low": difference - 0.02 * base,
                     "high": difference + 0.02 * base, "n_pairs": 100}
                )  # fmt: skip
    return pd.DataFrame(rows)


def levels() -> pd.DataFrame:
    """Return means with no part, with each of two and with all: the first of them changes nothing."""
    rows = []
    for measure, (unit, _, base) in MEASURES.items():
        for s, structure in enumerate(STRUCTURES):
            for variant in ("none", "several_items", "other_duties", "all"):
                mean = base * (1.0 + 0.03 * s + (0.2 if variant in ("other_duties", "all") else 0.0))
                rows.append(
                    {"structure": structure, "variant": variant, "measure": measure, "unit": unit,
                     "mean": mean, "low": mean - 0.02 * base, "high": mean + 0.02 * base, "n": 20}
                )  # fmt: skip
    return pd.DataFrame(rows)


def differences() -> pd.DataFrame:
    """Return what 30 organisations say of each structure against the centre."""
    rows = []
    for measure, (unit, direction, base) in MEASURES.items():
        for s, structure in enumerate(STRUCTURES[1:]):
            for n in range(1, 31):
                difference = 0.01 * base * ((7 * n) % 30 - 12 + 3 * s)
                low, high = difference - 0.05 * base, difference + 0.05 * base
                ahead = (high < 0.0) if direction == "lower" else (low > 0.0)
                holds = "open" if low <= 0.0 <= high else "better" if ahead else "worse"
                rows.append(
                    {"structure": structure, "baseline": STRUCTURES[0], "background": n, "measure": measure,
                     "unit": unit, "direction": direction, "difference": difference, "low": low,
                     "high": high, "n_pairs": 10, "holds": holds}
                )  # fmt: skip
    return pd.DataFrame(rows)


def pareto(objectives: int = 2) -> pd.DataFrame:
    """Return designs of which every third is on the front."""
    names = list(MEASURES)[:objectives]
    rows = []
    for n in range(36):
        away = 0.0 if n % 3 == 0 else 0.15 * (n % 3) + 0.02 * (n % 5)
        row = {"scenario": f"design_{n:03d}", "structure.name": STRUCTURES[n % 4], IDEAS: 1.0 + n % 4,
               "front": n % 3 == 0}  # fmt: skip
        for k, name in enumerate(names):
            base = MEASURES[name][2]
            mean = base * (1.0 + away + 0.4 * ((n / 36.0) if k % 2 == 0 else (1.0 - n / 36.0) ** 2))
            row |= {name: mean, f"{name}_low": 0.985 * mean, f"{name}_high": 1.015 * mean}
        rows.append(row)
    return pd.DataFrame(rows)


def designs() -> pd.DataFrame:
    """Return everything that a search has tried: the organisation as it is and 80 designs."""
    return pd.DataFrame({"scenario": ["as_is", *(f"design_{n:03d}" for n in range(80))]})


def busy() -> pd.DataFrame:
    """Return utilisations before and after hires under two structures; a hire moves the bottleneck."""
    hires = ("as_is", *ROLES)
    rows = []
    for s, hire, role in itertools.product(STRUCTURES[:2], hires, ROLES):
        share = 0.25 + 0.15 * ROLES.index(role) - (0.2 if role == hire else 0.0)
        rows.append({"scenario": f"{s}-{hire}", "role": role, "utilisation": share, "low": share - 0.02,
                     "high": share + 0.02})  # fmt: skip
    return pd.DataFrame(rows)


def selection() -> pd.DataFrame:
    """Return a selection in which one structure drops out early."""
    return pd.DataFrame(
        {"structure": STRUCTURES, "measure": "lead_time_p50_days", "unit": "day",
         "mean": (144.0, 147.0, 172.0, 156.0), "half_width": (3.0, 3.1, 5.5, 4.0),
         "replications": (180, 180, 40, 90), "out_after": (math.nan, math.nan, 40.0, 90.0),
         "chosen": (True, False, False, False), "guaranteed": (True, False, False, False)}
    )  # fmt: skip


def facts() -> pd.DataFrame:
    """Return statements of several themes with each verdict."""
    statements = (
        "Waiting grows without bound as utilisation of the busiest role approaches one.",
        "Work in progress and lead time move together at a given throughput.",
        "A centre with one queue beats specialists in the units when load is high and contexts are cheap.",
        "More handoffs make delivery slower.",
        "Drift that nobody watches hurts longer than drift that a monitor sees, whatever the structure.",
        "Label delay lengthens the time in which a broken model goes unnoticed.",
    )
    rows = []
    for n in range(24):
        confirming = (30, 26, 12, 4)[n % 4]
        refuting = (0, 1, 6, 22)[n % 4]
        verdict = ("CONFIRM", "CONFIRM", "NEUTRAL", "REFUTE")[n % 4]
        effect = (14.2, 0.031, -0.4, -2.75)[n % 4]
        rows.append(
            {"fact": f"fact_{n}", "number": n + 1, "theme": ("flow", "structure", "machine_learning")[n // 8],
             "statement": statements[n % 6], "verdict": verdict, "confirming": confirming,
             "refuting": refuting, "neutral": 30 - confirming - refuting, "effect": effect,
             "effect_low": effect - abs(effect) * 0.2, "effect_high": effect + abs(effect) * 0.2,
             "unit": ("day", "share", "1/quarter", "incidents/model-year")[n % 4]}
        )  # fmt: skip
    return pd.DataFrame(rows)


def story() -> pd.DataFrame:
    """Return the parts of one item: a long name, parts of all lengths, a state of no look of its own."""
    rows = [
        (
            3.0,
            5.0,
            "data, compute, committee",
            "the stage waits for data, compute or a committee",
            "scope",
        ),
        (
            5.0,
            15.5,
            "in a queue",
            "in the queue of the_team_of_a_long_name: work on the scope",
            "scope",
        ),
        (15.5, 16.0, "work", "work on the stage scope (product), by product_manager_01 of unit_1", "scope"),
        (16.0, 16.25, "handoff", "on its way from unit_1 to hub", "experiment"),
        (16.25, 20.0, "questions, approvals", "hub waits in vain for an answer of unit_1", "experiment"),
        (20.0, 26.0, "rework", "rework (science), by data_scientist_01 of hub", "experiment"),
        (26.0, 40.0, "release dwell", "watched at canary (10 % of users)", "release"),
        (40.0, 40.5, "asleep", "nobody knows this state", "release"),
    ]
    parts = pd.DataFrame(rows, columns=["start", "end", "state", "why", "lane"])
    return parts.assign(lasts=[f"{days:.1f} days" for days in parts["end"] - parts["start"]])


TABLES = {
    "summary": summary, "timelines": timelines,
    "responses": responses, "crossover": crossover, "boundary": boundary, "sensitivity": sensitivity,
    "attribution": attribution, "staffing": staffing, "robustness": robustness, "pareto": pareto,
    "designs": designs,
    "facts": facts, "busy": busy, "selection": selection, "artefacts": artefacts, "differences": differences,
    "story": story, "levels": levels,
}  # fmt: skip
