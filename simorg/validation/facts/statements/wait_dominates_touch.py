"""5. Work waits far longer than it is worked on."""

from __future__ import annotations

from simorg.config.levers import apply
from simorg.config.settings import Settings
from simorg.validation.facts.fact import Arms, Claim, Effects
from simorg.validation.facts.reading import share

NUMBER, THEME = 5, "flow"
STATEMENT = (
    "At realistic load an item is worked on for less than 40 % of its lead time; working twice as fast "
    "helps little, shorter queues help a lot."
)
SOURCE = "practitioners' folklore on flow efficiency without a data set behind it [VS]; queueing theory [C]"
TEST = "The background; and the background with every stage of an initiative needing half the work."
CLAIMS = (
    Claim(
        "flow_efficiency",
        "somebody works on an initiative for less than 40 % of its lead time",
        "share",
        below=0.4,
    ),
    Claim("queues_over_work", "queueing takes more of the lead time than work", "days", above=0.0),
    Claim(
        "faster_work", "half the work cuts the median lead time by less than a quarter", "share", below=0.25
    ),
)


def conditions(background: Settings) -> dict[str, Settings]:
    """Return the arms: the background, and half the work."""
    stages = background.lifecycle.initiative
    efforts = "+".join(f"lifecycle.initiative.{stage.name}.effort" for stage in stages)
    return {"usual": background, "fast": apply(background, {efforts: "x0.5"})}


def effects(arms: Arms) -> Effects:
    """Return flow efficiency, queue less work, and the share of lead time that speed saves."""
    usual, fast = arms["usual"], arms["fast"]
    return {
        "flow_efficiency": usual["flow_efficiency"],
        "queues_over_work": usual["lead_queue_days"] - usual["lead_work_days"],
        "faster_work": 1.0 - share(fast["lead_time_p50_days"], usual["lead_time_p50_days"]),
    }
