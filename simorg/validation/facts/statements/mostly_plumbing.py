"""27. Most incidents are not about machine learning."""

from __future__ import annotations

from simorg.config.levers import Value, apply
from simorg.config.settings import Settings
from simorg.validation.facts.fact import Arms, Claim, Effects
from simorg.validation.facts.reading import share

NUMBER, THEME = 27, "ml"
STATEMENT = (
    "More than half of the incidents are plumbing; detecting drift better leaves their number much the same."
)
SOURCE = "Papasian & Underwood, OpML 2020: 96 post-mortems of one pipeline [VP, abstract]"
TEST = (
    "Incidents from plain faults in the background, of all and of severity 1 and 2; then every model "
    "monitored, checks twice as often, four times the labels: change of incidents per model-year. Rates of "
    "faults and breakages are parameters."
)
CLAIMS = (
    Claim("plumbing", "more than half of the incidents are plain faults", "share", above=0.5, is_input=True),
    Claim(
        "severe_plumbing",
        "more than half of the severe ones, of which post-mortems are written, are plain faults",
        "share",
        above=0.5,
        is_input=True,
    ),
    Claim(
        "same_number",
        "better drift detection changes incidents per model-year by less than 10 %",
        "share",
        above=-0.1,
        below=0.1,
    ),
)


def conditions(background: Settings) -> dict[str, Settings]:
    """Return the arms: the background, and better drift detection."""
    better: dict[str, Value] = {
        "monitoring.coverage_low+monitoring.coverage_high": 1.0,
        "monitoring.check_days": "x0.5",
        "monitoring.labels_per_check": "x4",
    }
    return {"usual": background, "detecting": apply(background, better)}


def effects(arms: Arms) -> Effects:
    """Return the share of plain faults, and the relative change of incidents."""
    usual, detecting = arms["usual"], arms["detecting"]
    number = "incidents_per_model_year"
    return {
        "plumbing": 1.0 - usual["ml_incident_share"],
        "severe_plumbing": 1.0 - usual["severe_ml_share"],
        "same_number": share(detecting[number], usual[number]) - 1.0,
    }
