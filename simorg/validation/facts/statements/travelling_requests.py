"""43. Tickets that change team take longer, wherever one looks by about as much."""

from __future__ import annotations

from simorg.config.settings import Settings
from simorg.validation.facts.fact import Arms, Claim, Effects

NUMBER, THEME = 43, "flow"
STATEMENT = (
    "Tickets that change team take longer: log time and changes of team are correlated by 0.45 to 0.48 in "
    "three companies, and each change adds days."
)
SOURCE = (
    "ticket logs of Volvo IT, a ServiceNow user and Rabobank: Steeman 2013, Amaral et al. 2018, van Dongen "
    "2014 [C, computed from the logs]"
)
TEST = (
    "Requests of the background, one arm. How many teams a request sees is a parameter; how long it waits in "
    "each follows from who has what to do."
)
CLAIMS = (
    Claim("longer", "requests that change team once take longer at the median", "days", above=0.0),
    Claim("again", "those that change twice take longer still", "days", above=0.0),
    Claim(
        "correlated", "log time and changes of team are correlated by 0.3 to 0.6", "1", above=0.3, below=0.6
    ),
)


def conditions(background: Settings) -> dict[str, Settings]:
    """Return the one arm."""
    return {"usual": background}


def effects(arms: Arms) -> Effects:
    """Return the differences of medians, and the correlation."""
    found = arms["usual"]
    none, once, twice = (found[f"request_lead_p50_days_at_{n}_handoffs"] for n in range(3))
    return {
        "longer": once - none,
        "again": twice - once,
        "correlated": found["log_request_lead_handoff_correlation"],
    }
