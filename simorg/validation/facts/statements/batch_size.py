"""4. Larger, rarer releases take longer, fail more often and take longer to recover from."""

from __future__ import annotations

from simorg.config.levers import apply
from simorg.config.settings import Settings
from simorg.trace.codes import Origin
from simorg.trace.episodes import Episodes
from simorg.trace.rows import Trace
from simorg.validation.facts.fact import Arms, Claim, Effects
from simorg.validation.facts.reading import delivered, failed, mean, share

NUMBER, THEME = 4, "flow"
STATEMENT = "Larger and rarer releases mean longer lead times, more failed changes and longer recovery."
SOURCE = "Forsgren et al., State of DevOps 2018 and 2019 (DORA) [VP, survey]"
TEST = (
    "The same improvement work per model-year cut into changes of size 4 (one in four years) or 0.5 (two "
    "a year): lead time and failures of improvements, time to restore after incidents from defects."
)
CLAIMS = (
    Claim("lead_time", "a large improvement takes longer than a small one", "days", above=0.0),
    Claim("failure_rate", "large improvements fail more often than small ones", "share", above=0.0),
    Claim("recovery", "restoring after a defect takes longer with large improvements", "share", above=0.0),
)

RATE, SIZE = "demand.improvements_per_model_year", "lifecycle.size_improvement"


def _improvements(_: Trace, e: Episodes) -> dict[str, float]:
    chosen = delivered(e, Origin.IMPROVEMENT)
    took = (e.items.ended - e.items.created)[chosen]
    return {"improvement_days": mean(took), "improvement_failures": mean(failed(e, chosen).astype(float))}


READERS = (_improvements,)


def conditions(background: Settings) -> dict[str, Settings]:
    """Return the arms: small often, and large seldom."""
    return {
        "small": apply(background, {RATE: 2.0, SIZE: 0.5}),
        "large": apply(background, {RATE: 0.25, SIZE: 4.0}),
    }


def effects(arms: Arms) -> Effects:
    """Return the differences between large and small."""
    small, large = arms["small"], arms["large"]
    restore = "time_to_restore_p50_days_defect"
    return {
        "lead_time": large["improvement_days"] - small["improvement_days"],
        "failure_rate": large["improvement_failures"] - small["improvement_failures"],
        "recovery": share(large[restore], small[restore]) - 1.0,
    }
