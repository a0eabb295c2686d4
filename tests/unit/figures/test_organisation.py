"""Pictures of organisations: every name and person is there, nothing overlaps, the bytes repeat."""

from __future__ import annotations

import hashlib
import math
from itertools import combinations
from pathlib import Path

import matplotlib as mpl
import pandas as pd
import pytest
from matplotlib.axes import Axes
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from matplotlib.patches import Circle
from matplotlib.text import Annotation

import simorg
from simorg import figures
from simorg.config.groups.structure import StructureSettings
from simorg.config.groups.workforce import WorkforceSettings
from simorg.config.settings import Settings
from simorg.contracts.pictures import misplaced
from simorg.figures.busy import busy_people
from simorg.figures.layout import layout, needed_ties
from simorg.figures.palettes import PALETTES, STRUCTURES
from simorg.figures.style import DOUBLE_COLUMN, STRUCTURE_LABELS, save, use_style
from simorg.measures.seats import seats as seats_of_trace
from simorg.organisation import structures
from simorg.organisation.graph import PERSON, SEAT, TEAM, Draft, Organisation, Person

FILES = {
    "insurer": {"file": "simorg:examples/insurer.yaml"},
    "bank": {
        "file": "simorg:examples/roster.csv",
        "titles": "simorg:examples/titles.csv",
        "ties": "simorg:examples/ties.csv",
    },
}
ALL = (*STRUCTURE_LABELS, *FILES)


def built(name: str, **workforce: int) -> Organisation:
    chosen = {"name": "custom", **FILES[name]} if name in FILES else {"name": name}
    structure = StructureSettings.model_validate(chosen)
    people = WorkforceSettings.model_validate(workforce)
    return structures.build(Settings.model_construct(structure=structure, workforce=people))


@pytest.mark.parametrize("name", ALL)
def test_everybody_is_drawn_and_every_team_named_where_nothing_else_is(name: str) -> None:
    organisation = built(name)
    ax = figures.organisation(organisation)
    circles = [patch for patch in ax.patches if isinstance(patch, Circle)]
    assert len(circles) == len(organisation.nodes(TEAM)) + len(organisation.nodes(PERSON))
    names = {text.get_text() for text in ax.texts}
    assert len(names) == len(organisation.nodes(TEAM))
    refuse_overlaps(ax)


def refuse_overlaps(ax: Axes) -> None:
    """Fail if a name covers another or leaves the page."""
    figure = ax.get_figure()
    assert isinstance(figure, Figure)
    canvas = FigureCanvasAgg(figure)
    canvas.draw()
    renderer = canvas.get_renderer()
    legend = ax.get_legend()
    assert legend is not None
    texts = [text for text in ax.texts if isinstance(text, Annotation)]
    boxes = [text.get_window_extent(renderer) for text in texts] + [legend.get_window_extent(renderer)]
    page = figure.bbox
    for box in boxes:
        assert page.x0 <= box.x0 and box.x1 <= page.x1 and page.y0 <= box.y0 and box.y1 <= page.y1
    assert not any(a.overlaps(b) for a, b in combinations(boxes, 2))


@pytest.mark.parametrize("name", STRUCTURE_LABELS)
@pytest.mark.parametrize("units", [1, 6, 24])
def test_teams_and_people_stand_apart(name: str, units: int) -> None:
    plan = layout(built(name, units=units))
    for a, b in combinations(plan.discs.values(), 2):
        assert math.hypot(a.x - b.x, a.y - b.y) > a.radius + b.radius
    for (x, y), (u, v) in combinations(plan.people.values(), 2):
        assert math.hypot(x - u, y - v) > 0.75  # two people of middle seniority do not touch


@pytest.mark.slow
@pytest.mark.parametrize("name", ["hub_and_spoke", "bank"])
def test_the_same_organisation_gives_the_same_bytes(name: str, tmp_path: Path) -> None:
    digests = []
    for n in range(2):
        figure = figures.organisation(built(name)).get_figure()
        assert isinstance(figure, Figure)
        paths = save(figure, tmp_path / f"{n}.picture")
        assert [path.name for path in paths] == [f"{n}.picture.svg", f"{n}.picture.png"]
        digests.append([hashlib.sha256(path.read_bytes()).hexdigest() for path in paths])
    assert digests[0] == digests[1]
    assert b"<dc:date>" not in (tmp_path / "0.picture.svg").read_bytes()


def test_a_picture_can_be_drawn_into_axes_of_the_caller() -> None:
    ax = Figure(figsize=(4.0, 4.0)).add_subplot()
    assert figures.organisation(built("functional_silos"), ax) is ax
    own = figures.organisation(built("functional_silos")).get_figure()
    assert isinstance(own, Figure)
    assert own.get_size_inches()[0] == pytest.approx(DOUBLE_COLUMN)


def test_people_whom_no_work_reaches_are_hollow() -> None:
    draft = Draft()
    draft.unit("u")
    draft.team("t", "u")
    for name, skill in (("busy", "ml"), ("idle", "science")):
        draft.seat(Person(name, "ml_engineer", "regular", "u", 1.0, 1.0, {skill: 1.0}), "t", (skill,))
    draft.route("u", "ml", "t")
    draft.owner("u", "t")
    ax = figures.organisation(draft.finish("two", 3.0))
    faces = [mpl.colors.to_hex(patch.get_facecolor()) for patch in ax.patches[-2:]]
    assert faces[1] == "#ffffff" != faces[0]


