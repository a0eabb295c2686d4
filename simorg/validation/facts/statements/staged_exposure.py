"""32. Showing a new version to few users first costs time and saves harm."""

from __future__ import annotations

from simorg.config.settings import Settings
from simorg.validation.facts.fact import Arms, Claim, Effects

NUMBER, THEME = 32, "ml"
STATEMENT = "Staged exposure lowers the harm of bad launches and lengthens lead time."
SOURCE = (
    "Shankar et al. 2022, arXiv 2209.09125 [VP, interviews]; Bernardi et al. 2019, doi "
    "10.1145/3292500.3330744 [VS]"
)
TEST = (
    "Shadow, canary and partial exposure against release to everybody at once. The other half of the "
    "statement, that offline metrics alone let many launches without effect through, is not tested: which "
    "launches have no effect is a parameter (the drop after partial exposure)."
)
CLAIMS = (
    Claim("lead_time", "staged exposure lengthens the median lead time", "days", above=0.0),
    Claim("incidents", "staged exposure saves incidents from defects", "incidents/model-year", above=0.0),
)


def conditions(background: Settings) -> dict[str, Settings]:
    """Return the arms: staged, and all at once."""
    at_once = background.release.model_copy(update={"steps": background.release.steps[-1:]})
    return {"staged": background, "at_once": background.model_copy(update={"release": at_once})}


def effects(arms: Arms) -> Effects:
    """Return what staging adds to lead time, and what it saves."""
    staged, at_once = arms["staged"], arms["at_once"]
    incidents = "incidents_per_model_year_defect"
    return {
        "lead_time": staged["lead_time_p50_days"] - at_once["lead_time_p50_days"],
        "incidents": at_once[incidents] - staged[incidents],
    }
