"""Who sits where: the choice of structure and the few numbers that its wiring needs.

No parameter here says that a structure is fast or slow; they only say where people sit, how
far apart teams are, and what share of the work an approval covers.
"""

from __future__ import annotations

from datetime import date
from typing import Annotated, Literal

from pydantic import AfterValidator

from simorg.config.parameter import Group, parameter


def _day(text: str) -> str:
    try:
        return date.fromisoformat(text).isoformat()
    except ValueError as error:
        raise ValueError("must be a day such as 2026-12-31") from error


Day = Annotated[str, AfterValidator(_day)]
"""A day of the calendar as text, so that settings stay plain."""

Right = Literal["decides", "backs_up", "approves", "owns"]

ANALOGY = "distance works through ties, not miles: [herbsleb2003]; scale set by judgement"


class MixtureSettings(Group):
    """For each axis of a mixture, the structure that it is taken from."""

    seats: str = parameter("hub_and_spoke", about="Who sits where; routes follow the seats.")
    backs_up: str = parameter("hub_and_spoke", about="Who helps when the routed team cannot start at once.")
    owns: str = parameter("hub_and_spoke", about="Who looks after live models.")
    approves: str = parameter("hub_and_spoke", about="Who signs off before a release.")
    decides: str = parameter("hub_and_spoke", about="Who decides what is escalated.")
    ties: str = parameter("hub_and_spoke", about="Who works how close to whom.")


class ColumnSettings(Group):
    """What a roster calls its columns, where that is not plain; "" = it has none that counts."""

    person_id: str | None = parameter(None, about="Column of identities.")
    manager_id: str | None = parameter(None, about="Column of the identities of managers.")
    job_title: str | None = parameter(None, about="Column of job titles.")
    department: str | None = parameter(None, about="Column of departments.")
    team: str | None = parameter(None, about="Column of teams; without one a department is a team.")
    unit: str | None = parameter(None, about="Column of business units; without one departments tell.")
    fte: str | None = parameter(None, about="Column of shares of full time.")
    status: str | None = parameter(None, about="Column that says who is active, on leave or has left.")
    end_date: str | None = parameter(None, about="Column of the days on which people leave.")


class StructureSettings(Group):
    """The wiring: a named builder, or the user's own organisation from a file."""

    name: str = parameter(
        "hub_and_spoke", about="Structure: a builder in simorg/organisation/structures/ or of a plug-in, or 'custom' with `file`."
    )
    file: str | None = parameter(
        None, about="Your own organisation: a YAML file, or a roster, CSV or .xlsx (with `titles` and `ties`)."
    )
    company: str | None = parameter(
        None, about="What your organisation is called in tables and figures; none = as its file says or is named."
    )
    titles: str | None = parameter(
        None, about="CSV that maps job titles to roles, seniority and skills (for a roster)."
    )
    ties: str | None = parameter(None, about="CSV of extra ties between teams (for a roster).")
    columns: ColumnSettings = parameter(
        factory=ColumnSettings, about="Names of the columns of a roster; none = as they are usually called."
    )
    as_of: Day | None = parameter(
        None, about="Day at which to look at a roster with end dates, such as 2026-12-31; none = whoever has one has left."
    )
    rights: str | None = parameter(
        None, about="YAML file of rights (routes, owner, backups, approvals, deciders) for a roster."
    )
    equal: tuple[Right, ...] = parameter(
        (), about="Rights handed out by the rule for all, whatever the structure says: decides, backs_up, "
        "approves, owns.",
    )  # fmt: skip
    mix: MixtureSettings = parameter(
        factory=MixtureSettings, about="With structure=mixture: where each axis of the wiring comes from."
    )
    tie_close: float = parameter(
        0.5, about="Length of a tie between teams that work together every day.",
        unit="distance", ge=0.0, le=10.0, low=0.2, high=1.0, source=ANALOGY, mark="J",
    )  # fmt: skip
    tie_weak: float = parameter(
        1.0, about="Length of a tie between teams that meet now and then (1 = 'another site').",
        unit="distance", ge=0.0, le=10.0, low=0.5, high=2.0, source=ANALOGY, mark="J",
    )  # fmt: skip
    distance_unconnected: float = parameter(
        3.0, about="Distance between teams that no chain of ties connects.",
        unit="distance", gt=0.0, le=20.0, low=2.0, high=5.0, source=ANALOGY, mark="J",
    )  # fmt: skip
    hub_share: float = parameter(
        0.25, about="Hub and spoke: share of data scientists and data engineers, seniors first, in the hub.",
        unit="share", ge=0.0, le=1.0, low=0.1, high=0.5, source="design choice", mark="J",
    )  # fmt: skip
    community_review_share: float = parameter(
        0.5, about="Communities of practice: share of releases that a unit volunteers for peer review.",
        unit="share", ge=0.0, le=1.0, low=0.2, high=0.9, source="voluntary standards; no figure found", mark="J",
    )  # fmt: skip
    small_world_neighbours: int = parameter(
        2, about="Informal network: nearest units that each unit knows (ring lattice degree).",
        unit="units", ge=0, le=20, low=1, high=4, source="form after [watts1998]", mark="J",
    )  # fmt: skip
    small_world_rewiring: float = parameter(
        0.2, about="Informal network: probability that a tie leads to a random other unit.",
        unit="probability", ge=0.0, le=1.0, low=0.05, high=0.5,
        source="form after [watts1998]", mark="J",
    )  # fmt: skip