def test_dots_show_the_load_and_rings_the_roles() -> None:
    organisation = built("functional_silos")
    busy, free = organisation.nodes(PERSON)[0], organisation.nodes(PERSON)[1]
    role = organisation.person(free)["role"]
    ax = figures.organisation(organisation, load={busy: 1.0, role: 0.0})
    dots = [patch for patch in ax.patches if isinstance(patch, Circle)][len(organisation.nodes(TEAM)) :]
    order = [name for team in organisation.nodes(TEAM) for name in members(organisation, team)]
    faces = {name: sum(dot.get_facecolor()[:3]) for name, dot in zip(order, dots, strict=True)}
    assert sorted(faces, key=lambda name: faces[name])[0] == busy
    assert faces[free] == pytest.approx(3.0)
    assert len({dot.get_edgecolor() for dot in dots}) == 8


def test_a_narrow_picture_keeps_its_names_apart() -> None:
    ax = figures.organisation(built("hub_and_spoke"), width_mm=89.0)
    assert ax.figure.get_size_inches()[0] == pytest.approx(89.0 / 25.4)
    assert misplaced(ax.figure) == []


def test_the_load_of_roles_comes_from_a_summary() -> None:
    summary = pd.DataFrame(
        {"scenario": "a", "measure": ["utilisation_ml_engineer", "utilisation_max_role", "wip_mean"],
         "mean": [0.8, 0.9, 30.0]}
    )  # fmt: skip
    organisation, none = built("functional_silos"), pd.DataFrame()
    assert busy_people(organisation, "a", none, summary) == {"ml_engineer": 0.8}
    assert busy_people(organisation, "b", none, summary) == {} == busy_people(organisation, "a", none, none)
    ax = figures.organisation(organisation, load=busy_people(organisation, "a", none, summary))
    assert "utilisation of roles" in texts_of(ax)


def test_people_are_as_busy_as_their_seat_where_it_is_known() -> None:
    draft = Draft()
    draft.unit("u")
    draft.team("t", "u")
    for name, skills in (("one", ("science", "ml")), ("two", ("science",)), ("three", ("science",))):
        person = Person(name, "data_scientist", "regular", "u", 1.0, 1.0, dict.fromkeys(skills, 1.0))
        draft.seat(person, "t", skills)
    draft.route("u", "science", "t")
    draft.owner("u", "t")
    organisation = draft.finish("three", 3.0)
    seats = pd.DataFrame(
        {"scenario": "a", "team": "t", "role": "data_scientist", "skills": ["science+ml", "science"],
         "busy_share": [0.91, 0.02]}
    )  # fmt: skip
    load = busy_people(organisation, "a", seats, pd.DataFrame())
    assert load == {"one": 0.91, "two": 0.02, "three": 0.02}
    assert busy_people(organisation, "b", seats, pd.DataFrame()) == {}
    assert "utilisation" in texts_of(figures.organisation(organisation, load=load))


def test_every_person_of_a_plan_has_a_seat() -> None:
    """The labels of seats are made twice, from a plan and from a graph."""
    settings = simorg.load(
        ["structure=informal_network", "lifecycle=minimal", "horizon_days=20", "warm_up_days=1"]
    )
    seats = seats_of_trace(simorg.simulate(settings)).assign(scenario="a")
    organisation = structures.build(settings)
    assert set(busy_people(organisation, "a", seats, pd.DataFrame())) == set(organisation.nodes(PERSON))


def texts_of(ax: Axes) -> set[str]:
    return {label.get_text() for bar in ax.child_axes for label in bar.get_xticklabels()}


def members(organisation: Organisation, team: str) -> list[str]:
    """Return the people of a team in the order in which a picture places them."""
    places = layout(organisation).people
    there = {person for person, seat, _ in organisation.edges(SEAT) if seat == team}
    return [name for name in places if name in there]


def test_ties_that_are_longer_than_the_way_round_are_not_drawn() -> None:
    draft = Draft()
    for team in "abc":
        draft.team(team)
    for a, b, length in (("a", "b", 0.5), ("b", "c", 0.5), ("a", "c", 2.0), ("a", "b", 0.7)):
        draft.tie(a, b, length)
    assert needed_ties(draft.finish("round", 3.0)) == [("a", "b", 0.5), ("b", "c", 0.5)]


def test_every_structure_has_a_colour_of_its_own_and_a_label() -> None:
    assert tuple(sorted(STRUCTURES)) == structures.available()
    assert tuple(sorted(STRUCTURE_LABELS)) == structures.available()
    for palette in PALETTES.values():
        assert len({*palette.structures, *palette.others}) == 12


def test_the_style_can_be_borrowed() -> None:
    before = mpl.rcParams["font.size"]
    with use_style():
        assert mpl.rcParams["font.size"] == 7.0
    assert mpl.rcParams["font.size"] == before
