"""The way of requests as a YAML file states it: read, written back, and every fault told with its line."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from simorg import load
from simorg.config.errors import SettingsError
from simorg.organisation import structures
from simorg.organisation.files.yaml_requests import _endless
from simorg.organisation.files.yaml_writer import to_yaml
from simorg.plan import Plan, plan_of

DESKS = """\
name: desks
units: [bank]
teams:
  desk: {members: {operations_engineer: 3}}
  second: {members: {data_engineer: 2, ml_engineer: 1, software_engineer: 1, product_manager: 1}}
  third: {members: {data_scientist: 2, domain_expert: 1, legal_risk_officer: 1}}
"""
STATED = (
    DESKS
    + """\
requests:
  first: {desk: 9, second: 1, third: 0}
  effort: {third: 2.5}
  moves:
    all: {desk: {resolved: 0.5, third: 0.5}, second: {resolved: 1}}
    first: {desk: {resolved: 0.6, second: 0.3, third: 0.1}}
    further: {desk: {second: 1}}
"""
)


def plan(tmp_path: Path, text: str) -> Plan:
    path = tmp_path / "desks.yaml"
    path.write_text(text, encoding="utf-8")
    return plan_of(load(["structure=custom", f"structure.file={path}", "requests.moves_on_second=0.25"]))


def row(found: Plan, after: int, team: int) -> tuple[float, dict[int, float]]:
    """Return the chance of moving on, and the shares of those who get what moves on."""
    tables = found.requests
    chance, first, count = tables.moves[after, team].item()
    place = slice(first, first + count)
    shares = np.diff(tables.upto[place], prepend=0.0).round(9).tolist()
    return round(chance, 9), dict(zip(tables.team[place].tolist(), shares, strict=True))


def test_rows_are_those_of_their_hop_class_else_of_all_else_by_the_rule(tmp_path: Path) -> None:
    found = plan(tmp_path, STATED)
    assert row(found, 0, 0) == (0.4, {1: 0.75, 2: 0.25})
    assert row(found, 1, 0) == (0.5, {2: 1.0})
    assert row(found, 2, 0) == (1.0, {1: 1.0})
    assert [row(found, after, 1) for after in range(3)] == [(0.0, {})] * 3
    # Nobody is tied to anybody: by people alone, three of the desk and five of the second team.
    assert row(found, 1, 2) == (0.25, {0: 0.375, 1: 0.625})
    assert found.requests.effort.tolist() == [1.0, 1.0, 2.5]
    first = found.requests.first[0]
    place = slice(first["first"], first["first"] + first["count"])
    assert found.requests.team[place].tolist() == [0, 1]
    assert found.requests.upto[place].tolist() == [0.9, 1.0]


def test_without_a_statement_the_classes_share_the_row_of_a_team(tmp_path: Path) -> None:
    found = plan(tmp_path, DESKS + "requests: {first: {}, moves: {}}\n")
    assert [row(found, after, 2)[0] for after in range(3)] == [0.4, 0.25, 0.55]
    assert len({found.requests.moves[after, 2]["first"] for after in range(3)}) == 1
    assert len(found.requests.upto) == 6 and not found.requests.first["count"].any()


def test_a_file_that_is_written_says_the_same(tmp_path: Path) -> None:
    read = plan(tmp_path, STATED)
    again = plan(tmp_path, to_yaml(structures.build(read.settings), read.settings))
    for one, other in zip(read.requests, again.requests, strict=True):
        assert np.array_equal(one, other)


@pytest.mark.parametrize(
    ("requests", "message"),
    [
        ("0", "line 7: requests = 0: must be a table"),
        ('""', "line 7: requests = : must be a table"),
        ("false", "line 7: requests = False: must be a table"),
        ("{frst: {}}", "unknown key 'frst'; did you mean 'first'?"),
        ("{first: {dsk: 1}}", "line 7: requests.first.dsk: unknown team 'dsk'; did you mean 'desk'?"),
        ("{first: {desk: -1}}", "requests.first.desk = -1: must be a number from 0"),
        ("{first: {desk: 0}}", "requests.first: no team has a weight above 0"),
        ("{first: {desk: null}}", "requests.first.desk: must be a number from 0"),
        ("{first: {desk: true}}", "requests.first.desk = True: must be a number from 0"),
        ("{effort: {desk: -1}}", "requests.effort.desk = -1: must be a number from 0 to 1000"),
        ("{effort: {desk: null}}", "requests.effort.desk: must be a number"),
        ("{moves: {frst: {}}}", "unknown hop class 'frst'; did you mean 'first'?"),
        ("{moves: {all: {dsk: {resolved: 1}}}}", "unknown team 'dsk'; did you mean 'desk'?"),
        ("{moves: {all: {desk: {resolved: 0.5, thrd: 0.5}}}}", "unknown team 'thrd'; did you mean 'third'?"),
        ("{moves: {all: {desk: 0}}}", "requests.moves.all.desk = 0: must be a table"),
        ("{moves: {all: {desk: {}}}}", "requests.moves.all.desk: sums to 0;"),
        ("{moves: {all: {desk: {resolved: 0.5, third: 0.4}}}}", "requests.moves.all.desk: sums to 0.9;"),
        ("{moves: {all: {desk: {resolved: 1, third: -0.1}}}}", "third = -0.1: must be a number from 0 to 1"),
        ("{moves: {all: {desk: {resolved: null, third: 1}}}}", "desk.resolved: must be a number from 0 to 1"),
        ("{moves: {all: {desk: {resolved: false, third: 1}}}}", "desk.resolved = False: must be a number"),
        ('{moves: {all: {desk: {resolved: "", third: 1}}}}', "desk.resolved = : must be a number"),
        ("{moves: {all: {desk: {desk: 0.5, resolved: 0.5}}}}", "desk.desk: passes on to itself"),
        (
            "{moves: {further: {desk: {second: 1}, second: {desk: 1}}}}",
            "requests.moves.further.second: never resolves, nor does any team that it passes on to",
        ),
        (
            "{moves: {all: {desk: {second: 1}, second: {desk: 1}}}}",
            "line 7: requests.moves.all.desk: never resolves, nor does any team that it passes on to",
        ),
    ],
)
def test_faults_name_key_value_rule_and_choice(tmp_path: Path, requests: str, message: str) -> None:
    with pytest.raises(SettingsError) as raised:
        plan(tmp_path, f"{DESKS}requests: {requests}\n")
    assert message in str(raised.value)


def test_early_classes_may_pass_on_everything(tmp_path: Path) -> None:
    round_trip = "{first: {desk: {second: 1}, second: {desk: 1}}, second: {desk: {second: 1}}}"
    assert row(plan(tmp_path, f"{DESKS}requests: {{moves: {round_trip}}}\n"), 0, 1) == (1.0, {0: 1.0})


def test_a_team_called_resolved_is_refused(tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match="'resolved' has a meaning of its own here"):
        plan(tmp_path, DESKS.replace("third:", "resolved:") + "requests: {first: {desk: 1}}\n")


@given(
    st.lists(st.lists(st.sampled_from([0.0, 0.0, 1.0, 2.0]), min_size=5, max_size=5), min_size=4, max_size=4)
)
def test_what_never_resolves_is_what_makes_the_spectral_radius_1(weights: list[list[float]]) -> None:
    """The last of each row is what is resolved; who passes on to nobody resolves all."""
    names = "abcd"
    rows = {
        name: {other: share for other, share in zip(names, row, strict=False) if other != name and share}
        | {name: row[-1]}
        for name, row in zip(names, weights, strict=True)
    }
    rows = {name: row if sum(row.values()) else {name: 1.0} for name, row in rows.items()}
    rows = {name: {k: v / sum(row.values()) for k, v in row.items()} for name, row in rows.items()}
    matrix = [[rows[a].get(b, 0.0) if a != b else 0.0 for b in names] for a in names]
    radius = float(np.max(np.abs(np.linalg.eigvals(matrix))))
    assert bool(_endless(rows, names)) == (radius > 1.0 - 1e-9)
