"""Where requests arrive and how they move on, as a file states it: shares team by team, by hop class.

Goes in: a YAML document and a wiring whose seats are in place.  Comes out: the same wiring with first
lines, rows of moves and the work of a visit; a team without a row has the rule for all.  Faults are noted
in the document.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping

from simorg.organisation.files.yaml_reader import Document, Key
from simorg.organisation.wiring.draft import Wiring

KEY = "requests"
RESOLVED = "resolved"
EVERY = "all"
CLASSES = ("first", "second", "further")
"""After the first visit, the second, the third and all that follow."""

ROUNDING = 1e-6
MOST_WEIGHT = 1e9
MOST_EFFORT = 1e3

Shares = dict[str, float]


def state(document: Document, wiring: Wiring) -> None:
    """Add what the file states about requests to a wiring."""
    document.table((KEY,), ("first", "moves", "effort"))
    if document.at((KEY,)) is not None and RESOLVED in wiring.served:
        document.note((KEY,), f"'{RESOLVED}' has a meaning of its own here; choose another name for the team")
    for team, weight in _first(document, wiring).items():
        for unit in wiring.units:
            wiring.first_line(unit, team, weight)
    for team in document.table((KEY, "effort"), wiring.served, "team"):
        factor = document.number((KEY, "effort", team), 0.0, MOST_EFFORT)
        if factor is not None:
            wiring.request_effort(team, factor)
    stated = document.table((KEY, "moves"), (*CLASSES, EVERY), "hop class")
    named = {scope: _rows(document, wiring, (KEY, "moves", scope)) for scope in stated}
    general = named.get(EVERY, {})
    _refuse_for_ever(document, general | named.get(CLASSES[-1], {}), wiring.served)
    for after, scope in enumerate(CLASSES, start=1):
        for team, shares in (general | named.get(scope, {})).items():
            wiring.moves(team, after, shares)


def _first(document: Document, wiring: Wiring) -> Shares:
    """Return the weights of the teams at which requests arrive; those of 0 are left out."""
    key: Key = (KEY, "first")
    stated = document.table(key, wiring.served, "team")
    weights = {team: document.number((*key, team), 0.0, MOST_WEIGHT) for team in stated}
    if stated and not any(weights.values()):
        document.note(key, "no team has a weight above 0")
    for team, weight in weights.items():
        if weight:
            _refuse_empty(document, (*key, team), wiring, team)
    return {team: weight for team, weight in weights.items() if weight}


def _rows(document: Document, wiring: Wiring, key: Key) -> dict[str, Shares]:
    """Return the rows of one hop class: what a team resolves itself, under its own name, and passes on."""
    found = {}
    for team in document.table(key, wiring.served, "team"):
        row = _row(document, wiring, (*key, team), team)
        if row is not None:
            found[team] = row
    return found


def _row(document: Document, wiring: Wiring, key: Key, team: str) -> Shares | None:
    stated = document.table(key, (*wiring.served, RESOLVED), "team")
    shares = {name: document.number((*key, name), 0.0, 1.0) for name in stated}
    known = {name: share for name, share in shares.items() if share is not None}
    if len(known) < len(shares):
        return None
    if abs(sum(known.values()) - 1.0) > ROUNDING:
        rule = f"sums to {sum(known.values()):g}; what it resolves and what it passes on must sum to 1"
        document.note(key, rule)
        return None
    if known.pop(team, 0.0):
        document.note((*key, team), f"passes on to itself; what it keeps is '{RESOLVED}'")
        return None
    resolved = known.pop(RESOLVED, 0.0)
    for name, share in known.items():
        if share:
            _refuse_empty(document, (*key, name), wiring, name)
    return {team: resolved} | {name: share for name, share in known.items() if share}


def _refuse_empty(document: Document, key: Key, wiring: Wiring, team: str) -> None:
    if not wiring.served[team].total():
        document.note(key, f"nobody sits in '{team}' who could answer")


def _refuse_for_ever(document: Document, rows: Mapping[str, Shares], teams: Collection[str]) -> None:
    """Note the teams that never resolve; of the hop classes only the last can go round."""
    for team in _endless(rows, teams):
        scope = CLASSES[-1] if document.at((KEY, "moves", CLASSES[-1], team)) is not None else EVERY
        rule = "never resolves, nor does any team that it passes on to (spectral radius 1)"
        document.note((KEY, "moves", scope, team), f"{rule}; give some of them a share '{RESOLVED}'")


def _endless(rows: Mapping[str, Shares], teams: Collection[str]) -> list[str]:
    """Return the teams from which no way leads to one that resolves: they make the spectral radius 1.

    A team without a row has the rule, by which it resolves some.
    """
    ends = {team for team in teams if rows.get(team, {team: 1.0})[team] > ROUNDING}
    grown = True
    while grown:
        more = {team for team in set(teams) - ends if set(rows[team]) & ends}
        grown, ends = bool(more), ends | more
    return [team for team in teams if team not in ends]
